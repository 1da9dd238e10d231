"""Prices prove a bound: never a false one, whatever the prices; the same in slices and in numbers of any length."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from engines.staffing.secondopinion import World
from engines.staffing.tiny import officer, post, sides, small_random, staffing
from menara.engines.staffing import proof
from menara.engines.staffing.problem import Prices, Staffing
from menara.engines.staffing.proof import SCALE, bound_of, constraints_part, price_bound, slice_part
from menara.engines.staffing.screen import screen


def prices_for(problem: Staffing, seed: int, *, most: int = 12 * SCALE) -> Prices:
    draw = np.random.default_rng(seed)
    m, c = problem.missions, problem.countries
    found = Prices.zero(posts=len(problem.posts), missions=m, countries=c)
    found = replace(found, post=draw.integers(0, most, len(problem.posts)))
    if problem.sides is None:
        return found
    most_speaker = problem.sides.speaker_penalty * SCALE + 1
    return replace(
        found,
        pledge=draw.integers(0, most, c) * draw.integers(0, 2, c),
        country_cap=draw.integers(0, most, (m, c)) * draw.integers(0, 2, (m, c)),
        women=draw.integers(0, most // 3, m),
        men=draw.integers(0, most // 2, m),
        french=draw.integers(0, most_speaker, m),
        arabic=draw.integers(0, most_speaker, m),
    )


def bound_by_hand(problem: Staffing, prices: Prices) -> int:
    """The formula, a pair at a time."""
    world, sd = World(problem), problem.sides
    capacity = [0 if j in problem.frozen else int(c) for j, c in enumerate(problem.posts.capacity)]
    total = sum(int(p) * c for p, c in zip(prices.post, capacity, strict=True))
    if sd is not None:
        total += sum(int(a) * int(b) for a, b in zip(prices.pledge, sd.pledge, strict=True))
        part, whole = sd.women_share
        for m in range(problem.missions):
            room = sum(c for j, c in enumerate(capacity) if world.posts[j]["mission"] == m)
            total += int(prices.men[m]) * (room * (whole - part) // whole)
            total += sum(map(int, prices.country_cap[m])) * int(sd.country_cap[m])
            total -= int(prices.french[m]) * int(sd.french_min[m]) + int(prices.arabic[m]) * int(sd.arabic_min[m])
    nets: dict[int, list[int]] = {i: [0] for i in range(len(problem.officers))}
    nets |= {i: [] for _, i in problem.pins}
    for i, j in world.open_pairs():
        o, m = world.officers[i], world.posts[j]["mission"]
        net = SCALE * (world.quality(i, j) + world.bonus(j)) - int(prices.post[j])
        if sd is not None:
            net -= int(prices.pledge[o["country"]]) + int(prices.country_cap[m, o["country"]])
            net += int(prices.women[m]) * (whole * o["woman"] - part) - int(prices.men[m]) * (1 - o["woman"])
            net += int(prices.french[m]) * (o["languages"][1] >= 3) + int(prices.arabic[m]) * (o["languages"][2] >= 3)
        nets[i].append(net)
    return (total + sum(map(max, nets.values()))) // SCALE


@pytest.mark.parametrize("seed", range(300))
def test_no_plan_is_worth_more_whatever_the_prices(seed: int) -> None:
    problem = small_random(seed)
    market, prices = screen(problem), prices_for(problem, seed)
    bound = price_bound(market=market, prices=prices)
    assert bound == bound_by_hand(problem, prices)
    best = World(problem).best()
    assert best is None or best[0] <= bound


def test_good_prices_prove_the_optimum() -> None:
    """Two officers for one vacancy: the loser's worth is its price."""
    problem = staffing([officer(9), officer(4)], [post()])
    prices = replace(Prices.zero(posts=1, missions=1, countries=2), post=np.array([4 * SCALE]))
    assert price_bound(market=screen(problem), prices=prices) == 9


def test_a_pinned_officer_may_cost_more_than_nothing() -> None:
    """The pin takes the vacancy of a better officer: the bound says 4 exactly, because the pair's loss is counted."""
    problem = replace(staffing([officer(9), officer(4)], [post()]), pins=((0, 1),))
    prices = replace(Prices.zero(posts=1, missions=1, countries=2), post=np.array([9 * SCALE]))
    assert price_bound(market=screen(problem), prices=prices) == 4


@pytest.mark.parametrize("seed", range(100))
def test_slices_add_up(seed: int) -> None:
    problem = replace(small_random(seed, officers=12, pins=False), withdrawn=())
    prices = prices_for(problem, seed)
    rows = [slice(at, min(at + 5, len(problem.officers))) for at in range(0, len(problem.officers), 5)]
    slices = [screen(problem.part(r)) for r in rows]
    parts = [slice_part(market=one, prices=prices) for one in slices]
    whole = price_bound(market=screen(problem), prices=prices)
    assert bound_of(constraints_part(market=slices[0], prices=prices), *parts) == whole


@pytest.mark.parametrize("seed", range(60))
def test_blocks_and_long_numbers_change_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = small_random(seed, officers=12)
    market, prices = screen(problem), prices_for(problem, seed)
    whole = slice_part(market=market, prices=prices)
    monkeypatch.setattr(proof, "BLOCK", 3)
    assert slice_part(market=market, prices=prices) == whole
    monkeypatch.setattr(proof, "LARGE", 0)
    assert slice_part(market=market, prices=prices) == whole


@pytest.mark.parametrize("size", [2**40, 2**62, 2**63 - 1])
def test_enormous_prices_do_not_wrap_round(size: int) -> None:
    problem = sides(staffing([officer(9, woman=1), officer(4)], [post(), post(1)]), women_share=(1, 2))
    prices = Prices.zero(posts=2, missions=2, countries=2)
    prices = replace(prices, women=np.array([size, 0]), post=np.array([size, 3]))
    assert price_bound(market=screen(problem), prices=prices) == bound_by_hand(problem, prices)
    assert price_bound(market=screen(problem), prices=prices) > 12


BAD = {
    "a price of post is negative": {"post": np.array([-1])},
    "a price of post is no whole number": {"post": np.array([1.5])},
    "prices of pledge: there are (1,), there should be (2,)": {"pledge": np.array([1])},
    "a price of country_cap is negative": {"country_cap": np.array([[0, -1]])},
    "a price of women is negative": {"women": np.array([-3])},
    "a price of men is no whole number": {"men": np.array([True])},
    "a price of french is above the penalty": {"french": np.array([4 * SCALE + 1])},
    "a price of arabic is above the penalty": {"arabic": np.array([4 * SCALE + 1])},
}


@pytest.mark.parametrize("said", BAD)
def test_prices_that_prove_nothing(said: str) -> None:
    market = screen(sides(staffing([officer()], [post()])))
    prices = replace(Prices.zero(posts=1, missions=1, countries=2), **BAD[said])
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        price_bound(market=market, prices=prices)


def test_all_bad_prices_are_named_at_once() -> None:
    market = screen(staffing([officer()], [post()]))
    prices = Prices.zero(posts=1, missions=1, countries=2)
    prices = replace(prices, post=np.array([-1]), women=np.array([1]))
    with pytest.raises(ValueError, match="a price of post is negative; women is priced and not asked"):
        price_bound(market=market, prices=prices)


def test_nobody_and_nothing() -> None:
    nobody = screen(staffing([], [post()]))
    assert price_bound(market=nobody, prices=Prices.zero(posts=1, missions=1, countries=2)) == 0
    nothing = screen(sides(staffing([officer()], [post()]), french_min=[2]))
    prices = replace(Prices.zero(posts=1, missions=1, countries=2), french=np.array([4 * SCALE]))
    assert price_bound(market=nothing, prices=prices) == 1 - 8
