"""Clauses in the browser: proposed, agreed, moved, taken out, and turned into what came of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.summits.clauses import (
    add_clause,
    agree_words,
    move_clause,
    propose_removal,
    propose_words,
)
from menara.actions.summits.outcomes import record_clause_outcome
from menara.engines.minutes.rungs import only_wishes, rung_in_words
from menara.errors import Refusal
from menara.permissions import may_edit, may_speak
from menara.queries.summits.clauses import meeting_of_clause, words_at
from menara.queries.summits.ladder import outcome_of_words
from menara.queries.summits.meetings import meeting_record
from menara.queries.summits.minutes import minutes_record
from menara.terms import OutcomeKind
from menara.web import labels
from menara.web.doors import behind_door
from menara.web.languages import reading, spoken
from menara.web.lists import as_number
from menara.web.origins import badge
from menara.web.refusals import status_of, told
from menara.web.summits.minutes import attempted
from menara.web.tenancy import membership


class RungForm(forms.Form):
    """On which rung the words stand, with what that rung asks for."""

    kind = forms.ChoiceField(label=gettext_lazy("What the clause brought"), widget=forms.RadioSelect)
    quantity = forms.IntegerField(label=gettext_lazy("Quantity of a pledge"), required=False, min_value=1)
    note_verbale = forms.CharField(label=gettext_lazy("Note verbale of a pledge"), required=False)
    title = forms.CharField(label=gettext_lazy("Title of an instrument"), required=False)
    signed_on = forms.DateField(
        label=gettext_lazy("Day an instrument was signed"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, highest: OutcomeKind, **options: Any) -> None:
        super().__init__(*args, **options)
        allowed = [(kind.value, labels.OUTCOMES[kind]) for kind in OutcomeKind if kind.rung <= highest.rung]
        self.fields["kind"].choices = allowed  # type: ignore[attr-defined]


@behind_door("POST", may=may_speak)
def add(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Propose a new clause."""
    record = minutes_record(meeting_id=meeting_id)
    words = _words(request, record.languages)
    made: list[int] = []

    def act() -> None:
        after = as_number(request.POST.get("after", ""))
        made.append(
            add_clause(minutes_id=record.id, words=words, actor=membership(request), now=timezone.now(), after_id=after)
        )

    typed = {"where": "new", "words": words}
    return attempted(request, meeting_id, act, typed=typed, anchor="text-end", done=_("The clause is proposed."))


@behind_door("POST", may=may_speak)
def words(request: HttpRequest, clause_id: int) -> HttpResponse:
    """Propose other words for a clause."""
    meeting_id = meeting_of_clause(clause_id=clause_id)
    record = minutes_record(meeting_id=meeting_id)
    given = _words(request, record.languages)
    moved_on: list[bool] = []

    def act() -> None:
        moved_on.append(
            propose_words(
                clause_id=clause_id,
                words=given,
                actor=membership(request),
                now=timezone.now(),
                seen=as_number(request.POST.get("seen", "")),
                translated=request.POST.get("translated") == "yes",
            )
        )

    anchor = f"clause-{clause_id}"
    typed = {"where": str(clause_id), "words": given}
    answer = attempted(request, meeting_id, act, typed=typed, anchor=anchor, done="")
    if answer.status_code == 302 and any(moved_on):
        messages.warning(
            request,
            _("Someone proposed other words while you wrote. Both are kept: yours stand on top, read the difference."),
        )
    return answer


@behind_door("POST", may=may_speak)
def removal(request: HttpRequest, clause_id: int) -> HttpResponse:
    """Propose to take a clause out."""

    def act() -> None:
        propose_removal(clause_id=clause_id, actor=membership(request), now=timezone.now())

    return _done(request, meeting_of_clause(clause_id=clause_id), act, clause_id)


@behind_door("POST", may=may_speak)
def move(request: HttpRequest, clause_id: int) -> HttpResponse:
    """Put a clause one place earlier or later."""
    steps = -1 if request.POST.get("way") == "up" else 1

    def act() -> None:
        move_clause(clause_id=clause_id, steps=steps, actor=membership(request))

    return _done(request, meeting_of_clause(clause_id=clause_id), act, clause_id)


@behind_door("POST", may=may_speak)
def agree(request: HttpRequest, version_id: int) -> HttpResponse:
    """Agree to the newest words of a clause."""
    at = words_at(version_id=version_id)

    def act() -> None:
        agree_words(version_id=version_id, actor=membership(request), now=timezone.now())

    return _done(request, at.meeting_id, act, at.clause_id)


@behind_door("GET", "POST", may=may_edit)
def outcome(request: HttpRequest, version_id: int) -> HttpResponse:
    """Put on record what an agreed clause brought, on the rung that its words bear."""
    on_record = outcome_of_words(version_id=version_id)
    if on_record is not None and request.method == "GET":
        return redirect("outcome", outcome_id=on_record)
    at = words_at(version_id=version_id)
    meeting = meeting_record(meeting_id=at.meeting_id)
    suggested = rung_in_words(at.words, authoritative=at.authoritative)
    is_wish = only_wishes(at.words, authoritative=at.authoritative)
    highest = OutcomeKind.EXPRESSED_INTEREST if is_wish else OutcomeKind.INSTRUMENT
    form = RungForm(request.POST or None, highest=highest, initial={"kind": suggested.value})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                made = record_clause_outcome(
                    version_id=version_id,
                    kind=OutcomeKind(given["kind"]),
                    actor=membership(request),
                    now=timezone.now(),
                    quantity=given["quantity"],
                    note_verbale=given["note_verbale"],
                    title={reading(): given["title"]} if given["title"] else None,
                    signed_on=given["signed_on"],
                )
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The outcome is on record, in the agreed words."))
            return redirect("outcome", outcome_id=made)
    hint = (
        _("These words express a wish, so the lowest rung is the only one they bear.")
        if is_wish
        else _("By its verbs the clause reads as: %(rung)s. You decide.") % {"rung": labels.OUTCOMES[suggested]}
    )
    page = {
        "title": _("What came of this clause"),
        "kicker": spoken(meeting.subject),
        "standfirst": spoken(at.words),
        "provenance": badge(meeting.origin),
        "form": form,
        "save_label": _("Put it on record"),
        "cancel_url": f"{reverse('minutes', args=[at.meeting_id])}#clause-{at.clause_id}",
    }
    form.fields["kind"].help_text = hint
    return render(request, "form.html", page, status=status)


def _words(request: HttpRequest, languages: tuple[str, ...]) -> dict[str, str]:
    return {code: request.POST.get(f"words_{code}", "") for code in languages}


def _done(request: HttpRequest, meeting_id: int, act: Any, clause_id: int) -> HttpResponse:
    return attempted(request, meeting_id, act, typed={"where": "text"}, anchor=f"clause-{clause_id}", done="")
