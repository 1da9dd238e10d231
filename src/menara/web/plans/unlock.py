"""What would fill more posts of a plan: steps of officers, ranked, as a what-if that keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from menara.engines.eligibility.steps import Step, StepKind
from menara.permissions import may_see_sensitive
from menara.queries.plans import plan_record
from menara.queries.unlock import SENSITIVE_KINDS, Unlocked, unlocked
from menara.sentences import kind_sentence, step_sentence
from menara.web.codes import rank_name
from menara.web.doors import behind_door
from menara.web.findings import speak
from menara.web.languages import isolated, spoken
from menara.web.lists import Asked
from menara.web.plans.losses import changes_of
from menara.web.tenancy import membership

AT_ONCE, LONGER = 6, 45  # seconds of solving again for a page, and for who asks for more
MOST_COST, MOST_BUDGET = 10**9, 10**12
USUAL = frozenset(StepKind) - {  # what the home service decides is asked for by whoever wants it
    StepKind.RELEASE, StepKind.OFFER, StepKind.AVAILABILITY, StepKind.RELIEF, StepKind.NO_LONGER_WITHHELD,
}  # fmt: skip


class StepsForm(forms.Form):
    """Which kinds of steps, what each costs an officer, and how much there is to spend."""

    budget = forms.IntegerField(
        label=gettext_lazy("Budget"),
        help_text=gettext_lazy("In the same money as the costs. Then the best set of steps within it is sought."),
        required=False,
        min_value=0,
        max_value=MOST_BUDGET,
    )

    def __init__(self, kinds: list[StepKind], data: QueryDict | None) -> None:
        super().__init__(data, auto_id="%s")
        self.kinds = kinds
        for kind in kinds:
            self.fields[f"cost_{kind}"] = forms.IntegerField(
                label=speak(kind_sentence(kind)), required=False, min_value=0, max_value=MOST_COST
            )

    def rows(self, chosen: set[StepKind]) -> list[dict[str, Any]]:
        return [
            {
                "kind": kind.value,
                "label": speak(kind_sentence(kind)),
                "is_chosen": kind in chosen,
                "cost": self[f"cost_{kind}"],
            }
            for kind in self.kinds
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("budget") is not None and not self.errors and not self.costs():
            self.add_error("budget", _("A budget needs the cost of at least one kind of step."))
        return given

    def costs(self) -> Mapping[str, int]:
        told = {kind.value: self.cleaned_data.get(f"cost_{kind}") for kind in self.kinds}
        return {name: cost for name, cost in told.items() if cost is not None}


@behind_door()
def page(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Steps that fill more posts, the best first: exactly where there was time, at most elsewhere."""
    record = plan_record(plan_id=plan_id)
    if not record.line.status.has_slate or not record.outcome.get("levels"):
        return redirect("plan", plan_id=plan_id)
    asked = Asked(request)
    may_see = may_see_sensitive(membership(request))
    kinds = [kind for kind in StepKind if may_see or kind not in SENSITIVE_KINDS]
    chosen = {kind for kind in kinds if kind in request.GET.getlist("kind")} or {k for k in kinds if k in USUAL}
    form = StepsForm(kinds, request.GET or None)
    if form.is_bound and not form.is_valid():
        return render(request, "plans/unlock.html", _page(record.line.name, plan_id, form, chosen), status=422)
    costs, budget = (form.costs(), form.cleaned_data["budget"]) if form.is_bound else ({}, None)
    seconds = min(asked.number("seconds") or AT_ONCE, LONGER)
    seen = unlocked(plan_id=plan_id, kinds=chosen, costs=costs, budget=budget, seconds=float(seconds))
    context = _page(record.line.name, plan_id, form, chosen) | {
        "is_asked": True,
        "is_budget": budget is not None,
        "is_complete": seen.found.complete,
        "has_costs": bool(costs),
        "programmes": [_programme(seen, one) for one in seen.found.programmes if one.values is not None],
        "priced": [_priced(seen, one) for one in seen.found.programmes if one.values is None],
        "longer_url": asked.with_(seconds=LONGER) if seconds < LONGER and not seen.found.complete else None,
        "longer": LONGER,
    }
    return render(request, "plans/unlock.html", context)


def _page(name: str, plan_id: int, form: StepsForm, chosen: set[StepKind]) -> dict[str, Any]:
    return {
        "plan": {"name": name, "url": reverse("plan", args=[plan_id])},
        "form": form,
        "kinds": form.rows(chosen),
        "kinds_chosen": len(chosen),
        "has_hidden_kinds": len(form.kinds) < len(StepKind),
    }


def _programme(seen: Unlocked, one: Any) -> dict[str, Any]:
    """A programme that was solved again."""
    gain = seen.found.gain(one)
    word, tone = (_("exactly"), "good") if one.exact else (_("at least"), "wait")
    return {
        "step": "" if one.step is None else speak(step_sentence(one.step)),
        "whole": {
            "state": {"tone": tone, "label": word},
            "changes": changes_of(tuple(-g for g in gain), unit=seen.found.unit),
            "note": "",
        },
        "needed": len(one.taken),
        "needed_note": _of_so_many(one.candidates),
        "is_fewest": one.fewest,
        "cost": None if one.cost is None else number_format(one.cost, force_grouping=True),
        "officers": [_taken(seen, taken) for taken in one.taken],
    }


def _of_so_many(candidates: int) -> str:
    said = ngettext("of %(count)s who lacks only this", "of %(count)s who lack only this", candidates)
    return said % {"count": isolated(candidates)}


def _taken(seen: Unlocked, taken: Any) -> dict[str, Any]:
    officer, own = seen.people.officers[taken.officer], seen.people.ids.get(taken.officer)
    post = next((post for post in seen.plan.posts if post.ref == taken.opening), None)
    return {
        "number": taken.officer,
        "url": reverse("officer", args=[own]) if own else None,
        "summary": " · ".join(
            filter(
                None,
                [
                    isolated(rank_name(officer.grade, ladder=f"{officer.service}/{officer.corps}"))
                    if officer.grade
                    else "",
                    isolated(officer.home_unit) if officer.home_unit else "",
                ],
            )
        ),
        "now": _now(seen, taken),
        "step": speak(step_sentence(taken.step)),
        "cost": None if taken.cost is None else number_format(taken.cost, force_grouping=True),
        "post": None
        if post is None
        else {
            "title": spoken(post.title, fallback=post.ref),
            "ref": post.ref,
            "url": reverse("against", args=[own, post.id]) if own else None,
        },
    }


def _now(seen: Unlocked, taken: Any) -> str:
    """How far the officer is today, where the step is one of many."""
    step: Step = taken.step
    officer = seen.people.officers[taken.officer]
    if step.kind in (StepKind.LANGUAGE_COURSE, StepKind.LANGUAGE_TEST):
        held = next((item for item in officer.languages or () if item.code == step.about), None)
        if step.kind is StepKind.LANGUAGE_TEST:
            score = None if held is None else held.ams_score
            return _("no result yet") if score is None else _("now %(now)s") % {"now": isolated(f"{score} %")}
        level = None if held is None else held.level
        return _("not spoken yet") if level is None else _("now %(now)s") % {"now": isolated(level.name)}
    if step.kind is StepKind.SKILL_COURSE:
        skill = next((item for item in officer.skills or () if item.code == step.about), None)
        return _("new to it") if skill is None else _("now level %(now)s") % {"now": isolated(skill.level)}
    return ""


def _priced(seen: Unlocked, one: Any) -> dict[str, Any]:
    """A programme that only prices speak of: the first level it may raise; what follows below says little."""
    gain = seen.found.gain(one)
    first = next((k for k, g in enumerate(gain) if g), 0)
    return {
        "step": speak(step_sentence(one.step)),
        "candidates": number_format(one.candidates, force_grouping=True),
        "whole": {
            "state": {"tone": "wait", "label": _("at most")},
            "changes": changes_of(tuple(-g if k == first else 0 for k, g in enumerate(gain)), unit=seen.found.unit),
            "note": "",
        },
    }
