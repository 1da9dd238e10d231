"""Plan again after a change, with least disturbance: first what would change is listed, then a person accepts it.

The preview is kept with the draft, so that what was listed is what is accepted, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from menara.actions.summits.programme import Placed, ProgrammeClashes, count_change, open_draft
from menara.actions.summits.solving import write_programme
from menara.engines.meetings.disturbance import Change as Disturbance
from menara.engines.meetings.problem import Placing
from menara.engines.meetings.problem import Programme as Placings
from menara.engines.outcome import Limits, Status
from menara.errors import Refusal
from menara.models import (
    Absence,
    InterpreterShift,
    MeetingRequest,
    Membership,
    Programme,
    RequestStatus,
    Room,
    RoomHours,
)
from menara.permissions import may_plan, require
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.changing import (
    KINDS,
    Change,
    InterpreterOut,
    LateRequest,
    MeetingCancelled,
    PersonAway,
    RoomClosed,
    after_change,
)
from menara.queries.summits.clashes import Conflict, conflict_of, without_repeats
from menara.queries.summits.clock import MINUTE
from menara.queries.summits.deciding import conflicts_in
from menara.queries.summits.programme import Place
from menara.queries.summits.scheduling import ProgrammeCase, problem_of
from menara.sentences import Sentence
from menara.wording import gettext_noop

__all__ = [
    "Change",
    "Disturbed",
    "EndsBeforeItBegins",
    "InterpreterOut",
    "LateRequest",
    "MeetingCancelled",
    "NoReplan",
    "PersonAway",
    "Replan",
    "RoomClosed",
    "accept_replan",
    "drop_replan",
    "replan_preview",
]

SECONDS = 2.5  # a person waits for the list


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
    that lose their place, with the reasons."""

    is_possible: bool
    changes: tuple[Disturbed, ...] = ()
    not_held: tuple[tuple[int, tuple[Sentence, ...]], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    seconds: float = 0.0


class NoReplan(Refusal):
    """There is no list of changes to accept."""

    def __init__(self) -> None:
        super().__init__("no_replan", gettext_noop("There is no list of changes to accept. Report the change again."))


class EndsBeforeItBegins(Refusal):
    def __init__(self) -> None:
        super().__init__("ends_before_it_begins", gettext_noop("The time ends before it begins."))


def replan_preview(
    *, programme_id: int, change: Change, changed: int | None, actor: Membership, now: datetime
) -> Replan:
    """What would change in a draft after ``change``, fewest and least important changes first, and published meetings
    protected. Nothing changes yet but that the list is kept with the draft.

    Raises ``NotAllowed``, ``NoSuchRecord``, ``ProgrammeIsPublished``, ``ProgrammeChanged``, ``BeingSolved``,
    ``EndsBeforeItBegins``.
    """
    from menara.engines.meetings.replan import replan  # the solver is heavy

    require(actor, may_plan)
    with transaction.atomic():
        draft = open_draft(programme_id=programme_id, changed=changed, now=now)
        case = problem_of(programme_id=programme_id, now=now)
        _refuse_unknown(case, change)
        after = after_change(case, change)
        before = tuple(p for p in case.programme if p.meeting in {m.key for m in case.problem.meetings})
        found = replan(problem=after, before=before, published=case.published, limits=Limits(seconds=SECONDS))
        result = found.result
        told = Replan(
            is_possible=result.status is not Status.INFEASIBLE and bool(result.levels),
            changes=(*_called_off(case, change), *_disturbed(case, found.changes, before, result.programme)),
            not_held=tuple(
                (int(one.meeting), tuple(conflict_of(r.constraint, r.about, case.names).sentence for r in one.reasons))
                for one in result.not_held
            ),
            conflicts=without_repeats(conflict_of(r.constraint, r.about, case.names) for r in result.conflicts),
            seconds=result.seconds,
        )
        kept = {"change": _as_json(change), "of_change": draft.changed, "placings": _placings_json(result.programme)}
        draft.progress = {"state": "none", "replan": kept} if told.is_possible else {}
        draft.save(update_fields=["progress"])
        return told


def accept_replan(*, programme_id: int, changed: int | None, actor: Membership, now: datetime) -> Placed:
    """Take what the preview listed, and record the change itself: the absence, the closed room, the interpreter out,
    the meeting called off. All or nothing.

    Raises ``NotAllowed``, ``NoSuchRecord``, ``NoReplan``, ``ProgrammeChanged``, ``ProgrammeClashes``,
    ``BookedMeanwhile``, ``ProgrammeIsPublished``, ``BeingSolved``.
    """
    require(actor, may_plan)
    with transaction.atomic():
        draft = open_draft(programme_id=programme_id, changed=changed, now=now)
        kept = draft.progress.get("replan")
        if kept is None or kept["of_change"] != draft.changed:
            raise NoReplan
        change = _of_json(kept["change"])
        _record(change, actor)
        case = problem_of(programme_id=programme_id, now=now)
        placings = tuple(
            Placing(meeting=m, slot=slot, room=room, interpreters=tuple(team))
            for m, slot, room, team in kept["placings"]
        )
        _refuse_stale(case, placings)
        write_programme(draft, case, placings)
        draft.progress = {}
        draft.save(update_fields=["progress"])
        return Placed(changed=count_change(draft))


def drop_replan(*, programme_id: int, actor: Membership) -> None:
    """Leave the draft as it is and forget the list. Raises ``NotAllowed``, ``NoReplan``."""
    require(actor, may_plan)
    with transaction.atomic():
        draft = Programme.objects.select_for_update(no_key=True).filter(pk=programme_id).first()
        if draft is None or "replan" not in draft.progress:
            raise NoReplan
        draft.progress = {}
        draft.save(update_fields=["progress"])


def _refuse_unknown(case: ProgrammeCase, change: Change) -> None:
    match change:
        case PersonAway(person_id=key):
            known = any(p.key == str(key) for p in case.problem.participants)
        case RoomClosed(room_id=key):
            known = any(r.key == str(key) for r in case.problem.rooms)
        case InterpreterOut(interpreter_id=key):
            known = any(i.key == str(key) for i in case.problem.interpreters)
        case MeetingCancelled(request_id=key) | LateRequest(request_id=key):
            known = any(m.key == str(key) for m in case.problem.meetings)
    if not known:
        raise NoSuchRecord(kind=type(change).__name__, record_id=key)
    if not isinstance(change, MeetingCancelled | LateRequest) and change.ends_at <= change.begins_at:
        raise EndsBeforeItBegins


# --- what is told -----------------------------------------------------------------------------------------------------


def _disturbed(
    case: ProgrammeCase, changes: tuple[Disturbance, ...], before: Placings, after: Placings
) -> tuple[Disturbed, ...]:
    was, is_now = {p.meeting: p for p in before}, {p.meeting: p for p in after}
    return tuple(
        Disturbed(
            request_id=int(one.meeting),
            meeting=case.names.meetings[one.meeting],
            what="slot" if one.what == "time" else one.what,
            was=_place(case, was.get(one.meeting)),
            now=_place(case, is_now.get(one.meeting)),
            is_published=one.published,
            interpreters_was=_codes(case, was.get(one.meeting)),
            interpreters_now=_codes(case, is_now.get(one.meeting)),
            why=tuple(
                c.sentence for c in without_repeats(conflict_of(v.constraint, v.about, case.names) for v in one.why)
            ),
        )
        for one in changes
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


# --- what is recorded -------------------------------------------------------------------------------------------------


def _record(change: Change, actor: Membership) -> None:
    """The change itself, in the records the next problem is read from."""
    own = {"organisation_id": actor.organisation_id}
    match change:
        case PersonAway(person_id=key):
            Absence.objects.create(**own, person_id=key, during=DateTimeTZRange(change.begins_at, change.ends_at))
        case RoomClosed(room_id=key):
            Room.objects.select_for_update(no_key=True).get(pk=key)
            _cut(RoomHours, {**own, "room_id": key}, change.begins_at, change.ends_at)
        case InterpreterOut(interpreter_id=key):
            _cut(InterpreterShift, {**own, "interpreter_id": key}, change.begins_at, change.ends_at)
        case MeetingCancelled(request_id=key):
            row = MeetingRequest.objects.get(pk=key)
            row.correct(version=row.version, status=RequestStatus.WITHDRAWN.value)
        case LateRequest():
            pass


def _cut(model: type[RoomHours | InterpreterShift], own: dict[str, Any], begin: datetime, end: datetime) -> None:
    """Take the time from begin to end out of the spans."""
    for row in model._default_manager.filter(**own, during__overlap=DateTimeTZRange(begin, end)):
        first, last = row.during.lower, row.during.upper
        row.delete()
        for piece in ((first, begin), (end, last)):
            if piece[0] < piece[1]:
                model._default_manager.create(**own, during=DateTimeTZRange(*piece))


def _refuse_stale(case: ProgrammeCase, placings: Placings) -> None:
    """The records may have changed since the list was made: what no longer stands is refused."""
    keys = {m.key for m in case.problem.meetings}
    strangers = [p for p in placings if p.meeting not in keys]
    found = conflicts_in(replace(case, programme=tuple(p for p in placings if p.meeting in keys), off=()))
    hard = [conflict for conflict in found if conflict.is_hard]
    if strangers:
        raise NoReplan
    if hard:
        raise ProgrammeClashes(conflicts=hard)


def _placings_json(placings: Placings) -> list[list[Any]]:
    return [[p.meeting, p.slot, p.room, list(p.interpreters)] for p in placings]


def _as_json(change: Change) -> dict[str, Any]:
    told = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(change).items()}
    return {"kind": type(change).__name__, **told}


def _of_json(told: Mapping[str, Any]) -> Change:
    values: dict[str, Any] = {
        k: datetime.fromisoformat(v) if k.endswith("_at") else v for k, v in told.items() if k != "kind"
    }
    return KINDS[told["kind"]](**values)
