"""Prices that prove how much can be held, from the linear relaxation. ``prices.py`` says what they prove."""

from __future__ import annotations

from collections.abc import Mapping

import highspy
import numpy as np

from menara.engines.matching.highs import INFINITY, new_highs
from menara.engines.meetings.prices import SCALE, Name, uses_of
from menara.engines.meetings.problem import Problem


def best_prices(problem: Problem, *, seconds: float) -> Mapping[Name, int]:
    """Prices of what is scarce for the firm meetings; rounded, so that they prove a little less than the relaxation."""
    uses = uses_of(problem)
    meetings = [m for m in problem.meetings if m.key in uses.starts and not m.tentative]
    starts = [(k, use) for k, m in enumerate(meetings) for use in uses.starts[m.key]]
    highs = new_highs()
    highs.setOptionValue("time_limit", max(0.1, seconds))
    worth = np.array([float(meetings[k].priority) for k, _ in starts])
    highs.addVars(len(starts), np.zeros(len(starts)), np.full(len(starts), INFINITY))
    highs.changeColsCost(len(starts), np.arange(len(starts), dtype=np.int32), -worth)
    columns: list[list[int]] = [[] for _ in uses.rows]
    counts: list[list[float]] = [[] for _ in uses.rows]
    for column, (_, use) in enumerate(starts):
        for row, n in use.items():
            columns[row].append(column)
            counts[row].append(float(n))
    for row, scarce in enumerate(uses.rows):
        index = np.array(columns[row], dtype=np.int32)
        highs.addRow(-INFINITY, float(scarce.capacity), len(index), index, np.array(counts[row]))
    of_meeting = np.array([k for k, _ in starts], dtype=np.int32)
    for k in range(len(meetings)):
        index = np.flatnonzero(of_meeting == k).astype(np.int32)
        highs.addRow(-INFINITY, 1.0, len(index), index, np.ones(len(index)))
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return {}
    dual = -np.asarray(highs.getSolution().row_dual)[: len(uses.rows)]
    return {row.name: round(SCALE * price) for row, price in zip(uses.rows, dual.tolist(), strict=True) if price > 1e-6}
