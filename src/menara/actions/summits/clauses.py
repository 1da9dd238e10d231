"""Clauses of minutes: propose words, agree to them, put them in order. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from menara.engines.minutes.text import hash_of_words, tidy, unreadable
from menara.errors import Refusal
from menara.models import Clause, ClauseVersion, Membership, Minutes, Side, Signature
from menara.permissions import Predicate, may_speak, require
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.minutes import own_side
from menara.wording import gettext_noop


class MinutesLocked(Refusal):
    """Both sides signed."""

    def __init__(self) -> None:
        super().__init__(
            "minutes_locked", gettext_noop("Both sides signed these minutes. What comes later is an addendum.")
        )


class NotASide(Refusal):
    """The reader belongs to neither delegation of the meeting."""

    def __init__(self) -> None:
        super().__init__(
            "not_a_side", gettext_noop("Only the two delegations that met speak in the minutes of their meeting.")
        )


class WordsMissing(Refusal):
    """A clause has words in the authoritative language."""

    def __init__(self, *, language: str) -> None:
        super().__init__(
            "words_missing",
            gettext_noop("Write the clause in the authoritative language (%(language)s): it is the one that counts."),
            {"language": language},
        )


class WordsUnreadable(Refusal):
    """The words hold characters that a reader does not see."""

    def __init__(self, *, found: str) -> None:
        super().__init__(
            "words_unreadable",
            gettext_noop(
                "The words hold characters that cannot be seen (%(found)s) and could make them read otherwise than they"
                " are signed. Take them out."
            ),
            {"found": found},
        )


class WordsMovedOn(Refusal):
    """Newer words stand in the clause."""

    def __init__(self, *, number: int) -> None:
        super().__init__(
            "words_moved_on",
            gettext_noop("Newer words were proposed for this clause meanwhile (version %(number)s). Read them first."),
            {"number": number},
        )


class NothingNew(Refusal):
    """The proposed words are those that stand."""

    def __init__(self) -> None:
        super().__init__("nothing_new", gettext_noop("These are the words that stand. Change them, or agree to them."))


def add_clause(
    *,
    minutes_id: int,
    words: Mapping[str, str],
    actor: Membership,
    now: datetime,
    after_id: int | None = None,
) -> int:
    """Propose a new clause behind another one, or at the end, and return the row's id. Raises ``NotAllowed``,
    ``NoSuchRecord``, ``NotASide``, ``MinutesLocked``, ``WordsMissing``, ``WordsUnreadable``."""
    with transaction.atomic():
        row, side = open_for(minutes_id=minutes_id, actor=actor)
        told = _checked(words, row)
        last = Clause.objects.filter(minutes=row).aggregate(last=Max("position"))["last"] or 0
        position = last + 1
        if after_id is not None:
            position = _clause(after_id, row).position + 1
            Clause.objects.filter(minutes=row, position__gte=position).update(position=F("position") + 1)
        clause = Clause.objects.create(organisation_id=row.organisation_id, minutes=row, position=position)
        _put(clause, row, told, made_from=_fresh(told, row), side=side, actor=actor, now=now)
        return clause.pk


def move_clause(*, clause_id: int, steps: int, actor: Membership) -> None:
    """Put a clause earlier (``steps`` negative) or later in the text. Raises as ``add_clause``."""
    with transaction.atomic():
        row, _side = _open_of(clause_id, actor)
        clauses = list(Clause.objects.filter(minutes=row).order_by("position", "pk"))
        here = next(i for i, one in enumerate(clauses) if one.pk == clause_id)
        there = min(max(0, here + steps), len(clauses) - 1)
        clauses.insert(there, clauses.pop(here))
        for position, one in enumerate(clauses, start=1):
            one.position = position
        Clause.objects.bulk_update(clauses, ["position"])
        _changed(row)


def propose_words(
    *,
    clause_id: int,
    words: Mapping[str, str],
    actor: Membership,
    now: datetime,
    seen: int | None = None,
    translated: bool = False,
) -> bool:
    """Propose new words for a clause, which is agreeing to them for one's side. ``seen`` is the version the writer had
    before him; the words are kept in any case, on top. ``translated`` says that translations left as they are fit the
    new authoritative words. Returns whether other words had come meanwhile. Raises as ``add_clause``, and
    ``NothingNew``."""
    with transaction.atomic():
        row, side = _open_of(clause_id, actor)
        clause = _clause(clause_id, row)
        top = _top(clause)
        told = _checked(words, row)
        counts = hash_of_words(told[row.authoritative])
        before = dict(top.made_from)
        made_from = {
            code: counts if translated or told.get(code) != top.text.get(code) else before.get(code, "")
            for code in _translations(row)
            if told.get(code)
        }
        if told == top.text and made_from == before and not top.is_removal:
            raise NothingNew
        _put(clause, row, told, made_from=made_from, side=side, actor=actor, now=now)
        return seen is not None and seen != top.number


def propose_removal(*, clause_id: int, actor: Membership, now: datetime) -> None:
    """Propose to take a clause out; it stands until the other side agrees. Raises as ``add_clause``, ``NothingNew``."""
    with transaction.atomic():
        row, side = _open_of(clause_id, actor)
        clause = _clause(clause_id, row)
        top = _top(clause)
        if top.is_removal:
            raise NothingNew
        _put(clause, row, top.text, made_from=top.made_from, side=side, actor=actor, now=now, is_removal=True)


def agree_words(*, version_id: int, actor: Membership, now: datetime) -> None:
    """Agree to the newest words of a clause for one's side; agreeing twice is agreeing once. Raises as ``add_clause``,
    and ``WordsMovedOn`` where newer words stand."""
    with transaction.atomic():
        found = ClauseVersion.objects.filter(pk=version_id).values_list("clause_id", flat=True).first()
        if found is None:
            require(actor, may_speak)
            raise NoSuchRecord(kind="clauseversion", record_id=version_id)
        row, side = _open_of(found, actor)
        top = _top(_clause(found, row))
        if top.pk != version_id:
            raise WordsMovedOn(number=top.number)
        if getattr(top, f"{side}_agreed_at") is None:
            columns = {f"{side}_agreed_at": now, f"{side}_agreed_by_id": actor.account_id}
            ClauseVersion.objects.filter(pk=version_id).update(**columns)
            _changed(row)


def open_for(*, minutes_id: int, actor: Membership, may: Predicate = may_speak) -> tuple[Minutes, Side]:
    """The minutes, held for writing, and the side that writes: both sides' hands take turns here. Raises
    ``NotAllowed``, ``NoSuchRecord``, ``NotASide``, ``MinutesLocked``."""
    require(actor, may)
    row = Minutes.objects.select_for_update(of=("self",)).filter(pk=minutes_id).first()
    if row is None:
        raise NoSuchRecord(kind="minutes", record_id=minutes_id)
    side = own_side(meeting_id=row.meeting_id)
    if side is None:
        raise NotASide
    if row.locked_at is not None:
        raise MinutesLocked
    return row, side


def checked_words(words: Mapping[str, str], *, languages: tuple[str, ...]) -> dict[str, str]:
    """The words in these languages, tidied; the first must be there. Raises ``WordsMissing``, ``WordsUnreadable``."""
    told = {code: tidy(words.get(code, "")) for code in languages}
    hidden = sorted({mark for text in told.values() for mark in unreadable(text)})
    if hidden:
        raise WordsUnreadable(found=", ".join(hidden))
    if not told[languages[0]]:
        raise WordsMissing(language=languages[0])
    return {code: text for code, text in told.items() if text}


def _open_of(clause_id: int, actor: Membership) -> tuple[Minutes, Side]:
    found = Clause.objects.filter(pk=clause_id).values_list("minutes_id", flat=True).first()
    if found is None:
        require(actor, may_speak)
        raise NoSuchRecord(kind="clause", record_id=clause_id)
    return open_for(minutes_id=found, actor=actor)


def _clause(clause_id: int, minutes: Minutes) -> Clause:
    found = Clause.objects.filter(pk=clause_id, minutes=minutes).first()
    if found is None:
        raise NoSuchRecord(kind="clause", record_id=clause_id)
    return found


def _top(clause: Clause) -> ClauseVersion:
    return ClauseVersion.objects.filter(clause=clause).order_by("-number")[0]


def _checked(words: Mapping[str, str], minutes: Minutes) -> dict[str, str]:
    return checked_words(words, languages=(minutes.authoritative, *_translations(minutes)))


def _translations(minutes: Minutes) -> tuple[str, ...]:
    return (minutes.second,) if minutes.second else ()


def _fresh(words: Mapping[str, str], minutes: Minutes) -> dict[str, str]:
    """Translations written together with the words were made from them."""
    counts = hash_of_words(words[minutes.authoritative])
    return {code: counts for code in _translations(minutes) if words.get(code)}


def _put(
    clause: Clause,
    minutes: Minutes,
    words: Mapping[str, str],
    *,
    made_from: Mapping[str, str],
    side: Side,
    actor: Membership,
    now: datetime,
    is_removal: bool = False,
) -> None:
    last = ClauseVersion.objects.filter(clause=clause).aggregate(last=Max("number"))["last"] or 0
    ClauseVersion.objects.create(
        organisation_id=minutes.organisation_id,
        clause=clause,
        number=last + 1,
        text=dict(words),
        is_removal=is_removal,
        made_from=dict(made_from),
        side=side.value,
        proposed_at=now,
        proposed_by_id=actor.account_id,
        **{f"{side}_agreed_at": now, f"{side}_agreed_by_id": actor.account_id},
    )
    _changed(minutes)


def _changed(minutes: Minutes) -> None:
    """Note that the text moved on: what was signed before is not what it says now."""
    Signature.objects.filter(minutes=minutes).delete()
    Minutes.objects.filter(pk=minutes.pk).update(changed=F("changed") + 1)
