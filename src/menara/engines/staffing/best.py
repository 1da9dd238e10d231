"""The best plan so far, with what proves it: what a climb holds at any moment, and what it may still spend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from menara.engines.outcome import Limits, Listener, Progress
from menara.engines.staffing.market import Market
from menara.engines.staffing.near import Ground
from menara.engines.staffing.problem import Column, Prices
from menara.engines.staffing.proof import price_bound
from menara.engines.staffing.rounds import in_whole

BREATH = 0.1  # seconds between two words to the listener while a solver is at work


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """The best plan of a market: the post of each officer (int32, -1 none), its value, a bound, and prices that prove
    ``price_bound``; ``bound`` is lower only where a search said so. ``stopped``: the listener ended the work."""

    owner: Column
    value: int
    bound: int
    price_bound: int
    prices: Prices
    stopped: bool


class Enough(Exception):  # noqa: N818 - a signal, not an error
    """The gap asked for is proven, the time is up, or the listener said stop."""


@dataclass(slots=True)
class Best:
    """``chosen`` are the places of the plan's pairs, ascending. ``searched`` is what a search over all pairs left room
    for, None where there was none. ``keep`` is told of every better plan."""

    market: Market
    limits: Limits
    listener: Listener | None
    keep: Callable[[Found], object] | None
    began: float
    owner: Column
    value: int
    chosen: Column
    bound: int
    prices: Prices
    searched: int | None = None
    stopped: bool = False
    step: str = "pricing"
    told: float = field(default=0.0)  # when the listener was last told

    @classmethod
    def of_nobody(
        cls,
        market: Market,
        *,
        limits: Limits,
        prices: Prices,
        listener: Listener | None = None,
        keep: Callable[[Found], object] | None = None,
    ) -> Best:
        """The empty plan, and what ``prices`` (in points) prove."""
        whole, sides = in_whole(prices, market), market.sides
        wanted = 0 if sides is None else int(np.sum(sides.french_min) + np.sum(sides.arabic_min))
        return cls(
            market=market,
            limits=limits,
            listener=listener,
            keep=keep,
            began=perf_counter(),
            owner=np.full(market.officers, -1, dtype=np.int32),
            value=0 if sides is None else -sides.speaker_penalty * wanted,
            chosen=np.zeros(0, dtype=np.int64),
            bound=price_bound(market=market, prices=whole),
            prices=whole,
        )

    def left(self) -> float:
        """Seconds left."""
        return self.limits.seconds - (perf_counter() - self.began)

    def know(self, prices: Prices) -> int:
        """Keep prices (in points) where they prove more than those known; what they prove."""
        whole = in_whole(prices, self.market)
        bound = price_bound(market=self.market, prices=whole)
        if bound < self.bound:
            self.bound, self.prices = bound, whole
        return bound

    def offer(self, ground: Ground, chosen: Column) -> bool:
        """Keep a plan of these columns where it is better than the best."""
        if ground.value(chosen) <= self.value:
            return False
        self.take(ground, chosen)
        return True

    def take(self, ground: Ground, chosen: Column) -> None:
        """Keep a plan of these columns, whatever it is worth: the first one that keeps the pins may be worth less than
        nobody."""
        self.value = ground.value(chosen)
        self.chosen = np.sort(ground.columns.place[chosen])
        self.owner = np.full(self.market.officers, -1, dtype=np.int32)
        self.owner[ground.columns.officer[chosen]] = ground.columns.post[chosen]
        if self.keep is not None:
            self.keep(self.answer())

    def answer(self) -> Found:
        """The best plan so far, with what is known of it."""
        bound = self.bound if self.searched is None else max(min(self.bound, self.searched), self.value)
        return Found(
            owner=self.owner,
            value=self.value,
            bound=bound,
            price_bound=self.bound,
            prices=self.prices,
            stopped=self.stopped,
        )

    def say(self, step: str) -> None:
        """A word to the listener. Raises ``Enough`` where the work is to end."""
        self.step = step
        self._tell()
        if self.stopped or self.left() <= 0 or self.bound - self.value <= self.limits.gap * max(self.value, 0):
            raise Enough

    def going(self) -> bool:
        """Whether a solver at work is to go on. It asks often; the listener hears the last word again, not too often,
        so that a stop is heeded soon."""
        if not self.stopped and perf_counter() - self.told >= BREATH:
            self._tell()
        return not self.stopped and self.left() > 0

    def _tell(self) -> None:
        self.told = perf_counter()
        word = Progress(step=self.step, value=self.value, bound=self.bound)
        if self.listener is not None and self.listener(word) is False:
            self.stopped = True
