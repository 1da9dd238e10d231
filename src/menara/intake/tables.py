"""A table as a file holds it: a header and rows of text, each with its row number as a spreadsheet counts.

CSV, XLSX and JSON in; nothing is interpreted here beyond what the file format itself says. Limits are refused before
anything large is built.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from menara.intake import encodings, json_tables, workbooks
from menara.intake.faults import Faults
from menara.wording import gettext_noop as _

Source = os.PathLike[str] | bytes
Row = tuple[int, Sequence[Any]]

MAX_BYTES = 512 << 20
MAX_COLUMNS = 256
MAX_CELL = 32_767  # what a spreadsheet program itself can hold in a cell

TROUBLES = {
    "unmarked": encodings.UTF16_SENTENCE,
    "broken": encodings.BROKEN_SENTENCE,
    "windows-1256": encodings.ARABIC_SENTENCE,
    "windows-1252": encodings.LATIN_SENTENCE,
    "mixed": encodings.MIXED_SENTENCE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``header`` as written, stripped; ``rows`` can be walked once. A cell is text, save in JSON, where it may be a
    native value. Rows that are blank throughout are left out; their numbers are not given to others."""

    header: tuple[str, ...]
    rows: Iterator[Row]


def open_table(source: Source, *, faults: Faults, row_limit: int) -> Table:
    """The table in a file or in bytes. Faults of the whole file are raised at once; those of single rows are added to
    ``faults`` while the rows are walked.

    Raises ``BadInput`` where no table can be read at all.
    """
    stream = _open(source, faults)
    head = stream.read(8)
    stream.seek(0)
    kind = _kind(faults.file, head)
    if kind == "mismatch":
        _fail(faults, "wrong_kind", WRONG_KIND, found=Path(faults.file).suffix)
    if kind == "old_workbook":
        _fail(faults, "old_workbook", OLD_WORKBOOK)
    if kind == "xlsx":
        header, rows = workbooks.read_workbook(stream, faults=faults, row_limit=row_limit)
    elif kind == "json":
        header, rows = json_tables.read_json(stream, faults=faults, row_limit=row_limit)
    else:
        header, rows = _read_csv(stream, faults, row_limit)
    if len(header) > MAX_COLUMNS:
        _fail(faults, "too_many_columns", TOO_MANY_COLUMNS, row=1, found=str(len(header)), allowed=str(MAX_COLUMNS))
    return Table(header=header, rows=rows)


def _open(source: Source, faults: Faults) -> BinaryIO:
    if isinstance(source, bytes):
        stream: BinaryIO = io.BytesIO(source)
        size = len(source)
    else:
        try:
            stream = Path(source).open("rb")  # noqa: SIM115 (rows are read from it later)
            size = os.fstat(stream.fileno()).st_size
        except OSError as error:
            _fail(faults, "not_readable", NOT_READABLE, found=error.strerror or str(error))
            raise  # not reached
    if size > MAX_BYTES:
        _fail(faults, "too_large", TOO_LARGE, found=f"{size / (1 << 20):,.0f} MB", allowed=f"{MAX_BYTES >> 20} MB")
    if size == 0:
        _fail(faults, "empty", EMPTY)
    return stream


def _kind(name: str, head: bytes) -> str:
    """What the bytes are; ``mismatch`` where the name says something else."""
    if head.startswith(b"PK"):
        found = "xlsx"
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        return "old_workbook"
    elif head.startswith(b"%PDF"):
        return "mismatch"
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        found = "json" if text[:1] in (b"[", b"{") else "csv"
    said = Path(name).suffix.lower().lstrip(".")
    told = {"xlsx": "xlsx", "xlsm": "xlsx", "json": "json", "csv": "csv", "tsv": "csv", "txt": "csv"}.get(said, found)
    if {told, found} == {"json", "csv"}:
        return told  # a broken JSON file or a header that begins with a bracket: let the reader of that kind say so
    return found if told == found else "mismatch"


# --- CSV --------------------------------------------------------------------------------------------------------------


def _read_csv(stream: BinaryIO, faults: Faults, row_limit: int) -> tuple[tuple[str, ...], Iterator[Row]]:
    encoding = encodings.find_encoding(stream)
    if encoding.trouble in ("unmarked", "broken"):
        _fail(faults, "encoding", TROUBLES[encoding.trouble])
    text = encodings.as_text(stream, encoding)
    delimiter = _delimiter(text)
    if encoding.lines > row_limit:
        _refuse_long(text, delimiter, faults, row_limit)
    text.seek(0)
    records = _records(text, delimiter, faults)
    if encoding.trouble:
        _name_strange_cells(records, encoding.trouble, faults)
        raise faults.refuse()
    _row, header = next(((n, cells) for n, cells in records if any(map(str.strip, cells))), (1, []))
    if not header:
        faults.raise_if_any()
        _fail(faults, "empty", EMPTY)
    header = [cell.strip() for cell in header]
    while header and not header[-1]:
        header.pop()
    return tuple(header), _checked(records, len(header), faults)


def _delimiter(text: io.TextIOWrapper) -> str:
    """The one of comma, semicolon and tab that the first line uses most; a header holds none of them otherwise."""
    line = text.readline(1 << 16)
    outside = "".join(line.split('"')[::2])
    return max(",;\t", key=outside.count)


def _refuse_long(text: io.TextIOWrapper, delimiter: str, faults: Faults, row_limit: int) -> None:
    """Count records, not lines: a quoted cell may hold line ends."""
    text.seek(0)
    count = 0
    try:
        count = sum(1 for record in csv.reader(text, delimiter=delimiter, strict=True) if record) - 1
    except csv.Error:
        return  # named with its row when the rows are read
    if count > row_limit:
        _fail(faults, "too_many_rows", TOO_MANY_ROWS, found=f"{count:,}", allowed=f"{row_limit:,}")


def _records(text: io.TextIOWrapper, delimiter: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            whole_rest = "limit" in str(error) or "unexpected end" in str(error)
            faults.add(row=number, column="", code="quotes", sentence=LONG_OR_OPEN if whole_rest else QUOTES)
            if whole_rest or faults.total > 100:
                return
            continue
        yield number, record


def _checked(records: Iterator[tuple[int, list[str]]], width: int, faults: Faults) -> Iterator[Row]:
    for number, cells in records:
        if len(cells) != width:
            if not any(map(str.strip, cells)):
                continue
            if len(cells) < width:
                faults.add(
                    row=number,
                    column="",
                    code="short_row",
                    sentence=SHORT_ROW,
                    found=str(len(cells)),
                    allowed=str(width),
                )
                continue
            if any(cell.strip() for cell in cells[width:]):
                faults.add(
                    row=number, column="", code="long_row", sentence=LONG_ROW, found=str(len(cells)), allowed=str(width)
                )
                continue
        elif not any(cells):
            continue
        yield number, cells


def _name_strange_cells(records: Iterator[tuple[int, list[str]]], trouble: str, faults: Faults) -> None:
    """One fault for a file in another encoding; one for each cell where a file is mixed."""
    header: list[str] = []
    codec = "windows-1252" if trouble == "mixed" else trouble
    for number, cells in records:
        header = header or cells
        for place, cell in enumerate(cells):
            if not any("\udc80" <= c <= "\udcff" for c in cell):
                continue
            column = header[place] if number > 1 and place < len(header) else ""
            faults.add(
                row=number,
                column=encodings.read_as(column, codec),
                code="encoding",
                sentence=TROUBLES[trouble],
                found=encodings.read_as(cell, codec),
                allowed="UTF-8",
            )
            if trouble != "mixed":
                return


def _fail(faults: Faults, code: str, sentence: str, *, row: int = 0, found: str = "", allowed: str = "") -> None:
    faults.add(row=row, column="", code=code, sentence=sentence, found=found, allowed=allowed)
    raise faults.refuse()


NOT_READABLE = _("The file cannot be opened: %(found)s.")
WRONG_KIND = _("What is in the file does not fit the ending of its name, “%(found)s”. Give the file its true ending.")
OLD_WORKBOOK = _("This is a workbook of the old XLS kind, or one with a password. Save it as XLSX without a password.")
TOO_LARGE = _("The file has %(found)s; at most %(allowed)s are read.")
TOO_MANY_ROWS = _("The file has %(found)s rows; at most %(allowed)s are read at once. Divide it.")
TOO_MANY_COLUMNS = _("The file has %(found)s columns; at most %(allowed)s are read.")
EMPTY = _("The file is empty; its first row should hold the names of the columns.")
QUOTES = _(
    "A quotation mark stands where none can. A cell with quotation marks in it is written with each of them doubled."
)
LONG_OR_OPEN = _(
    "A quotation mark that opens in this row is never closed, or a cell is longer than any text should be. "
    "Rows after this one were not read."
)
SHORT_ROW = _("This row has %(found)s cells and the header has %(allowed)s.")
LONG_ROW = _(
    "This row has %(found)s cells and the header has %(allowed)s. A cell that holds the separator needs quotation "
    "marks around it."
)
