"""Delegations as a list and one by one: who leads them, who belongs to them, when they cannot meet, who speaks.

A focal point calls these too; then the schema leaves what the own delegation may see, and no account is joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from menara.models import (
    Absence,
    Delegation,
    DelegationMember,
    DelegationRole,
    FocalPoint,
    Institution,
    MeetingRequest,
    Membership,
    Person,
    RequestStatus,
)
from menara.models.zones import zone_of
from menara.queries.listing import Origin, Words, origin_of
from menara.queries.officers import NoSuchRecord

OPEN = (RequestStatus.ASKED.value, RequestStatus.COUNTERED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationName:
    """A delegation as others name it. ``code`` is what its body is called in short, where it has that."""

    id: int
    institution: Words
    code: str
    country: str
    is_host: bool
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationLine:
    """A delegation in a list. ``open`` counts requests without an answer, ``accepted`` meetings to be held;
    ``has_focal_point`` is whether somebody outside the office speaks for it."""

    id: int
    institution: Words
    country: str
    is_host: bool
    languages: tuple[str, ...]
    precedence: int | None
    head: Words
    head_title: Words
    members: int
    open: int
    accepted: int
    has_focal_point: bool
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateTitle:
    """Held from ``since`` until, and without, ``until``; None is open or not known."""

    text: Words
    acting: bool | None
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """``names`` is by script, as the person's own office writes it; blank where only the title is known."""

    id: int
    version: int
    person_id: int
    names: Words
    role: str
    precedence: int | None
    titles: tuple[DelegateTitle, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What somebody is at a summit: role in the delegation, title where one is known, the body itself."""

    role: str
    title: Words
    institution: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceLine:
    """In the summit's zone. ``from_calendar``: a calendar file told it."""

    id: int
    person_id: int
    begins_at: datetime
    ends_at: datetime
    reason: str
    from_calendar: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPointLine:
    id: int
    delegation_id: int
    delegation: Words
    name: str
    email: str
    named_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationRecord:
    id: int
    version: int
    summit_id: int
    summit: Words
    time_zone: str
    institution_id: int
    institution: Words
    country: str
    is_host: bool
    languages: tuple[str, ...]
    precedence: int | None
    present: tuple[datetime, datetime] | None
    most_in_row: int | None
    note: str
    members: tuple[Delegate, ...]
    absences: tuple[AbsenceLine, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionName:
    id: int
    name: Words


def delegation_names(*, summit_id: int) -> tuple[DelegationName, ...]:
    """All delegations of a summit in their order of precedence, as anyone of the summit may know them."""
    return tuple(
        DelegationName(
            id=row.pk,
            institution=row.institution.name,
            code=row.institution.code,
            country=row.institution.country,
            is_host=row.is_host,
            languages=tuple(row.languages),
        )
        for row in _ordered(summit_id)
    )


def delegations(*, summit_id: int) -> tuple[DelegationLine, ...]:
    """All delegations of a summit in their order of precedence, with what they ask and are asked."""
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for own, other, status in MeetingRequest.objects.filter(summit_id=summit_id).values_list(
        "asking_id", "asked_id", "status"
    ):
        state = "open" if status in OPEN else status
        counts[own][state] += 1
        counts[other][state] += 1
    heads = _heads(summit_id)
    spoken_for = _with_focal_point(summit_id)
    rows = _ordered(summit_id).annotate(member_count=Count("members"))
    return tuple(
        DelegationLine(
            id=row.pk,
            institution=row.institution.name,
            country=row.institution.country,
            is_host=row.is_host,
            languages=tuple(row.languages),
            precedence=row.precedence,
            head=heads[row.pk].names if row.pk in heads else {},
            head_title=_first_title(heads.get(row.pk)),
            members=row.member_count,
            open=counts[row.pk]["open"],
            accepted=counts[row.pk][RequestStatus.ACCEPTED.value],
            has_focal_point=row.pk in spoken_for,
            origin=origin_of(row),
        )
        for row in rows
    )


def delegation_record(*, delegation_id: int) -> DelegationRecord:
    """One delegation with its people. Raises ``NoSuchRecord``."""
    rows = Delegation.objects.select_related("institution", "summit")
    row = rows.filter(pk=delegation_id).first()
    if row is None:
        raise NoSuchRecord(kind="delegation", record_id=delegation_id)
    zone = zone_of(row.summit.time_zone)
    members = _members(row)
    absences = Absence.objects.filter(person_id__in=[member.person_id for member in members])
    return DelegationRecord(
        id=row.pk,
        version=row.version,
        summit_id=row.summit_id,
        summit=row.summit.name,
        time_zone=row.summit.time_zone,
        institution_id=row.institution_id,
        institution=row.institution.name,
        country=row.institution.country,
        is_host=row.is_host,
        languages=tuple(row.languages),
        precedence=row.precedence,
        present=(row.present.lower.astimezone(zone), row.present.upper.astimezone(zone)) if row.present else None,
        most_in_row=row.most_in_row,
        note=row.note,
        members=members,
        absences=tuple(
            AbsenceLine(
                id=absence.pk,
                person_id=absence.person_id,
                begins_at=absence.during.lower.astimezone(zone),
                ends_at=absence.during.upper.astimezone(zone),
                reason=absence.reason,
                from_calendar=bool(absence.calendar_uid),
            )
            for absence in absences.order_by("during", "pk")
        ),
        origin=origin_of(row),
    )


def delegate(*, delegate_id: int) -> tuple[int, Delegate]:
    """One person of a delegation, behind the delegation's id. Raises ``NoSuchRecord``."""
    row = DelegationMember.objects.filter(pk=delegate_id).first()
    if row is None:
        raise NoSuchRecord(kind="delegate", record_id=delegate_id)
    found = {one.id: one for one in _members(row.delegation)}
    return row.delegation_id, found[delegate_id]


def focal_points(*, summit_id: int | None = None, delegation_id: int | None = None) -> tuple[FocalPointLine, ...]:
    """Focal points of a summit or of one delegation, those that ended too, in the delegations' order. For the office:
    a guest reads nobody's account but the own."""
    rows = FocalPoint.objects.select_related("membership__account", "delegation__institution")
    if summit_id is not None:
        rows = rows.filter(delegation__summit_id=summit_id)
    if delegation_id is not None:
        rows = rows.filter(delegation_id=delegation_id)
    return tuple(
        FocalPointLine(
            id=row.pk,
            delegation_id=row.delegation_id,
            delegation=row.delegation.institution.name,
            name=row.membership.account.name,
            email=row.membership.account.email,
            named_at=row.named_at,
            ended_at=row.ended_at,
        )
        for row in rows.order_by("delegation__precedence", "delegation_id", "pk")
    )


def represented_by(*, membership: Membership) -> int | None:
    """The delegation that a focal point acts for in this transaction; None for one who acts for none."""
    rows = FocalPoint.objects.filter(membership=membership, ended_at__isnull=True)
    return rows.order_by("-delegation__summit__period", "-pk").values_list("delegation_id", flat=True).first()


def voices(*, summit_id: int, represented: int | None) -> frozenset[int]:
    """The delegations whose answers one gives: a focal point the own; the office the host's and those of delegations
    that named no focal point."""
    if represented is not None:
        return frozenset({represented})
    rows = Delegation.objects.filter(summit_id=summit_id).values_list("pk", "is_host")
    spoken_for = _with_focal_point(summit_id)
    return frozenset(own for own, is_host in rows if is_host or own not in spoken_for)


def institutions() -> tuple[InstitutionName, ...]:
    """Every body on record, by its English name."""
    rows = Institution.objects.order_by("sort_en", "pk")
    return tuple(InstitutionName(id=row.pk, name=row.name) for row in rows)


def offices(*, summit_id: int, person_ids: Collection[int]) -> Mapping[int, Office]:
    """What these people are at a summit, for those whose delegation the reader may see."""
    rows = (
        DelegationMember.objects.filter(delegation__summit_id=summit_id, person_id__in=person_ids)
        .select_related("person", "delegation__institution")
        .prefetch_related("person__titles")
        .order_by("pk")
    )
    return {
        row.person_id: Office(
            role=row.role, title=_first_title(row.person), institution=row.delegation.institution.name
        )
        for row in rows
    }


def _ordered(summit_id: int) -> Any:
    rows = Delegation.objects.filter(summit_id=summit_id).select_related("institution")
    return rows.order_by("precedence", "institution__sort_en", "pk")


def _heads(summit_id: int) -> dict[int, Person]:
    rows = DelegationMember.objects.filter(delegation__summit_id=summit_id, role=DelegationRole.HEAD.value)
    return {row.delegation_id: row.person for row in rows.select_related("person").prefetch_related("person__titles")}


def _first_title(person: Person | None) -> Words:
    titles = sorted(person.titles.all(), key=lambda title: title.pk) if person else []
    return titles[0].text if titles else {}


def _with_focal_point(summit_id: int) -> set[int]:
    rows = FocalPoint.objects.filter(Q(delegation__summit_id=summit_id), ended_at__isnull=True)
    return set(rows.values_list("delegation_id", flat=True))


def _members(row: Delegation) -> tuple[Delegate, ...]:
    rows = DelegationMember.objects.filter(delegation=row).select_related("person").prefetch_related("person__titles")
    order = {DelegationRole.HEAD.value: 0}
    found = sorted(rows, key=lambda m: (order.get(m.role, 1), m.precedence or 999, m.pk))
    return tuple(
        Delegate(
            id=member.pk,
            version=member.version,
            person_id=member.person_id,
            names=member.person.names,
            role=member.role,
            precedence=member.precedence,
            titles=tuple(
                DelegateTitle(
                    text=title.text,
                    acting=title.acting,
                    since=title.validity.lower if title.validity else None,
                    until=title.validity.upper if title.validity else None,
                )
                for title in sorted(member.person.titles.all(), key=lambda title: title.pk)
            ),
            origin=origin_of(member),
        )
        for member in found
    )
