"""Meetings and what came of them: the list, one meeting, one outcome on the ladder."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.summits import climb_ladder, make_commitment
from menara.errors import Refusal
from menara.permissions import may_edit
from menara.queries.partnerships import commitments
from menara.queries.summits import (
    MeetingRecord,
    OutcomeLine,
    OutcomeRecord,
    PersonPresent,
    meeting_record,
    meetings,
    outcome_record,
)
from menara.queries.thread import golden_thread
from menara.terms import OutcomeKind
from menara.web import labels
from menara.web.days import day_in_words, isolated, zone_in_words
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.languages import Spoken, reading, spoken
from menara.web.lists import Asked, Filter, column, filters_in, table_file
from menara.web.origins import badge, mark_source
from menara.web.refusals import status_of, told
from menara.web.tenancy import membership
from menara.web.threads import thread_of

SCRIPTS = {"Latn": "en", "Arab": "ar"}  # the language to announce a name of this script in


# --- the list ---------------------------------------------------------------------------------------------------------


@behind_door()
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings, the latest first."""
    asked = Asked(request)
    lines = _meetings(asked)
    page: dict[str, Any] = {
        **filters_in(asked, [Filter(name="q", label=_("Search")), _rungs()], kept=()),
        "columns": [
            column(asked, name)
            for name in (
                _("Meeting"),
                _("Day"),
                _("Place"),
                _("At the request of"),
                _("Outcomes"),
                _("Furthest"),
                _("Record"),
            )
        ],
        "meetings": lines,
        "total": len(lines),
        "pages": {"first": 1 if lines else 0, "last": len(lines), "total": len(lines), "links": []},
        "exports": [
            {"label": kind.upper(), "url": asked.at(reverse("meetings_export", args=[kind]))}
            for kind in ("csv", "xlsx")
        ],
        "empty": {
            "title": _("No meeting"),
            "reason": _("No meeting on record fits these filters."),
            "url": asked.path if asked.query else "",
            "action": _("Show all meetings"),
        },
        "add_url": None,
    }
    return render(request, "summits/meeting_list.html", page)


@behind_door()
def meetings_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly the meetings that the address asks for."""
    header = [_("Meeting"), _("Summit"), _("Day"), _("Place"), _("At the request of"), _("Outcomes"), _("Furthest")]
    rows = [
        (m["title"], m["summit"], m["on"], m["place"], m["requested_by"], m["outcomes"], m["rung"]["label"])
        for m in _meetings(Asked(request))
    ]
    return table_file(name="meetings", kind=kind, header=header, rows=rows)


def _rungs() -> Filter:
    options = [("", _("All")), *((kind, str(word)) for kind, word in labels.OUTCOMES.items())]
    return Filter(name="rung", label=_("Furthest outcome"), kind="choice", options=options)


def _meetings(asked: Asked) -> list[dict[str, Any]]:
    from menara.models.sorting import search_key

    words, rung = search_key(asked.text("q")).split(), asked.text("rung")
    return [
        {
            "url": reverse("meeting", args=[line.id]),
            "title": spoken(line.subject),
            "summit": spoken(line.summit),
            "on": line.held_on,
            "place": spoken(line.venue),
            "requested_by": spoken(line.requested_by),
            "outcomes": line.outcomes,
            "rung": {
                "tone": _tone(line.furthest),
                "label": label(labels.OUTCOMES, line.furthest) or _("none recorded"),
            },
            "provenance": badge(line.origin),
        }
        for line in meetings()
        if (not rung or line.furthest == rung)
        and all(
            word in search_key(" ".join([*line.subject.values(), *line.summit.values(), *line.requested_by.values()]))
            for word in words
        )
    ]


def _tone(kind: str) -> str:
    return {"": "quiet", OutcomeKind.EXPRESSED_INTEREST: "quiet", OutcomeKind.AGREED_ACTION: "going"}.get(kind, "good")


# --- one meeting ------------------------------------------------------------------------------------------------------


@behind_door()
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Who met, what was said with which verb, and what came of it."""
    held = meeting_record(meeting_id=meeting_id)
    page: dict[str, Any] = {
        "thread": thread_of(golden_thread(level="meeting", record_id=meeting_id)),
        "meeting": {
            "title": spoken(held.subject),
            "summit": spoken(held.summit),
            "summit_url": reverse("meetings"),
            "standfirst": _when_and_where(held),
            "provenance": badge(held.origin),
            "edit_url": None,
        },
        "facts": _facts(held),
        "participants": [
            {"side": label(labels.SIDES, side), "people": [_person(one) for one in held.people if one.side == side]}
            for side in labels.SIDES
            if any(one.side == side for one in held.people)
        ],
        "points": [
            {
                "side": _name(said.speaker),
                "on_behalf_of": spoken(said.on_behalf_of),
                "verb": label(labels.VERBS, said.verb),
                "text": spoken(said.text),
                "mark": said.origin.mark,
                "source": said.origin.source_key.replace(";", " · "),
                "source_url": mark_source(said.origin.source_key)[1],
            }
            for said in held.statements
        ],
        "outcomes": [
            {
                "title": outcome_title(one),
                "text": spoken(one.text),
                "url": reverse("outcome", args=[one.id]),
                "ladder": ladder_of(one, held.held_on),
                "provenance": badge(one.origin),
                "next_step": _next_step(one),
            }
            for one in held.outcomes
        ],
    }
    return render(request, "summits/meeting.html", page)


def _when_and_where(held: MeetingRecord) -> str:
    day = isolated(day_in_words(held.held_on))
    part = label(labels.PARTS_OF_DAY, held.part_of_day)
    return " · ".join(filter(None, [day, part, isolated(spoken(held.venue)) if held.venue else ""]))


def _facts(held: MeetingRecord) -> list[dict[str, Any]]:
    pairs = [
        (_("Day"), day_in_words(held.held_on)),
        (
            _("Hour"),
            held.begins_at.strftime("%H:%M") if held.begins_at else label(labels.PARTS_OF_DAY, held.part_of_day),
        ),
        (_("Time zone"), zone_in_words(held.time_zone)),
        (_("Venue"), spoken(held.venue)),
        (_("Hosted by"), spoken(held.hosted_by)),
        (_("Received by"), _name(held.received_by)),
        (_("At the request of"), spoken(held.requested_by)),
        (_("Summit"), spoken(held.summit)),
    ]
    return [{"label": name, "value": value, "mark": ""} for name, value in pairs]


def _name(names: Any) -> Spoken:
    """A person's name in the script of the page, else as it stands; never made by a machine."""
    wanted = "Arab" if reading() == "ar" else "Latn"
    script = wanted if names.get(wanted) else next(iter(names), "")
    return Spoken(names.get(script, ""), SCRIPTS.get(script, ""))


def _person(one: PersonPresent) -> dict[str, Any]:
    return {
        "names": [{"text": text, "language": SCRIPTS.get(script, "")} for script, text in one.names.items() if text],
        "title": spoken(one.titles[0].text) if one.titles else "",
        "is_acting": bool(one.titles and one.titles[0].acting),
        "role": label(labels.DELEGATES, one.role),
    }


# --- one outcome ------------------------------------------------------------------------------------------------------


def outcome_title(told_of: OutcomeLine) -> str:
    """The rung, in words: what kind of thing this is comes before what it says."""
    return label(labels.OUTCOMES, told_of.kind) or ""


def ladder_of(told_of: OutcomeLine, on: Any) -> list[dict[str, Any]]:
    """The context of ``parts/ladder.html``: where an outcome stands, and what each rung above it would need."""
    here = OutcomeKind(told_of.kind).rung
    missing = {
        OutcomeKind.AGREED_ACTION: _("needs a document that says what was agreed"),
        OutcomeKind.PLEDGE: _("needs a note verbale with a number"),
        OutcomeKind.INSTRUMENT: _("needs a signed text with its title and day"),
    }
    found = []
    for kind in OutcomeKind:
        state = "here" if kind.rung == here else "reached" if kind.rung < here else "ahead"
        note = missing.get(kind, "") if state == "ahead" else ""
        if state == "here":
            day = told_of.signed_on or on
            note = _("%(day)s, as recorded") % {"day": isolated(day_in_words(day))} if day else ""
        found.append({"rung": label(labels.OUTCOMES, kind), "note": note, "state": state})
    return found


def _next_step(told_of: OutcomeLine) -> str:
    if told_of.kind == OutcomeKind.EXPRESSED_INTEREST:
        return _("A wish binds nobody: it becomes more only with a document.")
    return ""


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

    text = forms.CharField(label=gettext_lazy("What is undertaken"), widget=forms.Textarea(attrs={"rows": 3}))
    due_on = forms.DateField(label=gettext_lazy("Due on"), widget=forms.DateInput(attrs={"type": "date"}))


@behind_door()
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


@behind_door("GET", "POST", may=may_edit)
def commit(request: HttpRequest, outcome_id: int) -> HttpResponse:
    """Undertake something on the strength of what was agreed."""
    held = outcome_record(outcome_id=outcome_id)
    form = CommitmentForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            make_commitment(
                outcome_id=outcome_id,
                text={reading(): form.cleaned_data["text"]},
                due_on=form.cleaned_data["due_on"],
                actor=membership(request),
            )
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The commitment is on record."))
            return redirect("outcome", outcome_id=outcome_id)
    return _form(request, form, held, _("Undertake something"), _("Record the commitment"), status=status)


def _form(
    request: HttpRequest, form: forms.Form, held: OutcomeRecord, title: str, save: str, *, status: int
) -> HttpResponse:
    page: dict[str, Any] = {
        "title": title,
        "kicker": outcome_title(held.line),
        "standfirst": spoken(held.line.text),
        "provenance": badge(held.line.origin),
        "form": form,
        "save_label": save,
        "cancel_url": reverse("outcome", args=[held.line.id]),
    }
    return render(request, "form.html", page, status=status)


def _outcome_page(request: HttpRequest, held: OutcomeRecord) -> dict[str, Any]:
    line, may = held.line, may_edit(membership(request))
    thread = golden_thread(level="outcome", record_id=line.id)
    is_binding = line.kind != OutcomeKind.EXPRESSED_INTEREST
    is_highest = line.kind == OutcomeKind.INSTRUMENT
    return {
        "thread": thread_of(thread),
        "outcome": {
            "title": outcome_title(line),
            "text": spoken(line.text),
            "provenance": badge(line.origin),
            "climb_url": reverse("outcome_climb", args=[line.id]) if may and not is_highest else None,
            "commit_url": reverse("outcome_commit", args=[line.id]) if may and is_binding else None,
            "next_step": _next_step(line),
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
                "text": spoken(one.text),
                "on": one.due_on,
                "done_on": one.done_on,
                "owner": one.owner,
                "provenance": badge(one.origin),
            }
            for one in commitments(outcome_id=line.id)
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
                "note": step.document,
                "when": day_in_words(step.made_on),
                "state": "reached",
            }
            for step in held.climbs
        ],
    }
