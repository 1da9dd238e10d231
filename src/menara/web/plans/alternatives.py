"""Who comes next for a post of a plan, and why an officer is not proposed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menara.engines.eligibility.rules import BY_NAME
from menara.engines.matching.standings import BARRED, ELIGIBLE, NO_ROOM, PROPOSED, UNKNOWN, Alternative, Move, Standing
from menara.errors import Refusal
from menara.models import PlanStatus
from menara.permissions import may_plan, may_see_sensitive
from menara.queries.alternatives import NextForPost, People, Reasons, next_for_post, reasons
from menara.queries.plans import PlanRecord, plan_record
from menara.queries.screening import SENSITIVE
from menara.web.codes import rank_name
from menara.web.doors import behind_door
from menara.web.findings import what_is_missing, why_not
from menara.web.languages import isolated, spoken
from menara.web.lists import Asked
from menara.web.plans import losses
from menara.web.plans.slate import brief
from menara.web.refusals import status_of, told
from menara.web.tenancy import membership

AT_ONCE, LONGER = 3, 20  # seconds of solving again for a page, and for who asks for more
SHOWN = 6  # posts named of those with the same reason


@behind_door()
def alternatives(request: HttpRequest, plan_id: int, post_id: int) -> HttpResponse:
    """The next best officers for a post, and what each would cost the whole plan."""
    if not _has_slate(plan_record(plan_id=plan_id)):
        return redirect("plan", plan_id=plan_id)
    asked = Asked(request)
    seen = next_for_post(plan_id=plan_id, post_id=post_id, seconds=_seconds(asked))
    is_open = seen.plan.line.status in (PlanStatus.SOLVED, PlanStatus.STOPPED)
    may_decide = is_open and may_plan(membership(request))
    page: dict[str, Any] = {
        "plan": {"name": seen.plan.line.name, "url": reverse("plan", args=[plan_id])},
        "post": brief(seen.post),
        "nominees": [_person(seen.people, one.number, plan_id) | {"odds": one.odds} for one in seen.post.nominees],
        "eligible": seen.found.eligible,
        "is_settled": seen.found.is_settled,
        "longer_url": asked.with_(seconds=LONGER) if _seconds(asked) < LONGER else None,
        "longer": LONGER,
        "may_decide": may_decide,
        "alternatives": [_line(seen, line, may_decide=may_decide) for line in seen.found.alternatives],
        "empty": {
            "title": _("Nobody else"),
            "reason": _("Nobody else on the roster is eligible for this post."),
            "url": reverse("plan_refusals", args=[plan_id]),
            "action": _("Refusals and missing papers"),
        },
    }
    return render(request, "plans/alternatives.html", page)


@behind_door()
def why(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Why an officer, named by service number in the address, is not proposed; a field to name one where none is."""
    record = plan_record(plan_id=plan_id)
    if not _has_slate(record):
        return redirect("plan", plan_id=plan_id)
    asked = Asked(request)
    number, status, refused = asked.text("officer"), 200, ""
    page: dict[str, Any] = {
        "plan": {"name": record.line.name, "url": reverse("plan", args=[plan_id])},
        "number": number,
    }
    if number:
        try:
            seen = reasons(plan_id=plan_id, number=number, seconds=_seconds(asked))
        except Refusal as refusal:
            status, refused = status_of(refusal), told(refusal)
        else:
            page |= _told(seen, asked, may_see=may_see_sensitive(membership(request)))
    return render(request, "plans/why_not.html", page | {"refused": refused}, status=status)


def _has_slate(record: PlanRecord) -> bool:
    return record.line.status.has_slate and bool(record.outcome.get("levels"))


def _seconds(asked: Asked) -> float:
    return float(min(asked.number("seconds") or AT_ONCE, LONGER))


# --- who comes next ---------------------------------------------------------------------------------------------------


def _line(seen: NextForPost, line: Alternative, *, may_decide: bool) -> dict[str, Any]:
    plan_id, officer_id = seen.plan.line.id, seen.people.ids.get(line.officer)
    can_be = bool(officer_id) and not line.conflicts
    return _person(seen.people, line.officer, plan_id) | {
        "odds": line.odds,
        "quality": line.quality,
        "stands_for": _post(seen.plan, line.stands_for),
        "whole": losses.whole_plan(line, unit=seen.found.unit),
        "moves": moves_of(line.moves, seen.people, plan_id),
        "pin_url": f"{reverse('decide')}?kind=pin&officer={officer_id}&post={seen.post.id}"
        if may_decide and can_be
        else None,
    }


def _person(people: People, number: str, plan_id: int) -> dict[str, Any]:
    officer, own = people.officers.get(number), people.ids.get(number)
    facts = [] if officer is None else [
        isolated(rank_name(officer.grade or "", ladder=f"{officer.service}/{officer.corps}")),
        isolated(officer.home_unit or ""),
    ]  # fmt: skip
    return {
        "number": number,
        "url": reverse("officer", args=[own]) if own else None,
        "why_url": f"{reverse('plan_why', args=[plan_id])}?officer={number}",
        "summary": " · ".join(fact for fact in facts if fact != isolated("")),
    }


def _post(plan: PlanRecord, ref: str) -> dict[str, str] | None:
    """The post of a reference, with the page of those who come next for it; None for no reference."""
    post = next((post for post in plan.posts if post.ref == ref), None)
    if post is None:
        return {"title": ref, "ref": ref, "url": ""} if ref else None
    url = reverse("plan_alternatives", args=[plan.line.id, post.id])
    return {"title": spoken(post.title, fallback=post.ref), "ref": post.ref, "url": url}


def moves_of(moves: tuple[Move, ...], people: People, plan_id: int) -> list[dict[str, Any]]:
    """The context of ``parts/changes.html``."""
    found = []
    for move in moves:
        if not move.after:
            kind, note = "removed", _("from %(post)s") % {"post": isolated(move.before)}
        elif not move.before:
            kind, note = "added", _("for %(post)s") % {"post": isolated(move.after)}
        else:
            kind, note = (
                "moved",
                _("from %(before)s to %(after)s")
                % {
                    "before": isolated(move.before),
                    "after": isolated(move.after),
                },
            )
        found.append(
            {"kind": kind, "subject": move.officer, "url": _person(people, move.officer, plan_id)["url"], "note": note}
        )
    return found


# --- why somebody is not proposed -------------------------------------------------------------------------------------


def _told(seen: Reasons, asked: Asked, *, may_see: bool) -> dict[str, Any]:
    found, plan_id = seen.found, seen.plan.line.id
    best = found.best
    able = [one for one in found.standings if one.kind in (PROPOSED, ELIGIBLE, NO_ROOM)]
    first = "" if best is None else best.opening
    able.sort(key=lambda s: (s.kind == NO_ROOM, s.opening != first, s.loss or ((), ())))
    return {
        "officer": _person(seen.people, found.officer, plan_id),
        "verdict": losses.verdict_of(found),
        "cheapest": None
        if best is None
        else {"post": _post(seen.plan, best.opening), "whole": losses.whole_plan(best, unit=found.unit)},
        "proposed_for": _post(seen.plan, found.proposed_for),
        "moves": [] if best is None else moves_of(best.moves, seen.people, plan_id),
        "caps": [losses.cap_in_words(cap) for cap in found.caps],
        "exclusions": [{"post": _post(seen.plan, e.opening), "by": e.by, "reason": e.reason} for e in found.exclusions],
        "eligible": [_able(seen, one) for one in able],
        "rules": [*_rules(seen, UNKNOWN, may_see=may_see), *_rules(seen, BARRED, may_see=may_see)],
        "posts": len(found.standings),
        "longer_url": asked.with_(seconds=LONGER)
        if best is not None and not best.is_settled and _seconds(asked) < LONGER
        else None,
        "longer": LONGER,
    }


def _able(seen: Reasons, one: Standing) -> dict[str, Any]:
    best, unit = seen.found.best, seen.found.unit
    if one.kind == PROPOSED:
        whole = None
    elif best is not None and best.opening == one.opening and best.is_settled:
        whole = losses.whole_plan(best, unit=unit)
    else:
        whole = losses.at_least(None if one.loss is None else one.loss.least, unit=unit)
    return {"post": _post(seen.plan, one.opening), "odds": one.odds, "quality": one.quality, "whole": whole}


def _rules(seen: Reasons, kind: str, *, may_see: bool) -> list[dict[str, Any]]:
    """What keeps the officer from posts, rule by rule: at how many, and where nothing else does. Rules on health and
    conduct are one line for those who may not read about them."""
    at: dict[str, list[str]] = defaultdict(list)
    alone: dict[str, list[str]] = defaultdict(list)
    for one in seen.found.standings:
        if one.kind == kind:
            for rule in dict.fromkeys(_shown(rule, may_see=may_see) for rule in one.rules):
                at[rule].append(one.opening)
                if len(one.rules) == 1:
                    alone[rule].append(one.opening)
    say = why_not if kind == BARRED else what_is_missing
    return [
        {
            "answer": "hidden" if not rule else "not_met" if kind == BARRED else "unknown",
            "why": say(rule) if rule else _("A rule on health or conduct: kept from your role."),
            "posts": len(at[rule]),
            "alone": [_against(seen, ref) for ref in alone[rule][:SHOWN]],
            "alone_more": max(0, len(alone[rule]) - SHOWN),
        }
        for rule in sorted(at, key=lambda rule: -len(at[rule]))
    ]


def _against(seen: Reasons, ref: str) -> dict[str, Any]:
    """A post with the page that sets the officer against it, rule by rule."""
    officer_id = seen.people.ids.get(seen.found.officer)
    post = next((post for post in seen.plan.posts if post.ref == ref), None)
    url = reverse("against", args=[officer_id, post.id]) if officer_id and post else None
    return {"ref": ref, "against_url": url}


def _shown(rule: str, *, may_see: bool) -> str:
    return rule if may_see or not SENSITIVE & set(BY_NAME[rule].looks_at) else ""
