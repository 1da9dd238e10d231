"""Turns a table into records column by column, and gathers every fault on the way."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from menara.intake.cells import FORMULA, CellFault, Reader, text
from menara.intake.faults import Faults, Remark
from menara.intake.lists import NONE
from menara.intake.tables import MAX_CELL, Source, Table, open_table
from menara.wording import gettext_noop as _

RecordT = TypeVar("RecordT")
Values = dict[str, Any]

REMEMBERED = 20_000  # distinct cells of a column kept with their meaning; a roster repeats itself
FORMULA_STARTS = frozenset("=@＝＠")
SIGNED_STARTS = frozenset("+-＋－")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a file. ``decides``: eligibility depends on it, so it must stand in the header even where all its
    cells are blank. ``blank`` is what a blank cell means. ``parts`` names the fields of an item where the column holds
    a list, for JSON objects; ``signed`` says that a sign may begin the cell."""

    name: str
    read: Reader = text
    decides: bool = True
    required: bool = False
    blank: Any = None
    parts: tuple[str, ...] = ()
    signed: bool = False
    free_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[RecordT]):
    """What a file holds, and remarks that do not stop its use (a column or a ladder of ranks nobody knows)."""

    records: tuple[RecordT, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True, kw_only=True)
class Line:
    """One row being read: its values, and where its faults go."""

    row: int
    values: Values
    faults: Faults
    sound: bool = True

    def fault(self, column: str, code: str, sentence: str, *, found: object = "", allowed: object = "") -> None:
        self.sound = False
        self.faults.add(
            row=self.row, column=column, code=code, sentence=sentence, found=str(found), allowed=str(allowed)
        )

    def remark(self, column: str, code: str, sentence: str, *, found: object = "", allowed: object = "") -> None:
        self.faults.remark(
            row=self.row, column=column, code=code, sentence=sentence, found=str(found), allowed=str(allowed)
        )


def read_records(
    source: Source,
    *,
    name: str,
    columns: Sequence[Column],
    aliases: Mapping[str, str],
    unique: str,
    row_limit: int,
    build: Callable[[Line], RecordT],
) -> Reading[RecordT]:
    """Read every row of ``source`` into a record. ``build`` adds to the line's faults what contradicts itself; its
    record counts only where the line is sound.

    Raises ``BadInput`` with all faults of the file.
    """
    opened = open_lines(source, name=name, columns=columns, aliases=aliases, unique=unique, row_limit=row_limit)
    faults = opened.faults
    records: list[RecordT] = []
    for line in opened.lines:
        record = build(line)
        if line.sound and not faults.total:
            records.append(record)
    faults.raise_if_any()
    if not records:
        faults.add(row=0, column="", code="no_rows", sentence=NO_ROWS)
        raise faults.refuse()
    return Reading(records=tuple(records), remarks=tuple(faults.remarks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file being read: what its header calls each column it has, and its rows, which can be walked once. What is
    wrong with a row stands in ``faults`` when the row has been walked."""

    headings: Mapping[str, str]
    lines: Iterator[Line]
    faults: Faults


def open_lines(
    source: Source,
    *,
    name: str,
    columns: Sequence[Column],
    aliases: Mapping[str, str],
    unique: str,
    row_limit: int,
    missing: str = "",
) -> Opened:
    """Open a file to walk its rows. ``aliases``: other names of columns, as a header is folded; ``unique``: the column
    in which nothing stands twice; ``missing``: what is said of a column that decides and is not there.

    Raises ``BadInput`` where no table can be read at all.
    """
    faults = Faults(name or (Path(source).name if not isinstance(source, bytes) else ""))
    table = open_table(source, faults=faults, row_limit=row_limit)
    placed = _place_columns(table, columns, aliases, faults, missing or MISSING)
    lines = _told_apart(_lines(table, placed, columns, faults), unique)
    headings = {place.column.name: table.header[place.index] for place in placed}
    return Opened(headings=headings, lines=lines, faults=faults)


def folded(written: str) -> str:
    """A heading as it is compared: ``Seats at table`` is ``seats_at_table``."""
    plain = unicodedata.normalize("NFC", written).casefold()
    return "_".join(plain.replace("-", " ").replace("_", " ").split())


def _told_apart(lines: Iterator[Line], unique: str) -> Iterator[Line]:
    seen: dict[str, int] = {}
    for line in lines:
        mark = line.values.get(unique) if unique else None
        if mark is not None and seen.setdefault(mark.casefold(), line.row) != line.row:
            line.fault(unique, "duplicate", DUPLICATE, found=mark, allowed=seen[mark.casefold()])
        yield line


# --- the header -------------------------------------------------------------------------------------------------------


class Place:
    """A column where it stands in the file, remembering what its cells mean."""

    __slots__ = ("column", "index", "meanings")

    def __init__(self, index: int, column: Column) -> None:
        self.index, self.column = index, column
        self.meanings: dict[str, Any] = {"": CellFault("blank", BLANK) if column.required else column.blank}

    def meaning(self, cell: str) -> Any:
        """What ``cell`` means: a value, or the ``CellFault`` that it is."""
        found = self.meanings.get(cell, self)
        if found is self:
            found = _meaning(cell.strip(), self.column)
            if len(self.meanings) < REMEMBERED:
                self.meanings[cell] = found
        return found


def _meaning(cell: str, column: Column) -> Any:
    try:
        if not cell:
            if column.required:
                raise CellFault("blank", BLANK)
            return column.blank
        if len(cell) > MAX_CELL:
            raise CellFault("too_long", TOO_LONG, allowed=str(MAX_CELL))
        if cell[0] in FORMULA_STARTS or (cell[0] in SIGNED_STARTS and not column.signed):
            raise CellFault("formula", FORMULA)
        if column.free_text and cell[0] == "'" and cell.lstrip("'")[:1] in FORMULA_STARTS | SIGNED_STARTS:
            cell = cell[1:]  # the apostrophe that keeps a spreadsheet from calculating
        return column.read(cell)
    except CellFault as fault:
        return fault


def _place_columns(
    table: Table, columns: Sequence[Column], aliases: Mapping[str, str], faults: Faults, missing: str
) -> tuple[Place, ...]:
    known = {column.name: column for column in columns}
    placed: dict[str, Place] = {}
    strange: list[tuple[int, str]] = []
    for index, written in enumerate(table.header):
        name = folded(written)
        name = aliases.get(name, name)
        if not written:
            continue
        if name not in known:
            strange.append((index, written))
        elif name in placed:
            faults.add(row=1, column=written, code="duplicate_column", sentence=COLUMN_TWICE, found=written)
        else:
            placed[name] = Place(index, known[name])
    _name_missing(known, placed, strange, faults, missing)
    return tuple(placed.values())


def _name_missing(
    known: Mapping[str, Column],
    placed: Mapping[str, Place],
    strange: Sequence[tuple[int, str]],
    faults: Faults,
    missing: str,
) -> None:
    """A strange header that is like a missing column is a misspelling and one fault; the rest are remarked."""
    left = {written.casefold(): written for _index, written in strange}
    absent = [column for column in known.values() if column.name not in placed]
    for column in absent:
        like = difflib.get_close_matches(column.name, left, n=1, cutoff=0.7)
        found = left[like[0]] if like else ""
        if column.decides:
            sentence = MISSING_LIKE if found else missing
            faults.add(row=1, column=column.name, code="missing_column", sentence=sentence, found=found)
        elif like and difflib.SequenceMatcher(None, column.name, like[0]).ratio() >= 0.85:
            faults.add(row=1, column=found, code="misspelt_column", sentence=MISSPELT, found=found, allowed=column.name)
        else:
            continue
        if like:
            del left[like[0]]
    for written in left.values():
        faults.remark(row=1, column=written, code="unknown_column", sentence=UNKNOWN_COLUMN, found=written)


# --- the rows ---------------------------------------------------------------------------------------------------------


def _lines(table: Table, placed: Sequence[Place], columns: Sequence[Column], faults: Faults) -> Iterator[Line]:
    blanks = {column.name: column.blank for column in columns}
    for row, cells in table.rows:
        line = Line(row=row, values=dict(blanks), faults=faults)
        for place in placed:
            cell = cells[place.index] if place.index < len(cells) else ""
            if not isinstance(cell, str):
                cell = _from_json(cell, place.column, line)
            found = place.meaning(cell)
            if isinstance(found, CellFault):
                for fault in (found, *found.more):
                    line.fault(
                        place.column.name,
                        fault.code,
                        fault.sentence,
                        found=cell.strip() if fault.found is None else fault.found,
                        allowed=fault.allowed,
                    )
            else:
                line.values[place.column.name] = found
        yield line


def _from_json(value: Any, column: Column, line: Line) -> str:  # noqa: PLR0911 (one line for each kind of value)
    """A native JSON value as the text that a cell of this column would hold."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case []:
            return NONE
        case list() if column.parts:
            return ";".join(_item(item, column, line) for item in value)
        case dict() if column.parts == ("ladder", "grade"):
            return ";".join(f"{escaped(str(key))}={escaped(str(grade))}" for key, grade in value.items())
    line.fault(column.name, "not_a_list", NOT_A_LIST, found=type(value).__name__)
    return ""


def _item(item: Any, column: Column, line: Line) -> str:
    if not isinstance(item, dict):
        return _plain(item) if not isinstance(item, list) else ":".join(escaped(_plain(part)) for part in item)
    names = [part.split("|") for part in column.parts]
    strange = set(item) - {name for alternatives in names for name in alternatives}
    if strange:
        line.fault(
            column.name,
            "unknown_field",
            UNKNOWN_FIELD,
            found=sorted(strange)[0],
            allowed=", ".join(alternatives[0] for alternatives in names),
        )
    parts = [next((_plain(item[n]) for n in alternatives if n in item), "") for alternatives in names]
    while parts and not parts[-1]:
        parts.pop()
    return ":".join(escaped(part) for part in parts)


def _plain(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def escaped(written: str) -> str:
    """Text that can stand inside an item of a list cell."""
    for mark in "\\;:=":
        written = written.replace(mark, f"\\{mark}")
    return written


BLANK = _("This cell may not be blank.")
TOO_LONG = _("This cell is longer than %(allowed)s characters.")
DUPLICATE = _("“%(found)s” stands in row %(allowed)s already.")
NO_ROWS = _("There are no rows under the header.")
COLUMN_TWICE = _("The column “%(found)s” stands in the header twice.")
MISSING = _("The column “%(column)s” is missing. It decides who is eligible: keep it, blank where nothing is known.")
MISSING_LIKE = _("The column “%(column)s” is missing. Is the column “%(found)s” meant for it?")
MISSPELT = _("There is no column “%(found)s”. Is “%(allowed)s” meant?")
UNKNOWN_COLUMN = _("The column “%(found)s” is not known and was not read.")
UNKNOWN_FIELD = _("An item of this list has a field “%(found)s”; its fields are %(allowed)s.")
NOT_A_LIST = _("The value of this column may not be of the kind “%(found)s”.")
