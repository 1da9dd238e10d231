"""Partnerships, and what was undertaken in them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from menara.queries.partnerships import commitments
from menara.queries.partnerships import partnerships as partnership_lines
from menara.web import labels
from menara.web.days import distance_in_words
from menara.web.doors import behind_door, today
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.origins import badge
from menara.web.tenancy import membership


@behind_door()
def partnerships(request: HttpRequest) -> HttpResponse:
    """With whom there is a standing relation, and what was undertaken by which day."""
    member = membership(request)
    on = today(member)
    page: dict[str, Any] = {
        "partnerships": [
            {
                "partner": spoken(line.partner),
                "country": line.country,
                "since_on": line.since_on,
                "outcomes": [
                    {"label": label(labels.OUTCOMES, kind), "count": count} for kind, count in line.outcomes.items()
                ],
                "commitments": line.commitments,
                "open": line.open_commitments,
                "provenance": badge(line.origin),
            }
            for line in partnership_lines()
        ],
        "commitments": [
            {
                "text": spoken(one.text),
                "outcome": label(labels.OUTCOMES, one.outcome_kind),
                "outcome_url": reverse("outcome", args=[one.outcome_id]),
                "on": one.due_on,
                "days": distance_in_words(one.due_on, on),
                "state": _state(one.due_on, one.done_on, on),
                "owner": one.owner,
                "url": reverse("commitment", args=[one.id]),
                "provenance": badge(one.origin),
            }
            for one in commitments()
        ],
    }
    return render(request, "partnerships/partnership_list.html", page)


def _state(due_on: Any, done_on: Any, on: Any) -> dict[str, str]:
    if done_on:
        return {"tone": "good", "label": _("done")}
    if due_on < on:
        return {"tone": "bad", "label": _("late")}
    return {"tone": "going", "label": _("open")}
