"""What is asked of everyone: norms, national overlays, the register of rules and the stages of the AMS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cache
from typing import Any

from menara.engines.eligibility.norms import Norm, Norms, Overlay, Value
from menara.facts.officers import languages, ranks
from menara.facts.reading import Words, joined, said, table
from menara.terms import Mark, Modality


@cache
def norms() -> Norms:
    """Every norm of ``norms.toml`` and every overlay of ``overlays.toml``, ready for the engines."""
    file = table("norms.toml")
    return Norms(
        norms=tuple(norm for entry in file["norm"] for norm in _norms_of(entry, file["extension"])),
        overlays=tuple(_overlay(entry) for entry in table("overlays.toml")["overlay"]),
        ranks=dict(ranks()),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where Menara keeps a rule: names of eligibility rules, norms, constraints of matching, stages of the AMS, fields
    of national overlays, missions with a tour practice of their own, or refusals of the intake."""

    rules: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    overlays: tuple[str, ...] = ()
    tours: tuple[str, ...] = ()
    intake: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, place.name) for place in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredRule:
    """A rule of the register, R1 to R25. ``value`` is as a reader would write it; engines read the norms instead.
    ``applies_to`` holds modalities, or ``UNMO`` for military observers, who are none of ours."""

    number: str
    text: str
    value: str
    applies_to: tuple[str, ...]
    home: Home
    mark: Mark
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTest:
    """A test within a stage. The names of ``values`` say their unit (``minutes_at_most``)."""

    code: str
    text: str
    values: Mapping[str, int | float]
    mark: Mark
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmsStage:
    """A stage of the Assessment for Mission Service; each is a gate for the next."""

    code: str
    names: Words
    armed_only: bool
    tests: tuple[StageTest, ...]


@cache
def registered_rules() -> tuple[RegisteredRule, ...]:
    """R1 to R25, in order."""
    return tuple(_registered(entry) for entry in table("rules.toml")["rule"])


def _registered(entry: Mapping[str, Any]) -> RegisteredRule:
    mark, sources = said(entry, file="rules.toml")
    return RegisteredRule(
        number=entry["number"],
        text=entry["text"],
        value=entry["value"],
        applies_to=tuple(entry["applies_to"]),
        home=Home(**{place: tuple(names) for place, names in entry["home"].items()}),
        mark=mark,
        sources=sources,
    )


@cache
def ams_stages() -> tuple[AmsStage, ...]:
    """The stages of the AMS in the order they are held (S47)."""
    return tuple(
        AmsStage(
            code=entry["code"],
            names=entry["names"],
            armed_only=entry["armed_only"],
            tests=tuple(_test(test) for test in entry.get("test", ())),
        )
        for entry in table("ams_stages.toml")["stage"]
    )


def _test(entry: Mapping[str, Any]) -> StageTest:
    mark, sources = said(entry, file="ams_stages.toml")
    return StageTest(code=entry["code"], text=entry["text"], values=entry["values"], mark=mark, sources=sources)
