"""Who a synthetic officer is: home unit, age and service, rank, education, languages, skills."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from menara.engines.eligibility.officer import Language, Skill
from menara.facts.officers import rank_steps, skills
from menara.facts.synthesis.chances import Chance, figures, months_later, share
from menara.terms import Education, LanguageLevel, ServiceStatus

SERVICE = "MAR-DGSN"
UNITS = 40
UNITS_OF_UNKNOWN_STRENGTH = 2
SESSIONS_AGO = (1, 3, 6, 10, 15, 20)  # months: visits of assessors in the last two years
OLD_SESSIONS_AGO = (26, 32, 40)

EDUCATED = {  # by corps: the uniformed corps recruits after school, the plain-clothes corps more often after a degree
    "uniform": (
        (Education.SECONDARY, 0.40),
        (Education.POLICE_DIPLOMA, 0.24),
        (Education.FIRST_DEGREE, 0.26),
        (Education.MASTER, 0.09),
        (Education.DOCTORATE, 0.01),
    ),
    "civil": (
        (Education.SECONDARY, 0.18),
        (Education.POLICE_DIPLOMA, 0.18),
        (Education.FIRST_DEGREE, 0.36),
        (Education.MASTER, 0.25),
        (Education.DOCTORATE, 0.03),
    ),
}
ENTRY_GRADE = {  # order at which a diploma lets one begin, by corps
    "uniform": {Education.FIRST_DEGREE: 4, Education.MASTER: 4, Education.DOCTORATE: 4},
    "civil": {Education.FIRST_DEGREE: 3, Education.MASTER: 5, Education.DOCTORATE: 5},
}
BELOW_B2 = ((LanguageLevel.A2, 0.45), (LanguageLevel.B1, 0.40), (LanguageLevel.A1, 0.15))
B2_OR_ABOVE = ((LanguageLevel.B2, 0.50), (LanguageLevel.C1, 0.36), (LanguageLevel.C2, 0.14))
COMMON = (
    "patrol",
    "traffic",
    "investigations",
    "public_order",
    "community_policing",
    "crime_intelligence",
    "border",
    "airport",
    "close_protection",
    "drugs",
    "organised_crime",
    "liaison_joc",
    "team_site_leadership",
    "sector_command",
    "police_training",
    "mentoring",
    "human_resources",
    "logistics_assets",
    "planning",
    "reporting",
    "it_communications",
)
"""Skills that a police service has many of; the others are held by a third as many."""


class HomeUnit(NamedTuple):
    """A made-up unit. ``strength`` is its number of officers, None where the roster does not say."""

    name: str
    strength: int | None
    weight: float


class Career(NamedTuple):
    born_on: date
    joined_on: date
    training_months: int
    status: ServiceStatus
    retired_on: date | None
    corps: str
    grade: str
    education: Education
    academy_diploma: bool


@cache
def home_units() -> tuple[HomeUnit, ...]:
    """Forty units, large and small, whose strengths add up to the published strength of the service (S110); the
    roster leaves the strength of two of them blank."""
    total = int(figures()["strength"].value)
    weights = [1 / (rank + 4) for rank in range(UNITS)]
    strengths = [round(total * weight / sum(weights)) for weight in weights]
    strengths[0] += total - sum(strengths)
    return tuple(
        HomeUnit(
            name=f"Unit {i + 1:02}",
            strength=None if i >= UNITS - UNITS_OF_UNKNOWN_STRENGTH else strength,
            weight=strength / total,
        )
        for i, strength in enumerate(strengths)
    )


@cache
def unit_weights() -> tuple[tuple[HomeUnit, float], ...]:
    return tuple((unit, unit.weight) for unit in home_units())


@cache
def _ladder(corps: str) -> tuple[str, ...]:
    return tuple(step.grade for step in rank_steps() if step.service == SERVICE and step.corps == corps)


def career(chance: Chance, on: date) -> Career:
    """Age, service, rank and diplomas that go together."""
    status = chance.weighted(
        (
            (ServiceStatus.RETIRED, share("retired")),
            (ServiceStatus.CIVILIAN, share("civilian")),
            (ServiceStatus.ACTIVE, 1.0),
        )
    )
    corps = "uniform" if chance.happens(share("uniformed_corps")) else "civil"
    education = chance.weighted(EDUCATED[corps])
    served = 1 + int(17 * (chance.draw() + chance.draw()))
    retired_on = None
    if status is ServiceStatus.RETIRED:
        served = chance.between(24, 33)
        retired_on = on - timedelta(days=chance.between(30, 8 * 365))
    joined_on = on - timedelta(days=served * 365 + chance.between(0, 364))
    age_at_joining = chance.between(20, 27 if corps == "uniform" else 30)
    born_on = joined_on - timedelta(days=age_at_joining * 365 + chance.between(5, 369))
    if status is ServiceStatus.CIVILIAN:
        return Career(born_on, joined_on, 0, status, None, "", "", max(education, Education.FIRST_DEGREE), False)
    entry = ENTRY_GRADE[corps].get(education, 1)
    ladder = _ladder(corps)
    order = min(entry + served // chance.between(7, 13), len(ladder), 5 if entry == 1 else len(ladder))
    training = chance.one_of((18, 24)) if entry > 1 else chance.one_of((9, 12, 12))
    academy = entry > 1 or education is Education.POLICE_DIPLOMA
    return Career(born_on, joined_on, training, status, retired_on, corps, ladder[order - 1], education, academy)


class Assessed(NamedTuple):
    """How an officer did before the assessors: each language sat and its score in per cent."""

    on: date
    passed: bool
    scores: dict[str, int]


def assessment(chance: Chance, english: LanguageLevel, on: date) -> Assessed | None:
    """One assessment, or none. Whoever passes passes as a whole, in at least one language."""
    if not chance.happens(share("assessed")):
        return None
    passed = chance.happens(share("passed_of_assessed"))
    old = chance.happens(share("expired_of_passed"))
    day = months_later(on, -chance.one_of(OLD_SESSIONS_AGO if old else SESSIONS_AGO))
    day -= timedelta(days=chance.between(0, 9))
    sits = _languages_sat(chance, english)
    best = chance.one_of(sits)
    scores = {}
    for code in sits:
        clears = passed and (code == best or chance.happens(0.8))
        scores[code] = chance.between(60, 96) if clears else chance.between(34, 59)
    return Assessed(on=day, passed=passed, scores=scores)


def _languages_sat(chance: Chance, english: LanguageLevel) -> tuple[str, ...]:
    """Those strong in English are the likelier to sit it, so that the share of the whole comes out as set."""
    strong, tested = share("english_b2_or_better"), share("tested_in_english")
    likely = 0.85 * tested / strong if english >= LanguageLevel.B2 else 0.15 * tested / (1 - strong)
    if not chance.happens(likely):
        return ("fr",)
    return ("fr", "en") if chance.happens(share("tested_in_both") / tested) else ("en",)


def levels(chance: Chance) -> tuple[LanguageLevel, LanguageLevel]:
    """Levels of French and English."""
    french = chance.weighted(B2_OR_ABOVE if chance.happens(share("french_b2_or_better")) else BELOW_B2)
    english = chance.weighted(B2_OR_ABOVE if chance.happens(share("english_b2_or_better")) else BELOW_B2)
    return french, english


def languages(
    chance: Chance, french: LanguageLevel, english: LanguageLevel, sat: Assessed | None
) -> tuple[Language, ...]:
    """Arabic as mother tongue, French and English with what the assessors found, and others."""
    scores = sat.scores if sat else {}
    day = sat.on if sat else None
    found = [
        Language(code="ar", level=LanguageLevel.NATIVE),
        *(
            Language(code=code, level=level, ams_on=day if code in scores else None, ams_score=scores.get(code))
            for code, level in (("fr", french), ("en", english))
        ),
    ]
    if chance.happens(share("amazigh_native")):
        found.append(Language(code="zgh", level=LanguageLevel.NATIVE))
    if chance.happens(share("spanish_held")):
        found.append(Language(code="es", level=LanguageLevel(chance.between(2, 5))))
    return tuple(found)


@cache
def _skill_pool() -> tuple[str, ...]:
    return tuple(code for code in skills() for _ in range(3 if code in COMMON else 1))


def held_skills(chance: Chance, served: int, on: date) -> tuple[Skill, ...]:
    """Some skills of the taxonomy, deeper the longer the practice."""
    held = dict.fromkeys(chance.one_of(_skill_pool()) for _ in range(chance.between(4, 9)))
    found = []
    for code in held:
        years = chance.between(1, max(1, min(served, 15)))
        level = min(4, 1 + years // 3 + (1 if chance.happens(0.3) else 0))
        found.append(Skill(code=code, level=level, years=years, last_used=on.year - chance.between(0, 5)))
    return tuple(found)
