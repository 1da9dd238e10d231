"""A linear program over a few columns, solved by HiGHS: exact prices, and whole plans near them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from menara.engines.matching.highs import SilentHighs, new_highs
from menara.engines.staffing.columns import KINDS, Columns, Entries, Room, entries_of
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import Column, Prices

SURE = 0.8  # shares at least so large are rounded several at a time
WHOLE = 1e-6  # how far from a whole number the solver's answer may be


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relaxed:
    """A solved relaxation: its value, the share of each column, what one more of each row's limit is worth."""

    value: float
    share: Column
    row: Column
    dual: Column
    place: Column
    basis: Any


class Program:
    """Maximise the worth of columns less what missing speakers lose, within ``room``. Rows that cannot bind are left
    out; ``rows`` are those kept, counted as in ``Room``."""

    def __init__(self, *, market: Market, columns: Columns, room: Room, seed: int) -> None:
        self.columns = columns
        entries = entries_of(market, columns, room)
        self.many = len(columns)
        self.rows = _binding(entries, room, self.many)
        self.worth = np.concatenate([columns.worth, -np.full(entries.short, _penalty(market))])
        self._entries, self._room = entries, room
        self.highs: SilentHighs = new_highs(seed=seed)
        self.highs.passModel(self._model(entries, room))

    def _model(self, entries: Entries, room: Room) -> highspy.HighsLp:
        number = np.full(len(room.lower), -1, dtype=np.int32)
        number[self.rows] = np.arange(len(self.rows), dtype=np.int32)
        kept = np.flatnonzero(number[entries.row] >= 0)
        kept = kept[np.argsort(entries.column[kept], kind="stable")]
        total = self.many + entries.short
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = total, len(self.rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = self.worth
        lp.col_lower_ = np.concatenate([self.columns.pinned.astype(np.float64), np.zeros(entries.short)])
        lp.col_upper_ = np.concatenate([np.ones(self.many), np.full(entries.short, highspy.kHighsInf)])
        lp.row_lower_, lp.row_upper_ = room.lower[self.rows], room.upper[self.rows]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.concatenate(
            [[0], np.cumsum(np.bincount(entries.column[kept], minlength=total))]
        ).astype(np.int32)
        lp.a_matrix_.index_ = number[entries.row[kept]]
        lp.a_matrix_.value_ = entries.weight[kept]
        return lp

    def _missing(self, chosen: Column) -> Column:
        """How many speakers each column of missing speakers stands for, once these columns are chosen."""
        entries, short = self._entries, self._entries.column >= self.many
        taken = np.zeros(self.many + entries.short)
        taken[chosen] = 1.0
        have = np.bincount(entries.row, weights=entries.weight * taken[entries.column], minlength=len(self._room.lower))
        missing = np.zeros(entries.short)
        missing[entries.column[short] - self.many] = np.maximum(self._room.lower - have, 0.0)[entries.row[short]]
        return missing

    def relax(self, *, method: str, seconds: float, basis: Any = None) -> Relaxed | None:
        """Solve the relaxation with ``method`` (``ipm`` from nothing, ``simplex`` from a basis); None where it has no
        solution or the time is up."""
        self.highs.setOptionValue("solver", method)
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(seconds, 0.05))
        if basis is not None:
            self.highs.setBasis(basis)
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self.highs.getSolution()
        return Relaxed(
            value=float(self.highs.getInfo().objective_function_value),
            share=np.asarray(solution.col_value)[: self.many],
            row=self.rows,
            dual=np.asarray(solution.row_dual),
            place=self.columns.place,
            basis=self.highs.getBasis(),
        )

    def basis_from(self, known: Relaxed) -> Any:
        """A basis to go on from, once columns have joined those of ``known``: what is new stands aside."""
        lower, basic = highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic
        columns = [lower] * self.many
        for k, status in zip(np.searchsorted(self.columns.place, known.place), known.basis.col_status, strict=False):
            columns[k] = status
        rows = [basic] * len(self.rows)
        at = np.searchsorted(self.rows, known.row)
        for k, row, status in zip(at, known.row, known.basis.row_status, strict=True):
            if k < len(rows) and self.rows[k] == row:
                rows[k] = status
        basis = highspy.HighsBasis()
        basis.col_status = columns + list(known.basis.col_status)[len(known.place) :]
        basis.row_status = rows
        basis.valid = True
        return basis

    def dive(self, *, seconds: Callable[[], float], part: float) -> Column | None:
        """A whole plan near the relaxation: choose the largest shares, ``part`` of the broken ones at a time, solve
        again, until all are whole. A choice that leaves no answer is taken back: first all but the largest share, then
        that one too. The columns chosen; None where the time is up or there is no plan."""
        found = self.relax(method="simplex", seconds=seconds())
        while found is not None:
            share = found.share
            broken = (share > WHOLE) & (share < 1 - WHOLE)
            if not broken.any():
                return np.flatnonzero(share > 0.5)
            largest = np.argsort(-np.where(broken, share, 0.0), kind="stable")[: max(1, int(broken.sum() * part))]
            largest = largest[share[largest] >= min(SURE, share[largest[0]])]
            found = self._with(largest, seconds) or self._with(largest[:1], seconds)
            if found is None:
                self._bound(largest[:1], 0.0, 0.0)
                found = self.relax(method="simplex", seconds=seconds())
        return None

    def _with(self, chosen: Column, seconds: Callable[[], float]) -> Relaxed | None:
        """The relaxation with these columns chosen; where there is none, they are free again."""
        self._bound(chosen, 1.0, 1.0)
        found = self.relax(method="simplex", seconds=seconds())
        if found is None:
            self._bound(chosen, 0.0, 1.0)
        return found

    def _bound(self, columns: Column, lower: float, upper: float) -> None:
        size = len(columns)
        self.highs.changeColsBounds(size, columns.astype(np.int32), np.full(size, lower), np.full(size, upper))

    def search(
        self, *, seconds: float, nodes: int, start: Column | None = None, target: float = np.inf
    ) -> tuple[Column | None, float, bool]:
        """The best whole plan by branch and bound: columns chosen, the value none on these columns passes, and whether
        the search ended. ``start`` are columns of a known plan; it ends early once ``target`` is reached."""
        self.highs.setOptionValue("solver", "choose")
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(seconds, 0.05))
        self.highs.setOptionValue("mip_rel_gap", 0.0)
        self.highs.setOptionValue("mip_abs_gap", 0.999)
        if nodes:
            self.highs.setOptionValue("mip_max_nodes", nodes)
        if np.isfinite(target):
            self.highs.setOptionValue("objective_target", float(target))
        kinds = np.full(self.many, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self.highs.changeColsIntegrality(self.many, np.arange(self.many, dtype=np.int32), kinds)
        if start is not None:
            known = np.concatenate([start, self.many + np.flatnonzero(self._missing(start))]).astype(np.int32)
            values = np.concatenate([np.ones(len(start)), self._missing(start)[known[len(start) :] - self.many]])
            self.highs.setSolution(len(known), known, values)
        self.highs.run()
        info, status = self.highs.getInfo(), self.highs.getModelStatus()
        ended = status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible)
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None, -np.inf if ended else np.inf, ended
        values = np.asarray(self.highs.getSolution().col_value)[: self.many]
        return np.flatnonzero(values > 0.5), float(info.mip_dual_bound), ended


def prices_of(*, market: Market, room: Room, relaxed: Relaxed) -> Prices:
    """Prices in points from what the rows are worth; rows left out are free."""
    worth = np.zeros(len(room.lower))
    worth[relaxed.row] = relaxed.dual
    sizes = [*list(room.begins.values())[1:], len(room.lower)]
    parts = {kind: worth[begin:end] for (kind, begin), end in zip(room.begins.items(), sizes, strict=True)}
    none = Prices.zero(posts=market.posts, missions=market.missions, countries=market.countries)
    found: dict[str, Column] = {}
    for kind in KINDS[1:]:
        like = getattr(none, kind)
        part = parts.get(kind, np.zeros(like.size))
        low = kind in ("women", "french", "arabic")  # at least, not at most: the price is the other way round
        found[kind] = np.maximum(-part if low else part, 0.0).reshape(like.shape)
    return Prices(**found)


def _penalty(market: Market) -> float:
    return 0.0 if market.sides is None else float(market.sides.speaker_penalty)


def _binding(entries: Entries, room: Room, many: int) -> Column:
    """Rows that some choice of the columns could break."""
    size = len(room.lower)
    weight = np.where(entries.column < many, entries.weight, 0.0)
    most = np.bincount(entries.row, weights=np.maximum(weight, 0.0), minlength=size)
    least = np.bincount(entries.row, weights=np.minimum(weight, 0.0), minlength=size)
    return np.flatnonzero((most > room.upper) | (least < room.lower))
