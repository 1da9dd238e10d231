"""A door to the plain solver with the signature of Menara's own: for tests of what stands before the door."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.staffing.plain_solver import solve as solve_plainly
from menara.engines.outcome import Limits, Listener, Progress, Status
from menara.engines.staffing.check import Chosen, value_of
from menara.engines.staffing.conflicts import plan_of_pins, smallest_conflict
from menara.engines.staffing.problem import Column, Prices, Result, Staffing
from menara.engines.staffing.proof import price_bound
from menara.engines.staffing.screen import screen


def solve(
    staffing: Staffing,
    *,
    limits: Limits,
    listener: Listener | None = None,
    keep: Callable[[Result], None] | None = None,
) -> Result:
    market = screen(staffing)
    none = Prices.zero(posts=market.posts, missions=market.missions, countries=market.countries)
    start = plan_of_pins(staffing)
    if start is None:
        nobody = np.full(market.officers, -1, dtype=np.int32)
        return Result(
            status=Status.INFEASIBLE, value=0, bound=0, price_bound=0, proven_by="", plan=nobody, prices=none,
            quality=0, penalties=0, pairs=len(market.officer), conflicts=smallest_conflict(staffing),
        )  # fmt: skip
    sought = solve_plainly(market, limits=limits)
    proven = price_bound(market=market, prices=sought.prices)

    def result(plan: Column, *, best: bool) -> Result:
        value = value_of(staffing=staffing, chosen=Chosen.of(plan))
        bound = value.value if best else proven
        closed = bound == value.value
        return Result(
            status=Status.OPTIMAL if closed else Status.STOPPED, value=value.value, bound=bound, price_bound=proven,
            proven_by=("prices" if proven == bound else "search") if closed else "", plan=plan, prices=sought.prices,
            quality=value.quality, penalties=value.penalties, pairs=len(market.officer), seed=limits.seed,
        )  # fmt: skip

    first = np.full(market.officers, -1, dtype=np.int32)
    first[start.officer] = start.post
    early = result(first, best=False)
    if keep is not None:
        keep(early)
    if listener is not None and not listener(Progress(step="improving", value=early.value, bound=early.bound)):
        return early
    done = result(sought.owner, best=True)
    if keep is not None:
        keep(done)
    return done
