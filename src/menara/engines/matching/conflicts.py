"""Why no slate exists: a smallest set of requirements that cannot hold together.

Only pins can make a problem infeasible, since an empty slate satisfies everything else. Requirements are taken away one
by one; what cannot be taken away without making the rest possible stays. The set is minimal: without any one of its
members the others can hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.constraints import CONSTRAINTS, Rows
from menara.engines.matching.highs import new_highs
from menara.engines.matching.instance import Instance
from menara.engines.matching.problem import Conflict

Flags = NDArray[np.bool_]


class _Requirement(NamedTuple):
    """A pin (``row`` is its pair) or one row of a constraint."""

    constraint: str
    row: int
    about: Mapping[str, Any]


def smallest_conflict(instance: Instance) -> tuple[Conflict, ...]:
    """A minimal conflicting set, pins first. Empty where the requirements can hold together after all."""
    told = [tell(instance) for tell in CONSTRAINTS]
    needed = _requirements(instance, told)
    if _can_hold(instance, told, needed):
        return ()
    for requirement in list(needed):
        fewer = [r for r in needed if r is not requirement]
        if not _can_hold(instance, told, fewer):
            needed = fewer
    return tuple(Conflict(constraint=r.constraint, about=r.about) for r in needed)


def _requirements(instance: Instance, told: list[Rows]) -> list[_Requirement]:
    """All pins, and the rows of constraints that pinned pairs stand in. Other rows hold by nominating nobody else."""
    pins = np.flatnonzero(instance.pair_pinned)
    found = []
    for rows in told:
        for row in np.unique(rows.row[pins]):
            if row >= 0:
                found.append(_Requirement(rows.name, int(row), _about(instance, rows.name, int(row))))
    for pair in pins:
        officer = instance.roster.number[int(instance.pair_officer[pair])]
        opening = instance.screening.posts[int(instance.pair_opening[pair])].ref
        found.append(_Requirement("pinned", int(pair), {"officer": officer, "opening": opening}))
    return found


def _about(instance: Instance, constraint: str, row: int) -> Mapping[str, Any]:
    if constraint == "one_post_each":
        return {"officer": instance.roster.number[row]}
    if constraint == "nominee_limit":
        return {"opening": instance.screening.posts[row].ref, "allowed": int(instance.limit[row])}
    if constraint == "share_of_women":
        return {"call": instance.batches[row], "share": "{}/{}".format(*instance.share[row])}
    return {"unit": instance.units[row], "allowed": int(instance.unit_cap[row])}


def _can_hold(instance: Instance, told: list[Rows], kept: list[_Requirement]) -> bool:
    """Whether a slate exists that satisfies the requirements kept. Women of other pairs may join to reach a share."""
    pins = {r.row for r in kept if r.constraint == "pinned"}
    rows_kept = {(r.constraint, r.row) for r in kept}
    useful = np.flatnonzero(instance.pair_pinned | _may_help(instance))
    model = new_highs()
    fixed = np.array([p in pins for p in useful], dtype=float)
    count = len(useful)
    model.addVars(count, fixed, np.ones(count))
    for i in range(count):
        model.changeColIntegrality(i, highspy.HighsVarType.kInteger)
    for rows in told:
        row_of = rows.row[useful]
        for row in np.unique(row_of[row_of >= 0]):
            is_pinned_row = any(r.constraint == rows.name and r.row == row for r in _requirements(instance, [rows]))
            if is_pinned_row and (rows.name, int(row)) not in rows_kept:
                continue
            inside = np.flatnonzero(row_of == row).astype(np.int32)
            model.addRow(
                float(rows.lower[row]), float(rows.upper[row]), len(inside), inside, rows.weight[useful][inside]
            )
    model.run()
    return bool(model.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _may_help(instance: Instance) -> Flags:
    """Pairs of women in calls that ask a share and hold a pin."""
    pinned_batches = set(instance.batch[instance.pair_opening[instance.pair_pinned]].tolist())
    asks = np.array([s[0] > 0 and i in pinned_batches for i, s in enumerate(instance.share)], dtype=bool)
    return np.asarray(asks[instance.batch[instance.pair_opening]] & instance.woman[instance.pair_officer])
