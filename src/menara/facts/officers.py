"""What describes an officer: ladders of rank, languages and the taxonomy of skills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from menara.facts.reading import Words, listed, rows, words
from menara.terms import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class RankStep:
    """One grade of one ladder. ``order`` counts from 1 at the foot and compares only within its service and corps."""

    service: str
    corps: str
    grade: str
    order: int
    names: Words
    mark: Mark
    sources: tuple[str, ...]

    @property
    def key(self) -> str:
        """``service/corps/grade``, as files write a rank."""
        return f"{self.service}/{self.corps}/{self.grade}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLanguage:
    """A language files may name, by ISO 639 code. ``is_tested`` is true of the two languages the AMS tests."""

    code: str
    names: Words
    is_tested: bool
    mark: Mark
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSkill:
    """A skill of the taxonomy. ``is_critical``: named so by the Police Adviser in November 2023 (S95).
    ``is_specialised``: named on the pages of the Standing Police Capacity or of specialized police teams."""

    stream: str
    code: str
    names: Words
    is_critical: bool
    is_specialised: bool
    mark: Mark
    sources: tuple[str, ...]


STREAMS: tuple[str, ...] = ("command", "operations", "capacity_building", "administration")
"""The four streams of police recruitment (S78, S104, S105)."""


@cache
def rank_steps() -> tuple[RankStep, ...]:
    """Every grade of every ladder of ``ranks.csv``, in the order of the file."""
    return tuple(
        RankStep(
            service=row["service"],
            corps=row["corps"],
            grade=row["grade"],
            order=int(row["order"]),
            names=words(row, "name"),
            mark=Mark(row["mark"]),
            sources=listed(row["sources"]),
        )
        for row in rows("ranks.csv")
    )


@cache
def ranks() -> Mapping[str, int]:
    """``service/corps/grade`` to its order within its own corps; ranks of two corps do not compare."""
    return MappingProxyType({step.key: step.order for step in rank_steps()})


@cache
def languages() -> Mapping[str, KnownLanguage]:
    """Languages by ISO 639 code."""
    return MappingProxyType(
        {
            row["code"]: KnownLanguage(
                code=row["code"],
                names=words(row, "name"),
                is_tested=row["ams"] == "yes",
                mark=Mark(row["mark"]),
                sources=listed(row["sources"]),
            )
            for row in rows("languages.csv")
        }
    )


@cache
def skills() -> Mapping[str, KnownSkill]:
    """Skills by code, stream by stream."""
    return MappingProxyType(
        {
            row["code"]: KnownSkill(
                stream=row["stream"],
                code=row["code"],
                names=words(row, "name"),
                is_critical=row["critical"] == "yes",
                is_specialised=row["specialised"] == "yes",
                mark=Mark(row["mark"]),
                sources=listed(row["sources"]),
            )
            for row in rows("skills.csv")
        }
    )
