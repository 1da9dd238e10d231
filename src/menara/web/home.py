"""Home: how far the thread has come, what is due and in which zone, what waits for somebody, what was done last."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara import facts
from menara.models import PlanStatus
from menara.permissions import may_represent, may_take_part
from menara.queries.accounts import latest_changes
from menara.queries.deployments import nominations
from menara.queries.partnerships import Due, commitments, due_this_week
from menara.queries.plans import plans
from menara.queries.posts import calls
from menara.queries.roster import roster_summary
from menara.queries.summits.meetings import Reached, meeting_record, meetings, reached
from menara.terms import Stage
from menara.web.days import distance_in_words, instant_in_words, isolated
from menara.web.doors import behind_door, today
from menara.web.labels import Label
from menara.web.languages import Spoken, spoken
from menara.web.origins import badge, source_title
from menara.web.summits.ladder import ladder_of, outcome_title
from menara.web.tenancy import membership

STAGES: dict[str, tuple[Label, Label, str]] = {
    # stage: its name, what stands there, the list it leads to
    "meeting": (gettext_lazy("Meeting"), gettext_lazy("who met, what was said"), "meetings"),
    "outcome": (gettext_lazy("Outcome"), gettext_lazy("on the ladder"), "outcomes"),
    "commitment": (gettext_lazy("Commitment"), gettext_lazy("by a day, by someone"), "commitments"),
    "call": (gettext_lazy("Call"), gettext_lazy("posts asked for"), "posts"),
    "plan": (gettext_lazy("Slate"), gettext_lazy("proposed, checked, decided"), "plans"),
    "nomination": (gettext_lazy("Nomination"), gettext_lazy("presented by the state"), "nominations"),
    "selection": (gettext_lazy("Selection"), gettext_lazy("the answer came back"), "nominations"),
    "deployment": (gettext_lazy("Deployment"), gettext_lazy("in the field"), "nominations"),
    "result": (gettext_lazy("Result"), gettext_lazy("home again"), "nominations"),
}
SAID: dict[tuple[str, str], Label] = {
    ("menara_plan", "insert"): gettext_lazy("Plans made by %(by)s"),
    ("menara_decision", "insert"): gettext_lazy("Decisions by %(by)s"),
    ("menara_decision", "update"): gettext_lazy("Decisions withdrawn by %(by)s"),
    ("menara_nomination", "insert"): gettext_lazy("Nominations made by %(by)s"),
    ("menara_nominationstep", "insert"): gettext_lazy("Steps of nominations recorded by %(by)s"),
    ("menara_officer", "insert"): gettext_lazy("Officers put on the roster by %(by)s"),
    ("menara_officer", "update"): gettext_lazy("Officers corrected by %(by)s"),
    ("menara_post", "insert"): gettext_lazy("Posts entered by %(by)s"),
    ("menara_post", "update"): gettext_lazy("Posts corrected by %(by)s"),
    ("menara_outcomestep", "insert"): gettext_lazy("Outcomes raised on the ladder by %(by)s"),
}
LEADS_TO = {
    # table: the list it leads to, the page of one record
    "menara_plan": ("plans", "plan"),
    "menara_nomination": ("nominations", "nomination"),
    "menara_officer": ("officers", "officer"),
    "menara_post": ("posts", "post"),
    "menara_decision": ("plans", ""),
    "menara_nominationstep": ("nominations", ""),
    "menara_outcomestep": ("meetings", ""),
}


@behind_door(may=may_take_part)
def home(request: HttpRequest) -> HttpResponse:
    """The first page behind the door; a focal point's is a desk of its own."""
    member = membership(request)
    if may_represent(member):
        return redirect("desk")
    on, zone = today(member), member.organisation.time_zone
    week = due_this_week(now=timezone.now(), zone=zone)
    met = [one for one in meetings() if one.held_on <= on]  # what is only prepared is not told of yet
    first = meeting_record(meeting_id=met[0].id) if met else None
    page: dict[str, Any] = {
        "today": on,
        "meeting": _meeting(first),
        "journey": _journey(reached()),
        "due": [_due(one, on, zone) for one in week.due],
        "due_all_url": reverse("due"),
        "due_empty": {
            "title": _("Nothing is due this week"),
            "reason": _("No call closes and no commitment falls due from Monday to Sunday."),
        },
        "waiting": _waiting(on),
        "outcome": _outcome(first),
        "ladder": ladder_of(first.outcomes[0], first.held_on) if first and first.outcomes else [],
        "recent": _recent(zone),
    }
    return render(request, "home.html", page)


@behind_door()
def due(request: HttpRequest) -> HttpResponse:
    """Everything with a day: open calls and open commitments, soonest first."""
    member = membership(request)
    on = today(member)
    now = timezone.now()
    lines: list[dict[str, Any]] = [
        {
            "on": call.deadline.date(),
            "days": distance_in_words(call.deadline.date(), on),
            "what": spoken(call.title, fallback=call.ref) or _("Call without a title"),
            "note": instant_in_words(call.deadline),
            "url": reverse("call", args=[call.id]),
            "who": call.caller,
        }
        for call in calls(open_at=now)
        if call.deadline is not None
    ]
    lines += [
        {
            "on": one.due_on,
            "days": distance_in_words(one.due_on, on),
            "what": spoken(one.text),
            "note": "",
            "url": reverse("commitment", args=[one.id]),
            "who": one.owner,
        }
        for one in commitments(is_open=True)
    ]
    page = {
        "due": sorted(lines, key=lambda line: line["on"]),
        "empty": {
            "title": _("Nothing is due"),
            "reason": _("No open call has a known deadline and no commitment is open."),
        },
    }
    return render(request, "due.html", page)


@behind_door()
def sources(request: HttpRequest) -> HttpResponse:
    """Where facts and rules come from: each source by its key."""
    found = [
        {
            "key": source.key,
            "what": source.what,
            "addresses": [
                {"text": text, "url": f"https://{text}" if source.is_whole else ""} for text in source.addresses
            ],
        }
        for source in facts.sources().values()
    ]
    return render(request, "sources.html", {"sources": found})


# --- parts ------------------------------------------------------------------------------------------------------------


def _meeting(latest: Any) -> dict[str, Any] | None:
    if latest is None:
        return None
    return {
        "title": spoken(latest.subject),
        "summit": spoken(latest.summit),
        "url": reverse("meeting", args=[latest.id]),
        "provenance": badge(latest.origin),
    }


def _journey(stages: tuple[Reached, ...]) -> list[dict[str, Any]]:
    here = max((i for i, stage in enumerate(stages) if stage.total), default=-1)
    found = []
    for i, stage in enumerate(stages):
        name, note, place = STAGES[stage.stage]
        pages = {"meeting": "meeting", "outcome": "outcome", "call": "call", "plan": "plan", "nomination": "nomination"}
        only = stage.only_id is not None and stage.stage in pages
        url = reverse(pages[stage.stage], args=[stage.only_id]) if only else reverse(place)
        if stage.stage in ("selection", "deployment", "result"):
            url += f"?at={stage.stage}"
        state = "here" if i == here else "reached" if stage.total else "ahead"
        found.append({"stage": name, "count": stage.total, "url": url, "note": note, "state": state})
    return found


def _due(one: Due, on: Any, zone: str) -> dict[str, Any]:
    address = reverse(one.kind, args=[one.id])
    kinds = {"call": _("Deadline of a call"), "commitment": _("Commitment")}
    return {
        "on": one.day,
        "days": distance_in_words(one.day, on),
        "what": spoken(one.text, fallback=one.ref) or kinds[one.kind],
        "url": address,
        "note": instant_in_words(one.moment) if one.moment else kinds[one.kind],
        "who": "",
    }


def _waiting(on: Any) -> list[dict[str, Any]]:
    made = plans()
    answers = [
        n for n in nominations() if n.stage in (Stage.NOMINATED, Stage.REGISTERED, Stage.DESK_REVIEW, Stage.INTERVIEW)
    ]
    return [
        {
            "label": _("slates to decide on"),
            "value": sum(plan.status is PlanStatus.SOLVED for plan in made),
            "url": f"{reverse('plans')}?status=solved",
        },
        {"label": _("answers to record"), "value": len(answers), "url": f"{reverse('nominations')}?at=waiting"},
        {
            "label": _("officers with papers missing"),
            "value": roster_summary(on=on).missing,
            "url": f"{reverse('officers')}?missing=any",
        },
        {"label": _("open calls"), "value": len(calls(open_at=timezone.now())), "url": f"{reverse('posts')}?open=yes"},
    ]


def _outcome(first: Any) -> dict[str, Any] | None:
    if first is None or not first.outcomes:
        return None
    told = first.outcomes[0]
    return {
        "title": outcome_title(told),
        "url": reverse("outcome", args=[told.id]),
        "said": _sources_in_words(told.origin.source_key),
        "provenance": badge(told.origin),
    }


def _sources_in_words(keys: str) -> Spoken | str:
    first = keys.split(";", maxsplit=1)[0]
    return _("As reported: %(source)s") % {"source": isolated(source_title(first))} if source_title(first) else ""


def _recent(zone: str) -> list[dict[str, Any]]:
    tables = sorted({table for table, _verb in SAID})
    found = []
    for change in latest_changes(tables=tables, at_most=8):
        said = SAID.get((change.table, change.verb))
        if said is None:
            continue
        place, one = LEADS_TO[change.table]
        url = reverse(one, args=[change.row_id]) if one and change.row_id else reverse(place)
        found.append(
            {
                "when": instant_in_words(change.at, zone=zone),
                "sentence": str(said) % {"by": isolated(change.by)},
                "url": url,
            }
        )
    return found[:6]
