"""Posts bid for officers: the inner problem, once every side constraint has a price.

Each officer starts at price zero. A post with a vacancy offers its best officer as much as the second best leaves it,
plus a small step; whoever is outbid bids again. At the end every post holds what it likes best at the officers' prices,
up to one step, and nobody who is left has a price: so prices and plan prove each other within steps x vacancies.
(Bertsekas' auction for an assignment in which not everyone need be placed.)

Where many posts want the same few officers alike, prices climb one step a bid: such a war is broken off after so many
bids a vacancy. The plan is then short of a few, and the prices prove less; both stay true.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from menara.engines.staffing.compiled import kernel, side_by_side, threads
from menara.engines.staffing.market import FLAGS, Market
from menara.engines.staffing.problem import Column

MOST_BIDS = 2_000  # a vacancy and a post: where nobody fights, a tenth of that is made


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lists:
    """A few pairs of each post: ``starts``, ``officer`` and ``worth`` as in ``Market``; ``place`` is where each stands
    in the market."""

    starts: Column
    officer: Column
    worth: Column
    place: Column

    def __len__(self) -> int:
        return len(self.officer)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sale:
    """How an auction ended: ``owner`` is the post each officer went to (-1 none), ``pair`` which pair of the lists that
    is, ``price`` each officer's price, ``post`` what a vacancy of each post is worth, ``bound`` what these prices allow
    at most on these lists, side constraints not counted. ``bids`` were made; ``ended`` is False where it was broken
    off."""

    owner: Column
    pair: Column
    price: Column
    post: Column
    bound: float
    bids: int
    ended: bool


def hold_auction(*, market: Market, lists: Lists, side: Column, step: float) -> Sale:
    """Sell the officers of ``lists`` at the side prices ``side[mission, group]`` (floats). ``step``: the least rise of
    a bid."""
    price = np.zeros(market.officers)
    owner = np.full(market.officers, -1, dtype=np.int32)
    pair = np.full(market.officers, -1, dtype=np.int64)
    net = np.empty(len(lists))
    _nets(lists.starts, lists.officer, lists.worth, market.mission, market.group, side, net)
    most = MOST_BIDS * (int(market.capacity.sum()) + market.posts)
    bids = _bid(lists.starts, lists.officer, net, market.capacity, step, most, (price, owner, pair))
    post = np.zeros(market.posts)
    width = int(market.capacity.max(initial=0)) + 1
    _margins(lists.starts, lists.officer, net, market.capacity, price, post, np.empty(width))
    taken = np.zeros(market.officers)
    _take(lists.starts, lists.officer, net, post, taken)
    bound = float(market.capacity @ post) + float(taken.sum())
    return Sale(owner=owner, pair=pair, price=price, post=post, bound=bound, bids=bids, ended=bids < most)


def everything(market: Market) -> Lists:
    """All pairs of a market."""
    return Lists(
        starts=market.starts,
        officer=market.officer,
        worth=market.worth,
        place=np.arange(len(market.officer), dtype=np.int64),
    )


def shortlist(*, market: Market, side: Column, price: Column, least: Column) -> Lists:
    """Of each post the pairs whose worth, with the side prices and less the officer's price, is at least ``least``."""
    cuts = _even_cuts(market.starts)
    columns = (market.starts, market.officer, market.worth, market.mission, market.group, side, price, least)
    counts = np.zeros(market.posts, dtype=np.int64)
    side_by_side(lambda cut: _count(columns, cut[0], cut[1], counts), cuts)
    starts = np.zeros(market.posts + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    place = np.empty(starts[-1], dtype=np.int64)
    side_by_side(lambda cut: _fill(columns, cut[0], cut[1], starts, place), cuts)
    return Lists(starts=starts, officer=market.officer[place], worth=market.worth[place], place=place)


def nth_best(*, market: Market, keep: Column) -> Column:
    """What the ``keep[j]``-th best pair of each post is worth; the least of all where there are fewer pairs."""
    found = np.full(market.posts, np.iinfo(np.int32).min, dtype=np.float64)
    sizes = np.diff(market.starts)
    more = np.flatnonzero((sizes > keep) & (keep > 0))

    def find(posts: Column) -> None:  # NumPy's own partition: the same as a kernel would take six seconds to compile
        for j in posts.tolist():
            at = sizes[j] - keep[j]
            found[j] = np.partition(market.worth[market.starts[j] : market.starts[j + 1]], at)[at]

    side_by_side(find, np.array_split(more, threads()))
    return found


def dearest(*, market: Market, side: Column, post: Column) -> Column:
    """What each officer is worth at most to any post, beyond the post's price; nothing at least."""
    net = np.empty(len(market.officer))
    _nets(market.starts, market.officer, market.worth, market.mission, market.group, side, net)
    most = np.zeros(market.officers)
    _take(market.starts, market.officer, net, post, most)
    return most


def warm_up(market: Market) -> None:
    """Compile every kernel, or fetch it from disk."""
    side = np.zeros((market.missions, market.countries * FLAGS))
    sale = hold_auction(market=market, lists=everything(market), side=side, step=1.0)
    price = dearest(market=market, side=side, post=sale.post)
    shortlist(market=market, side=side, price=price, least=sale.post)


def _even_cuts(starts: Column) -> list[tuple[int, int]]:
    """Posts in a few runs of about equal numbers of pairs."""
    parts = 4 * threads()
    places = np.searchsorted(starts, np.linspace(0, starts[-1], parts + 1)[1:-1])
    cuts = [0, *np.clip(places, 0, len(starts) - 1).tolist(), len(starts) - 1]
    return [(a, b) for a, b in pairwise(cuts) if a < b]


@kernel
def _nets(
    starts: Column, officer: Column, worth: Column, mission: Column, group: Column, side: Column, net: Column
) -> None:
    """``net`` of each pair becomes its worth with the side prices."""
    for j in range(len(mission)):
        row = side[mission[j]]
        for k in range(starts[j], starts[j + 1]):
            net[k] = worth[k] + row[group[officer[k]]]


@kernel
def _bid(
    starts: Column, officer: Column, net: Column, capacity: Column, step: float, most: int, sold: tuple[Column, ...]
) -> int:
    """Sell, one post after another, until nobody bids or ``most`` bids are made; how many were.

    ``sold`` is filled: price (float64, all zero), owner (int32, -1) and pair (int64, -1) of each officer.
    """
    price, owner, pair = sold
    posts, bids = len(capacity), 0
    held = np.zeros(posts, dtype=np.int64)
    queue = np.empty(max(posts, 1), dtype=np.int64)  # posts with a vacancy, in turn
    waiting = np.zeros(posts, dtype=np.bool_)
    head, size = 0, 0
    for j in range(posts):
        if capacity[j] > 0 and starts[j + 1] > starts[j]:
            queue[size] = j
            waiting[j] = True
            size += 1
    while size > 0 and bids < most:
        j = queue[head]
        head = (head + 1) % posts
        size -= 1
        waiting[j] = False
        while held[j] < capacity[j] and bids < most:
            best, second, chosen = 0.0, 0.0, -1
            for k in range(starts[j], starts[j + 1]):
                left = net[k] - price[officer[k]]
                if left > second and owner[officer[k]] != j:
                    if left > best:
                        second, best, chosen = best, left, k
                    else:
                        second = left
            if chosen < 0:
                break  # nobody is worth the price: the vacancy stays open
            i = officer[chosen]
            price[i] += best - second + step
            loser = owner[i]
            owner[i], pair[i] = j, chosen
            held[j] += 1
            bids += 1
            if loser >= 0:
                held[loser] -= 1
                if not waiting[loser]:
                    waiting[loser] = True
                    queue[(head + size) % posts] = loser
                    size += 1
    return bids


@kernel
def _margins(
    starts: Column, officer: Column, net: Column, capacity: Column, price: Column, post: Column, best: Column
) -> None:
    """A vacancy's price lies between the least a post holds and the best beyond it; nothing where one stays open."""
    for j in range(len(capacity)):
        wanted, known = capacity[j] + 1, 0
        for k in range(starts[j], starts[j + 1]):
            left = net[k] - price[officer[k]]
            if left <= 0 or (known == wanted and left <= best[wanted - 1]):
                continue
            at = min(known, wanted - 1)
            known = min(known + 1, wanted)
            while at > 0 and best[at - 1] < left:
                best[at] = best[at - 1]
                at -= 1
            best[at] = left
        post[j] = 0.0
        if known >= capacity[j]:
            beyond = best[capacity[j]] if known == wanted else 0.0
            least = best[capacity[j] - 1] if capacity[j] > 0 else beyond  # no vacancy: the price costs nobody anything
            post[j] = 0.5 * (least + beyond)


@kernel
def _take(starts: Column, officer: Column, net: Column, post: Column, most: Column) -> None:
    """``most`` of each officer becomes what he or she is worth at most beyond a post's price."""
    for j in range(len(post)):
        for k in range(starts[j], starts[j + 1]):
            most[officer[k]] = max(most[officer[k]], net[k] - post[j])


@kernel
def _count(columns: tuple[Column, ...], first: int, last: int, counts: Column) -> None:
    """``counts`` of the posts ``first`` to ``last``: how many of their pairs a shortlist holds."""
    starts, officer, worth, mission, group, side, price, least = columns
    for j in range(first, last):
        row, found = side[mission[j]], 0
        for k in range(starts[j], starts[j + 1]):
            i = officer[k]
            found += worth[k] + row[group[i]] - price[i] >= least[j]
        counts[j] = found


@kernel
def _fill(columns: tuple[Column, ...], first: int, last: int, places: Column, place: Column) -> None:
    """The places of these pairs, post ``j`` from ``places[j]`` on."""
    starts, officer, worth, mission, group, side, price, least = columns
    for j in range(first, last):
        row, at = side[mission[j]], places[j]
        for k in range(starts[j], starts[j + 1]):
            i = officer[k]
            if worth[k] + row[group[i]] - price[i] >= least[j]:
                place[at] = k
                at += 1
