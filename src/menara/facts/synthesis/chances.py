"""A seeded source of chance, and the shares that steer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from random import Random
from types import MappingProxyType
from typing import TypeVar

from menara.facts.reading import said, table
from menara.terms import Mark

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of ``synthesis.toml``: a share of one, or a whole number. Mark U: a setting that no source gives."""

    name: str
    value: Fraction
    mark: Mark
    sources: tuple[str, ...]
    note: str


@cache
def figures() -> Mapping[str, Figure]:
    """Every figure that drives the synthesis, by name."""
    found = {}
    for name, entry in table("synthesis.toml").items():
        mark, sources = said(entry, file="synthesis.toml")
        value = Fraction(str(entry.get("share", entry.get("number"))))
        found[name] = Figure(name=name, value=value, mark=mark, sources=sources, note=entry.get("note", ""))
    return MappingProxyType(found)


@cache
def share(name: str) -> float:
    """One share of ``synthesis.toml``."""
    return float(figures()[name].value)


class Chance:
    """Draws that depend on the seed alone.

    Everything is made from ``Random.random``, whose numbers Python keeps the same from version to version; its other
    methods are not bound to.
    """

    __slots__ = ("draw",)

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed).random  # noqa: S311 - test data, not a secret

    def happens(self, probability: float) -> bool:
        return self.draw() < probability

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self.draw() * (most - least + 1))

    def one_of(self, things: Sequence[T]) -> T:
        return things[int(self.draw() * len(things))]

    def some_of(self, things: Sequence[T], count: int) -> tuple[T, ...]:
        """``count`` different things, or all where there are fewer."""
        left = list(things)
        return tuple(left.pop(int(self.draw() * len(left))) for _ in range(min(count, len(left))))

    def weighted(self, weights: Sequence[tuple[T, float]]) -> T:
        """One thing, each as likely as its weight; the weights add up to one, and the last takes what is left."""
        drawn = self.draw()
        for thing, weight in weights:
            drawn -= weight
            if drawn < 0:
                return thing
        return weights[-1][0]

    def day(self, first: date, last: date) -> date:
        """A day, both ends included."""
        return first + timedelta(days=self.between(0, (last - first).days))


def months_later(day: date, months: int) -> date:
    """The same day some months later or, negative, earlier; never after the 28th, so that it always exists."""
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, min(day.day, 28))
