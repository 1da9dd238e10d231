"""Start, stop and accept plans. The work itself is in ``planning.py``, done by a worker."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from procrastinate.contrib.django import app

from menara.actions.deployments import first_step
from menara.actions.officers import take_turn
from menara.engines.matching.check import check
from menara.errors import Refusal
from menara.models import Membership, Nomination, Plan, PlanPost, PlanStatus, Post, Proposal, ProposalKind
from menara.models.records import RecordChanged
from menara.permissions import may_accept, may_plan, require
from menara.queries.decisions import LIVE_STAGES
from menara.queries.officers import NoSuchRecord
from menara.queries.plans import nominees_of, problem_of
from menara.snapshots import problem_hash
from menara.terms import Modality
from menara.wording import gettext_noop

CARRY_OUT = "menara.carry_out_plan"  # the job's name, see ``jobs.py``
QUEUE = "plans"


class NothingToFill(Refusal):
    """A plan needs a post that takes individuals."""

    def __init__(self) -> None:
        super().__init__("nothing_to_fill", gettext_noop("Choose at least one post to fill."))


class FormedUnits(Refusal):
    """Formed units are pledged whole; no officer is nominated into them here."""

    def __init__(self, *, refs: Collection[str]) -> None:
        super().__init__(
            "formed_units",
            gettext_noop("A formed police unit is pledged as a whole, not officer by officer: %(refs)s."),
            {"refs": ", ".join(sorted(refs))},
        )


class PlanHasNoSlate(Refusal):
    """Only a plan that was solved, or stopped with a slate, can be accepted."""

    def __init__(self, *, status: str) -> None:
        super().__init__("plan_has_no_slate", gettext_noop("This plan has no slate to accept."), {"status": status})


class PlanIsStale(Refusal):
    """The records or the decisions changed since the plan was made."""

    def __init__(self) -> None:
        super().__init__(
            "plan_is_stale",
            gettext_noop(
                "Officers, posts or decisions changed since this plan was made. Plan again before you accept."
            ),
        )


class PlanFailsCheck(Refusal):
    """The independent check found a constraint that does not hold."""

    def __init__(self, *, constraints: Collection[str]) -> None:
        super().__init__(
            "plan_fails_check",
            gettext_noop("The independent check refuses this slate: %(constraints)s."),
            {"constraints": ", ".join(sorted(set(constraints)))},
        )


class AlreadyNominated(Refusal):
    """Posts of the plan have nominees already."""

    def __init__(self, *, refs: Collection[str]) -> None:
        super().__init__(
            "already_nominated",
            gettext_noop("Officers are nominated already for these posts: %(refs)s."),
            {"refs": ", ".join(sorted(refs))},
        )


def start_plan(
    *,
    name: str,
    post_ids: Collection[int],
    on: date,
    actor: Membership,
    now: datetime,
    seconds: float = 60.0,
    follows_id: int | None = None,
) -> int:
    """Queue a plan of these posts over the whole roster as on the day ``on``, and return its id.

    The job is queued in the same transaction: a plan without a job, or a job without a plan, cannot be. ``follows_id``
    names the plan it is solved again from. Raises ``NotAllowed``, ``NothingToFill``, ``FormedUnits``, ``NoSuchRecord``.
    """
    require(actor, may_plan)
    wanted = set(post_ids)
    if not wanted:
        raise NothingToFill
    found = {post.pk: post for post in Post.objects.filter(pk__in=wanted)}
    for post_id in sorted(wanted - set(found)):
        raise NoSuchRecord(kind="post", record_id=post_id)
    units = [post.ref for post in found.values() if post.modality == Modality.FPU]
    if units:
        raise FormedUnits(refs=units)
    if follows_id is not None and not Plan.objects.filter(pk=follows_id).exists():
        raise NoSuchRecord(kind="plan", record_id=follows_id)
    own = {"organisation_id": actor.organisation_id}
    with transaction.atomic():
        plan = Plan.objects.create(
            **own,
            name=name.strip() or on.isoformat(),
            status=PlanStatus.QUEUED.value,
            on_day=on,
            seconds=seconds,
            follows_id=follows_id,
            created_at=now,
            created_by_id=actor.account_id,
        )
        PlanPost.objects.bulk_create([PlanPost(**own, plan=plan, post_id=post_id) for post_id in sorted(wanted)])
        app.configure_task(CARRY_OUT, queue=QUEUE).defer(organisation_id=actor.organisation_id, plan_id=plan.pk)
    return plan.pk


def plan_again(*, plan_id: int, actor: Membership, now: datetime, on: date | None = None) -> int:
    """Queue a plan of the same posts with the records and decisions of now, and return its id. Raises as
    ``start_plan``."""
    plan = Plan.objects.filter(pk=plan_id).first()
    if plan is None:
        raise NoSuchRecord(kind="plan", record_id=plan_id)
    return start_plan(
        name=plan.name,
        post_ids=PlanPost.objects.filter(plan_id=plan_id).values_list("post_id", flat=True),
        on=on or plan.on_day,
        actor=actor,
        now=now,
        seconds=plan.seconds,
        follows_id=plan_id,
    )


def stop_plan(*, plan_id: int, actor: Membership, now: datetime) -> None:
    """Ask the worker to stop; a plan nobody works on yet stops at once. The best slate so far is kept. Raises
    ``NotAllowed`` and ``NoSuchRecord``, also for a plan that has ended."""
    require(actor, may_plan)
    waiting = Plan.objects.filter(pk=plan_id, status=PlanStatus.QUEUED.value)
    if waiting.update(status=PlanStatus.STOPPED.value, cancel_requested=True, finished_at=now):
        return
    if not Plan.objects.filter(pk=plan_id, status=PlanStatus.RUNNING.value).update(cancel_requested=True):
        raise NoSuchRecord(kind="plan", record_id=plan_id)


def accept_plan(*, plan_id: int, version: int, actor: Membership, now: datetime, note_verbale: str = "") -> int:
    """Accept a slate in the organisation's name: check it again on the records of now, and nominate. Returns how many.

    Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``, ``PlanHasNoSlate``, ``AlreadyNominated``,
    ``PlanIsStale``, ``PlanFailsCheck``.
    """
    require(actor, may_accept)
    with transaction.atomic():
        take_turn(actor)  # two plans of other posts may hold the same officer: the second must see the first's nominees
        plan = Plan.objects.select_for_update().filter(pk=plan_id).first()
        if plan is None:
            raise NoSuchRecord(kind="plan", record_id=plan_id)
        if plan.version != version:
            raise RecordChanged(plan, version=version)
        slate = list(Proposal.objects.filter(plan=plan, kind=ProposalKind.NOMINEE.value).order_by("pk"))
        if plan.status not in (PlanStatus.SOLVED, PlanStatus.STOPPED) or not slate:
            raise PlanHasNoSlate(status=plan.status)
        _refuse_second_slate(plan)
        problem = problem_of(plan_id=plan_id)
        if problem_hash(problem) != plan.input_hash:
            raise PlanIsStale
        violations = check(problem=problem, slate=nominees_of(plan_id=plan_id))
        if violations:
            raise PlanFailsCheck(constraints=[violation.constraint for violation in violations])
        _nominate(plan, slate, actor, now, note_verbale)
        plan.status = PlanStatus.ACCEPTED.value
        plan.accepted_at, plan.accepted_by_id, plan.version = now, actor.account_id, version + 1
        plan.save(update_fields=["status", "accepted_at", "accepted_by", "version"])
    return len(slate)


def _refuse_second_slate(plan: Plan) -> None:
    # Locked, so that two plans of the same posts accepted at once cannot both find none.
    posts = Post.objects.select_for_update(of=("self",)).filter(plans__plan=plan).order_by("pk")
    wanted = [post.pk for post in posts]
    refs = Nomination.objects.filter(post_id__in=wanted, stage__in=LIVE_STAGES).values_list("post__ref", flat=True)
    if refs:
        raise AlreadyNominated(refs=set(refs))


def _nominate(plan: Plan, slate: list[Proposal], actor: Membership, now: datetime, note_verbale: str) -> None:
    nominations = Nomination.objects.bulk_create(
        [
            Nomination(
                organisation_id=plan.organisation_id,
                officer_id=proposal.officer_id,
                post_id=proposal.post_id,
                plan=plan,
                position=proposal.position,
                note_verbale=note_verbale,
                made_at=now,
                made_by_id=actor.account_id,
            )
            for proposal in slate
        ]
    )
    for nomination in nominations:
        first_step(nomination=nomination, document=note_verbale, actor=actor, now=now)
