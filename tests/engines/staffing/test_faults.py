"""Every kind of fault, named by column and row; all of them at once; and nothing wrong where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engines.staffing.doubleloop import any_staffing
from engines.staffing.tiny import officer, post, sides, small_random, staffing
from menara.engines.staffing.faults import (
    MOST_ROWS,
    OFFICER_RANGES,
    POST_RANGES,
    SENTENCES,
    WORTH_RANGES,
    Range,
    faults,
    total,
)
from menara.engines.staffing.problem import OFFICER_COLUMNS, POST_COLUMNS, Staffing, empty
from menara.engines.staffing.screen import screen
from menara.errors import BadInput

Place = tuple[str, str, int]  # code, column, row


def three() -> Staffing:
    problem = staffing([officer(), officer(), officer(country=1)], [post(), post(1, capacity=2)])
    return sides(problem)


def at(problem: Staffing, owner: str, column: str, entry: int, value: Any) -> Staffing:
    """The problem with one entry changed."""
    table = getattr(problem, owner)
    changed = getattr(table, column).astype(np.int64)
    changed[entry] = value
    return replace(problem, **{owner: replace(table, **{column: changed})})


def found(problem: Staffing) -> list[Place]:
    return [(f.code, f.column, f.row) for f in faults(problem)]


def test_what_is_right_has_no_fault() -> None:
    for seed in range(40):
        assert found(any_staffing(seed)) == []
        assert found(small_random(seed)) == []
    assert found(empty()) == found(empty(officers=3)) == found(empty(posts=3)) == []


ranged: list[tuple[str, str, Range]] = [
    *(("officers", name, allowed) for name, allowed in OFFICER_RANGES.items()),
    *(("posts", name, allowed) for name, allowed in POST_RANGES.items()),
]


@pytest.mark.parametrize(("owner", "column", "allowed"), ranged, ids=str)
def test_each_column_has_its_limits(owner: str, column: str, allowed: Range) -> None:
    for good in allowed:
        assert found(at(three(), owner, column, 1, good)) == []
    for bad in (allowed.least - 1, allowed.most + 1):
        assert found(at(three(), owner, column, 1, bad)) == [("out_of_range", f"{owner}.{column}", 3)]


def test_no_column_is_without_limits() -> None:
    assert set(OFFICER_RANGES) | {"country"} == set(OFFICER_COLUMNS)
    assert set(POST_RANGES) | {"mission"} == set(POST_COLUMNS)
    assert set(WORTH_RANGES) | {"chance"} == set(three().worth.__dataclass_fields__)


def with_pins(*pins: tuple[int, int], **told: Any) -> Staffing:
    return replace(three(), pins=pins, **told)


def side(**told: Any) -> Staffing:
    problem = three()
    assert problem.sides is not None
    return replace(problem, sides=replace(problem.sides, **told))


CASES: dict[str, tuple[Callable[[], Staffing], list[Place]]] = {
    "a country that is not there": (
        lambda: at(three(), "officers", "country", 2, 2),
        [("out_of_range", "officers.country", 4)],
    ),
    "a mission that is not there": (
        lambda: at(three(), "posts", "mission", 0, 2),
        [("out_of_range", "posts.mission", 2)],
    ),
    "a negative pledge": (lambda: side(pledge=np.array([1, -1])), [("out_of_range", "sides.pledge", 3)]),
    "a negative cap": (lambda: side(country_cap=np.array([-1, 1])), [("out_of_range", "sides.country_cap", 2)]),
    "negative speakers": (lambda: side(french_min=np.array([0, -5])), [("out_of_range", "sides.french_min", 3)]),
    "a share above one": (lambda: side(women_share=(3, 2)), [("out_of_range", "sides.women_share", 0)]),
    "a share of nothing": (lambda: side(women_share=(0, 0)), [("out_of_range", "sides.women_share", 0)]),
    "a negative share": (lambda: side(women_share=(-1, 4)), [("out_of_range", "sides.women_share", 0)]),
    "a level of speakers": (lambda: side(speaker_level=5), [("out_of_range", "sides.speaker_level", 0)]),
    "a penalty that pays": (lambda: side(speaker_penalty=-1), [("out_of_range", "sides.speaker_penalty", 0)]),
    "a column too short": (
        lambda: replace(three(), officers=replace(three().officers, rank=np.zeros(2, dtype=np.int32))),
        [("wrong_shape", "officers.rank", 0)],
    ),
    "languages without levels": (
        lambda: replace(three(), officers=replace(three().officers, languages=np.zeros(3, dtype=np.int32))),
        [("wrong_shape", "officers.languages", 0)],
    ),
    "pledges for other countries": (lambda: side(pledge=np.zeros(5, dtype=int)), [("wrong_shape", "sides.pledge", 0)]),
    "no table of exclusions": (
        lambda: replace(three(), excluded=np.zeros(4, dtype=np.int32)),
        [("wrong_shape", "excluded", 0)],
    ),
    "an exclusion that is neither yes nor no": (
        lambda: replace(three(), excluded=np.array([[0, 0], [0, 2]])),
        [("out_of_range", "excluded", 3)],
    ),
    "a score that is no number": (
        lambda: replace(three(), officers=replace(three().officers, score=np.array([1.0, np.nan, 2.0]))),
        [("not_whole", "officers.score", 3)],
    ),
    "a score without limit, and half a point": (
        lambda: replace(three(), officers=replace(three().officers, score=np.array([np.inf, 1.0, 2.5]))),
        [("not_whole", "officers.score", 2), ("not_whole", "officers.score", 4)],
    ),
    "whole numbers kept as fractions": (
        lambda: replace(three(), officers=replace(three().officers, score=np.array([1.0, 2.0, 3.0]))),
        [("not_whole", "officers.score", 0)],
    ),
    "words": (
        lambda: replace(three(), officers=replace(three().officers, score=np.array(["a", "b", "c"]))),
        [("not_whole", "officers.score", 0)],
    ),
    "an officer withdrawn who is not there": (
        lambda: replace(three(), withdrawn=(0, 3)),
        [("unknown", "withdrawn", 3)],
    ),
    "a post frozen that is not there": (lambda: replace(three(), frozen=(-1,)), [("unknown", "frozen", 2)]),
    "a pin of an officer who is not there": (lambda: with_pins((0, 9)), [("unknown", "pins", 2)]),
    "a pin to a post that is not there": (lambda: with_pins((2, 0)), [("unknown", "pins", 2)]),
    "an officer pinned twice": (
        lambda: with_pins((1, 0), (0, 0)),
        [("given_twice", "pins", 2), ("given_twice", "pins", 3)],
    ),
    "the same pin twice": (
        lambda: with_pins((1, 0), (1, 0)),
        [("given_twice", "pins", 2), ("given_twice", "pins", 3)],
    ),
    "a withdrawn officer pinned": (lambda: with_pins((0, 1), withdrawn=(1,)), [("contradictory", "pins", 2)]),
    "a frozen post pinned": (lambda: with_pins((0, 1), frozen=(0,)), [("contradictory", "pins", 2)]),
    "more pins than vacancies": (
        lambda: with_pins((0, 1), (1, 0), (0, 2)),
        [("too_many_pins", "pins", 2), ("too_many_pins", "pins", 4)],
    ),
    "a slice asked of another's officer": (
        lambda: replace(three(), first=10, withdrawn=(9, 10, 12, 13)),
        [("unknown", "withdrawn", 2), ("unknown", "withdrawn", 5)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_fault_is_named_by_column_and_row(name: str) -> None:
    make, places = CASES[name]
    assert found(make()) == places
    with pytest.raises(BadInput):
        screen(make())


@pytest.mark.parametrize("name", WORTH_RANGES)
def test_weights_have_limits(name: str) -> None:
    for bad in (WORTH_RANGES[name].least - 1, WORTH_RANGES[name].most + 1):
        problem = replace(three(), worth=replace(three().worth, **{name: bad}))
        assert found(problem) == [("out_of_range", f"worth.{name}", 2)]


def test_all_faults_are_told_at_once() -> None:
    problem = at(at(three(), "officers", "rank", 0, -1), "posts", "capacity", 1, -4)
    problem = replace(problem, frozen=(7,), sides=replace(side().sides, women_share=(5, 4)))
    assert found(problem) == [
        ("out_of_range", "officers.rank", 2),
        ("out_of_range", "posts.capacity", 3),
        ("out_of_range", "sides.women_share", 0),
        ("unknown", "frozen", 2),
    ]


def test_a_column_full_of_faults_names_a_few_and_counts_all() -> None:
    problem = empty(officers=1_000, posts=1)
    problem = replace(problem, officers=replace(problem.officers, rank=np.full(1_000, -1), age=np.full(1_000, 121)))
    assert len(faults(problem)) == 2 * MOST_ROWS
    assert total(problem) == 2_000
    with pytest.raises(BadInput) as refused:
        screen(problem)
    assert refused.value.total == 2_000


def test_every_sentence_is_used_and_filled() -> None:
    told = [fault for make, _places in CASES.values() for fault in faults(make())]
    assert {fault.code for fault in told} | {"not_eligible"} == set(SENTENCES)
    assert all(fault.found in str(fault) for fault in told)
