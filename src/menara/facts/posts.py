"""Missions and offices with police, and how many officers their mandates allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from menara.facts.reading import Words, said, table
from menara.terms import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """How many a text allows. ``category`` is IPO, FPU, police (not told apart) or a kind of staff; categories are
    never added up. ``as_of`` is the month of the text (``2023-11``) or blank where it is not known."""

    category: str
    number: int
    as_of: str
    mark: Mark
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TourPractice:
    """Lengths of tour in months that a mission uses in place of the general one."""

    months: tuple[int, ...]
    mark: Mark
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """A mission or office. ``kind`` is peacekeeping, special_political, headquarters, standing_capacity or comparison
    (not of the United Nations, outside its pool). ``host`` is ISO 3166 alpha-3, blank where none is named.
    ``armed``: whether individual officers carry arms: yes, no, mixed, or blank for not known."""

    code: str
    names: Words
    org: str
    kind: str
    host: str
    stations: tuple[Words, ...]
    working_languages: tuple[str, ...]
    asset_languages: tuple[str, ...]
    armed: str
    armed_mark: Mark | None
    ceilings: tuple[Ceiling, ...]
    tour: TourPractice | None
    closed: str
    closed_note: str
    mark: Mark
    sources: tuple[str, ...]
    note: str

    def is_closed(self, on: date) -> bool:
        """Whether the year it closed in is over. Days are not published, so a mission counts to the end of its year."""
        return bool(self.closed) and int(self.closed) < on.year

    def ceiling(self, category: str) -> Ceiling | None:
        """The ceiling of one category, None where none is known. There is no total on purpose."""
        return next((c for c in self.ceilings if c.category == category), None)


@cache
def missions() -> Mapping[str, Mission]:
    """Missions by code, in the order of ``missions.toml``."""
    return MappingProxyType({entry["code"]: _mission(entry) for entry in table("missions.toml")["mission"]})


def _mission(entry: Mapping[str, Any]) -> Mission:
    mark, sources = said(entry, file="missions.toml")
    return Mission(
        code=entry["code"],
        names=entry["names"],
        org=entry["org"],
        kind=entry["kind"],
        host=entry["host"],
        stations=tuple(entry["stations"]),
        working_languages=tuple(entry["working_languages"]),
        asset_languages=tuple(entry["asset_languages"]),
        armed=entry["armed"],
        armed_mark=Mark(entry["armed_mark"]) if entry["armed_mark"] else None,
        ceilings=tuple(_ceiling(ceiling) for ceiling in entry.get("ceiling", ())),
        tour=_tour(entry["tour"]) if "tour" in entry else None,
        closed=entry["closed"],
        closed_note=entry.get("closed_note", ""),
        mark=mark,
        sources=sources,
        note=entry.get("note", ""),
    )


def _ceiling(entry: Mapping[str, Any]) -> Ceiling:
    mark, sources = said(entry, file="missions.toml")
    return Ceiling(
        category=entry["category"],
        number=entry["number"],
        as_of=entry["as_of"],
        mark=mark,
        sources=sources,
        note=entry["note"],
    )


def _tour(entry: Mapping[str, Any]) -> TourPractice:
    mark, sources = said(entry, file="missions.toml")
    return TourPractice(months=tuple(entry["months"]), mark=mark, sources=sources, note=entry["note"])
