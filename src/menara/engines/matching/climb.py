"""The climb of a slate: level by level prices over all pairs, then a whole slate near them.

Each level's relaxation grows until no pair is left that would help: its prices give the bound. The levels that count
positions are kept at their bounds, which are nearly always reached; from expected success on each level is searched for
a whole slate before the next is raised. Where none reaches the bounds above, those levels are searched, too. What
prices prove and what search closed is kept apart.

Beyond ``EXACT_UP_TO`` eligible pairs, or where a gap is enough, each level is first searched only as far as ``CLOSE``;
that is the end where the gap is small enough, and where it is not, the exact search goes on while time is left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.goals import GOALS
from menara.engines.matching.instance import Instance
from menara.engines.matching.model import Model
from menara.engines.matching.problem import Prices
from menara.engines.matching.proof import price_bound
from menara.engines.matching.search import Found, search, start_pairs
from menara.engines.matching.slate import Spread, values_held
from menara.engines.outcome import Limits, Listener, Progress

Whole = NDArray[np.int64]

EXACT_UP_TO = 500_000  # eligible pairs settled exactly at once; docs/matching.md has what was measured
CLOSE = 1e-5  # beyond: how close a level is searched before the next, as a share of its bound
COUNTS = GOALS.index("expected_success")  # the levels before count positions; their bounds are nearly always reached
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

    exact_up_to: int = EXACT_UP_TO
    earlier: list[Prices] = field(default_factory=list)  # by level: what proves the slate of a first, close search
    is_told: bool = False  # the listener said stop

    ceiling: tuple[int, ...] = ()  # values of the first levels that no slate surpasses, as a better instance has proven

    @classmethod
    def begin(
        cls, instance: Instance, *, limits: Limits, listener: Listener | None, ceiling: tuple[int, ...] = ()
    ) -> Run:
        """A run whose clock starts now, for a model that knows the way already: it is exact at once."""
        pairs = len(instance.pair_officer)
        return cls(instance, limits, listener, perf_counter(), ceiling=ceiling, exact_up_to=pairs)

    def roof(self, goal: int, bound: int, kept: list[int]) -> int:
        """A bound of the relaxation, or the ceiling where that is lower and speaks of the same slates."""
        speaks = goal < len(self.ceiling) and tuple(kept) == self.ceiling[:goal]
        return min(bound, self.ceiling[goal]) if speaks else bound

    def keep(self, found: Found) -> None:
        """Keep a slate, but not one that is worth less than the slate of a first, close search."""
        if self.earlier and found.pairs is not None:
            self.held = None
            if values_held(self.instance, found.pairs, found.spread) < self.values():
                return
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
        self.is_told = self.is_told or self.listener(self.word("searching", goal)) is False
        return 0.0 if self.is_told else self.left()

    def say(self, step: str, goal: int, *, bound: int | None = None) -> None:
        """A word on one level, with the ``bound`` known in passing. Raises ``Stopped`` where the work is to end."""
        if self.listener is not None and self.listener(self.word(step, goal, bound)) is False:
            self.is_told = True
        if self.is_told or self.left() <= 0:
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

    def is_enough(self) -> bool:
        """Whether every level is as close to its bound as was asked for."""
        levels = zip(self.values(), self.bounds, strict=True)
        return all(bound - value <= self.limits.gap * max(abs(bound), 1) for value, bound in levels)

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


def start_model(instance: Instance, *, slate: Whole | None, seed: int) -> Model:
    """A model of the pairs and teams one would look at first, those of a slate among them."""
    model = Model(instance, seed=seed)
    model.add_pairs(start_pairs(instance, slate), 0)
    model.add_teams(model.first_teams(), 0)
    return model


def climb(run: Run, model: Model) -> bool:
    """All levels of a model that keeps none yet; False where no slate satisfies the hard constraints. Raises
    ``Stopped`` where a limit is reached or the listener says stop."""
    for goal in range(COUNTS):
        if not _relax(run, model, goal, run.bounds[:goal]):
            return False
        model.keep(goal, run.bounds[goal])
    if run.limits.gap or len(run.instance.pair_officer) > run.exact_up_to:
        if not _settle(run, model, max(run.limits.gap, CLOSE)):
            return False
        if run.is_enough():
            return True
        run.earlier = list(run.prices)
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


def _settle(run: Run, model: Model, gap: float = 0.0) -> bool:
    """Settle the last levels by search, one after the other, and go back a level whenever the ones above cannot be had
    together. False where there is no slate at all."""
    return any(_settle_from(run, model, first, gap) for first in range(COUNTS, -1, -1))


def _settle_from(run: Run, model: Model, first: int, gap: float) -> bool:
    """Settle the levels from ``first`` on above the bounds of those before; False where no slate keeps these. With a
    ``gap`` a slate so close is enough, and nothing beyond the prices is proven."""
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
        found = search(model, goal=goal, bound=run.bounds[goal], left=run.patience, gap=gap)
        run.seconds[goal] += perf_counter() - began
        if found.pairs is None and found.complete and goal == 0 and not model.is_whole:
            model.add_everything(goal)  # that there is no slate at all must hold over all pairs
            model.solve()
            found = search(model, goal=goal, bound=run.bounds[goal], left=run.patience, gap=gap)
        if found.pairs is None and found.complete:
            return False
        if found.pairs is not None:
            run.keep(found)
        if found.pairs is None or not found.complete:
            raise Stopped
        if not gap:
            run.searched[goal] = _Proven(found.value, tuple(values))
        values.append(found.value)
        if goal < len(GOALS) - 1:
            model.keep(goal, found.value)
    return True
