"""Reads one of a summit's lists: every row that is sound, and every fault of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from menara.actions.summits.bringing.comparison import Given
from menara.errors import BadInput
from menara.intake import codes
from menara.intake.cells import NOT_ALLOWED, CellFault, Reader, nationality, text, truth, whole
from menara.intake.columns import NO_ROWS, Column, Line, open_lines
from menara.intake.faults import Remark
from menara.intake.summits.cells import Clock, equipment, languages, line, pairs
from menara.intake.summits.headings import aliases
from menara.intake.tables import Source
from menara.queries.summits.lists import COLUMNS, STANDING, TONGUES
from menara.wording import gettext_noop as _

ROW_LIMIT = 5_000
UNIQUE = {"rooms": "code", "interpreters": "code"}
SPANS = {"delegations": ("present",), "requests": ("window", "preferred")}
BODY = ("code", *(f"name_{code}" for code in TONGUES))  # what a delegation is known by
NAME, SHORT, CODE = line(500), line(200), line(40)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """``given`` are the sound rows; ``refusal`` holds the faults of the others. ``in_part`` are rows with faults,
    without the cells that have one: what else is wrong with them can be told at once. ``headings`` is what the file
    calls its columns."""

    given: tuple[Given, ...]
    in_part: tuple[Given, ...]
    refusal: BadInput | None
    remarks: tuple[Remark, ...]
    headings: Mapping[str, str]


def read_list(what: str, source: Source, *, name: str, zone: str, days: tuple[date, ...]) -> ListRead:
    """A list (a key of ``COLUMNS``) in a CSV or XLSX file or in its bytes. ``zone`` and ``days`` are the summit's.

    Raises ``BadInput`` where no table can be read at all; all other faults come with the rows that are sound.
    """
    columns = columns_of(what, zone=zone, days=days)
    opened = open_lines(
        source,
        name=name,
        columns=columns,
        aliases=aliases(what),
        unique=UNIQUE.get(what, ""),
        row_limit=ROW_LIMIT,
        missing=MISSING,
    )
    rows = list(opened.lines)
    for row in rows:
        _ask_for_both_ends(what, row)
    if what == "delegations" and not opened.headings.keys() & set(BODY):
        opened.faults.add(row=1, column="code", code="missing_column", sentence=MISSING)
    wrong = {(fault.row, fault.column) for fault in opened.faults.shown}
    told = [(row, _given(what, row, opened.headings, wrong)) for row in rows]
    given = [one for row, one in told if row.sound]
    in_part = [one for row, one in told if not row.sound and _is_known(one, columns)]
    if not given and not opened.faults.total:
        opened.faults.add(row=0, column="", code="no_rows", sentence=NO_ROWS)
    return ListRead(
        given=tuple(given),
        in_part=tuple(in_part),
        refusal=opened.faults.refuse() if opened.faults.total else None,
        remarks=tuple(opened.faults.remarks),
        headings=opened.headings,
    )


def columns_of(what: str, *, zone: str, days: tuple[date, ...]) -> Sequence[Column]:
    """The columns of a list in the order of the file. A blank cell is what a new record usually has."""
    columns = _columns(Clock(zone=zone, days=days))[what]
    if tuple(column.name for column in columns) != COLUMNS[what]:
        raise LookupError(f"the columns of {what} are not those of its list")
    return columns


def _given(what: str, row: Line, headings: Mapping[str, str], wrong: Set[tuple[int, str]]) -> Given:
    names = [name for name in COLUMNS[what] if name in headings and (row.row, name) not in wrong]
    return Given(row=row.row, cells={name: row.values[name] for name in names})


def _is_known(given: Given, columns: Sequence[Column]) -> bool:
    """Whether a row with faults still says which record it speaks of."""
    keys = [column.name for column in columns if column.decides]
    return all(given.cells.get(key) for key in keys) and (bool(keys) or any(given.cells.get(name) for name in BODY))


def _ask_for_both_ends(what: str, row: Line) -> None:
    for stem in SPANS.get(what, ()):
        begin, end = row.values[f"{stem}_from"], row.values[f"{stem}_until"]
        if (begin is None) != (end is None):
            row.fault(f"{stem}_{'from' if begin is None else 'until'}", "one_end", ONE_END)


def _word(*words: str) -> Reader:
    def read(cell: str) -> str:
        if cell.casefold() in words:
            return cell.casefold()
        raise CellFault("word", NOT_ALLOWED, allowed=", ".join(words))

    return read


def _cell(name: str, read: Reader = NAME, *, blank: object = "", key: bool = False) -> Column:
    """Most cells are text that may be blank; a ``key`` finds the record."""
    return Column(name=name, read=read, blank=blank, decides=key, required=key, free_text=True)


def _number(name: str, least: int, most: int, *, blank: int | None = 0, required: bool = False) -> Column:
    return Column(name=name, read=whole(least, most), blank=blank, decides=False, required=required, signed=True)


def _columns(clock: Clock) -> Mapping[str, Sequence[Column]]:
    def words(stem: str) -> list[Column]:
        return [_cell(f"{stem}_{code}") for code in TONGUES]

    def ends(stem: str) -> list[Column]:
        return [_cell(f"{stem}_{end}", clock.moment, blank=None) for end in ("from", "until")]

    return {
        "delegations": (
            _cell("code", CODE), *words("name"),
            _cell("country", nationality), _cell("host", truth, blank=False),
            _number("precedence", 0, 999, blank=None),
            _cell("head_latn", SHORT), _cell("head_arab", SHORT), *words("title"),
            _cell("languages", languages, blank=()), *ends("present"), _number("most_in_row", 1, 20, blank=None),
            _cell("note", text),
        ),
        "rooms": (
            _cell("code", CODE, key=True), *words("name"), _cell("area", CODE),
            _number("capacity", 2, 5000, blank=None, required=True), _cell("equipment", equipment, blank=()),
            _number("clearance", 0, 9), _number("turnover_minutes", 0, 240), _cell("hours", clock.hours, blank=None),
        ),
        "interpreters": (
            _cell("code", CODE, key=True), _cell("name_latn", SHORT), _cell("name_arab", SHORT),
            _cell("pairs", pairs, blank=()), _cell("shifts", clock.hours, blank=None), _number("clearance", 0, 9),
            _number("most_minutes_in_row", 15, 600, blank=120), _number("rest_minutes", 0, 240, blank=30),
        ),
        "requests": (
            _number("number", 1, 2_000_000_000, blank=None), _cell("asking", key=True), _cell("asked", key=True),
            _cell("receiving", _word("asked", "asking"), blank="asked"), *words("subject"),
            _number("priority", 1, 3, blank=2), _number("minutes", 5, 480, blank=30),
            _cell("tentative", truth, blank=False), _number("persons", 2, 500, blank=4),
            _cell("asking_language", codes.language), _cell("asked_language", codes.language),
            _cell("equipment", equipment, blank=()), _number("clearance", 0, 9), *ends("window"),
            *ends("preferred"), _cell("expires_at", clock.moment, blank=None),
            _cell("status", _word(*STANDING), blank="asked"),
        ),
    }  # fmt: skip


MISSING = _("The column “%(column)s” is missing; without it no row says what it speaks of.")
ONE_END = _("Give both ends, or none.")
