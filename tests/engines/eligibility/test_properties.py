"""What holds for every officer and every opening."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.eligibility import chance
from engines.eligibility.chance import norms_of
from engines.eligibility.example import MET, NORMS, OFFICER, ON, OPENING, Case
from engines.eligibility.test_mutations import CASES
from menara.engines.eligibility.explain import explain, smallest_change, verdict
from menara.engines.eligibility.norms import Norms, Overlay
from menara.engines.eligibility.officer import Language, Officer, Skill
from menara.engines.eligibility.opening import Opening
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import Roster
from menara.engines.eligibility.rules import BY_NAME, RULES, Rule
from menara.engines.eligibility.screen import screen
from menara.engines.outcome import Answer, Change
from menara.terms import Education, MedicalClass

many = settings(max_examples=300, deadline=None, derandomize=True)
some = settings(max_examples=100, deadline=None, derandomize=True)


def answer(rule: Rule, officer: Officer, opening: Opening, norms: Norms) -> Answer:
    post = Post.of(opening=opening, norms=norms, on=ON)
    bits = rule.test(Roster.of(officers=[officer], norms=norms), post, ON)
    return Answer.MET if bits.met[0] else Answer.NOT_MET if bits.known[0] else Answer.UNKNOWN


# --- the smallest change ----------------------------------------------------------------------------------------------


@many
@given(chance.officers, chance.openings, chance.nations)
def test_a_change_turns_its_rule_to_met(officer: Officer, opening: Opening, nation: Overlay | None) -> None:
    norms = norms_of(nation)
    for finding in explain(officer=officer, opening=opening, norms=norms, on=ON):
        if finding.change is not None:
            mended = replace(officer, **finding.change.sets)
            assert answer(BY_NAME[finding.rule], mended, opening, norms) is MET, finding


@many
@given(chance.officers, chance.openings, chance.nations)
def test_no_smaller_change_would_do(officer: Officer, opening: Opening, nation: Overlay | None) -> None:
    norms = norms_of(nation)
    for finding in explain(officer=officer, opening=opening, norms=norms, on=ON):
        if finding.change is not None:
            for less in smaller(finding.rule, officer, finding.change):
                assert answer(BY_NAME[finding.rule], less, opening, norms) is not MET, (finding, less)


@many
@given(chance.officers, chance.openings, chance.nations)
def test_all_changes_together_make_the_officer_eligible(
    officer: Officer, opening: Opening, nation: Overlay | None
) -> None:
    norms = norms_of(nation)
    mended, steps = smallest_change(officer=officer, opening=opening, norms=norms, on=ON)
    if mended is not None:
        assert verdict(explain(officer=mended, opening=opening, norms=norms, on=ON)) is MET
        assert all(step.change is not None and step.change.within_reach for step in steps)
    else:
        assert steps[-1].change is None or not steps[-1].change.within_reach


def test_an_eligible_officer_needs_no_change(officer: Officer, opening: Opening, norms: Norms) -> None:
    assert smallest_change(officer=officer, opening=opening, norms=norms, on=ON) == (officer, ())


LATER_IS_LESS = {"joined_on", "licensed_on", "last_mission_ended_on", "available_from"}
EARLIER_IS_LESS = {"passport_until", "medical_until", "available_until", "firearms_passed_on", "retired_on"}


def smaller(rule: str, officer: Officer, change: Change) -> Iterator[Officer]:
    """The officer after each change that is one day, one month or one level less."""
    mended = replace(officer, **change.sets)
    for name, value in change.sets.items():
        if name == "born_on":
            yield replace(mended, born_on=value + timedelta(days=1 if "born_by" in change.says else -1))
        elif name in LATER_IS_LESS:
            yield replace(mended, **{name: value + timedelta(days=1)})
        elif name in EARLIER_IS_LESS and not (value is None or _needed_only_to_be_known(rule, name, officer, change)):
            yield replace(mended, **{name: value - timedelta(days=1)})
        elif name == "driving_months":
            yield replace(mended, driving_months=value - 1)
        elif name == "medical" and value != officer.medical and value > MedicalClass.UNFIT:
            yield replace(mended, medical=MedicalClass(value - 1))
        elif name == "education" and officer.education is not None and value > Education.SECONDARY:
            yield replace(mended, education=Education(value - 1))
        elif name == "skills":
            yield from _less_skilled(rule, officer, mended)
        elif name == "languages":
            yield from _less_fluent(rule, officer, mended, change)
        elif name == "assignments":
            for kept_busy in set(officer.assignments or ()) - set(value):
                yield replace(mended, assignments=(*value, kept_busy))


def _needed_only_to_be_known(rule: str, name: str, officer: Officer, change: Change) -> bool:
    """A day kept as it was, a pass that never runs out, or a retirement the count of service rests on."""
    kept = getattr(officer, name) == change.sets[name]
    unlimited = name == "firearms_passed_on" and not _runs_out(change)
    return kept or unlimited or (name == "retired_on" and rule != "is_in_service")


def _runs_out(change: Change) -> bool:
    return bool(change.says["not_before"] < change.says["not_after"])


def _less_skilled(rule: str, officer: Officer, mended: Officer) -> Iterator[Officer]:
    had = {skill.code: skill for skill in officer.skills or ()}
    for skill in mended.skills or ():
        if had.get(skill.code) != skill:
            others = tuple(s for s in mended.skills or () if s.code != skill.code)
            less: Skill = replace(skill, level=skill.level - 1)
            if rule == "has_specific_experience":
                less = replace(skill, years=(skill.years or 0) - 1)
            yield replace(mended, skills=(*others, less))


def _less_fluent(rule: str, officer: Officer, mended: Officer, change: Change) -> Iterator[Officer]:
    runs_out = rule == "language_test_is_valid_at_start" and _runs_out(change)
    had = {language.code: language for language in officer.languages or ()}
    for language in mended.languages or ():
        before = had.get(language.code, Language(code=language.code))
        others = tuple(item for item in mended.languages or () if item.code != language.code)
        if language.level != before.level:
            yield replace(mended, languages=(*others, replace(language, level=(language.level or 0) - 1)))
        if runs_out and language.ams_on and language.ams_on != before.ams_on:
            yield replace(mended, languages=(*others, replace(language, ams_on=language.ams_on - timedelta(days=1))))
        if language.ams_score != before.ams_score:
            yield replace(mended, languages=(*others, replace(language, ams_score=(language.ams_score or 0) - 1)))


# --- many at once -----------------------------------------------------------------------------------------------------


@some
@given(st.lists(chance.officers, max_size=12), st.lists(chance.openings, min_size=1, max_size=4), chance.nations)
def test_screening_many_is_explaining_each(
    officers: list[Officer], openings: list[Opening], nation: Overlay | None
) -> None:
    norms = norms_of(nation)
    screening = screen(officers=officers, openings=openings, norms=norms, on=ON)
    for p, opening in enumerate(openings):
        eligible, uncertain = screening.eligible_officers(p).tolist(), screening.uncertain_officers(p).tolist()
        verdicts = []
        for i, officer in enumerate(officers):
            findings = explain(officer=officer, opening=opening, norms=norms, on=ON)
            answers = screening.answer(p, i)
            assert {f.rule: f.answer for f in findings if f.rule in answers} == answers
            assert all(f.answer is MET and not f.applies for f in findings if f.rule not in answers)
            verdicts.append(verdict(findings))
        assert eligible == [i for i, v in enumerate(verdicts) if v is Answer.MET]
        assert uncertain == [i for i, v in enumerate(verdicts) if v is Answer.UNKNOWN]
        for rule, (barred, unknown) in screening.count_by_rule(p).items():
            assert (barred, unknown) == (len(screening.failing(p, rule)), len(screening.unknown_to(p, rule)))


@some
@given(st.lists(chance.officers, min_size=1, max_size=9), chance.openings, chance.nations)
def test_what_is_met_is_known(officers: list[Officer], opening: Opening, nation: Overlay | None) -> None:
    norms = norms_of(nation)
    post, roster = Post.of(opening=opening, norms=norms, on=ON), Roster.of(officers=officers, norms=norms)
    for rule in RULES:
        met, known = rule.test(roster, post, ON)
        assert (met.dtype, known.dtype, met.shape, known.shape) == (bool, bool, (len(officers),), (len(officers),))
        assert not (met & ~known).any(), rule.name


@some
@given(st.lists(chance.officers, max_size=9), chance.openings, chance.overlays)
def test_what_a_nation_asks_only_tightens(officers: list[Officer], opening: Opening, overlay: Overlay) -> None:
    without = screen(officers=officers, openings=[opening], norms=NORMS, on=ON)
    with_it = screen(officers=officers, openings=[opening], norms=replace(NORMS, overlays=(overlay,)), on=ON)
    assert set(with_it.eligible_officers(0).tolist()) <= set(without.eligible_officers(0).tolist())
    assert not (without.barred[0] & ~with_it.barred[0]).any()


def test_a_nation_that_asks_does_bar_someone(officer: Officer, opening: Opening, norms: Norms) -> None:
    asks = Overlay(nationality=officer.nationality, mark=norms.norms[0].mark, source="S91", min_service_years=40)
    tighter = replace(norms, overlays=(asks,))
    assert screen(officers=[officer], openings=[opening], norms=norms, on=ON).eligible_officers(0).tolist() == [0]
    assert screen(officers=[officer], openings=[opening], norms=tighter, on=ON).eligible_officers(0).tolist() == []


# --- what a rule reads ------------------------------------------------------------------------------------------------


class Curtain:
    """A post of which only the named fields can be seen."""

    def __init__(self, post: Post, names: tuple[str, ...]) -> None:
        self._post, self._names = post, names

    def __getattr__(self, name: str) -> Any:
        if name not in self._names:
            raise AssertionError(f"reads {name}, which it does not declare")
        return getattr(self._post, name)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_reads_of_the_post_what_it_declares(rule: Rule) -> None:
    for case in CASES[rule.name]:
        post = case.its_post()
        if rule.asked(post):
            rule.test(case.its_roster(), Curtain(post, rule.reads), case.on)  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_reads_every_field_of_the_post_it_declares(rule: Rule) -> None:
    """Otherwise posts that ask the same would be asked twice."""
    read: set[str] = set()

    class Watch(Curtain):
        def __getattr__(self, name: str) -> Any:
            read.add(name)
            return super().__getattr__(name)

    for case in CASES[rule.name]:
        post = case.its_post()
        if rule.asked(post):
            rule.test(case.its_roster(), Watch(post, rule.reads), case.on)  # type: ignore[arg-type]
    assert read == set(rule.reads)


UNSEEN = {"number", "provenance", "unit_strength", "woman", "home_unit"}
"""Facts no rule looks at: sex and unit are goals of the whole slate, never a bar to one officer."""


def test_no_rule_looks_at_sex_or_unit() -> None:
    looked_at = {name for rule in RULES for name in rule.looks_at}
    assert {f.name for f in fields(Officer)} - looked_at == UNSEEN


@settings(max_examples=25, deadline=None, derandomize=True)
@given(chance.officers, chance.officers, chance.openings, chance.nations)
def test_a_fact_not_named_changes_no_answer(
    one: Officer, other: Officer, opening: Opening, nation: Overlay | None
) -> None:
    norms = norms_of(nation)
    for rule in RULES:
        named = {name: getattr(one, name) for name in rule.looks_at}
        assert answer(rule, one, opening, norms) == answer(rule, replace(other, **named), opening, norms), rule.name


PAIRS = [(rule, fact) for rule in RULES for fact in rule.looks_at]


@pytest.mark.parametrize(("rule", "fact"), PAIRS, ids=lambda value: getattr(value, "name", value))
def test_every_fact_named_can_change_the_answer(rule: Rule, fact: str) -> None:
    """Among the cases of the rule, some differ in this fact alone from one answered otherwise."""

    def changes_an_answer(case: Case, value: object) -> bool:
        officer = case.its_officer()
        before = answer(rule, officer, case.its_opening(), case.its_norms())
        return answer(rule, replace(officer, **{fact: value}), case.its_opening(), case.its_norms()) != before

    values = [getattr(case.its_officer(), fact) for case in CASES[rule.name]] + [getattr(OFFICER, fact)]
    distinct = [value for i, value in enumerate(values) if value not in values[:i]]
    assert any(changes_an_answer(case, value) for case in CASES[rule.name] for value in distinct)


# --- words ------------------------------------------------------------------------------------------------------------


def test_every_rule_explains_itself_in_its_own_words() -> None:
    explanations = [" ".join((rule.test.__doc__ or "").split()) for rule in RULES]
    assert all(len(text) > 30 and text.endswith((".", ")")) for text in explanations)
    assert len(set(explanations)) == len(RULES)


def test_every_rule_refuses_in_its_own_words() -> None:
    assert len({rule.sentence for rule in RULES}) == len(RULES)
    assert all(rule.sentence.endswith(".") for rule in RULES)


def test_every_rule_says_whose_it_is() -> None:
    for rule in RULES:
        assert rule.source, rule.name
        assert rule.mark in (("C", "S", "I") if rule.source.startswith("S") else ("",)), rule.name


def test_rules_differ_in_name() -> None:
    assert len(BY_NAME) == len(RULES)


def test_nobody_on_a_roster(opening: Opening, norms: Norms) -> None:
    screening = screen(officers=[], openings=[opening], norms=norms, on=ON)
    assert screening.eligible_officers(0).tolist() == screening.uncertain_officers(0).tolist() == []


@pytest.mark.parametrize("size", [1, 7, 8, 9, 16, 17])
def test_the_last_officers_of_a_packed_row_are_counted_once(size: int, officer: Officer, opening: Opening) -> None:
    """Eight officers share a byte; the padding of the last byte is nobody."""
    roster = [replace(officer, number=f"X-{i}", vaccinated=[True, False, None][i % 3]) for i in range(size)]
    screening = screen(officers=roster, openings=[opening], norms=NORMS, on=ON)
    assert screening.eligible_officers(0).tolist() == list(range(0, size, 3))
    assert screening.failing(0, "is_vaccinated").tolist() == list(range(1, size, 3))
    assert screening.uncertain_officers(0).tolist() == list(range(2, size, 3))
    assert screening.count_by_rule(0)["is_vaccinated"] == (len(range(1, size, 3)), len(range(2, size, 3)))
    assert screening.eligible[0].dtype == np.uint8


def test_posts_that_ask_the_same_share_one_answer(officer: Officer) -> None:
    alike = [replace(OPENING, ref=f"O-{i}") for i in range(5)]
    screening = screen(officers=[officer], openings=alike, norms=NORMS, on=ON)
    assert len(screening.answers) == len(screening.asked[0])
    later = [*alike, replace(OPENING, ref="O-9", start=date(2028, 1, 1))]
    assert len(screen(officers=[officer], openings=later, norms=NORMS, on=ON).answers) > len(screening.answers)
