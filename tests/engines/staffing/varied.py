"""Problems and markets that try a solver: every kind of side constraint and decision, ties, odd shares and worths."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from scipy.optimize import linear_sum_assignment

from engines.staffing.tiny import small_random
from menara.engines.outcome import Progress
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import Staffing, Worth

SHARES = ((0, 1), (1, 3), (2, 5), (3, 7), (1, 2), (2, 3), (999, 1000), (1, 1))
WORTHS = (
    Worth(),
    Worth(language=0, year=0, skill=0, least=1, most=1, filled=0, critical=0, chance=False),  # every pair is alike
    Worth(language=0, year=0, skill=0, least=1, most=3, filled=0, critical=0, chance=False),
    Worth(least=0, most=0, filled=0, critical=0),  # nobody is worth anything
    Worth(language=-3, year=-2, skill=4, least=-20, most=5, filled=-7, critical=4, chance=False),  # many are worth less
    Worth(language=10**5, year=10**5, skill=10**6, least=-(10**6), most=10**6, filled=10**6, critical=10**6),
)


def varied(seed: int) -> Staffing:
    """A problem small enough to try every plan of it."""
    draw = random.Random(seed)
    problem = small_random(seed, officers=draw.choice((4, 6, 7)), posts=draw.choice((2, 4, 5)))
    if draw.random() < 0.7:
        problem = replace(problem, worth=draw.choice(WORTHS))
    if problem.sides is None or draw.random() < 0.4:
        return problem
    told = {"women_share": draw.choice(SHARES), "speaker_penalty": draw.choice((0, 1, 10, 4_000, 10**6))}
    return replace(problem, sides=replace(problem.sides, **told, speaker_level=draw.randint(0, 4)))


def market_of(worth: np.ndarray, capacity: Sequence[int] | None = None) -> Market:
    """A market without side constraints: ``worth[post, officer]``; what is not above zero is no pair."""
    posts, officers = worth.shape
    post, officer = np.nonzero(worth > 0)
    return Market(
        starts=np.searchsorted(post, np.arange(posts + 1)).astype(np.int64),
        officer=officer.astype(np.int32),
        worth=worth[post, officer].astype(np.int32),
        capacity=np.array(capacity if capacity is not None else [1] * posts, dtype=np.int64),
        mission=np.zeros(posts, dtype=np.int32),
        group=np.zeros(officers, dtype=np.int32),
        missions=1,
        countries=1,
        sides=None,
        pinned=np.zeros(0, dtype=np.int64),
    )


def most_worth(worth: np.ndarray, capacity: Sequence[int] | None = None) -> int:
    """The optimum of ``market_of``, by another method: a row a vacancy, and every vacancy may stay open."""
    rows = np.repeat(worth, capacity, axis=0) if capacity is not None else worth
    rows = np.hstack([np.maximum(rows, 0), np.zeros((len(rows), len(rows)), dtype=rows.dtype)])
    row, column = linear_sum_assignment(rows, maximize=True)
    return int(rows[row, column].sum())


def dense(draw: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    """Worths with many ties or few, and capacities."""
    posts, officers, most = draw.integers(1, 30), draw.integers(1, 40), draw.choice([1, 3, 50, 3_000])
    return draw.integers(0, most + 1, (posts, officers)), draw.integers(0, 4, posts).tolist()


def sparse(draw: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    worth, capacity = dense(draw)
    return worth * (draw.random(worth.shape) < draw.choice([0.05, 0.2])), capacity


def wanted_by_all(draw: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    """Every post wants the same few officers, each as much as all others do."""
    posts = int(draw.integers(2, 40))
    worth = np.zeros((posts, posts), dtype=np.int64)
    worth[:, : max(1, posts - int(draw.integers(1, 5)))] = 3_000
    return worth, [1] * posts


MARKETS = {
    f"{make.__name__} {seed}": partial(lambda make, seed: make(np.random.default_rng(seed)), make, seed)
    for make in (dense, sparse, wanted_by_all)
    for seed in range(20)
}


class StopAfter:
    """A listener that says stop at its n-th word, and keeps what it heard."""

    def __init__(self, words: int) -> None:
        self.left = words
        self.heard: list[Progress] = []

    def __call__(self, word: Progress) -> bool:
        self.left -= 1
        self.heard.append(word)
        return self.left > 0
