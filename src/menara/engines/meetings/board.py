"""A programme in the making: who is busy when, what fits where, what stands in the way. Bits of whole numbers, fast.

Everything that bars a place is asked here a first time for the search; ``check.py`` asks it again of what comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from menara.engines.meetings.grid import NO_ROOM, Grid, Placed, Row, bits

NIGHT = 240  # a shorter rest than this many minutes is over by the next day


class Board:
    """``placed`` says where meetings are. A person's, room's or interpreter's busy slots are bits of one number."""

    def __init__(self, grid: Grid, placed: dict[int, Placed] | None = None) -> None:
        self.grid = grid
        self.placed: dict[int, Placed] = {}
        self.busy = [0] * len(grid.problem.participants)
        self.used = [0] * len(grid.problem.rooms)
        self.works = [0] * len(grid.problem.interpreters)
        self.in_room: list[set[int]] = [set() for _ in grid.problem.rooms]
        self.served: list[set[int]] = [set() for _ in grid.problem.interpreters]
        self.at_tables = [0] * grid.size
        self.taken = [0] * grid.size  # of every slot the rooms in use, as bits
        for m, place in sorted((placed or {}).items()):
            self.put(m, place)

    def put(self, m: int, place: Placed) -> None:
        grid = self.grid
        span = grid.spans[m][place.start]
        self.placed[m] = place
        for p in grid.people[m]:
            self.busy[p] |= span
        if place.room != NO_ROOM:
            self.used[place.room] |= span
            self.in_room[place.room].add(m)
            for t in bits(span):
                self.taken[t] |= 1 << place.room
        for i in place.team:
            self.works[i] |= span
            self.served[i].add(m)
        if grid.tables is not None:
            for t in bits(span):
                self.at_tables[t] += 1

    def take(self, m: int) -> Placed:
        grid = self.grid
        place = self.placed.pop(m)
        span = grid.spans[m][place.start]
        for p in grid.people[m]:
            self.busy[p] &= ~span
        if place.room != NO_ROOM:
            self.used[place.room] &= ~span
            self.in_room[place.room].discard(m)
            for t in bits(span):
                self.taken[t] &= ~(1 << place.room)
        for i in place.team:
            self.works[i] &= ~span
            self.served[i].discard(m)
        if grid.tables is not None:
            for t in bits(span):
                self.at_tables[t] -= 1
        return place

    # --- what fits ---------------------------------------------------------------------------------------------------

    def people_fit(self, m: int, t: int) -> bool:
        """Whether participants, order, travel and tables allow the meeting to start in slot t."""
        grid = self.grid
        span = grid.spans[m][t]
        for p in grid.people[m]:
            if self.busy[p] & span and grid.person_once[p]:
                return False
            row = grid.person_row[p]
            if row is not None and self._too_long(row, self.busy[p] | span, span):
                return False
        if grid.tables is not None and any(self.at_tables[s] >= grid.tables for s in bits(span)):
            return False
        return not some(self._tied(m, span))

    def _too_long(self, row: Row, busy: int, span: int) -> bool:
        """Whether there is a longer row around the span; few busy slots make none, and a day off ends one."""
        day = self.grid.day_of(span)
        if row.rest < NIGHT:
            busy &= day
        return busy.bit_count() > row.most and self.grid.longest_row(busy, row.rest, span) > row.most

    def _tied(self, m: int, span: int) -> Iterator[int]:
        """Meetings in the way by travel or order."""
        grid, placed = self.grid, self.placed
        for other, before, after in grid.travel.get(m, ()):
            if other in placed and grid.spans[other][placed[other].start] & grid.zone(span, before, after):
                yield other
        low, high = span & -span, 1 << (span.bit_length() - 1)
        for other in grid.earlier.get(m, ()):
            if other in placed and grid.spans[other][placed[other].start] >= low:
                yield other
        for other in grid.later.get(m, ()):
            if other in placed and (1 << placed[other].start) <= high:
                yield other

    def free_rooms(self, m: int, t: int) -> list[int]:
        """The suitable rooms that are free for a meeting from slot t on."""
        grid = self.grid
        if grid.one_turnover is None or grid.longest_walk:
            return [r for r in grid.rooms[m] if self.room_fits(m, t, r)]
        span, free = grid.spans[m][t], grid.room_bits[m]
        for s in bits(span):
            free &= grid.open_bits[s]
        for s in bits(grid.zone(span, grid.one_turnover, grid.one_turnover)):
            free &= ~self.taken[s]
        return list(bits(free))

    def room_fits(self, m: int, t: int, r: int) -> bool:
        if r == NO_ROOM:
            return True
        grid = self.grid
        span = grid.spans[m][t]
        near = self.used[r] & grid.zone(span, grid.turnover[r], grid.turnover[r])
        if span & ~grid.open[r] or (near & ~span) or (near and grid.room_once[r]):
            return False
        if grid.longest_walk:
            return not some(self._walkers(span, r, self._on_foot(grid.people[m])))
        return True

    def _on_foot(self, people: Iterable[int]) -> list[tuple[int, list[int]]]:
        return [(self.busy[p], self.grid.of_person[p]) for p in people if self.grid.person_walks[p]]

    def _walkers(self, span: int, r: int, those: Iterable[tuple[int, Iterable[int]]]) -> Iterator[int]:
        """The neighbours of a meeting in room r that are too far to walk from or to, of people with these
        busy slots and meetings."""
        grid = self.grid
        low, last = span & -span, span.bit_length() - 1
        first = low.bit_length() - 1
        for busy, meetings in those:
            before = (busy & (low - 1)).bit_length() - 1
            behind = busy >> (last + 1)
            after = (behind & -behind).bit_length() + last if behind else -1
            for s in (before, after):
                pause = (
                    (grid.begin[first] - grid.end[s] if s < first else grid.begin[s] - grid.end[last]) if s >= 0 else 0
                )
                if s < 0 or pause >= grid.longest_walk:
                    continue
                for other in meetings:
                    place = self.placed.get(other)
                    if place is None or not grid.spans[other][place.start] >> s & 1:
                        continue
                    way = (place.room, r) if s < first else (r, place.room)
                    if pause < grid.walk[grid.area[way[0]]][grid.area[way[1]]]:
                        yield other

    def team_for(self, m: int, t: int, r: int, keep: tuple[int, ...] = ()) -> tuple[int, ...] | None:
        """Interpreters who are free and cover all pairs; those of ``keep`` first, then those in least demand. None
        where there are none."""
        grid = self.grid
        if not grid.pairs[m]:
            return ()
        span = grid.spans[m][t]
        return self._cover(m, span, r, (), 0, frozenset(keep))

    def _cover(
        self, m: int, span: int, r: int, team: tuple[int, ...], k: int, keep: frozenset[int]
    ) -> tuple[int, ...] | None:
        grid = self.grid
        if k == len(grid.pairs[m]):
            return tuple(sorted(team))
        direct, relays = grid.covers(m, grid.pairs[m][k])
        if any(i in team for i in direct) or any(a in team and b in team for a, b in relays):
            return self._cover(m, span, r, team, k + 1, keep)
        ways: list[tuple[int, ...]] = [(i,) for i in direct] or [*relays]
        ways.sort(key=lambda way: sum(grid.demand[i] for i in way if i not in keep and i not in team))
        for way in ways:
            new = tuple(i for i in way if i not in team)
            if all(self.works_then(i, span, r) for i in new):
                found = self._cover(m, span, r, (*team, *new), k + 1, keep)
                if found is not None:
                    return found
        return None

    def works_then(self, i: int, span: int, r: int) -> bool:
        grid = self.grid
        if span & ~grid.shift[i] or (span & self.works[i] and grid.interpreter_once[i]):
            return False
        row = grid.interpreter_row[i]
        if row is not None and self._too_long(row, self.works[i] | span, span):
            return False
        walks = grid.longest_walk and grid.interpreter_walks[i]
        return not (walks and some(self._walkers(span, r, [(self.works[i], self.served[i])])))

    # --- what is in the way ------------------------------------------------------------------------------------------

    def in_the_way_of_people(self, m: int, t: int) -> set[int]:
        """Meetings that would have to give way for the participants' sake."""
        grid = self.grid
        span = grid.spans[m][t]
        found = set(self._tied(m, span))
        for p in grid.people[m]:
            busy = self.busy[p]
            row = grid.person_row[p]
            clash = busy & span
            if row is not None and not clash and grid.longest_row(busy | span, row.rest, span) > row.most:
                clash = self._beside(busy, span, row.rest)
            if clash:
                found |= {o for o in grid.of_person[p] if o in self.placed and self.span_of(o) & clash}
        if grid.tables is not None and any(self.at_tables[s] >= grid.tables for s in bits(span)):
            found |= {o for o in self.placed if self.span_of(o) & span}
        found.discard(m)
        return found

    def _beside(self, busy: int, span: int, rest: int) -> int:
        """The busy slots that would make one row with the span."""
        grid = self.grid
        links, near = grid.links(rest), span
        changed = True
        while changed:
            changed = False
            for t in bits(busy & ~near):
                if any((t < s <= links[t]) or (s < t <= links[s]) for s in bits(near)):
                    near |= 1 << t
                    changed = True
        return near & busy

    def in_the_way_of_room(self, m: int, t: int, r: int) -> set[int]:
        if r == NO_ROOM:
            return set()
        grid = self.grid
        span = grid.spans[m][t]
        zone = grid.zone(span, grid.turnover[r], grid.turnover[r])
        found = {o for o in self.in_room[r] if self.span_of(o) & zone} if self.used[r] & zone else set()
        if grid.longest_walk:
            found |= set(self._walkers(span, r, self._on_foot(grid.people[m])))
        return found

    def span_of(self, m: int) -> int:
        return self.grid.spans[m][self.placed[m].start]

    # --- what it is worth --------------------------------------------------------------------------------------------

    def room_moves(self, p: int) -> int:
        """How often a participant's next meeting of the day is in another room."""
        placed, day = self.placed, self.grid.day
        mine = sorted(placed[m][:2] for m in self.grid.of_person[p] if m in placed)
        return sum(a[1] != b[1] and day[a[0]] == day[b[0]] for a, b in pairwise(mine))

    def values(self) -> tuple[int, int, int, int, int, int]:
        """The six goals, as ``check.values`` counts them."""
        grid = self.grid
        held = [grid.problem.meetings[m] for m in self.placed]
        breaks = [grid.breaks(busy) for busy in self.busy]
        return (
            sum(m.priority for m in held if not m.tentative),
            sum(m.priority for m in held if m.tentative),
            sum(grid.preference(m, place.start, place.room) for m, place in self.placed.items()),
            sum(breaks),
            max(breaks, default=0) - min(breaks, default=0),
            sum(self.room_moves(p) for p in range(len(self.busy))) if self.used else 0,
        )


def some(those: Iterator[int]) -> bool:
    """Whether there is any; unlike ``any``, meeting 0 counts."""
    return next(those, None) is not None
