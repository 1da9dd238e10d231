"""Every migration can be taken back: the schema is then as it was before, to the last policy, trigger and function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import LiteralString

import psycopg
import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from menara.ground import embedded, roles, storage

DATABASE = "test_way_back"

CATALOGUE = {
    "columns": """
        SELECT table_name::text, column_name::text, data_type::text, is_nullable::text,
               coalesce(generation_expression, '')
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """
        SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "policies": """
        SELECT tablename::text, policyname::text, permissive, cmd, roles::text, coalesce(qual, ''),
               coalesce(with_check, '')
        FROM pg_policies WHERE schemaname = 'public'""",
    "security": """
        SELECT relname::text, relrowsecurity, relforcerowsecurity FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'""",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal""",
    "functions": """
        SELECT proname::text, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
    "grants": """
        SELECT table_name::text, grantee::text, privilege_type::text FROM information_schema.table_privileges
        WHERE table_schema = 'public' AND grantee = 'menara_app'""",
}
OTHERS = ("procrastinate_", "django_", "auth_", "axes_")  # tables and functions of what we stand on
Schema = dict[str, set[tuple[object, ...]]]


@pytest.fixture
def empty(server: embedded.Server, django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """A database of its own without a table, entered as its owner."""
    storage.make_ready(server, DATABASE)
    before = dict(connection.settings_dict)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.close()
        connection.settings_dict.update(NAME=DATABASE, USER=roles.OWNER)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(before)
    with psycopg.connect(server.address(role=embedded.SUPERUSER, database="postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {DATABASE}")


def schema() -> Schema:
    """All that the catalogue of the database says of our tables."""
    with connection.cursor() as cursor:
        return {kind: ours(cursor, question) for kind, question in CATALOGUE.items()}


def ours(cursor: CursorWrapper, question: str) -> set[tuple[object, ...]]:
    cursor.execute(question)
    return {row for row in cursor.fetchall() if not str(row[0]).startswith(OTHERS)}


def walk(to: str | None) -> dict[str, tuple[Schema, Schema]]:
    """The schema before and after each of our migrations on the way there."""
    seen: dict[str, tuple[Schema, Schema]] = {}
    at: list[Schema] = []

    def look(action: str, migration: Migration | None = None, _fake: bool = False) -> None:
        if migration is None or migration.app_label != "menara":
            return
        if action in ("apply_start", "unapply_start"):
            at.append(schema())
        else:
            seen[migration.name] = (at.pop(), schema())

    MigrationExecutor(connection, look).migrate([("menara", to)])
    return seen


WITHDRAWN = """
SET menara.organisation = '1';
INSERT INTO menara_organisation (id, kind, name, country, time_zone, overlay, is_demonstration, newsroom)
    OVERRIDING SYSTEM VALUE VALUES (1, 'partner', '{"en": "Ours"}', '', 'UTC', '{}', false, '');
INSERT INTO menara_account (id, password, email, name, language, is_active) OVERRIDING SYSTEM VALUE
    VALUES (1, '', 'one@example.org', 'One', 'en', true), (2, '', 'two@example.org', 'Two', 'en', true);
INSERT INTO menara_communique (organisation_id, slug, status, titles, bodies, dated_on, drafted_at, drafted_by_id,
        edited_by_id, editors, approved_by_id, approved_at, text_hash, released_at, released_by_id, withdrawn_at,
        withdrawn_reason, takes_replies, provenance, source_key, source_url, mark, version)
    VALUES (1, 'x', 'withdrawn', '{"en": "Title", "fr": "Titre"}', '{"en": "Body"}', now(), now(), 1, 1, '{}', 2,
        now(), 'x', now(), 2, now(), '{}', true, 'entered', '', '', '', 1);
"""
CLEARED = """
SET session_replication_role = replica;
DELETE FROM menara_communique; DELETE FROM menara_account; DELETE FROM menara_organisation;
DELETE FROM menara_historyentry; DELETE FROM menara_historyhead;
"""


def as_superuser(server: embedded.Server, statements: LiteralString) -> list[tuple[object, ...]]:
    """What the last statement finds."""
    address = server.address(role=embedded.SUPERUSER, database=DATABASE)
    with psycopg.connect(address, cursor_factory=psycopg.ClientCursor, autocommit=True) as administrator:
        done = administrator.execute(statements)
        return done.fetchall() if done.description else []


TEXT = "SELECT titles, bodies FROM menara_communique"
ALL_WORDS, FEWER = ({"en": "Title", "fr": "Titre"}, {"en": "Body"}), ({"en": "Title"}, {})


def test_every_migration_is_taken_back_to_the_schema_before_it(empty: None, server: embedded.Server) -> None:
    (latest,) = [name for app, name in MigrationLoader(None).graph.leaf_nodes() if app == "menara"]
    there = walk("0007_own_part")
    as_superuser(server, WITHDRAWN)
    there |= walk(latest)
    # The words of what was withdrawn before leave the public row, and come back to it.
    assert as_superuser(server, TEXT) == [FEWER]
    assert as_superuser(server, "SELECT titles, bodies FROM menara_sealedtext") == [ALL_WORDS]
    back = walk("0007_own_part")
    assert as_superuser(server, TEXT) == [ALL_WORDS]
    as_superuser(server, CLEARED)
    back |= walk(None)
    left = {
        (name, kind): sorted(found ^ there[name][0][kind])
        for name, (_before, after) in back.items()
        for kind, found in after.items()
    }
    assert list(back) == list(reversed(there))
    assert left == {which: [] for which in left}
