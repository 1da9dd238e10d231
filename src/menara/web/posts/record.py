"""One post: what it asks, as posted, who could be presented; entering and correcting it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menara.actions.posts import correct_post, enter_post
from menara.engines.eligibility.opening import LanguageAsked, SkillAsked
from menara.errors import Refusal
from menara.permissions import may_edit, may_plan
from menara.queries.posts import PostRecord, post_record
from menara.queries.screening import best_for, rules_barring, standings
from menara.queries.thread import golden_thread
from menara.terms import Modality
from menara.web import labels
from menara.web.codes import language_name, rank_name, skill_name
from menara.web.days import day_in_words, instant_in_words
from menara.web.doors import behind_door, today
from menara.web.fields import POST
from menara.web.findings import why_not
from menara.web.labels import label
from menara.web.languages import isolated
from menara.web.lists import as_number
from menara.web.origins import badge
from menara.web.posts.forms import SHAPE
from menara.web.posts.lists import post_row
from menara.web.record_forms import RecordForm
from menara.web.refusals import status_of, told
from menara.web.templatetags.menara import share
from menara.web.tenancy import membership
from menara.web.threads import thread_of

SHOWN = 8  # of the best officers


@behind_door()
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """What the post asks, with the words it was posted in, and whom one could present."""
    member = membership(request)
    on = today(member)
    held = post_record(post_id=post_id)
    row = post_row(held.line, standings(on=on), on)
    best = best_for(post_id=post_id, on=on, at_most=SHOWN)
    is_for_individuals = held.opening.modality is not Modality.FPU
    page: dict[str, Any] = {
        "thread": thread_of(golden_thread(level="call", record_id=held.line.call_id)),
        "post": {
            **row,
            "as_posted": held.opening.as_posted,
            "as_posted_language": "",
            "call": held.line.call_ref or _("the call of this post"),
            "call_url": reverse("call", args=[held.line.call_id]),
            "edit_url": reverse("post_correct", args=[post_id]) if may_edit(member) else None,
            "plan_url": f"{reverse('plan_new')}?post={post_id}" if may_plan(member) and is_for_individuals else None,
        },
        "figures": [
            {"label": _("eligible"), "value": row["eligible"], "url": row["eligible_url"]},
            {"label": _("to clarify"), "value": row["unknown"], "url": row["unknown_url"]},
            {"label": _("not eligible"), "value": row["barred"], "url": row["barred_url"]},
            {"label": _("nominations allowed"), "value": held.opening.max_nominations or "–", "url": ""},
        ],
        "requirements": requirements(held),
        "candidates": [
            {
                "url": reverse("officer", args=[one.officer_id]),
                "against_url": reverse("against", args=[one.officer_id, post_id]),
                "service_number": one.number,
                "odds": one.odds,
                "quality": one.quality,
            }
            for one in best
        ],
        "candidates_all_url": f"{reverse('officers')}?post={post_id}",
        "rules": _rules(post_id, on),
        "exclusions": held.opening.nationality_exclusions,
    }
    return render(request, "posts/post.html", page)


@behind_door("GET", "POST", may=may_edit)
def enter(request: HttpRequest) -> HttpResponse:
    """Put one post on record."""
    form = RecordForm(SHAPE, request.POST or None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid() and form.record is not None:
        try:
            post_id = enter_post(opening=form.record, actor=membership(request))
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The post is on record."))
            return redirect("post", post_id=post_id)
    return _form(request, form, status=status)


@behind_door("GET", "POST", may=may_edit)
def correct(request: HttpRequest, post_id: int) -> HttpResponse:
    """Correct one post, if nobody else did meanwhile."""
    held = post_record(post_id=post_id)
    form = RecordForm(SHAPE, request.POST or None, record=held.opening)
    version = as_number(request.POST.get("version", "")) or 0 if request.method == "POST" else held.version
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid() and form.record is not None:
        try:
            correct_post(post_id=post_id, version=version, opening=form.record, actor=membership(request))
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The correction is saved."))
            return redirect("post", post_id=post_id)
    return _form(request, form, held=held, version=version, status=status)


def _form(
    request: HttpRequest, form: RecordForm[Any], *, status: int, held: PostRecord | None = None, version: int = 0
) -> HttpResponse:
    page: dict[str, Any] = {
        "title": _("Correct the post") if held else _("Enter a post"),
        "kicker": held.line.ref if held else "",
        "standfirst": _("Blank means not stated. Nothing is guessed; all faults are told at once."),
        "provenance": badge(held.line.origin) if held else None,
        "form": form,
        "groups": form.groups(),
        "version": version if held else None,
        "save_label": _("Save the correction") if held else _("Put the post on record"),
        "cancel_url": reverse("post", args=[held.line.id]) if held else reverse("posts"),
    }
    return render(request, "form.html", page, status=status)


# --- what is asked, in words ------------------------------------------------------------------------------------------


def requirements(held: PostRecord) -> list[dict[str, Any]]:
    """The requirements in groups, blanks left blank, each with the record's mark."""
    asked, mark = held.opening, held.line.origin.mark

    def facts_of(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
        return [
            {"label": POST[name], "value": value, "mark": mark if value not in (None, "") else ""}
            for name, value in pairs
        ]

    return [
        {
            "title": _("Conditions"),
            "facts": facts_of(
                ("modality", label(labels.MODALITIES, asked.modality)),
                ("level", asked.level),
                ("positions", asked.positions),
                ("vacancy_state", label(labels.VACANCIES, asked.vacancy_state)),
                ("start", day_in_words(asked.start) if asked.start else None),
                ("tour_months", asked.tour_months),
                ("extendable", _truth(asked.extendable)),
                ("armed", _truth(asked.armed)),
                ("driving", _truth(asked.driving)),
                ("critical", _truth(asked.critical)),
            ),
        },
        {
            "title": _("Career"),
            "facts": facts_of(
                ("rank_min", _ranks(asked.rank_min)),
                ("education", label(labels.EDUCATION, asked.education)),
                ("years_total", asked.years_total),
                ("years_specific", asked.years_specific),
                ("specific_skill", skill_name(asked.specific_skill) if asked.specific_skill else None),
                ("stream", label(labels.STREAMS, asked.stream)),
            ),
        },
        {
            "title": _("Languages and skills"),
            "facts": [
                *({"label": language_name(one.code), "value": _language(one), "mark": mark} for one in asked.languages),
                *({"label": skill_name(one.code), "value": _skill(one), "mark": mark} for one in asked.skills),
            ],
        },
        {
            "title": _("The call"),
            "facts": facts_of(
                ("org", asked.org),
                ("deadline", instant_in_words(asked.deadline) if asked.deadline else None),
                ("max_nominations", asked.max_nominations),
                ("female_target", share(asked.female_target) or None),
                ("seen_on", day_in_words(asked.seen_on) if asked.seen_on else None),
            ),
        },
    ]


def _language(asked: LanguageAsked) -> str:
    level = f"{asked.score} %" if asked.score is not None else label(labels.LEVELS, asked.level) or ""
    return " · ".join(
        filter(
            None, [label(labels.TESTS, asked.test), isolated(level) if level else "", label(labels.NEEDS, asked.need)]
        )
    )


def _skill(asked: SkillAsked) -> str:
    return _("level %(level)s of 4 · %(need)s") % {
        "level": isolated(asked.level),
        "need": label(labels.NEEDS, asked.need),
    }


def _ranks(asked: Any) -> str | None:
    return (
        " · ".join(
            f"{isolated(ladder)}: {isolated(rank_name(grade, ladder=ladder))}" for ladder, grade in asked.items()
        )
        or None
    )


def _truth(value: bool | None) -> str | None:
    return None if value is None else str(labels.YES_NO[value])


def _rules(post_id: int, on: Any) -> list[dict[str, Any]]:
    counted = rules_barring(post_id=post_id, on=on)
    return [
        {"rule": why_not(name), "barred": barred, "unknown": unknown}
        for name, (barred, unknown) in sorted(counted.items(), key=lambda item: -sum(item[1]))
        if barred or unknown
    ]
