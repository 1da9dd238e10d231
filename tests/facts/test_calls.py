"""The openings seen keep their blanks; the synthetic ones say that they are."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from importlib.resources import files

import pytest

from menara import facts
from menara.engines.eligibility.opening import Opening
from menara.facts.synthesis.chances import months_later
from menara.intake.openings import read_openings
from menara.terms import LanguageTest, Modality, Need, Provenance, VacancyState

PLANNED_ON = date(2026, 12, 1)
EVERY_LINE = {"ref", "title", "org", "as_posted", "source_url", "provenance"}
CALL_OF_TWO = {"call", "mission", "duty_station", "modality", "level", "rank_min"}
FILLED = {
    "2024-MONUSCO-78800-DPO": {
        *("mission", "duty_station", "modality", "level", "education", "tour_months", "extendable"),
    },
    "SEEN-02-LEGAL": {
        *("mission", "duty_station", "modality", "education", "years_specific", "specific_skill", "languages"),
        *("tour_months", "extendable"),
    },
    "SEEN-03-MINURSO": {"mission", "duty_station", "modality", "female_target"},
    "SEEN-04-POC": {"mission", "modality", "level", "tour_months"},
    "SEEN-05-REFORM": CALL_OF_TWO,
    "SEEN-06-PLANNING": CALL_OF_TWO,
    "SEEN-07-POLICY": {"mission", "duty_station"},
    "SEEN-08-CAPACITY": {"call", "modality", "stream"},
    "SEEN-08-COMMAND": {"call", "modality", "stream"},
    "SEEN-08-OPERATIONS": {"call", "modality", "stream"},
    "SEEN-08-ADMINISTRATION": {"call", "modality", "stream"},
    "SEEN-09-ADVISER": {"mission", "duty_station", "tour_months", "extendable"},
    "SEEN-10-PUBLIC-ORDER": {"call", "mission", "duty_station"},
    "SEEN-10-TRAFFIC": {"call", "mission", "duty_station"},
    "SEEN-10-BORDER": {"call", "mission", "duty_station"},
    "SEEN-10-MAC-ANALYST": {"call", "mission", "duty_station", "positions"},
    "SEEN-10-OUTREACH": {"call", "mission", "duty_station", "positions"},
}
"""Every cell that the list of ten shows. What it writes in brackets is inferred, and stays blank."""


def filled(opening: Opening) -> set[str]:
    return {f.name for f in fields(opening) if getattr(opening, f.name) not in (None, "", (), {}, False)}


@pytest.mark.parametrize("opening", facts.openings_real(), ids=lambda o: o.ref)
def test_what_was_not_visible_is_blank(opening: Opening) -> None:
    assert filled(opening) - EVERY_LINE == FILLED[opening.ref]
    assert filled(opening) >= EVERY_LINE
    assert opening.provenance is Provenance.REAL


def test_the_real_file_has_no_line_more_or_less() -> None:
    assert [opening.ref for opening in facts.openings_real()] == list(FILLED)
    assert sorted({seen.number for seen in facts.seen_openings().values()}) == list(range(1, 11))
    assert facts.seen_openings().keys() == FILLED.keys()


def test_a_day_without_an_hour_and_a_zone_is_no_deadline() -> None:
    assert {o.deadline for o in facts.openings_real()} == {None}
    days = {ref: seen.deadline_on for ref, seen in facts.seen_openings().items() if seen.deadline_on}
    assert days == {
        "2024-MONUSCO-78800-DPO": date(2025, 4, 28),
        "SEEN-02-LEGAL": date(2025, 10, 20),
        "SEEN-03-MINURSO": date(2025, 8, 15),
        "SEEN-04-POC": date(2022, 9, 15),
        "SEEN-05-REFORM": date(2021, 12, 27),
        "SEEN-06-PLANNING": date(2021, 12, 27),
    }
    as_posted = {o.ref: o.as_posted for o in facts.openings_real()}
    assert all(f"{day.day} {day:%b %Y}" in as_posted[ref] for ref, day in days.items())


def test_dirty_words_are_kept_as_posted_and_not_believed() -> None:
    minurso = next(o for o in facts.openings_real() if o.ref == "SEEN-03-MINURSO")
    assert "3 ans" in minurso.as_posted
    assert minurso.tour_months is None


def test_the_comparison_is_outside_the_pool_of_the_united_nations() -> None:
    compared = [o for o in facts.openings_real() if o.org != "UN"]
    assert {(o.org, o.modality) for o in compared} == {("EU", None)}
    assert [o.positions for o in compared] == [None, None, None, 2, 6]


# --- the synthetic ones -----------------------------------------------------------------------------------------------

SYNTHETIC = facts.openings_synthetic()


def test_every_opening_of_the_united_nations_has_its_completion() -> None:
    seen = {o.ref for o in facts.openings_real() if o.org == "UN"}
    completed = {o.ref.removesuffix("-S"): o for o in SYNTHETIC if o.ref.endswith("-S")}
    assert completed.keys() == seen
    for real in facts.openings_real():
        if real.modality and real.org == "UN":
            assert completed[real.ref].modality is real.modality
    assert len(SYNTHETIC) - len(completed) == 32


def test_all_are_marked_synthetic_and_have_references_of_their_own() -> None:
    assert {o.provenance for o in SYNTHETIC} == {Provenance.SYNTHETIC}
    references = [o.ref for o in (*facts.openings_real(), *SYNTHETIC)]
    assert len(references) == len(set(references))


@pytest.mark.parametrize("opening", SYNTHETIC, ids=lambda o: o.ref)
def test_an_opening_makes_sense_on_the_day_of_planning(opening: Opening) -> None:
    assert opening.deadline is not None
    assert opening.start is not None
    assert opening.modality is not None
    assert opening.deadline.date() > PLANNED_ON
    assert date(2027, 3, 1) <= opening.start <= date(2027, 12, 31)
    lead = "lead_months_headquarters" if opening.mission == "UNHQ" else "lead_months"
    months = facts.norms().value(lead, modality=opening.modality, on=PLANNED_ON) or 0
    assert opening.start >= months_later(opening.deadline.date(), int(months))


@pytest.mark.parametrize("opening", SYNTHETIC, ids=lambda o: o.ref)
def test_an_opening_names_only_what_the_fact_files_know(opening: Opening) -> None:
    mission = facts.missions()[opening.mission]
    assert opening.duty_station in {station["en"] for station in mission.stations}
    assert {skill.code for skill in opening.skills} <= facts.skills().keys()
    assert {language.code for language in opening.languages} <= facts.languages().keys()
    assert {f"{ladder}/{grade}" for ladder, grade in opening.rank_min.items()} <= facts.ranks().keys()
    assert opening.title.keys() == {"ar", "fr", "en"}
    assert not opening.specific_skill or opening.specific_skill in facts.skills()
    if opening.armed is not None and mission.armed in ("yes", "no") and opening.modality is Modality.IPO:
        assert opening.armed == (mission.armed == "yes") or opening.ref == "SEEN-02-LEGAL-S"


def test_a_batch_asks_one_share_of_women_of_the_whole_call() -> None:
    shares: dict[str, set[object]] = {}
    for opening in SYNTHETIC:
        if opening.modality in (Modality.IPO, Modality.SPT):
            shares.setdefault(opening.call, set()).add(str(opening.female_target))
    assert shares
    assert set(map(frozenset, shares.values())) == {frozenset({"1/4"})}
    assert all(shares)


def test_professional_posts_take_two_nominees_and_no_assessment() -> None:
    posts = [o for o in SYNTHETIC if o.modality is Modality.PROFESSIONAL]
    assert {(o.max_nominations, o.positions) for o in posts} == {(2, 1)}
    assert not any(asked.test is LanguageTest.AMS for o in posts for asked in o.languages)


def test_the_special_cases_of_the_demonstration_are_there() -> None:
    by_ref = {o.ref: o for o in SYNTHETIC}
    assert [o.ref for o in SYNTHETIC if o.modality is Modality.FPU] == ["SYN-FPU-01"]
    assert [o.ref for o in SYNTHETIC if o.vacancy_state is VacancyState.FROZEN] == ["SYN-P-06"]
    assert [o.ref for o in SYNTHETIC if o.vacancy_state is VacancyState.PENDING] == ["SYN-P-08"]
    (excluded,) = by_ref["SEEN-03-MINURSO-S"].nationality_exclusions
    assert (excluded.nationality, excluded.reason, excluded.authority) == (
        "MAR",
        "party to the situation",
        "planner's assumption",
    )
    assert {o.mission for o in SYNTHETIC if o.nationality_exclusions} == {"MINURSO"}
    arabic = {o.mission for o in SYNTHETIC for a in o.languages if a.code == "ar" and a.need is Need.WANT}
    assert {"UNISFA", "UNMISS"} <= arabic
    assert all(o.armed for o in SYNTHETIC if o.mission == "MINUSCA" and o.modality is Modality.IPO)


# --- people's own files have the same columns -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "openings"), [("openings_real.csv", facts.openings_real()), ("openings_synthetic.csv", SYNTHETIC)]
)
def test_the_intake_reads_these_files_as_it_reads_any_other(name: str, openings: tuple[Opening, ...]) -> None:
    """The two readers share no code; a file that one reads otherwise than the other is wrong in one of them."""
    found = read_openings(files("menara.facts").joinpath(name).read_bytes()).records
    assert [replace(o, provenance=Provenance.ENTERED) for o in found] == [
        replace(o, provenance=Provenance.ENTERED) for o in openings
    ]
