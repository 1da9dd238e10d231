"""A plan at work: watch it, stop it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.plans import stop_plan
from menara.models import PlanStatus
from menara.permissions import may_plan
from menara.queries.plans import PlanRecord, plan_record
from menara.web import labels
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.plans import words
from menara.web.plans.course import course_of
from menara.web.tenancy import membership


@behind_door()
def progress(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What the worker does now; the plan itself once it has ended."""
    record = plan_record(plan_id=plan_id)
    if not record.line.status.is_under_way:
        if request.headers.get("HX-Request"):
            # A plain redirection htmx would follow itself, and look for a progress bar in the result.
            return HttpResponse(headers={"HX-Redirect": reverse("plan", args=[plan_id])})
        return redirect("plan", plan_id=plan_id)
    page: dict[str, Any] = {
        "plan": {"name": record.line.name, "standfirst": words.standfirst(record.line)},
        "job": _job(record, may_stop=may_plan(membership(request))),
    }
    return render(request, "plans/progress.html", page)


@behind_door("POST", may=may_plan)
def stop(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Ask the worker to stop; the best so far is kept."""
    stop_plan(plan_id=plan_id, actor=membership(request), now=timezone.now())
    messages.info(request, _("The plan is being stopped. The best slate so far is kept."))
    return redirect("plan_progress", plan_id=plan_id)


def _job(record: PlanRecord, *, may_stop: bool) -> dict[str, Any]:
    now = record.progress
    begun = record.started_at or record.line.created_at
    seconds = max(0.0, (timezone.now() - begun).total_seconds())
    done, total = now.get("done") or 0, now.get("total") or 0
    return {
        "url": reverse("plan_progress", args=[record.line.id]),
        "is_running": True,
        "state": words.state(record.line),
        "percent": round(100 * done / total) if total else None,
        "sentence": _sentence(record),
        "seconds": f"{seconds:.0f}",
        "course": course_of(record.course, seconds=seconds),
        "cancel_url": reverse("plan_stop", args=[record.line.id]) if may_stop else None,
        "result_url": "",
        "steps": [],
    }


def _sentence(record: PlanRecord) -> str:
    if record.cancel_requested:
        return _("Stopping; the best slate so far is kept.")
    if record.line.status is PlanStatus.QUEUED:
        return _("Waiting for a worker.")
    level = label(labels.GOALS, record.progress.get("level") or "")
    if record.progress.get("step") == "searching" and level:
        return _("Looking for a slate that reaches the bound: %(goal)s.") % {"goal": level}
    if level:
        return _("Working on: %(goal)s.") % {"goal": level}
    return _("Asking every rule of every officer and every post.")
