"""Why no programme can stand: a smallest set of requirements that cannot hold together.

First the fewest meetings that cannot all be held, then the fewest requirements that bar them. Without any one member
the others can hold, as far as each question was settled in its time; a question that was not counts as *can hold*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from menara.engines.meetings.board import Board
from menara.engines.meetings.constraints import tell
from menara.engines.meetings.cp_sat import Going, run
from menara.engines.meetings.grid import Grid, Requirement
from menara.engines.meetings.model import Model
from menara.engines.meetings.problem import Meeting, Problem, Reason, is_mandatory
from menara.engines.meetings.requirements import reason, requirements
from menara.engines.smallest import smallest

EACH = 2.0  # seconds at most for one question


def smallest_conflict(problem: Problem, *, seconds: float, seed: int, going: Going) -> tuple[Reason, ...]:
    """Mandatory meetings and requirements that cannot hold together; empty where none was established in time."""
    questions = _Questions(problem, perf_counter() + seconds, seed, going)
    asked = [m for m in problem.meetings if is_mandatory(problem, m)]
    lone = _barred_alone(problem, asked)
    if lone is not None:
        meetings = [lone]
    elif questions.can_all_be_held(asked):
        return ()
    else:
        meetings = smallest(questions.can_all_be_held, asked=asked)
    everything = requirements(problem, meetings)

    def can_hold(kept: Sequence[Requirement]) -> bool:
        return questions.can_all_be_held(meetings, frozenset(everything) - frozenset(kept))

    if can_hold(everything):
        return ()
    barring = smallest(can_hold, asked=list(everything))
    return (
        *(Reason(constraint="mandatory_is_held", about={"meeting": m.key}) for m in meetings),
        *(reason(one) for one in barring),
    )


def _barred_alone(problem: Problem, meetings: Sequence[Meeting]) -> Meeting | None:
    """The first meeting that has no place even in an empty programme."""
    board = Board(Grid(problem))
    grid = board.grid
    for meeting in meetings:
        m = grid.meeting[meeting.key]
        if not any(
            board.people_fit(m, t) and board.room_fits(m, t, r) and board.team_for(m, t, r) is not None
            for t in grid.starts[m]
            for r in grid.rooms[m]
        ):
            return meeting
    return None


class _Questions:
    def __init__(self, problem: Problem, ends: float, seed: int, going: Going) -> None:
        self.problem, self.ends, self.seed, self.going = problem, ends, seed, going

    def can_all_be_held(self, meetings: Sequence[Meeting], waived: frozenset[Requirement] = frozenset()) -> bool:
        """Whether some programme holds all of them. Others may fall; where breaks are to be fair they may also help."""
        keys = {m.key for m in meetings}
        others = self.problem.meetings if self.problem.fairness is not None else meetings
        known = {m.key for m in others}
        part = replace(
            self.problem,
            meetings=tuple(replace(m, mandatory=m.key in keys, pinned=False) for m in others),
            all_held=False,
            travel={pair: n for pair, n in self.problem.travel.items() if set(pair) <= known},
            precedences=tuple(pair for pair in self.problem.precedences if set(pair) <= known),
        )
        grid = Grid(part, waived)
        if any(not grid.starts[k] or not grid.rooms[k] for k, m in enumerate(part.meetings) if m.mandatory):
            return False
        left = self.ends - perf_counter()
        if left <= 0 or not self.going():
            return True
        model = tell(Model(grid, range(len(part.meetings)), {}))
        answer = run(model.cp, seconds=min(EACH, left), seed=self.seed, going=self.going)
        return answer.feasible or not answer.proven
