"""Why nothing can stand: smallest sets, by record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engines.meetings.everyprogramme import best
from engines.meetings.tiny import chance_summit, interpreter, meeting, room, summit
from menara.engines.meetings.problem import Participant, Problem
from menara.engines.meetings.solve import solve
from menara.engines.outcome import Limits, Status

Told = list[tuple[str, dict[str, str]]]
AE = frozenset({("A", "E")})


def told(problem: Problem) -> Told:
    found = solve(problem=problem, limits=Limits(seconds=20))
    assert found.status is Status.INFEASIBLE
    assert found.programme == ()
    return [(r.constraint, dict(r.about)) for r in found.conflicts]


def held(*keys: str) -> Told:
    return [("mandatory_is_held", {"meeting": key}) for key in keys]


def test_two_meetings_of_one_principal_pinned_to_one_slot() -> None:
    problem = summit(
        [
            meeting("m", "AB", slot="s0", pinned=True),
            meeting("n", "AC", slot="s0", pinned=True),
            meeting("o", "DE", slot="s0", pinned=True),
        ]
    )
    assert told(problem) == [
        *held("m", "n"),
        ("starts_when_allowed", {"meeting": "m"}),
        ("starts_when_allowed", {"meeting": "n"}),
        ("one_meeting_at_a_time", {"participant": "A"}),
    ]


def test_a_pair_that_nobody_covers() -> None:
    problem = summit(
        [meeting("m", "AB", languages=AE, mandatory=True), meeting("n", "CD", mandatory=True)],
        interpreters=(interpreter("I", "AF"),),
    )
    assert told(problem) == [*held("m"), ("languages_are_covered", {"meeting": "m", "from": "A", "into": "E"})]


def test_a_room_closed_all_day() -> None:
    problem = summit([meeting("m", "AB", room="R", mandatory=True)], rooms=(room("R", opening=frozenset()), room("Q")))
    assert told(problem) == [
        *held("m"),
        ("is_in_its_room", {"meeting": "m"}),
        ("room_is_open", {"room": "R"}),
    ]


def test_a_principal_who_is_not_there() -> None:
    problem = summit([meeting("m", "AB", mandatory=True)], participants=(Participant(key="A", available=frozenset()),))
    assert told(problem) == [*held("m"), ("participant_is_available", {"participant": "A"})]


def test_too_many_for_the_tables() -> None:
    problem = summit([meeting("m", "AB"), meeting("n", "CD"), meeting("o", "EF")], count=2, tables=1, all_held=True)
    found = told(problem)
    assert found[-1] == ("tables_suffice", {})
    assert found[:3] == held("m", "n", "o")


@pytest.mark.parametrize("seed", range(300, 500))
def test_no_member_of_the_set_can_be_left_out(seed: int) -> None:
    """Without any one of the meetings the others can be held, by trying every programme."""
    problem = replace(chance_summit(seed), all_held=True, fairness=None)
    if best(problem) is not None:
        return
    found = told(problem)
    meetings = [about["meeting"] for name, about in found if name == "mandatory_is_held"]
    assert meetings
    for out in meetings:
        kept = [m for m in meetings if m != out]
        assert best(only(problem, kept)) is not None
    assert best(only(problem, meetings)) is None


def only(problem: Problem, keys: list[str]) -> Problem:
    return replace(
        problem,
        meetings=tuple(m for m in problem.meetings if m.key in keys),
        travel={pair: n for pair, n in problem.travel.items() if set(pair) <= set(keys)},
        precedences=tuple(pair for pair in problem.precedences if set(pair) <= set(keys)),
    )
