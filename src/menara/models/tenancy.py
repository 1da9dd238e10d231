"""One organisation's rows are out of reach of every other: in the schema, not in the care of whoever writes a query.

Every tenant table carries ``organisation_id``. Row-level security, forced, lets a connection see and write the rows of
the organisation it acts for and no other; with none set it sees nothing. Keys between tenant tables are composite with
the organisation, because the database checks keys without regard to row-level security. ``fences.py`` raises both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, models, transaction


@dataclass(frozen=True, slots=True)
class Guest:
    """Who works in an organisation's rows without being of it; ``guests.py`` says what such a one may reach."""

    delegation_id: int = 0
    summit_id: int = 0


PUBLIC: Final = Guest()  # a reader of the newsroom
MEMBER: Final = None
NOBODY: Final = Guest(-1, -1)  # a guest of nothing
_AS_BEFORE: Final = Guest(-2, -2)


@contextmanager
def acting_for(
    organisation_id: int | None,
    *,
    account_id: int | None = None,
    email: str = "",
    guest: Guest | None = _AS_BEFORE,
    newsroom: str = "",
) -> Iterator[None]:
    """Open a transaction that sees and writes this organisation's rows, as this account.

    ``email`` opens one account's row for signing in, before anything else is known of the person. ``guest`` shuts all
    but a guest's rows; left out, it stays as it is in the transaction around, so that no step on the way lifts it.
    ``newsroom`` opens the row of the organisation that has this public address.
    The settings are local to the transaction, so that a kept connection never carries them to the next request.
    Inside another transaction this is a savepoint, and what held before holds again after it.
    """
    with transaction.atomic():
        before = _change_settings(
            "" if organisation_id is None else str(organisation_id),
            str(account_id or ""),
            email,
            None if guest is _AS_BEFORE else "" if guest is None else f"{guest.delegation_id}",
            None if guest is _AS_BEFORE else "" if guest is None else f"{guest.summit_id}",
            newsroom,
        )
        yield
        # Not in a ``finally``: a failed transaction takes its settings with it.
        _change_settings(*before)


def organisation_acted_for() -> int | None:
    """The organisation of the transaction now open, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('menara.organisation', true), '')::bigint")
        (found,) = cursor.fetchone()
    return None if found is None else int(found)


_SETTINGS = ("organisation", "account", "email", "guest", "guest_summit", "newsroom")
_CHANGE = (
    "WITH before AS MATERIALIZED (SELECT "
    + ", ".join(f"coalesce(current_setting('menara.{name}', true), '') AS {name}" for name in _SETTINGS)
    + ") SELECT "
    + ", ".join(_SETTINGS)
    + ", "
    + ", ".join(f"set_config('menara.{name}', coalesce(%s::text, {name}), true)" for name in _SETTINGS)
    + " FROM before"
)


def _change_settings(*values: str | None) -> tuple[str, ...]:
    """Set what the walls ask for, until the end of the transaction, and return what held before; None leaves a
    setting as it is."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE, values)
        was = cursor.fetchone()
    return tuple(was[: len(_SETTINGS)])


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
