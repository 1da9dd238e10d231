"""Where a meeting could go: which cells of the board are free for it, and what stands in the way of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from menara.queries.officers import NoSuchRecord
from menara.queries.summits.cells import InHand
from menara.queries.summits.clashes import Conflict
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
    hand = InHand(case, _known(case, request_id))
    return tuple(_cell(case, hand, slot, room) for slot, room in _cells(case, day))


def free_cells(*, programme_id: int, request_id: int, now: datetime, day: date | None = None) -> tuple[Cell, ...]:
    """The cells that are free for a meeting, in order of time and room. Raises ``NoSuchRecord``."""
    return tuple(
        cell for cell in where_to(programme_id=programme_id, request_id=request_id, now=now, day=day) if cell.is_free
    )


def _cell(case: ProgrammeCase, hand: InHand, slot: str, room: str) -> Cell:
    is_free = hand.is_free(slot, room)
    return Cell(
        slot_id=int(slot),
        begins_at=case.clock.spans[slot][0],
        room_id=int(room),
        is_free=is_free,
        conflicts=() if is_free else hand.bars(slot, room),
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
