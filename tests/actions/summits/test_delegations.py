"""Delegations, their people and who speaks: the office keeps all, a focal point the own, and the schema holds it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from actions.summits.desk_office import Desk, account_of, as_guest, laid, local, title
from menara.actions.accounts import AddressTaken, WeakPassword, end_membership
from menara.actions.summits.calendars import make_feed
from menara.actions.summits.delegations import (
    DelegateFacts,
    DelegationFacts,
    NeededInMeeting,
    add_delegate,
    correct_delegate,
    correct_delegation,
    enter_delegation,
    record_absence,
    remove_absence,
    remove_delegate,
)
from menara.actions.summits.focal_points import IsMember, Left, NamedLikeMember, end_focal_point, name_focal_point
from menara.actions.summits.requests import RequestFacts, ask_meeting
from menara.actions.summits.sides import NotYourDelegation
from menara.errors import BadInput
from menara.models import (
    Absence,
    Account,
    CalendarFeed,
    Delegation,
    DelegationMember,
    DelegationRole,
    FocalPoint,
    Institution,
    Membership,
    Person,
    PersonTitle,
    RecordChanged,
    Role,
)
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.delegations import delegation_record, focal_points, represented_by, voices
from office import NOW, Office

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
NEW = {"email": "new@example.org", "name": "New one", "password": "correct horse battery"}


@pytest.fixture
def desk(office: Office, settings: Any) -> Desk:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return laid(office)


def faults_of(refused: Any) -> list[tuple[str, str]]:
    return sorted((fault.column, fault.code) for fault in refused.value.faults)


# --- delegations ------------------------------------------------------------------------------------------------------


def test_a_delegation_brings_its_body_with_it_or_names_one_on_record(desk: Desk) -> None:
    body = Institution.objects.create(organisation_id=desk.office.id, name={"en": "Known"})
    known = DelegationFacts(institution_id=body.pk, precedence=4)
    own = enter_delegation(summit_id=desk.summit, delegation=known, actor=desk.office.editor)
    row = Delegation.objects.select_related("institution").get(pk=own)
    assert (row.institution.name, row.precedence, row.is_host) == ({"en": "Known"}, 4, False)
    assert Delegation.objects.get(pk=desk.norway).institution.name == {"en": "Norway"}


def test_every_fault_of_a_delegation_is_told_at_once(desk: Desk) -> None:
    bad = DelegationFacts(
        is_host=True, languages=("xx",), precedence=-1, most_in_row=0, present=(local(2, 10), local(2, 10))
    )
    with pytest.raises(BadInput) as refused:
        enter_delegation(summit_id=desk.summit, delegation=bad, actor=desk.office.editor)
    assert faults_of(refused) == [
        ("is_host", "host_taken"),
        ("languages", "language_unknown"),
        ("most_in_row", "out_of_range"),
        ("name", "blank"),
        ("precedence", "out_of_range"),
        ("present_until", "ends_before"),
    ]
    assert Delegation.objects.count() == 4


def test_a_body_has_one_delegation_at_a_summit(desk: Desk) -> None:
    body = Delegation.objects.get(pk=desk.norway).institution_id
    with pytest.raises(BadInput) as refused:
        enter_delegation(
            summit_id=desk.summit, delegation=DelegationFacts(institution_id=body), actor=desk.office.editor
        )
    assert faults_of(refused) == [("institution", "delegation_taken")]


def test_a_focal_point_says_its_languages_and_presence_and_leaves_precedence_to_the_office(desk: Desk) -> None:
    given = DelegationFacts(languages=("fr", "en"), precedence=1, is_host=False, note="ours", most_in_row=3)
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        correct_delegation(delegation_id=desk.norway, version=1, delegation=given, actor=actor)
    row = Delegation.objects.get(pk=desk.norway)
    assert (row.languages, row.most_in_row, row.precedence, row.note) == (["fr", "en"], 3, None, "")
    with pytest.raises(RecordChanged):
        correct_delegation(delegation_id=desk.norway, version=1, delegation=given, actor=desk.office.editor)


# --- people -----------------------------------------------------------------------------------------------------------


def test_a_focal_point_enters_a_person_with_names_as_its_office_writes_them(desk: Desk) -> None:
    facts = DelegateFacts(
        names={"Latn": " Deputy ", "Arab": ""},
        titles=(title("Deputy chief", acting=True, since=date(2026, 1, 1)), title(" ")),
        precedence=2,
    )
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        own = add_delegate(delegation_id=desk.norway, delegate=facts, actor=actor)
        (held,) = [one for one in delegation_record(delegation_id=desk.norway).members if one.id == own]
    (kept,) = held.titles
    assert (held.names, held.role, held.precedence) == ({"Latn": "Deputy"}, "member", 2)
    assert (kept.text, kept.acting, kept.since, kept.until) == ({"en": "Deputy chief"}, True, date(2026, 1, 1), None)


def test_one_head_leads_and_a_person_has_a_name_or_a_title(desk: Desk) -> None:
    nobody = DelegateFacts(names={}, role=DelegationRole.HEAD, precedence=0)
    with pytest.raises(BadInput) as refused:
        add_delegate(delegation_id=desk.norway, delegate=nobody, actor=desk.office.editor)
    assert faults_of(refused) == [("names_Latn", "blank"), ("precedence", "out_of_range"), ("role", "head_taken")]
    turned = DelegateFacts(names={}, titles=(title("Chief", since=date(2026, 5, 1), until=date(2026, 5, 1)),))
    with pytest.raises(BadInput) as refused:
        add_delegate(delegation_id=desk.norway, delegate=turned, actor=desk.office.editor)
    assert faults_of(refused) == [("title_0_until", "ends_before")]
    assert (DelegationMember.objects.count(), Person.objects.count(), PersonTitle.objects.count()) == (4, 4, 4)


def test_titles_are_replaced_by_those_given_and_left_alone_where_they_are_the_same(desk: Desk) -> None:
    member = DelegationMember.objects.get(delegation_id=desk.norway)
    before = list(PersonTitle.objects.filter(person=member.person).values_list("pk", flat=True))
    same = DelegateFacts(names={"Latn": "Head of Norway"}, role=DelegationRole.HEAD, titles=(title("Chief"),))
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        correct_delegate(delegate_id=member.pk, version=1, delegate=same, actor=actor)
        assert list(PersonTitle.objects.filter(person=member.person).values_list("pk", flat=True)) == before
        two = DelegateFacts(
            names={"Latn": "Head of Norway", "Arab": "رئيس"}, role=DelegationRole.HEAD,
            titles=(title("Chief", until=date(2026, 2, 1)), title("Director", since=date(2026, 2, 1))),
        )  # fmt: skip
        correct_delegate(delegate_id=member.pk, version=2, delegate=two, actor=actor)
        (held,) = delegation_record(delegation_id=desk.norway).members
    assert [(one.text["en"], one.since, one.until) for one in held.titles] == [
        ("Chief", None, date(2026, 2, 1)),
        ("Director", date(2026, 2, 1), None),
    ]
    assert held.names == {"Latn": "Head of Norway", "Arab": "رئيس"}


def test_whom_a_meeting_needs_does_not_leave(desk: Desk) -> None:
    member = DelegationMember.objects.get(delegation_id=desk.norway)
    asked = RequestFacts(
        asking_id=desk.norway, asked_id=desk.host, subject={"en": "S"}, people=(member.person_id,)
    )  # fmt: skip
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        ask_meeting(request=asked, actor=actor, now=NOW)
        with pytest.raises(NeededInMeeting) as refused:
            remove_delegate(delegate_id=member.pk, actor=actor)
    assert refused.value.facts == {"meetings": 1}


def test_absences_are_of_the_own_people(desk: Desk) -> None:
    norway, ghana = (DelegationMember.objects.get(delegation_id=own).person_id for own in (desk.norway, desk.ghana))
    away = {"during": (local(1, 9), local(1, 10)), "reason": " Session "}
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        own = record_absence(delegation_id=desk.norway, person_id=norway, **away, actor=actor)
        turned = {"during": (local(1, 10), local(1, 9)), "reason": ""}
        with pytest.raises(BadInput) as refused:
            record_absence(delegation_id=desk.norway, person_id=ghana, **turned, actor=actor)
        assert faults_of(refused) == [("person", "not_of_delegation"), ("until", "ends_before")]
    others = record_absence(delegation_id=desk.ghana, person_id=ghana, **away, actor=desk.office.editor)
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        assert list(Absence.objects.values_list("pk", "reason")) == [(own, "Session")]
        with pytest.raises(NoSuchRecord):
            remove_absence(absence_id=others, delegation_id=desk.norway, actor=actor)
        remove_absence(absence_id=own, delegation_id=desk.norway, actor=actor)
    assert list(Absence.objects.values_list("pk", flat=True)) == [others]


# --- guests against other delegations ---------------------------------------------------------------------------------


def test_a_focal_point_neither_reads_nor_changes_another_delegation(desk: Desk) -> None:
    theirs = DelegationMember.objects.get(delegation_id=desk.ghana)
    adviser = DelegateFacts(names={"Latn": "Adviser"})
    hidden = add_delegate(delegation_id=desk.ghana, delegate=adviser, actor=desk.office.editor)
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        with pytest.raises(NotYourDelegation):
            add_delegate(delegation_id=desk.ghana, delegate=adviser, actor=actor)
        with pytest.raises(NotYourDelegation):
            correct_delegation(delegation_id=desk.ghana, version=1, delegation=DelegationFacts(), actor=actor)
        with pytest.raises(NotYourDelegation):
            correct_delegate(delegate_id=theirs.pk, version=1, delegate=adviser, actor=actor)
        with pytest.raises(NoSuchRecord):
            remove_delegate(delegate_id=hidden, actor=actor)
        with pytest.raises(NotAllowed):
            enter_delegation(summit_id=desk.summit, delegation=DelegationFacts(), actor=actor)
        # Past the actions: of the other delegation its head can be seen, and nothing be written.
        assert set(DelegationMember.objects.filter(delegation_id=desk.ghana).values_list("role", flat=True)) == {"head"}
        assert DelegationMember.objects.filter(pk=theirs.pk).update(role="member") == 0
        assert Person.objects.filter(pk=theirs.person_id).update(names={"Latn": "Somebody"}) == 0
        assert PersonTitle.objects.filter(person_id=theirs.person_id).delete()[0] == 0
        assert Delegation.objects.filter(pk=desk.ghana).update(languages=["ar"]) == 0
        for model, columns in (
            (DelegationMember, {"delegation_id": desk.ghana, "person_id": theirs.person_id, "role": "press"}),
            (Absence, {"person_id": theirs.person_id, "during": (local(1, 9), local(1, 10))}),
            (FocalPoint, {"delegation_id": desk.norway, "membership_id": actor.pk, "named_at": NOW}),
        ):
            with pytest.raises(Exception, match="row-level security"), transaction.atomic():
                model.objects.create(organisation_id=desk.office.id, **columns)


def test_a_guest_reads_no_account_and_no_focal_point_but_its_own(desk: Desk) -> None:
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        assert list(Account.objects.values_list("pk", flat=True)) == [actor.account_id]
        assert list(FocalPoint.objects.values_list("delegation_id", flat=True)) == [desk.norway]
        assert represented_by(membership=actor) == desk.norway


# --- who speaks -------------------------------------------------------------------------------------------------------


def test_a_focal_point_is_named_by_an_administrator_and_signs_in(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        name_focal_point(delegation_id=desk.kenya, **NEW, actor=desk.office.planner, now=NOW)
    assert desk.kenya in voices(summit_id=desk.summit, represented=None)
    own = name_focal_point(delegation_id=desk.kenya, **NEW, actor=desk.office.administrator, now=NOW)
    assert account_of(NEW["email"]).check_password(NEW["password"])
    (line,) = focal_points(delegation_id=desk.kenya)
    assert (line.id, line.email, line.ended_at) == (own, NEW["email"], None)
    assert voices(summit_id=desk.summit, represented=None) == {desk.host}


def test_one_person_speaks_for_several_and_keeps_the_account(desk: Desk) -> None:
    again = {"email": "Norway@example.org", "name": "Other", "password": "another horse battery"}
    name_focal_point(delegation_id=desk.kenya, **again, actor=desk.office.administrator, now=NOW)
    account = account_of("norway@example.org")
    assert account.check_password("correct horse battery")
    held = FocalPoint.objects.filter(membership__account=account).order_by("pk")
    assert list(held.values_list("delegation_id", flat=True)) == [desk.norway, desk.kenya]


def test_who_ends_is_gone_and_may_come_back(desk: Desk) -> None:
    (line,) = focal_points(delegation_id=desk.norway)
    with pytest.raises(NotAllowed):
        end_focal_point(focal_point_id=line.id, actor=desk.office.planner, now=NOW)
    end_focal_point(focal_point_id=line.id, actor=desk.office.administrator, now=NOW)
    assert Membership.objects.get(pk=desk.of_norway.pk).ended_at == NOW
    with pytest.raises(NoSuchRecord):
        end_focal_point(focal_point_id=line.id, actor=desk.office.administrator, now=NOW)
    gone, late = Membership.objects.get(pk=desk.of_norway.pk), DelegateFacts(names={"Latn": "X"})
    with as_guest(desk, desk.norway, gone) as actor, pytest.raises(NotAllowed):
        add_delegate(delegation_id=desk.norway, delegate=late, actor=actor)
    back = {"email": "norway@example.org", "name": "-", "password": ""}
    assert name_focal_point(delegation_id=desk.norway, **back, actor=desk.office.administrator, now=NOW) == line.id
    assert Membership.objects.get(pk=desk.of_norway.pk).ended_at is None


@pytest.mark.parametrize("leave", ["let go", "no member any more"])
def test_who_leaves_takes_no_secret_address_along(desk: Desk, leave: str) -> None:
    kept = make_feed(delegation_id=desk.ghana, person_id=None, language="en", actor=desk.office.administrator, now=NOW)
    head = DelegationMember.objects.get(delegation_id=desk.norway).person_id
    with as_guest(desk, desk.norway, desk.of_norway) as actor:
        for person_id in (None, head):
            make_feed(delegation_id=desk.norway, person_id=person_id, language="en", actor=actor, now=NOW)
    told = {"actor": desk.office.administrator, "now": LATER}
    if leave == "let go":
        (line,) = focal_points(delegation_id=desk.norway)
        assert end_focal_point(focal_point_id=line.id, **told) == Left(delegation_id=desk.norway, closed=2)
    else:
        end_membership(membership_id=desk.of_norway.pk, **told)
    ended = CalendarFeed.objects.order_by("pk").values_list("pk", "ended_at")
    assert dict(ended) == {kept.feed_id: None, kept.feed_id + 1: LATER, kept.feed_id + 2: LATER}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"email": "viewer@office.example.org"}, IsMember),
        ({"name": "viewer  of OFFICE"}, NamedLikeMember),
        ({"password": "short"}, WeakPassword),
        ({"email": "stranger@example.org"}, AddressTaken),
    ],
)
def test_who_cannot_be_named_is_refused_and_nothing_saved(desk: Desk, given: dict[str, str], refusal: Any) -> None:
    Account(email="stranger@example.org", name="Of another office").save()
    before = (Membership.objects.count(), FocalPoint.objects.count())
    with pytest.raises(refusal):
        name_focal_point(delegation_id=desk.kenya, **NEW | given, actor=desk.office.administrator, now=NOW)
    assert (Membership.objects.count(), FocalPoint.objects.count()) == before
    assert Membership.objects.filter(role=Role.FOCAL_POINT).exclude(ended_at=None).count() == 0
