"""For every constraint the smallest problem in which it binds: a solver deaf to it would break it, and nothing else."""

from __future__ import annotations

from engines.meetings.tiny import at, interpreter, meeting, room, some, summit
from menara.engines.meetings.problem import Participant, Problem, Programme

BUSY = {"participants": (Participant(key="A", available=some("s1")),)}
ONE_ROW = (Participant(key="A", in_a_row=1),)
TWO = [meeting("m", "AB"), meeting("n", "AC")]
APART = [meeting("m", "AB"), meeting("n", "CD")]
IN_TWO_AREAS = (room("R", area="x"), room("Q", area="y"))
SPOKEN = frozenset({("A", "E")})


BINDING: dict[str, Problem] = {
    "mandatory_is_held": summit([meeting("m", "AB", priority=9), meeting("n", "AC", mandatory=True)], count=1),
    "has_its_slots": summit([meeting("m", "AB", length=2)], count=1),
    "starts_when_allowed": summit([meeting("m", "AB", allowed=some("s1"), preferred_slots=some("s0"))]),
    "is_in_its_room": summit([meeting("m", "AB", room="R", preferred_rooms=some("Q"))], rooms=(room("R"), room("Q"))),
    "participant_is_available": summit([meeting("m", "AB", preferred_slots=some("s0"))], **BUSY),
    "one_meeting_at_a_time": summit(TWO, count=1),
    "participant_rests": summit(TWO, participants=ONE_ROW),
    "one_meeting_in_a_room": summit(APART, count=1, rooms=(room("R"),)),
    "room_is_turned_over": summit(TWO, rooms=(room("R", turnover=10),)),
    "room_is_open": summit([meeting("m", "AB", preferred_slots=some("s0"))], rooms=(room("R", opening=some("s1")),)),
    "room_seats_all": summit(
        [meeting("m", "AB", persons=5, preferred_rooms=some("R"))], rooms=(room("R", seats=4), room("Q", seats=5))
    ),
    "room_is_equipped": summit(
        [meeting("m", "AB", equipment=some("booth"), preferred_rooms=some("R"))],
        rooms=(room("R"), room("Q", equipment=some("booth", "screen"))),
    ),
    "room_is_cleared": summit(
        [meeting("m", "AB", clearance=1, preferred_rooms=some("R"))], rooms=(room("R"), room("Q", clearance=1))
    ),
    "tables_suffice": summit(APART, count=1, tables=1),
    "languages_are_covered": summit(
        [meeting("m", "AB", languages=SPOKEN, preferred_slots=some("s0"))],
        interpreters=(interpreter("I", "AE", shifts=some("s1")),),
    ),
    "interpreter_is_on_shift": summit(
        [meeting("m", "AB", languages=SPOKEN, preferred_slots=some("s0"))],
        interpreters=(interpreter("I", "AE", shifts=some("s1")),),
    ),
    "one_meeting_an_interpreter": summit(
        [meeting("m", "AB", languages=SPOKEN), meeting("n", "CD", languages=SPOKEN)],
        count=1,
        interpreters=(interpreter("I", "AE"),),
    ),
    "interpreter_rests": summit(
        [meeting("m", "AB", languages=SPOKEN), meeting("n", "CD", languages=SPOKEN)],
        count=2,
        interpreters=(interpreter("I", "AE", in_a_row=1),),
    ),
    "interpreter_is_cleared": summit(
        [meeting("m", "AB", languages=SPOKEN, clearance=1)],
        rooms=(room("R", clearance=1),),
        interpreters=(interpreter("I", "AE"),),
    ),
    "time_to_walk": summit(
        [meeting("m", "AB", room="R"), meeting("n", "AC", room="Q")],
        rooms=IN_TWO_AREAS,
        walking={("x", "y"): 10},
    ),
    "time_to_travel": summit(TWO, travel={("m", "n"): 30}),
    "comes_after": summit(
        [meeting("m", "AB"), meeting("n", "AC", preferred_slots=some("s0"))], precedences=(("m", "n"),)
    ),
    "breaks_are_fair": summit(
        [
            meeting("m", "AB", slot="s0"),
            meeting("n", "AC", slot="s2"),
            meeting("o", "BD", allowed=some("s1", "s2")),
            meeting("p", "CE", allowed=some("s0", "s1")),
            meeting("q", "DF", allowed=some("s0")),
            meeting("r", "EF", allowed=some("s2")),
        ],
        all_held=True,
        fairness=0,
    ),
}

# For the checker alone: a programme that breaks the constraint, and what it must say about it.
BROKEN: dict[str, tuple[Programme, list[dict[str, object]]]] = {
    "mandatory_is_held": (at("m s0"), [{"meeting": "n"}]),
    "has_its_slots": (at("m s0"), [{"meeting": "m", "found": 1, "asked": 2}]),
    "starts_when_allowed": (at("m s0"), [{"meeting": "m", "slot": "s0"}]),
    "is_in_its_room": (at("m s0 Q"), [{"meeting": "m", "room": "Q", "fixed": "R"}]),
    "participant_is_available": (at("m s0"), [{"participant": "A", "meeting": "m", "slot": "s0"}]),
    "one_meeting_at_a_time": (
        at("m s0", "n s0"),
        [{"participant": "A", "meeting": "m", "other": "n", "slot": "s0"}],
    ),
    "participant_rests": (
        at("m s0", "n s1"),
        [{"participant": "A", "meetings": ("m", "n"), "found": 2, "allowed": 1}],
    ),
    "one_meeting_in_a_room": (
        at("m s0 R", "n s0 R"),
        [{"room": "R", "meeting": "m", "other": "n", "slot": "s0"}],
    ),
    "room_is_turned_over": (
        at("n s1 R", "m s0 R"),
        [{"room": "R", "meeting": "m", "other": "n", "found": 0, "asked": 10}],
    ),
    "room_is_open": (at("m s0 R"), [{"room": "R", "meeting": "m", "slot": "s0"}]),
    "room_seats_all": (at("m s0 R"), [{"room": "R", "meeting": "m", "found": 4, "asked": 5}]),
    "room_is_equipped": (at("m s0 R"), [{"room": "R", "meeting": "m", "lacking": ("booth",)}]),
    "room_is_cleared": (at("m s0 R"), [{"room": "R", "meeting": "m", "found": 0, "asked": 1}]),
    "tables_suffice": (at("m s0", "n s0"), [{"slot": "s0", "found": 2, "allowed": 1}]),
    "languages_are_covered": (at("m s0"), [{"meeting": "m", "from": "A", "into": "E"}]),
    "interpreter_is_on_shift": (at("m s0 - I"), [{"interpreter": "I", "meeting": "m", "slot": "s0"}]),
    "one_meeting_an_interpreter": (
        at("m s0 - I", "n s0 - I"),
        [{"interpreter": "I", "meeting": "m", "other": "n", "slot": "s0"}],
    ),
    "interpreter_rests": (
        at("m s0 - I", "n s1 - I"),
        [{"interpreter": "I", "meetings": ("m", "n"), "found": 2, "allowed": 1}],
    ),
    "interpreter_is_cleared": (at("m s0 R I"), [{"interpreter": "I", "meeting": "m", "found": 0, "asked": 1}]),
    "time_to_walk": (
        at("m s0 R", "n s1 Q"),
        [{"participant": "A", "meeting": "m", "other": "n", "found": 0, "asked": 10}],
    ),
    "time_to_travel": (at("m s1", "n s0"), [{"meeting": "n", "other": "m", "found": 0, "asked": 30}]),
    "comes_after": (at("m s1", "n s0"), [{"meeting": "n", "other": "m"}]),
    "breaks_are_fair": (
        at("m s0", "n s2", "o s1", "p s1", "q s0", "r s2"),
        [{"participant": "A", "other": "B", "found": 1, "allowed": 0}],
    ),
}
