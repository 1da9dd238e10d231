"""One officer against one post: every rule, its answer, the fact it used, whose rule it is, the smallest change."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from menara.engines.outcome import Answer, Finding
from menara.permissions import may_plan, may_see_sensitive
from menara.queries.screening import SENSITIVE, Explanation, explanation
from menara.sentences import change_sentence
from menara.web.codes import rank_name
from menara.web.doors import behind_door, today
from menara.web.findings import finding_in_words, speak, why_not
from menara.web.languages import spoken
from menara.web.origins import badge
from menara.web.tenancy import membership


@behind_door()
def against(request: HttpRequest, officer_id: int, post_id: int) -> HttpResponse:
    """Why this officer is eligible for this post, why not, or which paper is missing."""
    member = membership(request)
    told = explanation(officer_id=officer_id, post_id=post_id, on=today(member))
    may_see = may_see_sensitive(member)
    asked = [finding for finding in told.findings if finding.applies]
    counts = {answer: [f.answer for f in asked].count(answer) for answer in Answer}
    pair = f"officer={officer_id}&post={post_id}"
    them, post = told.officer.officer, told.post.line
    page: dict[str, Any] = {
        "officer": {
            "service_number": them.number,
            "rank": rank_name(them.grade, ladder=f"{them.service}/{them.corps}"),
            "unit": them.home_unit,
            "url": reverse("officer", args=[officer_id]),
            "provenance": badge(told.officer.origin),
        },
        "post": {
            "title": spoken(post.title, fallback=post.ref),
            "level": post.level,
            "place": post.mission,
            "url": reverse("post", args=[post_id]),
            "provenance": badge(post.origin),
        },
        "pin_url": f"{reverse('decide')}?kind=pin&{pair}" if may_plan(member) else None,
        "exclude_url": f"{reverse('decide')}?kind=exclude&{pair}" if may_plan(member) else None,
        "verdict": _verdict(told, may_see=may_see),
        "on": told.on,
        "counts": {"met": counts[Answer.MET], "not_met": counts[Answer.NOT_MET], "unknown": counts[Answer.UNKNOWN]},
        "findings": [_shown(f, told, may_see=may_see) for f in sorted(asked, key=lambda f: f.answer)],
        "not_asked": [why_not(f.rule) for f in told.findings if not f.applies],
        "odds": {
            "percent": told.odds,
            "quality": told.quality,
            "edit_url": f"{reverse('decide')}?kind=estimate&officer={officer_id}&post={post_id}"
            if may_plan(member)
            else None,
        }
        if told.verdict is Answer.MET
        else None,
    }
    return render(request, "officers/against_post.html", page)


def _shown(finding: Finding, told: Explanation, *, may_see: bool) -> dict[str, Any]:
    words = finding_in_words(finding)
    if not may_see and SENSITIVE & set(finding.found):
        return {**words, "answer": "hidden", "fact": _("Kept from your role."), "change": ""}
    return words


def _verdict(told: Explanation, *, may_see: bool) -> dict[str, str]:
    words = {
        Answer.MET: pgettext("an officer for a post", "Eligible"),
        Answer.UNKNOWN: pgettext("an officer for a post", "To clarify"),
        Answer.NOT_MET: pgettext("an officer for a post", "Not eligible"),
    }
    if told.verdict is Answer.MET:
        sentence = _("Every rule that this post asks is met.")
    elif told.steps is None and told.verdict is Answer.UNKNOWN:
        sentence = _("The call leaves open what the rules need: ask whoever issued it.")
    elif told.steps is None:
        sentence = _("Something in the way is within nobody's power to change.")
    else:
        open_steps = [s for s in told.steps if may_see or not SENSITIVE & set(s.found)]
        changes = [speak(change_sentence(step)) for step in open_steps]
        sentence = _("What would make the officer eligible: %(changes)s") % {"changes": " ".join(changes)}
    return {"answer": told.verdict.name.lower(), "word": words[told.verdict], "sentence": sentence}
