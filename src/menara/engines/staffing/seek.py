"""Seeks a plan and prices on candidates held in memory: what ``sliced`` does between two passes over a roster."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from menara.engines.outcome import Limits, Listener
from menara.engines.staffing.climb import solve_market
from menara.engines.staffing.columns import Columns, room_of
from menara.engines.staffing.market import WOMAN, Market
from menara.engines.staffing.problem import Prices
from menara.engines.staffing.program import Program
from menara.engines.staffing.rounds import in_points

Column = NDArray[Any]


class Sought(Protocol):
    """A plan of a market: the post of each officer (-1 none), its value, and prices; see ``climb.Found``."""

    @property
    def owner(self) -> Column: ...
    @property
    def value(self) -> int: ...
    @property
    def prices(self) -> Prices: ...


class Solve(Protocol):
    """Seeks a plan; one without a pinned pair says that the market has none that keeps them all."""

    def __call__(
        self, market: Market, *, limits: Limits, listener: Listener | None, start: Prices | None
    ) -> Sought: ...


def by_prices(market: Market, *, limits: Limits, listener: Listener | None, start: Prices | None) -> Sought:
    """``climb.solve_market``, which reckons in points, once there is a plan that keeps the pins."""
    pins = _with_pins(market, limits) if len(market.pinned) else None
    if pins is None and len(market.pinned):
        return _Nobody.of(market)
    points = start and in_points(start)
    return solve_market(market, limits=limits, listener=listener, start=points, pins=pins)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Nobody:
    """No plan at all."""

    owner: Column
    value: int
    prices: Prices

    @classmethod
    def of(cls, market: Market) -> _Nobody:
        prices = Prices.zero(posts=market.posts, missions=market.missions, countries=market.countries)
        return cls(owner=np.full(market.officers, -1, dtype=np.int32), value=0, prices=prices)


def _with_pins(market: Market, limits: Limits) -> Column | None:
    """Places of the pinned pairs and of the women they call for; None where there are none such."""
    pinned = Columns.of(market, market.pinned)
    place = market.pinned
    if market.sides is not None and market.sides.women_share[0] and not (pinned.group & WOMAN).all():
        post = np.repeat(np.arange(market.posts), np.diff(market.starts))
        beside = np.isin(market.mission[post], pinned.mission) & (market.group[market.officer] & WOMAN > 0)
        place = np.union1d(place, np.flatnonzero(beside))
    began = perf_counter()
    program = Program(
        market=market,
        columns=Columns.of(market, place),
        room=room_of(market),
        seed=limits.seed,
        going=lambda: perf_counter() - began < limits.seconds,
    )
    found = program.search()
    return None if found.chosen is None else place[found.chosen]
