"""The setting of a summit: rooms with their hours, interpreters with their shifts, walks between areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from menara.actions.summits.days import summit_of
from menara.actions.summits.faults import (
    Span,
    blank,
    fault,
    languages_unknown,
    out_of_range,
    refuse,
    spans_overlap,
    words_missing,
)
from menara.errors import Fault, Refusal
from menara.models import (
    Interpreter,
    InterpreterPair,
    InterpreterShift,
    Membership,
    Room,
    RoomHours,
    Walk,
)
from menara.permissions import may_edit, require
from menara.queries.officers import NoSuchRecord
from menara.wording import gettext_noop


class InProgramme(Refusal):
    """What a programme plans with is not taken away."""

    def __init__(self, *, name: str, meetings: int) -> None:
        super().__init__(
            "in_programme",
            gettext_noop(
                "“%(name)s” has meetings in the programme (%(meetings)s). Move them first, or close it from a day on."
            ),
            {"name": name, "meetings": meetings},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    """``area`` is the building it lies in; ``hours`` are when it is open: one without any is closed."""

    code: str
    name: Mapping[str, str]
    capacity: int
    area: str = ""
    equipment: tuple[str, ...] = ()
    clearance: int = 0
    turnover_minutes: int = 0
    hours: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterFacts:
    """``pairs`` are directed: (source, target). ``names`` may stay blank; the code then stands for the person."""

    code: str
    names: Mapping[str, str] = field(default_factory=dict)
    pairs: tuple[tuple[str, str], ...] = ()
    shifts: tuple[Span, ...] = ()
    clearance: int = 0
    most_minutes_in_row: int = 120
    rest_minutes: int = 30


def enter_room(*, summit_id: int, room: RoomFacts, actor: Membership) -> int:
    """Put a room on record and return its id. Raises ``NotAllowed``, ``NoSuchRecord``, ``BadInput``."""
    require(actor, may_edit)
    summit_of(summit_id)
    refuse(_room_faults(room, summit_id))
    own = {"organisation_id": actor.organisation_id}
    with transaction.atomic():
        row = Room.objects.create(**own, summit_id=summit_id, **room_columns(room))
        _write_spans(RoomHours, room.hours, {**own, "room": row})
    return row.pk


def correct_room(*, room_id: int, version: int, room: RoomFacts, actor: Membership) -> None:
    """Correct a room. Meetings placed in it stay where they are; the programme's check tells which of them no longer
    fit. Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``, ``BadInput``."""
    require(actor, may_edit)
    row = _room(room_id)
    refuse(_room_faults(room, row.summit_id, corrected=row))
    with transaction.atomic():
        row.correct(version=version, **room_columns(room))
        row.hours.all().delete()
        _write_spans(RoomHours, room.hours, {"organisation_id": row.organisation_id, "room": row})


def remove_room(*, room_id: int, actor: Membership) -> None:
    """Take a room off the record that no programme ever used. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``InProgramme``."""
    require(actor, may_edit)
    row = _room(room_id)
    if placed := row.placements.count():
        raise InProgramme(name=row.code, meetings=placed)
    row.delete()


def enter_interpreter(*, summit_id: int, interpreter: InterpreterFacts, actor: Membership) -> int:
    """Put an interpreter on record and return the row's id. Raises ``NotAllowed``, ``NoSuchRecord``, ``BadInput``."""
    require(actor, may_edit)
    summit_of(summit_id)
    refuse(_interpreter_faults(interpreter, summit_id))
    own = {"organisation_id": actor.organisation_id}
    with transaction.atomic():
        row = Interpreter.objects.create(**own, summit_id=summit_id, **interpreter_columns(interpreter))
        _write_work(row, interpreter)
    return row.pk


def correct_interpreter(*, interpreter_id: int, version: int, interpreter: InterpreterFacts, actor: Membership) -> None:
    """Correct an interpreter, languages and shifts too. Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``,
    ``BadInput``."""
    require(actor, may_edit)
    row = _interpreter(interpreter_id)
    refuse(_interpreter_faults(interpreter, row.summit_id, corrected=row))
    with transaction.atomic():
        row.correct(version=version, **interpreter_columns(interpreter))
        row.pairs.all().delete()
        row.shifts.all().delete()
        _write_work(row, interpreter)


def remove_interpreter(*, interpreter_id: int, actor: Membership) -> None:
    """Take an interpreter off the record whom no programme ever used. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``InProgramme``."""
    require(actor, may_edit)
    row = _interpreter(interpreter_id)
    if placed := row.placements.count():
        raise InProgramme(name=row.code, meetings=placed)
    row.delete()


def set_walks(*, summit_id: int, walks: Sequence[tuple[str, str, int]], actor: Membership) -> None:
    """Replace the minutes on foot between areas. Raises ``NotAllowed``, ``NoSuchRecord``, ``BadInput``."""
    require(actor, may_edit)
    summit = summit_of(summit_id)
    refuse(_walk_faults(walks, summit_id))
    with transaction.atomic():
        Walk.objects.filter(summit=summit).delete()
        Walk.objects.bulk_create(
            Walk(organisation_id=summit.organisation_id, summit=summit, one=min(a, b), other=max(a, b), minutes=minutes)
            for a, b, minutes in walks
        )


# --- faults -----------------------------------------------------------------------------------------------------------


def _room_faults(given: RoomFacts, summit_id: int, *, corrected: Room | None = None) -> list[Fault]:
    others = Room.objects.filter(summit_id=summit_id).exclude(pk=corrected.pk if corrected else 0)
    return room_faults(given, is_taken=others.filter(code=given.code.strip()).exists())


def room_faults(given: RoomFacts, *, is_taken: bool) -> list[Fault]:
    """Every fault of a room. ``is_taken``: another room of the summit has its code."""
    return [
        *_code_faults(given.code, taken=is_taken),
        *words_missing("name", given.name),
        *out_of_range("capacity", given.capacity, least=2, most=5000),
        *out_of_range("clearance", given.clearance, least=0, most=9),
        *out_of_range("turnover_minutes", given.turnover_minutes, least=0, most=240),
        *spans_overlap("hours", given.hours),
        *[f for item in given.equipment for f in out_of_range("equipment", len(item), least=1, most=40)],
        *out_of_range("area", len(given.area), least=0, most=40),
    ]


def _interpreter_faults(
    given: InterpreterFacts, summit_id: int, *, corrected: Interpreter | None = None
) -> list[Fault]:
    others = Interpreter.objects.filter(summit_id=summit_id).exclude(pk=corrected.pk if corrected else 0)
    return interpreter_faults(given, is_taken=others.filter(code=given.code.strip()).exists())


def interpreter_faults(given: InterpreterFacts, *, is_taken: bool) -> list[Fault]:
    """Every fault of an interpreter. ``is_taken``: another interpreter of the summit has the code."""
    found = _code_faults(given.code, taken=is_taken)
    if not given.pairs:
        found.append(blank("pairs"))
    said = gettext_noop("“%(found)s” names one language twice.")
    found += [fault("pairs", "same_language", said, found=f"{a}-{b}") for a, b in given.pairs if a == b]
    found += languages_unknown("pairs", sorted({code for pair in given.pairs for code in pair}))
    found += out_of_range("clearance", given.clearance, least=0, most=9)
    found += out_of_range("most_minutes_in_row", given.most_minutes_in_row, least=15, most=600)
    found += out_of_range("rest_minutes", given.rest_minutes, least=0, most=240)
    return found + spans_overlap("shifts", given.shifts)


def _code_faults(code: str, *, taken: bool) -> list[Fault]:
    if not code.strip():
        return [blank("code")]
    said = gettext_noop("The code “%(found)s” is taken at this summit.")
    found = [fault("code", "code_taken", said, found=code.strip())] if taken else []
    return found + out_of_range("code", len(code.strip()), least=1, most=40)


def _walk_faults(walks: Sequence[tuple[str, str, int]], summit_id: int) -> list[Fault]:
    areas = set(Room.objects.filter(summit_id=summit_id).exclude(area="").values_list("area", flat=True))
    found = []
    seen: set[frozenset[str]] = set()
    for one, other, minutes in walks:
        pair = frozenset((one, other))
        if one == other:
            said = gettext_noop("From “%(found)s” to itself there is no walk.")
            found.append(fault("walks", "same_area", said, found=one))
        elif pair in seen:
            said = gettext_noop("“%(found)s” stands twice; a walk counts in both directions.")
            found.append(fault("walks", "twice", said, found=f"{one} – {other}"))
        seen.add(pair)
        said = gettext_noop("No room lies in “%(found)s”; there is %(allowed)s.")
        found += [
            fault("walks", "area_unknown", said, found=area, allowed=" · ".join(sorted(areas)) or "–")
            for area in (one, other)
            if area not in areas
        ]
        found += out_of_range("walks", minutes, least=1, most=240)
    return found


# --- saving -----------------------------------------------------------------------------------------------------------


def room_columns(given: RoomFacts) -> dict[str, Any]:
    """The row's columns; hours are rows of their own."""
    return {
        "code": given.code.strip(),
        "name": {code: text.strip() for code, text in given.name.items() if text.strip()},
        "area": given.area.strip(),
        "capacity": given.capacity,
        "equipment": list(dict.fromkeys(given.equipment)),
        "clearance": given.clearance,
        "turnover_minutes": given.turnover_minutes,
    }


def interpreter_columns(given: InterpreterFacts) -> dict[str, Any]:
    """The row's columns; pairs and shifts are rows of their own."""
    return {
        "code": given.code.strip(),
        "names": {script: name.strip() for script, name in given.names.items() if name.strip()},
        "clearance": given.clearance,
        "most_minutes_in_row": given.most_minutes_in_row,
        "rest_minutes": given.rest_minutes,
    }


def _write_work(row: Interpreter, given: InterpreterFacts) -> None:
    own = {"organisation_id": row.organisation_id, "interpreter": row}
    pairs = dict.fromkeys(given.pairs)
    InterpreterPair.objects.bulk_create(InterpreterPair(**own, source=a, target=b) for a, b in pairs)
    _write_spans(InterpreterShift, given.shifts, own)


def _write_spans(model: Any, spans: Sequence[Span], columns: Mapping[str, Any]) -> None:
    model.objects.bulk_create(model(**columns, during=DateTimeTZRange(*span)) for span in spans)


def _room(room_id: int) -> Room:
    row = Room.objects.filter(pk=room_id).first()
    if row is None:
        raise NoSuchRecord(kind="room", record_id=room_id)
    return row


def _interpreter(interpreter_id: int) -> Interpreter:
    row = Interpreter.objects.filter(pk=interpreter_id).first()
    if row is None:
        raise NoSuchRecord(kind="interpreter", record_id=interpreter_id)
    return row
