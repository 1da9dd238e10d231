"""The list twin of the board: the same meetings as rows, filters in the address, files of exactly the rows shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from menara.models.sorting import search_key
from menara.permissions import may_edit
from menara.queries.summits.board import Grid, delegations_named, grid
from menara.queries.summits.programme import ProgrammeLine, Version, programme_lines
from menara.web import labels
from menara.web.days import day_in_words
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.lists import Asked, Filter, column, filters_in, table_file
from menara.web.summits import words
from menara.web.summits.board import marks_of, version_asked
from menara.web.summits.board_rows import Marks, place_of
from menara.web.tenancy import membership


@dataclass(frozen=True, slots=True)
class Listed:
    """What an address asks of a programme, and the lines that answer it."""

    frame: Grid
    version: Version | None
    marks: Marks | None
    lines: Sequence[ProgrammeLine]


@behind_door()
def programme(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Every meeting of a version in order of time."""
    asked = Asked(request)
    found = _listed(summit_id, asked)
    may_move = bool(found.version and found.version.number is None and may_edit(membership(request)))
    page: dict[str, Any] = {
        **filters_in(asked, _filters(summit_id, found.frame), kept=("version",)),
        "summit": {"name": spoken(found.frame.summit.name), "id": summit_id},
        "version": {"name": words.version_name(found.version), "state": words.version_state(found.version)}
        if found.version
        else None,
        "board_url": asked.at(reverse("board", args=[summit_id])),
        "columns": [column(asked, name) for name in _header()[1:]],
        "lines": _rows(found),
        "total": len(found.lines),
        "may_move": may_move,
        "exports": [
            {"label": kind.upper(), "url": asked.at(reverse("programme_export", args=[summit_id, kind]))}
            for kind in ("csv", "xlsx")
        ],
        "empty": {
            "title": _("No meeting"),
            "reason": _("No meeting of this version fits these filters.")
            if found.version
            else _("No programme of this summit was begun yet."),
            "url": asked.path if asked.query else "",
            "action": _("Show all meetings"),
        },
    }
    return render(request, "summits/programme/list.html", page)


@behind_door()
def export(request: HttpRequest, summit_id: int, kind: str) -> HttpResponse:
    """Exactly the rows that the address asks for, times in the summit's zone."""
    found = _listed(summit_id, Asked(request))
    zone = found.frame.summit.time_zone
    rows = [
        (
            words.local_day(line.begins_at, zone).isoformat(),
            words.clock(line.begins_at, zone),
            words.clock(line.ends_at, zone),
            spoken(line.room, fallback=line.room_code),
            spoken(line.asking.name),
            spoken(line.asked.name),
            " ".join(side.language for side in (line.asking, line.asked) if side.language),
            " ".join(person.code for person in line.interpreters),
            label(labels.PRIORITIES, line.priority),
            label(words.STATES, line.state),
            _("yes") if line.is_pinned else "",
            _change_word(found.marks, line),
        )
        for line in found.lines
    ]
    return table_file(name="programme", kind=kind, header=_header(), rows=rows)


def _header() -> list[str]:
    return [
        _("Day"),
        _("From"),
        _("Until"),
        _("Room"),
        _("Who asked"),
        _("Who was asked"),
        _("Languages"),
        _("Interpreters"),
        _("Priority"),
        _("State"),
        _("Pinned"),
        _("Changed"),
    ]


def _change_word(marks: Marks | None, line: ProgrammeLine) -> str:
    change = marks.changes.get(line.request_id) if marks else None
    return words.kind_word(change.kind) if change else ""


def _rows(found: Listed) -> list[dict[str, Any]]:
    zone = found.frame.summit.time_zone
    if found.marks is None:
        return []
    return [
        {
            **place_of(line, found.marks),
            "day": words.local_day(line.begins_at, zone),
            "state": words.place_state(line.state),
        }
        for line in found.lines
    ]


def _listed(summit_id: int, asked: Asked) -> Listed:
    frame = grid(summit_id=summit_id)
    version = version_asked(summit_id, asked)
    if version is None:
        return Listed(frame, None, None, ())
    marks = marks_of(version, frame)
    lines = programme_lines(
        programme_id=version.id,
        room_id=asked.number("room"),
        delegation_id=asked.number("delegation"),
        day=asked.day("day"),
    )
    return Listed(frame, version, marks, [line for line in lines if _fits(line, asked, marks)])


def _fits(line: ProgrammeLine, asked: Asked, marks: Marks) -> bool:
    """Whether a line answers the filters that the query does not know."""
    only = {"": True, "pinned": line.is_pinned, "changed": line.request_id in marks.changes}
    state, wanted = asked.text("state"), search_key(asked.text("q")).split()
    told = [*line.asking.name.values(), *line.asked.name.values(), *line.room.values(), line.room_code]
    told += [*line.subject.values(), *(person.code for person in line.interpreters)]
    text = search_key(" ".join(told))
    return only.get(asked.text("only"), True) and state in ("", line.state) and all(word in text for word in wanted)


def _filters(summit_id: int, frame: Grid) -> list[Filter]:
    everything = ("", _("All"))
    return [
        Filter(name="q", label=_("Search")),
        Filter(
            name="day",
            label=_("Day"),
            kind="choice",
            options=[everything, *((day.isoformat(), day_in_words(day, with_weekday=True)) for day in frame.days)],
        ),
        Filter(
            name="room",
            label=_("Room"),
            kind="choice",
            options=[everything, *((str(room.id), spoken(room.name, fallback=room.code)) for room in frame.rooms)],
        ),
        Filter(
            name="delegation",
            label=_("Delegation"),
            kind="choice",
            options=[
                everything,
                *((str(one.id), spoken(one.name)) for one in delegations_named(summit_id=summit_id)),
            ],
        ),
        Filter(
            name="state",
            label=_("State"),
            kind="choice",
            options=[everything, *((str(state), str(word)) for state, word in words.STATES.items())],
        ),
        Filter(
            name="only",
            label=_("Only"),
            kind="choice",
            options=[everything, ("pinned", _("pinned ones")), ("changed", _("changed ones"))],
        ),
    ]
