"""What no programme can pass, by counting alone: anyone can recompute it from the problem, without a solver.

A meeting that has no place even alone is lost. Meetings that together need more slots than their principal has, than
the rooms they fit in have, or than those who interpret their pair have, lose at least the ones worth least a slot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from menara.engines.meetings.agenda import Records, follows, taken_from
from menara.engines.meetings.problem import GOALS, Interpreter, Meeting, Pair, Problem, Room, Slots


def bounds(problem: Problem) -> dict[str, int]:
    """A bound of every goal: nothing is above it where more is better, nothing below it where less is."""
    alone = Alone(problem, Records(problem))
    starts = {m.key: alone.starts(m) for m in problem.meetings}
    rooms = {m.key: suitable_rooms(problem, m) for m in problem.meetings}
    found = dict.fromkeys(GOALS, 0)
    for goal, tentative in (("held", False), ("tentative", True)):
        asked = [m for m in problem.meetings if m.tentative is tentative]
        able = [m for m in asked if starts[m.key] and (rooms[m.key] or not problem.rooms)]
        found[goal] = sum(m.priority for m in able) - _lost(problem, able, rooms)
    found["preferences"] = sum(
        m.preference
        * (bool(m.preferred_slots & starts[m.key]) + bool(m.preferred_rooms & {r.key for r in rooms[m.key]}))
        for m in problem.meetings
    )
    return found


class Alone:
    """Where a meeting could be held if it were the only one. What meetings have in common is looked at once."""

    def __init__(self, problem: Problem, records: Records) -> None:
        self.problem, self.records = problem, records
        self._spans: dict[int, tuple[tuple[str, frozenset[str]], ...]] = {}
        self._served: dict[tuple[Pair, int, frozenset[str]], bool] = {}

    def starts(self, m: Meeting) -> frozenset[str]:
        """The slots in which it could start."""
        free = [slots for p in m.participants if (slots := self.records.participant[p].available) is not None]
        return frozenset(
            slot
            for slot, taken in self._spans_of(m.length)
            if (m.allowed is None or slot in m.allowed)
            and (not m.slot or slot == m.slot)
            and all(taken <= slots for slots in free)
            and all(self._interpreted(pair, m.clearance, taken) for pair in m.languages)
        )

    def _spans_of(self, length: int) -> tuple[tuple[str, frozenset[str]], ...]:
        """Every slot in which a meeting of that length may start, with the slots it then takes."""
        if length not in self._spans:
            slots, found = self.problem.slots, []
            for first, slot in enumerate(slots):
                taken = taken_from(self.problem, first, length)
                if len(taken) == length:
                    found.append((slot.key, frozenset(slots[t].key for t in taken)))
            self._spans[length] = tuple(found)
        return self._spans[length]

    def _interpreted(self, pair: Pair, clearance: int, taken: frozenset[str]) -> bool:
        asked = (pair, clearance, taken)
        if asked not in self._served:
            self._served[asked] = _interpreted(self.problem, *asked)
        return self._served[asked]


def _interpreted(problem: Problem, pair: Pair, clearance: int, taken: frozenset[str]) -> bool:
    """Whether somebody on duty in these slots has the pair, or two relay it where nobody who is cleared has it."""
    able = [i for i in problem.interpreters if i.clearance >= clearance]
    here = [i for i in able if i.shifts is None or taken <= i.shifts]
    if any(pair in i.pairs for i in able) or not problem.relay:
        return any(pair in i.pairs for i in here)
    legs = [(i, b) for i in here for a, b in i.pairs if a == pair[0]]
    return any((pivot, pair[1]) in j.pairs for i, pivot in legs for j in here if j is not i)


def suitable_rooms(problem: Problem, m: Meeting) -> tuple[Room, ...]:
    return tuple(
        r
        for r in problem.rooms
        if m.room in ("", r.key) and r.seats >= m.persons and m.equipment <= r.equipment and r.clearance >= m.clearance
    )


def _lost(problem: Problem, meetings: list[Meeting], rooms: Mapping[str, tuple[Room, ...]]) -> int:
    """The least priority lost among meetings that could each be held alone: the largest of what people, rooms and
    languages each prove."""
    return max(
        _lost_by_people(problem, meetings),
        _lost_by_rooms(problem, meetings, rooms),
        _lost_by_pairs(problem, meetings),
        _lost_by_teams(problem, meetings),
    )


def _lost_by_people(problem: Problem, meetings: list[Meeting]) -> int:
    """Each participant's loss counts a meeting that several take part in once for each of them."""
    mine: dict[str, list[Meeting]] = defaultdict(list)
    for m in meetings:
        for p in m.participants:
            mine[p].append(m)
    losses = sum(_dropped(mine[p.key], _count(problem, p.available)) for p in problem.participants)
    return ceil(losses / max((len(m.participants) for m in meetings), default=1))


def _lost_by_rooms(problem: Problem, meetings: list[Meeting], rooms: Mapping[str, tuple[Room, ...]]) -> int:
    """Of every set of rooms that is all some meeting may use: the meetings that may use no others."""
    if problem.tables is not None:
        return ceil(_dropped(meetings, problem.tables * len(problem.slots)))
    kinds: dict[frozenset[str], list[Meeting]] = defaultdict(list)
    for m in meetings:
        kinds[frozenset(r.key for r in rooms[m.key])].append(m)
    slots = {r.key: _count(problem, r.opening) for r in problem.rooms}
    most = Fraction(0)
    for kind in [*kinds, frozenset(slots)] if slots else []:
        inside = [m for other, those in kinds.items() if other <= kind for m in those]
        most = max(most, _dropped(inside, sum(slots[r] for r in kind)))
    return ceil(most)


def _lost_by_pairs(problem: Problem, meetings: list[Meeting]) -> int:
    """Of every pair and clearance: the meetings that ask it of somebody who must have it directly. Where nobody who is
    cleared has it, a relay might help."""
    most = Fraction(0)
    for pair, level in sorted({(pair, m.clearance) for m in meetings for pair in m.languages}):
        able = [i for i in problem.interpreters if pair in i.pairs and i.clearance >= level]
        asking = [m for m in meetings if pair in m.languages and m.clearance >= level]
        if problem.relay:
            highest = max((i.clearance for i in able), default=-1)
            asking = [m for m in asking if m.clearance <= highest]
        most = max(most, _dropped(asking, sum(_count(problem, i.shifts) for i in able)))
    return ceil(most)


def _lost_by_teams(problem: Problem, meetings: list[Meeting]) -> int:
    """All who interpret together: a meeting takes one of them, two where a pair must be relayed."""
    sizes = {m.key: _team_size(problem, m) for m in meetings if m.languages}
    capacity = sum(_duty(problem, i) for i in problem.interpreters)
    return ceil(_dropped([m for m in meetings if m.languages], capacity, sizes))


def _team_size(problem: Problem, m: Meeting) -> int:
    having = {pair for i in problem.interpreters if i.clearance >= m.clearance for pair in i.pairs}
    return 1 if m.languages <= having else 2


def _duty(problem: Problem, who: Interpreter) -> int:
    """Slots an interpreter can work at most: of n + 1 in a row within a shift one is a rest."""
    if who.in_a_row is None:
        return _count(problem, who.shifts)
    found = row = 0
    for t, slot in enumerate(problem.slots):
        if who.shifts is None or slot.key in who.shifts:
            row += 1
            found += row % (who.in_a_row + 1) != 0
            row = row if follows(problem, t) else 0
        else:
            row = 0
    return found


def _dropped(meetings: Sequence[Meeting], slots: int, sizes: Mapping[str, int] | None = None) -> Fraction:
    """The least priority to drop, fractions of meetings allowed, so that the others fit into so many slots. ``sizes``:
    how many slots at a time a meeting takes, where that is not one."""
    size = {m.key: m.length * (sizes or {}).get(m.key, 1) for m in meetings}
    over, lost = sum(size.values()) - slots, Fraction(0)
    for m in sorted(meetings, key=lambda m: Fraction(m.priority, size[m.key])):
        if over <= 0:
            break
        part = min(over, size[m.key])
        lost += Fraction(m.priority * part, size[m.key])
        over -= part
    return lost


def _count(problem: Problem, slots: Slots) -> int:
    return len(problem.slots) if slots is None else len(slots)
