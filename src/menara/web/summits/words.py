"""A programme in words: versions, times of the summit, meetings by their two sides, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from menara.models import NoticeKind, PlaceState, ProgrammeStatus
from menara.models.zones import zone_of
from menara.queries.listing import Words
from menara.queries.summits.programme import Place, ProgrammeLine, Side, Version
from menara.web.days import day_in_words
from menara.web.labels import Label, label
from menara.web.languages import isolated, spoken

STATES: Mapping[str, Label] = {
    PlaceState.PLANNED: pgettext_lazy("of a meeting", "planned"),
    PlaceState.HELD: pgettext_lazy("of a meeting", "held"),
    PlaceState.NO_SHOW: pgettext_lazy("of a meeting", "nobody came"),
    PlaceState.CANCELLED: pgettext_lazy("of a meeting", "cancelled"),
}
STATE_TONES: Mapping[str, str] = {
    PlaceState.PLANNED: "going",
    PlaceState.HELD: "good",
    PlaceState.NO_SHOW: "bad",
    PlaceState.CANCELLED: "quiet",
}
KINDS: Mapping[str, Label] = {
    NoticeKind.PLACED: pgettext_lazy("a change of a programme", "New"),
    NoticeKind.MOVED: pgettext_lazy("a change of a programme", "Another time"),
    NoticeKind.ROOM_CHANGED: pgettext_lazy("a change of a programme", "Another room"),
    NoticeKind.TAKEN_OUT: pgettext_lazy("a change of a programme", "Taken out"),
    NoticeKind.ROOM_FREE: pgettext_lazy("a change of a programme", "A room is free"),
}
# The drawing and the word of ``parts/changes.html`` that fit each.
KIND_SHAPES: Mapping[str, str] = {
    NoticeKind.PLACED: "added",
    NoticeKind.MOVED: "moved",
    NoticeKind.ROOM_CHANGED: "changed",
    NoticeKind.TAKEN_OUT: "removed",
    NoticeKind.ROOM_FREE: "added",
}
GOALS: Mapping[str, Label] = {
    "held": gettext_lazy("Firm meetings held, by priority"),
    "tentative": gettext_lazy("Tentative meetings held, by priority"),
    "preferences": gettext_lazy("Wishes of protocol met"),
    "breaks": gettext_lazy("Idle gaps of the delegations"),
    "unfairness": gettext_lazy("Most gaps of one delegation less the fewest"),
    "room_moves": gettext_lazy("Changes of room between two meetings"),
}


def clock(moment: datetime, zone: str) -> str:
    """``10:30`` in the summit's zone."""
    return moment.astimezone(zone_of(zone)).strftime("%H:%M")


def hours(begins_at: datetime, ends_at: datetime, zone: str) -> SafeString:
    """``10:00–10:30``, isolated."""
    return format_html("<bdi>{}–{}</bdi>", clock(begins_at, zone), clock(ends_at, zone))


def local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(zone_of(zone)).date()


def when(begins_at: datetime, ends_at: datetime, zone: str) -> str:
    """``Tue 25 November · 10:00–10:30``, each part isolated, for a sentence."""
    day = day_in_words(local_day(begins_at, zone), with_weekday=True)
    return f"{isolated(day)} · {isolated(f'{clock(begins_at, zone)}–{clock(ends_at, zone)}')}"


def where(place: Place | None, zone: str) -> str:
    """Time and room of a place, for a sentence; blank for none."""
    if place is None:
        return ""
    return f"{when(place.begins_at, place.ends_at, zone)} · {isolated(spoken(place.room))}"


def where_line(line: ProgrammeLine, zone: str) -> str:
    """Time and room of a meeting, for a sentence."""
    room = spoken(line.room, fallback=line.room_code)
    return f"{when(line.begins_at, line.ends_at, zone)} · {isolated(room)}"


def between(asking: Side, asked: Side) -> str:
    """``Norway and Morocco``, for a sentence: the one who asked first."""
    return two_names(asking.name, asked.name)


def two_names(one: Words, other: Words) -> str:
    return _("%(one)s and %(other)s") % {"one": isolated(spoken(one)), "other": isolated(spoken(other))}


def version_name(version: Version) -> str:
    """``Version 3`` or ``Draft``."""
    if version.number is None:
        return _("Draft")
    return _("Version %(number)s") % {"number": isolated(version.number)}


def version_state(version: Version) -> dict[str, Any]:
    """The context of ``parts/state.html``."""
    tones = {
        ProgrammeStatus.DRAFT: ("wait", _("draft, seen by your office only")),
        ProgrammeStatus.PUBLISHED: ("good", _("in force")),
        ProgrammeStatus.SUPERSEDED: ("quiet", _("superseded")),
    }
    tone, word = tones[ProgrammeStatus(version.status)]
    return {"tone": tone, "label": word}


def place_state(state: str) -> dict[str, Any]:
    """The context of ``parts/state.html`` for a meeting's place."""
    return {"tone": STATE_TONES[PlaceState(state)], "label": label(STATES, state)}


def kind_shape(kind: str) -> str:
    return KIND_SHAPES[NoticeKind(kind)]


def kind_word(kind: str) -> str:
    return label(KINDS, kind) or ""


def change_note(kind: str, before: Place | None, after: Place | None, zone: str) -> str:
    """From where to where a meeting went."""
    if before and after:
        return _("from %(before)s to %(after)s") % {"before": where(before, zone), "after": where(after, zone)}
    return where(after or before, zone)
