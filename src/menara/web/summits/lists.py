"""Meetings as a list, and the same rows as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from menara.models.sorting import search_key
from menara.permissions import may_edit
from menara.queries.summits.meetings import (
    meetings,
)
from menara.queries.summits.records import summit_choices
from menara.terms import OutcomeKind
from menara.web import labels
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.lists import Asked, Filter, column, filters_in, table_file
from menara.web.origins import badge
from menara.web.tenancy import membership


@behind_door()
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings, the latest first."""
    asked = Asked(request)
    lines = _meetings(asked)
    page: dict[str, Any] = {
        **filters_in(asked, [Filter(name="q", label=_("Search")), _rungs(), _summits()], kept=()),
        "columns": [
            column(asked, name)
            for name in (
                _("Meeting"),
                _("Day"),
                _("Place"),
                _("At the request of"),
                _("Outcomes"),
                _("Furthest"),
                _("Record"),
            )
        ],
        "meetings": lines,
        "total": len(lines),
        "pages": {"first": 1 if lines else 0, "last": len(lines), "total": len(lines), "links": []},
        "exports": [
            {"label": kind.upper(), "url": asked.at(reverse("meetings_export", args=[kind]))}
            for kind in ("csv", "xlsx")
        ],
        "empty": {
            "title": _("No meeting"),
            "reason": _("No meeting on record fits these filters."),
            "url": asked.path if asked.query else "",
            "action": _("Show all meetings"),
        },
        "add_url": reverse("meeting_enter") if may_edit(membership(request)) else None,
    }
    return render(request, "summits/meeting_list.html", page)


@behind_door()
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly the meetings that the address asks for."""
    header = [_("Meeting"), _("Summit"), _("Day"), _("Place"), _("At the request of"), _("Outcomes"), _("Furthest")]
    rows = [
        (m["title"], m["summit"], m["on"], m["place"], m["requested_by"], m["outcomes"], m["rung"]["label"])
        for m in _meetings(Asked(request))
    ]
    return table_file(name="meetings", kind=kind, header=header, rows=rows)


def _rungs() -> Filter:
    options = [("", _("All")), *((kind, str(word)) for kind, word in labels.OUTCOMES.items())]
    return Filter(name="rung", label=_("Furthest outcome"), kind="choice", options=options)


def _summits() -> Filter:
    options = [("", _("All")), *((str(one.id), str(spoken(one.name))) for one in summit_choices())]
    return Filter(name="summit", label=_("Summit"), kind="choice", options=options)


def _meetings(asked: Asked) -> list[dict[str, Any]]:
    words, rung, summit = search_key(asked.text("q")).split(), asked.text("rung"), asked.number("summit")
    return [
        {
            "url": reverse("meeting", args=[line.id]),
            "title": spoken(line.subject),
            "summit": spoken(line.summit),
            "on": line.held_on,
            "place": spoken(line.venue),
            "requested_by": spoken(line.requested_by),
            "outcomes": line.outcomes,
            "rung": {
                "tone": _tone(line.furthest),
                "label": label(labels.OUTCOMES, line.furthest) or _("none recorded"),
            },
            "provenance": badge(line.origin),
        }
        for line in meetings()
        if (not rung or line.furthest == rung)
        and (summit is None or line.summit_id == summit)
        and all(
            word in search_key(" ".join([*line.subject.values(), *line.summit.values(), *line.requested_by.values()]))
            for word in words
        )
    ]


def _tone(kind: str) -> str:
    return {"": "quiet", OutcomeKind.EXPRESSED_INTEREST: "quiet", OutcomeKind.AGREED_ACTION: "going"}.get(kind, "good")
