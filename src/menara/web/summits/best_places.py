"""Which free places to offer first: as wished, near where the meeting is now, or beside what its delegations have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from menara.models.summits.programme import LIVE
from menara.queries.summits.board import Grid
from menara.queries.summits.moving import Cell
from menara.queries.summits.programme import ProgrammeLine, Unplaced
from menara.web.languages import isolated, spoken
from menara.web.summits import words

OFFERED = 6
BESIDE = timedelta(minutes=45)  # so near, nobody goes away between two meetings
FAR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a place is measured by: the meeting, what else its delegations have, the time wished for."""

    of: ProgrammeLine | Unplaced
    lines: Sequence[ProgrammeLine]
    wished: tuple[datetime, datetime] | None

    def is_wished(self, cell: Cell) -> bool:
        return bool(self.wished and self.wished[0] <= cell.begins_at < self.wished[1])

    def neighbour(self, cell: Cell) -> tuple[timedelta, ProgrammeLine | None]:
        """The nearest other meeting of either delegation, and how much idle time lies between."""
        ends_at = cell.begins_at + timedelta(minutes=self.of.minutes)
        found = [(max(line.begins_at - ends_at, cell.begins_at - line.ends_at), line) for line in self.others]
        return min(found, key=lambda one: one[0], default=(FAR, None))

    @property
    def others(self) -> list[ProgrammeLine]:
        own = {self.of.asking.delegation_id, self.of.asked.delegation_id}
        return [
            line
            for line in self.lines
            if line.request_id != self.of.request_id
            and line.state in LIVE
            and own & {line.asking.delegation_id, line.asked.delegation_id}
        ]


def best_of(cells: Sequence[Cell], around: Around, frame: Grid) -> list[dict[str, Any]]:
    """The first few free places to offer, each with why: [{cell, when, room, note}]."""
    names = {room.id: spoken(room.name, fallback=room.code) for room in frame.rooms}
    zone = frame.summit.time_zone
    own = around.of if isinstance(around.of, ProgrammeLine) else None
    elsewhere = [c for c in cells if own is None or (c.begins_at, c.room_id) != (own.begins_at, own.room_id)]
    ranked = sorted(elsewhere, key=lambda cell: _rank(cell, around, own))
    found, seen = [], set()
    for cell in ranked:
        # Of one time the first room, but of the time it has now every room: only the room was to change.
        if cell.begins_at in seen and not (own and cell.begins_at == own.begins_at):
            continue
        seen.add(cell.begins_at)
        ends_at = cell.begins_at + timedelta(minutes=around.of.minutes)
        found.append(
            {
                "cell": f"{cell.slot_id}:{cell.room_id}",
                "when": words.when(cell.begins_at, ends_at, zone),
                "room": names[cell.room_id],
                "note": _note(cell, around, own),
            }
        )
    return found[:OFFERED]


def _rank(cell: Cell, around: Around, own: ProgrammeLine | None) -> tuple[Any, ...]:
    idle, _line = around.neighbour(cell)
    if own is None:
        return (not around.is_wished(cell), max(idle, timedelta(0)), cell.begins_at, cell.room_id)
    return (
        not around.is_wished(cell),
        abs(cell.begins_at - own.begins_at),
        cell.room_id != own.room_id,
        idle,
        cell.begins_at,
        cell.room_id,
    )


def _note(cell: Cell, around: Around, own: ProgrammeLine | None) -> str:
    notes = []
    if around.is_wished(cell):
        notes.append(_("at the time wished for"))
    if own and cell.begins_at == own.begins_at:
        notes.append(_("the same time"))
    if own and cell.room_id == own.room_id:
        notes.append(_("the same room"))
    idle, line = around.neighbour(cell)
    if line and idle <= BESIDE:
        sides = {around.of.asking.delegation_id, around.of.asked.delegation_id}
        side = line.asking if line.asking.delegation_id in sides else line.asked
        notes.append(_("beside another meeting of %(delegation)s") % {"delegation": isolated(spoken(side.name))})
    return " · ".join(notes)
