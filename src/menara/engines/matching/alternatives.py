"""For an opening of a solved plan: the next best officers, and what each would cost the whole plan.

Prices first: for every eligible officer at once a proven *at least*. Then the plan is solved again with the cheapest of
them on the slate, which says *exactly*, and who would move; so on in the order of what is known, until as many as asked
are settled and nobody left can cost less, or time is up. What was not settled keeps its *at least*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from itertools import takewhile
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.again import Again, Settled
from menara.engines.matching.goals import GOALS
from menara.engines.matching.instance import Instance, instance_of
from menara.engines.matching.losses import Loss, Losses
from menara.engines.matching.problem import Problem, Result
from menara.engines.matching.slate import values_of
from menara.engines.matching.standings import Alternative, Cost, Move, NextBest
from menara.engines.outcome import Limits, Listener, Progress
from menara.errors import Refusal
from menara.wording import gettext_noop as _

BRIEF = Limits(seconds=10.0)


def alternatives(
    *, plan: SolvedPlan, opening: str, most: int = 10, limits: Limits = BRIEF, listener: Listener | None = None
) -> NextBest:
    """The next best ``most`` officers for the opening of that reference. ``limits.seconds`` bounds solving again; with
    none left only prices speak. Raises ``Refusal`` where there is no such opening, or the recorded prices cannot be
    used."""
    if opening not in plan.openings:
        raise Refusal("no_such_opening", _("The plan has no opening %(opening)s."), {"opening": opening})
    losses = plan.losses().of_opening(plan.openings[opening])
    lines = {pair: plan.alternative(pair, loss) for pair, loss in losses.items() if pair not in plan.pairs}
    found, is_settled = _settle(plan, lines, most, limits, listener)
    return NextBest(
        opening=opening, eligible=len(lines), alternatives=found, is_settled=is_settled, unit=plan.result.unit
    )


@dataclass(frozen=True, slots=True)
class SolvedPlan:
    """A plan with its pairs found again in the arrays of its problem: ``slate`` lists them, ``values`` is what they are
    worth at each goal, ``openings`` the place of each reference, ``placed`` the opening of each nominee."""

    problem: Problem
    result: Result
    instance: Instance
    slate: NDArray[np.int64]
    values: Cost
    openings: Mapping[str, int]
    pairs: frozenset[int]
    placed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, *, problem: Problem, result: Result) -> SolvedPlan:
        """Raises ``Refusal`` where the result has no slate, or nominates where the problem leaves no room for it."""
        if len(result.levels) != len(GOALS):
            raise Refusal("no_slate", _("The plan has no slate, so nobody can be compared with it."))
        instance = instance_of(problem)
        openings = {post.ref: j for j, post in enumerate(instance.screening.posts)}
        numbers = {number: i for i, number in enumerate(instance.roster.number)}
        place = {
            (i, j): p
            for p, (i, j) in enumerate(zip(instance.pair_officer.tolist(), instance.pair_opening.tolist(), strict=True))
        }
        try:
            pairs = [place[numbers[n.officer], openings[n.opening]] for n in result.nominees]
        except KeyError as unknown:
            raise Refusal(
                "plan_does_not_fit", _("The slate does not fit the records of the plan. Check it: menara verify.")
            ) from unknown
        return cls(
            problem=problem,
            result=result,
            instance=instance,
            slate=np.array(sorted(pairs), dtype=np.int64),
            values=tuple(values_of(instance, result.nominees)),
            openings=openings,
            pairs=frozenset(pairs),
            placed={n.officer: n.opening for n in result.nominees},
        )

    def losses(self) -> Losses:
        return Losses(instance=self.instance, levels=self.result.levels, slate=self.slate, values=self.values)

    def again(self, *, seed: int) -> Again:
        ceiling = tuple(v for v, _ in takewhile(lambda pair: pair[1], zip(self.values, self.is_closed(), strict=True)))
        return Again(problem=self.problem, instance=self.instance, slate=self.slate, seed=seed, ceiling=ceiling)

    def is_closed(self) -> tuple[bool, ...]:
        """Of each level, whether it is proven to be the best."""
        return tuple(level.bound <= value for level, value in zip(self.result.levels, self.values, strict=True))

    def alternative(self, pair: int, loss: Loss | None) -> Alternative:
        """A pair that is not on the slate, with what prices say of it."""
        officer = self.instance.roster.number[int(self.instance.pair_officer[pair])]
        return Alternative(
            officer=officer,
            opening=self.instance.screening.posts[int(self.instance.pair_opening[pair])].ref,
            odds=int(self.instance.pair_odds[pair]),
            quality=int(self.instance.pair_quality[pair]),
            stands_for=self.placed.get(officer, ""),
            least=None if loss is None else loss.least,
            likely=() if loss is None else loss.likely,
        )

    def settled(self, line: Alternative, found: Settled) -> Alternative:
        """The same alternative after solving again."""
        if found.conflicts:
            return replace(line, conflicts=found.conflicts)
        cost = tuple(before - after for before, after in zip(self.values, found.values, strict=True))
        return replace(line, cost=cost, moves=tuple(self._moves(line.officer, found.placed)))

    def _moves(self, officer: str, placed: Mapping[str, str]) -> list[Move]:
        others = sorted({*self.placed, *placed} - {officer})
        moves = [Move(officer=o, before=self.placed.get(o, ""), after=placed.get(o, "")) for o in others]
        return [move for move in moves if move.before != move.after]


def order_of(line: Alternative) -> tuple[bool, Cost, bool, Cost]:
    """The cheapest first; what is only known to be no cheaper goes before what is known exactly."""
    if line.conflicts or (line.cost is None and line.least is None):
        return True, (), line.is_settled, ()
    if line.cost is not None:
        return False, line.cost, True, ()
    return False, line.least or (), False, line.likely  # a beginning of a tuple sorts before all tuples that go on


def order_shown(line: Alternative) -> tuple[bool, bool, Cost, Cost]:
    """Where time was up: those settled first, then by what prices say."""
    is_impossible, cost, is_settled, likely = order_of(line)
    return is_impossible, not is_settled, cost, likely


class Patience:
    """One clock and one listener over several solves."""

    def __init__(self, limits: Limits, listener: Listener | None, total: int) -> None:
        self.limits, self.listener, self.total = limits, listener, total
        self.started = perf_counter()
        self.done = 0
        self.is_stopped = False

    def left(self) -> Limits:
        """What is left of the limits for the next solve."""
        return replace(self.limits, seconds=self.limits.seconds - (perf_counter() - self.started))

    def goes_on(self) -> bool:
        if self.left().seconds <= 0 or self(Progress(step="solving again")) is False:
            self.is_stopped = True
        return not self.is_stopped

    @property
    def ear(self) -> Listener | None:
        """What a single solve speaks to; None where nobody listens."""
        return None if self.listener is None else self

    def __call__(self, _word: Progress) -> bool:
        """The listener of a single solve: says how many are settled, whatever the solve says of itself."""
        word = Progress(step="solving again", done=self.done, total=self.total)
        return self.listener is None or self.listener(word) is not False


def _settle(
    plan: SolvedPlan, lines: Mapping[int, Alternative], most: int, limits: Limits, listener: Listener | None
) -> tuple[tuple[Alternative, ...], bool]:
    """The first ``most``, each settled before it is believed to be the next, as long as time lasts."""
    again, patience = plan.again(seed=limits.seed), Patience(limits, listener, min(most, len(lines)))
    waiting = [(order_of(line), pair) for pair, line in lines.items()]
    heapify(waiting)
    known = dict(lines)
    first: list[int] = []
    while waiting and len(first) < most:
        _order, pair = heappop(waiting)
        if known[pair].is_settled:
            first.append(pair)
            patience.done = len(first)
            continue
        found = (
            again.with_pair(pair=pair, limits=patience.left(), listener=patience.ear) if patience.goes_on() else None
        )
        if found is None:
            break
        known[pair] = plan.settled(known[pair], found)
        heappush(waiting, (order_of(known[pair]), pair))
    if len(first) == min(most, len(lines)):
        return tuple(known[pair] for pair in first), True
    return tuple(sorted(known.values(), key=order_shown)[:most]), False
