"""HiGHS: branch and bound on the whole model, two threads."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from bench.peers.journal import Journal
from bench.peers.linear import Linear, linear
from menara.engines.staffing.market import Market

Column = NDArray[Any]
ABSURD = 1e20


def highs(market: Market, seconds: float, gap: float, journal: Journal) -> Column | None:
    """The best plan found, the post of each officer; None where there is none."""
    model = linear(market)
    if not len(model.cost):
        journal.say(value=0, bound=0)  # a problem without columns is none to HiGHS
        return model.plan(market, model.cost)
    solver = solver_of(model, seconds=seconds, gap=gap)

    def hear(event: Any) -> None:
        primal, dual = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
        journal.say(value=_finite(-primal), bound=_finite(-dual))

    for call in (solver.cbMipImprovingSolution, solver.cbMipInterrupt, solver.cbMipLogging):
        call.subscribe(hear)
    journal.begin()
    solver.solve()
    info = solver.getInfo()
    optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    whole = len(model.pairs) > 0  # without whole columns it is a linear program, whose bound is its value
    journal.say(bound=_finite(-info.mip_dual_bound) if whole else -info.objective_function_value if optimal else None)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    journal.say(value=-info.objective_function_value)
    return model.plan(market, np.asarray(solver.getSolution().col_value))


def solver_of(model: Linear, *, seconds: float, gap: float) -> highspy.Highs:
    """A solver that holds the model, and is told when to stop."""
    solver = highspy.Highs()
    solver.resetGlobalScheduler(True)  # whatever ran before in this process may have had another number of threads
    for name, value in (("output_flag", False), ("threads", 2), ("time_limit", float(seconds)), ("mip_rel_gap", gap)):
        solver.setOptionValue(name, value)
    solver.setOptionValue("mip_abs_gap", 0.999)  # the objective is whole: less than one apart is the same
    solver.passModel(lp_of(model))
    return solver


def lp_of(model: Linear) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = model.matrix.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = model.cost, model.least, model.most
    lp.row_lower_, lp.row_upper_ = model.lower, model.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = model.matrix.indptr
    lp.a_matrix_.index_ = model.matrix.indices
    lp.a_matrix_.value_ = model.matrix.data
    whole, free = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    pairs = len(model.pairs)
    lp.integrality_ = [whole] * pairs + [free] * (lp.num_col_ - pairs)
    return lp


def _finite(value: float) -> float | None:
    return value if abs(value) < ABSURD else None
