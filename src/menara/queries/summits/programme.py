"""Versions of a summit's programme: their lines, what differs between two, what found no place and why.

Nothing here joins accounts, so that a guest reads the same functions within the own delegation's rows. And rows are
read table by table: behind row-level security, and before the database has counted what a search just wrote, a join of
eight tables is planned as if each held one row, and takes minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q

from menara.models import (
    LIVE,
    Interpreter,
    MeetingRequest,
    NoticeKind,
    Person,
    Placement,
    PlacementInterpreter,
    PlacementPerson,
    Programme,
    ProgrammeStatus,
    RequestStatus,
    Room,
    Summit,
)
from menara.models.zones import zone_of
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.attendance import delegations_of, with_sides
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
    rows = list(Programme.objects.filter(summit_id=summit_id).order_by("-number", "-pk"))
    held = _held(row.pk for row in rows)
    return tuple(_version(row, held) for row in sorted(rows, key=lambda row: row.number is not None))


def version(*, programme_id: int) -> Version:
    """One version. Raises ``NoSuchRecord``."""
    row = Programme.objects.filter(pk=programme_id).first()
    if row is None:
        raise NoSuchRecord(kind="programme", record_id=programme_id)
    return _version(row, _held([row.pk]))


def _held(programmes: Iterable[int]) -> dict[int, int]:
    """How many meetings have a place in each of these versions."""
    rows = Placement.objects.filter(programme_id__in=list(programmes), state__in=LIVE).values_list("programme_id")
    return dict(rows.annotate(count=Count("pk")).order_by())


def _version(row: Programme, held: Mapping[int, int]) -> Version:
    return Version(
        id=row.pk,
        summit_id=row.summit_id,
        status=row.status,
        number=row.number,
        based_on_id=row.based_on_id,
        made_at=row.made_at,
        published_at=row.published_at,
        release_note=row.release_note,
        placements=held.get(row.pk, 0),
        changed=row.changed,
    )


# --- lines ------------------------------------------------------------------------------------------------------------


def programme_lines(
    *, programme_id: int, room_id: int | None = None, delegation_id: int | None = None, day: date | None = None
) -> tuple[ProgrammeLine, ...]:
    """The meetings of a version in order of time and room, of one room, delegation or day where given."""
    summit = Summit.objects.filter(programmes=programme_id).first()
    if summit is None:
        return ()
    rows = Placement.objects.filter(programme_id=programme_id)
    if room_id is not None:
        rows = rows.filter(room_id=room_id)
    if delegation_id is not None:
        own = MeetingRequest.objects.filter(Q(asking_id=delegation_id) | Q(asked_id=delegation_id))
        rows = rows.filter(request_id__in=list(own.values_list("pk", flat=True)))
    zone = zone_of(summit.time_zone)
    found = [p for p in rows if day is None or p.during.lower.astimezone(zone).date() == day]
    return tuple(sorted(_lines(found, summit.pk), key=lambda line: (line.begins_at, line.room_code, line.placement_id)))


def _lines(rows: Sequence[Placement], summit_id: int) -> Iterator[ProgrammeLine]:
    keys = {row.pk for row in rows}
    requests = _requests_of(summit_id, {row.request_id for row in rows})
    rooms = Room.objects.in_bulk({row.room_id for row in rows})
    of = {row.programme_id for row in rows}
    teams, people = _teams(of, keys), _people(of, keys)
    for row in rows:
        request, room = requests[row.request_id], rooms[row.room_id]
        yield ProgrammeLine(
            placement_id=row.pk,
            request_id=row.request_id,
            programme_id=row.programme_id,
            begins_at=row.during.lower,
            ends_at=row.during.upper,
            occupied_until=row.occupies.upper,
            room_id=row.room_id,
            room=room.name,
            room_code=room.code,
            area=room.area,
            **sides_of(request),
            receiving_id=request.receiving_id,
            subject=request.subject,
            priority=request.priority,
            minutes=request.minutes,
            is_tentative=request.is_tentative,
            is_pinned=row.is_pinned,
            state=row.state,
            sequence=row.sequence,
            interpreters=tuple(teams[row.pk]),
            people=tuple(people[row.pk]),
        )


def _requests_of(summit_id: int, ids: Collection[int]) -> dict[int, MeetingRequest]:
    """Requests by id, as ``sides_of`` reads them; all sides of a summit are read at once."""
    return with_sides(MeetingRequest.objects.filter(pk__in=ids), delegations_of(summit_id=summit_id) if ids else {})


def _teams(programmes: Collection[int], keys: Collection[int]) -> Mapping[int, list[Interpreting]]:
    """Interpreters by placement, in the order in which they were written down."""
    works = PlacementInterpreter.objects.filter(programme_id__in=programmes).order_by("pk")
    rows = [row for row in works.values_list("placement_id", "interpreter_id", "pairs") if row[0] in keys]
    known = Interpreter.objects.in_bulk({interpreter_id for _placement, interpreter_id, _pairs in rows})
    found: dict[int, list[Interpreting]] = defaultdict(list)
    for placement_id, interpreter_id, pairs in rows:
        if who := known.get(interpreter_id):  # a guest does not see interpreters, and reads none
            own = tuple((source, into) for source, into in pairs)
            found[placement_id].append(Interpreting(id=who.pk, code=who.code, names=who.names, pairs=own))
    return found


def _people(programmes: Collection[int], keys: Collection[int]) -> Mapping[int, list[PersonNamed]]:
    """Who must be there, by placement."""
    needed = PlacementPerson.objects.filter(programme_id__in=programmes).order_by("pk")
    rows = [row for row in needed.values_list("placement_id", "person_id") if row[0] in keys]
    names = dict(Person.objects.filter(pk__in={person_id for _placement, person_id in rows}).values_list("pk", "names"))
    found: dict[int, list[PersonNamed]] = defaultdict(list)
    for placement_id, person_id in rows:
        if person_id in names:  # a guest sees the own delegation's people and the heads
            found[placement_id].append(PersonNamed(id=person_id, names=names[person_id]))
    return found


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
    programme = Programme.objects.only("summit_id", "proof").get(pk=programme_id)
    placed = Placement.objects.filter(programme_id=programme_id, state__in=LIVE).values_list("request_id", flat=True)
    accepted = MeetingRequest.objects.filter(summit_id=programme.summit_id, status=RequestStatus.ACCEPTED.value)
    keys = set(accepted.values_list("pk", flat=True)) - set(placed)
    told = {one["meeting"]: one for one in programme.proof.get("not_held", ())}
    if keys:
        case = case or problem_of(programme_id=programme_id, now=now)
    rows = _requests_of(programme.summit_id, keys).values()
    found = []
    for row in sorted(rows, key=lambda row: (row.is_tentative, row.priority, row.asked_at, row.pk)):
        left_out, one = case.left_out.get(str(row.pk)) if case else None, told.get(str(row.pk), {})
        named = [conflict_of(r["constraint"], r["about"], case.names).sentence for r in one.get("reasons", ()) if case]
        found.append(
            Unplaced(
                request_id=row.pk,
                **sides_of(row),
                subject=row.subject,
                priority=row.priority,
                minutes=row.minutes,
                is_tentative=row.is_tentative,
                reasons=(left_out.sentence,) if left_out else tuple(named),
                scope="alone" if left_out else one.get("scope", ""),
            )
        )
    return tuple(found)


def differences(*, programme_id: int, against_id: int | None = None) -> tuple[Difference, ...]:
    """What a version says otherwise than another: than the version in force where none is named. In order of time."""
    row = Programme.objects.only("pk", "summit_id").get(pk=programme_id)
    against = against_id if against_id is not None else published_of(summit_id=row.summit_id)
    after = _live(programme_id)
    before = _live(against) if against is not None else {}
    changed = {key: kind for key in after.keys() | before.keys() if (kind := _kind_of(before.get(key), after.get(key)))}
    requests = _requests_of(row.summit_id, changed)
    rooms = dict(Room.objects.filter(summit_id=row.summit_id).values_list("pk", "name")) if changed else {}
    found = [
        Difference(
            request_id=key,
            **sides_of(requests[key]),
            kind=kind,
            before=_place(before.get(key), rooms),
            after=_place(after.get(key), rooms),
        )
        for key, kind in changed.items()
    ]
    return tuple(sorted(found, key=lambda d: ((d.after or d.before).begins_at, d.request_id)))  # type: ignore[union-attr]


class _Stand(NamedTuple):
    """Where a meeting stands in a version."""

    room_id: int
    during: Any
    state: str


def _kind_of(was: _Stand | None, is_now: _Stand | None) -> NoticeKind | None:
    """What a delegation must be told; None where nothing changed for it."""
    if was is None or is_now is None:
        return NoticeKind.PLACED if is_now else NoticeKind.TAKEN_OUT
    if was.during != is_now.during:
        return NoticeKind.MOVED
    return NoticeKind.ROOM_CHANGED if was.room_id != is_now.room_id else None


def _live(programme_id: int) -> dict[int, _Stand]:
    rows = Placement.objects.filter(programme_id=programme_id, state__in=LIVE)
    return {key: _Stand(*own) for key, *own in rows.values_list("request_id", "room_id", "during", "state")}


def _place(stand: _Stand | None, rooms: Mapping[int, Words]) -> Place | None:
    if stand is None:
        return None
    return Place(
        room_id=stand.room_id,
        room=rooms[stand.room_id],
        begins_at=stand.during.lower,
        ends_at=stand.during.upper,
        state=stand.state,
    )
