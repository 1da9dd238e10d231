"""Calls and posts as a list, and the same rows as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.exports.records import openings_file
from menara.permissions import may_edit
from menara.queries.posts import PostFilter, PostLine, as_openings, mission_codes
from menara.queries.posts import posts as post_page
from menara.queries.screening import Standing, standings
from menara.terms import VacancyState
from menara.web import labels
from menara.web.days import distance_in_words, zone_in_words
from menara.web.doors import behind_door, today
from menara.web.labels import choices, label
from menara.web.languages import reading, spoken
from menara.web.lists import Asked, Filter, attachment, column, exports_at, filters_in, pages_of
from menara.web.origins import badge
from menara.web.tenancy import membership

ORDERS = ("deadline", "title", "ref", "start")
ALL = 100_000


@behind_door()
def posts(request: HttpRequest) -> HttpResponse:
    """One page of the posts that the address asks for."""
    member, asked = membership(request), Asked(request)
    on, order = today(member), asked.order(ORDERS, default="deadline")
    found = post_page(asked=_wanted(asked), language=reading(), page=asked.page(), order=order)
    screened = standings(on=on) if found.lines else {}
    page: dict[str, Any] = {
        **filters_in(asked, _filters()),
        "columns": [
            column(asked, _("Post"), by="title", order=order),
            column(asked, _("Mission")),
            column(asked, _("Modality")),
            column(asked, _("Deadline"), by="deadline", order=order),
            column(asked, _("Start"), by="start", order=order),
            column(asked, _("Eligible"), is_number=True),
            column(asked, _("To clarify"), is_number=True),
            column(asked, _("State")),
            column(asked, _("Record")),
        ],
        "posts": [post_row(line, screened, on) for line in found.lines],
        "total": found.total,
        "pages": pages_of(asked, found),
        "exports": exports_at(asked, {kind.upper(): reverse("posts_export", args=[kind]) for kind in ("csv", "xlsx")}),
        "empty": _empty(asked),
        "add_url": reverse("post_enter") if may_edit(member) else None,
        "import_url": reverse("posts_import") if may_edit(member) else None,
    }
    return render(request, "posts/call_list.html", page)


@behind_door()
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly the rows that the address asks for, all pages, with the columns an import reads."""
    asked = Asked(request)
    order = asked.order(ORDERS, default="deadline")
    lines = post_page(asked=_wanted(asked), language=reading(), per_page=ALL, order=order).lines
    held = {opening.ref: opening for opening in as_openings(post_ids=[line.id for line in lines])}
    return attachment(openings_file([held[line.ref] for line in lines], kind=kind), name="posts", kind=kind)


def post_row(line: PostLine, screened: Mapping[int, Standing], on: date) -> dict[str, Any]:
    """One post as a row of a list."""
    standing = screened[line.id]
    roster = f"{reverse('officers')}?post={line.id}"
    return {
        "id": line.id,
        "url": reverse("post", args=[line.id]),
        "title": spoken(line.title, fallback=line.ref),
        "level": line.level,
        "reference": line.ref,
        "mission": line.mission,
        "station": line.duty_station,
        "modality": label(labels.MODALITIES, line.modality) or "",
        "deadline_on": line.deadline.date() if line.deadline else None,
        "days_left": distance_in_words(line.deadline.date(), on) if line.deadline else "",
        "zone": zone_in_words(line.deadline_zone) if line.deadline_zone else "",
        "starts_on": line.starts_on,
        "positions": line.positions,
        "critical": line.critical,
        "eligible": standing.eligible,
        "eligible_url": f"{roster}&answer=met",
        "unknown": standing.unknown,
        "unknown_url": f"{roster}&answer=unknown",
        "barred": standing.barred,
        "barred_url": f"{roster}&answer=not_met",
        "state": state_of(line, timezone.now()),
        "provenance": badge(line.origin),
    }


def state_of(line: PostLine, now: datetime) -> dict[str, str]:
    """The one word that matters of a post in a list."""
    if line.nominations:
        return {"tone": "going", "label": _("nominated")}
    if line.vacancy_state == VacancyState.FROZEN:
        return {"tone": "quiet", "label": _("frozen")}
    if line.deadline and line.deadline < now:
        return {"tone": "quiet", "label": _("closed")}
    if line.vacancy_state == VacancyState.PENDING:
        return {"tone": "wait", "label": _("pending")}
    return {"tone": "good", "label": _("open")} if line.deadline else {"tone": "quiet", "label": _("no deadline known")}


def _wanted(asked: Asked) -> PostFilter:
    return PostFilter(
        text=asked.text("q"),
        call_id=asked.number("call"),
        mission=asked.text("mission"),
        modality=asked.text("modality"),
        level=asked.text("level"),
        critical=asked.truth("critical"),
        open_at=timezone.now() if asked.truth("open") else None,
        provenance=asked.text("provenance"),
    )


def _filters() -> list[Filter]:
    every = [("", _("All"))]
    return [
        Filter(name="q", label=_("Search")),
        Filter(
            name="mission",
            label=_("Mission"),
            kind="choice",
            options=[*every, *((code, code) for code in mission_codes())],
        ),
        Filter(
            name="modality",
            label=_("Modality"),
            kind="choice",
            options=[*every, *((value, str(word)) for value, word in choices(labels.MODALITIES))],
        ),
        Filter(
            name="open", label=_("Deadline"), kind="choice", options=[*every, ("yes", _("not passed, or not known"))]
        ),
        Filter(
            name="critical",
            label=_("Critical for us"),
            kind="choice",
            options=[*every, ("yes", _("critical")), ("no", _("other"))],
        ),
        Filter(
            name="provenance",
            label=_("Record"),
            kind="choice",
            options=[*every, *((value, str(word)) for value, word in choices(labels.PROVENANCE))],
        ),
    ]


def _empty(asked: Asked) -> dict[str, str]:
    if asked.query:
        return {
            "title": _("No post matches"),
            "reason": _("There are posts on record, but none of them fits all these filters."),
            "url": asked.path,
            "action": _("Show all posts"),
        }
    return {
        "title": _("No post is on record"),
        "reason": _("No call was imported and no post was entered yet."),
        "url": reverse("posts_import"),
        "action": _("Import a file"),
    }
