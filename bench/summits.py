"""Summits made up by a seed: delegations, requests, rooms and interpreters in the proportions of a large one.

Everything here is invented. Four kinds: ``summit`` is the size to be mastered; ``rooms`` has fewer and smaller ones,
``interpreters`` has half of them, ``late`` has principals who are there for part of the time only.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from menara.engines.meetings.problem import Interpreter, Meeting, Pair, Participant, Problem, Room, Slot

LANGUAGES = ("AR", "EN", "ES", "FR", "PT", "RU", "ZH")
SPOKEN = (("EN",),) * 5 + (("FR",), ("FR", "EN"), ("AR",), ("AR", "FR"), ("AR", "EN"), ("ES",), ("ES", "EN"))
SPOKEN += (("PT",), ("RU",), ("ZH",), ("ZH", "EN"), ("RU", "EN"), ("PT", "EN"))
EQUIPMENT = ("booth", "screen", "secure line")
AREAS = ("hall", "garden", "palace")


@dataclass(frozen=True, kw_only=True)
class Size:
    delegations: int = 180
    requests: int = 600
    days: int = 4
    rooms: int = 14
    interpreters: int = 25
    present: float = 0.9  # the share of the time that a principal is there
    walk: int = 0


KINDS = {
    "summit": Size(),
    "rooms": Size(rooms=11),
    "interpreters": Size(interpreters=14),
    "late": Size(present=0.6),
    "walking": Size(walk=10),
    "small": Size(delegations=12, requests=24, days=1, rooms=4, interpreters=4),
    "middle": Size(delegations=60, requests=160, days=2, rooms=8, interpreters=10),
}


def slots_of(days: int) -> tuple[Slot, ...]:
    """Half hours from nine to six, less an hour and a half at noon; five minutes of each are for changing over."""
    begins = [*range(9 * 60, 12 * 60 + 30, 30), *range(14 * 60, 18 * 60, 30)]
    return tuple(
        Slot(key=f"{day + 1}-{b // 60:02d}{b % 60:02d}", day=day, begin=b, end=b + 25)
        for day in range(days)
        for b in begins
    )


def summit(size: Size, *, seed: int) -> Problem:
    """One summit of that size; the same for the same seed."""
    chance = random.Random(seed)
    slots = slots_of(size.days)
    people, speaks = _delegations(size, slots, chance)
    rooms = tuple(_room(k, chance) for k in range(size.rooms))
    return Problem(
        slots=slots,
        participants=people,
        meetings=_meetings(size, people, speaks, slots, rooms, chance),
        rooms=rooms,
        interpreters=tuple(_interpreter(k, slots, chance) for k in range(size.interpreters)),
        walking={(a, b): size.walk for a in AREAS for b in AREAS if a < b} if size.walk else {},
        joined=5,
    )


def languages(size: Size, *, seed: int) -> dict[str, tuple[str, ...]]:
    """What each delegation of that summit speaks, the preferred one first."""
    return _delegations(size, slots_of(size.days), random.Random(seed))[1]


def _delegations(
    size: Size, slots: tuple[Slot, ...], chance: random.Random
) -> tuple[tuple[Participant, ...], dict[str, tuple[str, ...]]]:
    people, speaks = [], {}
    blocks = sorted({(s.day, s.begin < 13 * 60) for s in slots})  # half days
    for k in range(size.delegations):
        key = f"D{k + 1:03d}"
        there = {b for b in blocks if chance.random() < size.present} or {blocks[0]}
        available = frozenset(s.key for s in slots if (s.day, s.begin < 13 * 60) in there)
        people.append(Participant(key=key, available=available, in_a_row=4, rest=25, rank=1 + (k < 20) + (k < 5)))
        speaks[key] = chance.choice(SPOKEN)
    return tuple(people), speaks


def _room(k: int, chance: random.Random) -> Room:
    equipment = frozenset(e for e in EQUIPMENT if chance.random() < 0.6)
    seats = (6, 8, 8, 10, 12, 16, 20)[k % 7]
    return Room(key=f"R{k + 1:02d}", seats=seats, equipment=equipment, clearance=k % 3, area=AREAS[k % len(AREAS)])


def _interpreter(k: int, slots: tuple[Slot, ...], chance: random.Random) -> Interpreter:
    other = [w for w in LANGUAGES if w != "EN"][k % 6]
    known = {"EN", other} | ({"FR"} if chance.random() < 0.5 else set()) | ({"AR"} if chance.random() < 0.3 else set())
    pairs: set[Pair] = {(a, b) for a in known for b in known if a != b and "EN" in (a, b)}
    pairs |= {(a, b) for a in known for b in known if {a, b} == {"AR", "FR"}}
    early = k % 2 == 0
    shifts = frozenset(s.key for s in slots if (s.begin < 15 * 60 if early else s.begin >= 11 * 60))
    return Interpreter(
        key=f"I{k + 1:02d}",
        pairs=frozenset(pairs),
        shifts=shifts,
        in_a_row=3,
        rest=25,
        clearance=(2, 1, 2, 0, 2)[k % 5],
    )


def _meetings(
    size: Size,
    people: tuple[Participant, ...],
    speaks: dict[str, tuple[str, ...]],
    slots: tuple[Slot, ...],
    rooms: tuple[Room, ...],
    chance: random.Random,
) -> tuple[Meeting, ...]:
    weights = [5 if p.rank == 3 else 2 if p.rank == 2 else 1 for p in people]
    pairs: set[tuple[int, int]] = set()
    load = [0] * len(people)
    while len(pairs) < size.requests:
        one, other = chance.choices(range(len(people)), weights, k=2)
        pair = (min(one, other), max(one, other))
        most = len(people[one].available or ()) * 0.6, len(people[other].available or ()) * 0.6
        common = (people[one].available or frozenset()) & (people[other].available or frozenset())
        if one == other or pair in pairs or load[one] >= most[0] or load[other] >= most[1] or len(common) < 3:
            continue
        pairs.add(pair)
        load[one] += 1
        load[other] += 1
    return tuple(
        _meeting(k, people[a], people[b], speaks, slots, rooms, chance) for k, (a, b) in enumerate(sorted(pairs))
    )


def _meeting(
    k: int,
    one: Participant,
    other: Participant,
    speaks: dict[str, tuple[str, ...]],
    slots: tuple[Slot, ...],
    rooms: tuple[Room, ...],
    chance: random.Random,
) -> Meeting:
    mine, theirs = speaks[one.key], speaks[other.key]
    asked: frozenset[Pair] = frozenset()
    if not set(mine) & set(theirs):
        asked = frozenset({(mine[0], theirs[0]), (theirs[0], mine[0])})
    day = chance.randrange(slots[-1].day + 1)
    wishes = chance.random() < 0.15
    return replace(
        Meeting(key=f"M{k + 1:03d}", participants=(one.key, other.key)),
        priority=max(one.rank, other.rank) * chance.choice((1, 1, 2)),
        persons=chance.choice((4, 4, 5, 6, 8, 8, 10, 12)),
        equipment=frozenset({chance.choice(EQUIPMENT)} if chance.random() < 0.3 else ()),
        clearance=chance.choice((0, 0, 0, 0, 1, 1, 2)),
        languages=asked,
        length=2 if chance.random() < 0.08 else 1,
        tentative=chance.random() < 0.05,
        preferred_slots=frozenset(s.key for s in slots if s.day == day and s.begin < 13 * 60)
        if wishes
        else frozenset(),
        preferred_rooms=frozenset({chance.choice(rooms).key} if chance.random() < 0.05 else ()),
    )
