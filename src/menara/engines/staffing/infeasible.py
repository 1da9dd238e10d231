"""Can these requirements hold together? Asked of what a result names where it says that nothing fits, without a solver.

Where pins pass a number it is counted. Where women are missing beside pinned men, counting shows it as well, or a plan
found by simple choices shows the contrary; what neither settles is the solver's word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from menara.engines.matching.problem import Conflict
from menara.engines.staffing.check import CONDITIONS, Chosen, check
from menara.engines.staffing.problem import Column, Staffing

# What a member of a conflict is about, beside the number it allows.
ABOUT = {
    "pinned": ("post", "officer"),
    "one_post_each": ("officer",),
    "capacity": ("post",),
    "eligible": ("officer", "post", "condition"),
    "pledge": ("country",),
    "country_cap": ("mission", "country"),
    "share_of_women": ("mission",),
    "not_withdrawn": ("officer",),
    "not_frozen": ("post",),
}
DECIDED: dict[str, Callable[[Staffing, dict[str, Any]], bool]] = {
    "pinned": lambda s, about: (about["post"], about["officer"]) in s.pins,
    "not_withdrawn": lambda s, about: about["officer"] in s.withdrawn,
    "not_frozen": lambda s, about: about["post"] in s.frozen,
}
UNBOUND = 1 << 40  # more than any roster


def is_smallest_conflict(staffing: Staffing, said: Sequence[Conflict]) -> bool | None:
    """Whether the problem asks all of ``said``, they cannot hold together, and without any one of them could. None
    where that they cannot is not settled."""
    once = len({_key(c) for c in said}) == len(said)
    if not said or not once or not all(is_asked(staffing, c) for c in said):
        return False
    if any(cannot_hold(staffing, [*said[:k], *said[k + 1 :]]) for k in range(len(said))):
        return False
    return cannot_hold(staffing, said)


def cannot_hold(staffing: Staffing, said: Sequence[Conflict]) -> bool | None:
    """Whether requirements of the problem cannot hold together; None where that is not settled."""
    pins = np.array([(c.about["officer"], c.about["post"]) for c in said if c.constraint == "pinned"], dtype=np.int64)
    pinned = Chosen(officer=pins.reshape(-1, 2)[:, 0] - staffing.first, post=pins.reshape(-1, 2)[:, 1])
    broken = [v for v in check(staffing=staffing, chosen=pinned) if v.constraint != "share_of_women"]
    named = {subject(c.constraint, c.about) for c in said}
    if any(subject(v.constraint, v.about) in named for v in broken):
        return True
    needs = _Women.beside(staffing, pinned, named)
    if needs is None or not needs.missing:
        return False
    if not needs.could_be_enough():
        return True
    return False if needs.are_found() else None


@dataclass(slots=True)
class _Women:
    """Women called for beside pinned officers: how many in each mission, who could serve where, what is left of each
    number named. Numbers that are not named do not bind."""

    missing: dict[int, int]
    pairs: dict[int, list[tuple[int, Column]]]  # by mission: posts, and the women eligible there
    country: Column
    room: dict[int, int]
    of_country: dict[int, int]
    of_both: dict[tuple[int, int], int]

    @classmethod
    def beside(cls, staffing: Staffing, pinned: Chosen, named: set[tuple[Any, ...]]) -> _Women | None:
        """None where no share of women is named."""
        missions = [name[1] for name in named if name[0] == "share_of_women"]
        if (sides := staffing.sides) is None or not missions:
            return None
        numerator, denominator = (int(part) for part in sides.women_share)
        mission, country = staffing.posts.mission[pinned.post], staffing.officers.country[pinned.officer]
        woman = staffing.officers.woman[pinned.officer] != 0
        missing = {}
        for m in missions:
            women, filled = int((woman & (mission == m)).sum()), int((mission == m).sum())
            short = numerator * filled - denominator * women
            if short > 0:
                missing[m] = -(-short // (denominator - numerator)) if denominator > numerator else UNBOUND
        free = staffing.officers.woman != 0
        free[pinned.officer] = False
        free[[i - staffing.first for i in staffing.withdrawn]] = False
        pairs = {m: _pairs(staffing, m, np.flatnonzero(free)) for m in missing}
        taken = {("capacity", j): int((pinned.post == j).sum()) for posts in pairs.values() for j, _ in posts}
        room = {
            j: int(staffing.posts.capacity[j]) - taken["capacity", j] if ("capacity", j) in named else UNBOUND
            for posts in pairs.values()
            for j, _ in posts
        }
        of_country = {
            c: int(sides.pledge[c]) - int((country == c).sum()) if ("pledge", c) in named else UNBOUND
            for c in range(staffing.countries)
        }
        of_both = {
            (m, c): int(sides.country_cap[m]) - int(((country == c) & (mission == m)).sum())
            if ("country_cap", m, c) in named
            else UNBOUND
            for m in missing
            for c in range(staffing.countries)
        }
        return cls(missing, pairs, staffing.officers.country, room, of_country, of_both)

    def could_be_enough(self) -> bool:
        """False where counting shows that there are too few, in a mission or in all together."""
        everyone: set[int] = set()
        for m, short in self.missing.items():
            women = {i for _, people in self.pairs[m] for i in people.tolist()}
            everyone |= women
            by_post = sum(min(self.room[j], len(people)) for j, people in self.pairs[m])
            if min(by_post, self._counted(women, m)) < short:
                return False
        return self._counted(everyone, None) >= sum(self.missing.values())

    def _counted(self, women: set[int], m: int | None) -> int:
        """How many of them the countries' numbers let serve, in a mission or anywhere."""
        counts = np.bincount(self.country[sorted(women)], minlength=1) if women else np.zeros(0, dtype=np.int64)
        return sum(
            min(count, self.of_country[c], UNBOUND if m is None else self.of_both[m, c])
            for c, count in enumerate(counts.tolist())
            if count
        )

    def are_found(self) -> bool:
        """Whether they are found by taking whoever could serve at the fewest posts first."""
        choices: dict[int, list[tuple[int, int]]] = {}
        for m, posts in self.pairs.items():
            for j, people in posts:
                for i in people.tolist():
                    choices.setdefault(i, []).append((m, j))
        missing, room = dict(self.missing), dict(self.room)
        of_country, of_both = dict(self.of_country), dict(self.of_both)
        for i in sorted(choices, key=lambda who: (len(choices[who]), who)):
            c = int(self.country[i])
            open_to = [
                (m, j) for m, j in choices[i] if missing[m] > 0 and min(room[j], of_country[c], of_both[m, c]) > 0
            ]
            if open_to:
                m, j = max(open_to, key=lambda place: (missing[place[0]], room[place[1]]))
                missing[m] -= 1
                room[j] -= 1
                of_country[c] -= 1
                of_both[m, c] -= 1
        return not any(missing.values())


def _pairs(staffing: Staffing, m: int, women: Column) -> list[tuple[int, Column]]:
    found = []
    for j in np.flatnonzero(staffing.posts.mission == m).tolist():
        i = women
        for condition in CONDITIONS:
            i = i[condition(staffing, i, j)]
        if j not in staffing.frozen and len(i):
            found.append((j, i))
    return found


def is_asked(staffing: Staffing, conflict: Conflict) -> bool:
    """Whether the problem asks what a conflict says it asks."""
    names = ABOUT.get(conflict.constraint)
    if names is None or not set(names) <= set(conflict.about):
        return False
    about = {name: conflict.about[name] for name in names}
    if not all(_is_known(staffing, name, value) for name, value in about.items()):
        return False
    asked = asked_of(staffing, conflict.constraint, about)
    return asked is not None and _key(conflict) == _key(Conflict(constraint=conflict.constraint, about=asked))


def asked_of(staffing: Staffing, constraint: str, about: dict[str, Any]) -> dict[str, Any] | None:
    """A record with the number the problem allows it, as conflicts tell it; None where nothing is asked of it."""
    sides = staffing.sides
    if constraint in DECIDED:
        return about if DECIDED[constraint](staffing, about) else None
    if constraint == "capacity":
        return about | {"allowed": int(staffing.posts.capacity[about["post"]])}
    if constraint in {"one_post_each", "eligible"}:
        return about
    if sides is None:
        return None
    if constraint == "share_of_women":
        return about | {"share": "{}/{}".format(*sides.women_share)}
    most = sides.pledge[about["country"]] if constraint == "pledge" else sides.country_cap[about["mission"]]
    return about | {"allowed": int(most)}


def subject(constraint: str, about: Any) -> tuple[Any, ...]:
    """The record a violation or a conflict is about."""
    return constraint, *(about.get(name) for name in ABOUT.get(constraint, ()))


def _is_known(staffing: Staffing, name: str, value: Any) -> bool:
    if name == "condition":
        return value in [condition.__name__ for condition in CONDITIONS]
    first, many = {
        "officer": (staffing.first, len(staffing.officers)),
        "post": (0, len(staffing.posts)),
        "country": (0, staffing.countries),
        "mission": (0, staffing.missions),
    }[name]
    return type(value) is int and first <= value < first + many


def _key(conflict: Conflict) -> tuple[str, str]:
    """A conflict as words that can be compared, whatever a file says in it."""
    return conflict.constraint, repr(sorted(conflict.about.items()))
