"""All plans, and making a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.plans import start_plan
from menara.errors import Refusal
from menara.permissions import may_administer, may_plan
from menara.queries.plans import PlanLine, plan_levels, plans
from menara.queries.posts import PostFilter, PostLine
from menara.queries.posts import posts as post_page
from menara.queries.screening import standings
from menara.terms import Modality, VacancyState
from menara.web import labels
from menara.web.days import instant_in_words
from menara.web.doors import behind_door, today
from menara.web.labels import choices
from menara.web.lists import Asked, Filter, as_number, column, filters_in, table_file
from menara.web.plans import words
from menara.web.posts.lists import ALL, post_row
from menara.web.refusals import status_of, told
from menara.web.templatetags.menara import share
from menara.web.tenancy import membership


@behind_door()
def plan_list(request: HttpRequest) -> HttpResponse:
    """Plans, the newest first."""
    member, asked = membership(request), Asked(request)
    found = _wanted(asked)
    zone = member.organisation.time_zone
    page: dict[str, Any] = {
        **filters_in(asked, _filters(), kept=()),
        "columns": [
            column(asked, _("Plan")),
            column(asked, _("State")),
            column(asked, _("Nominees"), is_number=True),
            column(asked, _("Positions filled"), is_number=True),
            column(asked, _("Expected success"), is_number=True),
            column(asked, _("Proof")),
            column(asked, _("Made")),
        ],
        "plans": [_row(line, outcome, zone) for line, outcome in found],
        "total": len(found),
        "pages": {"first": 1 if found else 0, "last": len(found), "total": len(found), "links": []},
        "exports": [
            {"label": kind.upper(), "url": asked.at(reverse("plans_export", args=[kind]))} for kind in ("csv", "xlsx")
        ],
        "empty": {
            "title": _("No plan"),
            "reason": _("No plan fits these filters.") if asked.query else _("No plan was made yet."),
            "url": asked.path if asked.query else reverse("plan_new") if may_plan(member) else "",
            "action": _("Show all plans") if asked.query else _("Make a plan"),
        },
        "new_url": reverse("plan_new") if may_plan(member) else None,
    }
    return render(request, "plans/plan_list.html", page)


@behind_door()
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly the plans that the address asks for."""
    header = [
        _("Plan"),
        _("State"),
        _("Posts"),
        _("Nominees"),
        _("Positions filled"),
        _("Expected success"),
        _("Made by"),
    ]
    zone = membership(request).organisation.time_zone
    rows = [
        (r["name"], r["state"]["label"], r["posts"], r["nominees"], r["filled"], r["success"], r["by"])
        for r in (_row(line, outcome, zone) for line, outcome in _wanted(Asked(request)))
    ]
    return table_file(name="plans", kind=kind, header=header, rows=rows)


class PlanForm(forms.Form):
    """What a plan is called, for which day, and how long the engine may work."""

    name = forms.CharField(label=gettext_lazy("Name of the plan"), required=False, max_length=200)
    on = forms.DateField(
        label=gettext_lazy("Day of planning"),
        help_text=gettext_lazy("Rules and norms are taken as they stand on this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    seconds = forms.IntegerField(
        label=gettext_lazy("Seconds the engine may work"), min_value=1, max_value=600, initial=60
    )


@behind_door("GET", "POST", may=may_plan)
def new(request: HttpRequest) -> HttpResponse:
    """Choose posts and start a plan of them."""
    member = membership(request)
    on = today(member)
    form = PlanForm(request.POST or None, initial={"on": on, "seconds": 60})
    status = 422 if form.is_bound else 200
    chosen = {number for value in request.POST.getlist("post") if (number := as_number(value)) is not None}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            plan_id = start_plan(
                name=given["name"],
                post_ids=chosen,
                on=given["on"],
                seconds=float(given["seconds"]),
                actor=member,
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            return redirect("plan_progress", plan_id=plan_id)
    lines = [line for line in post_page(asked=PostFilter(), per_page=ALL).lines if line.modality != Modality.FPU]
    if request.method != "POST":
        chosen = _suggested(Asked(request), lines)
    screened = standings(on=on)
    page: dict[str, Any] = {
        "form": form,
        "posts": [post_row(line, screened, on) | {"is_chosen": line.id in chosen} for line in lines],
        "home_unit_share": share(member.organisation.home_unit_share) or None,
        "settings_url": reverse("settings") if may_administer(member) else None,
        "cancel_url": reverse("plans"),
    }
    return render(request, "plans/new.html", page, status=status)


def _suggested(asked: Asked, lines: list[PostLine]) -> set[int]:
    """The post or call an address names, else every post that is open and says when it begins."""
    post, call, now = asked.number("post"), asked.number("call"), timezone.now()
    if post or call:
        return {line.id for line in lines if line.id == post or line.call_id == call}
    return {
        line.id
        for line in lines
        if line.starts_on
        and line.deadline
        and line.deadline > now
        and line.vacancy_state != VacancyState.FROZEN
        and not line.nominations
    }


def _wanted(asked: Asked) -> list[tuple[PlanLine, dict[str, Any]]]:
    status, text = asked.text("status"), asked.text("q").casefold()
    outcomes = plan_levels()
    return [
        (line, outcomes.get(line.id, {}))
        for line in plans()
        if (not status or line.status == status) and (not text or text in line.name.casefold())
    ]


def _filters() -> list[Filter]:
    states = [(value, str(word)) for value, word in choices(labels.PLAN_STATES)]
    return [
        Filter(name="q", label=_("Search")),
        Filter(name="status", label=_("State"), kind="choice", options=[("", _("All")), *states]),
    ]


def _row(line: PlanLine, outcome: dict[str, Any], zone: str) -> dict[str, Any]:
    levels = outcome.get("levels", [])
    gaps = [level for level in levels if level["gap"]]
    if not levels:
        proof = ""
    elif gaps:
        proof = _("gap %(gap)s") % {"gap": words.gap(gaps[0])}
    else:
        proof = _("the best there is, proven")
    return {
        "url": reverse("plan", args=[line.id]),
        "name": line.name,
        "posts": line.posts,
        "nominees": line.nominees,
        "filled": words.level_value(outcome, "filled"),
        "success": words.level_value(outcome, "expected_success"),
        "proof": proof,
        "made_at": instant_in_words(line.created_at, zone=zone),
        "by": line.created_by,
        "state": words.state(line),
    }
