"""Nominations and what became of them, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from menara.models import Nomination
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord
from menara.terms import NEXT_STAGES, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationLine:
    id: int
    version: int
    officer_id: int
    number: str
    grade: str
    home_unit: str
    woman: bool | None
    post_id: int
    post_ref: str
    post_title: Words
    call_id: int
    call_ref: str
    plan_id: int | None
    position: int
    stage: Stage
    note_verbale: str
    made_at: datetime
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    from_stage: str
    to_stage: str
    happened_on: date
    document: str
    reason: str
    by: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationRecord:
    line: NominationLine
    steps: tuple[StepLine, ...]
    next_stages: tuple[Stage, ...]


def nominations(
    *, plan_id: int | None = None, call_id: int | None = None, post_id: int | None = None, stage: str = ""
) -> tuple[NominationLine, ...]:
    """Nominations, of a plan, a call or a post where one is named, by post and position."""
    rows = _nominations()
    for column, value in (("plan_id", plan_id), ("post__call_id", call_id), ("post_id", post_id)):
        if value is not None:
            rows = rows.filter(**{column: value})
    if stage:
        rows = rows.filter(stage=stage)
    return tuple(_line(row) for row in rows.order_by("post__ref", "position", "officer__number"))


def nomination_record(*, nomination_id: int) -> NominationRecord:
    """One nomination with its steps and what may follow. Raises ``NoSuchRecord``."""
    row = _nominations().filter(pk=nomination_id).first()
    if row is None:
        raise NoSuchRecord(kind="nomination", record_id=nomination_id)
    line = _line(row)
    return NominationRecord(
        line=line,
        steps=tuple(
            StepLine(
                from_stage=step.from_stage,
                to_stage=step.to_stage,
                happened_on=step.happened_on,
                document=step.document,
                reason=step.reason,
                by=step.made_by.name,
                made_at=step.made_at,
            )
            for step in row.steps.select_related("made_by").order_by("order")
        ),
        next_stages=tuple(stage for stage in Stage if stage in NEXT_STAGES[line.stage]),
    )


def _nominations() -> QuerySet[Nomination]:
    return Nomination.objects.select_related("officer", "post__call")


def _line(row: Any) -> NominationLine:
    return NominationLine(
        id=row.pk,
        version=row.version,
        officer_id=row.officer_id,
        number=row.officer.number,
        grade=row.officer.grade,
        home_unit=row.officer.home_unit,
        woman=row.officer.woman,
        post_id=row.post_id,
        post_ref=row.post.ref,
        post_title=row.post.title,
        call_id=row.post.call_id,
        call_ref=row.post.call.ref,
        plan_id=row.plan_id,
        position=row.position,
        stage=Stage(row.stage),
        note_verbale=row.note_verbale,
        made_at=row.made_at,
        provenance=row.officer.provenance,
    )
