"""Months are added as people do, and columns agree with single days."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from menara.engines.eligibility.days import (
    FOREVER,
    UNKNOWN,
    as_date,
    day_number,
    days_column,
    latest_day,
    shift_months,
    shift_months_column,
)

some_days = st.dates(date(1950, 1, 1), date(2090, 12, 31))
spans = st.integers(0, 800)


@pytest.mark.parametrize(
    ("on", "months", "then"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
        (date(2027, 6, 1), 0, date(2027, 6, 1)),
    ],
)
def test_months_end_inside_their_month(on: date, months: int, then: date) -> None:
    assert shift_months(on, months) == then


@given(some_days, st.integers(-700, 700))
def test_columns_move_as_days_do(on: date, months: int) -> None:
    moved = shift_months_column(days_column([on, None]), months)
    assert moved.tolist() == [day_number(shift_months(on, months)), UNKNOWN]
    assert moved.dtype == np.int32


@given(st.lists(st.tuples(some_days, st.integers(0, 60)), max_size=5))
def test_each_row_may_move_by_its_own_months(rows: list[tuple[date, int]]) -> None:
    moved = shift_months_column(days_column([on for on, _ in rows]), np.array([m for _, m in rows], dtype=np.int16))
    assert [as_date(day) for day in moved] == [shift_months(on, months) for on, months in rows]


def test_for_ever_is_not_moved() -> None:
    assert shift_months_column(np.array([FOREVER, UNKNOWN], dtype=np.int32), 12).tolist() == [FOREVER, UNKNOWN]


@given(some_days, spans)
def test_the_latest_day_is_over_in_time_and_the_next_is_not(until: date, months: int) -> None:
    day = latest_day(until, months)
    assert shift_months(day, months) <= until < shift_months(day + timedelta(days=1), months)


@given(some_days, st.integers(0, 40), spans)
def test_the_latest_day_before_two_spans(until: date, training: int, service: int) -> None:
    day = latest_day(until, training, service)
    assert shift_months(shift_months(day, training), service) <= until
    assert shift_months(shift_months(day + timedelta(days=1), training), service) > until


def test_a_year_is_over_on_28_february_from_the_29th_too() -> None:
    assert latest_day(date(2029, 2, 28), 12) == date(2028, 2, 29)
    assert latest_day(date(2029, 2, 27), 12) == date(2028, 2, 27)
