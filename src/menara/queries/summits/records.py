"""What a meeting's record holds beside who met and what was said, and what a request already tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from menara.models import (
    AgendaItem,
    Delegation,
    DelegationMember,
    DelegationRole,
    Institution,
    Meeting,
    MeetingRequest,
    Participant,
    Person,
    PersonTitle,
    Placement,
    ProgrammeStatus,
    Side,
    Summit,
    TalkingPoint,
)
from menara.models.zones import zone_of
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.minutes import has_minutes, own_side
from menara.queries.summits.spoken import languages_spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One person at the table. ``names`` by script; ``title`` is one held on the day of the meeting."""

    person_id: int
    names: Words
    title: Words
    institution: Words
    side: Side
    role: DelegationRole


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDraft:
    """What is known of a meeting before someone writes it down, or what is written. Hours are local."""

    summit_id: int
    request_id: int | None = None
    held_on: date | None = None
    begins_at: time | None = None
    ends_at: time | None = None
    time_zone: str = "UTC"
    venue: Words
    subject: Words
    hosted_by_id: int | None = None
    requested_by_id: int | None = None
    received_by_id: int | None = None
    languages: tuple[str, ...] = ()
    gifts: str = ""
    photo_released: bool | None = None
    seats: tuple[Seat, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What is to be talked about. ``talking_points`` are those of the reader's own side, ``side``; of the other side's
    nobody here reads anything."""

    meeting_id: int
    side: Side | None
    agenda: tuple[Words, ...]
    talking_points: tuple[Words, ...]
    has_minutes: bool
    request_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummitChoice:
    id: int
    name: Words
    first_day: date
    last_day: date
    time_zone: str


def preparation(*, meeting_id: int) -> Preparation:
    """Agenda and own talking points of a meeting. Raises ``NoSuchRecord``."""
    row = Meeting.objects.filter(pk=meeting_id).first()
    if row is None:
        raise NoSuchRecord(kind="meeting", record_id=meeting_id)
    own = TalkingPoint.objects.filter(meeting=row).order_by("order", "pk")
    return Preparation(
        meeting_id=meeting_id,
        side=own_side(meeting_id=meeting_id),
        agenda=tuple(item.text for item in AgendaItem.objects.filter(meeting=row).order_by("order", "pk")),
        talking_points=tuple(point.text for point in own),
        has_minutes=has_minutes(meeting_id=meeting_id),
        request_id=row.request_id,
    )


def meeting_of_request(*, request_id: int) -> int | None:
    """The meeting that a request led to, where it is on record."""
    return Meeting.objects.filter(request_id=request_id).values_list("pk", flat=True).first()


def draft_of_request(*, request_id: int) -> RecordDraft:
    """A meeting as its request, the two delegations and the published programme tell it. Raises ``NoSuchRecord``."""
    rows = MeetingRequest.objects.select_related("summit", "asking", "asked", "host", "receiving")
    row = rows.filter(pk=request_id).first()
    if row is None:
        raise NoSuchRecord(kind="meetingrequest", record_id=request_id)
    places = Placement.objects.filter(request=row, programme__status=ProgrammeStatus.PUBLISHED.value)
    place = places.select_related("room").first()
    zone = zone_of(row.summit.time_zone)
    begins, ends = (place.during.lower.astimezone(zone), place.during.upper.astimezone(zone)) if place else (None, None)
    guest = row.asked if row.receiving_id == row.asking_id else row.asking
    held_on = begins.date() if begins else None
    seats = (
        *_delegates(row.receiving, Side.HOST, held_on or row.summit.period.lower),
        *_delegates(guest, Side.GUEST, held_on or row.summit.period.lower),
    )
    head = next((seat.person_id for seat in seats if _is_host_head(seat)), None)
    return RecordDraft(
        summit_id=row.summit_id,
        request_id=row.pk,
        held_on=held_on,
        begins_at=begins.time() if begins else None,
        ends_at=ends.time() if ends else None,
        time_zone=row.summit.time_zone,
        venue=place.room.name if place else row.summit.venue,
        subject=row.subject,
        hosted_by_id=row.host.institution_id if row.host else row.receiving.institution_id,
        requested_by_id=row.asking.institution_id,
        received_by_id=head,
        languages=tuple(dict.fromkeys(filter(None, languages_spoken(row)))),
        seats=seats,
    )


def draft_of_meeting(*, meeting_id: int) -> RecordDraft:
    """A meeting as it is written down, to be corrected. Raises ``NoSuchRecord``."""
    row = Meeting.objects.filter(pk=meeting_id).first()
    if row is None:
        raise NoSuchRecord(kind="meeting", record_id=meeting_id)
    people = Participant.objects.filter(meeting=row).select_related("person__institution")
    titles = _titles([one.person_id for one in people], row.held_on)
    return RecordDraft(
        summit_id=row.summit_id,
        request_id=row.request_id,
        held_on=row.held_on,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        time_zone=row.time_zone,
        venue=row.venue,
        subject=row.subject,
        hosted_by_id=row.hosted_by_id,
        requested_by_id=row.requested_by_id,
        received_by_id=row.received_by_id,
        languages=tuple(row.languages),
        gifts=row.gifts,
        photo_released=row.photo_released,
        seats=tuple(
            _seat(one.person, Side(one.side), DelegationRole(one.role), titles)
            for one in people.order_by("side", "precedence", "pk")
        ),
        version=row.version,
    )


def summit_choices() -> tuple[SummitChoice, ...]:
    """The summits a meeting can be of, the latest first."""
    return tuple(
        SummitChoice(
            id=row.pk,
            name=row.name,
            first_day=row.period.lower,
            last_day=date.fromordinal(row.period.upper.toordinal() - 1),
            time_zone=row.time_zone,
        )
        for row in Summit.objects.order_by("-period", "pk")
    )


def people_on_record() -> tuple[tuple[int, Words, Words], ...]:
    """Everyone on record: row id, names by script, body."""
    rows = Person.objects.select_related("institution").order_by("sort_en", "sort_ar", "pk")
    return tuple((row.pk, row.names, row.institution.name if row.institution else {}) for row in rows)


def bodies_on_record() -> tuple[tuple[int, Words], ...]:
    """Every body on record: row id and name."""
    return tuple((row.pk, row.name) for row in Institution.objects.order_by("sort_en", "pk"))


def _delegates(delegation: Delegation, side: Side, on: date) -> tuple[Seat, ...]:
    rows = DelegationMember.objects.filter(delegation=delegation).select_related("person__institution")
    found = sorted(rows, key=lambda m: (m.role != DelegationRole.HEAD, m.precedence or 9999, m.pk))
    titles = _titles([member.person_id for member in found], on)
    return tuple(_seat(member.person, side, DelegationRole(member.role), titles) for member in found)


def _seat(person: Person, side: Side, role: DelegationRole, titles: dict[int, Words]) -> Seat:
    return Seat(
        person_id=person.pk,
        names=person.names,
        title=titles.get(person.pk, {}),
        institution=person.institution.name if person.institution else {},
        side=side,
        role=role,
    )


def _titles(people: Iterable[int], on: date) -> dict[int, Words]:
    """The first title each person held on a day; one without dates is taken as it was reported."""
    found: dict[int, Words] = {}
    for row in PersonTitle.objects.filter(person_id__in=list(people)).order_by("pk"):
        if row.validity is None or on in row.validity:
            found.setdefault(row.person_id, row.text)
    return found


def _is_host_head(seat: Seat) -> bool:
    return (seat.side, seat.role) == (Side.HOST, DelegationRole.HEAD)
