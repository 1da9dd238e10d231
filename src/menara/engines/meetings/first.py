"""A first programme within seconds: the hardest meeting first, and whoever stands in its way moves on.

A meeting that finds no free place takes the one where least gives way; those in the way are placed again. Who was
pushed out often weighs more, so that the search does not walk in circles.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from heapq import heappop, heappush

from menara.engines.meetings.board import Board
from menara.engines.meetings.grid import Grid, Placed

PUSHES = 500  # in vain, before the search gives up
Going = Callable[[], bool]


def first_programme(
    grid: Grid, *, seed: int, going: Going, board: Board | None = None, still: frozenset[int] = frozenset()
) -> Board:
    """A programme with as many meetings as the search can hold, beginning from ``board``; those in ``still`` never give
    way. Mandatory meetings weigh most, then priorities; tentative ones give way to any firm one."""
    return _Search(grid, seed, board or Board(grid), still).run(going)


class _Search:
    def __init__(self, grid: Grid, seed: int, board: Board, still: frozenset[int]) -> None:
        self.grid, self.board, self.still = grid, board, still
        self.chance = random.Random(seed)  # noqa: S311 - a seed, no secret
        self.pushed = [0] * len(grid.starts)
        self.weight = [weight(grid, m) for m in range(len(grid.starts))]
        self.best = (self._held(), dict(board.placed))

    def run(self, going: Going) -> Board:
        """First whatever is free, then who must push; in the end whatever those who were pushed about leave free."""
        grid = self.grid
        able = [m for m in range(len(grid.starts)) if grid.starts[m] and grid.rooms[m]]
        waiting = self._fill([m for m in able if m not in self.board.placed], going)
        self._keep_best()
        while waiting and going():
            left = self._push(waiting, going)
            self._fill(left, going)
            if not self._keep_best():
                break
            waiting = [m for m in able if m not in self.board.placed]
        return Board(grid, self.best[1])

    def _fill(self, meetings: list[int], going: Going) -> list[int]:
        """Put into free places what fits, the hardest first; those that found none."""
        queue: list[tuple[int, float, int]] = []
        for m in meetings:
            self._wait(queue, m)
        missed = []
        while queue and going():
            m = heappop(queue)[2]
            place = self.free_place(m)
            if place is None:
                missed.append(m)
            else:
                self.board.put(m, place)
        return missed + [m for _, _, m in queue]

    def _push(self, meetings: list[int], going: Going) -> list[int]:
        """Push them in, and those who give way, until nothing was gained for long; those who are out then."""
        queue: list[tuple[int, float, int]] = []
        for m in meetings:
            self._wait(queue, m)
        vain, out = PUSHES, []
        while queue and vain > 0 and going():
            m = heappop(queue)[2]
            place = self.free_place(m)
            if place is not None:
                self.board.put(m, place)
                vain = PUSHES if self._keep_best() else vain
                continue
            vain -= 1
            gone = self.push_in(m)
            if gone is None:
                out.append(m)
                continue
            for other in gone:
                self.pushed[other] += 1
                self._wait(queue, other)
            vain = PUSHES if self._keep_best() else vain
        return out + [m for _, _, m in queue]

    def _keep_best(self) -> bool:
        held = self._held()
        if held <= self.best[0]:
            return False
        self.best = held, dict(self.board.placed)
        return True

    def _wait(self, queue: list[tuple[int, float, int]], m: int) -> None:
        """Into the queue: what weighs most in classes, then what has fewest places."""
        places = len(self.grid.starts[m]) * len(self.grid.rooms[m]) / (1 + 2 * len(self.grid.pairs[m]))
        kind = 0 if self.grid.mandatory[m] else 2 if self.grid.problem.meetings[m].tentative else 1
        heappush(queue, (kind, places / (1 + self.pushed[m]) + self.chance.random(), m))

    def _held(self) -> int:
        return sum(self.weight[m] for m in self.board.placed)

    def free_place(self, m: int) -> Placed | None:
        """The free place that is liked most, then breaks up least, then takes the smallest room."""
        found: Placed | None = None
        least: tuple[float, ...] | None = None
        for t in self.grid.starts[m]:
            if not self.board.people_fit(m, t):
                continue
            broken = breaks_added(self.board, m, t)
            for r in self.board.free_rooms(m, t):
                cost = (-self.grid.preference(m, t, r), broken, self._waste(m, r), self.chance.random())
                if least is not None and cost >= least:
                    continue
                team = self.board.team_for(m, t, r)
                if team is not None:
                    found, least = Placed(t, r, team), cost
        return found

    def _waste(self, m: int, r: int) -> int:
        return self.grid.problem.rooms[r].seats - self.grid.problem.meetings[m].persons if r >= 0 else 0

    def push_in(self, m: int) -> list[int] | None:
        """Put the meeting where least gives way, and say who does. None where what must give way weighs more than it
        or may not move."""
        best: tuple[float, Placed, set[int]] | None = None
        for t in self.grid.starts[m]:
            people = self.board.in_the_way_of_people(m, t)
            if people & self.still or (best is not None and self._cost(people) >= best[0]):
                continue
            rooms = self._cheapest_rooms(m, t, people)
            for cost, r, out in rooms:
                if best is not None and cost >= best[0]:
                    break
                found = self._with_team(m, t, r, out)
                if found is not None and (best is None or found[0] < best[0]):
                    best = found
        if best is None or best[0] >= self.weight[m] * (2 + self.pushed[m]):
            return None
        _, place, out = best
        before = {other: self.board.take(other) for other in sorted(out)}
        if not self._fits(m, place):  # what gives way is found record by record; rows can be longer than that
            for other, was in before.items():
                self.board.put(other, was)
            return None
        self.board.put(m, place)
        return sorted(out)

    def _cheapest_rooms(self, m: int, t: int, people: set[int]) -> list[tuple[float, int, set[int]]]:
        """Cost, room and who gives way: the cheapest; all of them where walking makes rooms differ."""
        found = []
        for r in self.grid.rooms[m]:
            if self.grid.open_at(m, t, r):
                out = people | self.board.in_the_way_of_room(m, t, r)
                if not out & self.still:
                    found.append((self._cost(out) + self.chance.random(), r, out))
        found.sort(key=lambda one: one[0])
        return found if self.grid.longest_walk else found[:1]

    def _fits(self, m: int, place: Placed) -> bool:
        board, span = self.board, self.grid.spans[m][place.start]
        return (
            board.people_fit(m, place.start)
            and board.room_fits(m, place.start, place.room)
            and all(board.works_then(i, span, place.room) for i in place.team)
        )

    def _with_team(self, m: int, t: int, r: int, out: set[int]) -> tuple[float, Placed, set[int]] | None:
        """Cost, place and who gives way when interpreters are found too; of those who are busy the one whose meetings
        weigh least gives way."""
        board = self.board
        taken = {o: board.take(o) for o in out}
        more: set[int] = set()
        try:
            team = board.team_for(m, t, r)
            if team is None:
                chosen = self._team_by_force(m, t, r)
                if chosen is None or chosen[1] & self.still:
                    return None
                team, more = chosen
        finally:
            for o, place in taken.items():
                board.put(o, place)
        everyone = out | more
        return self._cost(everyone) + self.chance.random(), Placed(t, r, team), everyone

    def _team_by_force(self, m: int, t: int, r: int) -> tuple[tuple[int, ...], set[int]] | None:
        grid, board = self.grid, self.board
        span = grid.spans[m][t]
        team: set[int] = set()
        out: set[int] = set()
        for pair in grid.pairs[m]:
            direct, relays = grid.covers(m, pair)
            ways: Iterable[tuple[int, ...]] = [(i,) for i in direct] or relays
            best: tuple[float, tuple[int, ...], set[int]] | None = None
            for way in ways:
                gone: set[int] = set()
                for i in way:
                    if i in team:
                        continue
                    if span & ~grid.shift[i]:
                        break
                    if not board.works_then(i, span, r):
                        day = next(mask for mask in grid.day_masks if span & mask)
                        near = grid.zone(span, grid.longest_walk, grid.longest_walk)
                        clash = board.works[i] & (near if grid.interpreter_row[i] is None else day)
                        hit = {o for o in board.served[i] if board.span_of(o) & span}
                        gone |= hit or {o for o in board.served[i] if board.span_of(o) & clash}
                else:
                    cost = self._cost(gone - out) + self.chance.random()
                    if best is None or cost < best[0]:
                        best = cost, way, gone
            if best is None:
                return None
            team |= set(best[1])
            out |= best[2]
        if any(board.works[i] & span and not any(i in board.placed[o].team for o in out) for i in team):
            return None
        return tuple(sorted(team)), out

    def _cost(self, out: Iterable[int]) -> float:
        return sum(self.weight[o] * (1 + self.pushed[o]) for o in out)


def weight(grid: Grid, m: int) -> int:
    """What holding a meeting is worth to the first search: classes far apart, then priorities."""
    meeting = grid.problem.meetings[m]
    size = 1 + sum(x.priority for x in grid.problem.meetings)
    if grid.mandatory[m]:
        return size * size + meeting.priority
    return 1 + meeting.priority * (1 if meeting.tentative else size)


def breaks_added(board: Board, m: int, t: int) -> int:
    """By how many breaks the participants would have more."""
    grid = board.grid
    span = grid.spans[m][t]
    return sum(grid.breaks(board.busy[p] | span) - grid.breaks(board.busy[p]) for p in grid.people[m])
