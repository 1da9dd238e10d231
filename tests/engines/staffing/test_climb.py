"""The climb: optimal on small markets whatever their kind, the same every time, true wherever it is stopped."""

from __future__ import annotations

import numpy as np
import pytest

from engines.staffing.secondopinion import World
from engines.staffing.test_proof import prices_for
from engines.staffing.tiny import small_random
from engines.staffing.varied import MARKETS, StopAfter, market_of, most_worth, varied
from menara.engines.outcome import Limits
from menara.engines.staffing import auction, climb
from menara.engines.staffing.best import Best, Found
from menara.engines.staffing.check import Chosen, check, value_of
from menara.engines.staffing.climb import improve_market, solve_market
from menara.engines.staffing.conflicts import plan_of_pins
from menara.engines.staffing.market import Market
from menara.engines.staffing.near import Ground
from menara.engines.staffing.problem import SCALE, Staffing
from menara.engines.staffing.program import Program, Searched
from menara.engines.staffing.proof import price_bound
from menara.engines.staffing.rounds import free, in_points
from menara.engines.staffing.screen import screen
from menara.engines.staffing.solve import places_of

ALL = Limits(seconds=30)


def may_stand(market: Market, found: Found) -> bool:
    """Pairs of the market, an officer once, no post over its capacity, the value told, a bound that is proven."""
    post = np.repeat(np.arange(market.posts), np.diff(market.starts))
    worth = {(i, j): w for i, j, w in zip(market.officer.tolist(), post.tolist(), market.worth.tolist(), strict=True)}
    plan = [(i, j) for i, j in enumerate(found.owner.tolist()) if j >= 0]
    held = np.bincount([j for _, j in plan], minlength=market.posts)
    proven = price_bound(market=market, prices=found.prices)
    return (
        bool((held <= market.capacity).all())
        and sum(worth[pair] for pair in plan) == found.value
        and found.value <= found.bound <= found.price_bound == proven
    )


@pytest.mark.parametrize("name", MARKETS)
def test_without_sides_it_equals_the_assignment(name: str) -> None:
    worth, capacity = MARKETS[name]()
    market = market_of(worth, capacity)
    found = solve_market(market, limits=ALL)
    assert may_stand(market, found)
    assert (found.value, found.bound, found.price_bound) == (most_worth(worth, capacity),) * 3


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize("seed", range(6))
def test_lists_too_short_are_filled_up(seed: int, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of one or three pairs a post, where the optimum needs others."""
    monkeypatch.setattr(climb, "FEW_PAIRS", 0)
    monkeypatch.setattr(climb, "SHORT", many - 2)
    worth = np.random.default_rng(seed).integers(0, 4, (25, 30)) * 7
    market = market_of(worth)
    found = solve_market(market, limits=ALL)
    assert (found.value, found.bound) == (most_worth(worth),) * 2


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_few_columns_find_the_optimum_too(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linear programs of the fewest columns: those left out join where they would pay."""
    monkeypatch.setattr(climb, "MOST_COLUMNS", 0)
    monkeypatch.setattr(climb, "FEW_COLUMNS", 2)
    monkeypatch.setattr(climb, "FEW_PAIRS", 0)
    monkeypatch.setattr(auction, "MOST_BIDS", 1)
    problem = varied(seed)
    best = World(problem).best()
    if best is not None:
        found = of_problem(problem)
        assert (found.value, found.bound) == (best[0], best[0])


def of_problem(problem: Staffing, **told: object) -> Found:
    market, pins = screen(problem), None
    if problem.pins:
        some = plan_of_pins(problem)
        assert some is not None
        pins = places_of(market, some.officer, some.post)
    return solve_market(market, **({"limits": ALL, "pins": pins} | told))


SOLVABLE = [seed for seed in range(150) if World(varied(seed)).best() is not None]


@pytest.mark.parametrize("words", range(1, 9))
def test_a_listener_stops_it_anywhere(words: int) -> None:
    """What was found until then may stand, its bound is true, and it says that it was stopped."""
    stopped = 0
    for seed in SOLVABLE[::3]:
        problem, listener = varied(seed), StopAfter(words)
        found, best = of_problem(problem, listener=listener), World(problem).best()
        assert check(staffing=problem, chosen=Chosen.of(found.owner)) == ()
        assert best is not None
        assert World(problem).value(found.owner.tolist()) == found.value <= best[0] <= found.bound
        assert price_bound(market=screen(problem), prices=found.prices) == found.price_bound
        assert len(listener.heard) <= words
        assert found.stopped == (listener.left <= 0)
        if not found.stopped:
            assert found.value == found.bound
        stopped += found.stopped
    assert stopped > (20 if words == 1 else 5 if words == 2 else -1)


@pytest.mark.parametrize("seed", [19, 29])
def test_a_longer_climb_is_stopped_at_each_word(seed: int) -> None:
    problem = small_random(seed, officers=200, posts=40)
    market, whole = screen(problem), StopAfter(1_000)
    best = of_problem(problem, listener=whole)
    assert best.value == best.bound
    values, words = [], len(whole.heard)
    assert words > 4
    for word in range(1, words + 1):
        found = of_problem(problem, listener=StopAfter(word))
        assert check(staffing=problem, chosen=Chosen.of(found.owner)) == ()
        assert value_of(staffing=problem, chosen=Chosen.of(found.owner)).value == found.value <= best.value
        assert best.value <= found.bound <= found.price_bound == price_bound(market=market, prices=found.prices)
        assert found.stopped
        values.append(found.value)
    assert values == sorted(values)
    assert values[-1] == best.value


@pytest.mark.parametrize("seconds", [0.0, 1e-9, 0.001])
def test_no_time(seconds: float) -> None:
    for seed in SOLVABLE[::5]:
        problem = varied(seed)
        found, best = of_problem(problem, limits=Limits(seconds=seconds)), World(problem).best()
        assert check(staffing=problem, chosen=Chosen.of(found.owner)) == ()
        assert best is not None
        assert found.value <= best[0] <= found.bound
        assert not found.stopped


def test_better_plans_are_told_and_only_these() -> None:
    told: list[Found] = []
    for seed in SOLVABLE[::3]:
        told.clear()
        problem = varied(seed)
        last = of_problem(problem, found=told.append)
        values = [f.value for f in told]
        assert values == sorted(set(values))
        for found in told:
            assert check(staffing=problem, chosen=Chosen.of(found.owner)) == ()
            assert found.value <= last.value <= found.bound
        assert not told or told[-1].owner.tolist() == last.owner.tolist()


@pytest.mark.parametrize("gap", [0.5, 0.1, 0.02])
def test_the_gap_asked_for_is_enough(gap: float) -> None:
    for seed in SOLVABLE[::3]:
        found, best = of_problem(varied(seed), limits=Limits(gap=gap)), World(varied(seed)).best()
        assert best is not None
        assert found.value <= best[0] <= found.bound
        assert found.bound - found.value <= gap * max(found.value, 0)


def test_a_gap_ends_the_climb_early() -> None:
    problem = small_random(29, officers=200, posts=40)
    heard = []
    for gap in (0.0, 0.05):
        listener = StopAfter(1_000)
        found = of_problem(problem, limits=Limits(gap=gap), listener=listener)
        assert found.bound - found.value <= gap * found.value
        heard.append(len(listener.heard))
    assert heard[1] < heard[0]


def test_the_same_every_time() -> None:
    worth = np.random.default_rng(5).integers(0, 4, (60, 50))
    answers = [solve_market(market_of(worth), limits=ALL) for _ in range(2)]
    assert answers[0].owner.tolist() == answers[1].owner.tolist()
    assert answers[0].prices.post.tolist() == answers[1].prices.post.tolist()


@pytest.mark.parametrize(("posts", "officers"), [(100, 99), (200, 199), (250, 100)])
def test_wars_end_soon(posts: int, officers: int) -> None:
    """All posts want the same few officers, all alike. An auction alone would still be at it at the limit."""
    found = solve_market(market_of(np.full((posts, officers), 3_000)), limits=ALL)
    assert (found.value, found.bound) == (3_000 * officers,) * 2


@pytest.mark.parametrize("seed", SOLVABLE[::4])
def test_improving_begins_from_a_plan_and_its_prices(seed: int) -> None:
    problem = varied(seed)
    market, best = screen(problem), World(problem).best()
    some = plan_of_pins(problem)
    assert best is not None
    assert some is not None
    run = Best.of_nobody(market, limits=ALL, prices=free(market))
    found = improve_market(run, prices=free(market), plan=places_of(market, some.officer, some.post))
    assert found.value == best[0] <= found.bound
    assert check(staffing=problem, chosen=Chosen.of(found.owner)) == ()


def test_pins_need_a_plan_that_keeps_them() -> None:
    pinned = next(s for s in SOLVABLE if varied(s).pins)
    market = screen(varied(pinned))
    for pins in (None, np.zeros(0, dtype=np.int64)):
        with pytest.raises(ValueError, match="pinned"):
            solve_market(market, limits=ALL, pins=pins)


@pytest.mark.parametrize("seed", SOLVABLE[::2])
def test_all_pairs_of_a_better_plan_are_searched(seed: int) -> None:
    """From poor prices: every pair of every better plan is among those searched."""
    problem = varied(seed)
    world, market, prices = World(problem), screen(problem), prices_for(problem, seed, most=4 * SCALE)
    best = world.best()
    assert best is not None
    run = Best.of_nobody(market, limits=ALL, prices=in_points(prices))
    run.value = best[0] - 1 - seed % 5
    whole = climb._all_better(run)
    assert whole is not None
    searched = set(zip(whole.columns.officer.tolist(), whole.columns.post.tolist(), strict=True))
    for plan in world.plans():
        if not world.broken(plan) and world.value(plan) > run.value:
            assert {(i, j) for i, j in enumerate(plan) if j >= 0} <= searched


@pytest.mark.parametrize(
    ("said", "ended", "bound"), [(3.5, False, 3), (2.9999999, False, 3), (np.inf, False, 9), (0.4, True, 0)]
)
def test_a_search_that_did_not_end_claims_what_it_knows(
    said: float, ended: bool, bound: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bounds above a plan of 21, of which the prices prove 30."""
    market = market_of(np.array([[9, 4], [8, 0], [30, 21]]), [0, 0, 1])
    run = Best.of_nobody(market, limits=ALL, prices=free(market))
    ground = Ground.of(market=market, place=np.arange(5), prices=free(market))
    run.take(ground, np.array([4]))
    run.bound = 30
    answer = Searched(chosen=np.array([4]), bound=21 + said, ended=ended)
    monkeypatch.setattr(Program, "search", lambda *_, **__: answer)
    climb._close(run, ground)
    assert (run.answer().value, run.answer().bound) == (21, 21 + bound)
