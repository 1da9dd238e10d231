"""A linear program over a few columns, solved by HiGHS: exact prices, and whole plans near them.

It asks while it runs whether it is to go on (``going``), so that a stop is heeded within moments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import highspy
import numpy as np

from menara.engines.matching.highs import SilentHighs, new_highs, run_while
from menara.engines.staffing.columns import KINDS, Columns, Entries, Room, entries_of
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import Column, Prices

SURE = 0.8  # shares at least so large are rounded several at a time
WHOLE = 1e-6  # how far from a whole number the solver's answer may be
UNDER_A_POINT = 0.999  # plans are worth whole points: a search that is so close has ended
SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)  # empty: nobody, worth nothing

Going = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relaxed:
    """A solved relaxation: its value, the share of each column, what one more of each row's limit is worth."""

    value: float
    share: Column
    row: Column
    dual: Column
    place: Column
    basis: Any


class Searched(NamedTuple):
    """What branch and bound says: the columns chosen (None: no plan was found), what no plan of these columns passes,
    and whether it came to its end."""

    chosen: Column | None
    bound: float
    ended: bool


class Program:
    """Maximise the worth of columns less what missing speakers lose, within ``room``. Rows that cannot bind are left
    out; ``rows`` are those kept, counted as in ``Room``."""

    def __init__(self, *, market: Market, columns: Columns, room: Room, seed: int, going: Going) -> None:
        self.columns, self._going = columns, going
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

    def relax(self, *, method: str, basis: Any = None) -> Relaxed | None:
        """Solve the relaxation with ``method`` (``ipm`` from nothing, ``simplex`` from a basis); None where it has no
        solution or is not to go on."""
        self.highs.setOptionValue("solver", method)
        if basis is not None:
            self.highs.setBasis(basis)
        run_while(self.highs, lambda _: self._going())
        if self.highs.getModelStatus() not in SOLVED:
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

    def dive(self, *, part: float) -> Column | None:
        """A whole plan near the relaxation: choose the largest shares, ``part`` of the broken ones at a time, solve
        again, until all are whole. A choice that leaves no answer is taken back: first all but the largest share, then
        that one too. The columns chosen; None where it is not to go on or there is no plan."""
        found = self.relax(method="simplex")
        while found is not None:
            share = found.share
            broken = (share > WHOLE) & (share < 1 - WHOLE)
            if not broken.any():
                return np.flatnonzero(share > 0.5)
            largest = np.argsort(-np.where(broken, share, 0.0), kind="stable")[: max(1, int(broken.sum() * part))]
            largest = largest[share[largest] >= min(SURE, share[largest[0]])]
            found = self._with(largest) or self._with(largest[:1])
            if found is None:
                self._bound(largest[:1], 0.0, 0.0)
                found = self.relax(method="simplex")
        return None

    def _with(self, chosen: Column) -> Relaxed | None:
        """The relaxation with these columns chosen; where there is none, they are free again."""
        self._bound(chosen, 1.0, 1.0)
        found = self.relax(method="simplex")
        if found is None:
            self._bound(chosen, 0.0, 1.0)
        return found

    def _bound(self, columns: Column, lower: float, upper: float) -> None:
        size = len(columns)
        self.highs.changeColsBounds(size, columns.astype(np.int32), np.full(size, lower), np.full(size, upper))

    def search(
        self,
        *,
        start: Column | None = None,
        nodes: int = 0,
        seconds: float = np.inf,
        better: Callable[[Column], object] | None = None,
    ) -> Searched:
        """The best whole plan by branch and bound, of ``nodes`` nodes at most where there are any. ``start`` are
        columns of a known plan; ``better`` is told the columns of every better plan as it is found."""
        self.highs.setOptionValue("solver", "choose")
        self.highs.setOptionValue("time_limit", float(seconds))
        self.highs.setOptionValue("mip_rel_gap", 0.0)
        self.highs.setOptionValue("mip_abs_gap", UNDER_A_POINT)
        if nodes:
            self.highs.setOptionValue("mip_max_nodes", nodes)
        whole = np.full(self.many, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self.highs.changeColsIntegrality(self.many, np.arange(self.many, dtype=np.int32), whole)
        if start is not None:
            self._start_from(start)
        tell = None if better is None else lambda values: better(self._chosen(values))
        run_while(self.highs, lambda _: self._going(), better=tell)
        return self._searched()

    def _start_from(self, chosen: Column) -> None:
        missing = self._missing(chosen)
        short = np.flatnonzero(missing)
        known = np.concatenate([chosen, self.many + short]).astype(np.int32)
        self.highs.setSolution(len(known), known, np.concatenate([np.ones(len(chosen)), missing[short]]))

    def _searched(self) -> Searched:
        info, status = self.highs.getInfo(), self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kModelEmpty:
            return Searched(chosen=np.zeros(0, dtype=np.int64), bound=0.0, ended=True)
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            none = status == highspy.HighsModelStatus.kInfeasible
            return Searched(chosen=None, bound=-np.inf if none else np.inf, ended=none)
        return Searched(
            chosen=self._chosen(self.highs.getSolution().col_value),
            bound=float(info.mip_dual_bound),
            ended=status == highspy.HighsModelStatus.kOptimal,
        )

    def _chosen(self, values: Any) -> Column:
        return np.flatnonzero(np.asarray(values)[: self.many] > 0.5)


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
