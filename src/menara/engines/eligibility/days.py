"""Calendar arithmetic on columns of days.

A day is an int32 count from 1970-01-01. ``UNKNOWN`` stands for a day not known, ``FOREVER`` for no limit. Months are
added as people do: the same day of the later month, or its last day where there is none.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int32]

_EPOCH = date(1970, 1, 1)
UNKNOWN = int(np.iinfo(np.int32).min)
FOREVER = int(np.iinfo(np.int32).max)


def day_number(on: date) -> int:
    return (on - _EPOCH).days


def as_date(day: int) -> date:
    return _EPOCH + timedelta(days=int(day))


def days_column(values: Iterable[date | None], *, blank: int = UNKNOWN) -> Days:
    return np.array([blank if v is None else (v - _EPOCH).days for v in values], dtype=np.int32)


def shift_months(on: date, months: int) -> date:
    """``on`` moved by whole months, kept inside the month it lands in."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def latest_day(until: date, *spans: int) -> date:
    """The latest day from which ``spans`` of months, one after the other, are over by ``until``.

    Not the same as going back: from 29 February as from 28 February a year is over on the next 28 February.
    """
    day = until
    for months in reversed(spans):
        over = day
        day = shift_months(over, -months)
        while shift_months(day + timedelta(days=1), months) <= over:
            day += timedelta(days=1)
    return day


def shift_months_column(days: Days, months: Any) -> Days:
    """``shift_months`` for a column; days not known, or for ever, stay so. ``months`` is a number or a column."""
    known = (days != UNKNOWN) & (days != FOREVER)
    day = np.where(known, days, 0).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    within = (day - month.astype("datetime64[D]")).astype(np.int64)
    landed = month + np.asarray(months).astype("timedelta64[M]")
    last = ((landed + 1).astype("datetime64[D]") - landed.astype("datetime64[D]")).astype(np.int64) - 1
    moved = landed.astype("datetime64[D]").astype(np.int64) + np.minimum(within, last)
    return np.where(known, moved, days).astype(np.int32)
