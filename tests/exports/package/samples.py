"""A small nomination that a person can read: one call, two posts, five officers, all synthetic, some papers blank."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from menara import facts
from menara.engines.eligibility.officer import Assignment, Language, Officer, Skill
from menara.engines.eligibility.opening import LanguageAsked, Opening
from menara.exports.package import Nominee, NoteReference, Package, Sender, committed
from menara.terms import (
    Conduct,
    Education,
    LanguageLevel,
    LanguageTest,
    MedicalClass,
    Modality,
    Provenance,
    ServiceStatus,
)

SENDER = Sender(
    state={"ar": "المملكة المغربية", "fr": "Royaume du Maroc", "en": "Kingdom of Morocco"},
    organisation={
        "ar": "المديرية العامة للأمن الوطني",
        "fr": "Direction générale de la sûreté nationale",
        "en": "General Directorate of National Security",
    },
    permanent_mission={
        "ar": "البعثة الدائمة للمملكة المغربية لدى الأمم المتحدة بنيويورك",
        "fr": "Mission permanente du Royaume du Maroc auprès de l’Organisation des Nations Unies à New York",
        "en": "Permanent Mission of the Kingdom of Morocco to the United Nations in New York",
    },
    place={"ar": "نيويورك", "fr": "New York", "en": "New York"},
)

LEGAL_ADVISER = Opening(
    ref="IPO-MONUSCO-2025-10",
    call="CALL-2026-03",
    title={
        "en": "Legal Adviser",
        "fr": "Conseiller juridique",
        "ar": "مستشار قانوني",
    },
    org="UN",
    mission="MONUSCO",
    duty_station="Kinshasa",
    modality=Modality.IPO,
    languages=(
        LanguageAsked(code="fr", test=LanguageTest.AMS),
        LanguageAsked(code="en", test=LanguageTest.AMS),
    ),
    armed=False,
    start=date(2027, 3, 1),
    tour_months=12,
    female_target=Fraction(1, 4),
    provenance=Provenance.SYNTHETIC,
)

REFORM_COORDINATOR = Opening(
    ref="2024-MONUSCO-78800-DPO",
    call="CALL-2026-03",
    title={
        "en": "Police Reform and Restructuring Coordinator",
        "fr": "Coordonnateur de la réforme et de la restructuration de la police",
        "ar": "منسق إصلاح الشرطة وإعادة هيكلتها",
    },
    org="UN",
    mission="MONUSCO",
    duty_station="Kinshasa",
    modality=Modality.PROFESSIONAL,
    level="P-4",
    start=date(2027, 6, 1),
    tour_months=12,
    provenance=Provenance.SYNTHETIC,
)

READY = Officer(
    number="MA-100217",
    service="MAR-DGSN",
    corps="civil",
    grade="commissaire",
    nationality="MAR",
    home_unit="PJ-CASABLANCA",
    unit_strength=420,
    woman=True,
    born_on=date(1985, 8, 1),
    education=Education.MASTER,
    academy_diploma=True,
    joined_on=date(2009, 11, 1),
    training_months=24,
    status=ServiceStatus.ACTIVE,
    licensed_on=date(2008, 5, 20),
    driving_months=36,
    firearms_passed_on=date(2026, 2, 3),
    firearms_tested=True,
    passport_until=date(2030, 12, 15),
    conduct=Conduct.CLEAR,
    repatriated=False,
    state_certificate_on=date(2026, 9, 1),
    self_attestation_on=date(2026, 9, 2),
    medical=MedicalClass.MS3,
    medical_until=date(2027, 12, 1),
    vaccinated=True,
    languages=(
        Language(code="ar", level=LanguageLevel.NATIVE),
        Language(code="fr", level=LanguageLevel.C1, ams_on=date(2026, 2, 3), ams_score=84),
        Language(code="en", level=LanguageLevel.B2, ams_on=date(2026, 2, 3), ams_score=71),
    ),
    skills=(
        Skill(code="investigations", level=4, years=9, last_used=2026),
        Skill(code="forensics", level=2, years=3, last_used=2019),
    ),
    assignments=(Assignment(name="INTERPOL GA", starts_on=date(2025, 11, 20), ends_on=date(2025, 12, 1)),),
    release_consent=True,
    missions_served=1,
    last_mission_ended_on=date(2021, 5, 1),
    provenance=Provenance.SYNTHETIC,
)

SHORT_PASSPORT = replace(
    READY,
    number="MA-100533",
    woman=False,
    grade="officier principal",
    passport_until=date(2028, 3, 1),
    vaccinated=None,
    state_certificate_on=None,
    self_attestation_on=None,
)

BLANK_PAPERS = Officer(
    number="MA-101944",
    service="MAR-DGSN",
    nationality="MAR",
    home_unit="SP-RABAT",
    languages=None,
    skills=None,
    provenance=Provenance.SYNTHETIC,
)

PROFESSIONALS = (
    replace(READY, number="MA-200001", grade="commissaire principal", woman=False),
    replace(READY, number="MA-200002", grade="commissaire divisionnaire", medical=None),
)


def package(language: str = "en", **changes: Any) -> Package:
    """Three individual officers and two for a professional post, in ``language``."""
    given: dict[str, Any] = {
        "language": language,
        "sender": SENDER,
        "nominees": (
            Nominee(officer=READY, opening=LEGAL_ADVISER, order=1),
            Nominee(officer=SHORT_PASSPORT, opening=LEGAL_ADVISER, order=2),
            Nominee(officer=BLANK_PAPERS, opening=LEGAL_ADVISER, order=3),
            *(Nominee(officer=o, opening=REFORM_COORDINATOR, order=i) for i, o in enumerate(PROFESSIONALS, start=1)),
        ),
        "norms": facts.norms(),
        "prepared_on": date(2026, 11, 1),
        "call": "CALL-2026-03",
        "theirs": NoteReference(number="DPO/PD/3186/26", dated=date(2026, 8, 14)),
        "glossary": committed(),
        "provenance": Provenance.SYNTHETIC,
    }
    return Package(**(given | changes))


def crowd(language: str = "en", size: int = 30) -> Package:
    """One opening with ``size`` nominees: a list that goes over pages."""
    officers = ((READY, SHORT_PASSPORT, BLANK_PAPERS)[i % 3] for i in range(size))
    nominees = tuple(
        Nominee(officer=replace(o, number=f"MA-3{i:05d}"), opening=LEGAL_ADVISER, order=i)
        for i, o in enumerate(officers, start=1)
    )
    return package(language, nominees=nominees)
