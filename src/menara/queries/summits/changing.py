"""What can change after a programme was made, and the problem as it is then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from menara.engines.meetings.check import check
from menara.engines.meetings.problem import Placing, Problem
from menara.queries.summits.deciding import for_solving
from menara.queries.summits.scheduling import ProgrammeCase


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAway:
    person_id: int
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomClosed:
    room_id: int
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterOut:
    interpreter_id: int
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCancelled:
    request_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRequest:
    """An accepted request that has no place yet."""

    request_id: int


Change = PersonAway | RoomClosed | InterpreterOut | MeetingCancelled | LateRequest
KINDS: Mapping[str, type[Change]] = {
    kind.__name__: kind for kind in (PersonAway, RoomClosed, InterpreterOut, MeetingCancelled, LateRequest)
}


def after_change(case: ProgrammeCase, change: Change) -> Problem:
    """The problem as it is after the change, with what is fixed. Meetings without a place stay without one, but for a
    late request. What the change takes the place of is no longer pinned."""
    placed = {p.meeting for p in case.programme}
    asked = {str(change.request_id)} if isinstance(change, LateRequest) else set()
    gone = {str(change.request_id)} if isinstance(change, MeetingCancelled) else set()
    wanted = (placed | asked) - gone
    meetings = tuple(m for m in case.problem.meetings if m.key in wanted)
    problem = replace(
        case.problem,
        meetings=meetings,
        precedences=tuple(pair for pair in case.problem.precedences if set(pair) <= wanted),
    )
    problem = _less(problem, case, change)
    programme = tuple(p for p in case.programme if p.meeting in wanted)
    hit = {
        str(found.about[name])
        for found in check(problem=problem, programme=programme)
        for name in ("meeting", "other")
        if name in found.about
    }
    pinned = case.pinned - hit - gone
    return for_solving(
        replace(
            case, problem=problem, programme=programme, pinned=pinned, begun=case.begun - gone, ended=case.ended - asked
        )
    )


def _less(problem: Problem, case: ProgrammeCase, change: Change) -> Problem:
    """What is no longer there is taken away, but not from meetings that have begun."""
    if isinstance(change, MeetingCancelled | LateRequest):
        return problem
    lost = case.clock.touching([DateTimeTZRange(change.begins_at, change.ends_at)])
    every = frozenset(case.clock.spans)
    lost -= {slot for p in case.programme if p.meeting in case.begun for slot in _steps(case, p)}
    match change:
        case PersonAway(person_id=key):
            participants = tuple(
                replace(p, available=(every if p.available is None else p.available) - lost) if p.key == str(key) else p
                for p in problem.participants
            )
            return replace(problem, participants=participants)
        case RoomClosed(room_id=key):
            rooms = tuple(
                replace(r, opening=(every if r.opening is None else r.opening) - lost) if r.key == str(key) else r
                for r in problem.rooms
            )
            return replace(problem, rooms=rooms)
        case InterpreterOut(interpreter_id=key):
            interpreters = tuple(
                replace(i, shifts=(every if i.shifts is None else i.shifts) - lost) if i.key == str(key) else i
                for i in problem.interpreters
            )
            return replace(problem, interpreters=interpreters)


def _steps(case: ProgrammeCase, placing: Placing) -> list[str]:
    keys = list(case.clock.spans)
    first = keys.index(placing.slot)
    length = next(m.length for m in case.problem.meetings if m.key == placing.meeting)
    return keys[first : first + length]
