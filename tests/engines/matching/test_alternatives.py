"""The next best for an opening: true bounds from prices, exact costs, fewest moves, ties and refusals."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engines.matching.everyslate import best_with, every_slate
from engines.matching.smallworld import crowded_problem, odds, officer, opening, pins, problem, random_problem
from menara.engines.matching.alternatives import SolvedPlan, alternatives
from menara.engines.matching.problem import Problem, Result
from menara.engines.matching.solve import solve
from menara.engines.matching.standings import Alternative, Move
from menara.engines.outcome import Limits, Progress, Status
from menara.errors import Refusal

NO_TIME = Limits(seconds=0.0)
WORLDS = [(random_problem, seed) for seed in range(60)] + [(crowded_problem, seed) for seed in range(20)]


def solved(asked: Problem) -> Result:
    result = solve(asked)
    assert result.status in (Status.OPTIMAL, Status.INFEASIBLE)
    return result


@pytest.mark.parametrize(("make", "seed"), WORLDS)
def test_every_cost_is_that_of_the_best_slate_with_the_officer(make: Callable[[int], Problem], seed: int) -> None:
    asked = make(seed)
    result = solved(asked)
    if result.status is Status.INFEASIBLE:
        return
    slates = every_slate(asked)
    values = tuple(level.value for level in result.levels)
    placed = {(n.officer, n.opening) for n in result.nominees}
    for ref in (o.ref for o in asked.openings):
        found = alternatives(plan=SolvedPlan.of(problem=asked, result=result), opening=ref, most=99)
        assert (found.is_settled, len(found.alternatives)) == (True, found.eligible)
        costs = []
        for line in found.alternatives:
            best = best_with(slates, frozenset({(line.officer, ref)}))
            cost = None if best is None else tuple(a - b for a, b in zip(values, best, strict=True))
            assert (line.cost, bool(line.conflicts)) == (cost, cost is None)
            assert cost is None or (line.least is not None and line.least <= cost[: len(line.least)])
            if cost is not None:
                costs.append(cost)
                here = {(line.officer, ref), *((m.officer, m.after) for m in line.moves if m.after)}
                gone = {(m.officer, m.before) for m in line.moves} | {(line.officer, line.stands_for)}
                after = frozenset((placed - gone) | here)
                kept = [
                    len(placed & taken) for worth, taken in slates if worth == best and (line.officer, ref) in taken
                ]
                assert (best, after) in slates
                assert len(placed & after) == max(kept)
        assert costs == sorted(costs)


@pytest.mark.parametrize(("make", "seed"), WORLDS)
def test_prices_alone_never_say_too_much(make: Callable[[int], Problem], seed: int) -> None:
    asked = make(seed)
    result = solved(asked)
    if result.status is Status.INFEASIBLE:
        return
    slates = every_slate(asked)
    values = tuple(level.value for level in result.levels)
    for ref in (o.ref for o in asked.openings):
        found = alternatives(plan=SolvedPlan.of(problem=asked, result=result), opening=ref, most=99, limits=NO_TIME)
        assert found.is_settled == (found.eligible == 0)
        for line in found.alternatives:
            best = best_with(slates, frozenset({(line.officer, ref)}))
            assert line.cost is None
            if best is not None:
                cost = tuple(a - b for a, b in zip(values, best, strict=True))
                assert line.least is not None
                assert line.least <= cost[: len(line.least)]


# Three officers of the page on matching: A is wanted by both openings.
OFFICERS = [officer(n) for n in "ABC"]
PAGE = problem(
    OFFICERS,
    [opening("P", limit=2), opening("Q")],
    estimates=odds({"P": {"A": 60, "B": 50, "C": 30}, "Q": {"A": 50, "B": 10, "C": 20}}),
)


def told(asked: Problem, ref: str, **more: object) -> list[Alternative]:
    return list(alternatives(plan=SolvedPlan.of(problem=asked, result=solve(asked)), opening=ref, **more).alternatives)  # type: ignore[arg-type]


def test_the_cost_and_the_moves_of_the_page() -> None:
    (line,) = told(PAGE, "P")
    assert (line.officer, line.stands_for, line.cost) == ("A", "Q", (0, 0, 1500, 0))
    assert line.moves == (Move(officer="C", before="P", after="Q"),)
    assert [(a.officer, a.cost) for a in told(PAGE, "Q")] == [("C", (0, 0, 1500, 0)), ("B", (0, 0, 3300, 0))]


def test_a_tie_is_told_as_a_tie() -> None:
    twins = problem([officer("A"), officer("B")], [opening("P")])
    (line,) = told(twins, "P")
    assert (line.is_tie, line.cost, line.stands_for) == (True, (0, 0, 0, 0), "")
    assert [(m.before, m.after) for m in line.moves] == [("P", "")]


def test_of_many_only_so_many_are_settled_and_they_are_the_best() -> None:
    chances = {f"O{k}": 90 - 10 * k for k in range(8)}
    asked = problem([officer(n) for n in chances], [opening("P")], estimates=odds({"P": chances}))
    found = alternatives(plan=SolvedPlan.of(problem=asked, result=solve(asked)), opening="P", most=3)
    assert [(a.officer, a.cost) for a in found.alternatives] == [
        ("O1", (0, 0, 1000, 0)),
        ("O2", (0, 0, 2000, 0)),
        ("O3", (0, 0, 3000, 0)),
    ]
    assert (found.eligible, found.is_settled) == (7, True)


def test_no_time_leaves_what_prices_say_in_their_order() -> None:
    chances = {f"O{k}": 90 - 10 * k for k in range(4)}
    asked = problem([officer(n) for n in chances], [opening("P")], estimates=odds({"P": chances}))
    found = alternatives(plan=SolvedPlan.of(problem=asked, result=solve(asked)), opening="P", limits=NO_TIME)
    assert [(a.officer, a.least, a.cost) for a in found.alternatives] == [
        ("O1", (0, 0, 1000), None),
        ("O2", (0, 0, 2000), None),
        ("O3", (0, 0, 3000), None),
    ]
    assert found.is_settled is False


def test_a_listener_stops_it_and_what_was_settled_stays() -> None:
    chances = {f"O{k}": 90 - 10 * k for k in range(5)}
    asked = problem([officer(n) for n in chances], [opening("P")], estimates=odds({"P": chances}))
    heard: list[Progress] = []

    def listen(word: Progress) -> bool:
        heard.append(word)
        return word.done < 2

    found = alternatives(plan=SolvedPlan.of(problem=asked, result=solve(asked)), opening="P", listener=listen)
    assert [a.is_settled for a in found.alternatives] == [True, True, False, False]
    assert found.is_settled is False
    assert {(w.step, w.total) for w in heard} == {("solving again", 4)}


def test_who_cannot_be_had_is_told_why() -> None:
    pinned = problem([officer("A"), officer("B")], [opening("P"), opening("Q")], pins=pins("A>P", "B>Q"))
    (line,) = told(pinned, "P")
    assert (line.officer, line.least, line.cost) == ("B", None, None)
    assert [c.constraint for c in line.conflicts] == ["pinned", "pinned", "nominee_limit"]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda r: (r, "elsewhere"), "no_such_opening"),
        (lambda r: (Result(status=Status.INFEASIBLE), "P"), "no_slate"),
    ],
)
def test_what_cannot_be_asked_is_refused(spoil: Callable[[Result], tuple[Result, str]], code: str) -> None:
    result, ref = spoil(solve(PAGE))
    with pytest.raises(Refusal) as refused:
        alternatives(plan=SolvedPlan.of(problem=PAGE, result=result), opening=ref)
    assert refused.value.code == code


def test_a_slate_of_other_records_is_refused() -> None:
    other = problem(OFFICERS[:2], PAGE.openings)
    with pytest.raises(Refusal) as refused:
        SolvedPlan.of(problem=other, result=solve(PAGE))
    assert refused.value.code == "plan_does_not_fit"
