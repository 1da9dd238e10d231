"""Which free places to offer first: as wished, near where the meeting is now, or beside what its delegations have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from menara.models.summits.programme import LIVE
from menara.queries.summits.board import Grid, Named
from menara.queries.summits.moving import Cell
from menara.queries.summits.programme import ProgrammeLine, Unplaced
from menara.web.languages import isolated, spoken
from menara.web.summits import words

OFFERED = 6
AT_ITS_TIME = 3  # other rooms at the time it has
BESIDE = timedelta(minutes=45)  # so near, nobody goes away between two meetings
FAR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a place is measured by: the meeting, what else its delegations have, the time wished for."""

    of: ProgrammeLine | Unplaced
    others: Sequence[ProgrammeLine]
    wished: tuple[datetime, datetime] | None
    host: Named | None

    def is_wished(self, cell: Cell) -> bool:
        return bool(self.wished and self.wished[0] <= cell.begins_at < self.wished[1])

    def neighbour(self, cell: Cell) -> tuple[timedelta, ProgrammeLine | None]:
        """The nearest other meeting of either delegation, and how much idle time lies between."""
        ends_at = cell.begins_at + timedelta(minutes=self.of.minutes)
        found = [(max(line.begins_at - ends_at, cell.begins_at - line.ends_at), line) for line in self.others]
        return min(found, key=lambda one: one[0], default=(FAR, None))

    def called(self, line: ProgrammeLine) -> str:
        """The delegation that this meeting shares with another one, the host in short."""
        sides = {self.of.asking.delegation_id, self.of.asked.delegation_id}
        side = line.asking if line.asking.delegation_id in sides else line.asked
        if self.host and self.host.short and side.delegation_id == self.host.id:
            return isolated(self.host.short)
        return isolated(spoken(side.name))


def others_of(of: ProgrammeLine | Unplaced, lines: Sequence[ProgrammeLine]) -> list[ProgrammeLine]:
    """What else the two delegations of a meeting have."""
    own = {of.asking.delegation_id, of.asked.delegation_id}
    return [
        line
        for line in lines
        if line.request_id != of.request_id
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
    found, seen = [], Counter[datetime]()
    for cell in ranked:
        # Of one time the first room; of the time it has now a few: perhaps only the room is to change.
        if seen[cell.begins_at] >= (AT_ITS_TIME if own and cell.begins_at == own.begins_at else 1):
            continue
        seen[cell.begins_at] += 1
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
        notes.append(_("beside another meeting of %(delegation)s") % {"delegation": around.called(line)})
    return " · ".join(notes)
