"""Scenarios: plans kept under a name; the plans that can be compared; two of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F

from menara import snapshots
from menara.engines.matching.compare import Comparison, Side, compare
from menara.engines.matching.paid import Paid, paid
from menara.models import Plan, PlanFile, PlanStatus, Scenario
from menara.queries.officers import NoSuchRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioLine:
    id: int
    name: str
    note: str
    version: int
    plan_id: int
    plan_name: str
    plan_status: PlanStatus
    on_day: date
    outcome: Mapping[str, Any]
    kept_at: datetime
    kept_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable:
    """A plan with a result. ``scenario`` is the name it is kept under, blank where it is kept under none."""

    plan_id: int
    name: str
    scenario: str
    on_day: date
    created_at: datetime
    status: PlanStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPlans:
    """Two plans side by side: what differs, and which constraint paid."""

    before: Comparable
    after: Comparable
    found: Comparison
    paid: tuple[Paid, ...]


def scenarios() -> tuple[ScenarioLine, ...]:
    """All scenarios, the newest first."""
    rows = Scenario.objects.select_related("plan", "kept_by").defer("plan__course", "plan__progress", "plan__fairness")
    return tuple(_line(row) for row in rows.order_by("-kept_at", "-pk"))


def scenario(*, scenario_id: int) -> ScenarioLine:
    """One scenario. Raises ``NoSuchRecord``."""
    row = Scenario.objects.select_related("plan", "kept_by").filter(pk=scenario_id).first()
    if row is None:
        raise NoSuchRecord(kind="scenario", record_id=scenario_id)
    return _line(row)


def scenario_of(*, plan_id: int) -> ScenarioLine | None:
    """The scenario a plan is kept as; None where it is kept as none."""
    row = Scenario.objects.select_related("plan", "kept_by").filter(plan_id=plan_id).first()
    return None if row is None else _line(row)


def comparable() -> tuple[Comparable, ...]:
    """Every plan with a result: those kept under a name first, then the newest."""
    rows = Plan.objects.filter(files__isnull=False).annotate(scenario=F("scenarios__name"))
    found = rows.order_by(F("scenarios__name").asc(nulls_last=True), "-created_at", "-pk")
    fields = found.values_list("pk", "name", "scenario", "on_day", "created_at", "status")
    return tuple(
        Comparable(plan_id=own, name=name, scenario=kept or "", on_day=on, created_at=at, status=PlanStatus(status))
        for own, name, kept, on, at, status in fields
    )


def two_plans(*, before_id: int, after_id: int) -> TwoPlans:
    """Two plans side by side, from their files as they were. Raises ``NoSuchRecord`` where one has none."""
    known = {one.plan_id: one for one in comparable()}
    for plan_id in (before_id, after_id):
        if plan_id not in known:
            raise NoSuchRecord(kind="plan", record_id=plan_id)
    texts = dict(PlanFile.objects.filter(plan_id__in=[before_id, after_id]).values_list("plan_id", "text"))
    sides = {plan_id: _side(text) for plan_id, text in texts.items()}
    before, after = sides[before_id], sides[after_id]
    return TwoPlans(
        before=known[before_id],
        after=known[after_id],
        found=compare(before=before, after=after),
        paid=paid(before=before, after=after),
    )


def _side(text: str) -> Side:
    made = snapshots.from_json(text)
    return Side(problem=made.problem, result=made.result)


def _line(row: Any) -> ScenarioLine:
    return ScenarioLine(
        id=row.pk,
        name=row.name,
        note=row.note,
        version=row.version,
        plan_id=row.plan_id,
        plan_name=row.plan.name,
        plan_status=PlanStatus(row.plan.status),
        on_day=row.plan.on_day,
        outcome=row.plan.outcome,
        kept_at=row.kept_at,
        kept_by=row.kept_by.name,
    )
