"""CP-SAT of OR-Tools, two workers: a Boolean for each eligible pair, at most one for each officer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from bench.peers.journal import Journal
from bench.peers.linear import Linear, linear
from menara.engines.staffing.market import Market

Column = NDArray[Any]


class _Ear(cp_model.CpSolverSolutionCallback):
    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.journal = journal

    def on_solution_callback(self) -> None:
        self.journal.say(value=self.objective_value, bound=self.best_objective_bound)


def cp_sat(market: Market, seconds: float, gap: float, journal: Journal) -> Column | None:
    """The best plan found; None where there is none."""
    whole = linear(market)
    model, columns = _model(whole)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.relative_gap_limit = gap
    solver.best_bound_callback = lambda bound: journal.say(bound=bound)
    journal.begin()
    status = solver.solve(model, _Ear(journal))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    journal.say(value=solver.objective_value, bound=solver.best_objective_bound)
    return whole.plan(market, np.array([solver.value(column) for column in columns[: len(whole.pairs)]]))


def _model(whole: Linear) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """The rows of the linear model, said as CP-SAT likes them: a row of ones with a one above it is AtMostOne."""
    model = cp_model.CpModel()
    pairs = len(whole.pairs)
    columns: list[cp_model.IntVar] = [model.new_bool_var("") for _ in range(pairs)]
    columns += [model.new_int_var(0, int(most), "") for most in whole.most[pairs:]]
    for pinned in np.flatnonzero(whole.least):
        model.add(columns[pinned] == 1)
    rows = whole.matrix.tocsr()
    for row in range(rows.shape[0]):
        span = slice(rows.indptr[row], rows.indptr[row + 1])
        told, weights = [columns[c] for c in rows.indices[span]], rows.data[span]
        lower, upper = whole.lower[row], whole.upper[row]
        if upper == 1 and (weights == 1).all() and rows.indices[span].max() < pairs:
            model.add_at_most_one(told)
            continue
        total = cp_model.LinearExpr.weighted_sum(told, weights.astype(int).tolist())
        if np.isfinite(lower):
            model.add(total >= int(lower))
        if np.isfinite(upper):
            model.add(total <= int(upper))
    model.maximize(cp_model.LinearExpr.weighted_sum(columns, (-whole.cost).astype(int).tolist()))
    return model, columns
