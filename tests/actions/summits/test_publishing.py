"""Published versions stay as they are; what changes is counted on in calendars and told to those it concerns."""

from __future__ import annotations

from typing import Any

import pytest

from menara.actions.summits.placing import place, take_out
from menara.actions.summits.programme import (
    ProgrammeChanged,
    ProgrammeClashes,
    ProgrammeIsPublished,
    discard_draft,
    draft_programme,
)
from menara.actions.summits.publishing import NothingToPublish, mark_notices_read, publish_programme
from menara.models import (
    Absence,
    DelegationMember,
    FocalPoint,
    MeetingRequest,
    Notice,
    Person,
    Placement,
    PlacementPerson,
    Programme,
    RoomHours,
)
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.board import notices_sent
from menara.queries.summits.programme import (
    differences,
    draft_of,
    programme_lines,
    published_of,
    unplaced,
    version,
    versions,
)
from menara.queries.summits.publishing import before_publishing
from menara.queries.summits.waiting import notices
from office import Office
from summit_world import BEFORE, World, at, build, span

NOTE = {"en": "first", "fr": "première", "ar": "الأولى"}


@pytest.fixture
def world(office: Office) -> World:
    return build(office)


def draft(world: World) -> int:
    return draft_programme(summit_id=world.summit.pk, actor=world.office.editor, now=BEFORE)


def put(world: World, request: int, room: str, hour: float, **told: Any) -> None:
    common = {"changed": None, "actor": world.office.editor, "now": BEFORE, "anyway": True}
    place(programme_id=draft(world), request_id=request, **world.where(room, hour), **{**common, **told})


def out(world: World, request: int) -> None:
    take_out(programme_id=draft(world), request_id=request, changed=None, actor=world.office.editor, now=BEFORE)


def publish(world: World, **told: Any) -> int:
    common = {"release_note": NOTE, "changed": None, "actor": world.office.approver, "now": BEFORE}
    return publish_programme(**{"programme_id": draft_of(summit_id=world.summit.pk) or 0, **common, **told})


def in_force(world: World) -> dict[int, tuple[str, int]]:
    """Of each meeting of the version in force: its room and its sequence."""
    lines = programme_lines(programme_id=published_of(summit_id=world.summit.pk) or 0)
    return {line.request_id: (line.room_code, line.sequence) for line in lines}


def test_versions_follow_each_other(world: World) -> None:
    request = world.ask("norway")
    put(world, request, "Atlas 1", 9)
    assert publish(world) == 1
    first = published_of(summit_id=world.summit.pk)
    assert first is not None
    assert draft_of(summit_id=world.summit.pk) is None
    with pytest.raises(ProgrammeIsPublished):
        place(
            programme_id=first, request_id=request, **world.where("Atlas 1", 10), changed=None,
            actor=world.office.editor, now=BEFORE,
        )  # fmt: skip
    with pytest.raises(ProgrammeIsPublished):
        discard_draft(programme_id=first, actor=world.office.editor)
    put(world, request, "Atlas 1", 10)
    assert [(v.number, v.status, v.based_on_id) for v in versions(summit_id=world.summit.pk)] == [
        (None, "draft", first),
        (1, "published", None),
    ]
    assert publish(world, release_note={"en": "second"}) == 2
    assert [(v.number, v.status, v.placements) for v in versions(summit_id=world.summit.pk)] == [
        (2, "published", 1),
        (1, "superseded", 1),
    ]
    assert version(programme_id=first).release_note == NOTE
    assert [line.begins_at for line in programme_lines(programme_id=first)] == [at(9)]


def test_each_delegation_is_told_what_changes_for_it(world: World) -> None:
    stays, moves, changes_room, goes, comes = (
        world.ask(*sides) for sides in (("norway",), ("kenya",), ("ghana",), ("spain",), ("kenya", "ghana"))
    )
    for request, hour in ((stays, 9), (moves, 9.5), (changes_room, 10), (goes, 10.5)):
        put(world, request, "Atlas 1", hour)
    publish(world)
    Notice.objects.all().delete()
    put(world, moves, "Atlas 2", 11)
    put(world, changes_room, "Atlas 2", 10)
    out(world, goes)
    put(world, comes, "Atlas 1", 11.5)
    found = differences(programme_id=draft(world))
    assert [(d.request_id, d.kind) for d in found] == [
        (changes_room, "room_changed"),
        (goes, "taken_out"),
        (moves, "moved"),
        (comes, "placed"),
    ]
    review = before_publishing(programme_id=draft(world), now=BEFORE)
    assert (review.conflicts, review.differences) == ((), found)
    assert set(review.delegations) == {world.delegations[c].pk for c in ("kenya", "ghana", "spain")}
    publish(world)
    told = {
        code: [(n.request_id, n.kind.value) for n in reversed(notices(delegation_id=row.pk))]
        for code, row in world.delegations.items()
    }
    assert told == {
        "host": [],
        "norway": [],
        "kenya": [(moves, "moved"), (comes, "placed")],
        "ghana": [(changes_room, "room_changed"), (comes, "placed")],
        "spain": [(goes, "taken_out")],
    }
    (moved, _placed) = reversed(notices(delegation_id=world.delegations["kenya"].pk))
    assert (moved.other.name["en"], moved.before, moved.after) == (
        "Police of host",
        {"room_id": world.rooms["Atlas 1"].pk, "room": {"en": "Atlas 1"}, "begins_at": "2026-09-14T08:30:00+00:00",
         "ends_at": "2026-09-14T09:00:00+00:00", "state": "planned"},
        {"room_id": world.rooms["Atlas 2"].pk, "room": {"en": "Atlas 2"}, "begins_at": "2026-09-14T10:00:00+00:00",
         "ends_at": "2026-09-14T10:30:00+00:00", "state": "planned"},
    )  # fmt: skip
    assert in_force(world) == {
        stays: ("Atlas 1", 0), moves: ("Atlas 2", 1), changes_room: ("Atlas 2", 1), comes: ("Atlas 1", 0),
    }  # fmt: skip


def test_the_sequence_never_falls_behind(world: World) -> None:
    request, other = world.ask("norway"), world.ask("kenya")
    put(world, request, "Atlas 1", 9)
    publish(world)
    seen = [in_force(world)[request][1]]
    put(world, request, "Atlas 2", 9)
    publish(world)
    seen.append(in_force(world)[request][1])
    out(world, request)
    put(world, other, "Atlas 1", 11)
    publish(world)
    assert request not in in_force(world)
    put(world, request, "Atlas 2", 9)  # back where it was; meanwhile a calendar was told that it is off
    publish(world)
    seen.append(in_force(world)[request][1])
    assert (seen, in_force(world)[other][1]) == ([0, 1, 3], 0)


@pytest.mark.parametrize("has_focal_point", [False, True])
def test_the_host_is_told_only_where_somebody_else_speaks_for_it(world: World, has_focal_point: bool) -> None:
    """What the office publishes it knows already."""
    host = world.delegations["host"]
    if has_focal_point:
        FocalPoint.objects.create(
            **world.own, membership=world.office.focal_point, delegation=host, named_at=at(7, day=-1)
        )
    put(world, world.ask("norway"), "Atlas 1", 9)
    review = before_publishing(programme_id=draft(world), now=BEFORE)
    publish(world)
    expected = {world.delegations["norway"].pk, *([host.pk] if has_focal_point else [])}
    sent = {
        one.delegation_id: one.has_reader
        for one in notices_sent(programme_id=published_of(summit_id=world.summit.pk) or 0)
    }
    assert (set(review.delegations), set(sent)) == (expected, expected)
    assert sent[world.delegations["norway"].pk] is False  # nobody acts for it here
    assert sent.get(host.pk, True) is True


def test_notices_are_read_once(world: World) -> None:
    put(world, world.ask("norway"), "Atlas 1", 9)
    put(world, world.ask("kenya"), "Atlas 1", 10)
    publish(world)
    own = world.delegations["norway"].pk
    (one,) = notices(delegation_id=own, unread_only=True)
    told = {"delegation_id": own, "actor": world.office.editor}
    assert mark_notices_read(notice_ids=[one.id], now=at(9), **told) == 1
    assert mark_notices_read(notice_ids=[one.id], now=at(10), **told) == 0
    assert [n.read_at for n in notices(delegation_id=own)] == [at(9)]
    assert notices(delegation_id=own, unread_only=True) == ()
    (others,) = notices(delegation_id=world.delegations["kenya"].pk, unread_only=True)
    assert mark_notices_read(notice_ids=[others.id], now=at(9), **told) == 0


def _room_closed(world: World, request: int) -> None:
    RoomHours.objects.filter(room=world.rooms["Atlas 1"]).delete()


def _away(world: World, request: int) -> None:
    Absence.objects.create(**world.own, person=world.heads["norway"], during=span(at(9), at(12)))


def _withdrawn(world: World, request: int) -> None:
    MeetingRequest.objects.filter(pk=request).update(status="withdrawn")


def _longer(world: World, request: int) -> None:
    MeetingRequest.objects.filter(pk=request).update(minutes=60)


def _off_the_clock(world: World, request: int) -> None:
    world.slots[9].delete()


@pytest.mark.parametrize(
    ("happens", "constraint"),
    [
        (_room_closed, "room_is_open"),
        (_away, "participant_is_available"),
        (_withdrawn, "is_accepted"),
        (_longer, "has_its_minutes"),
        (_off_the_clock, "stands_on_the_clock"),
    ],
)
def test_what_changed_since_is_checked_again(world: World, happens: Any, constraint: str) -> None:
    request = world.ask("norway")
    put(world, request, "Atlas 1", 9)
    happens(world, request)
    with pytest.raises(ProgrammeClashes) as refused:
        publish(world)
    assert [c.constraint for c in refused.value.conflicts] == [constraint]
    assert [c.constraint for c in before_publishing(programme_id=draft(world), now=BEFORE).conflicts] == [constraint]
    assert (published_of(summit_id=world.summit.pk), Notice.objects.count()) == (None, 0)


def test_what_was_decided_against_a_rule_is_published_with_a_warning(world: World) -> None:
    put(world, world.ask("norway", persons=50), "Atlas 1", 9)
    review = before_publishing(programme_id=draft(world), now=BEFORE)
    assert ([c.constraint for c in review.warnings], review.conflicts) == (["room_seats_all"], ())
    assert publish(world) == 1


def test_a_new_head_takes_the_place_of_the_old(world: World) -> None:
    put(world, world.ask("norway"), "Atlas 1", 9)
    new = Person.objects.create(**world.own, names={"Latn": "New head"})
    DelegationMember.objects.filter(person=world.heads["norway"]).update(person=new)
    publish(world)
    assert set(PlacementPerson.objects.values_list("person_id", flat=True)) == {new.pk, world.heads["host"].pk}


def test_nothing_new_is_not_published(world: World) -> None:
    with pytest.raises(NothingToPublish):
        publish(world, programme_id=draft(world))
    put(world, world.ask("norway"), "Atlas 1", 9)
    publish(world)
    with pytest.raises(NothingToPublish):
        publish(world, programme_id=draft(world))
    with pytest.raises(NoSuchRecord):
        publish(world, programme_id=0)


def test_who_publishes_has_seen_the_last_change(world: World) -> None:
    put(world, world.ask("norway"), "Atlas 1", 9)
    with pytest.raises(ProgrammeChanged):
        publish(world, changed=0)
    with pytest.raises(NotAllowed):
        publish(world, actor=world.office.editor)
    assert publish(world, changed=1) == 1


def test_the_tray_holds_what_has_no_place(world: World) -> None:
    world.add_delegation("nobody", head=False)
    placed, tentative, free, headless = (
        world.ask("norway"), world.ask("kenya", is_tentative=True), world.ask("ghana", priority=1), world.ask("nobody"),
    )  # fmt: skip
    world.ask("spain", status="declined")
    put(world, placed, "Atlas 1", 9)
    found = unplaced(programme_id=draft(world), now=BEFORE)
    assert [(one.request_id, [r.english() for r in one.reasons]) for one in found] == [
        (free, []),
        (headless, ["The delegation of Police of nobody has no head yet; name one, then place its meetings."]),
        (tentative, []),
    ]


def test_lines_can_be_asked_by_room_delegation_and_day(world: World) -> None:
    one, other = world.ask("norway"), world.ask("kenya")
    put(world, one, "Atlas 1", 9)
    put(world, other, "Atlas 2", 9.5)
    own = draft(world)
    asked: list[dict[str, Any]] = [
        {},
        {"room_id": world.rooms["Atlas 2"].pk},
        {"delegation_id": world.delegations["norway"].pk},
        {"day": at(9).date()},
        {"day": at(9, day=1).date()},
    ]
    assert [[line.request_id for line in programme_lines(programme_id=own, **told)] for told in asked] == [
        [one, other],
        [other],
        [one],
        [one, other],
        [],
    ]
    assert Placement.objects.filter(programme_id=own).count() == 2
    assert Programme.objects.get(pk=own).changed == 2
