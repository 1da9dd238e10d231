"""What proposing one more officer costs the whole plan at least, from the recorded prices, in whole numbers.

At the prices of a level each opening chooses alone, and what all take together is the bound. Where an opening *has* to
take an officer, the bound falls by what it would rather have taken, by what the opening loses that has the officer in
the plan, and by what the one who gives way may become cheaper before any other opening wants him or her. No slate with
the officer there is worth more than what is left; the rest of the plan's value is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.goals import GOALS
from menara.engines.matching.instance import Instance
from menara.engines.matching.problem import Level
from menara.engines.matching.proof import SCALE, nets, price_total, team_totals
from menara.engines.matching.teams import all_teams
from menara.errors import Refusal
from menara.wording import gettext_noop as _

Whole = NDArray[Any]

NEVER = -(10**60)  # the worth of what cannot be had, below any sum of prices


class Loss(NamedTuple):
    """``least`` is what the plan loses at least, goal by goal up to the first loss: ``(0, 0, 184)`` says that nothing
    is proven to be lost of the first two, and at least 184 of the third unless more is lost above. Four zeros: nothing
    is proven to be lost. A negative number: the plan is not proven to be the best, and so much might be gained.
    ``likely`` is what prices alone would say, at every goal; it proves nothing, and orders those whose ``least`` is
    the same."""

    least: tuple[int, ...]
    likely: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Market:
    """One level at its prices: the unrounded bound, what each pair adds, the prices of officers and levels above."""

    goal: int
    total: int
    net: Whole
    officers: Mapping[str, int]
    levels: tuple[int, ...]


class _TeamMarket(NamedTuple):
    """An opening of several nominees a position: what its best team is worth, ``[n, c]`` the n-th best net of class
    ``c``, and ``highest[c][n]`` the worth of the best team with n + 1 of class ``c``."""

    one: int
    best: Whole
    highest: list[list[int]]


class Losses:
    """Losses of a plan with the pairs ``slate`` and these values. Raises ``Refusal`` where the recorded prices cannot
    be used."""

    def __init__(
        self, *, instance: Instance, levels: Sequence[Level], slate: NDArray[np.int64], values: Sequence[int]
    ) -> None:
        self.instance = instance
        self.values = tuple(values)
        self.is_closed = tuple(level.bound <= value for level, value in zip(levels, values, strict=True))
        self.stands = {int(instance.pair_officer[p]): int(p) for p in slate.tolist()}
        self.teams = all_teams(instance)
        self.team_markets: dict[tuple[int, int], _TeamMarket] = {}
        try:
            self.markets = [self._market(goal, level) for goal, level in enumerate(levels)]
        except (KeyError, ValueError) as fault:
            raise Refusal(
                "false_prices",
                _("The prices recorded in the plan cannot be used (%(fault)s). Check the plan: menara verify."),
                {"fault": str(fault)},
            ) from fault

    def of_opening(self, opening: int) -> dict[int, Loss | None]:
        """The loss for each pair of an opening; None where pins leave no room for it."""
        own = self.instance.pairs_of(opening)
        return self._of_pairs(opening, range(own.start, own.stop))

    def of_pair(self, pair: int) -> Loss | None:
        """The same for a single pair."""
        return self._of_pairs(int(self.instance.pair_opening[pair]), [pair])[pair]

    def _of_pairs(self, opening: int, pairs: Sequence[int]) -> dict[int, Loss | None]:
        able = [p for p in pairs if self._has_room(opening, p)]
        bounds = zip(*(self._bounds(market, opening, able) for market in self.markets), strict=True)
        known = dict(zip(able, bounds, strict=True))
        return {pair: self._loss(known[pair]) if pair in known else None for pair in pairs}

    def _loss(self, bounds: Sequence[int]) -> Loss:
        least: list[int] = []
        for value, bound, is_closed in zip(self.values, bounds, self.is_closed, strict=True):
            least.append(max(value - bound, 0) if is_closed else value - bound)
            if least[-1]:
                break
        return Loss(tuple(least), tuple(value - bound for value, bound in zip(self.values, bounds, strict=True)))

    def _has_room(self, opening: int, pair: int) -> bool:
        instance = self.instance
        if instance.pair_pinned[pair]:
            return True
        held = self.stands.get(int(instance.pair_officer[pair]), pair)
        return self._room(opening) > 0 and not instance.pair_pinned[held]

    def _room(self, opening: int) -> int:
        """How many nominees an opening may have beside those pinned to it."""
        pins = int(self.instance.pair_pinned[self.instance.pairs_of(opening)].sum())
        return max(int(self.instance.limit[opening]) - pins, 0)

    def _market(self, goal: int, level: Level) -> _Market:
        asked: dict[str, Any] = {"instance": self.instance, "goal": goal, "prices": level.prices}
        return _Market(
            goal=goal,
            total=price_total(**asked, kept=self.values[:goal], teams=self.teams),
            net=nets(**asked),
            officers=level.prices.officers,
            levels=tuple(level.prices.levels.get(name, 0) for name in GOALS[:goal]),
        )

    def _bounds(self, market: _Market, opening: int, pairs: Sequence[int]) -> list[int]:
        """The bound with each of these pairs in the slate."""
        relief = _Relief.of(self, market, opening)
        return [
            (
                market.total
                - self._regret(market, pair)
                - self._lost_elsewhere(market, opening, pair)
                - relief.of_pair(pair)
            )
            // SCALE
            for pair in pairs
        ]

    def _regret(self, market: _Market, pair: int) -> int:
        """By how much less an opening takes when it has to take the pair."""
        opening, net = int(self.instance.pair_opening[pair]), int(market.net[pair])
        if opening in self.teams:
            one, best, highest = self._team_market(market, opening)
            kind = int(self.teams[opening].of_pair[pair - self.instance.pairs_of(opening).start])
            return one - max(high - max(0, int(best[n, kind]) - net) for n, high in enumerate(highest[kind]))
        if self.instance.pair_pinned[pair]:
            return 0
        free, room = self._free(market, opening), self._room(opening)
        return max(0, (free[room - 1] if 0 < room <= len(free) else 0) - net)

    def _free(self, market: _Market, opening: int) -> list[int]:
        """What those not pinned add to an opening of one nominee a position, the most first, losses left out."""
        own = self.instance.pairs_of(opening)
        return sorted((int(v) for v in market.net[own][~self.instance.pair_pinned[own]] if v > 0), reverse=True)

    def _team_market(self, market: _Market, opening: int) -> _TeamMarket:
        """One position has a team with the officer, the others their best."""
        key = market.goal, opening
        if key not in self.team_markets:
            teams, own = self.teams[opening], self.instance.pairs_of(opening)
            totals, best = self._team_totals(market, opening, market.net[own])
            counts = [(teams.members == c).sum(axis=1) for c in range(len(teams.classes))]
            highest = [
                [max((int(t) for t in totals[count == n]), default=NEVER) for n in range(1, len(best) + 1)]
                for count in counts
            ]
            self.team_markets[key] = _TeamMarket(max(0, int(max(totals))), best, highest)
        return self.team_markets[key]

    def _team_totals(self, market: _Market, opening: int, net: Whole) -> tuple[Whole, Whole]:
        return team_totals(
            instance=self.instance,
            opening=opening,
            net=net,
            goal=market.goal,
            levels=market.levels,
            teams=self.teams[opening],
        )

    def _lost_elsewhere(self, market: _Market, opening: int, pair: int) -> int:
        """What the opening loses that has the officer in the plan, when it chooses alone without him or her."""
        held = self.stands.get(int(self.instance.pair_officer[pair]), pair)
        where = int(self.instance.pair_opening[held])
        if where == opening:
            return 0
        if where in self.teams:
            own = self.instance.pairs_of(where)
            net = market.net[own].astype(object)
            net[held - own.start] = NEVER
            without = max(0, int(max(self._team_totals(market, where, net)[0])))
            return int(self.instance.position_count[where]) * (self._team_market(market, where).one - without)
        free, room, worth = self._free(market, where), self._room(where), int(market.net[held])
        if worth <= 0 or worth < free[min(room, len(free)) - 1]:
            return 0
        return worth - (free[room] if room < len(free) else 0)


@dataclass(frozen=True, slots=True)
class _Relief:
    """By how much the price of the one who gives way at an opening may fall, so that no opening wants him or her more
    than what it takes anyhow. ``taken`` are the pairs for which nobody gives way."""

    losses: Losses
    opening: int
    amount: int = 0
    taken: frozenset[int] = frozenset()
    wanted_by: frozenset[int] = frozenset()

    @classmethod
    def of(cls, losses: Losses, market: _Market, opening: int) -> _Relief:
        """Nobody in particular gives way in an opening with teams, or in one with room left."""
        instance, room = losses.instance, losses._room(opening)
        if opening in losses.teams or not room:
            return cls(losses, opening)
        own = instance.pairs_of(opening)
        able = own.start + np.flatnonzero(~instance.pair_pinned[own])
        order = sorted((-int(market.net[p]), p) for p in able.tolist() if market.net[p] > 0)
        if len(order) < room:
            return cls(losses, opening)
        taken = frozenset(p for _net, p in order[:room]) | frozenset(range(own.start, own.stop)) - {*able.tolist()}
        officer = int(instance.pair_officer[order[room - 1][1]])
        others = [p for p in np.flatnonzero(instance.pair_officer == officer).tolist() if p != order[room - 1][1]]
        slack = [losses._regret(market, p) for p in others]
        slack += [order[room - 1][0] - order[room - 2][0]] if room > 1 else []
        price = market.officers.get(instance.roster.number[officer], 0)
        wanted_by = frozenset(int(instance.pair_opening[p]) for p in others)
        return cls(losses, opening, min([price, *slack]), taken, wanted_by)

    def of_pair(self, pair: int) -> int:
        if not self.amount or pair in self.taken:
            return 0
        instance = self.losses.instance
        held = self.losses.stands.get(int(instance.pair_officer[pair]), pair)
        where = int(instance.pair_opening[held])
        if where != self.opening and where in self.wanted_by:
            return 0  # the opening that is left might want the one who gives way
        return self.amount
