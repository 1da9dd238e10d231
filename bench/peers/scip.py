"""SCIP: branch and bound on the whole model, as it comes: one thread, it knows no other way here."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from pyscipopt import SCIP_EVENTTYPE, Eventhdlr, Model

from bench.peers.highs import lp_of
from bench.peers.journal import Journal
from bench.peers.linear import Linear, linear
from menara.engines.staffing.market import Market

Column = NDArray[Any]


class _Ear(Eventhdlr):
    """Notes value and bound whenever either changes. Once a limit is reached SCIP calls an open problem's bound equal
    to its value for a moment; that is not heard."""

    HEARD = (SCIP_EVENTTYPE.GAPUPDATED, SCIP_EVENTTYPE.BESTSOLFOUND, SCIP_EVENTTYPE.DUALBOUNDIMPROVED)

    def __init__(self, journal: Journal) -> None:
        self.journal = journal

    def eventinit(self) -> None:
        for event in self.HEARD:
            self.model.catchEvent(event, self)

    def eventexit(self) -> None:
        for event in self.HEARD:
            self.model.dropEvent(event, self)

    def eventexec(self, event: Any) -> None:
        if self.model.getStatus() == "unknown":
            self.journal.say(value=-self.model.getPrimalbound(), bound=-self.model.getDualbound())


def scip(market: Market, seconds: float, gap: float, journal: Journal) -> Column | None:
    """The best plan found; None where there is none."""
    model = linear(market)
    solver = _solver(model)
    solver.includeEventhdlr(_Ear(journal), "journal", "keeps what was said")
    solver.setParam("limits/time", float(seconds))
    solver.setParam("limits/gap", float(gap))
    journal.begin()
    solver.optimize()
    journal.say(bound=-solver.getDualbound())
    if solver.getNSols() == 0:
        return None
    journal.say(value=-solver.getPrimalbound())
    best = solver.getBestSol()
    values = np.zeros(len(model.cost))
    for column in solver.getVars(transformed=False):
        values[int(column.name[1:])] = solver.getSolVal(best, column)
    return model.plan(market, values)


def _solver(model: Linear) -> Model:
    """Through a file: adding a million terms one by one from Python would take longer than to solve them."""
    writer = highspy.Highs()
    writer.setOptionValue("output_flag", False)
    lp = lp_of(model)
    lp.col_names_ = [f"c{k}" for k in range(lp.num_col_)]
    lp.row_names_ = [f"r{k}" for k in range(lp.num_row_)]
    writer.passModel(lp)
    solver = Model()
    solver.hideOutput()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.mps"
        writer.writeModel(str(file))
        del writer
        solver.readProblem(str(file))
    return solver
