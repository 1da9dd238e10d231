"""An office of a police service with its members, for tests that need someone to act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from menara.engines.eligibility.officer import Officer
    from menara.engines.eligibility.opening import Opening
    from menara.models import Membership

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
PASSWORD = "correct horse battery"


@dataclass(frozen=True, kw_only=True)
class Office:
    """An organisation and one member in each role."""

    id: int
    viewer: Membership
    editor: Membership
    planner: Membership
    approver: Membership
    administrator: Membership
    focal_point: Membership  # a guest, of no delegation yet


@cache
def _hash() -> str:
    """The hash of ``PASSWORD``: slow on purpose, so made once."""
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


def found(name: str = "office") -> Office:
    """Found an organisation with five members named after their roles."""
    from menara.actions.accounts import found_membership, found_organisation
    from menara.models import Account, Membership, OrganisationKind, Role, acting_for

    organisation_id = found_organisation(kind=OrganisationKind.NATIONAL_POLICE, name={"en": name}, country="MAR")
    members = {}
    for role in Role:
        account = Account(email=f"{role}@{name}.example.org", name=f"{role.capitalize()} of {name}", password=_hash())
        account.save()
        account_id = account.pk
        found_membership(organisation_id=organisation_id, account_id=account_id, role=role)
        with acting_for(organisation_id, account_id=account_id):
            members[role.value] = Membership.objects.select_related("account", "organisation").get(
                account_id=account_id
            )
    return Office(id=organisation_id, **members)


@contextmanager
def at_work(office: Office, role: str = "administrator") -> Iterator[Membership]:
    """The rows of the office open to one of its members."""
    from menara.models import acting_for

    member: Membership = getattr(office, role)
    with acting_for(office.id, account_id=member.account_id):
        yield member


def officer(number: str, **known: Any) -> Officer:
    """An officer of whom little is known but what is told here."""
    from menara.engines.eligibility.officer import Officer

    return Officer(**{"number": number, "service": "DGSN", "nationality": "MAR", "home_unit": "Rabat", **known})


def opening(ref: str, **known: Any) -> Opening:
    """A post of which little is known but what is told here."""
    from menara.engines.eligibility.opening import Opening

    return Opening(**{"ref": ref, "title": {"en": f"Post {ref}"}, **known})
