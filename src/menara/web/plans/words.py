"""What a plan says in words: its state, its goals, what cannot hold together, why it failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from menara.models import PlanStatus
from menara.queries.decisions import DecisionLine
from menara.queries.plans import PlanLine, PlanRecord
from menara.web import labels
from menara.web.days import day_in_words
from menara.web.labels import label
from menara.web.languages import isolated

TONES: Mapping[PlanStatus, str] = {
    PlanStatus.DRAFT: "quiet",
    PlanStatus.QUEUED: "going",
    PlanStatus.RUNNING: "going",
    PlanStatus.SOLVED: "wait",
    PlanStatus.INFEASIBLE: "bad",
    PlanStatus.STOPPED: "quiet",
    PlanStatus.FAILED: "bad",
    PlanStatus.ACCEPTED: "good",
}


def state(line: PlanLine) -> dict[str, Any]:
    """The context of ``parts/state.html``."""
    return {"tone": TONES[line.status], "label": label(labels.PLAN_STATES, line.status)}


def standfirst(line: PlanLine) -> str:
    """What a plan is about, in one line."""
    return _("%(posts)s posts, planned for %(day)s, made by %(by)s") % {
        "posts": isolated(line.posts),
        "day": isolated(day_in_words(line.on_day)),
        "by": isolated(line.created_by),
    }


SMALLEST_GAP = 0.0001  # a smaller one is not nothing


def decimals(value: float) -> str:
    """Two places after the comma or point of the reader's language."""
    return str(number_format(round(value, 2), decimal_pos=2))  # which cuts what it is not to show


def goal_value(goal: str, value: int | None, unit: int) -> str:
    """A level's whole number as people read it: expected success in officers."""
    if value is None:
        return "–"
    return decimals(value / unit) if goal == "expected_success" else str(value)


def level_value(outcome: Mapping[str, Any], goal: str) -> str:
    """The value of one goal of a plan, a dash where it has none."""
    found = next((level["value"] for level in outcome.get("levels", ()) if level["goal"] == goal), None)
    return goal_value(goal, found, outcome.get("unit") or 1)


def gap(level: Mapping[str, Any]) -> str:
    """The gap of a level, nothing for a closed one."""
    if 0 < level["gap"] < SMALLEST_GAP:
        return f"< {decimals(SMALLEST_GAP * 100)} %"
    return "0" if not level["gap"] else f"{decimals(level['gap'] * 100)} %"


def failure(record: PlanRecord) -> str:
    """Why a plan failed."""
    facts = record.outcome.get("facts", {})
    said = {
        "check_failed": _(
            "The independent checker refused the slate, so it was not kept. Report this: it is a fault of Menara."
        ),
        "memory": _("The plan needs more memory than this machine has. Choose fewer posts."),
        "crashed": _("Something failed on our side. The fault is recorded; tell the person who operates Menara."),
        "gave_up": _("The worker was stopped several times while it worked on this plan. Make it again."),
        "bad_problem": _("The records contradict one another: %(faults)s."),
    }
    sentence = said.get(record.failure, _("The plan could not be carried out."))
    return sentence % {name: isolated(value) for name, value in facts.items()} if "%(" in sentence else sentence


def conflict(told: Mapping[str, Any]) -> str:
    """One requirement that cannot hold together with the others."""
    about = {name: isolated(value) for name, value in told["about"].items()}
    sentences = {
        "pinned": _("Officer %(officer)s is pinned to the post %(opening)s."),
        "one_post_each": _("Officer %(officer)s can be nominated for one post only."),
        "nominee_limit": _("The post %(opening)s takes at most %(allowed)s nominees."),
        "share_of_women": _("The call %(call)s asks a share of women of %(share)s."),
        "home_unit_cap": _("The unit %(unit)s gives at most %(allowed)s officers."),
    }
    sentence = sentences.get(told["constraint"])
    return sentence % about if sentence else label(labels.CONSTRAINTS, told["constraint"]) or ""


def decided(line: DecisionLine) -> str:
    """A decision in one sentence."""
    facts = {
        "officer": isolated(line.number),
        "post": isolated(line.post_ref),
        "call": isolated(line.call_ref or line.call_id),
        "per_cent": isolated(f"{line.per_cent} %"),
    }
    match line.kind:
        case "pin":
            return _("%(officer)s is pinned to %(post)s") % facts
        case "exclude" if line.post_ref:
            return _("%(officer)s is kept from %(post)s") % facts
        case "exclude":
            return _("%(officer)s is kept from every plan") % facts
        case "waive":
            return _("The share of women of %(call)s is waived") % facts
    return _("The odds of %(officer)s for %(post)s are estimated at %(per_cent)s") % facts
