"""Whole slates: a first one by plain taking of turns, and the best one by branch and bound over few columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Protocol

import highspy
import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.goals import GOALS
from menara.engines.matching.highs import SilentHighs, new_highs, run_while
from menara.engines.matching.instance import Instance
from menara.engines.matching.model import Model
from menara.engines.matching.slate import Spread

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Patience(Protocol):
    """Seconds left to search, none where the work is to stop; told the value of the best slate found so far, None
    before there is one."""

    def __call__(self, value: int | None = None) -> float: ...


HAS_SOLUTION = 2  # HiGHS: a feasible point is known

# The part of a level's bound that one pair may lose and still be looked at first. Much smaller, and no whole slate is
# found among what is left; much larger, and the search takes twice as long.
NEAR = {"expected_success": 1e-5, "quality": 2e-3}
START_PAIRS = 10  # best pairs of an opening the model starts from, beside the first slate


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: pairs on the slate (None: none), the goal's value, the bound it proved, whether it came to
    its end, and the odds that stand together for each position of the openings with teams."""

    pairs: Whole | None
    value: int
    bound: int
    complete: bool
    spread: Spread = field(default_factory=dict)


def first_slate(instance: Instance) -> Whole | None:
    """A slate that satisfies every constraint, by taking turns: critical openings first, then those with the fewest
    candidates, each taking its best free officers. None where pins leave no such easy slate."""
    pins = np.flatnonzero(instance.pair_pinned)
    taken = np.zeros(instance.roster.size, dtype=bool)
    room = np.where(instance.unit_cap < 0, np.iinfo(np.int64).max, instance.unit_cap)
    left = instance.limit.copy()
    chosen: list[int] = []
    for pair in pins:
        officer, opening = int(instance.pair_officer[pair]), int(instance.pair_opening[pair])
        if taken[officer] or left[opening] <= 0 or room[instance.unit[officer]] <= 0:
            return None
        taken[officer] = True
        left[opening] -= 1
        room[instance.unit[officer]] -= 1
        chosen.append(int(pair))
    counts = np.diff(instance.starts)
    for opening in np.lexsort((counts, ~instance.critical)):
        pairs = instance.pairs_of(int(opening))
        officers = instance.pair_officer[pairs]
        worth = instance.pair_odds[pairs] * 2_000 + instance.pair_quality[pairs] + instance.woman[officers]
        for place in np.argsort(-worth, kind="stable"):
            officer = int(officers[place])
            if left[opening] <= 0:
                break
            if not taken[officer] and room[instance.unit[officer]] > 0:
                taken[officer] = True
                left[opening] -= 1
                room[instance.unit[officer]] -= 1
                chosen.append(pairs.start + int(place))
    return _with_women(instance, np.array(sorted(chosen), dtype=np.int64))


def _with_women(instance: Instance, chosen: Whole) -> Whole | None:
    """Drop the least worthy men of calls that fall short of their share; None where pins stand in the way."""
    kept = np.ones(len(chosen), dtype=bool)
    woman = instance.woman[instance.pair_officer[chosen]]
    batch = instance.batch[instance.pair_opening[chosen]]
    for index, (numerator, denominator) in enumerate(instance.share):
        inside = batch == index
        if numerator == 0:
            continue
        women = int((inside & woman).sum())
        most = women if numerator == denominator else women * denominator // numerator
        men = np.flatnonzero(inside & ~woman)
        surplus = int(inside.sum()) - most
        if surplus > 0:
            order = men[np.argsort(instance.pair_odds[chosen[men]], kind="stable")]
            order = order[~instance.pair_pinned[chosen[order]]]
            if len(order) < surplus:
                return None
            kept[order[:surplus]] = False
    return chosen[kept]


def start_pairs(instance: Instance, slate: Whole | None) -> Whole:
    """Pairs to start the model from: all pins, the first slate, and the best pairs of each opening."""
    pairs = [np.flatnonzero(instance.pair_pinned)]
    if slate is not None:
        pairs.append(slate)
    worth = instance.pair_odds * 2_000 + instance.pair_quality
    for opening in range(len(instance.limit)):
        own = instance.pairs_of(opening)
        count = START_PAIRS + 2 * int(instance.limit[opening])
        pairs.append(own.start + np.argsort(-worth[own], kind="stable")[:count])
    return np.unique(np.concatenate(pairs)).astype(np.int64)


def search(model: Model, *, goal: int, bound: int, left: Patience, gap: float = 0.0) -> Found:
    """The best whole slate for ``goal`` above the levels kept, proven over all pairs.

    First over the columns that lose little at the present prices, which usually is enough. Where what is found falls
    short, only columns whose reduced value leaves room for one unit more can be part of a better slate: they are added,
    and nothing else is searched. No slate found means none over the columns of the model. ``left`` says how many
    seconds are left, none where the work is to stop; it is asked while the search runs.

    With a ``gap``, a share of ``bound``, a slate so close is enough, and so is one so close to the best of the columns
    that lose little: it is complete, and nothing beyond the prices is proven.
    """
    relaxed = model.value()
    slack = 1e-6 * max(1.0, abs(relaxed))
    pair, team = model.price(goal)
    worth = model.column_values(pair, team)
    least = bound - relaxed - slack - NEAR.get(GOALS[goal], 0.0) * abs(bound)
    found = _branch_and_bound(model, worth >= least, left, near=(bound, gap))
    if found.pairs is None and found.complete:
        least = -np.inf
        found = _branch_and_bound(model, np.ones(len(worth), dtype=bool), left, near=(bound, gap))
    if found.pairs is None or not found.complete or found.value >= bound or gap:
        return found
    short = found.value + 1 - relaxed - slack
    pairs, teams = np.flatnonzero((pair >= short) & ~model.pair_in), np.flatnonzero((team >= short) & ~model.team_in)
    if not len(pairs) and not len(teams) and least <= short:
        return found  # all columns of a better slate were looked at
    if len(pairs) or len(teams):
        model.add_pairs(pairs, goal)
        model.add_teams(teams, goal)
        model.solve()
    better = _branch_and_bound(model, model.column_values(pair, team) >= short, left, beyond=(goal, found.value))
    if better.pairs is not None and better.value > found.value:
        return better
    return found if better.complete else replace(found, bound=bound, complete=False)


def _run(whole: SilentHighs, left: Patience) -> None:
    """Run until it ends or patience does."""
    run_while(whole, lambda found: left(round(-found) if isfinite(found) else None) > 0)


def _branch_and_bound(
    model: Model,
    allowed: Flags,
    left: Patience,
    *,
    beyond: tuple[int, int] | None = None,
    near: tuple[int, float] = (0, 0.0),
) -> Found:
    """Search over the columns allowed and not ruled out by a level above; pinned ones always are. ``beyond`` asks for
    more than a value of a goal; ``near`` is a bound with the gap that is enough, which is proven for these columns
    only."""
    lp = model.highs.getLp()
    lower, upper = np.asarray(lp.col_lower_), np.asarray(lp.col_upper_)
    lp.col_upper_ = np.where((allowed & model.may_stand()) | (lower > 0), upper, 0.0)
    if beyond is not None and beyond[0] < len(GOALS) - 1:
        rows = np.array(lp.row_lower_)
        rows[model.layout.level_row + beyond[0]] = beyond[1] + 1
        lp.row_lower_ = rows
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    whole = new_highs()
    whole.setOptionValue("time_limit", max(left(), 0.1))
    bound, gap = near
    whole.setOptionValue("mip_rel_gap", gap)
    whole.setOptionValue("mip_abs_gap", 0.999)
    if gap:
        whole.setOptionValue("objective_target", -bound * (1 - gap))
    whole.passModel(lp)
    _run(whole, left)
    status = whole.modelStatusToString(whole.getModelStatus())
    if status == "Infeasible":
        return Found(None, 0, 0, True)
    complete = status in ("Optimal", "Target for objective reached")
    info = whole.getInfo()
    if info.primal_solution_status != HAS_SOLUTION:
        return Found(None, 0, 0, False)
    values = np.asarray(whole.getSolution().col_value)
    columns = np.array(model.columns)
    pairs = np.sort(columns[(values > 0.5) & (columns >= 0)])
    value = round(-info.objective_function_value)
    proven = value if complete else int(np.floor(-info.mip_dual_bound + 1e-6))
    teams = np.repeat(-1 - columns[columns < 0], np.rint(values[columns < 0]).astype(np.int64))
    return Found(pairs.astype(np.int64), value, proven, complete, model.spread(teams))
