"""Delegations of a summit as a list, and the same rows as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from menara.models.sorting import search_key
from menara.permissions import may_edit
from menara.queries.summits.delegations import (
    DelegationLine,
    delegations,
)
from menara.queries.summits.setting import summit_record
from menara.web import labels
from menara.web.codes import language_name
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.languages import reading, spoken
from menara.web.lists import Asked, Filter, column, filters_in, table_file
from menara.web.origins import badge
from menara.web.tenancy import membership


@behind_door()
def delegation_list(request: HttpRequest, summit_id: int) -> HttpResponse:
    """The delegations of a summit in their order of precedence."""
    held = summit_record(summit_id=summit_id)
    asked = Asked(request)
    lines = _lines(asked, summit_id)
    headings = (
        _("Delegation"),
        _("Head"),
        _("Languages"),
        _("Members"),
        _("Without an answer"),
        _("Accepted"),
        _("Focal point"),
        _("Record"),
    )
    page: dict[str, Any] = {
        **filters_in(asked, _filters(), kept=()),
        "summit": {"name": spoken(held.name), "url": reverse("summit", args=[summit_id])},
        "columns": [column(asked, name) for name in headings],
        "delegations": [_row(line) for line in lines],
        "total": len(lines),
        "pages": {"first": 1 if lines else 0, "last": len(lines), "total": len(lines), "links": []},
        "exports": [
            {"label": kind.upper(), "url": asked.at(reverse("delegations_export", args=[summit_id, kind]))}
            for kind in ("csv", "xlsx")
        ],
        "enter_url": reverse("delegation_enter", args=[summit_id]) if may_edit(membership(request)) else None,
        "bring_url": reverse("list_bring", args=[summit_id, "delegations"]) if may_edit(membership(request)) else None,
        "empty": {
            "title": _("No delegation"),
            "reason": _("No delegation fits these filters.")
            if asked.query
            else _("No delegation is on record yet. Enter the host's first."),
            "url": asked.path if asked.query else "",
            "action": _("Show all delegations"),
        },
    }
    return render(request, "summits/desk/delegation_list.html", page)


@behind_door()
def export(request: HttpRequest, summit_id: int, kind: str) -> HttpResponse:
    """Exactly the delegations that the address asks for."""
    summit_record(summit_id=summit_id)
    header = [
        _("Delegation"),
        _("Country"),
        _("Precedence"),
        _("Head"),
        _("Languages"),
        _("Members"),
        _("Without an answer"),
        _("Accepted"),
        _("Focal point"),
        _("Record"),
    ]
    rows = [
        (
            spoken(line.institution),
            line.country,
            line.precedence,
            _head(line),
            " ".join(line.languages),
            line.members,
            line.open,
            line.accepted,
            labels.YES_NO[line.has_focal_point],
            label(labels.PROVENANCE, line.origin.provenance),
        )
        for line in _lines(Asked(request), summit_id)
    ]
    return table_file(name="delegations", kind=kind, header=header, rows=rows)


def _filters() -> list[Filter]:
    yes_no = [("", _("All")), ("yes", _("Yes")), ("no", _("No"))]
    return [
        Filter(name="q", label=_("Search")),
        Filter(name="unanswered", label=_("Requests without an answer"), kind="choice", options=yes_no),
        Filter(name="focal", label=_("Has a focal point"), kind="choice", options=yes_no),
    ]


def _lines(asked: Asked, summit_id: int) -> list[DelegationLine]:
    words = search_key(asked.text("q")).split()
    unanswered, focal = asked.truth("unanswered"), asked.truth("focal")
    return [
        line
        for line in delegations(summit_id=summit_id)
        if all(word in search_key(" ".join([*line.institution.values(), line.country])) for word in words)
        and (unanswered is None or (line.open > 0) is unanswered)
        and (focal is None or line.has_focal_point is focal)
    ]


def _row(line: DelegationLine) -> dict[str, Any]:
    return {
        "url": reverse("delegation", args=[line.id]),
        "name": spoken(line.institution),
        "is_host": line.is_host,
        "precedence": line.precedence,
        "head": _head(line),
        "languages": " · ".join(str(language_name(code)) for code in line.languages),
        "members": line.members,
        "open": line.open,
        "accepted": line.accepted,
        "focal_point": label(labels.YES_NO, line.has_focal_point),
        "provenance": badge(line.origin),
    }


def _head(line: DelegationLine) -> str:
    name = line.head.get("Arab" if reading() == "ar" else "Latn") or next(iter(line.head.values()), "")
    return name or spoken(line.head_title)
