"""The three languages say the same things; days and lines come out as ministries write them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import menara.exports.package
from menara.exports.package.words import FSI, LRI, PDI, RLI, Words, clean, fill, isolated, reference

TEXTS = Path(menara.exports.package.__file__).parent / "texts"
SAME_IN_FRENCH = {
    "addressee.name", "note.title", "columns.mission", "columns.provenance", "cover.missions", "cover.contents_page",
    "page.number", "sign.date", "sign.signature", "sex.woman", "sex.man", "sheet.missions", "sheet.service",
    "sheet.references", "field.service", "field.corps",
}  # fmt: skip


def leaves(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every text by its dotted key; forms of number count as one text."""
    for key, value in table.items():
        if isinstance(value, dict) and "other" not in value:
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def texts(language: str) -> dict[str, Any]:
    return dict(leaves(tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8"))))


def forms(value: Any) -> list[str]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]


def places(value: Any) -> set[str]:
    return {name for form in forms(value) for _, name, _, _ in Formatter().parse(form) if name}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_text_is_there_with_the_same_places(language: str) -> None:
    english, other = texts("en"), texts(language)
    assert other.keys() == english.keys()
    assert {k: places(v) for k, v in other.items()} == {k: places(v) for k, v in english.items()}
    lists = [key for key, value in english.items() if isinstance(value, list)]
    assert {k: len(other[k]) for k in lists} == {k: len(english[k]) for k in lists}


def test_arabic_is_in_arabic_letters() -> None:
    without = [
        k for k, v in texts("ar").items() for form in forms(v) if not any("\u0600" <= c <= "\u06ff" for c in form)
    ]
    assert without == ["page.percent"]


def test_french_is_not_left_in_english() -> None:
    english, french = texts("en"), texts("fr")
    same = {k for k, v in french.items() if v == english[k] and any(c.isalpha() for form in forms(v) for c in form)}
    assert same - SAME_IN_FRENCH == set()


def test_french_stops_stand_off_by_a_space_that_does_not_break() -> None:
    loose = [k for k, v in texts("fr").items() for form in forms(v) if any(f" {stop}" in form for stop in ":;?!»")]
    assert loose == []


@pytest.mark.parametrize(
    ("language", "territory", "day", "said"),
    [
        ("en", "MA", date(2026, 11, 1), "1 November 2026"),
        ("fr", "MA", date(2026, 11, 1), "1er novembre 2026"),
        ("fr", "MA", date(2026, 8, 14), "14 août 2026"),
        ("ar", "MA", date(2026, 11, 1), "فاتح نونبر 2026"),
        ("ar", "MA", date(2025, 11, 25), "25 نونبر 2025"),
        ("ar", "MA", date(2026, 5, 3), "3 ماي 2026"),
        ("ar", "MA", date(2026, 7, 3), "3 يوليوز 2026"),
        ("ar", "MA", date(2026, 8, 3), "3 غشت 2026"),
        ("ar", "MA", date(2026, 9, 3), "3 شتنبر 2026"),
        ("ar", "MA", date(2026, 12, 3), "3 دجنبر 2026"),
        ("ar", "TN", date(2026, 8, 3), "3 أوت 2026"),
        ("ar", "NO", date(2026, 8, 3), "3 أغسطس 2026"),
        ("en", "MA", date(2026, 5, 31), "31 May 2026"),
    ],
)
def test_days(language: str, territory: str, day: date, said: str) -> None:
    told = Words(language=language, territory=territory).day(day)
    assert told == (RLI if language == "ar" else LRI) + said.replace(" ", "\u00a0") + PDI


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [("ar", 1, "شهر واحد"), ("ar", 2, "شهران"), ("ar", 6, "6 أشهر"), ("ar", 12, "12 شهرا"), ("en", 1, "1 month"),
     ("en", 12, "12 months"), ("fr", 12, "12 mois")],
)  # fmt: skip
def test_counted_words_agree_with_their_number(language: str, number: int, said: str) -> None:
    told = Words(language=language, territory="MA").counted("page.months", number)
    assert told.replace(LRI, "").replace(PDI, "") == said


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("MA-1\u202e321", "MA-1321"),  # RLO would turn the rest of the line round
        ("a\u2067b\u2069c\u2066", "abc"),  # isolates of one's own would open ours
        ("line\none\ttwo", "line one two"),
        ("nul\x00bell\x07", "nulbell"),
        ("e\u0301", "é"),
        ("بـ\u200cب", "بـ\u200cب"),  # a joiner is a letter's business
        ("#set *x* $y$ @z \\", "#set *x* $y$ @z \\"),
        ("  ", ""),
    ],
)
def test_clean_takes_controls_and_leaves_letters(given: str, printed: str) -> None:
    assert clean(given) == printed


def test_a_line_keeps_its_places_to_fill_in() -> None:
    words = Words(language="en", territory="MA")
    assert words.line("note.number", number=fill(9)) == ["No. ", {"fill": 9}]
    assert words.line("note.number", number=reference("12/A")) == ["No. ", f"{LRI}12/A{PDI}"]


def test_what_comes_from_outside_stands_in_isolates() -> None:
    words = Words(language="ar", territory="MA")
    assert isolated("x") == f"{FSI}x{PDI}"
    assert words.named({"fr": "Conseiller juridique"}) == f"{FSI}Conseiller juridique{PDI}"
    assert words.named({}, "code_7") == f"{FSI}code_7{PDI}"
    assert words.named({}) == ""


def test_a_missing_text_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Words(language="en", territory="MA").said("page.nothing_of_the_kind")
