"""One meeting: who met, what was said with which verb, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from menara.permissions import may_edit, may_represent, may_speak, may_take_part
from menara.queries.listing import Words
from menara.queries.summits.meetings import (
    MeetingRecord,
    PersonPresent,
    meeting_record,
)
from menara.queries.summits.records import Preparation, preparation
from menara.queries.thread import golden_thread
from menara.web import labels
from menara.web.days import day_in_words, isolated, zone_in_words
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.origins import badge, mark_source
from menara.web.summits.ladder import ladder_of, next_step, outcome_title
from menara.web.summits.people import SCRIPTS, called_at, name_of
from menara.web.summits.tongues import language_name, marked
from menara.web.tenancy import membership
from menara.web.threads import thread_of


@behind_door(may=may_take_part)
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Who met, what was said with which verb, and what came of it."""
    member = membership(request)
    held, prepared = meeting_record(meeting_id=meeting_id), preparation(meeting_id=meeting_id)
    may_write, may_say = may_edit(member), may_speak(member) and prepared.side is not None
    thread = golden_thread(level="meeting", record_id=meeting_id)
    seated = {one.id: called_at(one) for one in held.people}
    page: dict[str, Any] = {
        "thread": [] if may_represent(member) else thread_of(thread),
        "meeting": {
            "title": spoken(held.subject),
            "summit": spoken(held.summit),
            "summit_url": None if may_represent(member) else reverse("summit", args=[held.summit_id]),
            "standfirst": _when_and_where(held),
            "provenance": badge(held.origin),
            "edit_url": reverse("meeting_correct", args=[meeting_id]) if may_write else None,
            "minutes_url": _minutes_url(prepared, may_say=may_say),
            "has_minutes": prepared.has_minutes,
            "briefing_url": reverse("briefing", args=[meeting_id]),
            "statement_url": reverse("statement_enter", args=[meeting_id]) if may_write and held.people else None,
            "communique_url": _communique_url(meeting_id) if may_write else None,
        },
        "agenda": _lines(prepared.agenda, reverse("agenda_set", args=[meeting_id]) if may_say else None),
        "own_points": _lines(
            prepared.talking_points, reverse("talking_points_set", args=[meeting_id]) if may_say else None
        )
        if prepared.side
        else None,
        "facts": _facts(held),
        "participants": [
            {"side": label(labels.SIDES, side), "people": [_person(one) for one in held.people if one.side == side]}
            for side in labels.SIDES
            if any(one.side == side for one in held.people)
        ],
        "points": [
            {
                "side": name_of(said.speaker) or seated.get(said.speaker_id, ""),
                "drop_url": reverse("statement_drop", args=[meeting_id, said.id]) if may_write else None,
                "version": said.version,
                "on_behalf_of": spoken(said.on_behalf_of),
                "verb": label(labels.VERBS, said.verb),
                "text": marked(said.text),
                "mark": said.origin.mark,
                "source": said.origin.source_key.replace(";", " · "),
                "source_url": mark_source(said.origin.source_key)[1],
            }
            for said in held.statements
        ],
        "outcomes": [
            {
                "title": outcome_title(one),
                "text": marked(one.text),
                "url": reverse("outcome", args=[one.id]),
                "ladder": ladder_of(one, held.held_on),
                "provenance": badge(one.origin),
                "next_step": next_step(one),
            }
            for one in held.outcomes
        ],
    }
    return render(request, "summits/meeting.html", page)


def _when_and_where(held: MeetingRecord) -> str:
    day = isolated(day_in_words(held.held_on))
    part = label(labels.PARTS_OF_DAY, held.part_of_day)
    return " · ".join(filter(None, [day, part, isolated(spoken(held.venue)) if held.venue else ""]))


def _facts(held: MeetingRecord) -> list[dict[str, Any]]:
    pairs = [
        (_("Day"), day_in_words(held.held_on)),
        (
            _("Hour"),
            held.begins_at.strftime("%H:%M") if held.begins_at else label(labels.PARTS_OF_DAY, held.part_of_day),
        ),
        (_("Until"), held.ends_at.strftime("%H:%M") if held.ends_at else None),
        (_("Time zone"), zone_in_words(held.time_zone)),
        (_("Venue"), spoken(held.venue)),
        (_("Hosted by"), spoken(held.hosted_by)),
        (_("Received by"), name_of(held.received_by)),
        (_("At the request of"), spoken(held.requested_by)),
        (_("Languages spoken"), " · ".join(str(language_name(code)) for code in held.languages)),
        (_("Gifts exchanged"), held.gifts),
        (_("Photographs"), _photos(held.photo_released)),
        (_("Summit"), spoken(held.summit)),
    ]
    return [{"label": name, "value": value, "mark": ""} for name, value in pairs]


def _communique_url(meeting_id: int) -> str | None:
    try:
        return reverse("communique_draft", args=[meeting_id])
    except NoReverseMatch:
        return None


def _photos(released: bool | None) -> str:
    return "" if released is None else _("released to the press") if released else _("not released")


def _minutes_url(prepared: Preparation, *, may_say: bool) -> str | None:
    """Where the minutes are read, or opened by those who may."""
    if prepared.has_minutes or may_say:
        return reverse("minutes", args=[prepared.meeting_id])
    return None


def _lines(lines: Sequence[Words], url: str | None) -> dict[str, Any]:
    """Lines to be read, and the same as one text to be written anew in the language of the page."""
    return {
        "lines": [marked(words) for words in lines],
        "text": "\n".join(str(spoken(words)) for words in lines),
        "url": url,
    }


def _person(one: PersonPresent) -> dict[str, Any]:
    return {
        "names": [{"text": text, "language": SCRIPTS.get(script, "")} for script, text in one.names.items() if text],
        "title": marked(one.titles[0].text) if one.titles else "",
        "is_acting": bool(one.titles and one.titles[0].acting),
        "role": label(labels.DELEGATES, one.role),
    }
