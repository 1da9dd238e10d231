"""Losses from prices: whatever the prices, never more than what is truly lost; bad prices are refused."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from engines.matching.everyslate import best_with, every_slate
from engines.matching.smallworld import crowded_problem, random_problem
from menara.engines.matching.alternatives import SolvedPlan
from menara.engines.matching.problem import Prices, Problem, Result
from menara.engines.matching.proof import SCALE
from menara.engines.matching.solve import solve
from menara.engines.outcome import Status
from menara.errors import Refusal


def with_any_prices(asked: Problem, result: Result, seed: int) -> Result:
    """The same slate with prices drawn by chance."""
    draw = random.Random(seed)
    plan = SolvedPlan.of(problem=asked, result=result)

    def some(names: tuple[str, ...], most: int) -> dict[str, int]:
        return {n: draw.randint(0, most) for n in names if draw.random() < 0.5}

    levels = []
    for goal, level in enumerate(result.levels):
        most = SCALE * (plan.instance.unit_of_success if goal == 2 else 500 if goal == 3 else 1)
        prices = Prices(
            officers=some(plan.instance.roster.number, most),
            batches=some(plan.instance.batches, most // 4),
            men=some(plan.instance.batches, most),
            limits=some(tuple(plan.openings), most),
            levels=some(tuple(x.goal for x in result.levels[:goal]), most),
        )
        levels.append(replace(level, prices=prices))
    return replace(result, levels=tuple(levels))


@pytest.mark.parametrize("seed", range(60))
def test_no_prices_make_a_loss_greater_than_it_is(seed: int) -> None:
    asked = (random_problem if seed % 3 else crowded_problem)(seed)
    result = solve(asked)
    if result.status is Status.INFEASIBLE:
        return
    slates = every_slate(asked)
    for given in (result, with_any_prices(asked, result, seed), with_any_prices(asked, result, seed + 1)):
        plan = SolvedPlan.of(problem=asked, result=given)
        losses = plan.losses()
        for j, ref in enumerate(o.ref for o in asked.openings):
            for pair, loss in losses.of_opening(j).items():
                number = plan.instance.roster.number[int(plan.instance.pair_officer[pair])]
                best = best_with(slates, frozenset({(number, ref)}))
                assert loss == losses.of_pair(pair)
                if best is None:
                    continue
                cost = tuple(a - b for a, b in zip(plan.values, best, strict=True))
                assert loss is not None
                assert loss.least <= cost[: len(loss.least)]


def test_the_optimal_prices_often_say_all_of_it() -> None:
    """A bound that never bites would pass every test above."""
    exact = bites = several = 0
    for seed in range(80):
        asked = random_problem(seed, most_pins=0)
        result = solve(asked)
        slates = every_slate(asked)
        plan = SolvedPlan.of(problem=asked, result=result)
        for j, ref in enumerate(o.ref for o in asked.openings):
            for pair, loss in plan.losses().of_opening(j).items():
                number = plan.instance.roster.number[int(plan.instance.pair_officer[pair])]
                best = best_with(slates, frozenset({(number, ref)}))
                if best is None or loss is None:
                    continue
                cost = tuple(a - b for a, b in zip(plan.values, best, strict=True))
                if any(cost):
                    several += 1
                    bites += any(loss.least)
                    exact += loss.least == cost[: len(loss.least)]
    assert several > 100
    assert bites / several > 0.7
    assert exact / several > 0.5


@pytest.mark.parametrize(
    "prices", [Prices(officers={"O0": -1}), Prices(men={"nowhere": 1}), Prices(units={"S/nowhere": 1})]
)
def test_false_prices_are_refused(prices: Prices) -> None:
    asked = random_problem(3, most_pins=0)
    result = solve(asked)
    false = replace(result, levels=(replace(result.levels[0], prices=prices), *result.levels[1:]))
    with pytest.raises(Refusal) as refused:
        SolvedPlan.of(problem=asked, result=false).losses()
    assert refused.value.code == "false_prices"
