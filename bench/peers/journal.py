"""What a solver said while it worked: the best value and the best bound with the second of each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import floor, isfinite
from pathlib import Path
from time import perf_counter

GAPS = (0.01, 0.001, 0.000_5, 0.000_2, 0.000_1)
ABSURD = 1e15  # solvers say infinity in many ways
ROUNDING = 1e-6  # a bound in floating point may stand a hair below the whole number it means


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """At ``seconds`` the best plan known was worth ``value`` and none was worth more than ``bound``; None: unknown."""

    seconds: float
    value: int | None
    bound: int | None


@dataclass(slots=True)
class Journal:
    """Keeps every improvement, and writes it to ``file`` at once, so that a solver that dies has still said it.

    The clock starts with ``begin``: what a peer's model costs to build in Python is no fault of the solver.
    """

    file: Path | None = None
    words: list[Word] = field(default_factory=list)
    started: float = field(default_factory=perf_counter)

    def begin(self) -> None:
        self.started = perf_counter()
        self._write({"built": True})

    def say(self, *, value: float | None = None, bound: float | None = None) -> Word:
        """A worse value or bound than one said before changes nothing: values only rise, bounds only fall."""
        last = self.words[-1] if self.words else Word(seconds=0.0, value=None, bound=None)
        best, least = last.value, last.bound
        if value is not None and isfinite(value) and abs(value) < ABSURD:
            best = round(value) if best is None else max(best, round(value))
        if bound is not None and isfinite(bound) and abs(bound) < ABSURD:
            whole = floor(bound + ROUNDING)
            least = whole if least is None else min(least, whole)
        if (best, least) == (last.value, last.bound):
            return last
        word = Word(seconds=perf_counter() - self.started, value=best, bound=least)
        self.words.append(word)
        self._write({"seconds": word.seconds, "value": word.value, "bound": word.bound})
        return word

    def _write(self, line: dict[str, object]) -> None:
        if self.file is not None:
            with self.file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(line) + "\n")


def read(file: Path) -> list[Word]:
    """The words of a journal, also of one whose writer was killed in the middle of a line."""
    words = []
    for text in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if "seconds" in line:
            words.append(Word(**line))
    return words


def gap_of(value: int | None, bound: int | None) -> float | None:
    """(bound - value) / value; 0 where both are equal; None where it cannot be said."""
    if value is None or bound is None:
        return None
    if bound <= value:
        return 0.0
    return (bound - value) / value if value > 0 else None


def seconds_to_each_gap(words: Iterable[Word], gaps: Iterable[float] = GAPS) -> dict[float, float]:
    """When each gap was first proven; a gap never proven is left out."""
    reached: dict[float, float] = {}
    wanted = tuple(gaps)
    for word in words:
        gap = gap_of(word.value, word.bound)
        for goal in wanted:
            if gap is not None and gap <= goal:
                reached.setdefault(goal, word.seconds)
    return reached
