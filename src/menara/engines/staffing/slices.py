"""One slice of the roster at given prices, and how the answers of slices become one.

A slice answers with whole numbers and a few pairs: what its officers take at most at these prices (their part of the
bound), and for each post the pairs worth most there. Sums and best-of lists can be put together in any order, and ties
fall to the lower officer, so the answer is the same bit for bit however the roster is cut and whoever answers first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.staffing.faults import faults, pin_faults
from menara.engines.staffing.highest import best_of_two, highest
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import SCALE, Officers, Prices, Staffing
from menara.engines.staffing.proof import side_table, slice_part
from menara.engines.staffing.screen import screen
from menara.errors import Fault

Column = NDArray[Any]
MOST_FAULTS = 100  # named; the others are counted
LARGEST = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ask:
    """What every slice is asked: at these ``prices``, of each post the ``keep`` pairs of the highest net value, and
    none whose net value is below ``least``. Net value and ``least`` are in 1/``SCALE``."""

    prices: Prices
    keep: Column
    least: Column

    def above(self, part: Part) -> Ask:
        """The same, once a part is known: a post that has all it may name asks for nothing below them."""
        named, least = part.named, self.least.copy()
        full = np.flatnonzero((np.diff(named.starts) >= self.keep) & (self.keep > 0))
        least[full] = np.maximum(least[full], np.minimum(named.net[named.starts[full + 1] - 1], LARGEST))
        return replace(self, least=least)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Named:
    """Pairs that are named: of post ``j`` those at ``starts[j]:starts[j + 1]`` of ``officer`` (int64, counted in the
    whole roster), ``worth``, ``group`` (int32) and ``net`` (int64, net value when named)."""

    starts: Column
    officer: Column
    worth: Column
    group: Column
    net: Column

    def __len__(self) -> int:
        return len(self.officer)

    @property
    def post(self) -> Column:
        """The post of each pair."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def followed_by(self, other: Named, *, starts: Column, place: Column) -> Named:
        """The pairs at ``place``, which counts through these and then through the other's."""
        return Named(
            starts=starts,
            officer=np.concatenate((self.officer, other.officer))[place],
            worth=np.concatenate((self.worth, other.worth))[place],
            group=np.concatenate((self.group, other.group))[place],
            net=np.concatenate((self.net, other.net))[place],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """The answer of one slice, or of several put together.

    ``runs[k]`` = (first, last + 1) of officers looked at, in order, joined where they touch. ``pairs`` counts eligible
    pairs; ``taken`` is the officers' part of the bound in 1/``SCALE``. ``named`` are the best pairs of each post,
    the highest net value first, equal ones by officer; a pinned pair is first of all. A slice with ``faults`` names no
    pairs; of many faults the first are listed, ``fault_count`` says how many there are.
    """

    runs: Column
    pairs: int
    taken: int
    named: Named
    faults: tuple[Fault, ...] = ()
    fault_count: int = 0

    @property
    def officers(self) -> int:
        """How many officers were looked at."""
        return int((self.runs[:, 1] - self.runs[:, 0]).sum())

    def same(self, other: Part) -> bool:
        """Equal bit for bit."""
        mine, theirs = ((p.pairs, p.taken, p.faults, p.fault_count) for p in (self, other))
        columns = [(self.runs, other.runs)]
        columns += [(getattr(self.named, f.name), getattr(other.named, f.name)) for f in fields(Named)]
        return mine == theirs and all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in columns)


Told = Callable[[int, int], bool]  # how much is done, of how much (0: not known); False stops the pass
Look = Callable[[Ask, Told], Part | None]  # one pass over the whole roster; None where it was stopped


def slice_of(asked: Staffing, *, officers: Officers, first: int) -> Staffing:
    """The problem of some officers of a longer roster, the first of them being its officer ``first``; of ``asked``
    everything but the officers counts."""
    return replace(asked, officers=officers, first=first).part(slice(None))


def look(staffing: Staffing, *, ask: Ask) -> Part:
    """Screen one slice and answer ``ask``. ``staffing.first`` says where the slice stands in the roster."""
    begin, size = staffing.first, len(staffing.officers)
    runs = np.array([(begin, begin + size)] if size else [], dtype=np.int64).reshape(-1, 2)
    if wrong := _faults_of(staffing):
        nobody = nothing(posts=len(ask.keep))
        return replace(nobody, runs=runs, faults=tuple(wrong[:MOST_FAULTS]), fault_count=len(wrong))
    market = screen(staffing)
    taken = slice_part(market=market, prices=ask.prices)
    return Part(runs=runs, pairs=len(market.officer), taken=taken, named=_best(market, ask, begin))


def nothing(*, posts: int) -> Part:
    """The part of no officers at all."""
    long, short = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
    starts = np.zeros(posts + 1, dtype=np.int64)
    named = Named(starts=starts, officer=long, worth=short, group=short, net=long)
    return Part(runs=long.reshape(0, 2), pairs=0, taken=0, named=named)


def merge(one: Part, other: Part, *, keep: Column) -> Part:
    """Two parts put together; of each post the ``keep`` best pairs and every pinned one.

    Raises ``ValueError`` where both looked at the same officer.
    """
    a, b = one.named, other.named
    starts, place = best_of_two(a.starts, a.net, a.officer, b.starts, b.net, b.officer, keep)
    return Part(
        runs=_joined(np.concatenate((one.runs, other.runs))),
        pairs=one.pairs + other.pairs,
        taken=one.taken + other.taken,
        named=a.followed_by(b, starts=starts, place=place),
        faults=tuple(sorted(one.faults + other.faults)[:MOST_FAULTS]),
        fault_count=one.fault_count + other.fault_count,
    )


class Gathered:
    """Parts as they arrive. ``ask`` grows sharper as posts fill up, so that later slices answer with less."""

    def __init__(self, ask: Ask) -> None:
        self.ask = self._first = ask
        self.part = nothing(posts=len(ask.keep))

    def add(self, part: Part) -> None:
        self.part = merge(self.part, part, keep=self._first.keep)
        self.ask = self._first.above(self.part)


def locally(slices: Callable[[], Iterator[Staffing]], *, at_once: int = 1) -> Look:
    """Passes on this machine: ``slices()`` gives the roster anew for each, and ``at_once`` slices are in memory at a
    time, so that what a pass needs does not grow with the roster. A slice alone already uses every core."""

    def passed(ask: Ask, told: Told) -> Part | None:
        gathered, rest = Gathered(ask), slices()
        waiting: set[Future[Part]] = set()
        with ThreadPoolExecutor(max_workers=at_once) as pool:
            while True:
                for staffing in rest:
                    waiting.add(pool.submit(look, staffing, ask=gathered.ask))
                    if len(waiting) >= at_once:
                        break
                if not waiting:
                    return gathered.part
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    gathered.add(future.result())
                if not told(gathered.part.officers, 0):
                    return None

    return passed


def in_slices(staffing: Staffing, *, size: int) -> Callable[[], Iterator[Staffing]]:
    """The roster of ``staffing`` cut into slices of ``size`` officers."""
    count = len(staffing.officers)
    return lambda: (staffing.part(slice(at, min(at + size, count))) for at in range(0, count, size))


def _faults_of(staffing: Staffing) -> list[Fault]:
    """What is wrong with these officers and their pins; rows count in the whole roster. What is asked of every slice
    alike is checked once, before the first."""
    found = faults(staffing)
    wrong = [replace(f, row=f.row + staffing.first if f.row else 0) for f in found if f.column.startswith("officers.")]
    return wrong or ([] if found else list(pin_faults(staffing)))


def _best(market: Market, ask: Ask, begin: int) -> Named:
    """The pairs of highest net value of each post, in order, pinned ones first."""
    pinned = np.zeros(len(market.officer), dtype=np.bool_)
    pinned[market.pinned] = True
    pins = np.bincount(np.searchsorted(market.starts, market.pinned, side="right") - 1, minlength=market.posts)
    room = np.maximum(np.minimum(ask.keep, np.diff(market.starts)), pins)
    place, net, used = highest(
        market.starts,
        market.officer,
        market.worth,
        market.mission,
        market.group,
        pinned,
        side_table(market=market, prices=ask.prices),
        ask.prices.post,
        ask.least,
        np.concatenate(([0], np.cumsum(room))),
        SCALE,
    )
    officer = market.officer[place]
    return Named(
        starts=np.concatenate(([0], np.cumsum(used))),
        officer=officer.astype(np.int64) + begin,
        worth=market.worth[place],
        group=market.group[officer],
        net=net,
    )


def _joined(runs: Column) -> Column:
    """Runs in order, joined where they touch."""
    runs = runs[np.argsort(runs[:, 0], kind="stable")]
    if (runs[1:, 0] < runs[:-1, 1]).any():
        raise ValueError("two slices hold the same officer")
    if not len(runs):
        return runs
    opens = np.concatenate(([True], runs[1:, 0] != runs[:-1, 1]))
    closes = np.concatenate((opens[1:], [True]))
    return np.stack([runs[opens, 0], runs[closes, 1]], axis=1)
