"""Where a meeting could go: which cells of the board are free for it, and what stands in the way of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from menara.engines.meetings.agenda import Records
from menara.engines.meetings.move import Place, free_places
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.clashes import Conflict
from menara.queries.summits.deciding import bars_at, softened
from menara.queries.summits.scheduling import ProgrammeCase, problem_of

__all__ = ["Cell", "Conflict", "free_cells", "where_to"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A step of the clock in a room. Free: the meeting could be placed there with nothing against it."""

    slot_id: int
    begins_at: datetime
    room_id: int
    is_free: bool
    conflicts: tuple[Conflict, ...] = ()


def where_to(*, programme_id: int, request_id: int, now: datetime, day: date | None = None) -> tuple[Cell, ...]:
    """Every cell of a day, or of all, in order of time and room, with what stands in its way. Raises
    ``NoSuchRecord``."""
    case = problem_of(programme_id=programme_id, now=now)
    request = _known(case, request_id)
    free = {(place.slot, place.room) for place in _free(case, request, day)}
    records = Records(case.problem)
    if_decided = {(place.slot, place.room) for place in _free(softened(case, request), request, day)}
    return tuple(
        Cell(
            slot_id=int(slot),
            begins_at=case.clock.spans[slot][0],
            room_id=int(room),
            is_free=(slot, room) in free,
            conflicts=()
            if (slot, room) in free
            else bars_at(
                case, request=request, slot=slot, room=room, has_team=(slot, room) in if_decided, records=records
            ),
        )
        for slot, room in _cells(case, day)
    )


def free_cells(*, programme_id: int, request_id: int, now: datetime, day: date | None = None) -> tuple[Cell, ...]:
    """The cells that are free for a meeting, in order of time and room. Raises ``NoSuchRecord``."""
    case = problem_of(programme_id=programme_id, now=now)
    return tuple(
        Cell(slot_id=int(p.slot), begins_at=case.clock.spans[p.slot][0], room_id=int(p.room), is_free=True)
        for p in _free(case, _known(case, request_id), day)
    )


def _known(case: ProgrammeCase, request_id: int) -> str:
    key = str(request_id)
    if all(m.key != key for m in case.problem.meetings):
        raise NoSuchRecord(kind="meetingrequest", record_id=request_id)
    return key


def _cells(case: ProgrammeCase, day: date | None) -> Iterator[tuple[str, str]]:
    for slot, (begin, _end) in case.clock.spans.items():
        if day is None or begin.date() == day:
            yield from ((slot, room.key) for room in case.problem.rooms)


def _free(case: ProgrammeCase, request: str, day: date | None) -> tuple[Place, ...]:
    """Free places, asked of the slots of one day alone where one is named."""
    problem = case.problem
    if day is not None:
        wanted = frozenset(slot for slot, _room in _cells(case, day))
        problem = replace(
            problem,
            meetings=tuple(
                replace(m, allowed=wanted if m.allowed is None else m.allowed & wanted) if m.key == request else m
                for m in problem.meetings
            ),
        )
    return free_places(problem=problem, programme=case.programme, meeting=request)
