"""The linear program: its prices prove its value, its plans may stand and are best, and it stops when told to."""

from __future__ import annotations

from math import floor

import numpy as np
import pytest
from scipy.optimize import linprog

from engines.staffing import plain_solver
from engines.staffing.secondopinion import World
from engines.staffing.tiny import officer, post, sides, staffing
from engines.staffing.varied import market_of, most_worth, varied
from menara.engines.staffing.columns import Columns, room_of
from menara.engines.staffing.market import Market
from menara.engines.staffing.near import Ground
from menara.engines.staffing.problem import Staffing
from menara.engines.staffing.program import Program, prices_of
from menara.engines.staffing.proof import price_bound
from menara.engines.staffing.rounds import free, in_whole
from menara.engines.staffing.screen import screen

FEASIBLE = [seed for seed in range(150) if World(varied(seed)).best() is not None]


def program(market: Market, *, stopped: bool = False) -> Program:
    place = np.arange(len(market.officer), dtype=np.int64)
    columns = Columns.of(market, place)
    return Program(market=market, columns=columns, room=room_of(market), seed=1, going=lambda: not stopped)


def ground_of(problem: Staffing) -> Ground:
    market = screen(problem)
    return Ground.of(market=market, place=np.arange(len(market.officer), dtype=np.int64), prices=free(market))


def plan_of(market: Market, chosen: np.ndarray) -> list[int]:
    plan = np.full(market.officers, -1)
    post = np.repeat(np.arange(market.posts), np.diff(market.starts))
    plan[market.officer[chosen]] = post[chosen]
    return plan.tolist()


@pytest.mark.parametrize("method", ["ipm", "simplex"])
@pytest.mark.parametrize("seed", FEASIBLE[::3])
def test_the_relaxation_and_its_prices(seed: int, method: str) -> None:
    """Its value is another solver's, but for the whole number of men, which is tighter; its prices prove it."""
    market = screen(varied(seed))
    if not len(market.officer):
        return
    relaxed = program(market).relax(method=method)
    assert relaxed is not None
    matrix, least, most, worth, fixed = plain_solver._model(market)
    assert not np.isfinite(least).any()
    top = np.where(np.arange(len(worth)) < len(market.officer), 1.0, np.inf)
    other = linprog(-worth, A_ub=matrix, b_ub=most, bounds=list(zip(fixed, top, strict=True)))
    value = World(varied(seed)).best()
    assert value is not None
    scale = 1e-6 * max(1.0, abs(other.fun))
    assert value[0] - scale <= relaxed.value <= -other.fun + scale
    if not market.sides:
        assert relaxed.value == pytest.approx(-other.fun, rel=1e-6)
    prices = prices_of(market=market, room=room_of(market), relaxed=relaxed)
    proven = price_bound(market=market, prices=in_whole(prices, market))
    assert floor(relaxed.value - scale) <= proven <= floor(relaxed.value + scale + 0.001)


@pytest.mark.parametrize("seed", FEASIBLE)
def test_branch_and_bound_finds_the_best(seed: int) -> None:
    problem = varied(seed)
    market, world = screen(problem), World(problem)
    best = world.best()
    assert best is not None
    if not len(market.officer):
        return
    told: list[int] = []
    ground = ground_of(problem)
    found = program(market).search(better=lambda chosen: told.append(ground.value(chosen)))
    assert found.chosen is not None
    assert found.ended
    assert world.broken(plan_of(market, found.chosen)) == set()
    assert (world.value(plan_of(market, found.chosen)), floor(found.bound + 1e-6)) == (best[0], best[0])
    assert told == sorted(told)
    assert max(told, default=best[0]) <= best[0]
    again = program(market).search(start=found.chosen)
    assert again.chosen is not None
    assert world.value(plan_of(market, again.chosen)) == best[0]


@pytest.mark.parametrize("part", [0.03, 0.2, 1.0])
@pytest.mark.parametrize("seed", FEASIBLE[::3])
def test_a_dive_may_stand(seed: int, part: float) -> None:
    problem = varied(seed)
    market, world = screen(problem), World(problem)
    chosen = program(market).dive(part=part) if len(market.officer) else None
    if chosen is not None:
        best = world.best()
        assert best is not None
        assert world.broken(plan_of(market, chosen)) == set()
        assert world.value(plan_of(market, chosen)) <= best[0]


@pytest.mark.parametrize("seed", range(12))
def test_without_sides_a_dive_is_best(seed: int) -> None:
    worth = np.random.default_rng(seed).integers(0, 20, (6, 9))
    market = market_of(worth)
    chosen = program(market).dive(part=0.1)
    assert chosen is not None
    assert int(market.worth[chosen].sum()) == most_worth(worth)


@pytest.mark.parametrize("seed", FEASIBLE[:40])
def test_a_basis_goes_on_where_it_ended(seed: int) -> None:
    """Half of the columns first, then all: the same value as all at once, and a basis that is still one."""
    market = screen(varied(seed))
    columns, room = Columns.of(market, np.arange(len(market.officer), dtype=np.int64)), room_of(market)
    half = np.flatnonzero((np.arange(len(columns)) % 2 == 0) | columns.pinned)
    first = Program(market=market, columns=columns.at(half), room=room, seed=1, going=lambda: True)
    known = first.relax(method="simplex")
    if known is None:  # the pins call for women who are in the other half
        return
    whole = program(market)
    found, plain = whole.relax(method="simplex", basis=whole.basis_from(known)), program(market).relax(method="simplex")
    assert found is not None
    assert plain is not None
    assert found.value == pytest.approx(plain.value, rel=1e-7, abs=1e-6)


def test_what_is_stopped_says_nothing() -> None:
    market = market_of(np.random.default_rng(1).integers(1, 3_000, (40, 60)))
    assert program(market, stopped=True).relax(method="ipm") is None
    assert program(market, stopped=True).dive(part=0.1) is None


def test_men_are_whole() -> None:
    """Two vacancies, a third of women: the share alone would let four thirds of a man in; one whole man is all."""
    people = [officer(10), officer(10), officer(1, woman=1), officer(1, woman=1)]
    relaxed = program(screen(sides(staffing(people, [post(capacity=2)]), women_share=(1, 3)))).relax(method="simplex")
    assert relaxed is not None
    assert relaxed.value == pytest.approx(11.0)
