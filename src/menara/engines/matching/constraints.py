"""Every hard constraint as it is told to the solver. ``check.py`` writes each a second time, without this file.

A constraint tells rows of a linear model: which pairs (or teams, see ``model.py``) stand in a row and between which
limits. To add one: a function here and one of the same name in ``check.py``, a line in each table, and the smallest
example in which it binds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.instance import Instance

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one constraint: ``row`` places each pair in one of ``len(upper)`` rows (-1: in none) with ``weight``."""

    name: str
    row: Whole
    weight: Real
    lower: Real
    upper: Real


Tell = Callable[[Instance], Rows]


def one_post_each(instance: Instance) -> Rows:
    """An officer is nominated for one opening at most."""
    size = instance.roster.size
    return _at_most("one_post_each", instance.pair_officer, np.ones(size))


def nominee_limit(instance: Instance) -> Rows:
    """An opening has at most the nominees its call allows."""
    return _at_most("nominee_limit", instance.pair_opening, instance.limit.astype(float))


def share_of_women(instance: Instance) -> Rows:
    """A call that asks a share of women gets at least ceil(share x nominees): denominator x women, less numerator x
    nominees, is not negative."""
    batch = instance.batch[instance.pair_opening]
    numerator = np.array([s[0] for s in instance.share], dtype=np.int64)[batch]
    denominator = np.array([s[1] for s in instance.share], dtype=np.int64)[batch]
    weight = np.where(instance.woman[instance.pair_officer], denominator, 0) - numerator
    rows = len(instance.batches)
    asked = np.where(numerator > 0, batch, -1)
    return Rows("share_of_women", asked, weight.astype(float), np.zeros(rows), np.full(rows, np.inf))


def home_unit_cap(instance: Instance) -> Rows:
    """No home unit gives more than floor(share x strength); a unit of unknown strength has no cap."""
    unit = instance.unit[instance.pair_officer]
    capped = np.where(instance.unit_cap[unit] >= 0, unit, -1)
    return _at_most("home_unit_cap", capped, np.where(instance.unit_cap >= 0, instance.unit_cap, np.inf))


def men_at_most(instance: Instance) -> Rows:
    """What a share of women implies, since people are whole: a call of at most T nominees has at most
    floor((1 - share) x T) men. It bars no slate that the share allows, and makes prices prove more."""
    most = np.bincount(instance.batch, weights=instance.limit, minlength=len(instance.batches)).astype(np.int64)
    numerator = np.array([s[0] for s in instance.share], dtype=np.int64)
    denominator = np.array([s[1] for s in instance.share], dtype=np.int64)
    batch = instance.batch[instance.pair_opening]
    counted = (numerator[batch] > 0) & ~instance.woman[instance.pair_officer]
    return _at_most("men_at_most", np.where(counted, batch, -1), (denominator - numerator) * most // denominator)


CONSTRAINTS: tuple[Tell, ...] = (one_post_each, nominee_limit, share_of_women, home_unit_cap)
IMPLIED: tuple[Tell, ...] = (men_at_most,)  # follow from constraints; told to sharpen the relaxation


def _at_most(name: str, row: Whole, upper: Whole | Real) -> Rows:
    return Rows(name, row, np.ones(len(row)), np.full(len(upper), -np.inf), upper.astype(float))
