"""Commitments in the browser: which are open or late, what shows that they are kept, and who says that they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from menara.actions.summits.commitments import (
    give_evidence,
    make_reminders,
    report_done,
    return_commitment,
    see_reminder,
    verify_commitment,
)
from menara.errors import Refusal
from menara.models import Membership, Side
from menara.permissions import may_edit, may_read, may_represent, may_sign, may_speak, may_take_part
from menara.queries.summits.commitments import (
    CommitmentLine,
    CommitmentRecord,
    CommitmentState,
    commitment_lines,
    commitment_record,
    reminders,
)
from menara.queries.summits.records import summit_choices
from menara.queries.thread import golden_thread
from menara.web import labels
from menara.web.days import day_in_words, distance_in_words, instant_in_words, isolated
from menara.web.doors import behind_door, today
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.lists import Asked, Filter, as_day, as_number, column, exports_at, filters_in, table_file
from menara.web.origins import badge
from menara.web.refusals import status_of, told
from menara.web.summits.states import STATES, state_of_commitment
from menara.web.summits.tongues import marked
from menara.web.tenancy import membership
from menara.web.threads import thread_of

KEPT = "kept"
_BEHIND: dict[str, tuple[CommitmentState, ...]] = {
    **{state.value: (state,) for state in CommitmentState},
    KEPT: (CommitmentState.DONE, CommitmentState.VERIFIED),
}


class EvidenceForm(forms.Form):
    """What shows that a commitment is kept."""

    reference = forms.CharField(
        label=gettext_lazy("Document"), max_length=300, help_text=gettext_lazy("Its reference and its day.")
    )
    note = forms.CharField(
        label=gettext_lazy("What it shows"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )


@behind_door(may=may_take_part)
def commitment_list(request: HttpRequest) -> HttpResponse:
    """Commitments, the next due first, and those called to mind."""
    member = membership(request)
    on, asked = today(member), Asked(request)
    if may_read(member):
        make_reminders(organisation_id=member.organisation_id, on=on, now=timezone.now())
    lines = _lines(asked, on)
    everything = commitment_lines(on=on)
    names = (_("Commitment"), _("Due"), _("State"), _("Undertaken by"), _("Rests on"), _("Record"))
    page: dict[str, Any] = {
        **filters_in(asked, _filters(), kept=()),
        "columns": [column(asked, name) for name in names],
        "figures": [
            {
                "label": STATES[state][1],
                "value": sum(line.state is state for line in everything),
                "url": f"{asked.path}?state={state}",
            }
            for state in CommitmentState
        ],
        "commitments": [_row(line, on) for line in lines],
        "total": len(lines),
        "pages": {"first": 1 if lines else 0, "last": len(lines), "total": len(lines), "links": []},
        "exports": exports_at(
            asked, {kind.upper(): reverse("commitments_export", args=[kind]) for kind in ("csv", "xlsx")}
        ),
        "empty": {
            "title": _("No commitment"),
            "reason": _("No commitment on record fits these filters. One is made on an outcome that was agreed."),
            "url": asked.path if asked.query else "",
            "action": _("Show all commitments"),
        },
        "reminders": [_reminder(one, on, member) for one in reminders()] if may_read(member) else [],
        "conversion_url": reverse("conversion") if may_read(member) else None,
    }
    return render(request, "summits/commitment_list.html", page)


@behind_door(may=may_take_part)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly the commitments that the address asks for."""
    header = [
        _("Commitment"), _("Measure"), _("Due"), _("State"), _("Done"), _("Verified"), _("Undertaken by"), _("Summit"),
        _("Rests on"), _("Note"),
    ]  # fmt: skip
    rows = [
        (
            spoken(line.text), spoken(line.measure), line.due_on, str(STATES[line.state][1]), line.done_on,
            line.verified_at.date() if line.verified_at else None, _owner(line), spoken(line.summit),
            label(labels.OUTCOMES, line.outcome_kind), line.returned_note,
        )
        for line in _lines(Asked(request), today(membership(request)))
    ]  # fmt: skip
    return table_file(name="commitments", kind=kind, header=header, rows=rows)


@behind_door(may=may_take_part)
def commitment(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """One commitment: what, by when, by what one will see it, what shows it, and who says so."""
    return _shown(request, commitment_id, EvidenceForm())


@behind_door("POST", may=may_speak)
def evidence(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Add what shows that it is kept."""
    form = EvidenceForm(request.POST)
    if not form.is_valid():
        return _shown(request, commitment_id, form, status=422)

    def act(member: Membership) -> None:
        give_evidence(
            commitment_id=commitment_id,
            reference=form.cleaned_data["reference"],
            note=form.cleaned_data["note"],
            actor=member,
            now=timezone.now(),
        )

    return _attempted(request, commitment_id, act, _("The evidence is on record."))


@behind_door("POST", may=may_speak)
def done(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Report that it is done."""

    def act(member: Membership) -> None:
        on = today(member)
        day = as_day(request.POST.get("done_on", "")) or on
        report_done(
            commitment_id=commitment_id,
            version=as_number(request.POST.get("version", "")) or 0,
            done_on=day,
            actor=member,
            on=on,
        )

    return _attempted(request, commitment_id, act, _("Reported as done. The other side verifies it."))


@behind_door("POST", may=may_sign)
def verify(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Confirm for the other side that it is done."""

    def act(member: Membership) -> None:
        verify_commitment(
            commitment_id=commitment_id,
            version=as_number(request.POST.get("version", "")) or 0,
            actor=member,
            now=timezone.now(),
        )

    return _attempted(request, commitment_id, act, _("Verified for your side."))


@behind_door("POST", may=may_sign)
def give_back(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Return what was reported as done, and say why."""

    def act(member: Membership) -> None:
        note = request.POST.get("note", "")
        return_commitment(
            commitment_id=commitment_id,
            version=as_number(request.POST.get("version", "")) or 0,
            note=note,
            actor=member,
        )

    return _attempted(request, commitment_id, act, _("Returned: it is open again."))


@behind_door("POST", may=may_edit)
def seen(request: HttpRequest, reminder_id: int) -> HttpResponse:
    """Note that a reminder was read."""
    see_reminder(reminder_id=reminder_id, actor=membership(request), now=timezone.now())
    return redirect("commitments")


# --- parts ------------------------------------------------------------------------------------------------------------


def _filters() -> list[Filter]:
    every = ("", _("All"))
    return [
        Filter(name="q", label=_("Search")),
        Filter(
            name="state",
            label=_("State"),
            kind="choice",
            options=[every, *((s.value, str(STATES[s][1])) for s in CommitmentState), (KEPT, _("done or verified"))],
        ),
        Filter(
            name="side",
            label=_("Undertaken by"),
            kind="choice",
            options=[every, *((side.value, str(labels.SIDES[side])) for side in Side)],
        ),
        Filter(
            name="summit",
            label=_("Summit"),
            kind="choice",
            options=[every, *((str(one.id), str(spoken(one.name))) for one in summit_choices())],
        ),
    ]


def _lines(asked: Asked, on: Any) -> list[CommitmentLine]:
    state, side, words = asked.text("state"), asked.text("side"), asked.text("q").casefold()
    lines = commitment_lines(
        on=on,
        states=_BEHIND.get(state, ()),
        side=Side(side) if side in set(Side) else None,
        summit_id=asked.number("summit"),
    )
    return [line for line in lines if words in " ".join([*line.text.values(), *line.partner.values()]).casefold()]


def _row(line: CommitmentLine, on: Any) -> dict[str, Any]:
    return {
        "url": reverse("commitment", args=[line.id]),
        "text": marked(line.text),
        "summit": spoken(line.summit),
        "on": line.due_on,
        "days": distance_in_words(line.due_on, on) if line.done_on is None else "",
        "state": state_of_commitment(line.state),
        "owner": _owner(line),
        "outcome": label(labels.OUTCOMES, line.outcome_kind),
        "outcome_url": reverse("outcome", args=[line.outcome_id]),
        "provenance": badge(line.origin),
    }


def _owner(line: CommitmentLine) -> str:
    side = spoken(line.parties[line.owner_side]) or label(labels.SIDES, line.owner_side) or ""
    person = next((text for text in line.owner_person.values() if text), "") or line.owner
    return " · ".join(filter(None, [str(side), isolated(person) if person else ""]))


def _reminder(one: Any, on: Any, member: Membership) -> dict[str, Any]:
    return {
        "url": reverse("commitment", args=[one.commitment_id]),
        "text": marked(one.text),
        "on": one.due_on,
        "days": distance_in_words(one.due_on, on),
        "state": {"tone": "bad", "label": _("late")}
        if one.days_before < 0
        else {"tone": "wait", "label": _("due soon")},
        "seen_url": reverse("reminder_seen", args=[one.id]) if may_speak(member) else None,
    }


def _shown(
    request: HttpRequest, commitment_id: int, form: EvidenceForm, *, fault: str = "", status: int = 200
) -> HttpResponse:
    member = membership(request)
    record = commitment_record(commitment_id=commitment_id, on=today(member))
    return render(request, "summits/commitment.html", _page(record, member, form, fault), status=status)


def _page(record: CommitmentRecord, member: Membership, form: EvidenceForm, fault: str) -> dict[str, Any]:
    line = record.line
    own = record.side is not None and record.side is line.owner_side
    may_report = may_speak(member) and line.verified_at is None and record.side is not None
    waits = line.state is CommitmentState.DONE and record.side is not None and not own and may_sign(member)
    address = [line.id]
    return {
        "thread": [] if may_represent(member) else thread_of(golden_thread(level="commitment", record_id=line.id)),
        "commitment": {
            "text": marked(line.text),
            "version": line.version,
            "state": state_of_commitment(line.state),
            "provenance": badge(line.origin),
            "returned_note": line.returned_note,
            "is_own": own,
            "today": today(member).isoformat(),
            "done_url": reverse("commitment_done", args=address)
            if may_report and line.done_on is None and (own or not may_represent(member))
            else None,
            "verify_url": reverse("commitment_verify", args=address) if waits else None,
            "return_url": reverse("commitment_return", args=address) if waits else None,
            "evidence_url": reverse("commitment_evidence", args=address) if may_report else None,
            "list_url": reverse("commitments"),
        },
        "fault": fault,
        "form": form,
        "facts": _facts(record),
        "steps": _steps(record, member),
        "clause": marked(record.clause_text) if record.clause_text else "",
        "minutes_url": reverse("minutes", args=[line.meeting_id]) if record.clause_text else None,
        "evidence": [
            {
                "reference": one.reference,
                "note": one.note,
                "side": label(labels.SIDES, one.side),
                "at": instant_in_words(one.given_at, zone=member.organisation.time_zone),
            }
            for one in record.evidence
        ],
    }


def _facts(record: CommitmentRecord) -> list[dict[str, Any]]:
    line = record.line
    meeting = reverse("meeting", args=[line.meeting_id]) if line.meeting_id else ""
    pairs = [
        (_("Undertaken by"), _owner(line), ""),
        (_("Due"), day_in_words(line.due_on), ""),
        (_("Measure"), marked(line.measure), ""),
        (_("Rests on"), label(labels.OUTCOMES, line.outcome_kind), reverse("outcome", args=[line.outcome_id])),
        (_("With"), spoken(line.partner), ""),
        (_("Summit"), spoken(line.summit), meeting),
    ]
    return [{"label": name, "value": value, "mark": "", "url": url} for name, value, url in pairs]


def _steps(record: CommitmentRecord, member: Membership) -> list[dict[str, Any]]:
    line = record.line
    verified = line.verified_at
    reached = [True, line.done_on is not None, verified is not None]
    here = max(i for i, one in enumerate(reached) if one)
    zone = member.organisation.time_zone
    told_at = [
        "",
        day_in_words(line.done_on) if line.done_on else "",
        instant_in_words(verified, zone=zone) if verified else "",
    ]
    names = [pgettext("a commitment", "Undertaken"), _("Reported as done"), _("Verified by the other side")]
    return [
        {"label": name, "note": "", "when": when, "state": "here" if i == here else "reached" if i < here else "ahead"}
        for i, (name, when) in enumerate(zip(names, told_at, strict=True))
    ]


def _attempted(request: HttpRequest, commitment_id: int, act: Callable[[Membership], None], said: str) -> HttpResponse:
    try:
        with transaction.atomic():
            act(membership(request))
    except Refusal as refusal:
        if status_of(refusal) in (403, 404):
            raise
        return _shown(request, commitment_id, EvidenceForm(), fault=told(refusal), status=status_of(refusal))
    messages.success(request, said)
    return redirect("commitment", commitment_id=commitment_id)
