"""Summits a person can plan by hand, and small random ones."""

from __future__ import annotations

import random
from typing import Any

from menara.engines.meetings.problem import Interpreter, Meeting, Participant, Placing, Problem, Programme, Room, Slot

HALF = 30


def slots(count: int, *, day: int = 0, minutes: int = HALF, pause: int = 0) -> tuple[Slot, ...]:
    """Slots ``s0``, ``s1`` ... of one day from nine; ``d1s0`` of the second day."""
    name = f"d{day}s" if day else "s"
    begins = [540 + k * (minutes + pause) for k in range(count)]
    return tuple(Slot(key=f"{name}{k}", day=day, begin=b, end=b + minutes) for k, b in enumerate(begins))


def some(*keys: str) -> frozenset[str]:
    return frozenset(keys)


def meeting(key: str, people: str, **told: Any) -> Meeting:
    """``people``: one letter each."""
    return Meeting(key=key, participants=tuple(people), **told)


def summit(meetings: list[Meeting], *, count: int = 3, **told: Any) -> Problem:
    """A day of ``count`` slots; whoever takes part and is not told of is there all day."""
    known = {p.key: p for p in told.pop("participants", ())}
    letters = sorted({p for m in meetings for p in m.participants} | set(known))
    people = tuple(known.get(key, Participant(key=key)) for key in letters)
    told.setdefault("slots", slots(count))
    return Problem(meetings=tuple(meetings), participants=people, **told)


def room(key: str, **told: Any) -> Room:
    return Room(key=key, **({"seats": 9} | told))


def interpreter(key: str, *pairs: str, **told: Any) -> Interpreter:
    """``AE``: from A into E."""
    return Interpreter(key=key, pairs=frozenset((p[0], p[1]) for p in pairs), **told)


def at(*placings: str) -> Programme:
    """``m s0``, ``m s0 R`` or ``m s0 R I J``; ``-`` is no room."""
    found = []
    for words in (text.split() for text in placings):
        where = "" if len(words) < 3 or words[2] == "-" else words[2]
        found.append(Placing(meeting=words[0], slot=words[1], room=where, interpreters=tuple(words[3:])))
    return tuple(found)


def chance_summit(seed: int) -> Problem:
    """Three or four meetings of four people with a few requirements of every kind."""
    chance = random.Random(seed)

    def maybe(odds: float, value: Any, other: Any) -> Any:
        return value if chance.random() < odds else other

    days = maybe(0.3, (slots(2) + slots(2, day=1)), slots(chance.choice((3, 4))))
    keys = [s.key for s in days]
    kind = chance.choice(("rooms", "rooms", "tables", "neither"))
    rooms = tuple(
        room(
            name,
            seats=chance.choice((2, 4)),
            opening=maybe(0.3, frozenset(chance.sample(keys, 2)), None),
            turnover=maybe(0.2, 10, 0),
            clearance=chance.choice((0, 1)),
            equipment=maybe(0.5, some("booth"), frozenset()),
            area=chance.choice("xy"),
        )
        for name in ("R", "Q")[: chance.choice((1, 2))]
    )
    speak = tuple(
        interpreter(
            name,
            *chance.sample(("AE", "EA", "AF", "FE"), chance.choice((1, 2))),
            shifts=maybe(0.3, frozenset(chance.sample(keys, 2)), None),
            in_a_row=maybe(0.2, 1, None),
            clearance=chance.choice((0, 1)),
        )
        for name in ("I", "J")[: chance.choice((0, 1, 2))]
    )
    people = tuple(
        Participant(
            key=p,
            available=maybe(0.3, frozenset(chance.sample(keys, 3)), None),
            in_a_row=maybe(0.3, chance.choice((1, 2)), None),
            rest=maybe(0.3, 45, 0),
        )
        for p in "ABCD"
    )
    meetings = [_chance_meeting(k, keys, kind == "rooms", bool(speak), chance) for k in range(chance.choice((3, 4)))]
    if kind == "rooms":
        meetings = meetings[:3]
    pairs = [("m0", "m1"), ("m1", "m2"), ("m0", "m2")]
    return Problem(
        slots=days,
        meetings=tuple(meetings),
        participants=people,
        rooms=rooms if kind == "rooms" else (),
        interpreters=speak,
        walking=maybe(0.5, {("x", "y"): 20}, {}) if kind == "rooms" and {r.area for r in rooms} == {"x", "y"} else {},
        travel={pair: chance.choice((20, 40)) for pair in pairs if chance.random() < 0.2},
        precedences=tuple(pair for pair in pairs if chance.random() < 0.15),
        tables=chance.choice((1, 2)) if kind == "tables" else None,
        fairness=maybe(0.2, 0, None),
        all_held=chance.random() < 0.15,
    )


def _chance_meeting(k: int, keys: list[str], rooms: bool, spoken: bool, chance: random.Random) -> Meeting:
    odds = chance.random
    return Meeting(
        key=f"m{k}",
        participants=tuple(chance.sample("ABCD", 2)),
        priority=chance.choice((1, 1, 2, 3)),
        length=2 if odds() < 0.2 else 1,
        allowed=frozenset(chance.sample(keys, 2)) if odds() < 0.3 else None,
        slot=chance.choice(keys) if odds() < 0.0 else "",
        tentative=odds() < 0.2,
        mandatory=odds() < 0.1,
        persons=chance.choice((2, 3)) if rooms else 2,
        equipment=some("booth") if rooms and odds() < 0.2 else frozenset(),
        clearance=1 if rooms and odds() < 0.2 else 0,
        languages=frozenset({chance.choice((("A", "E"), ("E", "A"), ("A", "F")))})
        if spoken and odds() < 0.5
        else frozenset(),
        preferred_slots=some(chance.choice(keys)) if odds() < 0.4 else frozenset(),
        preferred_rooms=some("R") if rooms and odds() < 0.3 else frozenset(),
        preference=chance.choice((1, 2)),
    )
