"""A plan as files: ``plan.json`` with its proof, the slate as a workbook, and the refusals as a page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from menara import snapshots
from menara.engines.eligibility.screen import screen
from menara.exports.refusals import refusals_of
from menara.exports.slate import slate_files
from menara.exports.tongue import Tongue
from menara.permissions import may_see_sensitive
from menara.queries.plans import plan_file, plan_record
from menara.queries.screening import rules_barring, standings
from menara.web.doors import behind_door, today
from menara.web.findings import speak_value, what_is_missing, why_not
from menara.web.languages import spoken
from menara.web.lists import attachment
from menara.web.plans import words
from menara.web.tenancy import membership


@behind_door(may=may_see_sensitive)
def file(request: HttpRequest, plan_id: int) -> HttpResponse:
    """``plan.json``: the problem and the result, word for word, health and conduct of every officer among it."""
    return attachment(plan_file(plan_id=plan_id).encode(), name="plan", kind="json")


@behind_door(may=may_see_sensitive)
def workbook(request: HttpRequest, plan_id: int) -> HttpResponse:
    """``slate.xlsx`` in the reader's language, made of the plan's own file. It says of officers why they are barred."""
    made = snapshots.from_json(plan_file(plan_id=plan_id))
    problem = made.problem
    screening = screen(officers=problem.officers, openings=problem.openings, norms=problem.norms, on=problem.on)
    (content,) = slate_files(
        out=Path("slate.xlsx"),
        problem=problem,
        result=made.result,
        refusals=refusals_of(problem=problem, screening=screening),
        plan_hash=made.problem_sha256,
        tongue=Tongue(translate=gettext, speak=speak_value),
    ).values()
    return attachment(content, name="slate", kind="xlsx")


@behind_door()
def refusals(request: HttpRequest, plan_id: int) -> HttpResponse:
    """For each post of the plan: how many officers each rule bars, and how many only lack something."""
    member = membership(request)
    record, on = plan_record(plan_id=plan_id), today(member)
    screened = standings(on=on)
    posts = []
    for post in record.posts:
        roster = f"{reverse('officers')}?post={post.id}"
        counted = rules_barring(post_id=post.id, on=on)
        standing = screened[post.id]
        posts.append(
            {
                "title": spoken(post.title, fallback=post.ref),
                "reference": post.ref,
                "url": reverse("post", args=[post.id]),
                "eligible": standing.eligible,
                "eligible_url": f"{roster}&answer=met",
                "unknown": standing.unknown,
                "unknown_url": f"{roster}&answer=unknown",
                "barred": standing.barred,
                "barred_url": f"{roster}&answer=not_met",
                "rules": _rules(counted),
            }
        )
    page: dict[str, Any] = {
        "plan": {"name": record.line.name, "url": reverse("plan", args=[plan_id])},
        "standfirst": words.standfirst(record.line),
        "posts": posts,
        "exports": [{"label": "XLSX", "url": reverse("plan_workbook", args=[plan_id])}]
        if may_see_sensitive(member)
        else [],
    }
    return render(request, "plans/refusals.html", page)


def _rules(counted: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
    return [
        {
            "rule": why_not(rule) if barred else what_is_missing(rule),
            "barred": barred,
            "unknown": unknown,
        }
        for rule, (barred, unknown) in sorted(counted.items(), key=lambda item: (-item[1][0], -item[1][1]))
        if barred or unknown
    ]
