"""How value and bound of a plan closed in on each other: one small drawing a level, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from menara.engines.course import Point
from menara.engines.matching.goals import GOALS
from menara.web import labels
from menara.web.labels import label
from menara.web.plans import words

WIDE, HIGH, EDGE = 100.0, 36.0, 3.0  # of a drawing, in its own units


def course_of(points: Sequence[Point], *, seconds: float) -> dict[str, Any]:
    """The context of ``parts/course.html``; ``seconds`` is how long the work has gone, or went, on."""
    until = max([seconds, *(point.seconds for point in points), 0.01])
    levels = []
    for goal in GOALS:
        own = [point for point in points if point.level == goal]
        levels.append({"name": label(labels.GOALS, goal), "is_begun": bool(own), **(_level(own, until) if own else {})})
    return {
        "levels": levels if points else [],
        "seconds": _seconds(until),
        "points": [_row(point) for point in points],
    }


def _level(own: Sequence[Point], until: float) -> dict[str, Any]:
    known = [number for point in own for number in (point.value, point.bound) if number is not None]
    least, most = min(known), max(known)
    last = own[-1]
    return {
        "value": words.goal_value(last.level, last.value, last.unit),
        "bound": words.goal_value(last.level, last.bound, last.unit),
        "gap": gap_of(last),
        "is_closed": last.gap == 0,
        "value_line": line_of([(p.seconds, p.value) for p in own], until, least, most),
        "bound_line": line_of([(p.seconds, p.bound) for p in own], until, least, most),
    }


def gap_of(point: Point) -> str:
    """The gap in words: how far value and bound lie apart, a dash where it is not known."""
    if point.gap is None:
        return "–"
    if point.gap == 0:
        return _("none")
    return f"{words.decimals(point.gap * 100)} %" if point.gap >= 0.00005 else f"< {words.decimals(0.01)} %"


def line_of(track: Sequence[tuple[float, int | None]], until: float, least: int, most: int) -> str:
    """The points of a line that keeps each number until the next one, from its first moment to the end."""
    places: list[tuple[float, float]] = []
    for moment, number in track:
        if number is None:
            continue
        across = WIDE * moment / until
        share = (number - least) / (most - least) if most > least else 0.5
        up = HIGH - EDGE - (HIGH - 2 * EDGE) * share
        if places and places[-1][1] != up:
            places.append((across, places[-1][1]))
        places.append((across, up))
    if places:
        places.append((WIDE, places[-1][1]))
    return " ".join(f"{across:.2f},{up:.2f}" for across, up in places)


def _row(point: Point) -> dict[str, Any]:
    return {
        "seconds": _seconds(point.seconds),
        "level": label(labels.GOALS, point.level),
        "value": words.goal_value(point.level, point.value, point.unit),
        "bound": words.goal_value(point.level, point.bound, point.unit),
        "gap": gap_of(point),
    }


def _seconds(value: float) -> str:
    return str(number_format(round(value, 1), decimal_pos=1))
