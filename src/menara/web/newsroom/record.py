"""One communique: where it stands, its texts, what differs from the composed ones, what is missing; and each step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.newsroom.communiques import (
    approve_communique,
    release_communique,
    send_back_communique,
    set_embargo,
    submit_communique,
    withdraw_communique,
)
from menara.actions.newsroom.due import call_off_release, order_release
from menara.communique.record import LANGUAGES, paragraphs
from menara.engines.minutes.difference import difference, is_same
from menara.errors import Refusal
from menara.models import CommuniqueStatus
from menara.models.zones import zone_of
from menara.permissions import may_edit, may_moderate, may_release
from menara.queries.newsroom.communiques import CommuniqueRecord, communique_record_of
from menara.queries.thread import golden_thread
from menara.web.days import instant_in_words
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.newsroom.gaps import faults_by_language, gaps_of
from menara.web.newsroom.words import COMMUNIQUE_TONES, COMMUNIQUES, DIRECTIONS, TONGUES
from menara.web.origins import badge
from menara.web.refusals import status_of, told
from menara.web.tenancy import membership
from menara.web.threads import thread_of


class VersionForm(forms.Form):
    """Which version of the text a person read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class EmbargoForm(VersionForm):
    """Until when the text is not to be told, in the zone of the office."""

    embargo = forms.DateTimeField(
        label=gettext_lazy("Under embargo until"),
        required=False,
        help_text=gettext_lazy("In the time zone of your organisation. Blank: no embargo."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )


class ApprovalForm(EmbargoForm):
    """The text that was read, by its hash."""

    read_hash = forms.CharField(widget=forms.HiddenInput)


class WithdrawalForm(VersionForm):
    """Why, in the languages the public reads."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code in LANGUAGES:
            self.fields[code] = forms.CharField(
                label=TONGUES[code],
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": DIRECTIONS[code]}),
            )

    def reason(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in LANGUAGES if self.cleaned_data.get(code)}


@behind_door()
def communique(request: HttpRequest, communique_id: int) -> HttpResponse:
    """One communique, and the next step for whoever reads it."""
    held, member = communique_record_of(communique_id=communique_id), membership(request)
    zone = member.organisation.time_zone
    status = CommuniqueStatus(held.status)
    is_hand = member.account_id in held.hands
    page: dict[str, Any] = {
        **_head(held),
        "thread": thread_of(golden_thread(level="meeting", record_id=held.meeting_id)) if held.meeting_id else [],
        "texts": [_text(held, code) for code in LANGUAGES],
        "gaps": gaps_of(held),
        "faults": faults_by_language(held.faults),
        "facts": _facts(held, zone),
        "zone": zone,
        "edit_url": _step("communique_edit", held) if may_edit(member) and _is_open(status) else "",
        "submit_url": _step("communique_submit", held) if may_edit(member) and status == "draft" else "",
        "approve_url": _step("communique_approve", held) if may_release(member) and status == "submitted" else "",
        "is_hand": is_hand and may_release(member) and status == "submitted",
        "send_back_url": _step("communique_send_back", held)
        if may_release(member) and status in ("submitted", "approved")
        else "",
        **_release_steps(held, is_allowed=may_release(member) and status == "approved"),
        "withdraw_url": _step("communique_withdraw", held) if may_release(member) and status == "released" else "",
        "embargo_url": _step("communique_embargo", held) if may_release(member) and _is_open(status) else "",
        "replies_url": f"{reverse('replies')}?communique={held.id}" if may_moderate(member) else "",
        "answer_url": _step("reply_answer", held) if may_moderate(member) and status == "released" else "",
    }
    return render(request, "newsroom/communique.html", page)


@behind_door("POST", may=may_edit)
def submit(request: HttpRequest, communique_id: int) -> HttpResponse:
    """Put a text before those who approve."""
    submit_communique(communique_id=communique_id, version=_version(request), actor=membership(request))
    messages.success(request, _("The text waits for someone to approve it who did not write it."))
    return redirect("communique", communique_id=communique_id)


@behind_door("POST", may=may_release)
def send_back(request: HttpRequest, communique_id: int) -> HttpResponse:
    """Give a text back to those who write."""
    send_back_communique(communique_id=communique_id, version=_version(request), actor=membership(request))
    messages.success(request, _("The text is a draft again."))
    return redirect("communique", communique_id=communique_id)


@behind_door("GET", "POST", may=may_release)
def approve(request: HttpRequest, communique_id: int) -> HttpResponse:
    """Read what differs from the composed text, and approve what was read."""
    held, member = communique_record_of(communique_id=communique_id), membership(request)
    zone = member.organisation.time_zone
    initial = {"version": held.version, "read_hash": held.hash_now, "embargo": _local(held.embargo_until, zone)}
    form = ApprovalForm(request.POST or None, initial=initial)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            approve_communique(
                communique_id=communique_id,
                version=form.cleaned_data["version"],
                read_hash=form.cleaned_data["read_hash"],
                actor=member,
                now=timezone.now(),
                embargo_until=_instant(form.cleaned_data["embargo"], zone),
            )
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The text is approved."))
            return redirect("communique", communique_id=communique_id)
    page: dict[str, Any] = {
        **_head(held),
        "form": form,
        "texts": [text for text in (_text(held, code) for code in LANGUAGES) if text["title"]],
        "gaps": gaps_of(held),
        "faults": faults_by_language(held.faults),
        "is_hand": member.account_id in held.hands,
        "can_approve": held.status == CommuniqueStatus.SUBMITTED and member.account_id not in held.hands,
    }
    return render(request, "newsroom/approve.html", page, status=status)


@behind_door("GET", "POST", may=may_release)
def embargo(request: HttpRequest, communique_id: int) -> HttpResponse:
    """Let the text wait until a moment, or no longer."""
    held, member = communique_record_of(communique_id=communique_id), membership(request)
    zone = member.organisation.time_zone
    form = EmbargoForm(
        request.POST or None, initial={"version": held.version, "embargo": _local(held.embargo_until, zone)}
    )
    if request.method == "POST" and form.is_valid():
        set_embargo(
            communique_id=communique_id,
            version=form.cleaned_data["version"],
            until=_instant(form.cleaned_data["embargo"], zone),
            actor=member,
            now=timezone.now(),
        )
        messages.success(request, _("The embargo is set."))
        return redirect("communique", communique_id=communique_id)
    page = {
        "title": _("Embargo"),
        "kicker": spoken(held.titles),
        "standfirst": _(
            "Before this moment nobody can release the text, by the clock of this installation. A release that was "
            "ordered moves with it."
        ),
        "form": form,
        "save_label": _("Set the embargo"),
        "cancel_url": _step("communique", held),
    }
    return render(request, "form.html", page, status=422 if form.is_bound else 200)


@behind_door("POST", may=may_release)
def release(request: HttpRequest, communique_id: int) -> HttpResponse:
    """Let the public read it."""
    release_communique(
        communique_id=communique_id, version=_version(request), actor=membership(request), now=timezone.now()
    )
    messages.success(request, _("The text is released. Its address stays as it is."))
    return redirect("communique", communique_id=communique_id)


@behind_door("POST", may=may_release)
def order(request: HttpRequest, communique_id: int) -> HttpResponse:
    """Have it released at the end of its embargo."""
    order_release(communique_id=communique_id, version=_version(request), actor=membership(request), now=timezone.now())
    messages.success(request, _("The text will be released at the end of its embargo, if the record still bears it."))
    return redirect("communique", communique_id=communique_id)


@behind_door("POST", may=may_release)
def call_off(request: HttpRequest, communique_id: int) -> HttpResponse:
    """Take the order back."""
    call_off_release(communique_id=communique_id, version=_version(request), actor=membership(request))
    messages.success(request, _("The release is called off. The text stays approved."))
    return redirect("communique", communique_id=communique_id)


@behind_door("GET", "POST", may=may_release)
def withdraw(request: HttpRequest, communique_id: int) -> HttpResponse:
    """Take it back, for a reason that its address will tell."""
    held = communique_record_of(communique_id=communique_id)
    form = WithdrawalForm(request.POST or None, initial={"version": held.version})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_communique(
                communique_id=communique_id,
                version=form.cleaned_data["version"],
                reason=form.reason(),
                actor=membership(request),
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The text is withdrawn. Its address says so."))
            return redirect("communique", communique_id=communique_id)
    page = {
        "title": _("Withdraw the text"),
        "kicker": spoken(held.titles),
        "standfirst": _(
            "Its address stays and says that the text was withdrawn, when and why. Say why in each language."
        ),
        "form": form,
        "save_label": _("Withdraw it"),
        "cancel_url": _step("communique", held),
    }
    return render(request, "form.html", page, status=status)


def _head(held: CommuniqueRecord) -> dict[str, Any]:
    public = reverse("news_item", args=[held.newsroom, held.slug]) if held.newsroom else ""
    return {
        "communique": {
            "id": held.id,
            "version": held.version,
            "title": spoken(held.titles),
            "meeting": spoken(held.meeting),
            "meeting_url": reverse("meeting", args=[held.meeting_id]) if held.meeting_id else "",
            "dated_on": held.dated_on,
            "state": {"tone": COMMUNIQUE_TONES[held.status], "label": label(COMMUNIQUES, held.status)},
            "status": held.status,
            "hash": held.text_hash or held.hash_now,
            "provenance": badge(held.origin),
            "url": _step("communique", held),
            "public_url": public if held.status in (CommuniqueStatus.RELEASED, CommuniqueStatus.WITHDRAWN) else "",
            "waiting": held.waiting,
        }
    }


def _release_steps(held: CommuniqueRecord, *, is_allowed: bool) -> dict[str, Any]:
    """What can be done about the release now: at once, at the end of the embargo, or no more at its end."""
    is_under_embargo = bool(held.embargo_until and held.embargo_until > timezone.now())
    is_approved = held.status == CommuniqueStatus.APPROVED
    may_order = is_allowed and is_under_embargo and not held.ordered_by
    return {
        "release_url": _step("communique_release", held) if is_allowed and not is_under_embargo else "",
        "order_url": _step("communique_order", held) if may_order else "",
        "call_off_url": _step("communique_call_off", held) if is_allowed and held.ordered_by else "",
        "ordered_by": held.ordered_by,
        "embargo_until": held.embargo_until,
        "is_overdue": is_approved and held.embargo_until is not None and not is_under_embargo,
    }


def _text(held: CommuniqueRecord, code: str) -> dict[str, Any]:
    """One language: its words, and what differs from what the record gives now."""
    title, body = held.titles.get(code, ""), held.bodies.get(code, "")
    composed = held.composed.texts[code] if held.composed else None
    pieces = [difference(composed.title, title), difference(composed.body, body)] if composed else []
    return {
        "code": code,
        "name": TONGUES[code],
        "direction": DIRECTIONS[code],
        "title": title,
        "paragraphs": paragraphs(body),
        "title_pieces": pieces[0] if pieces else (),
        "pieces": pieces[1] if pieces else (),
        "is_as_composed": bool(pieces) and all(is_same(part) for part in pieces),
    }


def _facts(held: CommuniqueRecord, zone: str) -> list[dict[str, Any]]:
    def at(moment: datetime | None) -> str:
        return instant_in_words(moment, zone=zone) if moment else ""

    pairs = [
        (_("Drafted by"), held.drafted_by),
        (_("Drafted"), at(held.drafted_at)),
        (_("Last edited by"), held.edited_by),
        (_("Approved by"), held.approved_by),
        (_("Approved"), at(held.approved_at)),
        (_("Under embargo until"), at(held.embargo_until)),
        (_("Released by"), held.released_by),
        (_("Released"), at(held.released_at)),
    ]
    return [{"label": name, "value": value, "mark": ""} for name, value in pairs if value]


def _is_open(status: CommuniqueStatus) -> bool:
    return status in (CommuniqueStatus.DRAFT, CommuniqueStatus.SUBMITTED, CommuniqueStatus.APPROVED)


def _step(name: str, held: CommuniqueRecord) -> str:
    return reverse(name, args=[held.id])


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _local(moment: datetime | None, zone: str) -> datetime | None:
    """An instant as a field of the page shows it: in the office's zone, without saying so."""
    return moment.astimezone(zone_of(zone)).replace(tzinfo=None) if moment else None


def _instant(local: datetime | None, zone: str) -> datetime | None:
    return local.replace(tzinfo=zone_of(zone)) if local else None
