"""The walls between organisations, read from the catalogue of the database and tried from the other side."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.apps import apps
from django.db import Error, connection, models, transaction

from menara.actions.officers import enter_officer
from menara.models import Account, Membership, Officer, Organisation, acting_for
from menara.models.tenancy import Tenant, Within
from office import PASSWORD, at_work, found, officer

Application = Callable[[], AbstractContextManager[None]]
OWN = "organisation_id = (NULLIF(current_setting('menara.organisation'::text, true), ''::text))::bigint"
TENANTS = sorted(m._meta.db_table for m in apps.get_app_config("menara").get_models() if issubclass(m, Tenant))

pytestmark = pytest.mark.django_db


def rows(statement: str, *arguments: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall() if cursor.description else []


def test_every_table_with_an_organisation_is_a_tenant_table() -> None:
    carrying = rows(
        "SELECT table_name::text FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'organisation_id' ORDER BY 1"
    )
    assert [name for (name,) in carrying] == TENANTS
    assert len(TENANTS) == 67


def test_every_other_table_of_ours_is_one_of_the_two_that_people_sign_in_by() -> None:
    ours = {m._meta.db_table for m in apps.get_app_config("menara").get_models()}
    assert sorted(ours - set(TENANTS)) == ["menara_account", "menara_organisation"]


@pytest.mark.parametrize("table", [*TENANTS, "menara_account", "menara_organisation"])
def test_security_is_on_and_forced_with_a_check_on_what_is_written(table: str) -> None:
    (flags,) = rows("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table)
    assert flags == (True, True)
    policies = rows(
        "SELECT polcmd, polwithcheck IS NOT NULL FROM pg_policy WHERE polrelid = %s::regclass AND polpermissive", table
    )
    assert any(checked for _, checked in policies)
    # A policy without a check on writing is for reading only.
    assert all(checked or command == "r" for command, checked in policies)


@pytest.mark.parametrize("table", TENANTS)
def test_policies_of_tenant_tables_ask_for_the_own_organisation(table: str) -> None:
    policies = rows(
        "SELECT policyname::text, qual, with_check FROM pg_policies "
        "WHERE tablename = %s AND policyname <> 'own_account' AND permissive = 'PERMISSIVE'",
        table,
    )
    assert policies
    for _, qual, check in policies:
        assert {text for text in (qual, check) if text is not None} == {f"({OWN})"}


def test_keys_between_tenant_tables_carry_the_organisation() -> None:
    single = rows(
        """
        SELECT conname::text FROM pg_constraint
        WHERE contype = 'f' AND cardinality(conkey) = 1
          AND conrelid::regclass::text = ANY(%s) AND confrelid::regclass::text = ANY(%s)
        """,
        TENANTS,
        TENANTS,
    )
    assert single == []


def test_every_key_within_an_organisation_has_its_constraint() -> None:
    wanted = {
        (model._meta.db_table, field.column)
        for model in apps.get_app_config("menara").get_models()
        for field in model._meta.local_fields
        if isinstance(field, Within)
    }
    found_keys = rows(
        """
        SELECT conrelid::regclass::text, a.attname::text FROM pg_constraint
        JOIN pg_attribute a ON attrelid = conrelid AND attnum = conkey[2]
        WHERE contype = 'f' AND cardinality(conkey) = 2
        """
    )
    assert set(found_keys) == wanted
    assert len(wanted) > 40


def test_no_key_leads_to_a_tenant_table_but_by_within() -> None:
    loose = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and issubclass(field.related_model, Tenant)
        and not isinstance(field, Within)
    ]
    assert loose == []


def test_nothing_is_unique_across_organisations() -> None:
    # It would tell one organisation what another holds.
    across = rows(
        """
        SELECT conrelid::regclass::text, conname::text FROM pg_constraint c
        WHERE contype = 'u' AND conrelid::regclass::text = ANY(%s) AND NOT EXISTS (
            SELECT FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey) AND attname = 'organisation_id')
        """,
        TENANTS,
    )
    assert across == []
    indexes = rows(
        """
        SELECT i.indexrelid::regclass::text FROM pg_index i
        WHERE indisunique AND NOT indisprimary AND indrelid::regclass::text = ANY(%s) AND NOT EXISTS (
            SELECT FROM pg_attribute
            WHERE attrelid = indrelid AND attnum = ANY(indkey::int2[]) AND attname = 'organisation_id')
        """,
        TENANTS,
    )
    assert indexes == []


def test_views_do_not_lend_their_owners_eyes() -> None:
    lending = rows(
        """
        SELECT relname::text FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
        WHERE nspname = 'public' AND (relkind = 'm' OR relkind = 'v'
              AND NOT coalesce('security_invoker=true' = ANY(reloptions), false))
        """
    )
    assert lending == []


def test_functions_that_lend_their_owners_rights_have_a_fixed_path() -> None:
    lending = rows(
        """
        SELECT proname::text, array_to_string(proconfig, ' ') FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
        WHERE nspname = 'public' AND prosecdef
        """
    )
    assert lending == [("menara_keep_history", "search_path=pg_catalog, public, pg_temp")]


def test_the_serving_role_truncates_nothing_and_writes_no_history() -> None:
    granted = rows(
        """
        SELECT relname::text, privilege_type::text FROM pg_class, aclexplode(relacl)
        WHERE grantee = 'menara_app'::regrole AND relname LIKE 'menara\\_%%'
          AND privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'USAGE')
        """
    )
    assert granted == []
    history = rows(
        """
        SELECT DISTINCT privilege_type::text FROM pg_class, aclexplode(relacl)
        WHERE grantee = 'menara_app'::regrole AND relname IN ('menara_historyentry', 'menara_historyhead')
        """
    )
    assert history == [("SELECT",)]


def test_every_table_but_the_history_and_the_accounts_keeps_a_history() -> None:
    kept = rows(
        """
        SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE tgname ~ '^keep_history_(insert|update|delete)$'
        GROUP BY 1 ORDER BY 1
        """
    )
    without_history = {"menara_historyentry", "menara_historyhead"}
    assert kept == [(name, 3) for name in sorted({*TENANTS, "menara_organisation"} - without_history)]


# --- from the other side ----------------------------------------------------------------------------------------------


def test_without_an_organisation_nothing_is_seen(as_application: Application) -> None:
    with as_application():
        office = found()
        with at_work(office, "editor") as editor:
            enter_officer(officer=officer("A-1"), actor=editor)
        counts = {table: rows(f"SELECT count(*) FROM {table}")[0][0] for table in TENANTS}  # noqa: S608 (our own names)
        assert counts == dict.fromkeys(TENANTS, 0)
        assert (Account.objects.count(), Organisation.objects.count()) == (0, 0)


def test_an_organisation_sees_its_own_rows_only(as_application: Application) -> None:
    with as_application():
        ours, theirs = found("ours"), found("theirs")
        for office in (ours, theirs):
            with at_work(office, "editor") as editor:
                enter_officer(officer=officer(f"of-{office.id}"), actor=editor)
        with at_work(ours):
            assert list(Officer.objects.values_list("number", flat=True)) == [f"of-{ours.id}"]
            assert set(Organisation.objects.values_list("pk", flat=True)) == {ours.id}
            assert set(Account.objects.values_list("email", flat=True)) == {
                f"{role}@ours.example.org"
                for role in ("viewer", "editor", "planner", "approver", "administrator", "focal_point")
            }


@pytest.mark.parametrize("verb", ["insert", "key", "move"])
def test_nothing_is_written_into_another_organisation(as_application: Application, verb: str) -> None:
    with as_application():
        ours, theirs = found("ours"), found("theirs")
        with at_work(theirs, "editor") as editor:
            foreign_id = enter_officer(officer=officer("T-1"), actor=editor)
        with at_work(ours, "editor") as editor:
            own_id = enter_officer(officer=officer("O-1"), actor=editor)
            attempts = {
                "insert": lambda: Officer.objects.create(
                    organisation_id=theirs.id, number="X", service="S", nationality="MAR", home_unit="U"
                ),
                # The check of a key pays no heed to row-level security: only the composite key refuses this.
                "key": lambda: rows(
                    "INSERT INTO menara_officerlanguage (organisation_id, officer_id, code) VALUES (%s, %s, 'fr')",
                    ours.id,
                    foreign_id,
                ),
                "move": lambda: Officer.objects.filter(pk=own_id).update(organisation_id=theirs.id),
            }
            with pytest.raises(Error), transaction.atomic():
                attempts[verb]()
            assert Officer.objects.filter(pk=foreign_id).update(grade="x") == 0


def test_security_cannot_be_switched_off_and_tables_not_emptied(as_application: Application) -> None:
    with as_application():
        for statement in ("TRUNCATE menara_officer CASCADE", "ALTER TABLE menara_officer DISABLE ROW LEVEL SECURITY"):
            with pytest.raises(Error), transaction.atomic():
                rows(statement)
        rows("SET LOCAL row_security = off")
        with pytest.raises(Error), transaction.atomic():
            rows("SELECT count(*) FROM menara_officer")


def test_the_organisation_is_forgotten_with_its_transaction(as_application: Application) -> None:
    with as_application():
        office = found()
        with at_work(office):
            assert rows("SELECT current_setting('menara.organisation')") == [(str(office.id),)]
        assert rows("SELECT current_setting('menara.organisation')") == [("",)]


def test_acting_for_one_inside_another_ends_where_it_began(as_application: Application) -> None:
    with as_application():
        ours, theirs = found("ours"), found("theirs")
        with acting_for(ours.id):
            with acting_for(theirs.id):
                assert Membership.objects.filter(organisation_id=ours.id).count() == 0
            with pytest.raises(ValueError, match="halfway"), acting_for(theirs.id):
                raise ValueError("halfway")
            assert set(Membership.objects.values_list("organisation_id", flat=True)) == {ours.id}


def test_a_person_is_found_by_address_before_any_organisation_is_known(as_application: Application) -> None:
    with as_application():
        found("ours")
        account = Account.objects.get_by_natural_key("Viewer@OURS.example.org")
        assert account.check_password(PASSWORD)
        with pytest.raises(Account.DoesNotExist):
            Account.objects.get_by_natural_key("nobody@ours.example.org")
        with acting_for(None, account_id=account.pk):
            assert [m.organisation.name for m in Membership.objects.select_related("organisation")] == [{"en": "ours"}]
