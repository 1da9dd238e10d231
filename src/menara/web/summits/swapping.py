"""Two meetings change places: with which, what that would bring, and the change itself. Dropping one meeting on
another on the board ends here too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.summits import placing
from menara.actions.summits.rehearsing import Rehearsed, rehearse
from menara.errors import Refusal
from menara.models import PlaceState
from menara.permissions import may_edit
from menara.queries.summits.board import SummitHead, grid
from menara.queries.summits.programme import ProgrammeLine, Version, programme_lines, version
from menara.web.days import day_in_words
from menara.web.doors import behind_door
from menara.web.findings import speak
from menara.web.languages import isolated, spoken
from menara.web.lists import as_number
from menara.web.refusals import status_of, told
from menara.web.summits import words
from menara.web.summits.places import answer, conflicts_told, slot_of
from menara.web.summits.undoing import Move, remember
from menara.web.tenancy import membership


@behind_door("GET", "POST", may=may_edit)
def swap(request: HttpRequest, programme_id: int, request_id: int) -> HttpResponse:
    """Choose the other meeting and read what would come of it; sent, the two change places."""
    shown = version(programme_id=programme_id)
    if shown.number is not None:
        raise Http404
    lines = [one for one in programme_lines(programme_id=programme_id) if one.state == PlaceState.PLANNED]
    own = next((one for one in lines if one.request_id == request_id), None)
    if own is None:
        raise Http404
    wanted = as_number((request.POST if request.method == "POST" else request.GET).get("with", ""))
    other = next((one for one in lines if one.request_id == wanted and one is not own), None)
    if request.method == "POST":
        if other is None:
            raise Http404
        return _swapped(request, shown, own, other, lines)
    found = _rehearsed(request, own, other) if other else None
    if request.headers.get("Accept") == "application/json":
        if found is None:
            raise Http404
        return JsonResponse({"state": _state(found), "told": [speak(one.sentence) for one in found.conflicts]})
    return render(request, "summits/programme/swap.html", _page(shown, own, other, lines, found))


def _rehearsed(request: HttpRequest, own: ProgrammeLine, other: ProgrammeLine) -> Rehearsed:
    return rehearse(
        placing.swap,
        programme_id=own.programme_id,
        request_ids=(own.request_id, other.request_id),
        **_given(request, own, other, changed=None),
    )


def _given(request: HttpRequest, own: ProgrammeLine, other: ProgrammeLine, *, changed: int | None) -> dict[str, Any]:
    return {
        "request_id": own.request_id,
        "other_id": other.request_id,
        "changed": changed,
        "actor": membership(request),
        "now": timezone.now(),
    }


def _state(found: Rehearsed) -> str:
    if not found.is_possible:
        return "clashes"
    return "warns" if found.conflicts else "free"


def _swapped(
    request: HttpRequest, shown: Version, own: ProgrammeLine, other: ProgrammeLine, lines: Sequence[ProgrammeLine]
) -> HttpResponse:
    frame = grid(summit_id=shown.summit_id)
    changed = as_number(request.POST.get("changed", ""))
    try:
        with transaction.atomic():
            placed = placing.swap(programme_id=shown.id, **_given(request, own, other, changed=changed))
    except Refusal as refusal:
        if request.headers.get("Accept") == "application/json":
            body = {"told": told(refusal), "conflicts": conflicts_told(refusal)}
            return JsonResponse(body, status=status_of(refusal))
        page = _page(version(programme_id=shown.id), own, other, lines, None)
        page["faults"] = [{"sentence": one, "url": ""} for one in (told(refusal), *conflicts_told(refusal))]
        return render(request, "summits/programme/swap.html", page, status=status_of(refusal))
    sentence = _("“%(one)s” and “%(other)s” have changed places.") % {
        "one": words.between(own.asking, own.asked),
        "other": words.between(other.asking, other.asked),
    }
    move = Move(
        programme_id=shown.id,
        request_id=own.request_id,
        slot_id=slot_of(frame, own),
        room_id=own.room_id,
        interpreter_ids=tuple(person.id for person in own.interpreters),
        changed=placed.changed,
        told=sentence,
        other_id=other.request_id,
        other_interpreter_ids=tuple(person.id for person in other.interpreters),
    )
    remember(request, move)
    day = words.local_day(other.begins_at, frame.summit.time_zone)
    return answer(request, shown, day=day.isoformat(), request_id=own.request_id, told=sentence)


def _page(
    shown: Version,
    own: ProgrammeLine,
    other: ProgrammeLine | None,
    lines: Sequence[ProgrammeLine],
    found: Rehearsed | None,
) -> dict[str, Any]:
    head = grid(summit_id=shown.summit_id).summit
    return {
        "title": words.between(own.asking, own.asked),
        "at": words.where_line(own, head.time_zone),
        "summit": spoken(head.name),
        "board_url": f"{reverse('board', args=[shown.summit_id])}?version={shown.id}",
        "place_url": reverse("place", args=[shown.id, own.request_id]),
        "changed": shown.changed,
        "with": other.request_id if other else None,
        "days": _choices(own, lines, head),
        "preview": _preview(own, other, head, found) if other and found else None,
    }


def _choices(own: ProgrammeLine, lines: Sequence[ProgrammeLine], head: SummitHead) -> list[dict[str, Any]]:
    """The other meetings with a place, day by day."""
    by_day: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        if line is own:
            continue
        hour = words.clock(line.begins_at, head.time_zone)
        room = spoken(line.room, fallback=line.room_code)
        label = " · ".join([hour, str(room), words.between(line.asking, line.asked)])
        by_day[words.local_day(line.begins_at, head.time_zone)].append({"id": line.request_id, "label": label})
    return [
        {"label": day_in_words(day, with_weekday=True), "meetings": meetings}
        for day, meetings in sorted(by_day.items())
    ]


def _preview(own: ProgrammeLine, other: ProgrammeLine, head: SummitHead, found: Rehearsed) -> dict[str, Any]:
    """Where each of the two would be, and what to know of it."""
    return {
        "state": _state(found),
        "conflicts": [speak(one.sentence) for one in found.conflicts],
        "meetings": [
            {
                "title": words.between(one.asking, one.asked),
                "was": words.where_line(one, head.time_zone),
                "now": _where(one, there, head.time_zone),
                "interpreters": list(found.teams.get(one.request_id, ())),
            }
            for one, there in ((own, other), (other, own))
        ],
    }


def _where(one: ProgrammeLine, there: ProgrammeLine, zone: str) -> str:
    """The place of another meeting, for as long as this one lasts."""
    ends_at = there.begins_at + timedelta(minutes=one.minutes)
    room = isolated(spoken(there.room, fallback=there.room_code))
    return f"{words.when(there.begins_at, ends_at, zone)} · {room}"
