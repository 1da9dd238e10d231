"""PDLP of OR-Tools, two threads: the linear relaxation alone, no plan. Its bound holds to the tolerance asked."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.pdlp import solvers_pb2
from ortools.pdlp.python import pdlp as engine

from bench.peers.journal import Journal
from bench.peers.linear import linear
from menara.engines.staffing.market import Market

Column = NDArray[Any]


def pdlp(market: Market, seconds: float, gap: float, journal: Journal) -> Column | None:
    """No plan ever: the bound goes to the journal. The tolerance is the gap asked, at most 1e-4."""
    model = linear(market)
    program = engine.QuadraticProgram()
    program.objective_vector = model.cost
    program.constraint_matrix = model.matrix
    program.constraint_lower_bounds, program.constraint_upper_bounds = model.lower, model.upper
    program.variable_lower_bounds, program.variable_upper_bounds = model.least, model.most
    asked = solvers_pb2.PrimalDualHybridGradientParams()
    asked.num_threads = 2
    asked.termination_criteria.time_sec_limit = seconds
    tolerance = min(1e-4, max(gap, 1e-7))
    asked.termination_criteria.simple_optimality_criteria.eps_optimal_relative = tolerance
    asked.termination_criteria.simple_optimality_criteria.eps_optimal_absolute = tolerance
    journal.begin()
    answer = engine.primal_dual_hybrid_gradient(program, asked)
    said = [
        about.corrected_dual_objective
        for about in answer.solve_log.solution_stats.convergence_information
        if np.isfinite(about.corrected_dual_objective)
    ]
    if said:
        journal.say(bound=-max(said))
    return None
