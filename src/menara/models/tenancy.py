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

ORGANISATION = "menara.organisation"
ACCOUNT = "menara.account"
EMAIL = "menara.email"


@contextmanager
def acting_for(organisation_id: int | None, *, account_id: int | None = None, email: str = "") -> Iterator[None]:
    """Open a transaction that sees and writes this organisation's rows, as this account.

    ``email`` opens one account's row for signing in, before anything else is known of the person.
    The settings are local to the transaction, so that a kept connection never carries them to the next request.
    Inside another transaction this is a savepoint, and what held before holds again after it.
    """
    wanted = {
        ORGANISATION: "" if organisation_id is None else str(organisation_id),
        ACCOUNT: "" if account_id is None else str(account_id),
        EMAIL: email,
    }
    with transaction.atomic():
        before = _settings()
        _set(wanted)
        yield
        # Not in a ``finally``: a failed transaction takes its settings with it.
        _set(before)


def organisation_acted_for() -> int | None:
    """The organisation of the transaction now open, or None."""
    value = _settings()[ORGANISATION]
    return int(value) if value else None


def _settings() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting(%s, true), current_setting(%s, true), current_setting(%s, true)",
            [ORGANISATION, ACCOUNT, EMAIL],
        )
        values = cursor.fetchone()
    return {name: value or "" for name, value in zip((ORGANISATION, ACCOUNT, EMAIL), values, strict=True)}


def _set(values: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, true), set_config(%s, %s, true), set_config(%s, %s, true)",
            [part for pair in values.items() for part in pair],
        )


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
