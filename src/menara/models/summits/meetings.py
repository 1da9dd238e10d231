"""Summits and what came of them: who met whom, who said what in which words, and outcomes on a ladder.

A wish, an agreed action, a pledge and an instrument are four things. An outcome climbs with a document and never by
itself; the constraints here and the step's trigger in ``walls.py`` hold that.
"""

from __future__ import annotations

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q

from menara.models.fields import SearchKeyField, SortKeyField, WordsField, choices_of, one_of
from menara.models.records import Named, Recorded
from menara.models.tenancy import Tenant, Within
from menara.terms import OutcomeKind, Provenance


class Institution(Named, Recorded):
    """A body that people represent and that one can be a partner of: a service, a department, an organisation."""

    code = models.CharField(max_length=40, blank=True, default="")
    country = models.CharField(max_length=3, blank=True, default="")  # ISO 3166 alpha-3; blank: international

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "code"], name="institution_code_once", condition=~Q(code="")
            ),
        ]


class Person(Recorded):
    """A principal or a delegate. ``names`` holds the name by script as the person's own office writes it; a script the
    office does not use stays blank, and no machine fills it."""

    names = WordsField()  # by script, ISO 15924: {"Arab": …, "Latn": …}
    institution = Within(Institution, null=True, blank=True, related_name="people")
    search = SearchKeyField(sources=("names",))
    sort_ar = SortKeyField(source="names", language="Arab")
    sort_en = SortKeyField(source="names", language="Latn")

    class Meta:
        constraints = [*Recorded.Meta.constraints]


class PersonTitle(Recorded):
    """A title a person holds for a time; an open end means it holds still or its end is not known."""

    person = Within(Person, models.CASCADE, related_name="titles")
    text = WordsField()
    acting = models.BooleanField(null=True, blank=True)
    validity = DateRangeField(null=True, blank=True)  # half-open: first day in, first day out

    class Meta:
        constraints = [*Recorded.Meta.constraints]


class Summit(Named, Recorded):
    """An event on whose margins delegations meet."""

    period = DateRangeField()
    venue = WordsField()
    time_zone = models.CharField(max_length=64)  # IANA name
    country = models.CharField(max_length=3, blank=True, default="")

    class Meta:
        constraints = [*Recorded.Meta.constraints]


class Meeting(Recorded):
    """One delegation received by another. Direction matters: who asked, who hosted, who received whom."""

    summit = Within(Summit, related_name="meetings")
    request = Within("menara.MeetingRequest", null=True, blank=True, related_name="meetings")
    held_on = models.DateField()
    begins_at = models.TimeField(null=True, blank=True)  # local time; blank: not known
    part_of_day = models.CharField(max_length=10, blank=True, default="")  # morning, afternoon, evening, where so told
    time_zone = models.CharField(max_length=64)
    venue = WordsField()
    subject = WordsField()
    requested_by = Within(Institution, null=True, blank=True, related_name="+")
    hosted_by = Within(Institution, null=True, blank=True, related_name="+")
    received_by = Within(Person, null=True, blank=True, related_name="+")
    source_note = models.TextField(blank=True, default="")
    ends_at = models.TimeField(null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    photo_released = models.BooleanField(null=True, blank=True)
    gifts = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "request"], name="meeting_of_request_once", condition=Q(request__isnull=False)
            ),
        ]


class Side(StrEnum):
    HOST = "host"
    GUEST = "guest"


class DelegationRole(StrEnum):
    HEAD = "head"
    MEMBER = "member"
    NOTE_TAKER = "note_taker"
    INTERPRETER = "interpreter"
    SECURITY = "security"
    PRESS = "press"


class Participant(Tenant):
    meeting = Within(Meeting, models.CASCADE, related_name="participants")
    person = Within(Person, related_name="participations")
    side = models.CharField(max_length=5, choices=choices_of(Side))
    role = models.CharField(max_length=12, choices=choices_of(DelegationRole), default=DelegationRole.MEMBER.value)
    precedence = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "meeting", "person"], name="participant_once"),
            one_of("side", Side),
            one_of("role", DelegationRole),
        ]


class Verb(StrEnum):
    """How something was said. The verb is part of the fact: a wish conveyed is no agreement."""

    CONVEYED_WISH = "conveyed_wish"
    STRESSED_IMPORTANCE = "stressed_importance"
    EXPRESSED = "expressed"
    PROPOSED = "proposed"
    AGREED = "agreed"
    SIGNED = "signed"


class Statement(Recorded):
    """What was said, by whom, in whose name and with which verb."""

    meeting = Within(Meeting, models.CASCADE, related_name="statements")
    speaker = Within(Person, related_name="statements")
    on_behalf_of = WordsField()
    verb = models.CharField(max_length=20, choices=choices_of(Verb))
    text = WordsField()
    matter = WordsField()  # the words that follow the verb: "to strengthen co-operation", "renforcer la coopération"
    reasons = WordsField()  # what was named as the reason, as a noun: "their field experience"
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [*Recorded.Meta.constraints, one_of("verb", Verb)]


class Outcome(Recorded):
    """What came of a meeting, on its rung of the ladder, with what that rung asks for."""

    summit = Within(Summit, related_name="outcomes")
    meeting = Within(Meeting, null=True, blank=True, related_name="outcomes")
    counterpart = Within(Institution, null=True, blank=True, related_name="outcomes")
    clause = Within("menara.ClauseVersion", null=True, blank=True, related_name="outcomes")  # the agreed words
    kind = models.CharField(max_length=20, choices=choices_of(OutcomeKind))
    text = WordsField()
    quantity = models.PositiveIntegerField(null=True, blank=True)
    unit = WordsField()  # what the quantity counts
    note_verbale = models.CharField(max_length=120, blank=True, default="")
    title = WordsField()  # of an instrument
    signed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            one_of("kind", OutcomeKind),
            models.UniqueConstraint(fields=["organisation", "id", "kind"], name="outcome_with_kind"),
            models.CheckConstraint(
                # Null compares as unknown, and a check lets the unknown pass.
                condition=~Q(kind=OutcomeKind.PLEDGE.value)
                | (Q(quantity__isnull=False, quantity__gt=0) & ~Q(note_verbale="")),
                name="outcome_pledge_has_quantity_and_note",
            ),
            models.CheckConstraint(
                # Of an instrument that is only reported the day may be unseen; then its source stands for it.
                condition=~Q(kind=OutcomeKind.INSTRUMENT.value)
                | (~Q(title={}) & (Q(signed_on__isnull=False) | Q(provenance=Provenance.REAL.value))),
                name="outcome_instrument_has_title_and_day",
            ),
        ]


class OutcomeStep(Tenant):
    """A climb of the ladder, with the document that carries it. An outcome changes its kind only where one exists."""

    outcome = Within(Outcome, related_name="steps")
    from_kind = models.CharField(max_length=20, choices=choices_of(OutcomeKind))
    to_kind = models.CharField(max_length=20, choices=choices_of(OutcomeKind))
    document = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("from_kind", OutcomeKind),
            one_of("to_kind", OutcomeKind),
            models.UniqueConstraint(fields=["organisation", "outcome", "to_kind"], name="outcomestep_once"),
            models.CheckConstraint(condition=~Q(document=""), name="outcomestep_has_document"),
        ]
