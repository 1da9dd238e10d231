"""The conditions a pair of officer and post must meet, as one list; and why a pair is not eligible.

A condition is one function of officers' columns and of what a post asks. It reads few fields of the post, so that its
answer is computed once for each distinct value and shared by every post that asks the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.staffing.problem import Column, Officers, Staffing

Flags = NDArray[np.bool_]


def holds_required_skills(officers: Officers, excluded: Column, required: int) -> Flags:
    """The officer holds every skill the post requires."""
    met: Flags = (officers.skills & required) == required
    return met


def holds_rank(officers: Officers, excluded: Column, rank_min: int, rank_max: int) -> Flags:
    """The officer's rank is within the post's window, both ends included."""
    return (officers.rank >= rank_min) & (officers.rank <= rank_max)


def speaks_main_language(officers: Officers, excluded: Column, main: int, main_level: int) -> Flags:
    """The officer's level in the post's main language is the level asked or above."""
    return officers.languages[:, main] >= main_level


def has_served_years(officers: Officers, excluded: Column, years_min: int) -> Flags:
    """The officer has served the years asked."""
    return officers.years >= years_min


def is_free_by_start(officers: Officers, excluded: Column, start: int) -> Flags:
    """The officer is free in the month the post starts, or before."""
    return officers.available <= start


def speaks_second_language(officers: Officers, excluded: Column, second: int, second_level: int) -> Flags:
    """The officer's level in the post's second language, where one is asked, is the level asked or above."""
    if second < 0:
        return np.ones(len(officers), dtype=np.bool_)
    return officers.languages[:, second] >= second_level


def is_within_age(officers: Officers, excluded: Column, age_max: int) -> Flags:
    """The officer is not older than the post allows."""
    return officers.age <= age_max


def served_elsewhere_last(officers: Officers, excluded: Column, mission: int) -> Flags:
    """The mission the officer served last is another one than the post's."""
    met: Flags = officers.last != mission
    return met


def is_cleared(officers: Officers, excluded: Column, clearance: int) -> Flags:
    """The officer's clearance is the one asked or above."""
    return officers.clearance >= clearance


def country_is_accepted(officers: Officers, excluded: Column, mission: int) -> Flags:
    """The post's mission takes officers from the officer's country."""
    met: Flags = excluded[mission][officers.country] == 0
    return met


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A true statement about an eligible pair. ``test`` is its only definition and its docstring the public
    explanation; ``reads`` are the post's columns it depends on, in the order ``test`` takes them; ``looks_at`` the
    officer's."""

    test: Callable[..., Flags]
    reads: tuple[str, ...]
    looks_at: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.test.__name__

    def met(self, officers: Officers, excluded: Column, asked: tuple[int, ...]) -> Flags:
        """One answer an officer."""
        return self.test(officers, excluded, *asked)


# Conditions of one row vary together among posts: few distinct combinations, each ANDed once for many posts.
TOGETHER = (
    (
        Condition(test=served_elsewhere_last, reads=("mission",), looks_at=("last",)),
        Condition(test=country_is_accepted, reads=("mission",), looks_at=("country",)),
    ),
    (
        Condition(test=speaks_main_language, reads=("main", "main_level"), looks_at=("languages",)),
        Condition(test=speaks_second_language, reads=("second", "second_level"), looks_at=("languages",)),
    ),
    (Condition(test=holds_required_skills, reads=("required",), looks_at=("skills",)),),
    (
        Condition(test=holds_rank, reads=("rank_min", "rank_max"), looks_at=("rank",)),
        Condition(test=has_served_years, reads=("years_min",), looks_at=("years",)),
    ),
    (
        Condition(test=is_free_by_start, reads=("start",), looks_at=("available",)),
        Condition(test=is_within_age, reads=("age_max",), looks_at=("age",)),
        Condition(test=is_cleared, reads=("clearance",), looks_at=("clearance",)),
    ),
)
CONDITIONS = tuple(condition for row in TOGETHER for condition in row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A condition a pair does not meet: what the post asks and what the officer has, by the names of the columns."""

    name: str
    asked: dict[str, int]
    found: dict[str, Any]


def explain(staffing: Staffing, *, officer: int, post: int) -> tuple[Unmet, ...]:
    """Every condition the pair does not meet, in the order of the list; nothing where it is eligible.

    ``officer`` counts from the start of the whole roster. Decisions (withdrawn, frozen, pinned elsewhere) are no
    conditions; see ``decided_against``. Raises ``IndexError`` for an officer or a post that is not there.
    """
    row = officer - staffing.first
    if not (0 <= row < len(staffing.officers) and 0 <= post < len(staffing.posts)):
        raise IndexError(f"no officer {officer} or no post {post}")
    one = staffing.officers.part(slice(row, row + 1))
    unmet = []
    for condition in CONDITIONS:
        asked = {name: int(getattr(staffing.posts, name)[post]) for name in condition.reads}
        if not condition.met(one, staffing.excluded, tuple(asked.values()))[0]:
            found = {name: getattr(one, name)[0].tolist() for name in condition.looks_at}
            unmet.append(Unmet(name=condition.name, asked=asked, found=found))
    return tuple(unmet)


def decided_against(staffing: Staffing, *, officer: int, post: int) -> tuple[str, ...]:
    """The decisions that keep an eligible pair out: ``withdrawn``, ``frozen``, ``pinned_elsewhere``."""
    pinned = any(who == officer and where != post for where, who in staffing.pins)
    told = {
        "withdrawn": officer in staffing.withdrawn,
        "frozen": post in staffing.frozen,
        "pinned_elsewhere": pinned,
    }
    return tuple(name for name, holds in told.items() if holds)
