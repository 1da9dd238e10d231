"""The odds model as this installation starts with it: published yields as priors, weights as settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from menara.engines.matching.odds import OddsModel
from menara.facts.reading import said, table
from menara.terms import Mark, Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """Odds in whole per cent that a nominee of a modality starts from, and where they come from."""

    modality: Modality
    per_cent: int
    mark: Mark
    sources: tuple[str, ...]
    note: str


@cache
def priors() -> tuple[Prior, ...]:
    """One prior a modality, in the order of the file."""
    found = []
    for entry in table("odds.toml")["prior"]:
        mark, sources = said(entry, file="odds.toml")
        for name in entry["modalities"]:
            found.append(
                Prior(
                    modality=Modality(name),
                    per_cent=entry["per_cent"],
                    mark=mark,
                    sources=sources,
                    note=entry["note"],
                )
            )
    return tuple(found)


@cache
def odds_model() -> OddsModel:
    """The model of ``odds.toml``, ready for the engine."""
    weights: Mapping[str, int] = {k: v for k, v in table("odds.toml")["weights"].items() if isinstance(v, int)}
    return OddsModel(priors={p.modality.value: p.per_cent for p in priors()}, **weights)
