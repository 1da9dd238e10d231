"""Why no plan exists: a smallest set of requirements that cannot hold together.

Only pins can make a problem infeasible: without them the empty plan satisfies every hard constraint. A plan exists
where the pins and the women they call for fit; whoever else serves could be left out. The set found is minimal: without
any one of its members the others can hold. Where pins alone pass a number it is read off; where women are missing
beside them a small exact model of pinned pairs and women's pairs is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import highspy
import numpy as np

from menara.engines.matching.check import Violation
from menara.engines.matching.highs import INFINITY, new_highs
from menara.engines.matching.problem import Conflict
from menara.engines.smallest import smallest
from menara.engines.staffing.check import CONDITIONS, Chosen, check
from menara.engines.staffing.infeasible import ABOUT, asked_of
from menara.engines.staffing.problem import Column, Sides, Staffing


def smallest_conflict(staffing: Staffing) -> tuple[Conflict, ...]:
    """A minimal conflicting set, pins first. Empty where the pins can hold. Expects known officers and posts."""
    found = _among_pins(staffing)
    if found or not _men_call_for_women(staffing):
        return found
    small = _Small(staffing)
    if small.can_hold(small.requirements):
        return ()
    needed = smallest(small.can_hold, asked=small.requirements)
    return tuple(r.conflict for r in sorted(needed, key=lambda r: not r.is_pin))


def plan_of_pins(staffing: Staffing) -> Chosen | None:
    """Some plan that keeps every pin: the pinned pairs and as many women as they call for. None where there is none."""
    if _among_pins(staffing):
        return None
    if not _men_call_for_women(staffing):
        return _pinned(staffing)
    small = _Small(staffing)
    return small.plan if small.can_hold(small.requirements) else None


def _pinned(staffing: Staffing) -> Chosen:
    pins = np.array(sorted(set(staffing.pins)), dtype=np.int64).reshape(-1, 2)
    return Chosen(officer=pins[:, 1] - staffing.first, post=pins[:, 0])


def _men_call_for_women(staffing: Staffing) -> bool:
    asks = staffing.sides is not None and staffing.sides.women_share[0] > 0
    return asks and bool((staffing.officers.woman[_pinned(staffing).officer] == 0).any())


def _among_pins(staffing: Staffing) -> tuple[Conflict, ...]:
    """The smallest conflict that needs no one but the pinned: a number passed, a pair barred, a man where only women
    may serve."""
    pins = _pinned(staffing)
    violations = [v for v in check(staffing=staffing, chosen=pins) if v.constraint != "share_of_women"]
    sets = [_passed(staffing, violation) for violation in violations]
    if staffing.sides is not None and staffing.sides.women_share[0] == staffing.sides.women_share[1]:
        for i, j in zip(pins.officer.tolist(), pins.post.tolist(), strict=True):
            if not staffing.officers.woman[i]:
                share = _conflict(staffing, "share_of_women", {"mission": int(staffing.posts.mission[j])})
                sets.append((_pin(staffing, i, j), share))
    return min(sets, key=len, default=())


def _passed(staffing: Staffing, violation: Violation) -> tuple[Conflict, ...]:
    """One pin more than the number allows, or the barred pin, with what it breaks."""
    subject = {name: violation.about[name] for name in ABOUT[violation.constraint]}
    pins = _pinned(staffing)
    columns = {
        "officer": pins.officer + staffing.first,
        "post": pins.post,
        "mission": staffing.posts.mission[pins.post],
        "country": staffing.officers.country[pins.officer],
    }
    about = np.ones(len(pins), dtype=np.bool_)
    for name, value in subject.items():
        about &= columns[name] == value if name in columns else True
    most = int(violation.about.get("allowed", 0))
    places = np.flatnonzero(about)[: most + 1].tolist()
    members = [_pin(staffing, int(pins.officer[k]), int(pins.post[k])) for k in places]
    return (*members, _conflict(staffing, violation.constraint, subject))


def _pin(staffing: Staffing, i: int, j: int) -> Conflict:
    return Conflict(constraint="pinned", about={"post": j, "officer": i + staffing.first})


def _conflict(staffing: Staffing, constraint: str, subject: dict[str, Any]) -> Conflict:
    return Conflict(constraint=constraint, about=asked_of(staffing, constraint, subject) or subject)


class _Requirement(NamedTuple):
    """A pin (``place`` is its column) or a row of a constraint."""

    conflict: Conflict
    place: int

    @property
    def is_pin(self) -> bool:
        return self.conflict.constraint == "pinned"


class _Small:
    """Pinned pairs, and women's pairs in the missions of pinned men, with every row they stand in."""

    def __init__(self, staffing: Staffing) -> None:
        assert staffing.sides is not None  # noqa: S101 (only a share of women brings us here)
        self.staffing, self.sides = staffing, staffing.sides
        pins = _pinned(staffing)
        officer, post = _helpers(staffing, self.sides, pins)
        self.officer, self.post = np.concatenate((pins.officer, officer)), np.concatenate((pins.post, post))
        self.highs = new_highs()
        count = len(self.officer)
        self.highs.addVars(count, np.zeros(count), np.ones(count))
        whole = np.full(count, highspy.HighsVarType.kInteger)
        self.highs.changeColsIntegrality(count, np.arange(count, dtype=np.int32), whole)
        self.bounds: list[tuple[float, float]] = []
        for places in _groups(self.officer):  # nobody serves twice: never given up
            self._add(places, np.ones(len(places)), upper=1.0)
        of_pins = [_Requirement(_pin(staffing, int(pins.officer[k]), int(pins.post[k])), k) for k in range(len(pins))]
        self.requirements = [*of_pins, *self._rows()]
        self.plan: Chosen | None = None

    def can_hold(self, kept: Sequence[_Requirement]) -> bool:
        """Whether a plan satisfies the requirements kept, and that nobody serves twice."""
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
        taken = np.asarray(self.highs.getSolution().col_value) > 0.5
        self.plan = Chosen(officer=self.officer[taken], post=self.post[taken])
        return True

    def _rows(self) -> Iterator[_Requirement]:
        """Capacity, pledge, cap and share, each where a column stands in it."""
        s, one = self.staffing, np.ones(len(self.officer))
        mission, country = s.posts.mission[self.post], s.officers.country[self.officer]
        for places in _groups(self.post):
            yield self._row("capacity", places, one, post=int(self.post[places[0]]))
        for places in _groups(country):
            yield self._row("pledge", places, one, country=int(country[places[0]]))
        for places in _groups(mission.astype(np.int64) * s.countries + country):
            about = {"mission": int(mission[places[0]]), "country": int(country[places[0]])}
            yield self._row("country_cap", places, one, **about)
        numerator, denominator = self.sides.women_share
        weight = np.where(s.officers.woman[self.officer] != 0, denominator - numerator, -numerator).astype(np.float64)
        for places in _groups(mission):
            yield self._row("share_of_women", places, weight, mission=int(mission[places[0]]))

    def _row(self, constraint: str, places: Column, weight: Column, **subject: int) -> _Requirement:
        conflict = _conflict(self.staffing, constraint, subject)
        if constraint == "share_of_women":
            return _Requirement(conflict, self._add(places, weight[places], lower=0.0))
        return _Requirement(conflict, self._add(places, weight[places], upper=float(conflict.about["allowed"])))

    def _add(self, places: Column, weight: Column, *, lower: float = -INFINITY, upper: float = INFINITY) -> int:
        self.bounds.append((lower, upper))
        self.highs.addRow(lower, upper, len(places), places.astype(np.int32), weight)
        return len(self.bounds) - 1


def _groups(key: Column) -> list[Column]:
    """The places of each distinct value."""
    order = np.argsort(key, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(key[order])) + 1) if len(order) else []


def _helpers(staffing: Staffing, sides: Sides, pins: Chosen) -> tuple[Column, Column]:
    """Women's pairs (officers, posts) that can help beside the pins.

    Of each post and country only so many women as all pinned men together call for, and as are pinned: of women alike
    in post and country one that is left over can take the place of any other.
    """
    numerator, denominator = sides.women_share
    mission = staffing.posts.mission[pins.post]
    men = np.bincount(mission[staffing.officers.woman[pins.officer] == 0], minlength=staffing.missions)
    called_for = [-(-numerator * int(m) // (denominator - numerator)) for m in men]
    enough = sum(called_for) + len(pins)
    out = np.zeros(len(staffing.officers), dtype=np.bool_)
    out[[i - staffing.first for i in staffing.withdrawn]] = True
    women = np.flatnonzero((staffing.officers.woman != 0) & ~out)
    at_post = set(zip(pins.post.tolist(), pins.officer.tolist(), strict=True))
    officers, posts = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for j in np.flatnonzero(men[staffing.posts.mission] > 0).tolist():
        if j in staffing.frozen:
            continue
        i = women
        for condition in CONDITIONS:
            i = i[condition(staffing, i, j)]
        i = i[[(j, who) not in at_post for who in i.tolist()]] if len(i) else i
        kept = [places[:enough] for places in _groups(staffing.officers.country[i])]
        i = i[np.sort(np.concatenate(kept))] if kept else i
        officers.append(i)
        posts.append(np.full(len(i), j, dtype=np.int64))
    return np.concatenate(officers), np.concatenate(posts)
