"""The course of long work: what it held and what it had proven of each level, over time, in a bounded number of points.

The caller says how many seconds have passed; nothing here asks the clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from menara.engines.outcome import Progress

MOST = 240  # points kept; beyond it every second one of the busiest level goes


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One level at one moment: the value held and the bound proven, whole numbers of which ``unit`` make one; None
    where nothing is known yet."""

    seconds: float
    level: str
    value: int | None
    bound: int | None
    unit: int = 1

    @property
    def gap(self) -> float | None:
        """Relative distance of value and bound. None where one is not known, and where the value is of a slate that
        gives way at a level above, which the bound does not speak of."""
        if self.value is None or self.bound is None or self.value > self.bound:
            return None
        return (self.bound - self.value) / max(abs(self.bound), 1)


class Course:
    """Listens to words and keeps those that tell something new. The first and the last of each level always stay."""

    def __init__(self, points: Iterable[Point] = ()) -> None:
        self._points = list(points)
        self._last = {point.level: point for point in self._points}

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(self._points)

    def note(self, word: Progress, *, seconds: float) -> Point | None:
        """The point that a word adds; None where it says of no level anything that was not known."""
        last = self._last.get(word.level)
        if not word.level or (word.value is None and word.bound is None):
            return None
        if last is not None and (last.value, last.bound) == (word.value, word.bound):
            return None
        point = Point(seconds=seconds, level=word.level, value=word.value, bound=word.bound, unit=word.unit)
        self._points.append(point)
        self._last[word.level] = point
        if len(self._points) > MOST:
            self._thin()
        return point

    def _thin(self) -> None:
        level, _count = Counter(point.level for point in self._points).most_common(1)[0]
        own = [place for place, point in enumerate(self._points) if point.level == level]
        gone = set(own[1:-1:2])
        self._points = [point for place, point in enumerate(self._points) if place not in gone]
