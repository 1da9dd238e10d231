"""A page of a list: the lines shown, how many there are in all, and where one stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from menara.models.records import Recorded

Line = TypeVar("Line")
Words = Mapping[str, str]
PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Line]):
    """``number`` counts from 1; ``total`` counts all lines of the list, not of the page."""

    lines: tuple[Line, ...]
    total: int
    number: int = 1
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """The number of the first line shown, from 1; 0 in an empty list."""
        return (self.number - 1) * self.per_page + 1 if self.lines else 0

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1 if self.lines else 0

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a record comes from: real with its source, synthetic, or entered by a user of this installation."""

    provenance: str
    mark: str = ""
    source_key: str = ""
    source_url: str = ""


def origin_of(row: Recorded) -> Origin:
    """Where a record comes from."""
    return Origin(provenance=row.provenance, mark=row.mark, source_key=row.source_key, source_url=row.source_url)


def within(number: int, *, total: int, per_page: int) -> int:
    """The page asked for, or the nearest one there is."""
    return min(max(1, number), max(1, -(-total // per_page)))
