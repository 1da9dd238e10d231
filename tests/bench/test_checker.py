"""The benchmarks' own checker agrees with plain Python on any plan, and finds what each constraint forbids."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from bench.checker import check
from engines.staffing.binding import ASKED, BINDING, Rows, asked
from engines.staffing.secondopinion import World
from engines.staffing.tiny import officer, post, small_random, staffing
from menara.engines.staffing.problem import Staffing
from menara.engines.staffing.screen import screen
from menara.staffing_files import read_npz

STAFFING = Path(__file__).resolve().parents[3] / "shared" / "data" / "bench" / "staffing"
NAMED = {
    "capacity": "capacity", "pledge": "pledge", "country_cap": "country_cap", "share_of_women": "share_of_women",
    "withdrawn": "not_withdrawn", "frozen": "not_frozen", "pinned": "pinned",
}  # fmt: skip
CONDITIONS = {
    "holds_required_skills": "required_skills",
    "holds_rank": "rank",
    "speaks_main_language": "main_language",
    "has_served_years": "years",
    "is_free_by_start": "available",
    "speaks_second_language": "second_language",
    "is_within_age": "age",
    "served_elsewhere_last": "last_mission",
    "is_cleared": "clearance",
    "country_is_accepted": "excluded_country",
}


def plan_of(problem: Staffing, rows: Rows) -> np.ndarray:
    plan = np.full(len(problem.officers), -1)
    for i, j in rows:
        plan[i] = j
    return plan


@pytest.mark.parametrize("seed", range(200))
def test_any_plan_is_judged_as_plain_python_judges_it(seed: int) -> None:
    problem, draw = small_random(seed), random.Random(seed)
    world = World(problem)
    for _ in range(10):
        plan = [draw.choice([-1, -1, *range(len(problem.posts))]) for _ in range(len(problem.officers))]
        found = check(problem, np.array(plan))
        assert {NAMED.get(name, "eligible") for name in found.broken} == world.broken(plan)
        assert (found.value, found.quality, found.penalties) == (
            world.value(plan),
            world.quality_of(plan),
            world.penalties(plan),
        )


@pytest.mark.parametrize("name", sorted(set(BINDING) - {"one_post_each", "eligible"}))  # a column cannot say two posts
def test_what_a_constraint_forbids_is_named(name: str) -> None:
    problem = BINDING[name].problem
    assert check(problem, plan_of(problem, BINDING[name].allowed)).broken == {}
    broken = check(problem, plan_of(problem, BINDING[name].forbidden)).broken
    assert [NAMED[found] for found in broken] == [name]


@pytest.mark.parametrize("name", ASKED)
def test_so_is_each_condition_of_a_post(name: str) -> None:
    problem = asked(name).problem
    assert check(problem, plan_of(problem, asked(name).allowed)).broken == {}
    assert check(problem, plan_of(problem, asked(name).forbidden)).broken == {CONDITIONS[name]: 1}


@pytest.mark.parametrize("plan", [[0], [0, 0, 0], [1, -1], [-2, -1]])
def test_what_is_no_plan_at_all_is_refused(plan: list[int]) -> None:
    with pytest.raises(ValueError, match="a plan"):
        check(staffing([officer(1), officer(2)], [post()]), np.array(plan))


@pytest.mark.shared
def test_worth_is_as_screening_says_on_a_shared_instance() -> None:
    problem = read_npz(STAFFING / "R.npz", constraints="none")
    market = screen(problem)
    draw = np.random.default_rng(1)
    plan = np.full(market.officers, -1)
    worth = np.zeros(market.officers, dtype=np.int64)
    free = market.capacity.copy()
    of = np.repeat(np.arange(market.posts), np.diff(market.starts))
    for place in draw.permutation(len(market.officer)):
        i, j = market.officer[place], of[place]
        if plan[i] < 0 and free[j] > 0:
            plan[i], worth[i] = j, market.worth[place]
            free[j] -= 1
    found = check(problem, plan)
    assert (found.broken, found.value, found.filled) == ({}, int(worth.sum()), int((plan >= 0).sum()))
    assert found.filled > 1_000
