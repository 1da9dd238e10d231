"""Everything wrong with a problem, by name and all at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engines.meetings.tiny import interpreter, meeting, room, slots, some, summit
from menara.engines.meetings.faults import SENTENCES, faults, refuse_faults
from menara.engines.meetings.problem import Participant, Problem, Slot
from menara.errors import BadInput

ONE = [meeting("m", "AB")]


def one(**told: object) -> Problem:
    return summit([meeting("m", "AB", **told)], rooms=(room("R"),))


A = Participant(key="A")
CASES: list[tuple[Problem, tuple[str, str, int, str]]] = [
    (summit([*ONE, *ONE]), ("given_twice", "meetings.key", 2, "m")),
    (summit([meeting("", "AB")]), ("no_key", "meetings.key", 2, "")),
    (summit(ONE, slots=(*slots(1), *slots(1))), ("given_twice", "slots.key", 2, "s0")),
    (one(length=0), ("out_of_range", "meetings.length", 2, "0")),
    (one(priority=-1), ("out_of_range", "meetings.priority", 2, "-1")),
    (one(persons=-1), ("out_of_range", "meetings.persons", 2, "-1")),
    (one(clearance=-1), ("out_of_range", "meetings.clearance", 2, "-1")),
    (one(preference=-1), ("out_of_range", "meetings.preference", 2, "-1")),
    (one(slot="x"), ("unknown", "meetings.slot", 2, "x")),
    (one(room="x"), ("unknown", "meetings.room", 2, "x")),
    (one(allowed=some("x")), ("unknown", "meetings.allowed", 2, "x")),
    (one(preferred_slots=some("x")), ("unknown", "meetings.preferred_slots", 2, "x")),
    (one(preferred_rooms=some("x")), ("unknown", "meetings.preferred_rooms", 2, "x")),
    (one(languages=frozenset({("A", "A")})), ("same_twice", "meetings.languages", 2, "A, A")),
    (one(pinned=True), ("contradictory", "meetings.pinned", 2, "m is pinned to no slot")),
    (one(pinned=True, slot="s0", tentative=True), ("contradictory", "meetings.pinned", 2, "m is pinned and tentative")),
    (
        one(slot="s0", allowed=some("s1")),
        ("contradictory", "meetings.slot", 2, "m is fixed to s0 and not allowed there"),
    ),
    (summit([replace(ONE[0], participants=())]), ("nobody", "meetings.participants", 2, "m")),
    (summit([meeting("m", "AA")]), ("given_twice", "meetings.participants", 2, "A")),
    (replace(summit(ONE), participants=(A,)), ("unknown", "meetings.participants", 2, "B")),
    (summit(ONE, participants=(replace(A, available=some("x")),)), ("unknown", "participants.available", 2, "x")),
    (summit(ONE, participants=(replace(A, in_a_row=0),)), ("out_of_range", "participants.in_a_row", 2, "0")),
    (summit(ONE, participants=(replace(A, rest=-1),)), ("out_of_range", "participants.rest", 2, "-1")),
    (summit(ONE, participants=(replace(A, rank=-1),)), ("out_of_range", "participants.rank", 2, "-1")),
    (summit(ONE, rooms=(room("R", opening=some("x")),)), ("unknown", "rooms.opening", 2, "x")),
    (summit(ONE, rooms=(room("R", seats=-1),)), ("out_of_range", "rooms.seats", 2, "-1")),
    (summit(ONE, rooms=(room("R", turnover=-1),)), ("out_of_range", "rooms.turnover", 2, "-1")),
    (summit(ONE, rooms=(room("R", clearance=-1),)), ("out_of_range", "rooms.clearance", 2, "-1")),
    (summit(ONE, interpreters=(interpreter("I", "AA"),)), ("same_twice", "interpreters.pairs", 2, "A, A")),
    (
        summit(ONE, interpreters=(interpreter("I", "AE", shifts=some("x")),)),
        ("unknown", "interpreters.shifts", 2, "x"),
    ),
    (
        summit(ONE, interpreters=(interpreter("I", "AE", in_a_row=0),)),
        ("out_of_range", "interpreters.in_a_row", 2, "0"),
    ),
    (summit(ONE, interpreters=(interpreter("I", "AE", rest=-1),)), ("out_of_range", "interpreters.rest", 2, "-1")),
    (
        summit(ONE, interpreters=(interpreter("I", "AE", clearance=-1),)),
        ("out_of_range", "interpreters.clearance", 2, "-1"),
    ),
    (summit(ONE, slots=(Slot(key="s", day=0, begin=5, end=5),)), ("ends_before_it_begins", "slots.end", 2, "s")),
    (summit(ONE, slots=(Slot(key="s", day=0, begin=-5, end=5),)), ("out_of_range", "slots.begin", 2, "-5")),
    (summit(ONE, slots=tuple(reversed(slots(2)))), ("out_of_order", "slots.begin", 3, "s1, s0")),
    (summit(ONE, rooms=(room("R", area="x"),), walking={("x", "y"): 5}), ("unknown", "walking", 2, "y")),
    (summit(ONE, rooms=(room("R", area="x"),), walking={("x", "x"): 5}), ("same_twice", "walking", 2, "x, x")),
    (summit([*ONE, meeting("n", "AB")], travel={("m", "n"): -1}), ("out_of_range", "travel", 2, "-1")),
    (summit(ONE, travel={("m", "x"): 1}), ("unknown", "travel", 2, "x")),
    (summit(ONE, precedences=(("m", "x"),)), ("unknown", "precedences", 2, "x")),
    (summit(ONE, precedences=(("m", "m"),)), ("same_twice", "precedences", 2, "m, m")),
    (summit(ONE, tables=-1), ("out_of_range", "tables", 0, "-1")),
    (summit(ONE, tables=1, rooms=(room("R"),)), ("contradictory", "tables", 0, "1 tables and 1 rooms")),
    (summit(ONE, fairness=-1), ("out_of_range", "fairness", 0, "-1")),
    (summit(ONE, joined=-1), ("out_of_range", "joined", 0, "-1")),
    (summit(ONE, goals=("peace",)), ("unknown", "goals", 0, "peace")),
    (summit(ONE, goals=("breaks", "held")), ("contradictory", "goals", 0, "breaks, held")),
]


@pytest.mark.parametrize(("problem", "told"), CASES, ids=[f"{t[0]} {t[1]}" for _, t in CASES])
def test_each_fault_is_told_by_column_row_and_name(problem: Problem, told: tuple[str, str, int, str]) -> None:
    assert told in [(f.code, f.column, f.row, f.found) for f in faults(problem)]


def test_a_circle_of_precedences_is_named() -> None:
    problem = summit([*ONE, meeting("n", "AB")], precedences=(("m", "n"), ("n", "m")))
    (found,) = faults(problem)
    assert (found.code, sorted(set(found.found.split(", ")))) == ("in_a_circle", ["m", "n"])


def test_all_are_told_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        refuse_faults(summit([meeting("m", "AA", length=0, slot="x")], joined=-1))
    assert [(f.code, f.column) for f in refused.value.faults] == [
        ("out_of_range", "joined"),
        ("out_of_range", "meetings.length"),
        ("given_twice", "meetings.participants"),
        ("unknown", "meetings.slot"),
    ]


def test_every_sentence_has_a_case() -> None:
    assert {told[0] for _, told in CASES} | {"in_a_circle"} == set(SENTENCES)


def test_a_sound_problem_has_no_fault() -> None:
    refuse_faults(summit(ONE, rooms=(room("R", area="x"), room("Q", area="y")), walking={("x", "y"): 5}))
