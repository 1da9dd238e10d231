"""The fewest breaks: equal to brute force on every small case, and each constraint where it binds."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise, product

import pytest

from menara.engines.meetings.breaks import BreakCase, fewest_breaks
from menara.engines.outcome import Limits, Progress, Status

LIMITS = Limits(seconds=30)


def case(slots: int, *meetings: tuple[int, ...], **more: object) -> BreakCase:
    people = 1 + max(p for pair in meetings for p in pair)
    free = frozenset(range(slots))
    asked: dict[str, object] = {"tables": 99, "fairness": None, "allowed": (free,) * len(meetings), **more}
    return BreakCase(slots=slots, participants=people, meetings=meetings, **asked)  # type: ignore[arg-type]


def counts_of(asked: BreakCase, slots: tuple[int, ...]) -> list[int]:
    found = []
    for p in range(asked.participants):
        own = sorted(t for t, people in zip(slots, asked.meetings, strict=True) if p in people)
        found.append(sum(later - earlier > 1 for earlier, later in pairwise(own)))
    return found


def may_stand(asked: BreakCase, slots: tuple[int, ...]) -> bool:
    for p in range(asked.participants):
        own = [t for t, people in zip(slots, asked.meetings, strict=True) if p in people]
        if len(set(own)) < len(own):
            return False
    counts = counts_of(asked, slots)
    return (
        all(t in allowed for t, allowed in zip(slots, asked.allowed, strict=True))
        and all(slots.count(t) <= asked.tables for t in slots)
        and all(slots[earlier] < slots[later] for earlier, later in asked.before)
        and (asked.fairness is None or max(counts) - min(counts) <= asked.fairness)
    )


def brute_force(asked: BreakCase) -> int | None:
    programmes = product(*(sorted(allowed) for allowed in asked.allowed))
    return min((sum(counts_of(asked, slots)) for slots in programmes if may_stand(asked, slots)), default=None)


# --- each constraint, in the smallest case where it binds -------------------------------------------------------------

STAR = case(4, (0, 1), (0, 2), (0, 3))
BINDING = {
    "nothing": (STAR, 0),
    "allowed slots": (replace(STAR, allowed=(frozenset({0}), frozenset({2}), frozenset({0, 1, 2, 3}))), 0),
    "a slot that tears apart": (replace(STAR, allowed=(frozenset({0}), frozenset({3}), frozenset({1}))), 1),
    "two at once": (case(1, (0, 1), (0, 2)), None),
    "two at once, elsewhere": (case(1, (0, 1), (2, 3)), 0),
    "tables": (case(2, (0, 1), (2, 3), (4, 5), tables=1), None),
    "tables that tear apart": (
        case(3, (0, 1), (0, 2), (3, 4), tables=1, allowed=(*(frozenset({0, 1, 2}),) * 2, frozenset({1}))),
        1,
    ),
    "order": (case(2, (0, 1), (2, 3), before=((1, 0),), allowed=(frozenset({0}), frozenset({0, 1}))), None),
    "order that tears apart": (case(3, (0, 1), (0, 2), (3, 4), tables=1, before=((0, 2), (2, 1))), 1),
    "no slot at all": (replace(STAR, allowed=(frozenset(), *STAR.allowed[1:])), None),
    "more meetings than slots": (case(2, (0, 1), (0, 2), (0, 3)), None),
}


@pytest.mark.parametrize(("asked", "fewest"), BINDING.values(), ids=BINDING)
def test_each_constraint_binds(asked: BreakCase, fewest: int | None) -> None:
    answer = fewest_breaks(asked, limits=LIMITS)
    assert brute_force(asked) == fewest
    assert (answer.status, answer.breaks) == (Status.INFEASIBLE if fewest is None else Status.OPTIMAL, fewest)


def test_fairness_binds() -> None:
    # Participant 0 must be idle three times; nobody else need be at all, but two may differ by two at most.
    gaps = tuple(frozenset({t}) for t in (0, 2, 4, 6))
    free = frozenset(range(7))
    meetings = ((0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (3, 4), (1, 3), (2, 4), (1, 4), (2, 3))
    asked = case(7, *meetings, allowed=gaps + (free,) * 6)
    within = replace(asked, fairness=2)
    plain, fair = fewest_breaks(asked, limits=LIMITS), fewest_breaks(within, limits=LIMITS)
    assert plain.slots is not None
    assert fair.slots is not None
    assert not may_stand(within, plain.slots)
    assert may_stand(within, fair.slots)
    assert (plain.breaks, fair.breaks) == (brute_force(asked), brute_force(within))
    assert fair.status is Status.OPTIMAL


# --- equal to brute force ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(150))
def test_equals_brute_force(seed: int) -> None:
    asked = small(random.Random(seed))
    answer = fewest_breaks(asked, limits=LIMITS)
    assert answer.breaks == brute_force(asked)
    if answer.slots is None:
        assert answer.status is Status.INFEASIBLE
    else:
        assert may_stand(asked, answer.slots)
        assert sum(counts_of(asked, answer.slots)) == answer.breaks == answer.bound
        assert answer.status is Status.OPTIMAL


def small(dice: random.Random) -> BreakCase:
    slots, people = dice.randint(2, 6), dice.randint(3, 6)
    number = dice.randint(2, 6)
    meetings = tuple(tuple(dice.sample(range(people), 3 if dice.random() < 0.1 else 2)) for _ in range(number))
    open_ = dice.choice((0.5, 0.8, 1.0))
    allowed = tuple(
        frozenset(t for t in range(slots) if dice.random() < open_) or frozenset({dice.randrange(slots)})
        for _ in meetings
    )
    pairs = [(a, b) for a in range(number) for b in range(number) if a < b and dice.random() < 0.08]
    return BreakCase(
        slots=slots,
        participants=people,
        meetings=meetings,
        allowed=allowed,
        tables=dice.randint(1, 4),
        before=tuple(pairs),
        fairness=dice.choice((None, 0, 1, 2)),
    )


# --- limits -----------------------------------------------------------------------------------------------------------


def crowd() -> BreakCase:
    dice = random.Random(7)
    pairs = sorted({tuple(sorted(dice.sample(range(60), 2))) for _ in range(170)})
    return case(18, *pairs, tables=11)  # type: ignore[arg-type]


def test_the_same_case_has_the_same_answer() -> None:
    asked = small(random.Random(3))
    assert fewest_breaks(asked, limits=LIMITS) == fewest_breaks(asked, limits=LIMITS)


def test_a_listener_hears_value_and_bound_and_stops() -> None:
    heard: list[Progress] = []

    def listen(word: Progress) -> bool:
        heard.append(word)
        return False

    answer = fewest_breaks(crowd(), limits=LIMITS, listener=listen)
    assert len(heard) == 1
    assert answer.status in (Status.STOPPED, Status.OPTIMAL)
    assert answer.bound <= (answer.breaks if answer.breaks is not None else answer.bound)


def test_without_time_nothing_is_claimed() -> None:
    answer = fewest_breaks(crowd(), limits=Limits(seconds=0))
    assert (answer.status, answer.slots, answer.breaks, answer.bound) == (Status.FEASIBLE, None, None, 0)
