"""An upper bound from prices alone, in whole numbers, over *all* pairs. No solver, no trust in where prices come from.

Put a price on every constraint that ties officers together, pay it where the constraint is used, and let each officer
choose alone what it likes best at these prices. No plan can be worth more than what the officers take plus what the
constraints are paid:

    SCALE x bound = sum of post price x capacity + pledge price x pledge + cap price x country cap
                  + men price x most men
                  - French price x French speakers wanted - Arabic price x Arabic speakers wanted
                  + for each officer the most of 0 and (SCALE x worth + side - post price) over his or her pairs

    side = - pledge price - cap price + women price x (denominator x woman - numerator) - men price x man
         + French price x speaks French + Arabic price x speaks Arabic

The share of women and the capacities of a mission leave room for a whole number of men: ``most_men``.
A missing speaker loses ``penalty``, so a speaker may be priced at that at most: then the shortfalls add nothing.
Good prices give a tight bound, bad ones a loose bound, never a false one.

A pinned pair is in every plan. Its officer takes exactly that pair, so the part of this officer is the pair's value at
these prices even where it is negative: the 0 of staying at home is not open to him or her, nor is any other pair. That
is exact, since the pair's vacancy, pledge and cap are still paid for in the sums above.

The pass over the pairs is a sum over officers, so it can be taken slice by slice of the roster: ``slice_part`` of each
slice and ``constraints_part`` once, added and divided by ``SCALE``, rounded down.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.staffing.compiled import kernel, side_by_side
from menara.engines.staffing.market import ARABIC, FLAGS, FRENCH, WOMAN, Market
from menara.engines.staffing.problem import SCALE, Prices, Sides

BLOCK = 1 << 16  # officers at a time: what they take and their groups stay in the cache while all posts pass by
# 64 bits hold whole numbers below 2^63: enough while officers x (SCALE x worth + all prices a pair can meet) stays
# below, as it does up to 10 million officers with worth and prices of 900,000 points. Beyond, the sums are made in
# numbers of any length, a hundred times slower: it takes prices that no search would come to.
LARGE = 1 << 63

PRICES = tuple(Prices.__dataclass_fields__)

__all__ = ["SCALE", "bound_of", "check_prices", "constraints_part", "price_bound", "side_table", "slice_part"]

Whole = NDArray[Any]


def price_bound(*, market: Market, prices: Prices) -> int:
    """The largest value any plan on ``market`` can have. Raises ``ValueError`` naming the price that may not be."""
    return bound_of(constraints_part(market=market, prices=prices), slice_part(market=market, prices=prices))


def bound_of(constraints: int, *slices: int) -> int:
    """The bound from the part of the constraints and the parts of all slices."""
    return (constraints + sum(slices)) // SCALE


def constraints_part(*, market: Market, prices: Prices) -> int:
    """What the constraints are paid, in 1/SCALE; the same for every slice of one roster."""
    check_prices(market=market, prices=prices)
    total = _dot(prices.post, market.capacity)
    if (sides := market.sides) is not None:
        total += _dot(prices.pledge, sides.pledge)
        total += _dot(prices.country_cap.sum(axis=1, dtype=object), sides.country_cap)
        total += _dot(prices.men, most_men(market))
        total -= _dot(prices.french, sides.french_min) + _dot(prices.arabic, sides.arabic_min)
    return total


def most_men(market: Market) -> Whole:
    """How many men each mission can have at most: floor((1 - share of women) x its capacity)."""
    capacity = np.zeros(market.missions, dtype=np.int64)
    np.add.at(capacity, market.mission, market.capacity)
    if market.sides is None:
        return capacity
    numerator, denominator = market.sides.women_share
    return np.array([(denominator - numerator) * int(most) // denominator for most in capacity], dtype=np.int64)


def slice_part(*, market: Market, prices: Prices) -> int:
    """What the officers of ``market`` take at most, in 1/SCALE: one pass over all its pairs."""
    check_prices(market=market, prices=prices)
    pinned_officers = market.officer[market.pinned]
    if len(np.unique(pinned_officers)) < len(pinned_officers):
        raise ValueError("an officer is pinned twice")
    if _most_net(market, prices) * max(market.officers, 1) >= LARGE:
        return _large_part(market, prices)
    side = side_table(market=market, prices=prices)
    best = np.zeros(market.officers, dtype=np.int64)
    columns = _columns(market, prices, side)
    blocks = range(0, market.officers, BLOCK)
    side_by_side(lambda at: _most(columns, SCALE, at, min(at + BLOCK, len(best)), best), blocks)
    best[pinned_officers] = _pinned_nets(market, prices, side)
    return int(best.sum())


def side_table(*, market: Market, prices: Prices, kind: Any = np.int64) -> Whole:
    """``[mission, group]``: what the side constraints add to a pair, in 1/SCALE. ``kind`` object holds any length."""
    groups = market.countries * FLAGS
    if market.sides is None:
        return np.zeros((market.missions, groups), dtype=kind)
    numerator, denominator = (int(part) for part in market.sides.women_share)
    country, flags = np.divmod(np.arange(groups), FLAGS)
    women = np.where(flags & WOMAN, denominator, 0).astype(kind) - numerator
    side: Whole = (
        prices.women.astype(kind)[:, None] * women
        - prices.men.astype(kind)[:, None] * (flags & WOMAN == 0)
        + prices.french.astype(kind)[:, None] * (flags & FRENCH > 0)
        + prices.arabic.astype(kind)[:, None] * (flags & ARABIC > 0)
        - prices.pledge.astype(kind)[country]
        - prices.country_cap.astype(kind)[:, country]
    )
    return side


def check_prices(*, market: Market, prices: Prices) -> None:
    """Raises ``ValueError`` naming every table of prices that proves nothing: of a wrong length, with a price that is
    negative, no whole number, above the penalty, or on a side constraint that is not asked."""
    m, c = market.missions, market.countries
    shapes = {
        "post": (market.posts,),
        "pledge": (c,),
        "country_cap": (m, c),
        "women": (m,),
        "men": (m,),
        "french": (m,),
        "arabic": (m,),
    }
    wrong = [said for name, shape in shapes.items() for said in _wrong(name, shape, prices, market.sides)]
    if wrong:
        raise ValueError("; ".join(wrong))


def _wrong(name: str, shape: tuple[int, ...], prices: Prices, sides: Sides | None) -> Iterator[str]:
    price: Whole = getattr(prices, name)
    if price.dtype.kind not in "iu":
        yield f"a price of {name} is no whole number"
    elif price.shape != shape:
        yield f"prices of {name}: there are {price.shape}, there should be {shape}"
    elif price.size and int(price.min()) < 0:
        yield f"a price of {name} is negative"
    elif sides is None and name != "post" and price.any():
        yield f"{name} is priced and not asked"
    elif sides is not None and name in {"french", "arabic"} and _above(price, sides.speaker_penalty * SCALE):
        yield f"a price of {name} is above the penalty"


def _above(price: Whole, most: int) -> bool:
    return int(price.max(initial=0)) > most


def _columns(market: Market, prices: Prices, side: Whole) -> tuple[Whole, ...]:
    """The kernel knows one kind of each column, so that it is compiled once."""
    kinds = (
        (market.starts, np.int64),
        (market.officer, np.int32),
        (market.worth, np.int32),
        (market.mission, np.int32),
        (market.group, np.int32),
        (prices.post, np.int64),
        (side, np.int64),
    )
    return tuple(np.ascontiguousarray(column, dtype=kind) for column, kind in kinds)


@kernel
def _most(columns: tuple[Whole, ...], scale: int, first: int, last: int, best: Whole) -> None:
    """``best[i]`` of the officers ``first`` to ``last``: the most of what it holds and of any of their pairs.

    ``scale`` is told: a constant would stay in the compiled code on disk when it changes.
    """
    starts, officer, worth, mission, group, post, side = columns
    for j in range(len(starts) - 1):
        at, end = starts[j], starts[j + 1]
        high = end
        while at < high:  # officers of a post stand in order: find the first of this block
            middle = (at + high) >> 1
            if officer[middle] < first:
                at = middle + 1
            else:
                high = middle
        row, price = side[mission[j]], post[j]
        while at < end and officer[at] < last:
            i = officer[at]
            net = np.int64(worth[at]) * scale + row[group[i]] - price
            best[i] = max(best[i], net)
            at += 1


def _pinned_nets(market: Market, prices: Prices, side: Whole) -> Whole:
    """What each pinned pair is worth at these prices, whatever its sign."""
    j = np.searchsorted(market.starts, market.pinned, side="right") - 1
    group = market.group[market.officer[market.pinned]]
    worth = market.worth[market.pinned].astype(side.dtype) * SCALE
    nets: Whole = worth + side[market.mission[j], group] - prices.post[j].astype(side.dtype)
    return nets


def _most_net(market: Market, prices: Prices) -> int:
    """What no pair's value at these prices, nor any part of it, can pass in size."""
    worth = max(int(market.worth.max()), -int(market.worth.min())) if len(market.worth) else 0
    women = sum(int(part) for part in market.sides.women_share) if market.sides is not None else 0
    most = {name: int(getattr(prices, name).max(initial=0)) for name in PRICES}
    most["women"] *= women
    return worth * SCALE + sum(most.values())


def _large_part(market: Market, prices: Prices) -> int:
    """The same in whole numbers of any length."""
    side = side_table(market=market, prices=prices, kind=object)
    best = np.zeros(market.officers, dtype=object)
    for j in range(market.posts):
        pairs = slice(market.starts[j], market.starts[j + 1])
        i = market.officer[pairs]
        net = market.worth[pairs].astype(object) * SCALE + side[market.mission[j], market.group[i]]
        best[i] = np.maximum(best[i], net - int(prices.post[j]))
    best[market.officer[market.pinned]] = _pinned_nets(market, prices, side)
    return sum(best.tolist())


def _dot(prices: Whole, amounts: Whole) -> int:
    return sum(p * int(a) for p, a in zip(map(int, prices), amounts, strict=True))
