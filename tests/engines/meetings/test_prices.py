"""Any prices prove a true bound; good ones a sharp one."""

from __future__ import annotations

import random

import pytest

from engines.meetings.everyprogramme import best
from engines.meetings.tiny import chance_summit, interpreter, meeting, room, summit
from menara.engines.meetings.bounds import bounds
from menara.engines.meetings.prices import SCALE, price_bound, uses_of
from menara.engines.meetings.pricing import best_prices


@pytest.mark.parametrize("seed", range(0, 200, 2))
def test_no_prices_prove_too_little(seed: int) -> None:
    problem = chance_summit(seed)
    truth = best(problem)
    if truth is None:
        return
    chance = random.Random(seed)
    prices = {row.name: chance.choice((0, 0, 1, 2)) * SCALE // 2 for row in uses_of(problem).rows}
    assert price_bound(problem=problem, prices=prices) >= truth[0]
    assert price_bound(problem=problem, prices=prices, tentative=True) >= truth[1]
    assert price_bound(problem=problem, prices=best_prices(problem, seconds=5)) >= truth[0]


def test_prices_of_scarce_slots_prove_what_counting_does_not() -> None:
    """Two rooms that stand open at different times, and three meetings that may start when one is."""
    early = frozenset({"s0"})
    people = ["AB", "CD", "EF"]
    meetings = [meeting(f"m{k}", those, allowed=early) for k, those in enumerate(people)]
    problem = summit(meetings, rooms=(room("R"), room("Q")))
    assert bounds(problem)["held"] == 3
    assert price_bound(problem=problem, prices=best_prices(problem, seconds=5)) == 2


def test_an_interpreter_is_scarce_too() -> None:
    pair = frozenset({("A", "E")})
    meetings = [meeting(f"m{k}", those, languages=pair) for k, those in enumerate(["AB", "CD", "EF"])]
    problem = summit(meetings, count=3, interpreters=(interpreter("I", "AE", in_a_row=1),))
    assert price_bound(problem=problem, prices=best_prices(problem, seconds=5)) == 2


def test_no_prices_prove_that_everything_might_be_held() -> None:
    assert price_bound(problem=summit([meeting("m", "AB", priority=7)]), prices={}) == 7
