"""Staffing problems a person can solve by hand, and small random ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from menara.engines.staffing.problem import (
    LANGUAGES,
    OFFICER_COLUMNS,
    POST_COLUMNS,
    Officers,
    Posts,
    Sides,
    Staffing,
    Worth,
)

PLAIN = Worth(language=0, year=0, skill=0, filled=0, critical=0, chance=False, most=10_000)  # a pair: the score
FREE = 99  # no side constraint reaches this far


def officer(score: int = 1, **told: Any) -> dict[str, Any]:
    """An officer for every post, worth ``score`` in each; ``french`` and ``arabic`` are levels."""
    levels = [4, told.pop("french", 0), told.pop("arabic", 0), 0]
    return dict.fromkeys(OFFICER_COLUMNS, 0) | {"score": score, "languages": levels, "last": -1} | told


def post(mission: int = 0, capacity: int = 1, **told: Any) -> dict[str, Any]:
    """A post that asks nothing."""
    nothing = {"second": -1, "rank_max": 9, "age_max": 99, "start": 12}
    return dict.fromkeys(POST_COLUMNS, 0) | nothing | {"mission": mission, "capacity": capacity} | told


def staffing(
    officers: Sequence[dict[str, Any]], posts: Sequence[dict[str, Any]], *, countries: int = 2, **told: Any
) -> Staffing:
    missions = max((p["mission"] for p in posts), default=0) + 1
    return Staffing(
        officers=Officers(**{n: column([o[n] for o in officers], n == "languages") for n in OFFICER_COLUMNS}),
        posts=Posts(**{n: column([p[n] for p in posts]) for n in POST_COLUMNS}),
        excluded=told.pop("excluded", np.zeros((missions, countries), dtype=np.int32)),
        worth=told.pop("worth", PLAIN),
        **told,
    )


def column(values: list[Any], of_languages: bool = False) -> np.ndarray[Any, Any]:
    found = np.array(values, dtype=np.int32)
    return found.reshape(len(values), len(LANGUAGES)) if of_languages else found


def sides(problem: Staffing, **told: Any) -> Staffing:
    """The problem with side constraints: none binds but those told, by mission or by country."""
    free = {
        "pledge": [FREE] * problem.countries,
        "country_cap": [FREE] * problem.missions,
        "french_min": [0] * problem.missions,
        "arabic_min": [0] * problem.missions,
        "women_share": (0, 1),
        "speaker_penalty": 4,
    } | told
    arrays = {n: np.array(v, dtype=np.int64) for n, v in free.items() if isinstance(v, list)}
    return replace(problem, sides=Sides(**(free | arrays)))


def small_random(seed: int, *, officers: int = 6, posts: int = 4, pins: bool = True) -> Staffing:
    """A few officers, posts and missions in which every condition and constraint bites in some draws."""
    draw = random.Random(seed)
    n, p, missions, countries = draw.randint(1, officers), draw.randint(1, posts), draw.randint(1, 2), 3
    people = [
        officer(
            draw.randint(0, 9), country=draw.randrange(countries), woman=draw.randint(0, 1), rank=draw.randint(0, 3),
            years=draw.randint(0, 9), skills=draw.randrange(16), available=draw.randint(0, 4), age=draw.randint(30, 60),
            last=draw.randint(-1, 1), clearance=draw.randint(0, 1),
            french=draw.randint(0, 4), arabic=draw.randint(0, 4),
        )
        for _ in range(n)
    ]  # fmt: skip
    asked = [
        post(
            draw.randrange(missions), draw.randint(0, 2), main=draw.randint(0, 2), main_level=draw.randint(0, 1),
            second=draw.choice([-1, -1, 1]), second_level=1, rank_min=draw.randint(0, 1), rank_max=draw.randint(2, 3),
            years_min=draw.randint(0, 2), required=draw.choice([0, 0, 1]), desired=draw.randrange(16),
            start=draw.randint(2, 4), age_max=draw.randint(50, 60), clearance=draw.choice([0, 0, 1]),
            critical=draw.randint(0, 1),
        )
        for _ in range(p)
    ]  # fmt: skip
    worth = Worth(language=1, year=1, skill=2, least=1, most=25, filled=draw.choice([0, 5]), critical=3, chance=False)
    excluded = np.array([[draw.random() < 0.1 for _ in range(countries)] for _ in range(missions)], dtype=np.int32)
    problem = staffing(people, asked, excluded=excluded, worth=worth)
    problem = replace(problem, excluded=excluded[: problem.missions])
    problem = replace(
        problem, withdrawn=(0,) if draw.random() < 0.2 else (), frozen=(0,) if draw.random() < 0.2 else ()
    )
    if draw.random() < 0.9:
        m = problem.missions
        problem = sides(
            problem,
            pledge=[draw.randint(0, 3) for _ in range(countries)],
            country_cap=[draw.randint(0, 3) for _ in range(m)],
            women_share=draw.choice([(0, 1), (1, 4), (2, 5), (1, 2), (1, 1)]),
            french_min=[draw.randint(0, 2) for _ in range(m)],
            arabic_min=[draw.randint(0, 2) for _ in range(m)],
        )
    return replace(problem, pins=_pins(problem, draw)) if pins and draw.random() < 0.4 else problem


def _pins(problem: Staffing, draw: random.Random) -> tuple[tuple[int, int], ...]:
    """One or two eligible pairs of different officers within the posts' capacities."""
    from engines.staffing.secondopinion import World

    world = World(problem)
    pairs = sorted((j, i) for i, j in world.open_pairs())
    draw.shuffle(pairs)
    found: list[tuple[int, int]] = []
    for j, i in pairs:
        room = sum(k == j for k, _ in found) < problem.posts.capacity[j]
        if len(found) < 2 and room and all(i != other for _, other in found):
            found.append((j, i))
    return tuple(found)
