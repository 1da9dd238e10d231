"""Who waits for a room, in order of asking: join, leave, and give a freed place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.summits.waiting import give_place, join_waiting, leave_waiting
from menara.errors import Refusal
from menara.models.zones import zone_of
from menara.permissions import may_edit, may_publish
from menara.queries.summits.board import Grid, SummitHead, accepted_requests, grid
from menara.queries.summits.moving import free_cells
from menara.queries.summits.programme import programme_lines, published_of
from menara.queries.summits.waiting import Waiting, waiting_list
from menara.web.days import day_in_words, instant_in_words
from menara.web.doors import behind_door
from menara.web.languages import isolated, spoken
from menara.web.lists import as_number
from menara.web.refusals import status_of, told
from menara.web.summits import words
from menara.web.summits.places import conflicts_told
from menara.web.tenancy import membership

OFFERED = 12  # free places shown for each who waits; the board shows the others


class JoinForm(forms.Form):
    """Which meeting waits, for which room and day, if it matters."""

    request = forms.TypedChoiceField(label=gettext_lazy("Meeting"), coerce=int)
    room = forms.TypedChoiceField(label=gettext_lazy("Room"), coerce=int, required=False, empty_value=None)
    day = forms.TypedChoiceField(label=gettext_lazy("Day"), coerce=str, required=False, empty_value="")

    def __init__(self, *args: Any, frame: Grid, waiting: set[int], placed: set[int], **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = dict(self.fields)
        fields["request"].choices = [
            ("", "–"),
            *(
                (one.id, words.two_names(one.name, one.note))
                for one in accepted_requests(summit_id=frame.summit.id)
                if one.id not in waiting | placed
            ),
        ]
        fields["room"].choices = [
            ("", _("any room")),
            *((room.id, str(spoken(room.name, fallback=room.code))) for room in frame.rooms),
        ]
        fields["day"].choices = [
            ("", _("any day")),
            *((day.isoformat(), day_in_words(day, with_weekday=True)) for day in frame.days),
        ]


@behind_door("GET", "POST")
def waiting(request: HttpRequest, summit_id: int) -> HttpResponse:
    """The list; sent by one who may, another meeting joins it."""
    frame = grid(summit_id=summit_id)
    found = waiting_list(summit_id=summit_id)
    may = may_edit(membership(request))
    published = published_of(summit_id=summit_id)
    placed = {line.request_id for line in programme_lines(programme_id=published)} if published else set()
    form = JoinForm(
        request.POST if request.method == "POST" and may else None,
        frame=frame,
        waiting={one.request_id for one in found},
        placed=placed,
        initial={"request": request.GET.get("request", "")},
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                _join(request, form, frame.summit)
            except Refusal as refusal:
                form.add_error(None, told(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("The meeting waits for a room."))
                return redirect("waiting", summit_id=summit_id)
    page = {
        "summit": spoken(frame.summit.name),
        "board_url": reverse("board", args=[summit_id]),
        "waiting": [
            _line(one, frame, published, place + 1, may=may, may_give=may_publish(membership(request)))
            for place, one in enumerate(found)
        ],
        "is_published": published is not None,
        "form": form if may else None,
        "empty": {
            "title": _("Nobody waits"),
            "reason": _("Every accepted meeting has a place, or nobody asked to wait for one."),
            "url": "",
            "action": "",
        },
    }
    return render(request, "summits/programme/waiting.html", page, status=status)


def _join(request: HttpRequest, form: JoinForm, head: SummitHead) -> None:
    given = form.cleaned_data
    begins = ends = None
    if given["day"]:
        zone = zone_of(head.time_zone)
        begins = datetime.fromisoformat(f"{given['day']}T00:00").replace(tzinfo=zone)
        ends = begins.replace(hour=23, minute=59)
    join_waiting(
        request_id=given["request"],
        room_id=given["room"],
        begins_at=begins,
        ends_at=ends,
        actor=membership(request),
        now=timezone.now(),
    )


@behind_door("POST", may=may_edit)
def leave(request: HttpRequest, summit_id: int, waiting_id: int) -> HttpResponse:
    """No longer wait."""
    leave_waiting(waiting_id=waiting_id, actor=membership(request), now=timezone.now())
    return redirect("waiting", summit_id=summit_id)


@behind_door("POST", may=may_publish)
def give(request: HttpRequest, summit_id: int, waiting_id: int) -> HttpResponse:
    """Give a free place of the version in force to one who waits."""
    slot, _colon, room = request.POST.get("cell", "").partition(":")
    try:
        give_place(
            waiting_id=waiting_id,
            room_id=as_number(room) or 0,
            slot_id=as_number(slot) or 0,
            actor=membership(request),
            now=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, " ".join([told(refusal), *conflicts_told(refusal)]))
    else:
        messages.success(request, _("The meeting has its place, and its delegations have a notice."))
    return redirect("waiting", summit_id=summit_id)


def _line(one: Waiting, frame: Grid, published: int | None, place: int, *, may: bool, may_give: bool) -> dict[str, Any]:
    zone = frame.summit.time_zone
    return {
        "place": place,
        "title": words.between(one.asking, one.asked),
        "url": reverse("request", args=[one.request_id]),
        "asked": instant_in_words(one.asked_at, zone=zone),
        "wanted": _wanted(one, frame),
        "free": _free(one, frame, published) if published and may_give else [],
        "leave_url": reverse("waiting_leave", args=[frame.summit.id, one.id]),
        "give_url": reverse("waiting_give", args=[frame.summit.id, one.id]),
        "may_give": may_give and published is not None,
        "may_leave": may,
        "offered": instant_in_words(one.offered_at, zone=zone) if one.offered_at else "",
    }


def _wanted(one: Waiting, frame: Grid) -> str:
    parts = [str(spoken(one.room))] if one.room else [_("any room")]
    if one.wanted_from:
        parts.append(day_in_words(words.local_day(one.wanted_from, frame.summit.time_zone), with_weekday=True))
    return " · ".join(isolated(part) for part in parts)


def _free(one: Waiting, frame: Grid, published: int) -> Sequence[tuple[str, str]]:
    """Free places that it would take, the soonest first."""
    ends = {step.id: step.ends_at for step in frame.steps}
    names = {room.id: spoken(room.name, fallback=room.code) for room in frame.rooms}
    wanted = [
        cell
        for cell in free_cells(programme_id=published, request_id=one.request_id, now=timezone.now())
        if one.room_id in (None, cell.room_id)
        and (one.wanted_from is None or one.wanted_from <= cell.begins_at)
        and (one.wanted_until is None or cell.begins_at < one.wanted_until)
    ]
    return [
        (
            f"{cell.slot_id}:{cell.room_id}",
            " · ".join(
                [words.when(cell.begins_at, ends[cell.slot_id], frame.summit.time_zone), isolated(names[cell.room_id])]
            ),
        )
        for cell in wanted[:OFFERED]
    ]
