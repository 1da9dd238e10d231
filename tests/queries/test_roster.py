"""The roster, filtered as its address says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from menara.actions.officers import import_officers
from menara.engines.eligibility.officer import Assignment, Language, Skill
from menara.queries.roster import (
    MISSING,
    LanguageHeld,
    RosterFilter,
    roster,
    roster_choices,
    roster_numbers,
    roster_summary,
)
from menara.terms import Conduct, LanguageLevel, MedicalClass, Modality, Provenance
from office import TODAY, Office, officer

PAPERS: dict[str, Any] = {
    "passport_until": date(2030, 1, 1),
    "licensed_on": date(2010, 1, 1),
    "state_certificate_on": TODAY,
    "self_attestation_on": TODAY,
    "medical": MedicalClass.MS2,
    "conduct": Conduct.CLEAR,
    "born_on": date(1985, 1, 1),
}
FRENCH = Language(code="fr", level=LanguageLevel.C1, ams_on=date(2025, 2, 28), ams_score=60)
ROSTER = [
    officer(
        "A-1",
        woman=True,
        home_unit="Fès",
        corps="civil",
        grade="commissaire",
        languages=(FRENCH,),
        skills=(Skill(code="forensics", level=3),),
        **PAPERS,
    ),
    officer("A-2", woman=False, languages=(Language(code="fr", ams_on=date(2025, 2, 28), ams_score=59),)),
    officer("B-1", languages=(Language(code="fr"),), modalities=(Modality.PROFESSIONAL,), skills=None),
    officer(
        "B-2",
        woman=True,
        assignments=(Assignment(name="course", starts_on=TODAY, ends_on=date(2026, 6, 1)),),
        languages=(Language(code="en", ams_on=date(2020, 1, 1), ams_score=90, ams_until=date(2028, 1, 1)),),
        skills=(Skill(code="forensics", level=1),),
    ),
    officer("C-1", release_consent=False, provenance=Provenance.SYNTHETIC),
    officer("C-2", available_from=date(2026, 7, 1)),
]


@pytest.fixture
def manned(office: Office) -> Office:
    import_officers(officers=ROSTER, actor=office.editor)
    return office


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["A-1", "A-2", "B-1", "B-2", "C-1", "C-2"]),
        ({"text": "a-"}, ["A-1", "A-2"]),
        ({"text": "fes COMMISSAIRE"}, ["A-1"]),
        ({"text": "100%"}, []),
        ({"unit": "Fès"}, ["A-1"]),
        ({"corps": "civil", "grade": "commissaire"}, ["A-1"]),
        ({"woman": True}, ["A-1", "B-2"]),
        ({"woman": False}, ["A-2"]),
        ({"language": "fr"}, ["A-1", "A-2", "B-1"]),
        # 24 months after a test of 28 February 2025: the last day that counts is 27 February 2027.
        ({"language": "fr", "tested_on": date(2027, 2, 27)}, ["A-1"]),
        ({"language": "fr", "tested_on": date(2027, 2, 28)}, []),
        # The assessor wrote an end of his own.
        ({"language": "en", "tested_on": date(2027, 12, 31)}, ["B-2"]),
        ({"skill": "forensics"}, ["A-1", "B-2"]),
        ({"skill": "forensics", "skill_level": 2}, ["A-1"]),
        ({"modality": "IPO"}, ["A-1", "A-2", "B-2", "C-1", "C-2"]),
        ({"modality": "P"}, ["A-1", "A-2", "B-1", "B-2", "C-1", "C-2"]),
        ({"missing": "passport"}, ["A-2", "B-1", "B-2", "C-1", "C-2"]),
        ({"missing": "language_test"}, ["B-1", "C-1", "C-2"]),
        ({"missing": "any"}, ["A-2", "B-1", "B-2", "C-1", "C-2"]),
        ({"missing": "no such paper"}, []),
        ({"free_on": TODAY}, ["A-1", "A-2", "B-1"]),
        ({"free_on": date(2026, 6, 1)}, ["A-1", "A-2", "B-1", "B-2"]),
        ({"provenance": "synthetic"}, ["C-1"]),
    ],
)
def test_filters(manned: Office, asked: dict[str, Any], found: list[str]) -> None:
    page = roster(asked=RosterFilter(**asked), on=TODAY)
    assert [line.number for line in page.lines] == found
    assert page.total == len(found)
    assert roster_numbers(asked=RosterFilter(**asked)) == tuple(found)


def test_every_missing_paper_can_be_asked_for(manned: Office) -> None:
    (line,) = roster(asked=RosterFilter(text="C-1"), on=TODAY).lines
    assert line.missing == MISSING
    for name in MISSING:
        assert "C-1" in roster_numbers(asked=RosterFilter(missing=name))
    assert roster(asked=RosterFilter(text="A-1"), on=TODAY).lines[0].missing == ()


def test_a_line_says_until_when_a_language_counts_and_an_officer_is_promised(manned: Office) -> None:
    lines = {line.number: line for line in roster(asked=RosterFilter(), on=TODAY).lines}
    assert lines["A-1"].languages == (LanguageHeld(code="fr", level=5, tested_until=date(2027, 2, 28)),)
    assert lines["A-2"].languages == (LanguageHeld(code="fr", level=None, tested_until=None),)
    assert {number: line.promised_until for number, line in lines.items() if line.promised_until} == {
        "B-2": date(2026, 6, 1)
    }


@pytest.mark.parametrize(
    ("number", "shown", "stands"),
    [(1, ["A-1", "A-2"], 1), (3, ["C-1", "C-2"], 3), (9, ["C-1", "C-2"], 3), (-1, ["A-1", "A-2"], 1)],
)
def test_pages(manned: Office, number: int, shown: list[str], stands: int) -> None:
    page = roster(asked=RosterFilter(), on=TODAY, page=number, per_page=2)
    assert [line.number for line in page.lines] == shown
    assert (page.number, page.pages, page.total) == (stands, 3, 6)
    assert (page.first, page.last) == (2 * stands - 1, 2 * stands)


def test_figures(manned: Office) -> None:
    figures = roster_summary(on=TODAY)
    assert (figures.officers, figures.women, figures.missing, figures.synthetic) == (6, 2, 5, 1)
    assert figures.tested == {"en": 1, "fr": 1}
    assert roster_choices() == {
        "unit": (("Fès", 1), ("Rabat", 5)),
        "service": (("DGSN", 6),),
        "corps": (("civil", 1),),
        "grade": (("commissaire", 1),),
        "language": (("en", 1), ("fr", 3)),
        "skill": (("forensics", 2),),
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(office: Office, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    import_officers(officers=ROSTER[:rows], actor=office.editor)
    with django_assert_num_queries(5):
        assert len(roster(asked=RosterFilter(), on=TODAY).lines) == rows
