"""Each constraint binds in its smallest example; the rows that are only implied bar nothing more."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.matching.binding import BINDING, pairs
from engines.matching.smallworld import officer, opening, problem
from menara.engines.matching import check, constraints
from menara.engines.matching.constraints import CONSTRAINTS, IMPLIED, men_at_most, share_of_women
from menara.engines.matching.instance import instance_of
from menara.engines.matching.problem import Waiver
from menara.engines.matching.solve import solve

TOLD = [tell.__name__ for tell in CONSTRAINTS]
CHECKED = [one.__name__ for one in check.CHECKS]


def test_every_constraint_has_its_smallest_example() -> None:
    assert set(BINDING) == {*TOLD, *CHECKED}


def test_every_constraint_told_is_checked_too() -> None:
    assert set(TOLD) < set(CHECKED)
    assert not {tell.__name__ for tell in IMPLIED} & set(CHECKED)


@pytest.mark.parametrize("name", TOLD)
def test_rows_carry_the_name_of_their_constraint(name: str) -> None:
    assert getattr(constraints, name)(instance_of(BINDING[name].problem)).name == name


@pytest.mark.parametrize("name", BINDING)
def test_it_binds(name: str) -> None:
    example = BINDING[name]
    assert pairs(solve(example.problem)) == example.allowed
    assert pairs(example.deaf(example.problem)) == example.forbidden


@pytest.mark.parametrize("name", BINDING)
def test_nothing_smaller_would_do(name: str) -> None:
    """One officer fewer, or one opening fewer, and the solver could not do wrong."""
    asked = BINDING[name].problem
    assert len(asked.officers) + len(asked.openings) <= {"home_unit_cap": 4}.get(name, 3)


shares = st.builds(lambda d, n: Fraction(min(n, d), d), st.integers(1, 12), st.integers(1, 12))


@given(share=shares, limits=st.lists(st.integers(1, 6), min_size=1, max_size=3))
def test_the_most_men_are_as_many_as_the_share_allows(share: Fraction, limits: list[int]) -> None:
    """Of all counts of women and men that the share allows, the implied row bars none, and could not be tighter."""
    openings = [
        opening(f"P{i}", positions=limit, call="X", female_target=share, modality=None)
        for i, limit in enumerate(limits)
    ]
    rows = men_at_most(instance_of(problem([officer("M")], openings)))
    most = sum(limits)
    allowed = [
        men for women in range(most + 1) for men in range(most - women + 1) if women >= ceil(share * (women + men))
    ]
    assert rows.upper.tolist() == [max(allowed)]


def test_a_call_that_asks_no_share_has_no_rows_about_women() -> None:
    officers = [officer("M"), officer("W", woman=True)]
    openings = [opening("P", call="X", female_target=Fraction(1, 2)), opening("Q", call="Y")]
    instance = instance_of(problem(officers, openings))
    assert share_of_women(instance).row.tolist() == [0, 0, -1, -1]
    assert men_at_most(instance).row.tolist() == [0, -1, -1, -1]
    waived = instance_of(problem(officers, openings, waivers=(Waiver(call="X", by="t", reason="r"),)))
    assert set(share_of_women(waived).row.tolist()) == set(men_at_most(waived).row.tolist()) == {-1}
