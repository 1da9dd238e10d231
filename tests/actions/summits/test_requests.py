"""Asking and answering: each side speaks for itself, one request is open between two, and nothing is half-saved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from actions.summits.desk_office import Desk, as_guest, laid, local
from menara.actions.summits.requests import (
    OfficeAnswers,
    RequestFacts,
    RequestNotOpen,
    RequestOpenAlready,
    SameLength,
    accept_request,
    ask_meeting,
    correct_request,
    decline_request,
    expire_requests,
    propose_length,
    take_proposal,
    withdraw_request,
)
from menara.actions.summits.setting import RoomFacts, enter_room
from menara.actions.summits.sides import AnswersForItself, NotYourDelegation
from menara.errors import BadInput
from menara.models import DelegationMember, MeetingRequest, RecordChanged, RequestPerson
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from office import NOW, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office: Office, settings: Any) -> Desk:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return laid(office)


def wanted(by: int, to: int, **known: Any) -> RequestFacts:
    return RequestFacts(**{"asking_id": by, "asked_id": to, "subject": {"en": "Training"}, **known})


def asked_by_norway(desk: Desk, to: int, **known: Any) -> int:
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        return ask_meeting(request=wanted(desk.norway, to, **known), actor=actor, now=NOW)


def told(own: int) -> tuple[str, int, int | None]:
    row = MeetingRequest.objects.get(pk=own)
    return row.status, row.minutes, row.proposed_minutes


def test_direction_is_kept(desk: Desk) -> None:
    own = asked_by_norway(desk, desk.host)
    row = MeetingRequest.objects.get(pk=own)
    assert (row.asking_id, row.asked_id, row.receiving_id, row.host_id) == (desk.norway, desk.host, desk.host, None)
    assert (row.summit_id, row.status, row.asked_at, row.provenance) == (desk.summit, "asked", NOW, "entered")


def test_the_asked_side_accepts_and_the_office_is_the_hosts_voice(desk: Desk) -> None:
    own = asked_by_norway(desk, desk.host)
    with as_guest(desk, desk.norway, desk.of_norway) as actor, pytest.raises(NotYourDelegation):
        accept_request(request_id=own, version=1, actor=actor, now=NOW)
    accept_request(request_id=own, version=1, actor=desk.office.editor, now=NOW, note=" Gladly. ")
    row = MeetingRequest.objects.get(pk=own)
    assert (row.status, row.answered_by_id, row.answer_note) == ("accepted", desk.office.editor.account_id, "Gladly.")


def test_a_delegation_with_a_focal_point_answers_for_itself_and_one_without_through_the_office(desk: Desk) -> None:
    of_ghana, of_kenya = asked_by_norway(desk, desk.ghana), asked_by_norway(desk, desk.kenya)
    with pytest.raises(AnswersForItself):
        accept_request(request_id=of_ghana, version=1, actor=desk.office.editor, now=NOW)
    accept_request(request_id=of_kenya, version=1, actor=desk.office.editor, now=NOW)
    with as_guest(desk, desk.ghana, desk.of_ghana) as actor:
        decline_request(request_id=of_ghana, version=1, actor=actor, now=NOW, note="No time")
    assert (told(of_ghana)[0], told(of_kenya)[0]) == ("declined", "accepted")


def test_another_length_is_proposed_and_taken(desk: Desk) -> None:
    own = asked_by_norway(desk, desk.ghana, minutes=60)
    with as_guest(desk, desk.ghana, desk.of_ghana) as actor:
        with pytest.raises(SameLength):
            propose_length(request_id=own, version=1, minutes=60, actor=actor, now=NOW)
        with pytest.raises(BadInput):
            propose_length(request_id=own, version=1, minutes=0, actor=actor, now=NOW)
        propose_length(request_id=own, version=1, minutes=30, actor=actor, now=NOW)
        with pytest.raises(NotYourDelegation):
            take_proposal(request_id=own, version=2, actor=actor, now=NOW)
    assert told(own) == ("countered", 60, 30)
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        take_proposal(request_id=own, version=2, actor=actor, now=NOW)
    assert told(own) == ("accepted", 30, 30)


def test_only_the_asking_side_withdraws(desk: Desk) -> None:
    own = asked_by_norway(desk, desk.ghana)
    with as_guest(desk, desk.ghana, desk.of_ghana) as actor, pytest.raises(NotYourDelegation):
        withdraw_request(request_id=own, version=1, actor=actor, now=NOW)
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        withdraw_request(request_id=own, version=1, actor=actor, now=NOW)
    assert told(own)[0] == "withdrawn"


CLOSED = ("declined", "withdrawn", "expired")
ANSWERS: dict[str, Any] = {
    "accept": accept_request,
    "decline": decline_request,
    "propose": lambda **asked: propose_length(**asked, minutes=45),
    "take": take_proposal,
    "withdraw": withdraw_request,
}
POSSIBLE = {
    "asked": {"accept", "decline", "propose", "withdraw"},
    "countered": {"accept", "decline", "propose", "take", "withdraw"},
    "accepted": {"decline", "withdraw"},
}


@pytest.mark.parametrize("status", ["asked", "countered", "accepted", *CLOSED])
@pytest.mark.parametrize("answer", sorted(ANSWERS))
def test_what_may_follow_what(desk: Desk, status: str, answer: str) -> None:
    """Kenya has no focal point, so that the office gives both sides' answers and the state alone decides."""
    own = ask_meeting(request=wanted(desk.kenya, desk.host), actor=desk.office.editor, now=NOW)
    MeetingRequest.objects.filter(pk=own).update(status=status, proposed_minutes=20)
    asked = {"request_id": own, "version": 1, "actor": desk.office.editor, "now": NOW}
    if answer in POSSIBLE.get(status, set()):
        ANSWERS[answer](**asked)
        assert told(own)[0] != status or answer == "propose"
    else:
        with pytest.raises(RequestNotOpen):
            ANSWERS[answer](**asked)
        assert told(own)[0] == status


def test_between_two_one_request_is_open_whoever_asks(desk: Desk) -> None:
    first = asked_by_norway(desk, desk.ghana)
    with as_guest(desk, desk.ghana, desk.of_ghana) as actor:
        with pytest.raises(RequestOpenAlready) as refused:
            ask_meeting(request=wanted(desk.ghana, desk.norway), actor=actor, now=NOW)
        assert refused.value.facts == {"request_id": first, "asking": {"en": "Norway"}, "asked": {"en": "Ghana"}}
        decline_request(request_id=first, version=1, actor=actor, now=NOW)
        ask_meeting(request=wanted(desk.ghana, desk.norway), actor=actor, now=NOW)
    assert MeetingRequest.objects.count() == 2


def test_the_schema_holds_one_open_request_between_two_as_well(desk: Desk) -> None:
    own = asked_by_norway(desk, desk.ghana)
    row = MeetingRequest.objects.get(pk=own)
    row.pk, row.asking_id, row.asked_id, row.receiving_id = None, desk.ghana, desk.norway, desk.norway
    with pytest.raises(IntegrityError, match="request_open_once"), transaction.atomic():
        row.save(force_insert=True)


def test_a_request_expires_and_stands_in_nobodys_way(desk: Desk) -> None:
    moment = NOW + timedelta(days=2)
    own = asked_by_norway(desk, desk.ghana, expires_at=moment)
    assert (expire_requests(now=moment - timedelta(seconds=1)), told(own)[0]) == (0, "asked")
    with as_guest(desk, desk.ghana, desk.of_ghana) as actor:
        with pytest.raises(RequestNotOpen):
            accept_request(request_id=own, version=1, actor=actor, now=moment)
        ask_meeting(request=wanted(desk.ghana, desk.norway), actor=actor, now=moment)
    assert told(own)[0] == "expired"


def test_a_guest_lets_only_its_own_requests_expire(desk: Desk) -> None:
    moment = NOW + timedelta(days=2)
    ask_meeting(request=wanted(desk.kenya, desk.host, expires_at=moment), actor=desk.office.editor, now=NOW)
    with as_guest(desk, desk.norway, desk.of_norway):
        assert expire_requests(now=moment) == 0
    assert expire_requests(now=moment) == 1


def test_an_older_version_answers_nothing(desk: Desk) -> None:
    own = asked_by_norway(desk, desk.host, minutes=30)
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        longer = wanted(desk.norway, desk.host, minutes=45)
        correct_request(request_id=own, version=1, request=longer, actor=actor, now=NOW)
    with pytest.raises(RecordChanged):
        accept_request(request_id=own, version=1, actor=desk.office.editor, now=NOW)
    assert told(own) == ("asked", 45, None)


def test_every_fault_is_told_at_once_and_nothing_saved(desk: Desk) -> None:
    enter_room(
        summit_id=desk.summit,
        room=RoomFacts(code="A", name={"en": "A"}, capacity=8, equipment=("screen",)),
        actor=desk.office.editor,
    )
    bad = wanted(
        desk.norway, desk.norway, subject={"en": " "}, priority=5, minutes=2, persons=9, clearance=3,
        receiving_id=desk.kenya, asking_language="ar", equipment=("booth",), expires_at=NOW, after_id=987,
        people=(987,), window=(local(1, 10), local(1, 9)), preferred=(local(9, 9), local(9, 10)),
    )  # fmt: skip
    with pytest.raises(BadInput) as refused:
        ask_meeting(request=bad, actor=desk.office.editor, now=NOW)
    assert sorted((fault.column, fault.code) for fault in refused.value.faults) == [
        ("after", "no_such_request"),
        ("asked", "asks_itself"),
        ("asking_language", "language_not_spoken"),
        ("clearance", "no_room_cleared"),
        ("equipment", "no_room_has"),
        ("expires_at", "is_over"),
        ("minutes", "out_of_range"),
        ("people", "not_of_the_two"),
        ("persons", "no_room_so_large"),
        ("preferred_from", "outside"),
        ("priority", "out_of_range"),
        ("receiving", "not_of_the_two"),
        ("subject", "blank"),
        ("window_until", "ends_before"),
    ]
    assert MeetingRequest.objects.count() == 0


def test_two_meetings_do_not_each_come_after_the_other(desk: Desk) -> None:
    first = ask_meeting(request=wanted(desk.kenya, desk.host), actor=desk.office.editor, now=NOW)
    second = ask_meeting(request=wanted(desk.norway, desk.host, after_id=first), actor=desk.office.editor, now=NOW)
    circle = wanted(desk.kenya, desk.host, after_id=second)
    with pytest.raises(BadInput) as refused:
        correct_request(request_id=first, version=1, request=circle, actor=desk.office.editor, now=NOW)
    assert [(fault.column, fault.code) for fault in refused.value.faults] == [("after", "circle")]


def test_what_the_office_decides_a_focal_point_leaves(desk: Desk) -> None:
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        urgent = wanted(desk.norway, desk.host, priority=1, clearance=1)
        with pytest.raises(BadInput) as refused:
            ask_meeting(request=urgent, actor=actor, now=NOW)
        assert [(f.column, f.code) for f in refused.value.faults] == [
            ("clearance", "for_the_office"), ("priority", "for_the_office"),
        ]  # fmt: skip
        own = ask_meeting(request=wanted(desk.norway, desk.host), actor=actor, now=NOW)
    raised = wanted(desk.norway, desk.host, priority=1)
    correct_request(request_id=own, version=1, request=raised, actor=desk.office.editor, now=NOW)
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        corrected = wanted(desk.norway, desk.host, priority=1, minutes=20)
        correct_request(request_id=own, version=2, request=corrected, actor=actor, now=NOW)
    row = MeetingRequest.objects.get(pk=own)
    assert (row.priority, row.minutes) == (1, 20)
    accept_request(request_id=own, version=3, actor=desk.office.editor, now=NOW)
    with as_guest(desk, desk.norway, desk.of_norway) as actor, pytest.raises(OfficeAnswers):
        correct_request(request_id=own, version=4, request=corrected, actor=actor, now=NOW)


def test_a_guests_correction_keeps_whom_the_other_side_needs(desk: Desk) -> None:
    heads = dict(DelegationMember.objects.values_list("delegation_id", "person_id"))
    both = (heads[desk.norway], heads[desk.host])
    own = asked_by_norway(desk, desk.host)
    needing = wanted(desk.norway, desk.host, people=both)
    correct_request(request_id=own, version=1, request=needing, actor=desk.office.editor, now=NOW)
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        correct_request(request_id=own, version=2, request=wanted(desk.norway, desk.host), actor=actor, now=NOW)
    assert list(RequestPerson.objects.values_list("person_id", flat=True)) == [heads[desk.host]]


def test_a_focal_point_neither_asks_for_others_nor_reaches_their_requests(desk: Desk) -> None:
    others = ask_meeting(request=wanted(desk.kenya, desk.host), actor=desk.office.editor, now=NOW)
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        with pytest.raises(NotYourDelegation):
            ask_meeting(request=wanted(desk.ghana, desk.host), actor=actor, now=NOW)
        for answer in sorted(ANSWERS):
            with pytest.raises(NoSuchRecord):
                ANSWERS[answer](request_id=others, version=1, actor=actor, now=NOW)
        assert MeetingRequest.objects.count() == 0
        # Past the actions the schema still holds.
        assert MeetingRequest.objects.filter(pk=others).update(status="withdrawn") == 0
        with pytest.raises(IntegrityError, match="in its own name"), transaction.atomic():
            MeetingRequest.objects.create(
                organisation_id=desk.office.id, summit_id=desk.summit, asking_id=desk.ghana, asked_id=desk.host,
                receiving_id=desk.host, asked_at=NOW,
            )  # fmt: skip
    assert told(others)[0] == "asked"


@pytest.mark.parametrize("role", ["viewer", "approver"])
def test_a_reader_asks_and_answers_nothing(desk: Desk, role: str) -> None:
    reader = getattr(desk.office, role)
    own = ask_meeting(request=wanted(desk.kenya, desk.host), actor=desk.office.editor, now=NOW)
    with pytest.raises(NotAllowed):
        ask_meeting(request=wanted(desk.norway, desk.host), actor=reader, now=NOW)
    with pytest.raises(NotAllowed):
        accept_request(request_id=own, version=1, actor=reader, now=NOW)
