"""How contributors, women and home units came out of a plan, beside what drawing evenly would have given.

Counts first. ``expected`` is what a group would have had if each opening had drawn its nominees evenly from those who
may stand for it, and ``low`` to ``high`` is where such a draw falls 19 times in 20. Few people make wide ranges: a
group within its range says nothing either way, and of twenty groups about one falls outside by chance. Nothing here is
a judgement: the posts ask what they ask, and the goals of the plan do not count groups.

Each opening draws for itself here, though one officer stands for one opening only; where few are eligible for many
openings the ranges are therefore a little too wide.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil, comb

import numpy as np
from numpy.typing import NDArray

from menara.engines.eligibility.officer import Officer
from menara.engines.matching.instance import Instance, instance_of
from menara.engines.matching.problem import Problem, Result, batch_of, unit_of

KINDS = ("sex", "service", "nationality", "home_unit")
WOMEN, MEN, NOT_STATED = "f", "m", ""
TAIL = 0.025  # left out at each end of a range: one draw in forty


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One officer of the roster: for how many openings of the plan he or she may stand, and the one proposed for
    (blank: none). ``groups`` gives the name of the officer's group in each kind."""

    officer: str
    groups: dict[str, str]
    eligible_for: int
    proposed_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of one kind. ``offered`` are on the roster, ``eligible`` may stand for at least one opening (every rule
    met and nobody excluded them, or pinned), ``proposed`` are on the slate."""

    name: str
    offered: int
    eligible: int
    proposed: int
    expected: Fraction
    low: int
    high: int

    @property
    def side(self) -> str:
        """``fewer`` or ``more`` than nearly every even draw would give; blank within the range."""
        return "fewer" if self.proposed < self.low else "more" if self.proposed > self.high else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallShare:
    """Women among the nominees of one call, and how many its share asks of so many; ``asked`` is None where it asks
    none."""

    call: str
    nominees: int
    women: int
    asked: int | None
    waived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """``groups`` by kind, the largest first; ``nominees`` in all."""

    nominees: int
    groups: dict[str, tuple[Group, ...]]
    calls: tuple[CallShare, ...]


def fairness(*, problem: Problem, result: Result) -> Fairness:
    """Every group of every kind. Raises ``Refusal`` where the problem cannot be planned."""
    instance = instance_of(problem)
    standings = _standings(problem, result, instance)
    return Fairness(
        nominees=len(result.nominees),
        groups={kind: tuple(_groups(kind, problem, result, instance, standings)) for kind in KINDS},
        calls=tuple(_calls(problem, result)),
    )


def standings(*, problem: Problem, result: Result) -> tuple[Standing, ...]:
    """Every officer in the order of the roster: the rows that the counts of ``fairness`` count."""
    return _standings(problem, result, instance_of(problem))


_GROUP_OF: dict[str, Callable[[Officer], str]] = {
    "sex": lambda o: NOT_STATED if o.woman is None else WOMEN if o.woman else MEN,
    "service": lambda o: o.service,
    "nationality": lambda o: o.nationality,
    "home_unit": unit_of,
}


def _standings(problem: Problem, result: Result, instance: Instance) -> tuple[Standing, ...]:
    eligible_for = np.bincount(instance.pair_officer, minlength=instance.roster.size).tolist()
    proposed_for = {n.officer: n.opening for n in result.nominees}
    return tuple(
        Standing(
            officer=o.number,
            groups={kind: _GROUP_OF[kind](o) for kind in KINDS},
            eligible_for=count,
            proposed_for=proposed_for.get(o.number, ""),
        )
        for o, count in zip(problem.officers, eligible_for, strict=True)
    )


def _groups(
    kind: str, problem: Problem, result: Result, instance: Instance, standings: tuple[Standing, ...]
) -> Iterator[Group]:
    offered = Counter(s.groups[kind] for s in standings)
    eligible = Counter(s.groups[kind] for s in standings if s.eligible_for)
    proposed = Counter(s.groups[kind] for s in standings if s.proposed_for)
    names = sorted(offered, key=lambda name: (-offered[name], name))
    place = {name: i for i, name in enumerate(names)}
    of_officer = np.array([place[s.groups[kind]] for s in standings], dtype=np.int64)
    draws = _draws(result, instance, of_officer, len(names))
    for name in names:
        own = draws[place[name]]
        low, high = _range(own)
        yield Group(
            name=name,
            offered=offered[name],
            eligible=eligible[name],
            proposed=proposed[name],
            expected=sum((Fraction(drawn * held, among) for among, held, drawn in own), Fraction(0)),
            low=low,
            high=high,
        )


Draw = tuple[int, int, int]
"""How many may stand for an opening, how many of them are of the group, how many are drawn."""


def _draws(result: Result, instance: Instance, of_officer: NDArray[np.int64], size: int) -> dict[int, list[Draw]]:
    """For each group the draws it takes part in, opening by opening."""
    drawn = Counter(n.opening for n in result.nominees)
    found: dict[int, list[Draw]] = defaultdict(list)
    for j, post in enumerate(instance.screening.posts):
        if drawn[post.ref]:
            among = instance.pair_officer[instance.pairs_of(j)]
            held = np.bincount(of_officer[among], minlength=size)
            for group in np.flatnonzero(held).tolist():
                found[group].append((len(among), int(held[group]), drawn[post.ref]))
    return {group: found[group] for group in range(size)}


def _range(draws: list[Draw]) -> tuple[int, int]:
    """The smallest and the largest count that an even draw gives, a fortieth left out at each end."""
    chance = np.ones(1)
    for draw in draws:
        chance = np.convolve(chance, _chances(*draw))
    reached = np.cumsum(chance)
    low = int(np.argmax(reached > TAIL))
    high = int(np.argmax(reached >= reached[-1] - TAIL))
    return low, high


@cache
def _chances(among: int, held: int, drawn: int) -> NDArray[np.float64]:
    """The chance of each count when ``drawn`` are taken from ``among`` people, ``held`` of them of the group."""
    ways = [comb(held, k) * comb(among - held, drawn - k) if drawn >= k else 0 for k in range(min(held, drawn) + 1)]
    every = comb(among, drawn)
    return np.array([way / every for way in ways])


def _calls(problem: Problem, result: Result) -> Iterator[CallShare]:
    call_of = {o.ref: batch_of(o) for o in problem.openings}
    asked = {batch_of(o): o.female_target for o in problem.openings if o.female_target is not None}
    women = {o.number for o in problem.officers if o.woman}
    waived = {w.call for w in problem.waivers}
    nominees = Counter(call_of[n.opening] for n in result.nominees)
    found = Counter(call_of[n.opening] for n in result.nominees if n.officer in women)
    for call in dict.fromkeys(call_of.values()):
        yield CallShare(
            call=call,
            nominees=nominees[call],
            women=found[call],
            asked=ceil(asked[call] * nominees[call]) if call in asked else None,
            waived=call in waived,
        )
