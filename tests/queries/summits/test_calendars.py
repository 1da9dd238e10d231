"""What calendars are told through the versions of a programme: nothing is forgotten, and sequences only grow."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from calendar_desk import ASKED_AT, FIRST, Desk, lay
from menara.models import Guest, Placement, acting_for
from menara.queries.summits.calendars import calendar_entries, parties_of, published_now
from office import Office

DAY = timedelta(days=1)
MONDAY = datetime(2025, 11, 17, 12, tzinfo=ASKED_AT.tzinfo)


@pytest.fixture
def desk(office: Office) -> Desk:
    return lay(office)


def told(desk: Desk, delegation: str, **options: int) -> list[tuple[int, str, bool, int, int]]:
    """Request, begin, whether cancelled, sequence, version."""
    return [
        (entry.request_id, f"{entry.begins_at:%d %H:%M}", entry.is_cancelled, entry.sequence, entry.version)
        for entry in calendar_entries(delegation_id=desk.delegations[delegation], **options)
    ]


def test_nothing_published_is_nothing_told(desk: Desk) -> None:
    assert told(desk, "norway") == []
    assert published_now(summit_id=desk.summit) is None


def test_through_versions(desk: Desk) -> None:
    norway = desk.requests["norway"]
    later = FIRST + timedelta(hours=1)
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0))
    assert told(desk, "norway") == [(norway, "25 09:00", False, 0, 1)]
    desk.publish(at=MONDAY + DAY, norway=("A1", FIRST, 0), ghana=("B1", FIRST + DAY, 0))
    assert told(desk, "norway") == [(norway, "25 09:00", False, 0, 1)]  # not told anew
    desk.publish(at=MONDAY + 2 * DAY, norway=("A1", later, 1))
    assert told(desk, "norway") == [(norway, "25 10:00", False, 1, 3)]
    desk.publish(at=MONDAY + 3 * DAY)
    assert told(desk, "norway") == [(norway, "25 10:00", True, 2, 4)]
    desk.publish(at=MONDAY + 4 * DAY)
    assert told(desk, "norway") == [(norway, "25 10:00", True, 2, 4)]
    desk.publish(at=MONDAY + 5 * DAY, norway=("A1", FIRST, 3))
    assert told(desk, "norway") == [(norway, "25 09:00", False, 3, 6)]


@pytest.mark.parametrize(
    ("state", "is_cancelled"), [("planned", False), ("held", False), ("no_show", True), ("cancelled", True)]
)
def test_states_of_a_published_place(desk: Desk, state: str, is_cancelled: bool) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 1, state))
    assert [line[2] for line in told(desk, "norway")] == [is_cancelled]


def test_each_delegation_reads_its_own(desk: Desk) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0), ghana=("B1", FIRST + DAY, 0))
    assert [[line[0] for line in told(desk, name)] for name in ("host", "norway", "ghana")] == [
        [desk.requests["norway"], desk.requests["ghana"]],
        [desk.requests["norway"]],
        [desk.requests["ghana"]],
    ]


def test_one_persons_meetings_and_one_meeting(desk: Desk) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0), ghana=("B1", FIRST + DAY, 0))
    assert len(told(desk, "host", person_id=desk.heads["host"])) == 2
    assert told(desk, "host", person_id=desk.heads["ghana"]) == told(desk, "host", request_id=desk.requests["ghana"])
    assert told(desk, "norway", request_id=desk.requests["ghana"]) == []


def test_a_person_who_leaves_a_meeting_and_comes_back_is_told_each_time(desk: Desk) -> None:
    from menara.models import PlacementPerson

    host = desk.heads["host"]
    sequences = []
    for day, takes_part in enumerate((True, False, True)):
        version = desk.publish(at=MONDAY + day * DAY, norway=("A1", FIRST, 0))
        if not takes_part:
            PlacementPerson.objects.filter(programme=version, person=host).delete()
        sequences += [(line[2], line[3]) for line in told(desk, "host", person_id=host)]
    assert sequences == [(False, 0), (True, 1), (False, 2)]


def test_the_subject_of_what_needs_a_clearance_is_not_told(desk: Desk) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0), ghana=("B1", FIRST + DAY, 0))
    found = calendar_entries(delegation_id=desk.delegations["host"])
    assert [(dict(entry.subject), entry.is_confidential) for entry in found] == [
        ({"en": "Matters of norway"}, False),
        ({}, True),
    ]


def test_a_guest_reads_the_own_meetings_and_no_others(desk: Desk) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0), ghana=("B1", FIRST + DAY, 0))
    everything = told(desk, "norway")
    with acting_for(desk.office.id, guest=Guest(desk.delegations["norway"], desk.summit)):
        assert told(desk, "norway") == everything
        assert told(desk, "ghana") == []
        assert [line[0] for line in told(desk, "host")] == [desk.requests["norway"]]


def test_the_host_comes_first_of_two_parties(desk: Desk) -> None:
    both = (desk.delegations["host"], desk.delegations["norway"])
    assert parties_of(request_id=desk.requests["norway"]) == both


def test_questions_do_not_grow_with_the_meetings(desk: Desk, django_assert_num_queries: object) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0))
    with django_assert_num_queries(3):  # type: ignore[operator]
        told(desk, "host")
    desk.publish(at=MONDAY + DAY, norway=("A1", FIRST, 0), ghana=("B1", FIRST + DAY, 0))
    assert Placement.objects.count() == 3
    with django_assert_num_queries(3):  # type: ignore[operator]
        told(desk, "host")
