"""A problem with officers as they would be after a step, beside the officers as they are.

The instance of a plan is widened by the pairs that steps would open or better. An officer still serves once: the pairs
before and after a step stand in the same row. So one model chooses the slate and who takes which step, and the prices
of the plan bound what any of it can bring.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from menara.engines.eligibility.steps import Step, Trainee
from menara.engines.matching.constraints import Rows, Tell
from menara.engines.matching.goals import GOALS
from menara.engines.matching.instance import Instance, instance_of
from menara.engines.matching.problem import Level, Prices, Problem
from menara.engines.matching.proof import SCALE, nets, price_bound, price_total, taken_alone
from menara.engines.matching.teams import Teams, all_teams, teams_of

Whole = NDArray[np.int64]
Values = tuple[int, ...]  # one a goal, in their order


@dataclass(frozen=True, slots=True)
class Gains:
    """Pairs one step opens or betters. ``trainee`` is an index into the trainees of the step, by pair."""

    step: Step
    trainees: tuple[Trainee, ...]
    opening: Whole
    trainee: Whole
    odds: Whole
    quality: Whole


@dataclass(frozen=True, slots=True)
class Widened:
    """``taken`` says of each pair which of ``choices`` it rests on: an officer's step; -1 for the officer as he or she
    is."""

    instance: Instance
    taken: Whole
    choices: tuple[tuple[Step, Trainee], ...]


def gains_of(*, problem: Problem, instance: Instance, steps: Mapping[Step, Sequence[Trainee]]) -> list[Gains]:
    """Screen the trainees as they would be, all at once; keep the pairs that are new, or better than before. People's
    exclusions and estimates count; nobody who is pinned is a trainee."""
    pinned = {p.officer for p in problem.pins}
    able = {step: tuple(t for t in own if t.after.number not in pinned) for step, own in steps.items()}
    everyone = [t for own in able.values() for t in own]
    after = instance_of(_as_if(problem, everyone))
    index = np.array([t.index for t in everyone], dtype=np.int64)
    better = _is_better(instance, after, index)
    found, first = [], 0
    for step, own in able.items():
        mine = better & (after.pair_officer >= first) & (after.pair_officer < first + len(own))
        trainee = after.pair_officer[mine] - first
        found.append(
            Gains(step, own, after.pair_opening[mine], trainee, after.pair_odds[mine], after.pair_quality[mine])
        )
        first += len(own)
    return found


def _as_if(problem: Problem, trainees: Sequence[Trainee]) -> Problem:
    """The same openings for the trainees alone. One officer may be several of them, each under a number of its own."""
    names: dict[str, list[str]] = {}
    officers = []
    for place, trainee in enumerate(trainees):
        name = f"{trainee.after.number}\x1f{place}"
        names.setdefault(trainee.after.number, []).append(name)
        officers.append(replace(trainee.after, number=name))
    return replace(
        problem,
        officers=tuple(officers),
        pins=(),
        exclusions=tuple(replace(e, officer=n) for e in problem.exclusions for n in names.get(e.officer, ())),
        estimates=tuple(replace(e, officer=n) for e in problem.estimates for n in names.get(e.officer, ())),
    )


def _is_better(instance: Instance, after: Instance, index: Whole) -> NDArray[np.bool_]:
    size = instance.roster.size
    now = instance.pair_opening * size + instance.pair_officer
    then = after.pair_opening * size + index[after.pair_officer]
    place = np.minimum(np.searchsorted(now, then), max(len(now) - 1, 0))
    if not len(now):
        return np.ones(len(then), dtype=bool)
    worse = (instance.pair_odds[place] < after.pair_odds) | (instance.pair_quality[place] < after.pair_quality)
    return np.asarray((now[place] != then) | worse)


def widened(instance: Instance, gains: Sequence[Gains]) -> Widened:
    """The instance with the pairs of all these steps; of one officer and opening the pair as it is comes first."""
    choices: list[tuple[Step, Trainee]] = []
    taken = [np.full(len(instance.pair_officer), -1, dtype=np.int64)]
    officer = [instance.pair_officer]
    for gain in gains:
        taken.append(gain.trainee + len(choices))
        officer.append(np.array([t.index for t in gain.trainees], dtype=np.int64)[gain.trainee])
        choices.extend((gain.step, t) for t in gain.trainees)
    opening = np.concatenate([instance.pair_opening, *(g.opening for g in gains)])
    officers = np.concatenate(officer)
    of_choice = np.concatenate(taken)
    order = np.lexsort((of_choice, officers, opening))
    counts = np.bincount(opening, minlength=len(instance.limit))
    pinned = np.zeros(len(of_choice), dtype=bool)
    pinned[: len(instance.pair_pinned)] = instance.pair_pinned
    wide = replace(
        instance,
        pair_opening=opening[order],
        pair_officer=officers[order],
        pair_odds=np.concatenate([instance.pair_odds, *(g.odds for g in gains)])[order],
        pair_quality=np.concatenate([instance.pair_quality, *(g.quality for g in gains)])[order],
        pair_pinned=pinned[order],
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )
    return Widened(wide, of_choice[order], tuple(choices))


def spending_at_most(wide: Widened, weight: Whole, most: int) -> Tell:
    """A constraint beside the others: what the steps taken weigh together, whole numbers by choice."""

    def spending(instance: Instance) -> Rows:
        row = np.where(wide.taken >= 0, 0, -1).astype(np.int64)
        weights = np.append(weight, 0)[wide.taken].astype(np.float64)  # -1 reads the 0 at the end
        return Rows("spending", row, weights, np.array([-np.inf]), np.array([float(most)]))

    return spending


class Bounds:
    """What no slate of a widened problem can exceed, level by level, from the prices of the plan as it stands.

    Prices and openings are separate in the bound, so only openings that gain a pair are weighed again.
    """

    def __init__(self, *, instance: Instance, levels: Sequence[Level]) -> None:
        self.instance = instance
        self.levels = levels
        self.unit = instance.unit_of_success
        self.teams = all_teams(instance)
        self.tries = [_Try.of(instance, goal, level.prices, self.teams) for goal, level in enumerate(levels)]
        self.loose = [
            [_Try.of(instance, goal, prices, self.teams) for prices in (replace(level.prices, levels={}), Prices())]
            for goal, level in enumerate(levels)
        ]

    def at_most(self, wide: Widened) -> Values:
        """Each number holds on its own. The values kept of the levels above are the plan's where those cannot rise,
        else nothing: whoever gains a critical post may lose others."""
        scale = wide.instance.unit_of_success // self.unit
        changed = np.unique(wide.instance.pair_opening[wide.taken >= 0]).tolist()
        teams = {j: teams_of(wide.instance, j) for j in changed if wide.instance.backing[j] > 1}
        found: list[int] = []
        kept: list[int] = []
        may_rise = False
        for goal, level in enumerate(self.levels):
            now = level.value * (scale if GOALS[goal] == "expected_success" else 1)
            tries = self.loose[goal] if may_rise else [self.tries[goal]]
            if scale == 1:
                bound = min(one.bound(wide.instance, changed, teams, kept) for one in tries)
            else:
                prices = [_in_units(one.prices, goal, scale) for one in tries]
                bound = min(price_bound(instance=wide.instance, goal=goal, prices=p, kept=kept) for p in prices)
            found.append(max(now, min(bound, now + self._most_more(wide, goal, bound))))
            kept.append(0 if may_rise else now)
            may_rise = may_rise or found[-1] > now
        return tuple(found)

    def _most_more(self, wide: Widened, goal: int, bound: int) -> int:
        """Nobody fills more than one position, unless a woman more lets a call take more men."""
        if goal > 1 or any(share[0] for share in self.instance.share):
            return bound
        return len({wide.choices[c][1].index for c in np.unique(wide.taken[wide.taken >= 0]).tolist()})


@dataclass(frozen=True, slots=True)
class _Try:
    """Prices of one level with what each opening takes alone, and the bound where nothing is kept of the levels
    above, in ``1/SCALE``."""

    goal: int
    prices: Prices
    alone: list[int]
    total: int

    @classmethod
    def of(cls, instance: Instance, goal: int, prices: Prices, teams: Mapping[int, Teams]) -> _Try:
        net = nets(instance=instance, goal=goal, prices=prices)
        alone = [
            taken_alone(instance=instance, goal=goal, prices=prices, opening=j, net=net, teams=teams.get(j))
            for j in range(len(instance.limit))
        ]
        none = [0] * goal
        return cls(
            goal, prices, alone, price_total(instance=instance, goal=goal, prices=prices, kept=none, teams=teams)
        )

    def bound(self, instance: Instance, changed: Sequence[int], teams: Mapping[int, Teams], kept: Sequence[int]) -> int:
        goal, prices = self.goal, self.prices
        net = nets(instance=instance, goal=goal, prices=prices)
        more = sum(
            taken_alone(instance=instance, goal=goal, prices=prices, opening=j, net=net, teams=teams.get(j))
            - self.alone[j]
            for j in changed
        )
        paid = sum(prices.levels.get(name, 0) * value for name, value in zip(GOALS, kept, strict=False))
        return (self.total + more - paid) // SCALE


def _in_units(prices: Prices, goal: int, scale: int) -> Prices:
    """The same prices where a certain selection counts ``scale`` times as much. Dividing rounds down, which loosens a
    bound and never breaks it."""
    if scale == 1:
        return prices
    if GOALS[goal] == "expected_success":
        tables = {name: {key: p * scale for key, p in getattr(prices, name).items()} for name in _TABLES}
        return Prices(**tables)
    levels = {n: p // scale if n == "expected_success" else p for n, p in prices.levels.items()}
    return replace(prices, levels=levels)


_TABLES = ("officers", "units", "batches", "men", "limits", "levels", "pins")
