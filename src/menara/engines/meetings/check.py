"""Every hard constraint a second time, in plain Python, from the problem alone. Shares no code with the solver.

Runs on solver results, on what people moved by hand, and again when a programme is released.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise

from menara.engines.meetings.agenda import DAY, Case, Held, Records, Violation, breaks_of, follows, values
from menara.engines.meetings.problem import (
    Interpreter,
    Pair,
    Participant,
    Placing,
    Problem,
    Room,
    either_way,
    is_mandatory,
)

__all__ = ["CHECKS", "LOCAL", "Records", "Violation", "check", "values"]

Check = Callable[[Case], Iterator[Violation]]


def known_records(records: Records, programme: Sequence[Placing]) -> Iterator[Violation]:
    """Every placing names a meeting, a slot, a room and interpreters of the problem, and a meeting is placed once."""
    for p in programme:
        about = {"meeting": p.meeting}
        if p.meeting not in records.meeting:
            yield Violation(constraint="known_records", about=about)
        if p.slot not in records.slot:
            yield Violation(constraint="known_records", about=about | {"slot": p.slot})
        if bool(p.room) != bool(records.room) or (p.room and p.room not in records.room):
            yield Violation(constraint="known_records", about=about | {"room": p.room})
        for key, times in Counter(p.interpreters).items():
            if key not in records.interpreter or times > 1:
                yield Violation(constraint="known_records", about=about | {"interpreter": key})
    for key, times in Counter(p.meeting for p in programme).items():
        if times > 1:
            yield Violation(constraint="known_records", about={"meeting": key, "found": times, "allowed": 1})


def mandatory_is_held(case: Case) -> Iterator[Violation]:
    """A mandatory or pinned meeting is held; every one where all are to be."""
    held = {h.key for h in case.held}
    for m in case.problem.meetings:
        if is_mandatory(case.problem, m) and m.key not in held:
            yield Violation(constraint="mandatory_is_held", about={"meeting": m.key})


def has_its_slots(case: Case) -> Iterator[Violation]:
    """A meeting takes as many slots as it is long, in a row on one day."""
    for h in case.held:
        if len(h.slots) < h.meeting.length:
            about = {"meeting": h.key, "found": len(h.slots), "asked": h.meeting.length}
            yield Violation(constraint="has_its_slots", about=about)


def starts_when_allowed(case: Case) -> Iterator[Violation]:
    """A meeting starts in a slot it may start in; in its own where one is fixed."""
    for h in case.held:
        slot, m = h.placing.slot, h.meeting
        if (m.allowed is not None and slot not in m.allowed) or (m.slot and slot != m.slot):
            about = {"meeting": h.key, "slot": slot, **({"fixed": m.slot} if m.slot else {})}
            yield Violation(constraint="starts_when_allowed", about=about)


def is_in_its_room(case: Case) -> Iterator[Violation]:
    """A meeting whose room is fixed is held there."""
    for h in case.held:
        if h.meeting.room and h.placing.room and h.placing.room != h.meeting.room:
            about = {"meeting": h.key, "room": h.placing.room, "fixed": h.meeting.room}
            yield Violation(constraint="is_in_its_room", about=about)


def participant_is_available(case: Case) -> Iterator[Violation]:
    """Nobody is asked to a meeting in a slot in which he or she is not available."""
    for h in case.held:
        for key in h.meeting.participants:
            for slot in _outside(case, case.records.participant[key].available, h):
                about = {"participant": key, "meeting": h.key, "slot": slot}
                yield Violation(constraint="participant_is_available", about=about)


def one_meeting_at_a_time(case: Case) -> Iterator[Violation]:
    """A participant is in one meeting at a time."""
    for key, held in case.of_participants().items():
        for one, other, slot in _overlaps(case, held):
            about = {"participant": key, "meeting": one, "other": other, "slot": slot}
            yield Violation(constraint="one_meeting_at_a_time", about=about)


def participant_rests(case: Case) -> Iterator[Violation]:
    """After the most slots in a row a participant has a rest."""
    for key, held in case.of_participants().items():
        yield from _rests(case, "participant", case.records.participant[key], held)


def one_meeting_in_a_room(case: Case) -> Iterator[Violation]:
    """A room holds one meeting at a time."""
    for key, held in case.of_rooms().items():
        for one, other, slot in _overlaps(case, held):
            about = {"room": key, "meeting": one, "other": other, "slot": slot}
            yield Violation(constraint="one_meeting_in_a_room", about=about)


def room_is_turned_over(case: Case) -> Iterator[Violation]:
    """Between two meetings in a room there is the time it takes to turn it over."""
    for key, held in case.of_rooms().items():
        turnover = case.records.room[key].turnover
        for one, other in pairwise(sorted(held, key=lambda h: h.begin)):
            if 0 <= other.begin - one.end < turnover:
                about = {"room": key, "meeting": one.key, "other": other.key}
                found = {"found": other.begin - one.end, "asked": turnover}
                yield Violation(constraint="room_is_turned_over", about=about | found)


def room_is_open(case: Case) -> Iterator[Violation]:
    """A room is used in the slots in which it is open."""
    for h, room in _in_rooms(case):
        for slot in _outside(case, room.opening, h):
            about = {"room": room.key, "meeting": h.key, "slot": slot}
            yield Violation(constraint="room_is_open", about=about)


def room_seats_all(case: Case) -> Iterator[Violation]:
    """A room seats everyone who attends."""
    for h, room in _in_rooms(case):
        if h.meeting.persons > room.seats:
            about = {"room": room.key, "meeting": h.key, "found": room.seats, "asked": h.meeting.persons}
            yield Violation(constraint="room_seats_all", about=about)


def room_is_equipped(case: Case) -> Iterator[Violation]:
    """A room has the equipment a meeting asks for."""
    for h, room in _in_rooms(case):
        if lacking := h.meeting.equipment - room.equipment:
            about = {"room": room.key, "meeting": h.key, "lacking": tuple(sorted(lacking))}
            yield Violation(constraint="room_is_equipped", about=about)


def room_is_cleared(case: Case) -> Iterator[Violation]:
    """What is said in a meeting may be said in its room."""
    for h, room in _in_rooms(case):
        if room.clearance < h.meeting.clearance:
            about = {"room": room.key, "meeting": h.key, "found": room.clearance, "asked": h.meeting.clearance}
            yield Violation(constraint="room_is_cleared", about=about)


def tables_suffice(case: Case) -> Iterator[Violation]:
    """In no slot are there more meetings than tables."""
    if case.problem.tables is None:
        return
    for slot, found in sorted(Counter(s for h in case.held for s in h.slots).items()):
        if found > case.problem.tables:
            about = {"slot": case.problem.slots[slot].key, "found": found, "allowed": case.problem.tables}
            yield Violation(constraint="tables_suffice", about=about)


def languages_are_covered(case: Case) -> Iterator[Violation]:
    """Every pair a meeting asks for has an interpreter there; where nobody in the problem who is cleared for it has
    the pair, two of them may relay it over a third language."""
    for h in case.held:
        present = [case.records.interpreter[key] for key in h.placing.interpreters]
        for pair in sorted(h.meeting.languages):
            if not _covered(case, pair, present, h.meeting.clearance):
                about = {"meeting": h.key, "from": pair[0], "into": pair[1]}
                yield Violation(constraint="languages_are_covered", about=about)


def interpreter_is_on_shift(case: Case) -> Iterator[Violation]:
    """An interpreter works within the own shifts."""
    for h in case.held:
        for key in h.placing.interpreters:
            for slot in _outside(case, case.records.interpreter[key].shifts, h):
                about = {"interpreter": key, "meeting": h.key, "slot": slot}
                yield Violation(constraint="interpreter_is_on_shift", about=about)


def one_meeting_an_interpreter(case: Case) -> Iterator[Violation]:
    """An interpreter works in one meeting at a time."""
    for key, held in case.of_interpreters().items():
        for one, other, slot in _overlaps(case, held):
            about = {"interpreter": key, "meeting": one, "other": other, "slot": slot}
            yield Violation(constraint="one_meeting_an_interpreter", about=about)


def interpreter_rests(case: Case) -> Iterator[Violation]:
    """After the most slots in a row an interpreter has a rest."""
    for key, held in case.of_interpreters().items():
        yield from _rests(case, "interpreter", case.records.interpreter[key], held)


def interpreter_is_cleared(case: Case) -> Iterator[Violation]:
    """What is said in a meeting may be heard by its interpreters."""
    for h in case.held:
        for key in h.placing.interpreters:
            found = case.records.interpreter[key].clearance
            if found < h.meeting.clearance:
                about = {"interpreter": key, "meeting": h.key, "found": found, "asked": h.meeting.clearance}
                yield Violation(constraint="interpreter_is_cleared", about=about)


def time_to_walk(case: Case) -> Iterator[Violation]:
    """Whoever goes from one area to another has the minutes it takes."""
    if not case.problem.walking:
        return
    for kind, groups in (("participant", case.of_participants()), ("interpreter", case.of_interpreters())):
        for key, held in groups.items():
            for one, other in pairwise(sorted(held, key=lambda h: h.begin)):
                there, here = case.records.room[one.placing.room].area, case.records.room[other.placing.room].area
                asked = either_way(case.problem.walking, there, here) if there != here else 0
                if 0 <= other.begin - one.end < asked:
                    about = {kind: key, "meeting": one.key, "other": other.key}
                    found = {"found": other.begin - one.end, "asked": asked}
                    yield Violation(constraint="time_to_walk", about=about | found)


def time_to_travel(case: Case) -> Iterator[Violation]:
    """Whoever takes part in two meetings has the minutes it takes to travel between them."""
    held = {h.key: h for h in case.held}
    for pair in sorted({(min(pair), max(pair)) for pair in case.problem.travel}):
        one, other = held.get(pair[0]), held.get(pair[1])
        if one is None or other is None or not set(one.meeting.participants) & set(other.meeting.participants):
            continue
        one, other = sorted((one, other), key=lambda h: h.begin)
        asked = either_way(case.problem.travel, one.key, other.key)
        if 0 <= other.begin - one.end < asked:
            about = {"meeting": one.key, "other": other.key, "found": other.begin - one.end, "asked": asked}
            yield Violation(constraint="time_to_travel", about=about)


def comes_after(case: Case) -> Iterator[Violation]:
    """A meeting begins after those that come before it have ended."""
    held = {h.key: h for h in case.held}
    for earlier, later in case.problem.precedences:
        if earlier in held and later in held and held[later].begin < held[earlier].end:
            yield Violation(constraint="comes_after", about={"meeting": later, "other": earlier})


def breaks_are_fair(case: Case) -> Iterator[Violation]:
    """The breaks of two participants differ by no more than is fair."""
    if case.problem.fairness is None:
        return
    breaks = breaks_of(case)
    most, fewest = max(breaks, key=lambda p: breaks[p], default=""), min(breaks, key=lambda p: breaks[p], default="")
    if breaks and breaks[most] - breaks[fewest] > case.problem.fairness:
        about = {"participant": most, "other": fewest, "found": breaks[most] - breaks[fewest]}
        yield Violation(constraint="breaks_are_fair", about=about | {"allowed": case.problem.fairness})


LOCAL: tuple[Check, ...] = (  # each violation names a meeting that takes part in it
    has_its_slots,
    starts_when_allowed,
    is_in_its_room,
    participant_is_available,
    one_meeting_at_a_time,
    participant_rests,
    one_meeting_in_a_room,
    room_is_turned_over,
    room_is_open,
    room_seats_all,
    room_is_equipped,
    room_is_cleared,
    languages_are_covered,
    interpreter_is_on_shift,
    one_meeting_an_interpreter,
    interpreter_rests,
    interpreter_is_cleared,
    time_to_walk,
    time_to_travel,
    comes_after,
)
CHECKS: tuple[Check, ...] = (mandatory_is_held, *LOCAL, tables_suffice, breaks_are_fair)


def check(*, problem: Problem, programme: Sequence[Placing], records: Records | None = None) -> tuple[Violation, ...]:
    """Everything wrong with a programme; empty where it may stand."""
    records = records or Records(problem)
    strangers = tuple(known_records(records, programme))
    if strangers:  # the other checks look these records up
        return strangers
    case = Case(records, tuple(records.held(p) for p in programme))
    return tuple(violation for one in CHECKS for violation in one(case))


def _in_rooms(case: Case) -> Iterator[tuple[Held, Room]]:
    return ((h, case.records.room[h.placing.room]) for h in case.held if h.placing.room)


def _outside(case: Case, open_slots: frozenset[str] | None, held: Held) -> Iterator[str]:
    if open_slots is not None:
        keys = (case.problem.slots[s].key for s in held.slots)
        yield from (key for key in keys if key not in open_slots)


def _overlaps(case: Case, held: list[Held]) -> Iterator[tuple[str, str, str]]:
    """Two meetings and the first slot both take."""
    if len({s for h in held for s in h.slots}) == sum(len(h.slots) for h in held):
        return
    for one, other in combinations(held, 2):
        if both := set(one.slots) & set(other.slots):
            yield one.key, other.key, case.problem.slots[min(both)].key


def _rests(case: Case, kind: str, who: Participant | Interpreter, held: list[Held]) -> Iterator[Violation]:
    """Rows longer than allowed; a pause ends a row where it is longer than slots in a row have, and no shorter than
    the rest."""
    if who.in_a_row is None:
        return
    of_slot = {s: h.key for h in held for s in h.slots}
    row: list[int] = []
    for s in [*sorted(of_slot), None]:
        if row and s is not None and _goes_on(case.problem, row[-1], s, who.rest):
            row.append(s)
            continue
        if len(row) > who.in_a_row:
            meetings = tuple(dict.fromkeys(of_slot[r] for r in row))
            about = {kind: who.key, "meetings": meetings, "found": len(row), "allowed": who.in_a_row}
            yield Violation(constraint=f"{kind}_rests", about=about)
        row = [] if s is None else [s]


def _goes_on(problem: Problem, one: int, other: int, rest: int) -> bool:
    before, after = problem.slots[one], problem.slots[other]
    pause = (after.day - before.day) * DAY + after.begin - before.end
    return pause < rest or (other == one + 1 and follows(problem, one))


def _covered(case: Case, pair: Pair, present: list[Interpreter], clearance: int) -> bool:
    if any(pair in i.pairs for i in present):
        return True
    if not case.problem.relay or any(pair in pairs for level, pairs in case.records.pairs if level >= clearance):
        return False
    return any(
        (pair[0], pivot) in one.pairs and (pivot, pair[1]) in other.pairs
        for one in present
        for other in present
        if one is not other
        for pivot in {into for source, into in one.pairs if source == pair[0]}
    )
