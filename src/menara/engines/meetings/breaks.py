"""The fewest breaks of a programme in which every meeting is held: asked of a SAT solver, 0, 1, 2, … from below.

The bound is what the solver refused: a claim of its own, which no price proves. Where a question takes long, a
programme is sought in turn from above, so that there is one to keep whenever the work ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from pysat.card import ITotalizer
from pysat.solvers import Cadical195

from menara.engines.meetings.break_clauses import BreakCase, Clauses, fair, written
from menara.engines.outcome import Limits, Listener, Progress, Status

__all__ = ["BreakAnswer", "BreakCase", "fewest_breaks"]

STEP = 20_000  # conflicts between two looks at the clock
PATIENCE = 100_000  # conflicts for one question before the other is asked; doubled when both were left open
SEEKING = {"target": 2, "restartint": 10}  # with any seed steadier on the hardest instances than its own choice
FAR = 8  # where so many numbers are open, the middle is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakAnswer:
    """``slots``: of each meeting, from 0; None where none was found. No programme has fewer breaks than ``bound``."""

    status: Status
    slots: tuple[int, ...] | None = None
    breaks: int | None = None
    bound: int = 0


def fewest_breaks(case: BreakCase, *, limits: Limits, listener: Listener | None = None) -> BreakAnswer:
    """The programme with the fewest breaks in all: proven, or the best within ``limits`` with its bound."""
    clauses = written(case)
    if clauses.impossible:
        return BreakAnswer(status=Status.INFEASIBLE)
    with Cadical195() as solver:
        solver.configure({**SEEKING, "seed": limits.seed})
        solver.append_formula(clauses.lines)
        return _Search(clauses, solver, limits, listener).run()


class _Search:
    """``low``: fewer are refused. ``best``: the fewest found, with their slots."""

    def __init__(self, clauses: Clauses, solver: Cadical195, limits: Limits, listener: Listener | None) -> None:
        self.clauses, self.solver, self.limits, self.listener = clauses, solver, limits, listener
        self.ends = [end for own in clauses.ends for end in own]
        self.counted = _Counted(clauses, solver, self.ends)
        self.low, self.best = 0, len(self.ends) + 1
        self.slots: tuple[int, ...] | None = None
        self.is_fair = clauses.case.fairness is None
        self.stopped = self.infeasible = False
        self.until = perf_counter() + limits.seconds

    def run(self) -> BreakAnswer:
        patience = PATIENCE
        while not self.infeasible and self.low < self.best and not self._near():
            if not self._going():
                break
            if not self._ask(self.low, patience) and not self._ask(self._above(), patience):
                patience *= 2
        return self._told()

    def _above(self) -> int | None:
        """What to ask where the question from below stays open: any number at first, then fewer than the best."""
        if self.slots is None:
            return None
        return (self.low + self.best) // 2 if self.best - self.low > FAR else self.best - 1

    def _ask(self, most: int | None, patience: int) -> bool:
        """Whether the question was answered: is there a programme with at most so many breaks?"""
        if self.infeasible or (most is not None and not self.low <= most < self.best):
            return False
        bounds = self.counted.at_most(most)
        while patience > 0 and self._going():
            self.solver.conf_budget(STEP)
            found = self.solver.solve_limited(assumptions=bounds)
            patience -= STEP
            if found and not self._keep():
                continue  # it was not fair: asked again, now that it must be
            if found is False:
                self.infeasible = not self.solver.get_core()
                self.low = self.low if most is None else max(self.low, most + 1)
            self._say()
            if found is not None:
                return True
        return False

    def _keep(self) -> bool:
        """Keep what was found if it is fair; else have the solver be told what fair is."""
        taken = {literal for literal in self.solver.get_model() if literal > 0}
        counts = [sum(end in taken for end in own) for own in self.clauses.ends]
        within = self.clauses.case.fairness
        if within is not None and max(counts, default=0) - min(counts, default=0) > within:
            assert not self.is_fair, "what was told to be fair was not"  # noqa: S101 (a false programme is worse)
            self.clauses.top = max(self.clauses.top, self.solver.nof_vars())
            self.solver.append_formula(fair(self.clauses, within))
            self.is_fair = True
            return False
        self.best, self.slots = sum(counts), self.clauses.slots_of(taken)
        return True

    def _near(self) -> bool:
        return self.slots is not None and self.best - self.low <= self.limits.gap * max(1, self.best)

    def _going(self) -> bool:
        return not self.stopped and perf_counter() < self.until

    def _say(self) -> None:
        if self.listener is not None:
            value = None if self.slots is None else self.best
            word = Progress(step="searching", level="breaks", value=value, bound=self.low)
            self.stopped |= self.listener(word) is False

    def _told(self) -> BreakAnswer:
        if self.infeasible:
            return BreakAnswer(status=Status.INFEASIBLE)
        if self.slots is None:
            return BreakAnswer(status=Status.STOPPED if self.stopped else Status.FEASIBLE, bound=self.low)
        proven = self.low >= self.best
        status = Status.OPTIMAL if proven else Status.STOPPED if self.stopped else Status.FEASIBLE
        return BreakAnswer(status=status, slots=self.slots, breaks=self.best, bound=min(self.low, self.best))


class _Counted:
    """The breaks counted in unary, as far as was asked for."""

    def __init__(self, clauses: Clauses, solver: Cadical195, ends: list[int]) -> None:
        self.clauses, self.solver, self.ends = clauses, solver, ends
        self.total: ITotalizer | None = None
        self.upto = 0

    def at_most(self, most: int | None) -> list[int]:
        """What to assume for at most so many; None for any number."""
        if most is None or most >= len(self.ends):
            return []
        if most == 0:
            return [-end for end in self.ends]
        if most > self.upto:
            self._count(max(most, FAR))
        assert self.total is not None  # noqa: S101 (narrows the type)
        return [-self.total.rhs[most]]

    def _count(self, upto: int) -> None:
        top = max(self.clauses.top, self.solver.nof_vars())
        if self.total is None:
            self.total = ITotalizer(lits=self.ends, ubound=upto, top_id=top)
            self.solver.append_formula(self.total.cnf.clauses)
        else:
            self.total.increase(ubound=upto, top_id=top)
            self.solver.append_formula(self.total.cnf.clauses[-self.total.nof_new :])
        self.clauses.top = max(top, self.total.top_id)
        self.upto = upto
