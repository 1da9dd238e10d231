"""Whole rosters of synthetic officers: service numbers, no names."""

from __future__ import annotations

from datetime import date

from menara.engines.eligibility.officer import Officer
from menara.facts.synthesis.chances import Chance, share
from menara.facts.synthesis.papers import missing, papers, release
from menara.facts.synthesis.persons import (
    SERVICE,
    assessment,
    career,
    held_skills,
    languages,
    levels,
    unit_weights,
)
from menara.terms import Provenance

DEMONSTRATION = 20251125


def roster(*, size: int = 3000, seed: int = DEMONSTRATION, on: date) -> tuple[Officer, ...]:
    """``size`` synthetic officers as their files stand on the day ``on``, numbered from ``SYN-000001``.

    Shares of women and of passes follow ``synthesis.toml``. Papers are missing, passports and passes have expired,
    some are under investigation, retired or promised elsewhere. Raises ``ValueError`` for a negative size.
    """
    if size < 0:
        raise ValueError(f"a roster cannot have {size} officers")
    chance = Chance(seed)
    return tuple(_officer(chance, number, on) for number in range(1, size + 1))


def _officer(chance: Chance, number: int, on: date) -> Officer:
    unit = chance.weighted(unit_weights())
    woman = chance.happens(share("women"))
    life = career(chance, on)
    french, english = levels(chance)
    sat = assessment(chance, english, on)
    facts = {
        **life._asdict(),
        "languages": languages(chance, french, english, sat),
        "skills": held_skills(chance, on.year - life.joined_on.year, on),
        **papers(chance, life, sat, on),
        **release(chance, life, on),
        **missing(chance),
    }
    return Officer(
        number=f"SYN-{number:06}",
        service=SERVICE,
        nationality="MAR",
        home_unit=unit.name,
        unit_strength=unit.strength,
        woman=woman,
        provenance=Provenance.SYNTHETIC,
        **facts,
    )
