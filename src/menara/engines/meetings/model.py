"""Some meetings to be placed beside others that stay, as a CP-SAT model: what may be chosen, and the six goals.

``start[m][t]``: meeting m starts in slot t. ``spot[m][t, r]``: there, in room r. ``work[m][i]``: interpreter i serves
it; ``work_at[m][t, i]``: in slots from t on. What hard constraints say of them stands in ``constraints.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ortools.sat.python import cp_model

from menara.engines.meetings.grid import NO_ROOM, Grid, Placed, bits

Var = cp_model.IntVar
Sum = Any  # a linear expression
total = cp_model.LinearExpr.sum
weighted = cp_model.LinearExpr.weighted_sum


class Model:
    """Meetings of ``free`` may move or fall; those in ``fixed`` stay; others are not held."""

    def __init__(self, grid: Grid, free: Sequence[int], fixed: Mapping[int, Placed]) -> None:
        self.grid, self.free, self.fixed = grid, tuple(free), fixed
        self.cp = cp_model.CpModel()
        self.start: dict[int, dict[int, Var]] = {}
        self.spot: dict[int, dict[tuple[int, int], Var]] = {}
        self.work: dict[int, dict[int, Var]] = {}
        self.work_at: dict[int, dict[tuple[int, int], Var]] = {}
        self._still()
        for m in self.free:
            self._choices(m)
        self.people = sorted({p for m in self.free for p in grid.people[m]})
        self.of_person = {p: [m for m in grid.of_person[p] if m in self.start] for p in self.people}
        self._busy: dict[int, list[list[Var]]] = {}
        self._breaks: dict[int, Sum] = {}

    # --- what stays --------------------------------------------------------------------------------------------------

    def _still(self) -> None:
        """Who and what is taken by the meetings that stay."""
        grid = self.grid
        self.person_fixed = [0] * len(grid.problem.participants)
        self.room_fixed = [0] * len(grid.problem.rooms)
        self.interpreter_fixed = [0] * len(grid.problem.interpreters)
        for m, place in self.fixed.items():
            span = grid.spans[m][place.start]
            for p in grid.people[m]:
                self.person_fixed[p] |= span
            for i in place.team:
                self.interpreter_fixed[i] |= span
            if place.room != NO_ROOM:
                self.room_fixed[place.room] |= grid.zone(span, grid.turnover[place.room], grid.turnover[place.room])

    def _choices(self, m: int) -> None:
        """Booleans of every place that those who stay leave open."""
        grid, cp = self.grid, self.cp
        starts = {t: span for t, span in grid.spans[m].items() if self._beside(m, span)}
        start, spot = {}, {}
        for t, span in starts.items():
            rooms = [
                r
                for r in grid.rooms[m]
                if grid.open_at(m, t, r) and not (r != NO_ROOM and grid.room_once[r] and span & self.room_fixed[r])
            ]
            if not rooms:
                continue
            here = {(t, r): cp.new_bool_var("") for r in rooms}
            spot.update(here)
            start[t] = next(iter(here.values()))
            if len(here) > 1:
                start[t] = cp.new_bool_var("")
                cp.add(total(list(here.values())) == start[t])
        self.start[m], self.spot[m] = start, spot
        self.work[m], self.work_at[m] = self._interpreters(m) if grid.pairs[m] else ({}, {})
        if grid.mandatory[m]:
            cp.add_exactly_one(start.values())
        else:
            cp.add_at_most_one(start.values())

    def _beside(self, m: int, span: int) -> bool:
        """Whether those who stay leave the participants free then."""
        grid = self.grid
        if any(grid.person_once[p] and span & self.person_fixed[p] for p in grid.people[m]):
            return False
        for other, before, after in grid.travel[m]:
            if other in self.fixed and grid.spans[other][self.fixed[other].start] & grid.zone(span, before, after):
                return False
        lowest, highest = span & -span, 1 << (span.bit_length() - 1)
        spans = {o: grid.spans[o][self.fixed[o].start] for o in (*grid.earlier[m], *grid.later[m]) if o in self.fixed}
        return all(spans[o] < lowest for o in grid.earlier[m] if o in spans) and all(
            spans[o] & -spans[o] > highest for o in grid.later[m] if o in spans
        )

    def _interpreters(self, m: int) -> tuple[dict[int, Var], dict[tuple[int, int], Var]]:
        grid, cp = self.grid, self.cp
        useful: set[int] = set()
        for pair in grid.pairs[m]:
            direct, relays = grid.covers(m, pair)
            useful |= {*direct, *(i for relay in relays for i in relay)}
        work = {i: cp.new_bool_var("") for i in sorted(useful)}
        work_at: dict[tuple[int, int], Var] = {}
        for i, works in work.items():
            taken = ~grid.shift[i] | (self.interpreter_fixed[i] if grid.interpreter_once[i] else 0)
            here = {(t, i): cp.new_bool_var("") for t in self.start[m] if not grid.spans[m][t] & taken}
            for (t, _), var in here.items():
                cp.add_implication(var, self.start[m][t])
            cp.add(total(list(here.values())) == works)
            work_at.update(here)
        return work, work_at

    # --- what the goals and constraints are made of ------------------------------------------------------------------

    def held(self, m: int) -> Sum:
        return total(list(self.start[m].values()))

    def busy(self, p: int) -> list[list[Var]]:
        """Of every slot the starts that would keep a participant busy in it."""
        if p not in self._busy:
            self._busy[p] = self.cover(
                (self.grid.spans[m][t], v) for m in self.of_person[p] for t, v in self.start[m].items()
            )
        return self._busy[p]

    def cover(self, choices: Iterable[tuple[int, Var]]) -> list[list[Var]]:
        """Choices by the slots they take."""
        found: list[list[Var]] = [[] for _ in range(self.grid.size)]
        for span, var in choices:
            for t in bits(span):
                found[t].append(var)
        return found

    def occupied(self, taking: Sequence[Var], stays: int, once: bool) -> Sum:
        """1 where anything takes a slot, else 0; a sum where no two things can."""
        if stays and taking and not once:
            return 1
        if once or len(taking) < 2:
            return total(taking) + stays
        flag = self.cp.new_bool_var("")
        self.cp.add_max_equality(flag, list(taking))
        return flag

    def breaks(self, p: int) -> Sum:
        """The breaks of a participant: over its days, runs of meetings less one where there is any."""
        if p not in self._breaks:
            self._breaks[p] = self._count_breaks(p)
        return self._breaks[p]

    def _count_breaks(self, p: int) -> Sum:
        grid, cp = self.grid, self.cp
        terms: list[Any] = []
        constant = 0
        busy, fixed = self.busy(p), self.person_fixed[p]
        for mask in grid.day_masks:
            day = [t for t in range(grid.size) if mask >> t & 1]
            if not any(busy[t] for t in day):
                constant += grid.breaks(fixed & mask)
                continue
            before: Sum = 0
            for t in day:
                now = self.occupied(busy[t], fixed >> t & 1, grid.person_once[p])
                if busy[t] or fixed >> t & 1:
                    begins = cp.new_bool_var("")
                    cp.add(begins >= now - before)
                    cp.add(begins <= now)
                    cp.add(begins <= 1 - before)
                    terms.append(begins)
                before = now
            if fixed & mask:
                constant -= 1
            else:
                some = cp.new_bool_var("")
                starts = {v.index: v for t in day for v in busy[t]}
                cp.add(some <= total(list(starts.values())))
                for var in starts.values():
                    cp.add_implication(var, some)
                terms.append(-some)
        return total(terms) + constant

    # --- goals -------------------------------------------------------------------------------------------------------

    def goals(self) -> dict[str, Sum]:
        """The six goals over the meetings that may move and everyone they touch. What nothing here can change is left
        out of all but ``unfairness``."""
        meetings = self.grid.problem.meetings
        firm = [m for m in self.free if not meetings[m].tentative]
        tentative = [m for m in self.free if meetings[m].tentative]
        return {
            "held": self._priorities(firm),
            "tentative": self._priorities(tentative),
            "preferences": self._preferences(),
            "breaks": total([self.breaks(p) for p in self.people]),
            "unfairness": self.unfairness(),
            "room_moves": self._room_moves(),
        }

    def _priorities(self, meetings: list[int]) -> Sum:
        worth = [self.grid.problem.meetings[m].priority for m in meetings]
        return weighted([self.held(m) for m in meetings], worth)

    def _preferences(self) -> Sum:
        points = [(v, self.grid.preference(m, t, r)) for m in self.free for (t, r), v in self.spot[m].items()]
        liked = [(v, n) for v, n in points if n]
        return weighted([v for v, _ in liked], [n for _, n in liked])

    def unfairness(self) -> Sum:
        grid, cp = self.grid, self.cp
        others = [grid.breaks(busy) for p, busy in enumerate(self.person_fixed) if p not in self.of_person]
        most, fewest = cp.new_int_var(0, grid.size, ""), cp.new_int_var(0, grid.size, "")
        for count in [max(others), min(others)] if others else []:
            cp.add(most >= count)
            cp.add(fewest <= count)
        for p in self.people:
            cp.add(most >= self.breaks(p))
            cp.add(fewest <= self.breaks(p))
        return most - fewest

    def _room_moves(self) -> Sum:
        if not self.grid.problem.rooms:
            return 0
        return total([v for p in self.people for v in self._moves_of(p)])

    def _moves_of(self, p: int) -> list[Var]:
        """One Boolean a slot: there the participant begins in another room than the last one of that day."""
        grid = self.grid
        begins: dict[tuple[int, int], list[Any]] = {}
        for m in self.of_person[p]:
            for (t, r), v in self.spot[m].items():
                begins.setdefault((t, r), []).append(v)
        for m, place in self.fixed.items():
            if p in grid.people[m]:
                begins.setdefault((place.start, place.room), []).append(1)
        moves: list[Var] = []
        for mask in grid.day_masks:
            here = sorted((t, r) for t, r in begins if mask >> t & 1)
            rooms, times = sorted({r for _, r in here}), sorted({t for t, _ in here})
            if len(rooms) < 2 or len(times) < 2:
                continue
            moves += self._moves_of_day(times, rooms, begins)
        return moves

    def _moves_of_day(
        self, times: list[int], rooms: list[int], begins: Mapping[tuple[int, int], list[Any]]
    ) -> list[Var]:
        cp = self.cp
        moves: list[Var] = []
        last: dict[int, Sum] = {}
        for k, t in enumerate(times):
            now = {r: total(begins.get((t, r), [])) for r in rooms}
            some = total([v for r in rooms for v in begins.get((t, r), [])])
            if last:
                move = cp.new_bool_var("")
                moves.append(move)
                for r in rooms:
                    if (t, r) in begins:
                        elsewhere = total([last[q] for q in rooms if q != r])
                        cp.add(move >= now[r] + elsewhere - 1)
            if k + 1 < len(times):
                after = {r: cp.new_bool_var("") for r in rooms}
                for r in rooms:
                    cp.add(after[r] >= now[r])
                    if last:
                        cp.add(after[r] >= last[r] - some)
                last = dict(after)
        return moves

    def forget_goal(self) -> None:
        self.cp.clear_objective()  # type: ignore[no-untyped-call]

    # --- solutions ---------------------------------------------------------------------------------------------------

    def placed(self, value: Any) -> dict[int, Placed]:
        """What a solution says of the meetings that may move; ``value(var)`` is true where it is chosen. Interpreters
        that a meeting does not need are let go."""
        found = {}
        for m in self.free:
            for (t, r), var in self.spot[m].items():
                if value(var):
                    team = [i for i, works in self.work[m].items() if value(works)]
                    found[m] = Placed(t, r, least_team(self.grid, m, team))
        return found

    def hint(self, placed: Mapping[int, Placed]) -> None:
        """Begin from these places."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for m in self.free:
            place = placed.get(m)
            for (t, r), var in self.spot[m].items():
                self.cp.add_hint(var, place is not None and (t, r) == place[:2])
            for i, works in self.work[m].items():
                self.cp.add_hint(works, place is not None and i in place.team)


def least_team(grid: Grid, m: int, team: Sequence[int]) -> tuple[int, ...]:
    """As few of the team as cover all pairs of the meeting, given up in order."""
    kept = list(team)
    for i in team:
        fewer = [k for k in kept if k != i]
        if all(covered(grid, m, pair, fewer) for pair in grid.pairs[m]):
            kept = fewer
    return tuple(sorted(kept))


def covered(grid: Grid, m: int, pair: tuple[str, str], team: Sequence[int]) -> bool:
    direct, relays = grid.covers(m, pair)
    return any(i in direct for i in team) or any(a in team and b in team for a, b in relays)
