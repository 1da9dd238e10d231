"""One officer against one post: what was asked, what was found, whose rule it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engines.eligibility.example import MET, NORMS, NOT_MET, OFFICER, ON, OPENING, START, UNKNOWN, national
from menara.engines.eligibility.explain import explain, smallest_change, verdict
from menara.engines.eligibility.norms import Norms
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.opening import LanguageAsked, Opening
from menara.engines.eligibility.rules import RULES
from menara.engines.outcome import Answer, Finding
from menara.terms import Conduct, LanguageTest, Mark, Modality


def finding(rule: str, officer: Officer = OFFICER, opening: Opening = OPENING, norms: Norms = NORMS) -> Finding:
    return next(f for f in explain(officer=officer, opening=opening, norms=norms, on=ON) if f.rule == rule)


def test_every_rule_in_the_order_of_the_list() -> None:
    findings = explain(officer=OFFICER, opening=OPENING, norms=NORMS, on=ON)
    assert [f.rule for f in findings] == [rule.name for rule in RULES]


def test_a_finding_holds_what_was_asked_and_found() -> None:
    found = finding("has_reached_minimum_age", replace(OFFICER, born_on=date(2004, 1, 1)))
    assert (found.asked, found.found) == ({"start": START, "min_age": 25}, {"born_on": date(2004, 1, 1)})
    assert (found.answer, found.source, found.mark) == (NOT_MET, "S1", "C")


def test_what_is_not_asked_does_not_apply() -> None:
    found = finding("passed_firearms_test", opening=replace(OPENING, armed=False))
    assert (found.applies, found.answer, found.change, found.asked) == (False, MET, None, {})


def test_what_is_met_needs_no_change() -> None:
    assert finding("is_released").change is None


def test_a_national_rule_says_what_the_nation_asks_and_who_says_so() -> None:
    asks = replace(national(min_service_years=30), mark=Mark.SECONDARY, source="S52")
    found = finding("satisfies_national_service", norms=replace(NORMS, overlays=(asks,)))
    assert (found.asked, found.answer) == ({"start": START, "min_service_years": 30}, NOT_MET)
    assert (found.source, found.mark) == ("S52", "S")


@pytest.mark.parametrize("nation", ["XAA", "XCC"])
def test_a_national_rule_does_not_apply_where_the_nation_asks_nothing_of_the_kind(nation: str) -> None:
    norms = replace(NORMS, overlays=(national(max_tour_months=24),))
    found = finding("satisfies_national_licence", replace(OFFICER, nationality=nation), norms=norms)
    assert (found.applies, found.answer) == (False, MET)


def test_a_setting_is_marked_as_one() -> None:
    norms = tuple(replace(n, mark=Mark.UNCONFIRMED, source="") if n.name == "max_age" else n for n in NORMS.norms)
    found = finding("is_below_maximum_age_at_start", norms=replace(NORMS, norms=norms))
    assert (found.source, found.mark) == ("", "U")


def test_a_score_of_the_call_is_not_laid_at_the_norms_door() -> None:
    asked = replace(OPENING, languages=(LanguageAsked(code="fr", test=LanguageTest.AMS, score=75),))
    found = finding("passed_language_test", opening=asked)
    assert (found.answer, found.source, found.mark) == (NOT_MET, "call", "")


@pytest.mark.parametrize(
    ("answers", "whole"),
    [((), MET), ((MET, MET), MET), ((MET, UNKNOWN), UNKNOWN), ((UNKNOWN, NOT_MET, MET), NOT_MET)],
)
def test_the_worst_answer_is_the_verdict(answers: tuple[Answer, ...], whole: Answer) -> None:
    assert verdict(tuple(Finding(rule="r", answer=answer) for answer in answers)) is whole


def test_one_change_serves_two_rules() -> None:
    """A pass in the language makes the officer both tested and validly so; it is asked for once."""
    untested = replace(OFFICER, languages=OFFICER.languages[1:] if OFFICER.languages else ())
    mended, steps = smallest_change(officer=untested, opening=OPENING, norms=NORMS, on=ON)
    assert mended is not None
    assert [step.rule for step in steps] == ["passed_language_test"]


def test_changes_in_order_end_with_an_eligible_officer() -> None:
    lacking = replace(OFFICER, vaccinated=None, passport_until=date(2028, 1, 1), release_consent=False)
    mended, steps = smallest_change(officer=lacking, opening=OPENING, norms=NORMS, on=ON)
    assert [step.rule for step in steps] == ["passport_is_valid", "is_vaccinated", "is_released"]
    assert mended == replace(OFFICER, passport_until=date(2029, 3, 1))


def test_what_nobody_can_change_ends_the_list() -> None:
    convicted = replace(OFFICER, vaccinated=None, conduct=Conduct.CONVICTED, release_consent=False)
    mended, steps = smallest_change(officer=convicted, opening=OPENING, norms=NORMS, on=ON)
    assert mended is None
    assert [step.rule for step in steps] == ["is_vaccinated", "conduct_is_clear"]


def test_a_post_for_a_unit_cannot_be_mended_by_its_officers() -> None:
    unit = replace(OPENING, modality=Modality.FPU)
    mended, steps = smallest_change(officer=OFFICER, opening=unit, norms=NORMS, on=ON)
    assert (mended, steps[-1].rule, steps[-1].change) == (None, "takes_individuals", None)
