"""A call as a table: what each column may hold, and what contradicts itself."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from menara import facts
from menara.engines.eligibility.opening import LanguageAsked, NationalityExclusion, SkillAsked
from menara.errors import BadInput
from menara.exports.records import OPENING_COLUMNS
from menara.intake.openings import COLUMNS, read_openings
from menara.terms import Education, LanguageLevel, LanguageTest, Modality, Need, Provenance, VacancyState

from .rows import OPENING, faults_of, opening_csv, refused, table

AMS, CEFR, WORD = LanguageTest.AMS, LanguageTest.CEFR, LanguageTest.WORD
MUST, WANT = Need.MUST, Need.WANT
ALL_LEVELS = "basic, working, working knowledge, fluency, A1, A2, B1, B2, C1, C2, native"


def read(**cells):
    return read_openings(opening_csv(**cells)).records[0]


def test_columns_are_those_that_are_written():
    assert tuple(column.name for column in COLUMNS) == OPENING_COLUMNS


def test_a_whole_row():
    opening = read(
        call="NV-7", title_ar="مستشار", title_fr="Conseiller", title_en="Adviser", org="UN", duty_station="Bangui",
        modality="P", level="P-4", positions="2", vacancy_state="pending", education="master", years_total="7",
        years_specific="5", specific_skill="forensics", stream="operations", armed="no", driving="yes",
        tour_months="12", extendable="yes", max_nominations="2", female_target="25%", critical="yes",
        as_posted="3 ans", source_url="example.org/1", seen_on="2026-11-01", provenance="real",
        deadline="2026-12-15T23:59-05:00",
    )  # fmt: skip
    assert opening.call == "NV-7"
    assert opening.title == {"ar": "مستشار", "fr": "Conseiller", "en": "Adviser"}
    assert (opening.modality, opening.level, opening.positions) == (Modality.PROFESSIONAL, "P-4", 2)
    assert (opening.vacancy_state, opening.education) == (VacancyState.PENDING, Education.MASTER)
    assert (opening.years_total, opening.years_specific, opening.specific_skill) == (7, 5, "forensics")
    assert (opening.armed, opening.driving, opening.extendable, opening.critical) == (False, True, True, True)
    assert opening.female_target == Fraction(1, 4)
    assert opening.deadline.isoformat() == "2026-12-15T23:59:00-05:00"
    assert opening.provenance is Provenance.REAL


def test_blanks_stay_blank():
    opening = read_openings(table(OPENING_COLUMNS, {"ref": "POST-1"})).records[0]
    blank = (opening.modality, opening.positions, opening.armed, opening.start, opening.female_target)
    assert blank == (None, None, None, None, None)
    assert (opening.languages, opening.skills, opening.rank_min, opening.title) == ((), (), {}, {})
    assert opening.provenance is Provenance.ENTERED


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("fr:AMS:60:must", LanguageAsked(code="fr", test=AMS, score=60, need=MUST)),
        ("en:CEFR:C1:want", LanguageAsked(code="en", test=CEFR, level=LanguageLevel.C1, need=WANT)),
        ("ar:word:fluency:want", LanguageAsked(code="ar", test=WORD, level=LanguageLevel.C1, need=WANT)),
        ("ar:word:C2", LanguageAsked(code="ar", test=WORD, level=LanguageLevel.C2, need=MUST)),
        ("fr:word::must", LanguageAsked(code="fr", test=WORD, need=MUST)),
        ("fr:AMS", LanguageAsked(code="fr", test=AMS, need=MUST)),
        ("fr", LanguageAsked(code="fr", test=AMS, need=MUST)),
        ("ar", LanguageAsked(code="ar", test=WORD, need=MUST)),
        (" FR : ams : ٦٠ ", LanguageAsked(code="fr", test=AMS, score=60, need=MUST)),
    ],
)
def test_languages_asked(cell, found):
    assert read(languages=cell).languages == (found,)


@pytest.mark.parametrize(
    ("column", "cell", "code", "hint"),
    [
        ("languages", "frr", "code", "fr"),
        ("languages", "ar:AMS:60", "ams_language", "en, fr"),
        ("languages", "fr:AMS:C1", "number", "0–100"),
        ("languages", "fr:CEFR:60", "word", "A1, A2, B1, B2, C1, C2, native"),
        ("languages", "ar:word:excellent", "word", ALL_LEVELS),
        ("languages", "fr:AMS:60:should", "word", "must, want"),
        ("languages", "fr:exam", "word", "AMS, word, CEFR"),
        ("languages", "fr:AMS:60:must:more", "item", "code:test:level:need"),
        ("languages", "fr:AMS;fr:AMS:70", "twice", ""),
        ("skills", "forensic:2", "code", "forensics"),
        ("skills", "forensics:5", "out_of_bounds", "1–4"),
        ("rank_min", "MAR-DGSN/civil", "item", "service/corps=grade"),
        ("rank_min", "MAR-DGSN/civil=commisaire", "grade", "commissaire, commissaire principal"),
        ("rank_min", "MAR-DGSN/navy=commissaire", "corps", "civil, uniform"),
        ("nationality_exclusions", "MAR", "item", "nationality:reason:authority"),
        ("nationality_exclusions", "MAR::mission", "exclusion", "MAR:reason:authority"),
        ("modality", "UNMO", "observer", "IPO, P, FPU, SPT, CIVPOL_EXPERT"),
        ("modality", "military observer", "observer", "IPO, P, FPU, SPT, CIVPOL_EXPERT"),
        ("modality", "staff", "word", "IPO, P, FPU, SPT, CIVPOL_EXPERT"),
        ("vacancy_state", "open", "word", "confirmed, pending, frozen"),
        ("education", "bachelor", "word", "secondary, police_diploma, first_degree, master, doctorate"),
        ("positions", "0", "out_of_bounds", "1–1000"),
        ("tour_months", "1200", "out_of_bounds", "1–60"),
        ("female_target", "25", "share", "25%, 0.25, 1/4"),
        ("stream", "ops", "code", "command, operations, capacity_building, administration"),
        ("mission", "MINURSOO", "mission", "MINURSO, MONUSCO, MINUSMA"),
        ("start", "01/02/2027", "date_ambiguous", "2027-01-02 | 2027-02-01"),
        ("deadline", "2026-12-15", "zone", "2026-12-15T23:59-05:00, 2026-12-15 23:59 America/New_York"),
        ("armed", "maybe", "yes_no", "yes, no"),
    ],
)  # fmt: skip
def test_a_cell_is_refused_with_what_is_allowed(column, cell, code, hint):
    found = [(f.row, f.column, f.code, f.allowed) for f in refused(opening_csv(**{column: cell}), kind="openings")]
    assert found == [(2, column, code, hint)]


def test_an_observer_post_is_refused_because_observers_are_not_police():
    """R25: the classic mix-up."""
    (fault,) = refused(opening_csv(modality="UNMO"), kind="openings")
    assert "military observer, not of police" in str(fault)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"modality": "IPO", "level": "P-4"}, (2, "level", "contradiction")),
        ({"modality": "P", "level": "P4"}, (2, "level", "grade")),
        ({"modality": "P", "level": "officer"}, (2, "level", "grade")),
        ({"years_total": "5", "years_specific": "7"}, (2, "years_specific", "contradiction")),
        ({"deadline": "2027-03-02 12:00 UTC"}, (2, "deadline", "contradiction")),
        ({"ref": ""}, (2, "ref", "blank")),
    ],
)
def test_contradictions_in_a_row(cells, fault):
    assert faults_of(opening_csv(**cells), kind="openings") == [fault]


def test_one_ref_twice_and_two_shares_in_a_call():
    data = table(
        OPENING_COLUMNS,
        {**OPENING, "call": "NV-1", "female_target": "25%"},
        {**OPENING, "call": "NV-1", "female_target": "20%", "ref": "POST-2"},
        {**OPENING, "ref": "post-1"},
    )
    assert faults_of(data, kind="openings") == [(3, "female_target", "contradiction"), (4, "ref", "duplicate")]


def test_skills_ranks_and_exclusions():
    opening = read(
        skills="investigations:2:must;forensics",
        rank_min="MAR-DGSN/civil=commissaire;XXX-POLICE/all=captain",
        nationality_exclusions="MAR:party to the dispute:mission mandate",
    )
    assert opening.skills == (SkillAsked(code="investigations", level=2), SkillAsked(code="forensics"))
    assert opening.rank_min == {"MAR-DGSN/civil": "commissaire", "XXX-POLICE/all": "captain"}
    assert opening.nationality_exclusions == (
        NationalityExclusion(nationality="MAR", reason="party to the dispute", authority="mission mandate"),
    )


def test_a_ladder_that_is_not_on_file_is_remarked():
    reading = read_openings(opening_csv(rank_min="XXX-POLICE/all=captain"))
    assert [(r.row, r.column, r.code, r.found) for r in reading.remarks] == [
        (2, "rank_min", "ladder_unknown", "XXX-POLICE/all")
    ]


# --- the header -------------------------------------------------------------------------------------------------------


def header_without(*names: str, also: tuple[str, ...] = ()) -> bytes:
    return table((*(c for c in OPENING_COLUMNS if c not in names), *also), OPENING_ROW)


OPENING_ROW = {"ref": "POST-1"}


def test_every_column_that_decides_must_be_there():
    decides = [column.name for column in COLUMNS if column.decides]
    found = faults_of(header_without(*(name for name in decides if name != "ref")), kind="openings")
    assert [(row, code) for row, _column, code in found] == [(1, "missing_column")] * (len(decides) - 1)
    assert sorted(column for _row, column, _code in found) == sorted(name for name in decides if name != "ref")


def test_descriptive_columns_may_be_absent():
    described = [column.name for column in COLUMNS if not column.decides]
    assert faults_of(header_without(*described), kind="openings") == []
    assert set(described) == {
        "title_ar", "title_fr", "title_en", "org", "duty_station", "stream", "extendable", "deadline", "call",
        "specific_skill", "critical", "as_posted", "source_url", "seen_on", "provenance",
    }  # fmt: skip


def test_a_misspelt_column_is_the_hint_for_the_missing_one():
    data = opening_csv().replace(b"languages", b"langauges").replace(b"title_en", b"titel_en")
    (missing, misspelt) = refused(data, kind="openings")
    assert (missing.row, missing.column, missing.code, missing.found) == (1, "languages", "missing_column", "langauges")
    assert (misspelt.row, misspelt.column, misspelt.code, misspelt.allowed) == (
        1,
        "titel_en",
        "misspelt_column",
        "title_en",
    )


def test_unknown_columns_are_remarked_and_plain_titles_are_english():
    data = opening_csv(title_en="Adviser").replace(b"title_en", b"Title").replace(b"seen_on", b"colour of the file")
    reading = read_openings(data)
    assert reading.records[0].title == {"en": "Adviser"}
    assert [(r.column, r.code) for r in reading.remarks] == [("colour of the file", "unknown_column")]


def test_headers_are_read_whatever_their_case_and_spaces():
    data = opening_csv(years_total="7").replace(b"years_total", b" Years-Total ")
    assert read_openings(data).records[0].years_total == 7


def test_a_column_twice():
    data = table((*OPENING_COLUMNS, "REF"), OPENING)
    assert faults_of(data, kind="openings") == [(1, "REF", "duplicate_column")]


def test_all_faults_are_listed_at_once_in_order_and_counted():
    rows = [{**OPENING, "ref": f"POST-{n}", "armed": "maybe"} for n in range(1_500)]
    data = table(tuple(c for c in OPENING_COLUMNS if c != "driving"), *rows)
    with pytest.raises(BadInput) as refusal:
        read_openings(data, name="calls.csv")
    assert (len(refusal.value.faults), refusal.value.total) == (1_000, 1_501)
    assert [(f.file, f.row, f.column) for f in refusal.value.faults[:2]] == [
        ("calls.csv", 1, "driving"),
        ("calls.csv", 2, "armed"),
    ]


def test_the_openings_of_the_fact_files_are_sound():
    folder = Path(facts.__file__).parent
    assert len(read_openings(folder / "openings_real.csv").records) == 17


def test_every_item_of_a_list_cell_is_judged() -> None:
    """Only the first fault of a cell used to be told, so that a list with two had to be mended twice."""
    cell = "xx:AMS;fr:AMS:160;en:CEFR:B2:want;en:CEFR:C9"
    found = [fault.found for fault in refused(opening_csv(languages=cell), kind="openings")]
    assert sorted(found) == ["160", "C9", "xx"]
