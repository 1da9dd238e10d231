"""A programme as sections of rows, and as cards for doors. Values only; ``templates/`` sets them in type.

A cell is a list of lines, each ``{"text": …, "as": …}`` with ``strong``, ``plain``, ``quiet`` or ``alarm``. Whatever
people entered is isolated, so that a name in one script leaves the times and names beside it in their places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from babel.dates import get_day_names

from menara.exports.package.words import LRI, NO_BREAK, PDI, RLI, Words, isolated, reference
from menara.exports.programme.contents import PrintedMeeting, ProgrammePaper
from menara.facts.officers import languages

Cell = list[dict[str, str]]
Part = dict[str, Any]


def sections(paper: ProgrammePaper, words: Words, order: str) -> list[Part]:
    """The programme in the order asked for: one of ``ORDERS``."""
    return {"day": _by_day, "room": _by_room, "delegation": _by_delegation}[order](paper, words)


def cards(paper: ProgrammePaper, words: Words) -> list[Part]:
    """One card a room and day, rooms in their order. What was cancelled is not on a door, nor what is talked about."""
    held = [meeting for meeting in paper.in_order() if not meeting.is_cancelled]
    return [
        {
            "room": _room_name(first, words),
            "area": words.named(first.area_names, first.area),
            "day": weekday_and_day(day, words),
            "rows": [
                {
                    "begins": clock(meeting.begins_at),
                    "ends": clock(meeting.ends_at),
                    "host": words.named(meeting.host),
                    "guest": words.named(meeting.guest),
                    "note": words.said("state.tentative") if meeting.is_tentative else "",
                }
                for meeting in meetings
            ],
        }
        for (first, day), meetings in _by_room_and_day(held)
    ]


# --- orders -----------------------------------------------------------------------------------------------------------


def _by_day(paper: ProgrammePaper, words: Words) -> list[Part]:
    return [
        {
            "title": weekday_and_day(day, words),
            "note": _counted(meetings, words),
            "apart": False,
            **_table(words, ("time", "room", "meeting", "languages"), (1.45, 1.5, 4.6, 1.7)),
            "rows": [
                _row(
                    meeting, [_time(meeting), _room(meeting, words), _meeting(meeting, words), _spoken(meeting, words)]
                )
                for meeting in meetings
            ],
        }
        for day, meetings in _grouped(paper.in_order(), lambda meeting: meeting.day)
    ]


def _by_room(paper: ProgrammePaper, words: Words) -> list[Part]:
    return [
        {
            "title": _room_name(first, words),
            "note": weekday_and_day(day, words),
            "apart": False,
            **_table(words, ("time", "meeting", "languages"), (1.4, 5.6, 2.0)),
            "rows": [
                _row(meeting, [_time(meeting), _meeting(meeting, words), _spoken(meeting, words)])
                for meeting in meetings
            ],
        }
        for (first, day), meetings in _by_room_and_day(paper.in_order())
    ]


def _by_delegation(paper: ProgrammePaper, words: Words) -> list[Part]:
    """One delegation's meetings on its own page, to be handed to it."""
    names = {m.host_id: m.host for m in paper.meetings} | {m.guest_id: m.guest for m in paper.meetings}
    wanted = [paper.only_for] if paper.only_for is not None else list(names)
    called = {own: words.named(names[own]) for own in wanted if own in names}
    return [
        {
            "title": called[own],
            "note": _counted(meetings, words),
            "apart": True,
            **_table(words, ("day", "time", "with", "room", "languages"), (2.15, 1.35, 3.1, 1.5, 1.65)),
            "rows": [
                _row(
                    meeting,
                    [
                        [_line(weekday_and_day(meeting.day, words, with_year=False), "plain")],
                        _time(meeting),
                        _other_side(meeting, own, words),
                        _room(meeting, words),
                        _spoken(meeting, words),
                    ],
                )
                for meeting in meetings
            ],
        }
        for own in sorted(called, key=lambda own: called[own].casefold())
        if (meetings := [meeting for meeting in paper.in_order() if own in (meeting.host_id, meeting.guest_id)])
    ]


def _by_room_and_day(
    meetings: Iterable[PrintedMeeting],
) -> list[tuple[tuple[PrintedMeeting, date], list[PrintedMeeting]]]:
    """Meetings by room and day; a room is told by its first meeting."""
    ordered = sorted(meetings, key=lambda m: (m.room_code, m.begins_at))
    found = _grouped(ordered, lambda m: (m.room_code, m.day))
    return [((group[0], key[1]), group) for key, group in found]


def _grouped(
    meetings: Iterable[PrintedMeeting], key: Callable[[PrintedMeeting], Any]
) -> list[tuple[Any, list[PrintedMeeting]]]:
    return [(found, list(group)) for found, group in groupby(meetings, key=key)]


# --- cells ------------------------------------------------------------------------------------------------------------


def _table(words: Words, columns: Sequence[str], widths: Sequence[float]) -> Part:
    return {"head": [words.said(f"columns.{column}") for column in columns], "widths": list(widths)}


def _row(meeting: PrintedMeeting, cells: list[Cell]) -> Part:
    return {"cells": cells, "cancelled": meeting.is_cancelled}


def _line(text: str, kind: str) -> dict[str, str]:
    return {"text": text, "as": kind}


def _time(meeting: PrintedMeeting) -> Cell:
    # One isolate: a span of hours stands on paper in the order it has on the pages, in Arabic too.
    return [_line(reference(f"{meeting.begins_at:%H:%M}{NO_BREAK}–{NO_BREAK}{meeting.ends_at:%H:%M}"), "strong")]


def _room(meeting: PrintedMeeting, words: Words) -> Cell:
    return [
        _line(_room_name(meeting, words), "plain"),
        *([_line(words.named(meeting.area_names, meeting.area), "quiet")] if meeting.area else []),
    ]


def _room_name(meeting: PrintedMeeting, words: Words) -> str:
    return words.named(meeting.room, meeting.room_code)


def _meeting(meeting: PrintedMeeting, words: Words) -> Cell:
    said = words.text("meeting.receives", host=words.named(meeting.host), guest=words.named(meeting.guest))
    return [_line(said, "strong"), *_subject_and_state(meeting, words)]


def _other_side(meeting: PrintedMeeting, own: int, words: Words) -> Cell:
    receives = meeting.host_id == own
    other = words.named(meeting.guest if receives else meeting.host)
    kind = words.said("meeting.you_receive" if receives else "meeting.you_are_received")
    return [_line(other, "strong"), _line(kind, "quiet"), *_subject_and_state(meeting, words)]


def _subject_and_state(meeting: PrintedMeeting, words: Words) -> Cell:
    lines = [_line(words.named(meeting.subject), "plain")] if meeting.subject else []
    if meeting.is_cancelled:
        return [*lines, _line(words.said("state.cancelled"), "alarm")]
    return [*lines, *([_line(words.said("state.tentative"), "quiet")] if meeting.is_tentative else [])]


def _spoken(meeting: PrintedMeeting, words: Words) -> Cell:
    named = [
        words.named(known.names) if (known := languages().get(code)) else isolated(code) for code in meeting.languages
    ]
    lines = [_line(" – ".join(named), "plain")] if named else []
    if meeting.interpreters:
        lines.append(_line(" · ".join(reference(code) for code in meeting.interpreters), "quiet"))
    return lines


def _counted(meetings: Sequence[PrintedMeeting], words: Words) -> str:
    return words.counted("meeting.counted", sum(not meeting.is_cancelled for meeting in meetings))


# --- days and hours ---------------------------------------------------------------------------------------------------


def clock(moment: datetime) -> str:
    return reference(f"{moment:%H:%M}")


def weekday_and_day(day: date, words: Words, *, with_year: bool = True) -> str:
    """*Tuesday 25 November 2025*, in one isolate."""
    weekday = get_day_names("wide", locale=words.language)[day.weekday()]
    said = f"{weekday} {words.day(day)}"
    if not with_year:
        said = said.replace(f"{NO_BREAK}{day.year}", "")
    opening = RLI if words.is_rtl else LRI
    return f"{opening}{said[:1].upper() + said[1:]}{PDI}"
