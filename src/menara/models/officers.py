"""The roster: officers, what they speak and can do, where they are promised, which papers they hold.

An officer mirrors ``engines.eligibility.officer.Officer``; blank always means *not known*. There are no names: a
service number, nothing more. What a doctor or an investigator said lies in tables of its own, so that it can be kept
from those who need not know.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from menara.models.fields import SearchKeyField, choices_of, one_of
from menara.models.records import Recorded
from menara.models.tenancy import Tenant, Within
from menara.terms import Conduct, Education, LanguageLevel, MedicalClass, ServiceStatus


class Officer(Recorded):
    number = models.CharField(max_length=40)
    service = models.CharField(max_length=80)
    nationality = models.CharField(max_length=3)  # ISO 3166 alpha-3
    home_unit = models.CharField(max_length=120)
    unit_strength = models.PositiveIntegerField(null=True, blank=True)
    woman = models.BooleanField(null=True, blank=True)
    born_on = models.DateField(null=True, blank=True)
    corps = models.CharField(max_length=80, blank=True, default="")
    grade = models.CharField(max_length=80, blank=True, default="")
    education = models.SmallIntegerField(choices=choices_of(Education), null=True, blank=True)
    academy_diploma = models.BooleanField(null=True, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    training_months = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=choices_of(ServiceStatus), blank=True, default="")
    retired_on = models.DateField(null=True, blank=True)
    driving_months = models.PositiveSmallIntegerField(null=True, blank=True)
    firearms_passed_on = models.DateField(null=True, blank=True)
    firearms_tested = models.BooleanField(null=True, blank=True)
    # Whether the list in the other table is complete; False says nobody knows what it should hold.
    languages_known = models.BooleanField(default=True)
    skills_known = models.BooleanField(default=True)
    assignments_known = models.BooleanField(default=True)
    available_from = models.DateField(null=True, blank=True)
    available_until = models.DateField(null=True, blank=True)
    release_consent = models.BooleanField(null=True, blank=True)
    excluded_missions = models.JSONField(default=list, blank=True)
    modalities = models.JSONField(default=list, blank=True)
    missions_served = models.PositiveSmallIntegerField(default=0)
    last_mission_ended_on = models.DateField(null=True, blank=True)
    search = SearchKeyField(sources=("number", "home_unit", "corps", "grade", "service"))

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            one_of("status", ServiceStatus, blank=True),
            models.UniqueConstraint(fields=["organisation", "number"], name="officer_number_once"),
            models.CheckConstraint(condition=~Q(number=""), name="officer_has_number"),
            models.CheckConstraint(
                condition=Q(available_from__isnull=True)
                | Q(available_until__isnull=True)
                | Q(available_from__lt=F("available_until")),
                name="officer_available_in_order",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "home_unit"], name="officer_by_unit")]


class OfficerLanguage(Tenant):
    officer = Within(Officer, models.CASCADE, related_name="languages")
    code = models.CharField(max_length=8)  # ISO 639
    level = models.SmallIntegerField(choices=choices_of(LanguageLevel), null=True, blank=True)
    ams_on = models.DateField(null=True, blank=True)
    ams_score = models.PositiveSmallIntegerField(null=True, blank=True)  # per cent
    ams_until = models.DateField(null=True, blank=True)  # first day it no longer counts, where the assessor wrote one

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "officer", "code"], name="officerlanguage_once"),
            models.CheckConstraint(
                condition=Q(ams_score__isnull=True) | Q(ams_score__lte=100), name="officerlanguage_per_cent"
            ),
        ]


class OfficerSkill(Tenant):
    officer = Within(Officer, models.CASCADE, related_name="skills")
    code = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField()
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    last_used = models.PositiveSmallIntegerField(null=True, blank=True)  # a year

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "officer", "code"], name="officerskill_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="officerskill_level"),
        ]


class OfficerAssignment(Tenant):
    """A period the officer is promised to. Two that overlap are impossible in the schema."""

    officer = Within(Officer, models.CASCADE, related_name="assignments", db_index=False)
    name = models.CharField(max_length=200)
    period = DateRangeField()

    class Meta:
        constraints = [
            # The embedded server has no btree_gist: a range of one officer stands in for equality.
            ExclusionConstraint(
                name="officerassignment_one_at_a_time",
                expressions=[
                    (
                        Func(F("officer"), F("officer"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            # An empty range overlaps nothing and an endless one everything: neither is a promise.
            models.CheckConstraint(
                condition=Q(
                    period__isempty=False,
                    period__lower_inf=False,
                    period__upper_inf=False,
                    # A range that ends at infinity counts as bounded.
                    period__startswith__gte=date(1900, 1, 1),
                    period__endswith__lte=date(2200, 1, 1),
                ),
                name="officerassignment_bounded",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "officer"], name="assignment_of_officer")]


class DocumentKind(StrEnum):
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    STATE_CERTIFICATE = "state_certificate"
    SELF_ATTESTATION = "self_attestation"


class OfficerDocument(Tenant):
    """A paper the officer holds now; the one before it is in the history."""

    officer = Within(Officer, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20, choices=choices_of(DocumentKind))
    issued_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "officer", "kind"], name="officerdocument_once"),
            one_of("kind", DocumentKind),
        ]


class OfficerMedical(Tenant):
    """What an examination cleared the officer for. The diagnosis is never stored."""

    officer = Within(Officer, models.CASCADE, related_name="medicals")
    medical = models.SmallIntegerField(choices=choices_of(MedicalClass), null=True, blank=True)
    medical_until = models.DateField(null=True, blank=True)
    vaccinated = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "officer"], name="officermedical_once")]


class OfficerVetting(Tenant):
    """What the conduct record says."""

    officer = Within(Officer, models.CASCADE, related_name="vettings")
    conduct = models.CharField(max_length=20, choices=choices_of(Conduct), blank=True, default="")
    repatriated = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "officer"], name="officervetting_once"),
            one_of("conduct", Conduct, blank=True),
        ]
