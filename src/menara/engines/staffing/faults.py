"""What is wrong with a problem, all at once: by column and row, before anything is computed from it.

A post that nobody can fill is no fault; see ``unfillable``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from menara.engines.staffing.conditions import explain
from menara.engines.staffing.problem import OFFICER_COLUMNS, POST_COLUMNS, Column, Sides, Staffing
from menara.errors import Fault
from menara.wording import gettext_noop as _

MOST_ROWS = 20  # named of one column; the others are only counted
BITS = 2**32 - 1
LARGE = 1_000_000


Found = Fault | int  # a fault, or how many more there are like the ones before


class Range(NamedTuple):
    least: int
    most: int

    def __str__(self) -> str:
        return f"{self.least}..{self.most}"


LEVELS = Range(0, 4)
OFFICER_RANGES = {
    "languages": LEVELS,
    "woman": Range(0, 1),
    "rank": Range(0, 99),
    "years": Range(0, 100),
    "skills": Range(0, BITS),
    "available": Range(0, 1200),
    "age": Range(0, 120),
    "last": Range(-1, LARGE),
    "clearance": Range(0, 99),
    "score": Range(0, LARGE),
}
POST_RANGES = {
    "capacity": Range(0, LARGE),
    "main": Range(0, 3),
    "main_level": LEVELS,
    "second": Range(-1, 3),
    "second_level": LEVELS,
    "rank_min": Range(0, 99),
    "rank_max": Range(0, 99),
    "years_min": Range(0, 100),
    "required": Range(0, BITS),
    "desired": Range(0, BITS),
    "start": Range(0, 1200),
    "age_max": Range(0, 200),
    "clearance": Range(0, 99),
    "critical": Range(0, 1),
}
WORTH_RANGES = {
    "language": Range(-LARGE, LARGE),
    "year": Range(-LARGE, LARGE),
    "years_counted": Range(0, 100),
    "skill": Range(-LARGE, LARGE),
    "least": Range(-LARGE, LARGE),
    "most": Range(-LARGE, LARGE),
    "filled": Range(-LARGE, LARGE),
    "critical": Range(-LARGE, LARGE),
}

SENTENCES = {
    "wrong_shape": _("The shape of this column is %(found)s; it must be %(allowed)s."),
    "not_whole": _("These are no whole numbers: %(found)s."),
    "out_of_range": _("Out of range: %(found)s; allowed is %(allowed)s."),
    "unknown": _("There is no such thing: %(found)s; there are %(allowed)s."),
    "given_twice": _("Given more than once: %(found)s."),
    "contradictory": _("Two decisions contradict each other: %(found)s."),
    "not_eligible": _("A pinned officer does not meet what the post asks: %(found)s."),
    "too_many_pins": _("More officers are pinned than the post has vacancies: %(found)s; there are %(allowed)s."),
}


def faults(staffing: Staffing) -> tuple[Fault, ...]:
    """Every fault, by column (``officers.rank``) and row (the header is row 1, so that entry 0 is row 2).

    Shapes come first: where one is wrong nothing else can be asked. At most ``MOST_ROWS`` rows of a column are named;
    ``total`` counts the others too.
    """
    return tuple(found for found in _found(staffing) if isinstance(found, Fault))


def total(staffing: Staffing) -> int:
    """How many faults there are, those that are not named included."""
    return sum(1 if isinstance(found, Fault) else found for found in _found(staffing))


def pin_faults(staffing: Staffing) -> tuple[Fault, ...]:
    """Pins that are not eligible, for a problem without other faults."""
    found = []
    for row, (post, officer) in enumerate(staffing.pins):
        names = ", ".join(unmet.name for unmet in explain(staffing, officer=officer, post=post))
        if names:
            found.append(fault("not_eligible", "pins", row, f"officer {officer} at post {post}: {names}"))
    return tuple(found)


def fault(code: str, column: str, entry: int | None, found: object, allowed: object = "") -> Fault:
    """A fault at an entry counted from 0; None speaks of the whole column."""
    row = 0 if entry is None else entry + 2
    return Fault(
        file="", row=row, column=column, code=code, sentence=SENTENCES[code], found=str(found), allowed=str(allowed)
    )


def usual_length(columns: list[Column]) -> int:
    """The length most columns have, so that the odd one out is named and not all the others."""
    counts = Counter(len(column) for column in columns if column.ndim)
    return counts.most_common(1)[0][0] if counts else 0


def _found(staffing: Staffing) -> Iterator[Found]:
    shapes = tuple(_shapes(staffing))
    yield from shapes or (*_columns(staffing), *_sides(staffing), *_decisions(staffing))


def _rows(rows: Sequence[int] | Column, name: Callable[[int], Fault]) -> Iterator[Found]:
    """The first rows as faults, and how many more there are."""
    yield from (name(int(row)) for row in rows[:MOST_ROWS])
    yield max(0, len(rows) - MOST_ROWS)


def _shapes(staffing: Staffing) -> Iterator[Found]:
    officers = usual_length([getattr(staffing.officers, name) for name in OFFICER_COLUMNS])
    posts = usual_length([getattr(staffing.posts, name) for name in POST_COLUMNS])
    wanted: dict[str, tuple[Column, tuple[int, ...]]] = {}
    for name in OFFICER_COLUMNS:
        wanted[f"officers.{name}"] = getattr(staffing.officers, name), (officers, 4)[: 1 + (name == "languages")]
    for name in POST_COLUMNS:
        wanted[f"posts.{name}"] = getattr(staffing.posts, name), (posts,)
    if staffing.excluded.ndim != 2:
        yield fault("wrong_shape", "excluded", None, staffing.excluded.shape, "missions x countries")
    elif staffing.sides is not None:
        for name, size in _side_lengths(staffing).items():
            wanted[f"sides.{name}"] = getattr(staffing.sides, name), (size,)
    for name, (column, shape) in wanted.items():
        if column.shape != shape:
            yield fault("wrong_shape", name, None, column.shape, shape)
        elif column.dtype.kind not in "iub":
            yield from _not_whole(name, column)
    if staffing.excluded.dtype.kind not in "iub":
        yield from _not_whole("excluded", staffing.excluded)


def _side_lengths(staffing: Staffing) -> dict[str, int]:
    by_mission = dict.fromkeys(("country_cap", "french_min", "arabic_min"), staffing.missions)
    return {"pledge": staffing.countries, **by_mission}


def _not_whole(name: str, column: Column) -> Iterator[Found]:
    """Fractions and NaN by row. Whole numbers kept as floats are refused as well: nothing is coerced."""
    if column.dtype.kind != "f" or not column.size:
        yield fault("not_whole", name, None, column.dtype)
        return
    rows = np.flatnonzero(~(np.isfinite(column) & (column == np.trunc(column))).reshape(len(column), -1).all(axis=1))
    yield from _rows(rows, lambda row: fault("not_whole", name, row, column[row].tolist()))
    if not len(rows):
        yield fault("not_whole", name, None, column.dtype)


def _columns(staffing: Staffing) -> Iterator[Found]:
    officers, posts = staffing.officers, staffing.posts
    yield from _outside("officers.country", officers.country, Range(0, staffing.countries - 1))
    for name, allowed in OFFICER_RANGES.items():
        yield from _outside(f"officers.{name}", getattr(officers, name), allowed)
    yield from _outside("posts.mission", posts.mission, Range(0, staffing.missions - 1))
    for name, allowed in POST_RANGES.items():
        yield from _outside(f"posts.{name}", getattr(posts, name), allowed)
    yield from _outside("excluded", staffing.excluded, Range(0, 1))
    for name, allowed in WORTH_RANGES.items():
        yield from _outside(f"worth.{name}", np.array([getattr(staffing.worth, name)]), allowed)


def _outside(name: str, column: Column, allowed: Range) -> Iterator[Found]:
    if not column.size or (int(column.min()) >= allowed.least and int(column.max()) <= allowed.most):
        return
    wrong = (column < allowed.least) | (column > allowed.most)
    rows = np.flatnonzero(wrong.reshape(len(column), -1).any(axis=1))
    yield from _rows(rows, lambda row: fault("out_of_range", name, row, np.asarray(column[row]).tolist(), allowed))


def _sides(staffing: Staffing) -> Iterator[Found]:
    sides: Sides | None = staffing.sides
    if sides is None:
        return
    for name in _side_lengths(staffing):
        yield from _outside(f"sides.{name}", getattr(sides, name), Range(0, 2**31 - 1))
    part, whole = sides.women_share
    if not 0 <= part <= whole or not 0 < whole <= LARGE:
        yield fault("out_of_range", "sides.women_share", None, f"{part}/{whole}", "0/1..1/1")
    if not LEVELS.least <= sides.speaker_level <= LEVELS.most:
        yield fault("out_of_range", "sides.speaker_level", None, sides.speaker_level, LEVELS)
    if not 0 <= sides.speaker_penalty <= LARGE:
        yield fault("out_of_range", "sides.speaker_penalty", None, sides.speaker_penalty, Range(0, LARGE))


def _decisions(staffing: Staffing) -> Iterator[Found]:
    here = Range(staffing.first, staffing.first + len(staffing.officers) - 1)
    posts = Range(0, len(staffing.posts) - 1)
    asked = (
        ("withdrawn", "officer", staffing.withdrawn, here),
        ("frozen", "post", staffing.frozen, posts),
        ("pins", "officer", [officer for _, officer in staffing.pins], here),
        ("pins", "post", [post for post, _ in staffing.pins], posts),
    )
    for column, kind, indexes, allowed in asked:
        rows = [row for row, index in enumerate(indexes) if not allowed.least <= index <= allowed.most]
        yield from _rows(rows, partial(_unknown, column, kind, indexes, allowed))
    pins = tuple(_pins(staffing))
    yield from _rows(range(len(pins)), pins.__getitem__)


def _unknown(column: str, kind: str, indexes: Sequence[int], allowed: Range, row: int) -> Fault:
    return fault("unknown", column, row, f"{kind} {indexes[row]}", allowed)


def _pins(staffing: Staffing) -> Iterator[Fault]:
    times = Counter(officer for _, officer in staffing.pins)
    pinned = Counter(post for post, _ in staffing.pins)
    withdrawn, frozen = set(staffing.withdrawn), set(staffing.frozen)
    for row, (post, officer) in enumerate(staffing.pins):
        if times[officer] > 1:
            yield fault("given_twice", "pins", row, f"officer {officer}")
        if officer in withdrawn:
            yield fault("contradictory", "pins", row, f"officer {officer} is withdrawn and pinned")
        if post in frozen:
            yield fault("contradictory", "pins", row, f"post {post} is frozen and pinned")
        if 0 <= post < len(staffing.posts) and pinned[post] > staffing.posts.capacity[post]:
            capacity = int(staffing.posts.capacity[post])
            yield fault("too_many_pins", "pins", row, f"{pinned[post]} at post {post}", capacity)
