"""A meeting is placed where it can stand; what stands in the way is told, all of it, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from menara.actions.summits.booking import BookedMeanwhile
from menara.actions.summits.placing import (
    NoPlace,
    NotAccepted,
    move,
    pin,
    place,
    set_interpreters,
    swap,
    take_out,
    unpin,
)
from menara.actions.summits.programme import (
    ProgrammeChanged,
    ProgrammeClashes,
    ProgrammeWarns,
    discard_draft,
    draft_programme,
)
from menara.models import (
    Absence,
    Delegation,
    InterpreterShift,
    MeetingRequest,
    Placement,
    PlacementInterpreter,
    PlacementPerson,
    Programme,
    RequestPerson,
    RoomHours,
    Walk,
)
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.programme import programme_lines
from office import Office
from summit_world import BEFORE, World, at, build, span


@pytest.fixture
def world(office: Office) -> World:
    return build(office)


@pytest.fixture
def draft(world: World) -> int:
    return draft_programme(summit_id=world.summit.pk, actor=world.office.editor, now=BEFORE)


def put(world: World, draft: int, request: int, room: str, hour: float, **told: Any) -> Any:
    return place(
        **{
            "programme_id": draft,
            "request_id": request,
            **world.where(room, hour),
            "changed": None,
            "actor": world.office.editor,
            "now": BEFORE,
            **told,
        }
    )


def said(refusal: pytest.ExceptionInfo[Any]) -> list[str]:
    """The sentences, with the delegations by their short names."""
    return [
        conflict.sentence.english().replace("Police of ", "").replace(" 2026", "")
        for conflict in refusal.value.conflicts
    ]


def test_a_place_holds_its_room_time_people_and_interpreters(world: World, draft: int) -> None:
    world.rooms["Atlas 1"].turnover_minutes = 10
    world.rooms["Atlas 1"].save()
    request = world.ask("spain", minutes=45)
    placed = put(world, draft, request, "Atlas 1", 9)
    assert (placed.changed, placed.warnings) == (1, ())
    (line,) = programme_lines(programme_id=draft)
    assert (line.begins_at, line.ends_at, line.occupied_until) == (at(9), at(9, 45), at(9, 55))
    assert (line.room_code, line.state, line.is_pinned, line.asking.name["en"]) == (
        "Atlas 1", "planned", False, "Police of spain",
    )  # fmt: skip
    assert {who.id for who in line.people} == {world.heads["host"].pk, world.heads["spain"].pk}
    assert [(who.code, who.pairs) for who in line.interpreters] == [("I-1", (("ar", "es"), ("es", "ar")))]


def test_a_relay_shares_the_pairs_out(world: World, draft: int) -> None:
    world.add_delegation("china", "zh")
    world.add_interpreter("I-2", ("ar", "fr"), ("fr", "ar"))
    world.add_interpreter("I-3", ("zh", "fr"), ("fr", "zh"))
    put(world, draft, world.ask("china"), "Atlas 1", 9)
    (line,) = programme_lines(programme_id=draft)
    assert [(who.code, who.pairs) for who in line.interpreters] == [
        ("I-2", (("ar", "fr"), ("fr", "ar"))),
        ("I-3", (("fr", "zh"), ("zh", "fr"))),
    ]


def test_a_move_takes_all_along(world: World, draft: int) -> None:
    request = world.ask("spain")
    before = put(world, draft, request, "Atlas 1", 9)
    after = put(world, draft, request, "Atlas 2", 10, changed=before.changed)
    assert after.placement_id == before.placement_id
    (line,) = programme_lines(programme_id=draft)
    assert (line.room_code, line.begins_at, len(line.people), len(line.interpreters)) == ("Atlas 2", at(10), 2, 1)
    people = PlacementPerson.objects.values_list("during", "state").distinct()
    team = PlacementInterpreter.objects.values_list("during", "state").distinct()
    assert list(people) == list(team) == [(span(at(10), at(10, 30)), "planned")]


Arrange = Callable[[World, int], int]


def _host_busy(world: World, draft: int) -> int:
    put(world, draft, world.ask("kenya"), "Atlas 2", 9)
    return world.ask("norway")


def _room_taken(world: World, draft: int) -> int:
    put(world, draft, world.ask("kenya", "ghana"), "Atlas 1", 9)
    return world.ask("norway")


def _no_turnover(world: World, draft: int) -> int:
    world.rooms["Atlas 1"].turnover_minutes = 15
    world.rooms["Atlas 1"].save()
    put(world, draft, world.ask("kenya", "ghana"), "Atlas 1", 9.5)
    return world.ask("norway")


def _room_closed(world: World, draft: int) -> int:
    RoomHours.objects.filter(room=world.rooms["Atlas 1"]).delete()
    return world.ask("norway")


def _away(world: World, draft: int) -> int:
    Absence.objects.create(**world.own, person=world.heads["norway"], during=span(at(9, 15), at(9, 20)))
    return world.ask("norway")


def _departed(world: World, draft: int) -> int:
    Delegation.objects.filter(pk=world.delegations["norway"].pk).update(present=span(at(9, 30), at(20)))
    return world.ask("norway")


def _nobody_speaks(world: World, draft: int) -> int:
    world.add_delegation("korea", "ko")
    return world.ask("korea")


def _interpreter_busy(world: World, draft: int) -> int:
    world.add_delegation("libya", "ar")
    put(world, draft, world.ask("spain", "libya"), "Atlas 2", 9)
    world.add_delegation("chile", "es")
    return world.ask("chile")


def _off_duty(world: World, draft: int) -> int:
    InterpreterShift.objects.update(during=span(at(9, 30), at(20)))
    return world.ask("spain")


def _secret(world: World, draft: int) -> int:
    return world.ask("norway", clearance=2)


def _in_order(world: World, draft: int) -> int:
    first = world.ask("kenya", "ghana")
    put(world, draft, first, "Atlas 2", 9)
    return world.ask("norway", after_id=first)


def _outside(world: World, draft: int) -> int:
    return world.ask("norway", window=span(at(10), at(12)))


def _too_far(world: World, draft: int) -> int:
    for code, area in (("Atlas 1", "north"), ("Atlas 2", "south")):
        world.rooms[code].area = area
        world.rooms[code].save()
    Walk.objects.create(**world.own, summit=world.summit, one="north", other="south", minutes=12)
    put(world, draft, world.ask("kenya"), "Atlas 2", 9.5)
    return world.ask("norway")


def _needs_another(world: World, draft: int) -> int:
    request = world.ask("norway")
    RequestPerson.objects.create(**world.own, request_id=request, person=world.heads["ghana"])
    put(world, draft, world.ask("kenya", "ghana"), "Atlas 2", 9)
    return request


HOST = "the head of the delegation of host"
THEN = "On 14 September at 09:00"
TABLE: list[tuple[Arrange, list[str]]] = [
    (_host_busy, [f"{THEN}, {HOST} would be in two meetings: of norway and host, and of kenya and host."]),
    (
        _room_taken,
        [
            (
                "The room Atlas 1 is taken on 14 September from 09:00 to 09:30 by the meeting of kenya and ghana; it "
                "cannot take the meeting of norway and host."
            )
        ],
    ),
    (
        _no_turnover,
        [
            (
                "Between the meetings of norway and host and of kenya and ghana the room Atlas 1 is free for 0 "
                "minutes; to turn it over takes 15."
            )
        ],
    ),
    (_room_closed, ["The room Atlas 1 is closed on 14 September at 09:00."]),
    (_away, [f"{THEN}, the head of the delegation of norway cannot meet."]),
    (_departed, [f"{THEN}, the head of the delegation of norway cannot meet."]),
    (
        _nobody_speaks,
        [
            (
                f"No interpreter of this summit works from {one} into {other}, directly or by relay; the meeting of "
                "korea and host needs one."
            )
            for one, other in (("ar", "ko"), ("ko", "ar"))
        ],
    ),
    (
        _interpreter_busy,
        [
            f"{THEN} nobody is free who interprets from {one} into {other}; the meeting of chile and host needs one."
            for one, other in (("ar", "es"), ("es", "ar"))
        ],
    ),
    (
        _off_duty,
        [
            f"{THEN} nobody is free who interprets from {one} into {other}; the meeting of spain and host needs one."
            for one, other in (("ar", "es"), ("es", "ar"))
        ],
    ),
    (
        _secret,
        ["The room Atlas 1 is cleared up to level 0; what is said in the meeting of norway and host needs level 2."],
    ),
    (_in_order, ["The meeting of norway and host comes after that of kenya and ghana."]),
    (
        _outside,
        [
            (
                "The meeting of norway and host cannot begin on 14 September at 09:00: that is past, or outside the "
                "time asked."
            )
        ],
    ),
    (
        _too_far,
        [f"Between the meetings of norway and host and of kenya and host, {HOST} has 0 minutes; the walk takes 12."],
    ),
    (
        _needs_another,
        [
            (
                f"{THEN}, the head of the delegation of ghana would be in two meetings: of norway and host, and of "
                "kenya and ghana."
            )
        ],
    ),
]


@pytest.mark.parametrize(("arrange", "told"), TABLE)
def test_what_cannot_stand_is_refused_by_name(world: World, draft: int, arrange: Arrange, told: list[str]) -> None:
    request = arrange(world, draft)
    before = list(Placement.objects.order_by("pk").values())
    changed = Programme.objects.get(pk=draft).changed
    with pytest.raises(ProgrammeClashes) as refused:
        put(world, draft, request, "Atlas 1", 9, anyway=True)
    assert (refused.value.code, said(refused)) == ("programme_clashes", told)
    assert list(Placement.objects.order_by("pk").values()) == before
    assert Programme.objects.get(pk=draft).changed == changed


def test_everything_in_the_way_is_told_at_once(world: World, draft: int) -> None:
    _away(world, draft)
    put(world, draft, world.ask("kenya"), "Atlas 1", 9)
    request = world.ask("norway", persons=20, clearance=1)
    with pytest.raises(ProgrammeClashes) as refused:
        put(world, draft, request, "Atlas 1", 9)
    assert [conflict.constraint for conflict in refused.value.conflicts] == [
        "participant_is_available",
        "one_meeting_at_a_time",
        "one_meeting_in_a_room",
        "room_seats_all",
        "room_is_cleared",
    ]


@pytest.mark.parametrize(
    ("known", "constraint"),
    [({"persons": 20}, "room_seats_all"), ({"equipment": ["screen"]}, "room_is_equipped")],
)
def test_what_a_person_may_decide_against_warns_first(
    world: World, draft: int, known: dict[str, Any], constraint: str
) -> None:
    request = world.ask("spain", **known)
    with pytest.raises(ProgrammeWarns) as warned:
        put(world, draft, request, "Atlas 1", 9)
    assert [conflict.constraint for conflict in warned.value.conflicts] == [constraint]
    assert Placement.objects.count() == 0
    placed = put(world, draft, request, "Atlas 1", 9, anyway=True)
    assert [conflict.constraint for conflict in placed.warnings] == [constraint]
    assert PlacementInterpreter.objects.count() == 1


def test_a_rest_may_be_decided_against(world: World, draft: int) -> None:
    Delegation.objects.filter(pk=world.delegations["host"].pk).update(most_in_row=1)
    put(world, draft, world.ask("kenya"), "Atlas 1", 9)
    request = world.ask("norway")
    with pytest.raises(ProgrammeWarns) as warned:
        put(world, draft, request, "Atlas 1", 9.5)
    assert said(warned) == [f"After 1 steps in a row without a pause, {HOST} has one; here it would be 2."]
    put(world, draft, request, "Atlas 1", 9.5, anyway=True)


def test_a_wish_that_is_not_met_is_told(world: World, draft: int) -> None:
    request = world.ask("norway", preferred=span(at(11), at(12)))
    assert [c.constraint for c in put(world, draft, request, "Atlas 1", 9).warnings] == ["is_preferred"]
    assert put(world, draft, request, "Atlas 1", 11).warnings == ()


def test_who_has_no_head_or_is_not_accepted_is_not_placed(world: World, draft: int) -> None:
    world.add_delegation("nobody", head=False)
    with pytest.raises(ProgrammeClashes) as headless:
        put(world, draft, world.ask("nobody"), "Atlas 1", 9)
    assert (headless.value.code, said(headless)) == (
        "no_head",
        ["The delegation of nobody has no head yet; name one, then place its meetings."],
    )
    for status in ("asked", "declined", "withdrawn", "expired"):
        with pytest.raises(NotAccepted):
            put(world, draft, world.ask("norway", status=status), "Atlas 1", 9)
    with pytest.raises(NoSuchRecord):
        put(world, draft, 0, "Atlas 1", 9)
    assert Placement.objects.count() == 0


def test_two_editors_notice_each_other(world: World, draft: int) -> None:
    first, second = world.ask("kenya"), world.ask("norway")
    seen = Programme.objects.get(pk=draft).changed
    put(world, draft, first, "Atlas 1", 9, changed=seen)
    with pytest.raises(ProgrammeChanged):
        put(world, draft, second, "Atlas 1", 10, changed=seen)
    assert [line.request_id for line in programme_lines(programme_id=draft)] == [first]


@pytest.mark.parametrize("role", ["viewer", "approver", "focal_point"])
def test_only_an_editor_places(world: World, draft: int, role: str) -> None:
    with pytest.raises(NotAllowed):
        put(world, draft, world.ask("norway"), "Atlas 1", 9, actor=getattr(world.office, role))


def test_meetings_change_places(world: World, draft: int) -> None:
    one, other = world.ask("kenya"), world.ask("norway")
    put(world, draft, one, "Atlas 1", 9)
    put(world, draft, other, "Atlas 2", 10)
    common = {"programme_id": draft, "changed": None, "actor": world.office.editor, "now": BEFORE}
    swap(request_id=one, other_id=other, **common)
    assert [(p.request_id, p.room_code, p.begins_at) for p in programme_lines(programme_id=draft)] == [
        (other, "Atlas 1", at(9)),
        (one, "Atlas 2", at(10)),
    ]
    with pytest.raises(NoPlace):
        swap(request_id=one, other_id=world.ask("ghana"), **common)


def test_pins_and_taking_out(world: World, draft: int) -> None:
    request = world.ask("norway")
    common = {
        "programme_id": draft, "request_id": request, "changed": None, "actor": world.office.editor, "now": BEFORE,
    }  # fmt: skip
    with pytest.raises(NoPlace):
        pin(**common)
    put(world, draft, request, "Atlas 1", 9)
    pin(**common)
    assert Placement.objects.get().is_pinned
    put(world, draft, request, "Atlas 1", 10)  # a person may move what searches may not
    assert Placement.objects.get().is_pinned
    unpin(**common)
    assert not Placement.objects.get().is_pinned
    take_out(**common)
    assert Placement.objects.count() == PlacementPerson.objects.count() == 0
    with pytest.raises(NoPlace):
        take_out(**common)


def test_interpreters_can_be_named(world: World, draft: int) -> None:
    request = world.ask("spain")
    put(world, draft, request, "Atlas 1", 9)
    spare = world.add_interpreter("I-2", ("ar", "es"), ("es", "ar"))
    lame = world.add_interpreter("I-3", ("ar", "es"))
    common = {
        "programme_id": draft, "request_id": request, "changed": None, "actor": world.office.editor, "now": BEFORE,
    }  # fmt: skip
    set_interpreters(interpreter_ids=(spare.pk,), **common)
    assert PlacementInterpreter.objects.get().interpreter_id == spare.pk
    with pytest.raises(ProgrammeClashes) as refused:
        set_interpreters(interpreter_ids=(lame.pk,), **common)
    assert said(refused) == ["Nobody interprets from es into ar in the meeting of spain and host."]


def test_what_has_begun_stays(world: World, draft: int) -> None:
    request, later = world.ask("norway"), world.ask("kenya")
    put(world, draft, request, "Atlas 1", 9)
    for hour in (9.5, 10):
        with pytest.raises(ProgrammeClashes) as refused:
            put(world, draft, request, "Atlas 1", hour, now=at(9, 10))
        assert [conflict.constraint for conflict in refused.value.conflicts] == ["has_begun"]
    with pytest.raises(ProgrammeClashes) as past:
        put(world, draft, later, "Atlas 2", 9, now=at(9, 10))
    assert next(conflict.constraint for conflict in past.value.conflicts) == "starts_when_allowed"
    put(world, draft, later, "Atlas 2", 9.5, now=at(9, 10))
    move(
        programme_id=draft, request_id=request, **world.where("Atlas 2", 11), changed=None,
        actor=world.office.editor, now=at(21),
    )  # fmt: skip


def test_a_draft_is_one_and_can_be_thrown_away(world: World, draft: int) -> None:
    again = draft_programme(summit_id=world.summit.pk, actor=world.office.editor, now=BEFORE)
    assert again == draft
    put(world, draft, world.ask("norway"), "Atlas 1", 9)
    discard_draft(programme_id=draft, actor=world.office.editor)
    assert (Programme.objects.count(), Placement.objects.count(), MeetingRequest.objects.count()) == (0, 0, 1)


def test_what_the_database_refuses_is_told_by_name(world: World, draft: int) -> None:
    """A path of writing that asks nobody: the walls in the schema hold, and say who stands there."""
    from menara.actions.summits.booking import book, bookings
    from menara.engines.meetings.problem import Placing
    from menara.queries.summits.scheduling import problem_of

    taken = world.ask("spain")
    put(world, draft, taken, "Atlas 1", 9)
    world.add_delegation("chile", "es")
    world.add_delegation("libya", "ar")
    asked = {"room": world.ask("kenya", "norway"), "person": world.ask("ghana"), "team": world.ask("chile", "libya")}
    row, case = Programme.objects.get(pk=draft), problem_of(programme_id=draft, now=BEFORE)
    here, there, slot = str(world.rooms["Atlas 1"].pk), str(world.rooms["Atlas 2"].pk), str(world.slots[9].pk)
    team = (str(world.interpreters["I-1"].pk),)
    told = {
        "room": (
            "The room Atlas 1 is taken on 14 September from 09:00 to 09:30 by the meeting of spain and host; it "
            "cannot take the meeting of kenya and norway."
        ),
        "person": f"{THEN}, {HOST} would be in two meetings: of ghana and host, and of spain and host.",
        "team": f"{THEN} the interpreter I-1 would be in two meetings: of chile and libya, and of spain and host.",
    }
    placings = {
        "room": Placing(meeting=str(asked["room"]), slot=slot, room=here),
        "person": Placing(meeting=str(asked["person"]), slot=slot, room=there),
        "team": Placing(meeting=str(asked["team"]), slot=slot, room=there, interpreters=team),
    }
    for what, placing in placings.items():
        with pytest.raises(BookedMeanwhile) as refused:
            book(programme=row, case=case, booked=bookings(case, [placing]))
        assert said(refused) == [told[what]]
    assert [line.request_id for line in programme_lines(programme_id=draft)] == [taken]
