"""Near misses: found by columns, equal to asking every pair; and what a record says after a step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engines.matching.smallworld import ON, START, officer, opening
from menara import facts
from menara.engines.eligibility.explain import explain
from menara.engines.eligibility.norms import Norms
from menara.engines.eligibility.officer import Assignment, Language, Skill
from menara.engines.eligibility.opening import LanguageAsked, SkillAsked
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.eligibility.screen import screen
from menara.engines.eligibility.steps import MENDS, Step, StepKind, near_misses
from menara.engines.outcome import Answer
from menara.facts import synthesis
from menara.terms import LanguageLevel, LanguageTest, MedicalClass, Modality, Need

FR_B2 = LanguageAsked(code="fr", test=LanguageTest.CEFR, level=LanguageLevel.B2)
EN_C1 = LanguageAsked(code="en", test=LanguageTest.CEFR, level=LanguageLevel.C1)
FR_60 = LanguageAsked(code="fr", test=LanguageTest.AMS, score=60)
DATED = {StepKind.LANGUAGE_TEST, StepKind.FIREARMS_TEST, StepKind.DRIVING}  # may come too late


def missed(officers, openings, norms=None, on=ON, kinds=tuple(StepKind)):
    norms = norms or Norms()
    screening = screen(officers=officers, openings=openings, norms=norms, on=on)
    return near_misses(screening=screening, officers=officers, on=on, kinds=kinds)


def only(steps):
    """The one step and its one trainee."""
    ((step, (trainee,)),) = steps.items()
    return step, trainee


def test_every_rule_of_a_step_is_a_rule_and_belongs_to_one_kind():
    named = [rule for rules in MENDS.values() for rule in rules]
    assert sorted(named) == sorted(set(named) & set(BY_NAME))
    assert set(MENDS) == set(StepKind)


CASES = [
    ({"vaccinated": False}, {}, Step(StepKind.VACCINATION)),
    ({"vaccinated": None}, {}, Step(StepKind.VACCINATION)),
    ({"release_consent": False}, {}, Step(StepKind.RELEASE)),
    ({"state_certificate_on": None}, {}, Step(StepKind.STATE_CERTIFICATE)),
    ({"self_attestation_on": None}, {}, Step(StepKind.ATTESTATION)),
    ({"medical": MedicalClass.MS3}, {"armed": False, "start": date(2031, 6, 1)}, Step(StepKind.MEDICAL, "", 1)),
    ({"languages": ()}, {"languages": (FR_B2,)}, Step(StepKind.LANGUAGE_COURSE, "fr", 4)),
    ({"languages": ()}, {"languages": (FR_60,)}, Step(StepKind.LANGUAGE_TEST, "fr", 60)),
    ({"languages": None}, {"languages": (FR_B2,)}, Step(StepKind.LANGUAGE_COURSE, "fr", 4)),
    ({}, {"skills": (SkillAsked(code="k9", level=2),)}, Step(StepKind.SKILL_COURSE, "k9", 2)),
    ({"modalities": (Modality.SPT,)}, {}, Step(StepKind.OFFER, "IPO")),
    ({"available_until": date(2027, 12, 1)}, {}, Step(StepKind.AVAILABILITY)),
    ({"excluded_missions": ("M",)}, {"mission": "M"}, Step(StepKind.NO_LONGER_WITHHELD, "M")),
    (
        {"assignments": (Assignment(name="a", starts_on=START, ends_on=date(2027, 7, 1)),)},
        {},
        Step(StepKind.RELIEF),
    ),
]


@pytest.mark.parametrize(("facts_of_officer", "asked", "step"), CASES, ids=lambda value: str(value)[:60])
def test_one_lacking_thing_is_one_step_and_opens_the_post(facts_of_officer, asked, step):
    one, post = officer("A", **facts_of_officer), opening("P", **asked)
    found, trainee = only(missed([one], [post]))
    assert (found, trainee.index, trainee.openings) == (step, 0, (0,))
    after = explain(officer=trainee.after, opening=post, norms=Norms(), on=ON)
    assert {f.answer for f in after} == {Answer.MET}


@pytest.mark.parametrize(
    ("facts_of_officer", "asked"),
    [
        ({}, {}),  # nothing lacks
        ({"vaccinated": False, "release_consent": False}, {}),  # two kinds
        ({"languages": ()}, {"languages": (FR_B2, EN_C1)}),  # two languages
        ({"repatriated": True}, {}),  # in nobody's power
        ({"languages": ()}, {"languages": (FR_60,), "start": date(2026, 11, 1)}),  # the tour began before planning
        ({"licensed_on": None}, {"driving": True}),  # a licence of today is too young; the record may say otherwise
    ],
    ids=["nothing", "two kinds", "two languages", "beyond", "too late", "licence"],
)
def test_no_step(facts_of_officer, asked):
    norms = facts.norms() if asked.get("driving") else Norms()
    given = {"born_on": date(1990, 1, 1), "joined_on": date(2010, 1, 1), "training_months": 0}
    given |= {"languages": (Language(code="en", ams_on=ON, ams_score=90),), "passport_until": date(2040, 1, 1)}
    assert missed([officer("A", **{**given, **facts_of_officer})], [opening("P", **asked)], norms) == {}


def test_one_step_serves_all_its_posts_and_gives_the_most_any_of_them_asks():
    posts = [opening(f"P{m}", start=date(2027, m, 1)) for m in (9, 6)]
    one = officer("A", passport_until=date(2027, 1, 1), born_on=date(1990, 1, 1), joined_on=date(2010, 1, 1))
    one = replace(one, training_months=0, languages=(Language(code="en", ams_on=ON, ams_score=90),))
    step, trainee = only(missed([one], posts, facts.norms()))
    assert (step, sorted(trainee.openings)) == (Step(StepKind.PASSPORT), [0, 1])
    assert trainee.after.passport_until == date(2029, 3, 1)


def test_no_test_is_taken_before_the_day_of_planning():
    _, trainee = only(missed([officer("A", languages=())], [opening("P", languages=(FR_60,))]))
    (held,) = trainee.after.languages
    assert held.ams_on >= ON


def test_a_test_that_cannot_count_for_both_counts_for_the_earlier():
    posts = [opening(ref, start=day, languages=(FR_60,)) for ref, day in (("late", date(2030, 6, 1)), ("soon", START))]
    lacking = officer("A", languages=(), born_on=date(1990, 1, 1), joined_on=date(2010, 1, 1), training_months=0)
    lacking = replace(lacking, passport_until=date(2040, 1, 1), medical_until=date(2040, 1, 1))
    _, trainee = only(missed([lacking], posts, facts.norms()))
    assert trainee.openings == (1,)


def test_kinds_not_asked_for_are_left_out():
    officers = [officer("A", vaccinated=False), officer("B", release_consent=False)]
    assert list(missed(officers, [opening("P")], kinds=[StepKind.RELEASE])) == [Step(StepKind.RELEASE)]


def test_columns_say_what_every_pair_says():
    """A real roster: near misses are exactly the pairs that fail rules of one kind only, where one change of it helps
    and comes in time."""
    on, norms = date(2026, 12, 1), facts.norms()
    officers = synthesis.roster(size=160, seed=3, on=on)
    openings = tuple(replace(o, skills=o.skills[:1], rank_min={}) for o in synthesis.openings(size=12, seed=3, on=on))
    found = set()
    for step, trainees in missed(officers, openings, norms, on).items():
        for trainee in trainees:
            for p in trainee.openings:
                found.add((step.kind, trainee.index, p))
                after = explain(officer=trainee.after, opening=openings[p], norms=norms, on=on)
                assert {f.answer for f in after} == {Answer.MET}, (step, trainee.after.number, openings[p].ref)
    told = set()
    for i, one in enumerate(officers):
        for p, post in enumerate(openings):
            unmet = {f.rule: f for f in explain(officer=one, opening=post, norms=norms, on=on) if f.answer != 2}
            for kind in (k for k, rules in MENDS.items() if unmet and set(unmet) <= set(rules)):
                changes = [f.change for f in unmet.values()]
                many = any(len(c.says.get(name, ())) > 1 for c in changes if c for name in ("skills", "languages"))
                if all(c is not None and c.within_reach for c in changes) and not many:
                    told.add((kind, i, p))
    assert len(found) > 60
    assert len({kind for kind, _, _ in found}) > 4
    assert found <= told
    assert {m for m in told - found if m[0] not in DATED} == set()


def test_wanted_languages_are_no_step():
    wanted = replace(FR_B2, need=Need.WANT)
    assert missed([officer("A", skills=(Skill(code="k9", level=4),))], [opening("P", languages=(wanted,))]) == {}
