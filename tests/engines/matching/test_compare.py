"""Two plans side by side: the parts add up to the whole, and nothing differs unsaid."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engines.matching.secondopinion import best_of_all, world_of, worth_as_dealt
from engines.matching.smallworld import (
    crowded_problem,
    odds,
    officer,
    only,
    opening,
    pins,
    problem,
    random_problem,
)
from menara.engines.matching.compare import Comparison, Side, compare, moves_between
from menara.engines.matching.goals import GOALS
from menara.engines.matching.problem import Exclusion, Nominee, Problem
from menara.engines.matching.solve import solve
from menara.engines.outcome import Limits, Status
from menara.terms import Conduct


def side(asked: Problem) -> Side:
    return Side(problem=asked, result=solve(asked))


def nominee(officer: str, opening: str, position: int = 0, *, chance: int = 50, suits: int = 0) -> Nominee:
    return Nominee(officer=officer, opening=opening, position=position, odds=chance, quality=suits)


KINDS = {
    "the same": ([("A", "P")], [("A", "P")], []),
    "added": ([], [("A", "P")], [("A", "added")]),
    "dropped": ([("A", "P")], [], [("A", "dropped")]),
    "moved": ([("A", "P")], [("A", "Q")], [("A", "moved")]),
    "an exchange": ([("A", "P"), ("B", "Q")], [("B", "P"), ("A", "Q")], [("A", "moved"), ("B", "moved")]),
    "another number of position": ([("A", "P", 0), ("B", "P", 1)], [("B", "P", 0), ("A", "P", 1)], []),
    "now with another": ([("A", "P", 0)], [("A", "P", 0), ("B", "P", 0)], [("B", "added"), ("A", "regrouped")]),
    "the other way round": (
        [("A", "P", 0), ("B", "P", 0)],
        [("B", "P", 0), ("A", "P", 0)],
        [("A", "regrouped"), ("B", "regrouped")],
    ),
}


@pytest.mark.parametrize(("before", "after", "moves"), KINDS.values(), ids=KINDS)
def test_who_moved(before: list[tuple], after: list[tuple], moves: list[tuple[str, str]]) -> None:
    found = moves_between(before=[nominee(*n) for n in before], after=[nominee(*n) for n in after])
    assert [(move.officer, move.kind) for move in found] == moves


def test_the_same_place_with_other_odds() -> None:
    (move,) = moves_between(before=[nominee("A", "P", chance=50)], after=[nominee("A", "P", chance=60)])
    assert (move.kind, move.before.odds, move.after.odds) == ("reweighed", 50, 60)


def test_what_a_pin_costs_in_the_example_to_follow_with_a_pencil() -> None:
    """A for Q, B and C for P is worth 1.15; with A pinned to P, Q is left to C or B: 0.80 + 0.20 or 0.72 + 0.10."""
    officers = [officer("A"), officer("B"), officer("C")]
    openings = [opening("P", limit=2), opening("Q", limit=1)]
    table = {"P": {"A": 60, "B": 50, "C": 30}, "Q": {"A": 50, "B": 10, "C": 20}}
    free = problem(officers, openings, estimates=odds(table))
    found = compare(before=side(free), after=side(replace(free, pins=pins("A>P"))))
    assert [(level.goal, level.difference, level.is_exact) for level in found.levels] == [
        ("critical_filled", 0, True),
        ("filled", 0, True),
        ("expected_success", -1500, True),
        ("quality", 0, True),
    ]
    assert found.decides == "expected_success"
    assert [(m.officer, m.kind) for m in found.moves] == [("A", "moved"), ("C", "moved"), ("B", "regrouped")]
    assert [(c.opening, c.before.success, c.after.success) for c in found.openings] == [
        ("P", 6500, 8000),
        ("Q", 5000, 2000),
    ]
    assert [(d.kind, d.about, d.before) for d in found.decisions] == [("pin", {"officer": "A", "opening": "P"}, None)]
    assert (found.records, found.kept, found.asks_the_same) == ((), 0, False)


def adds_up(found: Comparison, before: Side, after: Side) -> None:
    """The openings' differences sum to those of the levels."""
    parts = {"critical_filled": 0, "filled": 0, "expected_success": 0, "quality": 0}
    for change in found.openings:
        for sign, one in ((1, change.after), (-1, change.before)):
            if one is not None:
                parts["critical_filled"] += sign * one.filled * one.critical
                parts["filled"] += sign * one.filled
                parts["expected_success"] += sign * one.success
                parts["quality"] += sign * one.quality
    assert {level.goal: level.difference for level in found.levels} == parts
    was = {n.officer: n for n in before.result.nominees}
    for move in found.moves:  # walking the moves leads from one slate to the other
        if move.before is None:
            assert move.officer not in was
        else:
            assert was.pop(move.officer).opening == move.before.opening
    moved = {move.officer: move.after.opening for move in found.moves if move.after is not None}
    walked = {**{o: n.opening for o, n in was.items()}, **moved}
    assert walked == {n.officer: n.opening for n in after.result.nominees}
    assert len(was) == found.kept


@pytest.mark.parametrize("make", [random_problem, crowded_problem])
def test_the_parts_add_up_to_the_whole(make) -> None:
    compared = 0
    for seed in range(60):
        first, second = make(seed), make(seed + 1)
        if best_of_all(first) is None or best_of_all(second) is None:
            continue
        before, after = side(first), side(second)
        found = compare(before=before, after=after)
        adds_up(found, before, after)
        for one, worth in ((before, first), (after, second)):
            scale = found.unit // one.result.unit
            true = worth_as_dealt(world_of(worth), one.result.nominees)
            said = [getattr(level, "before" if one is before else "after").value for level in found.levels]
            assert said == [v * (scale if g == "expected_success" else 1) for g, v in zip(GOALS, true, strict=True)]
        compared += 1
    assert compared > 20


def test_a_plan_beside_itself_differs_in_nothing() -> None:
    for seed in range(20):
        one = side(random_problem(seed))
        found = compare(before=one, after=one)
        assert (found.moves, found.openings, found.decisions, found.records, found.decides) == ((), (), (), (), "")
        assert found.asks_the_same
        assert found.kept == len(one.result.nominees)


def test_the_other_way_round_is_the_same_with_other_signs() -> None:
    for seed in range(30):
        a, b = side(random_problem(seed)), side(random_problem(seed + 1))
        there, back = compare(before=a, after=b), compare(before=b, after=a)
        assert [level.difference for level in there.levels] == [
            None if level.difference is None else -level.difference for level in back.levels
        ]
        assert {(m.officer, m.before, m.after) for m in there.moves} == {
            (m.officer, m.after, m.before) for m in back.moves
        }


def test_a_plan_with_a_gap_says_how_far_the_optima_may_lie_apart() -> None:
    hard = next(
        p for p in map(random_problem, range(100)) if best_of_all(p) and solve(p, limits=Limits(seconds=0)).levels
    )
    proven, stopped = side(hard), Side(problem=hard, result=solve(hard, limits=Limits(seconds=0)))
    assert stopped.result.status in (Status.STOPPED, Status.OPTIMAL)
    found = compare(before=stopped, after=proven)
    for level in found.levels:
        if level.least is not None:
            assert level.least <= 0 <= level.most  # the optima are one and the same


def test_an_infeasible_plan_has_no_levels_to_compare() -> None:
    people, posts = [officer("A")], [opening("P"), opening("Q")]
    asked = problem(people, posts)
    found = compare(before=side(asked), after=side(replace(asked, pins=pins("A>P", "A>Q"))))
    assert [(level.before is None, level.after, level.difference) for level in found.levels] == [
        (False, None, None)
    ] * len(GOALS)
    assert found.decides == ""
    assert [move.kind for move in found.moves] == ["dropped"]


def test_units_of_success_are_brought_together() -> None:
    one = problem([officer("A"), officer("B"), officer("C")], [opening("P", limit=1)])
    three = replace(one, openings=(opening("P", limit=3),))
    found = compare(before=side(one), after=side(three))
    assert found.unit == 1_000_000
    assert (found.levels[2].before.value, found.levels[2].after.value) == (550_000, 1_000_000 - 45**3)


def test_which_records_and_settings_differ() -> None:
    people, posts = [officer("A"), officer("B")], [opening("P")]
    before = problem(people, posts)
    after = replace(
        before,
        officers=(officer("A", conduct=Conduct.UNDER_INVESTIGATION, missions_served=2), officer("C")),
        openings=(opening("P", critical=True),),
        home_unit_share=Fraction(1, 4),
    )
    found = compare(before=side(before), after=side(after))
    assert [(r.kind, r.about, r.how, r.field, r.before, r.after) for r in found.records] == [
        ("setting", "home_unit_share", "changed", "", None, Fraction(1, 4)),
        ("opening", "P", "changed", "critical", False, True),
        ("officer", "A", "changed", "conduct", Conduct.CLEAR, Conduct.UNDER_INVESTIGATION),
        ("officer", "A", "changed", "missions_served", 0, 2),
        ("officer", "B", "removed", "", None, None),
        ("officer", "C", "added", "", None, None),
    ]


def test_decisions_are_compared_by_what_they_do_not_by_who_made_them() -> None:
    people, posts = [officer("A"), officer("B")], [opening("P")]
    before = problem(
        people, posts, estimates=odds({"P": {"A": 40, "B": 10}}), exclusions=only(people, posts, {"P": "A"})
    )
    elsewhere = Exclusion(officer="A", opening="", by="planner", reason="ill")
    after = replace(
        before,
        estimates=odds({"P": {"A": 50, "B": 10}}),
        exclusions=(replace(before.exclusions[0], by="someone else", reason="another"), elsewhere),
    )
    found = compare(before=side(before), after=side(after))
    assert [(d.kind, d.about) for d in found.decisions] == [
        ("exclusion", {"officer": "A", "opening": ""}),
        ("estimate", {"officer": "A", "opening": "P"}),
    ]
    assert [(d.before or {}).get("per_cent") for d in found.decisions] == [None, 40]
    assert [(d.after or {}).get("per_cent") for d in found.decisions] == [None, 50]
