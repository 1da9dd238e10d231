"""What a constraint or a decision is charged in one plan and not in the other: never less than lifting it gains."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engines.matching.smallworld import (
    crowded_problem,
    odds,
    officer,
    opening,
    pins,
    problem,
    random_problem,
)
from menara.engines.matching.compare import Side
from menara.engines.matching.paid import Paid, paid
from menara.engines.matching.problem import Exclusion, Problem, Waiver
from menara.engines.matching.proof import SCALE
from menara.engines.matching.solve import solve
from menara.engines.outcome import Status

FILLED, SUCCESS = 1, 2


def side(asked: Problem) -> Side:
    return Side(problem=asked, result=solve(asked))


def named(found: tuple[Paid, ...]) -> dict[tuple[str, str], Paid]:
    return {(one.constraint, ">".join(one.about.values())): one for one in found}


def worth(one: Paid, place: str, goal: int = SUCCESS) -> float:
    return getattr(one, place).worth[goal] / SCALE


def test_a_cap_on_a_home_unit_that_binds_in_one_plan() -> None:
    """Both good officers are of unit A; at a quarter of four only one may go, and the weak one of B fills in."""
    people = [
        officer("A1", unit="A", strength=4),
        officer("A2", unit="A", strength=4),
        officer("B1", unit="B", strength=40),
    ]
    posts = [opening("P"), opening("Q")]
    table = {ref: {"A1": 60, "A2": 60, "B1": 20} for ref in ("P", "Q")}
    free = problem(people, posts, estimates=odds(table))
    capped = replace(free, home_unit_share=Fraction(1, 4))
    found = named(paid(before=side(free), after=side(capped)))
    cap = found["home_unit_cap", "S/A"]
    assert (cap.before, cap.after.used, cap.after.allowed, cap.binds_in_one) == (None, 1, 1, True)
    assert worth(cap, "after") >= 4000
    assert worth(cap, "after", FILLED) == 0  # all are filled
    assert found["home_unit_cap", "S/B"].after.binds is False


def test_a_share_of_women_that_was_waived() -> None:
    people = [officer("M1"), officer("M2"), officer("W", woman=True)]
    posts = [opening(ref, call="X", female_target=Fraction(1, 2)) for ref in "PQ"]
    table = {ref: {"M1": 60, "M2": 60, "W": 10} for ref in "PQ"}
    asked = problem(people, posts, estimates=odds(table))
    waived = replace(asked, waivers=(Waiver(call="X", by="t", reason="r"),))
    share = named(paid(before=side(asked), after=side(waived)))["share_of_women", "X"]
    assert (share.before.used, share.before.allowed, share.after) == (1, 1, None)
    assert worth(share, "before") == 5000  # what one man more in place of the woman would add
    assert share.difference[SUCCESS] == -5000 * SCALE


def test_a_pin_that_keeps_the_better_officer_away() -> None:
    people, posts = [officer("GOOD"), officer("PINNED")], [opening("P")]
    free = problem(people, posts, estimates=odds({"P": {"GOOD": 60, "PINNED": 20}}))
    pin = named(paid(before=side(free), after=side(replace(free, pins=pins("PINNED>P")))))["pin", "PINNED>P"]
    assert (pin.before, worth(pin, "after")) == (None, 4000)


def test_a_pin_on_the_best_officer_costs_nothing() -> None:
    people, posts = [officer("GOOD"), officer("OTHER")], [opening("P")]
    free = problem(people, posts, estimates=odds({"P": {"GOOD": 60, "OTHER": 20}}))
    found = paid(before=side(free), after=side(replace(free, pins=pins("GOOD>P"))))
    pin = named(found)["pin", "GOOD>P"]
    assert pin.after.binds is False


@pytest.mark.parametrize("where", ["P", ""])
def test_an_exclusion_of_the_best_officer(where: str) -> None:
    people, posts = [officer("BEST"), officer("NEXT")], [opening("P")]
    free = problem(people, posts, estimates=odds({"P": {"BEST": 60, "NEXT": 35}}))
    out = replace(free, exclusions=(Exclusion(officer="BEST", opening=where, by="t", reason="r"),))
    barred = named(paid(before=side(out), after=side(free)))["exclusion", f"BEST>{where}"]
    assert (worth(barred, "before"), barred.after, barred.difference[SUCCESS]) == (2500, None, -2500 * SCALE)


def test_an_exclusion_of_one_who_is_not_eligible_costs_nothing() -> None:
    people, posts = [officer("NO", release_consent=False), officer("YES")], [opening("P")]
    free = problem(people, posts)
    out = replace(free, exclusions=(Exclusion(officer="NO", opening="P", by="t", reason="r"),))
    barred = named(paid(before=side(out), after=side(free))).get(("exclusion", "NO>P"))
    assert barred is not None
    assert barred.before.binds is False


def test_nominee_limits_are_told_where_they_differ() -> None:
    people = [officer(name) for name in "ABCD"]
    one = problem(people, [opening("P", positions=2, limit=3)])
    limit = named(paid(before=side(one), after=side(replace(one, openings=(opening("P", positions=2, limit=4),)))))
    found = limit["nominee_limit", "P"]
    assert [(room.used, room.allowed, room.binds) for room in (found.before, found.after)] == [
        (3, 3, True),
        (4, 4, False),
    ]
    assert worth(found, "before") == 2475  # 0.45 x 0.55: the fourth joins the one who stood alone


def lifted(asked: Problem) -> list[tuple[tuple[str, str], Problem]]:
    """Each pin and each exclusion of a problem, and the problem without it."""
    found = []
    for pin in asked.pins:
        rest = tuple(p for p in asked.pins if p is not pin)
        found.append((("pin", f"{pin.officer}>{pin.opening}"), replace(asked, pins=rest)))
    for out in asked.exclusions:
        rest = tuple(e for e in asked.exclusions if e is not out)
        found.append((("exclusion", f"{out.officer}>{out.opening}"), replace(asked, exclusions=rest)))
    return found


@pytest.mark.parametrize("make", [random_problem, crowded_problem])
def test_lifting_a_decision_never_gains_more_than_it_is_said_to_be_worth(make) -> None:
    tried, tight = 0, 0
    for seed in range(120):
        asked = make(seed)
        held = side(asked)
        if held.result.status is Status.INFEASIBLE:
            continue
        for key, without in lifted(asked):
            free = side(without)
            one = named(paid(before=held, after=free))[key]
            if one.before.worth is None:
                assert held.result.unit != free.result.unit
                continue
            for goal, (now, then) in enumerate(zip(held.result.levels, free.result.levels, strict=True)):
                scale = max(held.result.unit, free.result.unit) // held.result.unit if goal == SUCCESS else 1
                gain = then.value - now.price_bound * scale
                assert gain * SCALE <= one.before.worth[goal], (seed, key, goal)
                tight += 0 < gain * SCALE == one.before.worth[goal]
                tried += 1
                if now.value * scale != then.value:
                    break  # the levels below are of other slates
    assert tried > 40
    assert tight > 3


def test_the_same_plan_twice_has_paid_nothing_more() -> None:
    for seed in range(20):
        one = side(random_problem(seed))
        assert paid(before=one, after=one) == ()
