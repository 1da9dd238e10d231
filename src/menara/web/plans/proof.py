"""What a plan claims and who proves it, and what it changed from the plan before."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from menara.queries.plans import Difference, PlanRecord
from menara.web import labels
from menara.web.labels import label
from menara.web.languages import isolated
from menara.web.plans import words


def proof_of(record: PlanRecord, *, may_see: bool) -> dict[str, Any]:
    """The context of ``parts/proof.html``. The files tell health and conduct: they are for those who ``may_see``."""
    outcome = record.outcome
    by = {
        "prices": _("the recorded prices"),
        "search": _("the solver's search: its claim, not re-checked"),
        "": _("nobody: a gap is left"),
    }
    bound_by = {
        "prices": _("the bound: the recorded prices; a gap is left"),
        "search": _("the bound: the solver's search, its claim; a gap is left"),
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
                "seconds": words.decimals(level["seconds"]),
                "by": by[level["proven_by"]]
                if level["proven_by"]
                else bound_by.get(level.get("bound_by", ""), by[""]),  # plans kept before do not say
            }
            for level in outcome["levels"]
        ],
        "times": _("Screened in %(screen)s s, solved in %(solve)s s, over %(pairs)s eligible pairs.")
        % {
            "screen": isolated(words.decimals(outcome["seconds_screen"])),
            "solve": isolated(words.decimals(outcome["seconds_solve"])),
            "pairs": isolated(outcome["pairs"]),
        },
        "checked": _("The independent checker, which shares no code with the solver, found no constraint broken."),
        "hash": record.input_hash,
        "command": "menara verify plan.json",
        "files": [
            {"label": "plan.json", "url": reverse("plan_file", args=[record.line.id])},
            {"label": "slate.xlsx", "url": reverse("plan_workbook", args=[record.line.id])},
        ]
        if may_see
        else [],
    }


def changes_of(found: Difference, record: PlanRecord) -> list[dict[str, Any]]:
    """The context of ``parts/changes.html``: goals first, then officers."""

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
