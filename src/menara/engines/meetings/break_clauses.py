"""A case of breaks as clauses: which slot a meeting takes, when a participant is in one, where a pause ends.

    x[m, t]   meeting m takes slot t
    u[p, t]   participant p is in a meeting at t; exactly as many as it has meetings
    held[p, t], ahead[p, t]   p has met by t; p still meets at t or later
    ends[p, t]   a pause of p ends at t: met before, idle just before, meeting now

The number of breaks is the number of ``ends``. What follows from the rest is said all the same where it shortens proofs
many times over: how many slots a participant needs in a stretch of the day that some of its meetings cannot leave; that
the participants in meetings at one time are at most so many as the tables seat; and an order among meetings that could
change places without anyone noticing. The first lines follow M. Bofill et al., "Scheduling B2B meetings", CP 2014.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pysat.card import CardEnc, EncType, ITotalizer

STRETCHES = 4  # of the day that are counted for one participant


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakCase:
    """Meetings of one slot each, all to be held. ``meetings`` holds the participants of each, ``allowed`` the slots it
    may take, from 0; ``tables`` how many are held at a time; ``before`` pairs (earlier, later). No two participants'
    numbers of breaks differ by more than ``fairness``; None: by any number."""

    slots: int
    participants: int
    meetings: tuple[tuple[int, ...], ...]
    allowed: tuple[frozenset[int], ...]
    tables: int
    before: tuple[tuple[int, int], ...] = ()
    fairness: int | None = 2


@dataclass(slots=True)
class Clauses:
    """The formula as it grows; ``impossible`` where it was seen while writing that nothing can satisfy it."""

    case: BreakCase
    lines: list[list[int]] = field(default_factory=list)
    top: int = 0
    impossible: bool = False
    x: list[dict[int, int]] = field(default_factory=list)
    u: list[dict[int, int]] = field(default_factory=list)
    of: list[list[int]] = field(default_factory=list)  # the meetings of each participant
    ends: list[list[int]] = field(default_factory=list)  # of each participant

    def new(self) -> int:
        self.top += 1
        return self.top

    def at_most(self, literals: Sequence[int], most: int, how: int) -> None:
        if len(literals) > most:
            self._take(CardEnc.atmost(list(literals), bound=most, top_id=self.top, encoding=how))

    def exactly(self, literals: Sequence[int], number: int) -> None:
        if len(literals) < number:
            self.impossible = True
        elif len(literals) == number:
            self.lines += [[literal] for literal in literals]
        else:
            self._take(CardEnc.equals(list(literals), bound=number, top_id=self.top, encoding=EncType.cardnetwrk))

    def at_least(self, literals: Sequence[int], number: int) -> None:
        if len(literals) < number:
            self.impossible = True
        elif len(literals) == number:
            self.lines += [[literal] for literal in literals]
        elif number > 0:
            self._take(CardEnc.atleast(list(literals), bound=number, top_id=self.top, encoding=EncType.cardnetwrk))

    def one_at_most(self, literals: Sequence[int]) -> None:
        self.lines += [[-a, -b] for i, a in enumerate(literals) for b in literals[:i]]

    def _take(self, made: CardEnc) -> None:
        self.lines += made.clauses
        self.top = max(self.top, made.nv)

    def slots_of(self, taken: set[int]) -> tuple[int, ...]:
        """The slot of each meeting in a model's true literals."""
        return tuple(next(t for t, literal in places.items() if literal in taken) for places in self.x)


def written(case: BreakCase) -> Clauses:
    """The formula of a case, without any bound on its breaks or their fairness."""
    clauses = Clauses(case)
    for step in (_meetings, _participants, _tables, _order, _alike, _breaks):
        step(clauses, case)
        if clauses.impossible:
            break
    return clauses


def _meetings(clauses: Clauses, case: BreakCase) -> None:
    clauses.x = [{t: clauses.new() for t in sorted(slots)} for slots in case.allowed]
    clauses.of = [[] for _ in range(case.participants)]
    for m, people in enumerate(case.meetings):
        literals = list(clauses.x[m].values())
        clauses.impossible |= not literals
        clauses.lines.append(literals)
        clauses.one_at_most(literals)
        for p in people:
            clauses.of[p].append(m)


def _participants(clauses: Clauses, case: BreakCase) -> None:
    for own in clauses.of:
        busy: dict[int, int] = {}
        for t in range(case.slots):
            here = [clauses.x[m][t] for m in own if t in clauses.x[m]]
            if len(here) > 1:
                busy[t] = clauses.new()
                clauses.lines.append([-busy[t], *here])
                clauses.lines += [[-one, busy[t]] for one in here]
                clauses.one_at_most(here)
            elif here:
                busy[t] = here[0]
        clauses.u.append(busy)
        if own:
            clauses.exactly(list(busy.values()), len(own))
            _stretches(clauses, case, own, busy)


def _stretches(clauses: Clauses, case: BreakCase, own: list[int], busy: dict[int, int]) -> None:
    """Some meetings may only be held in the morning: then so many slots of the morning are taken at least."""
    bounded = Counter(case.allowed[m] for m in own if 1 < len(case.allowed[m]) < case.slots)
    for stretch, _ in bounded.most_common(STRETCHES):
        here = [literal for t, literal in busy.items() if t in stretch]
        if len(here) < len(busy):
            clauses.at_least(here, sum(case.allowed[m] <= stretch for m in own))


def _tables(clauses: Clauses, case: BreakCase) -> None:
    left, cover = set(range(len(case.meetings))), []
    while left:  # few literals count all meetings: those of participants who are in most of what is left
        most = max(range(case.participants), key=lambda p: sum(m in left for m in clauses.of[p]))
        mine = [m for m in clauses.of[most] if m in left]
        cover.append((most, mine))
        left -= set(mine)
    seats = max(map(len, case.meetings), default=0) * case.tables
    for t in range(case.slots):
        counted = []
        for p, mine in cover:
            here = [clauses.x[m][t] for m in mine if t in clauses.x[m]]
            if len(here) > 1 and len(mine) < len(clauses.of[p]):
                one = clauses.new()
                clauses.lines += [[-literal, one] for literal in here]
                counted.append(one)
            elif here:
                counted.append(here[0] if len(here) == 1 else clauses.u[p][t])
        clauses.at_most(counted, case.tables, EncType.seqcounter)
        clauses.at_most([busy[t] for busy in clauses.u if t in busy], seats, EncType.totalizer)


def _order(clauses: Clauses, case: BreakCase) -> None:
    for earlier, later in case.before:
        _comes_before(clauses, earlier, later)


def _comes_before(clauses: Clauses, earlier: int, later: int) -> None:
    first, second = clauses.x[earlier], clauses.x[later]
    clauses.lines += [[-own, *(one for s, one in first.items() if s < t)] for t, own in second.items()]
    clauses.lines += [[-own, *(one for t, one in second.items() if t > s)] for s, own in first.items()]


def _alike(clauses: Clauses, case: BreakCase) -> None:
    """Meetings of one participant with others who have no second one may change places: they keep their order."""
    bound = {m for pair in case.before for m in pair}
    groups: dict[tuple[int, frozenset[int]], list[int]] = defaultdict(list)
    for m, people in enumerate(case.meetings):
        busy = [p for p in people if len(clauses.of[p]) > 1]
        if len(busy) == 1 and m not in bound:
            groups[busy[0], case.allowed[m]].append(m)
    for group in groups.values():
        for earlier, later in pairwise(group):
            _comes_before(clauses, earlier, later)


def _breaks(clauses: Clauses, case: BreakCase) -> None:
    for own, busy in zip(clauses.of, clauses.u, strict=True):
        clauses.ends.append(_ends(clauses, busy, case.slots, len(own)) if 1 < len(own) < case.slots else [])


def _ends(clauses: Clauses, busy: dict[int, int], slots: int, number: int) -> list[int]:
    held = [clauses.new() for _ in range(slots)]
    ahead = [clauses.new() for _ in range(slots)]
    found = []
    for t in range(slots):
        now = [busy[t]] if t in busy else []
        for mark, before in ((held, t - 1), (ahead, t + 1)):
            known = [mark[before]] if 0 <= before < slots else []
            clauses.lines += [[-one, mark[t]] for one in (*now, *known)]
            clauses.lines.append([-mark[t], *known, *now])
        if now and t > 1:
            end = clauses.new()
            just = [busy[t - 1]] if t - 1 in busy else []
            clauses.lines.append([-held[t - 1], *just, -now[0], end])
            clauses.lines += [[-end, held[t - 1]], [-end, now[0]], *([-end, -one] for one in just)]
            found.append(end)
    _in_one_run(clauses, busy, held, ahead, found, number)
    return found


def _in_one_run(
    clauses: Clauses, busy: dict[int, int], held: list[int], ahead: list[int], ends: list[int], number: int
) -> None:
    """Whoever has no break meets ``number`` slots in a row: where it begins says where it ends."""
    torn, slots = clauses.new(), len(held)
    clauses.lines += [[-end, torn] for end in ends]
    clauses.lines.append([ahead[number - 1]])
    for t in range(slots):
        now = [busy[t]] if t in busy else []
        clauses.lines.append([torn, -held[t], -ahead[t], *now])
        if t + number < slots:
            clauses.lines += [[torn, -held[t], -ahead[t + number]], [held[t], ahead[t + number]]]
        else:
            clauses.lines.append([held[t]])


def fair(clauses: Clauses, within: int) -> list[list[int]]:
    """The clauses that keep the numbers of breaks of any two participants within so many of each other."""
    lines: list[list[int]] = []
    counts: list[list[int]] = []  # of each participant: has it at least 1, 2, ... breaks
    for own, ends in zip(clauses.of, clauses.ends, strict=True):
        most = min(len(own) - 1, clauses.case.slots - len(own)) if ends else 0
        if most <= 0:
            counts.append([])
            continue
        total = ITotalizer(lits=ends, ubound=most, top_id=clauses.top)
        lines += total.cnf.clauses
        clauses.top = max(clauses.top, total.top_id)
        counts.append(total.rhs[:most])
        lines += [[-later, earlier] for earlier, later in pairwise(counts[-1])]
        lines += _counted_exactly(clauses, ends, counts[-1])
    for j in range(max(map(len, counts), default=0) - within):
        # Who has j + within + 1 breaks asks at least j + 1 of everyone.
        asking = [count[j + within] for count in counts if len(count) > j + within]
        everyone = clauses.new()
        lines += [[-one, everyone] for one in asking]
        lines += [[-everyone, count[j]] if len(count) > j else [-everyone] for count in counts]
    return lines


def _counted_exactly(clauses: Clauses, ends: list[int], count: list[int]) -> list[list[int]]:
    """A count may not be said to be more than there are ends: at least k of the ends where ``count[k - 1]`` stands."""
    lines: list[list[int]] = []
    for k, literal in enumerate(count, start=1):
        made = CardEnc.atleast(ends, bound=k, top_id=clauses.top, encoding=EncType.seqcounter)
        clauses.top = max(clauses.top, made.nv)
        lines += [[-literal, *clause] for clause in made.clauses]
    return lines
