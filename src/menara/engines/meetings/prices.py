"""A bound on the priorities held, from prices: any prices that are not negative give a true one. No solver.

What is scarce stands in rows: a participant's slot, the rooms of a kind in a slot, the interpreters of some pairs in a
slot or over a few slots in a row. A row has a capacity, and every meeting a use of it from each start. Then

    bound = sum of price x capacity + for each meeting the most that a start leaves of its priority, or nothing
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from menara.engines.meetings.agenda import Records, follows
from menara.engines.meetings.bounds import Alone, suitable_rooms
from menara.engines.meetings.problem import Interpreter, Meeting, Pair, Participant, Problem, Slots

SCALE = 1_000  # prices are whole numbers of this part of a point
Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scarce:
    """``slots`` counted together; at most ``capacity`` of them are used by the meetings that use the row at all."""

    name: Name
    slots: tuple[int, ...]
    capacity: int
    users: frozenset[str]


@dataclass(frozen=True, slots=True)
class Uses:
    """For every meeting that has a place: its starts, and of each start the rows used with how many slots."""

    rows: tuple[Scarce, ...]
    starts: Mapping[str, tuple[Mapping[int, int], ...]]


def price_bound(*, problem: Problem, prices: Mapping[Name, int], tentative: bool = False) -> int:
    """What the prices prove of the priorities of firm (or tentative) meetings. Unknown and negative prices count 0."""
    uses = uses_of(problem)
    price = [max(0, prices.get(row.name, 0)) for row in uses.rows]
    bound = sum(p * row.capacity for p, row in zip(price, uses.rows, strict=True))
    for m in problem.meetings:
        if m.tentative is tentative and m.key in uses.starts:
            cheapest = min(sum(n * price[row] for row, n in use.items()) for use in uses.starts[m.key])
            bound += max(0, SCALE * m.priority - cheapest)
    return bound // SCALE


def uses_of(problem: Problem) -> Uses:
    """Every row, and what each meeting would use of them."""
    records = Records(problem)
    alone = Alone(problem, records)
    able = {m.key: alone.starts(m) for m in problem.meetings}
    rooms = {m.key: frozenset(r.key for r in suitable_rooms(problem, m)) for m in problem.meetings}
    held = [m for m in problem.meetings if able[m.key] and (rooms[m.key] or not problem.rooms)]
    rows = tuple(_rows(problem, held, rooms))
    by_slot: dict[tuple[str, int], list[int]] = defaultdict(list)
    for k, row in enumerate(rows):
        for key in row.users:
            for t in row.slots:
                by_slot[key, t].append(k)
    starts = {}
    for m in held:
        each = []
        for start in sorted(records.slot[s] for s in able[m.key]):
            use: dict[int, int] = defaultdict(int)
            for t in range(start, start + m.length):
                for k in by_slot[m.key, t]:
                    use[k] += 1
            each.append(use)
        starts[m.key] = tuple(each)
    return Uses(rows, starts)


def _rows(problem: Problem, meetings: list[Meeting], rooms: Mapping[str, frozenset[str]]) -> Iterator[Scarce]:
    everyone = range(len(problem.slots))
    for p in problem.participants:
        mine = frozenset(m.key for m in meetings if p.key in m.participants)
        if len(mine) > 1:
            for t in everyone:
                yield Scarce(("participant", p.key, problem.slots[t].key), (t,), 1, mine)
            yield from _in_a_row(problem, ("participant_row", p.key), [p], mine)
    yield from _rooms(problem, meetings, rooms)
    yield from _pairs(problem, meetings)


def _rooms(problem: Problem, meetings: list[Meeting], rooms: Mapping[str, frozenset[str]]) -> Iterator[Scarce]:
    """Of every set of rooms that is all some meeting may use, and of two such sets: those who may use no others."""
    if problem.tables is not None:
        everybody = frozenset(m.key for m in meetings)
        for t, slot in enumerate(problem.slots):
            yield Scarce(("tables", slot.key), (t,), problem.tables, everybody)
        return
    kinds = sorted({rooms[m.key] for m in meetings if rooms[m.key]}, key=sorted)
    kinds = sorted({*kinds, *({frozenset().union(*kinds)} if kinds else ())}, key=sorted)
    for kind in kinds:
        users = frozenset(m.key for m in meetings if rooms[m.key] <= kind)
        here = [r for r in problem.rooms if r.key in kind]
        for t, slot in enumerate(problem.slots):
            free = sum(r.opening is None or slot.key in r.opening for r in here)
            if free < len(users):
                yield Scarce(("rooms", ",".join(sorted(kind)), slot.key), (t,), free, users)


def _pairs(problem: Problem, meetings: list[Meeting]) -> Iterator[Scarce]:
    """Of every clearance that is asked, of every pair and every two: the meetings that ask one of somebody who must
    have it directly."""
    for level in sorted({m.clearance for m in meetings if m.languages}):
        able = [i for i in problem.interpreters if i.clearance >= level]
        direct = {m.key: _direct(problem, m) for m in meetings if m.languages and m.clearance >= level}
        asked = sorted(set().union(*direct.values()))
        sets: dict[frozenset[str], frozenset[Pair]] = {}
        for some in [*([p] for p in asked), *combinations(asked, 2), asked]:
            users = frozenset(key for key, needed in direct.items() if needed & set(some))
            sets.setdefault(users, frozenset(some))
        for users, pairs in sets.items():
            name = (str(level), ",".join("-".join(pair) for pair in sorted(pairs)))
            yield from _of_team(problem, name, [i for i in able if i.pairs & pairs], users)


def _direct(problem: Problem, m: Meeting) -> frozenset[Pair]:
    """The pairs of a meeting that no relay may cover, since somebody who is cleared for it has them."""
    having = {pair for i in problem.interpreters if i.clearance >= m.clearance for pair in i.pairs}
    return frozenset(pair for pair in m.languages if pair in having or not problem.relay)


def _of_team(problem: Problem, name: Name, team: list[Interpreter], users: frozenset[str]) -> Iterator[Scarce]:
    for t, slot in enumerate(problem.slots):
        free = sum(i.shifts is None or slot.key in i.shifts for i in team)
        if free < len(users):
            yield Scarce(("interpreters", *name, slot.key), (t,), free, users)
    yield from _in_a_row(problem, ("interpreters_row", *name), team, users)


def _in_a_row(
    problem: Problem, name: Name, those: Sequence[Participant | Interpreter], users: frozenset[str]
) -> Iterator[Scarce]:
    """Slots in a row, one more than somebody may work: of n + 1 each leaves at least one free."""
    lengths = sorted({who.in_a_row + 1 for who in those if who.in_a_row is not None})
    for length in lengths:
        for first in range(len(problem.slots) - length + 1):
            if not all(follows(problem, t) for t in range(first, first + length - 1)):
                continue
            window = tuple(range(first, first + length))
            capacity = sum(_most(problem, who, window) for who in those)
            if capacity < min(len(users), len(those)) * length:
                yield Scarce((*name, problem.slots[first].key, str(length)), window, capacity, users)


def _most(problem: Problem, who: Participant | Interpreter, window: tuple[int, ...]) -> int:
    slots: Slots = who.available if isinstance(who, Participant) else who.shifts
    there = sum(slots is None or problem.slots[t].key in slots for t in window)
    return there if who.in_a_row is None else min(there, len(window) - len(window) // (who.in_a_row + 1))
