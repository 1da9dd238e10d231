"""Why a meeting is not held: a smallest set of requirements that leave it no place.

First alone, in an empty programme; then beside all others where they are. All rooms count as one requirement of a kind,
and so do all interpreters: a person wants to know that the rooms are taken, not fourteen names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from menara.engines.meetings.board import Board
from menara.engines.meetings.cp_sat import Going
from menara.engines.meetings.grid import Grid, Placed, Requirement
from menara.engines.meetings.problem import NotHeld, Problem, Reason
from menara.engines.meetings.requirements import in_kinds
from menara.engines.smallest import smallest

Kind = tuple[Reason, frozenset[Requirement]]


def why_not(grid: Grid, placed: Mapping[int, Placed], *, going: Going) -> tuple[NotHeld, ...]:
    """Of every meeting that is not placed, in order; without reasons once ``going`` says stop."""
    full = Board(grid, dict(placed))
    return tuple(
        _of_one(grid.problem, m, full)
        if going()
        else NotHeld(meeting=grid.problem.meetings[m].key, reasons=(), scope="unknown")
        for m in range(len(grid.starts))
        if m not in placed
    )


def _of_one(problem: Problem, m: int, full: Board) -> NotHeld:
    meeting = problem.meetings[m]
    kinds = in_kinds(problem, meeting)
    alone, beside = _Question(problem, m, None, kinds), _Question(problem, m, full, kinds)
    for scope, question in (("alone", alone), ("beside", beside)):
        if not question.can_hold(kinds):
            return NotHeld(meeting=meeting.key, reasons=_least(question, kinds), scope=scope)
    return NotHeld(meeting=meeting.key, reasons=(), scope="unknown")


def _least(question: _Question, kinds: Sequence[Kind]) -> tuple[Reason, ...]:
    found = smallest(question.can_hold, asked=list(kinds))
    return tuple(reason for reason, _ in found)


class _Question:
    """Is there a place where only some requirements count? Those who share people with the meeting stand in a small
    problem of their own; rooms and interpreters are as busy as in the whole one."""

    def __init__(self, problem: Problem, m: int, full: Board | None, kinds: Sequence[Kind]) -> None:
        self.full, self.all = full, frozenset(one for _, kind in kinds for one in kind)
        self.near = [m]
        if full is not None:
            grid = full.grid
            people = {o for p in grid.people[m] for o in grid.of_person[p]}
            people |= {*grid.earlier.get(m, ()), *grid.later.get(m, ())}
            if grid.longest_walk:
                useful = {i for pair in grid.pairs[m] for i in grid.covers(m, pair)[0]}
                useful |= {i for pair in grid.pairs[m] for relay in grid.covers(m, pair)[1] for i in relay}
                people |= {o for i in useful for o in full.served[i]}
            self.near += sorted(o for o in people if o in full.placed and o != m)
        keys = {problem.meetings[k].key for k in self.near}
        self.problem = replace(
            problem,
            meetings=tuple(problem.meetings[k] for k in self.near),
            travel={pair: n for pair, n in problem.travel.items() if set(pair) <= keys},
            precedences=tuple(pair for pair in problem.precedences if set(pair) <= keys),
        )

    def can_hold(self, kept: Sequence[Kind]) -> bool:
        needed = frozenset(one for _, kind in kept for one in kind)
        board = self._board(Grid(self.problem, self.all - needed))
        grid = board.grid
        for t in grid.starts[0]:
            if board.people_fit(0, t):
                for r in grid.rooms[0]:
                    if board.room_fits(0, t, r) and board.team_for(0, t, r) is not None:
                        return True
        return False

    def _board(self, grid: Grid) -> Board:
        if self.full is None:
            return Board(grid)
        board = Board(grid, {k: self.full.placed[m] for k, m in enumerate(self.near) if k})
        board.used, board.works = list(self.full.used), list(self.full.works)
        board.at_tables = list(self.full.at_tables)
        return board
