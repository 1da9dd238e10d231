"""The strong composition: our prices, then one HiGHS problem over the columns whose reduced value is near zero.

What a good engineer would build in a week from our own parts. The bound is that of the prices, over all pairs, so that
it is a proof; the answer is HiGHS's on a few columns. Seconds count the prices too.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.peers.highs import solver_of
from bench.peers.journal import Journal
from bench.peers.linear import linear, post_of
from menara.engines.staffing.auction import everything
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import SCALE, Prices
from menara.engines.staffing.proof import price_bound, side_table
from menara.engines.staffing.rounds import find_prices, free, in_whole

Column = NDArray[Any]
COLUMNS = 1.5  # kept a vacancy: the fastest tried to 0.01 % on M with the standard set, between 1.5 and 12
ROUNDS, STEP = 60, 0.5  # of prices, and of a bid


def composition(market: Market, seconds: float, gap: float, journal: Journal) -> Column | None:
    """The best plan of the restricted problem, stopped once it is within the gap of the prices' bound."""
    _prices(market)  # compiled, or fetched, before the clock starts
    journal.begin()
    prices, bound = _prices(market)
    journal.say(bound=bound)
    kept = near_zero(market, prices, columns=int(COLUMNS * market.capacity.sum()))
    model = linear(market, pairs=kept)
    left = seconds - (perf_counter() - journal.started)
    solver = solver_of(model, seconds=max(left, 1.0), gap=0.0)

    def hear(event: Any) -> None:
        said = journal.say(value=-event.data_out.objective_function_value)
        near.append(said.value is not None and bound - said.value <= gap * said.value)

    def end(event: Any) -> None:
        if near and near[-1]:
            event.interrupt()

    near: list[bool] = []
    solver.cbMipImprovingSolution.subscribe(hear)
    solver.cbMipInterrupt.subscribe(end)
    solver.solve()
    values = np.asarray(solver.getSolution().col_value)
    if not len(values) or abs(solver.getInfo().objective_function_value) > 1e20:
        return None
    journal.say(value=-solver.getInfo().objective_function_value)
    return model.plan(market, values)


def near_zero(market: Market, prices: Prices, *, columns: int) -> Column:
    """The places of the ``columns`` pairs that cost least against the officer's best choice at these prices."""
    side = side_table(market=market, prices=prices, kind=np.int64)
    post = post_of(market)
    value = SCALE * market.worth.astype(np.int64) - prices.post[post]
    value += side[market.mission[post], market.group[market.officer]]
    best = np.zeros(market.officers, dtype=np.int64)
    np.maximum.at(best, market.officer, value)
    loss = best[market.officer] - value
    if columns >= len(loss):
        return np.arange(len(loss))
    return np.sort(np.argpartition(loss, columns)[:columns])


def _prices(market: Market) -> tuple[Prices, int]:
    quote = find_prices(market=market, lists=everything(market), start=free(market), rounds=ROUNDS, step=STEP)
    prices = in_whole(replace(quote.prices, post=quote.sale.post), market)
    return prices, price_bound(market=market, prices=prices)
