"""The check: what it finds wrong with slates made by hand, by chance, and by a solver that is deaf in one ear."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from engines.matching.binding import BINDING, pairs
from engines.matching.secondopinion import allows, world_of, worth_as_dealt
from engines.matching.smallworld import crowded_problem, officer, opening, pins, problem, random_problem
from menara.engines.matching.check import CHECKS, check, values
from menara.engines.matching.goals import GOALS
from menara.engines.matching.problem import Exclusion, Nominee, Problem
from menara.engines.matching.solve import solve
from menara.engines.outcome import Answer


@pytest.mark.parametrize("name", BINDING)
def test_a_solver_that_is_deaf_to_a_constraint_is_caught(name: str) -> None:
    example = BINDING[name]
    heard = solve(example.problem)
    assert check(problem=example.problem, slate=heard.nominees) == ()
    deaf = example.deaf(example.problem)
    assert pairs(deaf) == example.forbidden
    assert {v.constraint for v in check(problem=example.problem, slate=deaf.nominees)} == {name}


def nominee(officer: str, opening: str, position: int = 0, **marks: Any) -> Nominee:
    return Nominee(officer=officer, opening=opening, position=position, odds=0, quality=0, **marks)


MEN = [officer(n, unit="U", strength=8) for n in "ABC"]
WOMEN = [officer("W", woman=True, unit="V"), officer("X", woman=None, unit="V")]
UNKNOWN = officer("N", unit="T", vaccinated=None)
OPENINGS = [
    opening("P", positions=2, limit=3, call="CALL", female_target=Fraction(1, 4)),
    opening("Q", call="CALL"),
    opening("R", positions=3),
]
ASKED = problem(
    [*MEN, *WOMEN, UNKNOWN],
    OPENINGS,
    home_unit_share=Fraction(1, 4),
    exclusions=(Exclusion(officer="C", opening="R", by="t", reason="r"),),
)
PINNED = replace(ASKED, pins=pins("N>R"))
PIN = nominee("N", "R", pinned=True, unknown=("is_vaccinated",))

WRONG: dict[str, tuple[Problem, list[Nominee], str, Mapping[str, Any]]] = {
    "an officer not on the roster": (ASKED, [nominee("Z", "R")], "known_records", {"officer": "Z", "opening": "R"}),
    "an opening not of the plan": (ASKED, [nominee("A", "Z")], "known_records", {"officer": "A", "opening": "Z"}),
    "a position too many": (ASKED, [nominee("A", "R", 3)], "known_records", {"opening": "R", "position": 3}),
    "a position before the first": (ASKED, [nominee("A", "R", -1)], "known_records", {"opening": "R", "position": -1}),
    "an officer for two openings": (
        ASKED,
        [nominee("W", "Q"), nominee("W", "R")],
        "one_post_each",
        {"officer": "W", "found": 2, "allowed": 1},
    ),
    "an officer twice for one": (
        ASKED,
        [nominee("W", "R"), nominee("W", "R", 1)],
        "one_post_each",
        {"officer": "W", "found": 2, "allowed": 1},
    ),
    "one nominee too many": (
        ASKED,
        [nominee("W", "P"), nominee("A", "P"), nominee("B", "P", 1), nominee("X", "P", 1)],
        "nominee_limit",
        {"opening": "P", "found": 4, "allowed": 3},
    ),
    "too many for one position": (
        ASKED,
        [nominee("W", "P"), nominee("A", "P"), nominee("B", "P")],
        "nominee_limit",
        {"opening": "P", "position": 0, "found": 3, "allowed": 2},
    ),
    "too few women in the call": (
        ASKED,
        [nominee("A", "P"), nominee("B", "Q")],
        "share_of_women",
        {"call": "CALL", "nominees": 2, "found": 0, "asked": 1},
    ),
    "not known to be a woman": (
        ASKED,
        [nominee("X", "Q")],
        "share_of_women",
        {"call": "CALL", "nominees": 1, "found": 0, "asked": 1},
    ),
    "too many of a home unit": (
        ASKED,
        [nominee("A", "P"), nominee("W", "P", 1), nominee("B", "R"), nominee("C", "Q")],
        "home_unit_cap",
        {"unit": "S/U", "found": 3, "allowed": 2},
    ),
    "a pin left out": (PINNED, [nominee("W", "R")], "pinned", {"officer": "N", "opening": "R"}),
    "marked as pinned, by nobody": (
        ASKED,
        [nominee("W", "R", pinned=True)],
        "pinned",
        {"officer": "W", "opening": "R", "marked": True},
    ),
    "pinned and not marked": (
        replace(ASKED, pins=pins("W>R")),
        [nominee("W", "R")],
        "pinned",
        {"officer": "W", "opening": "R", "marked": False},
    ),
    "an officer excluded there": (ASKED, [nominee("C", "R")], "not_excluded", {"officer": "C", "opening": "R"}),
    "an officer excluded everywhere": (
        replace(ASKED, exclusions=(Exclusion(officer="A", opening="", by="t", reason="r"),)),
        [nominee("A", "R")],
        "not_excluded",
        {"officer": "A", "opening": "R"},
    ),
    "an officer whom a rule bars": (
        replace(ASKED, officers=(replace(MEN[0], release_consent=False), *ASKED.officers[1:])),
        [nominee("A", "R")],
        "is_eligible",
        {"officer": "A", "opening": "R", "rule": "is_released", "answer": Answer.NOT_MET},
    ),
    "an unknown answer of an officer nobody pinned": (
        ASKED,
        [nominee("N", "R")],
        "is_eligible",
        {"officer": "N", "opening": "R", "rule": "is_vaccinated", "answer": Answer.UNKNOWN},
    ),
    "an unknown answer not marked": (
        PINNED,
        [replace(PIN, unknown=())],
        "is_eligible",
        {"officer": "N", "opening": "R", "found": (), "asked": ("is_vaccinated",)},
    ),
    "a mark of an answer that is known": (
        ASKED,
        [nominee("W", "R", unknown=("is_released",))],
        "is_eligible",
        {"officer": "W", "opening": "R", "found": ("is_released",), "asked": ()},
    ),
    "a mark made twice": (
        PINNED,
        [replace(PIN, unknown=("is_vaccinated", "is_vaccinated"))],
        "is_eligible",
        {"officer": "N", "opening": "R", "found": ("is_vaccinated", "is_vaccinated"), "asked": ("is_vaccinated",)},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named(name: str) -> None:
    asked, slate, constraint, about = WRONG[name]
    assert [(v.constraint, dict(v.about)) for v in check(problem=asked, slate=slate)] == [(constraint, about)]


def test_a_slate_that_may_stand() -> None:
    slate = [nominee("W", "P"), nominee("A", "P"), nominee("B", "Q"), PIN]
    assert check(problem=PINNED, slate=slate) == ()
    assert check(problem=ASKED, slate=[]) == ()


def test_everything_wrong_is_named_at_once() -> None:
    slate = [nominee("A", "Q"), nominee("C", "R"), nominee("C", "R", 1), replace(PIN, pinned=False)]
    found = {v.constraint for v in check(problem=PINNED, slate=[*slate, nominee("B", "Q")])}
    assert found == {one.__name__ for one in CHECKS}


def random_slate(asked: Problem, draw: random.Random) -> list[Nominee]:
    """Some officers somewhere, half of the time the pinned ones where they belong, mostly with the right marks."""
    world = world_of(asked)
    pinned = dict(world.pins)
    slate = []
    for number in world.officers:
        ref = draw.choice([None, *world.seats])
        if number in pinned and draw.random() < 0.8:
            ref = pinned[number]
        if ref is not None:
            pair = world.pairs.get((number, ref))
            marks = {"pinned": (number, ref) in world.pins, "unknown": pair.unknown if pair else ()}
            if draw.random() < 0.02:
                marks["pinned"] = not marks["pinned"]
            slate.append(nominee(number, ref, draw.randrange(world.seats[ref].positions), **marks))
    return slate


def test_the_check_and_a_second_opinion_agree() -> None:
    draw = random.Random(5)
    stood = 0
    for seed in range(60):
        asked = random_problem(seed) if seed % 3 else crowded_problem(seed)
        world = world_of(asked)
        for _ in range(12):
            slate = random_slate(asked, draw)
            may_stand = allows(world, slate)
            assert (check(problem=asked, slate=slate) == ()) == may_stand, (seed, slate)
            stood += may_stand
            if may_stand:
                found = values(problem=asked, slate=slate, unit=world.unit)
                assert tuple(found[goal] for goal in GOALS) == worth_as_dealt(world, slate)
    assert 100 < stood < 600
