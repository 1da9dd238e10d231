"""A meeting written down: from a request or by hand, its agenda, talking points and what was said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from menara.actions.summits.records import (
    StatementFacts,
    correct_meeting,
    drop_statement,
    record_meeting,
    record_statement,
    set_agenda,
    set_talking_points,
)
from menara.errors import Refusal
from menara.models import Verb
from menara.permissions import may_edit, may_speak
from menara.queries.summits.meetings import meeting_record
from menara.queries.summits.records import (
    RecordDraft,
    draft_of_meeting,
    draft_of_request,
    meeting_of_request,
)
from menara.web.doors import behind_door
from menara.web.languages import reading, spoken
from menara.web.lists import as_number
from menara.web.origins import badge
from menara.web.refusals import status_of, told
from menara.web.summits.people import called_at
from menara.web.summits.record_forms import MeetingForm, PeopleRows, StatementForm
from menara.web.tenancy import membership


@behind_door("GET", "POST", may=may_edit)
def enter(request: HttpRequest) -> HttpResponse:
    """Put a meeting on record: of a request, with what is known of it, or by hand."""
    asked_for = as_number(request.GET.get("request", ""))
    known = meeting_of_request(request_id=asked_for) if asked_for else None
    if known is not None:
        return redirect("meeting", meeting_id=known)
    draft = draft_of_request(request_id=asked_for) if asked_for else None
    form, people = _forms(request, draft)
    fault, status = None, 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    facts = form.facts(list(people.facts(form)), draft=draft)
                    made = record_meeting(meeting=facts, actor=membership(request))
            except Refusal as refusal:
                fault, status = refusal, status_of(refusal)
            else:
                messages.success(request, _("The meeting is on record."))
                return redirect("meeting", meeting_id=made)
    title = _("Record a meeting")
    return _form(request, form, people, title=title, cancel=reverse("meetings"), fault=fault, status=status)


@behind_door("GET", "POST", may=may_edit)
def correct(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Correct the record of a meeting."""
    draft = draft_of_meeting(meeting_id=meeting_id)
    form, people = _forms(request, draft)
    fault, status = None, 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    correct_meeting(
                        meeting_id=meeting_id,
                        version=form.cleaned_data["version"] or 0,
                        meeting=form.facts(list(people.facts(form)), draft=draft),
                        actor=membership(request),
                    )
            except Refusal as refusal:
                fault, status = refusal, status_of(refusal)
            else:
                messages.success(request, _("The record is corrected."))
                return redirect("meeting", meeting_id=meeting_id)
    cancel = reverse("meeting", args=[meeting_id])
    return _form(request, form, people, title=_("Correct the meeting"), cancel=cancel, fault=fault, status=status)


@behind_door("POST", may=may_speak)
def agenda(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Write the agenda anew."""
    return _lines(request, meeting_id, set_agenda, "agenda")


@behind_door("POST", may=may_speak)
def points(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Write what the own side means to say."""
    return _lines(request, meeting_id, set_talking_points, "points")


@behind_door("GET", "POST", may=may_edit)
def statement(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Record a point raised."""
    held = meeting_record(meeting_id=meeting_id)
    people = [(one.id, called_at(one)) for one in held.people]
    form = StatementForm(request.POST or None, people=people)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        told_in = {name: {reading(): given[name]} for name in ("text", "on_behalf_of", "matter", "reasons")}
        facts = StatementFacts(speaker_id=int(given["speaker"]), verb=Verb(given["verb"]), **told_in)
        try:
            record_statement(meeting_id=meeting_id, statement=facts, actor=membership(request))
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The point is on record."))
            return redirect("meeting", meeting_id=meeting_id)
    page = {
        "title": _("Record a point raised"),
        "kicker": spoken(held.subject),
        "standfirst": _("Attributed, with the verb of the report: a wish conveyed is no agreement."),
        "provenance": badge(held.origin),
        "form": form,
        "save_label": _("Record the point"),
        "cancel_url": reverse("meeting", args=[meeting_id]),
    }
    return render(request, "form.html", page, status=status)


@behind_door("POST", may=may_edit)
def drop(request: HttpRequest, meeting_id: int, statement_id: int) -> HttpResponse:
    """Take a point off the record."""
    version = as_number(request.POST.get("version", "")) or 0
    drop_statement(statement_id=statement_id, version=version, actor=membership(request))
    messages.success(request, _("The point is off the record; the history keeps it."))
    return redirect("meeting", meeting_id=meeting_id)


def _forms(request: HttpRequest, draft: RecordDraft | None) -> tuple[MeetingForm, PeopleRows]:
    """What was sent; where somebody only asks for one more person, the same again with a row more, not judged yet."""
    seats = draft.seats if draft else ()
    if request.method != "POST":
        return MeetingForm(draft=draft), PeopleRows(None, seats)
    if "one_more" in request.POST:
        return MeetingForm(draft=draft, typed=request.POST), PeopleRows(request.POST, seats, one_more=True)
    return MeetingForm(request.POST, draft=draft), PeopleRows(request.POST, seats)


def _form(
    request: HttpRequest,
    form: MeetingForm,
    people: PeopleRows,
    *,
    title: str,
    cancel: str,
    fault: Refusal | None,
    status: int,
) -> HttpResponse:
    if fault is not None:
        form.add_error(None, told(fault))
    page: dict[str, Any] = {
        "title": title,
        "form": form,
        "groups": form.groups(),
        "people": people.rows(),
        "rows": people.count,
        "may_add": not people.is_full,
        "cancel_url": cancel,
    }
    return render(request, "summits/meeting_form.html", page, status=status)


def _lines(request: HttpRequest, meeting_id: int, write: Callable[..., None], anchor: str) -> HttpResponse:
    lines = request.POST.get("lines", "").splitlines()
    write(meeting_id=meeting_id, lines=lines, language=reading(), actor=membership(request))
    return redirect(f"{reverse('meeting', args=[meeting_id])}#{anchor}")
