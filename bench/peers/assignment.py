"""Solvers of the plain assignment problem, for staffing without side constraints: posts repeated, or with capacity.

Each may leave vacancies and officers out: an officer whose only post is better filled by another stays at home.
"""

from __future__ import annotations

from typing import Any

import lap
import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from bench.peers.journal import Journal
from bench.peers.linear import post_of
from menara.engines.staffing.market import Market

Column = NDArray[Any]


def min_cost_flow(market: Market, seconds: float, gap: float, journal: Journal) -> Column | None:
    """Posts send their vacancies to officers or straight home; OR-Tools' SimpleMinCostFlow."""
    _plain(market)
    here, officer = np.unique(market.officer, return_inverse=True)
    posts, home = market.posts, market.posts + len(here)
    capacity = market.capacity.astype(np.int64)
    tail = np.concatenate([post_of(market), posts + np.arange(len(here)), np.arange(posts)])
    head = np.concatenate([posts + officer, np.full(len(here) + posts, home)])
    most = np.concatenate([np.ones(len(officer) + len(here), dtype=np.int64), capacity])
    cost = np.concatenate([-market.worth.astype(np.int64), np.zeros(len(here) + posts, dtype=np.int64)])
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tail.astype(np.int32), head.astype(np.int32), most, cost)
    supply = np.concatenate([capacity, np.zeros(len(here), dtype=np.int64), [-capacity.sum()]])
    flow.set_nodes_supplies(np.arange(home + 1, dtype=np.int32), supply)
    journal.begin()
    status = flow.solve()
    if status != flow.OPTIMAL:
        return None
    journal.say(value=-flow.optimal_cost(), bound=-flow.optimal_cost())
    chosen = np.flatnonzero(flow.flows(arcs[: len(officer)]) > 0)
    return _plan(market, chosen)


def lapmod(market: Market, seconds: float, gap: float, journal: Journal) -> Column | None:
    """``lap.lapmod``, sparse and square: vacancies and officers are rows, officers and vacancies columns; a vacancy
    left open takes its own column, an officer left at home likewise, and each pair stands a second time, turned
    round and free of cost, so that rows that are spared find a column."""
    _plain(market)
    vacancy, place = _vacancies(market)
    here, officer = np.unique(market.officer[place], return_inverse=True)
    open_, people = int(market.capacity.sum()), len(here)
    row = np.concatenate([vacancy, np.arange(open_), open_ + np.arange(people), open_ + officer])
    column = np.concatenate([officer, people + np.arange(open_), np.arange(people), people + vacancy])
    most = int(market.worth.max(initial=0))
    spare = np.zeros(people + len(officer))
    cost = np.concatenate([most - market.worth[place].astype(float), np.full(open_, float(most)), spare])
    square = sparse.csr_matrix((cost + 1, (row, column)), shape=(open_ + people, open_ + people))  # no cost is stored 0
    square.sort_indices()
    journal.begin()
    _, taken, _ = lap.lapmod(open_ + people, square.data - 1, square.indptr, square.indices)
    return _from_rows(market, np.asarray(taken)[:open_], here, journal)


def scipy_matching(market: Market, seconds: float, gap: float, journal: Journal) -> Column | None:
    """``scipy``'s sparse matching that fills every row: a vacancy left open takes its own column."""
    _plain(market)
    vacancy, place = _vacancies(market)
    here, officer = np.unique(market.officer[place], return_inverse=True)
    open_, people = int(market.capacity.sum()), len(here)
    row = np.concatenate([vacancy, np.arange(open_)])
    column = np.concatenate([officer, people + np.arange(open_)])
    most = int(market.worth.max(initial=0)) + 1.0  # a cost of 0 would be no entry at all
    cost = np.concatenate([most - market.worth[place], np.full(open_, most)])
    table = sparse.csr_matrix((cost, (row, column)), shape=(open_, people + open_))
    journal.begin()
    rows, columns = min_weight_full_bipartite_matching(table)
    taken = np.empty(open_, dtype=np.int64)
    taken[rows] = columns
    return _from_rows(market, taken, here, journal)


def _vacancies(market: Market) -> tuple[Column, Column]:
    """Every pair once for each vacancy of its post: the vacancy, and the pair's place."""
    first = np.concatenate([[0], np.cumsum(market.capacity)])
    post = post_of(market)
    times = market.capacity[post].astype(np.int64)
    place = np.repeat(np.arange(len(post)), times)
    step = np.arange(len(place)) - np.repeat(np.cumsum(times) - times, times)
    return first[post[place]] + step, place


def _from_rows(market: Market, taken: Column, here: Column, journal: Journal) -> Column:
    """The plan from the column each vacancy took."""
    post = np.repeat(np.arange(market.posts), market.capacity)
    filled = taken < len(here)
    officer, chosen_post = here[taken[filled]], post[filled]
    # Officers ascend within a post, so that post and officer together ascend over all pairs.
    key = post_of(market).astype(np.int64) * market.officers + market.officer
    plan = _plan(market, np.searchsorted(key, chosen_post * market.officers + officer))
    value = int(market.worth[np.searchsorted(key, chosen_post * market.officers + officer)].sum())
    journal.say(value=value, bound=value)
    return plan


def _plan(market: Market, chosen: Column) -> Column:
    plan = np.full(market.officers, -1, dtype=np.int32)
    plan[market.officer[chosen]] = post_of(market)[chosen]
    return plan


def _plain(market: Market) -> None:
    if market.sides is not None or len(market.pinned):
        raise ValueError("an assignment solver knows neither side constraints nor pins")
