"""Planning again after a decision: an officer withdraws, a post freezes, a pair is pinned. Fewest changes first.

The plan before is kept as far as the decisions allow. Only missions they touch are opened, and there keeping an officer
in place is worth more than anything that moving could gain: so the fewest move, and of the plans in which the fewest
move the best is taken. The prices of the plan before prove the new bound in one pass over all pairs; where that leaves
more than the gap asked for, neighbourhoods are searched from this plan and these prices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from menara.engines.outcome import Limits, Listener
from menara.engines.staffing.auction import shortlist
from menara.engines.staffing.best import Best
from menara.engines.staffing.climb import improve_market
from menara.engines.staffing.columns import Columns
from menara.engines.staffing.conflicts import plan_of_pins
from menara.engines.staffing.market import FLAGS, WOMAN, Market
from menara.engines.staffing.near import Ground
from menara.engines.staffing.problem import Column, Prices, Result, Staffing
from menara.engines.staffing.proof import side_table
from menara.engines.staffing.rounds import in_points, overdrawn
from menara.engines.staffing.screen import screen
from menara.engines.staffing.solve import infeasible, places_of, result, would_stand

NEAR, NEARER = 150.0, 30.0  # how much a pair may lose and still stand in for another: in one place, in many


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An officer whose post changes; -1 is none."""

    officer: int
    was: int
    now: int


def moves(before: Column, after: Column) -> tuple[Move, ...]:
    """Who moves from one plan to another, in the order of officers."""
    moved = np.flatnonzero(np.asarray(before) != np.asarray(after)).tolist()
    return tuple(Move(officer=i, was=int(before[i]), now=int(after[i])) for i in moved)


def replan(staffing: Staffing, before: Result, *, limits: Limits, listener: Listener | None = None) -> Result:
    """A plan of ``staffing`` in which the fewest move; ``before`` is a result of the same officers and posts before
    its decisions. Where such a plan is not within ``limits.gap``, it is improved, whoever moves then.

    Value, bound and prices are of the new plan. Raises ``BadInput`` with every fault of the problem.
    """
    began = perf_counter()
    market = screen(staffing)
    screened = perf_counter()
    prices = in_points(before.prices)
    run = Best.of_nobody(market, limits=limits, prices=prices, listener=listener)
    plan = _fewest_moves(run, prices, before.plan)
    if plan is None:
        some = plan_of_pins(staffing)
        if some is None:
            return infeasible(staffing, market, screened - began, limits.seed)
        plan = places_of(market, some.officer, some.post)
    found = improve_market(run, prices=prices, plan=plan)
    now = perf_counter()
    return result(staffing, market, found, screen=screened - began, solve=now - screened, seed=limits.seed)


def _fewest_moves(run: Best, prices: Prices, before: Column) -> Column | None:
    """Places of the pairs of a plan in which the fewest move. Nobody need move in most cases; else whoever holds a post
    that a pin takes; else whoever stands in a constraint that is overdrawn now; else somebody in a mission the
    decisions touch; else anybody. None where there is no plan."""
    market, held = run.market, np.flatnonzero(before >= 0)
    place, kept = _still(market, held, before[held])
    post = _posts(market, place)
    touched = _touched(market, held, before, place, kept)
    pinned = np.isin(post, _posts(market, market.pinned)) | np.isin(
        market.officer[place], market.officer[market.pinned]
    )
    nobody = np.zeros(len(place), dtype=bool)
    for free, near in (
        (nobody, NEAR),
        (nobody, np.inf),
        (pinned, NEAR),
        (pinned | _in_the_way(market, place), NEAR),
        (touched[market.mission[post]], NEARER),
        (~nobody, NEARER),
        (~nobody, np.inf),
    ):
        plan = _with_free(run, prices, place, free, near)
        if plan is not None:
            return plan
    return None


def _still(market: Market, officer: Column, post: Column) -> tuple[Column, Column]:
    """Places of the pairs that may still stand, and which of the officers they are of."""
    place = would_stand(market, officer, post)
    inside = place < market.starts[post + 1]
    kept = inside.copy()
    kept[inside] = market.officer[place[inside]] == officer[inside]
    kept &= market.capacity[post] > 0
    return np.sort(place[kept]), officer[kept]


def _touched(market: Market, held: Column, before: Column, place: Column, kept: Column) -> Column:
    """Missions that lose somebody, that a pin adds to, or from which a pin takes: all that share what it overdraws."""
    touched = np.zeros(market.missions, dtype=bool)
    touched[market.mission[before[np.setdiff1d(held, kept)]]] = True
    touched[market.mission[_posts(market, market.pinned)]] = True
    touched[market.mission[_posts(market, place[_in_the_way(market, place)])]] = True
    return touched


def _in_the_way(market: Market, place: Column) -> Column:
    """Which pairs at ``place`` stand in a pledge, a cap or a share of women that is overdrawn by those who
    still stand and the pins."""
    post, officer = _posts(market, place), market.officer[place]
    if market.sides is None:
        return np.zeros(len(place), dtype=bool)
    owner = np.full(market.officers, -1, dtype=np.int32)
    owner[officer] = post
    owner[market.officer[market.pinned]] = _posts(market, market.pinned)
    over = overdrawn(market, owner)
    mission, country = market.mission[post], market.group[officer] // FLAGS
    is_man = market.group[officer] & WOMAN == 0
    shared = (over["pledge"][country] > 0) | (over["country_cap"][mission, country] > 0)
    return np.asarray(shared | (is_man & (over["women"][mission] > 0)))


def _posts(market: Market, place: Column) -> Column:
    posts: Column = np.searchsorted(market.starts, place, side="right") - 1
    return posts


def _with_free(run: Best, prices: Prices, place: Column, free: Column, most: float) -> Column | None:
    """The best plan of those in which the fewest move, when of the pairs at ``place`` only ``free`` may be given up,
    among pairs that lose ``most`` at most. None where there is no plan."""
    market = run.market
    held = np.bincount(_posts(market, place[~free]), minlength=market.posts)
    busy = np.zeros(market.officers, dtype=bool)
    busy[market.officer[place[~free]]] = True
    side = side_table(market=market, prices=prices, kind=np.float64)
    least = np.where(held < market.capacity, prices.post - most, np.inf)
    near = shortlist(market=market, side=side, price=np.where(busy, np.inf, 0.0), least=least).place
    ground = Ground.of(market=market, place=np.union1d(np.union1d(near, place), market.pinned), prices=prices)
    columns, pinned = ground.columns, market.officer[market.pinned]
    fixed = np.flatnonzero(np.isin(columns.place, place[~free]) & ~np.isin(columns.officer, pinned))
    stays = np.isin(columns.place, place[free])
    anchored = replace(ground, columns=replace(columns, worth=columns.worth + _stay(market, columns) * stays))
    program, offered = anchored.around(fixed, most=np.inf, seed=run.limits.seed, going=run.going)
    found = program.search()
    return None if found.chosen is None else np.sort(columns.place[np.union1d(fixed, offered[found.chosen])])


def _stay(market: Market, columns: Columns) -> float:
    """What staying is worth: more than all the others together can gain when one more moves."""
    worth = float(np.abs(columns.worth).max(initial=0.0))
    penalty = 0.0 if market.sides is None else 2.0 * market.sides.speaker_penalty
    return float(market.capacity.sum()) * (2.0 * worth + penalty) + 1.0
