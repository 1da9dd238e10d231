"""Every rule can be spoken of: why not, what is not known, what is asked, what was found, what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from enum import Enum

import pytest
from hypothesis import given, settings

import menara.engines.outcome
import menara.terms
from engines.eligibility import chance
from engines.eligibility.example import NORMS, OFFICER, ON, OPENING, national
from engines.eligibility.test_mutations import CASES
from menara.engines.eligibility.explain import explain
from menara.engines.eligibility.norms import Overlay
from menara.engines.eligibility.officer import Assignment, Officer, Skill
from menara.engines.eligibility.opening import LanguageAsked, Opening
from menara.engines.eligibility.rules import BY_NAME, RULES
from menara.engines.outcome import Answer, Finding
from menara.sentences import (
    Code,
    Sentence,
    answer_sentence,
    asked_sentence,
    change_sentence,
    fact_label,
    found_sentence,
    label,
    rule_sentence,
    unknown_sentence,
)
from menara.sentences import rules as words
from menara.sentences.labels import termed
from menara.sentences.sentence import first_that_fits, places
from menara.terms import Conduct, Education, LanguageLevel, LanguageTest, MedicalClass, Modality, ServiceStatus

SPEAKERS = (answer_sentence, asked_sentence, found_sentence, change_sentence)


def findings_of_cases() -> Iterator[Finding]:
    for rule, cases in CASES.items():
        for case in cases:
            officer, opening, norms = case.its_officer(), case.its_opening(), case.its_norms()
            yield from explain(officer=officer, opening=opening, norms=norms, on=case.on, rules=(BY_NAME[rule],))


FINDINGS = tuple(findings_of_cases())


def finding(
    rule: str, officer: Officer = OFFICER, opening: Opening = OPENING, nation: Overlay | None = None
) -> Finding:
    norms = chance.norms_of(nation)
    return next(f for f in explain(officer=officer, opening=opening, norms=norms, on=ON) if f.rule == rule)


# --- every rule has its words -----------------------------------------------------------------------------------------


def templates() -> Iterator[tuple[str, str]]:
    for name, said in words.RULES.items():
        for kind in ("asked", "record", "do", "beyond", "stuck"):
            yield from ((f"{name}: {kind}", template) for template in getattr(said, kind))


def test_every_rule_has_words_and_no_other() -> None:
    assert list(words.RULES) == [rule.name for rule in RULES]


def test_no_sentence_is_said_of_two_things() -> None:
    said = [template for _, template in templates()]
    said += [sentence for rule in RULES for sentence in (rule_sentence(rule.name), unknown_sentence(rule.name))]
    said += words.SILENT.values()
    assert sorted({s for s in said if said.count(s) > 1}) == []


def test_sentences_end_as_sentences_do() -> None:
    said = [template for _, template in templates()]
    said += [s for rule in RULES for s in (rule_sentence(rule.name), unknown_sentence(rule.name))]
    assert [s for s in said if not s.endswith(".") or s != s.strip() or "  " in s] == []


def test_why_not_and_what_is_not_known_need_no_facts() -> None:
    for rule in RULES:
        assert places(rule_sentence(rule.name)) | places(unknown_sentence(rule.name)) == frozenset()


def used_templates() -> set[str]:
    return {speak(one).template for one in FINDINGS for speak in SPEAKERS}


def test_every_template_is_used_by_some_case() -> None:
    """A template that no case reaches is one that no reader will ever see, or a case that is missing."""
    used = used_templates()
    assert [where for where, template in templates() if template not in used] == []


def test_every_silence_of_a_call_is_told_by_some_case() -> None:
    used = used_templates()
    assert [field for field, template in words.SILENT.items() if template not in used] == []


# --- every place is filled --------------------------------------------------------------------------------------------


def spoken(one: Finding) -> list[str]:
    return [speak(one).english() for speak in SPEAKERS]


def is_well_said(sentence: str) -> bool:
    """Nothing left over of a template, of a Python value, or of an empty list."""
    leftovers = ("%", "None", "()", "(,", ": .", ":  ", "<", "[", "datetime", "True", "False", "Sentence")
    plain = sentence.replace(" %,", "").replace(" %)", "").replace(" % or more", "")
    return sentence.endswith(".") and not any(left in plain for left in leftovers)


@pytest.mark.parametrize("rule", words.RULES)
def test_every_case_of_a_rule_can_be_told(rule: str) -> None:
    told = [sentence for one in FINDINGS if one.rule == rule for sentence in spoken(one)]
    assert [sentence for sentence in told if not is_well_said(sentence)] == []
    assert len(told) >= 8


@settings(max_examples=200, deadline=None, derandomize=True)
@given(chance.officers, chance.openings, chance.nations)
def test_everything_can_be_told(officer: Officer, opening: Opening, nation: Overlay | None) -> None:
    for one in explain(officer=officer, opening=opening, norms=chance.norms_of(nation), on=ON):
        assert [sentence for sentence in spoken(one) if not is_well_said(sentence)] == [], one


def test_facts_keep_their_values() -> None:
    """Faces speak days and codes in the reader's own way, so they must still be days and codes."""
    said = change_sentence(finding("passport_is_valid", replace(OFFICER, passport_until=date(2028, 1, 1))))
    assert said.facts == {"valid_until": date(2029, 3, 1)}
    said = asked_sentence(finding("nationality_is_accepted"))
    assert said.facts == {"excluded": (Code("nation", "XBB"),)}


# --- what they say ----------------------------------------------------------------------------------------------------

UNTESTED = replace(OFFICER, languages=())


@pytest.mark.parametrize(
    ("rule", "officer", "opening", "says"),
    [
        (
            "passed_language_test",
            UNTESTED,
            OPENING,
            "Pass the AMS language test between 2 September 2025 and 1 September 2027: fr (60 % or more).",
        ),
        (
            "passed_language_test",
            UNTESTED,
            replace(OPENING, start=None),
            "Pass the AMS language test: fr (60 % or more).",
        ),
        (
            "passed_language_test",
            UNTESTED,
            replace(
                OPENING,
                modality=Modality.PROFESSIONAL,
                languages=(LanguageAsked(code="fr", test=LanguageTest.AMS, score=70),),
            ),
            "Pass the AMS language test by 1 September 2027: fr (70 % or more).",
        ),
        (
            "has_reached_minimum_age",
            replace(OFFICER, born_on=date(2003, 1, 1)),
            OPENING,
            "Only a later start would do: the officer would have to be born on or before 1 September 2002.",
        ),
        (
            "has_reached_minimum_age",
            replace(OFFICER, born_on=None),
            OPENING,
            "Record the day of birth; on or before 1 September 2002 would do.",
        ),
        (
            "has_reached_minimum_age",
            OFFICER,
            replace(OPENING, start=None),
            "Ask whoever issued the call to complete it. The call does not say the first day.",
        ),
        (
            "is_medically_cleared",
            replace(OFFICER, medical=MedicalClass.MS3),
            OPENING,
            "Obtain a medical clearance valid beyond 1 September 2027: MS.2, armed service.",
        ),
        (
            "is_not_promised_elsewhere",
            replace(
                OFFICER,
                assignments=(
                    Assignment(name="school", starts_on=date(2027, 10, 1), ends_on=date(2027, 11, 1)),
                    Assignment(name="exchange", starts_on=date(2028, 1, 1), ends_on=date(2028, 2, 1)),
                ),
            ),
            OPENING,
            "Relieve the officer of these assignments, or move them: school; exchange.",
        ),
        (
            "is_available",
            replace(OFFICER, available_until=date(2028, 1, 1)),
            OPENING,
            "Make the officer available from 1 September 2027 to 31 August 2028.",
        ),
        (
            "holds_rank",
            replace(OFFICER, grade="sergeant"),
            OPENING,
            "Promotion to this rank or a higher one would do: inspector in X-POLICE/uniform.",
        ),
        (
            "has_required_skills",
            replace(OFFICER, skills=(Skill(code="forensics", level=1),)),
            OPENING,
            "Train and have assessed: forensics (level 2 or higher); training (level 2 or higher).",
        ),
        (
            "conduct_is_clear",
            replace(OFFICER, conduct=Conduct.CONVICTED),
            OPENING,
            "Nothing would do: what is on the conduct record stays there.",
        ),
        ("is_vaccinated", replace(OFFICER, vaccinated=None), OPENING, "File the vaccination certificate."),
        ("is_released", OFFICER, OPENING, "This is met."),
    ],
)
def test_the_smallest_change(rule: str, officer: Officer, opening: Opening, says: str) -> None:
    assert change_sentence(finding(rule, officer, opening)).english() == says


def test_a_national_cap_says_what_the_nation_allows() -> None:
    capped = finding("satisfies_national_tour_cap", nation=national(max_tour_months=6))
    assert change_sentence(capped).english() == (
        "Only a shorter tour would do; months the officer's own nation allows: 6."
    )


@pytest.mark.parametrize(
    ("rule", "opening", "says"),
    [
        ("has_reached_minimum_age", OPENING, "Age on the first day, 1 September 2027: 25 or more."),
        ("is_below_maximum_age_at_end", OPENING, "Age on the last day of the tour, 31 August 2028: less than 62."),
        ("passed_language_test", OPENING, "AMS language test passed in each of: fr (60 % or more)."),
        (
            "passed_language_test",
            replace(OPENING, languages=()),
            "AMS language test passed in one of: en (60 % or more); fr (60 % or more).",
        ),
        ("speaks_required_languages", OPENING, "Languages: en (B2, independent, or better)."),
        ("passed_firearms_test", replace(OPENING, armed=False), "The post does not ask this."),
        ("satisfies_national_service", OPENING, "The officer's own nation does not ask this."),
        ("is_in_service", replace(OPENING, modality=Modality.PROFESSIONAL), "In active service."),
        (
            "is_in_service",
            OPENING,
            "In active service, or retired on the first day, 1 September 2027, for at most so many years: 5.",
        ),
        ("is_educated", OPENING, "Diploma: first university degree or higher."),
        (
            "is_educated",
            replace(OPENING, modality=Modality.PROFESSIONAL, education=Education.MASTER),
            "Diploma: master's degree or higher; or a first university degree and so many years of experience more: 2.",
        ),
        (
            "is_educated",
            replace(OPENING, modality=Modality.PROFESSIONAL),
            "Diploma: first university degree or higher.",
        ),
        ("may_drive", replace(OPENING, modality=Modality.PROFESSIONAL), "Driving licence on 1 September 2027."),
    ],
)
def test_what_is_asked(rule: str, opening: Opening, says: str) -> None:
    assert asked_sentence(finding(rule, opening=opening)).english() == says


@pytest.mark.parametrize(
    ("rule", "officer", "says"),
    [
        ("has_reached_minimum_age", OFFICER, "Day of birth: 5 May 1985."),
        ("has_reached_minimum_age", replace(OFFICER, born_on=None), "Day of birth: not on record."),
        ("is_available", OFFICER, "Available from: no limit; Available until: no limit."),
        ("is_in_service", OFFICER, "Standing in the service: in active service."),
        (
            "is_in_service",
            replace(OFFICER, status=ServiceStatus.RETIRED),
            "Standing in the service: retired; Retired on: not on record.",
        ),
        ("serves_in_modality", OFFICER, "Offered as: any."),
        (
            "serves_in_modality",
            replace(OFFICER, modalities=(Modality.IPO, Modality.SPT)),
            "Offered as: individual police officer; specialized police team.",
        ),
        ("is_not_withheld_from_mission", OFFICER, "Withheld from missions: none."),
        (
            "speaks_required_languages",
            OFFICER,
            "Languages: fr (B2, independent; AMS: 70 %, taken on 1 December 2026); en (B2, independent).",
        ),
        ("is_not_promised_elsewhere", OFFICER, "Other assignments: exchange, from 1 January 2026 to 30 June 2026."),
        (
            "passed_firearms_test",
            replace(OFFICER, firearms_passed_on=None, firearms_tested=False),
            "Firearms test passed: no.",
        ),
        ("holds_rank", OFFICER, "Police service: X-POLICE; Corps: uniform; Rank: inspector."),
        ("takes_individuals", OFFICER, "This is about the post, not about the officer."),
    ],
)
def test_what_was_found(rule: str, officer: Officer, says: str) -> None:
    assert found_sentence(finding(rule, officer)).english() == says


@pytest.mark.parametrize(
    ("rule", "officer", "opening", "says"),
    [
        ("is_vaccinated", OFFICER, OPENING, "This is met."),
        ("is_vaccinated", replace(OFFICER, vaccinated=False), OPENING, "The vaccination certificate is missing."),
        (
            "is_vaccinated",
            replace(OFFICER, vaccinated=None),
            OPENING,
            "The record does not say whether the officer is vaccinated.",
        ),
        ("is_available", OFFICER, replace(OPENING, start=None), "The call does not say the first day."),
        (
            "is_medically_cleared",
            replace(OFFICER, medical=MedicalClass.MS3),
            replace(OPENING, armed=None),
            "The call does not say whether officers are armed, so the medical class is open.",
        ),
        (
            "is_in_service",
            replace(OFFICER, status=None),
            replace(OPENING, start=None),
            "The record does not say whether the officer is in service, or since when retired.",
        ),
    ],
)
def test_the_answer(rule: str, officer: Officer, opening: Opening, says: str) -> None:
    assert answer_sentence(finding(rule, officer, opening)).english() == says


# --- terms and tongues ------------------------------------------------------------------------------------------------


def terms() -> list[type[Enum]]:
    found = [menara.engines.outcome.Answer, menara.engines.outcome.Status]
    return found + [t for t in vars(menara.terms).values() if isinstance(t, type) and t.__module__ == "menara.terms"]


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.__name__)
def test_every_term_has_its_own_label(term: type[Enum]) -> None:
    labels = [label(member) for member in term]
    assert len(set(labels)) == len(labels) > 1


def test_labels_are_of_our_terms() -> None:
    assert set(termed()) == set(terms())


def test_terms_equal_as_numbers_are_told_apart() -> None:
    assert label(LanguageLevel.A1) != label(Education.SECONDARY) != label(MedicalClass.MS3)


def test_every_fact_of_an_officer_has_its_own_label() -> None:
    labels = [fact_label(field.name) for field in fields(Officer)]
    assert len(set(labels)) == len(labels)


def test_all_that_is_ours_is_translated_and_nothing_else() -> None:
    """In a language that doubles every letter: templates, terms, lists and yes and no are ours; days and codes are
    spoken by the face."""
    sentence = Sentence(
        template="%(all)s.",
        facts={
            "all": (
                Modality.IPO,
                True,
                date(2027, 1, 2),
                Code("skill", "forensics"),
                Sentence(template="a %(b)s", facts={"b": 3}),
            )
        },
    )
    seen: list[str] = []

    def translate(template: str) -> str:
        seen.append(template)
        return (
            template.replace("a ", "aa ")
            .replace("individual", "iindividuall")
            .replace("; ", " / ")
            .replace("yes", "yyes")
        )

    def speak(value: object) -> str:
        assert isinstance(value, date | Code | int)
        return {date: "a day", Code: "a code", int: "a number"}[type(value)]

    assert sentence.fill(translate=translate, speak=speak) == (
        "iindividuall police officer / yyes / a day / a code / aa a number."
    )


def test_a_sentence_takes_only_the_facts_it_has_places_for() -> None:
    fitted = first_that_fits(("%(a)s and %(b)s.", "%(a)s."), {"a": 1, "c": 2})
    assert fitted == Sentence(template="%(a)s.", facts={"a": 1})
    assert first_that_fits(("%(b)s.",), {"a": 1}) is None


def test_the_table_of_cases_speaks_of_every_answer() -> None:
    assert {one.answer for one in FINDINGS} == set(Answer)
    assert NORMS.overlays == ()
