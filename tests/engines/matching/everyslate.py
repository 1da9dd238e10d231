"""Every slate of a small problem with what it is worth, so that the best with one wish more can be looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import ceil

from engines.matching.secondopinion import World, Worth, world_of, worth_of
from menara.engines.matching.problem import Problem

Taken = frozenset[tuple[str, str]]


def every_slate(problem: Problem) -> list[tuple[Worth, Taken]]:
    """Worth and (officer, opening) pairs of all slates that break nothing."""
    world = world_of(problem)
    choices = [[None, *(ref for ref in world.seats if (o, ref) in world.pairs)] for o in world.officers]
    found = []
    for chosen in product(*choices):
        taken = frozenset((o, ref) for o, ref in zip(world.officers, chosen, strict=True) if ref is not None)
        if world.pins <= taken and all(_holds(world, taken)):
            found.append((worth_of(world, sorted(taken)), taken))
    return found


def _holds(world: World, taken: Taken) -> Iterator[bool]:
    openings = Counter(ref for _, ref in taken)
    units = Counter(world.unit_of[o] for o, _ in taken)
    yield all(count <= world.seats[ref].limit for ref, count in openings.items())
    yield all(count <= world.caps.get(unit, count) for unit, count in units.items())
    for call, share in world.shares.items():
        nominees = [o for o, ref in taken if world.seats[ref].call == call]
        yield sum(o in world.women for o in nominees) >= ceil(Fraction(share) * len(nominees))


def best_with(slates: list[tuple[Worth, Taken]], pairs: Taken) -> Worth | None:
    """The best worth of a slate that holds one of these pairs."""
    return max((worth for worth, taken in slates if taken & pairs), default=None)
