"""What is found out about a false result, and that nothing in a result can trip the one who checks it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from engines.matching.smallworld import crowded_problem, odds, officer, opening, pins, problem, random_problem
from menara.engines.matching.problem import Conflict, Level, Prices, Problem, Result
from menara.engines.matching.solve import solve
from menara.engines.matching.verify import verify
from menara.engines.outcome import Limits, Status

ASKED = problem(
    [
        officer("A", strength=8),
        officer("B", strength=8),
        officer("N", unit="V", release_consent=None),
        officer("W", unit="V", woman=True),
        officer("X", unit="V", woman=True),
    ],
    [opening("P", positions=2, call="CALL", critical=True, female_target=Fraction(1, 3)), opening("Q", limit=2)],
    estimates=odds({"P": {"A": 60, "B": 50, "N": 40, "W": 30, "X": 20}, "Q": {"A": 61, "B": 51, "W": 31, "X": 21}}),
    pins=pins("N>P"),
    home_unit_share=Fraction(1, 4),
)
TRUE = solve(ASKED)


def false_claims(result: Result, asked: Problem = ASKED) -> set[str]:
    return {claim.name for claim in verify(problem=asked, result=result) if claim.ok is False}


def level(index: int, **changes: Any) -> Result:
    levels = list(TRUE.levels)
    levels[index] = replace(levels[index], **changes)
    return replace(TRUE, levels=tuple(levels))


def nominee(index: int, **changes: Any) -> Result:
    slate = list(TRUE.nominees)
    slate[index] = replace(slate[index], **changes)
    return replace(TRUE, nominees=tuple(slate))


def priced(**changes: Any) -> Result:
    return level(2, prices=replace(TRUE.levels[2].prices, **changes))


def swapped_levels() -> Result:
    return replace(TRUE, levels=(TRUE.levels[1], TRUE.levels[0], *TRUE.levels[2:]))


def test_a_true_result_has_no_false_claim() -> None:
    assert TRUE.status is Status.OPTIMAL
    names = {claim.name: claim.ok for claim in verify(problem=ASKED, result=TRUE)}
    by_level = {"value", "price_bound", "bound", "proven_by"}
    asked = {"eligible_pairs", "unit", "feasible", "odds", "levels", *by_level, "status", "reserves"}
    assert names == dict.fromkeys(asked, True)


first = TRUE.nominees[0]
FALSE = {
    "a value": (level(1, value=2), {"value", "proven_by", "status"}),
    "a bound below the value": (level(1, bound=2), {"bound", "proven_by", "status"}),
    "a bound above what the prices prove": (level(1, bound=99), {"bound", "proven_by", "status"}),
    "what the prices prove": (level(1, price_bound=99), {"price_bound"}),
    "who proves it": (level(1, proven_by="search"), {"proven_by"}),
    "the name of a level": (level(1, goal="fill"), {"levels"}),
    "the order of the levels": (swapped_levels(), {"levels"}),
    "a level left out": (replace(TRUE, levels=TRUE.levels[:3]), {"levels"}),
    "no level at all": (replace(TRUE, levels=()), {"levels"}),
    "the status": (replace(TRUE, status=Status.FEASIBLE), {"status"}),
    "that nothing fits": (replace(TRUE, status=Status.INFEASIBLE), {"infeasible", "conflict"}),
    "the unit": (replace(TRUE, unit=10**6), {"unit"}),
    "the pairs": (replace(TRUE, pairs=3), {"eligible_pairs"}),
    "odds": (nominee(0, odds=first.odds + 1), {"odds"}),
    "quality": (nominee(0, quality=first.quality + 1), {"odds"}),
    "an unknown answer that is known": (nominee(1, unknown=("is_released",)), {"feasible"}),
    "an unknown answer left out": (nominee(0, pinned=True, unknown=()), {"feasible"}),
    "an officer nobody knows": (nominee(0, officer="Z"), {"feasible"}),
    "a reserve left out": (replace(TRUE, reserves=TRUE.reserves[:-1]), {"reserves"}),
    "reserves in another order": (replace(TRUE, reserves=TRUE.reserves[::-1]), {"reserve"}),
    "a price below nothing": (priced(officers={"A": -1}), {"prices"}),
    "a price on an officer nobody knows": (priced(officers={"Z": 1}), {"prices"}),
    "a price on an opening nobody knows": (priced(limits={"Z": 1}), {"prices"}),
    "a price on a call nobody knows": (priced(men={"Z": 1}), {"prices"}),
    "a price on a unit nobody knows": (priced(units={"Z": 1}), {"prices"}),
    "a price on a unit without a cap": (
        priced(units={"S/U": 1}),
        {"prices"},
    ),
    "a price on a pin of an opening nobody knows": (priced(pins={("N", "Z"): 1}), {"prices"}),
    "a price on a pin of an officer nobody knows": (priced(pins={("Z", "P"): 1}), {"prices"}),
    "a price on a pair nobody pinned": (priced(pins={("A", "P"): 1}), {"prices"}),
    "a price on a level that is none": (priced(levels={"best": 1}), {"prices"}),
}
UNCAPPED = {"a price on a unit without a cap": replace(ASKED, home_unit_share=None)}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_named(name: str) -> None:
    result, names = FALSE[name]
    assert false_claims(result, UNCAPPED.get(name, ASKED)) >= names
    if name not in UNCAPPED:
        assert false_claims(result) == names


def test_what_search_closed_is_said_and_not_rechecked() -> None:
    """With no prices at all the bound is loose; that nothing better exists is then the solver's word."""
    loose = solve(ASKED, limits=Limits(seconds=0)).levels[2]
    one = level(2, prices=Prices(), price_bound=loose.price_bound, proven_by="search")
    claims = {c.name: c for c in verify(problem=ASKED, result=one) if c.about == "expected_success"}
    assert claims["search"].ok is None
    assert (claims["search"].claimed, claims["search"].recomputed) == (TRUE.levels[2].value, loose.price_bound)
    assert all(c.ok for name, c in claims.items() if name != "search")


# --- infeasible -------------------------------------------------------------------------------------------------------

TWICE = problem([officer("A"), officer("B")], [opening("P"), opening("Q")], pins=pins("A>P", "A>Q", "B>P"))
BARRED = problem([officer("A", vaccinated=False), officer("B")], [opening("P")], pins=pins("A>P"))
WOMEN = problem(
    [officer("M"), officer("W", woman=True)], [opening("P", female_target=Fraction(1, 2))], pins=pins("M>P")
)


def conflicts(*said: tuple[str, dict[str, Any]]) -> Result:
    found = tuple(Conflict(constraint=name, about=about) for name, about in said)
    return Result(status=Status.INFEASIBLE, conflicts=found, pairs=4)


def pin(number: str, ref: str) -> tuple[str, dict[str, str]]:
    return "pinned", {"officer": number, "opening": ref}


A_ONCE = ("one_post_each", {"officer": "A"})
INFEASIBLE: dict[str, tuple[Problem, Result, bool | None]] = {
    "two pins of one officer": (TWICE, conflicts(pin("A", "P"), pin("A", "Q"), A_ONCE), True),
    "another conflict that is true as well": (
        TWICE,
        conflicts(pin("A", "P"), pin("B", "P"), ("nominee_limit", {"opening": "P", "allowed": 1})),
        True,
    ),
    "a pin left out": (TWICE, conflicts(pin("A", "P"), A_ONCE), False),
    "no requirement beside the pins": (TWICE, conflicts(pin("A", "P"), pin("A", "Q")), False),
    "no pin": (TWICE, conflicts(A_ONCE), False),
    "nothing": (TWICE, conflicts(), False),
    "a pin nobody made": (TWICE, conflicts(pin("B", "Q"), pin("A", "P"), pin("A", "Q"), A_ONCE), False),
    "another officer": (TWICE, conflicts(pin("A", "P"), pin("A", "Q"), ("one_post_each", {"officer": "B"})), False),
    "another limit": (
        TWICE,
        conflicts(pin("A", "P"), pin("B", "P"), ("nominee_limit", {"opening": "P", "allowed": 2})),
        False,
    ),
    "a constraint that is none": (TWICE, conflicts(pin("A", "P"), pin("A", "Q"), ("luck", {"officer": "A"})), False),
    "words that cannot be compared": (
        TWICE,
        conflicts(pin("A", "P"), pin("A", "Q"), ("one_post_each", {"officer": ["A"], "x": {}})),
        False,
    ),
    "a rule that bars a pin": (
        BARRED,
        conflicts(pin("A", "P"), ("is_eligible", {"officer": "A", "opening": "P", "rule": "is_vaccinated"})),
        True,
    ),
    "another rule": (
        BARRED,
        conflicts(pin("A", "P"), ("is_eligible", {"officer": "A", "opening": "P", "rule": "is_released"})),
        False,
    ),
    "another officer's papers": (
        BARRED,
        conflicts(pin("A", "P"), ("is_eligible", {"officer": "B", "opening": "P", "rule": "is_vaccinated"})),
        False,
    ),
    "women who cannot be had": (
        WOMEN,
        conflicts(pin("M", "P"), ("share_of_women", {"call": "P", "share": "1/2"})),
        None,
    ),
    "another share": (WOMEN, conflicts(pin("M", "P"), ("share_of_women", {"call": "P", "share": "1/3"})), False),
    "pins that are a slate by themselves": (
        replace(ASKED, pins=pins("W>P")),
        conflicts(pin("W", "P"), ("share_of_women", {"call": "CALL", "share": "1/3"})),
        False,
    ),
    "no pins at all": (replace(ASKED, pins=()), conflicts(), False),
}


@pytest.mark.parametrize("name", INFEASIBLE)
def test_that_nothing_fits_is_believed_with_reasons_only(name: str) -> None:
    """Any plan could be called infeasible, with any names in the list of conflicts, and nobody would have noticed."""
    asked, result, shown = INFEASIBLE[name]
    claims = {claim.name: claim.ok for claim in verify(problem=asked, result=result)}
    assert claims["infeasible"] is True
    assert claims["conflict"] is shown


@pytest.mark.parametrize("seed", range(60))
def test_what_the_solver_says_of_infeasible_problems_stands(seed: int) -> None:
    asked = random_problem(seed, most_pins=4)
    assert false_claims(solve(asked), asked) == set()


# --- robust -----------------------------------------------------------------------------------------------------------


def test_numbers_of_any_size_trip_nobody() -> None:
    huge = 10**4_000
    for index in range(4):
        assert false_claims(level(index, value=huge)) >= {"value"}
        assert false_claims(level(index, bound=-huge)) >= {"bound"}
    for table in ("officers", "units", "batches", "men", "limits"):
        name = {"officers": "A", "units": "S/U", "limits": "Q"}.get(table, "CALL")
        assert false_claims(priced(**{table: {name: huge}})) <= {"price_bound", "proven_by"}
    assert false_claims(nominee(0, odds=huge, position=0)) == {"odds"}
    assert false_claims(nominee(0, position=huge)) == {"feasible"}


def test_it_needs_no_solver() -> None:
    """Whoever verifies a plan need not have, or trust, what made it."""
    script = (
        "import sys\n"
        "import menara.snapshots, menara.engines.matching.verify\n"
        "import menara.engines.matching.check, menara.engines.matching.proof\n"
        "print(*sorted(sys.modules))\n"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    makers = {f"menara.engines.matching.{name}" for name in ("solve", "search", "model", "highs", "conflicts")}
    assert {"menara.engines.matching.verify", "menara.snapshots"} < set(told)
    assert not {name for name in told if name in makers or name.split(".")[0] in ("highspy", "ortools", "django")}


def test_every_seeded_result_is_believed() -> None:
    for seed in range(20):
        asked = crowded_problem(seed)
        assert false_claims(solve(asked), asked) == set()


def test_levels_are_records_of_their_own() -> None:
    """The gap of a level that search closed is nothing; of one left open it is relative to the bound."""
    one = Level(goal="filled", value=8, bound=10, price_bound=10, proven_by="", seconds=0.0, prices=Prices())
    assert (one.gap, replace(one, bound=8).gap, replace(one, value=0, bound=0).gap) == (0.2, 0.0, 0.0)
