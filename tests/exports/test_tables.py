"""Rows as CSV and XLSX: no cell is ever calculated, and the same rows give the same bytes."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timezone
from fractions import Fraction

import openpyxl
import pytest

from menara.exports.tables import Sheet, to_csv, to_xlsx
from menara.terms import Modality

DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a", "'=1", "''+1")


def cells_of(data: bytes) -> list[list[object]]:
    return [[cell.value for cell in line] for line in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_a_spreadsheet_would_calculate_is_guarded_in_csv(text: str) -> None:
    data = to_csv(header=["a"], rows=[[text]]).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(data.split("\r\n", 1)[1], newline=""))) == ["'" + text]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_a_spreadsheet_would_calculate_stays_text_in_xlsx(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([Sheet(name="a", header=["a"], rows=[[text]])])))
    assert book.active["A2"].data_type == "s"


def test_numbers_days_and_texts_keep_their_kind() -> None:
    row = [5, 0.25, date(2026, 3, 1), True, None, "", "مرحبا", Modality.IPO, Fraction(1, 4), -5]
    data = to_xlsx([Sheet(name="a", header=list("abcdefghij"), rows=[row])])
    assert cells_of(data)[1] == [5, 0.25, datetime(2026, 3, 1), "yes", None, None, "مرحبا", "IPO", "1/4", -5]  # noqa: DTZ001
    text = to_csv(header=list("abcdefghij"), rows=[row]).decode("utf-8-sig").splitlines()[1]
    assert text == "5,0.25,2026-03-01,yes,,,مرحبا,IPO,1/4,-5"


def test_instants_keep_their_zone() -> None:
    instant = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)  # noqa: UP017
    assert cells_of(to_xlsx([Sheet(name="a", header=["a"], rows=[[instant]])]))[1] == ["2026-03-01T12:00:00+00:00"]


def test_characters_a_workbook_cannot_hold_do_not_break_it() -> None:
    data = to_xlsx([Sheet(name="a", header=["a"], rows=[["x\x00y\ud800z"], ["x" * 40_000]])])
    assert [line[0] for line in cells_of(data)[1:]] == ["x\ufffdy\ufffdz", "x" * 32_767]
    assert "x?z" in to_csv(header=["a"], rows=[["x\ud800z"]]).decode("utf-8-sig")


def test_the_same_rows_give_the_same_bytes() -> None:
    sheet = Sheet(name="a", header=["a", "b"], rows=[["x", 1]], notes=("note",))
    assert to_xlsx([sheet]) == to_xlsx([sheet])


def test_notes_stand_above_the_header_and_a_sheet_may_lead_right() -> None:
    data = to_xlsx([Sheet(name="a", header=["h"], rows=[["x"]], notes=("one", "two"), leads_right=True)])
    assert [line[0] for line in cells_of(data)] == ["one", "two", "h", "x"]
    assert openpyxl.load_workbook(io.BytesIO(data)).active.sheet_view.rightToLeft


def test_csv_opens_in_a_spreadsheet_with_its_letters() -> None:
    assert to_csv(header=["ا"], rows=[]).startswith(b"\xef\xbb\xbf")
