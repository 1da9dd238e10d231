"""A focal point's own desk: what awaits an answer, one's own requests, meetings and people; nothing beyond it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.summits.requests import expire_requests
from menara.models import RequestStatus
from menara.permissions import may_represent
from menara.queries.summits.delegations import delegation_record, represented_by
from menara.queries.summits.meetings import meetings
from menara.queries.summits.minutes import has_minutes, minutes_record
from menara.queries.summits.requests import RequestLine, requests
from menara.queries.summits.setting import summit_record
from menara.web.doors import behind_door
from menara.web.languages import spoken
from menara.web.lists import as_number
from menara.web.origins import badge
from menara.web.summits.delegation import called
from menara.web.summits.desk import address, standfirst
from menara.web.summits.request_words import request_row
from menara.web.summits.states import minutes_state
from menara.web.summits.tongues import marked
from menara.web.tenancy import REPRESENTING, membership, represented_ones


@behind_door(may=may_represent)
def desk(request: HttpRequest) -> HttpResponse:
    """The first page of a focal point."""
    member = membership(request)
    own = represented_by(membership=member)
    if own is None:
        return render(request, "summits/desk/own_none.html")
    expire_requests(now=timezone.now())
    held = delegation_record(delegation_id=own)
    summit = summit_record(summit_id=held.summit_id)
    lines = requests(summit_id=held.summit_id, delegation_id=own)
    waiting = [line for line in lines if line.awaits == own]
    placed = sorted((line for line in lines if line.place), key=_begin)
    rest = [line for line in lines if line.awaits != own and not line.place]
    listed = reverse("requests", args=[held.summit_id])
    page: dict[str, Any] = {
        "delegation": {
            "title": spoken(held.institution),
            "summit": spoken(held.summit),
            "standfirst": standfirst(summit),
            "url": reverse("delegation", args=[own]),
            "provenance": badge(held.origin),
            "ask_url": reverse("request_ask", args=[held.summit_id]),
        },
        "others": [
            {"id": one.delegation_id, "summit": spoken(one.summit), "is_here": one.delegation_id == own}
            for one in represented_ones(member)
        ],
        "figures": [
            {"label": _("waiting for your answer"), "value": len(waiting), "url": f"{listed}?awaiting=us"},
            {
                "label": _("waiting for the answer of others"),
                "value": sum(line.awaits not in (None, own) for line in lines),
                "url": f"{listed}?awaiting=them",
            },
            {
                "label": _("accepted"),
                "value": sum(line.status == RequestStatus.ACCEPTED for line in lines),
                "url": f"{listed}?status=accepted",
            },
            {"label": _("in the programme"), "value": len(placed), "url": f"{listed}?placed=yes"},
        ],
        "meetings": _meetings(held.summit_id),
        "waiting": [_answerable(line, held.time_zone, own) for line in waiting],
        "placed": [request_row(line, zone=held.time_zone, own=own) for line in placed],
        "rest": [request_row(line, zone=held.time_zone, own=own) for line in rest],
        "requests_url": listed,
        "people": [called(one) for one in held.members],
        "absences": len(held.absences),
        "links": [
            {"label": word, "url": url}
            for word, url in (
                (_("Our meetings in the programme"), address("my_programme")),
                (_("Notices"), address("notices")),
                (_("Calendar feeds"), address("delegation_calendars", own)),
                (_("Busy times from a calendar file"), address("busy_times", own)),
            )
            if url
        ],
    }
    return render(request, "summits/desk/own.html", page)


@behind_door("POST", may=may_represent)
def choose(request: HttpRequest) -> HttpResponse:
    """Act for another of one's delegations from now on."""
    wanted = as_number(request.POST.get("delegation", ""))
    if wanted in {one.delegation_id for one in represented_ones(membership(request))}:
        request.session[REPRESENTING] = wanted
    return redirect("desk")


def _meetings(summit_id: int) -> list[dict[str, Any]]:
    """The meetings on record, and what their minutes ask of this side."""
    found = []
    for line in meetings():
        if line.summit_id != summit_id:
            continue
        minutes = minutes_record(meeting_id=line.id) if has_minutes(meeting_id=line.id) else None
        found.append(
            {
                "url": reverse("minutes" if minutes else "meeting", args=[line.id]),
                "title": marked(line.subject),
                "day": line.held_on,
                "state": minutes_state(minutes) if minutes else None,
            }
        )
    return found


def _begin(line: RequestLine) -> Any:
    return line.place.begins_at if line.place else None


def _answerable(line: RequestLine, zone: str, own: int) -> dict[str, Any]:
    return request_row(line, zone=zone, own=own) | {
        "answer_url": reverse("request_answer", args=[line.id]),
        "version": line.version,
        "is_counter": line.status == RequestStatus.COUNTERED,
    }
