"""Who is a member in which role, and whether the history is whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection

from menara.models import MEMBER, Account, HistoryEntry, Membership, Organisation, acting_for
from menara.models.tenancy import organisation_acted_for

LOOKED_BACK = 300  # entries of the history read to say what was done last


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    membership_id: int
    account_id: int
    email: str
    name: str
    role: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a record. ``by`` is blank where a job or an installer acted."""

    number: int
    at: datetime
    by: str
    verb: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestChange:
    """That rows of a table were changed, by whom and when last; what changed is in ``history_of``. ``row_id`` is the
    only row, None where there were several in a run."""

    at: datetime
    by: str
    verb: str
    table: str
    row_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenLink:
    """A place where the history was tampered with: what is wrong (altered, missing, unchained, cut) and where."""

    number: int
    fault: str


def members() -> tuple[Member, ...]:
    """The organisation's members, those who left too, by name."""
    rows = Membership.objects.select_related("account").order_by("account__name", "pk")
    # One's own memberships elsewhere are visible too; they are not this organisation's.
    return tuple(
        Member(
            membership_id=row.pk,
            account_id=row.account_id,
            email=row.account.email,
            name=row.account.name,
            role=row.role,
            ended_at=row.ended_at,
        )
        for row in rows.filter(organisation_id=organisation_acted_for() or 0)
    )


def organisation_ids() -> tuple[int, ...]:
    """Every organisation of this installation, for work that nobody asked for by name.

    The serving role sees an organisation's row only while it acts for it, and no function lends it wider eyes. But
    every number was drawn from one sequence, which it may read; so each number drawn is asked whether anyone is there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM menara_organisation_id_seq")
        (last,) = cursor.fetchone()
    found = []
    for number in range(1, int(last) + 1):
        with acting_for(number, guest=MEMBER):
            if Organisation.objects.filter(pk=number).exists():
                found.append(number)
    return tuple(found)


def history_of(*, table: str, row_id: int) -> tuple[Change, ...]:
    """The changes of one row, the newest first. ``table`` is a model's table, such as ``menara_officer``."""
    entries = list(HistoryEntry.objects.filter(table=table, row_id=row_id).order_by("-number"))
    names = dict(Account.objects.filter(pk__in={e.account_id for e in entries}).values_list("pk", "name"))
    return tuple(
        Change(
            number=entry.number,
            at=entry.at,
            by=names.get(entry.account_id or 0, ""),
            verb=entry.verb,
            before=entry.before or {},
            after=entry.after or {},
        )
        for entry in entries
    )


def latest_changes(*, tables: Collection[str], at_most: int) -> tuple[LatestChange, ...]:
    """What members did last in these tables, the newest first; what an installer or a job did is left out. The same
    done many times in a row, as an import does, is one line."""
    rows = HistoryEntry.objects.filter(table__in=tables, account_id__isnull=False).order_by("-number")
    entries = rows.values_list("at", "account_id", "verb", "table", "row_id")[:LOOKED_BACK]
    names = dict(Account.objects.filter(pk__in={entry[1] for entry in entries}).values_list("pk", "name"))
    found = []
    for (account_id, verb, table), same in groupby(entries, key=lambda entry: entry[1:4]):
        run = list(same)
        row_id = run[0][4] if len({entry[4] for entry in run}) == 1 else None
        found.append(
            LatestChange(at=run[0][0], by=names.get(account_id or 0, ""), verb=verb, table=table, row_id=row_id)
        )
    return tuple(found[:at_most])


def broken_links() -> tuple[BrokenLink, ...]:
    """Every place where the organisation's history does not hold together; none in a whole one."""
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN)
        return tuple(BrokenLink(number=number, fault=fault) for number, fault in cursor.fetchall())


_BROKEN = """
WITH own AS (SELECT nullif(current_setting('menara.organisation', true), '')::bigint AS organisation_id),
entry AS (
    SELECT e.*, menara_link(previous, e.organisation_id, number, at, account_id, "table", row_id, verb, before, after)
                AS computed,
           lag(hash, 1, ''::bytea) OVER (ORDER BY number) AS hash_before,
           lag(number, 1, 0::bigint) OVER (ORDER BY number) AS number_before
    FROM menara_historyentry e JOIN own USING (organisation_id)
),
last AS (SELECT coalesce(max(number), 0) AS number FROM entry),
head AS (SELECT number, hash FROM menara_historyhead JOIN own USING (organisation_id))
SELECT number, 'altered' FROM entry WHERE hash <> computed
UNION ALL SELECT number, 'missing' FROM entry WHERE number <> number_before + 1
UNION ALL SELECT number, 'unchained' FROM entry WHERE number = number_before + 1 AND previous <> hash_before
UNION ALL SELECT last.number + 1, 'cut' FROM last
    WHERE last.number <> coalesce((SELECT number FROM head), 0)
       OR EXISTS (SELECT FROM head JOIN entry USING (number) WHERE head.hash <> entry.hash)
ORDER BY 1, 2
"""
