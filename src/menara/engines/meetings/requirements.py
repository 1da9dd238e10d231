"""What one may do without to see what stands in the way: the requirements that bear on some meetings, by record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from menara.engines.meetings.grid import Requirement, asks
from menara.engines.meetings.problem import Interpreter, Meeting, Participant, Problem, Reason, Room


def requirements(problem: Problem, meetings: Sequence[Meeting]) -> tuple[Requirement, ...]:
    """Every requirement that any of these meetings could be barred by, each once; those of the meetings first."""
    found: list[Requirement] = []
    for m in meetings:
        found += _of_meeting(m)
    people = {p for m in meetings for p in m.participants}
    for p in problem.participants:
        if p.key in people:
            found += _of_participant(problem, p)
    for r in problem.rooms:
        found += _of_room(r)
    if any(m.languages for m in meetings):
        for i in problem.interpreters:
            found += _of_interpreter(problem, i)
    found += _between(problem, {m.key for m in meetings})
    if problem.tables is not None:
        found.append(asks("tables_suffice"))
    if problem.fairness is not None:
        found.append(asks("breaks_are_fair"))
    return tuple(dict.fromkeys(found))


def in_kinds(problem: Problem, m: Meeting) -> list[tuple[Reason, frozenset[Requirement]]]:
    """The requirements that bear on one meeting, all rooms and all interpreters together: what a person would name."""
    kinds: dict[tuple[str, tuple[tuple[str, str], ...]], set[Requirement]] = {}
    for one in requirements(problem, [m]):
        about = () if one.about and one.about[0][0] in ("room", "interpreter") else one.about
        kinds.setdefault((one.constraint, about), set()).add(one)
    return [
        (Reason(constraint=name, about=dict(about) or {"meeting": m.key}), frozenset(kind))
        for (name, about), kind in kinds.items()
    ]


def reason(one: Requirement) -> Reason:
    return Reason(constraint=one.constraint, about=dict(one.about))


def _of_meeting(m: Meeting) -> Iterator[Requirement]:
    yield asks("has_its_slots", meeting=m.key)
    if m.slot or m.allowed is not None:
        yield asks("starts_when_allowed", meeting=m.key)
    if m.room:
        yield asks("is_in_its_room", meeting=m.key)
    yield asks("room_seats_all", meeting=m.key)
    if m.equipment:
        yield asks("room_is_equipped", meeting=m.key)
    if m.clearance:
        yield asks("room_is_cleared", meeting=m.key)
    for source, into in sorted(m.languages):
        yield asks("languages_are_covered", meeting=m.key, **{"from": source, "into": into})
    if m.languages and m.clearance:
        yield asks("interpreter_is_cleared", meeting=m.key)


def _of_participant(problem: Problem, p: Participant) -> Iterator[Requirement]:
    if p.available is not None:
        yield asks("participant_is_available", participant=p.key)
    yield asks("one_meeting_at_a_time", participant=p.key)
    if p.in_a_row is not None:
        yield asks("participant_rests", participant=p.key)
    if problem.walking:
        yield asks("time_to_walk", participant=p.key)


def _of_room(r: Room) -> Iterator[Requirement]:
    if r.opening is not None:
        yield asks("room_is_open", room=r.key)
    yield asks("one_meeting_in_a_room", room=r.key)
    if r.turnover:
        yield asks("room_is_turned_over", room=r.key)


def _of_interpreter(problem: Problem, i: Interpreter) -> Iterator[Requirement]:
    if i.shifts is not None:
        yield asks("interpreter_is_on_shift", interpreter=i.key)
    yield asks("one_meeting_an_interpreter", interpreter=i.key)
    if i.in_a_row is not None:
        yield asks("interpreter_rests", interpreter=i.key)
    if problem.walking:
        yield asks("time_to_walk", interpreter=i.key)


def _between(problem: Problem, keys: Iterable[str]) -> Iterator[Requirement]:
    """Travel and order; each names the meetings as the grid does."""
    some = set(keys)
    for one, other in sorted({(min(pair), max(pair)) for pair in problem.travel}):
        if one in some or other in some:
            yield asks("time_to_travel", meeting=one, other=other)
    for earlier, later in problem.precedences:
        if earlier in some or later in some:
            yield asks("comes_after", meeting=later, other=earlier)
