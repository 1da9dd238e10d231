"""Rooms, interpreters, slots and walks: all faults at once, and no place of a meeting is lost under it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from actions.summits.desk_office import Desk, laid, local
from menara.actions.summits.days import (
    Grid,
    OffTheSlots,
    SummitFacts,
    correct_summit,
    enter_summit,
    lay_slots,
    slots_of,
)
from menara.actions.summits.requests import RequestFacts, ask_meeting
from menara.actions.summits.setting import (
    InProgramme,
    InterpreterFacts,
    RoomFacts,
    correct_interpreter,
    correct_room,
    enter_interpreter,
    enter_room,
    remove_interpreter,
    remove_room,
    set_walks,
)
from menara.errors import BadInput
from menara.models import Interpreter, Placement, Programme, RecordChanged, Room, Slot, Summit, Walk
from menara.permissions import NotAllowed
from menara.queries.summits.setting import setting, standing
from office import NOW, Office

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Africa/Casablanca")
GRID = Grid(days=(date(2026, 6, 1),), hours=((time(9), time(10, 40)),), minutes=30, pause=5)
ROOM = RoomFacts(code="A", name={"en": "A"}, capacity=8, area="West", hours=((local(1, 9), local(1, 12)),))
PAIRS = (("ar", "en"), ("en", "ar"))


@pytest.fixture
def desk(office: Office, settings: Any) -> Desk:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return laid(office)


def faults_of(refused: Any) -> list[tuple[str, str]]:
    return sorted((fault.column, fault.code) for fault in refused.value.faults)


def placed(desk: Desk, room_id: int, begin: datetime, end: datetime) -> Placement:
    """A meeting of Kenya and the host with a place in a draft."""
    asked = RequestFacts(asking_id=desk.kenya, asked_id=desk.host, subject={"en": "S"})
    own = {"organisation_id": desk.office.id}
    request_id = ask_meeting(request=asked, actor=desk.office.editor, now=NOW)
    draft = Programme.objects.create(
        **own, summit_id=desk.summit, made_at=NOW, made_by_id=desk.office.editor.account_id
    )
    return Placement.objects.create(
        **own, programme=draft, request_id=request_id, room_id=room_id, during=(begin, end), occupies=(begin, end)
    )


def test_a_grid_holds_as_many_whole_slots_as_fit() -> None:
    found = [(f"{begin:%H:%M}", f"{end:%H:%M}") for begin, end in slots_of(GRID, ZONE)]
    assert found == [("09:00", "09:30"), ("09:35", "10:05"), ("10:10", "10:40")]


def test_slots_are_laid_anew(desk: Desk) -> None:
    assert lay_slots(summit_id=desk.summit, grid=GRID, actor=desk.office.editor) == 3
    shorter = Grid(days=GRID.days, hours=GRID.hours, minutes=50)
    assert lay_slots(summit_id=desk.summit, grid=shorter, actor=desk.office.editor) == 2
    held = Slot.objects.order_by("during").values_list("during", flat=True)
    assert [(span.lower, span.upper) for span in held] == [
        (local(1, 9), local(1, 9, 50)),
        (local(1, 9, 50), local(1, 10, 40)),
    ]


BAD_GRIDS = {
    "no day, no hour": (Grid(days=(), hours=(), minutes=30), [("days", "blank"), ("hours", "blank")]),
    "a day outside": (Grid(days=(date(2026, 6, 4),), hours=GRID.hours, minutes=30), [("days", "no_day")]),
    "hours turned": (Grid(days=GRID.days, hours=((time(10), time(9)),), minutes=30), [("hours", "ends_before")]),
    "hours overlap": (
        Grid(days=GRID.days, hours=((time(9), time(11)), (time(10), time(12))), minutes=30),
        [("hours", "overlap")],
    ),
    "too long, too short": (
        Grid(days=GRID.days, hours=GRID.hours, minutes=0, pause=-1),
        [("minutes", "out_of_range"), ("pause", "out_of_range")],
    ),
    "no slot fits": (Grid(days=GRID.days, hours=((time(9), time(9, 20)),), minutes=30), [("minutes", "too_long")]),
}


@pytest.mark.parametrize("case", sorted(BAD_GRIDS))
def test_a_bad_grid_lays_nothing(desk: Desk, case: str) -> None:
    grid, faults = BAD_GRIDS[case]
    with pytest.raises(BadInput) as refused:
        lay_slots(summit_id=desk.summit, grid=grid, actor=desk.office.editor)
    assert (faults_of(refused), Slot.objects.count()) == (faults, 0)


def test_slots_keep_the_places_that_meetings_have(desk: Desk) -> None:
    lay_slots(summit_id=desk.summit, grid=GRID, actor=desk.office.editor)
    room_id = enter_room(summit_id=desk.summit, room=ROOM, actor=desk.office.editor)
    placed(desk, room_id, local(1, 9, 35), local(1, 10, 5))
    with pytest.raises(OffTheSlots) as refused:
        lay_slots(
            summit_id=desk.summit,
            grid=Grid(days=GRID.days, hours=GRID.hours, minutes=30),
            actor=desk.office.editor,
        )
    assert refused.value.facts == {"meetings": "2026-06-01 09:35–10:05"}
    assert Slot.objects.count() == 3


def test_a_room_is_entered_corrected_and_taken_away(desk: Desk) -> None:
    actor = desk.office.editor
    own = enter_room(summit_id=desk.summit, room=ROOM, actor=actor)
    later = RoomFacts(
        code="A", name={"en": "A", "ar": "أ"}, capacity=12, equipment=("screen", "screen"), turnover_minutes=10,
        hours=((local(2, 9), local(2, 10)), (local(1, 9), local(1, 10))),
    )  # fmt: skip
    correct_room(room_id=own, version=1, room=later, actor=actor)
    (held,) = setting(summit_id=desk.summit).rooms
    assert (held.capacity, held.equipment, held.turnover_minutes, held.area) == (12, ("screen",), 10, "")
    assert held.hours == ((local(1, 9), local(1, 10)), (local(2, 9), local(2, 10)))
    with pytest.raises(RecordChanged):
        correct_room(room_id=own, version=1, room=ROOM, actor=actor)
    assert setting(summit_id=desk.summit).rooms[0].hours == held.hours
    remove_room(room_id=own, actor=actor)
    assert Room.objects.count() == 0


def test_every_fault_of_a_room_is_told_at_once(desk: Desk) -> None:
    enter_room(summit_id=desk.summit, room=ROOM, actor=desk.office.editor)
    bad = RoomFacts(
        code=" A ", name={}, capacity=1, clearance=10, turnover_minutes=-1, equipment=("x" * 41,), area="y" * 41,
        hours=((local(1, 9), local(1, 11)), (local(1, 10), local(1, 12))),
    )  # fmt: skip
    with pytest.raises(BadInput) as refused:
        enter_room(summit_id=desk.summit, room=bad, actor=desk.office.editor)
    assert faults_of(refused) == [
        ("area", "out_of_range"),
        ("capacity", "out_of_range"),
        ("clearance", "out_of_range"),
        ("code", "code_taken"),
        ("equipment", "out_of_range"),
        ("hours", "overlap"),
        ("name", "blank"),
        ("turnover_minutes", "out_of_range"),
    ]


def test_a_room_with_meetings_stays(desk: Desk) -> None:
    own = enter_room(summit_id=desk.summit, room=ROOM, actor=desk.office.editor)
    placed(desk, own, local(1, 9), local(1, 9, 30))
    with pytest.raises(InProgramme) as refused:
        remove_room(room_id=own, actor=desk.office.editor)
    assert refused.value.facts == {"name": "A", "meetings": 1}


def test_an_interpreter_works_in_directions_and_shifts(desk: Desk) -> None:
    actor = desk.office.editor
    facts = InterpreterFacts(code="I-1", pairs=PAIRS, shifts=((local(1, 9), local(1, 12)),))
    own = enter_interpreter(summit_id=desk.summit, interpreter=facts, actor=actor)
    one_way = InterpreterFacts(code="I-1", pairs=(("fr", "en"),), most_minutes_in_row=60, rest_minutes=15)
    correct_interpreter(interpreter_id=own, version=1, interpreter=one_way, actor=actor)
    (held,) = setting(summit_id=desk.summit).interpreters
    assert (held.pairs, held.shifts, held.most_minutes_in_row, held.rest_minutes) == ((("fr", "en"),), (), 60, 15)
    remove_interpreter(interpreter_id=own, actor=actor)
    assert Interpreter.objects.count() == 0


def test_every_fault_of_an_interpreter_is_told_at_once(desk: Desk) -> None:
    bad = InterpreterFacts(
        code=" ", pairs=(("ar", "ar"), ("ar", "xx")), clearance=-1, most_minutes_in_row=5, rest_minutes=999,
        shifts=((local(1, 12), local(1, 9)),),
    )  # fmt: skip
    with pytest.raises(BadInput) as refused:
        enter_interpreter(summit_id=desk.summit, interpreter=bad, actor=desk.office.editor)
    assert faults_of(refused) == [
        ("clearance", "out_of_range"),
        ("code", "blank"),
        ("most_minutes_in_row", "out_of_range"),
        ("pairs", "language_unknown"),
        ("pairs", "same_language"),
        ("rest_minutes", "out_of_range"),
        ("shifts", "ends_before"),
    ]


def test_walks_count_both_ways_between_areas_there_are(desk: Desk) -> None:
    actor = desk.office.editor
    for code, area in (("A", "West"), ("B", "East")):
        room = RoomFacts(code=code, name={"en": code}, capacity=8, area=area)
        enter_room(summit_id=desk.summit, room=room, actor=actor)
    set_walks(summit_id=desk.summit, walks=[("West", "East", 7)], actor=actor)
    assert setting(summit_id=desk.summit).walks == (("East", "West", 7),)
    bad = [("West", "West", 5), ("West", "East", 5), ("East", "West", 0), ("North", "East", 3)]
    with pytest.raises(BadInput) as refused:
        set_walks(summit_id=desk.summit, walks=bad, actor=actor)
    assert faults_of(refused) == [
        ("walks", "area_unknown"), ("walks", "out_of_range"), ("walks", "same_area"), ("walks", "twice"),
    ]  # fmt: skip
    assert Walk.objects.count() == 1


def test_a_summit_is_entered_and_corrected(desk: Desk) -> None:
    bad = SummitFacts(
        name={}, first_day=date(2026, 6, 2), last_day=date(2026, 6, 1), venue={}, time_zone="Mars/Olympus"
    )
    with pytest.raises(BadInput) as refused:
        enter_summit(summit=bad, actor=desk.office.editor)
    assert faults_of(refused) == [("last_day", "ends_before"), ("name", "blank"), ("time_zone", "zone_unknown")]
    longer = SummitFacts(
        name={"en": "Summit"}, first_day=date(2026, 6, 1), last_day=date(2026, 6, 4), venue={}, time_zone="UTC"
    )
    correct_summit(summit_id=desk.summit, version=1, summit=longer, actor=desk.office.editor)
    assert Summit.objects.get().period.upper == date(2026, 6, 5)


def test_the_desk_counts_what_there_is(desk: Desk) -> None:
    room_id = enter_room(summit_id=desk.summit, room=ROOM, actor=desk.office.editor)
    placed(desk, room_id, local(1, 9), local(1, 9, 30))
    found = standing(summit_id=desk.summit, on=NOW.date())
    assert (found.requests["asked"], found.requests["accepted"], found.delegations, found.rooms) == (1, 0, 4, 1)
    # A draft is no programme in force: what stands in it has no place yet.
    assert (found.version, found.has_draft, found.placed, found.unplaced, found.lapsed) == (None, True, 0, 0, 0)


def test_a_reader_changes_no_setting(desk: Desk) -> None:
    reader = desk.office.viewer
    for refused in (
        lambda: enter_room(summit_id=desk.summit, room=ROOM, actor=reader),
        lambda: lay_slots(summit_id=desk.summit, grid=GRID, actor=reader),
        lambda: set_walks(summit_id=desk.summit, walks=[], actor=reader),
        lambda: enter_interpreter(summit_id=desk.summit, interpreter=InterpreterFacts(code="I"), actor=reader),
    ):
        with pytest.raises(NotAllowed):
            refused()
