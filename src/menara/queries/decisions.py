"""What people decided and did not take back: pins, exclusions, waivers and estimates, for pages and for the engine."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from menara.engines.matching.problem import Estimate, Exclusion, Pin, Waiver
from menara.models import Decision, DecisionKind, Nomination, Post
from menara.terms import NEXT_STAGES, Stage
from menara.wording import gettext_noop

# An officer with a nomination at one of these stages is spoken for.
LIVE_STAGES = tuple(stage.value for stage, following in NEXT_STAGES.items() if following and stage is not Stage.RESERVE)
NOMINATED_ELSEWHERE = gettext_noop("Already nominated for another post.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    id: int
    kind: str
    officer_id: int | None
    number: str
    post_id: int | None
    post_ref: str
    call_id: int | None
    call_ref: str
    per_cent: int | None
    reason: str
    by: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Decisions as the engine reads them."""

    pins: tuple[Pin, ...]
    exclusions: tuple[Exclusion, ...]
    waivers: tuple[Waiver, ...]
    estimates: tuple[Estimate, ...]


def decisions_standing(*, post_ids: Collection[int] | None = None) -> tuple[DecisionLine, ...]:
    """All decisions that stand, or those that bear on these posts: on one of them, its call, or an officer at large."""
    rows = Decision.objects.filter(withdrawn_at__isnull=True).select_related("officer", "post", "call", "made_by")
    if post_ids is not None:
        at_large = Q(post__isnull=True, call__isnull=True)
        rows = rows.filter(Q(post_id__in=post_ids) | Q(call__posts__in=post_ids) | at_large).distinct()
    return tuple(_line(row) for row in rows.order_by("made_at", "pk"))


def decided(*, post_ids: Collection[int]) -> Decided:
    """What the engine must respect in a plan of these posts. Officers with a live nomination for a post outside the
    plan are left out of it, in the name of the one who nominated them."""
    standing = decisions_standing(post_ids=post_ids)
    return Decided(
        pins=tuple(
            Pin(officer=d.number, opening=d.post_ref, by=d.by, reason=d.reason)
            for d in standing
            if d.kind == DecisionKind.PIN
        ),
        exclusions=tuple(
            Exclusion(officer=d.number, opening=d.post_ref, by=d.by, reason=d.reason)
            for d in standing
            if d.kind == DecisionKind.EXCLUDE
        )
        + _nominated_elsewhere(post_ids),
        waivers=tuple(
            Waiver(call=batch, by=d.by, reason=d.reason)
            for d in standing
            if d.kind == DecisionKind.WAIVE
            for batch in _batches_of(d, post_ids)
        ),
        estimates=tuple(
            Estimate(officer=d.number, opening=d.post_ref, per_cent=d.per_cent or 0, by=d.by, reason=d.reason)
            for d in standing
            if d.kind == DecisionKind.ESTIMATE
        ),
    )


def _nominated_elsewhere(post_ids: Collection[int]) -> tuple[Exclusion, ...]:
    rows = Nomination.objects.filter(stage__in=LIVE_STAGES).exclude(post_id__in=post_ids).order_by("officer__number")
    found = rows.values_list("officer__number", "made_by__name").distinct("officer__number")
    return tuple(Exclusion(officer=number, opening="", by=by, reason=NOMINATED_ELSEWHERE) for number, by in found)


def _batches_of(line: DecisionLine, post_ids: Collection[int]) -> tuple[str, ...]:
    """The engine's name of the call: its reference, or that of its one post where it has none."""
    if line.call_ref or line.call_id is None:
        return (line.call_ref,)
    return tuple(Post.objects.filter(call_id=line.call_id, pk__in=post_ids).values_list("ref", flat=True))


def _line(row: Any) -> DecisionLine:
    return DecisionLine(
        id=row.pk,
        kind=row.kind,
        officer_id=row.officer_id,
        number=row.officer.number if row.officer else "",
        post_id=row.post_id,
        post_ref=row.post.ref if row.post else "",
        call_id=row.call_id,
        call_ref=row.call.ref if row.call else "",
        per_cent=row.per_cent,
        reason=row.reason,
        by=row.made_by.name,
        made_at=row.made_at,
    )
