"""Something changed: a person is away, a room closed, an interpreter out, a meeting falls away or comes late. What
would move, before anyone accepts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from menara.actions.summits.replanning import (
    Change,
    InterpreterOut,
    LateRequest,
    MeetingCancelled,
    PersonAway,
    Replan,
    RoomClosed,
    accept_replan,
    drop_replan,
    replan_preview,
)
from menara.errors import Refusal
from menara.models.zones import zone_of
from menara.permissions import may_plan
from menara.queries.summits.board import (
    Named,
    SummitHead,
    accepted_requests,
    grid,
    interpreters_named,
    people_named,
    summit_head,
)
from menara.queries.summits.programme import Version, unplaced, version
from menara.queries.summits.replanned import replan_of
from menara.web import labels
from menara.web.days import day_in_words, instant_in_words
from menara.web.doors import behind_door
from menara.web.findings import speak
from menara.web.labels import Label, label
from menara.web.languages import isolated, spoken
from menara.web.lists import as_number
from menara.web.refusals import status_of, told
from menara.web.summits import words
from menara.web.summits.people import name_of
from menara.web.summits.places import conflicts_told
from menara.web.tenancy import membership

KINDS: Mapping[str, Label] = {
    "person": gettext_lazy("A person is away"),
    "room": gettext_lazy("A room is closed"),
    "interpreter": gettext_lazy("An interpreter is out"),
    "cancelled": gettext_lazy("A meeting falls away"),
    "late": gettext_lazy("A late request"),
}
KIND_OF: Mapping[type[Change], str] = {
    PersonAway: "person",
    RoomClosed: "room",
    InterpreterOut: "interpreter",
    MeetingCancelled: "cancelled",
    LateRequest: "late",
}
TIMED: Mapping[str, Callable[..., Change]] = {"person": PersonAway, "room": RoomClosed, "interpreter": InterpreterOut}
WHAT: Mapping[str, Label] = {
    "held": pgettext_lazy("what a change does to a meeting", "Held or not"),
    "slot": pgettext_lazy("what a change does to a meeting", "Another time"),
    "room": pgettext_lazy("what a change does to a meeting", "Another room"),
    "interpreters": pgettext_lazy("what a change does to a meeting", "Other interpreters"),
    "dropped": pgettext_lazy("what a change does to a meeting", "No longer held"),
    "added": pgettext_lazy("what a change does to a meeting", "Newly placed"),
}
WHAT_SHAPES = {"slot": "moved", "dropped": "removed", "added": "added"}


class ChangeForm(forms.Form):
    """Which record, and from when until when, in the time of the summit."""

    record = forms.TypedChoiceField(label=gettext_lazy("Which"), coerce=int, empty_value=None)
    begins_at = forms.DateTimeField(
        label=gettext_lazy("From"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def __init__(self, *args: Any, kind: str, choices: list[tuple[int, str]], zone: str, **more: Any) -> None:
        super().__init__(*args, **more)
        record: Any = self.fields["record"]
        record.choices = [("", "–"), *choices]
        self.zone = zone
        if kind not in TIMED:
            del self.fields["begins_at"], self.fields["ends_at"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        # The field read the time in the server's zone; what was typed is the summit's clock.
        for name in ("begins_at", "ends_at"):
            if given.get(name):
                given[name] = given[name].replace(tzinfo=zone_of(self.zone))
        if given.get("begins_at") and given.get("ends_at") and given["begins_at"] >= given["ends_at"]:
            self.add_error("ends_at", _("The end must lie after the beginning."))
        return given


@behind_door("GET", "POST", may=may_plan)
def change(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Tell what changed; answered with the page of what would move. Nothing changes before that is accepted."""
    shown = version(programme_id=programme_id)
    if shown.number is not None:
        raise Http404
    head = summit_head(summit_id=shown.summit_id)
    kind = request.GET.get("kind", "")
    page = _page(shown, head, kind)
    if kind not in KINDS:
        return render(request, "summits/programme/change.html", page)
    form = _form(request, shown, head, kind)
    page["form"] = form
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    found = replan_preview(
                        programme_id=programme_id,
                        change=_change(kind, form.cleaned_data),
                        changed=shown.changed,
                        actor=membership(request),
                        now=timezone.now(),
                    )
            except Refusal as refusal:
                status = status_of(refusal)
                page["faults"] = [{"sentence": one, "url": ""} for one in (told(refusal), *conflicts_told(refusal))]
            else:
                return redirect("programme_replan", programme_id=programme_id, key=found.key)
    return render(request, "summits/programme/change.html", page, status=status)


@behind_door(may=may_plan)
def replan(request: HttpRequest, programme_id: int, key: str) -> HttpResponse:
    """What a change would move, as it was listed: there to read until it is accepted or the draft moves on."""
    shown = version(programme_id=programme_id)
    head = summit_head(summit_id=shown.summit_id)
    found = replan_of(programme_id=programme_id, now=timezone.now())
    if found is not None and found.key != key:
        found = None
    again = reverse("programme_change", args=[programme_id])
    page: dict[str, Any] = {
        "summit": spoken(head.name),
        "board_url": f"{reverse('board', args=[shown.summit_id])}?version={shown.id}",
        "again_url": again,
        "is_gone": found is None,
    }
    if found is not None and found.change is not None:
        page |= {
            "again_url": f"{again}?{urlencode(_as_asked(found.change, head.time_zone))}",
            "what": label(KINDS, KIND_OF[type(found.change)]),
            "subject": speak(found.subject) if found.subject else "",
            "when": _span(found.change, head.time_zone),
            "made_at": instant_in_words(found.made_at, zone=head.time_zone) if found.made_at else "",
            "is_stale": found.is_stale,
            "preview": None if found.is_stale else _preview(found, shown.id, head.id, head.time_zone),
            "changed": shown.changed,
            "key": key,
            "accept_url": reverse("programme_change_accept", args=[shown.id]),
            "drop_url": reverse("programme_change_drop", args=[shown.id]),
        }
    return render(request, "summits/programme/replan.html", page)


@behind_door("POST", may=may_plan)
def accept(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Take what the preview showed."""
    shown = version(programme_id=programme_id)
    accept_replan(
        programme_id=programme_id,
        changed=as_number(request.POST.get("changed", "")),
        key=request.POST.get("key") or None,
        actor=membership(request),
        now=timezone.now(),
    )
    messages.success(request, _("The draft was planned again. Delegations are told when it is published."))
    return redirect(f"{reverse('board', args=[shown.summit_id])}?version={programme_id}")


@behind_door("POST", may=may_plan)
def drop(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Leave everything as it was."""
    shown = version(programme_id=programme_id)
    drop_replan(programme_id=programme_id, actor=membership(request))
    return redirect(f"{reverse('board', args=[shown.summit_id])}?version={programme_id}")


def _page(shown: Version, head: SummitHead, kind: str) -> dict[str, Any]:
    address = reverse("programme_change", args=[shown.id])
    return {
        "summit": spoken(head.name),
        "board_url": f"{reverse('board', args=[shown.summit_id])}?version={shown.id}",
        "kinds": [
            {"label": word, "url": f"{address}?kind={own}", "is_here": own == kind} for own, word in KINDS.items()
        ],
        "kind": label(KINDS, kind),
        "requests_url": reverse("requests", args=[shown.summit_id]),
        "is_late": kind == "late",
        "form": None,
    }


def _form(request: HttpRequest, shown: Version, head: SummitHead, kind: str) -> ChangeForm:
    options = {
        "person": lambda: [(one.id, _person(one)) for one in people_named(summit_id=head.id)],
        "room": lambda: [
            (room.id, str(spoken(room.name, fallback=room.code))) for room in grid(summit_id=head.id).rooms
        ],
        "interpreter": lambda: [(one.id, str(spoken(one.name))) for one in interpreters_named(summit_id=head.id)],
        "cancelled": lambda: [
            (one.id, words.two_names(one.name, one.note)) for one in accepted_requests(summit_id=head.id)
        ],
        "late": lambda: [
            (one.request_id, words.between(one.asking, one.asked))
            for one in unplaced(programme_id=shown.id, now=timezone.now())
        ],
    }
    return ChangeForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        choices=options[kind](),
        zone=head.time_zone,
        initial={**(_first_day(head) if kind in TIMED else {}), **_asked_before(request)},
    )


def _asked_before(request: HttpRequest) -> dict[str, str]:
    """What the address names already: the same change is asked for once more."""
    return {name: request.GET[name] for name in ("record", "begins_at", "ends_at") if name in request.GET}


def _first_day(head: SummitHead) -> dict[str, str]:
    day = head.begins_on.isoformat()
    return {"begins_at": f"{day}T09:00", "ends_at": f"{day}T18:00"}


def _person(one: Named) -> str:
    """A person by name where the office gave one, else by role, always with the delegation."""
    name = name_of(one.name) or label(labels.DELEGATES, one.short)
    return f"{name} · {spoken(one.note)}"


def _change(kind: str, given: Mapping[str, Any]) -> Change:
    match kind:
        case "person":
            return PersonAway(person_id=given["record"], begins_at=given["begins_at"], ends_at=given["ends_at"])
        case "room":
            return RoomClosed(room_id=given["record"], begins_at=given["begins_at"], ends_at=given["ends_at"])
        case "interpreter":
            return InterpreterOut(
                interpreter_id=given["record"], begins_at=given["begins_at"], ends_at=given["ends_at"]
            )
        case "cancelled":
            return MeetingCancelled(request_id=given["record"])
        case _:
            return LateRequest(request_id=given["record"])


def _as_asked(change: Change, zone: str) -> dict[str, Any]:
    """A change as the form is filled in for it."""
    told = asdict(change)
    record = next(value for name, value in told.items() if name.endswith("_id"))
    times = {
        name: f"{value.astimezone(zone_of(zone)):%Y-%m-%dT%H:%M}"
        for name, value in told.items()
        if name.endswith("_at")
    }
    return {"kind": KIND_OF[type(change)], "record": record, **times}


def _span(change: Change, zone: str) -> str:
    """From when until when, for a change that has a time."""
    if isinstance(change, MeetingCancelled | LateRequest):
        return ""
    begins, ends = (
        (words.local_day(moment, zone), words.clock(moment, zone)) for moment in (change.begins_at, change.ends_at)
    )
    if begins[0] == ends[0]:
        return words.when(change.begins_at, change.ends_at, zone)
    begin, end = (
        " · ".join([isolated(day_in_words(day, with_weekday=True)), isolated(hour)]) for day, hour in (begins, ends)
    )
    return _("from %(begin)s to %(end)s") % {"begin": begin, "end": end}


def _preview(found: Replan, programme_id: int, summit_id: int, zone: str) -> dict[str, Any]:
    """What would change, published meetings first."""
    names = {one.id: words.two_names(one.name, one.note) for one in accepted_requests(summit_id=summit_id)}
    changes = [
        {
            "shape": WHAT_SHAPES.get(one.what, "changed"),
            "word": label(WHAT, one.what),
            "subject": speak(one.meeting),
            "url": reverse("place", args=[programme_id, one.request_id]),
            "note": _from_to(words.where(one.was, zone), words.where(one.now, zone))
            if one.what != "interpreters"
            else _from_to(" · ".join(one.interpreters_was), " · ".join(one.interpreters_now)),
            "why": [speak(reason) for reason in one.why],
            "is_published": one.is_published,
        }
        for one in sorted(found.changes, key=lambda one: not one.is_published)
    ]
    return {
        "is_possible": found.is_possible,
        "changes": changes,
        "published": sum(one["is_published"] for one in changes),
        "not_held": [
            {"title": names.get(own, ""), "reasons": [speak(reason) for reason in reasons]}
            for own, reasons in found.not_held
        ],
        "conflicts": [speak(conflict.sentence) for conflict in found.conflicts],
    }


def _from_to(was: str, now: str) -> str:
    if was and now and was != now:
        return _("from %(before)s to %(after)s") % {"before": was, "after": now}
    return now or was
