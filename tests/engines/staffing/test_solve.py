"""The door: what comes out is best, may stand and is proven, on small problems of every kind and on the shared ones."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pytest

from bench.assignment import market_of as market_of_library
from conftest import SHARED
from engines.staffing.binding import BINDING
from engines.staffing.secondopinion import World
from engines.staffing.tiny import officer, post, sides, small_random, staffing
from engines.staffing.varied import varied
from menara.engines.outcome import Limits, Status
from menara.engines.staffing import auction, pairs, proof
from menara.engines.staffing.check import Chosen, check, value_of
from menara.engines.staffing.problem import Result, Staffing
from menara.engines.staffing.second_bound import second_bound
from menara.engines.staffing.solve import solve, solve_market, warm_up
from menara.errors import BadInput
from menara.staffing_files import read_npz

ALL = Limits(seconds=30)
INSTANCES = SHARED / "data" / "bench" / "staffing"
LIBRARY = SHARED / "data" / "bench" / "lap_orlib"


def hold_to_the_truth(problem: Staffing, found: Result) -> None:
    """A plan that may stand, with its own value; a bound of its prices that a second opinion finds too."""
    chosen = Chosen.of(found.plan)
    assert check(staffing=problem, chosen=chosen) == ()
    told = value_of(staffing=problem, chosen=chosen)
    assert (told.value, told.quality, told.penalties) == (found.value, found.quality, found.penalties)
    assert second_bound(staffing=problem, prices=found.prices) == (found.pairs, found.price_bound)
    assert found.value <= found.bound <= found.price_bound
    assert found.proven_by == (
        "" if found.bound > found.value else "prices" if found.price_bound == found.value else "search"
    )
    assert (found.status is Status.OPTIMAL) == (found.value == found.bound)


@pytest.mark.parametrize("seed", range(500))
def test_it_equals_trying_every_plan(seed: int) -> None:
    problem = varied(seed)
    best, found = World(problem).best(), solve(problem, limits=ALL)
    if best is None:
        assert (found.status, found.value, found.bound) == (Status.INFEASIBLE, 0, 0)
        assert found.conflicts
        assert {c.constraint for c in found.conflicts} >= {"pinned"}
        return
    hold_to_the_truth(problem, found)
    assert (found.value, found.bound, found.status) == (best[0], best[0], Status.OPTIMAL)
    assert World(problem).broken(found.plan.tolist()) == set()


@pytest.mark.parametrize("name", BINDING)
def test_each_constraint_is_heard(name: str) -> None:
    """A solver deaf to one would take the better plan of the deaf problem."""
    case = BINDING[name]
    for problem, wanted in ((case.problem, case.allowed), (case.deaf, case.forbidden)):
        chosen = Chosen.of(solve(problem, limits=ALL).plan)
        found = {
            (case.officer_of(i) if problem is case.deaf else i, j)
            for i, j in zip(chosen.officer.tolist(), chosen.post.tolist(), strict=True)
        }
        assert found == wanted


NOTHING = {
    "nobody": (staffing([], [post()]), 0),
    "no posts": (staffing([officer(7)], []), 0),
    "nobody and no posts": (staffing([], []), 0),
    "no vacancy": (staffing([officer(7)], [post(capacity=0)]), 0),
    "nobody eligible": (staffing([officer(7)], [post(rank_min=5)]), 0),
    "nobody, and speakers wanted": (sides(staffing([], [post()]), french_min=[2], speaker_penalty=5), -10),
    "no vacancy, and speakers wanted": (sides(staffing([officer()], [post(capacity=0)]), arabic_min=[3]), -12),
    "nothing pledged": (sides(staffing([officer(7)], [post()]), pledge=[0, 0]), 0),
    "women alone, and none": (sides(staffing([officer(7)], [post()]), women_share=(1, 1)), 0),
    "all withdrawn": (replace(staffing([officer(7)], [post()]), withdrawn=(0,)), 0),
    "all frozen": (replace(staffing([officer(7)], [post()]), frozen=(0,)), 0),
    "one of each": (staffing([officer(7)], [post()]), 7),
}


@pytest.mark.parametrize("name", NOTHING)
def test_little_or_nothing(name: str) -> None:
    problem, value = NOTHING[name]
    found = solve(problem, limits=ALL)
    hold_to_the_truth(problem, found)
    assert (found.value, found.bound, found.gap) == (value, value, 0.0)


def test_a_gap_over_nothing_is_infinite() -> None:
    found = solve(NOTHING["one of each"][0], limits=Limits(seconds=0))
    assert (found.value, found.bound, found.gap, found.quality_gap) == (0, 7, inf, inf)


@pytest.mark.parametrize(
    ("limits", "listener", "status"),
    [
        (Limits(seconds=0), None, Status.FEASIBLE),
        (Limits(seconds=0), lambda word: True, Status.FEASIBLE),
        (ALL, lambda word: False, Status.STOPPED),
        (ALL, lambda word: word.step != "screening", Status.STOPPED),
        (ALL, lambda word: None, Status.OPTIMAL),
    ],
)
def test_stopped_is_what_a_person_did(limits: Limits, listener: object, status: Status) -> None:
    problem = small_random(29, officers=200, posts=40)
    found = solve(problem, limits=limits, listener=listener)
    hold_to_the_truth(problem, found)
    assert found.status is status


def test_every_better_plan_is_given() -> None:
    kept: list[Result] = []
    problem = small_random(29, officers=200, posts=40)
    last = solve(problem, limits=ALL, keep=kept.append)
    assert [k.value for k in kept] == sorted({k.value for k in kept})
    for one in kept:
        hold_to_the_truth(problem, one)
    assert kept[-1].plan.tolist() == last.plan.tolist()


def test_the_same_seed_gives_the_same_plan() -> None:
    problem = small_random(29, officers=200, posts=40)
    one, two = (solve(problem, limits=replace(ALL, seed=3)) for _ in range(2))
    assert one.plan.tolist() == two.plan.tolist()
    assert one.seed == 3


def test_faults_are_refused() -> None:
    with pytest.raises(BadInput):
        solve(staffing([officer(woman=7)], [post()]), limits=ALL)


def test_all_kernels_are_compiled_before_the_clock_starts_and_once() -> None:
    told: list[str] = []
    assert warm_up(lambda what, seconds: told.append(what)) >= 0
    assert told == ["screening", "solving"]
    kernels = [f for room in (auction, proof, pairs) for f in vars(room).values() if hasattr(f, "signatures")]
    inner = {"_leave", "_know", "_list_bits", "_write"}  # fetched from disk as a part of those that call them
    assert {k.__name__ for k in kernels if len(k.signatures) > 1} == set()
    assert {k.__name__ for k in kernels if not k.signatures} <= inner


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "constraints", "gap", "least"),
    [("M", "std", 0.0005, 3_713_000), ("R", "std", 0.001, 3_445_000), ("M", "none", 0.0, 3_732_519)],
)
def test_the_shared_instances(name: str, constraints: str, gap: float, least: int) -> None:
    problem = read_npz(INSTANCES / f"{name}.npz", constraints=constraints)
    found = solve(problem, limits=Limits(seconds=60, gap=gap))
    hold_to_the_truth(problem, found)
    assert found.gap <= gap
    assert found.value >= least
    if not gap:
        assert found.value == least


@pytest.mark.shared
@pytest.mark.parametrize(("name", "optimum"), [("assign500", 991), ("assign600", 1176), ("assign700", 1362)])
def test_the_assignment_set_of_the_library(name: str, optimum: int) -> None:
    market, filled = market_of_library(LIBRARY / f"{name}.txt")
    found = solve_market(market, limits=Limits(seconds=60))
    assert (np.asarray(found.owner) >= 0).all()
    cost = filled * market.posts - found.value
    assert (cost, found.bound, found.price_bound) == (optimum, found.value, found.value)
