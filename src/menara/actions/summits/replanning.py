"""Plan again after a change, with least disturbance: first what would change is listed, then a person accepts it.

The preview is kept with the draft, so that what was listed is what is accepted, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from menara.actions.summits.programme import Placed, ProgrammeClashes, count_change, open_draft
from menara.actions.summits.solving import write_programme
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
    Change,
    InterpreterOut,
    LateRequest,
    MeetingCancelled,
    PersonAway,
    RoomClosed,
    after_change,
)
from menara.queries.summits.deciding import conflicts_in
from menara.queries.summits.replanned import (
    Disturbed,
    Replan,
    broken_as_json,
    change_as_json,
    change_of_json,
    disturbances_as_json,
    is_on_record,
    placings_as_json,
    placings_of_json,
    replan_told,
)
from menara.queries.summits.scheduling import ProgrammeCase, problem_of
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
        kept = {
            "change": change_as_json(change),
            "of_change": draft.changed,
            "made_at": now.isoformat(),
            "is_possible": result.status is not Status.INFEASIBLE and bool(result.levels),
            "placings": placings_as_json(result.programme),
            "changes": disturbances_as_json(found.changes),
            "not_held": [{"meeting": one.meeting, "reasons": broken_as_json(one.reasons)} for one in result.not_held],
            "conflicts": broken_as_json(result.conflicts),
            "seconds": result.seconds,
        }
        kept["key"] = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]
        draft.progress = {"state": "none", "replan": kept}
        draft.save(update_fields=["progress"])
        return replan_told(case, kept)


def accept_replan(
    *, programme_id: int, changed: int | None, actor: Membership, now: datetime, key: str | None = None
) -> Placed:
    """Take what the preview listed, and record the change itself: the absence, the closed room, the interpreter out,
    the meeting called off. All or nothing. ``key``: of the list that was read, so that no other is taken in its place.

    Raises ``NotAllowed``, ``NoSuchRecord``, ``NoReplan``, ``ProgrammeChanged``, ``ProgrammeClashes``,
    ``BookedMeanwhile``, ``ProgrammeIsPublished``, ``BeingSolved``.
    """
    require(actor, may_plan)
    with transaction.atomic():
        draft = open_draft(programme_id=programme_id, changed=changed, now=now)
        kept = draft.progress.get("replan")
        if kept is None or kept["of_change"] != draft.changed or not kept["is_possible"]:
            raise NoReplan
        if key is not None and key != kept["key"]:
            raise NoReplan
        change = change_of_json(kept["change"])
        _record(change, actor)
        case = problem_of(programme_id=programme_id, now=now)
        placings = placings_of_json(kept["placings"])
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
    if not all(is_on_record(case, placing) for placing in placings):
        raise NoReplan
    found = conflicts_in(replace(case, programme=placings, off=()))
    hard = [conflict for conflict in found if conflict.is_hard]
    if hard:
        raise ProgrammeClashes(conflicts=hard)
