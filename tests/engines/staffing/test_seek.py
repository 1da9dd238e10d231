"""The solver of the house between two passes: plans that hold, and pins kept together with the women they call for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engines.staffing import plain_solver
from engines.staffing.tiny import officer, post, sides, small_random, staffing
from menara.engines.outcome import Limits, Status
from menara.engines.staffing.check import Chosen, check, value_of
from menara.engines.staffing.proof import price_bound
from menara.engines.staffing.screen import screen
from menara.engines.staffing.seek import by_prices
from menara.engines.staffing.sliced import solve_in_slices
from menara.engines.staffing.slices import in_slices, locally


@pytest.mark.parametrize("seed", range(40))
def test_plans_of_slices_hold_and_reach_the_optimum(seed: int) -> None:
    problem = small_random(seed, officers=25, posts=6)
    market = screen(problem)
    best = plain_solver.solve(market, limits=Limits())
    found = solve_in_slices(asked=problem, look=locally(in_slices(problem, size=4)), limits=Limits(seconds=20))
    if (best.owner[market.officer[market.pinned]] < 0).any():
        assert found.status is Status.INFEASIBLE
        return
    chosen = Chosen(officer=found.officer, post=found.post)
    assert check(staffing=problem, chosen=chosen) == ()
    assert value_of(staffing=problem, chosen=chosen).value == found.value == best.value
    assert found.bound == price_bound(market=market, prices=found.prices) >= best.value


def test_pinned_men_bring_women_with_them() -> None:
    people = [*(officer(9) for _ in range(3)), officer(1, woman=1)]
    problem = sides(staffing(people, [post(capacity=2)]), women_share=(1, 2))
    limits = Limits(seconds=5)
    pinned = by_prices(screen(replace(problem, pins=((0, 0),))), limits=limits, listener=None, start=None)
    assert (pinned.owner.tolist(), pinned.value) == ([0, -1, -1, 0], 10)
    two = by_prices(screen(replace(problem, pins=((0, 0), (0, 1)))), limits=limits, listener=None, start=None)
    assert (two.owner.tolist(), two.value) == ([-1, -1, -1, -1], 0)
