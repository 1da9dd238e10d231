"""Write places of a version down: the meeting, the people it needs, its interpreters. The database refuses a double
booking, and what it refuses is told by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from menara.engines.meetings.problem import Pair, Placing
from menara.errors import Refusal
from menara.models import (
    LIVE,
    MeetingRequest,
    Placement,
    PlacementInterpreter,
    PlacementPerson,
    PlaceState,
    Programme,
)
from menara.queries.summits.clashes import Conflict, conflict_of
from menara.queries.summits.clock import MINUTE
from menara.queries.summits.scheduling import ProgrammeCase
from menara.wording import gettext_noop

_WALLS = {
    "room_booked_once": "one_meeting_in_a_room",
    "person_booked_once": "one_meeting_at_a_time",
    "interpreter_booked_once": "one_meeting_an_interpreter",
}


class BookedMeanwhile(Refusal):
    """The database refused it: a room, a person or an interpreter is taken already."""

    def __init__(self, *, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(
            "booked_meanwhile",
            gettext_noop("A room, a person or an interpreter was booked there meanwhile. Nothing was saved."),
            {"conflicts": tuple(conflict.sentence for conflict in conflicts)},
        )

    def __str__(self) -> str:
        return " ".join((self.sentence, *(conflict.sentence.english() for conflict in self.conflicts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A meeting's place, ready to be written. ``team``: each interpreter with the pairs he or she works in it."""

    request_id: int
    room_id: int
    begins_at: datetime
    ends_at: datetime
    occupied_until: datetime
    person_ids: tuple[int, ...] = ()
    team: Mapping[int, tuple[Pair, ...]] | None = None

    @property
    def during(self) -> DateTimeTZRange:
        return DateTimeTZRange(self.begins_at, self.ends_at)

    @property
    def occupies(self) -> DateTimeTZRange:
        return DateTimeTZRange(self.begins_at, self.occupied_until)


def bookings(case: ProgrammeCase, placings: Collection[Placing]) -> tuple[Booking, ...]:
    """Placings of the engine as they are written down."""
    keys = [int(p.meeting) for p in placings]
    minutes = dict(MeetingRequest.objects.filter(pk__in=keys).values_list("pk", "minutes"))
    turnover = {room.key: room.turnover for room in case.problem.rooms}
    meetings = {m.key: m for m in case.problem.meetings}
    found = []
    for p in placings:
        key, begin = int(p.meeting), case.clock.spans[p.slot][0]
        end = begin + minutes[key] * MINUTE
        found.append(
            Booking(
                request_id=key,
                room_id=int(p.room),
                begins_at=begin,
                ends_at=end,
                occupied_until=end + turnover[p.room] * MINUTE,
                person_ids=tuple(int(person) for person in meetings[p.meeting].participants),
                team=pairs_worked(case, p, languages=meetings[p.meeting].languages) if p.interpreters else {},
            )
        )
    return tuple(found)


def pairs_worked(case: ProgrammeCase, placing: Placing, *, languages: Collection[Pair]) -> dict[int, tuple[Pair, ...]]:
    """Who interprets which of the pairs of ``languages`` in a meeting; in a relay each of the two has a half."""
    team = [i for i in case.problem.interpreters if i.key in placing.interpreters]
    worked: dict[str, list[Pair]] = {i.key: [] for i in team}
    for source, into in sorted(languages):
        direct = next((i for i in team if (source, into) in i.pairs), None)
        if direct is not None:
            worked[direct.key].append((source, into))
            continue
        for one in team:
            over = [
                (p, other) for s, p in sorted(one.pairs) if s == source for other in team if (p, into) in other.pairs
            ]
            if over:
                pivot, other = over[0]
                worked[one.key].append((source, pivot))
                worked[other.key].append((pivot, into))
                break
    return {int(key): tuple(pairs) for key, pairs in worked.items()}


def book(*, programme: Programme, case: ProgrammeCase, booked: Sequence[Booking], drop: Collection[int] = ()) -> None:
    """Write these places into a version, moving what has one there; take the requests of ``drop`` out. All or nothing.

    What stays as it is is not touched. Raises ``BookedMeanwhile`` where the database refuses one.
    """
    try:
        with transaction.atomic():
            _write(programme, booked, drop)
    except IntegrityError as error:
        wall = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if wall not in _WALLS:
            raise
        raise BookedMeanwhile(conflicts=_taken(programme, case, booked, drop, _WALLS[wall])) from error


def _write(programme: Programme, booked: Sequence[Booking], drop: Collection[int]) -> None:
    own = {"organisation_id": programme.organisation_id, "programme_id": programme.pk}
    asked = Placement.objects.filter(programme=programme, request_id__in=[b.request_id for b in booked])
    rows = {row.request_id: row for row in asked.prefetch_related("people", "interpreters")}
    Placement.objects.filter(programme=programme, request_id__in=drop).delete()
    changed = [b for b in booked if b.request_id not in rows or _differs(rows[b.request_id], b)]
    moved = [rows[b.request_id] for b in changed if b.request_id in rows]
    _clear(moved)
    for b in changed:
        if row := rows.get(b.request_id):
            row.room_id, row.during, row.occupies, row.state = b.room_id, b.during, b.occupies, PlaceState.PLANNED.value
    if moved:
        # Out of the way first, so that two that change places do not meet on the way.
        Placement.objects.filter(pk__in=[row.pk for row in moved]).update(state=PlaceState.CANCELLED.value)
        Placement.objects.bulk_update(moved, ["room", "during", "occupies", "state"])
    new = Placement.objects.bulk_create(
        [
            Placement(**own, request_id=b.request_id, room_id=b.room_id, during=b.during, occupies=b.occupies)
            for b in changed
            if b.request_id not in rows
        ]
    )
    places = {row.request_id: row for row in (*moved, *new)}
    PlacementPerson.objects.bulk_create(
        [
            PlacementPerson(**own, placement=places[b.request_id], person_id=person_id, during=b.during)
            for b in changed
            for person_id in b.person_ids
        ]
    )
    PlacementInterpreter.objects.bulk_create(
        [
            PlacementInterpreter(
                **own,
                placement=places[b.request_id],
                interpreter_id=interpreter_id,
                during=b.during,
                pairs=[list(pair) for pair in pairs],
            )
            for b in changed
            for interpreter_id, pairs in (b.team or {}).items()
        ]
    )


def _clear(rows: Iterable[Placement]) -> None:
    keys = [row.pk for row in rows]
    PlacementPerson.objects.filter(placement_id__in=keys).delete()
    PlacementInterpreter.objects.filter(placement_id__in=keys).delete()


def _differs(row: Placement, b: Booking) -> bool:
    team = {own.interpreter_id: tuple((s, t) for s, t in own.pairs) for own in row.interpreters.all()}
    return (
        (row.room_id, row.during, row.occupies, row.state) != (b.room_id, b.during, b.occupies, PlaceState.PLANNED)
        or {own.person_id for own in row.people.all()} != set(b.person_ids)
        or team != dict(b.team or {})
    )


def _taken(
    programme: Programme, case: ProgrammeCase, booked: Sequence[Booking], drop: Collection[int], constraint: str
) -> list[Conflict]:
    """What the database refused, by name: the meetings that hold what is asked for now."""
    gone = {*drop, *(b.request_id for b in booked)}
    found = []
    for b in booked:
        told: dict[str, Any] = {"meeting": str(b.request_id), "day": case.clock.local(b.begins_at).date()}
        others = [
            *_others(programme, gone, constraint, b),
            *(o for o in booked if o.request_id != b.request_id and _meet(constraint, b, o)),
        ]
        for other in others:
            begin, end = case.clock.local(other.begins_at), case.clock.local(other.occupied_until)
            about = told | _subject(constraint, b, other) | {"other": str(other.request_id), "begin": f"{begin:%H:%M}"}
            hours = {"taken_from": f"{begin:%H:%M}", "taken_until": f"{end:%H:%M}"}
            found.append(conflict_of(constraint, about, case.names, more=hours))
    return found


def _others(programme: Programme, gone: Collection[int], constraint: str, b: Booking) -> list[Booking]:
    rows = Placement.objects.filter(programme=programme, state__in=LIVE).exclude(request_id__in=gone)
    if constraint == "one_meeting_in_a_room":
        rows = rows.filter(room_id=b.room_id, occupies__overlap=b.occupies)
    elif constraint == "one_meeting_at_a_time":
        rows = rows.filter(people__person_id__in=b.person_ids, during__overlap=b.during).distinct()
    else:
        rows = rows.filter(interpreters__interpreter_id__in=list(b.team or {}), during__overlap=b.during).distinct()
    return [
        Booking(
            request_id=row.request_id,
            room_id=row.room_id,
            begins_at=row.during.lower,
            ends_at=row.during.upper,
            occupied_until=row.occupies.upper,
            person_ids=tuple(own.person_id for own in row.people.all()),
            team={own.interpreter_id: () for own in row.interpreters.all()},
        )
        for row in rows.prefetch_related("people", "interpreters").order_by("pk")
    ]


def _meet(constraint: str, one: Booking, other: Booking) -> bool:
    if constraint == "one_meeting_in_a_room":
        overlap = one.begins_at < other.occupied_until and other.begins_at < one.occupied_until
        return overlap and one.room_id == other.room_id
    return one.begins_at < other.ends_at and other.begins_at < one.ends_at and bool(_shared(constraint, one, other))


def _shared(constraint: str, one: Booking, other: Booking) -> set[int]:
    if constraint == "one_meeting_at_a_time":
        return set(one.person_ids) & set(other.person_ids)
    return set(one.team or {}) & set(other.team or {})


def _subject(constraint: str, one: Booking, other: Booking) -> dict[str, str]:
    if constraint == "one_meeting_in_a_room":
        return {"room": str(one.room_id)}
    kind = "participant" if constraint == "one_meeting_at_a_time" else "interpreter"
    return {kind: str(min(_shared(constraint, one, other), default=0))}
