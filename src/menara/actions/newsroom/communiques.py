"""A communique from draft to release: composed from the record, checked against it, approved by a second person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from menara.communique.check import check_texts
from menara.communique.compose import compose
from menara.communique.record import LANGUAGES, text_hash
from menara.errors import BadInput, Refusal
from menara.models import Communique, CommuniqueStatus, Meeting, Membership, Organisation, RecordChanged
from menara.permissions import may_edit, may_release, require
from menara.queries.newsroom.record import communique_record
from menara.queries.officers import NoSuchRecord
from menara.terms import Provenance
from menara.wording import gettext_noop

Words = Mapping[str, str]
_OPEN = (CommuniqueStatus.DRAFT, CommuniqueStatus.SUBMITTED, CommuniqueStatus.APPROVED)
_TOLD = (CommuniqueStatus.RELEASED, CommuniqueStatus.WITHDRAWN)


class CommuniqueOpen(Refusal):
    """One text of a meeting is worked on at a time."""

    def __init__(self, *, communique_id: int) -> None:
        super().__init__(
            "communique_open",
            gettext_noop("A communique of this meeting is being worked on already."),
            {"communique_id": communique_id},
        )


class NotAtThisStage(Refusal):
    """The communique stands where this is not possible."""

    def __init__(self, *, status: str) -> None:
        super().__init__(
            "communique_not_at_this_stage",
            gettext_noop("This is not possible where the communique stands: %(communique_status)s."),
            {"communique_status": status},
        )


class OwnText(Refusal):
    """Whoever touched the words does not approve them."""

    def __init__(self) -> None:
        super().__init__(
            "own_text", gettext_noop("You drafted or edited this text. A second person, who did neither, approves it.")
        )


class UnderEmbargo(Refusal):
    """The text is not to be told before a moment."""

    def __init__(self, *, until: datetime) -> None:
        super().__init__("under_embargo", gettext_noop("The text is under embargo until %(until)s."), {"until": until})


class NoText(Refusal):
    """A communique needs a title and a text in at least one language."""

    def __init__(self) -> None:
        super().__init__("no_text", gettext_noop("The communique has no text in any language."))


class NoNewsroom(Refusal):
    """The organisation has no public address yet."""

    def __init__(self) -> None:
        super().__init__(
            "no_newsroom",
            gettext_noop("The newsroom has no address yet. An administrator gives it one in the settings."),
        )


class TextChanged(Refusal):
    """What is approved must be what was read."""

    def __init__(self) -> None:
        super().__init__(
            "text_changed", gettext_noop("The text is not the one you read. Read it again before you approve it.")
        )


class ReasonMissing(Refusal):
    """A withdrawal says why, in public."""

    def __init__(self) -> None:
        super().__init__("reason_missing", gettext_noop("Say why the text is withdrawn; the public page will say it."))


def draft_communique(*, meeting_id: int, actor: Membership, now: datetime) -> int:
    """Compose a communique from the record of a meeting, in three languages, and return its id. Raises ``NotAllowed``,
    ``NoSuchRecord``, ``CommuniqueOpen``."""
    require(actor, may_edit)
    record = communique_record(meeting_id=meeting_id)
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting_id)  # two drafters wait for one another here
        still_open = Communique.objects.filter(meeting=meeting, status__in=_OPEN).first()
        if still_open is not None:
            raise CommuniqueOpen(communique_id=still_open.pk)
        texts = {code: text for code, text in compose(record).texts.items() if text.paragraphs}
        is_synthetic = meeting.provenance == Provenance.SYNTHETIC
        row = Communique.objects.create(
            organisation_id=actor.organisation_id,
            meeting=meeting,
            slug=_free_slug(record.held_on, record.guest.institution),
            titles={code: text.title for code, text in texts.items()},
            bodies={code: text.body for code, text in texts.items()},
            dated_on=record.held_on,
            drafted_at=now,
            drafted_by_id=actor.account_id,
            edited_by_id=actor.account_id,
            provenance=Provenance.SYNTHETIC if is_synthetic else Provenance.ENTERED,
        )
    return row.pk


def edit_communique(
    *,
    communique_id: int,
    version: int,
    titles: Words,
    bodies: Words,
    actor: Membership,
    takes_replies: bool = True,
) -> None:
    """Put other words in a text that is not released. An approval falls with the words it was given for.

    Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``, ``NotAtThisStage``, ``NoText`` and ``BadInput`` with
    everything that claims more than the record: then nothing is saved.
    """
    require(actor, may_edit)
    row = open_row(communique_id, version, *_OPEN)
    told = {"titles": _clean(titles), "bodies": _clean(bodies)}
    _check(row, **told)
    is_new = told != {"titles": row.titles, "bodies": row.bodies}
    changes: dict[str, Any] = {**told, "takes_replies": takes_replies}
    if is_new:
        changes |= {"edited_by_id": actor.account_id, **_NOT_APPROVED}
    row.correct(version=version, **changes)


def submit_communique(*, communique_id: int, version: int, actor: Membership) -> None:
    """Put a text before those who approve. Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``,
    ``NotAtThisStage``, ``NoText``, ``BadInput``."""
    require(actor, may_edit)
    row = open_row(communique_id, version, CommuniqueStatus.DRAFT)
    _check(row, titles=row.titles, bodies=row.bodies)
    row.correct(version=version, status=CommuniqueStatus.SUBMITTED.value)


def send_back_communique(*, communique_id: int, version: int, actor: Membership) -> None:
    """Give a text back to those who write. Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``,
    ``NotAtThisStage``."""
    require(actor, may_release)
    row = open_row(communique_id, version, CommuniqueStatus.SUBMITTED, CommuniqueStatus.APPROVED)
    row.correct(version=version, **_NOT_APPROVED)


def approve_communique(
    *,
    communique_id: int,
    version: int,
    read_hash: str,
    actor: Membership,
    now: datetime,
    embargo_until: datetime | None = None,
) -> None:
    """Approve the text of this hash, which nobody who wrote it may. It is checked against the record of this moment.

    Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``, ``NotAtThisStage``, ``OwnText``, ``TextChanged``,
    ``BadInput``.
    """
    require(actor, may_release)
    row = open_row(communique_id, version, CommuniqueStatus.SUBMITTED)
    if actor.account_id in {row.drafted_by_id, row.edited_by_id, *row.editors}:
        raise OwnText
    if hash_of(row) != read_hash:
        raise TextChanged
    _check(row, titles=row.titles, bodies=row.bodies)
    row.correct(
        version=version,
        status=CommuniqueStatus.APPROVED.value,
        approved_at=now,
        approved_by_id=actor.account_id,
        text_hash=read_hash,
        embargo_until=embargo_until,
    )


def set_embargo(*, communique_id: int, version: int, until: datetime | None, actor: Membership, now: datetime) -> None:
    """Let a text wait until a moment, or no longer. A release that was ordered goes with the embargo to a later or an
    earlier moment; where none lies ahead any more, the order falls. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``RecordChanged``, ``NotAtThisStage``."""
    require(actor, may_release)
    row = open_row(communique_id, version, *_OPEN)
    is_ahead = until is not None and until > now
    row.correct(version=version, embargo_until=until, **({} if is_ahead else NO_ORDER))


def release_communique(*, communique_id: int, version: int, actor: Membership, now: datetime) -> None:
    """Let the public read an approved text. It is checked once more: the record may have changed since.

    Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``, ``NotAtThisStage``, ``NoNewsroom``, ``UnderEmbargo``,
    ``TextChanged``, ``BadInput``.
    """
    require(actor, may_release)
    row = open_row(communique_id, version, CommuniqueStatus.APPROVED)
    if row.embargo_until and now < row.embargo_until:
        raise UnderEmbargo(until=row.embargo_until)
    make_sure_it_may_be_read(row)
    row.correct(
        version=version,
        status=CommuniqueStatus.RELEASED.value,
        released_at=now,
        released_by_id=actor.account_id,
    )


def make_sure_it_may_be_read(row: Communique) -> None:
    """Look once more before the public reads it: there is an address, the text is the one that was approved, and the
    record still bears it out. Raises ``NoNewsroom``, ``TextChanged``, ``BadInput``."""
    if not Organisation.objects.exclude(newsroom="").filter(pk=row.organisation_id).exists():
        raise NoNewsroom
    if hash_of(row) != row.text_hash:
        raise TextChanged
    _check(row, titles=row.titles, bodies=row.bodies)


def withdraw_communique(*, communique_id: int, version: int, reason: Words, actor: Membership, now: datetime) -> None:
    """Take a released text back. Its address stays and says so, with the reason. Raises ``NotAllowed``,
    ``NoSuchRecord``, ``RecordChanged``, ``NotAtThisStage``, ``ReasonMissing``."""
    require(actor, may_release)
    said = _clean(reason)
    if not said:
        raise ReasonMissing
    row = open_row(communique_id, version, CommuniqueStatus.RELEASED)
    row.correct(version=version, status=CommuniqueStatus.WITHDRAWN.value, withdrawn_at=now, withdrawn_reason=said)


def hash_of(row: Communique) -> str:
    """The hash of the text as it stands."""
    return text_hash(titles=row.titles, bodies=row.bodies, dated_on=row.dated_on)


NO_ORDER: Mapping[str, Any] = {"released_by_id": None}  # of an approved text: nobody ordered its release
_NOT_APPROVED: dict[str, Any] = {
    **NO_ORDER,
    "status": CommuniqueStatus.DRAFT.value,
    "approved_at": None,
    "approved_by_id": None,
    "text_hash": "",
}


def open_row(communique_id: int, version: int, *stages: CommuniqueStatus) -> Communique:
    """The row in the version that was read, where it stands at one of these stages."""
    row = Communique.objects.filter(pk=communique_id).first()
    if row is None:
        raise NoSuchRecord(kind="communique", record_id=communique_id)
    if row.version != version:
        raise RecordChanged(row, version=version)
    if row.status not in stages:
        raise NotAtThisStage(status=row.status)
    return row


def _check(row: Communique, *, titles: Words, bodies: Words) -> None:
    if not any(titles.get(code) and bodies.get(code) for code in LANGUAGES):
        raise NoText
    if row.meeting_id is None:
        return
    record = communique_record(meeting_id=row.meeting_id)
    found = check_texts(record=record, titles=titles, bodies=bodies)
    if found:
        raise BadInput([one.as_fault() for one in found])


def _clean(words: Words) -> dict[str, str]:
    """Line ends as ``\\n``, composed characters, no blanks at the ends, no empty languages."""
    cleaned = {
        code: unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
        for code, text in words.items()
        if code in LANGUAGES
    }
    return {code: text for code, text in cleaned.items() if text}


def _free_slug(on: date, counterpart: Words) -> str:
    """``2025-11-25-un-police``: the address a text keeps for good."""
    plain = unicodedata.normalize("NFKD", counterpart.get("en") or counterpart.get("fr") or "").encode(
        "ascii", "ignore"
    )
    name = re.sub(r"[^a-z0-9]+", "-", plain.decode().lower()).strip("-")[:80].strip("-")
    first = f"{on.isoformat()}-{name}".strip("-")
    taken = set(Communique.objects.filter(slug__startswith=first).values_list("slug", flat=True))
    return next(
        slug
        for number in range(1, len(taken) + 2)
        if (slug := first if number == 1 else f"{first}-{number}") not in taken
    )
