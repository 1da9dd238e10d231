"""Peers of B2B meeting scheduling: plain CP-SAT, RC2 over a plain encoding, and the short SAT model, asked from below.

Each takes the instance as ``bench.dzn`` reads it and returns (breaks or None, proven) within its limit. What the
variants add (forbidden slots, fixed meetings, precedences) is told to each; fairness to CP-SAT alone, since in no
instance measured here do the fewest breaks break it.
"""

from __future__ import annotations

from itertools import combinations
from time import perf_counter
from typing import Any

from ortools.sat.python import cp_model
from pysat.card import CardEnc, EncType, ITotalizer
from pysat.examples.rc2 import RC2
from pysat.formula import WCNF
from pysat.solvers import Cadical195

from bench.dzn import FAIRNESS

Answer = tuple[int | None, bool]


def allowed(found: dict[str, Any]) -> list[list[int]]:
    """The slots each meeting may take, from 0."""
    total = found["nTotalSlots"]
    morning = found.get("nMorningSlots", total)
    spans = {1: range(morning), 2: range(morning, total), 3: range(total)}
    never = [{t - 1 for t in those} for those in found.get("forbidden", [])] or [set()] * found["nBusiness"]
    fixed = found.get("fixed") or [0] * len(found["requested"])
    return [
        [t for t in spans[session] if t not in never[one - 1] | never[other - 1] and fixed[k] in (0, t + 1)]
        for k, (one, other, session) in enumerate(found["requested"])
    ]


def of_participants(found: dict[str, Any]) -> list[list[int]]:
    """The meetings of each participant, from 0."""
    own: list[list[int]] = [[] for _ in range(found["nBusiness"])]
    for k, (one, other, _) in enumerate(found["requested"]):
        own[one - 1].append(k)
        own[other - 1].append(k)
    return own


def orders(found: dict[str, Any]) -> list[tuple[int, int]]:
    return [(earlier - 1, k) for k, those in enumerate(found.get("precedences", [])) for earlier in those]


def cp_sat(found: dict[str, Any], limit: float) -> Answer:
    """The model one would write first: Booleans by meeting and slot, prefix and end of pause."""
    model = cp_model.CpModel()
    slots = range(found["nTotalSlots"])
    x = [{t: model.new_bool_var("") for t in those} for those in allowed(found)]
    for places in x:
        model.add_exactly_one(places.values())
    for t in slots:
        model.add(sum(places[t] for places in x if t in places) <= found["nTables"])
    for earlier, later in orders(found):
        model.add(sum(t * v for t, v in x[earlier].items()) < sum(t * v for t, v in x[later].items()))
    counts = []
    for own in of_participants(found):
        ends = []
        held: Any = 0
        busy = [sum(x[k][t] for k in own if t in x[k]) for t in slots]
        for t in slots:
            model.add(busy[t] <= 1)
            if t:
                now, end = model.new_bool_var(""), model.new_bool_var("")
                model.add_max_equality(now, [held, busy[t - 1]])
                model.add(end >= now - busy[t - 1] + busy[t] - 1)
                ends.append(end)
                held = now
        counts.append(sum(ends))
    most, least = model.new_int_var(0, len(slots), ""), model.new_int_var(0, len(slots), "")
    for count in counts:
        model.add(count <= most)
        model.add(count >= least)
    model.add(most - least <= FAIRNESS)
    model.minimize(sum(counts))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = limit
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None, True
    value = round(solver.objective_value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
    return value, status == cp_model.OPTIMAL


def _clusters(found: dict[str, Any]) -> list[list[int]]:
    """Meetings by a participant they share, those with most meetings first: at a time one of a cluster is held."""
    left, clusters = set(range(len(found["requested"]))), []
    own = of_participants(found)
    while left:
        mine = max(([k for k in those if k in left] for those in own), key=len)
        clusters.append(mine)
        left -= set(mine)
    return clusters


class _Model:
    """The encoding that RC2 and the short model share; ``counted``: exact counts and clustered tables, the latter's."""

    def __init__(self, found: dict[str, Any], *, counted: bool) -> None:
        self.top, self.lines, self.ends = 0, list[list[int]](), list[int]()
        slots = range(found["nTotalSlots"])
        self.x = [{t: self.new() for t in those} for those in allowed(found)]
        groups = _clusters(found) if counted else [[k] for k in range(len(self.x))]
        for places in self.x:
            self.lines.append(list(places.values()))
            self._once(list(places.values()))
        for own in of_participants(found):
            self._participant(own, slots, counted=counted)
        for t in slots:
            here = [one for group in groups if (one := self._any([self.x[k][t] for k in group if t in self.x[k]]))]
            if len(here) > found["nTables"]:
                self._take(CardEnc.atmost(here, bound=found["nTables"], top_id=self.top, encoding=EncType.seqcounter))
        for earlier, later in orders(found):
            for t, own_place in self.x[later].items():
                self.lines.append([-own_place, *(v for s, v in self.x[earlier].items() if s < t)])

    def new(self) -> int:
        self.top += 1
        return self.top

    def _any(self, literals: list[int]) -> int:
        """A literal that stands where one of them does; 0 for none."""
        if len(literals) < 2:
            return literals[0] if literals else 0
        one = self.new()
        self.lines += [[-literal, one] for literal in literals]
        return one

    def _once(self, literals: list[int]) -> None:
        self.lines += [[-a, -b] for a, b in combinations(literals, 2)]

    def _take(self, made: CardEnc) -> None:
        self.lines += made.clauses
        self.top = max(self.top, made.nv)

    def _participant(self, own: list[int], slots: range, *, counted: bool) -> None:
        busy, held = [], 0
        for t in slots:
            here = [self.x[k][t] for k in own if t in self.x[k]]
            self._once(here)
            now = self.new()
            self.lines += [[-now, *here], *([-v, now] for v in here)]
            busy.append(now)
        if counted and own:
            self._take(CardEnc.equals(busy, bound=len(own), top_id=self.top, encoding=EncType.cardnetwrk))
        for t in slots:
            if t > 1 and len(own) > 1:
                end = self.new()
                self.lines.append([-held, busy[t - 1], -busy[t], end])
                self.ends.append(end)
            mark = self.new()
            self.lines += [[-busy[t], mark], *([[-held, mark]] if held else [])]
            held = mark


def rc2(found: dict[str, Any], limit: float) -> Answer:
    """python-sat's RC2 with its defaults, on the plain encoding."""
    model = _Model(found, counted=False)
    if any(not line for line in model.lines):
        return None, True
    formula = WCNF()
    formula.extend(model.lines)
    formula.extend([[-end] for end in model.ends], weights=[1] * len(model.ends))
    began = perf_counter()
    with RC2(formula) as solver:
        timer = _Bell(solver, limit)
        answer = solver.compute(expect_interrupt=True)
        timer.cancel()
        late = perf_counter() - began >= limit
        if answer is None:
            return None, not late
        return solver.cost, True


class _Bell:
    """Interrupts RC2 at its limit."""

    def __init__(self, solver: RC2, seconds: float) -> None:
        from threading import Timer

        self.timer = Timer(seconds, solver.interrupt)
        self.timer.start()

    def cancel(self) -> None:
        self.timer.cancel()


def short_model(found: dict[str, Any], limit: float) -> Answer:
    """The encoding with exact counts and clustered tables, CaDiCaL 1.9.5 asked for 0, 1, 2, … breaks from below."""
    model = _Model(found, counted=True)
    if any(not line for line in model.lines):
        return None, True
    until = perf_counter() + limit
    with Cadical195(bootstrap_with=model.lines) as solver:
        total, most = None, 0
        while True:
            if most == 0:
                bounds = [-end for end in model.ends]
            else:
                if total is None or most > total.ubound:
                    total = ITotalizer(lits=model.ends, ubound=most + 8, top_id=max(model.top, solver.nof_vars()))
                    solver.append_formula(total.cnf.clauses)
                bounds = [-total.rhs[most]]
            answer = None
            while answer is None and perf_counter() < until:
                solver.conf_budget(5_000)
                answer = solver.solve_limited(assumptions=bounds)
            if answer is None:
                return None, False
            if answer:
                return most, True
            if not solver.get_core():
                return None, True
            most += 1
