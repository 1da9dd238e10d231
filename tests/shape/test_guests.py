"""Guests, kept apart in the schema: every tenant table is shut to them but those that say otherwise."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.apps import apps
from django.db import Error, connection, transaction

from menara.actions.officers import enter_officer
from menara.models import MEMBER, NOBODY, PUBLIC, Guest, Membership, Officer, acting_for
from menara.models.guests import OTHERWISE_SHUT, REACH
from menara.models.tenancy import Tenant
from office import at_work, found, officer

Application = Callable[[], AbstractContextManager[None]]
TENANTS = {m.__name__: m for m in apps.get_app_config("menara").get_models() if issubclass(m, Tenant)}

pytestmark = pytest.mark.django_db


def rows(statement: str, *arguments: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("name", sorted(TENANTS.keys() - OTHERWISE_SHUT))
def test_every_tenant_table_says_what_guests_reach(name: str) -> None:
    policies = rows(
        "SELECT policyname::text FROM pg_policies WHERE tablename = %s AND permissive = 'RESTRICTIVE' "
        "AND policyname LIKE 'guests_%%' ORDER BY 1",
        TENANTS[name]._meta.db_table,
    )
    assert [policy for (policy,) in policies] == ["guests_add", "guests_change", "guests_read", "guests_take"]


def test_reach_names_tables_that_are() -> None:
    assert REACH.keys() - TENANTS.keys() == set()


def test_a_guest_of_nothing_sees_nothing_of_any_table(as_application: Application) -> None:
    with as_application():
        office = found()
        with at_work(office, "editor") as editor:
            enter_officer(officer=officer("A-1"), actor=editor)
        with acting_for(office.id, guest=NOBODY):
            counts = {name: model.objects.count() for name, model in TENANTS.items()}
        assert counts == dict.fromkeys(counts, 0)


@pytest.mark.parametrize("guest", [PUBLIC, NOBODY, Guest(7, 7)])
def test_no_step_inside_lifts_what_shuts_a_guest_out_unless_it_says_so(
    as_application: Application, guest: Guest
) -> None:
    with as_application():
        office = found()
        with at_work(office, "editor") as editor:
            enter_officer(officer=officer("A-1"), actor=editor)
        with acting_for(office.id, guest=guest):
            with acting_for(office.id):
                assert Officer.objects.count() == 0
            with acting_for(office.id, guest=MEMBER):
                assert Officer.objects.count() == 1
            assert Officer.objects.count() == 0


def test_a_guest_writes_no_record_of_the_office(as_application: Application) -> None:
    with as_application():
        office = found()
        with (
            acting_for(office.id, guest=Guest(1, 1)),
            pytest.raises(Error, match="row-level security"),
            transaction.atomic(),
        ):
            Officer.objects.create(organisation_id=office.id, number="X", service="S", nationality="MAR", home_unit="U")


def test_a_guest_knows_no_member_but_itself(as_application: Application) -> None:
    with as_application():
        office = found()
        own = office.focal_point.account_id
        with acting_for(office.id, account_id=own, guest=Guest(1, 1)):
            assert list(Membership.objects.values_list("account_id", flat=True)) == [own]
            assert rows("SELECT id FROM menara_account") == [(own,)]
