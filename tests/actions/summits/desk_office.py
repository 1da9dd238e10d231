"""An office with a summit in the making: a host, three delegations, two of them with a focal point of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from menara.actions.summits.days import SummitFacts, enter_summit
from menara.actions.summits.delegations import (
    DelegateFacts,
    DelegationFacts,
    TitleFacts,
    add_delegate,
    enter_delegation,
)
from menara.actions.summits.focal_points import name_focal_point
from menara.models import Account, DelegationRole, Guest, Membership, acting_for
from office import NOW, Office

WORDS = {"en": "Subject"}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Row ids. Norway and Ghana have a focal point; for Kenya the office answers."""

    office: Office
    summit: int
    host: int
    norway: int
    ghana: int
    kenya: int
    of_norway: Membership
    of_ghana: Membership


def laid(office: Office) -> Desk:
    """Enter the summit and its delegations by the actions themselves, as the administrator."""
    actor = office.administrator
    summit = enter_summit(
        summit=SummitFacts(
            name={"en": "Summit"},
            first_day=date(2026, 6, 1),
            last_day=date(2026, 6, 3),
            venue={"en": "Hall"},
            time_zone="Africa/Casablanca",
        ),
        actor=actor,
    )
    ids = {}
    for name, languages in (("Host", ("ar", "fr")), ("Norway", ("en",)), ("Ghana", ("en",)), ("Kenya", ("en",))):
        facts = DelegationFacts(name={"en": name}, languages=languages, is_host=name == "Host")
        ids[name] = enter_delegation(summit_id=summit, delegation=facts, actor=actor)
        head = DelegateFacts(names={"Latn": f"Head of {name}"}, role=DelegationRole.HEAD, titles=(title("Chief"),))
        add_delegate(delegation_id=ids[name], delegate=head, actor=actor)
    speakers = {}
    for name in ("Norway", "Ghana"):
        email = f"{name.lower()}@example.org"
        named = {"email": email, "name": f"Focal point of {name}", "password": "correct horse battery"}
        name_focal_point(delegation_id=ids[name], **named, actor=actor, now=NOW)
        speakers[name] = Membership.objects.select_related("account").get(account__email=email)
    return Desk(
        office=office,
        summit=summit,
        host=ids["Host"],
        norway=ids["Norway"],
        ghana=ids["Ghana"],
        kenya=ids["Kenya"],
        of_norway=speakers["Norway"],
        of_ghana=speakers["Ghana"],
    )


@contextmanager
def as_guest(desk: Desk, delegation_id: int, member: Membership) -> Iterator[Membership]:
    """What happens inside is done by the focal point, with the eyes of a guest of that delegation."""
    guest = Guest(delegation_id, desk.summit)
    with acting_for(desk.office.id, account_id=member.account_id, guest=guest):
        yield member


def title(text: str, **known: Any) -> TitleFacts:
    return TitleFacts(text={"en": text}, **known)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the summit: its zone is an hour ahead of UTC in June."""
    return datetime(2026, 6, day, hour - 1, minute, tzinfo=UTC)


def account_of(email: str) -> Account:
    return Account.objects.get_by_natural_key(email)
