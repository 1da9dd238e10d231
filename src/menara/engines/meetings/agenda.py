"""A programme beside its problem: who is where when, what that is worth. Shares no code with the solver."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from menara.engines.meetings.problem import Interpreter, Meeting, Pair, Placing, Problem

DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A constraint that does not hold: its name and the records it is about, with what was found and allowed."""

    constraint: str
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """A placing with its records: the indexes of the slots taken, begin and end in minutes from the first midnight."""

    placing: Placing
    meeting: Meeting
    slots: tuple[int, ...]
    begin: int
    end: int

    @property
    def key(self) -> str:
        return self.meeting.key


class Records:
    """The records of a problem by key. Worth keeping where the same problem is asked about many programmes."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.slot = {s.key: i for i, s in enumerate(problem.slots)}
        self.meeting = {m.key: m for m in problem.meetings}
        self.participant = {p.key: p for p in problem.participants}
        self.room = {r.key: r for r in problem.rooms}
        self.interpreter = {i.key: i for i in problem.interpreters}
        self.pairs = _pairs_by_clearance(problem.interpreters)

    def taken(self, placing: Placing) -> tuple[int, ...]:
        """Indexes of the slots a placing takes; as many as the meeting is long, unless its day or row ends before."""
        return taken_from(self.problem, self.slot[placing.slot], self.meeting[placing.meeting].length)

    def held(self, placing: Placing) -> Held:
        slots = self.taken(placing)
        first, last = self.problem.slots[slots[0]], self.problem.slots[slots[-1]]
        begin, end = first.day * DAY + first.begin, last.day * DAY + last.end
        return Held(placing, self.meeting[placing.meeting], slots, begin, end)


def taken_from(problem: Problem, first: int, length: int) -> tuple[int, ...]:
    """The slots a meeting of that length takes; fewer where the day or the row ends before."""
    taken = [first]
    while len(taken) < length and follows(problem, taken[-1]):
        taken.append(taken[-1] + 1)
    return tuple(taken)


def follows(problem: Problem, place: int) -> bool:
    """Whether the next slot is in a row with the one at ``place``."""
    if place + 1 >= len(problem.slots):
        return False
    one, other = problem.slots[place], problem.slots[place + 1]
    return one.day == other.day and other.begin - one.end <= problem.joined


@dataclass(frozen=True, slots=True)
class Case:
    """A programme to be checked, with its records and who is where."""

    records: Records
    held: tuple[Held, ...]

    @property
    def problem(self) -> Problem:
        return self.records.problem

    def of_participants(self) -> dict[str, list[Held]]:
        return grouped((p, h) for h in self.held for p in h.meeting.participants)

    def of_rooms(self) -> dict[str, list[Held]]:
        return grouped((h.placing.room, h) for h in self.held if h.placing.room)

    def of_interpreters(self) -> dict[str, list[Held]]:
        return grouped((i, h) for h in self.held for i in h.placing.interpreters)


def values(*, problem: Problem, programme: Sequence[Placing], records: Records | None = None) -> dict[str, int]:
    """The value of each goal, recomputed from a programme that may stand. The names are those of ``GOALS``."""
    records = records or Records(problem)
    case = Case(records, tuple(records.held(p) for p in programme))
    breaks = breaks_of(case)
    return {
        "held": sum(h.meeting.priority for h in case.held if not h.meeting.tentative),
        "tentative": sum(h.meeting.priority for h in case.held if h.meeting.tentative),
        "preferences": sum(
            h.meeting.preference
            * ((h.placing.slot in h.meeting.preferred_slots) + (h.placing.room in h.meeting.preferred_rooms))
            for h in case.held
        ),
        "breaks": sum(breaks.values()),
        "unfairness": max(breaks.values(), default=0) - min(breaks.values(), default=0),
        "room_moves": sum(_room_moves(case, held) for held in case.of_participants().values()),
    }


def breaks_of(case: Case) -> dict[str, int]:
    """Of every participant: runs of idle slots between two meetings of a day."""
    breaks = {p.key: 0 for p in case.problem.participants}
    for key, held in case.of_participants().items():
        slots = sorted({s for h in held for s in h.slots})
        day = [case.problem.slots[s].day for s in slots]
        breaks[key] = sum(other - one > 1 and day[k] == day[k + 1] for k, (one, other) in enumerate(pairwise(slots)))
    return breaks


def _room_moves(case: Case, held: list[Held]) -> int:
    in_order = sorted(held, key=lambda h: h.begin)
    return sum(
        one.placing.room != other.placing.room
        and case.problem.slots[one.slots[0]].day == case.problem.slots[other.slots[0]].day
        for one, other in pairwise(in_order)
    )


def grouped(pairs: Iterable[tuple[str, Held]]) -> dict[str, list[Held]]:
    groups: dict[str, list[Held]] = defaultdict(list)
    for key, held in pairs:
        groups[key].append(held)
    return groups


def _pairs_by_clearance(interpreters: Sequence[Interpreter]) -> tuple[tuple[int, frozenset[Pair]], ...]:
    by_level: dict[int, set[Pair]] = defaultdict(set)
    for i in interpreters:
        by_level[i.clearance] |= i.pairs
    return tuple((level, frozenset(pairs)) for level, pairs in sorted(by_level.items()))
