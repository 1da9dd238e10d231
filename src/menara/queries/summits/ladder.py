"""Outcomes as a list, by the rung they reached."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from menara.models import Outcome
from menara.queries.listing import Origin, Words, origin_of
from menara.terms import OutcomeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeListed:
    """An outcome in a list, with how many commitments rest on it."""

    id: int
    kind: str
    text: Words
    counterpart: Words
    summit: Words
    commitments: int
    origin: Origin


def outcome_of_words(*, version_id: int) -> int | None:
    """The outcome that these agreed words brought, if it is on record."""
    return Outcome.objects.filter(clause_id=version_id).values_list("pk", flat=True).order_by("pk").first()


def outcome_list(
    *, at_least: OutcomeKind | None = None, summit_id: int | None = None, with_commitment: bool | None = None
) -> tuple[OutcomeListed, ...]:
    """Outcomes on a rung or above it, the latest entered first."""
    rows = Outcome.objects.select_related("counterpart", "summit").annotate(undertaken=Count("commitments"))
    if at_least is not None:
        rows = rows.filter(kind__in=[kind.value for kind in OutcomeKind if kind.rung >= at_least.rung])
    if summit_id is not None:
        rows = rows.filter(summit_id=summit_id)
    if with_commitment is not None:
        rows = rows.filter(commitments__isnull=not with_commitment)
    return tuple(
        OutcomeListed(
            id=row.pk,
            kind=row.kind,
            text=row.text,
            counterpart=row.counterpart.name if row.counterpart else {},
            summit=row.summit.name,
            commitments=row.undertaken,
            origin=origin_of(row),
        )
        for row in rows.order_by("-pk")
    )
