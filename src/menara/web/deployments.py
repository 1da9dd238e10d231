"""Nominations: the list, one nomination, and the answer that comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.deployments import ANSWERS, record_answer, record_step
from menara.errors import Refusal
from menara.permissions import may_record_answer
from menara.queries.deployments import NominationLine, NominationRecord, nomination_record, nominations
from menara.queries.thread import golden_thread
from menara.terms import Stage
from menara.web import labels
from menara.web.codes import rank_name
from menara.web.days import day_in_words
from menara.web.doors import behind_door, today
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.lists import Asked, Filter, column, filters_in, table_file
from menara.web.origins import badge
from menara.web.refusals import status_of, told
from menara.web.tenancy import membership
from menara.web.threads import thread_of

TONES: Mapping[Stage, str] = {
    **dict.fromkeys((Stage.SELECTED, Stage.DEPLOYED, Stage.INDUCTED, Stage.HOME, Stage.DEBRIEFED), "good"),
    **dict.fromkeys((Stage.NOT_SELECTED, Stage.CLEARANCE_EXPIRED, Stage.POST_ABOLISHED), "bad"),
    Stage.RESERVE: "wait",
    **dict.fromkeys((Stage.WITHDRAWN_BY_STATE, Stage.POST_FROZEN), "quiet"),
}
GROUPS: Mapping[str, tuple[Stage, ...]] = {
    "waiting": (Stage.NOMINATED, Stage.REGISTERED, Stage.DESK_REVIEW, Stage.INTERVIEW),
    "selection": (Stage.SELECTED, Stage.VETTING, Stage.MEDICAL, Stage.TRAVEL),
    "deployment": (Stage.INDUCTED, Stage.DEPLOYED),
    "result": (Stage.END_OF_TOUR, Stage.REPATRIATED, Stage.DEBRIEFED, Stage.HOME),
    "reserve": (Stage.RESERVE,),
    "not_selected": (Stage.NOT_SELECTED,),
}


@behind_door()
def nomination_list(request: HttpRequest) -> HttpResponse:
    """Every officer presented, and where each stands."""
    asked = Asked(request)
    found = _wanted(asked)
    page: dict[str, Any] = {
        **filters_in(asked, _filters(), kept=("call", "post", "plan")),
        "columns": [
            column(asked, _("Officer")),
            column(asked, _("Post")),
            column(asked, _("Stage")),
            column(asked, _("Note verbale")),
            column(asked, _("Nominated on")),
            column(asked, _("Record")),
        ],
        "nominations": [_row(line) for line in found],
        "total": len(found),
        "pages": {"first": 1 if found else 0, "last": len(found), "total": len(found), "links": []},
        "exports": [
            {"label": kind.upper(), "url": asked.at(reverse("nominations_export", args=[kind]))}
            for kind in ("csv", "xlsx")
        ],
        "empty": {
            "title": _("No nomination"),
            "reason": _("Nominations come of a plan that an approver accepts."),
            "url": asked.path if asked.query else reverse("plans"),
            "action": _("Show all nominations") if asked.query else _("Go to the plans"),
        },
    }
    return render(request, "deployments/nomination_list.html", page)


@behind_door()
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly the nominations that the address asks for."""
    header = [
        _("Officer"),
        _("Rank"),
        _("Unit"),
        _("Post"),
        _("Title"),
        _("Stage"),
        _("Note verbale"),
        _("Nominated on"),
    ]
    rows = [
        (
            line.number,
            line.grade,
            line.home_unit,
            line.post_ref,
            spoken(line.post_title),
            label(labels.STAGES, line.stage),
            line.note_verbale,
            line.made_at.date(),
        )
        for line in _wanted(Asked(request))
    ]
    return table_file(name="nominations", kind=kind, header=header, rows=rows)


class StepForm(forms.Form):
    """Which stage follows, on which day, by which document."""

    stage = forms.ChoiceField(label=gettext_lazy("What came back"), widget=forms.RadioSelect)
    happened_on = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    document = forms.CharField(
        label=gettext_lazy("Document"),
        required=False,
        help_text=gettext_lazy("Its reference; an answer needs one."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        help_text=gettext_lazy("Needed where the officer was not selected; “none given” is a reason too."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, stages: tuple[Stage, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        if not set(stages) & set(ANSWERS):
            self.fields["stage"].label = _("What happened")
        answers_first = sorted(stages, key=lambda stage: stage not in ANSWERS)
        self.fields["stage"].choices = [(s.value, labels.STAGES[s]) for s in answers_first]  # type: ignore[attr-defined]


@behind_door("GET", "POST")
def nomination(request: HttpRequest, nomination_id: int) -> HttpResponse:
    """One nomination with every step so far, and the form of the next."""
    member = membership(request)
    held = nomination_record(nomination_id=nomination_id)
    may = may_record_answer(member) and bool(held.next_stages)
    initial = {"happened_on": today(member), "version": held.line.version}
    form = StepForm(request.POST or None, stages=held.next_stages, initial=initial) if may else None
    status = 422 if form is not None and form.is_bound else 200
    if request.method == "POST" and (form is None or form.is_valid()):
        given = form.cleaned_data if form is not None else {}
        try:
            _record(nomination_id, held, given, request)
        except Refusal as refusal:
            if form is None:
                raise
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The step is on record."))
            return redirect("nomination", nomination_id=nomination_id)
    return render(request, "deployments/nomination.html", _page(held, form), status=status)


def _record(nomination_id: int, held: NominationRecord, given: Mapping[str, Any], request: HttpRequest) -> None:
    member = membership(request)
    stage = Stage(given.get("stage") or held.line.stage)
    record = record_answer if stage in ANSWERS else record_step
    record(
        nomination_id=nomination_id,
        version=given.get("version", 0),
        stage=stage,
        happened_on=given.get("happened_on") or today(member),
        document=given.get("document", ""),
        reason=given.get("reason", ""),
        actor=member,
        now=timezone.now(),
    )


def _page(held: NominationRecord, form: StepForm | None) -> dict[str, Any]:
    line = held.line
    return {
        "thread": thread_of(golden_thread(level="nomination", record_id=line.id)),
        "nomination": {
            **_row(line),
            "officer_url": reverse("officer", args=[line.officer_id]),
            "against_url": reverse("against", args=[line.officer_id, line.post_id]),
            "package_url": reverse("package", args=[line.plan_id]) if line.plan_id else None,
        },
        "form": form,
        "is_waiting": line.stage in GROUPS["waiting"],
        "steps": [
            {
                "label": label(labels.STAGES, step.to_stage),
                "note": " · ".join(filter(None, [step.document, step.reason, step.by])),
                "when": day_in_words(step.happened_on),
                "state": "here" if step is held.steps[-1] else "reached",
            }
            for step in held.steps
        ],
        "ahead": [label(labels.STAGES, stage) for stage in held.next_stages],
    }


def _row(line: NominationLine) -> dict[str, Any]:
    return {
        "url": reverse("nomination", args=[line.id]),
        "service_number": line.number,
        "rank": rank_name(line.grade),
        "unit": line.home_unit,
        "post": spoken(line.post_title, fallback=line.post_ref),
        "post_ref": line.post_ref,
        "post_url": reverse("post", args=[line.post_id]),
        "position": line.position + 1,
        "state": {"tone": TONES.get(line.stage, "going"), "label": label(labels.STAGES, line.stage)},
        "reference": line.note_verbale,
        "sent_on": line.made_at.date(),
        "provenance": badge(line.provenance),
    }


def _wanted(asked: Asked) -> list[NominationLine]:
    stages = GROUPS.get(asked.text("at"))
    text = asked.text("q").casefold()
    return [
        line
        for line in nominations(
            plan_id=asked.number("plan"), call_id=asked.number("call"), post_id=asked.number("post")
        )
        if (stages is None or line.stage in stages)
        and (not text or text in f"{line.number} {line.post_ref} {line.note_verbale}".casefold())
    ]


def _filters() -> list[Filter]:
    words = {
        "waiting": _("waiting for an answer"),
        "selection": _("selected, on the way"),
        "deployment": _("in the field"),
        "result": _("tour ended"),
        "reserve": _("in reserve"),
        "not_selected": _("not selected"),
    }
    return [
        Filter(name="q", label=_("Search")),
        Filter(name="at", label=_("Where they stand"), kind="choice", options=[("", _("All")), *words.items()]),
    ]
