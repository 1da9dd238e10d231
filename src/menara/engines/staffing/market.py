"""The eligible pairs of a problem with their worth, post by post: what prices are sought on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.staffing.problem import Sides

Column = NDArray[Any]
WOMAN, FRENCH, ARABIC = 1, 2, 4  # flags of a group
FLAGS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Pairs of post ``j`` stand at ``starts[j]:starts[j + 1]`` (int64) of ``officer`` (int32, ascending) and ``worth``
    (int32).

    ``capacity`` (int64) and ``mission`` (int32) belong to posts. ``group`` (int32) of an officer is country x 8 + flags
    (woman 1, speaks French 2, speaks Arabic 4): two officers of one group weigh the same in every side constraint.
    ``pinned`` pairs (places in ``officer``, int64, ascending) must be in the plan. Officers count within the slice that
    was screened.
    """

    starts: Column
    officer: Column
    worth: Column
    capacity: Column
    mission: Column
    group: Column
    missions: int
    countries: int
    sides: Sides | None
    pinned: Column

    @property
    def officers(self) -> int:
        return len(self.group)

    @property
    def posts(self) -> int:
        return len(self.capacity)


def joined(places: Column, others: Column) -> Column:
    """Places that stand in either of two lists; both ascend and name none twice, and so does the answer."""
    every = np.concatenate([places, others])
    every.sort(kind="stable")
    first = np.ones(len(every), dtype=bool)
    np.not_equal(every[1:], every[:-1], out=first[1:])
    return every[first]


def stand_in(places: Column, others: Column) -> Column:
    """Which of ``places`` stand in ``others``, which ascend."""
    if not len(others):
        return np.zeros(len(places), dtype=bool)
    at = np.searchsorted(others, places)
    return np.asarray(others[np.minimum(at, len(others) - 1)] == places)
