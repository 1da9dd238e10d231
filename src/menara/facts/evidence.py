"""What others have published: the list of sources, procedures in force, results of assessments, shares of women."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from menara.facts.reading import said, table
from menara.terms import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page facts were taken from. Addresses are as noted, without a scheme; ``…`` stands where one was shortened."""

    key: str
    addresses: tuple[str, ...]
    what: str

    @property
    def is_whole(self) -> bool:
        """Whether every address can be followed as it stands."""
        return not any("…" in address for address in self.addresses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A procedure, policy, resolution or form. Days are written as far as known: a day, a year or blank."""

    number: str
    title: str
    kind: str
    effective: str
    review_due: str
    supersedes: str
    superseded_by: str
    mark: Mark
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One published assessment of candidates; numbers of persons, None where not published."""

    code: str
    nationality: str
    body: str
    held: str
    nominated: int | None
    invited: int | None
    reported: int | None
    assessed: int
    passed: int
    women_assessed: int | None
    women_passed: int | None
    mark: Mark
    sources: tuple[str, ...]
    note: str

    @property
    def pass_rate(self) -> Fraction:
        """Passed over assessed: being assessed is not being deployable."""
        return Fraction(self.passed, self.assessed)

    @property
    def women_among_passed(self) -> Fraction | None:
        return None if self.women_passed is None else Fraction(self.women_passed, self.passed)


@dataclass(frozen=True, slots=True, kw_only=True)
class GenderFigure:
    """A share of women: a target or what was reported, for one category and one year; ``month`` where known."""

    kind: str
    category: str
    year: int
    month: int | None
    share: Fraction
    mark: Mark
    sources: tuple[str, ...]
    note: str


@cache
def sources() -> Mapping[str, Source]:
    """Every source that another file names, by key."""
    return MappingProxyType(
        {
            key: Source(key=key, addresses=tuple(entry["addresses"]), what=entry["what"])
            for key, entry in table("sources.toml").items()
        }
    )


@cache
def policies() -> tuple[Policy, ...]:
    """The register of procedures that pages may cite, in the order of ``policies.toml``."""
    found = []
    for entry in table("policies.toml")["policy"]:
        mark, keys = said(entry, file="policies.toml")
        found.append(
            Policy(
                number=entry["number"],
                title=entry["title"],
                kind=entry["kind"],
                effective=entry.get("effective", ""),
                review_due=entry.get("review_due", ""),
                supersedes=entry.get("supersedes", ""),
                superseded_by=entry.get("superseded_by", ""),
                mark=mark,
                sources=keys,
                note=entry.get("note", ""),
            )
        )
    return tuple(found)


@cache
def assessments() -> tuple[Assessment, ...]:
    """Published pass rates. They differ by a factor of twenty, so none is a rule."""
    counts = ("nominated", "invited", "reported", "women_assessed", "women_passed")
    found = []
    for entry in table("pass_rates.toml")["assessment"]:
        mark, keys = said(entry, file="pass_rates.toml")
        found.append(
            Assessment(
                code=entry["code"],
                nationality=entry["nationality"],
                body=entry["body"],
                held=entry["held"],
                assessed=entry["assessed"],
                passed=entry["passed"],
                mark=mark,
                sources=keys,
                note=entry.get("note", ""),
                **{name: entry.get(name) for name in counts},
            )
        )
    return tuple(found)


@cache
def gender_figures() -> tuple[GenderFigure, ...]:
    """Targets and reported shares of women, by category and year."""
    found = []
    for entry in table("gender_targets.toml")["figure"]:
        mark, keys = said(entry, file="gender_targets.toml")
        found.append(
            GenderFigure(
                kind=entry["kind"],
                category=entry["category"],
                year=entry["year"],
                month=entry.get("month"),
                share=Fraction(entry["share"]) / 100,
                mark=mark,
                sources=keys,
                note=entry.get("note", ""),
            )
        )
    return tuple(found)


def gender_target(*, category: str, year: int) -> GenderFigure | None:
    """The target of one category for one very year; years between published ones have none."""
    return next((f for f in gender_figures() if f.kind == "target" and f.category == category and f.year == year), None)
