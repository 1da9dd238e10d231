"""An upper bound from prices alone, in whole numbers, over *all* pairs. No solver, no trust in where prices come from.

Any prices give a valid bound: put a price on every constraint that ties openings together, pay it where the constraint
is used, and let each opening choose alone what it likes best at these prices. No slate can be worth more than what the
openings take plus what the constraints are paid:

    bound = sum of officer prices + unit price x cap + men price x most men + limit price x limit
          - level price x value kept - pin prices
          + for each opening the most its pairs or teams are worth at these prices

Good prices give a tight bound; bad ones a loose bound, never a false one. The pairs' own numbers come from the screened
instance, so whoever verifies recomputes those too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.goals import GOALS
from menara.engines.matching.instance import Instance
from menara.engines.matching.problem import Prices
from menara.engines.matching.teams import Teams, teams_of

SCALE = 10**9
Whole = NDArray[Any]


def price_bound(
    *,
    instance: Instance,
    goal: int,
    prices: Prices,
    kept: Sequence[int],
    teams: Mapping[int, Teams] | None = None,
) -> int:
    """The largest value of ``GOALS[goal]`` any slate can have that keeps the values ``kept`` of the goals above it.

    Raises ``ValueError`` where a price that may not be negative is.
    """
    return price_total(instance=instance, goal=goal, prices=prices, kept=kept, teams=teams) // SCALE


def price_total(
    *,
    instance: Instance,
    goal: int,
    prices: Prices,
    kept: Sequence[int],
    teams: Mapping[int, Teams] | None = None,
) -> int:
    """The same bound in ``1/SCALE`` of the level's unit, before it is rounded down."""
    signed = [prices.officers, prices.units, prices.batches, prices.men, prices.limits, prices.levels]
    if any(value < 0 for table in signed for value in table.values()):
        raise ValueError("a price is negative")
    levels = [prices.levels.get(name, 0) for name in GOALS[:goal]]
    net = nets(instance=instance, goal=goal, prices=prices)
    bound = _paid(instance, prices) - sum(p * v for p, v in zip(levels, kept, strict=True))
    for j in range(len(instance.limit)):
        pairs = instance.pairs_of(j)
        if pairs.start < pairs.stop:
            known = None if teams is None else teams.get(j)
            bound += _best(instance, j, net[pairs], goal, levels, known)
    return bound


def taken_alone(
    *, instance: Instance, goal: int, prices: Prices, opening: int, net: Whole, teams: Teams | None = None
) -> int:
    """What one opening takes at these prices when it chooses alone, in ``1/SCALE``: its part of the bound. ``net`` is
    what ``nets`` gives for the same instance."""
    levels = [prices.levels.get(name, 0) for name in GOALS[:goal]]
    pairs = instance.pairs_of(opening)
    return _best(instance, opening, net[pairs], goal, levels, teams) if pairs.start < pairs.stop else 0


def nets(*, instance: Instance, goal: int, prices: Prices) -> Whole:
    """What each pair adds at these prices, team goals left out, in ``1/SCALE``."""
    levels = [prices.levels.get(name, 0) for name in GOALS[:goal]]
    opening, officer = instance.pair_opening, instance.pair_officer
    kind: Any = object if _is_large(instance, prices, levels) else np.int64
    alone = (instance.backing == 1)[opening]
    goals = [
        (alone & instance.critical[opening]).astype(kind),
        alone.astype(kind),
        np.where(alone, instance.pair_odds, 0).astype(kind) * (instance.unit_of_success // 100),
        instance.pair_quality.astype(kind),
    ]
    net = goals[goal] * SCALE
    for price, weight in zip(levels, goals, strict=False):
        net = net + weight * price
    net = net - _table(prices.officers, instance.roster.number, kind)[officer]
    net = net - _table(prices.units, instance.units, kind)[instance.unit[officer]]
    net = net - _table(prices.limits, [p.ref for p in instance.screening.posts], kind)[opening]
    share = np.array(instance.share, dtype=np.int64).reshape(-1, 2)[instance.batch[opening]].astype(kind)
    weight = np.where(instance.woman[officer], share[:, 1], 0).astype(kind) - share[:, 0]
    net = (
        net
        + np.where(share[:, 0] > 0, weight, 0).astype(kind)
        * (_table(prices.batches, instance.batches, kind)[instance.batch[opening]])
    )
    man = ~instance.woman[officer] & (share[:, 0] > 0)
    net = net - man.astype(kind) * _table(prices.men, instance.batches, kind)[instance.batch[opening]]
    for (number, ref), price in prices.pins.items():
        net[_pair(instance, number, ref)] += price
    return np.asarray(net)


def _paid(instance: Instance, prices: Prices) -> int:
    caps = dict(zip(instance.units, instance.unit_cap.tolist(), strict=True))
    limits = {p.ref: int(n) for p, n in zip(instance.screening.posts, instance.limit, strict=True)}
    if any(caps.get(unit, -1) < 0 for unit, price in prices.units.items() if price):
        raise ValueError("a unit without a cap is priced")
    return int(
        sum(prices.officers.values())
        + sum(price * caps[unit] for unit, price in prices.units.items() if price)
        + sum(price * _most_men(instance, call) for call, price in prices.men.items())
        + sum(price * limits[ref] for ref, price in prices.limits.items())
        - sum(prices.pins.values())
    )


def _most_men(instance: Instance, call: str) -> int:
    """How many men a call can have at most: floor((1 - share of women) x its nominee limit)."""
    batch = instance.batches.index(call)
    numerator, denominator = instance.share[batch]
    return (denominator - numerator) * int(instance.limit[instance.batch == batch].sum()) // denominator


def _best(instance: Instance, j: int, net: Whole, goal: int, levels: list[int], teams: Teams | None) -> int:
    """The most opening ``j`` can take: its best pairs up to the limit, or its best team in every position."""
    if instance.backing[j] == 1:
        pinned = instance.pair_pinned[instance.pairs_of(j)]
        free = np.sort(net[~pinned])[::-1][: max(int(instance.limit[j]) - int(pinned.sum()), 0)]
        return int(sum(int(v) for v in net[pinned])) + int(sum(int(v) for v in free if v > 0))
    total, _best_nets = team_totals(instance=instance, opening=j, net=net, goal=goal, levels=levels, teams=teams)
    return int(instance.position_count[j]) * max(0, int(max(total)))


def team_totals(
    *, instance: Instance, opening: int, net: Whole, goal: int, levels: Sequence[int], teams: Teams | None = None
) -> tuple[Whole, Whole]:
    """What each team of an opening is worth at these prices with the best officers of its classes, in ``1/SCALE``, and
    ``[n, c]``, the net of the n-th best officer of class ``c``. ``net`` holds the opening's own pairs, ``levels`` the
    prices of the levels above."""
    teams = teams_of(instance, opening) if teams is None else teams
    best = _best_of_class(net, teams)
    total = _team_worth(instance, opening, teams, goal, levels)
    for place in range(teams.members.shape[1]):
        member = teams.members[:, place]
        nth = (teams.members[:, :place] == member[:, None]).sum(axis=1)
        total = total + np.where(member < len(teams.classes), best[np.minimum(nth, len(best) - 1), member], 0)
    return total, best


def _team_worth(instance: Instance, j: int, teams: Teams, goal: int, levels: Sequence[int]) -> Whole:
    goals: list[Any] = [int(instance.critical[j]), 1, teams.worth.astype(object), 0]
    total: Any = goals[goal] * SCALE
    for price, weight in zip(levels, goals, strict=False):
        total = total + weight * price
    return np.broadcast_to(np.asarray(total, dtype=object), teams.worth.shape)


def _best_of_class(net: Whole, teams: Teams) -> Whole:
    """``[n, c]``: the net of the n-th best officer of class ``c``; the class beyond the last stands for no member."""
    backing = teams.members.shape[1]
    best = np.zeros((backing, len(teams.classes) + 1), dtype=object)
    if net.dtype != object:
        order = np.lexsort((-net, teams.of_pair))
        ranked_class = teams.of_pair[order]
        nth = np.arange(len(order)) - np.searchsorted(ranked_class, ranked_class)
        kept = nth < backing
        best[nth[kept], ranked_class[kept]] = net[order][kept].astype(object)
        return best
    for c in range(len(teams.classes)):
        ranked = sorted((int(v) for v in net[teams.of_pair == c]), reverse=True)[:backing]
        best[: len(ranked), c] = ranked
    return best


def _table(prices: Mapping[str, int], names: Sequence[str], kind: Any) -> Whole:
    return np.array([prices.get(name, 0) for name in names] or [0], dtype=kind)


def _pair(instance: Instance, number: str, ref: str) -> int:
    """Where a pinned pair stands."""
    j = next(i for i, p in enumerate(instance.screening.posts) if p.ref == ref)
    i = instance.roster.number.index(number)
    pairs = instance.pairs_of(j)
    place: int = pairs.start + int(np.searchsorted(instance.pair_officer[pairs], i))
    if place >= pairs.stop or instance.pair_officer[place] != i or not instance.pair_pinned[place]:
        raise ValueError("a pair that is not pinned is priced as one")
    return place


def _is_large(instance: Instance, prices: Prices, levels: list[int]) -> bool:
    """Whether 64 bits might not hold the sums."""
    most = max(instance.unit_of_success, 1_000)
    parts = [most * SCALE, *(most * p for p in levels)]
    tables = (prices.officers, prices.units, prices.men, prices.limits, prices.pins)
    parts += [max((abs(v) for v in t.values()), default=0) for t in tables]
    shares = max((max(s) for s in instance.share), default=1)
    parts.append(shares * max(prices.batches.values(), default=0))
    return bool(sum(parts) >= 2**61)
