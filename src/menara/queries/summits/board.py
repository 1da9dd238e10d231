"""The frame of a programme board: a summit's days and clock, its rooms and when they are open, and who published what.

What stands in the frame is read by ``programme.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from menara.models import (
    Delegation,
    DelegationMember,
    FocalPoint,
    Interpreter,
    MeetingRequest,
    Notice,
    Programme,
    RequestStatus,
    Room,
    Slot,
    Summit,
)
from menara.models.zones import zone_of
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.publishing import own_delegations


@dataclass(frozen=True, slots=True, kw_only=True)
class SummitHead:
    id: int
    name: Words
    time_zone: str
    begins_on: date
    ends_on: date  # the first day after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One slot, in the summit's zone."""

    id: int
    begins_at: datetime
    ends_at: datetime

    @property
    def day(self) -> date:
        return self.begins_at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A room and its hours, half-open."""

    id: int
    name: Words
    code: str
    area: str
    capacity: int
    hours: tuple[tuple[datetime, datetime], ...]

    def is_open(self, step: Step) -> bool:
        return any(begin <= step.begins_at and step.ends_at <= end for begin, end in self.hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """All steps of a summit in order of time, and its rooms in order of their code."""

    summit: SummitHead
    steps: tuple[Step, ...]
    rooms: tuple[Column, ...]

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(sorted({step.day for step in self.steps}))

    def of_day(self, day: date) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.day == day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A record to choose: a delegation, an interpreter, a person. ``short`` is what a block has room for; of a person,
    the role in the delegation."""

    id: int
    name: Words
    note: Words
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesSent:
    """How many notices one delegation got of a version, and how many of them it has read. ``has_reader``: somebody
    acts for it here and can read them."""

    delegation_id: int
    delegation: Words
    sent: int
    read: int
    has_reader: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDelegation:
    id: int
    summit_id: int
    name: Words


def summit_head(*, summit_id: int) -> SummitHead:
    """Raises ``NoSuchRecord``."""
    row = Summit.objects.filter(pk=summit_id).first()
    if row is None:
        raise NoSuchRecord(kind="summit", record_id=summit_id)
    return SummitHead(
        id=row.pk, name=row.name, time_zone=row.time_zone, begins_on=row.period.lower, ends_on=row.period.upper
    )


def grid(*, summit_id: int) -> Grid:
    """The frame of a summit's board. Raises ``NoSuchRecord``."""
    head = summit_head(summit_id=summit_id)
    zone = zone_of(head.time_zone)
    steps = sorted(
        (
            Step(id=own, begins_at=during.lower.astimezone(zone), ends_at=during.upper.astimezone(zone))
            for own, during in Slot.objects.filter(summit_id=summit_id).values_list("pk", "during")
        ),
        key=lambda step: step.begins_at,
    )
    rooms = tuple(
        Column(
            id=room.pk,
            name=room.name,
            code=room.code,
            area=room.area,
            capacity=room.capacity,
            hours=tuple((hours.during.lower, hours.during.upper) for hours in room.hours.all()),
        )
        for room in Room.objects.filter(summit_id=summit_id).prefetch_related("hours").order_by("code", "pk")
    )
    return Grid(summit=head, steps=tuple(steps), rooms=rooms)


def publishers(*, summit_id: int) -> Mapping[int, str]:
    """Who published each version of a summit. For members: a guest may not read other accounts."""
    rows = Programme.objects.filter(summit_id=summit_id, published_by__isnull=False)
    return dict(rows.values_list("pk", "published_by__name"))


def delegations_named(*, summit_id: int) -> tuple[Named, ...]:
    """The delegations of a summit in order of protocol, then of entry."""
    rows = Delegation.objects.filter(summit_id=summit_id).select_related("institution")
    return tuple(
        Named(id=row.pk, name=row.institution.name, note={}, short=row.institution.code)
        for row in sorted(rows, key=lambda row: (not row.is_host, row.precedence or 9999, row.pk))
    )


def people_named(*, summit_id: int) -> tuple[Named, ...]:
    """Everyone of the delegations, the heads first: whose absence can move a meeting. ``name`` is by script,
    ``note`` the delegation, ``short`` the role."""
    rows = DelegationMember.objects.filter(delegation__summit_id=summit_id)
    rows = rows.select_related("person", "delegation__institution")
    return tuple(
        Named(id=row.person_id, name=row.person.names, note=row.delegation.institution.name, short=row.role)
        for row in sorted(rows, key=lambda row: (row.role != "head", row.delegation.precedence or 9999, row.pk))
    )


def interpreters_named(*, summit_id: int) -> tuple[Named, ...]:
    """Interpreters by their codes."""
    rows = Interpreter.objects.filter(summit_id=summit_id).order_by("code", "pk")
    return tuple(Named(id=row.pk, name={"en": row.code}, note=row.names) for row in rows)


def accepted_requests(*, summit_id: int) -> tuple[Named, ...]:
    """Accepted requests; ``name`` is the asking body, ``note`` the one asked."""
    rows = MeetingRequest.objects.filter(summit_id=summit_id, status=RequestStatus.ACCEPTED.value)
    rows = rows.select_related("asking__institution", "asked__institution").order_by("priority", "pk")
    return tuple(Named(id=r.pk, name=r.asking.institution.name, note=r.asked.institution.name) for r in rows)


def notices_sent(*, programme_id: int) -> tuple[NoticesSent, ...]:
    """Which delegations were told of a version's changes: all but the own one."""
    summit_id = Programme.objects.values_list("summit_id", flat=True).get(pk=programme_id)
    own = own_delegations(summit_id=summit_id)
    readers = set(
        FocalPoint.objects.filter(delegation__summit_id=summit_id, ended_at__isnull=True).values_list(
            "delegation_id", flat=True
        )
    )
    rows = Notice.objects.filter(programme_id=programme_id).select_related("delegation__institution")
    found: dict[int, list[Notice]] = defaultdict(list)
    for row in rows.order_by("delegation_id", "pk"):
        found[row.delegation_id].append(row)
    return tuple(
        NoticesSent(
            delegation_id=delegation_id,
            delegation=notices[0].delegation.institution.name,
            sent=len(notices),
            read=sum(notice.read_at is not None for notice in notices),
            has_reader=delegation_id in readers,
        )
        for delegation_id, notices in found.items()
        if delegation_id not in own
    )


def own_delegation(*, delegation_id: int) -> OwnDelegation | None:
    """The delegation that a focal point acts for, under the focal point's own eyes; None where for none any more."""
    row = Delegation.objects.select_related("institution").filter(pk=delegation_id).first()
    return OwnDelegation(id=row.pk, summit_id=row.summit_id, name=row.institution.name) if row else None
