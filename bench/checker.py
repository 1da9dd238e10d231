"""Checks a plan against the problem's own columns, for ours and every peer's alike. Shares no code with any solver.

Plain NumPy: each chosen pair is asked each condition again, each side constraint is counted again, the worth is added
up again. It knows of a problem only the names of its columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.staffing.problem import Sides, Staffing

Column = NDArray[Any]
FRENCH, ARABIC = 1, 2  # places among the four languages


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """``value`` = ``quality`` (the clamped quality of every chosen pair) + ``bonuses`` - ``penalties``; ``broken``
    names each constraint that does not hold and how often, nothing where all hold."""

    value: int
    quality: int
    bonuses: int
    penalties: int
    filled: int
    broken: dict[str, int]


def check(staffing: Staffing, plan: Column) -> Checked:
    """``plan``: the post of each officer, -1 for none. Raises ``ValueError`` if it is no such column at all."""
    plan = np.asarray(plan, dtype=np.int64)
    if plan.shape != (len(staffing.officers),):
        raise ValueError(f"a plan has one post for each of {len(staffing.officers)} officers, not {plan.shape}")
    if plan.size and (plan.min() < -1 or plan.max() >= len(staffing.posts)):
        raise ValueError("a plan names a post that there is not")
    officer = np.flatnonzero(plan >= 0)
    post = plan[officer]
    held = {name: np.asarray(getattr(staffing.officers, name))[officer] for name in OFFICERS}
    asked = {name: np.asarray(getattr(staffing.posts, name), dtype=np.int64)[post] for name in POSTS}
    here = {name: column.astype(np.int64) for name, column in held.items()}
    excluded = np.asarray(staffing.excluded)[asked["mission"], here["country"]] != 0
    broken = {name: int((~met).sum()) for name, met in _conditions(here, asked).items()}
    broken["excluded_country"] = int(excluded.sum())
    taken = np.bincount(post, minlength=len(staffing.posts))
    broken["capacity"] = int((taken > np.asarray(staffing.posts.capacity)).sum())
    broken |= _decisions(staffing, plan)
    penalties = 0
    if staffing.sides is not None:
        against, penalties = _sides(staffing.sides, here, asked["mission"], staffing.missions, staffing.countries)
        broken |= against
    quality, bonuses = _worth(staffing, here, asked, officer + staffing.first, post)
    return Checked(
        value=quality + bonuses - penalties,
        quality=quality,
        bonuses=bonuses,
        penalties=penalties,
        filled=len(officer),
        broken={name: count for name, count in broken.items() if count},
    )


OFFICERS = (
    "country", "languages", "woman", "rank", "years", "skills", "available", "age", "last", "clearance", "score",
)  # fmt: skip
POSTS = (
    "mission", "main", "main_level", "second", "second_level", "rank_min", "rank_max", "years_min", "required",
    "desired", "start", "age_max", "clearance", "critical",
)  # fmt: skip


def _level(here: dict[str, Column], language: Column) -> Column:
    return here["languages"][np.arange(len(language)), language]


def _conditions(here: dict[str, Column], asked: dict[str, Column]) -> dict[str, Column]:
    second = np.maximum(asked["second"], 0)
    return {
        "required_skills": here["skills"] & asked["required"] == asked["required"],
        "rank": (asked["rank_min"] <= here["rank"]) & (here["rank"] <= asked["rank_max"]),
        "main_language": _level(here, asked["main"]) >= asked["main_level"],
        "second_language": (asked["second"] < 0) | (_level(here, second) >= asked["second_level"]),
        "years": here["years"] >= asked["years_min"],
        "available": here["available"] <= asked["start"],
        "age": here["age"] <= asked["age_max"],
        "last_mission": here["last"] != asked["mission"],
        "clearance": here["clearance"] >= asked["clearance"],
    }


def _decisions(staffing: Staffing, plan: Column) -> dict[str, int]:
    withdrawn = np.array(staffing.withdrawn, dtype=np.int64) - staffing.first
    return {
        "withdrawn": int((plan[withdrawn] >= 0).sum()),
        "frozen": int(np.isin(plan, np.array(staffing.frozen, dtype=np.int64)).sum()),
        "pinned": sum(int(plan[officer - staffing.first]) != post for post, officer in staffing.pins),
    }


def _sides(
    sides: Sides, here: dict[str, Column], mission: Column, missions: int, countries: int
) -> tuple[dict[str, int], int]:
    """How often each side constraint does not hold, and what the missing speakers lose."""
    together = np.zeros((missions, countries), dtype=np.int64)
    np.add.at(together, (mission, here["country"]), 1)
    filled = together.sum(axis=1)
    women = np.bincount(mission[here["woman"] != 0], minlength=missions)
    numerator, denominator = (int(n) for n in sides.women_share)
    broken = {
        "pledge": int((together.sum(axis=0) > np.asarray(sides.pledge)).sum()),
        "country_cap": int((together > np.asarray(sides.country_cap)[:, None]).sum()),
        "share_of_women": int((denominator * women < numerator * filled).sum()),
    }
    missing = 0
    for language, wanted in ((FRENCH, sides.french_min), (ARABIC, sides.arabic_min)):
        speak = here["languages"][:, language] >= sides.speaker_level
        there = np.bincount(mission[speak], minlength=missions)
        missing += int(np.maximum(np.asarray(wanted, dtype=np.int64) - there, 0).sum())
    return broken, missing * sides.speaker_penalty


def _worth(
    staffing: Staffing, here: dict[str, Column], asked: dict[str, Column], officer: Column, post: Column
) -> tuple[int, int]:
    """Quality and bonuses of the chosen pairs; ``officer`` counts from the whole roster."""
    by = staffing.worth
    level = _level(here, asked["main"])
    years = np.minimum(by.years_counted, here["years"] - asked["years_min"])
    wished = np.bitwise_count(here["skills"] & asked["desired"]).astype(np.int64)
    quality = here["score"] + by.language * (level - asked["main_level"]) + by.year * years + by.skill * wished
    if by.chance:
        quality = quality + _mix(officer, post)
    bonuses = by.filled * len(post) + by.critical * int((asked["critical"] != 0).sum())
    return int(np.clip(quality, by.least, by.most).sum()), bonuses


def _mix(officer: Column, post: Column) -> Column:
    """The low eight bits of the fixed mix of both indexes; unsigned numbers of 64 bits wrap around, as meant."""
    with np.errstate(over="ignore"):
        x = officer.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        x = x + post.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
        x = (x ^ (x >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        x = x ^ (x >> np.uint64(32))
    return (x & np.uint64(255)).astype(np.int64)
