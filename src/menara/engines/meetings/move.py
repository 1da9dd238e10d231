"""For the hand that moves a meeting: what would clash there, and which places are free. Milliseconds, no solver.

What is asked is the check itself, of those meetings alone that share a participant, a room, an interpreter or an order
with the one that moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from menara.engines.meetings.agenda import Case, Held, Records, Violation
from menara.engines.meetings.check import LOCAL, tables_suffice
from menara.engines.meetings.problem import Interpreter, Meeting, Placing, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a meeting could be held as the programme stands, and with whom."""

    slot: str
    room: str
    interpreters: tuple[str, ...]


def conflicts_of(
    *,
    problem: Problem,
    programme: Sequence[Placing],
    meeting: str,
    slot: str,
    room: str = "",
    interpreters: tuple[str, ...] | None = None,
    records: Records | None = None,
) -> tuple[Violation, ...]:
    """What the meeting at that place would break that is not broken without it. ``interpreters`` None: those it has
    now. Keys must be known."""
    records = records or Records(problem)
    if interpreters is None:
        interpreters = next((p.interpreters for p in programme if p.meeting == meeting), ())
    placing = Placing(meeting=meeting, slot=slot, room=room, interpreters=interpreters)
    others = [records.held(p) for p in programme if p.meeting != meeting]
    return _caused(records, records.held(placing), others)


def free_places(
    *, problem: Problem, programme: Sequence[Placing], meeting: str, records: Records | None = None
) -> tuple[Place, ...]:
    """Every slot and room that the meeting could move to while all others stay, with the interpreters it has now where
    they are free, else with the fewest others. In order of slots and rooms."""
    records = records or Records(problem)
    m = records.meeting[meeting]
    others = [records.held(p) for p in programme if p.meeting != meeting]
    now = next((p.interpreters for p in programme if p.meeting == meeting), ())
    rooms = [r.key for r in problem.rooms if m.room in ("", r.key)] or [""]
    found = []
    for slot in problem.slots:
        if m.slot not in ("", slot.key) or (m.allowed is not None and slot.key not in m.allowed):
            continue
        team = None  # of this slot, where walking does not make rooms differ
        for room in rooms:
            free = _free(records, m, slot.key, room, others, now if team is None else team)
            if free is not None:
                found.append(Place(slot=slot.key, room=room, interpreters=free))
                team = free
    return tuple(found)


def _free(
    records: Records, m: Meeting, slot: str, room: str, others: list[Held], first: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Interpreters with whom the meeting can be held there; None where it cannot be."""
    bare = records.held(Placing(meeting=m.key, slot=slot, room=room))
    if any(v.constraint != "languages_are_covered" for v in _caused(records, bare, others)):
        return None
    if not m.languages:
        return ()
    for team in _teams(records, m, bare, others, first):
        held = records.held(Placing(meeting=m.key, slot=slot, room=room, interpreters=team))
        if not _caused(records, held, others):
            return team
    return None


def _teams(
    records: Records, m: Meeting, bare: Held, others: list[Held], first: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """The interpreters it has, then the smaller teams before the larger, of those who are free then."""
    if first:
        yield first
    busy = {i for h in others if set(h.slots) & set(bare.slots) for i in h.placing.interpreters}
    free = [i for i in records.problem.interpreters if i.key not in busy and _may(records, i, m, bare)]
    for size in range(1, min(2 * len(m.languages), len(free), 4) + 1):
        for team in combinations(free, size):
            yield tuple(i.key for i in team)


def _may(records: Records, who: Interpreter, m: Meeting, held: Held) -> bool:
    keys = {records.problem.slots[s].key for s in held.slots}
    useful = {language for pair in m.languages for language in pair}
    return (
        who.clearance >= m.clearance
        and (who.shifts is None or keys <= who.shifts)
        and any(useful & set(pair) for pair in who.pairs)
    )


def _caused(records: Records, held: Held, others: list[Held]) -> tuple[Violation, ...]:
    """What holds without the meeting and not with it, among those it shares something with."""
    near = tuple(_near(records, held, others))
    without, with_it = Case(records, near), Case(records, (*near, held))
    found: list[Violation] = []
    for one in (*LOCAL, tables_suffice):
        before = list(one(without))
        found += [v for v in one(with_it) if v not in before]
    return tuple(found)


def _near(records: Records, held: Held, others: list[Held]) -> Iterator[Held]:
    """Whoever shares anything with the meeting; where there are only tables, all of its slots."""
    people, team = set(held.meeting.participants), set(held.placing.interpreters)
    slots = set(held.slots) if records.problem.tables is not None else set()
    tied = {k for pair in records.problem.precedences if held.key in pair for k in pair}
    for h in others:
        if (
            people.intersection(h.meeting.participants)
            or (held.placing.room and h.placing.room == held.placing.room)
            or team.intersection(h.placing.interpreters)
            or h.key in tied
            or slots.intersection(h.slots)
        ):
            yield h
