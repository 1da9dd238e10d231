"""Prices of the side constraints: what they are moved by, and what they prove."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from engines.staffing.secondopinion import World
from engines.staffing.test_proof import prices_for
from engines.staffing.tiny import officer, post, sides, staffing
from engines.staffing.varied import varied
from menara.engines.staffing.auction import everything
from menara.engines.staffing.problem import SCALE, Prices
from menara.engines.staffing.proof import price_bound
from menara.engines.staffing.rounds import find_prices, free, in_points, in_whole, overdrawn
from menara.engines.staffing.screen import screen


@pytest.mark.parametrize("seed", range(60))
def test_how_far_a_plan_overdraws(seed: int) -> None:
    problem = varied(seed)
    if (sd := problem.sides) is None:
        return
    world, market = World(problem), screen(problem)
    num, den = sd.women_share
    for plan in list(world.plans())[::11]:
        found = overdrawn(market, np.array(plan))
        served = [(world.officers[i], world.posts[j]["mission"]) for i, j in enumerate(plan) if j >= 0]
        there = Counter(m for _, m in served)
        women = Counter(m for o, m in served if o["woman"])
        from_country = Counter(o["country"] for o, _ in served)
        pairs = Counter((m, o["country"]) for o, m in served)
        room = [sum(p["capacity"] for j, p in enumerate(world.posts) if p["mission"] == m and j not in problem.frozen)
                for m in range(problem.missions)]  # fmt: skip
        assert found["pledge"].tolist() == [from_country[c] - sd.pledge[c] for c in range(problem.countries)]
        assert found["country_cap"].tolist() == [
            [pairs[m, c] - sd.country_cap[m] for c in range(problem.countries)] for m in range(problem.missions)
        ]
        for m in range(problem.missions):
            speakers = [sum(o["languages"][k] >= sd.speaker_level for o, at in served if at == m) for k in (1, 2)]
            assert found["women"][m] == num * there[m] - den * women[m]
            assert found["men"][m] == there[m] - women[m] - room[m] * (den - num) // den
            assert [found["french"][m], found["arabic"][m]] == [
                sd.french_min[m] - speakers[0], sd.arabic_min[m] - speakers[1]
            ]  # fmt: skip


@pytest.mark.parametrize("seed", range(80))
def test_rounds_prove_what_they_say(seed: int) -> None:
    """Over all pairs the bound told, in points, is what the whole prices prove, but for their rounding."""
    market = screen(varied(seed))
    if not len(market.officer):
        return
    quote = find_prices(market=market, lists=everything(market), start=free(market), rounds=12, step=0.5)
    assert 1 <= quote.rounds <= 12
    whole = in_whole(
        Prices(**{n: getattr(quote.prices, n) for n in Prices.__slots__} | {"post": quote.sale.post}), market
    )
    if not len(market.pinned):
        proven = price_bound(market=market, prices=whole)
        assert proven == pytest.approx(quote.bound, abs=1.01, rel=1e-9)
    first = find_prices(market=market, lists=everything(market), start=free(market), rounds=1, step=0.5)
    assert quote.bound <= first.bound
    assert first.agreed.all()
    assert quote.agreed.shape == (market.officers,)


def test_a_price_rises_until_the_constraint_holds() -> None:
    """Three of one country for three vacancies, two pledged: the pledge is priced between the worst and the rest."""
    problem = sides(staffing([officer(n) for n in (90, 80, 70)], [post(capacity=3)]), pledge=[2, 0])
    market = screen(problem)
    quote = find_prices(market=market, lists=everything(market), start=free(market), rounds=40, step=0.01)
    assert 70 <= quote.prices.pledge[0] <= 80
    assert quote.bound == pytest.approx(170, abs=0.5)
    assert quote.sale.owner.tolist() == [0, 0, -1]
    assert quote.agreed.dtype == bool


@pytest.mark.parametrize("seed", range(30))
def test_whole_prices_and_back(seed: int) -> None:
    problem = varied(seed)
    market, prices = screen(problem), prices_for(problem, seed)
    back = in_whole(in_points(prices), market)
    most = problem.sides.speaker_penalty * SCALE if problem.sides else 0
    for name in Prices.__slots__:
        wanted = getattr(prices, name)
        wanted = np.minimum(wanted, most) if name in ("french", "arabic") else wanted
        assert getattr(back, name).tolist() == wanted.tolist()
        assert getattr(back, name).dtype == np.int64


def test_no_rounds_are_refused() -> None:
    market = screen(varied(3))
    with pytest.raises(ValueError, match="no rounds"):
        find_prices(market=market, lists=everything(market), start=free(market), rounds=0, step=1.0)


def test_rounds_end_when_told_to() -> None:
    market = screen(sides(staffing([officer(n) for n in (90, 80, 70)], [post(capacity=3)]), pledge=[2, 0]))
    left = [2]

    def going() -> bool:
        left[0] -= 1
        return left[0] > 0

    quote = find_prices(market=market, lists=everything(market), start=free(market), rounds=40, step=0.01, going=going)
    assert quote.rounds == 2
