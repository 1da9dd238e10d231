"""Screening in plain Python: every officer against every post, one number at a time, as the layout's own words say."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from menara.engines.staffing.problem import OFFICER_COLUMNS, POST_COLUMNS, Officers, Posts, Staffing, Worth

LIMIT = 1 << 64


def barred_by(staffing: Staffing, officer: int, post: int) -> set[str]:
    """The names of the conditions the pair does not meet."""
    o = {name: getattr(staffing.officers, name)[officer].tolist() for name in OFFICER_COLUMNS}
    p = {name: getattr(staffing.posts, name)[post].tolist() for name in POST_COLUMNS}
    met = {
        "holds_required_skills": o["skills"] & p["required"] == p["required"],
        "holds_rank": p["rank_min"] <= o["rank"] <= p["rank_max"],
        "speaks_main_language": o["languages"][p["main"]] >= p["main_level"],
        "has_served_years": o["years"] >= p["years_min"],
        "is_free_by_start": o["available"] <= p["start"],
        "speaks_second_language": p["second"] < 0 or o["languages"][p["second"]] >= p["second_level"],
        "is_within_age": o["age"] <= p["age_max"],
        "served_elsewhere_last": o["last"] != p["mission"],
        "is_cleared": o["clearance"] >= p["clearance"],
        "country_is_accepted": not staffing.excluded[p["mission"], o["country"]],
    }
    return {name for name, holds in met.items() if not holds}


def worth_of(staffing: Staffing, officer: int, post: int) -> int:
    o = {name: getattr(staffing.officers, name)[officer].tolist() for name in OFFICER_COLUMNS}
    p = {name: getattr(staffing.posts, name)[post].tolist() for name in POST_COLUMNS}
    w = staffing.worth
    quality = o["score"] + w.language * (o["languages"][p["main"]] - p["main_level"])
    quality += w.year * min(w.years_counted, o["years"] - p["years_min"])
    quality += w.skill * (o["skills"] & p["desired"]).bit_count()
    quality += chance(staffing.first + officer, post) if w.chance else 0
    return min(w.most, max(w.least, quality)) + w.filled + w.critical * p["critical"]


def chance(officer: int, post: int) -> int:
    x = (officer * 0x9E3779B97F4A7C15 + post * 0xC2B2AE3D27D4EB4F) % LIMIT
    x ^= x >> 29
    x = x * 0xBF58476D1CE4E5B9 % LIMIT
    x ^= x >> 32
    return x & 255


def pairs_of(staffing: Staffing) -> list[tuple[int, int, int]]:
    """(post, officer of the slice, worth), in order, people's decisions kept."""
    pinned = {officer: post for post, officer in staffing.pins}
    found = []
    for post in range(len(staffing.posts)):
        for officer in range(len(staffing.officers)):
            index = staffing.first + officer
            if index in staffing.withdrawn or post in staffing.frozen or pinned.get(index, post) != post:
                continue
            if not barred_by(staffing, officer, post):
                found.append((post, officer, worth_of(staffing, officer, post)))
    return found


def any_staffing(seed: int, *, officers: int = 0, posts: int = 0) -> Staffing:
    """A random problem: about half of the answers to each condition are no where few conditions ask."""
    draw = random.Random(seed)
    n, p = officers or draw.choice((1, 7, 63, 64, 65, 130)), posts or draw.randint(1, 9)
    missions, countries = draw.randint(1, 4), draw.randint(1, 5)
    bars = {name for name in POST_COLUMNS if draw.random() < 0.4}  # the conditions that bite this time

    def some(most: int, least: int = 0) -> list[int]:
        return [draw.randint(least, most) for _ in range(n)]

    def asked(name: str, easy: int, most: int, least: int = 0) -> list[int]:
        return [draw.randint(least, most) if name in bars else easy for _ in range(p)]

    people: dict[str, Any] = {
        "country": some(countries - 1), "woman": some(1), "rank": some(6), "years": some(37),
        "skills": some(2**24 - 1),
        "available": some(12), "age": some(62, 24), "last": some(missions, -1), "clearance": some(1),
        "score": some(299),
        "languages": [[draw.randint(0, 4) for _ in range(4)] for _ in range(n)],
    }  # fmt: skip
    wanted: dict[str, Any] = {
        "capacity": [draw.randint(0, 8) for _ in range(p)], "mission": [draw.randrange(missions) for _ in range(p)],
        "main": [draw.randrange(4) for _ in range(p)], "main_level": asked("main_level", 0, 4),
        "second": asked("second", -1, 3, -1), "second_level": [draw.randint(0, 3) for _ in range(p)],
        "rank_min": asked("rank_min", 0, 6), "rank_max": asked("rank_max", 99, 7),
        "years_min": asked("years_min", 0, 40),
        "required": [1 << draw.randrange(24) if "required" in bars else 0 for _ in range(p)],
        "desired": [draw.randrange(2**24) for _ in range(p)], "start": asked("start", 12, 12),
        "age_max": asked("age_max", 99, 62, 24), "clearance": asked("clearance", 0, 1),
        "critical": [draw.randint(0, 1) for _ in range(p)],
    }  # fmt: skip
    share = draw.choice((0.0, 0.3))
    excluded = np.array([[draw.random() < share for _ in range(countries)] for _ in range(missions)], dtype=np.int32)
    return Staffing(
        officers=Officers(**{name: np.array(values, dtype=np.int32) for name, values in people.items()}),
        posts=Posts(**{name: np.array(values, dtype=np.int32) for name, values in wanted.items()}),
        excluded=excluded,
        worth=draw.choice((Worth(), Worth(language=-7, year=3, years_counted=2, skill=1, most=300, chance=False))),
    )
