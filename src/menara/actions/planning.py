"""Carry out a plan: take it up, solve, check, publish. A worker's job, safe to be killed and taken up again.

Each taking-up draws a new ``attempt``. Every write asks for it, so that a worker that was thought dead, and wakes,
finds another in its place and writes nothing. No transaction is open while the engine works.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db.models import F

from menara.engines.course import Course
from menara.engines.matching.check import check
from menara.engines.matching.fairness import fairness
from menara.engines.matching.problem import Problem, Result
from menara.engines.outcome import Limits, Listener, Progress, Status
from menara.errors import Refusal
from menara.models import Plan, PlanFile, PlanStatus, Proposal, ProposalKind, acting_for
from menara.queries.fairness import fairness_as_json
from menara.queries.officers import officer_ids
from menara.queries.plans import problem_of
from menara.queries.posts import post_ids
from menara.snapshots import problem_hash, to_json

ATTEMPTS = 3  # a plan that took down so many workers is not tried again
BETWEEN_WORDS = 0.5  # seconds

_STATUS: Mapping[Status, PlanStatus] = {
    Status.OPTIMAL: PlanStatus.SOLVED,
    Status.FEASIBLE: PlanStatus.SOLVED,
    Status.STOPPED: PlanStatus.STOPPED,
    Status.INFEASIBLE: PlanStatus.INFEASIBLE,
}


class Solve(Protocol):
    def __call__(self, problem: Problem, *, limits: Limits, listener: Listener | None) -> Result: ...


class _SupersededError(Exception):
    """Another worker took the plan up, or it was stopped or deleted: this one has nothing more to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    organisation_id: int
    plan_id: int
    number: int
    clock: Callable[[], datetime]

    def write(self, **values: Any) -> None:
        """Change the plan's row, if the plan is still this worker's. The caller has the transaction open."""
        own = Plan.objects.filter(pk=self.plan_id, attempt=self.number, status=PlanStatus.RUNNING.value)
        if not own.update(**values):
            raise _SupersededError


def carry_out_plan(
    *, organisation_id: int, plan_id: int, clock: Callable[[], datetime], solve: Solve | None = None
) -> PlanStatus | None:
    """Solve a queued plan and publish its slate; the status it ended with, None where another worker has it.

    What the records themselves make impossible ends as ``failed`` with the refusal's code; anything unforeseen as
    ``failed: crashed`` and is raised again for the log.
    """
    attempt = _take_up(organisation_id, plan_id, clock)
    if attempt is None:
        return None
    try:
        with acting_for(organisation_id):
            problem = problem_of(plan_id=plan_id)
            attempt.write(input_hash=problem_hash(problem))
            seconds = Plan.objects.values_list("seconds", flat=True).get(pk=plan_id)
        reporter = _Reporter(attempt)
        result = (solve or _solve)(problem, limits=Limits(seconds=seconds), listener=reporter)
        return _publish(attempt, problem, result, reporter.close(result))
    except _SupersededError:
        return None
    except Refusal as refusal:
        return _fail(attempt, refusal.code, refusal.facts)
    except MemoryError:
        return _fail(attempt, "memory", {})
    except Exception:
        _fail(attempt, "crashed", {})
        raise


def _solve(problem: Problem, *, limits: Limits, listener: Listener | None) -> Result:
    from menara.engines.matching.solve import solve  # the solver is heavy, and only the worker needs it

    return solve(problem, limits=limits, listener=listener)


def _take_up(organisation_id: int, plan_id: int, clock: Callable[[], datetime]) -> _Attempt | None:
    with acting_for(organisation_id):
        under_way = Plan.objects.filter(
            pk=plan_id, status__in=[PlanStatus.QUEUED.value, PlanStatus.RUNNING.value]
        ).select_for_update()
        plan = under_way.first()
        if plan is None:
            return None
        now = clock()
        if plan.attempt >= ATTEMPTS:
            under_way.update(status=PlanStatus.FAILED.value, failure="gave_up", finished_at=now)
            return None
        under_way.update(
            status=PlanStatus.RUNNING.value,
            attempt=F("attempt") + 1,
            started_at=now,
            heartbeat_at=now,
            progress={},
            course=[],
        )
        return _Attempt(organisation_id=organisation_id, plan_id=plan_id, number=plan.attempt + 1, clock=clock)


@dataclass(slots=True)
class _Reporter:
    """Writes the engine's word to the plan, at most twice a second, and passes on that a person wants it to stop."""

    attempt: _Attempt
    last: float = field(default=float("-inf"))
    step: str = ""
    began: float = field(default_factory=time.monotonic)
    course: Course = field(default_factory=Course)

    def __call__(self, word: Progress) -> bool:
        self.course.note(word, seconds=self.seconds())
        if word.step == self.step and time.monotonic() - self.last < BETWEEN_WORDS:
            return True
        self.last, self.step = time.monotonic(), word.step
        with acting_for(self.attempt.organisation_id):
            self.attempt.write(
                heartbeat_at=self.attempt.clock(),
                progress={
                    "step": word.step,
                    "done": word.done,
                    "total": word.total,
                    "level": word.level,
                    "value": word.value,
                    "bound": word.bound,
                    "unit": word.unit,
                },
                course=course_as_json(self.course),
            )
            return not Plan.objects.values_list("cancel_requested", flat=True).get(pk=self.attempt.plan_id)

    def seconds(self) -> float:
        return round(time.monotonic() - self.began, 2)

    def close(self, result: Result) -> list[dict[str, Any]]:
        """The course to its end: where the result leaves every level."""
        for level in result.levels:
            unit = result.unit if level.goal == "expected_success" else 1
            word = Progress(step="done", level=level.goal, value=level.value, bound=level.bound, unit=unit)
            self.course.note(word, seconds=self.seconds())
        return course_as_json(self.course)


def course_as_json(course: Course) -> list[dict[str, Any]]:
    """Points as a plan's row keeps them."""
    return [
        {"seconds": p.seconds, "level": p.level, "value": p.value, "bound": p.bound, "unit": p.unit}
        for p in course.points
    ]


def _publish(attempt: _Attempt, problem: Problem, result: Result, course: list[dict[str, Any]]) -> PlanStatus:
    """Check the slate without the solver's help and write it down, all at once."""
    violations = check(problem=problem, slate=result.nominees)
    if violations:
        found = sorted({violation.constraint for violation in violations})
        return _fail(attempt, "check_failed", {"constraints": found})
    status = _STATUS[result.status]
    own = {"organisation_id": attempt.organisation_id, "plan_id": attempt.plan_id}
    came_out = fairness_as_json(fairness(problem=problem, result=result)) if result.nominees else {}
    with acting_for(attempt.organisation_id):
        attempt.write(
            status=status.value,
            outcome=_outcome(result),
            course=course,
            fairness=came_out,
            finished_at=attempt.clock(),
            version=F("version") + 1,
        )
        # A worker before this one may have got this far and no further.
        Proposal.objects.filter(plan_id=attempt.plan_id).delete()
        PlanFile.objects.filter(plan_id=attempt.plan_id).delete()
        Proposal.objects.bulk_create(_proposals(result, own), batch_size=1000)
        PlanFile.objects.create(**own, text=to_json(problem=problem, result=result))
    return status


def _proposals(result: Result, own: Mapping[str, int]) -> list[Proposal]:
    officers = officer_ids({n.officer for n in result.nominees} | {r.officer for r in result.reserves})
    posts = post_ids({n.opening for n in result.nominees} | {r.opening for r in result.reserves})
    nominees = [
        Proposal(
            **own,
            officer_id=officers[row.officer],
            post_id=posts[row.opening],
            kind=ProposalKind.NOMINEE.value,
            position=row.position,
            odds=row.odds,
            quality=row.quality,
            pinned=row.pinned,
            unknown_rules=list(row.unknown),
        )
        for row in result.nominees
    ]
    reserves = [
        Proposal(
            **own,
            officer_id=officers[row.officer],
            post_id=posts[row.opening],
            kind=ProposalKind.RESERVE.value,
            order=row.rank,
            odds=row.odds,
            quality=row.quality,
        )
        for row in result.reserves
    ]
    return nominees + reserves


def _outcome(result: Result) -> dict[str, Any]:
    """The result without its rows, as JSON."""
    levels = [
        {
            "goal": level.goal,
            "value": level.value,
            "bound": level.bound,
            "gap": level.gap,
            "price_bound": level.price_bound,
            "proven_by": level.proven_by,
            "bound_by": level.bound_by,
            "seconds": level.seconds,
        }
        for level in result.levels
    ]
    found = {
        "status": result.status,
        "levels": levels,
        "conflicts": [{"constraint": c.constraint, "about": dict(c.about)} for c in result.conflicts],
        "unit": result.unit,
        "pairs": result.pairs,
        "seconds_screen": result.seconds_screen,
        "seconds_solve": result.seconds_solve,
    }
    # ``about`` may hold days and shares, which JSON knows as text only.
    plain: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return plain


def _fail(attempt: _Attempt, code: str, facts: Mapping[str, Any]) -> PlanStatus:
    told = json.loads(json.dumps(dict(facts), default=str))
    try:
        with acting_for(attempt.organisation_id):
            attempt.write(
                status=PlanStatus.FAILED.value,
                failure=code,
                outcome={"facts": told},
                finished_at=attempt.clock(),
                version=F("version") + 1,
            )
    except _SupersededError:
        pass
    return PlanStatus.FAILED
