"""One outcome: its words, its rung, what was undertaken; raising it and undertaking something."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.summits.commitments import make_commitment
from menara.actions.summits.outcomes import climb_ladder
from menara.errors import Refusal
from menara.models import Side
from menara.permissions import may_edit, may_represent, may_speak, may_take_part
from menara.queries.summits.commitments import commitment_lines
from menara.queries.summits.meetings import (
    OutcomeRecord,
    meeting_record,
    outcome_record,
)
from menara.queries.summits.minutes import own_side
from menara.queries.thread import golden_thread
from menara.terms import OutcomeKind
from menara.web import labels
from menara.web.days import day_in_words
from menara.web.doors import behind_door, today
from menara.web.labels import label
from menara.web.languages import isolated, reading, spoken
from menara.web.lists import as_number
from menara.web.origins import badge
from menara.web.refusals import status_of, told
from menara.web.summits.ladder import ladder_of, next_step, outcome_title
from menara.web.summits.people import called_at
from menara.web.summits.states import state_of_commitment
from menara.web.summits.tongues import marked
from menara.web.tenancy import membership
from menara.web.threads import thread_of

# How a clause is named as the document of a rung.
LOCKED_CLAUSE = re.compile(r"minutes (?P<hash>[0-9a-f]{64}), clause (?P<clause>\d+)")
OPEN_CLAUSE = re.compile(r"clause (?P<clause>\d+), version (?P<version>\d+), [0-9a-f]{64}")
SHOWN = 12  # letters of a hash that tell one text from another to the eye


class ClimbForm(forms.Form):
    """To which rung, by which document, with what that rung asks for."""

    to_kind = forms.ChoiceField(label=gettext_lazy("To which rung"), widget=forms.RadioSelect)
    document = forms.CharField(label=gettext_lazy("Document it rests on"), help_text=gettext_lazy("Its reference."))
    quantity = forms.IntegerField(label=gettext_lazy("Quantity of a pledge"), required=False, min_value=1)
    note_verbale = forms.CharField(label=gettext_lazy("Note verbale of a pledge"), required=False)
    title = forms.CharField(label=gettext_lazy("Title of an instrument"), required=False)
    signed_on = forms.DateField(
        label=gettext_lazy("Day an instrument was signed"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, above: int, **options: Any) -> None:
        super().__init__(*args, **options)
        higher = [(kind.value, labels.OUTCOMES[kind]) for kind in OutcomeKind if kind.rung > above]
        self.fields["to_kind"].choices = higher  # type: ignore[attr-defined]


class CommitmentForm(forms.Form):
    """What is undertaken, and until when."""

    text = forms.CharField(
        label=gettext_lazy("What is undertaken"), widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    due_on = forms.DateField(label=gettext_lazy("Due on"), widget=forms.DateInput(attrs={"type": "date"}))
    owner_side = forms.ChoiceField(label=gettext_lazy("Undertaken by"))
    owner_person = forms.ChoiceField(label=gettext_lazy("Person who answers for it"), required=False)
    measure = forms.CharField(
        label=gettext_lazy("Measure"),
        required=False,
        help_text=gettext_lazy("By what one will see that it is done."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, held: OutcomeRecord, own: Side | None, **options: Any) -> None:
        super().__init__(*args, **options)
        people = meeting_record(meeting_id=held.meeting_id).people if held.meeting_id else ()
        sides = [(side.value, labels.SIDES[side]) for side in Side if own in (None, side)]
        self.fields["owner_side"].choices = sides  # type: ignore[attr-defined]
        self.fields["owner_person"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("nobody named")),
            *((str(one.id), called_at(one)) for one in people),
        ]


@behind_door(may=may_take_part)
def outcome(request: HttpRequest, outcome_id: int) -> HttpResponse:
    """One outcome: its words, its place on the ladder, what was undertaken and what came of it."""
    held = outcome_record(outcome_id=outcome_id)
    return render(request, "summits/outcome.html", _outcome_page(request, held))


@behind_door("GET", "POST", may=may_edit)
def climb(request: HttpRequest, outcome_id: int) -> HttpResponse:
    """Raise an outcome on the ladder, by a document."""
    held = outcome_record(outcome_id=outcome_id)
    above = OutcomeKind(held.line.kind).rung
    form = ClimbForm(request.POST or None, above=above, initial={"version": held.line.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            climb_ladder(
                outcome_id=outcome_id,
                version=given["version"],
                to_kind=OutcomeKind(given["to_kind"]),
                document=given["document"],
                actor=membership(request),
                now=timezone.now(),
                quantity=given["quantity"],
                note_verbale=given["note_verbale"],
                title={reading(): given["title"]} if given["title"] else None,
                signed_on=given["signed_on"],
            )
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            return _form(request, form, held, _("Raise the outcome"), _("Raise it"), status=status_of(refusal))
        messages.success(request, _("The outcome stands on its new rung."))
        return redirect("outcome", outcome_id=outcome_id)
    status = 422 if form.is_bound else 200
    return _form(request, form, held, _("Raise the outcome"), _("Raise it"), status=status)


@behind_door("GET", "POST", may=may_speak)
def commit(request: HttpRequest, outcome_id: int) -> HttpResponse:
    """Undertake something on the strength of what was agreed."""
    held = outcome_record(outcome_id=outcome_id)
    member = membership(request)
    own = own_side(meeting_id=held.meeting_id) if may_represent(member) and held.meeting_id else None
    form = CommitmentForm(request.POST or None, held=held, own=own)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            made = make_commitment(
                outcome_id=outcome_id,
                text={reading(): given["text"]},
                due_on=given["due_on"],
                owner_side=Side(given["owner_side"]),
                owner_person_id=as_number(given["owner_person"]),
                measure={reading(): given["measure"]} if given["measure"] else None,
                actor=member,
            )
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The commitment is on record."))
            return redirect("commitment", commitment_id=made)
    return _form(request, form, held, _("Undertake something"), _("Record the commitment"), status=status)


def _form(
    request: HttpRequest, form: forms.Form, held: OutcomeRecord, title: str, save: str, *, status: int
) -> HttpResponse:
    page: dict[str, Any] = {
        "title": title,
        "kicker": outcome_title(held.line),
        "standfirst": marked(held.line.text),
        "provenance": badge(held.line.origin),
        "form": form,
        "save_label": save,
        "cancel_url": reverse("outcome", args=[held.line.id]),
    }
    return render(request, "form.html", page, status=status)


def _document(reference: str) -> str:
    """A document by its reference; a clause of minutes, which the record names by its hash, in the page's words."""
    if locked := LOCKED_CLAUSE.fullmatch(reference):
        of = {"hash": isolated(f"{locked['hash'][:SHOWN]}…"), "number": isolated(locked["clause"])}
        return _("minutes %(hash)s, clause %(number)s") % of
    if open_ := OPEN_CLAUSE.fullmatch(reference):
        of = {"number": isolated(open_["clause"]), "version": isolated(open_["version"])}
        return _("clause %(number)s, version %(version)s, before the minutes were locked") % of
    return reference


def _outcome_page(request: HttpRequest, held: OutcomeRecord) -> dict[str, Any]:
    member = membership(request)
    line, may = held.line, may_edit(member)
    thread = golden_thread(level="outcome", record_id=line.id)
    is_binding = line.kind != OutcomeKind.EXPRESSED_INTEREST
    is_highest = line.kind == OutcomeKind.INSTRUMENT
    return {
        # A guest reads neither what led to other meetings nor the office's own work on it.
        "thread": [] if may_represent(member) else thread_of(thread),
        "outcome": {
            "title": outcome_title(line),
            "text": marked(line.text),
            "provenance": badge(line.origin),
            "climb_url": reverse("outcome_climb", args=[line.id]) if may and not is_highest else None,
            "commit_url": reverse("outcome_commit", args=[line.id]) if may_speak(member) and is_binding else None,
            "next_step": next_step(line),
        },
        "ladder": ladder_of(line, None),
        "facts": [
            {"label": _("With"), "value": spoken(line.counterpart), "mark": ""},
            {"label": _("Quantity"), "value": line.quantity, "mark": ""},
            {"label": _("Note verbale"), "value": line.note_verbale, "mark": ""},
            {"label": _("Title"), "value": spoken(line.title), "mark": ""},
            {"label": _("Signed on"), "value": day_in_words(line.signed_on) if line.signed_on else None, "mark": ""},
        ],
        "commitments": [
            {
                "url": reverse("commitment", args=[one.id]),
                "text": marked(one.text),
                "on": one.due_on,
                "state": state_of_commitment(one.state),
                "owner": spoken(one.parties[one.owner_side]) or label(labels.SIDES, one.owner_side),
                "provenance": badge(one.origin),
            }
            for one in commitment_lines(on=today(member), outcome_ids=[line.id])
        ],
        "calls": [
            {
                "url": reverse("call", args=[link.id]),
                "title": spoken(link.text, fallback=link.ref),
                "ref": link.ref,
                "on": link.day,
                "provenance": badge(link.origin) if link.origin else None,
            }
            for link in thread.links.get("call", ())
        ],
        "calls_total": thread.totals["call"],
        "steps": [
            {
                "label": label(labels.OUTCOMES, step.to_kind),
                "note": _document(step.document),
                "when": day_in_words(step.made_on),
                "state": "reached",
            }
            for step in held.climbs
        ],
    }
