"""How groups of officers came out of a plan: as the plan keeps it, and the officers behind each number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from menara import snapshots
from menara.engines.matching.fairness import CallShare, Fairness, Group, Standing, fairness, standings
from menara.models import Plan, PlanFile
from menara.queries.officers import NoSuchRecord


def fairness_as_json(found: Fairness) -> dict[str, Any]:
    """As a plan's row keeps it: shares written ``1/4``."""
    return {
        "nominees": found.nominees,
        "groups": {
            kind: [asdict(group) | {"expected": str(group.expected)} for group in groups]
            for kind, groups in found.groups.items()
        },
        "calls": [asdict(call) for call in found.calls],
    }


def fairness_of_json(kept: Mapping[str, Any]) -> Fairness | None:
    """Back from a plan's row; None where it keeps nothing."""
    if not kept:
        return None
    return Fairness(
        nominees=kept["nominees"],
        groups={
            kind: tuple(Group(**{**group, "expected": Fraction(group["expected"])}) for group in groups)
            for kind, groups in kept["groups"].items()
        },
        calls=tuple(CallShare(**call) for call in kept["calls"]),
    )


def standings_in(*, plan_id: int) -> tuple[Standing, ...]:
    """Every officer of the plan's roster as it was, with the groups he or she counts in. Raises ``NoSuchRecord``."""
    made = _made(plan_id)
    return standings(problem=made.problem, result=made.result)


def fairness_in(*, plan_id: int) -> Fairness:
    """How groups came out of a plan: as it was kept, else counted from the plan's file. Raises ``NoSuchRecord`` for a
    plan that has no result."""
    kept = Plan.objects.filter(pk=plan_id, files__isnull=False).values_list("fairness", flat=True).first()
    if kept is None:
        raise NoSuchRecord(kind="plan_file", record_id=plan_id)
    return fairness_of_json(kept) or _counted(plan_id)


def _counted(plan_id: int) -> Fairness:
    made = _made(plan_id)
    return fairness(problem=made.problem, result=made.result)


def _made(plan_id: int) -> snapshots.Plan:
    text = PlanFile.objects.filter(plan_id=plan_id).values_list("text", flat=True).first()
    if text is None:
        raise NoSuchRecord(kind="plan_file", record_id=plan_id)
    return snapshots.from_json(text)
