"""A meeting's place: where it could go and what would clash there; move it, pin it, take it out, take a move back.

Dragging, the keyboard and the page "Move to…" all end in the one address that moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.summits import placing
from menara.actions.summits.waiting import cancel_place, report_held, report_no_show, restore_place
from menara.errors import Refusal
from menara.models import PlaceState
from menara.permissions import may_edit, require
from menara.queries.summits.board import Grid, grid
from menara.queries.summits.moving import Cell, Conflict, where_to
from menara.queries.summits.programme import ProgrammeLine, Unplaced, Version, programme_lines, unplaced, version
from menara.web.doors import behind_door
from menara.web.findings import speak
from menara.web.lists import as_day, as_number
from menara.web.refusals import status_of, told
from menara.web.summits import words
from menara.web.summits.place_page import is_clash, page_of
from menara.web.summits.undoing import Move, forget, remember, remembered
from menara.web.tenancy import membership
from menara.wording import gettext_noop

REPORTS = {"held": report_held, "no_show": report_no_show, "cancelled": cancel_place, "planned": restore_place}


@behind_door("GET", "POST")
def place(request: HttpRequest, programme_id: int, request_id: int) -> HttpResponse:
    """The meeting and every place it could have on a day; sent, it moves there."""
    shown = version(programme_id=programme_id)
    meeting = meeting_of(programme_id, request_id)
    frame = grid(summit_id=shown.summit_id)
    if request.method == "POST":
        require(membership(request), may_edit)
        return _moved(request, shown, frame, meeting)
    return render(request, "summits/programme/place.html", page_of(request, shown, frame, meeting))


@behind_door(may=may_edit)
def free(request: HttpRequest, programme_id: int, request_id: int) -> JsonResponse:
    """At pick-up: of each cell of one day whether the meeting may go there, what would clash if it did, and which
    meeting begins there that it could change places with."""
    shown = version(programme_id=programme_id)
    lines = programme_lines(programme_id=programme_id)
    own = meeting_of(programme_id, request_id)
    others = {
        (line.begins_at, line.room_id): line.request_id
        for line in lines
        if line.state == PlaceState.PLANNED and isinstance(own, ProgrammeLine) and line.request_id != request_id
    }
    now, day = timezone.now(), as_day(request.GET.get("day", ""))
    cells = [
        [
            f"{cell.slot_id}:{cell.room_id}",
            state_of(cell),
            [speak(c.sentence) for c in cell.conflicts],
            others.get((cell.begins_at, cell.room_id)),
        ]
        for cell in where_to(programme_id=programme_id, request_id=request_id, now=now, day=day)
    ]
    return JsonResponse({"changed": shown.changed, "cells": cells})


def state_of(cell: Cell) -> str:
    """``free``, ``warns`` where it is possible but not as it should be, or ``clashes``."""
    if is_clash(cell):
        return "clashes"
    return "warns" if cell.conflicts else "free"


def meeting_of(programme_id: int, request_id: int) -> ProgrammeLine | Unplaced:
    """The meeting with its place, or as one that has none yet."""
    lines = programme_lines(programme_id=programme_id)
    line = next((one for one in lines if one.request_id == request_id), None)
    if line:
        return line
    without = unplaced(programme_id=programme_id, now=timezone.now())
    found = next((one for one in without if one.request_id == request_id), None)
    if found is None:
        raise Http404
    return found


def _moved(request: HttpRequest, shown: Version, frame: Grid, meeting: ProgrammeLine | Unplaced) -> HttpResponse:
    slot_id, room_id = _cell(request)
    try:
        with transaction.atomic():
            placed = placing.place(
                programme_id=shown.id,
                request_id=meeting.request_id,
                room_id=room_id,
                slot_id=slot_id,
                changed=as_number(request.POST.get("changed", "")),
                anyway=request.POST.get("anyway") == "yes" or "warned" in request.POST,
                actor=membership(request),
                now=timezone.now(),
            )
    except Refusal as refusal:
        return _refused(request, refusal, shown, frame, meeting)
    step = next(step for step in frame.steps if step.id == slot_id)
    line = _line_of(shown.id, meeting.request_id)
    sentence = f"{words.between(line.asking, line.asked)} · {words.where_line(line, frame.summit.time_zone)}"
    _keep_for_undo(request, shown, frame, meeting, changed=placed.changed, told=sentence)
    return answer(request, shown, day=step.day.isoformat(), request_id=meeting.request_id, told=sentence)


def _line_of(programme_id: int, request_id: int) -> ProgrammeLine:
    """The meeting's place; not found where it has none."""
    meeting = meeting_of(programme_id, request_id)
    if isinstance(meeting, Unplaced):
        raise Http404
    return meeting


def _cell(request: HttpRequest) -> tuple[int, int]:
    slot, _colon, room = (request.POST.get("cell") or request.POST.get("warned", "")).partition(":")
    return as_number(slot) or 0, as_number(room) or 0


def _keep_for_undo(
    request: HttpRequest, shown: Version, frame: Grid, before: ProgrammeLine | Unplaced, *, changed: int, told: str
) -> None:
    was = before if isinstance(before, ProgrammeLine) else None
    slot = slot_of(frame, was) if was else None
    if was and slot is None:
        forget(request)  # it stood where the clock has no step any more
        return
    move = Move(
        programme_id=shown.id,
        request_id=before.request_id,
        slot_id=slot,
        room_id=was.room_id if was else None,
        interpreter_ids=tuple(person.id for person in was.interpreters) if was else (),
        changed=changed,
        told=told,
    )
    remember(request, move)


def slot_of(frame: Grid, line: ProgrammeLine) -> int | None:
    """The step in which a meeting begins; None where the clock has none there any more."""
    return next((step.id for step in frame.steps if step.begins_at == line.begins_at), None)


def answer(request: HttpRequest, shown: Version, *, day: str, request_id: int, told: str) -> HttpResponse:
    """The board at the meeting that moved; for the board's own script only what to say."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"told": told})
    return HttpResponseRedirect(f"{_board(shown)}&day={day}#meeting-{request_id}")


def _board(shown: Version) -> str:
    return f"{reverse('board', args=[shown.summit_id])}?version={shown.id}"


def conflicts_told(refusal: Refusal) -> list[str]:
    """What clashes, one sentence each."""
    found: Sequence[Conflict] = getattr(refusal, "conflicts", ())
    return [speak(conflict.sentence) for conflict in found]


def _refused(
    request: HttpRequest,
    refusal: Refusal,
    shown: Version,
    frame: Grid,
    meeting: ProgrammeLine | Unplaced,
) -> HttpResponse:
    sentences = conflicts_told(refusal)
    status = status_of(refusal)
    if request.headers.get("Accept") == "application/json":
        body = {"told": told(refusal), "conflicts": sentences, "warns": refusal.code == "programme_warns"}
        return JsonResponse(body, status=status)
    page = page_of(request, shown, frame, meeting)
    page["refused"] = {
        "sentence": told(refusal),
        "conflicts": sentences,
        "cell": ":".join(str(key) for key in _cell(request)) if refusal.code == "programme_warns" else "",
    }
    return render(request, "summits/programme/place.html", page, status=status)


@behind_door("POST", may=may_edit)
def take_out(request: HttpRequest, programme_id: int, request_id: int) -> HttpResponse:
    """Take the meeting's place away; it waits among those without one."""
    shown = version(programme_id=programme_id)
    line = _line_of(programme_id, request_id)
    frame = grid(summit_id=shown.summit_id)
    try:
        with transaction.atomic():
            placed = placing.take_out(
                programme_id=programme_id,
                request_id=request_id,
                changed=as_number(request.POST.get("changed", "")),
                actor=membership(request),
                now=timezone.now(),
            )
    except Refusal as refusal:
        return _refused(request, refusal, shown, frame, line)
    sentence = _("%(meeting)s: taken out of the programme") % {"meeting": words.between(line.asking, line.asked)}
    _keep_for_undo(request, shown, frame, line, changed=placed.changed, told=sentence)
    day = words.local_day(line.begins_at, frame.summit.time_zone).isoformat()
    return answer(request, shown, day=day, request_id=request_id, told=sentence)


@behind_door("POST", may=may_edit)
def pin(request: HttpRequest, programme_id: int, request_id: int) -> HttpResponse:
    """Hold the meeting where it is, or let it go again."""
    act = placing.unpin if request.POST.get("pinned") == "no" else placing.pin
    act(
        programme_id=programme_id,
        request_id=request_id,
        changed=as_number(request.POST.get("changed", "")),
        actor=membership(request),
        now=timezone.now(),
    )
    return redirect("place", programme_id=programme_id, request_id=request_id)


@behind_door("POST", may=may_edit)
def report(request: HttpRequest, programme_id: int, request_id: int) -> HttpResponse:
    """Say of a meeting of the version in force that it was held, that nobody came, or that it is cancelled."""
    shown = version(programme_id=programme_id)
    line = _line_of(programme_id, request_id)
    act = REPORTS.get(request.POST.get("report", ""))
    if act is None:
        raise Http404
    act(placement_id=line.placement_id, actor=membership(request), now=timezone.now())
    return redirect("place", programme_id=shown.id, request_id=request_id)


@behind_door("POST", may=may_edit)
def undo(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Take the last move back, while nothing was changed since."""
    shown = version(programme_id=programme_id)
    move = remembered(request, programme_id=programme_id, changed=shown.changed)
    if move is None:
        raise NothingToUndo
    common: dict[str, Any] = {
        "programme_id": programme_id,
        "request_id": move.request_id,
        "changed": shown.changed,
        "actor": membership(request),
        "now": timezone.now(),
    }
    with transaction.atomic():
        if move.other_id is not None:
            # Both were free where they were: each gets back the interpreters it had.
            teams = (move.other_interpreter_ids, move.interpreter_ids)
            placing.swap(**{**common, "request_id": move.other_id, "other_id": move.request_id}, teams=teams)
        elif move.slot_id is None or move.room_id is None:
            placing.take_out(**common)
        else:
            team = move.interpreter_ids or None
            placing.place(**common, slot_id=move.slot_id, room_id=move.room_id, interpreter_ids=team, anyway=True)
    forget(request)
    frame = grid(summit_id=shown.summit_id)
    step = next((step for step in frame.steps if step.id == move.slot_id), None)
    day = step.day.isoformat() if step else request.POST.get("day", "")
    return answer(request, shown, day=day, request_id=move.request_id, told=_("The move was taken back."))


class NothingToUndo(Refusal):
    """The programme was changed since, or nothing was moved."""

    def __init__(self) -> None:
        super().__init__(
            "nothing_to_undo", gettext_noop("The programme was changed since: this move can no longer be taken back.")
        )
