"""The programme of a summit: rooms, interpreters, versions, and every meeting's place in them.

A room, a person or an interpreter that is booked twice in one version is refused by the schema: each of the three
tables of places carries its version and its time, and excludes an overlap. The copies of the time in the rows of people
and interpreters follow the place by composite keys that cascade, so that no path of writing can leave them behind.
"""

from __future__ import annotations

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import F, Q

from menara.models.fields import WordsField, choices_of, one_of
from menara.models.ranges import bounded, one_at_a_time
from menara.models.records import Named, Recorded
from menara.models.summits.delegations import Delegation, MeetingRequest
from menara.models.summits.meetings import Person, Summit
from menara.models.tenancy import Tenant, Within


class Room(Named, Recorded):
    """A room for meetings. ``area`` is the building or venue it lies in; walking counts between areas."""

    summit = Within(Summit, related_name="rooms")
    code = models.CharField(max_length=40)
    area = models.CharField(max_length=40, blank=True, default="")
    capacity = models.PositiveSmallIntegerField()
    equipment = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    clearance = models.PositiveSmallIntegerField(default=0)  # up to which meetings may be held in it
    turnover_minutes = models.PositiveSmallIntegerField(default=0)  # kept free behind each meeting

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "summit", "code"], name="room_code_once"),
        ]


class RoomHours(Tenant):
    """When a room is open. A room without hours is closed."""

    room = Within(Room, models.CASCADE, related_name="hours")
    during = DateTimeRangeField()

    class Meta:
        constraints = [bounded("during"), one_at_a_time("room", during="during", name="roomhours_apart")]


class Walk(Tenant):
    """Minutes on foot between two areas of a summit, in both directions."""

    summit = Within(Summit, related_name="walks")
    one = models.CharField(max_length=40)
    other = models.CharField(max_length=40)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "summit", "one", "other"], name="walk_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="walk_named_in_order"),
        ]


class Slot(Tenant):
    """One step of the programme's clock. A meeting takes one or several that follow one another."""

    summit = Within(Summit, related_name="slots")
    during = DateTimeRangeField()

    class Meta:
        constraints = [bounded("during"), one_at_a_time("summit", during="during", name="slot_apart")]


class Interpreter(Recorded):
    """An interpreter of a summit; ``code`` stands for the name where none is to be shown."""

    summit = Within(Summit, related_name="interpreters")
    code = models.CharField(max_length=40)
    names = WordsField()  # by script
    clearance = models.PositiveSmallIntegerField(default=0)
    most_minutes_in_row = models.PositiveSmallIntegerField(default=120)
    rest_minutes = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "summit", "code"], name="interpreter_code_once"),
        ]


class InterpreterPair(Tenant):
    """From which language into which the interpreter works; the way back is a pair of its own."""

    interpreter = Within(Interpreter, models.CASCADE, related_name="pairs")
    source = models.CharField(max_length=8)
    target = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "interpreter", "source", "target"], name="interpreterpair_once"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="interpreterpair_of_two"),
        ]


class InterpreterShift(Tenant):
    """When an interpreter is on duty."""

    interpreter = Within(Interpreter, models.CASCADE, related_name="shifts")
    during = DateTimeRangeField()

    class Meta:
        constraints = [
            bounded("during"),
            one_at_a_time("interpreter", during="during", name="interpretershift_apart"),
        ]


class ProgrammeStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"  # was published, and a later version was


class Programme(Tenant):
    """One version of a summit's programme. A draft has no number; publishing gives it the next."""

    summit = Within(Summit, related_name="programmes")
    status = models.CharField(max_length=10, choices=choices_of(ProgrammeStatus), default=ProgrammeStatus.DRAFT.value)
    number = models.PositiveIntegerField(null=True, blank=True)
    based_on = Within("self", null=True, blank=True, related_name="followed_by")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("menara.Account", models.PROTECT, null=True, blank=True, related_name="+")
    release_note = WordsField()
    proof = models.JSONField(default=dict, blank=True)  # value, bound and gap of each goal when it was last solved
    progress = models.JSONField(default=dict, blank=True)  # of the solving under way
    stop_asked = models.BooleanField(default=False)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    changed = models.PositiveIntegerField(default=0)  # counts changes, so that two editors notice each other

    class Meta:
        constraints = [
            one_of("status", ProgrammeStatus),
            models.UniqueConstraint(fields=["organisation", "summit", "number"], name="programme_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "summit"],
                name="programme_one_published",
                condition=Q(status=ProgrammeStatus.PUBLISHED.value),
            ),
            models.CheckConstraint(
                condition=Q(status=ProgrammeStatus.DRAFT.value, number__isnull=True, published_at__isnull=True)
                | (
                    ~Q(status=ProgrammeStatus.DRAFT.value)
                    & Q(number__isnull=False, published_at__isnull=False, published_by__isnull=False)
                ),
                name="programme_numbered_when_published",
            ),
        ]


class PlaceState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    NO_SHOW = "no_show"  # its room was released
    CANCELLED = "cancelled"


LIVE = (PlaceState.PLANNED.value, PlaceState.HELD.value)


class Placement(Tenant):
    """A meeting's place in one version. ``occupies`` is ``during`` and the room's turn-over behind it."""

    programme = Within(Programme, models.CASCADE, related_name="placements")
    request = Within(MeetingRequest, related_name="placements")
    room = Within(Room, related_name="placements")
    during = DateTimeRangeField()
    occupies = DateTimeRangeField()
    is_pinned = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=choices_of(PlaceState), default=PlaceState.PLANNED.value)
    sequence = models.PositiveIntegerField(default=0)  # of the calendar entry: one more with each published change

    class Meta:
        constraints = [
            one_of("state", PlaceState),
            bounded("during"),
            models.CheckConstraint(condition=Q(occupies__contains=F("during")), name="placement_occupies_its_time"),
            models.UniqueConstraint(fields=["organisation", "programme", "request"], name="placement_once"),
            # What the rows of people and interpreters follow by their keys.
            models.UniqueConstraint(
                fields=["organisation", "id", "programme", "during", "state"], name="placement_followed"
            ),
            one_at_a_time("programme", "room", during="occupies", name="room_booked_once", condition=Q(state__in=LIVE)),
        ]


class PlacementPerson(Tenant):
    """A person whom a placed meeting needs. Version, time and state follow the place."""

    placement = Within(Placement, models.CASCADE, related_name="people")
    person = Within(Person, related_name="+")
    programme = Within(Programme, models.CASCADE, related_name="+")
    during = DateTimeRangeField()
    state = models.CharField(max_length=9, choices=choices_of(PlaceState), default=PlaceState.PLANNED.value)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "placement", "person"], name="placementperson_once"),
            one_at_a_time(
                "programme", "person", during="during", name="person_booked_once", condition=Q(state__in=LIVE)
            ),
        ]


class PlacementInterpreter(Tenant):
    """An interpreter of a placed meeting, from which language into which; two of them over a third are a relay."""

    placement = Within(Placement, models.CASCADE, related_name="interpreters")
    interpreter = Within(Interpreter, related_name="placements")
    programme = Within(Programme, models.CASCADE, related_name="+")
    during = DateTimeRangeField()
    state = models.CharField(max_length=9, choices=choices_of(PlaceState), default=PlaceState.PLANNED.value)
    pairs = models.JSONField(default=list)  # [["ar", "en"], ["en", "ar"]]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "placement", "interpreter"], name="placementinterpreter_once"
            ),
            one_at_a_time(
                "programme", "interpreter", during="during", name="interpreter_booked_once",
                condition=Q(state__in=LIVE),
            ),
        ]  # fmt: skip


class WaitingPlace(Tenant):
    """A meeting that waits for a room: on a day or at a time, in one room or any. Served in order of asking."""

    request = Within(MeetingRequest, models.CASCADE, related_name="waiting")
    room = Within(Room, null=True, blank=True, related_name="+")
    wanted = DateTimeRangeField(null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    served_by = Within(Placement, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "request"], name="waitingplace_once", condition=Q(ended_at__isnull=True)
            )
        ]


class NoticeKind(StrEnum):
    PLACED = "placed"
    MOVED = "moved"  # another time
    ROOM_CHANGED = "room_changed"
    TAKEN_OUT = "taken_out"
    ROOM_FREE = "room_free"  # for one who waits


class Notice(Tenant):
    """What a delegation must know of a change; ``facts`` hold the times and rooms before and after."""

    delegation = Within(Delegation, models.CASCADE, related_name="notices")
    request = Within(MeetingRequest, models.CASCADE, related_name="notices")
    programme = Within(Programme, models.CASCADE, null=True, blank=True, related_name="notices")
    kind = models.CharField(max_length=12, choices=choices_of(NoticeKind))
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [one_of("kind", NoticeKind)]
        indexes = [models.Index(fields=["organisation", "delegation"], name="notice_of_delegation")]


class CalendarFeed(Tenant):
    """A secret address under which a delegation's or a person's published meetings are read by calendar programs.
    Only the secret's hash is kept."""

    delegation = Within(Delegation, models.CASCADE, related_name="feeds")
    person = Within(Person, models.CASCADE, null=True, blank=True, related_name="feeds")
    secret_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=10, default="en")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "secret_hash"], name="calendarfeed_secret_once")]
