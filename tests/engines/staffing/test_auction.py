"""Auctions end near the optimum, with prices that prove it; wars of bids are broken off."""

from __future__ import annotations

import numpy as np
import pytest

from engines.staffing.varied import MARKETS, market_of, most_worth
from menara.engines.staffing import auction
from menara.engines.staffing.auction import Sale, dearest, everything, hold_auction, nth_best, shortlist, warm_up
from menara.engines.staffing.market import Market

STEP = 0.001


def sell(market: Market, *, side: float = 0.0, step: float = STEP) -> Sale:
    return hold_auction(market=market, lists=everything(market), side=sides(market, side), step=step)


def sides(market: Market, side: float = 0.0) -> np.ndarray:
    return np.full((market.missions, market.countries * 8), side)


def post_of(market: Market) -> np.ndarray:
    return np.repeat(np.arange(market.posts), np.diff(market.starts))


@pytest.mark.parametrize("name", MARKETS)
def test_an_auction_is_near_the_optimum_and_proves_it(name: str) -> None:
    worth, capacity = MARKETS[name]()
    market, optimum = market_of(worth, capacity), most_worth(worth, capacity)
    sale = sell(market)
    sold = np.flatnonzero(sale.owner >= 0)
    value = int(market.worth[sale.pair[sold]].sum())
    assert (post_of(market)[sale.pair[sold]] == sale.owner[sold]).all()
    assert (market.officer[sale.pair[sold]] == sold).all()
    assert (np.bincount(sale.owner[sold], minlength=market.posts) <= market.capacity).all()
    assert not sale.price[sale.owner < 0].any()
    assert value <= optimum <= sale.bound + 1e-6
    if sale.ended:
        steps = STEP * (sum(capacity) + 1)
        assert optimum - steps <= value
        assert sale.bound <= optimum + steps


def test_what_is_sold_has_a_price_and_nothing_else() -> None:
    market = market_of(np.array([[9, 4, 0], [8, 0, 0]]))
    sale = sell(market)
    assert sale.owner.tolist() == [1, 0, -1]
    assert (sale.price > 0).tolist() == [True, True, False]
    assert sale.price[0] - sale.price[1] == pytest.approx(5.0, abs=2 * STEP)


def test_side_prices_decide() -> None:
    market = market_of(np.array([[3, 9]]))
    taxed = sides(market)
    assert hold_auction(market=market, lists=everything(market), side=taxed, step=STEP).owner.tolist() == [-1, 0]
    assert hold_auction(market=market, lists=everything(market), side=taxed - 10, step=STEP).owner.tolist() == [-1, -1]


def test_a_larger_step_is_answered_in_fewer_bids() -> None:
    worth = np.full((8, 7), 3_000)
    assert sell(market_of(worth), step=10.0).bids < sell(market_of(worth), step=1.0).bids / 5


@pytest.mark.parametrize(("posts", "officers"), [(3, 2), (40, 39), (120, 60)])
def test_a_war_is_broken_off(posts: int, officers: int) -> None:
    """All want the same few, and each would rise to 3,000 by steps of a thousandth: millions of bids an officer."""
    market = market_of(np.full((posts, officers), 3_000))
    sale = sell(market)
    assert not sale.ended
    assert sale.bids == auction.MOST_BIDS * 2 * posts
    sold = sale.owner[sale.owner >= 0]
    assert len(sold) == len(set(sold.tolist())) <= officers
    assert sale.bound >= 3_000 * officers - 1e-6


@pytest.mark.parametrize("seed", range(20))
def test_a_shortlist_holds_the_pairs_that_are_good_enough(seed: int) -> None:
    draw = np.random.default_rng(seed)
    market = market_of(draw.integers(0, 9, (draw.integers(1, 30), draw.integers(1, 40))))
    price, least = draw.integers(0, 4, market.officers) / 2.0, draw.integers(-2, 9, market.posts) / 2.0
    found = shortlist(market=market, side=sides(market, 0.5), price=price, least=least)
    post = post_of(market)
    wanted = [k for k, w in enumerate(market.worth) if w + 0.5 - price[market.officer[k]] >= least[post[k]]]
    assert found.place.tolist() == wanted
    assert found.starts.tolist() == np.searchsorted(post[wanted], np.arange(market.posts + 1)).tolist()
    assert (found.officer.tolist(), found.worth.tolist()) == (
        market.officer[wanted].tolist(),
        market.worth[wanted].tolist(),
    )


@pytest.mark.parametrize("seed", range(20))
def test_the_nth_best(seed: int) -> None:
    draw = np.random.default_rng(seed)
    market = market_of(draw.integers(0, 5, (draw.integers(1, 30), draw.integers(1, 20))))
    keep = draw.integers(0, 6, market.posts)
    none = float(np.iinfo(np.int32).min)
    wanted = []
    for j in range(market.posts):
        worth = sorted(market.worth[market.starts[j] : market.starts[j + 1]].tolist(), reverse=True)
        wanted.append(float(worth[keep[j] - 1]) if 0 < keep[j] < len(worth) else none)
    assert nth_best(market=market, keep=keep).tolist() == wanted


@pytest.mark.parametrize("seed", range(20))
def test_the_dearest(seed: int) -> None:
    draw = np.random.default_rng(seed)
    market = market_of(draw.integers(0, 9, (draw.integers(1, 9), draw.integers(1, 9))))
    post, prices = post_of(market), draw.integers(0, 9, market.posts) / 2.0
    wanted = [0.0] * market.officers
    for k, i in enumerate(market.officer):
        wanted[i] = max(wanted[i], market.worth[k] - 1.5 - prices[post[k]])
    assert dearest(market=market, side=sides(market, -1.5), post=prices).tolist() == wanted


def test_all_is_compiled_before_it_is_needed_and_once() -> None:
    kernels = [f for f in vars(auction).values() if hasattr(f, "signatures")]
    assert len(kernels) == 6
    warm_up(market_of(np.ones((1, 1), dtype=np.int64)))
    assert {k.__name__: len(k.signatures) for k in kernels} == {k.__name__: 1 for k in kernels}
