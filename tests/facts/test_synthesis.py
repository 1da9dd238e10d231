"""Synthetic rosters: same seed, same officers; shares as published; papers missing as in life."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from menara import facts
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.screen import screen
from menara.facts import synthesis
from menara.facts.synthesis.chances import Chance, months_later
from menara.facts.synthesis.papers import PAPERS
from menara.terms import Conduct, Mark, Modality, Provenance, ServiceStatus

ON = date(2026, 12, 1)
ROSTER = synthesis.roster(on=ON)


def part(roster: tuple[Officer, ...], *, having: object) -> float:
    return sum(bool(having(o)) for o in roster) / len(roster)  # type: ignore[operator]


def scores(officer: Officer) -> list[int]:
    return [held.ams_score for held in officer.languages or () if held.ams_score is not None]


# --- determinism ------------------------------------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_roster() -> None:
    assert synthesis.roster(size=200, seed=7, on=ON) == synthesis.roster(size=200, seed=7, on=ON)
    assert synthesis.roster(size=200, seed=7, on=ON) != synthesis.roster(size=200, seed=8, on=ON)


def test_a_larger_roster_begins_with_the_smaller_one() -> None:
    assert synthesis.roster(size=50, seed=7, on=ON) == synthesis.roster(size=80, seed=7, on=ON)[:50]


def test_the_demonstration_roster_never_changes_unnoticed() -> None:
    """A change here changes every figure of the demonstration, its pictures and its README: change it knowingly."""
    first = ROSTER[0]
    assert (first.number, first.home_unit, first.woman, first.corps, first.grade, first.born_on) == FIRST_OFFICER
    assert sum(bool(o.woman) for o in ROSTER) == WOMEN


FIRST_OFFICER = ("SYN-000001", "Unit 02", False, "uniform", "brigadier-chef", date(1978, 7, 21))
WOMEN = 785


@pytest.mark.parametrize(("size", "on"), [(0, ON), (1, date(2028, 2, 29)), (40, date(2025, 1, 31))])
def test_any_size_and_any_day_will_do(size: int, on: date) -> None:
    assert len(synthesis.roster(size=size, on=on)) == size
    assert len(synthesis.openings(size=size, seed=1, on=on)) == size


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        synthesis.roster(size=-1, on=ON)
    with pytest.raises(ValueError, match="-1"):
        synthesis.openings(size=-1, seed=1, on=ON)


# --- shares -----------------------------------------------------------------------------------------------------------


def test_the_share_of_women_follows_the_published_figure() -> None:
    (deployed,) = [f for f in facts.gender_figures() if (f.kind, f.category, f.year) == ("actual", "IPO", 2019)]
    assert synthesis.figures()["women"].value == deployed.share
    assert part(ROSTER, having=lambda o: o.woman) == pytest.approx(float(deployed.share), abs=0.02)


def test_the_pass_rate_follows_the_published_figure() -> None:
    india = next(a for a in facts.assessments() if a.code == "IND-2022")
    assessed = tuple(o for o in ROSTER if scores(o))
    passed = tuple(o for o in assessed if max(scores(o)) >= 60)
    assert float(synthesis.figures()["passed_of_assessed"].value) == pytest.approx(float(india.pass_rate), abs=0.0005)
    assert len(passed) / len(assessed) == pytest.approx(float(india.pass_rate), abs=0.03)
    assert part(passed, having=lambda o: o.woman) == pytest.approx(19 / 69, abs=0.04)


@pytest.mark.parametrize(
    ("name", "language", "tolerance"),
    [("french_b2_or_better", "fr", 0.03), ("english_b2_or_better", "en", 0.03)],
)
def test_levels_of_languages_follow_their_settings(name: str, language: str, tolerance: float) -> None:
    known = tuple(o for o in ROSTER if o.languages is not None)
    found = part(known, having=lambda o: any(h.code == language and (h.level or 0) >= 4 for h in o.languages))
    assert found == pytest.approx(float(synthesis.figures()[name].value), abs=tolerance)
    assert synthesis.figures()[name].mark is Mark.UNCONFIRMED


@pytest.mark.parametrize(("name", "language"), [("tested_in_english", "en")])
def test_tests_are_sat_as_set(name: str, language: str) -> None:
    assessed = tuple(o for o in ROSTER if scores(o))
    sat = part(assessed, having=lambda o: any(h.code == language and h.ams_score is not None for h in o.languages))
    assert sat == pytest.approx(float(synthesis.figures()[name].value), abs=0.03)


def test_strengths_of_units_add_up_to_the_published_strength() -> None:
    units = synthesis.home_units()
    total = synthesis.figures()["strength"].value
    assert sum(unit.weight for unit in units) == pytest.approx(1)
    assert sum(round(unit.weight * total) for unit in units) == total == 78146
    assert [unit.name for unit in units if unit.strength is None] == ["Unit 39", "Unit 40"]
    strengths = {unit.name: unit.strength for unit in units}
    assert all(o.unit_strength == strengths[o.home_unit] for o in ROSTER)


def test_every_figure_that_no_source_gives_is_a_setting() -> None:
    published = {name for name, figure in synthesis.figures().items() if figure.mark is not Mark.UNCONFIRMED}
    assert published == {"women", "passed_of_assessed", "strength"}


# --- what an officer's file looks like --------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper[0])
def test_every_kind_of_paper_is_missing_for_a_few(paper: tuple[str, ...]) -> None:
    asked = tuple(o for o in ROSTER if o.driving_months != 0) if paper == ("licensed_on",) else ROSTER
    assert 0.03 <= part(asked, having=lambda o: getattr(o, paper[-1]) is None) <= 0.08


def test_most_files_are_complete() -> None:
    facts_asked = [name for paper in PAPERS for name in paper if name not in ("firearms_passed_on", "licensed_on")]
    complete = part(ROSTER, having=lambda o: all(getattr(o, name) is not None for name in facts_asked))
    assert 0.80 <= complete <= 0.90


def test_the_roster_has_the_cases_a_clerk_knows() -> None:
    found = Counter()
    for o in ROSTER:
        found["under investigation"] += o.conduct is Conduct.UNDER_INVESTIGATION
        found["drink-driving"] += o.conduct is Conduct.DRINK_DRIVING
        found["passport expired"] += o.passport_until is not None and o.passport_until <= ON
        found["pass expired"] += any(
            h.ams_on and (h.ams_score or 0) >= 60 and months_later(h.ams_on, 24) <= ON for h in o.languages or ()
        )
        found["retired"] += o.status is ServiceStatus.RETIRED
        found["civilian"] += o.status is ServiceStatus.CIVILIAN
        found["promised elsewhere"] += bool(o.assignments)
        found["two promises in a row"] += len(o.assignments or ()) > 1
        found["not released"] += o.release_consent is False
        found["sent home before"] += o.repatriated is True
        found["too young"] += o.born_on is not None and o.born_on > ON - timedelta(days=25 * 365)
        found["near the age limit"] += o.born_on is not None and o.born_on < ON - timedelta(days=60 * 365)
        found["withheld from a mission"] += bool(o.excluded_missions)
    assert {case for case, count in found.items() if count < 3} == set()
    assert found["under investigation"] < 60


def test_an_officer_is_a_number_and_says_where_it_comes_from() -> None:
    assert {o.provenance for o in ROSTER} == {Provenance.SYNTHETIC}
    assert [o.number for o in ROSTER[:2]] == ["SYN-000001", "SYN-000002"]
    assert len({o.number for o in ROSTER}) == len(ROSTER)
    assert {(o.service, o.nationality) for o in ROSTER} == {("MAR-DGSN", "MAR")}


def test_ranks_skills_and_languages_are_those_of_the_fact_files() -> None:
    for o in ROSTER:
        assert (o.status is ServiceStatus.CIVILIAN) == (not o.grade)
        assert not o.grade or f"{o.service}/{o.corps}/{o.grade}" in facts.ranks()
        assert {s.code for s in o.skills or ()} <= facts.skills().keys()
        assert {h.code for h in o.languages or ()} <= facts.languages().keys()
        assert all(1 <= s.level <= 4 for s in o.skills or ())


def test_dates_stand_in_their_order() -> None:
    for o in ROSTER:
        if o.born_on and o.joined_on:
            assert 20 <= (o.joined_on - o.born_on).days / 365.25 <= 32
        if o.joined_on:
            assert o.joined_on < ON
        if o.licensed_on and o.born_on:
            assert (o.licensed_on - o.born_on).days >= 19 * 365
        for held in o.languages or ():
            assert held.ams_on is None or held.ams_on < ON
            assert (held.ams_on is None) == (held.ams_score is None)
        assert all(a.starts_on < a.ends_on for a in o.assignments or ())
        assert o.retired_on is None or o.status is ServiceStatus.RETIRED


def test_a_civilian_is_offered_as_a_civilian_expert_alone_and_no_one_else_is() -> None:
    for o in ROSTER:
        assert (Modality.CIVILIAN_EXPERT in o.modalities) == (o.status is ServiceStatus.CIVILIAN)
        assert o.modalities


def test_the_demonstration_has_candidates_and_gaps() -> None:
    """Most openings can be answered, a few cannot: a demonstration in which all goes well would teach nothing."""
    screening = screen(officers=ROSTER, openings=facts.openings_synthetic(), norms=facts.norms(), on=ON)
    found = {post.ref: len(screening.eligible_officers(i)) for i, post in enumerate(screening.posts)}
    empty = {ref for ref, count in found.items() if not count}
    assert {"SEEN-03-MINURSO-S", "SYN-FPU-01", "SYN-P-06"} <= empty
    assert len(empty) <= 6
    assert sum(count >= 4 for count in found.values()) >= 30


# --- openings ---------------------------------------------------------------------------------------------------------


def test_openings_for_measuring_are_whole() -> None:
    openings = synthesis.openings(seed=1, on=ON)
    assert len({o.ref for o in openings}) == 300
    assert openings == synthesis.openings(size=300, seed=1, on=ON)
    assert {o.provenance for o in openings} == {Provenance.SYNTHETIC}
    assert {o.modality for o in openings} == {Modality.IPO, Modality.PROFESSIONAL, Modality.SPT}
    for o in openings:
        assert o.start
        assert o.deadline
        assert o.deadline.date() > ON
        assert o.start > o.deadline.date()
        assert o.duty_station in {s["en"] for s in facts.missions()[o.mission].stations}
        assert not facts.missions()[o.mission].is_closed(ON)
        assert bool(o.nationality_exclusions) == (o.mission == "MINURSO")


# --- chance -----------------------------------------------------------------------------------------------------------


def test_draws_stay_within_their_bounds() -> None:
    chance = Chance(3)
    assert {chance.between(1, 3) for _ in range(200)} == {1, 2, 3}
    assert {chance.one_of("ab") for _ in range(50)} == {"a", "b"}
    assert sorted(chance.some_of("abc", 5)) == ["a", "b", "c"]
    assert {chance.weighted((("x", 0.5), ("y", 0.1))) for _ in range(200)} == {"x", "y"}
    assert {chance.day(ON, ON + timedelta(days=1)) for _ in range(50)} == {ON, ON + timedelta(days=1)}


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), -24, date(2024, 12, 15)),
        (date(2026, 1, 10), -1, date(2025, 12, 10)),
    ],
)
def test_months_later_is_a_day_that_exists(day: date, months: int, then: date) -> None:
    assert months_later(day, months) == then
