"""The course of long work: nothing told twice, never more than so many points, first and last kept."""

from __future__ import annotations

import random

import pytest

from menara.engines.course import MOST, Course, Point
from menara.engines.outcome import Progress


def word(level: str, value: int | None, bound: int | None) -> Progress:
    return Progress(step="searching", level=level, value=value, bound=bound)


def test_only_what_is_new_is_kept() -> None:
    course = Course()
    said = [("", 1, 2), ("filled", None, None), ("filled", 3, None), ("filled", 3, None), ("filled", 3, 5)]
    said += [("quality", 3, 5), ("filled", 3, 5), ("filled", 4, 5)]
    noted = [course.note(word(*one), seconds=float(place)) is not None for place, one in enumerate(said)]
    assert noted == [False, False, True, False, True, True, False, True]
    assert [(p.seconds, p.level, p.value, p.bound) for p in course.points] == [
        (2.0, "filled", 3, None),
        (4.0, "filled", 3, 5),
        (5.0, "quality", 3, 5),
        (7.0, "filled", 4, 5),
    ]


def test_it_goes_on_where_it_was_left() -> None:
    course = Course([Point(seconds=1.0, level="filled", value=3, bound=5)])
    assert course.note(word("filled", 3, 5), seconds=2.0) is None
    assert course.note(word("filled", 5, 5), seconds=2.0) is not None


def test_the_number_of_points_is_bounded_and_the_ends_stay() -> None:
    draw, course, first, last = random.Random(1), Course(), {}, {}
    for moment in range(5_000):
        one = word(draw.choice(["filled", "filled", "quality"]), moment, 10_000)
        point = course.note(one, seconds=moment / 10)
        first.setdefault(point.level, point)
        last[point.level] = point
        assert len(course.points) <= MOST
    assert [p.seconds for p in course.points] == sorted(p.seconds for p in course.points)
    for level, began in first.items():
        own = [p for p in course.points if p.level == level]
        assert (own[0], own[-1]) == (began, last[level])
    assert len(course.points) > MOST // 3


@pytest.mark.parametrize(
    ("value", "bound", "gap"),
    [(90, 100, 0.1), (100, 100, 0.0), (None, 100, None), (90, None, None), (101, 100, None), (0, 0, 0.0)],
)
def test_the_gap(value: int | None, bound: int | None, gap: float | None) -> None:
    found = Point(seconds=0.0, level="filled", value=value, bound=bound).gap
    assert found == (gap if gap is None else pytest.approx(gap))
