"""A summit's records as the problem the engine plans, checks and moves meetings in, and a version as its programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from menara.engines.meetings.agenda import Violation
from menara.engines.meetings.problem import Interpreter as EngineInterpreter
from menara.engines.meetings.problem import Meeting, Pair, Participant, Placing, Problem
from menara.engines.meetings.problem import Programme as Placings
from menara.engines.meetings.problem import Room as EngineRoom
from menara.models import (
    LIVE,
    Absence,
    Delegation,
    DelegationMember,
    DelegationRole,
    Interpreter,
    MeetingRequest,
    Person,
    Placement,
    PlaceState,
    Programme,
    ProgrammeStatus,
    RequestStatus,
    Room,
    Walk,
)
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.clashes import Conflict, Names, conflict_of, meeting_named
from menara.queries.summits.clock import Clock, clock_of, minutes
from menara.queries.summits.spoken import languages_spoken
from menara.sentences import Sentence
from menara.sentences.programme import HEAD, MEMBER

WORTH = {1: 9, 2: 3, 3: 1}  # of holding a meeting, by its priority: two usual ones do not outweigh one of the highest


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
    people = _People(row.summit_id)
    requests = list(
        MeetingRequest.objects.filter(summit_id=row.summit_id, status=RequestStatus.ACCEPTED.value)
        .prefetch_related("asking__institution", "asked__institution", "people__person")
        .order_by("pk")
    )
    plannable = [r for r in requests if people.lack_of_head(r) is None]
    placements = list(
        Placement.objects.filter(programme=row)
        .prefetch_related("request__asking__institution", "request__asked__institution", "interpreters")
        .order_by("pk")
    )
    begun = {
        str(p.request_id)
        for p in placements
        if p.state == PlaceState.HELD or (p.state in LIVE and not is_over and p.during.lower <= now)
    }
    rooms, walking = _rooms(row.summit_id)
    interpreters = _interpreters(row.summit_id)
    names = Names(
        meetings={
            str(r.pk): meeting_named(r.asking.institution.name, r.asked.institution.name)
            for r in (*requests, *(p.request for p in placements))
        },
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
    placings, off = _placings(live, keys, clock)
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


def needed_people(*, summit_id: int, request_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Whom each of these meetings cannot be held without: the heads of the two sides, and those named for it."""
    people = _People(summit_id)
    rows = MeetingRequest.objects.filter(pk__in=request_ids).prefetch_related("people__person")
    return {row.pk: tuple(person.pk for person in people.needed(row)) for row in rows}


def languages_of(request: MeetingRequest) -> frozenset[Pair]:
    """From which language into which a meeting is interpreted: both ways between the two sides' languages; not at all
    where they have one in common. A language chosen for the meeting stands alone for its side."""
    asking, asked = languages_spoken(request)
    if not asking or not asked or asking == asked:
        return frozenset()
    return frozenset({(asking, asked), (asked, asking)})


# --- people -----------------------------------------------------------------------------------------------------------


class _People:
    """The people of a summit's delegations: who heads which, who is needed where, when they are there."""

    def __init__(self, summit_id: int) -> None:
        self.heads: dict[int, Person] = {}
        self.of: dict[int, list[Delegation]] = defaultdict(list)
        delegations = Delegation.objects.filter(summit_id=summit_id).values_list("pk", flat=True)
        rows = DelegationMember.objects.filter(delegation_id__in=list(delegations)).prefetch_related(
            "person", "delegation__institution"
        )
        for member in rows.order_by("pk"):
            self.of[member.person_id].append(member.delegation)
            if member.role == DelegationRole.HEAD:
                self.heads[member.delegation_id] = member.person
        self.absences: dict[int, list[Any]] = defaultdict(list)
        for person_id, during in Absence.objects.filter(person_id__in=self.of).values_list("person_id", "during"):
            self.absences[person_id].append(during)

    def lack_of_head(self, request: MeetingRequest) -> Words | None:
        """The name of a side that has no head yet; None where both have one."""
        for side in (request.asking, request.asked):
            if side.pk not in self.heads:
                return side.institution.name  # type: ignore[no-any-return]
        return None

    def needed(self, request: MeetingRequest) -> tuple[Person, ...]:
        """The two heads, and whoever else is needed, each once."""
        heads = [self.heads[side] for side in (request.asking_id, request.asked_id) if side in self.heads]
        others = sorted((row.person for row in request.people.all()), key=lambda person: person.pk)
        return tuple({person.pk: person for person in (*heads, *others)}.values())

    def names(self, requests: Iterable[MeetingRequest]) -> dict[str, Sentence]:
        heads = {person.pk: delegation for delegation, person in self.heads.items()}
        found = {}
        for person in {p.pk: p for r in requests for p in self.needed(r)}.values():
            own = self.of.get(person.pk, [])
            if person.pk in heads:
                (led,) = [d for d in own if d.pk == heads[person.pk]]
                found[str(person.pk)] = Sentence(template=HEAD, facts={"delegation": led.institution.name})
            elif any(person.names.values()) or not own:
                found[str(person.pk)] = Sentence(template="%(name)s", facts={"name": person.names})
            else:
                found[str(person.pk)] = Sentence(template=MEMBER, facts={"delegation": own[0].institution.name})
        return found

    def participants(self, requests: Iterable[MeetingRequest], clock: Clock) -> tuple[Participant, ...]:
        rank: dict[int, int] = defaultdict(int)
        for request in requests:
            for person in self.needed(request):
                rank[person.pk] = max(rank[person.pk], WORTH[request.priority])
        return tuple(self._participant(person_id, rank[person_id], clock) for person_id in sorted(rank))

    def _participant(self, person_id: int, rank: int, clock: Clock) -> Participant:
        delegations = self.of.get(person_id, [])
        there = frozenset(clock.spans)
        for delegation in delegations:
            if delegation.present is not None:
                there &= clock.within([delegation.present])
        there -= clock.touching(self.absences.get(person_id, ()))
        rows = [d.most_in_row for d in delegations if d.most_in_row]
        return Participant(
            key=str(person_id),
            available=None if len(there) == len(clock.spans) else there,
            in_a_row=min(rows, default=None),
            rank=rank,
        )


# --- meetings ---------------------------------------------------------------------------------------------------------


def _meeting(request: MeetingRequest, clock: Clock, people: _People, *, since: datetime | None) -> Meeting:
    starts = clock.starts(request.minutes, window=request.window, since=since)
    liked = clock.starts(request.minutes, window=request.preferred, since=None) if request.preferred else frozenset()
    return Meeting(
        key=str(request.pk),
        participants=tuple(str(person.pk) for person in people.needed(request)),
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
    placements: Collection[Placement], keys: Collection[str], clock: Clock
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
        if found != p.request.minutes:
            about = told | {"found": found, "asked": p.request.minutes}
            off.append(Violation(constraint="has_its_minutes", about=about))
        team = tuple(sorted(str(row.interpreter_id) for row in p.interpreters.all()))
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
