"""Place meetings in a draft by hand: what cannot stand is refused, all of it at once; what was only wished is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from menara.actions.summits.booking import book, bookings
from menara.actions.summits.programme import (
    Placed,
    ProgrammeClashes,
    ProgrammeWarns,
    count_change,
    open_draft,
)
from menara.engines.meetings.problem import Placing
from menara.errors import Refusal
from menara.models import LIVE, MeetingRequest, Membership, Placement, Programme
from menara.permissions import may_edit, require
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.cells import InHand
from menara.queries.summits.clashes import Conflict, conflict_of
from menara.queries.summits.deciding import conflicts_at, warnings_at
from menara.queries.summits.scheduling import ProgrammeCase, problem_of
from menara.wording import gettext_noop


class NotAccepted(Refusal):
    """Only an accepted request is given a place."""

    def __init__(self, *, status: str) -> None:
        super().__init__(
            "not_accepted",
            gettext_noop("Only a request that was accepted is given a place in the programme."),
            {"request_status": status},
        )


class NoPlace(Refusal):
    """The meeting has no place in this version."""

    def __init__(self) -> None:
        super().__init__("no_place", gettext_noop("The meeting has no place in this version of the programme."))


def place(  # noqa: PLR0913 (a place is a room, a time and a team)
    *,
    programme_id: int,
    request_id: int,
    room_id: int,
    slot_id: int,
    changed: int | None,
    actor: Membership,
    now: datetime,
    interpreter_ids: tuple[int, ...] | None = None,
    anyway: bool = False,
) -> Placed:
    """Give a meeting a place, or another one. Interpreters are found where none are named; ``anyway``: what a person
    may decide against is decided against.

    Raises ``NotAllowed``, ``NoSuchRecord``, ``NotAccepted``, ``ProgrammeIsPublished``, ``ProgrammeChanged``,
    ``BeingSolved``, ``ProgrammeClashes``, ``ProgrammeWarns``, ``BookedMeanwhile``.
    """
    require(actor, may_edit)
    with transaction.atomic():
        draft = open_draft(programme_id=programme_id, changed=changed, now=now)
        case = problem_of(programme_id=programme_id, now=now)
        request, slot, room = known(case, request_id), str(slot_id), str(room_id)
        _refuse_unknown(case, slot, room)
        team = None if interpreter_ids is None else tuple(str(key) for key in interpreter_ids)
        placing, warnings = fitted(case, request, slot=slot, room=room, team=team, anyway=anyway)
        book(programme=draft, case=case, booked=bookings(case, [placing]))
        return Placed(
            changed=count_change(draft),
            placement_id=Placement.objects.only("pk").get(programme=draft, request_id=request_id).pk,
            warnings=warnings,
        )


move = place


def take_out(*, programme_id: int, request_id: int, changed: int | None, actor: Membership, now: datetime) -> Placed:
    """Take a meeting's place away. Raises ``NotAllowed``, ``NoSuchRecord``, ``NoPlace``, ``ProgrammeIsPublished``,
    ``ProgrammeChanged``, ``BeingSolved``, ``ProgrammeClashes`` for one that has begun."""
    require(actor, may_edit)
    with transaction.atomic():
        draft = open_draft(programme_id=programme_id, changed=changed, now=now)
        case = problem_of(programme_id=programme_id, now=now)
        _refuse_begun(case, str(request_id))
        _placement(draft, request_id).delete()
        return Placed(changed=count_change(draft))


def pin(*, programme_id: int, request_id: int, changed: int | None, actor: Membership, now: datetime) -> Placed:
    """Keep a meeting where it is: no search moves it. Raises as ``take_out``."""
    return _set_pin(programme_id, request_id, changed, actor, now, is_pinned=True)


def unpin(*, programme_id: int, request_id: int, changed: int | None, actor: Membership, now: datetime) -> Placed:
    """Let searches move a meeting again. Raises as ``take_out``."""
    return _set_pin(programme_id, request_id, changed, actor, now, is_pinned=False)


def swap(
    *,
    programme_id: int,
    request_id: int,
    other_id: int,
    changed: int | None,
    actor: Membership,
    now: datetime,
    teams: tuple[tuple[int, ...], tuple[int, ...]] | None = None,
) -> Placed:
    """Let two meetings change places, room and time; ``teams`` names the interpreters of each, found where it is
    None. Raises as ``place``, and ``NoPlace``."""
    require(actor, may_edit)
    with transaction.atomic():
        draft = open_draft(programme_id=programme_id, changed=changed, now=now)
        case = problem_of(programme_id=programme_id, now=now)
        placed = {p.meeting: p for p in case.programme}
        one, other = known(case, request_id), known(case, other_id)
        if one == other or not {one, other} <= placed.keys():
            raise NoPlace
        rest = tuple(p for p in case.programme if p.meeting not in (one, other))
        named: list[tuple[str, ...] | None] = [None, None]
        if teams is not None:
            named = [tuple(str(key) for key in team) for team in teams]
        first, warned = _in_place_of(replace(case, programme=rest), one, placed[other], named[0])
        second, warned_too = _in_place_of(replace(case, programme=(*rest, first)), other, placed[one], named[1])
        book(programme=draft, case=case, booked=bookings(case, [first, second]))
        return Placed(changed=count_change(draft), warnings=(*warned, *warned_too))


def set_interpreters(
    *,
    programme_id: int,
    request_id: int,
    interpreter_ids: tuple[int, ...],
    changed: int | None,
    actor: Membership,
    now: datetime,
) -> Placed:
    """Name the interpreters of a meeting where it is. Raises as ``place``, and ``NoPlace``."""
    require(actor, may_edit)
    case = problem_of(programme_id=programme_id, now=now)
    here = next((p for p in case.programme if p.meeting == str(request_id)), None)
    if here is None:
        raise NoPlace
    return place(
        programme_id=programme_id,
        request_id=request_id,
        room_id=int(here.room),
        slot_id=int(here.slot),
        changed=changed,
        actor=actor,
        now=now,
        interpreter_ids=interpreter_ids,
        anyway=True,
    )


def fitted(
    case: ProgrammeCase, request: str, *, slot: str, room: str, team: tuple[str, ...] | None, anyway: bool
) -> tuple[Placing, tuple[Conflict, ...]]:
    """The placing, with interpreters, if it can stand there, and what is to be known of it. Raises
    ``ProgrammeClashes``, ``ProgrammeWarns``."""
    _refuse_begun(case, request)
    if team is None:
        hand = InHand(case, request)
        team = hand.team(slot, room)
        team = team if team is not None else hand.team(slot, room, softly=True)
        if team is None:
            raise ProgrammeClashes(conflicts=hand.bars(slot, room))
    found = conflicts_at(case, request=request, slot=slot, room=room, team=team)
    if any(conflict.is_hard for conflict in found):
        raise ProgrammeClashes(conflicts=found)
    if found and not anyway:
        raise ProgrammeWarns(conflicts=found)
    return (
        Placing(meeting=request, slot=slot, room=room, interpreters=tuple(sorted(team))),
        (*found, *warnings_at(case, request=request, slot=slot)),
    )


def known(case: ProgrammeCase, request_id: int) -> str:
    """The engine's key of a request that can be placed. Raises ``NoSuchRecord``, ``NotAccepted``, and
    ``ProgrammeClashes`` where a side has no head."""
    key = str(request_id)
    if key in case.left_out:
        raise ProgrammeClashes(conflicts=[case.left_out[key]], code="no_head")
    if any(m.key == key for m in case.problem.meetings):
        return key
    row = MeetingRequest.objects.filter(pk=request_id, summit_id=case.summit_id).first()
    if row is None:
        raise NoSuchRecord(kind="meetingrequest", record_id=request_id)
    raise NotAccepted(status=row.status)


def _in_place_of(
    case: ProgrammeCase, request: str, there: Placing, team: tuple[str, ...] | None
) -> tuple[Placing, tuple[Conflict, ...]]:
    return fitted(case, request, slot=there.slot, room=there.room, team=team, anyway=True)


def _set_pin(
    programme_id: int, request_id: int, changed: int | None, actor: Membership, now: datetime, *, is_pinned: bool
) -> Placed:
    require(actor, may_edit)
    with transaction.atomic():
        draft = open_draft(programme_id=programme_id, changed=changed, now=now)
        row = _placement(draft, request_id)
        row.is_pinned = is_pinned
        row.save(update_fields=["is_pinned"])
        return Placed(changed=count_change(draft), placement_id=row.pk)


def _placement(draft: Programme, request_id: int) -> Placement:
    row = Placement.objects.filter(programme=draft, request_id=request_id, state__in=LIVE).first()
    if row is None:
        raise NoPlace
    return row


def _refuse_begun(case: ProgrammeCase, request: str) -> None:
    if request in case.begun:
        raise ProgrammeClashes(conflicts=[conflict_of("has_begun", {"meeting": request}, case.names)])


def _refuse_unknown(case: ProgrammeCase, slot: str, room: str) -> None:
    if slot not in case.clock.spans:
        raise NoSuchRecord(kind="slot", record_id=int(slot))
    if all(r.key != room for r in case.problem.rooms):
        raise NoSuchRecord(kind="room", record_id=int(room))
