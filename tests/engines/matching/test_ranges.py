"""Numbers and days beyond what a plan can be computed with are refused when a problem is made, and named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from engines.matching.smallworld import ON, officer, opening, problem
from menara.engines.eligibility.norms import Norm, Norms, Overlay
from menara.engines.eligibility.officer import Assignment, Language, Officer, Skill
from menara.engines.eligibility.opening import LanguageAsked, Opening, SkillAsked
from menara.engines.matching.odds import OddsModel
from menara.engines.matching.problem import Problem
from menara.engines.matching.ranges import FIELDS
from menara.engines.matching.solve import solve
from menara.engines.outcome import Status
from menara.errors import Refusal
from menara.terms import LanguageTest, Mark, Modality

A, P = officer("A"), opening("P")


def with_officer(**facts: Any) -> dict[str, Any]:
    return {"officers": (replace(A, **facts),)}


def with_opening(**asked: Any) -> dict[str, Any]:
    return {"openings": (replace(P, **asked),)}


def with_norm(value: Any, **period: Any) -> dict[str, Any]:
    norm = Norm(name="min_age", modality=Modality.IPO, value=value, mark=Mark.CONFIRMED, source="S1", **period)
    return {"norms": Norms(norms=(norm,))}


def with_overlay(**asks: Any) -> dict[str, Any]:
    return {"norms": Norms(overlays=(Overlay(nationality="XAA", mark=Mark.CONFIRMED, source="S1", **asks),))}


# Each stopped the arithmetic with an overflow, an impossible day or a full memory.
REFUSED = {
    "missions_served 40000 of A": with_officer(missions_served=40_000),
    "driving_months -1 of A": with_officer(driving_months=-1),
    "unit_strength -1 of A": with_officer(unit_strength=-1),
    "unit_strength with more than 12 digits of A": with_officer(unit_strength=10**400),
    "training_months 10000 of A": with_officer(training_months=10_000),
    "licensed_on 9998-01-01 of A": with_officer(licensed_on=date(9998, 1, 1)),
    "born_on 0001-01-01 of A": with_officer(born_on=date(1, 1, 1)),
    "medical_until 0001-01-01 of A": with_officer(medical_until=date(1, 1, 1)),
    "ams_score 40000 of A": with_officer(languages=(Language(code="fr", ams_score=40_000),)),
    "ams_on 9000-01-01 of A": with_officer(languages=(Language(code="fr", ams_on=date(9000, 1, 1)),)),
    "years 40000 of A": with_officer(skills=(Skill(code="traffic", level=1, years=40_000),)),
    "starts_on 9000-01-01 of A": with_officer(
        assignments=(Assignment(name="x", starts_on=date(9000, 1, 1), ends_on=date(9001, 1, 1)),)
    ),
    "tour_months 100000 of P": with_opening(tour_months=100_000),
    "years_total 1201 of P": with_opening(years_total=1_201),
    "positions 1000000000 of P": with_opening(positions=10**9),
    "max_nominations 10000 of P": with_opening(max_nominations=10_000),
    "start 9999-12-31 of P": with_opening(start=date(9999, 12, 31)),
    "score 40000 of P": with_opening(languages=(LanguageAsked(code="fr", test=LanguageTest.AMS, score=40_000),)),
    "level 40000 of P": with_opening(skills=(SkillAsked(code="traffic", level=40_000),)),
    "share of women 1/10001 of P": with_opening(female_target=Fraction(1, 10_001)),
    "value 3000 of norm min_age": with_norm(3_000),
    "norm min_age of 1/100000": with_norm(Fraction(1, 100_000)),
    "since 9000-01-01 of norm min_age": with_norm(25, since=date(9000, 1, 1)),
    "min_service_years 40000 of overlay XAA": with_overlay(min_service_years=40_000),
    "fr 40000 of overlay XAA": with_overlay(min_language_level={"fr": 40_000}),
    "S/c/g 40000 of ranks": {"norms": Norms(ranks={"S/c/g": 40_000})},
    "margin 10000 of odds": {"odds": OddsModel(margin=10_000)},
    "IPO with more than 12 digits of priors": {"odds": OddsModel(priors={"IPO": 10**30})},
    "the day of planning 0001-01-01": {"on": date(1, 1, 1)},
}


def made(**changes: Any) -> Problem:
    return replace(problem([A], [P]), **changes)


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_be_computed_with_is_named(fault: str) -> None:
    with pytest.raises(Refusal) as refused:
        made(**REFUSED[fault])
    assert refused.value.code == "bad_problem"
    assert refused.value.facts["faults"].split(":")[0] == fault


def test_all_of_them_are_named_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        made(**with_officer(missions_served=40_000, driving_months=-1), **with_opening(tour_months=100_000))
    assert refused.value.facts["faults"] == (
        "driving_months -1 of A: 0 to 9999; missions_served 40000 of A: 0 to 9999; tour_months 100000 of P: 0 to 1200"
    )


FINE = {
    "a passport that never ends, as registers write it": with_officer(passport_until=date(9999, 12, 31)),
    "available for ever": with_officer(available_until=date(9999, 12, 31)),
    "the largest of everything": {
        **with_officer(
            unit_strength=10_000_000,
            training_months=9_999,
            driving_months=9_999,
            missions_served=9_999,
            joined_on=date(2200, 12, 31),
            licensed_on=date(2200, 12, 31),
            born_on=date(1900, 1, 1),
        ),
        **with_opening(tour_months=1_200, years_total=1_200, start=date(2200, 12, 31), positions=9_999),
        **with_norm(1_200),
        "odds": OddsModel(priors={"IPO": 9_999}, margin_adds=9_999, mission_adds=9_999),
        "on": date(2200, 12, 31),
    },
    "the smallest of everything": {
        **with_officer(unit_strength=0, missions_served=0, joined_on=date(1900, 1, 1), licensed_on=date(1900, 1, 1)),
        **with_opening(tour_months=0, years_total=0, start=date(1900, 1, 1)),
        **with_norm(1_200),
        "on": date(1900, 1, 1),
    },
}


@pytest.mark.parametrize("name", FINE)
def test_whatever_is_accepted_can_be_planned(name: str) -> None:
    assert solve(made(**FINE[name])).status is Status.OPTIMAL


def test_every_number_and_day_of_every_record_is_looked_at() -> None:
    """Asked of the records themselves, so that a field added later is not forgotten."""
    found = {kind.__name__: ([n for n, _ in wholes], [n for n, _ in days]) for kind, (wholes, days) in FIELDS.items()}
    assert found["Skill"] == (["level", "years", "last_used"], [])
    assert found["Opening"][1] == ["start", "seen_on"]
    for kind in (Officer, Language, Opening):
        texts = {f.name: str(f.type) for f in kind.__dataclass_fields__.values()}
        wholes = [name for name, text in texts.items() if "int" in text.replace(" ", "").split("|")]
        days = [name for name, text in texts.items() if "date" in text.replace(" ", "").split("|")]
        assert found[kind.__name__] == (wholes, days)


def test_the_problem_of_the_tests_is_fine() -> None:
    assert made().on == ON
