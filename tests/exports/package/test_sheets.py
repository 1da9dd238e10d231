"""Data sheets: the fields of each form, what is not known marked missing, and a plain word that it is not the form."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from exports.package.samples import READY, package
from exports.package.test_letters import plain, words
from menara.exports.package.sheets import service_years, sheet


def made(index: int, language: str = "en") -> dict[str, Any]:
    given = package(language)
    return sheet(given.nominees[index], given, words(given))


def fields(part: dict[str, Any]) -> dict[str, str]:
    """Every field by its label: its value, ``missing``, or ____ for a line to write on."""
    return {
        field["label"]: "missing" if field["missing"] else plain(field["value"])
        for section in part["sections"]
        for field in section.get("fields", ())
    }


@pytest.mark.parametrize(
    ("index", "title", "sections"),
    [
        (
            0,
            "Data sheet with the fields of EASP",
            ["Nomination", "Identity", "Police service", "Education", "Languages", "Driving and firearms", "Skills",
             "Missions and other assignments", "Medical clearance and papers",
             "Employment, beginning with the present post"],
        ),
        (
            3,
            "Data sheet with the fields of P-11",
            ["Nomination", "Identity", "Family and relations", "Police service", "Education", "Languages", "Skills",
             "Missions and other assignments", "Employment, beginning with the present post",
             "References, three persons not related to the officer"],
        ),
    ],
)  # fmt: skip
def test_each_form_has_its_own_fields(index: int, title: str, sections: list[str]) -> None:
    part = made(index)
    assert (part["title"], [s["title"] for s in part["sections"]]) == (title, sections)
    assert "It is not the official form." in part["note"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("index", [0, 3])
def test_every_sheet_says_it_is_not_the_official_form(index: int, language: str) -> None:
    said = {"en": "not the official form", "fr": "n’est pas le formulaire officiel", "ar": "ليست الاستمارة الرسمية"}
    assert said[language] in made(index, language)["note"]


def test_a_known_officer() -> None:
    found = fields(made(0))
    assert {label: found[label] for label in KNOWN} == KNOWN


KNOWN = {
    "Title": "Legal Adviser",
    "Reference": "IPO-MONUSCO-2025-10",
    "Planned start": "1 March 2027",
    "Tour of duty": "12 months",
    "Family name": "____",
    "Service number": "MA-100217",
    "Sex": "F",
    "Date of birth": "1 August 1985",
    "Passport valid until": "15 December 2030",
    "Rank": "Commissioner",
    "Joined the police on": "1 November 2009",
    "Academy training, not counted as service": "24 months",
    "Service without training, at the planned start": "15 years",
    "Present duties": "____",
    "Highest diploma": "Master's degree",
    "Diploma of a police academy": "yes",
    "Recent driving": "36 months",
    "Firearms test": "passed",
    "Cleared for": "unarmed service (MS.3)",
    "Vaccination certificate": "yes",
}


def test_blanks_of_the_roster_are_marked_missing_and_the_rest_is_left_to_write() -> None:
    found = fields(made(2))
    assert [label for label, value in found.items() if value == "missing"] == [
        "Sex",
        "Date of birth",
        "Passport valid until",
        "Corps",
        "Rank",
        "Joined the police on",
        "Academy training, not counted as service",
        "Service without training, at the planned start",
        "Release agreed by the home service",
        "Highest diploma",
        "Diploma of a police academy",
        "Driving licence issued on",
        "Recent driving",
        "Firearms test",
        "Cleared for",
        "Medical clearance until",
        "Vaccination certificate",
    ]
    assert {s["title"] for s in made(2)["sections"] if s.get("is_missing")} == {"Languages", "Skills"}


def test_the_test_of_a_language_is_kept_apart_from_its_level() -> None:
    languages = next(s for s in made(0)["sections"] if s["title"] == "Languages")
    assert [[plain(cell) for cell in row] for row in languages["rows"]] == [
        ["Arabic", "mother tongue", "–", "–", "–"],
        ["French", "C1", "84%", "3 February 2026", "3 February 2028"],
        ["English", "B2", "71%", "3 February 2026", "3 February 2028"],
    ]


def test_no_test_is_missing_for_a_professional_post() -> None:
    languages = next(s for s in made(3)["sections"] if s["title"] == "Languages")
    assert [[plain(cell) for cell in row] for row in languages["rows"]][1] == [
        "French",
        "C1",
        "84%",
        "3 February 2026",
        "–",
    ]


@pytest.mark.parametrize(
    ("on", "years"), [(date(2016, 10, 31), 4), (date(2016, 11, 1), 5), (date(2010, 1, 1), 0), (None, None)]
)
def test_training_does_not_count_as_service(on: date | None, years: int | None) -> None:
    """Joined on 1 November 2009 with 24 months of training: service counts from 1 November 2011."""
    assert service_years(READY, on) == years
