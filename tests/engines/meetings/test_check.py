"""Every constraint as the checker sees it: what it refuses and what it says; what programmes are worth."""

from __future__ import annotations

import pytest

from engines.meetings.binding import BINDING, BROKEN
from engines.meetings.tiny import at, interpreter, meeting, room, slots, some, summit
from menara.engines.meetings.check import CHECKS, check, values
from menara.engines.meetings.problem import Participant, Placing, Problem, Programme

NAMES = [one.__name__ for one in CHECKS]
AE = frozenset({("A", "E")})


def said(problem: Problem, programme: Programme) -> list[tuple[str, dict[str, object]]]:
    return [(v.constraint, dict(v.about)) for v in check(problem=problem, programme=programme)]


def names(problem: Problem, programme: Programme) -> list[str]:
    return sorted({v.constraint for v in check(problem=problem, programme=programme)})


def test_every_constraint_has_its_smallest_example() -> None:
    assert sorted(NAMES) == sorted(BINDING) == sorted(BROKEN)


@pytest.mark.parametrize("name", NAMES)
def test_it_refuses_what_breaks_a_constraint_and_says_what(name: str) -> None:
    programme, about = BROKEN[name]
    assert said(BINDING[name], programme) == [(name, one) for one in about]


@pytest.mark.parametrize(
    ("programme", "about"),
    [
        (at("x s0"), {"meeting": "x"}),
        (at("m s9"), {"meeting": "m", "slot": "s9"}),
        (at("m s0 R"), {"meeting": "m", "room": "R"}),
        (at("m s0 - I"), {"meeting": "m", "interpreter": "I"}),
        (at("m s0", "m s1"), {"meeting": "m", "found": 2, "allowed": 1}),
    ],
)
def test_it_refuses_what_it_does_not_know(programme: Programme, about: dict[str, object]) -> None:
    assert said(summit([meeting("m", "AB")]), programme) == [("known_records", about)]


def test_a_meeting_in_a_house_with_rooms_needs_one() -> None:
    assert names(summit([meeting("m", "AB")], rooms=(room("R"),)), at("m s0")) == ["known_records"]


LONG = summit([meeting("m", "AB", length=2), meeting("n", "AC")], slots=slots(2) + slots(2, day=1))


@pytest.mark.parametrize(
    ("programme", "broken"),
    [
        (at("m s0", "n d1s0"), []),
        (at("m s1"), ["has_its_slots"]),  # the night lies between
        (at("m s0", "n s1"), ["one_meeting_at_a_time"]),
    ],
)
def test_a_long_meeting_takes_slots_of_one_day(programme: Programme, broken: list[str]) -> None:
    assert names(LONG, programme) == broken


@pytest.mark.parametrize(
    ("joined", "rest", "broken"), [(0, 0, []), (5, 0, ["participant_rests"]), (0, 10, ["participant_rests"])]
)
def test_a_row_goes_on_over_short_pauses(joined: int, rest: int, broken: list[str]) -> None:
    people = (Participant(key="A", in_a_row=1, rest=rest),)
    problem = summit(
        [meeting("m", "AB"), meeting("n", "AC")], slots=slots(2, pause=5), participants=people, joined=joined
    )
    assert names(problem, at("m s0", "n s1")) == broken


RELAY = (interpreter("I", "AE"), interpreter("J", "EF"), interpreter("K", "AE", "EF"))


@pytest.mark.parametrize(
    ("team", "relay", "covered"),
    [("I J", True, True), ("I J", False, False), ("I", True, False), ("K", True, False), ("K J", True, True)],
)
def test_two_relay_over_a_third_language_where_nobody_has_the_pair(team: str, relay: bool, covered: bool) -> None:
    af = summit([meeting("m", "AB", languages=frozenset({("A", "F")}))], interpreters=RELAY, relay=relay)
    assert (names(af, at(f"m s0 - {team}")) == []) is covered


def test_nobody_relays_what_somebody_has() -> None:
    af = summit([meeting("m", "AB", languages=frozenset({("A", "F")}))], interpreters=(*RELAY, interpreter("L", "AF")))
    assert names(af, at("m s0 - I J")) == ["languages_are_covered"]
    assert names(af, at("m s0 - L")) == []


def test_an_interpreter_walks_too() -> None:
    problem = summit(
        [meeting("m", "AB", languages=AE), meeting("n", "CD", languages=AE)],
        rooms=(room("R", area="x"), room("Q", area="y")),
        interpreters=(interpreter("I", "AE"),),
        walking={("x", "y"): 10},
    )
    assert names(problem, at("m s0 R I", "n s1 Q I")) == ["time_to_walk"]
    assert names(problem, at("m s0 R I", "n s1 R I")) == []
    assert names(problem, at("m s0 R I", "n s2 Q I")) == []


def test_the_way_back_may_take_longer() -> None:
    problem = summit([meeting("m", "AB"), meeting("n", "AC")], travel={("m", "n"): 0, ("n", "m"): 10})
    assert names(problem, at("m s0", "n s1")) == []
    assert names(problem, at("n s0", "m s1")) == ["time_to_travel"]


def test_order_binds_only_where_both_are_held() -> None:
    problem = summit([meeting("m", "AB"), meeting("n", "CD")], precedences=(("m", "n"),))
    assert names(problem, at("n s0")) == []
    assert names(problem, at("m s0", "n s0")) == ["comes_after"]
    assert names(problem, at("m s0", "n s1")) == []


def test_values_are_counted_by_hand() -> None:
    problem = summit(
        [
            meeting("m", "AB", priority=3, preferred_slots=some("s0"), preferred_rooms=some("Q"), preference=2),
            meeting("n", "AC", tentative=True),
            meeting("o", "AD", priority=2),
            meeting("p", "AB", priority=5),
        ],
        slots=slots(5) + slots(1, day=1),
        rooms=(room("R"), room("Q")),
    )
    programme = at("m s0 R", "n s2 Q", "o s4 Q", "p d1s0 R")
    assert check(problem=problem, programme=programme) == ()
    assert values(problem=problem, programme=programme) == {
        "held": 10,
        "tentative": 1,
        "preferences": 2,
        "breaks": 2,  # A after m and after n; the night is none
        "unfairness": 2,
        "room_moves": 1,  # A from m to n; not overnight
    }


def test_a_long_idle_time_is_one_break() -> None:
    problem = summit([meeting("m", "AB"), meeting("n", "AC")], count=5)
    assert values(problem=problem, programme=at("m s0", "n s4"))["breaks"] == 1
    assert values(problem=problem, programme=at("m s3", "n s4"))["breaks"] == 0


def test_a_programme_is_no_list_of_records_to_be_trusted() -> None:
    placing = Placing(meeting="m", slot="s0", interpreters=("I", "I"))
    problem = summit([meeting("m", "AB")], interpreters=(interpreter("I", "AE"),))
    assert names(problem, (placing,)) == ["known_records"]
