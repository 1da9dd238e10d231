"""The one door: a question in, an answer with its proof out.

A national ``Problem`` is screened, climbed (``climb.py``) and told with value, bound and prices of each level. The
world goes to ``staffing``, which knows nothing of this file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, overload

import numpy as np

from menara.engines.matching.climb import EXACT_UP_TO, Run, Stopped, climb, start_model
from menara.engines.matching.conflicts import any_slate, smallest_conflict
from menara.engines.matching.goals import GOALS
from menara.engines.matching.instance import Instance, barred_pins, instance_of
from menara.engines.matching.problem import Conflict, Level, Prices, Problem, Result
from menara.engines.matching.proof import price_bound
from menara.engines.matching.search import first_slate
from menara.engines.matching.slate import nominees_of, reserves_of, values_of
from menara.engines.matching.teams import Teams, all_teams
from menara.engines.outcome import Limits, Listener, Progress, Status
from menara.engines.staffing.market import Market

if TYPE_CHECKING:
    from menara.engines.staffing.best import Found as StaffingFound
    from menara.engines.staffing.problem import Result as StaffingResult
    from menara.engines.staffing.problem import Staffing

NATIONAL = Limits()


@overload
def solve(
    asked: Problem, *, limits: Limits = ..., listener: Listener | None = ..., exact_up_to: int = ...
) -> Result: ...
@overload
def solve(
    asked: Staffing,
    *,
    limits: Limits = ...,
    listener: Listener | None = ...,
    keep: Callable[[StaffingResult], object] | None = ...,
) -> StaffingResult: ...
@overload
def solve(asked: Market, *, limits: Limits = ..., listener: Listener | None = ...) -> StaffingFound: ...
def solve(
    asked: Problem | Staffing | Market,
    *,
    limits: Limits = NATIONAL,
    listener: Listener | None = None,
    keep: Callable[[StaffingResult], object] | None = None,
    exact_up_to: int = EXACT_UP_TO,
) -> Result | StaffingResult | StaffingFound:
    """The one door: the best answer within ``limits``, with value, bound and the prices that prove it.

    A ``Problem`` gives a slate in the order of the goals, exact up to ``exact_up_to`` eligible pairs, close first and
    then exact beyond. A ``Staffing`` gives a plan for all posts of the world, certified by prices over all pairs;
    ``keep`` is given every better one. A ``Market`` (pairs with their worth) gives what its prices prove.

    Same question, same limits, same answer, as long as no limit of time is reached. Infeasible is a status; the result
    then names a smallest set of requirements that cannot hold together. Raises ``BadInput`` with every fault of a
    staffing.
    """
    if isinstance(asked, Problem):
        return _solve_problem(asked, limits, listener, exact_up_to)
    from menara.engines.staffing import solve as world  # machine code: only who staffs the world waits for it

    if isinstance(asked, Market):
        return world.solve_market(asked, limits=limits, listener=listener)
    return world.solve(asked, limits=limits, listener=listener, keep=keep)


def _solve_problem(problem: Problem, limits: Limits, listener: Listener | None, exact_up_to: int) -> Result:
    """Screen, look for any slate, climb; the result with its proof."""
    started = perf_counter()
    if listener is not None:
        listener(Progress(step="screening", total=len(problem.openings)))
    instance = instance_of(problem)
    screened = perf_counter()
    barred = barred_pins(problem, instance)
    if barred:
        return _infeasible(instance, barred[0], screened - started, perf_counter() - screened)
    run = Run(instance, limits, listener, screened, exact_up_to=exact_up_to)
    run.best = first_slate(instance)
    if run.best is None:  # pins leave no easy slate, perhaps none at all
        run.best = any_slate(instance)
    if run.best is None:
        conflicts = smallest_conflict(instance)
        return _infeasible(instance, conflicts, screened - started, perf_counter() - screened)
    stopped = False
    try:
        feasible = _climb(run)
    except Stopped:  # the end of time is no stop where a close slate stands with its proof
        stopped, feasible = run.is_told or not run.earlier, True
    if not feasible:
        conflicts = smallest_conflict(instance)
        return _infeasible(instance, conflicts, screened - started, perf_counter() - screened)
    return _result(problem, run, screened - started, stopped)


def _climb(run: Run) -> bool:
    """All levels; False where no slate satisfies the hard constraints."""
    if not len(run.instance.pair_officer):
        run.best = np.zeros(0, dtype=np.int64)
        return True
    return climb(run, start_model(run.instance, slate=run.best, seed=run.limits.seed))


def _result(problem: Problem, run: Run, seconds_screen: float, stopped: bool) -> Result:
    instance = run.instance
    pairs = np.zeros(0, dtype=np.int64) if run.best is None else run.best
    nominees = nominees_of(problem, instance, pairs, run.spread)
    values = values_of(instance, nominees)
    teams = all_teams(instance)
    levels = tuple(_level(run, goal, values, teams) for goal in range(len(GOALS)))
    optimal = all(level.value == level.bound for level in levels)
    status = Status.OPTIMAL if optimal else Status.STOPPED if stopped else Status.FEASIBLE
    return Result(
        status=status,
        levels=levels,
        nominees=nominees,
        reserves=reserves_of(instance, pairs),
        unit=instance.unit_of_success,
        seconds_screen=seconds_screen,
        seconds_solve=perf_counter() - run.started,
        pairs=len(instance.pair_officer),
    )


def _level(run: Run, goal: int, values: list[int], teams: Mapping[int, Teams]) -> Level:
    """A level's claim. A level the run never reached is bounded by no prices at all, which is still a bound."""
    value = values[goal]
    kept = values[:goal]
    known = [all_prices[goal] for all_prices in (run.prices, run.earlier) if goal < len(all_prices)] or [Prices()]
    bounds = [price_bound(instance=run.instance, goal=goal, prices=p, kept=kept, teams=teams) for p in known]
    by_price = min(bounds)
    prices = known[bounds.index(by_price)]
    searched = run.searched.get(goal)
    # A slate in hand outweighs a bound that floating point has rounded below it.
    bound = min(by_price, max(searched.bound, value)) if searched and searched.holds(values) else by_price
    proven = "" if bound != value else "prices" if by_price == value else "search"
    seconds = run.seconds[goal] if goal < len(run.seconds) else 0.0
    return Level(
        goal=GOALS[goal],
        value=value,
        bound=bound,
        price_bound=by_price,
        proven_by=proven,
        seconds=seconds,
        prices=prices,
    )


def _infeasible(instance: Instance, conflicts: tuple[Conflict, ...], screening: float, solving: float) -> Result:
    return Result(
        status=Status.INFEASIBLE,
        conflicts=conflicts,
        unit=instance.unit_of_success,
        seconds_screen=screening,
        seconds_solve=solving,
        pairs=len(instance.pair_officer),
    )
