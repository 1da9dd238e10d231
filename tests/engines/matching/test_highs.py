"""A run of the solver is silent, and stops when it is told to."""

from __future__ import annotations

from time import perf_counter

import highspy
import numpy as np
import pytest

from menara.engines.matching.highs import SilentHighs, new_highs, run_while

INTERRUPTED = highspy.HighsModelStatus.kInterrupt
OPTIMAL = highspy.HighsModelStatus.kOptimal


def model(*, rows: int = 40, columns: int = 120, whole: bool = False, seed: int = 1) -> SilentHighs:
    """A knapsack with many sides: its relaxation takes some steps, its search some thousand nodes."""
    draw, lp = np.random.default_rng(seed), highspy.HighsLp()
    lp.num_col_, lp.num_row_, lp.sense_ = columns, rows, highspy.ObjSense.kMaximize
    lp.col_cost_ = draw.integers(50, 99, columns).astype(float)
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.ones(columns)
    lp.row_lower_, lp.row_upper_ = np.full(rows, -highspy.kHighsInf), np.full(rows, 13.0 * columns)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.arange(0, rows * columns + 1, rows, dtype=np.int32)
    lp.a_matrix_.index_ = np.tile(np.arange(rows, dtype=np.int32), columns)
    lp.a_matrix_.value_ = draw.integers(10, 99, rows * columns).astype(float)
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * columns
    highs = new_highs()
    highs.passModel(lp)
    return highs


@pytest.mark.parametrize("method", ["simplex", "ipm"])
def test_a_linear_program_asks_and_is_stopped(method: str) -> None:
    asked: list[float] = []
    highs = model()
    highs.setOptionValue("solver", method)
    run_while(highs, lambda found: asked.append(found) is None)
    assert highs.getModelStatus() == OPTIMAL
    assert len(asked) > 10
    assert set(asked) == {np.inf}
    stopped = model()
    stopped.setOptionValue("solver", method)
    run_while(stopped, lambda _: False)
    assert stopped.getModelStatus() == INTERRUPTED


def test_a_search_asks_tells_and_is_stopped() -> None:
    highs, began, values, told = model(whole=True), perf_counter(), [], []

    def going(found: float) -> bool:
        values.append(found)
        return perf_counter() - began < 0.5

    run_while(highs, going, better=lambda values: told.append(float(np.asarray(values) @ highs.getLp().col_cost_)))
    assert highs.getModelStatus() == INTERRUPTED
    assert [round(v) for v in told] == sorted({round(v) for v in told})
    assert max(v for v in values if np.isfinite(v)) == pytest.approx(told[-1])


@pytest.mark.parametrize("raised", [KeyboardInterrupt, ValueError])
@pytest.mark.parametrize("whole", [False, True])
def test_what_is_raised_inside_is_raised_outside(whole: bool, raised: type[BaseException]) -> None:
    def going(_: float) -> bool:
        raise raised

    with pytest.raises(raised):
        run_while(model(whole=whole), going)

    def better(_: object) -> None:
        raise raised

    if whole:
        with pytest.raises(raised):
            run_while(model(whole=True), lambda _: True, better=better)


def test_nobody_is_asked_any_more_afterwards() -> None:
    asked: list[float] = []
    highs = model()
    run_while(highs, lambda found: asked.append(found) is None)
    before = len(asked)
    highs.changeColCost(0, 500.0)
    run_while(highs, lambda _: True)
    assert len(asked) == before


def test_the_same_model_has_the_same_answer() -> None:
    answers = []
    for _ in range(2):
        highs = model(columns=30, rows=5, whole=True)
        highs.run()
        answers.append(list(highs.getSolution().col_value))
    assert answers[0] == answers[1]


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    model(rows=3, columns=5, whole=True).run()
    assert capfd.readouterr() == ("", "")
