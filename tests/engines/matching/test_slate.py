"""From chosen officers to positions, and who is next in reserve."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.matching.secondopinion import best_spread, chance
from engines.matching.smallworld import odds, officer, opening, problem
from menara.engines.matching.goals import success
from menara.engines.matching.instance import instance_of
from menara.engines.matching.problem import Exclusion, Nominee, Problem
from menara.engines.matching.slate import nominees_of, reserves_of, values_of
from menara.engines.matching.solve import solve

chances = st.integers(0, 100)


def asked(odds_of: list[int], *, positions: int, limit: int) -> Problem:
    officers = [officer(f"O{i}") for i in range(len(odds_of))]
    by_hand = odds({"P": {o.number: p for o, p in zip(officers, odds_of, strict=True)}})
    return problem(officers, [opening("P", positions=positions, limit=limit)], estimates=by_hand)


@given(st.lists(chances, max_size=4), st.integers(4, 5))
def test_what_a_position_is_worth(odds_of: list[int], power: int) -> None:
    assert success(odds_of, 100**power) == chance(odds_of) * 100**power


@given(st.lists(chances, min_size=1, max_size=8), st.integers(1, 4))
def test_two_nominees_a_position_are_paired_at_their_best(odds_of: list[int], positions: int) -> None:
    limit = min(2 * positions, len(odds_of))
    one = asked(odds_of[:limit], positions=positions, limit=2 * positions)
    instance = instance_of(one)
    slate = nominees_of(one, instance, np.arange(limit))
    assert values_of(instance, slate)[2] == best_spread(tuple(sorted(odds_of[:limit])), positions, 2, 10_000)
    assert len(slate) == limit


@settings(max_examples=40, deadline=None)
@given(st.lists(chances, min_size=1, max_size=7), st.integers(1, 3), st.integers(3, 4))
def test_more_nominees_a_position_are_dealt_out_as_the_search_found(
    odds_of: list[int], positions: int, backing: int
) -> None:
    one = asked(odds_of, positions=positions, limit=backing * positions)
    result = solve(one)
    most = sorted(odds_of)[-backing * positions :]
    assert result.levels[2].value == best_spread(tuple(most), positions, backing, result.unit)


def _places(slate: tuple[Nominee, ...]) -> list[tuple[str, int, int]]:
    return [(n.opening, n.position, n.odds) for n in slate]


@pytest.mark.parametrize("limit", [4, 6])
def test_lines_stand_by_opening_position_and_odds(limit: int) -> None:
    officers = [officer(f"O{i}") for i in range(8)]
    table = {ref: {o.number: 10 + 10 * i for i, o in enumerate(officers)} for ref in "PQ"}
    two = problem(officers, [opening("P", positions=2, limit=limit), opening("Q")], estimates=odds(table))
    lines = _places(solve(two).nominees)
    assert [line[0] for line in lines] == ["P"] * (len(lines) - 1) + ["Q"]
    assert lines == sorted(lines, key=lambda line: (line[0], line[1], -line[2]))


def test_reserves_are_the_next_best_of_those_on_no_slate() -> None:
    officers = [officer("A"), officer("B"), officer("C", missions_served=1), officer("D"), officer("E"), officer("OUT")]
    table = {"P": {"A": 90, "B": 40, "C": 40, "D": 40, "E": 10}, "Q": {"A": 1, "B": 80, "C": 2, "D": 3, "E": 4}}
    two = problem(
        officers,
        [opening("P"), opening("Q")],
        estimates=odds(table),
        exclusions=(Exclusion(officer="OUT", opening="", by="t", reason="r"),),
    )
    result = solve(two)
    assert [n.officer for n in result.nominees] == ["A", "B"]
    reserves = [(r.opening, r.rank, r.officer, r.odds, r.quality) for r in result.reserves]
    assert reserves == [
        ("P", 1, "C", 40, 500),
        ("P", 2, "D", 40, 400),
        ("P", 3, "E", 10, 400),
        ("Q", 1, "E", 4, 400),
        ("Q", 2, "D", 3, 400),
        ("Q", 3, "C", 2, 500),
    ]
    everyone = reserves_of(instance_of(two), np.zeros(0, dtype=np.int64))
    assert [r.officer for r in everyone if r.opening == "P"] == ["A", "C", "B"]
