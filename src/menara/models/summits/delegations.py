"""Delegations of a summit: who leads them, who arranges their meetings, whom they ask to meet."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from menara.models.accounts import Membership
from menara.models.fields import WordsField, choices_of, one_of
from menara.models.ranges import bounded
from menara.models.records import Recorded
from menara.models.summits.meetings import DelegationRole, Institution, Person, Summit
from menara.models.tenancy import Tenant, Within


class Delegation(Recorded):
    """A body's delegation at one summit. ``precedence`` is its place in the order the rules of the event fix."""

    summit = Within(Summit, related_name="delegations")
    institution = Within(Institution, related_name="delegations")
    is_host = models.BooleanField(default=False)
    languages = ArrayField(models.CharField(max_length=8), default=list)  # it can work in, the preferred one first
    precedence = models.PositiveSmallIntegerField(null=True, blank=True)
    present = DateTimeRangeField(null=True, blank=True)  # from its arrival to its departure; None: throughout
    most_in_row = models.PositiveSmallIntegerField(null=True, blank=True)  # meetings its head takes without a break
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "summit", "institution"], name="delegation_once"),
            models.UniqueConstraint(
                fields=["organisation", "summit"], name="delegation_one_host", condition=Q(is_host=True)
            ),
        ]


class DelegationMember(Recorded):
    """One person of a delegation, in one role. One head leads each delegation."""

    delegation = Within(Delegation, models.CASCADE, related_name="members")
    person = Within(Person, related_name="delegations")
    role = models.CharField(max_length=12, choices=choices_of(DelegationRole), default=DelegationRole.MEMBER.value)
    precedence = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "delegation", "person"], name="delegationmember_once"),
            models.UniqueConstraint(
                fields=["organisation", "delegation"],
                name="delegation_one_head",
                condition=Q(role=DelegationRole.HEAD.value),
            ),
            one_of("role", DelegationRole),
        ]


class Absence(Tenant):
    """When a person cannot meet: a session, a dinner, a flight. ``calendar_uid`` where a calendar file told it."""

    person = Within(Person, models.CASCADE, related_name="absences")
    during = DateTimeRangeField()
    reason = models.CharField(max_length=200, blank=True, default="")
    calendar_uid = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [bounded("during")]
        indexes = [models.Index(fields=["organisation", "person"], name="absence_of_person")]


class FocalPoint(Tenant):
    """A member who arranges the meetings of one delegation and sees nothing beyond it; ended, never deleted."""

    membership = Within(Membership, related_name="represented")
    delegation = Within(Delegation, related_name="focal_points")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "membership", "delegation"], name="focalpoint_once")
        ]


class RequestStatus(StrEnum):
    """Where a request stands. Only an accepted one is given a place in the programme."""

    ASKED = "asked"
    COUNTERED = "countered"  # the other side proposed another length
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class MeetingRequest(Recorded):
    """One delegation asks another to meet. Direction matters: who asks, who hosts, who receives whom."""

    summit = Within(Summit, related_name="requests")
    asking = Within(Delegation, related_name="asked_for")
    asked = Within(Delegation, related_name="asked_to")
    host = Within(Delegation, null=True, blank=True, related_name="+")  # who offers the place; None: the summit's host
    receiving = Within(Delegation, related_name="+")  # whose head receives the other
    subject = WordsField()
    priority = models.PositiveSmallIntegerField(default=2)  # 1 highest, 2 usual, 3 if room is left
    minutes = models.PositiveSmallIntegerField(default=30)
    proposed_minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # of a counter-proposal
    status = models.CharField(max_length=9, choices=choices_of(RequestStatus), default=RequestStatus.ASKED.value)
    is_tentative = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("menara.Account", models.PROTECT, null=True, blank=True, related_name="+")
    answer_note = models.TextField(blank=True, default="")
    asking_language = models.CharField(max_length=8, blank=True, default="")  # blank: the delegation's first
    asked_language = models.CharField(max_length=8, blank=True, default="")
    persons = models.PositiveSmallIntegerField(default=4)  # expected in the room
    equipment = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    clearance = models.PositiveSmallIntegerField(default=0)
    window = DateTimeRangeField(null=True, blank=True)  # it must lie within
    preferred = DateTimeRangeField(null=True, blank=True)  # it should lie within
    after = Within("self", null=True, blank=True, related_name="before")  # held strictly after this one

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            one_of("status", RequestStatus),
            models.CheckConstraint(condition=~Q(asking=F("asked")), name="meetingrequest_of_two"),
            models.CheckConstraint(
                condition=Q(receiving=F("asking")) | Q(receiving=F("asked")), name="meetingrequest_one_of_them_receives"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="meetingrequest_minutes_sane"),
            models.CheckConstraint(condition=Q(priority__in=[1, 2, 3]), name="meetingrequest_priority_known"),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.COUNTERED.value) | Q(proposed_minutes__isnull=False),
                name="meetingrequest_counter_has_length",
            ),
            # Also when each asks the other at the same moment.
            models.UniqueConstraint(
                F("organisation"),
                Least("asking", "asked"),
                Greatest("asking", "asked"),
                name="request_open_once",
                condition=Q(status__in=[RequestStatus.ASKED.value, RequestStatus.COUNTERED.value]),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "asking"], name="request_asking"),
            models.Index(fields=["organisation", "asked"], name="request_asked"),
        ]


class RequestPerson(Tenant):
    """A person beside the two heads without whom the meeting cannot be held."""

    request = Within(MeetingRequest, models.CASCADE, related_name="people")
    person = Within(Person, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "request", "person"], name="requestperson_once")]
