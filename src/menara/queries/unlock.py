"""What would fill more posts of a plan: from the plan's own file, solved again with records as they would be.

A what-if: nothing of it is written anywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from menara.engines.eligibility.rules import BY_NAME
from menara.engines.eligibility.steps import MENDS, StepKind
from menara.engines.outcome import Limits
from menara.queries.alternatives import People, people_of, solved_plan
from menara.queries.plans import PlanRecord, plan_record
from menara.queries.screening import SENSITIVE

if TYPE_CHECKING:
    from menara.engines.matching.unlock import Unlocking

SENSITIVE_KINDS = frozenset(
    kind for kind, rules in MENDS.items() if any(SENSITIVE & set(BY_NAME[rule].looks_at) for rule in rules)
)
"""Steps that tell of an officer's health: only some roles may see them (``permissions.may_see_sensitive``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """Steps that fill more posts of a plan."""

    plan: PlanRecord
    found: Unlocking
    people: People


def unlocked(
    *,
    plan_id: int,
    kinds: Collection[StepKind],
    costs: Mapping[str, int],
    budget: int | None,
    seconds: float,
    most: int = 5,
) -> Unlocked:
    """Programmes of these kinds, the best first; with a budget the one best set within it. Raises ``NoSuchRecord``,
    and ``Refusal`` where the plan has no slate."""
    from menara.engines.matching.unlock import unlock, within_budget  # the solver is heavy, and few pages need it

    record = plan_record(plan_id=plan_id)
    plan = solved_plan(record)
    limits = Limits(seconds=seconds)
    if budget is None:
        found = unlock(problem=plan.problem, result=plan.result, kinds=kinds, costs=costs, most=most, limits=limits)
    else:
        found = within_budget(
            problem=plan.problem, result=plan.result, kinds=kinds, costs=costs, budget=budget, limits=limits
        )
    return Unlocked(plan=record, found=found, people=people_of(plan))
