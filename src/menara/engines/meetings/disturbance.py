"""What a change costs those it disturbs, and the list of changes from one programme to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from menara.engines.meetings.agenda import Records, Violation
from menara.engines.meetings.grid import NO_ROOM, Grid, Placed
from menara.engines.meetings.move import conflicts_of
from menara.engines.meetings.problem import Placing, Problem, Programme

# Another time disturbs more than another room, and that more than another interpreter, whoever they are for. Weighed by
# the highest rank that takes part and the priority; what was published counts ten times.
DROPPED, TIME, ROOM, INTERPRETERS = 1_000, 100, 10, 1
PUBLISHED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that changes for one meeting. ``what``: dropped, added, time, room or interpreters; ``was`` and ``now``
    are keys. ``weight`` is what it counts as disturbance. ``why``: what leaving it as it was would break."""

    meeting: str
    what: str
    was: tuple[str, ...]
    now: tuple[str, ...]
    weight: int
    published: bool
    why: tuple[Violation, ...] = ()


class Before:
    """The programme before a change, as far as its records are still there."""

    def __init__(self, grid: Grid, programme: Programme, published: frozenset[str]) -> None:
        self.grid, self.published = grid, published
        self.placing = {grid.meeting[p.meeting]: p for p in programme if p.meeting in grid.meeting}
        self.place = {m: self._known(p) for m, p in self.placing.items()}
        self.importance = [self._importance(m) for m in range(len(grid.starts))]

    def _known(self, p: Placing) -> Placed:
        """In indexes; -2 for what is no more there, so that it equals no place."""
        room = NO_ROOM if not p.room else self.grid.room.get(p.room, -2)
        team = tuple(sorted(self.grid.interpreter.get(i, -2) for i in p.interpreters))
        return Placed(self.grid.slot.get(p.slot, -2), room, team)

    def _importance(self, m: int) -> int:
        meeting, people = self.grid.problem.meetings[m], self.grid.people[m]
        rank = max((self.grid.problem.participants[p].rank for p in people), default=0)
        return max(1, rank) * max(1, meeting.priority) * (PUBLISHED if meeting.key in self.published else 1)

    def still_there(self) -> Programme:
        """Those that may keep their place where they can, the most important first."""
        grid = self.grid
        order = sorted(self.placing, key=lambda m: (not grid.problem.meetings[m].pinned, -self.importance[m], m))
        return tuple(self.placing[m] for m in order)

    def cost(self, m: int, start: int, room: int) -> int:
        """What another time and room cost a meeting."""
        was = self.place.get(m)
        if was is None:
            return 0
        return self.importance[m] * (TIME * (start != was.start) + ROOM * (room != was.room))

    def cost_of_team(self, m: int) -> int:
        return self.importance[m] * INTERPRETERS if m in self.place else 0

    def cost_of_dropping(self, m: int) -> int:
        return self.importance[m] * DROPPED if m in self.place else 0

    def least(self, m: int) -> int:
        """What a meeting loses at least, whoever else moves."""
        grid, was = self.grid, self.place.get(m)
        if was is None:
            return 0
        if was.start in grid.starts[m] and self._may_stay(m, was):
            return 0
        places = ((t, r) for t in grid.starts[m] for r in grid.rooms[m] if grid.open_at(m, t, r))
        least = self.cost_of_dropping(m)
        for t, r in places:
            least = min(least, self.cost(m, t, r) + (0 if self._team_on_duty(m, t) else self.cost_of_team(m)))
        return least

    def _may_stay(self, m: int, was: Placed) -> bool:
        grid = self.grid
        return was.room in grid.rooms[m] and grid.open_at(m, was.start, was.room) and self._team_on_duty(m, was.start)

    def _team_on_duty(self, m: int, start: int) -> bool:
        span = self.grid.spans[m][start]
        return all(i >= 0 and not span & ~self.grid.shift[i] for i in self.place[m].team)


def changes(was: Before, problem: Problem, programme: Programme) -> tuple[Change, ...]:
    """From the programme before to this one, the weightiest first."""
    records = Records(problem)
    now = {p.meeting: p for p in programme}
    found = [c for m, p in was.placing.items() for c in _of_one(was, m, p, now, programme, records)]
    old = {p.meeting for p in was.placing.values()}
    for key, p in now.items():
        if key not in old:
            found.append(_change(was, p, "added", (), (p.slot, *([p.room] if p.room else ()), *p.interpreters), 0))
    return tuple(sorted(found, key=lambda c: -c.weight))


def _of_one(
    was: Before, m: int, old: Placing, now: Mapping[str, Placing], programme: Programme, records: Records
) -> Iterator[Change]:
    new = now.get(old.meeting)
    if new == old:
        return
    why = _why(was, old, programme, records)
    if new is None:
        there = (old.slot, *([old.room] if old.room else ()))
        yield _change(was, old, "dropped", there, (), was.cost_of_dropping(m), why)
        return
    each = was.importance[m]
    if new.slot != old.slot:
        yield _change(was, old, "time", (old.slot,), (new.slot,), each * TIME, why)
    if new.room != old.room:
        yield _change(was, old, "room", (old.room,), (new.room,), each * ROOM, why)
    if set(new.interpreters) != set(old.interpreters):
        yield _change(was, old, "interpreters", old.interpreters, new.interpreters, each * INTERPRETERS, why)


def _change(
    was: Before,
    p: Placing,
    what: str,
    old: tuple[str, ...],
    new: tuple[str, ...],
    weight: int,
    why: tuple[Violation, ...] = (),
) -> Change:
    return Change(
        meeting=p.meeting, what=what, was=old, now=new, weight=weight, published=p.meeting in was.published, why=why
    )


def _why(was: Before, old: Placing, programme: Programme, records: Records) -> tuple[Violation, ...]:
    """What the meeting in its old place would break in the new programme."""
    grid = was.grid
    gone = [i for i in old.interpreters if i not in grid.interpreter]
    if old.slot not in grid.slot or (old.room and old.room not in grid.room) or gone:
        return (Violation(constraint="known_records", about={"meeting": old.meeting}),)
    return conflicts_of(
        problem=grid.problem,
        programme=programme,
        meeting=old.meeting,
        slot=old.slot,
        room=old.room,
        interpreters=old.interpreters,
        records=records,
    )
