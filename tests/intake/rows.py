"""The smallest sound files, to spoil one cell at a time."""

from __future__ import annotations

import csv
import io

from menara.errors import BadInput, Fault
from menara.exports.records import OFFICER_COLUMNS, OPENING_COLUMNS
from menara.intake.officers import read_officers
from menara.intake.openings import read_openings

OPENING = {"ref": "POST-1", "modality": "IPO", "mission": "MINUSCA", "start": "2027-03-01"}
OFFICER = {"number": "MA-1", "nationality": "MAR", "service": "MAR-DGSN", "corps": "civil", "grade": "commissaire"}


def opening_csv(**cells: str) -> bytes:
    return table(OPENING_COLUMNS, {**OPENING, **cells})


def officer_csv(**cells: str) -> bytes:
    return table(OFFICER_COLUMNS, {**OFFICER, **cells})


def table(header: tuple[str, ...], *rows: dict[str, str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def faults_of(data: bytes, *, kind: str = "officers", name: str = "file.csv") -> list[tuple[int, str, str]]:
    """(row, column, code) of every fault; nothing where the file is sound."""
    return [(f.row, f.column, f.code) for f in refused(data, kind=kind, name=name)]


def refused(data: bytes, *, kind: str = "officers", name: str = "file.csv") -> tuple[Fault, ...]:
    try:
        (read_officers if kind == "officers" else read_openings)(data, name=name)
    except BadInput as refusal:
        return refusal.faults
    return ()
