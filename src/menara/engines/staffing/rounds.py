"""Prices of the side constraints, found in rounds: hold an auction, raise what was overdrawn, lower what was left.

Each price moves by its own step along the sign of its violation; a step grows while the sign stays and halves when it
turns. What comes out is close to the best prices there are, and fast; ``program.py`` makes them exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from menara.engines.staffing.auction import Lists, Sale, hold_auction
from menara.engines.staffing.market import ARABIC, FLAGS, FRENCH, WOMAN, Market
from menara.engines.staffing.problem import SCALE, Column, Prices, Sides
from menara.engines.staffing.proof import most_men, side_table

SIDES = ("pledge", "country_cap", "women", "men", "french", "arabic")
FIRST_STEP, LARGEST_STEP = 20.0, 200.0
GROW, SHRINK = 1.3, 0.5
LOOK_BACK = 8  # rounds without a better bound before the search for prices ends
WORTH_IT = 2e-5  # the least share by which a bound must fall to count as better


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Quote:
    """Prices in points (floats) and the auction they led to; ``agreed[i]``: the last rounds all sent officer ``i``
    where this one did. ``bound`` is of the lists, in points."""

    prices: Prices
    sale: Sale
    bound: float
    agreed: Column
    rounds: int


def find_prices(
    *, market: Market, lists: Lists, start: Prices, rounds: int, step: float, going: Callable[[], bool] = lambda: True
) -> Quote:
    """Prices after at most ``rounds`` rounds from ``start``; those of the least bound, over the pairs of ``lists``.

    ``step`` is the least rise of a bid. ``going`` is asked after each round whether there is to be another.
    """
    prices, steps = start, _first_steps(market)
    signs: dict[str, Column] = {}
    best: Quote | None = None
    seen: list[Column] = []
    since = 0
    for done in range(1, rounds + 1):
        sale = hold_auction(
            market=market, lists=lists, side=side_table(market=market, prices=prices, kind=np.float64), step=step
        )
        bound = sale.bound + _paid(market, prices)
        seen = [*seen[-3:], sale.owner]
        since = 0 if best is None or bound < best.bound - WORTH_IT * abs(best.bound) else since + 1
        if best is None or bound < best.bound:
            best = Quote(prices=prices, sale=sale, bound=bound, agreed=sale.owner, rounds=done)
        if market.sides is None or since >= LOOK_BACK or not going():
            break
        prices, signs = _moved(market, prices, sale.owner, steps, signs)
    if best is None:
        raise ValueError("no rounds are asked")
    agreed = sum((owner == best.sale.owner).astype(np.int64) for owner in seen) == len(seen)
    return Quote(prices=best.prices, sale=best.sale, bound=best.bound, agreed=agreed, rounds=done)


def free(market: Market) -> Prices:
    """Everything at price zero, in points."""
    none = Prices.zero(posts=market.posts, missions=market.missions, countries=market.countries)
    return Prices(**{f.name: getattr(none, f.name).astype(np.float64) for f in fields(Prices)})


def in_whole(prices: Prices, market: Market) -> Prices:
    """Prices in points as whole numbers that may prove a bound."""
    whole = {f.name: np.rint(np.maximum(getattr(prices, f.name), 0) * SCALE).astype(np.int64) for f in fields(Prices)}
    if market.sides is not None:
        most = market.sides.speaker_penalty * SCALE
        whole |= {name: np.minimum(whole[name], most) for name in ("french", "arabic")}
    return Prices(**whole)


def in_points(prices: Prices) -> Prices:
    """Whole prices as floats in points."""
    return Prices(**{f.name: getattr(prices, f.name) / SCALE for f in fields(Prices)})


def overdrawn(market: Market, owner: Column) -> dict[str, Column]:
    """By how much each side constraint is exceeded by a plan; negative where something is left."""
    sides = _sides(market)
    officers = np.flatnonzero(owner >= 0)
    mission, group = market.mission[owner[officers]].astype(np.int64), market.group[officers]
    country, missions = group // FLAGS, market.missions
    numerator, denominator = sides.women_share

    def of(flag: int) -> Column:
        return np.bincount(mission[group & flag > 0], minlength=missions)

    filled = np.bincount(mission, minlength=missions)
    both = np.bincount(mission * market.countries + country, minlength=missions * market.countries)
    return {
        "pledge": np.bincount(country, minlength=market.countries) - sides.pledge,
        "country_cap": both.reshape(missions, -1) - np.asarray(sides.country_cap)[:, None],
        "women": numerator * filled - denominator * of(WOMAN),
        "men": filled - of(WOMAN) - most_men(market),
        "french": sides.french_min - of(FRENCH),
        "arabic": sides.arabic_min - of(ARABIC),
    }


def _sides(market: Market) -> Sides:
    if market.sides is None:
        raise ValueError("there are no side constraints")
    return market.sides


def _first_steps(market: Market) -> dict[str, Column]:
    free_prices = free(market)
    steps = {name: np.full(getattr(free_prices, name).shape, FIRST_STEP) for name in SIDES}
    if market.sides is not None:
        steps["women"] /= market.sides.women_share[1]
    return steps


def _moved(
    market: Market, prices: Prices, owner: Column, steps: dict[str, Column], signs: dict[str, Column]
) -> tuple[Prices, dict[str, Column]]:
    """Prices one step further; ``steps`` grow and shrink in place. The most men have no price here: the share does."""
    moved = {f.name: getattr(prices, f.name) for f in fields(Prices)}
    found = overdrawn(market, owner)
    now = {name: np.sign(found[name]) for name in SIDES if name != "men"}
    for name, sign in now.items():
        if name in signs:
            turn = sign * signs[name]
            steps[name] *= np.where(turn > 0, GROW, np.where(turn < 0, SHRINK, 1.0))
            np.minimum(steps[name], LARGEST_STEP, out=steps[name])
        moved[name] = np.maximum(moved[name] + sign * steps[name], 0.0)
    for name in ("french", "arabic"):
        moved[name] = np.minimum(moved[name], _sides(market).speaker_penalty)
    return Prices(**moved), now


def _paid(market: Market, prices: Prices) -> float:
    """What the side constraints are paid at these prices."""
    sides = market.sides
    if sides is None:
        return 0.0
    return float(
        prices.pledge @ sides.pledge
        + prices.country_cap.sum(axis=1) @ sides.country_cap
        + prices.men @ most_men(market)
        - prices.french @ sides.french_min
        - prices.arabic @ sides.arabic_min
    )
