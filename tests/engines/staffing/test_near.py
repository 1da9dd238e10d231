"""What a plan loses is exactly its distance from the bound, and says where; sound parts of plans may stand."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from engines.staffing.secondopinion import World
from engines.staffing.test_proof import prices_for
from engines.staffing.varied import varied
from menara.engines.staffing.market import Market
from menara.engines.staffing.near import Ground
from menara.engines.staffing.problem import SCALE, Prices, Staffing
from menara.engines.staffing.proof import constraints_part, slice_part
from menara.engines.staffing.rounds import in_points
from menara.engines.staffing.screen import screen


def ground_of(problem: Staffing, seed: int) -> tuple[Market, Prices, Ground]:
    market, prices = screen(problem), prices_for(problem, seed)
    place = np.arange(len(market.officer), dtype=np.int64)
    return market, prices, Ground.of(market=market, place=place, prices=in_points(prices))


def columns_of(ground: Ground, plan: list[int]) -> np.ndarray:
    pairs = zip(ground.columns.officer.tolist(), ground.columns.post.tolist(), strict=True)
    return np.array([k for k, (i, j) in enumerate(pairs) if plan[i] == j], dtype=np.int64)


def plan_of(ground: Ground, chosen: np.ndarray) -> list[int]:
    plan = np.full(ground.market.officers, -1)
    plan[ground.columns.officer[chosen]] = ground.columns.post[chosen]
    return plan.tolist()


def some_plan(world: World, seed: int) -> list[int] | None:
    plans = [plan for plan in world.plans() if not world.broken(plan)]
    return random.Random(seed).choice(plans) if plans else None


@pytest.mark.parametrize("seed", range(150))
def test_value_and_losses_add_up_to_the_bound(seed: int) -> None:
    """The identity the whole search stands on, for any prices and any plan. Pins are left out: what a pinned officer
    may lose is counted in the bound. So are shares of which part is a fraction of a man: their price pays for whole
    men, which is less."""
    problem = replace(varied(seed), pins=())
    world, (market, prices, ground) = World(problem), ground_of(problem, seed)
    plan = some_plan(world, seed)
    assert plan is not None
    chosen = columns_of(ground, plan)
    bound = (constraints_part(market=market, prices=prices) + slice_part(market=market, prices=prices)) / SCALE
    lost = ground.losses(chosen).sum()
    at_home = sum(price for i, price in enumerate(ground.officer) if plan[i] < 0)  # whom nobody chose, and are priced
    lost += at_home + _unused(problem, world, prices, plan)
    assert ground.value(chosen) == world.value(plan)
    assert ground.value(chosen) + lost == pytest.approx(bound, abs=1e-4, rel=1e-9)
    assert (ground.loss >= 0).all()


def _unused(problem: Staffing, world: World, prices: Prices, plan: list[int]) -> float:
    """Room under pledges and caps, which belong to no mission alone."""
    if problem.sides is None:
        return 0.0
    pledge, cap = problem.sides.pledge.astype(int).copy(), np.tile(problem.sides.country_cap, (problem.countries, 1)).T
    for i, j in enumerate(plan):
        if j >= 0:
            pledge[world.officers[i]["country"]] -= 1
            cap[world.posts[j]["mission"], world.officers[i]["country"]] -= 1
    return float(prices.pledge @ pledge + (prices.country_cap * cap).sum()) / SCALE


@pytest.mark.parametrize("seed", range(150))
def test_what_is_sound_may_stand(seed: int) -> None:
    """Whatever is asked for: what is left breaks nothing, but pins that were not asked for."""
    problem = varied(seed)
    world, (_, _, ground) = World(problem), ground_of(problem, seed)
    draw = np.random.default_rng(seed)
    asked = np.flatnonzero(draw.random(len(ground.columns)) < 0.7)
    sound = ground.sound(asked)
    assert set(sound.tolist()) <= set(asked.tolist())
    assert world.broken(plan_of(ground, sound)) <= {"pinned"}
    assert len(set(ground.columns.officer[sound].tolist())) == len(sound)


@pytest.mark.parametrize("seed", range(150))
def test_a_plan_that_may_stand_is_sound(seed: int) -> None:
    problem = varied(seed)
    world, (_, _, ground) = World(problem), ground_of(problem, seed)
    plan = some_plan(world, seed)
    if plan is not None:
        chosen = columns_of(ground, plan)
        assert ground.sound(chosen).tolist() == chosen.tolist()


@pytest.mark.parametrize("seed", range(100))
def test_what_is_chosen_around_a_part_is_the_best_there_is(seed: int) -> None:
    """Some of a plan is kept; the rest is the best of all plans that keep it."""
    problem = varied(seed)
    world, (_, _, ground) = World(problem), ground_of(problem, seed)
    plan = some_plan(world, seed)
    if plan is None:
        return
    kept = [j if seed % 3 and i % 2 else -1 for i, j in enumerate(plan)]
    fixed = columns_of(ground, kept)
    fits = [p for p in world.plans() if not world.broken(p) and all(k in (-1, j) for k, j in zip(kept, p, strict=True))]
    best = max(map(world.value, fits))
    program, offered = ground.around(fixed, most=np.inf, seed=1, going=lambda: True)
    found = program.search()
    assert found.chosen is not None
    assert found.ended
    chosen = np.union1d(fixed, offered[found.chosen])
    assert world.broken(plan_of(ground, chosen)) == set()
    assert ground.value(chosen) == best == world.value(plan_of(ground, chosen))


def test_only_what_loses_little_is_offered() -> None:
    problem = varied(3)
    _, _, ground = ground_of(problem, 3)
    nobody = np.zeros(0, dtype=np.int64)
    _, offered = ground.around(nobody, most=2.0, seed=1, going=lambda: True)
    assert offered.tolist() == np.flatnonzero((ground.loss <= 2.0) | ground.columns.pinned).tolist()
    _, few = ground.around(nobody, most=np.inf, seed=1, going=lambda: True, size=2)
    assert len(few) == 2
    assert sorted(ground.loss[few]) == sorted(ground.loss)[:2]
