"""The setting of a summit: rooms, interpreters, slots, walks; and where its desk stands in figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from menara.models import (
    Commitment,
    Communique,
    Delegation,
    Interpreter,
    Meeting,
    MeetingRequest,
    Minutes,
    Placement,
    Programme,
    ProgrammeStatus,
    RequestStatus,
    Room,
    Slot,
    Summit,
    Walk,
)
from menara.models.summits.programme import LIVE
from menara.models.zones import zone_of
from menara.queries.listing import Origin, Words, origin_of
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.requests import request_counts, span_in

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummitRecord:
    """``last_day`` is the last day of the programme, inclusive."""

    id: int
    version: int
    name: Words
    first_day: date
    last_day: date
    venue: Words
    time_zone: str
    country: str
    origin: Origin

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first_day + timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLine:
    """Hours are in the summit's zone, in order; none: the room is closed."""

    id: int
    version: int
    code: str
    name: Words
    area: str
    capacity: int
    equipment: tuple[str, ...]
    clearance: int
    turnover_minutes: int
    hours: tuple[Span, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterLine:
    """``pairs`` are directed: (source, target). Shifts are in the summit's zone, in order."""

    id: int
    version: int
    code: str
    names: Words
    pairs: tuple[tuple[str, str], ...]
    shifts: tuple[Span, ...]
    clearance: int
    most_minutes_in_row: int
    rest_minutes: int
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """``slots`` are by day; ``walks`` are (area, area, minutes) in both directions."""

    rooms: tuple[RoomLine, ...]
    interpreters: tuple[InterpreterLine, ...]
    slots: Mapping[date, tuple[Span, ...]]
    walks: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a summit's desk stands. ``unplaced``: accepted, without a place in the programme in force;
    ``lapsed``: with a place there, and accepted no longer; ``version``: the number of the programme in force."""

    requests: Mapping[str, int]
    delegations: int
    rooms: int
    interpreters: int
    slots: int
    version: int | None
    published_at: datetime | None
    has_draft: bool
    placed: int
    unplaced: int
    lapsed: int
    meetings: int
    minutes_open: int
    minutes_locked: int
    commitments_open: int
    commitments_overdue: int
    communiques_open: int
    communiques_released: int


def summit_record(*, summit_id: int) -> SummitRecord:
    """One summit. Raises ``NoSuchRecord``."""
    row = Summit.objects.filter(pk=summit_id).first()
    if row is None:
        raise NoSuchRecord(kind="summit", record_id=summit_id)
    return SummitRecord(
        id=row.pk,
        version=row.version,
        name=row.name,
        first_day=row.period.lower,
        last_day=row.period.upper - timedelta(days=1),
        venue=row.venue,
        time_zone=row.time_zone,
        country=row.country,
        origin=origin_of(row),
    )


def setting(*, summit_id: int) -> Setting:
    """Rooms, interpreters, slots and walks of a summit. Raises ``NoSuchRecord``."""
    summit = summit_record(summit_id=summit_id)
    slots: dict[date, list[Span]] = defaultdict(list)
    for held in Slot.objects.filter(summit_id=summit_id).order_by("during").values_list("during", flat=True):
        begin, end = span_in(held, summit.time_zone)
        slots[begin.date()].append((begin, end))
    walks = Walk.objects.filter(summit_id=summit_id).order_by("one", "other")
    return Setting(
        rooms=_rooms(summit),
        interpreters=_interpreters(summit),
        slots={day: tuple(spans) for day, spans in slots.items()},
        walks=tuple(walks.values_list("one", "other", "minutes")),
    )


def room(*, room_id: int) -> tuple[int, RoomLine]:
    """One room, behind its summit's id. Raises ``NoSuchRecord``."""
    row = Room.objects.filter(pk=room_id).first()
    if row is None:
        raise NoSuchRecord(kind="room", record_id=room_id)
    found = {line.id: line for line in _rooms(summit_record(summit_id=row.summit_id))}
    return row.summit_id, found[room_id]


def interpreter(*, interpreter_id: int) -> tuple[int, InterpreterLine]:
    """One interpreter, behind the summit's id. Raises ``NoSuchRecord``."""
    row = Interpreter.objects.filter(pk=interpreter_id).first()
    if row is None:
        raise NoSuchRecord(kind="interpreter", record_id=interpreter_id)
    found = {line.id: line for line in _interpreters(summit_record(summit_id=row.summit_id))}
    return row.summit_id, found[interpreter_id]


def equipment(*, summit_id: int) -> tuple[str, ...]:
    """What the rooms of a summit are equipped with."""
    rows = Room.objects.filter(summit_id=summit_id).values_list("equipment", flat=True)
    return tuple(sorted({item for items in rows for item in items}))


def standing(*, summit_id: int, on: date) -> Standing:
    """Where a summit's desk stands on a day. Raises ``NoSuchRecord``."""
    summit = summit_record(summit_id=summit_id)
    of_summit = {"summit_id": summit_id}
    programmes = Programme.objects.filter(**of_summit)
    published = programmes.filter(status=ProgrammeStatus.PUBLISHED.value).first()
    placed = Placement.objects.filter(programme=published, state__in=LIVE) if published else Placement.objects.none()
    accepted = Q(status=RequestStatus.ACCEPTED.value)
    places = placed.values("request_id")
    minutes = Minutes.objects.filter(meeting__summit_id=summit_id)
    undone = Commitment.objects.filter(outcome__summit_id=summit_id, verified_at__isnull=True)
    texts = Communique.objects.filter(meeting__summit_id=summit_id)
    return Standing(
        requests=request_counts(summit_id=summit_id),
        delegations=Delegation.objects.filter(**of_summit).count(),
        rooms=Room.objects.filter(**of_summit).count(),
        interpreters=Interpreter.objects.filter(**of_summit).count(),
        slots=Slot.objects.filter(**of_summit).count(),
        version=published.number if published else None,
        published_at=published.published_at.astimezone(zone_of(summit.time_zone))
        if published and published.published_at
        else None,
        has_draft=programmes.filter(status=ProgrammeStatus.DRAFT.value).exists(),
        placed=placed.count(),
        unplaced=MeetingRequest.objects.filter(accepted, **of_summit).exclude(pk__in=places).count(),
        lapsed=placed.exclude(request__status=RequestStatus.ACCEPTED.value).count(),
        meetings=Meeting.objects.filter(**of_summit).count(),
        minutes_open=minutes.filter(locked_at__isnull=True).count(),
        minutes_locked=minutes.filter(locked_at__isnull=False).count(),
        commitments_open=undone.count(),
        commitments_overdue=undone.filter(done_on__isnull=True, due_on__lt=on).count(),
        communiques_open=texts.filter(status__in=["draft", "submitted", "approved"]).count(),
        communiques_released=texts.filter(status="released").count(),
    )


def _rooms(summit: SummitRecord) -> tuple[RoomLine, ...]:
    rows = Room.objects.filter(summit_id=summit.id).prefetch_related("hours").order_by("code")
    return tuple(
        RoomLine(
            id=row.pk,
            version=row.version,
            code=row.code,
            name=row.name,
            area=row.area,
            capacity=row.capacity,
            equipment=tuple(row.equipment),
            clearance=row.clearance,
            turnover_minutes=row.turnover_minutes,
            hours=tuple(sorted(span_in(hours.during, summit.time_zone) for hours in row.hours.all())),
            origin=origin_of(row),
        )
        for row in rows
    )


def _interpreters(summit: SummitRecord) -> tuple[InterpreterLine, ...]:
    rows = Interpreter.objects.filter(summit_id=summit.id).prefetch_related("pairs", "shifts").order_by("code")
    return tuple(
        InterpreterLine(
            id=row.pk,
            version=row.version,
            code=row.code,
            names=row.names,
            pairs=tuple(sorted((pair.source, pair.target) for pair in row.pairs.all())),
            shifts=tuple(sorted(span_in(shift.during, summit.time_zone) for shift in row.shifts.all())),
            clearance=row.clearance,
            most_minutes_in_row=row.most_minutes_in_row,
            rest_minutes=row.rest_minutes,
            origin=origin_of(row),
        )
        for row in rows
    )
