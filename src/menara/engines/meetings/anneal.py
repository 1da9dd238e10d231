"""A programme made better by moving meetings: each is offered all free places and takes one by chance, the better the
more likely, with less and less left to chance.

Meetings change places with those in their way, too. What is held is not given up; what is best by the six goals in
their order is kept.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from math import exp

from menara.engines.meetings.board import Board
from menara.engines.meetings.grid import Placed

LIKED, BROKEN, UNEVEN, MOVED = 600.0, 60.0, 6.0, 1.0  # what a point, a break, its square and a move weigh here
WARM, COLD = 40.0, 0.3
Going = Callable[[], bool]
Values = tuple[int, int, int, int, int, int]


def rank_of(values: Values) -> Values:
    """The larger the better, in order of the goals."""
    held, tentative, liked, breaks, unfair, moves = values
    return (held, tentative, liked, -breaks, -unfair, -moves)


class Annealing:
    """Works on ``board`` in sweeps over all meetings; ``best`` is what was best."""

    def __init__(self, board: Board, *, seed: int, still: frozenset[int] = frozenset()) -> None:
        self.board, self.grid = board, board.grid
        self.chance = random.Random(seed)  # noqa: S311 - a seed, no secret
        self.still = still
        self.able = [m for m, starts in enumerate(self.grid.starts) if starts and self.grid.rooms[m]]
        self.best_values = board.values()
        self.best = dict(board.placed)

    def run(self, sweeps: int, *, going: Going, warm: float = WARM, cold: float = COLD) -> bool:
        """Whether all sweeps were made."""
        for sweep in range(sweeps):
            heat = warm * (cold / warm) ** (sweep / max(1, sweeps - 1))
            meetings = [m for m in sorted(self.board.placed) if m not in self.still]
            self.chance.shuffle(meetings)
            for m in meetings:
                if not going():
                    return False
                if m not in self.board.placed:
                    continue
                if self.chance.random() < 0.25:
                    self._change_places(m, heat)
                else:
                    self._offer(m, heat)
            for m in self.able:
                if m not in self.board.placed and (place := self._choose(m, COLD, None)) is not None:
                    self.board.put(m, place)
            self._note()
        return True

    def _note(self) -> None:
        now = self.board.values()
        if rank_of(now) > rank_of(self.best_values) and self._fair(now):
            self.best_values, self.best = now, dict(self.board.placed)

    def _fair(self, values: Values) -> bool:
        return self.grid.fairness is None or values[4] <= self.grid.fairness

    def _offer(self, m: int, heat: float) -> None:
        """All free places of a meeting, with its own; one by chance."""
        was = self.board.take(m)
        self.board.put(m, self._choose(m, heat, was) or was)

    def _choose(self, m: int, heat: float, was: Placed | None) -> Placed | None:
        board, grid = self.board, self.grid
        people = grid.people[m]
        places: list[tuple[float, int, int]] = []
        before = {p: grid.breaks(board.busy[p]) for p in people}
        for t in grid.starts[m]:
            if not board.people_fit(m, t):
                continue
            cost = self._broken(m, t, before)
            beside, between = self._beside(people, t) if board.used else ([], 0)
            cost -= MOVED * between
            for r in board.free_rooms(m, t):
                here = cost - LIKED * grid.preference(m, t, r)
                places.append((here + MOVED * sum(r != room for room in beside), t, r))
        if not places:
            return None
        least = min(cost for cost, _, _ in places)
        weights = [exp((least - cost) / heat) for cost, _, _ in places]
        keep = was.team if was is not None else ()
        for _ in range(3):
            _, t, r = self.chance.choices(places, weights)[0]
            team = board.team_for(m, t, r, keep)
            if team is not None:
                return Placed(t, r, team)
        return None

    def _broken(self, m: int, t: int, before: dict[int, int]) -> float:
        board, grid = self.board, self.grid
        span, cost = grid.spans[m][t], 0.0
        for p, was in before.items():
            now = grid.breaks(board.busy[p] | span)
            if now != was:
                cost += BROKEN * (now - was) + UNEVEN * (now * now - was * was)
        return cost

    def _beside(self, people: tuple[int, ...], t: int) -> tuple[list[int], int]:
        """The rooms of the meetings that would come right before and after one in slot t, of each participant on that
        day; and how many moves between those two it would come between."""
        placed, day = self.board.placed, self.grid.day_of(1 << t)
        rooms: list[int] = []
        between = 0
        for p in people:
            busy = self.board.busy[p] & day
            if not busy:
                continue
            first, last = -1, self.grid.size
            before = after = None
            for other in self.grid.of_person[p]:
                place = placed.get(other)
                if place is None or not day >> place.start & 1:
                    continue
                if first < place.start < t:
                    first, before = place.start, place.room
                elif t < place.start < last:
                    last, after = place.start, place.room
            rooms += [r for r in (before, after) if r is not None]
            between += before is not None and after is not None and before != after
        return rooms, between

    def _change_places(self, m: int, heat: float) -> None:
        """The meeting takes a place at which others are in the way, and those look for another; taken back where it is
        worse than chance allows."""
        board, grid = self.board, self.grid
        t = self.chance.choice(grid.starts[m])
        r = self.chance.choice(grid.rooms[m])
        if not grid.open_at(m, t, r):
            return
        out = sorted((board.in_the_way_of_people(m, t) | board.in_the_way_of_room(m, t, r)) - {m})
        if len(out) > 3 or set(out) & self.still:
            return
        people = sorted({p for o in (*out, m) for p in grid.people[o]})
        cost = self._cost(people, (*out, m))
        was = {o: board.take(o) for o in (*out, m)}
        if self._put(m, t, r, was[m].team) and all(self._put_anywhere(o, heat, was[o]) for o in out):
            worse = self._cost(people, (*out, m)) - cost
            if worse <= 0 or self.chance.random() < exp(-worse / heat):
                return
        for o in was:
            if o in board.placed:
                board.take(o)
        for o, place in was.items():
            board.put(o, place)

    def _put(self, m: int, t: int, r: int, keep: tuple[int, ...]) -> bool:
        board = self.board
        if not (board.people_fit(m, t) and board.room_fits(m, t, r)):
            return False
        team = board.team_for(m, t, r, keep)
        if team is not None:
            board.put(m, Placed(t, r, team))
        return team is not None

    def _put_anywhere(self, m: int, heat: float, was: Placed) -> bool:
        place = self._choose(m, heat, was)
        if place is not None:
            self.board.put(m, place)
        return place is not None

    def _cost(self, people: list[int], meetings: tuple[int, ...]) -> float:
        board, grid = self.board, self.grid
        cost = 0.0
        for p in people:
            breaks = grid.breaks(board.busy[p])
            cost += BROKEN * breaks + UNEVEN * breaks * breaks
            cost += MOVED * board.room_moves(p) if board.used else 0.0
        return cost - LIKED * sum(
            grid.preference(m, board.placed[m].start, board.placed[m].room) for m in meetings if m in board.placed
        )
