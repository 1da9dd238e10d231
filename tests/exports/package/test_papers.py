"""Each modality asks for its own papers, and each paper stands as the rules of eligibility find it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from exports.package.samples import (
    BLANK_PAPERS,
    LEGAL_ADVISER,
    PROFESSIONALS,
    READY,
    REFORM_COORDINATOR,
    SHORT_PASSPORT,
)
from menara import facts
from menara.engines.eligibility.officer import Language, Officer
from menara.engines.eligibility.opening import Opening
from menara.engines.eligibility.rules import BY_NAME
from menara.exports.package import Nominee
from menara.exports.package.papers import ENCLOSURES, State, asked_of, papers
from menara.terms import MedicalClass, Modality

ON = date(2026, 11, 1)
ASSESSED = [
    "note_verbale",
    "easp",
    "passport",
    "state_certificate",
    "self_attestation",
    "medical",
    "vaccination",
    "ams",
]


def states(officer: Officer, opening: Opening) -> dict[str, State]:
    nominee = Nominee(officer=officer, opening=opening, order=1)
    return {p.label: p.state for p in papers(nominee=nominee, norms=facts.norms(), on=ON)}


@pytest.mark.parametrize(
    ("modality", "enclosures"),
    [
        (Modality.IPO, [*ASSESSED, "firearms"]),
        (Modality.SPT, [*ASSESSED, "firearms"]),
        (Modality.CIVILIAN_EXPERT, [*ASSESSED, "firearms"]),
        (Modality.PROFESSIONAL, ["note_verbale", "p11", "academic", "state_certificate", "self_attestation"]),
        (Modality.FPU, []),
    ],
)
def test_enclosures_of_each_modality(modality: Modality, enclosures: list[str]) -> None:
    assert [e.name for e in asked_of(modality)] == enclosures


@pytest.mark.parametrize(
    ("name", "modality", "asked"),
    [
        ("passport", Modality.IPO, [("S13", "C"), ("S36", "S")]),
        ("passport", Modality.SPT, [("S13", "I"), ("S36", "I")]),
        ("medical", Modality.IPO, [("S36", "S")]),
        ("ams", Modality.IPO, [("S35", "C"), ("S36", "S")]),
        ("academic", Modality.PROFESSIONAL, [("S17", "C")]),
        ("self_attestation", Modality.PROFESSIONAL, [("S38", "C")]),
    ],
)
def test_each_paper_says_who_asks(name: str, modality: Modality, asked: list[tuple[str, str]]) -> None:
    enclosure = next(e for e in ENCLOSURES if e.name == name)
    assert [tuple(a) for a in enclosure.asked[modality]] == asked


def test_every_rule_named_is_a_rule() -> None:
    assert {name for e in ENCLOSURES for name in e.rules} - BY_NAME.keys() == set()


def test_a_ready_officer_has_all_that_a_roster_can_hold() -> None:
    assert states(READY, LEGAL_ADVISER) == {
        "note_verbale": State.TO_ISSUE,
        "easp": State.TO_COMPLETE,
        "passport": State.ON_FILE,
        "state_certificate": State.ON_FILE,
        "self_attestation": State.ON_FILE,
        "medical_ms3": State.ON_FILE,
        "vaccination": State.ON_FILE,
        "ams": State.ON_FILE,
    }


def test_blank_papers_are_missing_not_refused() -> None:
    found = states(BLANK_PAPERS, LEGAL_ADVISER)
    assert {k for k, v in found.items() if v is State.MISSING} == {"passport", "medical_ms3", "vaccination", "ams"}
    assert {k for k, v in found.items() if v is State.TO_SIGN} == {"state_certificate", "self_attestation"}


def test_professional_posts_ask_neither_ams_nor_medical_form() -> None:
    assert states(PROFESSIONALS[1], REFORM_COORDINATOR) == {
        "note_verbale": State.TO_ISSUE,
        "p11": State.TO_COMPLETE,
        "academic": State.TO_COMPLETE,
        "state_certificate": State.ON_FILE,
        "self_attestation": State.ON_FILE,
    }


ARMED = replace(LEGAL_ADVISER, armed=True)
NOT_SAID = replace(LEGAL_ADVISER, armed=None)
NO_START = replace(LEGAL_ADVISER, start=None)
TOO_OLD = date(2025, 2, 2)
IN_ARABIC_ONLY = (Language(code="ar", ams_score=95, ams_on=date(2026, 2, 1)),)


@pytest.mark.parametrize(
    ("officer", "opening", "label", "state"),
    [
        # eighteen months from the planned start, 1 March 2027, end on 1 September 2028
        (replace(READY, passport_until=date(2028, 9, 1)), LEGAL_ADVISER, "passport", State.ON_FILE),
        (replace(READY, passport_until=date(2028, 8, 31)), LEGAL_ADVISER, "passport", State.NOT_VALID),
        (READY, NO_START, "passport", State.NOT_KNOWN),
        (SHORT_PASSPORT, LEGAL_ADVISER, "vaccination", State.MISSING),
        (replace(READY, vaccinated=False), LEGAL_ADVISER, "vaccination", State.MISSING),
        # MS.2 for an armed mission, MS.3 for an unarmed one; MS.2 covers both
        (READY, ARMED, "medical_ms2", State.NOT_VALID),
        (replace(READY, medical=MedicalClass.MS2), ARMED, "medical_ms2", State.ON_FILE),
        (replace(READY, medical=MedicalClass.MS2), LEGAL_ADVISER, "medical_ms3", State.ON_FILE),
        (READY, NOT_SAID, "medical", State.NOT_KNOWN),
        (replace(READY, medical_until=None), LEGAL_ADVISER, "medical_ms3", State.NOT_KNOWN),
        # the shooting test belongs to armed missions
        (READY, ARMED, "firearms", State.ON_FILE),
        (replace(READY, firearms_tested=None, firearms_passed_on=None), ARMED, "firearms", State.MISSING),
        # a test of February 2025 no longer counts on 1 March 2027; another language does not stand in
        (
            replace(READY, languages=tuple(Language(code=c, ams_on=TOO_OLD, ams_score=80) for c in ("fr", "en"))),
            LEGAL_ADVISER, "ams", State.NOT_VALID,
        ),
        (replace(READY, languages=()), LEGAL_ADVISER, "ams", State.MISSING),
        (replace(READY, languages=IN_ARABIC_ONLY), LEGAL_ADVISER, "ams", State.NOT_VALID),
        (replace(READY, state_certificate_on=None), LEGAL_ADVISER, "state_certificate", State.TO_SIGN),
        (replace(READY, self_attestation_on=None), REFORM_COORDINATOR, "self_attestation", State.TO_SIGN),
    ],
)  # fmt: skip
def test_how_a_paper_stands(officer: Officer, opening: Opening, label: str, state: State) -> None:
    assert states(officer, opening)[label] is state


def test_no_firearms_paper_is_asked_of_an_unarmed_mission() -> None:
    assert "firearms" not in states(READY, LEGAL_ADVISER)
