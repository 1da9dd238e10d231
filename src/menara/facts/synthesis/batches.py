"""Whole sets of synthetic openings over the missions that are open, for measuring at any size."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from menara.engines.eligibility.opening import LanguageAsked, NationalityExclusion, Opening, SkillAsked
from menara.facts.officers import skills
from menara.facts.posts import Mission, missions
from menara.facts.rulebook import norms
from menara.facts.synthesis.chances import Chance, months_later
from menara.terms import Education, LanguageLevel, LanguageTest, Modality, Need, Provenance, VacancyState

GRADES = (("P-3", 0.40), ("P-4", 0.40), ("P-5", 0.17), ("D-1", 0.03))
RANKS = {
    "P-4": {"MAR-DGSN/civil": "commissaire", "MAR-DGSN/uniform": "commandant"},
    "P-5": {"MAR-DGSN/civil": "commissaire principal", "MAR-DGSN/uniform": "commandant principal"},
    "D-1": {"MAR-DGSN/civil": "commissaire divisionnaire"},
}
WAYS = ((Modality.PROFESSIONAL, 0.58), (Modality.IPO, 0.39), (Modality.SPT, 0.03))
STATES = ((VacancyState.CONFIRMED, 0.93), (VacancyState.PENDING, 0.05), (VacancyState.FROZEN, 0.02))


def openings(*, size: int = 300, seed: int, on: date) -> tuple[Opening, ...]:
    """``size`` synthetic openings, ``SYN-0001`` on, answered after the day ``on`` and starting when the lead times
    allow. Individual posts of one mission form calls of up to six; professional posts stand alone.

    Raises ``ValueError`` for a negative size.
    """
    if size < 0:
        raise ValueError(f"there cannot be {size} openings")
    chance = Chance(seed)
    hosts = tuple(m for m in missions().values() if m.org == "UN" and m.stations and not m.is_closed(on))
    return tuple(_opening(chance, number, chance.one_of(hosts), on) for number in range(1, size + 1))


def _opening(chance: Chance, number: int, mission: Mission, on: date) -> Opening:
    staff_only = mission.kind in ("headquarters", "standing_capacity", "special_political")
    modality = Modality.PROFESSIONAL if staff_only else chance.weighted(WAYS)
    staff = modality is Modality.PROFESSIONAL
    level = chance.weighted(GRADES) if staff else ""
    wanted = chance.some_of(tuple(skills().values()), 3)
    deadline = on + timedelta(days=chance.between(20, 110))
    lead = "lead_months_headquarters" if mission.kind == "headquarters" else "lead_months"
    months = norms().value(lead, modality=modality, on=on)
    return Opening(
        ref=f"SYN-{number:04}",
        call="" if staff else f"SYN-{mission.code}-{(number - 1) // 40 + 1:02}",
        title=dict(wanted[0].names),
        org=mission.org,
        mission=mission.code,
        duty_station=chance.one_of(mission.stations)["en"],
        modality=modality,
        level=level,
        positions=1 if staff else chance.between(1, 4),
        vacancy_state=chance.weighted(STATES),
        rank_min=dict(RANKS.get(level, {})),
        education=chance.weighted(((Education.MASTER, 0.6), (Education.FIRST_DEGREE, 0.4))) if staff else None,
        years_specific=chance.between(2, 5) if staff and chance.happens(0.25) else None,
        specific_skill=wanted[0].code,
        stream=wanted[0].stream,
        skills=_asked(chance, tuple(skill.code for skill in wanted), staff=staff),
        languages=_languages(chance, mission, staff=staff),
        armed=mission.armed == "yes" or (mission.armed == "mixed" and chance.happens(0.5)),
        driving=not staff,
        start=months_later(deadline + timedelta(days=31), int(months or 0)).replace(day=1),
        tour_months=12,
        extendable=True,
        deadline=datetime.combine(deadline, time(17), tzinfo=UTC),
        max_nominations=2 if staff else None,
        nationality_exclusions=_excluded(mission),
        critical=wanted[0].is_critical,
        provenance=Provenance.SYNTHETIC,
    )


def _asked(chance: Chance, codes: tuple[str, ...], *, staff: bool) -> tuple[SkillAsked, ...]:
    first, *others = codes
    must = SkillAsked(code=first, level=chance.between(1, 3 if staff else 2))
    return (must, *(SkillAsked(code=code, level=1, need=Need.WANT) for code in others))


def _languages(chance: Chance, mission: Mission, *, staff: bool) -> tuple[LanguageAsked, ...]:
    """The mission's first working language is required, the others are wanted; Arabic where it is an asset."""
    first, *others = mission.working_languages
    if staff:
        level = chance.weighted(((LanguageLevel.C1, 0.6), (LanguageLevel.B2, 0.4)))
        required = LanguageAsked(code=first, test=LanguageTest.WORD, level=level)
    else:
        required = LanguageAsked(code=first, test=LanguageTest.AMS, score=60)
    also = (*others, *mission.asset_languages)
    return (
        required,
        *(LanguageAsked(code=c, test=LanguageTest.WORD, need=Need.WANT, level=LanguageLevel.B2) for c in also),
    )


def _excluded(mission: Mission) -> tuple[NationalityExclusion, ...]:
    """The one exclusion of the demonstration world, so that a measured world has it too."""
    if mission.code != "MINURSO":
        return ()
    return (NationalityExclusion(nationality="MAR", reason="party to the situation", authority="planner's assumption"),)
