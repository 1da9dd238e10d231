"""Who comes next for a post of a plan, and why an officer is not proposed: from the plan's own file, solved again.

The file of a plan never changes, and reading a national one takes seconds, so the last ones read are kept in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from menara import snapshots
from menara.engines.eligibility.officer import Officer
from menara.engines.matching.standings import NextBest, WhyNot
from menara.engines.outcome import Limits
from menara.models.tenancy import organisation_acted_for
from menara.queries.officers import NoSuchRecord, officer_ids
from menara.queries.plans import PlannedPost, PlanRecord, plan_file, plan_record

if TYPE_CHECKING:
    from menara.engines.matching.alternatives import SolvedPlan

KEPT = 2  # plans kept in memory by each process


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The officers as the plan knew them, and the row ids of those still on record, both by service number."""

    officers: Mapping[str, Officer]
    ids: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextForPost:
    """Those who come next for a post of a plan."""

    plan: PlanRecord
    post: PlannedPost
    found: NextBest
    people: People


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Why a plan does not propose an officer."""

    plan: PlanRecord
    found: WhyNot
    people: People


def next_for_post(*, plan_id: int, post_id: int, seconds: float, at_most: int = 10) -> NextForPost:
    """The next best for a post, settled for so many ``seconds``. Raises ``NoSuchRecord``, and ``Refusal`` where the
    plan has no slate."""
    from menara.engines.matching.alternatives import alternatives

    record = plan_record(plan_id=plan_id)
    post = next((post for post in record.posts if post.id == post_id), None)
    if post is None:
        raise NoSuchRecord(kind="post", record_id=post_id)
    plan = solved_plan(record)
    found = alternatives(plan=plan, opening=post.ref, most=at_most, limits=Limits(seconds=seconds))
    return NextForPost(plan=record, post=post, found=found, people=people_of(plan))


def reasons(*, plan_id: int, number: str, seconds: float) -> Reasons:
    """Why the officer of that service number is not proposed. Raises ``NoSuchRecord``, and ``Refusal`` where the plan
    has no slate or knows no such officer."""
    from menara.engines.matching.why_not import why_not

    record = plan_record(plan_id=plan_id)
    plan = solved_plan(record)
    found = why_not(plan=plan, officer=number, limits=Limits(seconds=seconds))
    return Reasons(plan=record, found=found, people=people_of(plan))


def people_of(plan: SolvedPlan) -> People:
    """Everyone the plan knows."""
    return People(officers={o.number: o for o in plan.problem.officers}, ids=officer_ids())


def solved_plan(record: PlanRecord) -> SolvedPlan:
    """The plan of a record from its own file. Raises ``Refusal`` where it has no slate."""
    return _read(organisation_acted_for() or 0, record.line.id, record.input_hash)


@lru_cache(maxsize=KEPT)
def _read(organisation_id: int, plan_id: int, input_hash: str) -> SolvedPlan:
    from menara.engines.matching.alternatives import SolvedPlan  # the solver is heavy, and few pages need it

    made = snapshots.from_json(plan_file(plan_id=plan_id))
    return SolvedPlan.of(problem=made.problem, result=made.result)
