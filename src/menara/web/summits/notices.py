"""A focal point's own side of the programme: the published meetings of the delegation, and what changed in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.summits.publishing import mark_notices_read
from menara.models import Guest
from menara.models.zones import zone_of
from menara.permissions import may_represent
from menara.queries.summits.board import OwnDelegation, SummitHead, own_delegation, summit_head
from menara.queries.summits.programme import ProgrammeLine, programme_lines, published_of, version
from menara.queries.summits.waiting import NoticeLine, notices
from menara.web.codes import area_name
from menara.web.days import instant_in_words
from menara.web.doors import behind_door
from menara.web.languages import isolated, spoken
from menara.web.lists import as_number
from menara.web.summits import words
from menara.web.tenancy import membership


def _own(request: HttpRequest) -> OwnDelegation | None:
    """The delegation that the focal point acts for in this request."""
    guest: Guest | None = getattr(request, "guest", None)
    return own_delegation(delegation_id=guest.delegation_id) if guest else None


@behind_door(may=may_represent)
def my_programme(request: HttpRequest) -> HttpResponse:
    """The delegation's meetings in the version in force, in order of time."""
    own = _own(request)
    if own is None:
        return render(request, "summits/programme/my_programme.html", {"delegation": "", "lines": []})
    head = summit_head(summit_id=own.summit_id)
    published = published_of(summit_id=head.id)
    lines = programme_lines(programme_id=published, delegation_id=own.id) if published else ()
    shown = version(programme_id=published) if published else None
    unread = notices(delegation_id=own.id, unread_only=True)
    page = {
        "delegation": spoken(own.name),
        "summit": spoken(head.name),
        "version": {
            "id": shown.id,
            "name": words.version_name(shown),
            "published": instant_in_words(shown.published_at, zone=head.time_zone) if shown.published_at else "",
            "note": spoken(shown.release_note),
        }
        if shown
        else None,
        "lines": [_line(line, own.id, head) for line in lines],
        "unread": len(unread),
        "notices_url": reverse("notices"),
        "empty": {
            "title": _("No meeting yet"),
            "reason": _("No meeting of your delegation is in the version in force.")
            if shown
            else _("The programme is not published yet."),
            "url": "",
            "action": "",
        },
    }
    return render(request, "summits/programme/my_programme.html", page)


def _line(line: ProgrammeLine, own: int, head: SummitHead) -> dict[str, Any]:
    other = line.asked if line.asking.delegation_id == own else line.asking
    return {
        "day": words.local_day(line.begins_at, head.time_zone),
        "hours": words.hours(line.begins_at, line.ends_at, head.time_zone),
        "with": spoken(other.name),
        "subject": spoken(line.subject),
        "room": spoken(line.room, fallback=line.room_code),
        "area": area_name(line.area),
        "receives": _("you receive") if line.receiving_id == own else _("you are received"),
        "interpreters": " · ".join(person.code for person in line.interpreters),
        "state": words.place_state(line.state),
        "url": reverse("request", args=[line.request_id]),
    }


@behind_door(may=may_represent)
def notice_list(request: HttpRequest) -> HttpResponse:
    """What changed for the delegation, the newest first, with what was read already."""
    own = _own(request)
    head = summit_head(summit_id=own.summit_id) if own else None
    found = notices(delegation_id=own.id) if own else ()
    page = {
        "delegation": spoken(own.name) if own else "",
        "notices": [_notice(one, head.time_zone) for one in found] if head else [],
        "unread": sum(one.read_at is None for one in found),
        "programme_url": reverse("my_programme"),
        "empty": {
            "title": _("No notice yet"),
            "reason": _("When a published meeting of your delegation changes, it is told here."),
            "url": reverse("my_programme"),
            "action": _("To your meetings"),
        },
    }
    return render(request, "summits/programme/notices.html", page)


@behind_door("POST", may=may_represent)
def read(request: HttpRequest) -> HttpResponse:
    """Mark notices as read: the named ones, or all."""
    own = _own(request)
    if own:
        named = [number for value in request.POST.getlist("notice") if (number := as_number(value)) is not None]
        every = [one.id for one in notices(delegation_id=own.id, unread_only=True)]
        mark_notices_read(
            delegation_id=own.id,
            notice_ids=[number for number in named if number in every] if named else every,
            actor=membership(request),
            now=timezone.now(),
        )
    return redirect("notices")


def _notice(one: NoticeLine, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "shape": words.kind_shape(one.kind),
        "word": words.kind_word(one.kind),
        "subject": _("Meeting with %(other)s") % {"other": isolated(spoken(one.other.name))},
        "url": reverse("request", args=[one.request_id]),
        "about": spoken(one.subject),
        "note": _told(one, zone),
        "when": instant_in_words(one.made_at, zone=zone),
        "is_read": one.read_at is not None,
        "read": instant_in_words(one.read_at, zone=zone) if one.read_at else "",
    }


def _told(one: NoticeLine, zone: str) -> str:
    before, after = _place(one.before, zone), _place(one.after, zone)
    if before and after:
        return _("from %(before)s to %(after)s") % {"before": before, "after": after}
    return after or before


def _place(facts: Mapping[str, Any] | None, zone: str) -> str:
    """Time and room as a notice keeps them: ISO instants, the room in all its languages."""
    if not facts:
        return ""
    begins, ends = (datetime.fromisoformat(facts[name]).astimezone(zone_of(zone)) for name in ("begins_at", "ends_at"))
    return f"{words.when(begins, ends, zone)} · {isolated(spoken(facts.get('room') or {}))}"
