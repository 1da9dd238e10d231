"""Published figures, as published."""

from __future__ import annotations

from fractions import Fraction

import pytest

from menara import facts


@pytest.mark.parametrize(
    ("code", "per_cent", "women"),
    [("IND-2022", 55, 27.5), ("UGA-2017", 4.4, 21.1), ("SLE-FPU-6", 83, 15.9)],
)
def test_pass_rates_are_worked_out_from_the_numbers(code: str, per_cent: float, women: float) -> None:
    found = next(a for a in facts.assessments() if a.code == code)
    assert round(float(found.pass_rate) * 100, 1) == pytest.approx(per_cent, abs=0.5)
    assert found.women_among_passed is not None
    assert round(float(found.women_among_passed) * 100, 1) == women


def test_the_indian_list_shrank_at_every_step() -> None:
    india = next(a for a in facts.assessments() if a.code == "IND-2022")
    assert (india.nominated, india.invited, india.reported, india.assessed, india.passed) == (264, 150, 127, 125, 69)


@pytest.mark.parametrize(
    ("category", "year", "share"),
    [
        ("IPO", 2028, Fraction(30, 100)),
        ("FPU", 2028, Fraction(20, 100)),
        ("FPU", 2022, Fraction(12, 100)),
        ("IPO", 2027, None),  # the yearly path was not found, and is not interpolated
        ("FPU", 2025, None),
    ],
)
def test_targets_differ_by_category_and_year(category: str, year: int, share: Fraction | None) -> None:
    found = facts.gender_target(category=category, year=year)
    assert (found and found.share) == share


def test_actual_shares_of_women() -> None:
    actual = {(f.category, f.year): float(f.share) for f in facts.gender_figures() if f.kind == "actual"}
    assert actual == {
        ("IPO", 2019): 0.268,
        ("FPU", 2019): 0.109,
        ("FPU", 2022): 0.144,
        ("corrections and justice", 2021): 0.36,
        ("all uniformed", 2018): 0.049,
        ("all uniformed", 2025): 0.101,
    }


def test_the_procedure_in_force_supersedes_the_one_of_2012() -> None:
    by_number = {policy.number: policy for policy in facts.policies() if policy.number}
    ams = by_number["2019.19"]
    assert (ams.effective, ams.review_due, ams.supersedes) == ("2019-09-09", "2022-09-09", "2011.18")
    for policy in by_number.values():
        assert not policy.supersedes or by_number[policy.supersedes].superseded_by == policy.number
