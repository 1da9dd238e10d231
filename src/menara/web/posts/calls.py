"""One call and its posts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.posts import CallFacts, correct_call
from menara.errors import Refusal
from menara.models.zones import zone_of
from menara.permissions import may_edit, may_plan
from menara.queries.decisions import decisions_standing
from menara.queries.posts import CallRecord, call_record
from menara.queries.screening import standings
from menara.queries.thread import golden_thread
from menara.terms import Modality, Provenance
from menara.web.days import instant_in_words
from menara.web.doors import behind_door, today
from menara.web.fields import POST
from menara.web.languages import isolated, spoken
from menara.web.origins import badge
from menara.web.posts.forms import CallForm
from menara.web.posts.lists import post_row
from menara.web.refusals import status_of, told
from menara.web.templatetags.menara import share
from menara.web.tenancy import membership
from menara.web.threads import thread_of


@behind_door()
def call(request: HttpRequest, call_id: int) -> HttpResponse:
    """What a call says, the posts it asks for, and whom one could present."""
    member = membership(request)
    on = today(member)
    held = call_record(call_id=call_id)
    screened = standings(on=on)
    rows = [post_row(line, screened, on) for line in held.posts]
    takes = any(line.modality != Modality.FPU for line in held.posts)
    waiver = next((d for d in decisions_standing(post_ids=[p.id for p in held.posts]) if d.call_id == call_id), None)
    page: dict[str, Any] = {
        "thread": thread_of(golden_thread(level="call", record_id=call_id)),
        "call": {
            "title": title_of(held),
            "reference": held.line.ref,
            "standfirst": held.line.caller,
            "state": _state(held),
            "provenance": badge(held.line.origin),
            "as_posted": held.as_posted,
            "edit_url": reverse("call_correct", args=[call_id]) if may_edit(member) else None,
            "plan_url": f"{reverse('plan_new')}?call={call_id}" if may_plan(member) and takes else None,
            "waive_url": f"{reverse('decide')}?kind=waive&call={call_id}"
            if may_plan(member) and held.line.female_target and not waiver
            else None,
        },
        "figures": [
            {"label": _("posts"), "value": held.line.posts, "url": f"{reverse('posts')}?call={call_id}"},
            {"label": _("positions"), "value": held.line.positions, "url": f"{reverse('posts')}?call={call_id}"},
            {
                "label": _("nominations"),
                "value": held.line.nominations,
                "url": f"{reverse('nominations')}?call={call_id}",
            },
        ],
        "facts": _facts(held, waiver, member.organisation.time_zone),
        "posts": rows,
    }
    return render(request, "posts/call.html", page)


@behind_door("GET", "POST", may=may_edit)
def correct(request: HttpRequest, call_id: int) -> HttpResponse:
    """Correct what a call says, if nobody else did meanwhile."""
    held = call_record(call_id=call_id)
    form = CallForm(request.POST or None, initial=_initial(held))
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            correct_call(
                call_id=call_id, version=given["version"], call=_call_of(given, held), actor=membership(request)
            )
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The correction is saved."))
            return redirect("call", call_id=call_id)
    page: dict[str, Any] = {
        "title": _("Correct the call"),
        "kicker": held.line.ref,
        "standfirst": _("Blank means not stated."),
        "provenance": badge(held.line.origin),
        "form": form,
        "save_label": _("Save the correction"),
        "cancel_url": reverse("call", args=[call_id]),
    }
    return render(request, "form.html", page, status=status)


def title_of(held: CallRecord) -> str:
    """The call's title, else that of its one post, else its reference."""
    if any(held.line.title.values()):
        return spoken(held.line.title)
    if len(held.posts) == 1:
        return spoken(held.posts[0].title, fallback=held.posts[0].ref)
    return held.line.ref or _("Call without a title")


def _state(held: CallRecord) -> dict[str, str]:
    if held.line.deadline is None:
        return {"tone": "quiet", "label": _("no deadline known")}
    if held.line.deadline < timezone.now():
        return {"tone": "quiet", "label": _("closed")}
    return {"tone": "good", "label": _("open")}


def _facts(held: CallRecord, waiver: Any, zone: str) -> list[dict[str, Any]]:
    line = held.line
    told_of = [
        (POST["org"], line.caller),
        (_("Note verbale"), held.note_verbale),
        (POST["deadline"], instant_in_words(line.deadline) if line.deadline else None),
        (_("The same here"), instant_in_words(line.deadline, zone=zone) if line.deadline else None),
        (POST["female_target"], share(line.female_target) or None),
    ]
    found = [{"label": name, "value": value, "mark": line.origin.mark if value else ""} for name, value in told_of]
    if waiver:
        said = _("waived by %(by)s: %(reason)s") % {"by": isolated(waiver.by), "reason": isolated(waiver.reason)}
        found.append({"label": _("Share of women"), "value": said, "mark": ""})
    return found


def _initial(held: CallRecord) -> dict[str, Any]:
    line = held.line
    return {
        "ref": line.ref,
        **{f"title_{code}": line.title.get(code, "") for code in ("en", "fr", "ar")},
        "caller": line.caller,
        "deadline_on": line.deadline.replace(tzinfo=None) if line.deadline else None,
        "deadline_zone": line.deadline_zone,
        "women": int(line.female_target * 100) if line.female_target is not None else None,
        "note_verbale": held.note_verbale,
        "as_posted": held.as_posted,
        "source_url": line.origin.source_url,
        "version": held.version,
    }


def _call_of(given: dict[str, Any], held: CallRecord) -> CallFacts:
    deadline = given["deadline_on"]
    if deadline is not None:
        deadline = deadline.replace(tzinfo=zone_of(given["deadline_zone"]))
    origin = held.line.origin
    return CallFacts(
        ref=given["ref"],
        title={code: given[f"title_{code}"] for code in ("en", "fr", "ar") if given[f"title_{code}"]},
        caller=given["caller"],
        deadline=deadline,
        female_target=None if given["women"] is None else Fraction(given["women"], 100),
        note_verbale=given["note_verbale"],
        as_posted=given["as_posted"],
        source_key=origin.source_key,
        source_url=given["source_url"],
        mark=origin.mark,
        provenance=Provenance(origin.provenance),
        outcome_id=held.outcome_id,
        commitment_id=held.commitment_id,
    )
