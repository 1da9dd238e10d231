"""Whole plans near good prices: keep most of a plan, let the rest be chosen anew among columns of small loss.

The *loss* of a pair is how far it stays below what its post and its officer are priced at. All losses of a plan, with
the priced room it leaves unused, add up to its distance from the bound: so they say where it is worth looking.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from menara.engines.staffing.columns import Columns, Entries, Room, entries_of, left_after, room_of
from menara.engines.staffing.market import FLAGS, WOMAN, Market
from menara.engines.staffing.problem import Column, Prices
from menara.engines.staffing.program import Going, Program
from menara.engines.staffing.proof import side_table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """The columns plans are made of, what each loses at some prices, and each officer's price."""

    market: Market
    columns: Columns
    room: Room
    entries: Entries
    loss: Column
    prices: Prices
    officer: Column

    @classmethod
    def of(cls, *, market: Market, place: Column, prices: Prices) -> Ground:
        columns, room = Columns.of(market, place), room_of(market)
        side = side_table(market=market, prices=prices, kind=np.float64)
        net = columns.worth + side[columns.mission, columns.group] - prices.post[columns.post]
        officer = np.zeros(market.officers)
        np.maximum.at(officer, columns.officer, net)
        return cls(
            market=market,
            columns=columns,
            room=room,
            entries=entries_of(market, columns, room),
            loss=officer[columns.officer] - net,
            prices=prices,
            officer=officer,
        )

    def losses(self, chosen: Column) -> Column:
        """What each mission loses in a plan of these columns: its pairs, its open vacancies and its unused room."""
        market, prices, columns = self.market, self.prices, self.columns
        missions = market.missions
        lost = np.bincount(columns.mission[chosen], weights=self.loss[chosen], minlength=missions).astype(np.float64)
        held = np.bincount(columns.post[chosen], minlength=market.posts)
        lost += np.bincount(market.mission, weights=(market.capacity - held) * prices.post, minlength=missions)
        if market.sides is not None:
            used = np.zeros(len(columns), dtype=bool)
            used[chosen] = True
            left = left_after(self.room, self.entries, np.concatenate([used, np.zeros(self.entries.short, dtype=bool)]))
            for kind, price in (("women", prices.women), ("men", prices.men)):
                rows = slice(self.room.begins[kind], self.room.begins[kind] + missions)
                slack = -left.lower[rows] if kind == "women" else left.upper[rows]
                lost += price * np.maximum(slack, 0.0)
            for kind, price in (("french", prices.french), ("arabic", prices.arabic)):
                missing = left.lower[self.room.begins[kind] : self.room.begins[kind] + missions]
                lost += np.where(missing > 0, (market.sides.speaker_penalty - price) * missing, -price * missing)
        return lost

    def around(self, fixed: Column, *, most: float, seed: int, going: Going, size: int = 0) -> tuple[Program, Column]:
        """The program of what is left once the columns ``fixed`` are kept, among columns that lose ``most`` at most, of
        these the ``size`` that lose least where one is given; and which columns those are."""
        columns = self.columns
        kept = np.zeros(len(columns) + self.entries.short, dtype=bool)
        kept[fixed] = True
        busy = np.zeros(self.market.officers, dtype=bool)
        busy[columns.officer[fixed]] = True
        free = np.flatnonzero(((self.loss <= most) | columns.pinned) & ~busy[columns.officer])
        if 0 < size < len(free):
            free = np.sort(free[np.argsort(self.loss[free] - columns.pinned[free], kind="stable")[:size]])
        left = left_after(self.room, self.entries, kept)
        return Program(market=self.market, columns=columns.at(free), room=left, seed=seed, going=going), free

    def value(self, chosen: Column) -> int:
        """The worth of these columns less what missing speakers lose."""
        worth = int(self.columns.worth[chosen].sum())
        sides = self.market.sides
        if sides is None:
            return worth
        kept = np.zeros(len(self.columns) + self.entries.short, dtype=bool)
        kept[chosen] = True
        left = left_after(self.room, self.entries, kept)
        missing = 0
        for kind in ("french", "arabic"):
            rows = slice(self.room.begins[kind], self.room.begins[kind] + self.market.missions)
            missing += int(np.maximum(left.lower[rows], 0).sum())
        return worth - sides.speaker_penalty * missing

    def sound(self, chosen: Column) -> Column:
        """As many of these columns as keep every hard constraint on their own: the ones that lose most give way."""
        columns, market = self.columns, self.market
        order = chosen[np.lexsort((columns.place[chosen], self.loss[chosen], ~columns.pinned[chosen]))]
        kept = order[_within(columns.officer[order], np.ones(market.officers))]
        kept = kept[_within(columns.post[kept], market.capacity)]
        sides = market.sides
        if sides is None:
            return np.sort(kept)
        country, mission = columns.group[kept] // FLAGS, columns.mission[kept]
        kept = kept[_within(country, sides.pledge)]
        country, mission = columns.group[kept] // FLAGS, columns.mission[kept]
        caps = np.repeat(np.asarray(sides.country_cap), market.countries)
        kept = kept[_within(mission * market.countries + country, caps)]
        mission, woman = columns.mission[kept], columns.group[kept] & WOMAN > 0
        numerator, denominator = sides.women_share
        women = np.bincount(mission[woman], minlength=market.missions)
        most = women * (denominator - numerator) // numerator if numerator else np.full(market.missions, len(kept))
        men = np.flatnonzero(~woman)
        allowed = woman.copy()
        allowed[men[_within(mission[men], most)]] = True
        return np.sort(kept[allowed])


def _within(key: Column, most: Column) -> Column:
    """Which entries, in this order, are still within the most of their key."""
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    first = np.searchsorted(ranked, ranked)
    inside = np.zeros(len(key), dtype=bool)
    inside[order] = np.arange(len(key)) - first < np.asarray(most)[ranked]
    return inside
