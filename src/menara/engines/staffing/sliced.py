"""A plan for a roster too long to hold: only prices and a few candidates of each post travel.

    1. One pass over all slices at zero prices names the candidates: of each post the pairs worth most.
    2. The plan and its prices are sought on the candidates alone.
    3. A pass over all slices at these prices gives a bound over *all* pairs, and names pairs that the prices do not
       hold down: those priced above zero that were no candidates.
    4. Where the gap is still too large they become candidates, and 2 follows again.

Any prices give a valid bound, so every round keeps the best plan and the best bound so far.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.outcome import Limits, Listener, Progress, Status
from menara.engines.staffing.faults import faults
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import LANGUAGES, OFFICER_COLUMNS, SCALE, Officers, Prices, Result, Staffing
from menara.engines.staffing.proof import bound_of, constraints_part, side_table
from menara.engines.staffing.screen import screen
from menara.engines.staffing.seek import Solve, by_prices
from menara.engines.staffing.slices import LARGEST, Ask, Look, Named, Part
from menara.errors import BadInput, Refusal
from menara.wording import gettext_noop as _

Column = NDArray[Any]
KEEP = 24  # candidates of a vacancy at first
GROW = 8  # and at most so many more of a vacancy in each later round
SPARE = 2  # and of a post
ROUNDS = 12
SHARE = 0.5  # of the gap asked for is left to the candidates' own plan; the rest to what they leave out
COARSE = 3e-4  # gap of the first plan: it is mostly there to find who else should be a candidate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SlicedResult:
    """What ``problem.Result`` says, with the plan as pairs: a column of all officers would grow with the roster.

    ``post[k]`` takes ``officer[k]``, in the order of officers. ``bound`` is proven by ``prices`` over all pairs.
    ``candidates`` counts the pairs that travelled into the last plan.
    """

    status: Status
    value: int
    bound: int
    post: Column
    officer: Column
    prices: Prices
    quality: int
    penalties: int
    pairs: int
    officers: int
    rounds: int
    candidates: int
    seconds_look: float
    seconds_solve: float
    seed: int = 1

    @property
    def gap(self) -> float:
        """(bound - value) / value; infinite where a gap is left over a value of nothing."""
        left = self.bound - self.value
        return 0.0 if left == 0 else left / self.value if self.value > 0 else inf

    def whole(self) -> Result:
        """The same with a plan of every officer, as verification and files take it."""
        plan = np.full(self.officers, -1, dtype=np.int32)
        plan[self.officer] = self.post
        return Result(
            status=self.status,
            value=self.value,
            bound=self.bound,
            price_bound=self.bound,
            proven_by="prices" if self.bound == self.value else "",
            plan=plan,
            prices=self.prices,
            quality=self.quality,
            penalties=self.penalties,
            pairs=self.pairs,
            seconds_screen=self.seconds_look,
            seconds_solve=self.seconds_solve,
            seed=self.seed,
        )


def solve_in_slices(
    *, asked: Staffing, look: Look, limits: Limits, listener: Listener | None = None, solve: Solve = by_prices
) -> SlicedResult:
    """The plan of a roster that only ``look`` sees; the officers of ``asked`` do not count, all else does.

    Raises ``BadInput`` with every fault of the problem and of all slices, and ``Refusal`` where it was stopped before
    there was anything to keep.
    """
    undecided = replace(asked, officers=_nobody(0), first=0, withdrawn=(), pins=())
    if wrong := faults(undecided):
        raise BadInput(wrong)
    work = _Work(asked=asked, skeleton=screen(undecided), look=look, solve=solve, limits=limits, listener=listener)
    return work.done()


def joined(known: Named, more: Named) -> Named:
    """The pairs of both, each once, by post and officer."""
    post, officer = np.concatenate((known.post, more.post)), np.concatenate((known.officer, more.officer))
    order = np.lexsort((officer, post))
    post, officer = post[order], officer[order]
    is_new = np.ones(len(order), dtype=np.bool_)
    is_new[1:] = (post[1:] != post[:-1]) | (officer[1:] != officer[:-1])
    counts = np.bincount(post[is_new], minlength=len(known.starts) - 1)
    return known.followed_by(more, starts=np.concatenate(([0], np.cumsum(counts))), place=order[is_new])


def market_of(named: Named, *, skeleton: Market, pins: tuple[tuple[int, int], ...]) -> tuple[Market, Column]:
    """The candidates as a market of their own, and who its officers are in the whole roster, in the same order."""
    who, place = np.unique(named.officer, return_inverse=True)
    group = np.zeros(len(who), dtype=np.int32)
    group[place] = named.group
    order = np.lexsort((place, named.post))
    officer = place[order].astype(np.int32)
    rows = [slice(*named.starts[j : j + 2]) for j, _ in pins]
    pinned = [row.start + np.searchsorted(who[officer[row]], i) for row, (_, i) in zip(rows, pins, strict=True)]
    market = replace(
        skeleton,
        starts=named.starts,
        officer=officer,
        worth=named.worth[order],
        group=group,
        pinned=np.array(sorted(pinned), dtype=np.int64),
    )
    return market, who


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Plan:
    """``post[k]`` takes ``officer[k]``; ``worth`` sums their pairs, ``value`` is less by what missing speakers lose."""

    post: Column
    officer: Column
    worth: int
    value: int


@dataclass(slots=True, kw_only=True, eq=False)
class _Work:
    """One solve: the best plan and the best bound so far."""

    asked: Staffing
    skeleton: Market
    look: Look
    solve: Solve
    limits: Limits
    listener: Listener | None
    began: float = field(default_factory=perf_counter)
    looked: float = 0.0
    last_look: float = 0.0
    solved: float = 0.0
    stopped: bool = False
    is_exhausted: bool = False  # every pair that could help is a candidate
    officers: int = 0
    pairs: int = 0
    rounds: int = 0
    candidates: int = 0
    plan: _Plan | None = None  # the best
    bound: int | None = None  # the best bound, by ``prices``
    prices: Prices | None = None

    def done(self) -> SlicedResult:
        """Rounds until the gap is small enough, nothing is left to add, or time or patience ends."""
        room, keep = self.skeleton.capacity, KEEP
        first = self._pass(self._no_prices(), keep * room + SPARE, least=-LARGEST)
        if first is None:
            raise Refusal("stopped", _("Stopped before the first look at the whole roster: there is nothing to keep."))
        self._check(first)
        known, prices = first.named, None
        for _turn in range(ROUNDS):
            self.rounds, self.candidates = self.rounds + 1, len(known)
            prices = self._seek(known, prices)
            if self.stopped and self.rounds > 1:
                break
            if prices is None:  # whom the pinned need beside them may be among the others
                keep *= 4
                more = self._pass(self._no_prices(), keep * room + SPARE, least=-LARGEST)
            else:  # the best may all be candidates already: leave room for new ones below them
                more = self._pass(prices, np.diff(known.starts) + GROW * room + SPARE, least=1)
            if more is None or self._is_enough():
                break
            known = joined(known, more.named)
            if len(known) == self.candidates and (self.rounds > 1 or prices is None):
                self.is_exhausted = True
                break
        return self._result()

    def _pass(self, prices: Prices, keep: Column, *, least: int) -> Part | None:
        """Look at every slice, and keep the bound that the prices prove; None where it was stopped. Whoever stops the
        first search for a plan still gets its proof: without this pass there is none."""
        began, is_owed = perf_counter(), self.stopped
        ask = Ask(prices=prices, keep=keep, least=np.full(len(keep), least, dtype=np.int64))
        part = self.look(ask, lambda done, total: self._say("screening", done, total or self.officers) or is_owed)
        self.last_look = perf_counter() - began
        self.looked += self.last_look
        if part is None:
            return None
        if part.faults:
            raise BadInput(part.faults, total=part.fault_count)
        self.officers, self.pairs = part.officers, part.pairs
        bound = bound_of(constraints_part(market=self.skeleton, prices=prices), part.taken)
        if self.bound is None or bound < self.bound:
            self.bound, self.prices = bound, prices
        return part

    def _check(self, seen: Part) -> None:
        """The roster has no holes, and decisions speak of officers that there are."""
        if len(seen.runs) > 1 or (seen.officers and seen.runs[0, 0] != 0):
            held = ", ".join(f"{first}..{last - 1}" for first, last in seen.runs[:9])
            raise Refusal(
                "incomplete_roster", _("Officers are missing from the roster; it holds %(runs)s."), {"runs": held}
            )
        if wrong := faults(replace(self.asked, officers=_nobody(seen.officers), first=0)):
            raise BadInput(wrong)

    def _seek(self, known: Named, start: Prices | None) -> Prices | None:
        """Seek a plan on the candidates and keep it where it is better; None where they allow none."""
        began = perf_counter()
        market, who = market_of(known, skeleton=self.skeleton, pins=self.asked.pins)
        left = self.limits.seconds - (began - self.began) - self.last_look  # the pass that proves it comes after
        gap = max(SHARE * self.limits.gap, COARSE if self.rounds == 1 else 0.0)
        limits = replace(self.limits, seconds=max(left, 1.0), gap=gap)
        found = self.solve(market, limits=limits, listener=self._hear, start=start)
        self.solved += perf_counter() - began
        post = np.repeat(np.arange(market.posts), np.diff(market.starts))
        chosen = np.flatnonzero(found.owner[market.officer] == post)
        if not np.isin(market.pinned, chosen).all():
            return None
        if self.plan is None or found.value > self.plan.value:
            order = chosen[np.argsort(market.officer[chosen])]
            worth, officer = int(market.worth[chosen].sum()), who[market.officer[order]]
            self.plan = _Plan(post=post[order], officer=officer, worth=worth, value=found.value)
        return self._closed(found.prices)

    def _closed(self, prices: Prices) -> Prices:
        """Price whoever likes it out of a post without vacancies: that costs the bound nothing."""
        worth, shut = self.asked.worth, self.skeleton.capacity == 0
        side = int(side_table(market=self.skeleton, prices=prices).max(initial=0))
        most = SCALE * (max(worth.most, worth.least) + worth.filled + abs(worth.critical)) + side
        return replace(prices, post=np.where(shut, max(most, 0), prices.post))

    def _is_enough(self) -> bool:
        if self.stopped or perf_counter() - self.began + self.last_look >= self.limits.seconds:
            return True
        if self.plan is None or self.bound is None:
            return False
        return self.bound - self.plan.value <= self.limits.gap * self.plan.value

    def _hear(self, progress: Progress) -> bool:
        """What the candidates' plan says, with the bound over all pairs instead of theirs."""
        return self._say(progress.step, progress.done, progress.total, progress.value)

    def _say(self, step: str, done: int, total: int, value: int | None = None) -> bool:
        values = [] if value is None else [value]
        values += [] if self.plan is None else [self.plan.value]
        going = self.listener is None or self.listener(
            Progress(step=step, done=done, total=total, value=max(values, default=None), bound=self.bound)
        )
        self.stopped = self.stopped or not going
        return going

    def _no_prices(self) -> Prices:
        market = self.skeleton
        return Prices.zero(posts=market.posts, missions=market.missions, countries=market.countries)

    def _result(self) -> SlicedResult:
        if self.bound is None or self.prices is None:
            raise AssertionError("a pass came before")
        none = np.zeros(0, dtype=np.int64)
        plan, bound = self.plan, self.bound
        if plan is None and not self.is_exhausted:
            raise Refusal("nothing_found", _("No plan that keeps every pin was found in the time there was."))
        if plan is None:
            status = Status.INFEASIBLE
            plan, bound = _Plan(post=none, officer=none, worth=0, value=0), 0
        else:
            status = Status.OPTIMAL if bound == plan.value else Status.STOPPED if self.stopped else Status.FEASIBLE
        bonus = self.asked.worth.filled + self.asked.worth.critical * self.asked.posts.critical.astype(np.int64)
        return SlicedResult(
            status=status,
            value=plan.value,
            bound=bound,
            post=plan.post,
            officer=plan.officer,
            prices=self.prices,
            quality=plan.worth - int(bonus[plan.post].sum()),
            penalties=plan.worth - plan.value,
            pairs=self.pairs,
            officers=self.officers,
            rounds=self.rounds,
            candidates=self.candidates,
            seconds_look=self.looked,
            seconds_solve=self.solved,
            seed=self.limits.seed,
        )


def _nobody(count: int) -> Officers:
    """``count`` officers of zeros that take no memory."""
    zeros = np.broadcast_to(np.int32(0), (count,))
    columns = dict.fromkeys(OFFICER_COLUMNS, zeros)
    return Officers(**columns | {"languages": np.broadcast_to(np.int32(0), (count, len(LANGUAGES)))})
