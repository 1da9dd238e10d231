"""What is wrong with a problem, all at once: by column and row, before anything is planned.

A meeting that can be held nowhere is no fault: that is an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from menara.engines.meetings.agenda import DAY
from menara.engines.meetings.problem import GOALS, Meeting, Pair, Problem, Slots
from menara.errors import BadInput, Fault
from menara.wording import gettext_noop as _

LARGE = 1_000_000

SENTENCES = {
    "no_key": _("This record has no key."),
    "given_twice": _("Given more than once: %(found)s."),
    "unknown": _("There is no such record: %(found)s."),
    "out_of_range": _("Out of range: %(found)s; allowed is %(allowed)s."),
    "ends_before_it_begins": _("This slot ends before it begins: %(found)s."),
    "out_of_order": _("Slots must stand in order of day and hour and must not overlap: %(found)s."),
    "nobody": _("Nobody takes part in this meeting: %(found)s."),
    "same_twice": _("The two sides are the same: %(found)s."),
    "contradictory": _("These contradict each other: %(found)s."),
    "in_a_circle": _("These come before each other in a circle: %(found)s."),
}


def faults(problem: Problem) -> tuple[Fault, ...]:
    """Every fault, by column (``meetings.length``) and row (the header is row 1, so that entry 0 is row 2)."""
    return tuple(_found(problem))


def refuse_faults(problem: Problem) -> None:
    """Raises ``BadInput`` with every fault of a problem."""
    if found := faults(problem):
        raise BadInput(found)


def _found(problem: Problem) -> Iterator[Fault]:
    for column in ("slots", "meetings", "participants", "rooms", "interpreters"):
        yield from _keys(column, [record.key for record in getattr(problem, column)])
    yield from _slots(problem)
    yield from _meetings(problem)
    yield from _people(problem)
    yield from _rooms(problem)
    yield from _minutes("walking", problem.walking, {r.area for r in problem.rooms})
    yield from _minutes("travel", problem.travel, {m.key for m in problem.meetings})
    yield from _precedences(problem)
    yield from _whole(problem)


def _fault(code: str, column: str, entry: int | None, found: object, allowed: object = "") -> Fault:
    """A fault at an entry counted from 0; None speaks of the whole column."""
    row = 0 if entry is None else entry + 2
    sentence = SENTENCES[code]
    return Fault(file="", row=row, column=column, code=code, sentence=sentence, found=str(found), allowed=str(allowed))


def _keys(column: str, keys: Sequence[str]) -> Iterator[Fault]:
    times = Counter(keys)
    for row, key in enumerate(keys):
        if not key:
            yield _fault("no_key", f"{column}.key", row, key)
        elif times[key] > 1:
            yield _fault("given_twice", f"{column}.key", row, key)


def _range(column: str, row: int | None, value: int | None, least: int, most: int = LARGE) -> Iterator[Fault]:
    if value is not None and not least <= value <= most:
        yield _fault("out_of_range", column, row, value, f"{least}..{most}")


def _unknown(column: str, row: int | None, named: Iterable[str] | None, known: Iterable[str]) -> Iterator[Fault]:
    if named is not None:
        yield from (_fault("unknown", column, row, key) for key in sorted(set(named) - set(known)))


def _slots(problem: Problem) -> Iterator[Fault]:
    for row, slot in enumerate(problem.slots):
        yield from _range("slots.begin", row, slot.begin, 0, 2 * DAY)
        yield from _range("slots.day", row, slot.day, -LARGE)
        if slot.end <= slot.begin:
            yield _fault("ends_before_it_begins", "slots.end", row, slot.key)
    for row, (one, other) in enumerate(pairwise(problem.slots), start=1):
        if other.day * DAY + other.begin < one.day * DAY + one.end or other.day < one.day:
            yield _fault("out_of_order", "slots.begin", row, f"{one.key}, {other.key}")


def _meetings(problem: Problem) -> Iterator[Fault]:
    slots, rooms = {s.key for s in problem.slots}, {r.key for r in problem.rooms}
    people = {p.key for p in problem.participants}
    for row, m in enumerate(problem.meetings):
        if not m.participants:
            yield _fault("nobody", "meetings.participants", row, m.key)
        for key, times in Counter(m.participants).items():
            if times > 1:
                yield _fault("given_twice", "meetings.participants", row, key)
        yield from _unknown("meetings.participants", row, m.participants, people)
        yield from _range("meetings.priority", row, m.priority, 0)
        yield from _range("meetings.length", row, m.length, 1)
        yield from _range("meetings.persons", row, m.persons, 0)
        yield from _range("meetings.clearance", row, m.clearance, 0)
        yield from _range("meetings.preference", row, m.preference, 0)
        for column, named in (("allowed", m.allowed), ("preferred_slots", m.preferred_slots)):
            yield from _unknown(f"meetings.{column}", row, named, slots)
        yield from _unknown("meetings.preferred_rooms", row, m.preferred_rooms, rooms)
        yield from _unknown("meetings.slot", row, {m.slot} - {""}, slots)
        yield from _unknown("meetings.room", row, {m.room} - {""}, rooms)
        yield from _pairs("meetings.languages", row, m.languages)
        yield from _decisions(row, m)


def _decisions(row: int, m: Meeting) -> Iterator[Fault]:
    if m.pinned and not m.slot:
        yield _fault("contradictory", "meetings.pinned", row, f"{m.key} is pinned to no slot")
    if m.pinned and m.tentative:
        yield _fault("contradictory", "meetings.pinned", row, f"{m.key} is pinned and tentative")
    if m.slot and m.allowed is not None and m.slot not in m.allowed:
        yield _fault("contradictory", "meetings.slot", row, f"{m.key} is fixed to {m.slot} and not allowed there")


def _pairs(column: str, row: int, pairs: Iterable[Pair]) -> Iterator[Fault]:
    for source, into in sorted(pairs):
        if source == into or not source or not into:
            yield _fault("same_twice", column, row, f"{source}, {into}")


def _people(problem: Problem) -> Iterator[Fault]:
    slots = {s.key for s in problem.slots}
    for row, p in enumerate(problem.participants):
        yield from _unknown("participants.available", row, p.available, slots)
        yield from _range("participants.in_a_row", row, p.in_a_row, 1)
        yield from _range("participants.rest", row, p.rest, 0)
        yield from _range("participants.rank", row, p.rank, 0)
    for row, i in enumerate(problem.interpreters):
        yield from _unknown("interpreters.shifts", row, i.shifts, slots)
        yield from _range("interpreters.in_a_row", row, i.in_a_row, 1)
        yield from _range("interpreters.rest", row, i.rest, 0)
        yield from _range("interpreters.clearance", row, i.clearance, 0)
        yield from _pairs("interpreters.pairs", row, i.pairs)


def _rooms(problem: Problem) -> Iterator[Fault]:
    slots: Slots = frozenset(s.key for s in problem.slots)
    for row, r in enumerate(problem.rooms):
        yield from _unknown("rooms.opening", row, r.opening, slots or ())
        yield from _range("rooms.seats", row, r.seats, 0)
        yield from _range("rooms.turnover", row, r.turnover, 0)
        yield from _range("rooms.clearance", row, r.clearance, 0)


def _minutes(column: str, minutes: Mapping[Pair, int], known: Iterable[str]) -> Iterator[Fault]:
    for row, (pair, value) in enumerate(sorted(minutes.items())):
        yield from _unknown(column, row, pair, known)
        yield from _range(column, row, value, 0)
        if pair[0] == pair[1] and value:
            yield _fault("same_twice", column, row, ", ".join(pair))


def _precedences(problem: Problem) -> Iterator[Fault]:
    known = {m.key for m in problem.meetings}
    before: dict[str, set[str]] = {}
    for row, pair in enumerate(problem.precedences):
        yield from _unknown("precedences", row, pair, known)
        if pair[0] == pair[1]:
            yield _fault("same_twice", "precedences", row, ", ".join(pair))
        else:
            before.setdefault(pair[1], set()).add(pair[0])
    try:
        TopologicalSorter(before).prepare()
    except CycleError as circle:
        around: Any = circle.args[1]
        yield _fault("in_a_circle", "precedences", None, ", ".join(around))


def _whole(problem: Problem) -> Iterator[Fault]:
    yield from _range("tables", None, problem.tables, 0)
    yield from _range("fairness", None, problem.fairness, 0)
    yield from _range("joined", None, problem.joined, 0)
    yield from _unknown("goals", None, problem.goals, GOALS)
    if [g for g in GOALS if g in problem.goals] != [g for g in problem.goals if g in GOALS]:
        yield _fault("contradictory", "goals", None, ", ".join(problem.goals))
    if problem.tables is not None and problem.rooms:
        yield _fault("contradictory", "tables", None, f"{problem.tables} tables and {len(problem.rooms)} rooms")
