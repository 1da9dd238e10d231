"""One plan: its slate with reasons, its proof, what changed, what people hold, and accepting it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from menara.actions.plans import accept_plan, plan_again
from menara.errors import Refusal
from menara.models import DecisionKind, Membership, PlanStatus
from menara.permissions import may_accept, may_plan, may_see_sensitive
from menara.queries.decisions import DecisionLine
from menara.queries.plans import PlanRecord, difference, plan_record
from menara.queries.scenarios import scenario_of
from menara.queries.screening import standings
from menara.web.days import instant_in_words
from menara.web.doors import behind_door, today
from menara.web.languages import isolated, spoken
from menara.web.plans import words
from menara.web.plans.course import course_of
from menara.web.plans.fairness import beside
from menara.web.plans.proof import changes_of, proof_of
from menara.web.plans.slate import brief, figures_of, slate_of
from menara.web.refusals import status_of, told
from menara.web.tenancy import membership


@behind_door()
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The plan as it stands: at work, with a slate, or without one and why."""
    member = membership(request)
    record = plan_record(plan_id=plan_id)
    if record.line.status.is_under_way:
        return redirect("plan_progress", plan_id=plan_id)
    if not record.line.status.has_slate or not record.outcome.get("levels"):
        return render(request, "plans/no_slate.html", _without_slate(record, member))
    return render(request, "plans/plan.html", _with_slate(record, member))


@behind_door("POST", may=may_plan)
def again(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Plan the same posts with the records and decisions of now."""
    made = plan_again(plan_id=plan_id, actor=membership(request), now=timezone.now())
    return redirect("plan_progress", plan_id=made)


class AcceptForm(forms.Form):
    """The note verbale by which the officers are presented, where its number is known already."""

    note_verbale = forms.CharField(
        label=gettext_lazy("Reference of our note verbale"),
        required=False,
        help_text=gettext_lazy("Blank where it has none yet."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


@behind_door("GET", "POST", may=may_accept)
def accept(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Accept the slate in the organisation's name. It is checked again on the records of now."""
    member = membership(request)
    record = plan_record(plan_id=plan_id)
    form = AcceptForm(request.POST or None, initial={"version": record.version})
    status, refused = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            nominated = accept_plan(
                plan_id=plan_id,
                version=form.cleaned_data["version"],
                note_verbale=form.cleaned_data["note_verbale"],
                actor=member,
                now=timezone.now(),
            )
        except Refusal as refusal:
            status, refused = status_of(refusal), told(refusal)
        else:
            said = ngettext("%(count)s officer is nominated.", "%(count)s officers are nominated.", nominated)
            messages.success(request, said % {"count": isolated(nominated)})
            return redirect("package", plan_id=plan_id)
    page: dict[str, Any] = {
        "plan": {"name": record.line.name, "url": reverse("plan", args=[plan_id])},
        "figures": figures_of(record),
        "posts": [brief(post) for post in record.posts if post.nominees],
        "form": form,
        "refused": refused,
        "again_url": reverse("plan_again", args=[plan_id]) if refused and may_plan(member) else None,
    }
    return render(request, "plans/accept.html", page, status=status)


# --- with a slate -----------------------------------------------------------------------------------------------------


def _with_slate(record: PlanRecord, member: Membership) -> dict[str, Any]:
    line, on = record.line, today(member)
    may, own = may_plan(member), line.id
    is_open = line.status in (PlanStatus.SOLVED, PlanStatus.STOPPED)
    has_nominees = any(post.nominees for post in record.posts)
    before = difference(before_id=record.follows_id, after_id=own) if record.follows_id else None
    zone = member.organisation.time_zone
    return {
        "plan": {
            "name": line.name,
            "standfirst": words.standfirst(line),
            "state": words.state(line),
            "accepted": _accepted(record, zone),
            "again_url": reverse("plan_again", args=[own]) if may else None,
            "accept_url": reverse("plan_accept", args=[own])
            if is_open and has_nominees and may_accept(member)
            else None,
            "package_url": reverse("package", args=[own]) if line.status is PlanStatus.ACCEPTED else None,
            "exports": [{"label": "XLSX", "url": reverse("plan_workbook", args=[own])}]
            if may_see_sensitive(member)
            else [],
            "refusals_url": reverse("plan_refusals", args=[own]),
            "why_url": reverse("plan_why", args=[own]),
        },
        "accept_refusal": _("Only an approver accepts a slate in the name of the organisation.")
        if is_open and not may_accept(member)
        else "",
        "figures": figures_of(record),
        "slate": slate_of(record, on, may_decide=may and is_open),
        "held": [_held(one, zone, may=may) for one in record.decisions],
        "changes": changes_of(before, record) if before else [],
        "is_compared": before is not None,
        "changed_from": {
            "url": reverse("plan", args=[record.follows_id]),
            "name": _("the plan before"),
            "compare_url": f"{reverse('compare')}?before={record.follows_id}&after={own}",
        }
        if before
        else None,
        "proof": proof_of(record, may_see=may_see_sensitive(member)),
        "unlock": _unlock(record, on),
        "unlock_url": reverse("plan_unlock", args=[own]),
        "came_out": beside(record.fairness, own),
        "course": course_of(record.course, seconds=record.course[-1].seconds) if record.course else None,
        "scenario": _scenario(own, may=may),
    }


def _scenario(plan_id: int, *, may: bool) -> dict[str, Any]:
    """Under which name the plan is kept, where it can be, and the comparison that begins from it."""
    held = scenario_of(plan_id=plan_id)
    return {
        "name": held.name if held else "",
        "url": reverse("scenarios"),
        "keep_url": reverse("scenario_keep", args=[plan_id]) if may and not held else None,
        "compare_url": f"{reverse('compare')}?before={plan_id}",
    }


def _held(one: DecisionLine, zone: str, *, may: bool) -> dict[str, Any]:
    return {
        "kind": "exclude" if one.kind == DecisionKind.EXCLUDE else "pin",
        "sentence": words.decided(one),
        "reason": one.reason,
        "who": one.by,
        "when": instant_in_words(one.made_at, zone=zone),
        "release_url": reverse("withdraw", args=[one.id]) if may else None,
    }


def _accepted(record: PlanRecord, zone: str) -> str:
    if record.accepted_at is None:
        return ""
    return _("Accepted by %(by)s on %(when)s") % {
        "by": isolated(record.accepted_by),
        "when": instant_in_words(record.accepted_at, zone=zone),
    }


def _unlock(record: PlanRecord, on: date) -> list[dict[str, Any]]:
    """Posts left open for which somebody only lacks a paper."""
    screened = standings(on=on)
    return [
        {
            "sentence": _("%(post)s: officers who would only need something clarified: %(count)s")
            % {"post": isolated(spoken(post.title, fallback=post.ref)), "count": isolated(screened[post.id].unknown)},
            "url": f"{reverse('officers')}?post={post.id}&answer=unknown",
        }
        for post in record.posts
        if not post.nominees and screened[post.id].unknown
    ]


# --- without a slate --------------------------------------------------------------------------------------------------


def _without_slate(record: PlanRecord, member: Membership) -> dict[str, Any]:
    line, may = record.line, may_plan(member)
    pins = {(d.number, d.post_ref): d for d in record.decisions if d.kind == DecisionKind.PIN}
    conflicts = []
    for one in record.outcome.get("conflicts", ()):
        pin = pins.get((one["about"].get("officer", ""), one["about"].get("opening", "")))
        release = reverse("withdraw", args=[pin.id]) if pin and may and one["constraint"] == "pinned" else None
        conflicts.append({"sentence": words.conflict(one), "release_url": release})
    sentences = {
        PlanStatus.INFEASIBLE: _(
            "What people decided and what the posts ask cannot hold together. Release one of these:"
        ),
        PlanStatus.STOPPED: _("The plan was stopped before it had a slate."),
        PlanStatus.FAILED: words.failure(record),
    }
    return {
        "plan": {
            "name": line.name,
            "standfirst": words.standfirst(line),
            "state": words.state(line),
            "again_url": reverse("plan_again", args=[line.id]) if may else None,
        },
        "sentence": sentences.get(line.status, _("This plan has no slate.")),
        "conflicts": conflicts,
        "posts": [brief(post) for post in record.posts],
    }
