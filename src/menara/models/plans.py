"""Plans: the question put to the engine, its answer, what people decided, and the nominations that came of it."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from menara.models.fields import choices_of, one_of
from menara.models.officers import Officer
from menara.models.posts import Call, Post
from menara.models.tenancy import Tenant, Within
from menara.terms import NEXT_STAGES, Stage


class PlanStatus(StrEnum):
    DRAFT = "draft"
    QUEUED = "queued"
    RUNNING = "running"
    SOLVED = "solved"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"
    FAILED = "failed"
    ACCEPTED = "accepted"

    @property
    def is_under_way(self) -> bool:
        return self in (PlanStatus.QUEUED, PlanStatus.RUNNING)

    @property
    def has_slate(self) -> bool:
        return self in (PlanStatus.SOLVED, PlanStatus.STOPPED, PlanStatus.ACCEPTED)


class Plan(Tenant):
    """One run of the matching engine over some posts and the whole roster, on one day.

    ``attempt`` is the fencing token: it grows each time a worker takes the plan up, and only the worker that holds the
    present one may write. ``progress`` is the engine's last word, ``course`` what it held and had proven over time (of
    each point: seconds, level, value, bound, unit), ``fairness`` how groups of officers came out.
    """

    name = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=choices_of(PlanStatus), default=PlanStatus.DRAFT.value)
    on_day = models.DateField()
    settings = models.JSONField(default=dict, blank=True)
    seconds = models.FloatField(default=60.0)  # how long the engine may work
    follows = Within("menara.Plan", null=True, blank=True, related_name="followers")  # the plan solved again
    input_hash = models.CharField(max_length=80, blank=True, default="")
    outcome = models.JSONField(
        default=dict, blank=True
    )  # the result without its rows: status, levels, conflicts, times
    progress = models.JSONField(default=dict, blank=True)
    course = models.JSONField(default=list, blank=True)
    fairness = models.JSONField(default=dict, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    attempt = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=60, blank=True, default="")  # a code; the sentence is in the faces
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey("menara.Account", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            one_of("status", PlanStatus),
            models.CheckConstraint(
                condition=~Q(status=PlanStatus.ACCEPTED.value)
                | (Q(accepted_at__isnull=False) & Q(accepted_by__isnull=False)),
                name="plan_accepted_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-created_at"], name="plan_newest")]


class PlanFile(Tenant):
    """The plan as a file (``plan.json``), word for word: the problem as it was put, the result as it was given."""

    plan = Within(Plan, models.CASCADE, related_name="files")
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "plan"], name="planfile_once")]


class Scenario(Tenant):
    """A plan kept under a name, to be compared with others. Dropping the name leaves the plan."""

    plan = Within(Plan, models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True, default="")
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="scenario_name_once"),
            models.UniqueConstraint(fields=["organisation", "plan"], name="scenario_plan_once"),
            models.CheckConstraint(condition=~Q(name=""), name="scenario_has_name"),
        ]


class PlanPost(Tenant):
    """A post that the plan is to fill."""

    plan = Within(Plan, models.CASCADE, related_name="posts")
    post = Within(Post, related_name="plans")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "plan", "post"], name="planpost_once")]


class ProposalKind(StrEnum):
    NOMINEE = "nominee"
    RESERVE = "reserve"


class Proposal(Tenant):
    """The engine proposes this officer for this post, with the odds of success in whole per cent."""

    plan = Within(Plan, models.CASCADE, related_name="proposals")
    post = Within(Post, related_name="proposals")
    officer = Within(Officer, related_name="proposals")
    kind = models.CharField(max_length=7, choices=choices_of(ProposalKind))
    position = models.PositiveSmallIntegerField(default=0)  # which of the post's positions, from 0
    order = models.PositiveSmallIntegerField(default=0)  # among the reserves of the post
    odds = models.PositiveSmallIntegerField()
    quality = models.IntegerField()
    pinned = models.BooleanField(default=False)
    unknown_rules = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            one_of("kind", ProposalKind),
            models.UniqueConstraint(fields=["organisation", "plan", "post", "officer", "kind"], name="proposal_once"),
            # A nominee stands once in a plan; a reserve may stand behind several posts.
            models.UniqueConstraint(
                fields=["organisation", "plan", "officer"],
                name="proposal_one_post_each",
                condition=Q(kind=ProposalKind.NOMINEE.value),
            ),
            models.CheckConstraint(condition=Q(odds__lte=100), name="proposal_per_cent"),
        ]


class DecisionKind(StrEnum):
    PIN = "pin"
    EXCLUDE = "exclude"
    WAIVE = "waive"
    ESTIMATE = "estimate"


class Decision(Tenant):
    """What a person decided, with a reason. It holds for every plan made until it is withdrawn."""

    kind = models.CharField(max_length=8, choices=choices_of(DecisionKind))
    officer = Within(Officer, null=True, blank=True, related_name="decisions")
    post = Within(Post, null=True, blank=True, related_name="decisions")
    call = Within(Call, null=True, blank=True, related_name="decisions")
    per_cent = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField()
    made_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("menara.Account", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("kind", DecisionKind),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_reason"),
            models.CheckConstraint(
                condition=(
                    Q(kind=DecisionKind.PIN.value, officer__isnull=False, post__isnull=False, call__isnull=True)
                    | Q(kind=DecisionKind.EXCLUDE.value, officer__isnull=False, call__isnull=True)
                    | Q(kind=DecisionKind.WAIVE.value, officer__isnull=True, post__isnull=True, call__isnull=False)
                    | Q(
                        kind=DecisionKind.ESTIMATE.value,
                        officer__isnull=False,
                        post__isnull=False,
                        call__isnull=True,
                        per_cent__isnull=False,
                        per_cent__lte=100,
                    )
                ),
                name="decision_says_about_what",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "officer", "post", "call"],
                name="decision_stands_once",
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
            ),
        ]


class Nomination(Tenant):
    """An officer presented for a post by the state, and where he or she stands. The stage is the last step's."""

    officer = Within(Officer, related_name="nominations")
    post = Within(Post, related_name="nominations")
    plan = Within(Plan, null=True, blank=True, related_name="nominations")
    position = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=20, choices=choices_of(Stage), default=Stage.NOMINATED.value)
    note_verbale = models.CharField(max_length=120, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            one_of("stage", Stage),
            models.UniqueConstraint(fields=["organisation", "officer", "post"], name="nomination_once"),
        ]
        indexes = [models.Index(fields=["organisation", "stage"], name="nomination_by_stage")]


def _is_allowed() -> Q:
    """The table of allowed steps as a condition, so that the database keeps no other."""
    allowed = Q(from_stage="", to_stage=Stage.NOMINATED.value)
    for stage, following in NEXT_STAGES.items():
        if following:
            allowed |= Q(from_stage=stage.value, to_stage__in=sorted(next_stage.value for next_stage in following))
    return allowed


class NominationStep(Tenant):
    """A move from one stage to the next: who recorded it, when, on which day it happened, by which document."""

    nomination = Within(Nomination, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    from_stage = models.CharField(max_length=20, choices=choices_of(Stage), blank=True, default="")
    to_stage = models.CharField(max_length=20, choices=choices_of(Stage))
    happened_on = models.DateField()
    document = models.CharField(max_length=200, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "nomination", "order"], name="nominationstep_in_order"),
            models.CheckConstraint(condition=_is_allowed(), name="nominationstep_allowed"),
            models.CheckConstraint(
                condition=~Q(to_stage=Stage.NOT_SELECTED.value) | ~Q(reason=""),
                name="nominationstep_refusal_has_reason",
            ),
        ]
