"""What is asked of everyone: norms, national overlays, the register of rules and the stages of the AMS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from menara.engines.eligibility.norms import Norm, Norms, Overlay, Value
from menara.facts.officers import languages, ranks
from menara.facts.reading import joined, said, table
from menara.terms import Mark, Modality


@cache
def norms() -> Norms:
    """Every norm of ``norms.toml`` and every overlay of ``overlays.toml``, ready for the engines."""
    file = table("norms.toml")
    return Norms(
        norms=tuple(norm for entry in file["norm"] for norm in _norms_of(entry, file["extension"])),
        overlays=tuple(_overlay(entry) for entry in table("overlays.toml")["overlay"]),
        ranks=ranks(),
        ams_languages=tuple(sorted(code for code, language in languages().items() if language.is_tested)),
    )


def _norms_of(entry: Mapping[str, Any], extension: Mapping[str, Any]) -> Iterator[Norm]:
    """One norm for each modality named, and an inferred one for each it is extended to."""
    mark, sources = said(entry, file="norms.toml")
    note = entry.get("note", "")
    for name in entry["modalities"]:
        yield _norm(entry, Modality(name), mark, sources, note)
    for name in entry.get("extended_to", ()):
        inferred = Mark.UNCONFIRMED if mark is Mark.UNCONFIRMED else Mark.INFERRED
        also = tuple(dict.fromkeys((*sources, *extension["sources"])))
        yield _norm(entry, Modality(name), inferred, also, f"{extension['note']} {note}".strip())


def _norm(entry: Mapping[str, Any], modality: Modality, mark: Mark, sources: tuple[str, ...], note: str) -> Norm:
    return Norm(
        name=entry["name"],
        modality=modality,
        value=_value(entry["value"]),
        mark=mark,
        source=joined(sources),
        level=entry.get("level", ""),
        since=entry.get("since"),
        until=entry.get("until"),
        note=note,
    )


def _value(raw: object) -> Value:
    if isinstance(raw, str):
        return Fraction(raw)
    if isinstance(raw, bool | int):
        return raw
    raise ValueError(f"norms.toml: a value is a whole number, true, false or a share, not {raw!r}")


def _overlay(entry: Mapping[str, Any]) -> Overlay:
    mark, sources = said(entry, file="overlays.toml")
    given = {name: value for name, value in entry.items() if name not in ("mark", "sources")}
    return Overlay(mark=mark, source=joined(sources), **given)
