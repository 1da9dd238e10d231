"""A plan and prices by general solvers from the plain model: slow, and independent of how Menara seeks them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_matrix, csc_matrix, hstack, vstack

from menara.engines.outcome import Limits, Listener
from menara.engines.staffing.market import ARABIC, FRENCH, WOMAN, Market
from menara.engines.staffing.problem import SCALE, Prices


class Sought(NamedTuple):
    """As ``solve.Found``; ``owner`` has nobody pinned where there is no plan."""

    owner: np.ndarray
    value: int
    prices: Prices


def solve(market: Market, *, limits: Limits, listener: Listener | None = None, start: Prices | None = None) -> Sought:
    """The optimum of ``market`` and rounded prices of its relaxation."""
    matrix, least, most, worth, fixed = _model(market)
    pairs, owner = len(market.officer), np.full(market.officers, -1, dtype=np.int32)
    if not len(worth):
        return Sought(owner, 0, Prices.zero(posts=market.posts, missions=market.missions, countries=market.countries))
    top = np.ones(len(worth))
    top[pairs:] = np.inf
    found = milp(
        -worth,
        constraints=LinearConstraint(matrix, least, most),
        bounds=(np.where(np.arange(len(worth)) < pairs, fixed, 0), top),
        integrality=np.arange(len(worth)) < pairs,
        options={"mip_rel_gap": 0.0},
    )
    prices = _prices(market, matrix, most, worth, fixed)
    if found.x is None:
        return Sought(owner, 0, prices)
    chosen = np.flatnonzero(found.x[:pairs] > 0.5)
    owner[market.officer[chosen]] = _posts(market)[chosen]
    missing = round(float(worth[pairs:] @ found.x[pairs:]))
    return Sought(owner, int(market.worth[chosen].sum()) + missing, prices)


def _posts(market: Market) -> np.ndarray:
    return np.repeat(np.arange(market.posts), np.diff(market.starts))


def _model(market: Market) -> tuple[csc_matrix, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows in the order of ``_prices``; after the pairs a column for each mission's missing speakers, twice."""
    pairs, post = len(market.officer), _posts(market)
    fixed = np.zeros(pairs)
    fixed[market.pinned] = 1
    blocks = [(post, np.ones(pairs), market.capacity), (market.officer, np.ones(pairs), np.ones(market.officers))]
    extra = 0
    if (sides := market.sides) is not None:
        group, mission = market.group[market.officer], market.mission[post]
        country, (num, den) = group // 8, sides.women_share
        place, m = mission * market.countries + country, market.missions
        blocks += [
            (country, np.ones(pairs), sides.pledge),
            (place, np.ones(pairs), np.repeat(sides.country_cap, market.countries)),
            (mission, num - den * (group & WOMAN > 0), np.zeros(m)),
            (mission, -1.0 * (group & FRENCH > 0), -sides.french_min),
            (mission, -1.0 * (group & ARABIC > 0), -sides.arabic_min),
        ]
        extra = 2 * m
    rows = [coo_matrix((value, (row, np.arange(pairs))), shape=(len(most), pairs)) for row, value, most in blocks]
    matrix, most = vstack(rows).tocsc(), np.concatenate([most for _, _, most in blocks]).astype(float)
    if extra:
        missing = (-np.ones(extra), (np.arange(len(most) - extra, len(most)), np.arange(extra)))
        matrix = hstack([matrix, coo_matrix(missing, shape=(len(most), extra))]).tocsc()
    penalty = np.full(extra, -float(market.sides.speaker_penalty) if market.sides else 0.0)
    worth = np.concatenate([market.worth.astype(float), penalty])
    return matrix, np.full(len(most), -np.inf), most, worth, np.concatenate([fixed, np.zeros(extra)])


def _prices(market: Market, matrix: csc_matrix, most: np.ndarray, worth: np.ndarray, fixed: np.ndarray) -> Prices:
    """Duals of the relaxation by its dual program: min most.y + sum u over y, u >= 0 with matrix' y + u >= worth."""
    zero = Prices.zero(posts=market.posts, missions=market.missions, countries=market.countries)
    pairs, rows = len(market.officer), matrix.shape[0]
    free = fixed[:pairs] == 0
    columns = np.concatenate([np.flatnonzero(free), np.arange(pairs, len(worth))])
    left = most - matrix @ fixed
    found = milp(left, constraints=LinearConstraint(matrix[:, columns].T, worth[columns], np.inf), bounds=(0, np.inf))
    if found.x is None:
        return zero
    price = np.rint(found.x[:rows] * SCALE).astype(np.int64)
    if market.sides is None:
        return Prices(**{n: getattr(zero, n) for n in zero.__slots__} | {"post": price[: market.posts]})
    sizes = [market.posts, market.officers, market.countries, market.missions * market.countries]
    parts = np.split(price, np.cumsum(sizes + [market.missions] * 2))
    most_speaker = market.sides.speaker_penalty * SCALE
    return Prices(
        post=parts[0],
        pledge=parts[2],
        country_cap=parts[3].reshape(market.missions, market.countries),
        women=parts[4],
        men=zero.men,
        french=np.minimum(parts[5], most_speaker),
        arabic=np.minimum(parts[6], most_speaker),
    )
