"""One plan: its slate with reasons, its proof, what changed, what people hold, and accepting it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from menara.permissions import may_accept, may_plan
from menara.queries.decisions import DecisionLine
from menara.queries.plans import Difference, PlannedPost, PlanRecord, ProposalLine, difference, plan_record
from menara.queries.screening import rules_barring, standings
from menara.web import labels
from menara.web.codes import rank_name
from menara.web.days import instant_in_words
from menara.web.doors import behind_door, today
from menara.web.findings import what_is_missing, why_not
from menara.web.labels import label
from menara.web.languages import isolated, spoken
from menara.web.plans import words
from menara.web.refusals import status_of, told
from menara.web.tenancy import membership

RESERVES = 1  # shown behind the nominees of a post; the workbook has all


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
        "figures": _figures(record),
        "posts": [_brief(post) for post in record.posts if post.nominees],
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
            "exports": [
                {"label": "XLSX", "url": reverse("plan_workbook", args=[own])},
            ],
            "refusals_url": reverse("plan_refusals", args=[own]),
        },
        "accept_refusal": _("Only an approver accepts a slate in the name of the organisation.")
        if is_open and not may_accept(member)
        else "",
        "figures": _figures(record),
        "slate": _slate(record, on, may_decide=may and is_open),
        "held": [_held(one, zone, may=may) for one in record.decisions],
        "changes": _changes(before, record) if before else [],
        "is_compared": before is not None,
        "changed_from": {"url": reverse("plan", args=[record.follows_id]), "name": _("the plan before")}
        if before
        else None,
        "proof": _proof(record),
        "unlock": _unlock(record, on),
    }


def _figures(record: PlanRecord) -> list[dict[str, Any]]:
    positions = sum(post.positions for post in record.posts)
    critical = sum(post.positions for post in record.posts if post.critical)
    nominees = [one for post in record.posts for one in post.nominees]
    women = sum(one.woman is True for one in nominees)
    of = _("%(part)s of %(whole)s")

    def part(value: str, whole: int) -> str:
        return of % {"part": isolated(value), "whole": isolated(whole)}

    return [
        {
            "label": _("critical positions filled"),
            "value": part(words.level_value(record.outcome, "critical_filled"), critical),
            "url": "#slate",
        },
        {
            "label": _("positions filled"),
            "value": part(words.level_value(record.outcome, "filled"), positions),
            "url": "#slate",
        },
        {
            "label": _("selections to expect"),
            "value": words.level_value(record.outcome, "expected_success"),
            "url": "#proof",
        },
        {"label": _("nominees"), "value": len(nominees), "url": "#slate"},
        {"label": _("women among them"), "value": part(str(women), len(nominees)), "url": "#slate"},
    ]


def _slate(record: PlanRecord, on: date, *, may_decide: bool) -> list[dict[str, Any]]:
    screened = standings(on=on)
    decisions = _by_pair(record.decisions)
    found = []
    for post in sorted(record.posts, key=lambda post: (not post.nominees, not post.critical, post.ref)):
        shown = [_nominee(post, one, decisions, may_decide=may_decide) for one in post.nominees]
        shown += [
            _nominee(post, one, decisions, may_decide=may_decide, is_reserve=True) for one in post.reserves[:RESERVES]
        ]
        found.append(
            {
                **_brief(post),
                "is_critical": post.critical,
                "success": _success(post),
                "nominees": shown if post.nominees else [],
                "empty_reason": "" if post.nominees else _why_empty(post, screened[post.id].eligible, on),
            }
        )
    return found


def _brief(post: PlannedPost) -> dict[str, Any]:
    return {
        "post": spoken(post.title, fallback=post.ref),
        "reference": post.ref,
        "level": post.level,
        "place": " · ".join(filter(None, [post.mission, post.duty_station])),
        "url": reverse("post", args=[post.id]),
        "nominee_numbers": [one.number for one in post.nominees],
    }


def _success(post: PlannedPost) -> int | None:
    """Expected selections of the post's positions, in per cent of one."""
    if not post.nominees:
        return None
    missed: dict[int, float] = {}
    for one in post.nominees:
        missed[one.position] = missed.get(one.position, 1.0) * (1 - one.odds / 100)
    return round(100 * sum(1 - left for left in missed.values()) / post.positions)


def _nominee(
    post: PlannedPost,
    one: ProposalLine,
    decisions: Mapping[tuple[str, int, int], DecisionLine],
    *,
    may_decide: bool,
    is_reserve: bool = False,
) -> dict[str, Any]:
    pin = decisions.get((DecisionKind.PIN, one.officer_id, post.id))
    estimate = decisions.get((DecisionKind.ESTIMATE, one.officer_id, post.id))
    pair = f"officer={one.officer_id}&post={post.id}"
    return {
        "position": one.order if is_reserve else one.position + 1,
        "is_reserve": is_reserve,
        "service_number": one.number,
        "url": reverse("officer", args=[one.officer_id]),
        "against_url": reverse("against", args=[one.officer_id, post.id]),
        "summary": " · ".join(
            filter(
                None,
                [isolated(rank_name(one.grade)), isolated(one.home_unit), str(labels.SEXES["f"]) if one.woman else ""],
            )
        ),
        "odds": one.odds,
        "odds_note": _("own estimate") if estimate else "",
        "quality": one.quality,
        "is_pinned": one.pinned,
        "unknown": " ".join(what_is_missing(rule) for rule in one.unknown_rules),
        "reasons": _reasons(post, one, pin, estimate, is_reserve=is_reserve),
        "pin_url": f"{reverse('decide')}?kind=pin&{pair}" if may_decide and not pin else None,
        "exclude_url": f"{reverse('decide')}?kind=exclude&{pair}" if may_decide and not pin else None,
        "release_url": reverse("withdraw", args=[pin.id]) if may_decide and pin else None,
    }


def _reasons(
    post: PlannedPost,
    one: ProposalLine,
    pin: DecisionLine | None,
    estimate: DecisionLine | None,
    *,
    is_reserve: bool,
) -> list[str]:
    found = []
    if pin:
        found.append(_("Pinned by %(by)s: %(reason)s") % {"by": isolated(pin.by), "reason": isolated(pin.reason)})
    if not one.unknown_rules:
        found.append(_("Every rule this post asks is met."))
    if estimate:
        said = _("Odds estimated by %(by)s: %(reason)s")
        found.append(said % {"by": isolated(estimate.by), "reason": isolated(estimate.reason)})
    if is_reserve:
        found.append(_("Next in order for this post among those on no slate."))
    elif post.reserves:
        said = _("Next in order would be %(officer)s, with odds of %(odds)s.")
        following = post.reserves[0]
        found.append(said % {"officer": isolated(following.number), "odds": isolated(f"{following.odds} %")})
    elif not one.pinned:
        found.append(_("Nobody else on the roster is eligible and free for this post."))
    return found


def _why_empty(post: PlannedPost, eligible: int, on: date) -> str:
    if eligible:
        said = ngettext(
            "%(count)s officer is eligible, but the plan as a whole is better with the officer elsewhere.",
            "%(count)s officers are eligible, but the plan as a whole is better with them elsewhere.",
            eligible,
        )
        return said % {"count": isolated(eligible)}
    counted = rules_barring(post_id=post.id, on=on)
    if not counted:
        return _("Nobody on the roster is eligible.")
    hardest = max(counted, key=lambda rule: counted[rule][0] or counted[rule][1] / 1_000_000)
    return _("Nobody on the roster is eligible. What bars most officers: %(why)s") % {"why": why_not(hardest)}


def _by_pair(decisions: Sequence[DecisionLine]) -> dict[tuple[str, int, int], DecisionLine]:
    return {(d.kind, d.officer_id, d.post_id): d for d in decisions if d.officer_id and d.post_id}


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
            "sentence": _("%(post)s: %(count)s officers would only need something clarified")
            % {"post": isolated(spoken(post.title, fallback=post.ref)), "count": isolated(screened[post.id].unknown)},
            "url": f"{reverse('officers')}?post={post.id}&answer=unknown",
        }
        for post in record.posts
        if not post.nominees and screened[post.id].unknown
    ]


# --- what changed -----------------------------------------------------------------------------------------------------


def _changes(found: Difference, record: PlanRecord) -> list[dict[str, Any]]:
    def officer(own: int) -> str:
        return reverse("officer", args=[own])

    joined = [
        {
            "kind": "added",
            "subject": p.number,
            "url": officer(p.officer_id),
            "note": _("for %(post)s") % {"post": isolated(p.post_ref)},
        }
        for p in found.joined
    ]
    left = [
        {
            "kind": "removed",
            "subject": p.number,
            "url": officer(p.officer_id),
            "note": _("from %(post)s") % {"post": isolated(p.post_ref)},
        }
        for p in found.left
    ]
    moved = [
        {
            "kind": "moved",
            "subject": p.number,
            "url": officer(p.officer_id),
            "note": _("from %(before)s to %(after)s") % {"before": isolated(p.from_ref), "after": isolated(p.to_ref)},
        }
        for p in found.moved
    ]
    unit = record.outcome.get("unit") or 1
    goals = [
        {
            "kind": "changed",
            "subject": label(labels.GOALS, goal),
            "url": "#proof",
            "note": _("from %(before)s to %(after)s")
            % {
                "before": isolated(words.goal_value(goal, values[0], unit)),
                "after": isolated(words.goal_value(goal, values[1], unit)),
            },
        }
        for goal, values in found.levels.items()
        if values[0] != values[1]
    ]
    return goals + moved + joined + left


# --- the proof --------------------------------------------------------------------------------------------------------


def _proof(record: PlanRecord) -> dict[str, Any]:
    outcome = record.outcome
    by = {
        "prices": _("the recorded prices"),
        "search": _("the solver's search: its claim, not re-checked"),
        "": _("nobody: a gap is left"),
    }
    is_closed = all(not level["gap"] for level in outcome["levels"])
    sentences = {
        "optimal": _("Value and bound meet at every level: no slate of these officers for these posts is better."),
        "feasible": _("A slate was found; how much better another could be is shown as the gap."),
        "stopped": _("A person stopped the work. The best slate found so far is shown with its gap."),
    }
    return {
        "sentence": sentences["optimal" if is_closed else outcome.get("status", "feasible")],
        "levels": [
            {
                "name": label(labels.GOALS, level["goal"]),
                "value": words.goal_value(level["goal"], level["value"], outcome["unit"]),
                "bound": words.goal_value(level["goal"], level["bound"], outcome["unit"]),
                "gap": words.gap(level),
                "is_closed": not level["gap"],
                "seconds": f"{level['seconds']:.2f}",
                "by": by[level["proven_by"] or ""],
            }
            for level in outcome["levels"]
        ],
        "times": _("Screened in %(screen)s s, solved in %(solve)s s, over %(pairs)s eligible pairs.")
        % {
            "screen": isolated(f"{outcome['seconds_screen']:.2f}"),
            "solve": isolated(f"{outcome['seconds_solve']:.2f}"),
            "pairs": isolated(outcome["pairs"]),
        },
        "checked": _("The independent checker, which shares no code with the solver, found no constraint broken."),
        "hash": record.input_hash,
        "command": "menara verify plan.json",
        "files": [
            {"label": "plan.json", "url": reverse("plan_file", args=[record.line.id])},
            {"label": "slate.xlsx", "url": reverse("plan_workbook", args=[record.line.id])},
        ],
    }


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
        "posts": [_brief(post) for post in record.posts],
    }
