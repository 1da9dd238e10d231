"""Partnerships, and the commitments made in them. Only what was agreed can be a commitment."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from menara.models.fields import WordsField, choices_of, one_of
from menara.models.records import Recorded
from menara.models.summits.meetings import Institution, Outcome, Person, Side
from menara.models.tenancy import Tenant, Within
from menara.terms import OutcomeKind

BINDING = tuple(kind.value for kind in OutcomeKind if kind is not OutcomeKind.EXPRESSED_INTEREST)


class Partnership(Recorded):
    """The organisation's standing relation with another body."""

    partner = Within(Institution, related_name="partnerships")
    since_on = models.DateField(null=True, blank=True)
    purpose = WordsField()

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "partner"], name="partnership_once"),
        ]


class Commitment(Recorded):
    """Something someone undertook to do by a day. ``outcome_kind`` is part of its key to the outcome, so that the
    database itself refuses one that rests on a wish."""

    outcome = Within(Outcome, related_name="commitments")
    outcome_kind = models.CharField(max_length=20, choices=choices_of(OutcomeKind))
    partnership = Within(Partnership, null=True, blank=True, related_name="commitments")
    text = WordsField()
    owner = models.ForeignKey("menara.Account", models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    owner_side = models.CharField(max_length=5, choices=choices_of(Side), default=Side.HOST.value)
    owner_person = Within(Person, null=True, blank=True, related_name="+")
    measure = WordsField()  # by what one will see that it is done
    done_on = models.DateField(null=True, blank=True)  # as its owner reports
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_side = models.CharField(max_length=5, blank=True, default="", choices=choices_of(Side))
    verified_by = models.ForeignKey("menara.Account", models.PROTECT, null=True, blank=True, related_name="+")
    returned_note = models.TextField(blank=True, default="")  # why the other side did not take it as done

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            one_of("owner_side", Side),
            one_of("verified_side", Side, blank=True),
            models.CheckConstraint(condition=Q(outcome_kind__in=BINDING), name="commitment_rests_on_no_wish"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_side="", verified_by__isnull=True)
                | (
                    Q(verified_at__isnull=False, verified_by__isnull=False, done_on__isnull=False)
                    & ~Q(verified_side="")
                    & ~Q(verified_side=F("owner_side"))
                ),
                name="commitment_verified_by_the_other_side",
            ),
        ]


class CommitmentEvidence(Tenant):
    """What shows that a commitment is kept: a document's reference and what it says. Never changed, only added to."""

    commitment = Within(Commitment, models.CASCADE, related_name="evidence")
    side = models.CharField(max_length=5, choices=choices_of(Side))
    reference = models.CharField(max_length=300)
    note = models.TextField(blank=True, default="")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("side", Side),
            models.CheckConstraint(condition=~Q(reference=""), name="commitmentevidence_has_reference"),
        ]


class Reminder(Tenant):
    """That a commitment was called to mind: so many days before or after it was due. Once for each."""

    commitment = Within(Commitment, models.CASCADE, related_name="reminders")
    days_before = models.SmallIntegerField()  # negative: after it was due
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "commitment", "days_before"], name="reminder_once")
        ]
