"""The protocol officer's desk: all summits, where one of them stands, and the figures that lead on."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from menara.actions.summits.days import SummitFacts, correct_summit, enter_summit
from menara.actions.summits.requests import expire_requests
from menara.models import RequestStatus
from menara.permissions import may_edit
from menara.queries.summits.delegations import voices
from menara.queries.summits.meetings import summits
from menara.queries.summits.requests import requests
from menara.queries.summits.setting import Standing, SummitRecord, standing, summit_record
from menara.web.days import day_in_words, distance_in_words, instant_in_words, isolated, zone_in_words
from menara.web.doors import behind_door, today
from menara.web.languages import spoken
from menara.web.origins import badge
from menara.web.summits.given import form_page, saved, words_fields, words_for, words_in
from menara.web.summits.request_words import request_row
from menara.web.tenancy import membership

SHOWN = 8  # requests that wait, on the desk; the list shows all


class SummitForm(forms.Form):
    """When and where a summit is."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        day = forms.TextInput(attrs={"type": "date"})
        zones = [(name, name) for name in sorted(available_timezones())]
        self.fields |= words_fields("name", _("Name"), required=True)
        self.fields |= words_fields("venue", _("Place"))
        self.fields |= {
            "first_day": forms.DateField(label=_("First day"), widget=day),
            "last_day": forms.DateField(label=_("Last day"), widget=day),
            "time_zone": forms.ChoiceField(label=_("Time zone"), choices=zones, initial="UTC"),
            "country": forms.CharField(
                label=_("Country"), required=False, max_length=3, help_text=_("ISO code of three letters, as in MAR.")
            ),
        }

    def facts(self) -> SummitFacts:
        given = self.cleaned_data
        return SummitFacts(
            name=words_in(given, "name"),
            venue=words_in(given, "venue"),
            first_day=given["first_day"],
            last_day=given["last_day"],
            time_zone=given["time_zone"],
            country=given["country"].upper(),
        )


GROUPS = (
    (gettext_lazy("Name"), ("name_en", "name_fr", "name_ar")),
    (gettext_lazy("Place"), ("venue_en", "venue_fr", "venue_ar", "country")),
    (gettext_lazy("Days"), ("first_day", "last_day", "time_zone")),
)


@behind_door()
def summit_list(request: HttpRequest) -> HttpResponse:
    """Every summit on record, the latest first."""
    on = today(membership(request))
    lines = [
        {
            "url": reverse("summit", args=[line.id]),
            "name": spoken(line.name),
            "first_day": line.first_day,
            "last_day": line.last_day,
            "when": distance_in_words(line.first_day, on),
            "zone": zone_in_words(line.time_zone),
            "meetings": line.meetings,
            "outcomes": sum(line.outcomes.values()),
            "provenance": badge(line.origin),
        }
        for line in summits()
    ]
    page: dict[str, Any] = {
        "summits": lines,
        "enter_url": reverse("summit_enter") if may_edit(membership(request)) else None,
        "empty": {
            "title": _("No summit"),
            "reason": _("No summit is on record yet. Enter the first one, then its delegations and rooms."),
        },
    }
    return render(request, "summits/desk/summit_list.html", page)


@behind_door()
def summit(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Where a summit stands; each figure leads to its rows."""
    member = membership(request)
    held = summit_record(summit_id=summit_id)
    expire_requests(now=timezone.now())
    stands = standing(summit_id=summit_id, on=today(member))
    waiting = requests(summit_id=summit_id, awaiting=voices(summit_id=summit_id, represented=None))
    may = may_edit(member)
    page: dict[str, Any] = {
        "summit": {
            "name": spoken(held.name),
            "standfirst": standfirst(held),
            "provenance": badge(held.origin),
            "correct_url": reverse("summit_correct", args=[summit_id]) if may else None,
            "ask_url": reverse("request_ask", args=[summit_id]) if may else None,
            "board_url": address("board", summit_id),
        },
        "journey": _journey(held, stands),
        "waiting": [request_row(line, zone=held.time_zone) for line in waiting[:SHOWN]],
        "waiting_total": len(waiting),
        "waiting_url": f"{reverse('requests', args=[summit_id])}?awaiting=us",
        "request_figures": _request_figures(held, stands),
        "programme": _programme(held, stands),
        "after_figures": _after(held, stands),
        "setting_figures": _setting(held, stands),
        "places": _places(held),
    }
    return render(request, "summits/desk/summit.html", page)


@behind_door("GET", "POST", may=may_edit)
def enter(request: HttpRequest) -> HttpResponse:
    """Put a summit on record."""
    form = SummitForm(request.POST or None)
    status, made = saved(request, form, lambda: enter_summit(summit=form.facts(), actor=membership(request)))
    if status is None:
        messages.success(request, _("The summit is on record. Enter its delegations and rooms next."))
        return redirect("summit", summit_id=made)
    return form_page(
        request,
        form,
        status=status,
        title=_("Enter a summit"),
        save=_("Put the summit on record"),
        back=reverse("summits"),
        groups=GROUPS,
    )


@behind_door("GET", "POST", may=may_edit)
def correct(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Correct a summit."""
    held = summit_record(summit_id=summit_id)
    initial = {
        **words_for("name", held.name),
        **words_for("venue", held.venue),
        "first_day": held.first_day.isoformat(),
        "last_day": held.last_day.isoformat(),
        "time_zone": held.time_zone,
        "country": held.country,
    }
    form = SummitForm(request.POST or None, initial=initial)
    version = version_in(request, held.version)
    status, _none = saved(
        request,
        form,
        lambda: correct_summit(summit_id=summit_id, version=version, summit=form.facts(), actor=membership(request)),
    )
    if status is None:
        messages.success(request, _("The correction is saved."))
        return redirect("summit", summit_id=summit_id)
    return form_page(
        request,
        form,
        status=status,
        title=_("Correct the summit"),
        kicker=spoken(held.name),
        save=_("Save the correction"),
        back=reverse("summit", args=[summit_id]),
        groups=GROUPS,
        version=version,
        provenance=badge(held.origin),
    )


def version_in(request: HttpRequest, held: int) -> int:
    """The version of the record that the form was read with; that of now where none is sent."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else held


def address(name: str, *parts: Any, query: str = "") -> str:
    """The address of a page that may not be there; blank where it is not."""
    try:
        return reverse(name, args=parts) + query
    except NoReverseMatch:
        return ""


# --- the figures ------------------------------------------------------------------------------------------------------


def standfirst(held: SummitRecord) -> str:
    """Days, place and zone of a summit in one line."""
    days = _("%(first)s to %(last)s") % {
        "first": isolated(day_in_words(held.first_day)),
        "last": isolated(day_in_words(held.last_day)),
    }
    return " · ".join(filter(None, [days, spoken(held.venue), zone_in_words(held.time_zone)]))


def _journey(held: SummitRecord, stands: Standing) -> list[dict[str, Any]]:
    """From the request to what was undertaken: the thread of one summit."""
    listed = reverse("requests", args=[held.id])
    total, accepted = sum(stands.requests.values()), stands.requests[RequestStatus.ACCEPTED.value]
    stages = [
        (_("Requests"), total, listed, _("who asks whom")),
        (_("Accepted"), accepted, f"{listed}?status=accepted", _("both will meet")),
        (_("In the programme"), stands.placed, f"{listed}?placed=yes", _("room, hour, interpreters")),
        (_("Held"), stands.meetings, reverse("meetings"), _("on record")),
        (_("Minutes locked"), stands.minutes_locked, reverse("meetings"), _("signed by both sides")),
        (
            _("Commitments open"),
            stands.commitments_open,
            address("commitments", query=f"?summit={held.id}") or reverse("partnerships"),
            _("by a day, by someone"),
        ),
        (
            _("Released"),
            stands.communiques_released,
            address("communiques") or reverse("meetings"),
            _("told to the public"),
        ),
    ]
    here = max((n for n, stage in enumerate(stages) if stage[1]), default=-1)
    return [
        {
            "stage": stage,
            "count": count,
            "url": url,
            "note": note,
            "state": "here" if n == here else "reached" if count else "ahead",
        }
        for n, (stage, count, url, note) in enumerate(stages)
    ]


def _request_figures(held: SummitRecord, stands: Standing) -> list[dict[str, Any]]:
    listed = reverse("requests", args=[held.id])
    words = {
        RequestStatus.ASKED: _("without an answer"),
        RequestStatus.COUNTERED: _("another length proposed"),
        RequestStatus.ACCEPTED: _("accepted"),
        RequestStatus.DECLINED: _("declined"),
        RequestStatus.WITHDRAWN: pgettext("of requests", "withdrawn"),
        RequestStatus.EXPIRED: pgettext("of requests", "expired"),
    }
    return [
        {"label": word, "value": stands.requests[status.value], "url": f"{listed}?status={status.value}"}
        for status, word in words.items()
    ]


def _programme(held: SummitRecord, stands: Standing) -> dict[str, Any]:
    listed = reverse("requests", args=[held.id])
    if stands.version is None:
        said = _("No version is published yet.")
    else:
        said = _("Version %(number)s is in force, published %(moment)s.") % {
            "number": isolated(stands.version),
            "moment": instant_in_words(stands.published_at) if stands.published_at else "",
        }
    if stands.has_draft:
        said = " ".join((said, _("A draft is being worked on.")))
    figures = [
        {"label": _("meetings in the programme"), "value": stands.placed, "url": f"{listed}?placed=yes"},
        {
            "label": _("accepted, without a place"),
            "value": stands.unplaced,
            "url": f"{listed}?status=accepted&placed=no",
        },
        {"label": _("in it, accepted no longer"), "value": stands.lapsed, "url": f"{listed}?placed=yes&status=lapsed"},
    ]
    links = [
        {"label": word, "url": url}
        for word, url in (
            (_("The board"), address("board", held.id)),
            (_("As a list"), address("programme", held.id)),
            (_("Versions"), address("programme_versions", held.id)),
            (_("Waiting for a room"), address("waiting", held.id)),
        )
        if url
    ]
    return {"said": said, "figures": figures, "links": links}


def _after(held: SummitRecord, stands: Standing) -> list[dict[str, Any]]:
    commitments = address("commitments") or reverse("partnerships")
    return [
        {"label": _("meetings on record"), "value": stands.meetings, "url": reverse("meetings")},
        {"label": _("minutes not yet signed"), "value": stands.minutes_open, "url": reverse("meetings")},
        {
            "label": _("commitments open"),
            "value": stands.commitments_open,
            "url": f"{commitments}?summit={held.id}",
        },
        {
            "label": _("commitments overdue"),
            "value": stands.commitments_overdue,
            "url": f"{commitments}?state=overdue&summit={held.id}",
        },
        {
            "label": _("communiques in the making"),
            "value": stands.communiques_open,
            "url": address("communiques") or reverse("meetings"),
        },
    ]


def _setting(held: SummitRecord, stands: Standing) -> list[dict[str, Any]]:
    setting = reverse("setting", args=[held.id])
    return [
        {"label": _("delegations"), "value": stands.delegations, "url": reverse("delegations", args=[held.id])},
        {"label": _("rooms"), "value": stands.rooms, "url": f"{setting}#rooms"},
        {"label": _("interpreters"), "value": stands.interpreters, "url": f"{setting}#interpreters"},
        {"label": _("slots"), "value": stands.slots, "url": f"{setting}#slots"},
    ]


def _places(held: SummitRecord) -> list[dict[str, str]]:
    found = [
        (_("Requests"), reverse("requests", args=[held.id]), _("who asks whom, and what was answered")),
        (_("Who meets whom"), reverse("matrix", args=[held.id]), _("every two delegations at a glance")),
        (_("Delegations"), reverse("delegations", args=[held.id]), _("heads, members, absences")),
        (_("Focal points"), reverse("focal_points", args=[held.id]), _("who speaks for a delegation")),
        (
            pgettext("of a summit", "Setting"),
            reverse("setting", args=[held.id]),
            _("rooms, interpreters, slots, walks"),
        ),
        (
            _("Lists from files"),
            reverse("summit_lists", args=[held.id]),
            _("delegations, rooms, interpreters and requests from spreadsheets"),
        ),
    ]
    return [{"label": label, "url": url, "note": note} for label, url, note in found]
