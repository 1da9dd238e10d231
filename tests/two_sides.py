"""Two delegations that meet: the office's own, which receives, and another body's with its focal point."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateRange

from office import NOW, Office, at_work

if TYPE_CHECKING:
    from menara.models import Membership

DAY = date(2026, 3, 2)


@dataclass(frozen=True, kw_only=True)
class Table:
    """Row ids of a meeting of two sides, and of what leads to it."""

    office: Office
    summit: int
    host: int  # delegations
    guest: int
    other: int  # a third one, which takes no part
    request: int
    meeting: int
    host_head: int  # persons
    guest_head: int
    partner: int  # institution of the guest

    @contextmanager
    def as_host(self, role: str = "administrator") -> Iterator[Membership]:
        """A member of the office at work."""
        with at_work(self.office, role) as member:
            yield member

    @contextmanager
    def as_guest(self, delegation: int | None = None) -> Iterator[Membership]:
        """The focal point of a delegation at work, shut in by the schema."""
        from menara.models import Guest, acting_for

        member = self.office.focal_point
        guest = Guest(delegation or self.guest, self.summit)
        with acting_for(self.office.id, account_id=member.account_id, guest=guest):
            yield member


def lay(office: Office) -> Table:
    """Lay the table; the caller is at work in the office."""
    from menara.models import (
        Delegation,
        DelegationMember,
        FocalPoint,
        Institution,
        Meeting,
        MeetingRequest,
        Participant,
        Person,
        PersonTitle,
        Summit,
    )

    own = {"organisation_id": office.id}
    summit = Summit.objects.create(
        **own,
        name={"en": "Summit of tests"},
        period=DateRange(DAY, date(2026, 3, 6)),
        time_zone="Africa/Casablanca",
        venue={"en": "Marrakech"},
    )
    heads, delegations, bodies = [], [], []
    for code in ("Host", "Guest", "Other"):
        body = Institution.objects.create(**own, name={"en": f"{code} police", "ar": f"شرطة {code}"})
        delegation = Delegation.objects.create(
            **own, summit=summit, institution=body, is_host=code == "Host", languages=["fr" if code == "Host" else "en"]
        )
        person = Person.objects.create(**own, names={"Latn": f"{code} head"}, institution=body)
        PersonTitle.objects.create(**own, person=person, text={"en": f"Director of {code}"})
        DelegationMember.objects.create(**own, delegation=delegation, person=person, role="head")
        heads.append(person)
        delegations.append(delegation)
        bodies.append(body)
    host, guest, other = delegations
    request = MeetingRequest.objects.create(
        **own,
        summit=summit,
        asking=guest,
        asked=host,
        receiving=host,
        subject={"en": "Co-operation"},
        status="accepted",
        asked_at=NOW,
    )
    meeting = Meeting.objects.create(
        **own,
        summit=summit,
        request=request,
        held_on=DAY,
        time_zone="Africa/Casablanca",
        subject={"en": "Co-operation"},
        hosted_by=bodies[0],
        requested_by=bodies[1],
        received_by=heads[0],
    )
    for side, person in (("host", heads[0]), ("guest", heads[1])):
        Participant.objects.create(**own, meeting=meeting, person=person, side=side, role="head")
    FocalPoint.objects.create(**own, membership=office.focal_point, delegation=guest, named_at=NOW)
    return Table(
        office=office,
        summit=summit.pk,
        host=host.pk,
        guest=guest.pk,
        other=other.pk,
        request=request.pk,
        meeting=meeting.pk,
        host_head=heads[0].pk,
        guest_head=heads[1].pk,
        partner=bodies[1].pk,
    )
