"""Readers' replies, for those who moderate: what waits, what stands, and the office's own answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.newsroom.replies import (
    TEXT_LENGTH,
    answer_officially,
    pin_answer,
    publish_reply,
    refuse_reply,
    remove_reply,
)
from menara.errors import BadInput, Refusal
from menara.models import ReplyReason, ReplyStatus
from menara.permissions import may_moderate
from menara.queries.newsroom.communiques import communique_record_of
from menara.queries.newsroom.replies import ReplyLine, replies, reply_counts
from menara.web.doors import behind_door
from menara.web.labels import choices, label
from menara.web.languages import spoken
from menara.web.lists import Asked, pages_of
from menara.web.newsroom.words import DIRECTIONS, REASONS, REPLIES, TONGUES
from menara.web.refusals import status_of, told, told_fault
from menara.web.tenancy import membership

_STATES = (ReplyStatus.WAITING, ReplyStatus.PUBLISHED, ReplyStatus.REMOVED, ReplyStatus.REFUSED)


class AnswerForm(forms.Form):
    """The office's own words."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=list(TONGUES.items()))
    text = forms.CharField(
        label=gettext_lazy("Official answer"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": TEXT_LENGTH, "dir": "auto"}),
    )
    pinned = forms.BooleanField(label=gettext_lazy("Show it before all replies"), required=False)


@behind_door(may=may_moderate)
def queue(request: HttpRequest) -> HttpResponse:
    """Replies that wait to be read, or those in another state."""
    asked = Asked(request)
    wanted, only = asked.text("status"), asked.number("communique")
    status = ReplyStatus(wanted) if wanted in set(ReplyStatus) else ReplyStatus.WAITING
    found = replies(status=status, communique_id=only, page=asked.page())
    counts = reply_counts(communique_id=only)
    page: dict[str, Any] = {
        "states": [
            {
                "label": label(REPLIES, one),
                "count": counts[one],
                "url": asked.with_(status=one.value),
                "is_here": one == status,
            }
            for one in _STATES
        ],
        "status": status.value,
        "replies": [_line(line) for line in found.lines],
        "total": found.total,
        "reasons": choices(REASONS),
        "pages": pages_of(asked, found),
        "here": request.get_full_path(),
        "only": spoken(communique_record_of(communique_id=only).titles) if only else "",
        "all_url": asked.with_(communique=None),
        "zone": membership(request).organisation.time_zone,
        "empty": {
            "title": _("No reply"),
            "reason": _("Nothing waits to be read.")
            if status is ReplyStatus.WAITING
            else _("No reply stands in this state."),
            "url": "",
            "action": "",
        },
    }
    return render(request, "newsroom/replies.html", page)


@behind_door("POST", may=may_moderate)
def decide(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Publish a reply, keep it back, remove it, pin an answer: what the button says."""
    what, reason = request.POST.get("what", ""), request.POST.get("reason", "")
    told_why = ReplyReason(reason) if reason in set(ReplyReason) else None
    done: dict[str, Any] = {"reply_id": reply_id, "actor": membership(request), "now": timezone.now()}
    if what in ("refuse", "remove") and told_why is None:
        messages.error(request, _("Choose the reason. The public sees its class, not the reply."))
        return redirect(_back(request))
    steps: dict[str, tuple[Callable[[], None], str]] = {
        "publish": (lambda: publish_reply(**done), _("The reply is published.")),
        "refuse": (
            lambda: refuse_reply(**done, reason=told_why or ReplyReason.OFF_TOPIC),
            _("The reply is not published."),
        ),
        "remove": (
            lambda: remove_reply(**done, reason=told_why or ReplyReason.OFF_TOPIC),
            _("The reply is removed; a dated notice with the reason stands in its place."),
        ),
        "pin": (lambda: pin_answer(reply_id=reply_id, actor=done["actor"]), _("The answer stands first.")),
        "unpin": (
            lambda: pin_answer(reply_id=reply_id, actor=done["actor"], pinned=False),
            _("The answer stands in its place again."),
        ),
    }
    if what not in steps:
        return redirect(_back(request))
    step, said = steps[what]
    step()
    messages.success(request, said)
    return redirect(_back(request))


@behind_door("GET", "POST", may=may_moderate)
def answer(request: HttpRequest, communique_id: int) -> HttpResponse:
    """Answer for the office, to a reply (``?reply=``) or to all readers of a text."""
    held, asked = communique_record_of(communique_id=communique_id), Asked(request)
    to = asked.number("reply")
    form = AnswerForm(request.POST or None, initial={"language": request.GET.get("language", "ar")})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = answer_officially(
                communique_id=communique_id,
                text=form.cleaned_data["text"],
                language=form.cleaned_data["language"],
                answers_id=to,
                actor=membership(request),
                now=timezone.now(),
            )
            if form.cleaned_data["pinned"]:
                pin_answer(reply_id=made, actor=membership(request))
        except BadInput as refusal:
            for fault in refusal.faults:
                form.add_error("text", told_fault(fault))
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The answer stands in public."))
            return redirect(f"{reverse('replies')}?communique={communique_id}&status=published")
    page = {
        "title": _("Official answer"),
        "kicker": spoken(held.titles),
        "standfirst": _("It appears at once, in the name of the office."),
        "form": form,
        "save_label": _("Publish the answer"),
        "cancel_url": reverse("communique", args=[communique_id]),
    }
    return render(request, "form.html", page, status=status)


def _back(request: HttpRequest) -> str:
    """The list the button stood in."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours else reverse("replies")


def _line(line: ReplyLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "text": line.text,
        "language": line.language,
        "direction": DIRECTIONS.get(line.language, "auto"),
        "tongue": TONGUES.get(line.language, line.language),
        "communique": spoken(line.communique),
        "communique_url": reverse("communique", args=[line.communique_id]),
        "received_at": line.received_at,
        "decided_at": line.decided_at,
        "decided_by": line.decided_by,
        "reason": label(REASONS, line.reason),
        "is_official": line.is_official,
        "is_pinned": line.is_pinned,
        "answers": line.answers,
        "decide_url": reverse("reply_decide", args=[line.id]),
        "answer_url": f"{reverse('reply_answer', args=[line.communique_id])}?reply={line.id}&language={line.language}",
    }
