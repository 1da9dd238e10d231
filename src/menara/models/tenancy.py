"""One organisation's rows are out of reach of every other: in the schema, not in the care of whoever writes a query.

Every tenant table carries ``organisation_id``. Row-level security, forced, lets a connection see and write the rows of
the organisation it acts for and no other; with none set it sees nothing. Keys between tenant tables are composite with
the organisation, because the database checks keys without regard to row-level security. ``fences.py`` raises both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction


@contextmanager
def acting_for(organisation_id: int | None, *, account_id: int | None = None, email: str = "") -> Iterator[None]:
    """Open a transaction that sees and writes this organisation's rows, as this account.

    ``email`` opens one account's row for signing in, before anything else is known of the person.
    The settings are local to the transaction, so that a kept connection never carries them to the next request.
    Inside another transaction this is a savepoint, and what held before holds again after it.
    """
    with transaction.atomic():
        before = _change_settings("" if organisation_id is None else organisation_id, account_id or "", email)
        yield
        # Not in a ``finally``: a failed transaction takes its settings with it.
        _change_settings(*before)


def organisation_acted_for() -> int | None:
    """The organisation of the transaction now open, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('menara.organisation', true), '')::bigint")
        (found,) = cursor.fetchone()
    return None if found is None else int(found)


_CHANGE = """
WITH before AS MATERIALIZED (
    SELECT coalesce(current_setting('menara.organisation', true), '') AS organisation,
           coalesce(current_setting('menara.account', true), '') AS account,
           coalesce(current_setting('menara.email', true), '') AS email
)
SELECT organisation, account, email, set_config('menara.organisation', %s::text, true),
       set_config('menara.account', %s::text, true), set_config('menara.email', %s::text, true)
FROM before
"""


def _change_settings(organisation: int | str, account: int | str, email: str) -> tuple[str, str, str]:
    """Set what the walls ask for, until the end of the transaction, and return what held before."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE, [organisation, account, email])
        was = cursor.fetchone()
    return was[0], was[1], was[2]


class Within(models.ForeignKey):
    """A key to a row of the same organisation.

    The constraint in the database is on (organisation, key), which Django's own key cannot say; so Django is told to
    make none, and the fence makes it.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        options["db_constraint"] = False
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, options = super().deconstruct()
        options.pop("db_constraint", None)
        return name, path, args, options


class Tenant(models.Model):
    """A row that belongs to one organisation."""

    organisation = models.ForeignKey("menara.Organisation", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True
