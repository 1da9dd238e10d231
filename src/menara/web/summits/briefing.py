"""The briefing sheet of a meeting: as a page, and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from menara import exports
from menara.exports.briefing import Block, Row, Sheet, briefing_pdf
from menara.permissions import may_take_part
from menara.queries.newsroom.record import country_name
from menara.queries.summits.briefing import Briefing, PastMeeting
from menara.queries.summits.briefing import briefing as briefing_of
from menara.queries.summits.commitments import CommitmentLine
from menara.queries.summits.meetings import PersonPresent
from menara.web import labels
from menara.web.days import day_in_words, isolated
from menara.web.doors import behind_door, today
from menara.web.labels import label
from menara.web.languages import Spoken, reading, spoken
from menara.web.lists import attachment
from menara.web.origins import badge
from menara.web.summits.people import name_of
from menara.web.summits.states import STATES
from menara.web.summits.tongues import Marked, language_name, marked
from menara.web.tenancy import membership

FONTS = Path(exports.__file__).parent / "fonts"


@behind_door(may=may_take_part)
def briefing(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """What a principal should know before the meeting."""
    told = briefing_of(meeting_id=meeting_id, on=today(membership(request)))
    page: dict[str, Any] = {
        "briefing": {
            "title": _("Briefing sheet"),
            "meeting_title": spoken(told.meeting.subject),
            "meeting_url": reverse("meeting", args=[meeting_id]),
            "standfirst": _standfirst(told),
            "provenance": badge(told.meeting.origin),
            "pdf_url": reverse("briefing_pdf", args=[meeting_id]),
        },
        "facts": [{"label": row.label, "value": row.text, "mark": ""} for row in _facts(told)],
        "blocks": _blocks(told),
    }
    return render(request, "summits/briefing.html", page)


@behind_door(may=may_take_part)
def pdf(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The same on paper."""
    member = membership(request)
    on = today(member)
    told = briefing_of(meeting_id=meeting_id, on=on)
    marks = [_("For one side's eyes only")]
    if told.meeting.origin.provenance == "synthetic":
        marks.append(_("Synthetic: invented for the demonstration"))
    sheet = Sheet(
        language=reading(),
        title=_("Briefing: %(meeting)s") % {"meeting": spoken(told.meeting.subject)},
        standfirst=_standfirst(told),
        marks=tuple(marks),
        facts=_facts(told),
        blank=_("not stated"),
        blocks=tuple(Block(heading=b["heading"], rows=b["rows"], empty=b["empty"]) for b in _blocks(told)),
        foot=f"{spoken(member.organisation.name)} · {day_in_words(on)}",
        prepared_on=on,
        page=_("Page {page} of {pages}"),
    )
    return attachment(briefing_pdf(sheet, fonts=FONTS), name="briefing", kind="pdf")


# --- parts ------------------------------------------------------------------------------------------------------------


def _standfirst(told: Briefing) -> str:
    parts = [isolated(day_in_words(told.meeting.held_on))]
    if told.meeting.begins_at:
        parts.append(isolated(told.meeting.begins_at.strftime("%H:%M")))
    return " · ".join([*parts, *filter(None, [str(spoken(told.meeting.venue))])])


def _facts(told: Briefing) -> tuple[Row, ...]:
    languages = " · ".join(str(language_name(code)) for code in told.meeting.languages)
    since = day_in_words(told.partner_since) if told.partner_since else ""
    pairs = (
        (_("With"), spoken(told.body)),
        (_("Country"), spoken(country_name(told.country), fallback=told.country)),
        (_("Partners since"), since),
        (_("Languages spoken"), languages),
        (_("Summit"), spoken(told.meeting.summit)),
    )
    return tuple(
        Row(label=name, text=isolated(value) if value else "", language=getattr(value, "language", ""))
        for name, value in pairs
    )


def _blocks(told: Briefing) -> list[dict[str, Any]]:
    found: list[tuple[str, list[dict[str, Any]], str]] = [
        (_("Who will be there"), [_person(one) for one in told.meeting.people], _("Nobody is on record yet.")),
        (_("Agenda"), [_words(one) for one in told.preparation.agenda], _("No agenda is on record.")),
    ]
    if told.side is not None:
        points = [_words(one) for one in told.preparation.talking_points]
        found.append((_("What our side means to say"), points, _("No talking point is on record.")))
    own, theirs = [_commitment(one) for one in told.own], [_commitment(one) for one in told.theirs]
    found += [
        (_("What we undertook and have not settled"), own, _("Nothing is open on our side.")),
        (_("What they undertook and have not settled"), theirs, _("Nothing is open on their side.")),
        (_("Kept so far"), _kept(told), _("Nothing was verified yet, and no officer was nominated.")),
    ]
    for past in told.past:
        heading = _("Earlier: %(day)s") % {"day": isolated(day_in_words(past.held_on))}
        found.append((heading, _past(past), _("Nothing was recorded of it.")))
    if not told.past:
        found.append((_("Earlier meetings"), [], _("No earlier meeting with them is on record.")))
    return [
        {"heading": heading, "rows": tuple(row["row"] for row in rows), "lines": rows, "empty": empty}
        for heading, rows, empty in found
    ]


def _line(
    text: Any, *, before: Any = "", below: Any = "", note: Any = "", url: str = "", state: Any = None
) -> dict[str, Any]:
    """One line of the page, and the same for paper."""
    row = Row(
        text=_printed(text),
        label=_printed(before),
        below=_printed(below),
        note=str(note),
        language=getattr(text, "language", ""),
    )
    return {"text": text, "label": before, "below": below, "note": note, "url": url, "state": state, "row": row}


def _printed(text: Any) -> str:
    """Words isolated, and in which language they are where they are not in the reader's."""
    if not text:
        return ""
    tongue = text.tongue if isinstance(text, Marked) else ""
    return f"{isolated(text)} ({tongue})" if tongue else isolated(text)


def _words(words: Any) -> dict[str, Any]:
    return _line(marked(words))


def _person(one: PersonPresent) -> dict[str, Any]:
    """By name, with the title below; one whose name was not given by title, with the body below."""
    name, title = name_of(one.names), marked(one.titles[0].text) if one.titles else Spoken("")
    role = " · ".join([str(label(labels.SIDES, one.side)), str(label(labels.DELEGATES, one.role))])
    if name:
        return _line("", before=name, below=title, note=role)
    below = _("%(body)s (name not given)") % {"body": isolated(spoken(one.institution))}
    return _line("", before=title or label(labels.DELEGATES, one.role), below=below, note=role)


def _commitment(one: CommitmentLine) -> dict[str, Any]:
    tone, word = STATES[one.state]
    note = _("due %(day)s") % {"day": isolated(day_in_words(one.due_on))}
    url = reverse("commitment", args=[one.id])
    made = _line(marked(one.text), note=f"{word} · {note}", url=url, state={"tone": tone, "label": word})
    return made | {"note": note}


def _kept(told: Briefing) -> list[dict[str, Any]]:
    found = []
    if told.kept:
        text = ngettext("%(count)s commitment verified", "%(count)s commitments verified", told.kept)
        found.append(_line(text % {"count": isolated(told.kept)}))
    counts = told.nominated
    if counts.waiting or counts.deployed or counts.others:
        text = _(
            "Officers nominated: %(waiting)s waiting for an answer, %(deployed)s in the field, %(others)s otherwise"
        )
        numbers = {"waiting": counts.waiting, "deployed": counts.deployed, "others": counts.others}
        found.append(
            _line(text % {name: isolated(value) for name, value in numbers.items()}, url=reverse("nominations"))
        )
    return found


def _past(past: PastMeeting) -> list[dict[str, Any]]:
    said = [
        _line(marked(text), before=f"{name_of(names)} {label(labels.VERBS, verb)}:")
        for names, verb, text in past.statements
    ]
    came = [
        _line(marked(one.text), note=label(labels.OUTCOMES, one.kind), url=reverse("outcome", args=[one.id]))
        for one in past.outcomes
    ]
    return [*said, *came]
