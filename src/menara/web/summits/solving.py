"""A draft being solved: start, watch the gap close, stop; then what is held, what is not and why, what is proven."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from menara.actions.summits.solving import start_solving, stop_solving
from menara.engines.course import Point
from menara.engines.meetings.problem import GOALS
from menara.errors import Refusal
from menara.permissions import may_plan, require
from menara.queries.summits.board import summit_head
from menara.queries.summits.programme import Version, programme_lines, unplaced, version
from menara.queries.summits.scheduling import problem_of
from menara.queries.summits.solved import LevelLine, Proof, Solving, progress_of, proof_of
from menara.web import labels
from menara.web.days import instant_in_words
from menara.web.doors import behind_door
from menara.web.findings import speak
from menara.web.labels import label
from menara.web.languages import isolated, spoken
from menara.web.lists import as_number
from menara.web.plans.course import line_of
from menara.web.plans.words import decimals
from menara.web.refusals import told
from menara.web.summits import words
from menara.web.tenancy import membership

SECONDS = (10, 30, 60, 300)
UNDER_WAY = ("queued", "running")


@behind_door("GET", "POST")
def solve(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Start the search, watch it, and read what it found."""
    shown = version(programme_id=programme_id)
    may_start = may_plan(membership(request))
    if request.method == "POST":
        require(membership(request), may_plan)
        seconds = as_number(request.POST.get("seconds", "")) or SECONDS[1]
        try:
            with transaction.atomic():
                start_solving(
                    programme_id=programme_id,
                    seconds=min(seconds, SECONDS[-1]),
                    actor=membership(request),
                    now=timezone.now(),
                )
        except Refusal as refusal:
            messages.error(request, told(refusal))
        return redirect("programme_solve", programme_id=programme_id)
    now = progress_of(programme_id=programme_id)
    address = reverse("programme_solve", args=[programme_id])
    if now.state not in UNDER_WAY and request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    head = summit_head(summit_id=shown.summit_id)
    page: dict[str, Any] = {
        "summit": spoken(head.name),
        "version": {"name": words.version_name(shown), "state": words.version_state(shown)},
        "board_url": f"{reverse('board', args=[shown.summit_id])}?version={shown.id}",
        "job": _job(now, address, programme_id, may_stop=may_start) if now.state in UNDER_WAY else None,
    }
    if page["job"] is None:
        page |= _result(shown, now, head.time_zone)
        page |= {
            "start_url": address if may_start and shown.number is None else None,
            "seconds": [
                {"value": value, "label": _limit(value), "is_chosen": value == SECONDS[1]} for value in SECONDS
            ],
        }
    return render(request, "summits/programme/solve.html", page)


@behind_door("POST", may=may_plan)
def stop(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Ask the search to stop; the best programme so far is kept."""
    stop_solving(programme_id=programme_id, actor=membership(request))
    messages.info(request, _("The search is being stopped. The best programme so far is kept."))
    return redirect("programme_solve", programme_id=programme_id)


def _limit(seconds: int) -> str:
    if seconds < 60:
        return ngettext("at most %(number)s second", "at most %(number)s seconds", seconds) % {"number": seconds}
    minutes = seconds // 60
    return ngettext("at most %(number)s minute", "at most %(number)s minutes", minutes) % {"number": minutes}


def _job(now: Solving, address: str, programme_id: int, *, may_stop: bool) -> dict[str, Any]:
    return {
        "url": address,
        "is_running": True,
        "state": {"tone": "going", "label": _("queued") if now.state == "queued" else _("at work")},
        "percent": None,
        "sentence": _sentence(now),
        "seconds": f"{now.seconds or 0:.0f}",
        "course": _course(now.course, seconds=now.seconds or 0.0),
        "cancel_url": reverse("programme_stop", args=[programme_id]) if may_stop and not now.stop_asked else None,
        "result_url": "",
        "steps": [],
    }


def _sentence(now: Solving) -> str:
    if now.stop_asked:
        return _("Stopping; the best programme so far is kept.")
    if now.state == "queued":
        return _("Waiting for a worker.")
    level = label(words.GOALS, now.level)
    return _("Working on: %(goal)s.") % {"goal": level} if level else _("Reading the requests.")


def _course(points: Sequence[Point], *, seconds: float) -> dict[str, Any]:
    """The context of ``parts/course.html``, in the words of a programme."""
    until = max([seconds, *(point.seconds for point in points), 0.01])
    levels = []
    for goal in GOALS:
        own = [point for point in points if point.level == goal]
        levels.append({"name": label(words.GOALS, goal), "is_begun": bool(own), **(_level(own, until) if own else {})})
    return {
        "levels": levels if points else [],
        "seconds": decimals(until),
        "points": [
            {
                "seconds": decimals(point.seconds),
                "level": label(words.GOALS, point.level),
                "value": _number(point.value),
                "bound": _number(point.bound),
                "gap": _gap(point.gap),
            }
            for point in points
        ],
        "value_words": _("the best programme so far"),
        "bound_words": _("proven: no programme that keeps the levels before passes this"),
    }


def _level(own: Sequence[Point], until: float) -> dict[str, Any]:
    known = [number for point in own for number in (point.value, point.bound) if number is not None]
    least, most = (min(known), max(known)) if known else (0, 1)
    last = own[-1]
    return {
        "value": _number(last.value),
        "bound": _number(last.bound),
        "gap": _gap(last.gap),
        "is_closed": last.gap == 0,
        "value_line": line_of([(p.seconds, p.value) for p in own], until, least, most),
        "bound_line": line_of([(p.seconds, p.bound) for p in own], until, least, most),
    }


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)


def _gap(gap: float | None) -> str:
    if gap is None or gap == float("inf"):
        return "–"
    return f"{decimals(gap * 100)} %" if gap else _("none")


def _result(shown: Version, now: Solving, zone: str) -> dict[str, Any]:
    case = problem_of(programme_id=shown.id, now=timezone.now())
    proof = proof_of(programme_id=shown.id, case=case)
    left = unplaced(programme_id=shown.id, now=timezone.now(), case=case)
    return {
        "failure": _failure(now),
        "proof": _proof(proof, zone) if proof else None,
        "held": len(programme_lines(programme_id=shown.id)),
        "list_url": f"{reverse('programme', args=[shown.summit_id])}?version={shown.id}",
        "not_held": [
            {
                "title": words.between(one.asking, one.asked),
                "url": reverse("place", args=[shown.id, one.request_id]),
                "priority": label(labels.PRIORITIES, one.priority),
                "reasons": [speak(reason) for reason in one.reasons],
                "scope": _scope(one.scope),
            }
            for one in left
        ],
        "course": _course(now.course, seconds=now.seconds or 0.0) if now.course else None,
    }


def _failure(now: Solving) -> str:
    if now.state != "failed":
        return ""
    said = {
        "check_failed": _(
            "The independent checker refused the programme, so it was not kept. Report this: it is a fault of Menara."
        ),
        "gave_up": _("The worker was stopped several times while it worked on this. Start it again."),
    }
    return said.get(
        now.failure, _("Something failed on our side. The fault is recorded; tell the person who operates Menara.")
    )


def _scope(scope: str) -> str:
    said = {
        "alone": _("Even in an empty programme it has no place:"),
        "beside": _("Beside the other meetings, where they are, it has no place:"),
        "unknown": _("There may be a place that the search did not reach in its time."),
    }
    return said.get(scope, "")


def _proof(proof: Proof, zone: str) -> dict[str, Any]:
    """What was proven, level by level in words."""
    return {
        "is_infeasible": proof.status == "infeasible",
        "conflicts": [speak(conflict) for conflict in proof.conflicts],
        "levels": [
            {
                "name": label(words.GOALS, level.goal),
                "value": _number(level.value),
                "bound": _number(level.bound),
                "gap": _gap(level.gap),
                "is_closed": level.proven,
                "sentence": _level_in_words(level),
            }
            for level in proof.levels
        ],
        "seconds": decimals(proof.seconds or 0.0),
        "solved_at": instant_in_words(proof.solved_at, zone=zone) if proof.solved_at else "",
        "stands": proof.stands,
    }


def _level_in_words(level: LevelLine) -> str:
    """What is known of one level, and on whose word."""
    if not level.proven:
        return _("Not proven: a programme with %(bound)s is not ruled out.") % {"bound": isolated(level.bound)}
    if level.bound_by == "counting":
        return _("Proven by counting, which anyone can do again without a solver.")
    return _("Proven by the solver's search: its claim, not re-checked.")
