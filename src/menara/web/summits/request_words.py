"""A request to meet in words: how it stands, where it has a place, as a row of a list."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from menara.models import RequestStatus
from menara.models.zones import zone_of
from menara.queries.listing import Words
from menara.queries.summits.requests import PlaceHeld, RequestLine
from menara.web import labels
from menara.web.days import day_in_words, isolated
from menara.web.labels import label
from menara.web.languages import Spoken, spoken
from menara.web.origins import badge
from menara.web.summits.tongues import marked

LONG = 40  # letters from which on a body's short name stands in rows

TONES = {
    RequestStatus.ASKED: "wait",
    RequestStatus.COUNTERED: "going",
    RequestStatus.ACCEPTED: "good",
    RequestStatus.DECLINED: "bad",
    RequestStatus.WITHDRAWN: "quiet",
    RequestStatus.EXPIRED: "quiet",
}


def state_of(line: RequestLine) -> dict[str, str]:
    """The context of ``parts/state.html``."""
    return {"tone": TONES[RequestStatus(line.status)], "label": label(labels.REQUESTS, line.status) or ""}


def short_name(name: Words, code: str) -> Spoken:
    """A body's name as a row has room for: its short one where the whole is long and there is one."""
    whole = spoken(name)
    return Spoken(code, "") if code and len(whole) > LONG else whole


def proposed_in_words(line: RequestLine) -> str:
    """``proposed: 30 min``; blank where nothing else is proposed."""
    if line.status != RequestStatus.COUNTERED or line.proposed_minutes is None:
        return ""
    return _("proposed: %(minutes)s min") % {"minutes": isolated(line.proposed_minutes)}


def minutes_in_words(line: RequestLine) -> str:
    """``30 min``, or what is proposed instead: ``60 min, proposed: 30 min``."""
    asked = _("%(minutes)s min") % {"minutes": isolated(line.minutes)}
    if line.status != RequestStatus.COUNTERED or line.proposed_minutes is None:
        return asked
    return _("%(asked)s, proposed: %(minutes)s min") % {"asked": asked, "minutes": isolated(line.proposed_minutes)}


def place_in_words(place: PlaceHeld | None) -> str:
    """Day, hour and room in the programme in force; blank where it has none."""
    if place is None:
        return ""
    hours = isolated(f"{place.begins_at:%H:%M}–{place.ends_at:%H:%M}")
    return " · ".join([isolated(day_in_words(place.begins_at.date(), with_weekday=True)), hours, spoken(place.room)])


def title_of(line: RequestLine, *, own: int | None = None) -> str:
    """``Norwegian National Police asks UN Police``; seen from one of the two, ``To`` or ``From`` the other."""
    asking, asked = (isolated(short_name(side.name, side.code)) for side in (line.asking, line.asked))
    if own == line.asking.id:
        return _("To %(asked)s") % {"asked": asked}
    if own == line.asked.id:
        return _("From %(asking)s") % {"asking": asking}
    return _("%(asking)s asks %(asked)s") % {"asking": asking, "asked": asked}


def request_row(line: RequestLine, *, zone: str, own: int | None = None) -> dict[str, Any]:
    """A request as lists and desks show it; ``own`` where one of the two delegations looks at it."""
    local = zone_of(zone)
    return {
        "id": line.id,
        "url": reverse("request", args=[line.id]),
        "title": title_of(line, own=own),
        "asking": short_name(line.asking.name, line.asking.code),
        "asked": short_name(line.asked.name, line.asked.code),
        "subject": marked(line.subject),
        "priority": label(labels.PRIORITIES, line.priority),
        "minutes": minutes_in_words(line),
        "asked_minutes": line.minutes,
        "proposed": proposed_in_words(line),
        "state": state_of(line),
        "is_tentative": line.is_tentative,
        "asked_on": line.asked_at.astimezone(local).date(),
        "expires_on": line.expires_at.astimezone(local).date() if line.expires_at else None,
        "place": place_in_words(line.place),
        "provenance": badge(line.origin),
    }
