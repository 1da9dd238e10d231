"""Plans kept under names: the list, and keeping, renaming and dropping one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.scenarios import LONGEST, drop_scenario, keep_scenario, rename_scenario
from menara.errors import Refusal
from menara.permissions import may_plan
from menara.queries.plans import plan_record
from menara.queries.scenarios import ScenarioLine, scenario, scenarios
from menara.web.days import instant_in_words
from menara.web.doors import behind_door
from menara.web.labels import PLAN_STATES, label
from menara.web.languages import isolated
from menara.web.lists import Asked, Filter, column, exports_at, filters_in, table_file
from menara.web.plans import words
from menara.web.refusals import status_of, told
from menara.web.tenancy import membership


@behind_door()
def scenario_list(request: HttpRequest) -> HttpResponse:
    """Every plan that is kept under a name, the newest first."""
    member, asked = membership(request), Asked(request)
    found = _wanted(asked)
    may, zone = may_plan(member), member.organisation.time_zone
    page: dict[str, Any] = {
        **filters_in(asked, [Filter(name="q", label=_("Search"))], kept=()),
        "columns": [
            column(asked, _("Scenario")),
            column(asked, _("State")),
            column(asked, _("Positions filled"), is_number=True),
            column(asked, _("Expected success"), is_number=True),
            column(asked, _("Kept")),
            column(asked, _("Decision")),
        ],
        "scenarios": [_row(line, zone, may=may) for line in found],
        "total": len(found),
        "pages": {"first": 1 if found else 0, "last": len(found), "total": len(found), "links": []},
        "exports": exports_at(
            asked, {kind.upper(): reverse("scenarios_export", args=[kind]) for kind in ("csv", "xlsx")}
        ),
        "compare_url": _first_two(found),
        "empty": {
            "title": _("No scenario"),
            "reason": _("No scenario fits this search.")
            if asked.query
            else _("A plan is kept under a name from its own page; then it stands here to be compared with others."),
            "url": asked.path if asked.query else reverse("plans"),
            "action": _("Show all scenarios") if asked.query else _("Read the plans"),
        },
    }
    return render(request, "plans/scenario_list.html", page)


@behind_door()
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly the scenarios that the address asks for."""
    header = [_("Scenario"), _("Note"), _("Plan"), _("Day of planning"), _("State"), _("Positions filled")]
    header += [_("Expected success"), _("Kept by")]
    rows = [
        (
            line.name,
            line.note,
            line.plan_name,
            line.on_day,
            label(PLAN_STATES, line.plan_status),
            words.level_value(line.outcome, "filled"),
            words.level_value(line.outcome, "expected_success"),
            line.kept_by,
        )
        for line in _wanted(Asked(request))
    ]
    return table_file(name="scenarios", kind=kind, header=header, rows=rows)


class ScenarioForm(forms.Form):
    """What a plan is kept as."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST,
        help_text=gettext_lazy("It stands in lists and at the head of comparisons; no two scenarios share one."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        help_text=gettext_lazy("What was tried, for those who read it later."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


@behind_door("GET", "POST", may=may_plan)
def keep(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Keep a plan under a name."""
    record = plan_record(plan_id=plan_id)
    form = ScenarioForm(request.POST or None, initial={"name": record.line.name})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            keep_scenario(plan_id=plan_id, **form.cleaned_data, actor=membership(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The plan is kept as a scenario."))
            return redirect("scenarios")
    page: dict[str, Any] = {
        "title": _("Keep as a scenario"),
        "kicker": record.line.name,
        "standfirst": words.standfirst(record.line),
        "form": form,
        "save_label": _("Keep the scenario"),
        "cancel_url": reverse("plan", args=[plan_id]),
    }
    return render(request, "form.html", page, status=status)


@behind_door("GET", "POST", may=may_plan)
def rename(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """Give a scenario another name or note."""
    held = scenario(scenario_id=scenario_id)
    form = ScenarioForm(request.POST or None, initial={"name": held.name, "note": held.note})
    status, version = 422 if form.is_bound else 200, request.POST.get("version", "")
    if request.method == "POST" and form.is_valid():
        try:
            rename_scenario(
                scenario_id=scenario_id,
                version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
                **form.cleaned_data,
                actor=membership(request),
            )
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The scenario is renamed."))
            return redirect("scenarios")
    page: dict[str, Any] = {
        "title": _("Rename the scenario"),
        "kicker": held.name,
        "form": form,
        "version": version or held.version,
        "save_label": _("Keep the name"),
        "cancel_url": reverse("scenarios"),
    }
    return render(request, "form.html", page, status=status)


@behind_door("POST", may=may_plan)
def drop(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """Forget a name; the plan stays."""
    held = scenario(scenario_id=scenario_id)
    drop_scenario(scenario_id=scenario_id, actor=membership(request))
    said = _("The scenario %(name)s is dropped. Its plan stays in the list of plans.")
    messages.success(request, said % {"name": isolated(held.name)})
    return redirect("scenarios")


def _wanted(asked: Asked) -> list[ScenarioLine]:
    text = asked.text("q").casefold()
    return [line for line in scenarios() if text in f"{line.name} {line.note} {line.plan_name}".casefold()]


def _first_two(found: list[ScenarioLine]) -> str:
    """The older of the two newest beside the newer."""
    if len(found) < 2:
        return ""
    return f"{reverse('compare')}?before={found[1].plan_id}&after={found[0].plan_id}"


def _row(line: ScenarioLine, zone: str, *, may: bool) -> dict[str, Any]:
    return {
        "name": line.name,
        "note": line.note,
        "url": reverse("plan", args=[line.plan_id]),
        "plan": line.plan_name,
        "state": {"tone": words.TONES[line.plan_status], "label": label(PLAN_STATES, line.plan_status)},
        "filled": words.level_value(line.outcome, "filled"),
        "success": words.level_value(line.outcome, "expected_success"),
        "kept_at": instant_in_words(line.kept_at, zone=zone),
        "by": line.kept_by,
        "compare_url": f"{reverse('compare')}?before={line.plan_id}",
        "rename_url": reverse("scenario_rename", args=[line.id]) if may else None,
        "drop_url": reverse("scenario_drop", args=[line.id]) if may else None,
    }
