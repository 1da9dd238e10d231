"""On the day: meetings are held, missed or called off, and a room that comes free is offered in order of asking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from menara.actions.summits import waiting as waiting_actions
from menara.actions.summits.booking import BookedMeanwhile
from menara.actions.summits.placing import NotAccepted, place
from menara.actions.summits.programme import ProgrammeClashes, draft_programme
from menara.actions.summits.publishing import publish_programme
from menara.actions.summits.waiting import (
    AlreadyPlaced,
    AlreadyWaiting,
    HasNotBegun,
    NotInForce,
    cancel_place,
    give_place,
    join_waiting,
    leave_waiting,
    report_held,
    report_no_show,
    restore_place,
)
from menara.models import Notice, Placement, PlacementPerson
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.programme import draft_of, programme_lines, published_of, versions
from menara.queries.summits.waiting import notices, waiting_list
from office import Office
from summit_world import BEFORE, World, at, build


@pytest.fixture
def world(office: Office) -> World:
    return build(office)


def put(world: World, programme_id: int, request: int, room: str, hour: float, **told: Any) -> None:
    common = {"changed": None, "actor": world.office.editor, "now": BEFORE}
    place(programme_id=programme_id, request_id=request, **world.where(room, hour), **{**common, **told})


@pytest.fixture
def norway(world: World) -> int:
    """Norway's meeting, published: an hour from nine in Atlas 1, while Atlas 2 is taken all along."""
    draft = draft_programme(summit_id=world.summit.pk, actor=world.office.editor, now=BEFORE)
    request = world.ask("norway", minutes=60)
    put(world, draft, request, "Atlas 1", 9)
    put(world, draft, world.ask("kenya", "ghana", minutes=180), "Atlas 2", 9)
    publish(world, draft)
    Notice.objects.all().delete()
    return request


def publish(world: World, draft: int) -> None:
    publish_programme(programme_id=draft, release_note={}, changed=None, actor=world.office.approver, now=BEFORE)


def placement(world: World, request: int) -> Placement:
    return Placement.objects.get(programme_id=published_of(summit_id=world.summit.pk), request_id=request)


def act(world: World, request: int, what: Any, now: Any) -> Any:
    return what(placement_id=placement(world, request).pk, actor=world.office.editor, now=now)


def join(world: World, request: int, **told: Any) -> int:
    return join_waiting(**{"request_id": request, "actor": world.office.editor, "now": BEFORE, **told})


def test_what_happened_is_said_of_the_published_place(world: World, norway: int) -> None:
    with pytest.raises(HasNotBegun):
        act(world, norway, report_held, at(8, 59))
    act(world, norway, report_held, at(9, 40))
    assert (placement(world, norway).state, placement(world, norway).sequence) == ("held", 1)
    assert set(PlacementPerson.objects.filter(placement__request=norway).values_list("state", flat=True)) == {"held"}
    act(world, norway, report_held, at(9, 50))  # said twice, counted once
    assert placement(world, norway).sequence == 1
    act(world, norway, restore_place, at(9, 55))
    assert (placement(world, norway).state, placement(world, norway).sequence) == ("planned", 2)
    assert [v.number for v in versions(summit_id=world.summit.pk)] == [1]


def test_the_draft_says_the_same(world: World, norway: int) -> None:
    draft = draft_programme(summit_id=world.summit.pk, actor=world.office.editor, now=BEFORE)
    act(world, norway, report_held, at(9, 40))
    assert [line.state for line in programme_lines(programme_id=draft) if line.request_id == norway] == ["held"]
    own = Placement.objects.get(programme_id=draft, request_id=norway)
    with pytest.raises(NotInForce):
        report_held(placement_id=own.pk, actor=world.office.editor, now=at(9, 40))
    with pytest.raises(NotAllowed):
        report_held(placement_id=own.pk, actor=world.office.viewer, now=at(9, 40))
    with pytest.raises(NoSuchRecord):
        report_held(placement_id=0, actor=world.office.editor, now=at(9, 40))


def test_a_room_is_released_and_offered_to_the_first_it_fits(world: World, norway: int) -> None:
    """At 9:10 nobody has come. The first who waits wants another room, the second another day, the third has an hour
    too little; the fourth is told."""
    world.add_delegation("chile", "en")
    late = [world.ask("chile"), world.ask("chile", "kenya"), world.ask("chile", "norway", minutes=210)]
    fits, next_one = world.ask("chile", "norway"), world.ask("chile", "spain")
    join(world, late[0], room_id=world.rooms["Atlas 2"].pk)
    join(world, late[1], begins_at=at(9, day=1), ends_at=at(12, day=1))
    join(world, late[2], now=BEFORE + timedelta(hours=1))
    expected = join(world, fits, now=BEFORE + timedelta(hours=2))
    join(world, next_one, now=BEFORE + timedelta(hours=3))
    found = act(world, norway, report_no_show, at(9, 10))
    assert found.waiting_id == expected
    assert (found.place.begins_at, found.place.ends_at, found.place.room) == (at(9, 30), at(10), {"en": "Atlas 1"})
    told = {(n.delegation.institution.code, n.kind, n.request_id) for n in Notice.objects.all()}
    assert told == {("chile", "room_free", fits), ("norway", "room_free", fits)}
    assert [(w.request_id, w.offered_at) for w in waiting_list(summit_id=world.summit.pk)] == [
        (late[0], None), (late[1], None), (late[2], None), (fits, at(9, 10)), (next_one, None),
    ]  # fmt: skip


def test_a_meeting_called_off_is_told_to_the_other_side(world: World, norway: int) -> None:
    draft = draft_programme(summit_id=world.summit.pk, actor=world.office.editor, now=BEFORE)
    put(world, draft, norway, "Atlas 1", 10)
    found = act(world, norway, cancel_place, BEFORE)
    assert found.waiting_id is None
    (own,) = notices(delegation_id=world.delegations["norway"].pk)
    assert (own.kind, own.after, own.before and own.before["begins_at"]) == (
        "taken_out", None, "2026-09-14T08:00:00+00:00",
    )  # fmt: skip
    assert notices(delegation_id=world.delegations["host"].pk) == ()  # the office itself has called it off
    assert [line.state for line in programme_lines(programme_id=draft) if line.request_id == norway] == ["cancelled"]


def test_a_free_place_is_given_by_a_version_of_its_own(world: World, norway: int) -> None:
    waits = world.ask("spain")
    waiting = join(world, waits)
    draft = draft_programme(summit_id=world.summit.pk, actor=world.office.editor, now=BEFORE)
    other = world.ask("ghana", "kenya")
    act(world, norway, cancel_place, BEFORE)
    told = {"waiting_id": waiting, "actor": world.office.planner, "now": BEFORE}
    with pytest.raises(ProgrammeClashes) as taken:
        give_place(**world.where("Atlas 2", 9), **told)
    assert [c.constraint for c in taken.value.conflicts] == ["one_meeting_in_a_room"]
    assert give_place(**world.where("Atlas 1", 9), **told) == 2
    assert waiting_list(summit_id=world.summit.pk) == ()
    lines = programme_lines(programme_id=published_of(summit_id=world.summit.pk) or 0)
    assert {(line.request_id, line.state) for line in lines} >= {(waits, "planned"), (norway, "cancelled")}
    assert draft_of(summit_id=world.summit.pk) == draft
    assert waits in {line.request_id for line in programme_lines(programme_id=draft)}
    assert other not in {line.request_id for line in programme_lines(programme_id=draft)}
    with pytest.raises(BookedMeanwhile):
        act(world, norway, restore_place, BEFORE)
    assert placement(world, norway).state == "cancelled"
    with pytest.raises(NoSuchRecord):
        give_place(**world.where("Atlas 1", 10), **told)


def test_a_place_is_given_once_whoever_gives_at_the_same_time(
    world: World, norway: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second hand that read the waiting list before the first had given."""
    waiting = join_waiting(request_id=world.ask("spain"), actor=world.office.editor, now=BEFORE)
    told = {"waiting_id": waiting, "actor": world.office.approver, "now": BEFORE}
    hold = waiting_actions.hold_summit

    def held_up(summit_id: int | None) -> None:
        monkeypatch.setattr(waiting_actions, "hold_summit", hold)
        give_place(**told, **world.where("Atlas 1", 10.5))
        hold(summit_id)

    monkeypatch.setattr(waiting_actions, "hold_summit", held_up)
    with pytest.raises(NoSuchRecord):
        give_place(**told, **world.where("Atlas 1", 11))


def test_who_may_wait(world: World, norway: int) -> None:
    with pytest.raises(AlreadyPlaced):
        join(world, norway)
    with pytest.raises(NotAccepted):
        join(world, world.ask("spain", status="asked"))
    with pytest.raises(NoSuchRecord):
        join(world, 0)
    waits = world.ask("spain")
    with pytest.raises(NotAllowed):
        join(world, waits, actor=world.office.viewer)
    own = join(world, waits, begins_at=at(9), ends_at=at(10))
    with pytest.raises(AlreadyWaiting):
        join(world, waits)
    (line,) = waiting_list(summit_id=world.summit.pk)
    assert (line.id, line.wanted_from, line.wanted_until, line.room_id) == (own, at(9), at(10), None)
    leave_waiting(waiting_id=own, actor=world.office.editor, now=BEFORE)
    with pytest.raises(NoSuchRecord):
        leave_waiting(waiting_id=own, actor=world.office.editor, now=BEFORE)
    join(world, waits)
