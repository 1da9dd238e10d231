"""Why no slate exists: a smallest set of requirements that cannot hold together.

Only pins can make a problem infeasible, since an empty slate satisfies everything else. A slate exists where the pins
and the women they call for fit: whoever else is on it could be left out. So the search for a conflict is small. The set
found is minimal: without any one of its members the others can hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.constraints import CONSTRAINTS, Rows, share_of_women
from menara.engines.matching.highs import INFINITY, SilentHighs, new_highs
from menara.engines.matching.instance import Instance
from menara.engines.matching.problem import Conflict
from menara.engines.smallest import smallest

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


class _Requirement(NamedTuple):
    """A pin (``place`` is its column) or a row of a constraint."""

    constraint: str
    place: int
    about: Mapping[str, Any]

    @property
    def is_pin(self) -> bool:
        return self.constraint == "pinned"


def smallest_conflict(instance: Instance) -> tuple[Conflict, ...]:
    """A minimal conflicting set, pins first. Empty where the requirements can hold together after all."""
    small = _Small(instance, with_women=False)  # pins often conflict among themselves, which is quickly seen
    if small.can_hold(small.requirements):
        small = _Small(instance)
        if small.can_hold(small.requirements):
            return ()
    found = sorted(smallest(small.can_hold, asked=small.requirements), key=lambda r: not r.is_pin)
    return tuple(Conflict(constraint=r.constraint, about=r.about) for r in found)


def any_slate(instance: Instance) -> Whole | None:
    """Pairs of some slate that keeps every pin; None where there is none."""
    small = _Small(instance)
    return small.pairs if small.can_hold(small.requirements) else None


class _Small:
    """Pinned pairs, and women for the calls that ask a share and hold a pin, with every row they stand in."""

    def __init__(self, instance: Instance, *, with_women: bool = True) -> None:
        self.instance = instance
        self.tell = CONSTRAINTS if with_women else tuple(t for t in CONSTRAINTS if t is not share_of_women)
        self.useful = np.flatnonzero(instance.pair_pinned | (_may_help(instance) & with_women))
        self.highs = self._columns()
        self.bounds: list[tuple[float, float]] = []
        self.requirements = [*self._rows(), *self._pins()]
        self.pairs: Whole | None = None

    def can_hold(self, kept: Sequence[_Requirement]) -> bool:
        """Whether a slate satisfies the requirements kept, and all rows that are none of ours to give up."""
        asked = {(r.is_pin, r.place) for r in kept}
        for requirement in self.requirements:
            given_up = (requirement.is_pin, requirement.place) not in asked
            if requirement.is_pin:
                self.highs.changeColBounds(requirement.place, 0.0 if given_up else 1.0, 1.0)
            else:
                bounds = (-INFINITY, INFINITY) if given_up else self.bounds[requirement.place]
                self.highs.changeRowBounds(requirement.place, *bounds)
        self.highs.run()
        status = self.highs.getModelStatus()
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible):
            raise RuntimeError(f"the search for a conflict ended as {self.highs.modelStatusToString(status)}")
        if status == highspy.HighsModelStatus.kInfeasible:
            return False
        self.pairs = self.useful[np.asarray(self.highs.getSolution().col_value) > 0.5]
        return True

    def _columns(self) -> SilentHighs:
        highs, count = new_highs(), len(self.useful)
        highs.addVars(count, np.zeros(count), np.ones(count))
        highs.changeColsIntegrality(
            count, np.arange(count, dtype=np.int32), np.full(count, highspy.HighsVarType.kInteger)
        )
        return highs

    def _rows(self) -> Iterator[_Requirement]:
        """Every row with a useful pair. That nobody serves twice is given up for pinned officers only: of others it
        would explain nothing."""
        pinned = self.instance.pair_pinned[self.useful]
        for tell in self.tell:
            rows = tell(self.instance)
            row_of = rows.row[self.useful]
            order = np.argsort(row_of, kind="stable")
            for inside in np.split(order, np.flatnonzero(np.diff(row_of[order])) + 1):
                row = int(row_of[inside[0]]) if len(inside) else -1
                if row < 0:
                    continue
                place = self._add(rows, row, inside)
                if pinned[inside].any() or rows.name != "one_post_each":
                    yield _Requirement(rows.name, place, _about(self.instance, rows.name, row))

    def _add(self, rows: Rows, row: int, inside: Whole) -> int:
        lower, upper = float(rows.lower[row]), float(rows.upper[row])
        self.bounds.append((lower, upper))
        weight = rows.weight[self.useful][inside]
        self.highs.addRow(lower, upper, len(inside), inside.astype(np.int32), weight)
        return len(self.bounds) - 1

    def _pins(self) -> Iterator[_Requirement]:
        for column in np.flatnonzero(self.instance.pair_pinned[self.useful]).tolist():
            pair = self.useful[column]
            officer = self.instance.roster.number[int(self.instance.pair_officer[pair])]
            opening = self.instance.screening.posts[int(self.instance.pair_opening[pair])].ref
            yield _Requirement("pinned", column, {"officer": officer, "opening": opening})


def _about(instance: Instance, constraint: str, row: int) -> Mapping[str, Any]:
    if constraint == "one_post_each":
        return {"officer": instance.roster.number[row]}
    if constraint == "nominee_limit":
        return {"opening": instance.screening.posts[row].ref, "allowed": int(instance.limit[row])}
    if constraint == "share_of_women":
        return {"call": instance.batches[row], "share": "{}/{}".format(*instance.share[row])}
    return {"unit": instance.units[row], "allowed": int(instance.unit_cap[row])}


def _may_help(instance: Instance) -> Flags:
    """Pairs of women in calls that ask a share and hold a pin."""
    pinned_batches = set(instance.batch[instance.pair_opening[instance.pair_pinned]].tolist())
    asks = np.array([s[0] > 0 and i in pinned_batches for i, s in enumerate(instance.share)], dtype=bool)
    return np.asarray(asks[instance.batch[instance.pair_opening]] & instance.woman[instance.pair_officer])
