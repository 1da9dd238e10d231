"""Requests to meet: who asks whom, how each stands, whose answer is awaited, and who meets whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from menara.models import (
    Meeting,
    MeetingRequest,
    Placement,
    ProgrammeStatus,
    RequestPerson,
    RequestStatus,
)
from menara.models.zones import zone_of
from menara.queries.listing import Origin, Words, origin_of
from menara.queries.officers import NoSuchRecord

OPEN = (RequestStatus.ASKED.value, RequestStatus.COUNTERED.value)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A delegation as one side of a request. ``code`` is what its body is called in short, where it has that."""

    id: int
    name: Words
    code: str
    country: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHeld:
    """The place in the programme in force, in the summit's zone."""

    begins_at: datetime
    ends_at: datetime
    room: Words
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request in a list. ``awaits`` is the delegation whose answer is missing; None where nobody's is."""

    id: int
    version: int
    asking: Party
    asked: Party
    receiving_id: int
    subject: Words
    priority: int
    minutes: int
    proposed_minutes: int | None
    status: str
    awaits: int | None
    is_tentative: bool
    asked_at: datetime
    expires_at: datetime | None
    answered_at: datetime | None
    place: PlaceHeld | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNeeded:
    person_id: int
    names: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecord:
    """A request with all that was asked. Spans are in the summit's zone."""

    line: RequestLine
    summit_id: int
    summit: Words
    time_zone: str
    host: Party | None
    answer_note: str
    asking_language: str
    asked_language: str
    persons: int
    equipment: tuple[str, ...]
    clearance: int
    window: Span | None
    preferred: Span | None
    after: RequestLine | None
    people: tuple[PersonNeeded, ...]
    meeting_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two delegations and the request between them that has come furthest."""

    one: int
    other: int
    request_id: int
    status: str


def requests(
    *,
    summit_id: int,
    delegation_id: int | None = None,
    direction: str = "",
    status: str = "",
    priority: int | None = None,
    awaiting: frozenset[int] | None = None,
    is_placed: bool | None = None,
) -> tuple[RequestLine, ...]:
    """Requests of a summit as they were asked. ``direction``: ``by`` or ``to`` the delegation named, else either;
    ``status``: one of ``RequestStatus``, or ``open`` for those without an answer; ``awaiting``: those that wait for the
    answer of one of these delegations; ``is_placed``: whether they have a place in the programme in force."""
    rows = _rows().filter(summit_id=summit_id)
    if delegation_id is not None:
        by, to = Q(asking_id=delegation_id), Q(asked_id=delegation_id)
        rows = rows.filter({"by": by, "to": to}.get(direction, by | to))
    if status == "open":
        rows = rows.filter(status__in=OPEN)
    elif status:
        rows = rows.filter(status=status)
    if priority is not None:
        rows = rows.filter(priority=priority)
    if awaiting is not None:
        rows = rows.filter(
            Q(status=RequestStatus.ASKED.value, asked_id__in=awaiting)
            | Q(status=RequestStatus.COUNTERED.value, asking_id__in=awaiting)
        )
    places = _places(summit_id)
    found = [_line(row, places) for row in rows.order_by("asked_at", "pk")]
    return tuple(line for line in found if is_placed is None or (line.place is not None) == is_placed)


def request_record(*, request_id: int) -> RequestRecord:
    """One request. Raises ``NoSuchRecord``."""
    row = _rows().filter(pk=request_id).first()
    if row is None:
        raise NoSuchRecord(kind="request", record_id=request_id)
    places = _places(row.summit_id)
    before = _rows().filter(pk=row.after_id).first() if row.after_id else None
    zone = row.summit.time_zone
    people = RequestPerson.objects.filter(request=row).select_related("person").order_by("pk")
    return RequestRecord(
        line=_line(row, places),
        summit_id=row.summit_id,
        summit=row.summit.name,
        time_zone=zone,
        host=_party(row.host) if row.host else None,
        answer_note=row.answer_note,
        asking_language=row.asking_language,
        asked_language=row.asked_language,
        persons=row.persons,
        equipment=tuple(row.equipment),
        clearance=row.clearance,
        window=span_in(row.window, zone) if row.window else None,
        preferred=span_in(row.preferred, zone) if row.preferred else None,
        after=_line(before, places) if before else None,
        people=tuple(PersonNeeded(person_id=one.person_id, names=one.person.names) for one in people),
        meeting_id=Meeting.objects.filter(request=row).values_list("pk", flat=True).first(),
    )


def request_counts(*, summit_id: int) -> Mapping[str, int]:
    """How many requests of a summit stand where; every state is named."""
    counts = dict.fromkeys((status.value for status in RequestStatus), 0)
    for status in MeetingRequest.objects.filter(summit_id=summit_id).values_list("status", flat=True):
        counts[status] += 1
    return counts


def pairs(*, summit_id: int) -> tuple[Pair, ...]:
    """Who meets whom: each two delegations with a request between them, once, in the order of their ids."""
    furthest: dict[tuple[int, int], tuple[int, int, str]] = {}
    rows = MeetingRequest.objects.filter(summit_id=summit_id).order_by("pk")
    for own, asking, asked, status in rows.values_list("pk", "asking_id", "asked_id", "status"):
        key = (min(asking, asked), max(asking, asked))
        standing = (FURTHEST.index(status), own, status)
        furthest[key] = min(furthest.get(key, standing), standing)
    return tuple(
        Pair(one=one, other=other, request_id=own, status=status)
        for (one, other), (_rank, own, status) in sorted(furthest.items())
    )


# From the meeting that will be held to the one that will not.
FURTHEST = tuple(
    status.value
    for status in (
        RequestStatus.ACCEPTED,
        RequestStatus.COUNTERED,
        RequestStatus.ASKED,
        RequestStatus.DECLINED,
        RequestStatus.WITHDRAWN,
        RequestStatus.EXPIRED,
    )
)


def _rows() -> Any:
    # No account is joined: a guest reads none but the own, and a join would hide the row.
    return MeetingRequest.objects.select_related(
        "asking__institution", "asked__institution", "host__institution", "summit"
    )


def _line(row: MeetingRequest, places: Mapping[int, PlaceHeld]) -> RequestLine:
    awaited = {RequestStatus.ASKED.value: row.asked_id, RequestStatus.COUNTERED.value: row.asking_id}
    return RequestLine(
        id=row.pk,
        version=row.version,
        asking=_party(row.asking),
        asked=_party(row.asked),
        receiving_id=row.receiving_id,
        subject=row.subject,
        priority=row.priority,
        minutes=row.minutes,
        proposed_minutes=row.proposed_minutes,
        status=row.status,
        awaits=awaited.get(row.status),
        is_tentative=row.is_tentative,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        answered_at=row.answered_at,
        place=places.get(row.pk),
        origin=origin_of(row),
    )


def _party(row: Any) -> Party:
    body = row.institution
    return Party(id=row.pk, name=body.name, code=body.code, country=body.country, languages=tuple(row.languages))


def _places(summit_id: int) -> dict[int, PlaceHeld]:
    """The places of the programme in force, by request."""
    rows = Placement.objects.filter(
        programme__summit_id=summit_id, programme__status=ProgrammeStatus.PUBLISHED.value
    ).select_related("room", "programme__summit")
    found = {}
    for row in rows:
        zone = zone_of(row.programme.summit.time_zone)
        found[row.request_id] = PlaceHeld(
            begins_at=row.during.lower.astimezone(zone),
            ends_at=row.during.upper.astimezone(zone),
            room=row.room.name,
            state=row.state,
        )
    return found


def span_in(held: Any, zone: str) -> Span:
    """A stored span's first and last moment, in the zone of the summit."""
    return held.lower.astimezone(zone_of(zone)), held.upper.astimezone(zone_of(zone))


def open_between(*, summit_id: int) -> Mapping[int, frozenset[int]]:
    """Of each delegation, those with whom a request is open: they are not asked a second time."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = MeetingRequest.objects.filter(summit_id=summit_id, status__in=OPEN)
    for asking, asked in rows.values_list("asking_id", "asked_id"):
        found[asking].add(asked)
        found[asked].add(asking)
    return {own: frozenset(others) for own, others in found.items()}
