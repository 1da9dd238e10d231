"""What would clash if a meeting moved, and where it is free."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engines.meetings.tiny import at, chance_summit, interpreter, meeting, room, summit
from menara.engines.meetings.agenda import Case, Records
from menara.engines.meetings.check import CHECKS
from menara.engines.meetings.move import Place, conflicts_of, free_places
from menara.engines.meetings.problem import Placing, Problem, Programme
from menara.engines.meetings.solve import solve
from menara.engines.outcome import Limits, Status

AE = frozenset({("A", "E")})
DAY = summit(
    [meeting("m", "AB", languages=AE), meeting("n", "AC"), meeting("o", "DE", languages=AE)],
    rooms=(room("R"), room("Q", seats=1)),
    interpreters=(interpreter("I", "AE"), interpreter("J", "AE")),
)
NOW = at("m s0 R I", "n s1 R", "o s2 R J")


def test_what_would_clash_names_both_meetings() -> None:
    found = conflicts_of(problem=DAY, programme=NOW, meeting="m", slot="s1", room="R")
    assert [(v.constraint, dict(v.about)) for v in found] == [
        ("one_meeting_at_a_time", {"participant": "A", "meeting": "n", "other": "m", "slot": "s1"}),
        ("one_meeting_in_a_room", {"room": "R", "meeting": "n", "other": "m", "slot": "s1"}),
    ]


def test_where_it_is_nothing_clashes() -> None:
    assert conflicts_of(problem=DAY, programme=NOW, meeting="m", slot="s0", room="R") == ()


def test_interpreters_can_be_named() -> None:
    two = replace(DAY, rooms=(room("R"), room("Q")))
    found = conflicts_of(problem=two, programme=NOW, meeting="m", slot="s2", room="Q", interpreters=("J",))
    assert [v.constraint for v in found] == ["one_meeting_an_interpreter"]
    assert conflicts_of(problem=two, programme=NOW, meeting="m", slot="s2", room="Q") == ()


def test_free_places_keep_the_interpreters_where_they_are_free() -> None:
    two = replace(DAY, rooms=(room("R"), room("Q")))
    assert free_places(problem=two, programme=NOW, meeting="m") == (
        Place(slot="s0", room="R", interpreters=("I",)),
        Place(slot="s0", room="Q", interpreters=("I",)),
        Place(slot="s2", room="Q", interpreters=("I",)),
    )


def test_a_meeting_not_in_the_programme_finds_its_places_and_people() -> None:
    without = tuple(p for p in NOW if p.meeting != "m")
    assert free_places(problem=DAY, programme=without, meeting="m") == (
        Place(slot="s0", room="R", interpreters=("I",)),
    )


@pytest.mark.parametrize("seed", range(60))
def test_it_agrees_with_checking_everything(seed: int) -> None:
    problem = chance_summit(seed)
    found = solve(problem=problem, limits=Limits(seconds=10))
    if found.status is Status.INFEASIBLE:
        return
    for m in problem.meetings:
        for slot in problem.slots:
            for where in [r.key for r in problem.rooms] or [""]:
                told = conflicts_of(
                    problem=problem, programme=found.programme, meeting=m.key, slot=slot.key, room=where
                )
                assert sorted(v.constraint for v in told) == sorted(
                    _caused(problem, found.programme, m.key, slot.key, where)
                )


def _caused(problem: Problem, programme: Programme, key: str, slot: str, where: str) -> list[str]:
    """Of the whole programme what breaks with the meeting there and not without it; fairness is no clash."""
    records = Records(problem)
    team = next((p.interpreters for p in programme if p.meeting == key), ())
    others = tuple(records.held(p) for p in programme if p.meeting != key)
    moved = records.held(Placing(meeting=key, slot=slot, room=where, interpreters=team))
    told = []
    for one in CHECKS:
        if one.__name__ not in ("mandatory_is_held", "breaks_are_fair"):
            before = list(one(Case(records, others)))
            told += [v.constraint for v in one(Case(records, (*others, moved))) if v not in before]
    return told
