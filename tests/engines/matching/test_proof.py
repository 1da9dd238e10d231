"""Any prices prove a bound, and the solver's prices a good one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.matching.secondopinion import World, Worth, bound_of, world_of, worth_of_all
from engines.matching.smallworld import crowded_problem, odds, officer, opening, pins, problem, random_problem
from menara.engines.matching import proof
from menara.engines.matching.goals import GOALS
from menara.engines.matching.instance import Instance, instance_of
from menara.engines.matching.problem import Prices, Problem
from menara.engines.matching.proof import SCALE, price_bound
from menara.engines.matching.solve import solve


@cache
def case(seed: int) -> tuple[Problem, Instance, World, tuple[Worth, ...]]:
    """A small problem that has a slate, with what every slate is worth."""
    asked = crowded_problem(seed) if seed % 4 == 0 else random_problem(seed)
    every = tuple(sorted(worth_of_all(asked)))
    return asked, instance_of(asked), world_of(asked), every


SEEDS = [seed for seed in range(60) if case(seed)[3]]
WITH_PINS = [seed for seed in SEEDS if case(seed)[0].pins]
WITH_SHARES = [seed for seed in SEEDS if case(seed)[2].shares]
WITH_CAPS = [seed for seed in SEEDS if case(seed)[2].caps]

# Prices around nothing, around what matters, at the edge of 64 bits and far beyond.
price = st.one_of(
    st.integers(0, 10),
    st.integers(0, 3_000 * SCALE),
    st.integers(2**59, 2**62),
    st.integers(0, 10**30),
)


def table(names: Any) -> Any:
    return st.dictionaries(st.sampled_from(sorted(names)), price, max_size=4) if names else st.just({})


@st.composite
def priced(draw: st.DrawFn) -> tuple[int, int, Prices, tuple[int, ...]]:
    """A problem, a goal, prices, and values to keep that some slate reaches."""
    seed = draw(st.sampled_from(SEEDS) | st.sampled_from(WITH_PINS + WITH_SHARES + WITH_CAPS))
    _asked, _instance, world, every = case(seed)
    goal = draw(st.integers(0, 3))
    known = draw(st.sampled_from(every))
    kept = tuple(draw(st.integers(0, value) | st.just(value)) for value in known[:goal])
    pinned = sorted(world.pins)
    prices = Prices(
        officers=draw(table(world.unit_of)),
        units=draw(table(world.caps)),
        batches=draw(table({s.call for s in world.seats.values()})),
        men=draw(table({s.call for s in world.seats.values()})),
        limits=draw(table(world.seats)),
        levels=draw(table(GOALS[:goal])),
        pins=draw(st.dictionaries(st.sampled_from(pinned), price | price.map(lambda p: -p))) if pinned else {},
    )
    return seed, goal, prices, kept


@settings(max_examples=400, deadline=None)
@given(priced())
def test_any_prices_prove_a_bound(drawn: tuple[int, int, Prices, tuple[int, ...]]) -> None:
    """No slate that keeps the levels above is worth more than the bound, whatever the prices."""
    seed, goal, prices, kept = drawn
    asked, instance, _world, every = case(seed)
    bound = price_bound(instance=instance, goal=goal, prices=prices, kept=kept)
    rivals = [w[goal] for w in every if all(has >= keep for has, keep in zip(w, kept, strict=False))]
    assert bound >= max(rivals)
    assert bound == bound_of(asked, goal=goal, prices=prices, kept=kept), "as the page has it, word by word"


@settings(max_examples=150, deadline=None)
@given(priced())
def test_numbers_beyond_64_bits_give_the_same_bound(drawn: tuple[int, int, Prices, tuple[int, ...]]) -> None:
    seed, goal, prices, kept = drawn
    _asked, instance, _world, _every = case(seed)
    chosen = price_bound(instance=instance, goal=goal, prices=prices, kept=kept)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proof, "_is_large", lambda *_: True)
        assert price_bound(instance=instance, goal=goal, prices=prices, kept=kept) == chosen


def test_both_paths_are_taken() -> None:
    _asked, instance, _world, _every = case(SEEDS[0])
    number = instance.roster.number[0]
    assert not proof._is_large(instance, Prices(officers={number: 2**59}), [])
    assert proof._is_large(instance, Prices(officers={number: 2**62}), [])
    small = proof.nets(instance=instance, goal=0, prices=Prices())
    assert small.dtype == np.int64
    assert proof.nets(instance=instance, goal=0, prices=Prices(officers={number: 2**62})).dtype == object


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_no_prices_at_all_are_a_bound_too(seed: int) -> None:
    asked, instance, _world, every = case(seed)
    for goal in range(len(GOALS)):
        bound = price_bound(instance=instance, goal=goal, prices=Prices(), kept=[0] * goal)
        assert bound == bound_of(asked, goal=goal, prices=Prices(), kept=[0] * goal)
        assert bound >= max(w[goal] for w in every)


# --- the solver's prices ----------------------------------------------------------------------------------------------

MEN = [officer(f"M{i}") for i in range(3)]
WOMEN = [officer("W0", woman=True), officer("W1", woman=True, missions_served=1)]
WITHOUT_GAP = {
    "an assignment": problem(
        [*MEN, *WOMEN],
        [opening("P"), opening("Q", critical=True), opening("R", positions=2)],
        estimates=odds(
            {
                "P": {"M0": 61, "M1": 40, "M2": 13, "W0": 55, "W1": 7},
                "Q": {"M0": 60, "M1": 42, "M2": 12, "W0": 20, "W1": 7},
                "R": {"M0": 59, "M1": 41, "M2": 11, "W0": 56, "W1": 8},
            }
        ),
    ),
    "a share of women that is whole": problem(
        [*MEN, *WOMEN],
        [opening("P", call="X", positions=2, female_target=Fraction(1, 2)), opening("Q", call="X", positions=2)],
        estimates=odds({ref: {"M0": 70, "M1": 60, "M2": 50, "W0": 20, "W1": 10} for ref in "PQ"}),
    ),
    "a share of women that must be rounded": problem(
        [*MEN, *WOMEN],
        [opening("P", positions=3, female_target=Fraction(1, 4))],
        estimates=odds({"P": {"M0": 70, "M1": 60, "M2": 50, "W0": 20, "W1": 10}}),
    ),
    "a home unit that gives two": problem(
        [replace(m, unit_strength=8) for m in MEN],
        [opening("P"), opening("Q"), opening("R")],
        estimates=odds({ref: {"M0": 70, "M1": 60, "M2": 50} for ref in "PQR"}),
        home_unit_share=Fraction(1, 4),
    ),
    "a pin of the least likely": problem(
        MEN,
        [opening("P", limit=2)],
        estimates=odds({"P": {"M0": 70, "M1": 60, "M2": 5}}),
        pins=pins("M2>P"),
    ),
    "two nominees for one position": problem(
        MEN, [opening("P", limit=2)], estimates=odds({"P": {"M0": 70, "M1": 60, "M2": 50}})
    ),
}


@pytest.mark.parametrize("name", WITHOUT_GAP)
def test_the_solvers_prices_prove_the_value_alone(name: str) -> None:
    asked = WITHOUT_GAP[name]
    result = solve(asked)
    best = max(worth_of_all(asked))
    for goal, level in enumerate(result.levels):
        assert (level.value, level.bound, level.price_bound, level.proven_by) == (
            best[goal],
            best[goal],
            best[goal],
            "prices",
        )
        assert bound_of(asked, goal=goal, prices=level.prices, kept=best[:goal]) == best[goal]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_solvers_prices_are_read_alike_by_both(seed: int) -> None:
    asked = case(seed)[0]
    levels = solve(asked).levels
    kept = [level.value for level in levels]
    for goal, level in enumerate(levels):
        assert level.price_bound == bound_of(asked, goal=goal, prices=level.prices, kept=kept[:goal])


# --- prices that may not be -------------------------------------------------------------------------------------------

PINNED = problem([officer("A"), officer("B", strength=4)], [opening("P"), opening("Q", limit=2)], pins=pins("A>P"))


@pytest.mark.parametrize("where", ["officers", "units", "batches", "men", "limits", "levels"])
def test_a_negative_price_proves_nothing(where: str) -> None:
    """It would pay for using a constraint, and the bound could be any number."""
    names = {"officers": "B", "units": "S/U", "levels": "filled"}
    prices = Prices(**{where: {names.get(where, "P"): -1}})
    with pytest.raises(ValueError, match="a price is negative"):
        price_bound(instance=instance_of(PINNED), goal=2, prices=prices, kept=[0, 0])


@pytest.mark.parametrize("pair", [("B", "P"), ("A", "Q"), ("B", "Q")])
def test_only_pinned_pairs_have_prices_of_either_sign(pair: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="not pinned"):
        price_bound(instance=instance_of(PINNED), goal=2, prices=Prices(pins={pair: -5}), kept=[0, 0])


def test_a_unit_without_a_cap_has_no_price() -> None:
    with pytest.raises(ValueError, match="without a cap"):
        price_bound(instance=instance_of(PINNED), goal=2, prices=Prices(units={"S/U": 5}), kept=[0, 0])
    # A cap of two is paid for; the pinned officer pays for one of them, and the other officer stays away.
    capped = replace(PINNED, home_unit_share=Fraction(1, 2))
    assert price_bound(instance=instance_of(capped), goal=0, prices=Prices(units={"S/U": SCALE}), kept=[]) == 1
