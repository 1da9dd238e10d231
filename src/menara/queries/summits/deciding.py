"""What is asked of the engine when people decide: the problem with what is fixed, and what stands in the way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from menara.engines.meetings.agenda import Violation
from menara.engines.meetings.check import check
from menara.engines.meetings.move import conflicts_of
from menara.engines.meetings.problem import Interpreter, Meeting, Pair, Participant, Placing, Problem
from menara.queries.summits.clashes import Conflict, conflict_of, without_repeats
from menara.queries.summits.clock import MINUTE
from menara.queries.summits.scheduling import ProgrammeCase

_RESTS = {"participant_rests": "participant", "interpreter_rests": "interpreter"}


def for_solving(case: ProgrammeCase) -> Problem:
    """The problem with what is pinned, held or has begun fixed where it is, and without what was called off.

    What somebody decided against a soft rule is not asked again of that meeting. Of a meeting that has begun nothing is
    asked at all; it keeps its interpreters, each held there by a pair of words that nobody else has.
    """
    placed = {p.meeting: p for p in case.programme}
    fixed = (case.begun | case.pinned) & placed.keys()
    rooms = {room.key: room for room in case.problem.rooms}
    own_pairs: dict[str, set[Pair]] = {}
    meetings = []
    for m in case.problem.meetings:
        if m.key in case.ended and m.key not in placed:
            continue
        if m.key not in fixed:
            meetings.append(m)
            continue
        place = placed[m.key]
        room = rooms[place.room]
        eased = replace(
            m,
            slot=place.slot,
            room=place.room,
            pinned=True,
            tentative=False,
            allowed=None,
            persons=min(m.persons, room.seats),
            equipment=m.equipment & room.equipment,
        )
        if m.key in case.begun:
            bound = frozenset((f"{m.key}/{key}", key) for key in place.interpreters)
            for pair in bound:
                own_pairs.setdefault(pair[1], set()).add(pair)
            eased = replace(eased, clearance=0, languages=bound)
        meetings.append(eased)
    interpreters = tuple(
        replace(i, pairs=i.pairs | own_pairs[i.key]) if i.key in own_pairs else i for i in case.problem.interpreters
    )
    keys = {m.key for m in meetings}
    problem = replace(
        case.problem,
        meetings=tuple(meetings),
        interpreters=interpreters,
        precedences=tuple(pair for pair in case.problem.precedences if set(pair) <= keys),
    )
    return _with_rows_as_they_are(problem, [placed[key] for key in sorted(fixed)])


def _with_rows_as_they_are(problem: Problem, fixed: Collection[Placing]) -> Problem:
    """Who was given more in a row than is right, by what is fixed, may have that much."""
    longest: dict[tuple[str, str], int] = {}
    for found in check(problem=replace(problem, meetings=_of(problem, fixed)), programme=tuple(fixed)):
        if kind := _RESTS.get(found.constraint):
            longest[kind, found.about[kind]] = found.about["found"]
    if not longest:
        return problem

    def eased(kind: str, who: Any) -> Any:
        return replace(who, in_a_row=longest[kind, who.key]) if (kind, who.key) in longest else who

    participants: tuple[Participant, ...] = tuple(eased("participant", p) for p in problem.participants)
    interpreters: tuple[Interpreter, ...] = tuple(eased("interpreter", i) for i in problem.interpreters)
    return replace(problem, participants=participants, interpreters=interpreters)


def _of(problem: Problem, placings: Collection[Placing]) -> tuple[Meeting, ...]:
    keys = {p.meeting for p in placings}
    return tuple(m for m in problem.meetings if m.key in keys)


def conflicts_in(case: ProgrammeCase) -> tuple[Conflict, ...]:
    """Everything that does not hold in a version, but for what is of meetings that have begun alone."""
    found = [*case.off, *check(problem=case.problem, programme=case.programme)]
    return without_repeats(named(v, case) for v in found if not _meetings(v) or _meetings(v) - case.begun)


def conflicts_at(
    case: ProgrammeCase, *, request: str, slot: str, room: str, team: tuple[str, ...]
) -> tuple[Conflict, ...]:
    """What the meeting would break at that place with those interpreters."""
    found = conflicts_of(
        problem=case.problem, programme=case.programme, meeting=request, slot=slot, room=room, interpreters=team,
    )  # fmt: skip
    return without_repeats(named(v, case, subject=request) for v in found)


def busy_interpreters(
    case: ProgrammeCase, request: str, slot: str, uncovered: Collection[Conflict]
) -> tuple[Conflict, ...]:
    """That whoever could interpret these pairs is busy then."""
    begin = case.clock.spans[slot][0]
    told = {"day": begin.date(), "begin": f"{begin:%H:%M}"}
    return tuple(
        conflict_of("interpreters_are_busy", {"meeting": request}, case.names, more={**c.sentence.facts, **told})
        for c in uncovered
    )


def pairs_of_nobody(case: ProgrammeCase, request: str) -> tuple[Conflict, ...]:
    """The pairs of languages of a meeting that no cleared interpreter of the summit covers, not by relay either."""
    (meeting,) = [m for m in case.problem.meetings if m.key == request]
    known = {pair for i in case.problem.interpreters if i.clearance >= meeting.clearance for pair in i.pairs}
    lacking = [
        (source, into)
        for source, into in sorted(meeting.languages)
        if (source, into) not in known and not any(a == source and (b, into) in known for a, b in known)
    ]
    return tuple(
        conflict_of("nobody_has_the_pair", {"meeting": request, "from": source, "into": into}, case.names)
        for source, into in lacking
    )


def warnings_at(case: ProgrammeCase, *, request: str, slot: str) -> tuple[Conflict, ...]:
    """What was wished for and is not met."""
    (meeting,) = [m for m in case.problem.meetings if m.key == request]
    if not meeting.preferred_slots or slot in meeting.preferred_slots:
        return ()
    return (conflict_of("is_preferred", {"meeting": request}, case.names),)


def named(found: Violation, case: ProgrammeCase, *, subject: str = "") -> Conflict:
    """One violation with the records' names; ``subject``: the meeting in the hand, told first."""
    about = dict(found.about)
    if subject and about.get("other") == subject:
        about["other"], about["meeting"] = about["meeting"], subject
    more: dict[str, Any] = {}
    if found.constraint == "one_meeting_in_a_room" and subject:
        (there,) = [p for p in case.programme if p.meeting == about["other"]]
        (other,) = [m for m in case.problem.meetings if m.key == about["other"]]
        begin = case.clock.spans[there.slot][0]
        until = begin + other.length * case.clock.step * MINUTE
        more = {"taken_from": f"{begin:%H:%M}", "taken_until": f"{until:%H:%M}"}
    if found.constraint == "starts_when_allowed":
        about.pop("fixed", None)
    return conflict_of(found.constraint, about, case.names, more=more)


def _meetings(found: Violation) -> frozenset[str]:
    about = found.about
    return frozenset(str(about[name]) for name in ("meeting", "other") if name in about) | frozenset(
        about.get("meetings", ())
    )
