"""Level by level: each goal is settled or bounded by CP-SAT over all meetings, and kept while the next is sought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil, floor
from time import perf_counter

from menara.engines.meetings.agenda import values
from menara.engines.meetings.constraints import tell
from menara.engines.meetings.cp_sat import Going, run
from menara.engines.meetings.grid import Grid, Placed
from menara.engines.meetings.model import Model, Sum
from menara.engines.meetings.problem import GOALS, Level

EPSILON = 1e-6
Say = Callable[[str, int, int], None]  # goal, value, bound


@dataclass(slots=True)
class Settled:
    """``found``: whether ``placed`` is a programme; ``infeasible``: there is none."""

    placed: dict[int, Placed]
    found: bool = True
    levels: list[Level] = field(default_factory=list)
    infeasible: bool = False


def settle(
    grid: Grid,
    *,
    placed: dict[int, Placed] | None,
    counted: Mapping[str, int],
    seconds: float,
    seed: int,
    going: Going,
    say: Say,
) -> Settled:
    """Every goal in its order, from the programme ``placed`` where there is one. ``counted`` are bounds already known;
    a level that reaches its own is not searched. Out of time, the rest keep what they have and what was counted."""
    model = tell(Model(grid, range(len(grid.starts)), {}))
    goals = model.goals()
    ends = perf_counter() + seconds
    settled = Settled(placed or {}, found=placed is not None)
    if not settled.found and not _any(settled, model, ends - perf_counter(), seed, going):
        return settled
    sought = [goal for goal in GOALS if goal in grid.problem.goals]
    for k, goal in enumerate(sought):
        began = perf_counter()
        value = _value(grid, settled, goal)
        bound, by = counted[goal], "counting"
        left = ends - began
        if value != bound and left > 0 and going():
            share = left if k == len(sought) - 1 else left * 0.6
            value, bound, by = _climb(settled, model, (goal, goals[goal]), bound, share, seed, going)
        settled.levels.append(Level(goal=goal, value=value, bound=bound, bound_by=by, seconds=perf_counter() - began))
        say(goal, value, bound)
        model.forget_goal()
        model.cp.add(goals[goal] >= value if GOALS[goal] else goals[goal] <= value)
    return settled


def _any(settled: Settled, model: Model, seconds: float, seed: int, going: Going) -> bool:
    answer = run(model.cp, seconds=seconds, seed=seed, going=going, workers=2)
    settled.infeasible = answer.proven and not answer.feasible
    settled.placed = model.placed(answer.value) if answer.feasible else {}
    settled.found = answer.feasible
    return answer.feasible


def _climb(
    settled: Settled, model: Model, sought: tuple[str, Sum], counted: int, seconds: float, seed: int, going: Going
) -> tuple[int, int, str]:
    """The best value of a goal within time, its bound and what proves it."""
    goal, expression = sought
    more = GOALS[goal]
    model.hint(settled.placed)
    if more:
        model.cp.maximize(expression)
    else:
        model.cp.minimize(expression)
    answer = run(model.cp, seconds=seconds, seed=seed, going=going, workers=2)
    before = _value(model.grid, settled, goal)
    if answer.feasible:
        was, settled.placed = settled.placed, model.placed(answer.value)
        value = _value(model.grid, settled, goal)
        if (value < before) if more else (value > before):
            value, settled.placed = before, was
    else:
        value = before
    bound = floor(answer.bound + EPSILON) if more else ceil(answer.bound - EPSILON)
    if (bound >= counted) if more else (bound <= counted):
        return value, counted, "counting"
    return value, max(bound, value) if more else min(bound, value), "search"


def _value(grid: Grid, settled: Settled, goal: str) -> int:
    return values(problem=grid.problem, programme=grid.programme(settled.placed))[goal]
