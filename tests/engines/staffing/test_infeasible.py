"""What is said not to hold together is counted again: shown, refuted, or left as the solver's word, never mistaken."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from engines.staffing.test_conflicts import can_hold, contradictory
from engines.staffing.tiny import officer, post, sides, staffing
from menara.engines.matching.problem import Conflict
from menara.engines.staffing.check import CHECKS
from menara.engines.staffing.conflicts import smallest_conflict
from menara.engines.staffing.infeasible import ABOUT, asked_of, cannot_hold, is_asked, is_smallest_conflict
from menara.engines.staffing.problem import Staffing


def test_every_constraint_can_be_named() -> None:
    assert set(ABOUT) == {one.__name__ for one in CHECKS}


def test_what_the_solver_names_is_not_refused_and_mostly_shown() -> None:
    answers = Counter(
        is_smallest_conflict(problem, found)
        for problem in map(contradictory, range(400))
        if (found := smallest_conflict(problem))
    )
    assert answers[False] == 0
    assert answers[True] > 10 * max(answers[None], 10)


def everything(problem: Staffing) -> list[Conflict]:
    """All that could be named of pins, posts, countries and missions."""
    subjects: list[tuple[str, dict[str, int]]] = [("pinned", {"post": j, "officer": i}) for j, i in problem.pins]
    subjects += [("capacity", {"post": j}) for j in range(len(problem.posts))]
    subjects += [("pledge", {"country": c}) for c in range(problem.countries)]
    for m in range(problem.missions):
        subjects.append(("share_of_women", {"mission": m}))
        subjects += [("country_cap", {"mission": m, "country": c}) for c in range(problem.countries)]
    asked = [(name, asked_of(problem, name, about)) for name, about in subjects]
    return [Conflict(constraint=name, about=about) for name, about in asked if about is not None]


def test_whatever_is_named_the_answer_is_right() -> None:
    answers: Counter[tuple[bool | None, bool]] = Counter()
    for seed in range(300):
        problem, draw = contradictory(seed), random.Random(seed)
        all_of_it = everything(problem)
        for _ in range(6):
            said = draw.sample(all_of_it, draw.randint(1, len(all_of_it)))
            true = can_hold(problem, said)
            told = cannot_hold(problem, said)
            answers[told, true] += 1
            assert told is None or told != true, f"seed {seed}: {said}"
    assert min(answers[True, False], answers[False, True]) > 100
    assert answers[None, True] + answers[None, False] < 20


MAN, WOMAN = officer(), officer(woman=1)
TWO = replace(sides(staffing([MAN, WOMAN], [post(0, 2)]), women_share=(1, 2)), pins=((0, 0),))
PIN = Conflict(constraint="pinned", about={"post": 0, "officer": 0})
SHARE = Conflict(constraint="share_of_women", about={"mission": 0, "share": "1/2"})


def test_a_woman_who_could_serve_refutes_it() -> None:
    assert is_smallest_conflict(TWO, [PIN, SHARE]) is False


def test_without_her_it_is_shown() -> None:
    assert is_smallest_conflict(replace(TWO, withdrawn=(1,)), [PIN, SHARE]) is True


def test_a_spare_member_is_no_smallest_set() -> None:
    room = Conflict(constraint="capacity", about={"post": 0, "allowed": 2})
    assert is_smallest_conflict(replace(TWO, withdrawn=(1,)), [PIN, SHARE, room]) is False


def test_nothing_and_the_same_twice_are_no_conflict() -> None:
    problem = replace(TWO, withdrawn=(1,))
    assert is_smallest_conflict(problem, []) is False
    assert is_smallest_conflict(problem, [PIN, SHARE, SHARE]) is False


@pytest.mark.parametrize(
    "odd",
    [
        Conflict(constraint="pinned", about={"post": 0, "officer": 1}),
        Conflict(constraint="pinned", about={"post": 0, "officer": True}),
        Conflict(constraint="pinned", about={"post": 0}),
        Conflict(constraint="pinned", about={"post": 0, "officer": 0, "why": "so"}),
        Conflict(constraint="share_of_women", about={"mission": 0, "share": "1/3"}),
        Conflict(constraint="share_of_women", about={"mission": 1, "share": "1/2"}),
        Conflict(constraint="capacity", about={"post": 0, "allowed": 2.0}),
        Conflict(constraint="capacity", about={"post": -1, "allowed": 2}),
        Conflict(constraint="eligible", about={"officer": 0, "post": 0, "condition": "likes_it"}),
        Conflict(constraint="eligible", about={"officer": 0, "post": 0, "condition": ["holds_rank"]}),
        Conflict(constraint="not_frozen", about={"post": 0}),
        Conflict(constraint="faith", about={}),
    ],
    ids=lambda odd: f"{odd.constraint} {dict(odd.about)}",
)
def test_what_the_problem_does_not_ask_is_no_conflict(odd: Conflict) -> None:
    assert not is_asked(TWO, odd)
    assert is_smallest_conflict(TWO, [PIN, odd]) is False
