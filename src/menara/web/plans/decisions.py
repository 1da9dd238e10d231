"""Pin, exclude, waive, estimate, each with a name and a reason; and taking it back."""

from __future__ import annotations

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

from menara.actions.decisions import estimate_odds, exclude_officer, pin_officer, waive_share, withdraw_decision
from menara.errors import Refusal
from menara.models import DecisionKind
from menara.permissions import may_plan, may_see_sensitive
from menara.queries.officers import officer_record
from menara.queries.posts import call_record, post_record
from menara.web.doors import behind_door
from menara.web.languages import isolated, spoken
from menara.web.lists import Asked
from menara.web.posts.calls import title_of
from menara.web.refusals import status_of, told
from menara.web.tenancy import membership


class DecisionForm(forms.Form):
    """Why, and for an estimate how likely."""

    per_cent = forms.IntegerField(label=gettext_lazy("Odds in per cent"), min_value=0, max_value=100)
    everywhere = forms.BooleanField(label=gettext_lazy("Keep the officer from every post"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is kept with your name and shown wherever the decision counts."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, kind: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if kind != DecisionKind.ESTIMATE:
            del self.fields["per_cent"]
        if kind != DecisionKind.EXCLUDE:
            del self.fields["everywhere"]


@behind_door("GET", "POST", may=may_plan)
def decide(request: HttpRequest) -> HttpResponse:
    """Record one decision about an officer and a post, or about a call."""
    asked = Asked(request)
    kind, officer_id, post_id, call_id = (
        asked.text("kind"), asked.number("officer"), asked.number("post"), asked.number("call")
    )  # fmt: skip
    if kind not in set(DecisionKind):
        kind = DecisionKind.PIN
    subject = _subject(request, kind, officer_id or 0, post_id or 0, call_id or 0)
    form = DecisionForm(kind, request.POST or None)
    status = 422 if form.is_bound else 200
    back = _back(request)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, kind, officer_id or 0, post_id or 0, call_id or 0, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, told(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The decision is kept. Plan again to see what it changes."))
            return redirect(back)
    titles = {
        DecisionKind.PIN: _("Pin an officer"),
        DecisionKind.EXCLUDE: _("Keep an officer from a post"),
        DecisionKind.WAIVE: _("Waive the share of women"),
        DecisionKind.ESTIMATE: _("Enter your own estimate"),
    }
    page: dict[str, Any] = {
        "title": titles[DecisionKind(kind)],
        "standfirst": subject,
        "form": form,
        "next": back,
        "save_label": _("Keep the decision"),
        "cancel_url": back,
    }
    return render(request, "form.html", page, status=status)


@behind_door("POST", may=may_plan)
def withdraw(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take a decision back; it stays on record."""
    withdraw_decision(decision_id=decision_id, actor=membership(request), now=timezone.now())
    messages.success(request, _("The decision is withdrawn. Plan again to see what it changes."))
    return redirect(_back(request))


def _subject(request: HttpRequest, kind: str, officer_id: int, post_id: int, call_id: int) -> str:
    if kind == DecisionKind.WAIVE:
        return _("Call: %(call)s") % {"call": isolated(title_of(call_record(call_id=call_id)))}
    officer = officer_record(officer_id=officer_id, sensitive=may_see_sensitive(membership(request))).officer
    post = post_record(post_id=post_id).line
    return _("Officer %(officer)s and the post %(post)s (%(ref)s)") % {
        "officer": isolated(officer.number),
        "post": isolated(spoken(post.title, fallback=post.ref)),
        "ref": isolated(post.ref),
    }


def _decide(
    request: HttpRequest, kind: str, officer_id: int, post_id: int, call_id: int, given: dict[str, Any]
) -> None:
    by: dict[str, Any] = {"reason": given["reason"], "actor": membership(request), "now": timezone.now()}
    match DecisionKind(kind):
        case DecisionKind.PIN:
            pin_officer(officer_id=officer_id, post_id=post_id, **by)
        case DecisionKind.EXCLUDE:
            exclude_officer(officer_id=officer_id, post_id=None if given["everywhere"] else post_id, **by)
        case DecisionKind.WAIVE:
            waive_share(call_id=call_id, **by)
        case DecisionKind.ESTIMATE:
            estimate_odds(officer_id=officer_id, post_id=post_id, per_cent=given["per_cent"], **by)


def _back(request: HttpRequest) -> str:
    """Where the person came from, if that is a page of ours; else the plans."""
    wanted = request.POST.get("next") or request.headers.get("Referer", "")
    hosts = {request.get_host()}
    is_address = wanted.startswith(("/", "http://", "https://"))  # a bare word is the name of a page to redirect()
    if is_address and url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts) and reverse("decide") not in wanted:
        return wanted
    return reverse("plans")
