"""One day of a programme as rows of a table: a row a step, a column a room, a meeting over as many rows as it lasts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse

from menara.models.summits.programme import LIVE
from menara.queries.summits.board import Column, Grid, Step
from menara.queries.summits.programme import Difference, ProgrammeLine, Side
from menara.web import labels
from menara.web.codes import area_name
from menara.web.labels import label
from menara.web.languages import Spoken, spoken
from menara.web.summits import words

HIGH, USUAL = 1, 2  # priorities
PAUSE = timedelta(minutes=15)  # shorter ones are for changing over


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is said of the meetings of a board beside their places. ``shown`` None: every delegation."""

    programme_id: int
    zone: str
    host_id: int | None
    host_short: str
    changes: Mapping[int, Difference]
    shown: int | None = None


def rows_of(
    grid: Grid, steps: Sequence[Step], lines: Sequence[ProgrammeLine], marks: Marks
) -> tuple[list[dict[str, Any]], list[ProgrammeLine]]:
    """The rows, and the lines that fit none of their cells: released places, and those a changed clock has left."""
    starts, beside = _starts(grid, steps, lines)
    taken: dict[int, int] = {}  # room -> first row that is free again
    rows = []
    for number, step in enumerate(steps):
        cells = []
        for room in grid.rooms:
            if taken.get(room.id, 0) > number:
                continue
            line = starts.get((number, room.id))
            span = 1
            if line:
                span = _span(steps, number, line)
                taken[room.id] = number + span
            cells.append(
                {
                    "place": place_of(line, marks) if line else None,
                    "span": span,
                    "is_open": room.is_open(step),
                    "address": f"{step.id}:{room.id}",
                }
            )
        rows.append(
            {
                "step": step.id,
                "begins": words.clock(step.begins_at, marks.zone),
                "ends": words.clock(step.ends_at, marks.zone),
                "after_pause": bool(number) and step.begins_at - steps[number - 1].ends_at >= PAUSE,
                "cells": cells,
            }
        )
    return rows, beside


def _starts(
    grid: Grid, steps: Sequence[Step], lines: Sequence[ProgrammeLine]
) -> tuple[dict[tuple[int, int], ProgrammeLine], list[ProgrammeLine]]:
    """Each line by the row and room it begins in, where no other is in its way."""
    begin = {step.begins_at: number for number, step in enumerate(steps)}
    rooms = {room.id for room in grid.rooms}
    starts: dict[tuple[int, int], ProgrammeLine] = {}
    covered: set[tuple[int, int]] = set()
    beside = []
    for line in sorted(lines, key=lambda line: (line.begins_at, line.room_id)):
        number = begin.get(line.begins_at)
        cells: Collection[tuple[int, int]] = ()
        if number is not None and line.room_id in rooms and line.state in LIVE:
            cells = [(number + k, line.room_id) for k in range(_span(steps, number, line))]
        if not cells or covered.intersection(cells):
            beside.append(line)
            continue
        covered.update(cells)
        starts[cells[0]] = line  # type: ignore[index]
    return starts, beside


def _span(steps: Sequence[Step], number: int, line: ProgrammeLine) -> int:
    return max(1, sum(step.begins_at < line.ends_at for step in steps[number:]))


def place_of(line: ProgrammeLine, marks: Marks) -> dict[str, Any]:
    """A meeting as a block of the board or a line beside it."""
    first, second = in_order(line.asking, line.asked, host_id=marks.host_id)
    change = marks.changes.get(line.request_id)
    return {
        "request": line.request_id,
        "url": reverse("place", args=[marks.programme_id, line.request_id]),
        "hours": words.hours(line.begins_at, line.ends_at, marks.zone),
        "begins": words.clock(line.begins_at, marks.zone),
        "when": words.when(line.begins_at, line.ends_at, marks.zone),
        "room": spoken(line.room, fallback=line.room_code),
        "first": spoken(first.name),
        "second": short_name(second, marks),
        "title": words.between(line.asking, line.asked),
        "languages": " ".join(dict.fromkeys(side.language.upper() for side in (first, second) if side.language)),
        "interpreters": [person.code for person in line.interpreters],
        "priority": priority_sign(line.priority) if line.priority == HIGH else "",
        "is_tentative": line.is_tentative,
        "is_pinned": line.is_pinned,
        "is_movable": line.state == "planned",
        "state": words.place_state(line.state) if line.state != "planned" else None,
        "change": _change(change, marks.zone),
        "is_dim": marks.shown is not None and marks.shown not in (line.asking.delegation_id, line.asked.delegation_id),
    }


def priority_sign(priority: int) -> str:
    """What a block says of a priority: nothing of the usual one."""
    return "" if priority == USUAL else label(labels.PRIORITIES, priority) or ""


def _change(change: Difference | None, zone: str) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "shape": words.kind_shape(change.kind),
        "label": words.kind_word(change.kind),
        "note": words.change_note(change.kind, change.before, change.after, zone),
    }


def short_name(side: Side, marks: Marks) -> str:
    """A side's name; the host's in short, because most blocks have it."""
    is_host = side.delegation_id == marks.host_id
    return Spoken(marks.host_short, "en") if is_host and marks.host_short else spoken(side.name)


def in_order(asking: Side, asked: Side, *, host_id: int | None) -> tuple[Side, Side]:
    """The side that tells a block from the others first: most meetings of a host are its own."""
    return (asked, asking) if asking.delegation_id == host_id else (asking, asked)


def columns_of(rooms: Sequence[Column]) -> list[dict[str, Any]]:
    """The heads of the columns."""
    return [
        {
            "id": room.id,
            "name": spoken(room.name, fallback=room.code),
            "code": room.code,
            "area": area_name(room.area),
            "capacity": room.capacity,
        }
        for room in rooms
    ]
