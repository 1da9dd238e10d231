"""Accounts belong to people, memberships to organisations."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import IntegrityError, transaction

from menara.actions.accounts import (
    AddressTaken,
    LastAdministrator,
    OfficeOrDelegation,
    WeakPassword,
    add_member,
    change_role,
    change_settings,
    choose_language,
    end_membership,
)
from menara.actions.summits.focal_points import name_focal_point
from menara.models import Account, FocalPoint, Membership, Organisation, Role, acting_for
from menara.permissions import NotAllowed, may_edit
from menara.queries.accounts import members
from menara.queries.officers import NoSuchRecord
from office import NOW, PASSWORD, Office
from two_sides import lay

NEW = {"email": "New@Office.example.org", "name": "A new colleague", "password": "a long enough sentence"}


def test_a_new_colleague_signs_in(office: Office, rf: object) -> None:
    add_member(**NEW, role=Role.EDITOR, actor=office.administrator)
    assert [(m.email, m.role) for m in members() if m.name == NEW["name"]] == [("new@office.example.org", "editor")]
    request = rf.get("/")  # type: ignore[attr-defined]
    account = authenticate(request, username="NEW@office.example.org", password=NEW["password"])
    assert account is not None
    assert account.get_full_name() == NEW["name"]


@pytest.mark.parametrize(
    ("wrong", "refused"),
    [
        ({"email": "VIEWER@office.example.org"}, AddressTaken),
        ({"password": "short"}, WeakPassword),
    ],
)
def test_addresses_are_taken_once_and_passwords_long(
    office: Office, wrong: dict[str, str], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        add_member(**{**NEW, **wrong}, role=Role.EDITOR, actor=office.administrator)
    assert len(members()) == 6


@pytest.mark.parametrize("role", ["viewer", "editor", "planner", "approver"])
def test_only_an_administrator_says_who_is_a_member(office: Office, role: str) -> None:
    actor, other = getattr(office, role), office.viewer.pk
    for act in (
        lambda: add_member(**NEW, role=Role.EDITOR, actor=actor),
        lambda: change_role(membership_id=other, role=Role.EDITOR, actor=actor),
        lambda: end_membership(membership_id=other, actor=actor, now=NOW),
        lambda: change_settings(actor=actor, home_unit_share=None, time_zone="UTC"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert [m.role for m in members()] == sorted(m.role for m in members())


def test_a_role_changes_and_ends_at_once(office: Office) -> None:
    change_role(membership_id=office.viewer.pk, role=Role.EDITOR, actor=office.administrator)
    assert may_edit(Membership.objects.get(pk=office.viewer.pk))
    end_membership(membership_id=office.viewer.pk, actor=office.administrator, now=NOW)
    assert not may_edit(Membership.objects.get(pk=office.viewer.pk))
    with pytest.raises(NoSuchRecord):
        end_membership(membership_id=0, actor=office.administrator, now=NOW)


def test_whoever_left_comes_back_to_no_delegation_of_before(office: Office) -> None:
    table = lay(office)
    told = {"actor": office.administrator, "now": NOW}
    end_membership(membership_id=office.focal_point.pk, **told)
    email = office.focal_point.account.email
    name_focal_point(delegation_id=table.other, email=email, name="", password="", **told)
    in_office = FocalPoint.objects.filter(ended_at__isnull=True)
    assert list(in_office.values_list("delegation_id", flat=True)) == [table.other]


def test_the_last_administrator_stays(office: Office) -> None:
    own = office.administrator.pk
    for act in (
        lambda: change_role(membership_id=own, role=Role.VIEWER, actor=office.administrator),
        lambda: end_membership(membership_id=own, actor=office.administrator, now=NOW),
    ):
        with pytest.raises(LastAdministrator):
            act()
    change_role(membership_id=office.editor.pk, role=Role.ADMINISTRATOR, actor=office.administrator)
    end_membership(membership_id=own, actor=office.administrator, now=NOW)
    assert Membership.objects.get(pk=own).ended_at == NOW


def test_settings_and_language(office: Office) -> None:
    change_settings(actor=office.administrator, home_unit_share=Fraction(1, 3), time_zone="Africa/Casablanca")
    kept = Organisation.objects.get()
    assert (kept.home_unit_share, kept.time_zone, str(kept)) == (Fraction(1, 3), "Africa/Casablanca", "office")
    choose_language(account=office.viewer.account, language="ar")
    assert Account.objects.get(pk=office.viewer.account_id).language == "ar"


def test_a_hash_of_few_rounds_is_renewed_at_signing_in_before_any_organisation_is_known(office: Office) -> None:
    old = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=10)
    account = office.viewer.account
    account.password = old
    account.save()
    with acting_for(None):
        assert Account.objects.get_by_natural_key(account.email).check_password(PASSWORD)
    kept = Account.objects.get(pk=account.pk)
    assert kept.password != old
    assert kept.check_password(PASSWORD)


@pytest.mark.parametrize(("who", "role"), [("viewer", Role.FOCAL_POINT), ("focal_point", Role.ADMINISTRATOR)])
def test_no_role_makes_a_colleague_of_a_focal_point_or_the_other_way(office: Office, who: str, role: Role) -> None:
    member = getattr(office, who)
    with pytest.raises(OfficeOrDelegation):
        change_role(membership_id=member.pk, role=role, actor=office.administrator)
    # Past the action too.
    with pytest.raises(IntegrityError, match="of the office or speaks for a delegation"), transaction.atomic():
        Membership.objects.filter(pk=member.pk).update(role=role.value)
    own = {"organisation_id": office.id, "delegation_id": lay(office).other, "named_at": NOW}
    with pytest.raises(IntegrityError, match="of the office or speaks for a delegation"), transaction.atomic():
        FocalPoint.objects.create(**own, membership=office.viewer)
