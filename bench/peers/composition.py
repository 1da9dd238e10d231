"""The strong composition: our prices, then one HiGHS problem over the columns whose reduced value is near zero.

What a good engineer would build in a week from our own parts. The bound is that of the prices, over all pairs, so that
it is a proof; the answer is HiGHS's on some forty columns a post. Seconds count the prices too.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.peers.highs import solver_of
from bench.peers.journal import Journal
from bench.peers.linear import linear, post_of
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import Prices

Column = NDArray[Any]
SCALE = 1000  # prices count in thousandths
COLUMNS = 12  # kept a vacancy


def composition(market: Market, seconds: float, gap: float, journal: Journal) -> Column | None:
    """The best plan of the restricted problem, stopped once it is within the gap of the prices' bound."""
    prices, bound = _prices(market, seconds, journal)
    journal.say(bound=bound)
    kept = near_zero(market, prices, columns=COLUMNS * int(market.capacity.sum()))
    model = linear(market, pairs=kept)
    left = seconds - (perf_counter() - journal.started)
    solver = solver_of(model, seconds=max(left, 1.0), gap=0.0)

    def hear(event: Any) -> None:
        value = -event.data_out.objective_function_value
        journal.say(value=value)
        if bound - value <= gap * value:
            event.interrupt()

    solver.cbMipImprovingSolution.subscribe(hear)
    solver.solve()
    values = np.asarray(solver.getSolution().col_value)
    if not len(values) or abs(solver.getInfo().objective_function_value) > 1e20:
        return None
    journal.say(value=-solver.getInfo().objective_function_value)
    return model.plan(market, values)


def near_zero(market: Market, prices: Prices, *, columns: int) -> Column:
    """The places of the ``columns`` pairs that cost least against the officer's best choice at these prices."""
    post = post_of(market)
    mission = market.mission[post].astype(np.int64)
    group = market.group[market.officer].astype(np.int64)
    country, flags = group >> 3, group & 7
    value = SCALE * market.worth.astype(np.int64) - prices.post[post]
    if market.sides is not None:
        numerator, denominator = market.sides.women_share
        woman = flags & 1
        value -= prices.pledge[country] + prices.country_cap[mission, country]
        value += prices.women[mission] * (denominator * woman - numerator) - prices.men[mission] * (1 - woman)
        value += prices.french[mission] * (flags >> 1 & 1) + prices.arabic[mission] * (flags >> 2 & 1)
    best = np.zeros(market.officers, dtype=np.int64)
    np.maximum.at(best, market.officer, value)
    loss = best[market.officer] - value
    if columns >= len(loss):
        return np.arange(len(loss))
    return np.sort(np.argpartition(loss, columns)[:columns])


def _prices(market: Market, seconds: float, journal: Journal) -> tuple[Prices, int]:
    from menara.engines.staffing.prices import prices

    journal.begin()
    return prices(market, seconds=seconds)
