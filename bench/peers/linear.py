"""The staffing problem as one linear model in whole numbers, for every solver that takes a matrix.

A column for each eligible pair, one for the speakers missing in each mission and language; rows for officers, posts,
pledges, nationalities in missions, women and speakers. Rows that cannot bind are left out. Minimises: worth is negated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from menara.engines.staffing.market import ARABIC, FRENCH, WOMAN, Market

Column = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """``pairs`` are places in the market's lists, the first columns; the missing speakers come after them.
    ``matrix`` is compressed by columns; rows hold ``lower <= row <= upper``; columns run from ``least`` to ``most``."""

    pairs: Column
    cost: Column
    least: Column
    most: Column
    matrix: sparse.csc_matrix
    lower: Column
    upper: Column

    def plan(self, market: Market, values: Column) -> Column:
        """The post of each officer, -1 for none, from the values of the columns."""
        chosen = self.pairs[np.asarray(values)[: len(self.pairs)] > 0.5]
        plan = np.full(market.officers, -1, dtype=np.int32)
        plan[market.officer[chosen]] = post_of(market)[chosen]
        return plan


def post_of(market: Market) -> Column:
    """The post of each pair."""
    return np.repeat(np.arange(market.posts, dtype=np.int32), np.diff(market.starts))


class _Rows:
    """Collects rows as triplets. A family of rows is told by the row of each of its pairs."""

    def __init__(self) -> None:
        self.row: list[Column] = []
        self.column: list[Column] = []
        self.value: list[Column] = []
        self.lower: list[Column] = []
        self.upper: list[Column] = []
        self.count = 0

    def at_most(self, of: Column, most: Column) -> None:
        """One row each name: the columns ``of`` names at most ``most[name]``; names that cannot bind are left out."""
        size = np.bincount(of, minlength=len(most))
        binding = size > most
        place = np.cumsum(binding) - 1
        columns = np.flatnonzero(binding[of])
        self._add(place[of[columns]], columns, np.ones(len(columns)))
        self._end(np.full(binding.sum(), -np.inf), most[binding].astype(float))

    def at_least(self, of: Column, columns: Column, values: Column, least: Column) -> None:
        self._add(of, columns, values)
        self._end(least.astype(float), np.full(len(least), np.inf))

    def _add(self, row: Column, column: Column, value: Column) -> None:
        self.row.append(row + self.count)
        self.column.append(column)
        self.value.append(value)

    def _end(self, lower: Column, upper: Column) -> None:
        self.lower.append(lower)
        self.upper.append(upper)
        self.count += len(lower)


def linear(market: Market, *, pairs: Column | None = None) -> Linear:
    """The whole model, or the one restricted to some ``pairs``."""
    kept = np.arange(len(market.worth)) if pairs is None else np.union1d(pairs, market.pinned)
    officer, post = market.officer[kept].astype(np.int64), post_of(market)[kept].astype(np.int64)
    mission = market.mission[post].astype(np.int64)
    rows = _Rows()
    rows.at_most(officer, np.ones(market.officers, dtype=np.int64))
    rows.at_most(post, market.capacity.astype(np.int64))
    speakers = _sides(market, rows, officer, mission) if market.sides is not None else np.zeros(0)
    columns = len(kept) + len(speakers)
    penalty = market.sides.speaker_penalty if market.sides is not None else 0
    least = np.zeros(columns)
    least[np.flatnonzero(np.isin(kept, market.pinned))] = 1
    matrix = sparse.csc_matrix(
        (np.concatenate(rows.value), (np.concatenate(rows.row), np.concatenate(rows.column))),
        shape=(rows.count, columns),
    )
    return Linear(
        pairs=kept,
        cost=np.concatenate([-market.worth[kept].astype(float), np.full(len(speakers), float(penalty))]),
        least=least,
        most=np.concatenate([np.ones(len(kept)), speakers]),
        matrix=matrix,
        lower=np.concatenate(rows.lower),
        upper=np.concatenate(rows.upper),
    )


def _sides(market: Market, rows: _Rows, officer: Column, mission: Column) -> Column:
    """Adds the rows of the side constraints; returns the most speakers that can be missing in each row of speakers."""
    sides = market.sides
    assert sides is not None
    group = market.group[officer].astype(np.int64)
    country, flags = group >> 3, group & 7
    every = np.arange(len(officer))
    rows.at_most(country, np.asarray(sides.pledge, dtype=np.int64))
    caps = np.repeat(np.asarray(sides.country_cap, dtype=np.int64), market.countries)
    rows.at_most(mission * market.countries + country, caps)
    numerator, denominator = sides.women_share
    weight = np.where(flags & WOMAN, denominator - numerator, -numerator).astype(float)
    told = np.flatnonzero(weight)
    rows.at_least(mission[told], told, weight[told], np.zeros(market.missions))
    missing: list[Column] = []
    for flag, minimum in ((FRENCH, sides.french_min), (ARABIC, sides.arabic_min)):
        wanted = np.asarray(minimum, dtype=np.int64)
        asked = np.flatnonzero(wanted > 0)
        place = np.full(market.missions, -1)
        place[asked] = np.arange(len(asked))
        speaks = every[((flags & flag) != 0) & (place[mission] >= 0)]
        short = len(officer) + sum(len(wants) for wants in missing) + np.arange(len(asked))
        rows.at_least(
            np.concatenate([place[mission[speaks]], np.arange(len(asked))]),
            np.concatenate([speaks, short]),
            np.ones(len(speaks) + len(asked)),
            wanted[asked],
        )
        missing.append(wanted[asked].astype(float))
    return np.concatenate(missing)
