"""Officers come back from the tables exactly as the engines hold them, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from menara.actions.officers import enter_officer, import_officers
from menara.engines.eligibility.officer import Assignment, Language, Officer, Skill
from menara.queries.officers import NoSuchRecord, as_engine_officers, officer_record
from menara.terms import Conduct, Education, LanguageLevel, MedicalClass, Modality, Provenance, ServiceStatus
from office import Office, officer

EVERYTHING = Officer(
    number="A-1",
    service="DGSN",
    nationality="MAR",
    home_unit="Rabat",
    unit_strength=120,
    woman=True,
    born_on=date(1985, 4, 5),
    corps="civil",
    grade="commissaire",
    education=Education.MASTER,
    academy_diploma=False,
    joined_on=date(2008, 9, 1),
    training_months=24,
    status=ServiceStatus.RETIRED,
    retired_on=date(2025, 9, 1),
    licensed_on=date(2005, 1, 2),
    driving_months=48,
    firearms_passed_on=date(2026, 1, 10),
    firearms_tested=True,
    passport_until=date(2030, 3, 1),
    conduct=Conduct.MINOR_TRAFFIC,
    repatriated=False,
    state_certificate_on=date(2026, 2, 1),
    self_attestation_on=date(2026, 2, 2),
    medical=MedicalClass.UNFIT,
    medical_until=date(2027, 1, 1),
    vaccinated=False,
    languages=(
        Language(code="ar", level=LanguageLevel.NATIVE),
        Language(code="fr", level=LanguageLevel.C1, ams_on=date(2025, 6, 1), ams_score=0, ams_until=date(2027, 6, 1)),
    ),
    skills=(Skill(code="forensics", level=3, years=0, last_used=2024), Skill(code="patrol", level=1)),
    assignments=(Assignment(name="course", starts_on=date(2026, 5, 1), ends_on=date(2026, 6, 1)),),
    available_from=date(2026, 1, 1),
    available_until=date(2029, 1, 1),
    release_consent=False,
    excluded_missions=("MINURSO",),
    modalities=(Modality.IPO, Modality.PROFESSIONAL),
    missions_served=2,
    last_mission_ended_on=date(2022, 8, 1),
    provenance=Provenance.SYNTHETIC,
)
# What is optional, each as something other than what a blank row would give.
UNKNOWN: dict[str, Any] = {
    f.name: None
    for f in fields(Officer)
    if getattr(EVERYTHING, f.name) is not None
    and f.name in {"woman", "education", "status", "conduct", "languages", "skills", "assignments", "repatriated"}
}


def test_the_example_leaves_no_field_at_its_default() -> None:
    assert [f.name for f in fields(Officer) if getattr(EVERYTHING, f.name) == f.default] == []


@pytest.mark.parametrize(
    "known",
    [EVERYTHING, officer("A-2"), officer("A-3", **UNKNOWN), officer("A-4", vaccinated=False)],
    ids=["all known", "little known", "lists unknown", "a known absence"],
)
def test_an_officer_comes_back_as_entered(office: Office, known: Officer) -> None:
    enter_officer(officer=known, actor=office.editor)
    assert as_engine_officers() == (known,)


def test_without_leave_what_a_doctor_or_investigator_said_is_unknown(office: Office) -> None:
    own = enter_officer(officer=EVERYTHING, actor=office.editor)
    (seen,) = as_engine_officers(sensitive=False)
    withheld = {f.name for f in fields(Officer) if getattr(seen, f.name) != getattr(EVERYTHING, f.name)}
    assert withheld == {"medical", "medical_until", "vaccinated", "conduct", "repatriated"}
    assert {getattr(seen, name) for name in withheld} == {None}
    assert officer_record(officer_id=own, sensitive=False).officer == seen


def test_only_those_named_come_in_the_order_of_their_numbers(office: Office) -> None:
    import_officers(officers=[officer("B"), officer("A"), officer("C")], actor=office.editor)
    assert [o.number for o in as_engine_officers(["C", "A", "nobody"])] == ["A", "C"]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(office: Office, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    import_officers(
        officers=[officer(f"A-{n}", languages=EVERYTHING.languages) for n in range(rows)], actor=office.editor
    )
    with django_assert_num_queries(7):
        assert len(as_engine_officers()) == rows


def test_a_record_says_where_it_comes_from_and_which_papers_there_are(office: Office) -> None:
    own = enter_officer(officer=EVERYTHING, actor=office.editor, source_key="roster.csv")
    record = officer_record(officer_id=own, sensitive=True)
    assert (record.officer, record.version, record.nominations) == (EVERYTHING, 1, ())
    assert (record.origin.provenance, record.origin.source_key) == ("synthetic", "roster.csv")
    assert [(d.kind, d.issued_on, d.valid_until) for d in record.documents] == [
        ("driving_licence", date(2005, 1, 2), None),
        ("passport", None, date(2030, 3, 1)),
        ("self_attestation", date(2026, 2, 2), None),
        ("state_certificate", date(2026, 2, 1), None),
    ]


def test_an_officer_who_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(NoSuchRecord):
        officer_record(officer_id=0, sensitive=True)
