"""Lists of a summit as people send them: read row by row, every fault at its row and under the heading of the file."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from menara.errors import BadInput
from menara.intake.summits.guide import GUIDE, help_for_list
from menara.intake.summits.headings import ARABIC, ENGLISH, FRENCH, aliases, heading
from menara.intake.summits.lists import ROW_LIMIT, ListRead, read_list
from menara.queries.summits.lists import COLUMNS

ZONE = ZoneInfo("Africa/Casablanca")
DAYS = (date(2026, 6, 1), date(2026, 6, 2))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=ZONE)


def read(what: str, source: bytes, *, name: str = "list.csv", zone: str = "Africa/Casablanca") -> ListRead:
    return read_list(what, source, name=name, zone=zone, days=DAYS)


def table(header: list[str], *rows: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def cell(what: str, column: str, written: str) -> Any:
    """What one cell means, or the code and the text of its fault."""
    keys = {"rooms": {"code": "A"}, "interpreters": {"code": "A"}, "requests": {"asking": "A", "asked": "B"}}
    row = {**keys.get(what, {"name_en": "A"}), column: written}
    found = read(what, table(list(row), list(row.values())))
    if found.refusal is None:
        return found.given[0].cells[column]
    (fault,) = found.refusal.faults
    assert (fault.row, fault.column) == (2, column)
    return fault.code, fault.found


def faults(found: ListRead) -> list[tuple[int, str, str]]:
    assert found.refusal is not None
    return [(fault.row, fault.column, fault.code) for fault in found.refusal.faults]


MORNING = (at(1, 9), at(1, 12))


@pytest.mark.parametrize(
    ("what", "column", "written", "meant"),
    [
        ("rooms", "hours", "", None),
        ("rooms", "hours", "none", ()),
        ("rooms", "hours", "2026-06-01 09:00-12:00", (MORNING,)),
        ("rooms", "hours", "٢٠٢٦-٠٦-٠١ ٠٩:٠٠-١٢:٠٠", (MORNING,)),
        ("rooms", "hours", "9:00 – 12:00", (MORNING, (at(2, 9), at(2, 12)))),
        ("rooms", "hours", "14:00-15:00; 2026-06-01 09:00-12:00",
         (MORNING, (at(1, 14), at(1, 15)), (at(2, 14), at(2, 15)))),
        ("rooms", "hours", "2026-06-01 22:00/2026-06-02 02:00", ((at(1, 22), at(2, 2)),)),
        ("rooms", "hours", "mornings", ("hours", "mornings")),
        ("rooms", "hours", "2026-06-31 09:00-12:00", ("date", "2026-06-31 09:00-12:00")),
        ("rooms", "hours", "09:00-25:00", ("moment", "09:00-25:00")),
        ("rooms", "equipment", "screen; booth ;", ("screen", "booth")),
        ("rooms", "equipment", "table\\;round", ("table;round",)),
        ("rooms", "equipment", "شاشة; Cabine d’interprétation", ("screen", "booth")),
        ("rooms", "equipment", "screen;شاشة", ("twice", "شاشة")),
        ("rooms", "equipment", "screen;Screen", ("twice", "Screen")),
        ("rooms", "name_en", "'=Atlas", "=Atlas"),
        ("rooms", "name_en", "=Atlas", ("formula", "=Atlas")),
        ("rooms", "name_en", "A\u202etlas", ("characters", "A\\u202etlas")),
        ("rooms", "name_en", "two\nlines", ("characters", "two\\u000alines")),
        ("rooms", "name_en", "x" * 501, ("too_long", "x" * 119 + "…")),
        ("rooms", "capacity", "", ("blank", "")),
        ("rooms", "capacity", "twelve", ("number", "twelve")),
        ("rooms", "capacity", "-3", ("out_of_bounds", "-3")),
        ("rooms", "capacity", "١٢", 12),
        ("rooms", "clearance", "", 0),
        ("interpreters", "pairs", "ar<>fr; en-fr", (("ar", "fr"), ("en", "fr"), ("fr", "ar"))),
        ("interpreters", "pairs", "AR ⇄ FR، en-ar", (("ar", "fr"), ("en", "ar"), ("fr", "ar"))),
        ("interpreters", "pairs", "ar", ("pair", "ar")),
        ("interpreters", "pairs", "ar-xx", ("code", "xx")),
        ("interpreters", "pairs", "ar<>fr;fr-ar", ("twice", "fr-ar")),
        ("delegations", "languages", "fr, en", ("fr", "en")),
        ("delegations", "languages", "french", ("code", "french")),
        ("delegations", "country", "mar", "MAR"),
        ("delegations", "country", "Morocco", ("nationality", "Morocco")),
        ("delegations", "host", "oui", True),
        ("delegations", "host", "perhaps", ("yes_no", "perhaps")),
        ("delegations", "precedence", "1000", ("out_of_bounds", "1000")),
        ("delegations", "note", "two\nlines", "two\nlines"),
        ("requests", "expires_at", "2026-05-01 18:00", datetime(2026, 5, 1, 18, tzinfo=ZONE)),
        ("requests", "expires_at", "2026-05-01T18:00:00", datetime(2026, 5, 1, 18, tzinfo=ZONE)),
        ("requests", "expires_at", "2026-05-01 17:00 UTC", datetime(2026, 5, 1, 18, tzinfo=ZONE)),
        ("requests", "expires_at", "2026-05-01", ("moment", "2026-05-01")),
        ("requests", "expires_at", "01/05/2026 18:00", ("moment", "01/05/2026 18:00")),
        ("requests", "receiving", "Asking", "asking"),
        ("requests", "receiving", "both", ("word", "both")),
        ("requests", "status", "", "asked"),
        ("requests", "status", "declined", ("word", "declined")),
        ("requests", "priority", "4", ("out_of_bounds", "4")),
        ("requests", "minutes", "", 30),
        ("requests", "number", "12", 12),
    ],
)  # fmt: skip
def test_what_a_cell_says(what: str, column: str, written: str, meant: Any) -> None:
    assert cell(what, column, written) == meant


def test_an_hour_that_comes_twice_is_not_guessed() -> None:
    row = table(["asking", "asked", "expires_at"], ["A", "B", "2026-10-25 02:30"])
    found = read("requests", row, zone="Europe/Oslo")
    assert found.refusal is not None
    (fault,) = found.refusal.faults
    assert (fault.code, fault.allowed) == ("instant", "2026-10-25T02:30:00+02:00 | 2026-10-25T02:30:00+01:00")
    meant = read("requests", table(["asking", "asked", "expires_at"], ["A", "B", fault.allowed.split(" | ")[1]]))
    assert meant.given[0].cells["expires_at"].isoformat() == "2026-10-25T02:30:00+01:00"


@pytest.mark.parametrize(
    ("what", "header", "rows", "found"),
    [
        ("rooms", ["name_en"], [["A"]], [(1, "code", "missing_column")]),
        ("requests", ["asking", "minutes"], [["A", "x"]], [(1, "asked", "missing_column"), (2, "minutes", "number")]),
        ("delegations", ["country", "note"], [["MAR", ""]], [(1, "code", "missing_column")]),
        ("rooms", ["code", "capacity"], [["A", "8"], ["a", "9"]], [(3, "code", "duplicate")]),
        ("rooms", ["code", "code"], [["A", "B"]], [(1, "code", "duplicate_column")]),
        ("rooms", ["code", "capacity"], [], [(0, "", "no_rows")]),
        ("rooms", ["code", "capacity"], [["", "8"], ["B"], ["C", "8", "9"]],
         [(2, "code", "blank"), (3, "", "short_row"), (4, "", "long_row")]),
        ("requests", ["asking", "asked", "window_from"], [["A", "B", "2026-06-01 09:00"]],
         [(2, "window_until", "one_end")]),
        ("requests", ["asking", "asked", "preferred_from", "preferred_until"], [["A", "B", "", "2026-06-01 09:00"]],
         [(2, "preferred_from", "one_end")]),
        ("delegations", ["name_en", "present_from", "present_until"], [["A", "2026-06-01 09:00", ""]],
         [(2, "present_until", "one_end")]),
    ],
)  # fmt: skip
def test_bad_files(what: str, header: list[str], rows: list[list[str]], found: Any) -> None:
    assert faults(read(what, table(header, *rows))) == found


@pytest.mark.parametrize(
    ("source", "name", "code"),
    [
        (b"", "list.csv", "empty"),
        ("code,name_en\nA,Ménara\n".encode("cp1252"), "list.csv", "encoding"),
        (b"\xd0\xcf\x11\xe0", "list.xls", "old_workbook"),
        (b"PK\x03\x04 no workbook", "list.xlsx", "damaged"),
        (b"code\n" + b"A\n" * (ROW_LIMIT + 1), "list.csv", "too_many_rows"),
    ],
)
def test_files_that_no_table_can_be_read_from(source: bytes, name: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read("rooms", source, name=name)
    assert [fault.code for fault in refused.value.faults] == [code]


def test_sound_rows_come_beside_the_faults_of_others() -> None:
    found = read(
        "rooms", table(["code", "capacity", "area"], ["A", "8", ""], ["B", "x", "West"], ["C", "9", ""], ["", "9", ""])
    )
    assert [(one.row, one.cells) for one in found.given] == [
        (2, {"code": "A", "capacity": 8, "area": ""}), (4, {"code": "C", "capacity": 9, "area": ""}),
    ]  # fmt: skip
    assert faults(found) == [(3, "capacity", "number"), (5, "code", "blank")]
    # Of the others, those that are known by their key, without the cells that are wrong.
    assert [(one.row, one.cells) for one in found.in_part] == [(3, {"code": "B", "area": "West"})]


def test_days_and_numbers_of_a_workbook() -> None:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        sheet, stamp = book.add_worksheet("requests"), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, ["asking", "asked", "minutes", "expires_at"])
        sheet.write_row(1, 0, ["A", "B", 45])
        sheet.write_datetime(1, 3, datetime(2026, 5, 1, 18), stamp)  # noqa: DTZ001 (a cell has no zone)
        book.add_worksheet("Guide")
    found = read("requests", memory.getvalue(), name="list.xlsx")
    assert (found.refusal, found.remarks) == (None, ())
    cells = {"asking": "A", "asked": "B", "minutes": 45, "expires_at": datetime(2026, 5, 1, 18, tzinfo=ZONE)}
    assert found.given[0].cells == cells


# --- headings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", COLUMNS)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_column_is_known_by_its_heading_in_three_languages(what: str, language: str) -> None:
    names = [heading(what, column, language) for column in COLUMNS[what]]
    assert len(set(names)) == len(names)
    # As typed, in capitals, and without accents or vowel signs.
    for header in (
        names,
        [name.upper() for name in names],
        [name.replace("é", "e").replace("أ", "ا") for name in names],
    ):
        found = read(what, table(header, [""] * len(header)))
        assert [one.code for one in found.remarks] == []
        assert dict(found.headings) == dict(zip(COLUMNS[what], header, strict=True))


@pytest.mark.parametrize("what", COLUMNS)
def test_no_name_stands_for_two_columns(what: str) -> None:
    for headings in (ENGLISH, FRENCH, ARABIC):
        assert set(headings[what]) <= set(COLUMNS[what])
    named = [
        (name, column) for one in (ENGLISH, FRENCH, ARABIC) for column, names in one[what].items() for name in names
    ]
    clashing = {name for name, column in named for other, its in named if name == other and column != its}
    assert clashing == set()
    assert set(aliases(what).values()) <= set(COLUMNS[what])


def test_a_fault_stands_under_the_heading_of_the_file() -> None:
    found = read("rooms", table(["الرمز", "المقاعد"], ["A", "كثيرة"]))
    assert (faults(found), found.headings["capacity"]) == ([(2, "capacity", "number")], "المقاعد")


# --- the guide --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", COLUMNS)
def test_the_guide_speaks_of_every_column_and_its_examples_are_sound(what: str) -> None:
    assert tuple(GUIDE[what]) == COLUMNS[what]
    found = read(what, table(list(COLUMNS[what]), [one.example for one in help_for_list(what)]))
    assert (found.refusal, found.remarks, len(found.given)) == (None, (), 1)
