"""Why there is no slate: each kind of conflict by hand, and that a set is never larger than it must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from math import ceil

import pytest

from engines.matching.secondopinion import World, best_of_all, world_of
from engines.matching.smallworld import officer, opening, pins, problem, random_problem
from menara.engines.matching.conflicts import any_slate, smallest_conflict
from menara.engines.matching.instance import instance_of
from menara.engines.matching.problem import Conflict, Exclusion, Problem, Waiver
from menara.engines.matching.solve import solve
from menara.engines.matching.verify import verify
from menara.engines.outcome import Limits, Status


def pin(pair: str) -> tuple[str, dict[str, str]]:
    number, ref = pair.split(">")
    return "pinned", {"officer": number, "opening": ref}


def half(call: str) -> tuple[str, dict[str, str]]:
    return "share_of_women", {"call": call, "share": "1/2"}


def out_of(ref: str) -> tuple[Exclusion, ...]:
    return (Exclusion(officer="M", opening=ref, by="t", reason="r"),)


def told(conflicts: Iterable[Conflict]) -> list[tuple[str, dict[str, object]]]:
    return [(c.constraint, dict(c.about)) for c in conflicts]


M, N, W = officer("M"), officer("N"), officer("W", woman=True)
HALF = Fraction(1, 2)

KINDS = {
    "a pin against a rule": (
        problem([officer("M", vaccinated=False)], [opening("P")], pins=pins("M>P")),
        [pin("M>P"), ("is_eligible", {"officer": "M", "opening": "P", "rule": "is_vaccinated"})],
    ),
    "a pin against an exclusion from one opening": (
        problem([M], [opening("P")], pins=pins("M>P"), exclusions=out_of("P")),
        [pin("M>P"), ("not_excluded", {"officer": "M", "opening": "P"})],
    ),
    "a pin against an exclusion from all": (
        problem([M], [opening("P")], pins=pins("M>P"), exclusions=out_of("")),
        [pin("M>P"), ("not_excluded", {"officer": "M", "opening": "P"})],
    ),
    "two pins of one officer": (
        problem([M], [opening("P"), opening("Q")], pins=pins("M>P", "M>Q")),
        [pin("M>P"), pin("M>Q"), ("one_post_each", {"officer": "M"})],
    ),
    "more pins than nominees": (
        problem([M, N, W], [opening("P", positions=2)], pins=pins("M>P", "N>P", "W>P")),
        [pin("M>P"), pin("N>P"), pin("W>P"), ("nominee_limit", {"opening": "P", "allowed": 2})],
    ),
    "pinned men and no woman to be had": (
        problem([M, N], [opening("P", positions=2, female_target=HALF)], pins=pins("M>P")),
        [pin("M>P"), half("P")],
    ),
    "pinned men who leave no room for women": (
        problem([M, W], [opening("P", female_target=HALF)], pins=pins("M>P")),
        [pin("M>P"), half("P"), ("nominee_limit", {"opening": "P", "allowed": 1})],
    ),
    "a pinned man whose woman is pinned elsewhere": (
        problem(
            [M, W],
            [opening("P", positions=2, call="X", female_target=HALF), opening("Q")],
            pins=pins("M>P", "W>Q"),
        ),
        [pin("M>P"), pin("W>Q"), ("one_post_each", {"officer": "W"}), half("X")],
    ),
    "a pinned man and women of a unit that gives nobody": (
        problem(
            [M, officer("W", woman=True, unit="SMALL", strength=3)],
            [opening("P", positions=2, female_target=HALF)],
            pins=pins("M>P"),
            home_unit_share=Fraction(1, 4),
        ),
        [
            pin("M>P"),
            half("P"),
            ("home_unit_cap", {"unit": "S/SMALL", "allowed": 0}),
        ],
    ),
    "more pins than a home unit gives": (
        problem(
            [officer("M", strength=7), officer("N", strength=7)],
            [opening("P"), opening("Q")],
            pins=pins("M>P", "N>Q"),
            home_unit_share=Fraction(1, 4),
        ),
        [pin("M>P"), pin("N>Q"), ("home_unit_cap", {"unit": "S/U", "allowed": 1})],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_named_and_nothing_else(name: str) -> None:
    asked, expected = KINDS[name]
    assert best_of_all(asked) is None
    result = solve(asked)
    assert result.status is Status.INFEASIBLE
    key = repr
    assert sorted(told(result.conflicts), key=key) == sorted(expected, key=key)
    assert [c.constraint for c in result.conflicts if c.constraint == "pinned"] == [
        c.constraint for c in result.conflicts
    ][: sum(name == "pinned" for name, _ in expected)], "pins come first"
    assert (result.levels, result.nominees, result.reserves) == ((), (), ())


@pytest.mark.parametrize("name", KINDS)
def test_whatever_needs_no_search_is_checked_again_without_a_solver(name: str) -> None:
    asked, expected = KINDS[name]
    claims = {c.name: c.ok for c in verify(problem=asked, result=solve(asked))}
    by_search = any(constraint == "share_of_women" for constraint, _ in expected)
    assert claims == {"eligible_pairs": True, "unit": True, "infeasible": True, "conflict": None if by_search else True}


def test_conflicts_that_have_nothing_to_do_with_each_other_are_not_mixed() -> None:
    asked = problem(
        [M, N, W],
        [opening("P"), opening("Q"), opening("R", positions=2), opening("S")],
        pins=pins("N>R", "M>P", "M>Q", "W>R", "W>S"),
    )
    assert len(solve(asked).conflicts) == 3


def test_a_conflict_is_found_though_there_is_no_time() -> None:
    asked, expected = KINDS["pinned men and no woman to be had"]
    assert told(solve(asked, limits=Limits(seconds=0)).conflicts) == expected


def test_no_conflict_where_there_is_a_slate() -> None:
    asked = problem([M, W], [opening("P", positions=2, female_target=HALF)], pins=pins("M>P"))
    instance = instance_of(asked)
    assert smallest_conflict(instance) == ()
    pairs = any_slate(instance)
    assert pairs is not None
    assert [instance.roster.number[i] for i in instance.pair_officer[pairs]] == ["M", "W"]


# --- minimal ----------------------------------------------------------------------------------------------------------


def can_hold(asked: Problem, kept: list[Conflict]) -> bool:
    """Whether pins and women can make a slate in which only these requirements hold, tried out one by one. That nobody
    serves twice always holds for officers whom nobody pinned."""
    world = world_of(asked)
    keys = [(c.constraint, dict(c.about)) for c in kept]
    useful = [key for key in world.pairs if key in world.pins or key[0] in world.women]
    must = {(a["officer"], a["opening"]) for name, a in keys if name == "pinned"}
    once = {o for o, _ in useful} - {o for o, _ in world.pins}
    once |= {a["officer"] for name, a in keys if name == "one_post_each"}
    limits = {a["opening"] for name, a in keys if name == "nominee_limit"}
    caps = {a["unit"] for name, a in keys if name == "home_unit_cap"}
    calls = {a["call"] for name, a in keys if name == "share_of_women"}

    def fits(taken: list[tuple[str, str]]) -> bool:
        officers, openings = Counter(o for o, _ in taken), Counter(ref for _, ref in taken)
        units = Counter(world.unit_of[o] for o, _ in taken)
        return (
            all(officers[o] < 2 for o in once)
            and all(openings[ref] <= world.seats[ref].limit for ref in limits)
            and all(units[unit] <= world.caps[unit] for unit in caps)
        )

    def reach(left: list[tuple[str, str]], taken: list[tuple[str, str]]) -> bool:
        if not fits(taken):
            return False
        if not left:
            return all(_has_women(world, call, taken) for call in calls)
        return reach(left[1:], [*taken, left[0]]) or (left[0] not in must and reach(left[1:], taken))

    return reach(useful, [])


def _has_women(world: World, call: str, taken: list[tuple[str, str]]) -> bool:
    nominees = [o for o, ref in taken if world.seats[ref].call == call]
    return sum(o in world.women for o in nominees) >= ceil(world.shares[call] * len(nominees))


def test_a_set_is_never_larger_than_it_must_be() -> None:
    """Together the members cannot hold; without any one of them the others can."""
    seen: Counter[str] = Counter()
    for seed in range(220):
        asked = random_problem(seed, most_pins=4)
        if best_of_all(asked) is not None:
            continue
        conflicts = list(solve(asked).conflicts)
        names = [c.constraint for c in conflicts]
        seen.update(set(names))
        assert names.count("pinned") >= 1
        if {"is_eligible", "not_excluded"} & set(names):
            assert len(conflicts) == 2
            gone = replace(
                asked, pins=tuple(p for p in asked.pins if pin(f"{p.officer}>{p.opening}") not in told(conflicts))
            )
            assert len(instance_of(gone).impossible_pins) == len(instance_of(asked).impossible_pins) - 1
            continue
        assert not can_hold(asked, conflicts), seed
        for dropped in conflicts:
            assert can_hold(asked, [c for c in conflicts if c is not dropped]), (seed, dropped)
    assert set(seen) == {
        "pinned", "is_eligible", "not_excluded", "one_post_each", "nominee_limit", "share_of_women", "home_unit_cap"
    }  # fmt: skip


def test_a_waiver_resolves_a_conflict_about_women() -> None:
    asked, _ = KINDS["pinned men and no woman to be had"]
    assert solve(replace(asked, waivers=(Waiver(call="P", by="t", reason="r"),))).status is Status.OPTIMAL
