"""Minutes of a meeting: open them, sign them for one's side, and add to them once they are locked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from menara.actions.summits.clauses import NotASide, add_clause, checked_words, open_for
from menara.engines.minutes.text import AddendumText, canonical_addendum, hash_of, tidy
from menara.errors import Refusal
from menara.models import Addendum, AddendumStatus, Meeting, Membership, Minutes, Side, Signature
from menara.permissions import Predicate, may_sign, may_speak, require
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.minutes import minutes_record, own_side
from menara.wording import gettext_noop

_PARAGRAPHS = re.compile(r"\n\s*\n")


class MinutesOpenAlready(Refusal):
    """A meeting has one set of minutes."""

    def __init__(self) -> None:
        super().__init__("minutes_open_already", gettext_noop("The minutes of this meeting are open already."))


class LanguagesUnfit(Refusal):
    """The two languages of minutes differ."""

    def __init__(self) -> None:
        super().__init__(
            "languages_unfit", gettext_noop("Choose one language that counts and, beside it, another one or none.")
        )


class ParagraphsUnpaired(Refusal):
    """A draft in two languages has as many paragraphs in each."""

    def __init__(self, *, first: int, second: int) -> None:
        super().__init__(
            "paragraphs_unpaired",
            gettext_noop("The draft has %(first)s paragraphs in one language and %(second)s in the other."),
            {"first": first, "second": second},
        )


class OneHand(Refusal):
    """One who speaks for both delegations of a meeting does not sign for both."""

    def __init__(self) -> None:
        super().__init__(
            "one_hand", gettext_noop("You have spoken for the other side here. Somebody else signs for this one.")
        )


class NotReadyToSign(Refusal):
    """Signing needs every clause agreed and every translation made from the words that stand."""

    def __init__(self, *, waiting: str, stale: str) -> None:
        sentence = (
            gettext_noop("Clauses not agreed yet: %(waiting)s. Nothing was signed.")
            if waiting
            else gettext_noop("Clauses whose translation is not up to date: %(stale)s. Nothing was signed.")
            if stale
            else gettext_noop("The minutes have no clause yet. Nothing was signed.")
        )
        super().__init__("not_ready_to_sign", sentence, {"waiting": waiting, "stale": stale})


class TextMovedOn(Refusal):
    """The text is not the one that the signer read."""

    def __init__(self) -> None:
        super().__init__(
            "text_moved_on", gettext_noop("The text changed after you opened this page. Read it again before you sign.")
        )


class NotLocked(Refusal):
    """Only to a locked text is anything added."""

    def __init__(self) -> None:
        super().__init__(
            "not_locked", gettext_noop("Both sides sign first. Until then the clauses themselves can be changed.")
        )


class AddendumSettled(Refusal):
    """The addendum is agreed or withdrawn, or it is the other side that must speak."""

    def __init__(self) -> None:
        super().__init__(
            "addendum_settled",
            gettext_noop("The other side agrees to an addendum, and the side that proposed it withdraws it, once."),
        )


def open_minutes(
    *,
    meeting_id: int,
    authoritative: str,
    second: str,
    actor: Membership,
    now: datetime,
    draft: Mapping[str, str] | None = None,
) -> int:
    """Open the minutes of a meeting in the language that counts and, where there is one, a second beside it; return
    the row's id. Each paragraph of ``draft`` becomes a clause that one's own side proposes. Raises ``NotAllowed``,
    ``NoSuchRecord``, ``NotASide``, ``LanguagesUnfit``, ``MinutesOpenAlready``, ``ParagraphsUnpaired``,
    ``WordsUnreadable``."""
    require(actor, may_speak)
    with transaction.atomic():
        # The meeting's row is not a guest's to write, so it cannot be held; the unique key tells racers apart.
        meeting = Meeting.objects.filter(pk=meeting_id).first()
        if meeting is None:
            raise NoSuchRecord(kind="meeting", record_id=meeting_id)
        if own_side(meeting_id=meeting_id) is None:
            raise NotASide
        if not authoritative or authoritative == second:
            raise LanguagesUnfit
        row, is_new = Minutes.objects.get_or_create(
            organisation_id=meeting.organisation_id,
            meeting=meeting,
            defaults={
                "authoritative": authoritative,
                "second": second,
                "opened_at": now,
                "opened_by_id": actor.account_id,
            },
        )
        if not is_new:
            raise MinutesOpenAlready
        for words in _paired(draft or {}, authoritative, second):
            add_clause(minutes_id=row.pk, words=words, actor=actor, now=now)
        return row.pk


def sign_minutes(*, minutes_id: int, text_hash: str, signed_as: str, actor: Membership, now: datetime) -> bool:
    """Sign the text of this hash for one's side; return whether both sides have signed, which locks it. Raises
    ``NotAllowed``, ``NoSuchRecord``, ``NotASide``, ``MinutesLocked``, ``NotReadyToSign``, ``TextMovedOn``,
    ``OneHand``."""
    with transaction.atomic():
        row, side = open_for(minutes_id=minutes_id, actor=actor, may=may_sign)
        record = minutes_record(meeting_id=row.meeting_id)
        if not record.is_ready:
            raise NotReadyToSign(
                waiting=", ".join(str(clause.number) for clause in record.waiting),
                stale=", ".join(str(clause.number) for clause in record.stale),
            )
        if record.current_hash != text_hash:
            raise TextMovedOn
        if Signature.objects.filter(minutes=row, signed_by_id=actor.account_id).exclude(side=side.value).exists():
            raise OneHand
        if side not in record.signatures:
            Signature.objects.create(
                organisation_id=row.organisation_id,
                minutes=row,
                side=side.value,
                text_hash=text_hash,
                signed_at=now,
                signed_by_id=actor.account_id,
                signed_as=(tidy(signed_as) or actor.account.name)[:300],
            )
        is_by_both = set(record.signatures) | {side} == set(Side)
        if is_by_both:
            Minutes.objects.filter(pk=row.pk).update(locked_at=now, text_hash=text_hash)
        return is_by_both


def propose_addendum(*, minutes_id: int, words: Mapping[str, str], actor: Membership, now: datetime) -> int:
    """Propose to add to locked minutes, and return the row's id. Raises ``NotAllowed``, ``NoSuchRecord``, ``NotASide``,
    ``NotLocked``, ``WordsMissing``, ``WordsUnreadable``."""
    with transaction.atomic():
        row, side = _locked(minutes_id, actor, may_speak)
        told = checked_words(words, languages=_languages(row))
        last = Addendum.objects.filter(minutes=row).aggregate(last=Max("number"))["last"] or 0
        addendum = Addendum.objects.create(
            organisation_id=row.organisation_id,
            minutes=row,
            number=last + 1,
            text=told,
            side=side.value,
            proposed_at=now,
            proposed_by_id=actor.account_id,
        )
        return addendum.pk


def agree_addendum(*, addendum_id: int, actor: Membership, now: datetime) -> None:
    """Agree, for the other side, to an addendum; its hash follows that of the text and the addenda agreed before.
    Raises ``NotAllowed``, ``NoSuchRecord``, ``NotASide``, ``AddendumSettled``, ``OneHand``."""
    with transaction.atomic():
        addendum, row, side = _addendum(addendum_id, actor, may_sign)
        if addendum.side == side:
            raise AddendumSettled
        if addendum.proposed_by_id == actor.account_id:
            raise OneHand
        text = AddendumText(
            follows=minutes_record(meeting_id=row.meeting_id).chain_end,
            number=addendum.number,
            languages=_languages(row),
            words=addendum.text,
        )
        Addendum.objects.filter(pk=addendum_id).update(
            status=AddendumStatus.AGREED.value,
            agreed_at=now,
            agreed_by_id=actor.account_id,
            hash=hash_of(canonical_addendum(text)),
        )


def withdraw_addendum(*, addendum_id: int, actor: Membership) -> None:
    """Take back an addendum that one's own side proposed. Raises as ``agree_addendum``."""
    with transaction.atomic():
        addendum, _row, side = _addendum(addendum_id, actor, may_speak)
        if addendum.side != side:
            raise AddendumSettled
        Addendum.objects.filter(pk=addendum_id).update(status=AddendumStatus.WITHDRAWN.value)


def _languages(minutes: Minutes) -> tuple[str, ...]:
    return tuple(code for code in (minutes.authoritative, minutes.second) if code)


def _paired(draft: Mapping[str, str], authoritative: str, second: str) -> list[dict[str, str]]:
    split = {
        code: [part.strip() for part in _PARAGRAPHS.split(tidy(draft.get(code, ""))) if part.strip()]
        for code in (authoritative, second)
        if code
    }
    first, other = split[authoritative], split.get(second, [])
    if other and len(first) != len(other):
        raise ParagraphsUnpaired(first=len(first), second=len(other))
    return [{authoritative: words, **({second: other[i]} if other else {})} for i, words in enumerate(first)]


def _locked(minutes_id: int, actor: Membership, may: Predicate) -> tuple[Minutes, Side]:
    require(actor, may)
    # Held, so that two addenda do not take one number; the row itself is not written.
    row = Minutes.objects.select_for_update(of=("self",)).filter(pk=minutes_id).first()
    if row is None:
        raise NoSuchRecord(kind="minutes", record_id=minutes_id)
    side = own_side(meeting_id=row.meeting_id)
    if side is None:
        raise NotASide
    if row.locked_at is None:
        raise NotLocked
    return row, side


def _addendum(addendum_id: int, actor: Membership, may: Predicate) -> tuple[Addendum, Minutes, Side]:
    require(actor, may)
    found = Addendum.objects.filter(pk=addendum_id).first()
    if found is None:
        raise NoSuchRecord(kind="addendum", record_id=addendum_id)
    row, side = _locked(found.minutes_id, actor, may)
    found.refresh_from_db()
    if found.status != AddendumStatus.PROPOSED:
        raise AddendumSettled
    return found, row, side
