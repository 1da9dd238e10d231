"""Contradictory pins are answered with a smallest set that cannot hold; brute force finds none of it spare."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from engines.staffing.secondopinion import World
from engines.staffing.tiny import officer, post, sides, small_random, staffing
from menara.engines.matching.problem import Conflict
from menara.engines.staffing.check import check
from menara.engines.staffing.conflicts import plan_of_pins, smallest_conflict
from menara.engines.staffing.problem import Staffing


def told(problem: Staffing) -> list[tuple[str, dict[str, object]]]:
    return [(c.constraint, dict(c.about)) for c in smallest_conflict(problem)]


def pin(post: int, officer: int) -> tuple[str, dict[str, object]]:
    return "pinned", {"post": post, "officer": officer}


THREE = [officer(country=0), officer(country=0), officer(country=0)]


def test_without_pins_nothing_conflicts() -> None:
    problem = sides(staffing(THREE, [post()]), pledge=[0, 0], country_cap=[0], women_share=(1, 1))
    assert told(problem) == []
    plan = plan_of_pins(problem)
    assert plan is not None
    assert len(plan) == 0


def test_more_pins_than_a_pledge() -> None:
    problem = sides(staffing(THREE, [post(0, 9), post(1, 9)]), pledge=[2, 9])
    problem = replace(problem, pins=((0, 0), (1, 1), (0, 2)))
    assert told(problem) == [pin(0, 0), pin(0, 2), pin(1, 1), ("pledge", {"country": 0, "allowed": 2})]


def test_a_smaller_set_comes_first() -> None:
    """The pledge is passed by three pins, the cap of mission 0 by two of them."""
    problem = sides(staffing(THREE, [post(0, 9), post(1, 9)]), pledge=[2, 9], country_cap=[1, 9])
    problem = replace(problem, pins=((0, 0), (1, 1), (0, 2)))
    assert told(problem) == [pin(0, 0), pin(0, 2), ("country_cap", {"mission": 0, "country": 0, "allowed": 1})]


def test_a_post_with_fewer_vacancies_than_pins() -> None:
    problem = replace(staffing(THREE, [post()]), pins=((0, 1), (0, 2)))
    assert told(problem) == [pin(0, 1), pin(0, 2), ("capacity", {"post": 0, "allowed": 1})]


def test_an_officer_pinned_twice() -> None:
    problem = replace(staffing(THREE, [post(), post()]), pins=((0, 1), (1, 1)))
    assert told(problem) == [pin(0, 1), pin(1, 1), ("one_post_each", {"officer": 1})]


@pytest.mark.parametrize(
    ("changes", "by"),
    [
        ({"withdrawn": (1,)}, ("not_withdrawn", {"officer": 1})),
        ({"frozen": (0,)}, ("not_frozen", {"post": 0})),
        (
            {"excluded": np.array([[1, 0]])},
            ("eligible", {"officer": 1, "post": 0, "condition": "country_is_accepted"}),
        ),
    ],
)
def test_a_barred_pin(changes: dict[str, object], by: tuple[str, dict[str, object]]) -> None:
    problem = replace(staffing(THREE, [post()]), pins=((0, 1),), **changes)
    assert told(problem) == [pin(0, 1), by]


def test_a_man_where_only_women_may_serve() -> None:
    problem = replace(sides(staffing(THREE, [post()]), women_share=(1, 1)), pins=((0, 1),))
    assert told(problem) == [pin(0, 1), ("share_of_women", {"mission": 0, "share": "1/1"})]


def test_the_woman_beside_him_has_no_vacancy() -> None:
    problem = sides(staffing([officer(), officer(woman=1)], [post()]), women_share=(1, 2))
    problem = replace(problem, pins=((0, 0),))
    assert told(problem) == [
        pin(0, 0),
        ("capacity", {"post": 0, "allowed": 1}),
        ("share_of_women", {"mission": 0, "share": "1/2"}),
    ]


def test_the_woman_beside_him_is_from_a_country_that_pledged_one() -> None:
    problem = sides(staffing([officer(), officer(woman=1)], [post(0, 2)]), women_share=(1, 2), pledge=[1, 1])
    problem = replace(problem, pins=((0, 0),))
    assert told(problem) == [
        pin(0, 0),
        ("pledge", {"country": 0, "allowed": 1}),
        ("share_of_women", {"mission": 0, "share": "1/2"}),
    ]
    assert plan_of_pins(problem) is None


def test_one_woman_cannot_serve_beside_two() -> None:
    problem = sides(staffing([officer(), officer(), officer(woman=1)], [post(0, 2), post(1, 2)]), women_share=(1, 2))
    problem = replace(problem, pins=((0, 0), (1, 1)))
    share = [("share_of_women", {"mission": m, "share": "1/2"}) for m in (0, 1)]
    assert told(problem) == [pin(0, 0), pin(1, 1), *share]
    assert told(replace(problem, pins=((0, 0),))) == []


def test_indexes_count_from_the_whole_roster() -> None:
    problem = replace(staffing(THREE, [post()]), pins=((0, 11), (0, 12)), first=10)
    assert told(problem) == [pin(0, 11), pin(0, 12), ("capacity", {"post": 0, "allowed": 1})]


def contradictory(seed: int) -> Staffing:
    """Few officers, and pins of whatever eligible pairs, often too many."""
    draw = random.Random(seed)
    problem = small_random(seed, officers=5, posts=3, pins=False)
    if problem.sides is not None and draw.random() < 0.7:
        problem = replace(problem, sides=replace(problem.sides, women_share=draw.choice([(1, 3), (1, 2), (2, 3)])))
    pairs = World(problem).open_pairs()
    draw.shuffle(pairs)
    found: dict[int, int] = {}
    for i, j in pairs[: draw.randint(1, 4)]:
        found.setdefault(i, j)
    return replace(problem, pins=tuple((j, i) for i, j in found.items()))


def can_hold(problem: Staffing, kept: list[Conflict]) -> bool:
    """Whether some plan of open pairs, nobody twice, satisfies just what is kept."""
    world = World(replace(problem, pins=()))
    choices: list[list[int]] = [[-1] for _ in world.officers]
    for i, j in world.open_pairs():
        choices[i].append(j)
    pinned = {c.about["officer"]: c.about["post"] for c in kept if c.constraint == "pinned"}
    options = [[pinned[i]] if i in pinned else own for i, own in enumerate(choices)]
    return any(all(holds(world, plan, c) for c in kept) for plan in product(*options))


def holds(world: World, plan: tuple[int, ...], kept: Conflict) -> bool:
    about, chosen = kept.about, [(i, j) for i, j in enumerate(plan) if j >= 0]
    there = [world.officers[i] for i, j in chosen if world.posts[j]["mission"] == about.get("mission")]
    if kept.constraint == "capacity":
        return bool(plan.count(about["post"]) <= about["allowed"])
    if kept.constraint == "pledge":
        return bool(sum(world.officers[i]["country"] == about["country"] for i, _ in chosen) <= about["allowed"])
    if kept.constraint == "country_cap":
        return bool(sum(o["country"] == about["country"] for o in there) <= about["allowed"])
    if kept.constraint == "share_of_women":
        part, whole = map(int, about["share"].split("/"))
        return whole * sum(o["woman"] for o in there) >= part * len(there)
    return kept.constraint == "pinned"


def both() -> Iterator[tuple[int, Staffing]]:
    return ((seed, contradictory(seed)) for seed in range(400))


def test_brute_force_finds_no_spare_member() -> None:
    """Infeasible exactly where no plan exists; the set cannot hold; without any one of it, it can."""
    kinds: Counter[str] = Counter()
    for seed, problem in both():
        found = list(smallest_conflict(problem))
        plan = plan_of_pins(problem)
        exists = World(problem).best() is not None
        assert (not found) == exists == (plan is not None), f"seed {seed}"
        kinds.update({"none"} if not found else {c.constraint for c in found})
        if plan is not None:
            assert check(staffing=problem, chosen=plan) == (), f"seed {seed}"
            continue
        assert not can_hold(problem, found), f"seed {seed}"
        for k in range(len(found)):
            assert can_hold(problem, found[:k] + found[k + 1 :]), f"seed {seed}: {found[k]} is spare in {found}"
    assert set(kinds) == {"none", "pinned", "capacity", "pledge", "country_cap", "share_of_women"}
    assert min(kinds.values()) >= 10
