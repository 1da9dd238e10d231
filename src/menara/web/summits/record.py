"""One meeting: who met, what was said with which verb, and what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from menara.queries.summits.meetings import (
    MeetingRecord,
    PersonPresent,
    meeting_record,
)
from menara.queries.thread import golden_thread
from menara.web import labels
from menara.web.days import day_in_words, isolated, zone_in_words
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.languages import Spoken, reading, spoken
from menara.web.origins import badge, mark_source
from menara.web.summits.ladder import ladder_of, next_step, outcome_title
from menara.web.threads import thread_of

SCRIPTS = {"Latn": "en", "Arab": "ar"}  # the language to announce a name of this script in


@behind_door()
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Who met, what was said with which verb, and what came of it."""
    held = meeting_record(meeting_id=meeting_id)
    page: dict[str, Any] = {
        "thread": thread_of(golden_thread(level="meeting", record_id=meeting_id)),
        "meeting": {
            "title": spoken(held.subject),
            "summit": spoken(held.summit),
            "summit_url": reverse("meetings"),
            "standfirst": _when_and_where(held),
            "provenance": badge(held.origin),
            "edit_url": None,
        },
        "facts": _facts(held),
        "participants": [
            {"side": label(labels.SIDES, side), "people": [_person(one) for one in held.people if one.side == side]}
            for side in labels.SIDES
            if any(one.side == side for one in held.people)
        ],
        "points": [
            {
                "side": _name(said.speaker),
                "on_behalf_of": spoken(said.on_behalf_of),
                "verb": label(labels.VERBS, said.verb),
                "text": spoken(said.text),
                "mark": said.origin.mark,
                "source": said.origin.source_key.replace(";", " · "),
                "source_url": mark_source(said.origin.source_key)[1],
            }
            for said in held.statements
        ],
        "outcomes": [
            {
                "title": outcome_title(one),
                "text": spoken(one.text),
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
        (_("Time zone"), zone_in_words(held.time_zone)),
        (_("Venue"), spoken(held.venue)),
        (_("Hosted by"), spoken(held.hosted_by)),
        (_("Received by"), _name(held.received_by)),
        (_("At the request of"), spoken(held.requested_by)),
        (_("Summit"), spoken(held.summit)),
    ]
    return [{"label": name, "value": value, "mark": ""} for name, value in pairs]


def _name(names: Any) -> Spoken:
    """A person's name in the script of the page, else as it stands; never made by a machine."""
    wanted = "Arab" if reading() == "ar" else "Latn"
    script = wanted if names.get(wanted) else next(iter(names), "")
    return Spoken(names.get(script, ""), SCRIPTS.get(script, ""))


def _person(one: PersonPresent) -> dict[str, Any]:
    return {
        "names": [{"text": text, "language": SCRIPTS.get(script, "")} for script, text in one.names.items() if text],
        "title": spoken(one.titles[0].text) if one.titles else "",
        "is_acting": bool(one.titles and one.titles[0].acting),
        "role": label(labels.DELEGATES, one.role),
    }
