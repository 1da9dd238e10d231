"""After a change: what would move is listed, nothing happens before a person accepts, and then exactly that happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from menara.actions.summits.placing import pin, place
from menara.actions.summits.programme import ProgrammeChanged, ProgrammeClashes, draft_programme
from menara.actions.summits.publishing import publish_programme
from menara.actions.summits.replanning import (
    Change,
    EndsBeforeItBegins,
    InterpreterOut,
    LateRequest,
    MeetingCancelled,
    NoReplan,
    PersonAway,
    Replan,
    RoomClosed,
    accept_replan,
    drop_replan,
    replan_preview,
)
from menara.models import Absence, InterpreterShift, MeetingRequest, Programme, RoomHours
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.programme import differences, programme_lines
from menara.queries.summits.replanned import replan_of
from office import Office
from summit_world import BEFORE, World, at, build, span


@pytest.fixture
def world(office: Office) -> World:
    return build(office)


@pytest.fixture
def requests(world: World) -> dict[str, int]:
    """Norway 9:00 and Kenya 9:30 in Atlas 1, Spain 10:00 in Atlas 2; published, with a draft on top."""
    requests = {code: world.ask(code) for code in ("norway", "kenya", "spain")}
    for code, room, hour in (("norway", "Atlas 1", 9), ("kenya", "Atlas 1", 9.5), ("spain", "Atlas 2", 10)):
        place(
            programme_id=own(world), request_id=requests[code], **world.where(room, hour), changed=None,
            actor=world.office.editor, now=BEFORE,
        )  # fmt: skip
    publish_programme(programme_id=own(world), release_note={}, changed=None, actor=world.office.approver, now=BEFORE)
    own(world)
    return requests


def own(world: World) -> int:
    return draft_programme(summit_id=world.summit.pk, actor=world.office.editor, now=BEFORE)


def preview(world: World, change: Change, **told: Any) -> Replan:
    common = {"programme_id": own(world), "changed": None, "actor": world.office.planner, "now": BEFORE}
    return replan_preview(**{"change": change, **common, **told})


def accept(world: World, **told: Any) -> None:
    common = {"programme_id": own(world), "changed": None, "actor": world.office.planner, "now": BEFORE}
    accept_replan(**{**common, **told})


def places(world: World) -> dict[int, tuple[str, Any]]:
    return {line.request_id: (line.room_code, line.begins_at) for line in programme_lines(programme_id=own(world))}


def norway_is_late(world: World, _requests: dict[str, int]) -> Change:
    return PersonAway(person_id=world.heads["norway"].pk, begins_at=at(8), ends_at=at(10, 30))


def atlas_1_is_shut(world: World, _requests: dict[str, int]) -> Change:
    return RoomClosed(room_id=world.rooms["Atlas 1"].pk, begins_at=at(9), ends_at=at(9, 30))


def interpreter_is_ill(world: World, _requests: dict[str, int]) -> Change:
    return InterpreterOut(interpreter_id=world.interpreters["I-1"].pk, begins_at=at(9), ends_at=at(11))


def kenya_falls_away(world: World, requests: dict[str, int]) -> Change:
    return MeetingCancelled(request_id=requests["kenya"])


def ghana_comes_late(world: World, requests: dict[str, int]) -> Change:
    requests["ghana"] = world.ask("ghana", window=span(at(11), at(11, 30)))
    return LateRequest(request_id=requests["ghana"])


@pytest.mark.parametrize(
    ("happens", "listed"),
    [
        (norway_is_late, [("norway", "slot", True)]),
        (atlas_1_is_shut, [("norway", "room", True)]),
        (interpreter_is_ill, [("spain", "slot", True)]),
        (kenya_falls_away, [("kenya", "dropped", True)]),
        (ghana_comes_late, [("ghana", "added", False)]),
    ],
)
def test_the_least_that_must_change_is_listed_and_then_done(
    world: World, requests: dict[str, int], happens: Callable[..., Change], listed: list[tuple[str, str, bool]]
) -> None:
    before = places(world)
    change = happens(world, requests)
    found = preview(world, change)
    names = {key: code for code, key in requests.items()}
    assert found.is_possible
    told = [(names[one.request_id], one.what, one.is_published) for one in found.changes]
    assert [one for one in told if one[1] != "interpreters"] == listed
    assert places(world) == before
    assert (Absence.objects.count(), RoomHours.objects.count(), InterpreterShift.objects.count()) == (0, 2, 1)
    accept(world)
    after = places(world)
    moved = {names[key] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert moved == {code for code, _what, _published in listed}
    for one in found.changes:
        if one.now is not None:
            assert after[one.request_id] == (one.now.room["en"], one.now.begins_at)
    with pytest.raises(NoReplan):
        accept(world)


def test_the_change_itself_is_recorded(world: World, requests: dict[str, int]) -> None:
    for happens in (norway_is_late, atlas_1_is_shut, interpreter_is_ill, kenya_falls_away):
        preview(world, happens(world, requests))
        accept(world)
    assert [(a.person_id, a.during) for a in Absence.objects.all()] == [
        (world.heads["norway"].pk, span(at(8), at(10, 30)))
    ]
    hours = RoomHours.objects.filter(room=world.rooms["Atlas 1"]).order_by("during")
    assert [row.during for row in hours] == [span(at(8), at(9)), span(at(9, 30), at(20))]
    shifts = InterpreterShift.objects.order_by("during")
    assert [row.during for row in shifts] == [span(at(8), at(9)), span(at(11), at(20))]
    assert MeetingRequest.objects.get(pk=requests["kenya"]).status == "withdrawn"
    kinds = {d.request_id: d.kind for d in differences(programme_id=own(world))}
    assert kinds[requests["kenya"]] == "taken_out"
    assert kinds[requests["norway"]] == "moved"


def test_why_each_moves_is_told(world: World, requests: dict[str, int]) -> None:
    (change,) = preview(world, norway_is_late(world, requests)).changes
    assert [sentence.english() for sentence in change.why] == [
        "On 14 September 2026 at 09:00, the head of the delegation of Police of norway cannot meet."
    ]
    assert (change.was and change.was.begins_at, change.meeting.english()) == (
        at(9), "Police of norway and Police of host",
    )  # fmt: skip


def test_what_is_pinned_moves_only_when_its_place_is_lost(world: World, requests: dict[str, int]) -> None:
    for code in ("norway", "kenya"):
        pin(programme_id=own(world), request_id=requests[code], changed=None, actor=world.office.editor, now=BEFORE)
    late = world.ask("ghana", window=span(at(9, 30), at(10)), priority=1)
    found = preview(world, LateRequest(request_id=late))
    assert found.changes == ()  # the host is in a pinned meeting then
    assert [c.what for c in preview(world, norway_is_late(world, requests)).changes] == ["slot"]


def test_what_has_begun_stays(world: World, requests: dict[str, int]) -> None:
    found = preview(world, norway_is_late(world, requests), now=at(9, 5))
    assert (found.is_possible, found.changes) == (True, ())


def test_the_list_is_of_the_draft_as_it_was(world: World, requests: dict[str, int]) -> None:
    with pytest.raises(NoReplan):
        accept(world)
    preview(world, norway_is_late(world, requests))
    with pytest.raises(ProgrammeChanged):
        accept(world, changed=7)
    pin(programme_id=own(world), request_id=requests["kenya"], changed=None, actor=world.office.editor, now=BEFORE)
    with pytest.raises(NoReplan):
        accept(world)
    assert Absence.objects.count() == 0


def test_records_that_changed_since_refuse_the_list(world: World, requests: dict[str, int]) -> None:
    found = preview(world, norway_is_late(world, requests))
    (change,) = found.changes
    assert change.now is not None
    Absence.objects.create(**world.own, person=world.heads["host"], during=span(change.now.begins_at, at(20)))
    with pytest.raises(ProgrammeClashes):
        accept(world)
    assert (Absence.objects.count(), places(world)[requests["norway"]]) == (1, ("Atlas 1", at(9)))


def test_a_list_with_a_meeting_that_is_no_more_is_stale(world: World, requests: dict[str, int]) -> None:
    preview(world, norway_is_late(world, requests))
    fresh = replan_of(programme_id=own(world), now=BEFORE)
    MeetingRequest.objects.filter(pk=requests["kenya"]).update(status="withdrawn")
    stale = replan_of(programme_id=own(world), now=BEFORE)
    assert [found.is_stale for found in (fresh, stale) if found] == [False, True]
    with pytest.raises(NoReplan):
        accept(world)


def test_a_list_can_be_left(world: World, requests: dict[str, int]) -> None:
    preview(world, norway_is_late(world, requests))
    drop_replan(programme_id=own(world), actor=world.office.planner)
    for again in (lambda: accept(world), lambda: drop_replan(programme_id=own(world), actor=world.office.planner)):
        with pytest.raises(NoReplan):
            again()
    assert Programme.objects.get(pk=own(world)).progress == {}


def test_what_is_not_there_cannot_change(world: World, requests: dict[str, int]) -> None:
    hours = {"begins_at": at(9), "ends_at": at(10)}
    for change in (
        PersonAway(person_id=0, **hours),
        RoomClosed(room_id=0, **hours),
        InterpreterOut(interpreter_id=0, **hours),
        MeetingCancelled(request_id=0),
        LateRequest(request_id=0),
    ):
        with pytest.raises(NoSuchRecord):
            preview(world, change)
    with pytest.raises(EndsBeforeItBegins):
        preview(world, RoomClosed(room_id=world.rooms["Atlas 1"].pk, begins_at=at(10), ends_at=at(10)))
    with pytest.raises(NotAllowed):
        preview(world, kenya_falls_away(world, requests), actor=world.office.editor)
