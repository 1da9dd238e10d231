"""What calendar programs are told: a delegation's published meetings through all versions, and the secret addresses."""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Q

from menara.models import (
    LIVE,
    Absence,
    CalendarFeed,
    Delegation,
    DelegationMember,
    DelegationRole,
    MeetingRequest,
    Placement,
    PlacementPerson,
    Programme,
    ProgrammeStatus,
)
from menara.models.zones import zone_of
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.spoken import languages_spoken
from menara.terms import Provenance

FOR_ALL = 0  # clearance up to which what is talked about may leave the house in a calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarOwner:
    """Whose calendar: a delegation at a summit. ``institution`` and ``summit`` are names by language."""

    delegation_id: int
    institution: Words
    summit_id: int
    summit: Words
    venue: Words
    time_zone: str
    first_day: datetime
    day_after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """A meeting as calendar programs are told of it. One that left the programme stays as cancelled, with a higher
    ``sequence``, because programs forget nothing by themselves. ``asked_at`` never changes and makes the UID.

    ``subject`` is blank where the meeting needs a clearance. ``version`` is the one that told it last, published at
    ``told_at``.
    """

    request_id: int
    asked_at: datetime
    begins_at: datetime
    ends_at: datetime
    room: Words
    room_code: str
    area: str
    asking_id: int
    asking: Words
    asked: Words
    receiving_id: int
    subject: Words
    languages: tuple[str, ...]
    is_cancelled: bool
    is_tentative: bool
    is_confidential: bool
    is_synthetic: bool
    sequence: int
    version: int
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    id: int
    person_id: int | None
    person: Words
    language: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """A person of the delegation; ``names`` by script, blank where the office gave none."""

    person_id: int
    names: Words
    role: str
    from_calendar: int  # absences that a calendar file told


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFeed:
    """A secret address in force: whose, and in which language."""

    feed_id: int
    summit_id: int
    person_id: int | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForPaper:
    with_subject: bool
    is_synthetic: bool


def calendar_owner(*, delegation_id: int) -> CalendarOwner:
    """Raises ``NoSuchRecord`` where there is none, or none that may be seen."""
    row = Delegation.objects.select_related("institution", "summit").filter(pk=delegation_id).first()
    if row is None:
        raise NoSuchRecord(kind="delegation", record_id=delegation_id)
    zone = zone_of(row.summit.time_zone)
    first, after = row.summit.period.lower, row.summit.period.upper
    return CalendarOwner(
        delegation_id=row.pk,
        institution=row.institution.name,
        summit_id=row.summit_id,
        summit=row.summit.name,
        venue=row.summit.venue,
        time_zone=row.summit.time_zone,
        first_day=datetime(first.year, first.month, first.day, tzinfo=zone),
        day_after=datetime(after.year, after.month, after.day, tzinfo=zone),
    )


def calendar_entries(
    *, delegation_id: int, person_id: int | None = None, request_id: int | None = None
) -> tuple[CalendarEntry, ...]:
    """A delegation's meetings in the published versions, or one person's, or one meeting, in order of time."""
    owner = Delegation.objects.filter(pk=delegation_id).first()
    if owner is None:
        return ()
    shown = Programme.objects.filter(summit_id=owner.summit_id).exclude(status=ProgrammeStatus.DRAFT.value)
    versions = list(shown.order_by("number").only("id", "number", "status", "published_at"))
    if not versions:
        return ()
    rows = Placement.objects.filter(programme__in=[version.pk for version in versions]).filter(
        Q(request__asking=delegation_id) | Q(request__asked=delegation_id)
    )
    if person_id is not None:
        needed = PlacementPerson.objects.filter(person=person_id).values("placement")
        rows = rows.filter(pk__in=needed)
    if request_id is not None:
        rows = rows.filter(request=request_id)
    rows = rows.select_related(
        "room", "request", "request__asking__institution", "request__asked__institution"
    ).order_by("programme__number")
    told: dict[int, dict[int, Placement]] = defaultdict(dict)
    for row in rows:
        told[row.request_id][row.programme_id] = row
    entries = (_entry(places, versions, for_person=person_id is not None) for places in told.values())
    return tuple(sorted(entries, key=lambda entry: (entry.begins_at, entry.request_id)))


def _entry(places: Mapping[int, Placement], versions: list[Programme], *, for_person: bool) -> CalendarEntry:
    """The last word on one meeting, from its places by version."""
    known = [version for version in versions if version.pk in places]
    row = places[known[-1].pk]
    is_gone = known[-1] is not versions[-1]
    # Since when this is the last word: the version after it was seen last, or the first that said the same.
    since = (
        versions[versions.index(known[-1]) + 1]
        if is_gone
        else next(version for version in known if places[version.pk].sequence == row.sequence)
    )
    request = row.request
    # A person may leave a meeting and come back to it while the meeting itself, and its sequence, stay as they are.
    left = [a for a, b in pairwise(versions) if a.pk in places and b.pk not in places] if for_person else []
    returned = 2 * (len(left) - is_gone if left else 0)
    return CalendarEntry(
        request_id=request.pk,
        asked_at=request.asked_at,
        begins_at=row.during.lower,
        ends_at=row.during.upper,
        room=row.room.name,
        room_code=row.room.code,
        area=row.room.area,
        asking_id=request.asking_id,
        asking=request.asking.institution.name,
        asked=request.asked.institution.name,
        receiving_id=request.receiving_id,
        subject=request.subject if request.clearance <= FOR_ALL else {},
        languages=_languages(request),
        is_cancelled=is_gone or row.state not in LIVE,
        is_tentative=request.is_tentative,
        is_confidential=request.clearance > FOR_ALL,
        is_synthetic=request.provenance == Provenance.SYNTHETIC.value,
        sequence=row.sequence + is_gone + returned,
        version=since.number or 0,
        told_at=since.published_at or row.during.lower,
    )


def _languages(request: MeetingRequest) -> tuple[str, ...]:
    """What is spoken in the meeting, the language of the one who asks first."""
    return tuple(dict.fromkeys(filter(None, languages_spoken(request))))


def feeds_of(*, delegation_id: int) -> tuple[FeedLine, ...]:
    """The secret addresses in force, that of the whole delegation first. The secrets themselves are not kept."""
    rows = CalendarFeed.objects.filter(delegation=delegation_id, ended_at__isnull=True).select_related("person")
    return tuple(
        FeedLine(
            id=row.pk,
            person_id=row.person_id,
            person=row.person.names if row.person else {},
            language=row.language,
            made_at=row.made_at,
        )
        for row in sorted(rows, key=lambda row: (row.person_id is not None, row.person_id or 0, row.pk))
    )


def delegates(*, delegation_id: int) -> tuple[Delegate, ...]:
    """The people of a delegation, its head first."""
    rows = DelegationMember.objects.filter(delegation=delegation_id).select_related("person")
    held: dict[int, int] = defaultdict(int)
    for person in Absence.objects.exclude(calendar_uid="").values_list("person_id", flat=True):
        held[person] += 1
    return tuple(
        Delegate(person_id=row.person_id, names=row.person.names, role=row.role, from_calendar=held[row.person_id])
        for row in sorted(rows, key=_rank_in_delegation)
    )


def _rank_in_delegation(row: DelegationMember) -> tuple[bool, int, int]:
    return (row.role != DelegationRole.HEAD.value, row.precedence if row.precedence is not None else 1_000, row.pk)


def for_paper(*, request_ids: Iterable[int]) -> dict[int, ForPaper]:
    """What may be printed of each meeting beyond its time and place."""
    rows = MeetingRequest.objects.filter(pk__in=list(request_ids)).values_list("pk", "clearance", "provenance")
    return {
        pk: ForPaper(with_subject=clearance <= FOR_ALL, is_synthetic=provenance == Provenance.SYNTHETIC.value)
        for pk, clearance, provenance in rows
    }


def feed_by_hash(*, delegation_id: int, secret_hash: str) -> OpenFeed | None:
    """The address in force whose secret has this hash. Each is compared in the same time."""
    rows = CalendarFeed.objects.filter(delegation=delegation_id, ended_at__isnull=True).select_related("delegation")
    found = None
    for row in rows:
        if hmac.compare_digest(row.secret_hash, secret_hash):
            found = row
    if found is None:
        return None
    return OpenFeed(
        feed_id=found.pk,
        summit_id=found.delegation.summit_id,
        person_id=found.person_id,
        language=found.language,
    )


def published_now(*, summit_id: int) -> int | None:
    """The version in force."""
    rows = Programme.objects.filter(summit=summit_id, status=ProgrammeStatus.PUBLISHED.value)
    return rows.values_list("pk", flat=True).first()


def parties_of(*, request_id: int) -> tuple[int, ...]:
    """The two delegations of a request, the host's own first where it is one of them. Raises ``NoSuchRecord``."""
    row = MeetingRequest.objects.select_related("asking", "asked").filter(pk=request_id).first()
    if row is None:
        raise NoSuchRecord(kind="request", record_id=request_id)
    return tuple(party.pk for party in sorted((row.asking, row.asked), key=lambda party: not party.is_host))


def kept_from_calendar(*, person_id: int) -> dict[str, tuple[datetime, datetime]]:
    """A person's absences that a calendar file told, by the key of the calendar's entry."""
    rows = Absence.objects.filter(person=person_id).exclude(calendar_uid="")
    return {row.calendar_uid: (row.during.lower, row.during.upper) for row in rows}
