"""Versions of a summit's programme: their lines, what differs between two, what found no place and why.

Nothing here joins accounts, so that a guest reads the same functions within the own delegation's rows. And rows are
read table by table: behind row-level security, and before the database has counted what a search just wrote, a join of
eight tables is planned as if each held one row, and takes minutes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from menara.models import (
    LIVE,
    Interpreter,
    MeetingRequest,
    NoticeKind,
    Placement,
    PlacementInterpreter,
    PlacementPerson,
    Programme,
    ProgrammeStatus,
)
from menara.models.zones import zone_of
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.clashes import conflict_of
from menara.queries.summits.scheduling import ProgrammeCase, problem_of
from menara.queries.summits.spoken import languages_spoken
from menara.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a programme; ``number`` None is the draft. ``changed`` counts what was done to it."""

    id: int
    summit_id: int
    status: str
    number: int | None
    based_on_id: int | None
    made_at: datetime
    published_at: datetime | None
    release_note: Words
    placements: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    delegation_id: int
    name: Words
    country: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreting:
    id: int
    code: str
    names: Words
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNamed:
    id: int
    names: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeLine:
    """A meeting in its place. Instants are aware; ``occupied_until`` is when the room has been turned over."""

    placement_id: int
    request_id: int
    programme_id: int
    begins_at: datetime
    ends_at: datetime
    occupied_until: datetime
    room_id: int
    room: Words
    room_code: str
    area: str
    asking: Side
    asked: Side
    receiving_id: int
    subject: Words
    priority: int
    minutes: int
    is_tentative: bool
    is_pinned: bool
    state: str
    sequence: int
    interpreters: tuple[Interpreting, ...] = ()
    people: tuple[PersonNamed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """An accepted request without a place. ``scope``: whether the reasons bar it alone, or beside the others; blank
    where nobody has searched."""

    request_id: int
    asking: Side
    asked: Side
    subject: Words
    priority: int
    minutes: int
    is_tentative: bool
    reasons: tuple[Sentence, ...] = ()
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    room_id: int
    room: Words
    begins_at: datetime
    ends_at: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one version says otherwise than another of one meeting."""

    request_id: int
    asking: Side
    asked: Side
    kind: NoticeKind
    before: Place | None
    after: Place | None


# --- versions ---------------------------------------------------------------------------------------------------------


def draft_of(*, summit_id: int) -> int | None:
    """The open draft."""
    rows = Programme.objects.filter(summit_id=summit_id, status=ProgrammeStatus.DRAFT.value)
    return rows.order_by("-pk").values_list("pk", flat=True).first()


def published_of(*, summit_id: int) -> int | None:
    """The version in force."""
    rows = Programme.objects.filter(summit_id=summit_id, status=ProgrammeStatus.PUBLISHED.value)
    return rows.values_list("pk", flat=True).first()


def versions(*, summit_id: int) -> tuple[Version, ...]:
    """All versions, the draft first, then the latest."""
    rows = Programme.objects.filter(summit_id=summit_id).order_by("-number", "-pk")
    return tuple(_version(row) for row in sorted(rows, key=lambda row: row.number is not None))


def version(*, programme_id: int) -> Version:
    """One version. Raises ``NoSuchRecord``."""
    row = Programme.objects.filter(pk=programme_id).first()
    if row is None:
        raise NoSuchRecord(kind="programme", record_id=programme_id)
    return _version(row)


def _version(row: Programme) -> Version:
    return Version(
        id=row.pk,
        summit_id=row.summit_id,
        status=row.status,
        number=row.number,
        based_on_id=row.based_on_id,
        made_at=row.made_at,
        published_at=row.published_at,
        release_note=row.release_note,
        placements=row.placements.filter(state__in=LIVE).count(),
        changed=row.changed,
    )


# --- lines ------------------------------------------------------------------------------------------------------------


def programme_lines(
    *, programme_id: int, room_id: int | None = None, delegation_id: int | None = None, day: date | None = None
) -> tuple[ProgrammeLine, ...]:
    """The meetings of a version in order of time and room, of one room, delegation or day where given."""
    rows = Placement.objects.filter(programme_id=programme_id).prefetch_related(
        "room", "programme__summit", "request__asking__institution", "request__asked__institution"
    )
    if room_id is not None:
        rows = rows.filter(room_id=room_id)
    if delegation_id is not None:
        own = MeetingRequest.objects.filter(Q(asking_id=delegation_id) | Q(asked_id=delegation_id))
        rows = rows.filter(request_id__in=list(own.values_list("pk", flat=True)))
    found = sorted(rows, key=lambda p: (p.during.lower, p.room.code, p.pk))
    if day is not None:
        found = [p for p in found if _on_day(p) == day]
    return tuple(_lines(found))


def _on_day(placement: Placement) -> date:
    local: datetime = placement.during.lower.astimezone(zone_of(placement.programme.summit.time_zone))
    return local.date()


def _lines(rows: list[Placement]) -> list[ProgrammeLine]:
    keys = [row.pk for row in rows]
    teams: dict[int, list[Interpreting]] = defaultdict(list)
    works = list(PlacementInterpreter.objects.filter(placement_id__in=keys).order_by("pk"))
    known = Interpreter.objects.in_bulk({own.interpreter_id for own in works})
    for own in works:
        if who := known.get(own.interpreter_id):  # a guest does not see interpreters, and reads none
            pairs = tuple((source, into) for source, into in own.pairs)
            teams[own.placement_id].append(Interpreting(id=who.pk, code=who.code, names=who.names, pairs=pairs))
    people: dict[int, list[PersonNamed]] = defaultdict(list)
    for needed in PlacementPerson.objects.filter(placement_id__in=keys).prefetch_related("person").order_by("pk"):
        people[needed.placement_id].append(PersonNamed(id=needed.person_id, names=needed.person.names))
    return [
        ProgrammeLine(
            placement_id=row.pk,
            request_id=row.request_id,
            programme_id=row.programme_id,
            begins_at=row.during.lower,
            ends_at=row.during.upper,
            occupied_until=row.occupies.upper,
            room_id=row.room_id,
            room=row.room.name,
            room_code=row.room.code,
            area=row.room.area,
            **sides_of(row.request),
            receiving_id=row.request.receiving_id,
            subject=row.request.subject,
            priority=row.request.priority,
            minutes=row.request.minutes,
            is_tentative=row.request.is_tentative,
            is_pinned=row.is_pinned,
            state=row.state,
            sequence=row.sequence,
            interpreters=tuple(teams[row.pk]),
            people=tuple(people[row.pk]),
        )
        for row in rows
    ]


def sides_of(request: MeetingRequest) -> dict[str, Side]:
    """Both sides of a request, read with ``asking__institution`` and ``asked__institution``."""
    asking, asked = languages_spoken(request)
    return {
        name: Side(
            delegation_id=side.pk,
            name=side.institution.name,
            country=side.institution.country,
            language=language,
        )
        for name, side, language in (("asking", request.asking, asking), ("asked", request.asked, asked))
    }


# --- what found no place, and what differs ----------------------------------------------------------------------------


def unplaced(*, programme_id: int, now: datetime, case: ProgrammeCase | None = None) -> tuple[Unplaced, ...]:
    """Accepted requests without a place in a version, the weightiest first, with the reasons the last search found."""
    case = case or problem_of(programme_id=programme_id, now=now)
    placed = set(
        Placement.objects.filter(programme_id=programme_id, state__in=LIVE).values_list("request_id", flat=True)
    )
    proof: dict[str, Any] = Programme.objects.values_list("proof", flat=True).get(pk=programme_id) or {}
    told = {one["meeting"]: one for one in proof.get("not_held", ())}
    keys = ({m.key for m in case.problem.meetings} | case.left_out.keys()) - {str(key) for key in placed}
    rows = MeetingRequest.objects.filter(pk__in=keys).prefetch_related("asking__institution", "asked__institution")
    found = []
    for row in rows.order_by("is_tentative", "priority", "asked_at", "pk"):
        reasons, one = case.left_out.get(str(row.pk)), told.get(str(row.pk), {})
        named = [conflict_of(r["constraint"], r["about"], case.names).sentence for r in one.get("reasons", ())]
        found.append(
            Unplaced(
                request_id=row.pk,
                **sides_of(row),
                subject=row.subject,
                priority=row.priority,
                minutes=row.minutes,
                is_tentative=row.is_tentative,
                reasons=(reasons.sentence,) if reasons else tuple(named),
                scope="alone" if reasons else one.get("scope", ""),
            )
        )
    return tuple(found)


def differences(*, programme_id: int, against_id: int | None = None) -> tuple[Difference, ...]:
    """What a version says otherwise than another: than the version in force where none is named. In order of time."""
    row = Programme.objects.only("pk", "summit_id").get(pk=programme_id)
    against = against_id if against_id is not None else published_of(summit_id=row.summit_id)
    after = {p.request_id: p for p in _live(programme_id)}
    before = {p.request_id: p for p in _live(against)} if against is not None else {}
    found = []
    for key in after.keys() | before.keys():
        was, is_now = before.get(key), after.get(key)
        kind = kind_of(was, is_now)
        if kind is not None:
            request = (is_now or was).request  # type: ignore[union-attr]
            found.append(
                Difference(
                    request_id=key, **sides_of(request), kind=kind, before=_place(was), after=_place(is_now)
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda d: ((d.after or d.before).begins_at, d.request_id)))  # type: ignore[union-attr]


def kind_of(was: Placement | None, is_now: Placement | None) -> NoticeKind | None:
    """What a delegation must be told; None where nothing changed for it."""
    if was is None or is_now is None:
        return NoticeKind.PLACED if is_now else NoticeKind.TAKEN_OUT
    if was.during != is_now.during:
        return NoticeKind.MOVED
    return NoticeKind.ROOM_CHANGED if was.room_id != is_now.room_id else None


def _live(programme_id: int) -> list[Placement]:
    rows = Placement.objects.filter(programme_id=programme_id, state__in=LIVE)
    return list(rows.prefetch_related("room", "request__asking__institution", "request__asked__institution"))


def _place(row: Placement | None) -> Place | None:
    if row is None:
        return None
    begin, end = row.during.lower, row.during.upper
    return Place(room_id=row.room_id, room=row.room.name, begins_at=begin, ends_at=end, state=row.state)
