"""What unlocks posts: which training, test or paper, for which officers, fills the most posts or gains the most.

A *programme* is one step for all officers who lack nothing else for some post. The prices of the plan bound what each
programme can bring, at once and for all of them. The best few are then settled exactly: who of them is needed, no one
more than that, and what the plan is worth when their records are changed and it is solved again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import inf
from time import perf_counter

from menara.engines.eligibility.steps import Step, StepKind, Trainee, near_misses
from menara.engines.matching.cheapest import Cheapest, Settled
from menara.engines.matching.goals import GOALS
from menara.engines.matching.instance import Instance, instance_of
from menara.engines.matching.problem import Problem, Result
from menara.engines.matching.solve import solve
from menara.engines.matching.widened import Bounds, Gains, Values, Widened, gains_of, widened
from menara.engines.outcome import Limits, Listener, Progress, Status
from menara.errors import Refusal
from menara.wording import gettext_noop as _

NATIONAL = Limits()
MOST_COST = 10**9
DEAREST = MOST_COST * 1_000
TOGETHER = 5_000  # trainees screened in one go
TRIES = 10  # programmes solved again beyond what was asked for, to be sure of the best


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One officer takes one step, and is then nominated for ``opening``. ``cost`` is None where none was given."""

    officer: str
    step: Step
    opening: str
    cost: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock:
    """A programme and what it brings. Values are those of the four goals, success in the common ``unit``.

    ``step`` is None for a choice among several. ``candidates`` counts the officers who lack only the step; with all of
    them no slate is worth more than ``at_most``, level by level, as the prices of the plan prove. ``values`` is the
    plan solved again with the records of those in ``taken`` changed, None where it was not; ``exact`` says that it is
    proven to be the best, ``fewest`` that nobody fewer, or no less money, reaches as much.
    """

    step: Step | None
    candidates: int
    at_most: Values
    values: Values | None = None
    taken: tuple[Taken, ...] = ()
    cost: int | None = None
    exact: bool = False
    fewest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocking:
    """``before`` is the plan as it stands. ``complete`` says that no programme left unconfirmed could be better than
    the worst confirmed, and that every confirmed one is exact."""

    before: Values
    unit: int
    programmes: tuple[Unlock, ...]
    complete: bool

    def gain(self, unlock: Unlock) -> Values:
        """What is won at each level: exactly where confirmed, at most where not."""
        after = unlock.at_most if unlock.values is None else unlock.values
        return tuple(b - a for a, b in zip(self.before, after, strict=True))


def unlock(
    *,
    problem: Problem,
    result: Result,
    kinds: Collection[StepKind] = tuple(StepKind),
    costs: Mapping[str, int] | None = None,
    most: int = 5,
    limits: Limits = NATIONAL,
    listener: Listener | None = None,
) -> Unlocking:
    """Programmes of one step each, the best first: ``most`` of them confirmed, then the rest by what they can bring at
    most. Programmes that can bring nothing are left out.

    ``costs`` gives whole units of money an officer, by ``kind``, ``kind:about`` or ``kind:about:amount``; where it
    prices a step, it is ranked by what it gains a unit. Same plan, same answer, unless time runs out. Raises
    ``Refusal`` where the plan has no slate or a cost is no cost.
    """
    run = _Run.begin(problem, result, costs or {}, limits, listener)
    priced = run.priced(kinds)
    found, left = run.confirm(priced, most)
    unit = max([result.unit, *(p.unit for p in priced)])
    told = [_in_unit(one, p.unit, unit) for p, one in [*found, *((p, p.told) for p in left)]]
    before = _scaled(run.before, result.unit, unit)
    confirmed = sorted(told[: len(found)], key=lambda u: _rank(u, before))
    others = told[len(found) :]
    beaten = len(confirmed) >= most or not others
    return Unlocking(
        before=before,
        unit=unit,
        programmes=(*(u for u in confirmed if u.values is not None and u.values > before), *others),
        complete=beaten and run.is_ranked and all(u.exact and u.fewest for u in confirmed),
    )


def within_budget(
    *,
    problem: Problem,
    result: Result,
    costs: Mapping[str, int],
    budget: int,
    kinds: Collection[StepKind] = tuple(StepKind),
    limits: Limits = NATIONAL,
    listener: Listener | None = None,
) -> Unlocking:
    """The best set of steps of any kind that costs no more than ``budget``, one step an officer at most, and among
    the sets that fill as much the cheapest. Steps without a cost are left out. No programme where none gains.

    Raises as ``unlock``, and where the budget is no whole number of money.
    """
    if not 0 <= budget <= DEAREST:
        raise Refusal("bad_cost", _("A cost is a whole number, not negative: %(found)s."), {"found": budget})
    run = _Run.begin(problem, result, costs, limits, listener)
    wide = widened(run.instance, [g for g in run.gains(kinds) if run.cost_of(g.step) is not None])
    unit = wide.instance.unit_of_success
    if not wide.choices:
        return Unlocking(before=run.before, unit=result.unit, programmes=(), complete=run.is_ranked)
    one = Unlock(
        step=None,
        candidates=len({t.index for _, t in wide.choices}),
        at_most=Bounds(instance=run.instance, levels=result.levels).at_most(wide),
    )
    before = _scaled(run.before, result.unit, unit)
    settled = run.settle(wide, [run.cost_of(step) or 0 for step, _ in wide.choices], budget)
    told = None if settled is None else run.solved_again(wide, settled, one)
    good = told is not None and told.values is not None and told.values > before
    return Unlocking(
        before=before,
        unit=unit,
        programmes=(told,) if told is not None and good else (),
        complete=run.is_ranked
        and settled is not None
        and (not good or (told is not None and told.exact and told.fewest)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Priced:
    """One programme and the bound of what it can bring."""

    wide: Widened
    told: Unlock
    cost: int | None

    @property
    def unit(self) -> int:
        return self.wide.instance.unit_of_success


@dataclass(slots=True, kw_only=True)
class _Run:
    problem: Problem
    result: Result
    instance: Instance
    before: Values
    costs: Mapping[str, int]
    limits: Limits
    listener: Listener | None
    started: float
    is_ranked: bool = True  # no programme left out may be better
    step: str = "screening"
    done: int = 0
    total: int = 0
    is_stopped: bool = field(default=False)

    @classmethod
    def begin(
        cls, problem: Problem, result: Result, costs: Mapping[str, int], limits: Limits, listener: Listener | None
    ) -> _Run:
        if result.status is Status.INFEASIBLE or len(result.levels) < len(GOALS):
            raise Refusal("no_slate", _("The plan has no slate, so nothing can be added to it."), {})
        for name, cost in costs.items():
            if name.split(":")[0] not in set(StepKind) or not 0 <= cost <= MOST_COST:
                found = f"{name} {cost}"
                raise Refusal("bad_cost", _("A cost is a whole number, not negative: %(found)s."), {"found": found})
        started = perf_counter()
        if listener is not None:
            listener(Progress(step="screening", total=len(problem.openings)))
        values = tuple(level.value for level in result.levels)
        return cls(
            problem=problem,
            result=result,
            instance=instance_of(problem),
            before=values,
            costs=costs,
            limits=limits,
            listener=listener,
            started=started,
        )

    def left(self) -> float:
        return self.limits.seconds - (perf_counter() - self.started)

    def goes_on(self, word: Progress | None = None) -> bool:
        """Says how far the work is; False once time is over or the listener said stop."""
        told = Progress(step=self.step, done=self.done, total=self.total)
        if self.left() <= 0 or (self.listener is not None and self.listener(told) is False):
            self.is_stopped = True
        return not self.is_stopped

    def cost_of(self, step: Step) -> int | None:
        """The most particular cost given."""
        names = (f"{step.kind}:{step.about}:{step.amount}", f"{step.kind}:{step.about}", str(step.kind))
        return next((self.costs[name] for name in names if name in self.costs), None)

    def gains(self, kinds: Collection[StepKind]) -> Iterator[Gains]:
        """The pairs of each step, those that open or better none left out."""
        screening, officers = self.instance.screening, self.problem.officers
        near = near_misses(screening=screening, officers=officers, on=self.problem.on, kinds=kinds)
        self.step, self.done, self.total = "weighing", 0, len(near)
        for together in _batches(near):
            if not self.goes_on():
                self.is_ranked = False
                return
            for gain in gains_of(problem=self.problem, instance=self.instance, steps=together):
                self.done += 1
                if len(gain.opening):
                    yield gain

    def priced(self, kinds: Collection[StepKind]) -> list[_Priced]:
        """Every programme that can bring anything, the most promising first."""
        found = []
        bounds = Bounds(instance=self.instance, levels=self.result.levels)
        for gain in self.gains(kinds):
            if not self.goes_on():
                self.is_ranked = False
                break
            wide = widened(self.instance, [gain])
            bound = bounds.at_most(wide)
            if bound > _scaled(self.before, self.result.unit, wide.instance.unit_of_success):
                told = Unlock(step=gain.step, candidates=len(gain.trainees), at_most=bound)
                found.append(_Priced(wide=wide, told=told, cost=self.cost_of(gain.step)))
        return sorted(found, key=self._promise)

    def _promise(self, priced: _Priced) -> tuple[bool, list[float]]:
        """No rank of the programme is better: it gains no more than at most, for the money of one officer at least,
        and by each officer no more than one post, unless a woman more lets a call take more men."""
        before = _scaled(self.before, self.result.unit, priced.unit)
        most = list(priced.told.at_most)
        if priced.cost is not None and not any(share[0] for share in self.instance.share):
            most[:2] = (min(b, a + 1) for a, b in zip(before, most[:2], strict=False))
        return bool(self.costs) and priced.cost is None, _apiece(tuple(most), before, priced.cost)

    def confirm(self, priced: list[_Priced], most: int) -> tuple[list[tuple[_Priced, Unlock]], list[_Priced]]:
        """Settle the most promising, until ``most`` are surely no worse than those left, or time is over."""
        found: list[tuple[_Priced, Unlock]] = []
        ranks: list[tuple[bool, list[float]]] = []
        self.step, self.total = "confirming", most
        for place, one in enumerate(priced):
            self.done = min(len(ranks), max(most - 1, 0))
            if not most or (len(ranks) >= most and sorted(ranks)[most - 1] <= self._promise(one)):
                return found, priced[place:]
            settled = None
            if len(found) < TRIES + 4 * most and self.goes_on():
                settled = self.settle(one.wide, [1] * len(one.wide.choices), None)
            if settled is None:
                self.is_ranked = False
                return found, priced[place:]
            told = self.solved_again(one.wide, settled, one.told)
            found.append((one, told))
            ranks.append(_rank(told, _scaled(self.before, self.result.unit, one.unit))[:2])
        return found, []

    def settle(self, wide: Widened, weights: list[int], budget: int | None) -> Settled | None:
        scale = wide.instance.unit_of_success
        cheapest = Cheapest(
            problem=self.problem,
            wide=wide,
            weights=weights,
            before=_scaled(self.before, self.result.unit, scale),
            seed=self.limits.seed,
            left=self.left,
            listener=self.goes_on,
        )
        return cheapest.settle(budget)

    def solved_again(self, wide: Widened, settled: Settled, told: Unlock) -> Unlock:
        """The plan solved anew on the changed records: what the widened model claims, confirmed through the one
        door."""
        officers = list(self.problem.officers)
        chosen = [wide.choices[c] for c in settled.choices]
        if not chosen:
            return replace(told, values=settled.values, exact=settled.complete, fewest=True)
        for _step, trainee in chosen:
            officers[trainee.index] = trainee.after
        changed = replace(self.problem, officers=tuple(officers))
        again = solve(
            changed, limits=Limits(seconds=max(self.left(), 0.5), seed=self.limits.seed), listener=self.goes_on
        )
        values = _scaled(tuple(v.value for v in again.levels), again.unit, wide.instance.unit_of_success)
        serves = {n.officer: n.opening for n in again.nominees}
        costs = [self.cost_of(step) for step, _ in chosen]
        proven = again.status is Status.OPTIMAL and self.result.status is Status.OPTIMAL
        return replace(
            told,
            values=values,
            taken=tuple(
                Taken(officer=t.after.number, step=step, opening=serves.get(t.after.number, ""), cost=cost)
                for (step, t), cost in zip(chosen, costs, strict=True)
            ),
            cost=None if any(c is None for c in costs) else sum(c or 0 for c in costs),
            exact=proven,
            fewest=settled.fewest and proven,
        )


def _batches(near: Mapping[Step, tuple[Trainee, ...]]) -> Iterator[dict[Step, tuple[Trainee, ...]]]:
    """Steps to be screened together: enough to be fast, few enough to be stopped between."""
    batch: dict[Step, tuple[Trainee, ...]] = {}
    for step, trainees in near.items():
        batch[step] = trainees
        if sum(map(len, batch.values())) >= TOGETHER:
            yield batch
            batch = {}
    if batch:
        yield batch


def _rank(one: Unlock, before: Values) -> tuple[bool, list[float], int]:
    values = one.at_most if one.values is None else one.values
    return one.cost is None and one.values is not None, _apiece(values, before, one.cost), len(one.taken)


def _apiece(values: Values, before: Values, cost: int | None) -> list[float]:
    """Gains in the order of the goals, by a unit of money where a cost is given; the better first when sorted."""
    gains = [b - a for a, b in zip(before, values, strict=True)]
    if cost is None:
        return [-g for g in gains]
    return [Fraction(-g, cost) if cost else -inf * g if g else 0 for g in gains]  # type: ignore[misc]


def _scaled(values: Values, unit: int, wanted: int) -> Values:
    """Values with the expected success in another unit."""
    return tuple(v * wanted // unit if goal == "expected_success" else v for goal, v in zip(GOALS, values, strict=True))


def _in_unit(one: Unlock, unit: int, wanted: int) -> Unlock:
    values = None if one.values is None else _scaled(one.values, unit, wanted)
    return replace(one, at_most=_scaled(one.at_most, unit, wanted), values=values)
