"""Missions: ceilings kept apart, wording neutral, what is not known left blank."""

from __future__ import annotations

from datetime import date

import pytest

from menara import facts
from menara.terms import Mark


@pytest.mark.parametrize(
    ("mission", "category", "number", "as_of", "mark"),
    [
        ("MINUSCA", "IPO", 600, "2023-11", "S"),
        ("MINUSCA", "FPU", 2420, "2023-11", "S"),
        ("MONUSCO", "IPO", 591, "2022-12", "S"),
        ("MONUSCO", "FPU", 1410, "2022-12", "S"),
        ("UNMISS", "police", 2101, "", "S"),
        ("UNISFA", "police", 640, "", "U"),
        ("UNFICYP", "police", 69, "", "S"),
        ("UNMIK", "police", 10, "", "U"),
        ("SPC", "seconded staff", 20, "", "C"),
        ("SPC", "civilian staff", 16, "", "C"),
    ],
)
def test_a_ceiling_stands_alone(mission: str, category: str, number: int, as_of: str, mark: str) -> None:
    ceiling = facts.missions()[mission].ceiling(category)
    assert ceiling is not None
    assert (ceiling.number, ceiling.as_of, str(ceiling.mark)) == (number, as_of, mark)


def test_formed_units_and_individual_officers_are_never_pooled() -> None:
    minusca = facts.missions()["MINUSCA"]
    assert minusca.ceiling("police") is None
    assert not any(ceiling.number == 600 + 2420 for ceiling in minusca.ceilings)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_minurso_is_named_by_its_acronym_and_seat(language: str) -> None:
    minurso = facts.missions()["MINURSO"]
    assert minurso.names[language] == ("المينورسو، العيون" if language == "ar" else "MINURSO, Laâyoune")
    assert minurso.host == ""


def test_an_operation_that_is_not_of_the_united_nations_is_not_listed_under_it() -> None:
    assert {m.code: m.kind for m in facts.missions().values() if m.org != "UN"} == {"EUAM-UKRAINE": "comparison"}
    assert not any("gang" in m.names["en"].lower() for m in facts.missions().values())


def test_missions_close_with_their_year() -> None:
    closed = {m.code: m.closed for m in facts.missions().values() if m.closed}
    assert closed == {"MINUSMA": "2023", "UNITAMS": "2024", "UNAMI": "2025", "UNIFIL": "2026"}
    unifil = facts.missions()["UNIFIL"]
    assert (unifil.is_closed(date(2026, 12, 31)), unifil.is_closed(date(2027, 1, 1))) == (False, True)
    assert not facts.missions()["MINUSCA"].is_closed(date(2030, 1, 1))


def test_arms_are_unconfirmed_everywhere() -> None:
    assert {m.armed_mark for m in facts.missions().values() if m.armed} == {Mark.UNCONFIRMED}
    assert {m.code: m.armed for m in facts.missions().values() if m.armed} == {
        "MINUSCA": "yes",
        "MONUSCO": "yes",
        "UNMISS": "mixed",
        "UNISFA": "no",
        "UNFICYP": "no",
        "UNMIK": "no",
        "MINURSO": "no",
    }


def test_languages_of_missions_are_known_languages() -> None:
    for mission in facts.missions().values():
        assert set(mission.working_languages) | set(mission.asset_languages) <= facts.languages().keys()


def test_arabic_is_an_asset_where_the_domain_says_so() -> None:
    assert {m.code for m in facts.missions().values() if "ar" in m.asset_languages} == {"UNMISS", "UNISFA"}


def test_cyprus_rotates_after_six_months_or_a_year() -> None:
    tour = facts.missions()["UNFICYP"].tour
    assert tour is not None
    assert (tour.months, tour.mark, tour.sources) == ((6, 12), Mark.SECONDARY, ("S58",))
