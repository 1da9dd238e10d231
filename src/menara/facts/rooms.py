"""What rooms offer and where they lie: words that records hold as codes or as somebody typed them, by language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from menara.facts.reading import Words, listed, rows, words
from menara.terms import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEquipment:
    """Something a room may have and a meeting may need."""

    code: str
    names: Words
    mark: Mark
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArea:
    """A building or an area of a venue. It has no code: rooms hold the name that was typed, in any language."""

    names: Words
    mark: Mark
    sources: tuple[str, ...]


@cache
def equipment() -> Mapping[str, KnownEquipment]:
    """Equipment by code."""
    return MappingProxyType(
        {
            row["code"]: KnownEquipment(
                code=row["code"],
                names=words(row, "name"),
                mark=Mark(row["mark"]),
                sources=listed(row["sources"]),
            )
            for row in rows("equipment.csv")
        }
    )


@cache
def areas() -> tuple[KnownArea, ...]:
    """Areas, in the order of the file."""
    return tuple(
        KnownArea(names=words(row, "name"), mark=Mark(row["mark"]), sources=listed(row["sources"]))
        for row in rows("areas.csv")
    )


def equipment_code(text: str) -> str:
    """The code of equipment that somebody named by its code or in a language; what nobody knows, as it was typed."""
    typed = text.strip()
    return _codes().get(_plain(typed), typed)


def area_names(text: str) -> Words:
    """An area by language, whichever of its names was typed; empty where nobody knows it."""
    return _areas().get(_plain(text), {})


@cache
def _codes() -> Mapping[str, str]:
    named = {_plain(name): one.code for one in equipment().values() for name in one.names.values()}
    return named | {_plain(code): code for code in equipment()}


@cache
def _areas() -> Mapping[str, Words]:
    return {_plain(name): one.names for one in areas() for name in one.names.values()}


def _plain(text: str) -> str:
    """Case, the kind of apostrophe and spaces make no difference."""
    return " ".join(text.casefold().replace("’", "'").split())
