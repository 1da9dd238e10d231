"""The sheets of a plan: in any language, every word of ours passes through the translator."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from menara import facts
from menara.engines.eligibility.screen import screen
from menara.engines.matching.problem import Pin, Problem, Result
from menara.engines.matching.solve import solve
from menara.exports import slate
from menara.exports.refusals import Refusals, refusals_of
from menara.exports.tongue import Tongue
from menara.facts.calls import openings_synthetic
from menara.facts.synthesis.rosters import roster

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def planned() -> tuple[Problem, Result, Refusals]:
    refs = ("SYN-IPO-01", "SYN-IPO-02", "SEEN-03-MINURSO-S")
    openings = [replace(o, female_target=None) for o in openings_synthetic() if o.ref in refs]
    officers = roster(size=300, on=ON)
    problem = Problem(officers=officers, openings=tuple(openings), norms=facts.norms(), on=ON)
    screening = screen(officers=officers, openings=openings, norms=problem.norms, on=ON)
    uncertain = int(screening.uncertain_officers(1)[0])
    pin = Pin(officer=officers[uncertain].number, opening=openings[1].ref, by="desk", reason="known")
    problem = replace(problem, pins=(pin,))
    return problem, solve(problem), refusals_of(problem=problem, screening=screening)


def test_names_and_headers_are_all_marked_for_translation(planned: tuple[Problem, Result, Refusals]) -> None:
    problem, result, refusals = planned
    sheets = slate.slate_sheets(problem=problem, result=result, refusals=refusals, plan_hash="")
    assert [sheet.name for sheet in sheets] == list(slate.NAMES)
    assert {word for sheet in sheets for word in sheet.header} == {*slate.HEADERS, slate.TITLE}


def test_in_another_language_no_english_of_ours_is_left(
    planned: tuple[Problem, Result, Refusals], tmp_path: Path
) -> None:
    """A made-up language of numbers: what stays English in it was never given to the translator."""
    problem, result, refusals = planned
    spoken: dict[str, int] = {}

    def translate(template: str) -> str:
        number = spoken.setdefault(template, len(spoken))
        return f"~{number}" + "".join(part for part in _places(template))

    out = tmp_path / "slate.xlsx"
    files = slate.slate_files(
        out=out, problem=problem, result=result, refusals=refusals, plan_hash="", tongue=Tongue(translate=translate)
    )
    assert list(files) == [out]
    out.write_bytes(files[out])
    book = openpyxl.load_workbook(out)
    for sheet in book:
        header = next(n for n, line in enumerate(sheet.values, start=1) if line[-1] is not None)
        words = [cell.value for cell in sheet[header]]
        assert all(str(word).startswith("~") for word in words), sheet.title
    refusal = list(book.worksheets[3].values)[-1]
    assert refusal[3].startswith("~")
    assert refusal[4].startswith("~")
    assert refusal[5].startswith("~")


def _places(template: str) -> list[str]:
    import re

    return re.findall(r"%\(\w+\)s", template)


def test_a_pinned_officer_with_unknown_answers_is_marked_so(planned: tuple[Problem, Result, Refusals]) -> None:
    problem, result, refusals = planned
    first = slate.slate_sheets(problem=problem, result=result, refusals=refusals, plan_hash="")[0]
    rows = [dict(zip(first.header, row, strict=True)) for row in first.rows]
    marked = [row for row in rows if row["pinned"]]
    assert [row["officer"] for row in marked] == [problem.pins[0].officer]
    assert marked[0]["answers not known"]
    assert all(row["answers not known"] == "" for row in rows if row not in marked)


def test_refusals_add_up(planned: tuple[Problem, Result, Refusals]) -> None:
    problem, _result, refusals = planned
    assert refusals.total == sum(count.barred for count in refusals.by_rule) == len(refusals.barred)
    everyone = {(b.officer, b.opening) for b in refusals.barred}
    excluded = {b.officer for b in refusals.barred if b.rule == "nationality_is_accepted"}
    assert excluded == {o.number for o in problem.officers if o.nationality == "MAR"}
    waiting = {(m.officer, ref) for m in refusals.missing for ref in m.openings}
    assert not everyone & waiting


def test_refusals_are_cut_at_the_farthest_from_eligible(planned: tuple[Problem, Result, Refusals]) -> None:
    problem, _result, whole = planned
    screening = screen(officers=problem.officers, openings=problem.openings, norms=problem.norms, on=ON)
    cut = refusals_of(problem=problem, screening=screening, lines=50)
    assert (len(cut.barred), cut.total) == (50, whole.total)
    failed: dict[tuple[str, str], int] = {}
    for barred in whole.barred:
        failed[barred.officer, barred.opening] = failed.get((barred.officer, barred.opening), 0) + 1
    fewest = sorted(failed.values())
    assert max(failed[b.officer, b.opening] for b in cut.barred) <= fewest[50]


def test_a_call_that_does_not_say_is_no_missing_paper() -> None:
    silent = replace(openings_synthetic()[0], ref="SILENT", start=None)
    officers = roster(size=50, on=ON)
    problem = Problem(officers=officers, openings=(silent,), norms=facts.norms(), on=ON)
    screening = screen(officers=officers, openings=[silent], norms=problem.norms, on=ON)
    refusals = refusals_of(problem=problem, screening=screening)
    by_call = {count.rule for count in refusals.by_rule if count.opening_is_silent}
    assert "is_available" in by_call
    assert not by_call & {missing.rule for missing in refusals.missing}


def test_a_call_that_names_no_field_is_no_missing_paper() -> None:
    silent = replace(openings_synthetic()[0], years_specific=3, specific_skill="", skills=())
    officers = roster(size=50, on=ON)
    problem = Problem(officers=officers, openings=(silent,), norms=facts.norms(), on=ON)
    screening = screen(officers=officers, openings=[silent], norms=problem.norms, on=ON)
    refusals = refusals_of(problem=problem, screening=screening)
    counts = {count.rule: count for count in refusals.by_rule}
    assert counts["has_specific_experience"].opening_is_silent
    assert "has_specific_experience" not in {missing.rule for missing in refusals.missing}
