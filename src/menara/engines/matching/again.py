"""Solving a plan again with one wish more: this officer for this opening, or this officer for any.

The pairs are screened once and the model of the first wish serves the next, so that ten wishes cost far less than ten
plans. Among the best slates with the wish the one that changes the plan least is taken: a kept pair counts as a part of
a point of quality, so small that all of them together are less than one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.climb import Run, Stopped, climb, start_model
from menara.engines.matching.conflicts import any_slate, smallest_conflict
from menara.engines.matching.goals import GOALS
from menara.engines.matching.instance import Instance
from menara.engines.matching.model import Model
from menara.engines.matching.problem import Conflict, Problem
from menara.engines.matching.search import first_slate
from menara.engines.matching.slate import nominees_of, values_of
from menara.engines.outcome import Limits, Listener

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The best slate with the wish: the value of each goal and the opening of each nominee. Where no slate can hold
    it, ``values`` is empty and ``conflicts`` name a smallest set of requirements that cannot hold together."""

    values: tuple[int, ...] = ()
    placed: dict[str, str]
    conflicts: tuple[Conflict, ...] = ()


class Again:
    """A solved plan whose ``slate``, pairs of ``instance``, is to change as little as possible."""

    def __init__(
        self, *, problem: Problem, instance: Instance, slate: Whole, seed: int, ceiling: tuple[int, ...] = ()
    ) -> None:
        """``ceiling`` holds the values of the first levels that are proven to be the best."""
        self.problem = problem
        self.instance = instance
        self.slate = slate
        self.seed = seed
        self.weighed = _with_changes_counted(instance, slate)
        self.ceiling = (
            (*ceiling[:-1], (ceiling[-1] + 1) * (len(slate) + 1) - 1) if len(ceiling) == len(GOALS) else ceiling
        )
        self.model: Model | None = None

    def with_pair(self, *, pair: int, limits: Limits, listener: Listener | None) -> Settled | None:
        """The best slate that holds a pair of the instance; None where it was stopped before it was proven."""
        pinned = _pinned(self.instance, pair)
        first = _any_slate(pinned)
        if first is None:
            return Settled(placed={}, conflicts=smallest_conflict(pinned))
        model = self._model(_pinned(self.weighed, pair))
        model.add_pairs(first, 0)
        return self._settle(model, pinned, limits, listener)

    def with_officer(self, *, pairs: Iterable[int], limits: Limits, listener: Listener | None) -> Settled | None:
        """The best slate that holds one of an officer's pairs; None where it was stopped before it was proven."""
        pairs = list(pairs)
        first = next((slate for p in pairs if (slate := _any_slate(_pinned(self.instance, p))) is not None), None)
        if first is None:
            return Settled(placed={}, conflicts=smallest_conflict(_pinned(self.instance, pairs[0])))
        model = self._model(self.weighed)
        model.add_pairs(np.union1d(first, pairs), 0)
        officer = int(self.instance.pair_officer[pairs[0]])
        model.insist(officer, on=True)
        try:
            return self._settle(model, self.instance, limits, listener)
        finally:
            model.insist(officer, on=False)

    def _model(self, instance: Instance) -> Model:
        if self.model is None:
            self.model = start_model(self.weighed, slate=self.slate, seed=self.seed)
        self.model.repin(instance)
        return self.model

    def _settle(self, model: Model, instance: Instance, limits: Limits, listener: Listener | None) -> Settled | None:
        run = Run.begin(model.instance, limits=limits, listener=listener, ceiling=self.ceiling)
        try:
            if not climb(run, model):
                return Settled(placed={}, conflicts=smallest_conflict(instance))
        except Stopped:
            return None
        if run.best is None:
            raise RuntimeError("a climb that ended well has no slate")
        nominees = nominees_of(self.problem, instance, run.best, run.spread)
        return Settled(values=tuple(values_of(instance, nominees)), placed={n.officer: n.opening for n in nominees})


def _with_changes_counted(instance: Instance, slate: Whole) -> Instance:
    """Quality in parts of which one goes to each pair of the slate, and more than all of them to a point."""
    weighed = instance.pair_quality * (len(slate) + 1)
    weighed[slate] += 1
    return replace(instance, pair_quality=weighed)


def _pinned(instance: Instance, pair: int) -> Instance:
    pins = instance.pair_pinned.copy()
    pins[pair] = True
    return replace(instance, pair_pinned=pins)


def _any_slate(instance: Instance) -> Whole | None:
    found = first_slate(instance)
    return any_slate(instance) if found is None else found
