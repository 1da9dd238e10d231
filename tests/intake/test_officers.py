"""A roster as a table: what each column may hold, what contradicts itself, and how fast it is read."""

from __future__ import annotations

from datetime import date

import pytest

from menara.engines.eligibility.officer import Assignment, Language, Skill
from menara.exports.records import OFFICER_COLUMNS
from menara.intake.officers import COLUMNS, read_officers
from menara.terms import Conduct, LanguageLevel, MedicalClass, Modality, Provenance, ServiceStatus

from .rows import OFFICER, faults_of, officer_csv, refused, table


def read(**cells):
    return read_officers(officer_csv(**cells)).records[0]


def test_columns_are_those_that_are_written():
    assert tuple(column.name for column in COLUMNS) == OFFICER_COLUMNS


def test_blank_is_not_known_and_none_is_known_to_be_none():
    blank, none = read(), read(languages="none", skills="None", assignments="none")
    assert (blank.languages, blank.skills, blank.assignments) == (None, None, ())
    assert (none.languages, none.skills, none.assignments) == ((), (), ())
    assert read(assignments="unknown").assignments is None
    assert (blank.woman, blank.status, blank.conduct, blank.release_consent) == (None, None, None, None)
    assert (blank.missions_served, blank.excluded_missions, blank.modalities) == (0, (), ())
    assert blank.provenance is Provenance.ENTERED


@pytest.mark.parametrize(
    ("column", "cell", "field", "found"),
    [
        ("sex", "f", "woman", True),
        ("sex", "M", "woman", False),
        ("status", "retired", "status", ServiceStatus.RETIRED),
        ("conduct", "minor_traffic", "conduct", Conduct.MINOR_TRAFFIC),
        ("medical", "MS.2", "medical", MedicalClass.MS2),
        ("medical", "ms3", "medical", MedicalClass.MS3),
        ("medical", "unfit", "medical", MedicalClass.UNFIT),
        ("training_months", "١٢", "training_months", 12),
        ("unit_strength", "240", "unit_strength", 240),
        ("passport_until", "2031-01-01", "passport_until", date(2031, 1, 1)),
        ("home_unit", "Préfecture d'Agadir", "home_unit", "Préfecture d'Agadir"),
        ("excluded_missions", "MINURSO;minusca", "excluded_missions", ("MINURSO", "MINUSCA")),
        ("modalities", "IPO;P", "modalities", (Modality.IPO, Modality.PROFESSIONAL)),
        ("missions_served", "2", "missions_served", 2),
        ("languages", "fr:C1", "languages", (Language(code="fr", level=LanguageLevel.C1),)),
        (
            "languages",
            "fr:C1:72:2026-03-10;en::55:2026-03-10:2027-01-01;ar:native",
            "languages",
            (
                Language(code="fr", level=LanguageLevel.C1, ams_score=72, ams_on=date(2026, 3, 10)),
                Language(code="en", ams_score=55, ams_on=date(2026, 3, 10), ams_until=date(2027, 1, 1)),
                Language(code="ar", level=LanguageLevel.NATIVE),
            ),
        ),
        ("skills", "forensics:3:6:2025", "skills", (Skill(code="forensics", level=3, years=6, last_used=2025),)),
        ("skills", "forensics:2", "skills", (Skill(code="forensics", level=2),)),
        (
            "assignments",
            "MINUSCA:2024-01-01:2025-01-01;course:2025-01-01:2025-02-01",
            "assignments",
            (
                Assignment(name="MINUSCA", starts_on=date(2024, 1, 1), ends_on=date(2025, 1, 1)),
                Assignment(name="course", starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1)),
            ),
        ),
    ],
)  # fmt: skip
def test_a_cell_is_read(column, cell, field, found):
    assert getattr(read(**{column: cell}), field) == found


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("number", "", "blank"),
        ("number", "=1+1", "formula"),
        ("number", "MA\u202e1", "characters"),
        ("nationality", "", "blank"),
        ("nationality", "Morocco", "nationality"),
        ("sex", "woman", "word"),
        ("home_unit", "@SUM(A1)", "formula"),
        ("home_unit", "＝1", "formula"),
        ("home_unit", "-unit", "formula"),
        ("training_months", "-5", "out_of_bounds"),
        ("training_months", "NaN", "number"),
        ("born_on", "01/02/1980", "date_ambiguous"),
        ("born_on", "13/02/1980", "date_form"),
        ("born_on", "1400-01-01", "hijri"),
        ("languages", "french:C1", "code"),
        ("languages", "fr:D1", "word"),
        ("languages", "fr:C1:172", "out_of_bounds"),
        ("languages", "fr:C1:72:03/10/2026", "date_ambiguous"),
        ("languages", "fr:C1:72:2026-03-10:2026-03-10", "contradiction"),
        ("languages", "fr:C1:72::2027-03-10", "contradiction"),
        ("languages", "ar:C1:72:2026-03-10", "ams_language"),
        ("languages", "fr:C1;fr:B2", "twice"),
        ("skills", "forensics", "item"),
        ("skills", "forensics:", "item"),
        ("skills", "forensics:0", "out_of_bounds"),
        ("skills", "forensik:2", "code"),
        ("skills", "forensics:2;forensics:3", "twice"),
        ("assignments", "MINUSCA:2025-01-01:2024-01-01", "contradiction"),
        ("assignments", "MINUSCA:2025-01-01", "item"),
        ("assignments", "A:2024-01-01:2025-01-02;B:2025-01-01:2026-01-01", "overlap"),
        ("excluded_missions", "MINURSOO", "mission"),
        ("modalities", "FPU", "word"),
        ("conduct", "good", "word"),
        ("medical", "MS4", "word"),
        ("vaccinated", "2025-01-01", "yes_no"),
    ],
)
def test_a_cell_is_refused(column, cell, code):
    assert faults_of(officer_csv(**{column: cell})) == [(2, column, code)]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"grade": "commisaire"}, (2, "grade", "grade")),
        ({"corps": "navy"}, (2, "corps", "corps")),
        ({"born_on": "1980-01-01", "joined_on": "1990-01-01"}, (2, "joined_on", "contradiction")),
        ({"born_on": "1980-01-01", "licensed_on": "1985-01-01"}, (2, "licensed_on", "contradiction")),
        ({"joined_on": "2005-01-01", "retired_on": "2004-01-01"}, (2, "retired_on", "contradiction")),
        ({"status": "active", "retired_on": "2024-01-01"}, (2, "retired_on", "contradiction")),
        ({"firearms_tested": "no", "firearms_passed_on": "2025-01-01"}, (2, "firearms_tested", "contradiction")),
        ({"available_from": "2026-01-01", "available_until": "2026-01-01"}, (2, "available_until", "contradiction")),
    ],
)
def test_contradictions_in_a_row(cells, fault):
    assert faults_of(officer_csv(**cells)) == [fault]


def test_a_misspelt_code_comes_with_the_nearest():
    (fault,) = refused(officer_csv(grade="commisaire"))
    assert fault.found == "commisaire"
    assert fault.allowed.startswith("commissaire")


def test_a_service_without_ladders_on_file_is_remarked_once():
    rows = [{**OFFICER, "number": f"X{n}", "service": "XXX-POLICE", "grade": "captain"} for n in range(3)]
    reading = read_officers(table(OFFICER_COLUMNS, *rows))
    assert [(r.row, r.column, r.found) for r in reading.remarks] == [(2, "service", "XXX-POLICE")]


def test_one_number_twice():
    data = table(OFFICER_COLUMNS, OFFICER, {**OFFICER, "number": "ma-1"})
    assert [(f.row, f.column, f.code, f.allowed) for f in refused(data)] == [(3, "number", "duplicate", "2")]


def test_columns_that_decide():
    assert [column.name for column in COLUMNS if not column.decides] == [
        "unit_strength",
        "missions_served",
        "provenance",
    ]


def test_a_missing_column_does_not_hide_other_faults():
    header = tuple(name for name in OFFICER_COLUMNS if name != "conduct")
    data = table(header, {**OFFICER, "sex": "x"}, {**OFFICER, "medical": "y"})
    assert faults_of(data) == [
        (1, "conduct", "missing_column"),
        (2, "sex", "word"),
        (3, "medical", "word"),
        (3, "number", "duplicate"),
    ]


def test_five_thousand_officers_are_read():
    rows = [
        {
            **OFFICER,
            "number": f"MA-{n:05}",
            "born_on": f"{1970 + n % 25}-0{n % 9 + 1}-1{n % 10}",
            "languages": f"fr:C1:{n % 100}:2026-0{n % 9 + 1}-10;ar:native",
            "skills": f"investigations:{n % 4 + 1}:{n % 20}:2025;forensics:2",
            "home_unit": f"Unit {n % 60}",
        }
        for n in range(5_000)
    ]
    data = table(OFFICER_COLUMNS, *rows)
    assert len(read_officers(data).records) == 5_000
