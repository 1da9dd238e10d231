"""Rows as CSV or XLSX, in which no cell is ever a formula.

Text that a spreadsheet program would calculate gets an apostrophe before it in CSV; in XLSX it is written as text.
``menara.intake`` takes the apostrophe away again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

import xlsxwriter

Cell = Any
"""Text, a number, a day, an instant, yes or no (``bool``), an enumeration, or None for blank."""

CALCULATED = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
CELL_LIMIT = 32_767
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its name, header and rows. ``widths`` are in characters, by place of column, where the header's own
    width does not do. ``notes`` stand above the header. ``leads_right``: the first column stands at the right."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Mapping[int, int] = field(default_factory=dict)
    notes: Sequence[str] = ()
    leads_right: bool = False


def to_csv(*, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, which spreadsheet programs need to see Arabic; commas; CRLF line ends."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([guarded(as_text(cell)) if isinstance(cell, str | Enum) else as_text(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def to_xlsx(sheets: Iterable[Sheet], *, properties: Mapping[str, str] | None = None) -> bytes:
    """A workbook whose bytes depend on its content alone: no clock, no user name.

    Days and numbers stay days and numbers; text stays text, whatever it begins with.
    """
    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, {**options, "remove_timezone": False}) as book:
        book.set_properties({"created": datetime(2000, 1, 1), **(properties or {})})  # noqa: DTZ001 (no zone in XLSX)
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF4"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        note = book.add_format({"italic": True, "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:31])
            if sheet.leads_right:
                page.right_to_left()
            for row, line in enumerate(sheet.notes):
                page.write_string(row, 0, _clean(line), note)
            top = len(sheet.notes)
            for place, name in enumerate(sheet.header):
                page.write_string(top, place, _clean(name), head)
                page.set_column(place, place, sheet.widths.get(place, min(max(len(name) + 2, 10), 40)))
            last = top
            for last, cells in enumerate(sheet.rows, start=top + 1):
                for place, cell in enumerate(cells):
                    _write(page, last, place, cell, body, day)
            if sheet.header:
                page.freeze_panes(top + 1, 0)
                page.autofilter(top, 0, max(last, top), len(sheet.header) - 1)
                page.repeat_rows(0, top)  # on paper too, notes such as "synthetic" stand on every page
            page.set_paper(9)  # A4
            page.set_landscape()
            page.fit_to_pages(1, 0)
            page.set_footer("&C&P / &N")
    return memory.getvalue()


def _write(page: Any, row: int, place: int, cell: Cell, body: Any, day: Any) -> None:
    match cell:
        case None | "":
            pass
        case bool() | str() | Enum() | Fraction() | datetime():
            page.write_string(row, place, _clean(as_text(cell)), body)
        case date():
            page.write_datetime(row, place, cell, day)
        case int() | float() if abs(cell) < 10**15:
            page.write_number(row, place, cell, body)
        case _:
            page.write_string(row, place, _clean(as_text(cell)), body)


def as_text(cell: Cell) -> str:
    """A cell as text, the same in every format."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case Enum():
            return str(cell.value) if isinstance(cell.value, str) else cell.name
        case datetime():
            return cell.isoformat()
        case _:
            return str(cell)


def guarded(text: str) -> str:
    """Text that no spreadsheet program calculates."""
    return f"'{text}" if CALCULATED.match(text) else text


def _clean(text: str) -> str:
    """Text an XLSX cell can hold: without characters XML has no way to write, and not too long."""
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)[:CELL_LIMIT]
