"""The climb to a plan with its proof.

1. Rounds of auctions find prices of the side constraints, close to the best.
2. A linear program over the pairs of small loss makes them exact; pairs it did not have and would like are added until
   none is left.
3. What its answer agrees on is kept, and the rest is dived for.
4. Neighbourhoods of a few missions are searched, where the plan loses most.
5. Where nothing gets better, all pairs that a better plan could hold are searched.

Without side constraints one auction with a fine step does it all. The bound is ``proof.price_bound`` over all pairs.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, fields
from itertools import product
from time import perf_counter

import numpy as np

from menara.engines.outcome import Limits, Listener, Progress
from menara.engines.staffing.auction import Lists, dearest, everything, hold_auction, nth_best, shortlist
from menara.engines.staffing.columns import Columns, room_of
from menara.engines.staffing.market import Market
from menara.engines.staffing.near import Ground
from menara.engines.staffing.problem import Column, Prices
from menara.engines.staffing.program import WHOLE, Program, Relaxed, prices_of
from menara.engines.staffing.proof import price_bound, side_table
from menara.engines.staffing.rounds import find_prices, free, in_whole

FEW_PAIRS = 100_000  # up to so many, every auction looks at all of them
SHORT = 60  # beyond: so many of the best of each post, and two more a vacancy
ROUNDS = 40
STEP, FINE_STEP = 1.0, 1e-4  # least rise of a bid: in rounds, and where prices are exact
FINE = 0.4  # all least rises together, where an auction alone is to prove the optimum
NARROW, WIDER = 10.0, 10.0  # how much a pair may lose to be a column: at first, and where prices have moved
MOSTLY = 0.85  # of all vacancies settled in rounds, a plan is dived for before prices are exact
EARLY, DIVES = (0.1,), (0.2, 0.1, 0.03)  # how much of what is broken is rounded at a time
WIDEST, COLUMNS_A_VACANCY = 100.0, 10  # columns of neighbourhoods: the most a pair may lose, and how many there are
FIRST_WIDTH, FIRST_SIZE = 350.0, 1_500  # vacancies and columns of a neighbourhood
NODES = 100  # of branch and bound in a neighbourhood
PATIENCE = 16  # neighbourhoods without a better plan before all is searched
CLOSE = 2e-6  # how near, as a share, price bound and relaxation must be


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """The best plan of a market: the post of each officer (-1 none), its value, a bound, and prices that prove
    ``price_bound``; ``bound`` is lower only where a search said so."""

    owner: Column
    value: int
    bound: int
    price_bound: int
    prices: Prices
    stopped: bool


class _Enough(Exception):  # noqa: N818 - a signal, not an error
    """The gap asked for is proven, the time is up, or the listener said stop."""


@dataclass(slots=True)
class _Run:
    market: Market
    limits: Limits
    listener: Listener | None
    started: float
    owner: Column
    value: int
    bound: int
    prices: Prices
    found: Callable[[Found], object] | None = None  # told of every better plan
    searched: int | None = None
    stopped: bool = False
    chosen: Column = field(default_factory=lambda: np.zeros(0, dtype=np.int64))  # places of the best plan's pairs

    def left(self) -> float:
        return self.limits.seconds - (perf_counter() - self.started)

    def know(self, prices: Prices) -> int:
        """Keep prices where they prove more than those known; what they prove."""
        whole = in_whole(prices, self.market)
        bound = price_bound(market=self.market, prices=whole)
        if bound < self.bound:
            self.bound, self.prices = bound, whole
        return bound

    def offer(self, ground: Ground, chosen: Column) -> bool:
        """Keep a plan that is better than the best."""
        value = ground.value(chosen)
        if value <= self.value and (len(self.chosen) or not len(chosen)):
            return False
        self.value = value
        self.chosen = ground.columns.place[chosen]
        self.owner = np.full(self.market.officers, -1, dtype=np.int32)
        self.owner[ground.columns.officer[chosen]] = ground.columns.post[chosen]
        if self.found is not None:
            self.found(self.answer())
        return True

    def answer(self) -> Found:
        """The best plan so far, with what is known of it."""
        bound = self.bound if self.searched is None else max(min(self.bound, self.searched), self.value)
        return Found(
            owner=self.owner,
            value=self.value,
            bound=bound,
            price_bound=self.bound,
            prices=self.prices,
            stopped=self.stopped and bound > self.value,
        )

    def say(self, step: str) -> None:
        """A word to the listener. Raises ``_Enough`` where the work is to end."""
        word = Progress(step=step, value=self.value, bound=self.bound)
        if self.listener is not None and self.listener(word) is False:
            self.stopped = True
            raise _Enough
        if self.left() <= 0:
            self.stopped = True
            raise _Enough
        if self.bound - self.value <= self.limits.gap * max(self.value, 0):
            raise _Enough


def solve_market(
    market: Market,
    *,
    limits: Limits,
    listener: Listener | None = None,
    start: Prices | None = None,
    pins: Column | None = None,
    found: Callable[[Found], object] | None = None,
) -> Found:
    """The best plan found within ``limits``, with its bound. The same answer every time no limit of time is reached.

    ``start`` are prices in points to begin from. Where pairs are pinned, ``pins`` are places of pairs of some plan that
    keeps them all; what the work ends with keeps them, too. ``found`` is told of every better plan.
    """
    run = _begun(market, limits, listener, free(market), pins)
    run.found = found
    with suppress(_Enough):
        _climb(run, start or free(market))
    return run.answer()


def improve_market(market: Market, *, limits: Limits, listener: Listener | None, prices: Prices, plan: Column) -> Found:
    """The same from prices in points that are good already, and a plan: places of its pairs."""
    run = _begun(market, limits, listener, prices, plan)
    with suppress(_Enough):
        run.say("improving")
        place = np.union1d(_columns(market, prices, _wanted(market, prices), NARROW), plan)
        _improve(run, Ground.of(market=market, place=place, prices=prices))
    return run.answer()


def _begun(market: Market, limits: Limits, listener: Listener | None, prices: Prices, plan: Column | None) -> _Run:
    whole = in_whole(prices, market)
    run = _Run(
        market=market,
        limits=limits,
        listener=listener,
        started=perf_counter(),
        owner=np.full(market.officers, -1, dtype=np.int32),
        value=_of_nobody(market),
        bound=price_bound(market=market, prices=whole),
        prices=whole,
    )
    if plan is not None:
        run.offer(Ground.of(market=market, place=plan, prices=prices), np.arange(len(plan)))
    return run


def _of_nobody(market: Market) -> int:
    sides = market.sides
    return 0 if sides is None else -sides.speaker_penalty * int(np.sum(sides.french_min) + np.sum(sides.arabic_min))


def _climb(run: _Run, start: Prices) -> None:
    market = run.market
    run.say("pricing")
    if not len(market.officer):
        return
    lists = _lists(market, start)
    if market.sides is None and not len(market.pinned):
        lists = _assign(run, lists)
    quote = find_prices(market=market, lists=lists, start=start, rounds=ROUNDS, step=STEP)
    prices, sale = _with_posts(quote.prices, quote.sale.post), quote.sale
    run.know(prices)
    place = _columns(market, prices, sale.price, NARROW)
    sold = sale.owner >= 0
    agreed = lists.place[sale.pair[sold & quote.agreed]]
    if len(agreed) >= MOSTLY * int(market.capacity.sum()):
        early = np.union1d(_columns(market, prices, sale.price, NARROW / 2), lists.place[sale.pair[sold]])
        ground = Ground.of(market=market, place=early, prices=prices)
        _dive(run, ground, np.flatnonzero(np.isin(early, agreed)), EARLY)
    ground, share = _exact(run, lists, place)
    run.say("planning")
    _dive(run, ground, np.flatnonzero(share > 1 - WHOLE), DIVES)
    run.say("improving")
    _improve(run, ground)


def _assign(run: _Run, lists: Lists) -> Lists:
    """Nothing ties posts together: an auction with steps so fine that all of them are less than one point. Pairs
    beyond the lists that would have bid join, until the plan is proven; the lists then."""
    market = run.market
    step = FINE / (float(market.capacity.sum()) + 1.0)
    prices = free(market)
    side = side_table(market=market, prices=prices, kind=np.float64)
    for _ in range(ROUNDS):
        sale = hold_auction(market=market, lists=lists, side=side, step=step)
        bound = run.know(_with_posts(prices, sale.post))
        sold = sale.owner >= 0
        ground = Ground.of(market=market, place=np.sort(lists.place[sale.pair[sold]]), prices=prices)
        run.offer(ground, np.arange(len(ground.columns)))
        run.say("planning")
        if bound == run.value:
            raise _Enough
        more = shortlist(market=market, side=side, price=sale.price, least=sale.post).place
        place = np.union1d(lists.place, more)
        if len(place) == len(lists):
            break
        lists = _listed(market, place)
    return lists


def _listed(market: Market, place: Column) -> Lists:
    return Lists(
        starts=np.searchsorted(place, market.starts),
        officer=market.officer[place],
        worth=market.worth[place],
        place=place,
    )


def _lists(market: Market, prices: Prices) -> Lists:
    if len(market.officer) <= FEW_PAIRS:
        return everything(market)
    side = side_table(market=market, prices=prices, kind=np.float64)
    least = nth_best(market=market, keep=SHORT + 2 * market.capacity)
    return shortlist(market=market, side=side, price=np.zeros(market.officers), least=least)


def _with_posts(prices: Prices, post: Column) -> Prices:
    return Prices(**{**{f.name: getattr(prices, f.name) for f in fields(Prices)}, "post": post})


def _wanted(market: Market, prices: Prices) -> Column:
    """Each officer's price: the most any post would give at these prices."""
    side = side_table(market=market, prices=prices, kind=np.float64)
    return dearest(market=market, side=side, post=prices.post)


def _columns(market: Market, prices: Prices, officer: Column, most: float) -> Column:
    """Places of all pairs that lose at most ``most`` at these prices, and of the pinned."""
    side = side_table(market=market, prices=prices, kind=np.float64)
    found = shortlist(market=market, side=side, price=officer, least=prices.post - most).place
    return np.union1d(found, market.pinned)


def _exact(run: _Run, lists: Lists, place: Column) -> tuple[Ground, Column]:
    """Exact prices: the relaxation over the columns at ``place`` and all that would join them; with its shares."""
    market, room = run.market, room_of(run.market)
    relaxed: Relaxed | None = None
    while True:
        columns = Columns.of(market, place)
        program = Program(market=market, columns=columns, room=room, seed=run.limits.seed)
        if relaxed is None:
            relaxed = program.relax(method="ipm", seconds=run.left())
        else:
            relaxed = program.relax(method="simplex", seconds=run.left(), basis=program.basis_from(relaxed))
        if relaxed is None:
            raise _Enough
        prices = prices_of(market=market, room=room, relaxed=relaxed)
        side = side_table(market=market, prices=prices, kind=np.float64)
        sale = hold_auction(market=market, lists=lists, side=side, step=FINE_STEP)
        prices = _with_posts(prices, sale.post)
        bound = run.know(prices)
        near = _columns(market, prices, sale.price, WIDER)
        lists = _listed(market, np.union1d(lists.place, near))  # whoever would bid at these prices may
        more = np.setdiff1d(near, place)
        ground = Ground.of(market=market, place=np.union1d(place, more), prices=prices)
        share = np.zeros(len(ground.columns))
        share[np.searchsorted(ground.columns.place, place)] = relaxed.share
        if bound <= relaxed.value * (1 + CLOSE) + 1 or not len(more):
            return ground, share
        run.say("pricing")
        place = ground.columns.place


def _dive(run: _Run, ground: Ground, agreed: Column, parts: tuple[float, ...]) -> None:
    """Keep what is agreed on and dive for the rest, with all of it or with what is sound of it, in large steps and
    small, until a plan is close enough."""
    for part, fixed in product(parts, (agreed, ground.sound(agreed))):
        program, offered = ground.around(fixed, most=np.inf, seed=run.limits.seed)
        chosen = program.dive(seconds=run.left, part=part)
        if chosen is not None:
            run.offer(ground, np.union1d(fixed, offered[chosen]))
        run.say("planning")
        if parts == EARLY and chosen is not None:
            return


def _wider(run: _Run, ground: Ground) -> Ground:
    """The same with more columns: those that lose least, a few for each vacancy."""
    market = run.market
    place = np.union1d(_columns(market, ground.prices, ground.officer, WIDEST), ground.columns.place)
    wide = Ground.of(market=market, place=place, prices=ground.prices)
    size = int(COLUMNS_A_VACANCY * market.capacity.sum())
    if size >= len(place):
        return wide
    least = np.argsort(wide.loss, kind="stable")[:size]
    return Ground.of(market=market, place=np.union1d(place[least], ground.columns.place), prices=ground.prices)


def _improve(run: _Run, near: Ground) -> None:
    """Search neighbourhoods, the ones that lose most first, until none gets better; then all that could be better."""
    random = np.random.default_rng(run.limits.seed)
    ground = _wider(run, near)
    places = ground.columns.place
    width, size, idle = FIRST_WIDTH, FIRST_SIZE, 0
    while idle < PATIENCE:
        chosen = np.searchsorted(places, run.chosen)
        open_missions = _missions(run.market, ground.losses(chosen), width, random)
        fixed = chosen[~np.isin(ground.columns.mission[chosen], open_missions)]
        better = _search(run, ground, chosen, fixed, size)
        run.say("improving")
        idle = 0 if better else idle + 1
        if idle and idle % 4 == 0:
            width, size = width * 1.2, int(size * 1.2)
    _close(run, ground)


def _missions(market: Market, losses: Column, width: float, random: np.random.Generator) -> Column:
    """A few missions of ``width`` vacancies together, the more they lose the likelier."""
    vacancies = np.bincount(market.mission, weights=market.capacity, minlength=market.missions)
    order = np.argsort(-(losses + 1.0) * random.random(market.missions), kind="stable")
    return order[: max(1, int(np.searchsorted(np.cumsum(vacancies[order]), width)))]


def _search(run: _Run, ground: Ground, chosen: Column, fixed: Column, size: int) -> bool:
    """Whether a better plan was found that keeps ``fixed``."""
    most = run.bound - run.value + 1.0
    program, offered = ground.around(fixed, most=most, seed=run.limits.seed, size=size)
    freed = np.setdiff1d(chosen, fixed)
    start = np.searchsorted(offered, freed[np.isin(freed, offered)])
    found, _, _ = program.search(seconds=min(run.left(), 5.0), nodes=NODES, start=start)
    return found is not None and run.offer(ground, np.union1d(fixed, offered[found]))


def _close(run: _Run, ground: Ground) -> None:
    """Search among all pairs a better plan could hold."""
    room = run.bound - run.value + 1.0
    place = np.union1d(_columns(run.market, ground.prices, ground.officer, room), ground.columns.place)
    whole = Ground.of(market=run.market, place=place, prices=ground.prices)
    program, offered = whole.around(np.zeros(0, dtype=np.int64), most=room, seed=run.limits.seed)
    start = np.searchsorted(offered, np.searchsorted(place, run.chosen))
    run.say("searching")
    found, bound, ended = program.search(seconds=run.left(), nodes=0, start=start)
    if found is not None:
        run.offer(whole, offered[found])
    if ended:
        run.searched = run.value
    elif np.isfinite(bound):
        run.searched = int(np.floor(bound + WHOLE))
    run.stopped = not ended
