"""All that a guest can do to the database, tried one by one: every table read, every column written, every row copied
and taken away. What is left stands here; anything more is a leak."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.apps import apps
from django.db import Error, connection, transaction

from menara.models import (
    MEMBER,
    NOBODY,
    PUBLIC,
    CalendarFeed,
    Delegation,
    DelegationMember,
    FocalPoint,
    Guest,
    MeetingRequest,
    Person,
    PersonTitle,
    Reminder,
    RequestPerson,
    acting_for,
)
from office import NOW
from web.world import World, build

pytestmark = pytest.mark.django_db
TABLES = sorted(model._meta.db_table for model in apps.get_app_config("menara").get_models())
REFUSED = ("42501", "23514")  # row-level security; a check or a trigger
Reach = dict[str, set[str]]

# Another value for a column, of its kind.
OTHERWISE = {
    "boolean": "NOT {c}",
    "jsonb": "jsonb_build_object('en', 'hostile')",
    "date": "coalesce({c}, '2025-01-01') + 1",
    "timestamp with time zone": "coalesce({c}, '2025-01-01') + interval '1 day'",
    "ARRAY": "CASE WHEN {c} = '{{}}' THEN array_append({c}, NULL) ELSE '{{}}' END",
    "tstzrange": "tstzrange('2025-01-01', '2025-01-02')",
    "daterange": "daterange('2025-01-01', '2025-01-02')",
    "text": "{c} || 'x'",
    "bytea": "'\\\\x00'",
    "time without time zone": "coalesce({c}, '09:00') + interval '1 hour'",
}
# A column that takes certain words only is given another of them.
WORDS = {
    "provenance": "CASE {c} WHEN 'synthetic' THEN 'entered' ELSE 'synthetic' END",
    "mark": "CASE {c} WHEN 'U' THEN 'I' ELSE 'U' END",
    "side": "CASE {c} WHEN 'host' THEN 'guest' ELSE 'host' END",
    "role": "CASE {c} WHEN 'press' THEN 'member' ELSE 'press' END",
}


OWN_ACCOUNT = ["menara_account.language", "menara_account.password"]
OPEN_TO_ALL = ["menara_communique", "menara_organisation"]  # what was released, and whose newsroom it is
EXPECTED = {
    "focal point": {
        "reads": sorted(
            f"menara_{name}"
            for name in (
                *("absence", "account", "agendaitem", "calendarfeed", "clause", "clauseversion", "communique"),
                *("delegation", "delegationmember", "focalpoint", "institution", "meeting", "meetingrequest"),
                *("membership", "minutes", "organisation", "participant", "person", "persontitle", "programme"),
                *("requestperson", "room", "slot", "summit", "waitingplace"),
            )
        ),
        "writes": sorted(
            [
                *OWN_ACCOUNT,
                *(f"menara_absence.{name}" for name in ("calendar_uid", "during", "reason")),
                *(f"menara_agendaitem.{name}" for name in ("order", "text")),
                "menara_calendarfeed.ended_at",
                "menara_clause.position",
                *(f"menara_delegation.{name}" for name in ("languages", "most_in_row", "present", "version")),
                *(f"menara_delegationmember.{name}" for name in ("precedence", "role", "version")),
                "menara_meetingrequest.version",  # the rest by who asked and where it stands: test_own_part.py
                "menara_minutes.changed",
                *(f"menara_person.{name}" for name in ("names", "search", "sort_ar", "sort_en", "version")),
                *(f"menara_persontitle.{name}" for name in ("acting", "text", "validity", "version")),
                "menara_waitingplace.ended_at",
            ]
        ),
        "adds": sorted(
            f"menara_{name}"
            for name in (
                *("absence", "agendaitem", "calendarfeed", "clause", "minutes", "person", "persontitle"),
                "requestperson",
            )
        ),
        "takes": [
            f"menara_{name}" for name in ("absence", "agendaitem", "delegationmember", "persontitle", "requestperson")
        ],
    },
    "reader": {
        "reads": [*OPEN_TO_ALL, "menara_replysender"],
        "adds": ["menara_reply", "menara_replycontact", "menara_replysender"],
    },
    "of nothing": {
        "reads": sorted(["menara_account", "menara_membership", *OPEN_TO_ALL]),
        "writes": OWN_ACCOUNT,
    },
}
# No row of these to copy: what guests may do there is in test_own_part.py, test_minutes.py and test_newsroom.py.
UNTRIED = [
    f"menara_{name}"
    for name in ("addendum", "commitmentevidence", "outcomestep", "placementinterpreter", "sealedtext", "signature")
]


def asked(statement: str, *arguments: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall()


def written(statement: str, *arguments: object) -> bool:
    """Whether a statement wrote a row, or failed for another reason than a wall; nothing of it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, arguments)
            count = cursor.rowcount
            transaction.set_rollback(True)
            return count > 0
    except Error as error:
        return getattr(error.__cause__, "sqlstate", "") not in REFUSED


def otherwise(column: str, kind: str, longest: int | None) -> str:
    if kind == "character varying":
        return WORDS.get(column, "left('x' || {c}, {longest})").format(c=f'"{column}"', longest=longest)
    return OTHERWISE.get(kind, "coalesce({c}, 0) + 1").format(c=f'"{column}"')


def reach(columns: dict[str, list[tuple[str, str, int | None]]], rows: dict[str, list[str]]) -> Reach:
    """What whoever acts now can do: tables it reads, columns it writes, tables it adds a copy to or takes from."""
    found: Reach = defaultdict(set)
    for table in TABLES:
        if asked(f"SELECT EXISTS (SELECT FROM {table})") == [(True,)]:  # noqa: S608 (our own names)
            found["reads"].add(table)
        for column, kind, longest in columns[table]:
            value = otherwise(column, kind, longest)
            if written(f'UPDATE {table} SET "{column}" = {value}'):  # noqa: S608
                found["writes"].add(f"{table}.{column}")
        if written(f"DELETE FROM {table}"):  # noqa: S608
            found["takes"].add(table)
        names = ", ".join(f'"{column}"' for column, _kind, _longest in columns[table])
        copy = f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s)"  # noqa: S608
        if any(written(copy, row) for row in rows[table]):
            found["adds"].add(table)
    return found


def fill(world: World) -> None:
    """Rows of kinds that the world has none of, of the focal point's own delegation and of the other's."""
    own = {"organisation_id": world.organisation}
    for delegation_id in (world.delegation, world.other_delegation):
        CalendarFeed.objects.create(**own, delegation_id=delegation_id, secret_hash=str(delegation_id), made_at=NOW)
    Reminder.objects.create(**own, commitment_id=world.commitment, days_before=7, made_at=NOW)
    for request in MeetingRequest.objects.filter(pk__in=[world.request, world.others_request]):
        head = DelegationMember.objects.filter(delegation_id=request.asking_id)[0]
        RequestPerson.objects.create(**own, request=request, person_id=head.person_id)
    person = DelegationMember.objects.filter(delegation_id=world.delegation)[0].person
    Person.objects.create(**own, names={"Latn": "Colleague"}, institution_id=person.institution_id)
    PersonTitle.objects.create(**own, person=person, text={"en": "Colonel"})


@pytest.fixture
def world(as_application: Callable[[], AbstractContextManager[None]], monkeypatch: pytest.MonkeyPatch) -> Any:
    with as_application():
        yield build(monkeypatch)


def test_what_each_guest_can_do(world: World) -> None:
    kinds = asked(
        "SELECT table_name::text, column_name::text, data_type::text, character_maximum_length::int"
        " FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_generated = 'NEVER' AND column_name <> 'id'"
    )
    columns = {table: [found[1:] for found in kinds if found[0] == table] for table in TABLES}
    with acting_for(world.organisation, guest=MEMBER):
        fill(world)
        rows = {
            table: [row for (row,) in asked(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY id LIMIT 200")]  # noqa: S608
            for table in TABLES
        }
        point = FocalPoint.objects.select_related("membership").get(pk=world.focal_point)
        summit = Delegation.objects.get(pk=point.delegation_id).summit_id
    guests = {
        "focal point": (Guest(point.delegation_id, summit), point.membership.account_id),
        "reader": (PUBLIC, None),
        "of nothing": (NOBODY, point.membership.account_id),
    }
    found = {}
    for name, (guest, account_id) in guests.items():
        with acting_for(world.organisation, account_id=account_id, guest=guest):
            found[name] = reach(columns, rows)
    assert {name: {verb: sorted(what) for verb, what in done.items()} for name, done in found.items()} == EXPECTED
    assert sorted(table for table, held in rows.items() if not held) == UNTRIED
