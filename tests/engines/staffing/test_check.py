"""Each constraint in its smallest binding example; each refused, by name, where a solver is deaf to it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from engines.staffing.binding import ASKED, BINDING, CONDITION_NAMES, Binding, Rows, asked
from engines.staffing.secondopinion import World
from engines.staffing.tiny import officer, post, sides, small_random, staffing
from menara.engines.outcome import Limits, Status
from menara.engines.staffing import conditions
from menara.engines.staffing.check import CHECKS, Chosen, Value, bonus, check, quality, value_of
from menara.engines.staffing.problem import Staffing, Worth
from menara.engines.staffing.solve import solve


def chosen(rows: Rows) -> Chosen:
    pairs = np.array(sorted(rows), dtype=np.int64).reshape(-1, 2)
    return Chosen(officer=pairs[:, 0], post=pairs[:, 1])


def broken(problem: Staffing, rows: Rows) -> set[str]:
    return {v.constraint for v in check(staffing=problem, chosen=chosen(rows))}


def by_trying(problem: Staffing) -> Rows:
    best = World(problem).best()
    assert best is not None
    return {(i, j) for i, j in enumerate(best[1]) if j >= 0}


def by_solving(problem: Staffing) -> Rows:
    result = solve(problem, limits=Limits(seconds=20, gap=0))
    assert result.status is Status.OPTIMAL
    return {(i, j) for i, j in enumerate(result.plan.tolist()) if j >= 0}


def test_every_constraint_has_its_smallest_binding_example() -> None:
    assert set(BINDING) == {one.__name__ for one in CHECKS}
    assert sorted(ASKED) == sorted(CONDITION_NAMES) == sorted(c.name for c in conditions.CONDITIONS)


def holds(binding: Binding, name: str, best_of: Callable[[Staffing], Rows]) -> None:
    assert binding.allowed != binding.forbidden
    assert best_of(binding.problem) == binding.allowed
    assert {(binding.officer_of(i), j) for i, j in best_of(binding.deaf)} == binding.forbidden
    assert broken(binding.problem, binding.allowed) == set()
    assert broken(binding.problem, binding.forbidden) == {name}


SOLVERS = pytest.mark.parametrize("best_of", [by_trying, by_solving])


@SOLVERS
@pytest.mark.parametrize("name", BINDING)
def test_what_a_deaf_solver_answers_is_refused(name: str, best_of: Callable[[Staffing], Rows]) -> None:
    holds(BINDING[name], name, best_of)


@SOLVERS
@pytest.mark.parametrize("name", CONDITION_NAMES)
def test_so_is_who_does_not_meet_a_condition(name: str, best_of: Callable[[Staffing], Rows]) -> None:
    binding = asked(name)
    holds(binding, "eligible", best_of)
    told = check(staffing=binding.problem, chosen=chosen(binding.forbidden))
    assert [v.about for v in told] == [{"officer": 0, "post": 0, "condition": name}]


@pytest.mark.parametrize("seed", range(300))
def test_the_second_opinion_agrees_on_any_plan(seed: int) -> None:
    problem, draw = small_random(seed), random.Random(seed)
    world = World(problem)
    for _ in range(10):
        plan = [draw.choice([-1, -1, *range(len(problem.posts))]) for _ in range(len(problem.officers))]
        rows = Chosen.of(np.array(plan))
        assert {v.constraint for v in check(staffing=problem, chosen=rows)} == world.broken(plan)
        found = value_of(staffing=problem, chosen=rows)
        assert (found.value, found.quality, found.penalties) == (
            world.value(plan),
            world.quality_of(plan),
            world.penalties(plan),
        )


@pytest.mark.parametrize("seed", range(50))
def test_worth_with_chance_and_large_indexes(seed: int) -> None:
    draw = random.Random(seed)
    problem = replace(small_random(seed, pins=False), worth=Worth(), first=draw.randrange(10**7))
    world = World(problem)
    for j in range(len(problem.posts)):
        people = np.arange(len(problem.officers))
        assert quality(problem, people, j).tolist() == [world.quality(i, j) for i in people.tolist()]
        assert int(bonus(problem, j)) == world.bonus(j)


def test_small_integer_types_do_not_overflow() -> None:
    """100 years and a level counted 40 times leave int8 far behind."""
    problem = staffing([officer(120, years=100)], [post()], worth=Worth(year=100, years_counted=99, chance=False))
    small = {n: getattr(problem.officers, n).astype(np.int8) for n in type(problem.officers).__dataclass_fields__}
    problem = replace(problem, officers=replace(problem.officers, **small), worth=replace(problem.worth, most=10**6))
    assert value_of(staffing=problem, chosen=chosen({(0, 0)})) == Value(
        quality=120 + 4 * 40 + 99 * 100, bonus=1_000, penalties=0
    )


def test_strangers_are_named_and_nothing_else_is_asked() -> None:
    problem = staffing([officer()], [post()])
    told = check(staffing=problem, chosen=chosen({(0, 0), (1, 0), (0, -1), (-1, 0)}))
    assert [(v.constraint, v.about) for v in told] == [
        ("known_records", {"officer": -1, "post": 0}),
        ("known_records", {"officer": 0, "post": -1}),
        ("known_records", {"officer": 1, "post": 0}),
    ]


def test_all_that_is_broken_is_told_with_what_was_found_and_allowed() -> None:
    problem = sides(
        staffing([officer(), officer(), officer()], [post(capacity=1), post(1)]),
        pledge=[1, 9], country_cap=[1, 1], women_share=(1, 3),
    )  # fmt: skip
    problem = replace(problem, withdrawn=(0,), frozen=(1,), pins=((0, 2),))
    told = check(staffing=problem, chosen=chosen({(0, 0), (1, 0), (0, 1)}))
    assert [(v.constraint, v.about) for v in told] == [
        ("one_post_each", {"officer": 0, "found": 2, "allowed": 1}),
        ("capacity", {"post": 0, "found": 2, "allowed": 1}),
        ("pledge", {"country": 0, "found": 3, "allowed": 1}),
        ("country_cap", {"mission": 0, "country": 0, "found": 2, "allowed": 1}),
        ("share_of_women", {"mission": 0, "filled": 2, "found": 0, "asked": 1}),
        ("share_of_women", {"mission": 1, "filled": 1, "found": 0, "asked": 1}),
        ("not_withdrawn", {"officer": 0, "post": 0}),
        ("not_withdrawn", {"officer": 0, "post": 1}),
        ("not_frozen", {"officer": 0, "post": 1}),
        ("pinned", {"post": 0, "officer": 2}),
    ]


def test_an_empty_plan_breaks_nothing_and_loses_every_missing_speaker() -> None:
    problem = sides(staffing([officer()], [post()]), french_min=[2], arabic_min=[1])
    assert check(staffing=problem, chosen=chosen(set())) == ()
    assert value_of(staffing=problem, chosen=chosen(set())).value == -12
