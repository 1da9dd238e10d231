"""Whole files: encodings, separators, quotes, sizes, workbooks, JSON."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from menara.errors import BadInput
from menara.exports.records import OFFICER_COLUMNS, OPENING_COLUMNS
from menara.intake.officers import ROW_LIMIT, read_officers
from menara.intake.openings import read_openings

from .rows import OFFICER, faults_of, officer_csv, opening_csv, refused, table

SRC = Path(__file__).resolve().parents[2] / "src"


# --- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_files_are_read(encoding):
    text = opening_csv(title_ar="مستشار إصلاح الشرطة").decode()
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    opening = read_openings((mark + text).encode(encoding)).records[0]
    assert opening.title == {"ar": "مستشار إصلاح الشرطة"}


@pytest.mark.parametrize(
    ("codec", "cell", "name"),
    [("windows-1256", "مديرية الرباط", "windows-1256"), ("windows-1252", "Préfecture de Meknès", "windows-1252")],
)
def test_an_older_encoding_is_named_and_never_guessed(codec, cell, name):
    (fault,) = refused(officer_csv(home_unit=cell).decode().encode(codec))
    assert (fault.row, fault.column, fault.code, fault.found, fault.allowed) == (
        2,
        "home_unit",
        "encoding",
        cell,
        "UTF-8",
    )
    assert name in str(fault)
    assert "Save As" in str(fault)


def test_two_encodings_in_one_file_are_found_cell_by_cell():
    sound = table(OFFICER_COLUMNS, *({**OFFICER, "number": f"A{n}", "home_unit": "مديرية الرباط"} for n in range(9)))
    mixed = (
        sound + officer_csv(number="B", home_unit="Meknès").decode().splitlines()[1].encode("windows-1252") + b"\r\n"
    )
    assert faults_of(mixed) == [(11, "home_unit", "encoding")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_unmarked_wide_encodings_are_refused(encoding):
    assert faults_of(officer_csv().decode().encode(encoding)) == [(0, "", "encoding")]


def test_a_damaged_wide_file_is_refused():
    assert faults_of(officer_csv().decode().encode("utf-16")[:-1]) == [(0, "", "encoding")]


# --- separators, quotes, rows -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_separator_is_told_from_the_header(separator, line_end):
    cells = {**OFFICER, "languages": '"fr:C1;ar:native"'}
    header = separator.join(OFFICER_COLUMNS)
    row = separator.join(cells.get(name, "") for name in OFFICER_COLUMNS)
    officer = read_officers((header + line_end + row + line_end).encode()).records[0]
    assert [held.code for held in officer.languages] == ["fr", "ar"]


def test_rows_are_counted_as_a_spreadsheet_does():
    first, second = officer_csv(home_unit="two\nlines").split(b"\r\n", 1)[0], officer_csv(number="B", conduct="odd")
    data = first + b"\r\n" + officer_csv(education="master").split(b"\r\n", 1)[1]
    data = data + b"\r\n" + b"," * (len(OFFICER_COLUMNS) - 1) + b"\r\n" + second.split(b"\r\n", 1)[1]
    assert faults_of(data) == [(5, "conduct", "word")]


def test_a_cell_with_a_line_end_is_one_row():
    rows = [{**OFFICER, "number": "A"}, {**OFFICER, "number": "B", "conduct": "odd"}]
    data = table(OFFICER_COLUMNS, *rows).replace(b"MAR-DGSN", b'"MAR-\nDGSN"', 1)
    assert faults_of(data) == [(2, "service", "characters"), (3, "conduct", "word")]


def test_an_open_quotation_mark_is_found_where_it_opens():
    data = officer_csv() + b'"MA-2,MAR\r\n' + officer_csv(number="C").split(b"\r\n", 1)[1]
    assert faults_of(data) == [(3, "", "quotes")]


def test_a_stray_quotation_mark_is_found_and_reading_goes_on():
    header, row, _end = officer_csv(conduct="odd").split(b"\r\n")
    data = header + b'\r\n"a"b' + b"," * (len(OFFICER_COLUMNS) - 1) + b"\r\n" + row + b"\r\n"
    assert faults_of(data) == [(2, "", "quotes"), (3, "conduct", "word")]


def test_a_cell_of_ten_megabytes_is_refused():
    assert faults_of(officer_csv(home_unit="x" * 10_000_000)) == [(2, "", "quotes")]


def test_a_cell_longer_than_a_spreadsheet_holds_is_refused():
    assert faults_of(opening_csv(as_posted="x" * 32_768), kind="openings") == [(2, "as_posted", "too_long")]
    assert faults_of(opening_csv(as_posted="x" * 32_767), kind="openings") == []


def test_too_many_and_too_few_cells_in_a_row():
    data = (
        officer_csv() + b"MA-2,MAR\r\n" + officer_csv(number="MA-3").split(b"\r\n", 1)[1].replace(b"\r\n", b",more\r\n")
    )
    assert faults_of(data) == [(3, "", "short_row"), (4, "", "long_row")]


def test_too_many_columns():
    data = (",".join(f"c{n}" for n in range(5_000)) + "\n").encode()
    assert faults_of(data) == [(1, "", "too_many_columns")]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\n\n", b" , ,\n"])
def test_an_empty_file(data):
    assert [code for _row, _column, code in faults_of(data)] == ["empty"]


def test_a_header_alone_has_no_rows():
    assert faults_of(officer_csv().split(b"\r\n")[0]) == [(0, "", "no_rows")]


def test_characters_nobody_sees_are_faults_of_their_cell():
    assert faults_of(officer_csv(number="MA\x001", home_unit="Rabat\u202e")) == [
        (2, "home_unit", "characters"),
        (2, "number", "characters"),
    ]


def test_a_file_that_cannot_be_opened(tmp_path):
    with pytest.raises(BadInput) as refusal:
        read_officers(tmp_path / "absent.csv")
    assert [f.code for f in refusal.value.faults] == ["not_readable"]
    with pytest.raises(BadInput):
        read_officers(tmp_path)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("officers.xlsx", b"number,service\r\n", "wrong_kind"),
        ("officers.csv", b"PK\x03\x04 and so on", "wrong_kind"),
        ("officers.csv", b"%PDF-1.7 and so on", "wrong_kind"),
        ("officers.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on", "old_workbook"),
        ("officers.json", b"number,service\r\n", "json"),
        ("officers.xlsx", b"PK\x03\x04 and so on", "damaged"),
    ],
)
def test_what_is_in_a_file_must_fit_its_name(name, data, code):
    assert [found for _row, _column, found in faults_of(data, name=name)] == [code]


# --- sizes ------------------------------------------------------------------------------------------------------------

MEASURED = """
import resource, sys
sys.path.insert(0, {src!r})
from pathlib import Path
from menara.errors import BadInput
from menara.intake.officers import read_officers
try:
    outcome = len(read_officers(Path({path!r})).records)
except BadInput as refusal:
    outcome = [(f.code, f.found, f.allowed) for f in refusal.faults]
own = next(int(line.split()[1]) for line in Path("/proc/self/status").open() if line.startswith("VmHWM")) // 1024
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print([outcome, own, child])
"""


def measured(path: Path) -> tuple[object, int, int]:
    """Outcome, megabytes of the reader and of its child, in a process of its own.

    The reader's own peak is read from /proc: the usual one still counts what its parent held before it."""
    code = MEASURED.format(src=str(SRC), path=str(path))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return tuple(eval(done.stdout))  # noqa: S307 (our own output)


def test_a_million_rows_are_counted_and_refused_in_bounded_memory(tmp_path):
    header, row, _end = officer_csv().split(b"\r\n")
    path = tmp_path / "million.csv"
    with path.open("wb") as file:
        file.write(header + b"\r\n")
        for _ in range(100):
            file.write((row + b"\r\n") * 10_000)
    outcome, megabytes, _child = measured(path)
    assert outcome == [("too_many_rows", "1,000,000", f"{ROW_LIMIT:,}")]
    assert megabytes < 200


def test_line_ends_inside_cells_do_not_count_as_rows(tmp_path):
    many_lines = '"' + "one\n" * 30_000 + '"'
    path = tmp_path / "lines.csv"
    header, row = opening_csv().decode().splitlines()
    cells = row.split(",")
    cells[OPENING_COLUMNS.index("as_posted")] = many_lines[:32_000] + '"'
    path.write_text("\n".join([header, *(",".join([f"P{n}", *cells[1:]]) for n in range(4))]))
    assert len(read_openings(path).records) == 4


def test_a_workbook_that_unpacks_to_hundreds_of_megabytes_is_refused_at_once(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (314 << 20))
    assert path.stat().st_size < 1 << 20
    outcome, megabytes, _child = measured(path)
    assert [code for code, _found, _allowed in outcome] == ["too_large"]
    assert megabytes < 100


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path):
    path = tmp_path / "liar.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (314 << 20))
    data = path.read_bytes()
    path.write_bytes(data.replace((314 << 20).to_bytes(4, "little"), (1 << 10).to_bytes(4, "little")))
    outcome, megabytes, child = measured(path)
    assert [code for code, _found, _allowed in outcome] == ["damaged"]
    assert max(megabytes, child) < 200


def test_a_cell_far_away_does_not_make_the_reader_swell(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "number"
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "wide.xlsx")
    outcome, megabytes, _child = measured(tmp_path / "wide.xlsx")
    assert [code for code, _found, _allowed in outcome] in (["too_large"], ["too_many_rows"])
    assert megabytes < 100


def test_a_hundred_thousand_entries_in_a_workbook_are_refused(tmp_path):
    path = tmp_path / "entries.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(20_000):
            archive.writestr(f"xl/{n}", b"")
    outcome, _megabytes, _child = measured(path)
    assert [code for code, _found, _allowed in outcome] == ["too_large"]


# --- workbooks --------------------------------------------------------------------------------------------------------


def officers_workbook(cells: dict[str, object], *, mac: bool = False, also: str = "") -> bytes:
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(list(OFFICER_COLUMNS))
    values: dict[str, object] = {**OFFICER, **cells}
    sheet.append([values.get(name) for name in OFFICER_COLUMNS])
    if also:
        book.create_sheet(also)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


MIDNIGHT = datetime.fromisoformat("2005-09-01")


@pytest.mark.parametrize("mac", [False, True])
def test_real_days_and_numbers_of_a_workbook_are_read(mac):
    data = officers_workbook(
        {
            "born_on": date(1980, 2, 29),
            "joined_on": datetime.fromisoformat("2005-09-01"),
            "training_months": 12,
            "vaccinated": True,
        },
        mac=mac,
    )
    officer = read_officers(data).records[0]
    assert (officer.born_on, officer.joined_on) == (date(1980, 2, 29), date(2005, 9, 1))
    assert (officer.training_months, officer.vaccinated) == (12, True)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"born_on": 46000}, (2, "born_on", "date_serial")),
        ({"born_on": datetime.fromisoformat("1980-02-29T10:30")}, (2, "born_on", "date")),
        ({"born_on": 0.5}, (2, "born_on", "date")),
        ({"training_months": 12.5}, (2, "training_months", "number")),
        ({"training_months": -5}, (2, "training_months", "out_of_bounds")),
        ({"home_unit": '=HYPERLINK("https://example.org","Rabat")'}, (2, "home_unit", "formula")),
        ({"training_months": "=6+6"}, (2, "training_months", "formula")),
        ({"number": "＝1+1"}, (2, "number", "formula")),
        ({"home_unit": "#N/A"}, (2, "home_unit", "error_value")),
    ],
)
def test_a_workbook_is_refused_by_cell(cells, fault):
    found = faults_of(officers_workbook(cells), name="officers.xlsx")
    assert fault in found
    assert {(row, column) for row, column, _code in found} == {fault[:2]}


def test_a_formula_is_shown_as_it_stands():
    (fault,) = refused(officers_workbook({"training_months": "=6+6"}), name="officers.xlsx")
    assert fault.found == "=6+6"


def test_other_sheets_are_remarked():
    reading = read_officers(officers_workbook({}, also="Notes"), name="officers.xlsx")
    assert [(r.code, r.found) for r in reading.remarks] == [("sheet_ignored", "Notes")]


def test_a_table_that_does_not_begin_in_the_corner_keeps_its_row_numbers():
    book = openpyxl.Workbook()
    for place, name in enumerate(OFFICER_COLUMNS, start=3):
        book.active.cell(row=4, column=place, value=name)
        book.active.cell(row=6, column=place, value={**OFFICER, "conduct": "odd"}.get(name))
    memory = io.BytesIO()
    book.save(memory)
    assert faults_of(memory.getvalue(), name="officers.xlsx") == [(6, "conduct", "word")]


# --- JSON -------------------------------------------------------------------------------------------------------------


def test_json_takes_native_lists_and_objects():
    opening = {
        **dict.fromkeys(name for name in OPENING_COLUMNS if not name.startswith("title")),
        "ref": "POST-1",
        "title": {"ar": "مستشار", "en": "Adviser"},
        "modality": "IPO",
        "armed": False,
        "positions": 3,
        "female_target": 0.25,
        "rank_min": {"MAR-DGSN/civil": "commissaire"},
        "skills": [{"code": "forensics", "level": 2, "need": "must"}, "investigations:3:want"],
        "languages": [{"lang": "fr", "test": "AMS", "score": 60}, ["en", "CEFR", "C1", "want"]],
        "nationality_exclusions": [
            {"nationality": "MAR", "reason": "party: to the dispute; so", "authority": "mission"}
        ],
    }
    read = read_openings(json.dumps([opening]).encode(), name="calls.json").records[0]
    text = {
        "title_ar": "مستشار",
        "title_en": "Adviser",
        "armed": "no",
        "positions": "3",
        "female_target": "25%",
        "rank_min": "MAR-DGSN/civil=commissaire",
        "skills": "forensics:2:must;investigations:3:want",
        "languages": "fr:AMS:60;en:CEFR:C1:want",
        "nationality_exclusions": "MAR:party\\: to the dispute\\; so:mission",
        "mission": "",
        "start": "",
    }
    assert read == read_openings(opening_csv(**text)).records[0]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{}", "not_a_list"),
        (b"[1, 2]", "not_a_list"),
        (b'[{"number": "a"', "json"),
        (b'[{"number": "a", "number": "b"}]', "json"),
        (b'[{"number": NaN}]', "json"),
        (b"[" * 100_000, "json"),
        (b'[{"number": ' + b"9" * 5_000 + b"}]", "json"),
        ('[{"number": "é"}]'.encode("latin-1"), "encoding"),
    ],
)
def test_json_that_is_no_table(data, code):
    assert [found for _row, _column, found in faults_of(data, name="officers.json")] == [code]


def test_json_faults_name_row_and_column():
    officers = [{**dict.fromkeys(OFFICER_COLUMNS), **OFFICER, "number": n, **c} for n, c in SPOILT]
    assert faults_of(json.dumps(officers).encode(), name="officers.json") == [
        (2, "number", "characters"),
        (3, "languages", "unknown_field"),
        (4, "conduct", "not_a_list"),
    ]


SPOILT = [
    ("a\ud800", {}),
    ("b", {"languages": [{"code": "fr", "lvl": "C1"}]}),
    ("c", {"conduct": ["clear"]}),
]
