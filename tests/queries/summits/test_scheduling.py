"""Records become the engine's problem, and the cells of a board say what they would allow."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from menara.actions.summits.placing import pin, place
from menara.actions.summits.programme import draft_programme
from menara.actions.summits.publishing import publish_programme
from menara.engines.meetings.check import check
from menara.engines.meetings.faults import faults
from menara.models import Absence, Delegation, Guest, MeetingRequest, Slot, Summit, Walk, acting_for
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.clock import clock_of
from menara.queries.summits.deciding import for_solving
from menara.queries.summits.moving import free_cells, where_to
from menara.queries.summits.programme import programme_lines, versions
from menara.queries.summits.scheduling import languages_of, problem_of
from menara.queries.summits.waiting import notices
from office import Office
from summit_world import BEFORE, DAY, World, at, build, span


@pytest.fixture
def world(office: Office) -> World:
    return build(office)


@pytest.fixture
def draft(world: World) -> int:
    return draft_programme(summit_id=world.summit.pk, actor=world.office.editor, now=BEFORE)


def put(world: World, draft: int, request: int, room: str, hour: float) -> None:
    place(
        programme_id=draft, request_id=request, **world.where(room, hour), changed=None, actor=world.office.editor,
        now=BEFORE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asking", "asked", "chosen", "pairs"),
    [
        (["ar"], ["es"], ("", ""), {("ar", "es"), ("es", "ar")}),
        (["ar", "fr"], ["es", "fr"], ("", ""), set()),
        (["ar", "fr"], ["es", "fr"], ("ar", ""), {("ar", "es"), ("es", "ar")}),
        (["ar", "fr"], ["es", "fr"], ("fr", ""), set()),
        (["ar", "fr"], ["es", "fr"], ("ar", "es"), {("ar", "es"), ("es", "ar")}),
        ([], ["es"], ("", ""), set()),
    ],
)
def test_both_ways_unless_a_language_is_common(
    asking: list[str], asked: list[str], chosen: tuple[str, str], pairs: set[tuple[str, str]]
) -> None:
    request = MeetingRequest(
        asking=Delegation(pk=1, languages=asking),
        asked=Delegation(pk=2, languages=asked),
        asking_language=chosen[0],
        asked_language=chosen[1],
    )
    assert languages_of(request) == pairs


def test_the_problem_holds_what_is_on_record(world: World, draft: int) -> None:
    Delegation.objects.filter(pk=world.delegations["norway"].pk).update(present=span(at(9, 30), at(11)), most_in_row=2)
    Absence.objects.create(**world.own, person=world.heads["norway"], during=span(at(10, 15), at(10, 20)))
    Walk.objects.create(**world.own, summit=world.summit, one="nowhere", other="south", minutes=9)
    first = world.ask("kenya", minutes=45, priority=1)
    later = world.ask(
        "norway", after_id=first, window=span(at(9, 30), at(11)), preferred=span(at(10), at(10, 30)), is_tentative=True
    )
    world.ask("ghana", status="asked")
    case = problem_of(programme_id=draft, now=BEFORE)
    key = {hour: str(slot.pk) for hour, slot in world.slots.items()}
    kenya, norway = case.problem.meetings
    assert (kenya.key, kenya.length, kenya.priority, kenya.allowed) == (
        str(first), 2, 9, frozenset(key[hour] for hour in (9, 9.5, 10, 10.5, 11)),
    )  # fmt: skip
    assert (norway.key, norway.length, norway.tentative) == (str(later), 1, True)
    assert norway.allowed == {key[hour] for hour in (9.5, 10, 10.5)}
    assert norway.preferred_slots == {key[10]}
    people = {p.key: p for p in case.problem.participants}
    head = people[str(world.heads["norway"].pk)]
    assert (head.available, head.in_a_row) == ({key[9.5], key[10.5]}, 2)
    assert people[str(world.heads["host"].pk)].available is None
    assert case.problem.precedences == ((str(first), str(later)),)
    assert (case.problem.walking, case.problem.joined) == ({}, 0)
    (interpreter,) = case.problem.interpreters
    assert (interpreter.in_a_row, interpreter.rest) == (4, 30)


def test_the_day_before_now_is_past_while_the_summit_lasts(world: World, draft: int) -> None:
    request = world.ask("norway")
    for now, begins in ((BEFORE, None), (at(10, 1), {10.5, 11, 11.5}), (at(12), None)):
        (meeting,) = problem_of(programme_id=draft, now=now).problem.meetings
        wanted = None if begins is None else {str(world.slots[hour].pk) for hour in begins}
        assert (meeting.key, meeting.allowed) == (str(request), wanted)


def test_what_is_pinned_or_has_begun_is_fixed_for_a_search(world: World, draft: int) -> None:
    begun, free, pinned = world.ask("spain", persons=30), world.ask("norway"), world.ask("kenya")
    place(
        programme_id=draft, request_id=begun, **world.where("Atlas 1", 9), changed=None, actor=world.office.editor,
        now=BEFORE, anyway=True,
    )  # fmt: skip
    put(world, draft, free, "Atlas 1", 10)
    put(world, draft, pinned, "Atlas 2", 11)
    pin(programme_id=draft, request_id=pinned, changed=None, actor=world.office.editor, now=BEFORE)
    case = problem_of(programme_id=draft, now=at(9, 10))
    problem = for_solving(case)
    fixed = {m.key: (m.slot, m.room, m.persons) for m in problem.meetings if m.pinned}
    assert fixed == {
        str(begun): (str(world.slots[9].pk), str(world.rooms["Atlas 1"].pk), 8),
        str(pinned): (str(world.slots[11].pk), str(world.rooms["Atlas 2"].pk), 4),
    }
    assert (faults(problem), check(problem=problem, programme=case.programme)) == ((), ())


def test_the_clock_counts_what_passes_not_what_the_wall_shows(world: World) -> None:
    """Paris puts its clocks back on 25 October 2026: the hour from two comes twice, and steps stay in order."""
    zone = ZoneInfo("Europe/Paris")
    night = datetime(2026, 10, 25, 0, 0, tzinfo=zone)
    summit = Summit.objects.create(**world.own, period=world.summit.period, time_zone="Europe/Paris")
    begin = night.astimezone(ZoneInfo("UTC"))
    for step in range(4):
        first = begin + timedelta(hours=1.5 + step * 0.75)
        Slot.objects.create(**world.own, summit=summit, during=span(first, first + timedelta(minutes=40)))
    clock = clock_of(summit)
    assert [(s.begin, s.end) for s in clock.slots()] == [(90, 130), (135, 175), (180, 220), (225, 265)]
    assert [f"{b:%H:%M}" for b, _end in clock.spans.values()] == ["01:30", "02:15", "02:00", "02:45"]
    assert (clock.step, clock.joined, clock.length(41)) == (40, 5, 2)


def test_every_cell_says_what_it_would_allow(world: World, draft: int) -> None:
    put(world, draft, world.ask("kenya"), "Atlas 1", 9)
    request = world.ask("norway", persons=8)
    world.rooms["Atlas 2"].capacity = 4
    world.rooms["Atlas 2"].save()
    cells = where_to(programme_id=draft, request_id=request, now=BEFORE, day=DAY)
    told = {
        (cell.room_id, cell.begins_at.hour + cell.begins_at.minute / 60): [c.constraint for c in cell.conflicts]
        for cell in cells
    }
    one, two = world.rooms["Atlas 1"].pk, world.rooms["Atlas 2"].pk
    hours = (9, 9.5, 10, 10.5, 11, 11.5)
    assert told == {
        **{(one, hour): [] for hour in hours},
        (one, 9): ["one_meeting_at_a_time", "one_meeting_in_a_room"],
        **{(two, hour): ["room_seats_all"] for hour in hours},
        (two, 9): ["one_meeting_at_a_time", "room_seats_all"],
    }
    free = free_cells(programme_id=draft, request_id=request, now=BEFORE)
    assert [(cell.room_id, cell.begins_at) for cell in free] == [(c.room_id, c.begins_at) for c in cells if c.is_free]
    assert len(free) == 5
    assert where_to(programme_id=draft, request_id=request, now=BEFORE, day=DAY + timedelta(days=1)) == ()
    with pytest.raises(NoSuchRecord):
        where_to(programme_id=draft, request_id=0, now=BEFORE)


def test_a_guest_reads_own_published_meetings_and_no_interpreter(world: World, draft: int) -> None:
    own, other = world.ask("spain"), world.ask("norway")
    put(world, draft, own, "Atlas 1", 9)
    put(world, draft, other, "Atlas 2", 10)
    spain = world.delegations["spain"].pk
    guest = Guest(delegation_id=spain, summit_id=world.summit.pk)
    with acting_for(world.office.id, guest=guest):
        assert (versions(summit_id=world.summit.pk), programme_lines(programme_id=draft)) == ((), ())
    publish_programme(programme_id=draft, release_note={}, changed=None, actor=world.office.approver, now=BEFORE)
    with acting_for(world.office.id, guest=guest):
        (line,) = programme_lines(programme_id=draft)
        assert (line.request_id, line.interpreters, len(line.people)) == (own, (), 2)
        assert [one.request_id for one in notices(delegation_id=spain)] == [own]
        assert notices(delegation_id=world.delegations["norway"].pk) == ()
