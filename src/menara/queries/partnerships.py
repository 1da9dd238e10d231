"""Commitments, and what is due: in whose time zone, and on which day there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from menara.models import Call, Commitment, Outcome, Partnership
from menara.models.zones import in_zone, zone_of
from menara.queries.listing import Origin, Words, origin_of
from menara.queries.posts import with_first_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something due. ``moment`` is in the zone it was given in, None for a whole day; ``day`` is the reader's day."""

    kind: str  # call or commitment
    id: int
    ref: str
    text: Words
    day: date
    moment: datetime | None
    zone: str
    is_late: bool
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWeek:
    """What is due from the Monday to the Sunday around ``today`` in ``zone``, and what is open from before."""

    zone: str
    today: date
    monday: date
    sunday: date
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipLine:
    """A standing relation. ``outcomes`` counts what came of meetings with the partner, by rung."""

    id: int
    partner: Words
    country: str
    since_on: date | None
    purpose: Words
    outcomes: Mapping[str, int]
    commitments: int
    open_commitments: int
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentLine:
    id: int
    version: int
    text: Words
    outcome_id: int
    outcome_kind: str
    owner: str
    due_on: date
    done_on: date | None
    origin: Origin


def due_this_week(*, now: datetime, zone: str) -> DueWeek:
    """Deadlines of calls and days of open commitments in the week around ``now`` as the clock in ``zone`` shows it."""
    local = now.astimezone(zone_of(zone))
    monday = local.date() - timedelta(days=local.weekday())
    after = datetime.combine(monday + timedelta(days=7), datetime.min.time(), zone_of(zone))
    begin = datetime.combine(monday, datetime.min.time(), zone_of(zone))
    found = [
        _due_call(row, now, zone)
        for row in with_first_title(Call.objects.filter(deadline_at__gte=begin, deadline_at__lt=after))
    ]
    open_ones = Commitment.objects.filter(done_on__isnull=True, due_on__lt=after.date())
    found += [_due_commitment(row, local.date(), zone) for row in open_ones]
    return DueWeek(
        zone=zone,
        today=local.date(),
        monday=monday,
        sunday=monday + timedelta(days=6),
        due=tuple(sorted(found, key=lambda due: (due.day, due.moment is None, due.kind, due.id))),
    )


def partnerships() -> tuple[PartnershipLine, ...]:
    """All partnerships in the order they were entered."""
    kinds: dict[int | None, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for own, kind in Outcome.objects.values_list("counterpart_id", "kind"):
        kinds[own][kind] += 1
    rows = Partnership.objects.select_related("partner").annotate(
        commitment_count=Count("commitments"),
        open_count=Count("commitments", filter=Q(commitments__done_on__isnull=True)),
    )
    return tuple(
        PartnershipLine(
            id=row.pk,
            partner=row.partner.name,
            country=row.partner.country,
            since_on=row.since_on,
            purpose=row.purpose,
            outcomes=dict(kinds[row.partner_id]),
            commitments=row.commitment_count,
            open_commitments=row.open_count,
            origin=origin_of(row),
        )
        for row in rows.order_by("pk")
    )


def commitments(*, outcome_id: int | None = None, is_open: bool | None = None) -> tuple[CommitmentLine, ...]:
    """Commitments, of one outcome where it is named, the next due first."""
    rows = Commitment.objects.select_related("owner").order_by("due_on", "pk")
    if outcome_id is not None:
        rows = rows.filter(outcome_id=outcome_id)
    if is_open is not None:
        rows = rows.filter(done_on__isnull=is_open)
    return tuple(
        CommitmentLine(
            id=row.pk,
            version=row.version,
            text=row.text,
            outcome_id=row.outcome_id,
            outcome_kind=row.outcome_kind,
            owner=row.owner.name if row.owner else "",
            due_on=row.due_on,
            done_on=row.done_on,
            origin=origin_of(row),
        )
        for row in rows
    )


def _due_call(row: Any, now: datetime, zone: str) -> Due:
    return Due(
        kind="call",
        id=row.pk,
        ref=row.ref,
        text=row.title if any(row.title.values()) else row.first_title or {},
        day=row.deadline_at.astimezone(zone_of(zone)).date(),
        moment=in_zone(row.deadline_at, row.deadline_zone),
        zone=row.deadline_zone,
        is_late=row.deadline_at < now,
        origin=origin_of(row),
    )


def _due_commitment(row: Commitment, today: date, zone: str) -> Due:
    return Due(
        kind="commitment",
        id=row.pk,
        ref="",
        text=row.text,
        day=row.due_on,
        moment=None,
        zone=zone,
        is_late=row.due_on < today,
        origin=origin_of(row),
    )
