"""The roster with its filters, and the same rows as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from menara import facts
from menara.engines.outcome import Answer
from menara.exports.records import officers_file
from menara.permissions import may_edit, may_see_sensitive
from menara.queries.officers import as_engine_officers
from menara.queries.posts import PostLine, post_record
from menara.queries.roster import (
    MISSING,
    ORDERS,
    RosterFilter,
    RosterLine,
    roster_choices,
    roster_numbers,
    roster_summary,
)
from menara.queries.roster import roster as roster_page
from menara.queries.screening import answers_to_post, officers_answering
from menara.terms import Modality, Provenance
from menara.web.codes import language_name, rank_name, skill_name
from menara.web.days import day_in_words, isolated, years_between
from menara.web.doors import behind_door, today
from menara.web.labels import LEVELS, MODALITIES, PROVENANCE, choices, label
from menara.web.labels import MISSING as MISSING_WORDS
from menara.web.languages import spoken
from menara.web.lists import Asked, Filter, attachment, column, exports_at, filters_in, pages_of
from menara.web.origins import badge
from menara.web.tenancy import membership

ANSWERS = {"met": Answer.MET, "unknown": Answer.UNKNOWN, "not_met": Answer.NOT_MET}


@behind_door()
def roster(request: HttpRequest) -> HttpResponse:
    """One page of the officers that the address asks for."""
    member, asked = membership(request), Asked(request)
    on = today(member)
    order = asked.order(ORDERS, default="number")
    wanted = _wanted(asked, on)
    found = roster_page(asked=wanted, on=on, page=asked.page(), order=order)
    post = post_record(post_id=wanted_post).line if (wanted_post := asked.number("post")) else None
    answers = answers_to_post(post_id=post.id, on=on) if post else {}
    page: dict[str, Any] = {
        "figures": _figures(on),
        **filters_in(asked, _filters(post), kept=("order", "post")),
        "columns": _columns(asked, order, post),
        "officers": [_row(line, on, post, answers) for line in found.lines],
        "post": {"title": spoken(post.title), "url": reverse("post", args=[post.id])} if post else None,
        "total": found.total,
        "pages": pages_of(asked, found),
        "exports": exports_at(asked, {kind.upper(): reverse("officers_export", args=[kind]) for kind in KINDS}),
        "empty": _empty(asked),
        "add_url": reverse("officer_enter") if may_edit(member) else None,
        "import_url": reverse("officers_import") if may_edit(member) else None,
    }
    return render(request, "officers/roster.html", page)


KINDS = ("csv", "xlsx")


@behind_door()
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly the rows that the address asks for, all pages, in its order, with the columns an import reads."""
    member, asked = membership(request), Asked(request)
    numbers = roster_numbers(asked=_wanted(asked, today(member)), order=asked.order(ORDERS, default="number"))
    held = {o.number: o for o in as_engine_officers(numbers, sensitive=may_see_sensitive(member))}
    return attachment(officers_file([held[n] for n in numbers], kind=kind), name="officers", kind=kind)


# --- what is asked ----------------------------------------------------------------------------------------------------


def _wanted(asked: Asked, on: date) -> RosterFilter:
    post_id, answer = asked.number("post"), ANSWERS.get(asked.text("answer"))
    among = officers_answering(post_id=post_id, answer=answer, on=on) if post_id and answer is not None else None
    return RosterFilter(
        text=asked.text("q"),
        unit=asked.text("unit"),
        corps=asked.text("corps"),
        grade=asked.text("grade"),
        woman=asked.truth("woman"),
        language=asked.text("language"),
        tested_on=asked.day("tested_on"),
        skill=asked.text("skill"),
        skill_level=min(asked.number("skill_level") or 1, 4),
        modality=asked.text("modality"),
        missing=asked.text("missing"),
        free_on=asked.day("free_on"),
        provenance=asked.text("provenance"),
        among=among,
    )


def _filters(post: PostLine | None) -> list[Filter]:
    held = roster_choices()
    every = [("", _("All"))]

    def counted(name: str, word: Any) -> list[tuple[str, str]]:
        return every + [(value, f"{word(value)} ({isolated(count)})") for value, count in held[name]]

    narrowed = [
        Filter(
            name="answer",
            label=_("Against the post"),
            kind="choice",
            options=[
                *every,
                ("met", pgettext("an officer for a post", "Eligible")),
                ("unknown", pgettext("an officer for a post", "To clarify")),
                ("not_met", pgettext("an officer for a post", "Not eligible")),
            ],
        )
    ]
    return [
        Filter(name="q", label=_("Search")),
        *(narrowed if post else []),
        Filter(name="unit", label=_("Unit"), kind="choice", options=counted("unit", str)),
        Filter(name="grade", label=_("Rank"), kind="choice", options=counted("grade", rank_name)),
        Filter(
            name="woman",
            label=_("Women and men"),
            kind="choice",
            options=[*every, ("yes", _("Women")), ("no", _("Men"))],
        ),
        Filter(name="language", label=_("Language"), kind="choice", options=counted("language", language_name)),
        Filter(name="tested_on", label=_("Test valid on"), kind="day"),
        Filter(name="skill", label=_("Skill"), kind="choice", options=counted("skill", skill_name)),
        Filter(name="free_on", label=_("Available on"), kind="day"),
        Filter(
            name="missing",
            label=_("Missing papers"),
            kind="choice",
            options=[*every, ("any", _("Any")), *((name, label(MISSING_WORDS, name) or name) for name in MISSING)],
        ),
        Filter(
            name="modality",
            label=_("Willing to serve as"),
            kind="choice",
            options=[*every, *((v, str(w)) for v, w in choices(MODALITIES) if v != Modality.FPU)],
        ),
        Filter(
            name="provenance",
            label=_("Record"),
            kind="choice",
            options=[*every, *((v, str(w)) for v, w in choices(PROVENANCE))],
        ),
    ]


def _columns(asked: Asked, order: str, post: PostLine | None) -> list[dict[str, Any]]:
    answer = [column(asked, _("Answer"))] if post else []
    return [
        column(asked, _("Officer"), by="number", order=order),
        *answer,
        column(asked, _("Rank"), by="grade", order=order),
        column(asked, _("Unit"), by="unit", order=order),
        # The older was born earlier: by age is by birth turned round.
        column(asked, _("Age"), by="born", order=order, is_number=True),
        column(asked, _("Languages")),
        column(asked, _("Assessment")),
        column(asked, _("Available")),
        column(asked, _("Papers")),
        column(asked, _("Record")),
    ]


# --- what is shown ----------------------------------------------------------------------------------------------------


def _figures(on: date) -> list[dict[str, Any]]:
    summary, here = roster_summary(on=on), reverse("officers")
    tested = [
        {
            "label": _("tested in %(language)s") % {"language": language_name(code)},
            "value": count,
            "url": f"{here}?language={code}&tested_on={on.isoformat()}",
        }
        for code, count in sorted(summary.tested.items())
        if code in facts.languages()
    ]
    return [
        {"label": _("on the roster"), "value": summary.officers, "url": here},
        {"label": _("women"), "value": summary.women, "url": f"{here}?woman=yes"},
        *tested,
        {"label": _("with papers missing"), "value": summary.missing, "url": f"{here}?missing=any"},
        {
            "label": _("synthetic records"),
            "value": summary.synthetic,
            "url": f"{here}?provenance={Provenance.SYNTHETIC}",
        },
    ]


def _row(line: RosterLine, on: date, post: PostLine | None, answers: Mapping[int, Answer]) -> dict[str, Any]:
    tested = sorted(held.tested_until for held in line.languages if held.tested_until and held.tested_until > on)
    return {
        "url": reverse("officer", args=[line.id]),
        "against_url": reverse("against", args=[line.id, post.id]) if post else None,
        "answer": answers[line.id].name.lower() if post else None,
        "service_number": line.number,
        "rank": rank_name(line.grade, ladder=f"{line.service}/{line.corps}"),
        "corps": line.corps,
        "unit": line.home_unit,
        "age": years_between(line.born_on, on) if line.born_on else "",
        "languages": [_language(held.code, held.level) for held in line.languages],
        "tests": {"tone": "good", "label": _("until %(day)s") % {"day": isolated(day_in_words(tested[-1]))}}
        if tested
        else {"tone": "wait", "label": _("no valid test")},
        "availability": {
            "tone": "going",
            "label": _("promised until %(day)s") % {"day": isolated(day_in_words(line.promised_until))},
        }
        if line.promised_until
        else {"tone": "good", "label": _("not promised")},
        "papers": {
            "tone": "wait",
            "label": _("missing: %(count)s") % {"count": isolated(len(line.missing))},
        }
        if line.missing
        else {"tone": "good", "label": _("complete")},
        "missing": " · ".join(label(MISSING_WORDS, name) or name for name in line.missing),
        "provenance": badge(line.provenance),
    }


def _language(code: str, level: int | None) -> dict[str, str]:
    return {"code": code.upper(), "level": label(LEVELS, level) or "", "name": str(language_name(code))}


def _empty(asked: Asked) -> dict[str, str]:
    if asked.query:
        return {
            "title": _("No officer matches"),
            "reason": _("The roster holds officers, but none of them fits all these filters."),
            "url": asked.path,
            "action": _("Show all officers"),
        }
    return {
        "title": _("The roster is empty"),
        "reason": _("No officer was entered or imported yet."),
        "url": reverse("officers_import"),
        "action": _("Import a file"),
    }
