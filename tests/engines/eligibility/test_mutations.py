"""Every rule dies when it is mutated: a small fault in its source changes an answer or a proposed change of its table.

A fault that changes nothing is listed below with the reason; the list may hold no other.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from engines.eligibility import (
    test_career,
    test_conduct,
    test_languages,
    test_nation,
    test_papers,
    test_person,
    test_release,
    test_vacancy,
)
from engines.eligibility.example import MET, NOT_ASKED, NOT_MET, UNKNOWN, Case, Table
from engines.eligibility.mutants import Mutant, mutants
from menara.engines.eligibility.rules import RULES, Rule
from menara.engines.eligibility.rules.rule import Bits

TABLES: Mapping[str, Table] = {
    module.__name__.rpartition("test_")[2]: module.CASES
    for module in (
        test_vacancy,
        test_person,
        test_career,
        test_languages,
        test_papers,
        test_conduct,
        test_release,
        test_nation,
    )
}
CASES: Table = {rule: cases for table in TABLES.values() for rule, cases in table.items()}

# Faults that change nothing: why, and which. ``#2`` counts the like of it within one function.
REASONS: Mapping[str, tuple[str, ...]] = {
    "the rule is asked only where this is given; the guard is for the type": (
        "has_reached_minimum_age: post.start is None or post.min_age is None -> post.start is None",
        "_younger: day is None or age is None -> day is None",
        "_old_enough: post.start is None or post.min_age is None -> post.start is None",
        "_young_enough: day is None or age is None -> day is None",
        "is_in_service: post.active_service_only or post.retired_within_years is None -> post.active_service_only",
        "has_specific_experience: post.years_specific is None or not post.specific_skill -> not post.specific_skill",
        "is_educated: if post.education is None: -> if False:",
        (
            "is_educated: return everyone(roster, met=True) -> "
            "return Bits(np.ones(roster.size, dtype=bool), np.ones(roster.size, dtype=bool))"
        ),
        (
            "has_specific_experience: return everyone(roster, met=True) -> "
            "return Bits(np.ones(roster.size, dtype=bool), np.ones(roster.size, dtype=bool))"
        ),
        "is_educated: True -> False",
        "_served: post.start is None or years is None -> post.start is None",
        (
            "_substitutes: post.education is not None and post.education >= Education.MASTER and "
            "(post.years_total is not None) -> post.education >= Education.MASTER and post.years_total is not None"
        ),
        (
            "_back_in_service: undated and post.start and (post.retired_within_years is not None) and "
            "(not post.active_service_only) -> undated and post.start and (not post.active_service_only)"
        ),
        "joined_earlier: post.start is None or years is None -> post.start is None",
        "_more_practice: post.years_specific is None or not post.specific_skill -> not post.specific_skill",
        (
            "_better_educated: education is not None and education >= Education.MASTER and "
            "_has_years_in_place_of_degree(officer, post, on) -> "
            "education >= Education.MASTER and _has_years_in_place_of_degree(officer, post, on)"
        ),
        "passport_is_valid: post.start is None or post.passport_months is None -> post.start is None",
        "_passport_renewed: post.start is None or post.passport_months is None -> post.start is None",
    ),
    "an overlay is looked into only where it asks this; the other value is for the type": (
        "satisfies_national_service: overlay.min_service_years or 0 -> overlay.min_service_years",
        "satisfies_national_service: 0 -> 1",
        "satisfies_national_service: 0 -> -1",
        "satisfies_national_tour_cap: overlay.max_tour_months or 0 -> overlay.max_tour_months",
        "satisfies_national_tour_cap: 0 -> 1",
        "satisfies_national_tour_cap: 0 -> -1",
        "satisfies_national_gap: overlay.min_gap_months or 0 -> overlay.min_gap_months",
        "satisfies_national_gap: 0 -> 1 #2",
        "satisfies_national_gap: 0 -> -1 #2",
        "satisfies_national_language: overlay.min_language_level or {} -> overlay.min_language_level",
        "satisfies_national_availability: overlay.min_available_months or 0 -> overlay.min_available_months",
        "satisfies_national_availability: 0 -> 1",
        "satisfies_national_availability: 0 -> -1",
        "_rested: _overlay(officer, post).min_gap_months or 0 -> _overlay(officer, post).min_gap_months",
        "_rested: 0 -> 1",
        "_rested: 0 -> -1",
        "_fluent: _overlay(officer, post).min_language_level or {} -> _overlay(officer, post).min_language_level",
        "_free: _overlay(officer, post).min_available_months or 0 -> _overlay(officer, post).min_available_months",
        "_free: 0 -> 1",
        "_free: 0 -> -1",
    ),
    "there is no end of a tour without its start": (
        "is_available: post.start is None or post.end is None -> post.end is None",
        "is_not_promised_elsewhere: post.start is None or post.end is None -> post.end is None",
        "_made_available: post.start is None or post.end is None -> post.end is None",
        "_relieved: post.start is None or post.end is None -> post.end is None",
    ),
    "a day not known stands before every other day": (
        "may_drive: licence_known & ~long_held -> ~long_held",
        (
            "is_available: (roster.available_from == UNKNOWN) | (roster.available_from <= day_number(post.start)) -> "
            "roster.available_from <= day_number(post.start)"
        ),
    ),
    "what is met is known, whether or not it was taken for failed": (
        "is_educated: (roster.education >= 0) & ~met -> roster.education >= 0",
        "passed_firearms_test: (until != UNKNOWN) & ~met -> until != UNKNOWN",
    ),
    "ranks, diplomas and levels count from 1": (
        "holds_rank: roster.rank_order >= 0 -> roster.rank_order > 0",
        "holds_rank: 0 -> 1",
        "is_educated: roster.education >= 0 -> roster.education > 0",
        "is_educated: 0 -> 1",
        "_substitutes: roster.education >= 0 -> roster.education > 0",
        "_substitutes: 0 -> 1",
        "_learnt: 0 -> -1",
        "_fluent: 0 -> -1",
    ),
    "a diploma not on record has not failed in the first place": ("_substitutes: 0 -> -1",),
    "skills are on record all together or not at all": (
        "has_required_skills: (level >= 0) & (level < asked.level) -> level >= 0",
        "has_required_skills: level < asked.level -> level <= asked.level",
    ),
    "a ladder is written with one stroke": ("_promoted: 1 -> 2",),
    "the level is set to the one asked at once": ("_trained: 1 -> 2", "_trained: 1 -> 0"),
    "a score asked is never below nothing": (
        "_passed: held & (language.ams_score >= score) -> language.ams_score >= score",
    ),
    "unfit has failed already": (
        "is_medically_cleared: roster.medical >= 0 -> roster.medical > 0",
        "is_medically_cleared: 0 -> 1",
    ),
    "where a nation has no officer there is nobody to answer for": (
        "_where_asked: asks(overlay) and rows.any() -> asks(overlay)",
    ),
    "no months are below none": ("_licensed: 0 -> -1 #3",),
}
EQUIVALENT = frozenset(name for names in REASONS.values() for name in names)


class Prepared:
    """A case with its columns made once, for the many mutants that are asked it."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.officer, self.post, self.roster = case.its_officer(), case.its_post(), case.its_roster()

    def sees(self, rule: Rule) -> bool:
        """Whether ``rule`` answers otherwise than the table says, or fails."""
        try:
            return not self._agrees(rule)
        except Exception:  # noqa: BLE001 - a mutant may break in any way
            return True

    def _agrees(self, rule: Rule) -> bool:
        if not rule.asked(self.post):
            return self.case.answer == NOT_ASKED
        bits = rule.test(self.roster, self.post, self.case.on)
        if bool(bits.met[0]) and not bool(bits.known[0]):
            return False
        answer = MET if bits.met[0] else NOT_MET if bits.known[0] else UNKNOWN
        if answer != self.case.answer:
            return False
        if self.case.change == "any":
            return True
        return rule.mend(self.officer, self.post, self.case.on) == self.case.change


@pytest.fixture(scope="module")
def prepared() -> Mapping[str, tuple[Prepared, ...]]:
    return {rule: tuple(Prepared(case) for case in cases) for rule, cases in CASES.items()}


def module_of(subject: str) -> Any:
    return inspect.getmodule(next(rule.test for rule in RULES if rule.test.__module__.endswith(f".{subject}")))


def survives(mutant: Mutant, subject: str, prepared: Mapping[str, tuple[Prepared, ...]]) -> bool:
    namespace: dict[str, Any] = {"__name__": f"mutant_of_{subject}", "np": np, "Bits": Bits}
    try:
        exec(mutant.code, namespace)  # noqa: S102 - our own source, changed by one fault
    except Exception:  # noqa: BLE001
        return False
    # The rule itself first, as it most often notices; the others for what they share.
    rules = sorted(namespace["RULES"], key=lambda rule: rule.name not in mutant.function)
    return not any(case.sees(rule) for rule in rules for case in prepared[rule.name])


def test_every_rule_has_its_table() -> None:
    assert set(CASES) == {rule.name for rule in RULES}


def test_every_table_knows_what_met_is() -> None:
    assert [rule for rule, cases in CASES.items() if MET not in {case.answer for case in cases}] == []


@pytest.fixture(scope="module")
def survivors(prepared: Mapping[str, tuple[Prepared, ...]]) -> Mapping[str, tuple[int, list[str]]]:
    """For each subject how many mutants there were, and the names of those no case saw."""
    found = {}
    for subject in TABLES:
        made = list(mutants(inspect.getsource(module_of(subject))))
        found[subject] = len(made), [mutant.name for mutant in made if survives(mutant, subject, prepared)]
    return found


@pytest.mark.parametrize("subject", TABLES)
def test_no_mutant_survives(subject: str, survivors: Mapping[str, tuple[int, list[str]]]) -> None:
    made, alive = survivors[subject]
    assert [name for name in alive if name not in EQUIVALENT] == []
    assert made > 10


def test_only_what_survives_is_called_equivalent(survivors: Mapping[str, tuple[int, list[str]]]) -> None:
    alive = {name for _, names in survivors.values() for name in names}
    assert sorted(EQUIVALENT - alive) == []


def test_enough_was_tried(survivors: Mapping[str, tuple[int, list[str]]]) -> None:
    """So that a change of the mutator, or of a file's shape, cannot leave this test with nothing to kill."""
    assert sum(made for made, _ in survivors.values()) > 600
