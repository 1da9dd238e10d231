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
from dataclasses import replace
from itertools import product

import numpy as np

from menara.engines.outcome import Limits, Listener
from menara.engines.staffing.auction import Lists, dearest, everything, hold_auction, nth_best, shortlist
from menara.engines.staffing.best import Best, Enough, Found
from menara.engines.staffing.columns import Columns, room_of
from menara.engines.staffing.market import Market, joined, stand_in
from menara.engines.staffing.near import Ground
from menara.engines.staffing.problem import Column, Prices
from menara.engines.staffing.program import WHOLE, Program, Relaxed, prices_of
from menara.engines.staffing.proof import side_table
from menara.engines.staffing.rounds import find_prices, free, in_points

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
COARSE, FEW = 5e-4, 3  # gaps from which on so many neighbourhoods are searched early
NODES, A_WHILE = 100, 5.0  # of branch and bound in a neighbourhood; seconds, ten times what it takes
LEAST_STEP = 0.05  # of the distance to the bound: two steps shorter than this, and neighbourhoods are widened
PATIENCE = 16  # neighbourhoods without a better plan before all is searched
MOST_COLUMNS, FEW_COLUMNS = 40, 20_000  # of a linear program: for each vacancy, and beside
MOST_SEARCHED = 250_000  # pairs, when all that could be better are searched
ROUNDING = 0.01  # points: sums of a few floats of up to 10^12 are off by less
CLOSE = 2e-6  # how near, as a share, price bound and relaxation must be


def solve_market(
    market: Market,
    *,
    limits: Limits,
    listener: Listener | None = None,
    start: Prices | None = None,
    pins: Column | None = None,
    found: Callable[[Found], object] | None = None,
) -> Found:
    """The best plan found within ``limits``, with its bound. The same answer every time where no limit of time is
    reached, that of one neighbourhood included.

    ``start`` are prices in points to begin from. Where pairs are pinned, ``pins`` are places of the pairs of some plan
    that keeps them all; every plan found keeps them too. ``found`` is told of every better plan.
    """
    if len(market.pinned) and (pins is None or not np.isin(market.pinned, pins).all()):
        raise ValueError("pairs are pinned, and no plan that keeps them is given")
    run = Best.of_nobody(market, limits=limits, prices=free(market), listener=listener, keep=found)
    if pins is not None:
        run.take(Ground.of(market=market, place=np.sort(pins), prices=free(market)), np.arange(len(pins)))
    with suppress(Enough):
        _climb(run, start or free(market))
    return run.answer()


def improve_market(run: Best, *, prices: Prices, plan: Column) -> Found:
    """The same within what ``run`` has left, from prices in points that are good already, and a plan: places of its
    pairs, ascending."""
    market = run.market
    run.take(Ground.of(market=market, place=plan, prices=prices), np.arange(len(plan)))
    with suppress(Enough):
        run.say("improving")
        place = joined(_columns(market, prices, _wanted(market, prices), NARROW), plan)
        _improve(run, Ground.of(market=market, place=place, prices=prices))
    return run.answer()


def _climb(run: Best, start: Prices) -> None:
    market = run.market
    run.say("pricing")
    if not len(market.officer):
        run.know(_nobody_speaks(market))
        return
    lists = _lists(market, start)
    if market.sides is None and not len(market.pinned):
        lists = _assign(run, lists)
    quote = find_prices(market=market, lists=lists, start=start, rounds=ROUNDS, step=STEP, going=run.going)
    prices, sale = replace(quote.prices, post=quote.sale.post), quote.sale
    run.know(prices)
    sold = np.sort(lists.place[sale.pair[sale.owner >= 0]])
    _keep_sound(run, sold, prices)
    run.say("pricing")
    agreed = np.sort(lists.place[sale.pair[(sale.owner >= 0) & quote.agreed]])
    if len(agreed) >= MOSTLY * int(market.capacity.sum()):
        early = joined(_columns(market, prices, sale.price, NARROW / 2), joined(sold, run.chosen))
        ground = Ground.of(market=market, place=early, prices=prices)
        _dive(run, ground, np.searchsorted(early, agreed), EARLY)
        _look_around(run, ground)
    near = _columns(market, prices, sale.price, NARROW)
    ground, share = _exact(run, lists, joined(_least(market, prices, sale.price, near), run.chosen))
    run.say("planning")
    _dive(run, ground, np.flatnonzero(share > 1 - WHOLE), DIVES)
    run.say("improving")
    _improve(run, ground)


def _nobody_speaks(market: Market) -> Prices:
    """In points: where there are no pairs, what every missing speaker loses is the whole proof."""
    prices, sides = free(market), market.sides
    if sides is None:
        return prices
    penalty = np.full(market.missions, float(sides.speaker_penalty))
    return replace(prices, french=penalty, arabic=penalty)


def _keep_sound(run: Best, sold: Column, prices: Prices) -> None:
    """A first plan: as much of an auction's outcome as may stand, where that keeps the pins."""
    ground = Ground.of(market=run.market, place=sold, prices=prices)
    sound = ground.sound(np.arange(len(sold)))
    if np.isin(run.market.pinned, ground.columns.place[sound]).all():
        run.offer(ground, sound)


def _assign(run: Best, lists: Lists) -> Lists:
    """Nothing ties posts together: an auction with steps so fine that all of them are less than one point. Pairs
    beyond the lists that would have bid join, until the plan is proven; the lists then."""
    market = run.market
    step = FINE / (float(market.capacity.sum()) + 1.0)
    prices = free(market)
    side = side_table(market=market, prices=prices, kind=np.float64)
    for _ in range(ROUNDS):
        sale = hold_auction(market=market, lists=lists, side=side, step=step)
        bound = run.know(replace(prices, post=sale.post))
        sold = sale.owner >= 0
        ground = Ground.of(market=market, place=np.sort(lists.place[sale.pair[sold]]), prices=prices)
        run.offer(ground, np.arange(len(ground.columns)))
        run.say("planning")
        if bound == run.value:
            raise Enough
        more = shortlist(market=market, side=side, price=sale.price, least=sale.post).place
        place = joined(lists.place, more)
        if len(place) == len(lists) or not sale.ended:
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


def _wanted(market: Market, prices: Prices) -> Column:
    """Each officer's price: the most any post would give at these prices."""
    side = side_table(market=market, prices=prices, kind=np.float64)
    return dearest(market=market, side=side, post=prices.post)


def _columns(market: Market, prices: Prices, officer: Column, most: float) -> Column:
    """Places of all pairs that lose at most ``most`` at these prices, and of the pinned."""
    side = side_table(market=market, prices=prices, kind=np.float64)
    found = shortlist(market=market, side=side, price=officer, least=prices.post - most).place
    return joined(found, market.pinned)


def _least(market: Market, prices: Prices, officer: Column, place: Column) -> Column:
    """Of the pairs at ``place`` those that lose least, where they are too many for a linear program: then many lose
    the same, and few of them do as well."""
    most = MOST_COLUMNS * int(market.capacity.sum()) + FEW_COLUMNS
    if len(place) <= most:
        return place
    columns = Columns.of(market, place)
    side = side_table(market=market, prices=prices, kind=np.float64)
    net = columns.worth + side[columns.mission, columns.group] - prices.post[columns.post]
    loss = np.where(columns.pinned, -np.inf, officer[columns.officer] - net)
    return np.sort(place[np.argsort(loss, kind="stable")[:most]])


def _exact(run: Best, lists: Lists, place: Column) -> tuple[Ground, Column]:
    """Exact prices: the relaxation over the columns at ``place`` and all that would join them; with its shares."""
    market, room = run.market, room_of(run.market)
    relaxed: Relaxed | None = None
    while True:
        columns = Columns.of(market, place)
        program = Program(market=market, columns=columns, room=room, seed=run.limits.seed, going=run.going)
        if relaxed is None:
            relaxed = program.relax(method="ipm")
        else:
            relaxed = program.relax(method="simplex", basis=program.basis_from(relaxed))
        if relaxed is None:
            raise Enough
        prices = prices_of(market=market, room=room, relaxed=relaxed)
        side = side_table(market=market, prices=prices, kind=np.float64)
        sale = hold_auction(market=market, lists=lists, side=side, step=FINE_STEP)
        if sale.ended:  # all pairs of the lists have had their say: better than the program's own prices of posts
            prices = replace(prices, post=sale.post)
        officer = sale.price if sale.ended else _wanted(market, prices)
        bound = run.know(prices)
        near = _columns(market, prices, officer, WIDER)
        lists = _listed(market, joined(lists.place, near))  # whoever would bid at these prices may
        more = _least(market, prices, officer, near[~stand_in(near, place)])
        ground = Ground.of(market=market, place=joined(place, more), prices=prices)
        share = np.zeros(len(ground.columns))
        share[np.searchsorted(ground.columns.place, place)] = relaxed.share
        if bound <= relaxed.value * (1 + CLOSE) + 1 or not len(more):
            return ground, share
        run.say("pricing")
        place = ground.columns.place


def _dive(run: Best, ground: Ground, agreed: Column, parts: tuple[float, ...]) -> None:
    """Keep what is agreed on and dive for the rest, with all of it or with what is sound of it, in large steps and
    small, until a plan is close enough."""
    for part, fixed in product(parts, (agreed, ground.sound(agreed))):
        program, offered = ground.around(fixed, most=np.inf, seed=run.limits.seed, going=run.going)
        chosen = program.dive(part=part)
        if chosen is not None:
            run.offer(ground, joined(fixed, offered[chosen]))
        run.say("planning")
        if parts == EARLY and chosen is not None:
            return


def _look_around(run: Best, ground: Ground) -> None:
    """A coarse gap is often a neighbourhood away: search where an early plan loses most, before prices are exact."""
    if run.limits.gap < COARSE:
        return
    random = np.random.default_rng(run.limits.seed)
    for _ in range(FEW):
        _step(run, ground, FIRST_WIDTH, FIRST_SIZE, random)


def _wider(run: Best, ground: Ground) -> Ground:
    """The same with more columns: those that lose least, a few for each vacancy."""
    market = run.market
    place = joined(_columns(market, ground.prices, ground.officer, WIDEST), ground.columns.place)
    wide = Ground.of(market=market, place=place, prices=ground.prices)
    size = int(COLUMNS_A_VACANCY * market.capacity.sum())
    if size >= len(place):
        return wide
    least = np.argsort(wide.loss, kind="stable")[:size]
    return Ground.of(market=market, place=joined(place[least], ground.columns.place), prices=ground.prices)


def _improve(run: Best, near: Ground) -> None:
    """Search neighbourhoods, the ones that lose most first. Where none gets better for a while, search all pairs that a
    better plan could hold, once these are few enough."""
    random = np.random.default_rng(run.limits.seed)
    ground = _wider(run, near)
    width, size, idle, slow = FIRST_WIDTH, FIRST_SIZE, 0, 0
    while True:
        known = run.value
        better = _step(run, ground, width, size, random)
        idle = 0 if better else idle + 1
        slow = 0 if run.value - known >= LEAST_STEP * (run.bound - known) else slow + 1
        if slow == 2:
            width, size, slow = width * 1.4, int(size * 1.2), 0
        if idle and idle % PATIENCE == 0 and (whole := _all_better(run)) is not None:
            break
    _close(run, whole)


def _step(run: Best, ground: Ground, width: float, size: int, random: np.random.Generator) -> bool:
    """Search one neighbourhood; whether the plan got better."""
    chosen = np.searchsorted(ground.columns.place, run.chosen)
    open_missions = _missions(run.market, ground.losses(chosen), width, random)
    fixed = chosen[~np.isin(ground.columns.mission[chosen], open_missions)]
    better = _search(run, ground, chosen, fixed, size)
    run.say("improving")
    return better


def _missions(market: Market, losses: Column, width: float, random: np.random.Generator) -> Column:
    """A few missions of ``width`` vacancies together, the more they lose the likelier."""
    vacancies = np.bincount(market.mission, weights=market.capacity, minlength=market.missions)
    order = np.argsort(-(losses + 1.0) * random.random(market.missions), kind="stable")
    return order[: max(1, int(np.searchsorted(np.cumsum(vacancies[order]), width)))]


def _search(run: Best, ground: Ground, chosen: Column, fixed: Column, size: int) -> bool:
    """Whether a better plan was found that keeps the columns ``fixed`` of the best one's, ``chosen``."""
    most = run.bound - run.value + 1.0
    program, offered = ground.around(fixed, most=most, seed=run.limits.seed, going=run.going, size=size)
    freed = chosen[~stand_in(chosen, fixed)]
    start = np.searchsorted(offered, freed[stand_in(freed, offered)])
    found, _, _ = program.search(start=start, nodes=NODES, seconds=A_WHILE)
    return found is not None and run.offer(ground, joined(fixed, offered[found]))


def _all_better(run: Best) -> Ground | None:
    """All pairs of any plan that is better, and those of the best one; None where they are too many to search.

    Say that the prices that prove the bound prove B before it is rounded down: B < bound + 1. Every plan is worth B
    less what its pairs lose and less what is lost otherwise, and no loss is negative. So no pair of a plan worth
    value + 1 or more loses over B - value - 1 < bound - value. The prices are whole numbers of 1/SCALE, and B is
    reckoned in whole numbers; ``ROUNDING`` is what the losses may be off as floats.
    """
    market, prices = run.market, in_points(run.prices)
    room = run.bound - run.value + ROUNDING
    place = joined(_columns(market, prices, _wanted(market, prices), room), run.chosen)
    if len(place) > MOST_SEARCHED:
        return None
    return Ground.of(market=market, place=place, prices=prices)


def _close(run: Best, whole: Ground) -> None:
    """Search among all pairs a better plan could hold: what is found there is best, or nothing better is."""
    nobody = np.zeros(0, dtype=np.int64)
    program, offered = whole.around(nobody, most=np.inf, seed=run.limits.seed, going=run.going)
    run.say("searching")
    start = np.searchsorted(offered, np.searchsorted(whole.columns.place, run.chosen))
    found = program.search(start=start, better=lambda chosen: run.offer(whole, offered[chosen]))
    if found.chosen is not None:
        run.offer(whole, offered[found.chosen])
        run.searched = run.value if found.ended else _whole_points(found.bound)


def _whole_points(bound: float) -> int | None:
    return int(np.floor(bound + WHOLE)) if np.isfinite(bound) else None
