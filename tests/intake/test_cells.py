"""One cell at a time: what is read, what is refused, and with which way out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from menara.intake.cells import CellFault, day, identifier, instant, nationality, share, text, truth, whole, word_of
from menara.intake.lists import fields, split, unescaped
from menara.terms import Education, LanguageLevel, Modality


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2026-03-10", date(2026, 3, 10)),
        ("٢٠٢٦-٠٣-١٠", date(2026, 3, 10)),
        ("۲۰۲۶-۰۳-۱۰", date(2026, 3, 10)),
        ("2028-02-29", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read(cell, found):
    assert day(cell) == found


@pytest.mark.parametrize(
    ("cell", "code", "allowed"),
    [
        ("01/02/2026", "date_ambiguous", "2026-01-02 | 2026-02-01"),
        ("01.02.2026", "date_ambiguous", "2026-01-02 | 2026-02-01"),
        ("٠١/٠٢/٢٠٢٦", "date_ambiguous", "2026-01-02 | 2026-02-01"),
        ("13/02/2026", "date_form", "2026-02-13"),
        ("02/13/2026", "date_form", "2026-02-13"),
        ("02/02/2026", "date_form", "2026-02-02"),
        ("2026/02/13", "date_form", "2026-02-13"),
        ("2026-2-3", "date_form", "2026-02-03"),
        ("30/30/2026", "date", "YYYY-MM-DD"),
        ("2026-02-30", "date", "YYYY-MM-DD"),
        ("2026-02-29", "date", "YYYY-MM-DD"),
        ("01/02/26", "date", "YYYY-MM-DD"),
        ("March 2026", "date", "YYYY-MM-DD"),
        ("2026-03-10T00:00:00", "date", "YYYY-MM-DD"),
        ("1447-05-01", "hijri", "YYYY-MM-DD"),
        ("1447-02-30", "hijri", "YYYY-MM-DD"),
        ("١٤٤٧/٥/١", "hijri", "YYYY-MM-DD"),
        ("01/05/1447", "hijri", "YYYY-MM-DD"),
        ("1900-02-28", "out_of_bounds", "1930-01-01 – 2100-12-31"),
        ("2999-01-01", "out_of_bounds", "1930-01-01 – 2100-12-31"),
        ("46000", "date_serial", "2025-12-09 | 2029-12-10"),
        ("60", "date", "YYYY-MM-DD"),
    ],
)
def test_a_day_written_otherwise_is_refused_with_what_it_may_mean(cell, code, allowed):
    with pytest.raises(CellFault) as refused:
        day(cell)
    assert (refused.value.code, refused.value.allowed) == (code, allowed)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2026-12-15T23:59-05:00", datetime(2026, 12, 15, 23, 59, tzinfo=timezone(timedelta(hours=-5)))),
        ("2026-12-15T23:59Z", datetime(2026, 12, 15, 23, 59, tzinfo=UTC)),
        ("2026-12-15 23:59 America/New_York", datetime(2026, 12, 15, 23, 59, tzinfo=ZoneInfo("America/New_York"))),
        ("2026-12-15 23:59:30 Africa/Casablanca", datetime(2026, 12, 15, 22, 59, 30, tzinfo=UTC)),
        ("2026-12-15 23:59 UTC", datetime(2026, 12, 15, 23, 59, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_with_its_zone(cell, found):
    assert instant(cell) == found


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-12-15", "zone"),
        ("2026-12-15T23:59", "zone"),
        ("2026-12-15T23:59:00", "zone"),
        ("2026-12-15 23:59 Atlantis/Deep", "zone"),
        ("2026-12-15 23:59 America", "zone"),
        ("2026-12-15 25:00 UTC", "instant"),
        ("2026-02-30 12:00 UTC", "date"),
        ("15/12/2026 23:59", "instant"),
        ("2026-11-01 01:30 America/New_York", "instant"),  # comes twice
        ("2026-03-08 02:30 America/New_York", "instant"),  # is skipped
        ("1447-05-01 12:00 UTC", "hijri"),
    ],
)
def test_an_instant_without_one_meaning_is_refused(cell, code):
    with pytest.raises(CellFault) as refused:
        instant(cell)
    assert refused.value.code == code


def test_an_hour_that_comes_twice_is_shown_both_ways():
    with pytest.raises(CellFault) as refused:
        instant("2026-11-01 01:30 America/New_York")
    assert refused.value.allowed == "2026-11-01T01:30:00-04:00 | 2026-11-01T01:30:00-05:00"


@pytest.mark.parametrize(("cell", "found"), [("0", 0), ("60", 60), ("+7", 7), ("١٢", 12), ("007", 7)])
def test_a_whole_number_is_read(cell, found):
    assert whole(0, 60)(cell) == found


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-5", "out_of_bounds"),
        ("61", "out_of_bounds"),
        ("5.5", "number"),
        ("5,5", "number"),
        ("NaN", "number"),
        ("inf", "number"),
        ("1e3", "number"),
        ("five", "number"),
        ("9" * 5000, "number"),
        ("1_000", "number"),
        ("²", "number"),
    ],
)
def test_what_is_no_whole_number_within_bounds_is_refused(cell, code):
    with pytest.raises(CellFault) as refused:
        whole(0, 60)(cell)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("25%", Fraction(1, 4)),
        ("25 %", Fraction(1, 4)),
        ("٢٥٪", Fraction(1, 4)),
        ("0.25", Fraction(1, 4)),
        ("1/3", Fraction(1, 3)),
        ("12.5%", Fraction(1, 8)),
        ("0", Fraction(0)),
        ("1", Fraction(1)),
    ],
)
def test_a_share_is_read_exactly(cell, found):
    assert share(cell) == found


@pytest.mark.parametrize("cell", ["25", "101%", "0,25", "-1%", "1/0", "nan", "a quarter"])
def test_what_is_no_share_is_refused(cell):
    with pytest.raises(CellFault):
        share(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "MA-1\u202e",  # turns the direction
        "MA\u200b-1",  # a space of no width
        "MA\u200f-1",
        "MA\u2066-1\u2069",
        "MA\u200d-1",
        "MA\u00a0-1",
        "MA\u00ad-1",
        "MA\x00-1",
        "MA\t-1",
        "MA\n-1",
        "\ufeffMA-1",
        "MA-1\U000e0041",
        "MA-1\ud800",
        "=MA-1",
        "＝MA-1",
        "＋1",
        "@MA-1",
        "'=MA-1",
        "-1",
        "x" * 101,
    ],
)
def test_a_name_that_could_be_taken_for_another_is_refused(cell):
    with pytest.raises(CellFault):
        identifier(cell)


@pytest.mark.parametrize("cell", ["MA-1", "2024-MONUSCO-78800-DPO", "أ 12", "Préfecture de police d'Agadir"])
def test_a_plain_name_is_kept(cell):
    assert identifier(cell) == cell


def test_text_keeps_joiners_and_marks_of_direction_but_nothing_that_overrides_them():
    assert text("می\u200cخواهم\u200f (UN)") == "می\u200cخواهم\u200f (UN)"
    for character in "\x00\x1b\u202e\u2066\ufeff\ud800":
        with pytest.raises(CellFault):
            text(f"a{character}b")


def test_text_is_composed():
    assert text("Ménara") == "M\u00e9nara"


@pytest.mark.parametrize(("cell", "found"), [("yes", True), ("No", False), ("نعم", True), ("non", False)])
def test_yes_and_no(cell, found):
    assert truth(cell) is found


def test_yes_and_no_are_never_guessed():
    for cell in ("1", "0", "x", "maybe"):
        with pytest.raises(CellFault):
            truth(cell)


def test_words_are_read_whatever_their_case():
    assert word_of(Modality)("ipo") is Modality.IPO
    assert word_of(LanguageLevel)("native") is LanguageLevel.NATIVE
    assert word_of(Education)("Master") is Education.MASTER
    with pytest.raises(CellFault) as refused:
        word_of(LanguageLevel)("D1")
    assert refused.value.allowed == "A1, A2, B1, B2, C1, C2, native"


def test_an_unknown_nationality_is_refused_with_near_ones():
    assert nationality("mar") == "MAR"
    with pytest.raises(CellFault) as refused:
        nationality("MRC")
    assert "MAR" in refused.value.allowed or "MRT" in refused.value.allowed


@pytest.mark.parametrize(
    ("written", "mark", "found"),
    [
        ("a;b", ";", ["a", "b"]),
        ("a\\;b;c", ";", ["a\\;b", "c"]),
        ("a\\\\;b", ";", ["a\\\\", "b"]),
        ("", ";", [""]),
        (";;", ";", ["", "", ""]),
    ],
)
def test_lists_are_split_where_no_backslash_stands(written, mark, found):
    assert split(written, mark) == found


def test_a_backslash_takes_a_mark_as_it_is():
    assert unescaped("a\\:b\\\\c") == "a:b\\c"


def test_fields_are_padded_and_too_many_refused():
    assert fields("fr:AMS", least=1, form="code:test:level:need") == ["fr", "AMS", "", ""]
    for written in ("a:b:c:d:e", ":b"):
        with pytest.raises(CellFault):
            fields(written, least=1, form="code:test:level:need")
