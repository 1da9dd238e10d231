"""Cases of breaks alone: single slots of one day, places all alike, everything held. Their kernel is ``breaks.py``."""

from __future__ import annotations

from menara.engines.meetings.agenda import values
from menara.engines.meetings.bounds import bounds
from menara.engines.meetings.breaks import BreakCase, fewest_breaks
from menara.engines.meetings.conflicts import smallest_conflict
from menara.engines.meetings.grid import NO_ROOM, Grid, Placed
from menara.engines.meetings.problem import Level, Problem, Result, is_mandatory
from menara.engines.meetings.work import Work
from menara.engines.outcome import Limits, Status

EXPLAIN = 5.0  # seconds at most for what cannot hold together


def breaks_alone(problem: Problem) -> BreakCase | None:
    """The case for the kernel; None where the problem has anything that it does not know."""
    plain = (
        "breaks" in problem.goals
        and len({s.day for s in problem.slots}) == 1
        and not problem.rooms
        and not problem.travel
        and bool(problem.meetings)
        and all(is_mandatory(problem, m) and m.length == 1 and not m.languages for m in problem.meetings)
        and all(p.in_a_row is None for p in problem.participants)
    )
    if not plain or ("preferences" in problem.goals and any(m.preferred_slots for m in problem.meetings)):
        return None
    grid = Grid(problem)
    return BreakCase(
        slots=grid.size,
        meetings=tuple(grid.people),
        allowed=tuple(frozenset(starts) for starts in grid.starts),
        tables=len(problem.meetings) if problem.tables is None else problem.tables,
        before=tuple((grid.meeting[a], grid.meeting[b]) for a, b in problem.precedences),
        fairness=problem.fairness,
        participants=len(problem.participants),
    )


def of_breaks(problem: Problem, case: BreakCase, work: Work) -> Result:
    """What the kernel says, as a result."""
    limits = Limits(seconds=work.left, seed=work.limits.seed, gap=work.limits.gap)
    answer = fewest_breaks(case, limits=limits, listener=work.listener)
    if answer.status is Status.INFEASIBLE:
        seconds = work.seconds
        found = smallest_conflict(problem, seconds=EXPLAIN, seed=work.limits.seed, going=work.listening)
        return Result(status=Status.INFEASIBLE, conflicts=found, seconds=seconds)
    if answer.slots is None:
        return Result(status=answer.status, seconds=work.seconds)
    grid, counted = Grid(problem), bounds(problem)
    programme = grid.programme({m: Placed(t, NO_ROOM, ()) for m, t in enumerate(answer.slots)})
    now = values(problem=problem, programme=programme)
    levels = []
    for goal in problem.goals:
        by_search = goal == "breaks" and answer.bound > counted[goal]
        bound, by = (answer.bound, "search") if by_search else (counted[goal], "counting")
        levels.append(Level(goal=goal, value=now[goal], bound=bound, bound_by=by))
    status = answer.status
    if status is Status.OPTIMAL and not all(level.proven for level in levels):
        status = Status.FEASIBLE
    return Result(status=status, levels=tuple(levels), programme=programme, seconds=work.seconds)
