"""The list of what a change would move, as it is kept with a draft until a person accepts it or the draft moves on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from menara.engines.meetings.agenda import Violation
from menara.engines.meetings.disturbance import Change as Disturbance
from menara.engines.meetings.problem import Placing, Reason
from menara.engines.meetings.problem import Programme as Placings
from menara.models import Programme, ProgrammeStatus
from menara.queries.summits.changing import (
    KINDS,
    Change,
    InterpreterOut,
    LateRequest,
    MeetingCancelled,
    PersonAway,
    RoomClosed,
)
from menara.queries.summits.clashes import Conflict, conflict_of, without_repeats
from menara.queries.summits.clock import MINUTE
from menara.queries.summits.programme import Place
from menara.queries.summits.scheduling import ProgrammeCase, problem_of
from menara.sentences import Sentence

NAMED = "%(name)s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disturbed:
    """One thing that changes for one meeting. ``what``: slot, room, interpreters, dropped or added. ``why``: what
    leaving it as it was would break."""

    request_id: int
    meeting: Sentence
    what: str
    was: Place | None
    now: Place | None
    is_published: bool
    interpreters_was: tuple[str, ...] = ()
    interpreters_now: tuple[str, ...] = ()
    why: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """What a change would bring. Not possible: ``conflicts`` names what cannot hold together. ``not_held``: meetings
    that lose their place, with the reasons. ``key`` tells one list from another; ``subject`` is what the change is of.
    Stale: the draft was changed since, and nothing else is told."""

    is_possible: bool
    changes: tuple[Disturbed, ...] = ()
    not_held: tuple[tuple[int, tuple[Sentence, ...]], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    seconds: float = 0.0
    key: str = ""
    change: Change | None = None
    subject: Sentence | None = None
    made_at: datetime | None = None
    is_stale: bool = False


def replan_of(*, programme_id: int, now: datetime) -> Replan | None:
    """The list kept with a draft; None where there is none. Raises ``NoSuchRecord``."""
    row = Programme.objects.filter(pk=programme_id, status=ProgrammeStatus.DRAFT.value).first()
    kept = row.progress.get("replan") if row else None
    if row is None or kept is None:
        return None
    case = problem_of(programme_id=programme_id, now=now)
    if kept["of_change"] != row.changed or not all(is_on_record(case, p) for p in placings_of_json(kept["placings"])):
        change = change_of_json(kept["change"])
        return Replan(
            is_possible=False,
            key=kept["key"],
            change=change,
            subject=_subject(case, change),
            made_at=datetime.fromisoformat(kept["made_at"]),
            is_stale=True,
        )
    return replan_told(case, kept)


def is_on_record(case: ProgrammeCase, placing: Placing) -> bool:
    """Whether its meeting, slot, room and interpreters are all still there to be placed."""
    names = case.names
    return (
        any(m.key == placing.meeting for m in case.problem.meetings)
        and placing.slot in case.clock.spans
        and placing.room in names.rooms
        and all(key in names.interpreters for key in placing.interpreters)
    )


def replan_told(case: ProgrammeCase, kept: Mapping[str, Any]) -> Replan:
    """A list as it is kept, in the records' names. ``case`` is the draft as it was when the list was made."""
    change = change_of_json(kept["change"])
    return Replan(
        is_possible=kept["is_possible"],
        changes=(*_called_off(case, change), *_disturbed(case, kept["changes"], placings_of_json(kept["placings"]))),
        not_held=tuple(
            (int(one["meeting"]), tuple(conflict.sentence for conflict in _conflicts(case, one["reasons"])))
            for one in kept["not_held"]
        ),
        conflicts=without_repeats(_conflicts(case, kept["conflicts"])),
        seconds=kept["seconds"],
        key=kept["key"],
        change=change,
        subject=_subject(case, change),
        made_at=datetime.fromisoformat(kept["made_at"]),
    )


def change_as_json(change: Change) -> dict[str, Any]:
    told = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(change).items()}
    return {"kind": type(change).__name__, **told}


def change_of_json(told: Mapping[str, Any]) -> Change:
    values: dict[str, Any] = {
        k: datetime.fromisoformat(v) if k.endswith("_at") else v for k, v in told.items() if k != "kind"
    }
    return KINDS[told["kind"]](**values)


def placings_as_json(placings: Placings) -> list[list[Any]]:
    return [[p.meeting, p.slot, p.room, list(p.interpreters)] for p in placings]


def placings_of_json(kept: Iterable[Any]) -> Placings:
    return tuple(Placing(meeting=m, slot=slot, room=room, interpreters=tuple(team)) for m, slot, room, team in kept)


def disturbances_as_json(changes: Iterable[Disturbance]) -> list[dict[str, Any]]:
    return [
        {"meeting": one.meeting, "what": one.what, "published": one.published, "why": broken_as_json(one.why)}
        for one in changes
    ]


def broken_as_json(found: Iterable[Violation | Reason]) -> list[dict[str, Any]]:
    return [
        {
            "constraint": one.constraint,
            "about": {k: sorted(v) if isinstance(v, frozenset) else v for k, v in one.about.items()},
        }
        for one in found
    ]


def _conflicts(case: ProgrammeCase, kept: Iterable[Mapping[str, Any]]) -> tuple[Conflict, ...]:
    return tuple(
        conflict_of(
            one["constraint"],
            {k: tuple(v) if isinstance(v, list) else v for k, v in one["about"].items()},
            case.names,
        )
        for one in kept
    )


def _disturbed(case: ProgrammeCase, kept: Iterable[Mapping[str, Any]], after: Placings) -> tuple[Disturbed, ...]:
    was, is_now = {p.meeting: p for p in case.programme}, {p.meeting: p for p in after}
    return tuple(
        Disturbed(
            request_id=int(one["meeting"]),
            meeting=case.names.meetings[one["meeting"]],
            what="slot" if one["what"] == "time" else one["what"],
            was=_place(case, was.get(one["meeting"])),
            now=_place(case, is_now.get(one["meeting"])),
            is_published=one["published"],
            interpreters_was=_codes(case, was.get(one["meeting"])),
            interpreters_now=_codes(case, is_now.get(one["meeting"])),
            why=tuple(conflict.sentence for conflict in without_repeats(_conflicts(case, one["why"]))),
        )
        for one in kept
    )


def _called_off(case: ProgrammeCase, change: Change) -> tuple[Disturbed, ...]:
    """The meeting that the change takes away is no longer in the problem; it is told first."""
    if not isinstance(change, MeetingCancelled):
        return ()
    key = str(change.request_id)
    return tuple(
        Disturbed(
            request_id=change.request_id,
            meeting=case.names.meetings[key],
            what="dropped",
            was=_place(case, placing),
            now=None,
            is_published=key in case.published,
            interpreters_was=_codes(case, placing),
        )
        for placing in case.programme
        if placing.meeting == key
    )


def _place(case: ProgrammeCase, placing: Placing | None) -> Place | None:
    if placing is None:
        return None
    begin = case.clock.spans[placing.slot][0]
    length = next(m.length for m in case.problem.meetings if m.key == placing.meeting)
    return Place(
        room_id=int(placing.room),
        room=case.names.rooms[placing.room],
        begins_at=begin,
        ends_at=begin + length * case.clock.step * MINUTE,
        state="planned",
    )


def _codes(case: ProgrammeCase, placing: Placing | None) -> tuple[str, ...]:
    return tuple(case.names.interpreters[key] for key in placing.interpreters) if placing else ()


def _subject(case: ProgrammeCase, change: Change) -> Sentence | None:
    """What the change is of, by name."""
    names = case.names
    match change:
        case PersonAway(person_id=key):
            return names.participants.get(str(key))
        case RoomClosed(room_id=key):
            return Sentence(template=NAMED, facts={"name": names.rooms.get(str(key), {})})
        case InterpreterOut(interpreter_id=key):
            return Sentence(template=NAMED, facts={"name": names.interpreters.get(str(key), "")})
        case MeetingCancelled(request_id=key) | LateRequest(request_id=key):
            return names.meetings.get(str(key))
