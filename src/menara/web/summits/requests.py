"""Requests to meet as a list and a file, and who meets whom at a glance."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.summits.requests import expire_requests
from menara.models import RequestStatus
from menara.models.sorting import search_key
from menara.permissions import may_edit, may_represent, may_take_part
from menara.queries.listing import PER_PAGE, Page, within
from menara.queries.summits.delegations import delegation_names, represented_by, voices
from menara.queries.summits.requests import RequestLine, pairs, requests
from menara.queries.summits.setting import SummitRecord, summit_record
from menara.web import labels
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.lists import Asked, Filter, column, filters_in, pages_of, table_file
from menara.web.summits.request_words import (
    TONES,
    minutes_in_words,
    place_in_words,
    request_row,
    short_name,
)
from menara.web.tenancy import membership

GRID = 40  # delegations up to which two by two fit on a page


@behind_door(may=may_take_part)
def request_list(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Requests of a summit, the latest first; a focal point sees those of the own delegation."""
    held = summit_record(summit_id=summit_id)
    member, asked = membership(request), Asked(request)
    expire_requests(now=timezone.now())
    lines = _lines(request, asked, held)
    number = within(asked.page(), total=len(lines), per_page=PER_PAGE)
    shown = lines[(number - 1) * PER_PAGE : number * PER_PAGE]
    headings = (_("Asks"), _("Is asked"), _("Priority"), _("Length"), _("State"), _("In the programme"), _("Record"))
    is_guest = may_represent(member)
    page: dict[str, Any] = {
        **filters_in(asked, _filters(request, held), kept=()),
        "summit": {
            "name": spoken(held.name),
            "url": reverse("desk") if is_guest else reverse("summit", args=[summit_id]),
        },
        "columns": [column(asked, name) for name in headings],
        "requests": [request_row(line, zone=held.time_zone) for line in shown],
        "total": len(lines),
        "pages": pages_of(asked, Page(lines=tuple(shown), total=len(lines), number=number)),
        "exports": [
            {"label": kind.upper(), "url": asked.at(reverse("requests_export", args=[summit_id, kind]))}
            for kind in ("csv", "xlsx")
        ],
        "ask_url": reverse("request_ask", args=[summit_id]) if is_guest or may_edit(member) else None,
        "bring_url": reverse("list_bring", args=[summit_id, "requests"]) if may_edit(member) else None,
        "matrix_url": None if is_guest else reverse("matrix", args=[summit_id]),
        "empty": {
            "title": _("No request"),
            "reason": _("No request fits these filters.") if asked.query else _("Nobody has asked for a meeting yet."),
            "url": asked.path if asked.query else "",
            "action": _("Show all requests"),
        },
    }
    return render(request, "summits/desk/request_list.html", page)


@behind_door(may=may_take_part)
def export(request: HttpRequest, summit_id: int, kind: str) -> HttpResponse:
    """Exactly the requests that the address asks for."""
    held = summit_record(summit_id=summit_id)
    header = [
        _("Asks"),
        _("Is asked"),
        _("Subject"),
        _("Priority"),
        _("Length"),
        _("State"),
        _("In the programme"),
        _("Asked on"),
        _("Record"),
    ]
    rows = [
        (
            spoken(line.asking.name),
            spoken(line.asked.name),
            spoken(line.subject),
            label(labels.PRIORITIES, line.priority),
            minutes_in_words(line),
            label(labels.REQUESTS, line.status),
            place_in_words(line.place),
            request_row(line, zone=held.time_zone)["asked_on"],
            label(labels.PROVENANCE, line.origin.provenance),
        )
        for line in _lines(request, Asked(request), held)
    ]
    return table_file(name="requests", kind=kind, header=header, rows=rows)


@behind_door()
def matrix(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Who meets whom: every two delegations with a request between them, by how far it has come."""
    held = summit_record(summit_id=summit_id)
    expire_requests(now=timezone.now())
    found = {(pair.one, pair.other): pair for pair in pairs(summit_id=summit_id)}
    among = {own for pair in found for own in pair}
    names = [name for name in delegation_names(summit_id=summit_id) if name.id in among]
    codes = {name.id: name.country or name.code.split(" ")[0][:3] or str(n) for n, name in enumerate(names, start=1)}

    def cell(one: int, other: int) -> dict[str, Any] | None:
        pair = found.get((min(one, other), max(one, other)))
        if pair is None:
            return None
        return {
            "url": reverse("request", args=[pair.request_id]),
            "tone": TONES[RequestStatus(pair.status)],
            "state": label(labels.REQUESTS, pair.status),
        }

    rows = [
        {
            "name": short_name(row.institution, row.code),
            "code": codes[row.id],
            "url": reverse("delegation", args=[row.id]),
            "cells": [{"is_self": row.id == other.id, "is": cell(row.id, other.id)} for other in names],
            "meets": [
                {"name": short_name(other.institution, other.code), **met}
                for other in names
                if other.id != row.id and (met := cell(row.id, other.id))
            ],
        }
        for row in names
    ]
    page: dict[str, Any] = {
        "summit": {"name": spoken(held.name), "url": reverse("summit", args=[summit_id])},
        "columns": [{"code": codes[name.id], "name": spoken(name.institution)} for name in names],
        "rows": rows,
        "has_grid": 0 < len(names) <= GRID,
        "key": _key(),
        "empty": {
            "title": _("No request"),
            "reason": _("Nobody has asked for a meeting yet."),
            "url": reverse("requests", args=[summit_id]),
            "action": _("Requests"),
        },
    }
    return render(request, "summits/desk/matrix.html", page)


def _key() -> list[dict[str, str]]:
    """What each shape of the grid stands for; two states may share one."""
    words: dict[str, list[str]] = {}
    for status, tone in TONES.items():
        words.setdefault(tone, []).append(label(labels.REQUESTS, status) or "")
    return [{"tone": tone, "label": " · ".join(states)} for tone, states in words.items()]


def _filters(request: HttpRequest, held: SummitRecord) -> list[Filter]:
    states = [
        ("", _("All")),
        ("open", _("Without an answer")),
        *((status.value, str(word)) for status, word in labels.REQUESTS.items()),  # type: ignore[attr-defined]
    ]
    directions = [("", _("asking or asked")), ("by", _("asking")), ("to", _("asked"))]
    priorities = [("", _("All")), *((str(value), str(word)) for value, word in labels.PRIORITIES.items())]
    found = [Filter(name="q", label=_("Search"))]
    if not may_represent(membership(request)):
        options = [
            ("", _("All")),
            *((str(one.id), spoken(one.institution)) for one in delegation_names(summit_id=held.id)),
        ]
        found.append(Filter(name="delegation", label=_("Delegation"), kind="choice", options=options))
    return [
        *found,
        Filter(name="direction", label=_("Direction"), kind="choice", options=directions),
        Filter(name="status", label=_("State"), kind="choice", options=states),
        Filter(name="priority", label=_("Priority"), kind="choice", options=priorities),
        Filter(
            name="awaiting",
            label=_("Waiting for"),
            kind="choice",
            options=[("", _("All")), ("us", _("our answer")), ("them", _("the answer of others"))],
        ),
        Filter(
            name="placed",
            label=_("In the programme"),
            kind="choice",
            options=[("", _("All")), ("yes", _("Yes")), ("no", _("No"))],
        ),
    ]


def _lines(request: HttpRequest, asked: Asked, held: SummitRecord) -> list[RequestLine]:
    """The requests the address asks for, the latest first."""
    member = membership(request)
    own = represented_by(membership=member) if may_represent(member) else None
    words = search_key(asked.text("q")).split()
    status, waits = asked.text("status"), asked.text("awaiting")
    known = {*(one.value for one in RequestStatus), "open"}
    ours = voices(summit_id=held.id, represented=own) if waits else frozenset()
    lines = requests(
        summit_id=held.id,
        delegation_id=own if own is not None else asked.number("delegation"),
        direction=asked.text("direction"),
        status=status if status in known else "",
        priority=asked.number("priority"),
        awaiting=ours if waits == "us" else None,
        is_placed=asked.truth("placed"),
    )
    return [
        line
        for line in reversed(lines)
        if (status != "lapsed" or line.status != RequestStatus.ACCEPTED)
        and (waits != "them" or (line.awaits is not None and line.awaits not in ours))
        and all(word in _found_by(line) for word in words)
    ]


def _found_by(line: RequestLine) -> str:
    return search_key(" ".join([*line.asking.name.values(), *line.asked.name.values(), *line.subject.values()]))
