"""Lists of rooms and of interpreters. The code finds the record; blank hours are those of the slots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from menara.actions.summits.bringing.comparison import (
    Comparison,
    Gathered,
    Given,
    Line,
    Standing,
    by_code,
    found_by_code,
    line_of,
    rewrite,
)
from menara.actions.summits.faults import blank, refuse
from menara.actions.summits.setting import (
    InterpreterFacts,
    RoomFacts,
    interpreter_columns,
    interpreter_faults,
    room_columns,
    room_faults,
)
from menara.errors import Fault
from menara.models import Interpreter, InterpreterPair, InterpreterShift, Membership, Room, RoomHours
from menara.queries.summits.lists import SCRIPTS, Cells, Lists, usual_hours, words_of
from menara.queries.summits.setting import Span, setting

Facts = TypeVar("Facts", RoomFacts, InterpreterFacts)

NEW_ROOM: Cells = {
    "name_en": "", "name_fr": "", "name_ar": "", "area": "", "capacity": None, "equipment": (), "clearance": 0,
    "turnover_minutes": 0, "hours": None,
}  # fmt: skip
NEW_INTERPRETER: Cells = {
    "name_latn": "", "name_arab": "", "pairs": (), "shifts": None, "clearance": 0, "most_minutes_in_row": 120,
    "rest_minutes": 30,
}  # fmt: skip


def compare_rooms(lists: Lists, given: Sequence[Given], now: datetime) -> Comparison:
    """Rooms of a file beside those on record. Raises ``BadInput`` with every fault at its row and column."""
    return _compare("rooms", lists, given, usual=NEW_ROOM, spans="hours", faults=_room_faults)


def compare_interpreters(lists: Lists, given: Sequence[Given], now: datetime) -> Comparison:
    """Interpreters of a file beside those on record. Raises ``BadInput``."""
    return _compare("interpreters", lists, given, usual=NEW_INTERPRETER, spans="shifts", faults=_interpreter_faults)


def write_rooms(lists: Lists, comparison: Comparison, actor: Membership, now: datetime) -> None:
    """Enter and correct what the comparison says."""
    own = {"organisation_id": actor.organisation_id}
    rows = _written(Room, lists, comparison, own, lambda line: room_columns(room_of(line.cells)))
    _write_spans(RoomHours, "room", "hours", rows, own)


def write_interpreters(lists: Lists, comparison: Comparison, actor: Membership, now: datetime) -> None:
    """Enter and correct what the comparison says."""
    own = {"organisation_id": actor.organisation_id}
    rows = _written(Interpreter, lists, comparison, own, lambda line: interpreter_columns(interpreter_of(line.cells)))
    _write_spans(InterpreterShift, "interpreter", "shifts", rows, own)
    told = [(line, row) for line, row in rows if _says(line, "pairs")]
    InterpreterPair.objects.filter(interpreter__in=[row for line, row in told if line.held]).delete()
    InterpreterPair.objects.bulk_create(
        InterpreterPair(**own, interpreter=row, source=source, target=target)
        for line, row in told
        for source, target in dict.fromkeys(line.cells["pairs"])
    )


def room_of(cells: Cells) -> RoomFacts:
    """A row as the form's action takes it."""
    plain = ("code", "area", "capacity", "equipment", "clearance", "turnover_minutes", "hours")
    return RoomFacts(name=words_of("name", cells), **{name: cells[name] for name in plain})


def interpreter_of(cells: Cells) -> InterpreterFacts:
    """A row as the form's action takes it."""
    plain = ("code", "pairs", "shifts", "clearance", "most_minutes_in_row", "rest_minutes")
    return InterpreterFacts(names=words_of("name", cells, SCRIPTS), **{name: cells[name] for name in plain})


def _compare(
    what: str,
    lists: Lists,
    given: Sequence[Given],
    *,
    usual: Cells,
    spans: str,
    faults: Callable[[Cells], list[Fault]],
) -> Comparison:
    gathered, known = Gathered(what), by_code(lists.held)
    hours = usual_hours(setting(summit_id=lists.summit.id))
    lines = []
    for one in given:
        held = found_by_code(one.cells["code"], known)
        line = line_of(_with_hours(one, spans, hours), held, usual={**usual, spans: hours}, fixed=("code",))
        if line.standing is not Standing.SAME:
            gathered.add(one, faults(line.cells))
        lines.append(line)
    refuse(gathered.faults)
    spoken_of = {line.held.id for line in lines if line.held}
    return Comparison(lines=tuple(lines), elsewhere=len(lists.held) - len(spoken_of))


def _with_hours(given: Given, spans: str, hours: tuple[Span, ...]) -> Given:
    if spans in given.cells and given.cells[spans] is None:
        return Given(row=given.row, cells={**given.cells, spans: hours})
    return given


def _room_faults(cells: Cells) -> list[Fault]:
    # Whoever has the code is the record meant, and within a file a code stands once.
    found = room_faults(room_of(cells), is_taken=False)
    return [blank("capacity"), *found] if cells["capacity"] is None else found


def _interpreter_faults(cells: Cells) -> list[Fault]:
    return interpreter_faults(interpreter_of(cells), is_taken=False)


def _written(
    model: type[Any],
    lists: Lists,
    comparison: Comparison,
    own: dict[str, int],
    columns: Callable[[Line], dict[str, Any]],
) -> list[tuple[Line, Any]]:
    """The rows of the table for what is new and what changed, written but for what lies in tables of its own."""
    new = [(line, model(**own, summit_id=lists.summit.id, **columns(line))) for line in comparison.of(Standing.NEW)]
    model.objects.bulk_create([row for _line, row in new])
    lines = comparison.of(Standing.CHANGED)
    rows = model.objects.in_bulk([line.record.id for line in lines])
    names: list[str] = []
    for line in lines:
        changes = columns(line)
        names = list(changes)
        for name, value in changes.items():
            setattr(rows[line.record.id], name, value)
    rewrite(list(rows.values()), *names)
    return [*new, *((line, rows[line.record.id]) for line in lines)]


def _write_spans(
    model: type[Any], owner: str, column: str, rows: Sequence[tuple[Line, Any]], own: dict[str, int]
) -> None:
    told = [(line, row) for line, row in rows if _says(line, column)]
    model.objects.filter(**{f"{owner}__in": [row for line, row in told if line.held]}).delete()
    model.objects.bulk_create(
        model(**own, **{owner: row}, during=DateTimeTZRange(*span)) for line, row in told for span in line.cells[column]
    )


def _says(line: Line, column: str) -> bool:
    """Whether these rows of another table are to be written: a new record's, and those that change."""
    return line.held is None or any(change.column == column for change in line.changes)
