"""The workbook: texts stay texts, days are days, Arabic sheets run from right to left."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from exports.package.samples import LEGAL_ADVISER, READY, package
from exports.package.test_letters import words
from menara.exports.package import Nominee, Package
from menara.exports.package.checklist import standing
from menara.exports.package.workbook import workbook
from menara.terms import Provenance

HOSTILE = ("=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", '=HYPERLINK("http://x.example")', "{=A1}", "\t=1")


def made(given: Package) -> bytes:
    return workbook(package=given, words=words(given), stand=standing(given))


def hostile(text: str) -> Package:
    officer = replace(READY, number=text, home_unit=text, grade=text, corps="", service=text)
    opening = replace(LEGAL_ADVISER, ref=text, title={"en": text}, duty_station=text, call=text)
    return package(nominees=(Nominee(officer=officer, opening=opening, order=1, names={"latin": text}),), call=text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_or_a_link(text: str) -> None:
    content = made(hostile(text))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 3
    assert not any(re.search(r"<f[ >/]|<hyperlink", sheet) for sheet in sheets)
    first = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cell = next(c for c in first[4] if first.cell(3, c.column).value == "Service number")
    assert (cell.data_type, cell.value) == ("s", text.strip())


@pytest.mark.parametrize(("language", "rtl"), [("ar", True), ("fr", False), ("en", False)])
def test_the_sheets(language: str, rtl: bool) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(package(language))))
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in book] == [rtl] * 3
    first = book.worksheets[0]
    assert first.freeze_panes == "A4"
    assert [first.cell(row, 10).value for row in range(4, 9)] == [
        "MA-100217",
        "MA-100533",
        "MA-101944",
        "MA-200001",
        "MA-200002",
    ]


def test_a_row_of_candidates() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made(package()))).worksheets[0]
    row = dict(zip([c.value for c in sheet[3]], [c.value for c in sheet[5]], strict=True))
    assert row["Service number"] == "MA-100533"
    assert row["Passport valid until"] == datetime(2028, 3, 1)  # noqa: DTZ001 (no zone in XLSX)
    assert row["Name, as in the passport"] is None
    assert row["State certificate dated"] is None
    assert row["Papers to obtain or sign"] == 5
    assert row["Provenance"] == "synthetic"


def test_a_demonstration_says_so_on_every_sheet_and_real_data_do_not() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(package())))
    assert [sheet["A1"].value for sheet in book] == ["Synthetic data, demonstration"] * 3
    real_officer = replace(READY, provenance=Provenance.ENTERED)
    real_opening = replace(LEGAL_ADVISER, provenance=Provenance.REAL)
    nominees = (Nominee(officer=real_officer, opening=real_opening, order=1),)
    book = openpyxl.load_workbook(io.BytesIO(made(package(nominees=nominees, provenance=Provenance.ENTERED))))
    assert [sheet["A1"].value for sheet in book] == [
        "Table of candidates · CALL-2026-03",
        "Checklist of enclosures · CALL-2026-03",
        "About this file · CALL-2026-03",
    ]


def test_no_isolate_is_left_in_a_cell() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(package("ar"))))
    texts = [c.value for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    assert not [text for text in texts if re.search("[\u2066-\u2069\u202a-\u202e]", text)]
