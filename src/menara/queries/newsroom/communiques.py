"""Communiques as the office sees them: the list, and one with what was composed, what differs and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from menara.communique.check import Overclaim, check_texts
from menara.communique.compose import compose
from menara.communique.record import Draft, text_hash
from menara.models import Communique, CommuniqueStatus, Organisation, ReplyStatus, SealedText
from menara.queries.listing import Origin, Words, origin_of
from menara.queries.newsroom.record import communique_record
from menara.queries.officers import NoSuchRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuniqueLine:
    """A communique in a list. ``languages`` are those it has a text in; ``waiting`` counts replies nobody read yet;
    ``is_ordered``: it is released at the end of its embargo."""

    id: int
    titles: Words
    status: str
    dated_on: date
    languages: tuple[str, ...]
    drafted_by: str
    released_at: datetime | None
    embargo_until: datetime | None
    is_ordered: bool
    waiting: int
    published: int
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuniqueRecord:
    """One communique. ``composed`` is what the record gives now, None where it rests on no meeting; ``faults`` what the
    text claims beyond it; ``hands`` are the accounts that wrote it. ``ordered_by`` ordered its release at the end of
    the embargo, as long as it waits for that."""

    id: int
    version: int
    meeting_id: int | None
    meeting: Words
    slug: str
    status: str
    titles: Words
    bodies: Words
    dated_on: date
    takes_replies: bool
    drafted_by: str
    drafted_at: datetime
    edited_by: str
    hands: frozenset[int]
    approved_by: str
    approved_at: datetime | None
    text_hash: str
    hash_now: str
    embargo_until: datetime | None
    ordered_by: str
    released_by: str
    released_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: Words
    newsroom: str
    waiting: int
    composed: Draft | None
    faults: tuple[Overclaim, ...]
    origin: Origin


def communiques() -> tuple[CommuniqueLine, ...]:
    """All communiques, the latest first."""
    rows = Communique.objects.select_related("drafted_by").annotate(
        waiting=Count("replies", filter=Q(replies__status=ReplyStatus.WAITING)),
        published=Count("replies", filter=Q(replies__status=ReplyStatus.PUBLISHED, replies__is_official=False)),
    )
    return tuple(
        CommuniqueLine(
            id=row.pk,
            titles=row.titles,
            status=row.status,
            dated_on=row.dated_on,
            languages=tuple(code for code in ("ar", "fr", "en") if row.titles.get(code) and _has_text(row, code)),
            drafted_by=row.drafted_by.name,
            released_at=row.released_at,
            embargo_until=row.embargo_until,
            is_ordered=_is_ordered(row),
            waiting=row.waiting,
            published=row.published,
            origin=origin_of(row),
        )
        for row in rows.order_by("-dated_on", "-pk")
    )


def communique_record_of(*, communique_id: int) -> CommuniqueRecord:
    """One communique beside its record. Raises ``NoSuchRecord``."""
    rows = Communique.objects.select_related("meeting", "drafted_by", "edited_by", "approved_by", "released_by")
    row = rows.filter(pk=communique_id).first()
    if row is None:
        raise NoSuchRecord(kind="communique", record_id=communique_id)
    record = communique_record(meeting_id=row.meeting_id) if row.meeting_id else None
    own = Organisation.objects.get(pk=row.organisation_id)
    titles, bodies = _words(row)
    return CommuniqueRecord(
        id=row.pk,
        version=row.version,
        meeting_id=row.meeting_id,
        meeting=row.meeting.subject if row.meeting else {},
        slug=row.slug,
        status=row.status,
        titles=titles,
        bodies=bodies,
        dated_on=row.dated_on,
        takes_replies=row.takes_replies,
        drafted_by=row.drafted_by.name,
        drafted_at=row.drafted_at,
        edited_by=row.edited_by.name,
        hands=frozenset({row.drafted_by_id, row.edited_by_id, *row.editors}),
        approved_by=row.approved_by.name if row.approved_by else "",
        approved_at=row.approved_at,
        text_hash=row.text_hash,
        hash_now=text_hash(titles=titles, bodies=bodies, dated_on=row.dated_on),
        embargo_until=row.embargo_until,
        ordered_by=row.released_by.name if row.released_by and _is_ordered(row) else "",
        released_by=row.released_by.name if row.released_by and row.released_at else "",
        released_at=row.released_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
        newsroom=own.newsroom,
        waiting=row.replies.filter(status=ReplyStatus.WAITING).count(),
        composed=compose(record) if record else None,
        faults=check_texts(record=record, titles=titles, bodies=bodies) if record else (),
        origin=origin_of(row),
    )


def faults_of(*, communique_id: int, titles: Words, bodies: Words) -> tuple[Overclaim, ...]:
    """What words would claim beyond the record of a communique. Raises ``NoSuchRecord``."""
    row = Communique.objects.filter(pk=communique_id).first()
    if row is None:
        raise NoSuchRecord(kind="communique", record_id=communique_id)
    if row.meeting_id is None:
        return ()
    return check_texts(record=communique_record(meeting_id=row.meeting_id), titles=titles, bodies=bodies)


def open_communique_of(*, meeting_id: int) -> int | None:
    """The latest communique of a meeting, or None."""
    return Communique.objects.filter(meeting_id=meeting_id).order_by("-pk").values_list("pk", flat=True).first()


def _is_ordered(row: Communique) -> bool:
    """Whoever stands as releasing an approved text ordered that."""
    return row.status == CommuniqueStatus.APPROVED and row.released_by_id is not None


def _words(row: Communique) -> tuple[Words, Words]:
    """Titles and bodies; those of a withdrawn text lie apart from what the public reads."""
    sealed = SealedText.objects.filter(communique=row).first() if row.status == CommuniqueStatus.WITHDRAWN else None
    return (sealed.titles, sealed.bodies) if sealed else (row.titles, row.bodies)


def _has_text(row: Communique, language: str) -> bool:
    """A withdrawn text had one in each language that its title is left in."""
    return row.status == CommuniqueStatus.WITHDRAWN or bool(row.bodies.get(language))
