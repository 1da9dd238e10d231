"""The door of the scale of the world: a problem in, a plan with its proof out."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np

from menara.engines.outcome import Limits, Listener, Progress, Status
from menara.engines.staffing import auction
from menara.engines.staffing import screen as screening
from menara.engines.staffing.best import Found
from menara.engines.staffing.check import Chosen, value_of
from menara.engines.staffing.climb import solve_market
from menara.engines.staffing.conflicts import plan_of_pins, smallest_conflict
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import Column, Prices, Result, Staffing, empty
from menara.engines.staffing.proof import price_bound
from menara.engines.staffing.screen import screen

__all__ = ["Found", "solve", "solve_market", "warm_up"]


def solve(
    staffing: Staffing,
    *,
    limits: Limits,
    listener: Listener | None = None,
    keep: Callable[[Result], object] | None = None,
) -> Result:
    """The best plan within ``limits``, with its value, its bound and the prices that prove it over all pairs.

    It ends at the gap asked for, at the limit of time, or where ``listener`` returns False; the best plan is kept with
    its gap. ``keep`` is given every better plan as it is found. Where pins cannot hold together the result is
    infeasible and names a smallest set that cannot. Raises ``BadInput`` with every fault of the problem.
    """
    began = perf_counter()
    if listener is not None and listener(Progress(step="screening", total=len(staffing.posts))) is False:
        listener = _stop  # screening alone says what a plan is worth and what bounds it: so it is done all the same
    market = screen(staffing)
    screened = perf_counter()
    pins = None
    if staffing.pins:
        some = plan_of_pins(staffing)
        if some is None:
            return infeasible(staffing, market, screened - began, limits.seed)
        pins = places_of(market, some.officer, some.post)

    def result_of(found: Found) -> Result:
        now = perf_counter()
        return result(staffing, market, found, screen=screened - began, solve=now - screened, seed=limits.seed)

    found = solve_market(
        market,
        limits=limits,
        listener=listener,
        pins=pins,
        found=None if keep is None else lambda better: keep(result_of(better)),
    )
    return result_of(found)


def _stop(_: Progress) -> bool:
    return False


def result(staffing: Staffing, market: Market, found: Found, *, screen: float, solve: float, seed: int) -> Result:
    """What was found, as it is told."""
    value = value_of(staffing=staffing, chosen=Chosen.of(found.owner))
    proven = found.bound == found.value
    status = Status.OPTIMAL if proven else Status.STOPPED if found.stopped else Status.FEASIBLE
    return Result(
        status=status,
        value=found.value,
        bound=found.bound,
        price_bound=found.price_bound,
        proven_by="" if not proven else "prices" if found.price_bound == found.value else "search",
        plan=found.owner,
        prices=found.prices,
        quality=value.quality,
        penalties=value.penalties,
        pairs=len(market.officer),
        seconds_screen=screen,
        seconds_solve=solve,
        seed=seed,
    )


def places_of(market: Market, officer: Column, post: Column) -> Column:
    """Where pairs stand in the market, ascending. Expects eligible pairs."""
    return np.sort(would_stand(market, officer, post))


def would_stand(market: Market, officer: Column, post: Column) -> Column:
    """Where each pair stands in the market, or would if it were eligible."""
    places = [
        market.starts[j] + np.searchsorted(market.officer[market.starts[j] : market.starts[j + 1]], i)
        for i, j in zip(officer.tolist(), post.tolist(), strict=True)
    ]
    return np.array(places, dtype=np.int64)


def warm_up(say: Callable[[str, float], Any]) -> float:
    """Compile everything, or fetch it from disk; ``say`` is told what and how many seconds it took."""
    took = screening.warm_up(say)
    began = perf_counter()
    one = empty(officers=2, posts=1)
    one.posts.capacity[:] = 1
    one.officers.last[:] = -1  # else nobody is eligible, and nothing compiled
    market = screen(one)
    auction.warm_up(market)
    price_bound(market=market, prices=Prices.zero(posts=1, missions=1, countries=1))
    seconds = perf_counter() - began
    say("solving", seconds)
    return took + seconds


def infeasible(staffing: Staffing, market: Market, seconds: float, seed: int) -> Result:
    """That pins cannot hold together, and a smallest set that cannot."""
    return Result(
        status=Status.INFEASIBLE,
        value=0,
        bound=0,
        price_bound=0,
        proven_by="",
        plan=np.full(len(staffing.officers), -1, dtype=np.int32),
        prices=Prices.zero(posts=market.posts, missions=market.missions, countries=market.countries),
        quality=0,
        penalties=0,
        pairs=len(market.officer),
        seconds_screen=seconds,
        seed=seed,
        conflicts=smallest_conflict(staffing),
    )
