"""Minutes in the browser: read, opened, signed, added to, and kept as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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

from menara.actions.summits.minutes import (
    agree_addendum,
    open_minutes,
    propose_addendum,
    sign_minutes,
    withdraw_addendum,
)
from menara.errors import Refusal
from menara.permissions import may_sign, may_speak, may_take_part
from menara.queries.summits.clauses import meeting_of_addendum
from menara.queries.summits.meetings import meeting_record
from menara.queries.summits.minutes import has_minutes, minutes_record
from menara.web.doors import behind_door
from menara.web.languages import spoken
from menara.web.lists import attachment
from menara.web.origins import badge
from menara.web.refusals import status_of, told
from menara.web.summits.minutes_page import minutes_page
from menara.web.summits.tongues import choices
from menara.web.tenancy import membership


class OpenForm(forms.Form):
    """In which languages the minutes are kept, and a draft to begin with."""

    authoritative = forms.ChoiceField(
        label=gettext_lazy("Language that counts"),
        help_text=gettext_lazy("Where the two differ, the words of this language hold."),
    )
    second = forms.ChoiceField(label=gettext_lazy("Language beside it"), required=False)
    draft = forms.CharField(
        label=gettext_lazy("Draft in the language that counts"),
        required=False,
        help_text=gettext_lazy("Each paragraph becomes a clause; leave an empty line between them."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    draft_second = forms.CharField(
        label=gettext_lazy("The same draft in the other language"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["authoritative"].choices = choices()  # type: ignore[attr-defined]
        self.fields["second"].choices = [("", _("none")), *choices()]  # type: ignore[attr-defined]


@behind_door(may=may_take_part)
def minutes(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The minutes of a meeting, clause by clause; not opened yet, they lead to their opening."""
    meeting_record(meeting_id=meeting_id)
    if not has_minutes(meeting_id=meeting_id) and may_speak(membership(request)):
        return redirect("minutes_open", meeting_id=meeting_id)
    return shown(request, meeting_id)


def shown(
    request: HttpRequest, meeting_id: int, *, typed: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page of minutes, with what was sent and refused where something was."""
    page = minutes_page(
        minutes_record(meeting_id=meeting_id), meeting_record(meeting_id=meeting_id), membership(request), typed=typed
    )
    return render(request, "summits/minutes.html", page, status=status)


def attempted(
    request: HttpRequest, meeting_id: int, act: Callable[[], Any], *, typed: Mapping[str, Any], anchor: str, done: str
) -> HttpResponse:
    """Do it and return to its place in the text; where it is refused, show the page with what was typed and why."""
    try:
        with transaction.atomic():
            act()
    except Refusal as refusal:
        if status_of(refusal) in (403, 404):
            raise
        return shown(request, meeting_id, typed={**typed, "fault": told(refusal)}, status=status_of(refusal))
    if done:
        messages.success(request, done)
    return redirect(f"{reverse('minutes', args=[meeting_id])}#{anchor}")


@behind_door("GET", "POST", may=may_speak)
def open_(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Open the minutes: languages, and a draft where there is one."""
    meeting = meeting_record(meeting_id=meeting_id)
    if request.method != "POST" and has_minutes(meeting_id=meeting_id):
        return redirect("minutes", meeting_id=meeting_id)
    form = OpenForm(request.POST or None, initial={"authoritative": "fr", "second": "en"})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                open_minutes(
                    meeting_id=meeting_id,
                    authoritative=given["authoritative"],
                    second=given["second"],
                    draft={given["second"]: given["draft_second"], given["authoritative"]: given["draft"]},
                    actor=membership(request),
                    now=timezone.now(),
                )
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The minutes are open to both sides."))
            return redirect("minutes", meeting_id=meeting_id)
    page = {
        "title": _("Open the minutes"),
        "kicker": spoken(meeting.subject),
        "standfirst": _("Both sides read and change them clause by clause; what both agreed to is the text."),
        "provenance": badge(meeting.origin),
        "form": form,
        "save_label": _("Open the minutes"),
        "cancel_url": reverse("meeting", args=[meeting_id]),
    }
    return render(request, "form.html", page, status=status)


@behind_door(may=may_take_part)
def text(_request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The text as agreed, as the file whose hash both sides sign."""
    return attachment(minutes_record(meeting_id=meeting_id).content, name="minutes", kind="txt")


@behind_door("POST", may=may_sign)
def sign(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Sign the text that was read, for one's side."""
    record = minutes_record(meeting_id=meeting_id)
    signed_as = request.POST.get("signed_as", "")

    def act() -> None:
        sign_minutes(
            minutes_id=record.id,
            text_hash=request.POST.get("text_hash", ""),
            signed_as=signed_as,
            actor=membership(request),
            now=timezone.now(),
        )

    typed = {"where": "sign", "signed_as": signed_as}
    return attempted(request, meeting_id, act, typed=typed, anchor="signatures", done=_("Signed for your side."))


@behind_door("POST", may=may_speak)
def propose(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Propose an addendum to locked minutes."""
    record = minutes_record(meeting_id=meeting_id)
    words = {code: request.POST.get(f"words_{code}", "") for code in record.languages}

    def act() -> None:
        propose_addendum(minutes_id=record.id, words=words, actor=membership(request), now=timezone.now())

    typed = {"where": "addendum", "words": words}
    return attempted(request, meeting_id, act, typed=typed, anchor="addenda", done=_("The addendum is proposed."))


@behind_door("POST", may=may_sign)
def agree(request: HttpRequest, addendum_id: int) -> HttpResponse:
    """Agree to the other side's addendum."""
    meeting_id = meeting_of_addendum(addendum_id=addendum_id)

    def act() -> None:
        agree_addendum(addendum_id=addendum_id, actor=membership(request), now=timezone.now())

    return attempted(request, meeting_id, act, typed={}, anchor="addenda", done=_("Both sides agreed to the addendum."))


@behind_door("POST", may=may_speak)
def withdraw(request: HttpRequest, addendum_id: int) -> HttpResponse:
    """Take back the own side's addendum."""
    meeting_id = meeting_of_addendum(addendum_id=addendum_id)

    def act() -> None:
        withdraw_addendum(addendum_id=addendum_id, actor=membership(request))

    return attempted(request, meeting_id, act, typed={}, anchor="addenda", done=_("The addendum is withdrawn."))
