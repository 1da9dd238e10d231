"""One officer: what is on file, the open posts, and entering or correcting it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara import facts
from menara.actions.officers import correct_officer, enter_officer
from menara.engines.outcome import Answer
from menara.errors import Refusal
from menara.permissions import may_edit, may_see_sensitive
from menara.queries.officers import OfficerRecord, officer_record
from menara.queries.posts import PostFilter, PostLine, posts
from menara.queries.screening import answers_of_officer
from menara.web import labels
from menara.web.codes import language_name, rank_name, skill_name
from menara.web.days import day_in_words, isolated, years_between
from menara.web.doors import behind_door, today
from menara.web.fields import OFFICER
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.lists import as_number
from menara.web.officers.forms import SHAPE
from menara.web.origins import badge
from menara.web.record_forms import RecordForm
from menara.web.refusals import status_of, told
from menara.web.tenancy import membership


@behind_door()
def officer(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Everything on file of one officer that the reader may see."""
    member = membership(request)
    on = today(member)
    held = officer_record(officer_id=officer_id, sensitive=may_see_sensitive(member))
    answers = answers_of_officer(officer_id=officer_id, on=on)
    open_posts = posts(asked=PostFilter(open_at=timezone.now()), per_page=200).lines
    counted = [answers[post.id] for post in open_posts]
    them = held.officer
    page: dict[str, Any] = {
        "officer": {
            "service_number": them.number,
            "rank": rank_name(them.grade, ladder=f"{them.service}/{them.corps}"),
            "unit": them.home_unit,
            "state": _state(held),
            "provenance": badge(held.origin),
            "edit_url": reverse("officer_correct", args=[officer_id]) if may_edit(member) else None,
        },
        "figures": [
            {"label": _("open posts eligible for"), "value": counted.count(Answer.MET), "url": "#posts"},
            {"label": _("open posts to clarify"), "value": counted.count(Answer.UNKNOWN), "url": "#posts"},
            {"label": _("years of age"), "value": years_between(them.born_on, on) if them.born_on else "–", "url": ""},
            {
                "label": _("years since joining"),
                "value": years_between(them.joined_on, on) if them.joined_on else "–",
                "url": "",
            },
        ],
        "groups": _groups(held, may_see=may_see_sensitive(member)),
        "languages": [_language(one, on) for one in them.languages or ()],
        "skills": [_skill(one) for one in them.skills or ()],
        "posts": [
            _against(officer_id, post, answers[post.id])
            for post in sorted(open_posts, key=lambda post: -answers[post.id])
            if answers[post.id] is not Answer.NOT_MET
        ],
        "barred": [
            _against(officer_id, post, Answer.NOT_MET) for post in open_posts if answers[post.id] is Answer.NOT_MET
        ],
        "steps": [
            {
                "label": label(labels.STAGES, step.stage),
                "note": step.post_ref,
                "url": reverse("nomination", args=[step.id]),
                "when": day_in_words(step.made_at.date()),
                "state": "reached",
            }
            for step in held.nominations
        ],
    }
    return render(request, "officers/officer.html", page)


@behind_door("GET", "POST", may=may_edit)
def enter(request: HttpRequest) -> HttpResponse:
    """Put one officer on the roster."""
    form = RecordForm(SHAPE, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.record is not None:
        try:
            officer_id = enter_officer(officer=form.record, actor=membership(request))
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            return _form(request, form, status=status_of(refusal))
        messages.success(request, _("The officer is on the roster."))
        return redirect("officer", officer_id=officer_id)
    return _form(request, form, status=422 if form.is_bound else 200)


@behind_door("GET", "POST", may=may_edit)
def correct(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Correct one officer, if nobody else did meanwhile."""
    held = officer_record(officer_id=officer_id, sensitive=True)
    form = RecordForm(SHAPE, request.POST or None, record=held.officer)
    version = as_number(request.POST.get("version", "")) or 0 if request.method == "POST" else held.version
    if request.method == "POST" and form.is_valid() and form.record is not None:
        try:
            correct_officer(officer_id=officer_id, version=version, officer=form.record, actor=membership(request))
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            return _form(request, form, held=held, version=version, status=status_of(refusal))
        messages.success(request, _("The correction is saved."))
        return redirect("officer", officer_id=officer_id)
    return _form(request, form, held=held, version=version, status=422 if form.is_bound else 200)


def _form(
    request: HttpRequest,
    form: RecordForm[Any],
    *,
    held: OfficerRecord | None = None,
    version: int = 0,
    status: int = 200,
) -> HttpResponse:
    page: dict[str, Any] = {
        "title": _("Correct the record") if held else _("Enter an officer"),
        "kicker": held.officer.number if held else "",
        "standfirst": _("Blank means not known. Nothing is guessed; all faults are told at once."),
        "provenance": badge(held.origin) if held else None,
        "form": form,
        "groups": form.groups(),
        "version": version if held else None,
        "save_label": _("Save the correction") if held else _("Put the officer on the roster"),
        "cancel_url": reverse("officer", args=[held.id]) if held else reverse("officers"),
    }
    return render(request, "form.html", page, status=status)


# --- what is shown ----------------------------------------------------------------------------------------------------


def _against(officer_id: int, post: PostLine, answer: Answer) -> dict[str, Any]:
    return {
        "against_url": reverse("against", args=[officer_id, post.id]),
        "title": spoken(post.title, fallback=post.ref),
        "level": post.level,
        "place": post.mission,
        "answer": answer.name.lower(),
    }


def _state(held: OfficerRecord) -> dict[str, str]:
    live = next((n for n in held.nominations), None)
    if live:
        return {"tone": "going", "label": label(labels.STAGES, live.stage) or ""}
    return {"tone": "quiet", "label": _("on the roster")}


def _groups(held: OfficerRecord, *, may_see: bool) -> list[dict[str, Any]]:
    them = held.officer
    hidden = {"value": _("kept from your role"), "mark": ""}

    def facts_of(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
        return [{"label": OFFICER[name], "value": value, "mark": ""} for name, value in pairs]

    sensitive = facts_of(
        ("medical", label(labels.MEDICAL, them.medical)),
        ("medical_until", _day(them.medical_until)),
        ("vaccinated", _truth(them.vaccinated)),
        ("conduct", label(labels.CONDUCT, them.conduct)),
        ("repatriated", _truth(them.repatriated)),
    )
    return [
        {
            "title": _("Service"),
            "facts": facts_of(
                ("service", them.service),
                ("corps", them.corps),
                ("grade", rank_name(them.grade, ladder=f"{them.service}/{them.corps}")),
                ("home_unit", them.home_unit),
                ("unit_strength", them.unit_strength),
                ("status", label(labels.SERVICE, them.status)),
                ("joined_on", _day(them.joined_on)),
                ("training_months", them.training_months),
                ("missions_served", them.missions_served),
                ("last_mission_ended_on", _day(them.last_mission_ended_on)),
            ),
        },
        {
            "title": _("Person"),
            "facts": facts_of(
                ("nationality", them.nationality),
                ("sex", None if them.woman is None else str(labels.SEXES["f" if them.woman else "m"])),
                ("born_on", _day(them.born_on)),
                ("education", label(labels.EDUCATION, them.education)),
                ("academy_diploma", _truth(them.academy_diploma)),
            ),
        },
        {
            "title": _("Papers"),
            "facts": facts_of(
                ("passport_until", _day(them.passport_until)),
                ("licensed_on", _day(them.licensed_on)),
                ("driving_months", them.driving_months),
                ("firearms_tested", _truth(them.firearms_tested)),
                ("firearms_passed_on", _day(them.firearms_passed_on)),
                ("state_certificate_on", _day(them.state_certificate_on)),
                ("self_attestation_on", _day(them.self_attestation_on)),
            ),
        },
        {
            "title": _("Health and conduct"),
            "facts": sensitive if may_see else [{**one, **hidden} for one in sensitive],
        },
        {
            "title": _("Availability"),
            "facts": facts_of(
                ("available_from", _day(them.available_from)),
                ("available_until", _day(them.available_until)),
                ("release_consent", _truth(them.release_consent)),
                ("assignments", _assignments(held)),
                ("excluded_missions", " · ".join(them.excluded_missions)),
                ("modalities", " · ".join(label(labels.MODALITIES, m) or m for m in them.modalities)),
            ),
        },
    ]


def _assignments(held: OfficerRecord) -> str | None:
    if held.officer.assignments is None:
        return None
    if not held.officer.assignments:
        return _("none")
    return " · ".join(
        _("%(name)s, %(first)s to %(last)s")
        % {
            "name": isolated(one.name),
            "first": isolated(day_in_words(one.starts_on)),
            "last": isolated(day_in_words(one.ends_on)),
        }
        for one in held.officer.assignments
    )


def _language(held: Any, on: Any) -> dict[str, Any]:
    is_tested = held.ams_score is not None
    has_ended = held.ams_until is not None and held.ams_until <= on
    return {
        "name": language_name(held.code),
        "level": label(labels.LEVELS, held.level) or "",
        "test": _("Assessment for Mission Service") if is_tested else "",
        "result": f"{held.ams_score} %" if is_tested else "",
        "tested_on": held.ams_on,
        "expires_on": held.ams_until,
        "state": {"tone": "bad", "label": _("expired")}
        if has_ended
        else {"tone": "good", "label": _("tested")}
        if is_tested
        else {"tone": "quiet", "label": _("not tested")},
    }


def _skill(held: Any) -> dict[str, Any]:
    known = facts.skills().get(held.code)
    return {
        "name": skill_name(held.code),
        "stream": label(labels.STREAMS, known.stream) if known else "",
        "level": held.level,
        "years": "" if held.years is None else held.years,
        "last_used": held.last_used or "",
    }


def _day(on: Any) -> str | None:
    return day_in_words(on) if on else None


def _truth(value: bool | None) -> str | None:
    return None if value is None else str(labels.YES_NO[value])
