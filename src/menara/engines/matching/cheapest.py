"""Who needs to take a step, and nobody else: the fewest officers, or the least money, that reach a gain.

First the best slate with every step allowed, then the least that reaches as much on the levels that gained, found by
asking for less and less. Every answer is a search over the widened model that came to its end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from math import gcd

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.climb import Run, Stopped, climb
from menara.engines.matching.conflicts import any_slate
from menara.engines.matching.constraints import CONSTRAINTS, IMPLIED
from menara.engines.matching.model import Model
from menara.engines.matching.problem import Problem
from menara.engines.matching.search import first_slate, start_pairs
from menara.engines.matching.slate import nominees_of, values_of
from menara.engines.matching.widened import Values, Widened, spending_at_most
from menara.engines.outcome import Limits, Listener

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """``choices`` are indexes into those of the widened problem. ``fewest``: proven that no less reaches as much."""

    values: Values
    choices: tuple[int, ...]
    fewest: bool
    complete: bool = True


@dataclass(slots=True, kw_only=True)
class Cheapest:
    """``weights`` are whole numbers a choice: one each, or what it costs; ``before`` the values without any step."""

    problem: Problem
    wide: Widened
    weights: list[int]
    before: Values
    seed: int
    left: Callable[[], float]
    listener: Listener

    def settle(self, budget: int | None) -> Settled | None:
        """The best values within the budget (None: no budget), and the least that reaches them on the levels down to
        the first gain; what is left over goes to the levels below. None where time ran out before the first answer."""
        part = reduce(gcd, self.weights, 0) or 1
        most = None if budget is None else budget // part
        weights = np.array(self.weights, dtype=np.int64) // part
        best = self._best(weights, most)
        if best is None or best.values <= self.before:
            return best
        level = self._headline(best.values)
        low, high = self._least(best.values, weights), self._weigh(best, weights)
        guess, drop = max(low, min(high - 1, int(weights.min()) * self._filled(best.values))), 1
        while low < high:
            found = self._best(weights, guess)
            if found is None:
                return Settled(values=best.values, choices=best.choices, fewest=False)
            if found.values[: level + 1] == best.values[: level + 1]:
                best, high = found, self._weigh(found, weights)
                guess, drop = max(low, high - drop), 2 * drop  # most often the first that reaches is the least
            else:
                low, drop = guess + 1, 1
                guess = (low + high) // 2
        return best

    def _headline(self, values: Values) -> int:
        """The level that must not be lost for less: posts filled, where any more are; else success; else quality."""
        if values[:2] != self.before[:2]:
            return 1
        return 2 if values[2] != self.before[2] else 3

    def _filled(self, values: Values) -> int:
        """How many posts more are filled, one at least."""
        return max(1, values[0] - self.before[0], values[1] - self.before[1])

    def _least(self, values: Values, weights: Whole) -> int:
        """No officer fills more than one post, unless a woman more lets a call take more men."""
        least = int(weights.min())
        return least if any(s[0] for s in self.wide.instance.share) else least * self._filled(values)

    def _weigh(self, settled: Settled, weights: Whole) -> int:
        return int(sum(weights[c] for c in settled.choices))

    def _best(self, weights: Whole, most: int | None) -> Settled | None:
        """The best slate of the widened problem that spends no more; None where time ran out."""
        instance = self.wide.instance
        run = Run.begin(instance, limits=Limits(seconds=self.left(), seed=self.seed), listener=self.listener)
        tell = () if most is None else (spending_at_most(self.wide, weights, most),)
        slate = first_slate(instance)
        model = Model(instance, seed=self.seed, tell=CONSTRAINTS + IMPLIED + tell)
        model.add_pairs(start_pairs(instance, any_slate(instance) if slate is None else slate), 0)
        model.add_teams(model.first_teams(), 0)
        try:
            if not climb(run, model) or run.best is None:
                raise RuntimeError("a plan with a slate has none with more officers to choose from")
        except Stopped:
            return None
        nominees = nominees_of(self.problem, instance, run.best, run.spread)
        taken = np.unique(self.wide.taken[run.best])
        return Settled(
            values=tuple(values_of(instance, nominees)),
            choices=tuple(int(c) for c in taken[taken >= 0]),
            fewest=True,
        )
