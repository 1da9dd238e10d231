"""A summit's records as the problem the engine plans, checks and moves meetings in, and a version as its programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from menara.engines.meetings.agenda import Violation
from menara.engines.meetings.problem import Interpreter as EngineInterpreter
from menara.engines.meetings.problem import Meeting, Pair, Placing, Problem
from menara.engines.meetings.problem import Programme as Placings
from menara.engines.meetings.problem import Room as EngineRoom
from menara.models import (
    LIVE,
    Interpreter,
    MeetingRequest,
    Placement,
    PlacementInterpreter,
    PlaceState,
    Programme,
    ProgrammeStatus,
    RequestStatus,
    Room,
    Walk,
)
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.attendance import WORTH, People, delegations_of, with_sides
from menara.queries.summits.clashes import Conflict, Names, conflict_of, meeting_named
from menara.queries.summits.clock import Clock, clock_of, minutes
from menara.queries.summits.spoken import languages_spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeCase:
    """A version of a programme as the engine reads it.

    ``problem`` holds no pins: places are checked against it, ``deciding.for_solving`` adds them. ``begun``: meetings
    that were held or have begun, and stay where they are. ``ended``: called off or not attended, so that they are
    placed again by hand only. ``published``: with a place in the version in force. ``off``: what the version holds and
    the problem cannot say. ``left_out``: accepted requests that cannot be planned, and why.
    """

    programme_id: int
    summit_id: int
    clock: Clock
    problem: Problem
    programme: Placings
    names: Names
    begun: frozenset[str]
    pinned: frozenset[str]
    ended: frozenset[str]
    published: frozenset[str]
    off: tuple[Violation, ...] = ()
    left_out: Mapping[str, Conflict] = field(default_factory=dict)


def problem_of(*, programme_id: int, now: datetime) -> ProgrammeCase:
    """The problem and the placings of a version. While the summit lasts, nothing is planned before ``now``; afterwards
    its record may be put right. Raises ``NoSuchRecord``."""
    row = Programme.objects.select_related("summit").filter(pk=programme_id).first()
    if row is None:
        raise NoSuchRecord(kind="programme", record_id=programme_id)
    clock = clock_of(row.summit)
    is_over = clock.ends_at is None or clock.ends_at <= now
    placements = _placements(row.pk)
    delegations = delegations_of(summit_id=row.summit_id)
    read = with_sides(_requests(row.summit_id, placed=[p.request_id for p in placements]), delegations)
    requests = [r for r in read.values() if r.status == RequestStatus.ACCEPTED]
    people = People(delegations, requests)
    plannable = [r for r in requests if people.lack_of_head(r) is None]
    begun = {
        str(p.request_id)
        for p in placements
        if p.state == PlaceState.HELD or (p.state in LIVE and not is_over and p.during.lower <= now)
    }
    rooms, walking = _rooms(row.summit_id)
    interpreters = _interpreters(row.summit_id)
    names = Names(
        meetings={str(r.pk): meeting_named(r.asking.institution.name, r.asked.institution.name) for r in read.values()},
        participants=people.names(plannable),
        rooms={str(r.pk): r.name for r in rooms},
        interpreters={str(i.pk): i.code for i in interpreters},
        slots=clock.spans,
    )
    keys = {str(r.pk) for r in plannable}
    problem = Problem(
        slots=clock.slots(),
        meetings=tuple(
            _meeting(r, clock, people, since=None if is_over or str(r.pk) in begun else now) for r in plannable
        ),
        participants=people.participants(plannable, clock),
        rooms=tuple(_room(r, clock) for r in rooms),
        interpreters=tuple(_interpreter(i, clock) for i in interpreters),
        walking=walking,
        precedences=tuple(
            (str(r.after_id), str(r.pk)) for r in plannable if r.after_id is not None and str(r.after_id) in keys
        ),
        joined=clock.joined,
    )
    live = [p for p in placements if p.state in LIVE]
    placings, off = _placings(live, read, keys, clock)
    return ProgrammeCase(
        programme_id=row.pk,
        summit_id=row.summit_id,
        clock=clock,
        problem=problem,
        programme=placings,
        names=names,
        begun=frozenset(begun & keys),
        pinned=frozenset(str(p.request_id) for p in live if p.is_pinned) & keys,
        ended=frozenset(str(p.request_id) for p in placements if p.state not in LIVE),
        published=_published(row.summit_id),
        off=off,
        left_out={
            str(r.pk): conflict_of("has_a_head", {"meeting": str(r.pk)}, names, more={"delegation": lacking})
            for r in requests
            if (lacking := people.lack_of_head(r)) is not None
        },
    )


def languages_of(request: MeetingRequest) -> frozenset[Pair]:
    """From which language into which a meeting is interpreted: both ways between the two sides' languages; not at all
    where they have one in common. A language chosen for the meeting stands alone for its side."""
    asking, asked = languages_spoken(request)
    if not asking or not asked or asking == asked:
        return frozenset()
    return frozenset({(asking, asked), (asked, asking)})


# --- rows, each read once -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A row of ``Placement`` with its interpreters."""

    request_id: int
    room_id: int
    during: Any
    is_pinned: bool
    state: str
    interpreters: tuple[int, ...]


def _placements(programme_id: int) -> list[_Place]:
    teams: dict[int, list[int]] = defaultdict(list)
    works = PlacementInterpreter.objects.filter(programme_id=programme_id).values_list("placement_id", "interpreter_id")
    for placement_id, interpreter_id in works:
        teams[placement_id].append(interpreter_id)
    rows = Placement.objects.filter(programme_id=programme_id).order_by("pk")
    return [
        _Place(
            request_id=request_id,
            room_id=room_id,
            during=during,
            is_pinned=is_pinned,
            state=state,
            interpreters=tuple(teams[pk]),
        )
        for pk, request_id, room_id, during, is_pinned, state in rows.values_list(
            "pk", "request_id", "room_id", "during", "is_pinned", "state"
        )
    ]


def _requests(summit_id: int, *, placed: Collection[int]) -> QuerySet[MeetingRequest]:
    """The accepted requests of a summit and those with a place."""
    accepted = Q(summit_id=summit_id, status=RequestStatus.ACCEPTED.value)
    return MeetingRequest.objects.filter(accepted | Q(pk__in=placed)).order_by("pk")


# --- meetings ---------------------------------------------------------------------------------------------------------


def _meeting(request: MeetingRequest, clock: Clock, people: People, *, since: datetime | None) -> Meeting:
    starts = clock.starts(request.minutes, window=request.window, since=since)
    liked = clock.starts(request.minutes, window=request.preferred, since=None) if request.preferred else frozenset()
    return Meeting(
        key=str(request.pk),
        participants=tuple(str(person) for person in people.needed[request.pk]),
        priority=WORTH[request.priority],
        length=clock.length(request.minutes),
        allowed=None if len(starts) == len(clock.spans) else starts,
        tentative=request.is_tentative,
        persons=request.persons,
        equipment=frozenset(request.equipment),
        clearance=request.clearance,
        languages=languages_of(request),
        preferred_slots=liked,
    )


def _placings(
    placements: Collection[_Place], requests: Mapping[int, MeetingRequest], keys: Collection[str], clock: Clock
) -> tuple[Placings, tuple[Violation, ...]]:
    """The places of a version as the engine has them, and what of them it cannot say."""
    by_begin = {begin: key for key, (begin, _end) in clock.spans.items()}
    placings, off = [], []
    for p in placements:
        key, begin = str(p.request_id), clock.local(p.during.lower)
        slot = by_begin.get(begin)
        told = {"meeting": key}
        if key not in keys:
            off.append(Violation(constraint="is_accepted", about=told))
            continue
        if slot is None:
            about = told | {"day": begin.date(), "begin": f"{begin:%H:%M}"}
            off.append(Violation(constraint="stands_on_the_clock", about=about))
            continue
        found = minutes(p.during.lower, p.during.upper)
        if found != requests[p.request_id].minutes:
            about = told | {"found": found, "asked": requests[p.request_id].minutes}
            off.append(Violation(constraint="has_its_minutes", about=about))
        team = tuple(sorted(str(key) for key in p.interpreters))
        placings.append(Placing(meeting=key, slot=slot, room=str(p.room_id), interpreters=team))
    return tuple(placings), tuple(off)


def _published(summit_id: int) -> frozenset[str]:
    in_force = Programme.objects.filter(summit_id=summit_id, status=ProgrammeStatus.PUBLISHED.value)
    rows = Placement.objects.filter(programme_id__in=list(in_force.values_list("pk", flat=True)), state__in=LIVE)
    return frozenset(str(key) for key in rows.values_list("request_id", flat=True))


# --- rooms and interpreters -------------------------------------------------------------------------------------------


def _rooms(summit_id: int) -> tuple[list[Room], dict[Pair, int]]:
    rooms = list(Room.objects.filter(summit_id=summit_id).prefetch_related("hours").order_by("code", "pk"))
    areas = {room.area for room in rooms}
    walks = Walk.objects.filter(summit_id=summit_id).values_list("one", "other", "minutes")
    return rooms, {(one, other): took for one, other, took in walks if {one, other} <= areas}


def _room(room: Room, clock: Clock) -> EngineRoom:
    open_slots = clock.within(row.during for row in room.hours.all())
    return EngineRoom(
        key=str(room.pk),
        seats=room.capacity,
        equipment=frozenset(room.equipment),
        opening=None if len(open_slots) == len(clock.spans) else open_slots,
        turnover=room.turnover_minutes,
        clearance=room.clearance,
        area=room.area,
    )


def _interpreters(summit_id: int) -> list[Interpreter]:
    rows = Interpreter.objects.filter(summit_id=summit_id).prefetch_related("pairs", "shifts")
    return list(rows.order_by("code", "pk"))


def _interpreter(row: Interpreter, clock: Clock) -> EngineInterpreter:
    return EngineInterpreter(
        key=str(row.pk),
        pairs=frozenset((pair.source, pair.target) for pair in row.pairs.all()),
        shifts=clock.within(shift.during for shift in row.shifts.all()),
        in_a_row=max(1, row.most_minutes_in_row // clock.step),
        rest=row.rest_minutes,
        clearance=row.clearance,
    )
