"""One delegation: its people, when they cannot meet, what it asks and is asked, who speaks for it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.summits.requests import expire_requests
from menara.models import DelegationRole, Membership, RequestStatus
from menara.permissions import may_administer, may_edit, may_represent, may_take_part, require
from menara.queries.summits.delegations import (
    Delegate,
    DelegationRecord,
    delegation_record,
    focal_points,
    represented_by,
)
from menara.queries.summits.requests import OPEN, RequestLine, requests
from menara.web import labels
from menara.web.codes import language_name
from menara.web.days import day_in_words, instant_in_words, isolated
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.languages import reading, spoken
from menara.web.origins import badge
from menara.web.summits.desk import address
from menara.web.summits.request_words import request_row
from menara.web.summits.tongues import marked
from menara.web.tenancy import membership

SHOWN = 12  # requests on a delegation's page; the list shows all


@behind_door(may=may_take_part)
def delegation(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """One delegation: its people, when they cannot meet, what it asks and is asked."""
    member = membership(request)
    if may_represent(member) and represented_by(membership=member) != delegation_id:
        raise Http404
    held = delegation_record(delegation_id=delegation_id)
    expire_requests(now=timezone.now())
    may = may_edit(member) or may_represent(member)
    asked = requests(summit_id=held.summit_id, delegation_id=delegation_id)
    page: dict[str, Any] = {
        "delegation": {
            "title": spoken(held.institution),
            "summit": spoken(held.summit),
            "summit_url": reverse("desk") if may_represent(member) else reverse("summit", args=[held.summit_id]),
            "is_host": held.is_host,
            "provenance": badge(held.origin),
            "correct_url": reverse("delegation_correct", args=[delegation_id]) if may else None,
            "ask_url": f"{reverse('request_ask', args=[held.summit_id])}?asking={delegation_id}" if may else None,
            "add_url": reverse("delegate_enter", args=[delegation_id]) if may else None,
            "absence_url": reverse("absence_enter", args=[delegation_id]) if may and held.members else None,
        },
        "facts": _facts(held, with_note=not may_represent(member)),
        "members": [_member(one, may=may) for one in held.members],
        "absences": _absences(held, may=may),
        "requests": [request_row(line, zone=held.time_zone, own=delegation_id) for line in _foremost(asked)],
        "requests_total": len(asked),
        "requests_url": f"{reverse('requests', args=[held.summit_id])}{_of(member, delegation_id)}",
        "links": [
            {"label": word, "url": url}
            for word, url in (
                (_("Calendar feeds"), address("delegation_calendars", delegation_id)),
                (_("Busy times from a calendar file"), address("busy_times", delegation_id) if may else ""),
            )
            if url
        ],
        "shows_focal_points": not may_represent(member),
        "focal_points": [] if may_represent(member) else _focal_points(delegation_id, ends=may_administer(member)),
        "name_url": reverse("focal_point_name", args=[delegation_id]) if may_administer(member) else None,
    }
    return render(request, "summits/desk/delegation.html", page)


def _foremost(lines: tuple[RequestLine, ...]) -> list[RequestLine]:
    """Those without an answer first, then those to be held by their hour, then the rest; a page of them."""
    rank = {status: n for n, status in enumerate((*OPEN, RequestStatus.ACCEPTED.value))}

    def place(line: RequestLine) -> tuple[int, str]:
        return rank.get(line.status, len(rank)), line.place.begins_at.isoformat() if line.place else "~"

    return sorted(lines, key=place)[:SHOWN]


def _of(member: Membership, delegation_id: int) -> str:
    """A focal point's list is of the own delegation anyway."""
    return "" if may_represent(member) else f"?delegation={delegation_id}"


def require_own(request: HttpRequest, delegation_id: int) -> None:
    """404 for a focal point of another delegation, 403 for a member who may only read."""
    member = membership(request)
    if may_represent(member):
        if represented_by(membership=member) != delegation_id:
            raise Http404
    else:
        require(member, may_edit)


def names_of(person: Delegate) -> list[dict[str, str]]:
    """The name by script, as the person's own office writes it; the script of the page first."""
    order = ("Arab", "Latn") if reading() == "ar" else ("Latn", "Arab")
    tongues = {"Latn": "en", "Arab": "ar"}
    return [{"text": person.names[s], "language": tongues[s]} for s in order if person.names.get(s)]


def called(person: Delegate) -> str:
    """A name to say in a sentence: the first there is, else the title, else the role."""
    names = names_of(person)
    if names:
        return names[0]["text"]
    title = next((spoken(title.text) for title in person.titles if title.text), "")
    return title or label(labels.DELEGATES, person.role) or ""


def _facts(held: DelegationRecord, *, with_note: bool) -> list[dict[str, Any]]:
    present = None
    if held.present:
        present = _("%(begin)s to %(end)s") % {
            "begin": instant_in_words(held.present[0]),
            "end": instant_in_words(held.present[1]),
        }
    return [
        {"label": _("Works in"), "value": " · ".join(str(language_name(code)) for code in held.languages)},
        {"label": _("Place in the order of precedence"), "value": held.precedence},
        {"label": _("Present"), "value": present or _("throughout")},
        {"label": _("Meetings its head takes without a break"), "value": held.most_in_row},
        *([{"label": _("Note of the office"), "value": held.note}] if held.note and with_note else []),
    ]


def _member(person: Delegate, *, may: bool) -> dict[str, Any]:
    return {
        "names": names_of(person),
        "called": called(person),
        "role": label(labels.DELEGATES, person.role),
        "is_head": person.role == DelegationRole.HEAD,
        "titles": [
            {
                "text": marked(title.text),
                "acting": title.acting,
                "held": _held(title.since, title.until),
            }
            for title in person.titles
        ],
        "correct_url": reverse("delegate_correct", args=[person.id]) if may else None,
        "remove_url": reverse("delegate_remove", args=[person.id]) if may else None,
        "provenance": badge(person.origin),
    }


def _held(since: Any, until: Any) -> str:
    if since and until:
        words = {"since": isolated(day_in_words(since)), "until": isolated(day_in_words(until))}
        return _("from %(since)s until %(until)s") % words
    if since:
        return _("since %(since)s") % {"since": isolated(day_in_words(since))}
    return _("until %(until)s") % {"until": isolated(day_in_words(until))} if until else ""


def _absences(held: DelegationRecord, *, may: bool) -> list[dict[str, Any]]:
    people = {person.person_id: called(person) for person in held.members}
    return [
        {
            "who": people[one.person_id],
            "day": one.begins_at.date(),
            "hours": _hours(one.begins_at, one.ends_at),
            "reason": one.reason,
            "from_calendar": one.from_calendar,
            "remove_url": reverse("absence_remove", args=[one.id]) if may else None,
            "delegation_id": held.id,
        }
        for one in held.absences
    ]


def _hours(begin: Any, end: Any) -> str:
    if begin.date() == end.date():
        return f"{begin:%H:%M}–{end:%H:%M}"
    return f"{begin:%H:%M} – {end:%Y-%m-%d %H:%M}"


def _focal_points(delegation_id: int, *, ends: bool) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "email": one.email,
            "named_at": one.named_at,
            "has_ended": one.ended_at is not None,
            "end_url": reverse("focal_point_end", args=[one.id]) if ends and one.ended_at is None else None,
        }
        for one in focal_points(delegation_id=delegation_id)
    ]
