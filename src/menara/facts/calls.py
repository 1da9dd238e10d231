"""The openings of the demonstration world: those seen, blanks left blank, and the synthetic ones that complete them.

The files have the columns people's own files have. This reader is strict and short because the files are ours: what it
cannot read is a fault of this project.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from menara.engines.eligibility.opening import LanguageAsked, NationalityExclusion, Opening, SkillAsked
from menara.facts.reading import listed, rows, words
from menara.terms import Education, LanguageLevel, LanguageTest, Mark, Modality, Need, Provenance, VacancyState

T = TypeVar("T")

WORD_LEVELS: Mapping[str, LanguageLevel] = MappingProxyType(
    {"working knowledge": LanguageLevel.B2, "fluency": LanguageLevel.C1}
)
"""The words of job openings as levels. This reading is Menara's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenOpening:
    """Where a real opening was seen. ``number`` is its number in the list of ten; one number may have several lines.
    ``deadline_on`` is the day posted: its hour and zone were not visible, so it is no instant."""

    ref: str
    number: int
    deadline_on: date | None
    mark: Mark
    sources: tuple[str, ...]


@cache
def openings_real() -> tuple[Opening, ...]:
    """The ten openings that were seen, line by line; what was not visible is None."""
    return tuple(_opening(row) for row in rows("openings_real.csv"))


@cache
def openings_synthetic() -> tuple[Opening, ...]:
    """Completions of the openings seen (``…-S``), and more over the same missions. None of them is real."""
    return tuple(_opening(row) for row in rows("openings_synthetic.csv"))


@cache
def seen_openings() -> Mapping[str, SeenOpening]:
    """Source and mark of each real opening, by reference."""
    return MappingProxyType(
        {
            row["ref"]: SeenOpening(
                ref=row["ref"],
                number=int(row["number"]),
                deadline_on=_cell(row["deadline_on"], date.fromisoformat),
                mark=Mark(row["mark"]),
                sources=listed(row["sources"]),
            )
            for row in rows("openings_real_sources.csv")
        }
    )


def _opening(row: Mapping[str, str]) -> Opening:
    return Opening(
        ref=row["ref"],
        call=row["call"],
        title=words(row, "title"),
        org=row["org"],
        mission=row["mission"],
        duty_station=row["duty_station"],
        modality=_cell(row["modality"], Modality),
        level=row["level"],
        positions=_cell(row["positions"], int),
        vacancy_state=_cell(row["vacancy_state"], VacancyState),
        rank_min=dict(_rank(item) for item in listed(row["rank_min"])),
        education=_cell(row["education"], lambda word: Education[word.upper()]),
        years_total=_cell(row["years_total"], int),
        years_specific=_cell(row["years_specific"], int),
        specific_skill=row["specific_skill"],
        stream=row["stream"],
        skills=tuple(_skill(item) for item in listed(row["skills"])),
        languages=tuple(_language(item) for item in listed(row["languages"])),
        armed=_cell(row["armed"], _truth),
        driving=_cell(row["driving"], _truth),
        start=_cell(row["start"], date.fromisoformat),
        tour_months=_cell(row["tour_months"], int),
        extendable=_cell(row["extendable"], _truth),
        deadline=_cell(row["deadline"], _instant),
        max_nominations=_cell(row["max_nominations"], int),
        female_target=_cell(row["female_target"], lambda share: Fraction(share.removesuffix("%")) / 100),
        nationality_exclusions=tuple(_exclusion(item) for item in listed(row["nationality_exclusions"])),
        critical=bool(_cell(row["critical"], _truth)),
        as_posted=row["as_posted"],
        source_url=row["source_url"],
        seen_on=_cell(row["seen_on"], date.fromisoformat),
        provenance=Provenance(row["provenance"]),
    )


def _cell(cell: str, read: Callable[[str], T]) -> T | None:
    return read(cell) if cell else None


def _truth(cell: str) -> bool:
    return {"yes": True, "no": False}[cell]


def _instant(cell: str) -> datetime:
    found = datetime.fromisoformat(cell)
    if found.tzinfo is None:
        raise ValueError(f"a deadline without a zone: {cell}")
    return found


def _rank(item: str) -> tuple[str, str]:
    ladder, grade = item.split("=")
    return ladder, grade


def _skill(item: str) -> SkillAsked:
    code, level, need = item.split(":")
    return SkillAsked(code=code, level=int(level), need=Need(need))


def _language(item: str) -> LanguageAsked:
    code, test, measure, need = item.split(":")
    kind = LanguageTest(test)
    if kind is LanguageTest.AMS:
        return LanguageAsked(code=code, test=kind, need=Need(need), score=_cell(measure, int))
    level = _cell(measure, lambda word: WORD_LEVELS[word] if kind is LanguageTest.WORD else LanguageLevel[word])
    return LanguageAsked(code=code, test=kind, need=Need(need), level=level)


def _exclusion(item: str) -> NationalityExclusion:
    nationality, reason, authority = item.split(":")
    return NationalityExclusion(nationality=nationality, reason=reason, authority=authority)
