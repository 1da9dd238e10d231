"""The rulebook says what its sources say, and marks what it does not know."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from fractions import Fraction

import pytest

from menara import facts
from menara.engines.eligibility.norms import Overlay
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.matching.constraints import CONSTRAINTS
from menara.errors import BadInput
from menara.facts.rulebook import RegisteredRule
from menara.intake.openings import read_openings
from menara.terms import Mark, Modality

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("name", "modality", "level", "value", "mark"),
    [
        ("min_age", Modality.IPO, "", 25, "C"),
        ("max_age", Modality.IPO, "", 62, "C"),
        ("preferred_age", Modality.IPO, "", 55, "C"),
        ("min_service_years", Modality.IPO, "", 5, "C"),
        ("retired_within_years", Modality.IPO, "", 5, "U"),
        ("active_service_only", Modality.PROFESSIONAL, "", True, "C"),
        ("licence_years", Modality.IPO, "", 1, "C"),
        ("driving_months", Modality.IPO, "", 12, "C"),
        ("pass_mark", Modality.IPO, "", 60, "C"),
        ("ams_valid_months", Modality.IPO, "", 24, "C"),
        ("firearms_valid_months", Modality.IPO, "", 24, "I"),
        ("passport_months", Modality.IPO, "", 18, "S"),
        ("women_share", Modality.IPO, "", Fraction(1, 4), "S"),
        ("max_nominations", Modality.PROFESSIONAL, "", 2, "C"),
        ("tour_months", Modality.IPO, "", 12, "C"),
        ("tour_months", Modality.PROFESSIONAL, "P-4", 12, "C"),
        ("tour_months", Modality.FPU, "", 12, "S"),
        ("years_total", Modality.PROFESSIONAL, "P-2", 2, "U"),
        ("years_total", Modality.PROFESSIONAL, "P-3", 5, "S"),
        ("years_total", Modality.PROFESSIONAL, "P-4", 7, "S"),
        ("years_total", Modality.PROFESSIONAL, "P-5", 10, "S"),
        ("years_total", Modality.PROFESSIONAL, "D-1", 15, "U"),
        ("years_total", Modality.PROFESSIONAL, "D-2", 15, "S"),
        ("degree_substitute_years", Modality.PROFESSIONAL, "P-4", 2, "S"),
        ("academy_diploma_substitute_years", Modality.PROFESSIONAL, "P-4", 2, "U"),
        ("extension_ceiling_months", Modality.IPO, "", 24, "U"),
        ("lead_months", Modality.IPO, "", 3, "C"),
        ("lead_months_least", Modality.PROFESSIONAL, "", 6, "C"),
        ("lead_months", Modality.PROFESSIONAL, "", 9, "C"),
        ("lead_months_headquarters_least", Modality.PROFESSIONAL, "", 9, "C"),
        ("lead_months_headquarters", Modality.PROFESSIONAL, "", 12, "C"),
        # specialized teams and civilian experts follow the AMS procedure, by inference
        ("min_age", Modality.SPT, "", 25, "I"),
        ("min_service_years", Modality.SPT, "", 5, "I"),
        ("retired_within_years", Modality.SPT, "", 5, "U"),
        ("pass_mark", Modality.CIVILIAN_EXPERT, "", 60, "I"),
        ("passport_months", Modality.CIVILIAN_EXPERT, "", 18, "I"),
    ],
)
def test_a_norm_has_the_value_and_the_mark_of_its_source(
    name: str, modality: Modality, level: str, value: object, mark: str
) -> None:
    norm = facts.norms().find(name, modality=modality, level=level, on=TODAY)
    assert norm is not None
    assert (norm.value, str(norm.mark)) == (value, mark)


@pytest.mark.parametrize(
    ("name", "modality", "level"),
    [
        ("years_total", Modality.PROFESSIONAL, ""),  # no grade, no years
        ("years_total", Modality.IPO, ""),
        ("min_age", Modality.PROFESSIONAL, "P-4"),  # no age window was found for staff posts
        ("max_nominations", Modality.IPO, ""),
        ("min_service_years", Modality.CIVILIAN_EXPERT, ""),  # not sworn
        ("firearms_valid_months", Modality.CIVILIAN_EXPERT, ""),
        ("redeployment_gap_months", Modality.IPO, ""),  # no text found: national overlays only
        ("pass_mark", Modality.FPU, ""),
    ],
)
def test_what_no_source_says_is_not_a_norm(name: str, modality: Modality, level: str) -> None:
    assert facts.norms().find(name, modality=modality, level=level, on=TODAY) is None


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (date(2012, 1, 31), None),
        (date(2012, 2, 1), Fraction(1, 5)),
        (date(2021, 12, 31), Fraction(1, 5)),
        (date(2022, 1, 1), Fraction(1, 4)),
        (date(2026, 12, 1), Fraction(1, 4)),
    ],
)
def test_the_share_of_women_changed_on_a_day(on: date, share: Fraction | None) -> None:
    assert facts.norms().value("women_share", modality=Modality.IPO, on=on) == share


def test_no_two_norms_hold_at_once() -> None:
    keys = [(n.name, n.modality, n.level, n.since) for n in facts.norms().norms]
    assert len(keys) == len(set(keys))


def test_only_unconfirmed_values_are_settings() -> None:
    settings = {(n.name, n.modality.value, n.level) for n in facts.norms().norms if n.is_setting}
    assert settings == {
        ("retired_within_years", "IPO", ""),
        ("retired_within_years", "SPT", ""),
        ("extension_ceiling_months", "IPO", ""),
        ("years_total", "P", "P-2"),
        ("years_total", "P", "D-1"),
        ("academy_diploma_substitute_years", "P", ""),
    }


def test_the_two_national_overlays() -> None:
    swiss, indian = facts.norms().overlays
    assert swiss == Overlay(
        nationality="CHE",
        mark=Mark.CONFIRMED,
        source="S91",
        min_service_years=8,
        min_language_level={"en": 5},
        licence_asked=True,
        min_available_months=12,
        note=swiss.note,
    )
    assert indian == Overlay(nationality="IND", mark=Mark.SECONDARY, source="S52", max_tour_months=12)


# --- the register -----------------------------------------------------------------------------------------------------


def test_the_register_runs_from_r1_to_r25() -> None:
    assert [rule.number for rule in facts.registered_rules()] == [f"R{n}" for n in range(1, 26)]


@pytest.mark.parametrize("rule", facts.registered_rules(), ids=lambda rule: rule.number)
def test_every_rule_has_a_home_that_exists(rule: RegisteredRule) -> None:
    home = rule.home
    assert home
    assert set(home.rules) <= BY_NAME.keys()
    assert set(home.norms) <= {norm.name for norm in facts.norms().norms}
    assert set(home.constraints) <= {tell.__name__ for tell in CONSTRAINTS}
    assert set(home.stages) <= {stage.code for stage in facts.ams_stages()}
    assert set(home.overlays) <= {field.name for field in fields(Overlay)}
    assert all(facts.missions()[code].tour for code in home.tours)


def test_military_observers_are_refused_at_intake() -> None:
    (rule,) = [r for r in facts.registered_rules() if r.home.intake]
    with pytest.raises(BadInput) as refused:
        read_openings(b"ref,modality\nA,UNMO\n")
    assert (rule.number, rule.applies_to) == ("R25", ("UNMO",))
    assert rule.home.intake == tuple(f.code for f in refused.value.faults if f.column == "modality")


def test_every_norm_but_lead_times_is_in_the_register() -> None:
    homes = {name for rule in facts.registered_rules() for name in rule.home.norms}
    norms = {norm.name for norm in facts.norms().norms if not norm.name.startswith("lead_months")}
    assert norms - homes == {"firearms_valid_months"}  # inferred, so no rule of the register says it


@pytest.mark.parametrize(
    ("number", "mark", "sources"),
    [
        ("R1", "C", ("S46",)),
        ("R5", "U", ("S46", "S17")),
        ("R8", "S", ("S47",)),
        ("R12", "S", ("S51",)),
        ("R13", "C", ("S35",)),
        ("R15", "S", ("S36",)),
        ("R18", "U", ()),
        ("R19", "C", ("S17",)),
        ("R20", "C", ("S56", "S57")),
        ("R21", "U", ("S36",)),
        ("R22", "U", ("S52",)),
        ("R23", "S", ("S58",)),
        ("R25", "S", ("S60",)),
    ],
)
def test_a_rule_keeps_its_mark(number: str, mark: str, sources: tuple[str, ...]) -> None:
    rule = next(r for r in facts.registered_rules() if r.number == number)
    assert (str(rule.mark), rule.sources) == (mark, sources)


# --- the Assessment for Mission Service -------------------------------------------------------------------------------


def test_the_stages_stand_in_their_order_and_only_firearms_is_for_armed_missions() -> None:
    assert [(stage.code, stage.armed_only) for stage in facts.ams_stages()] == [
        ("language", False),
        ("interview", False),
        ("driving", False),
        ("firearms", True),
        ("briefing", False),
    ]


def test_the_tests_carry_the_numbers_of_their_sources() -> None:
    assert {test.code: dict(test.values) for stage in facts.ams_stages() for test in stage.tests} == {
        "reading_listening_report_oral": {"pass_per_cent": 60},
        "combined_assessment": {"questions": 10, "reading_minutes": 20},
        "eyesight": {"letters_mm": 79.4, "distance_m": 20.5},
        "handling": {"reverse_parks": 2, "minutes_at_most": 5, "stalls_at_most": 2, "second_chances": 1},
        "road": {"minutes_at_least": 10, "km_at_least": 3, "km_at_most": 5},
        "strip_and_assemble": {"minutes_at_most": 5},
        "shooting_5_m": {"distance_m": 5, "rounds": 5, "hits_at_least": 4, "seconds_each": 5},
        "shooting_7_m": {"distance_m": 7, "rounds": 5, "hits_at_least": 4},
    }


def test_the_pass_mark_of_the_test_is_the_norm() -> None:
    language = facts.ams_stages()[0].tests[0]
    assert language.values["pass_per_cent"] == facts.norms().value("pass_mark", modality=Modality.IPO, on=TODAY)


def test_the_norms_know_the_ladders_and_the_tested_languages() -> None:
    assert facts.norms().ams_languages == ("en", "fr")
    assert facts.norms().ranks == facts.ranks()
