"""Officers, openings and norms by chance, for properties: days crowd around the ones that decide, blanks are common."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from engines.eligibility.example import NORMS, OFFICER, OPENING
from menara.engines.eligibility.days import shift_months
from menara.engines.eligibility.norms import Norms, Overlay
from menara.engines.eligibility.officer import Assignment, Language, Officer, Skill
from menara.engines.eligibility.opening import LanguageAsked, NationalityExclusion, Opening, SkillAsked
from menara.terms import (
    Conduct,
    Education,
    LanguageLevel,
    LanguageTest,
    Mark,
    MedicalClass,
    Modality,
    Need,
    ServiceStatus,
    VacancyState,
)

STARTS = (
    date(2027, 9, 1),
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2028, 3, 1),
    date(2029, 2, 28),
    date(2027, 8, 31),
)
MONTHS_THAT_DECIDE = (-62 * 12, -50 * 12, -25 * 12, -11 * 12, -9 * 12, -96, -72, -60, -24, -18, -12, 0, 6, 12, 18, 24)

days = st.builds(
    lambda start, months, more: shift_months(start, months) + timedelta(days=more),
    st.sampled_from(STARTS),
    st.sampled_from(MONTHS_THAT_DECIDE),
    st.integers(-2, 2),
)
languages = st.builds(
    Language,
    code=st.sampled_from(("en", "fr", "ar")),
    level=st.none() | st.sampled_from(LanguageLevel),
    ams_on=st.none() | days,
    ams_score=st.none() | st.sampled_from((0, 59, 60, 61, 70, 100)),
    ams_until=st.none() | days,
)
skills = st.builds(
    Skill,
    code=st.sampled_from(("forensics", "training")),
    level=st.integers(1, 4),
    years=st.none() | st.integers(0, 8),
)
assignments = st.builds(
    lambda name, first, length: Assignment(name=name, starts_on=first, ends_on=first + timedelta(days=length)),
    st.sampled_from(("school", "exchange")),
    days,
    st.integers(1, 400),
)
RANKS = (
    ("uniform", "constable"),
    ("uniform", "inspector"),
    ("uniform", "superintendent"),
    ("plain", "detective"),
    ("", ""),
)


def _several(one: st.SearchStrategy[Language] | st.SearchStrategy[Skill]) -> st.SearchStrategy[object]:
    """None, or a few that do not repeat a code."""
    return st.none() | st.lists(one, max_size=3, unique_by=lambda item: item.code).map(tuple)


FIELDS: dict[str, st.SearchStrategy[object]] = {
    "number": st.sampled_from(("X-1", "X-2")),
    "service": st.sampled_from(("X-POLICE", "Y-POLICE")),
    "nationality": st.sampled_from(("XAA", "XBB", "XCC")),
    "home_unit": st.sampled_from(("capital", "north")),
    "unit_strength": st.none() | st.integers(1, 50),
    "woman": st.none() | st.booleans(),
    "born_on": st.none() | days,
    "corps": st.sampled_from(RANKS).map(lambda rank: rank[0]),
    "grade": st.sampled_from(RANKS).map(lambda rank: rank[1]),
    "education": st.none() | st.sampled_from(Education),
    "academy_diploma": st.none() | st.booleans(),
    "joined_on": st.none() | days,
    "training_months": st.none() | st.sampled_from((0, 6, 12, 24)),
    "status": st.none() | st.sampled_from(ServiceStatus),
    "retired_on": st.none() | days,
    "licensed_on": st.none() | days,
    "driving_months": st.none() | st.sampled_from((0, 11, 12, 40)),
    "firearms_passed_on": st.none() | days,
    "firearms_tested": st.none() | st.booleans(),
    "passport_until": st.none() | days,
    "conduct": st.none() | st.sampled_from(Conduct),
    "repatriated": st.none() | st.booleans(),
    "state_certificate_on": st.none() | days,
    "self_attestation_on": st.none() | days,
    "medical": st.none() | st.sampled_from(MedicalClass),
    "medical_until": st.none() | days,
    "vaccinated": st.none() | st.booleans(),
    "languages": _several(languages),
    "skills": _several(skills),
    "assignments": st.none() | st.lists(assignments, max_size=2).map(tuple),
    "available_from": st.none() | days,
    "available_until": st.none() | days,
    "release_consent": st.none() | st.booleans(),
    "excluded_missions": st.sampled_from(((), ("MISSION-A",), ("MISSION-A", "MISSION-B"))),
    "modalities": st.sampled_from(((), (Modality.IPO,), (Modality.PROFESSIONAL,), (Modality.IPO, Modality.SPT))),
    "missions_served": st.integers(0, 2),
    "last_mission_ended_on": st.none() | days,
}
"""Every fact of an officer the rules could look at."""


def _few_of(fields: dict[str, st.SearchStrategy[object]], base: Officer | Opening) -> st.SearchStrategy[object]:
    """Copies of ``base`` in which some facts differ: whole noise would seldom reach a second rule."""
    changes = st.lists(st.sampled_from(sorted(fields)), max_size=12, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: fields[name] for name in names})
    )
    return changes.map(lambda values: replace(base, **values))


officers: st.SearchStrategy[Officer] = _few_of(FIELDS, OFFICER)  # type: ignore[assignment]

openings: st.SearchStrategy[Opening] = _few_of(  # type: ignore[assignment]
    {
        "mission": st.sampled_from(("MISSION-A", "MISSION-B")),
        "modality": st.sampled_from((*Modality, None)),
        "vacancy_state": st.sampled_from((*VacancyState, None)),
        "rank_min": st.sampled_from(({}, {"X-POLICE/uniform": "superintendent"}, {"Y-POLICE/uniform": "captain"})),
        "education": st.none() | st.sampled_from(Education),
        "years_total": st.sampled_from((None, 5, 7, 9)),
        "years_specific": st.sampled_from((None, 2, 5)),
        "specific_skill": st.sampled_from(("", "forensics", "training")),
        "skills": st.lists(
            st.builds(
                SkillAsked,
                code=st.sampled_from(("forensics", "training")),
                level=st.integers(1, 4),
                need=st.sampled_from(Need),
            ),
            max_size=2,
            unique_by=lambda asked: asked.code,
        ).map(tuple),
        "languages": st.lists(
            st.builds(
                LanguageAsked,
                code=st.sampled_from(("en", "fr")),
                test=st.sampled_from(LanguageTest),
                need=st.sampled_from(Need),
                level=st.none() | st.sampled_from(LanguageLevel),
                score=st.sampled_from((None, 60, 70)),
            ),
            max_size=2,
            unique_by=lambda asked: asked.code,
        ).map(tuple),
        "armed": st.sampled_from((None, True, False)),
        "driving": st.sampled_from((None, True, False)),
        "start": st.none() | st.sampled_from(STARTS),
        "tour_months": st.sampled_from((None, 6, 12, 18)),
        "nationality_exclusions": st.sampled_from(
            ((), (NationalityExclusion(nationality="XAA", reason="as posted", authority="call"),))
        ),
    },
    OPENING,
)

overlays: st.SearchStrategy[Overlay] = st.builds(
    Overlay,
    nationality=st.just("XAA"),
    mark=st.just(Mark.CONFIRMED),
    source=st.just("S91"),
    min_service_years=st.sampled_from((None, 8, 10)),
    max_tour_months=st.sampled_from((None, 11, 12)),
    min_gap_months=st.sampled_from((None, 6, 18)),
    min_language_level=st.sampled_from((None, {"en": 5}, {"en": 4, "ar": 2})),
    licence_asked=st.booleans(),
    min_available_months=st.sampled_from((None, 6, 12)),
)

nations = st.none() | overlays
"""What the officer's nation asks, where it asks anything."""


def norms_of(nation: Overlay | None) -> Norms:
    return NORMS if nation is None else replace(NORMS, overlays=(nation,))
