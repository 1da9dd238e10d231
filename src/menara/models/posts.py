"""Missions, duty stations, calls and the posts they offer, with requirements as data and blanks left blank.

A post mirrors ``engines.eligibility.opening.Opening``. What the whole call says once (deadline, share of women) is on
the call. Lists of requirements are JSON, written only from the engine's own frozen values.
"""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from menara.models.fields import FractionField, SearchKeyField, SortKeyField, WordsField, choices_of, one_of
from menara.models.partnerships import Commitment
from menara.models.records import Named, Recorded
from menara.models.summits.meetings import Outcome
from menara.models.tenancy import Within
from menara.terms import Education, Modality, VacancyState


class Mission(Named, Recorded):
    """A mission, a headquarters or another place of service, as this organisation knows it."""

    code = models.CharField(max_length=40)
    working_languages = models.JSONField(default=list, blank=True)  # ISO 639 codes
    armed = models.BooleanField(null=True, blank=True)  # whether individual officers carry arms; blank: not known
    period = DateRangeField(null=True, blank=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "code"], name="mission_code_once"),
            models.CheckConstraint(condition=~Q(code=""), name="mission_has_code"),
        ]


class DutyStation(Named, Recorded):
    """A town or camp of a mission."""

    mission = Within(Mission, related_name="duty_stations")
    code = models.CharField(max_length=80)

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "mission", "code"], name="dutystation_code_once"),
        ]


class Call(Recorded):
    """A request for nominations. The posts of one call form one batch; one without ``ref`` holds a single post."""

    ref = models.CharField(max_length=80, blank=True, default="")
    title = WordsField()
    caller = models.CharField(max_length=120, blank=True, default="")  # who calls, as posted
    deadline_at = models.DateTimeField(null=True, blank=True)
    deadline_zone = models.CharField(max_length=64, blank=True, default="")  # the zone the deadline was given in
    female_target = FractionField(null=True, blank=True)  # share of women among all nominees of the call
    note_verbale = models.CharField(max_length=120, blank=True, default="")
    as_posted = models.TextField(blank=True, default="")
    outcome = Within(Outcome, null=True, blank=True, related_name="calls")  # what it came from, where known
    commitment = Within(Commitment, null=True, blank=True, related_name="calls")
    search = SearchKeyField(sources=("ref", "title", "caller"))

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "ref"], name="call_ref_once", condition=~Q(ref="")),
            models.CheckConstraint(
                condition=Q(deadline_at__isnull=True) | ~Q(deadline_zone=""), name="call_deadline_has_zone"
            ),
        ]


class Post(Recorded):
    """One line of a call: a post, or ``positions`` alike."""

    ref = models.CharField(max_length=80)
    call = Within(Call, related_name="posts")
    title = WordsField()
    mission = Within(Mission, null=True, blank=True, related_name="posts")
    duty_station = Within(DutyStation, null=True, blank=True, related_name="posts")
    modality = models.CharField(max_length=20, choices=choices_of(Modality), blank=True, default="")
    level = models.CharField(max_length=10, blank=True, default="")
    positions = models.PositiveSmallIntegerField(null=True, blank=True)
    vacancy_state = models.CharField(max_length=10, choices=choices_of(VacancyState), blank=True, default="")
    rank_min = models.JSONField(default=dict, blank=True)  # {"service/corps": lowest grade accepted}
    education = models.SmallIntegerField(choices=choices_of(Education), null=True, blank=True)
    years_total = models.PositiveSmallIntegerField(null=True, blank=True)
    years_specific = models.PositiveSmallIntegerField(null=True, blank=True)
    specific_skill = models.CharField(max_length=80, blank=True, default="")
    stream = models.CharField(max_length=80, blank=True, default="")
    skills = models.JSONField(default=list, blank=True)  # [{"code", "level", "need"}]
    languages = models.JSONField(default=list, blank=True)  # [{"code", "test", "need", "level", "score"}]
    armed = models.BooleanField(null=True, blank=True)
    driving = models.BooleanField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    tour_months = models.PositiveSmallIntegerField(null=True, blank=True)
    extendable = models.BooleanField(null=True, blank=True)
    max_nominations = models.PositiveSmallIntegerField(null=True, blank=True)
    nationality_exclusions = models.JSONField(default=list, blank=True)  # [{"nationality", "reason", "authority"}]
    critical = models.BooleanField(default=False)
    as_posted = models.TextField(blank=True, default="")
    seen_on = models.DateField(null=True, blank=True)
    sort_ar = SortKeyField(source="title", language="ar")
    sort_fr = SortKeyField(source="title", language="fr")
    sort_en = SortKeyField(source="title", language="en")
    search = SearchKeyField(sources=("ref", "title"))

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            one_of("modality", Modality, blank=True),
            one_of("vacancy_state", VacancyState, blank=True),
            models.UniqueConstraint(fields=["organisation", "ref"], name="post_ref_once"),
            models.CheckConstraint(condition=~Q(ref=""), name="post_has_ref"),
        ]
        indexes = [models.Index(fields=["organisation", "call"], name="post_of_call")]
