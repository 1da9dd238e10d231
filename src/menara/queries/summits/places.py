"""One meeting's place: where the version in force has it, what stands in the way of putting it back, who could
interpret it there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from menara.engines.meetings.problem import Pair, Placing
from menara.models import LIVE, Interpreter, MeetingRequest, Placement, ProgrammeStatus
from menara.queries.listing import Words
from menara.queries.summits.clashes import Conflict
from menara.queries.summits.deciding import conflicts_at
from menara.queries.summits.programme import Place
from menara.queries.summits.scheduling import ProgrammeCase, problem_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """An interpreter as a choice for a meeting where it is. ``covers`` are pairs of languages of the meeting, each
    whole; ``conflicts`` what taking this one would break; ``is_here``: interprets it now."""

    id: int
    code: str
    names: Words
    pairs: tuple[Pair, ...]
    covers: tuple[Pair, ...]
    conflicts: tuple[Conflict, ...]
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpers:
    """Who could interpret a meeting; those who can come first. ``asked``: from which language into which; empty
    where the two sides have a language in common."""

    asked: tuple[Pair, ...]
    helpers: tuple[Helper, ...]


def helpers_of(*, programme_id: int, request_id: int, now: datetime) -> Helpers | None:
    """The interpreters of the summit, each with what taking him or her would break; None for a meeting without a
    place. Raises ``NoSuchRecord``."""
    case = problem_of(programme_id=programme_id, now=now)
    key = str(request_id)
    here = next((p for p in case.programme if p.meeting == key), None)
    if here is None:
        return None
    (meeting,) = [m for m in case.problem.meetings if m.key == key]
    alone = _without_languages(case, here, ())
    found = []
    known = {str(row.pk): row.names for row in Interpreter.objects.filter(summit_id=case.summit_id)}
    for one in case.problem.interpreters:
        own = _without_languages(case, here, (one.key,))
        found.append(
            Helper(
                id=int(one.key),
                code=case.names.interpreters[one.key],
                names=known.get(one.key, {}),
                pairs=tuple(sorted(one.pairs)),
                covers=tuple(sorted(one.pairs & meeting.languages)),
                conflicts=tuple(c for c in own if c not in alone),
                is_here=one.key in here.interpreters,
            )
        )
    found.sort(key=lambda one: (not one.is_here, bool(one.conflicts), -len(one.covers), one.code))
    return Helpers(asked=tuple(sorted(meeting.languages)), helpers=tuple(found))


def _without_languages(case: ProgrammeCase, here: Placing, team: tuple[str, ...]) -> tuple[Conflict, ...]:
    found = conflicts_at(case, request=here.meeting, slot=here.slot, room=here.room, team=team)
    return tuple(c for c in found if c.constraint != "languages_are_covered")


def place_in_force(*, summit_id: int, request_id: int) -> Place | None:
    """Where the version in force has a meeting; None where it has no place there."""
    row = (
        Placement.objects.filter(
            programme__summit_id=summit_id,
            programme__status=ProgrammeStatus.PUBLISHED.value,
            request_id=request_id,
            state__in=LIVE,
        )
        .select_related("room")
        .first()
    )
    if row is None:
        return None
    return Place(
        room_id=row.room_id,
        room=row.room.name,
        begins_at=row.during.lower,
        ends_at=row.during.upper,
        state=row.state,
    )


def wished_for(*, request_id: int) -> tuple[datetime, datetime] | None:
    """The time that a meeting should have if it can; None where nobody wished for one."""
    wished = MeetingRequest.objects.filter(pk=request_id).values_list("preferred", flat=True).first()
    return (wished.lower, wished.upper) if wished else None


def conflicts_of_return(*, placement_id: int, now: datetime) -> tuple[Conflict, ...]:
    """What stands in the way of a meeting that was missed or called off where it would stand again."""
    row = Placement.objects.filter(pk=placement_id).prefetch_related("interpreters").first()
    if row is None:
        return ()
    case = problem_of(programme_id=row.programme_id, now=now)
    key = str(row.request_id)
    slot = next((own for own, (begin, _end) in case.clock.spans.items() if begin == row.during.lower), None)
    if slot is None or all(m.key != key for m in case.problem.meetings):
        return ()
    team = tuple(sorted(str(one.interpreter_id) for one in row.interpreters.all()))
    found = conflicts_at(case, request=key, slot=slot, room=str(row.room_id), team=team)
    # That it is late by now is known to whoever puts it back.
    return tuple(conflict for conflict in found if conflict.constraint != "starts_when_allowed")
