"""Partnerships, and the commitments made in them. Only what was agreed can be a commitment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from menara.models.fields import WordsField, choices_of
from menara.models.records import Recorded
from menara.models.summits import Institution, Outcome
from menara.models.tenancy import Within
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
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(condition=Q(outcome_kind__in=BINDING), name="commitment_rests_on_no_wish"),
        ]
