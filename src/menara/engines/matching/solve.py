"""The one door: a problem in, a slate with its proof out.

1. screen every pair; 2. solve the relaxation level by level, growing it until no pair is left that would help, and keep
each level's bound; 3. find a whole slate that reaches all bounds at once; 4. where none does, settle the levels one by
one by search. What prices prove and what search closed is kept apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.conflicts import any_slate, smallest_conflict
from menara.engines.matching.goals import GOALS
from menara.engines.matching.instance import Instance, barred_pins, instance_of
from menara.engines.matching.model import Model
from menara.engines.matching.problem import Conflict, Level, Prices, Problem, Result
from menara.engines.matching.proof import price_bound
from menara.engines.matching.search import Found, first_slate, search, start_pairs
from menara.engines.matching.slate import Spread, nominees_of, reserves_of, values_held, values_of
from menara.engines.outcome import Limits, Listener, Progress, Status

Whole = NDArray[np.int64]


NATIONAL = Limits()
BETWEEN_GLIMPSES = 0.5  # seconds: a bound in passing costs one pass over all pairs


class Stopped(Exception):  # noqa: N818 - a signal, not an error
    """A limit was reached or a listener said stop; the best slate so far is kept."""


class _Proven(NamedTuple):
    """The solver's word: no slate that keeps the values ``kept`` of the levels above has more than ``bound``."""

    bound: int
    kept: tuple[int, ...]

    def holds(self, values: list[int]) -> bool:
        """Whether it speaks of all slates at least as good as ``values`` on the levels above."""
        return all(value >= kept for value, kept in zip(values, self.kept, strict=False))


@dataclass(slots=True)
class Run:
    """One solve under way: what is known of each level so far."""

    instance: Instance
    limits: Limits
    listener: Listener | None
    started: float
    best: Whole | None = None  # pairs of the best whole slate so far
    spread: Spread = field(default_factory=dict)
    bounds: list[int] = field(default_factory=list)
    prices: list[Prices] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    searched: dict[int, _Proven] = field(default_factory=dict)  # by level
    held: list[int] | None = None  # values of the best whole slate, once somebody asked; of one under search as known
    under_search: tuple[int, tuple[int, ...]] = (len(GOALS) - 1, ())  # the level, and what the levels above are kept at
    glimpsed: float = 0.0  # seconds of the clock when a bound was last looked at in passing

    ceiling: tuple[int, ...] = ()  # values of the first levels that no slate surpasses, as a better instance has proven

    @classmethod
    def begin(
        cls, instance: Instance, *, limits: Limits, listener: Listener | None, ceiling: tuple[int, ...] = ()
    ) -> Run:
        """A run whose clock starts now."""
        return cls(instance, limits, listener, perf_counter(), ceiling=ceiling)

    def roof(self, goal: int, bound: int, kept: list[int]) -> int:
        """A bound of the relaxation, or the ceiling where that is lower and speaks of the same slates."""
        speaks = goal < len(self.ceiling) and tuple(kept) == self.ceiling[:goal]
        return min(bound, self.ceiling[goal]) if speaks else bound

    def keep(self, found: Found) -> None:
        self.best, self.spread = found.pairs, found.spread
        self.held = None
        if self.listener is not None:
            for goal in range(len(GOALS)):
                self.listener(self.word("searching", goal))

    def left(self) -> float:
        return self.limits.seconds - (perf_counter() - self.started)

    def patience(self, value: int | None = None) -> float:
        """Seconds left; none once the listener said stop. ``value`` is what the search under way has found."""
        if self.listener is None:
            return self.left()
        goal, above = self.under_search
        if value is not None and [*above, value] > self.values()[: goal + 1]:
            self.held = [*above, value, *self.values()[goal + 1 :]]
            for one in range(goal + 1):
                self.listener(self.word("searching", one))
        return 0.0 if self.listener(self.word("searching", goal)) is False else self.left()

    def say(self, step: str, goal: int, *, bound: int | None = None) -> None:
        """A word on one level, with the ``bound`` known in passing. Raises ``Stopped`` where the work is to end."""
        if self.left() <= 0 or (self.listener is not None and self.listener(self.word(step, goal, bound)) is False):
            raise Stopped

    def word(self, step: str, goal: int, bound: int | None = None) -> Progress:
        """What is held and proven of a level. Its bound speaks of slates that keep the bounds of the levels above: one
        that gives way there may be worth more."""
        known = self.bounds[goal] if goal < len(self.bounds) else bound
        if goal in self.searched and self.searched[goal].holds(self.values()):
            known = self.searched[goal].bound if known is None else min(known, self.searched[goal].bound)
        return Progress(
            step=step,
            level=GOALS[goal],
            value=self.values()[goal],
            bound=known,
            unit=self.instance.unit_of_success if GOALS[goal] == "expected_success" else 1,
            done=len(self.bounds),
            total=len(GOALS),
        )

    def values(self) -> list[int]:
        """What the best slate is worth at each level."""
        if self.held is None:
            pairs = np.zeros(0, dtype=np.int64) if self.best is None else self.best
            self.held = values_held(self.instance, pairs, self.spread)
        return self.held

    def glimpse(self, model: Model, goal: int, kept: list[int]) -> int | None:
        """The bound that the prices of an unfinished relaxation prove already; None where nobody would hear it, or one
        was looked at a moment ago."""
        if self.listener is None or perf_counter() - self.glimpsed < BETWEEN_GLIMPSES:
            return None
        self.glimpsed = perf_counter()
        prices = model.prices(goal)
        return price_bound(instance=self.instance, goal=goal, prices=prices, kept=kept, teams=model.teams)


def solve(problem: Problem, *, limits: Limits = NATIONAL, listener: Listener | None = None) -> Result:
    """The best slate in the order of the goals, with value, bound and prices of each level.

    Same problem, same limits, same answer, as long as no limit of time is reached. Infeasible is a status; the result
    then names a smallest set of requirements that cannot hold together.
    """
    started = perf_counter()
    if listener is not None:
        listener(Progress(step="screening", total=len(problem.openings)))
    instance = instance_of(problem)
    screened = perf_counter()
    barred = barred_pins(problem, instance)
    if barred:
        return _infeasible(instance, barred[0], screened - started, perf_counter() - screened)
    run = Run(instance, limits, listener, screened)
    run.best = first_slate(instance)
    if run.best is None:  # pins leave no easy slate, perhaps none at all
        run.best = any_slate(instance)
    if run.best is None:
        conflicts = smallest_conflict(instance)
        return _infeasible(instance, conflicts, screened - started, perf_counter() - screened)
    stopped = False
    try:
        feasible = _climb(run)
    except Stopped:
        stopped, feasible = True, True
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


def start_model(instance: Instance, *, slate: Whole | None, seed: int) -> Model:
    """A model of the pairs and teams one would look at first, those of a slate among them."""
    model = Model(instance, seed=seed)
    model.add_pairs(start_pairs(instance, slate), 0)
    model.add_teams(model.first_teams(), 0)
    return model


def climb(run: Run, model: Model) -> bool:
    """All levels of a model that keeps none yet; False where no slate satisfies the hard constraints. Raises
    ``Stopped`` where a limit is reached or the listener says stop."""
    for goal in range(len(GOALS)):
        if not _relax(run, model, goal, run.bounds[:goal]):
            return False
        if goal < len(GOALS) - 1:
            model.keep(goal, run.bounds[goal])
    run.say("searching", len(GOALS) - 1)
    run.under_search = (len(GOALS) - 1, tuple(run.bounds[:-1]))
    found = search(model, goal=len(GOALS) - 1, bound=run.bounds[-1], left=run.patience)
    if found.pairs is not None:
        run.keep(found)
    if not found.complete:
        raise Stopped
    if found.pairs is not None:
        if found.value < run.bounds[-1]:
            run.searched[len(GOALS) - 1] = _Proven(found.bound, tuple(run.bounds[:-1]))
        return True
    return _settle(run, model)


def _relax(run: Run, model: Model, goal: int, kept: list[int]) -> bool:
    """The relaxation of one level over all pairs, above the values ``kept`` of the levels before; its bound and prices
    are noted. False where it has no solution."""
    began = perf_counter()
    run.say("pricing", goal)
    model.aim(goal)
    while True:
        status = model.solve()
        if status == "Infeasible":
            if model.is_whole:
                return False
            model.add_everything(goal)
            continue
        if status != "Optimal":
            raise RuntimeError(f"the relaxation of {GOALS[goal]} ended as {status}")
        seen = run.glimpse(model, goal, kept)
        if not model.grow(goal):
            break
        run.say("pricing", goal, bound=seen)
    prices = model.prices(goal)
    exact = price_bound(instance=run.instance, goal=goal, prices=prices, kept=kept, teams=model.teams)
    relaxed = floor(model.value() + 1e-6 + 1e-11 * abs(model.value()))
    if relaxed < exact:  # prices say less than the relaxation they come from; the rest is the solver's word
        run.searched[goal] = _Proven(relaxed, tuple(kept))
    run.bounds.append(run.roof(goal, min(exact, relaxed), kept))
    run.prices.append(prices)
    run.seconds.append(perf_counter() - began)
    run.say("pricing", goal)
    return True


def _settle(run: Run, model: Model) -> bool:
    """No slate reaches all bounds at once: settle the last levels by search, one after the other, and go back a level
    whenever the ones above cannot be had together. False where there is no slate at all."""
    return any(_settle_from(run, model, first) for first in range(len(GOALS) - 2, -1, -1))


def _settle_from(run: Run, model: Model, first: int) -> bool:
    """Settle the levels from ``first`` on above the bounds of those before; False where no slate keeps these."""
    values = run.bounds[:first]
    del run.bounds[first:], run.prices[first:], run.seconds[first:]
    for goal in range(first, len(GOALS)):
        if goal < len(GOALS) - 1:
            model.release(goal)
        run.searched.pop(goal, None)
    for goal in range(first, len(GOALS)):
        if not _relax(run, model, goal, values):
            return False
        run.say("searching", goal)
        run.under_search = (goal, tuple(values))
        began = perf_counter()
        found = search(model, goal=goal, bound=run.bounds[goal], left=run.patience)
        run.seconds[goal] += perf_counter() - began
        if found.pairs is None and found.complete and goal == 0 and not model.is_whole:
            model.add_everything(goal)  # that there is no slate at all must hold over all pairs
            model.solve()
            found = search(model, goal=goal, bound=run.bounds[goal], left=run.patience)
        if found.pairs is None and found.complete:
            return False
        if found.pairs is not None:
            run.keep(found)
        if found.pairs is None or not found.complete:
            raise Stopped
        run.searched[goal] = _Proven(found.value, tuple(values))
        values.append(found.value)
        if goal < len(GOALS) - 1:
            model.keep(goal, found.value)
    return True


def _result(problem: Problem, run: Run, seconds_screen: float, stopped: bool) -> Result:
    instance = run.instance
    pairs = np.zeros(0, dtype=np.int64) if run.best is None else run.best
    nominees = nominees_of(problem, instance, pairs, run.spread)
    values = values_of(instance, nominees)
    levels = tuple(_level(run, goal, values) for goal in range(len(GOALS)))
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


def _level(run: Run, goal: int, values: list[int]) -> Level:
    """A level's claim. A level the run never reached is bounded by no prices at all, which is still a bound."""
    value = values[goal]
    prices = run.prices[goal] if goal < len(run.prices) else Prices()
    kept = values[:goal]
    by_price = price_bound(instance=run.instance, goal=goal, prices=prices, kept=kept)
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
