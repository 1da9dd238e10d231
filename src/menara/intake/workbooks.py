"""Reads an XLSX workbook in a process of its own, with bounded memory and time.

A workbook is a zip of XML: a megabyte may unpack to a gigabyte. The sizes in the zip's own directory are added up
first; what passes is unpacked only in the child, which the system stops at its limits.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from menara.intake.faults import Faults
from menara.wording import gettext_noop as _

MAX_UNPACKED = 160 << 20
MAX_ENTRIES = 2_000
SECONDS = 60
CHILD = Path(__file__).with_name("workbook_child.py")

Rows = Iterator[tuple[int, Sequence[Any]]]


def read_workbook(stream: BinaryIO, *, faults: Faults, row_limit: int) -> tuple[tuple[str, ...], Rows]:
    """Header and rows of the first visible sheet; other visible sheets are remarked.

    A cell comes as text: dates as ``YYYY-MM-DD`` (both day counts, 1900 and 1904, are resolved), whole numbers without
    a point. Formulas and error values are faults: what such a cell shows is not what it holds.
    """
    _weigh(stream, faults)
    rows = _child_rows(stream, faults, row_limit)
    first = next(rows, None)
    if first is None:
        faults.add(row=0, column="", code="empty", sentence=EMPTY)
        raise faults.refuse()
    header = [cell.strip() for cell in first[1]]
    while header and not header[-1]:
        header.pop()
    return tuple(header), rows


def _weigh(stream: BinaryIO, faults: Faults) -> None:
    try:
        entries = zipfile.ZipFile(stream).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        _fail(faults, "damaged", DAMAGED)
    stream.seek(0)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        _fail(
            faults,
            "too_large",
            TOO_LARGE,
            found=f"{unpacked / (1 << 20):,.0f} MB",
            allowed=f"{MAX_UNPACKED >> 20} MB",
        )
    if any(entry.flag_bits & 1 for entry in entries):
        _fail(faults, "password", PASSWORD)
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        _fail(faults, "damaged", DAMAGED)


def _child_rows(stream: BinaryIO, faults: Faults, row_limit: int) -> Rows:
    with tempfile.TemporaryFile() as spool:
        while chunk := stream.read(1 << 20):
            spool.write(chunk)
        spool.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", str(CHILD), str(row_limit)],
            stdin=spool,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    assert child.stdout is not None  # noqa: S101 (a pipe was asked for)
    alarm = threading.Timer(SECONDS, child.kill)
    alarm.start()
    finished = False
    try:
        for line in child.stdout:
            if _take_word(message := json.loads(line), faults):
                finished = finished or "end" in message
                continue
            yield message["row"], message["cells"]
        if not finished:
            _fail(faults, "too_large", OVER_LIMITS)
    finally:
        alarm.cancel()
        child.kill()
        child.stdout.close()
        child.wait()


def _take_word(message: dict[str, Any], faults: Faults) -> bool:
    """Whether the child's line was a word about the sheet rather than a row."""
    match message:
        case {"refused": "rows", "found": found, "allowed": allowed}:
            _fail(faults, "too_many_rows", TOO_MANY_ROWS, found=f"{found:,}", allowed=f"{allowed:,}")
        case {"refused": _}:
            _fail(faults, "damaged", DAMAGED)
        case {"formula": (row, column), "text": text}:
            faults.add(row=row, column=column, code="formula", sentence=FORMULA, found=f"={text}")
        case {"error": (row, column), "text": text}:
            faults.add(row=row, column=column, code="error_value", sentence=ERROR_VALUE, found=text)
        case {"ignored": sheets}:
            for sheet in sheets:
                faults.remark(row=0, column="", code="sheet_ignored", sentence=SHEET_IGNORED, found=sheet)
        case {"end": _}:
            pass
        case _:
            return False
    return True


def _fail(faults: Faults, code: str, sentence: str, *, found: str = "", allowed: str = "") -> NoReturn:
    faults.add(row=0, column="", code=code, sentence=sentence, found=found, allowed=allowed)
    raise faults.refuse()


EMPTY = _("The first sheet is empty; its first row should hold the names of the columns.")
DAMAGED = _(
    "This is not a workbook that can be read: it is damaged, or not an XLSX file. Save it again as XLSX or CSV."
)
TOO_LARGE = _("Unpacked, this workbook has %(found)s; at most %(allowed)s are read. Save so long a table as CSV.")
OVER_LIMITS = _("This workbook needs more memory or time than reading one may take. Save the sheet as CSV.")
TOO_MANY_ROWS = _("The sheet has %(found)s rows; at most %(allowed)s are read at once. Divide it.")
PASSWORD = _("This workbook has a password. Save it without one.")
FORMULA = _("This cell holds a formula, “%(found)s”. Copy the column and paste it back as values only.")
ERROR_VALUE = _("This cell holds an error of the spreadsheet program, “%(found)s”. Type the value, or leave it blank.")
SHEET_IGNORED = _("The sheet “%(found)s” was not read; only the first one is.")
