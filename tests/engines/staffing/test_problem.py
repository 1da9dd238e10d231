"""A problem in slices, and nothing of it lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.staffing.doubleloop import any_staffing
from menara.engines.staffing.problem import LANGUAGES, OFFICER_COLUMNS, POST_COLUMNS, Prices, empty

CUTS = {
    "the first": (slice(0, 4), 50, 4),
    "a middle one": (slice(4, 9), 54, 5),
    "to the end": (slice(9, None), 59, 11),
    "from the end": (slice(-3, None), 67, 3),
    "beyond the end": (slice(15, 99), 65, 5),
    "none": (slice(7, 7), 57, 0),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_slice_keeps_its_indexes_and_its_decisions(name: str) -> None:
    rows, first, size = CUTS[name]
    whole = replace(any_staffing(1, officers=20, posts=3), first=50, withdrawn=(50, 56, 69), pins=((0, 53), (2, 68)))
    part = whole.part(rows)
    here = range(first, first + size)
    assert (part.first, len(part.officers)) == (first, size)
    assert part.withdrawn == tuple(i for i in whole.withdrawn if i in here)
    assert part.pins == tuple((j, i) for j, i in whole.pins if i in here)
    for column in OFFICER_COLUMNS:
        assert np.array_equal(getattr(part.officers, column), getattr(whole.officers, column)[first - 50 :][:size])


def test_a_slice_of_a_slice_counts_on() -> None:
    whole = replace(any_staffing(2, officers=20, posts=3), first=7)
    assert whole.part(slice(5, 15)).part(slice(2, 4)).first == 14


def test_an_empty_problem_has_its_shapes() -> None:
    problem = empty(officers=3, posts=2, missions=4, countries=5)
    assert (len(problem.officers), len(problem.posts), problem.missions, problem.countries) == (3, 2, 4, 5)
    assert problem.officers.languages.shape == (3, len(LANGUAGES))
    assert {getattr(problem.posts, name).shape for name in POST_COLUMNS} == {(2,)}


def test_prices_of_zero_have_a_place_for_each_constraint() -> None:
    prices = Prices.zero(posts=3, missions=2, countries=4)
    shapes = {name: getattr(prices, name).shape for name in ("post", "pledge", "country_cap", "women", "french")}
    assert shapes == {"post": (3,), "pledge": (4,), "country_cap": (2, 4), "women": (2,), "french": (2,)}
