"""Why an officer is not proposed: barred, kept out, beaten by so much, or in no one's way."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from engines.matching.everyslate import best_with, every_slate
from engines.matching.smallworld import (
    BARS_SEN,
    crowded_problem,
    odds,
    officer,
    opening,
    pins,
    problem,
    random_problem,
)
from menara.engines.matching.alternatives import SolvedPlan
from menara.engines.matching.problem import Conflict, Exclusion, Problem
from menara.engines.matching.solve import solve
from menara.engines.matching.standings import WhyNot
from menara.engines.matching.why_not import why_not
from menara.engines.outcome import Limits, Status
from menara.errors import Refusal
from menara.terms import Modality

WORLDS = [(random_problem, seed) for seed in range(60)] + [(crowded_problem, seed) for seed in range(15)]


@pytest.mark.parametrize(("make", "seed"), WORLDS)
def test_the_smallest_cost_of_proposing_someone_is_exact(make: Callable[[int], Problem], seed: int) -> None:
    asked = make(seed)
    result = solve(asked)
    if result.status is Status.INFEASIBLE:
        return
    slates = every_slate(asked)
    values = tuple(level.value for level in result.levels)
    proposed = {n.officer: n.opening for n in result.nominees}
    for number in (o.number for o in asked.officers):
        found = why_not(plan=SolvedPlan.of(problem=asked, result=result), officer=number)
        assert found.proposed_for == proposed.get(number, "")
        may = frozenset((number, s.opening) for s in found.standings if s.kind in ("eligible", "no_room"))
        if number in proposed or not may:
            assert found.best is None
            continue
        best = best_with(slates, may)
        assert found.best is not None
        if best is None:
            assert found.best.conflicts
            continue
        assert found.best.cost == tuple(a - b for a, b in zip(values, best, strict=True))
        at_best = best_with(slates, frozenset({(number, found.best.opening)}))
        assert at_best == best  # the opening named is one where it costs no more
        for one in found.standings:
            here = best_with(slates, frozenset({(number, one.opening)}))
            if one.loss is not None and here is not None:
                cost = tuple(a - b for a, b in zip(values, here, strict=True))
                assert one.loss.least <= cost[: len(one.loss.least)]
                assert one.loss.least >= found.best.cost[: len(one.loss.least)]


def ask(asked: Problem, number: str, **more: Limits) -> WhyNot:
    return why_not(plan=SolvedPlan.of(problem=asked, result=solve(asked)), officer=number, **more)


def test_every_reason_is_told_at_its_opening() -> None:
    asked = problem(
        [officer("A", release_consent=None), officer("S", nationality="SEN"), officer("X")],
        [
            opening("P", nationality_exclusions=BARS_SEN),
            opening("Q"),
            opening("F", modality=Modality.FPU),
        ],
        exclusions=(
            Exclusion(officer="S", opening="P", by="planner", reason="at home"),
            Exclusion(officer="S", opening="Q", by="chief", reason="on leave"),
        ),
    )
    first, second = asked.exclusions
    kinds = {s.opening: (s.kind, s.rules, s.exclusion) for s in ask(asked, "S").standings}
    assert kinds == {
        "P": ("barred", ("nationality_is_accepted",), first),
        "Q": ("excluded", (), second),
        "F": ("barred", ("takes_individuals",), None),
    }
    unsure = ask(asked, "A")
    assert {s.opening: s.kind for s in unsure.standings} == {"P": "unknown", "Q": "unknown", "F": "barred"}
    assert (unsure.best, unsure.standings[0].rules) == (None, ("is_released",))


def test_the_beaten_one_learns_by_whom_and_by_how_much() -> None:
    asked = problem(
        [officer("A"), officer("B")],
        [opening("P"), opening("Q", critical=True)],
        estimates=odds({"P": {"A": 60, "B": 50}, "Q": {"A": 60, "B": 10}}),
        exclusions=(Exclusion(officer="A", opening="P", by="t", reason="r"),),
    )
    assert ask(asked, "B").proposed_for == "P"
    two = problem([officer("A"), officer("B")], [opening("P")], estimates=odds({"P": {"A": 60, "B": 45}}))
    found = ask(two, "B")
    assert found.best is not None
    assert (found.best.opening, found.best.cost) == ("P", (0, 0, 1500, 0))
    assert [(m.officer, m.before, m.after) for m in found.best.moves] == [("A", "P", "")]


def test_a_tie_is_told_as_a_tie() -> None:
    found = ask(problem([officer("A"), officer("B")], [opening("P")]), "B")
    assert found.best is not None
    assert found.best.is_tie


def test_without_time_prices_speak() -> None:
    two = problem([officer("A"), officer("B")], [opening("P")], estimates=odds({"P": {"A": 60, "B": 45}}))
    found = ask(two, "B", limits=Limits(seconds=0.0))
    assert found.best is not None
    assert (found.best.cost, found.best.least) == (None, (0, 0, 1500))
    (standing,) = found.standings
    assert (standing.kind, standing.odds, standing.loss and standing.loss.least) == ("eligible", 45, (0, 0, 1500))


def test_a_pin_that_holds_the_place_is_told() -> None:
    asked = problem([officer("A"), officer("B")], [opening("P")], pins=pins("A>P"))
    found = ask(asked, "B")
    assert [s.kind for s in found.standings] == ["no_room"]
    assert found.best is not None
    assert {c.constraint for c in found.best.conflicts} == {"pinned", "nominee_limit"}


def test_a_full_home_unit_is_named() -> None:
    asked = problem(
        [officer("A", strength=10), officer("B", strength=10)],
        [opening("P"), opening("Q")],
        home_unit_share=Fraction(1, 10),
    )
    named = ask(asked, "B").caps
    about = {"officer": "B", "unit": "S/U", "found": 1, "allowed": 1}
    assert named == (Conflict(constraint="home_unit_cap", about=about),)


def test_a_share_of_women_without_room_for_one_more_man_is_named_to_a_man_only() -> None:
    half = Fraction(1, 2)
    asked = problem(
        [officer("W", woman=True), officer("M"), officer("N"), officer("V", woman=True)],
        [opening("P", call="C", limit=1, female_target=half), opening("Q", call="C", limit=1, female_target=half)],
        estimates=odds({ref: {"W": 90, "M": 80, "N": 10, "V": 5} for ref in "PQ"}),
    )
    about = {"call": "C", "nominees": 2, "found": 1, "asked": 2}
    assert ask(asked, "N").caps == (Conflict(constraint="share_of_women", about=about),)
    assert ask(asked, "V").caps == ()


def test_a_stranger_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        ask(problem([officer("A")], [opening("P")]), "Z")
    assert refused.value.code == "no_such_officer"
