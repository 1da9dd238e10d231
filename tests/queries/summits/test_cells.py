"""Every cell asked part by part says what the engine's check says of the whole, cell by cell."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engines.meetings.tiny import interpreter, meeting, room, slots, some, summit
from menara.engines.meetings.move import conflicts_of, free_places
from menara.engines.meetings.problem import Meeting, Participant, Placing, Problem, Programme
from menara.queries.summits.cells import InHand
from menara.queries.summits.clashes import Conflict, Names, conflict_of, without_repeats
from menara.queries.summits.clock import Clock
from menara.queries.summits.deciding import named, pairs_of_nobody
from menara.queries.summits.scheduling import ProgrammeCase

PEOPLE, LANGUAGES = "abcde", "AEFS"
MIDNIGHT = datetime(2026, 9, 14, tzinfo=UTC)


def chance_problem(chance: random.Random) -> Problem:
    """Two days of four steps, three rooms in two areas, four interpreters, eight meetings of five people."""
    steps = slots(4) + slots(4, day=1)
    keys = [s.key for s in steps]

    def there(odds: float) -> frozenset[str] | None:
        return frozenset(chance.sample(keys, 6)) if chance.random() < odds else None

    rooms = tuple(
        room(
            name,
            seats=chance.choice((2, 4, 6)),
            opening=there(0.4),
            turnover=chance.choice((0, 0, 10)),
            clearance=chance.choice((0, 1)),
            equipment=some("booth") if chance.random() < 0.5 else some(),
            area=area,
        )
        for name, area in (("R", "x"), ("Q", "x"), ("P", "y"))
    )
    team = tuple(
        replace(
            interpreter(name, *chance.sample([a + b for a in LANGUAGES for b in LANGUAGES if a != b], 5)),
            shifts=there(0.5),
            in_a_row=chance.choice((None, 1, 2)),
            rest=chance.choice((0, 30, 24 * 60)),
            clearance=chance.choice((0, 1)),
        )
        for name in "WXYZ"
    )
    people = tuple(
        Participant(key=key, available=there(0.4), in_a_row=chance.choice((None, 1, 2)), rest=chance.choice((0, 30)))
        for key in PEOPLE
    )
    return summit(
        [chance_meeting(chance, f"m{k}", there(0.3)) for k in range(8)],
        slots=steps,
        participants=people,
        rooms=rooms,
        interpreters=team,
        walking={("x", "y"): 40} if chance.random() < 0.5 else {},
        precedences=(("m0", "m1"), ("m2", "m1")),
        travel={("m3", "m4"): 35} if chance.random() < 0.3 else {},
        joined=chance.choice((0, 5)),
    )


def chance_meeting(chance: random.Random, key: str, allowed: frozenset[str] | None) -> Meeting:
    one, other = chance.sample(LANGUAGES, 2)
    return meeting(
        key,
        "".join(chance.sample(PEOPLE, chance.choice((2, 2, 3)))),
        length=chance.choice((1, 1, 2)),
        allowed=allowed,
        persons=chance.choice((2, 3, 5)),
        equipment=some("booth") if chance.random() < 0.3 else some(),
        clearance=chance.choice((0, 0, 1)),
        languages=frozenset({(one, other), (other, one)}) if chance.random() < 0.6 else frozenset(),
    )


def chance_programme(chance: random.Random, problem: Problem) -> Programme:
    """Most meetings somewhere, whether they fit or not: what is broken already bars nobody."""
    return tuple(
        Placing(
            meeting=m.key,
            slot=chance.choice(problem.slots).key,
            room=chance.choice(problem.rooms).key,
            interpreters=tuple(sorted(chance.sample("WXYZ", chance.choice((1, 2))))) if m.languages else (),
        )
        for m in chance.sample(problem.meetings, 6)
    )


def case_of(problem: Problem, programme: Programme) -> ProgrammeCase:
    spans = {
        s.key: (MIDNIGHT + timedelta(days=s.day, minutes=s.begin), MIDNIGHT + timedelta(days=s.day, minutes=s.end))
        for s in problem.slots
    }
    return ProgrammeCase(
        programme_id=1,
        summit_id=1,
        clock=Clock(zone=UTC, spans=spans, step=30, joined=problem.joined),
        problem=problem,
        programme=programme,
        names=Names(
            rooms={r.key: {"en": r.key} for r in problem.rooms},
            interpreters={i.key: i.key for i in problem.interpreters},
            slots=spans,
        ),
        begun=frozenset(),
        pinned=frozenset(),
        ended=frozenset(),
        published=frozenset(),
    )


def softened(problem: Problem, request: str) -> Problem:
    """The same with nothing asked that a person may decide against."""
    return replace(
        problem,
        meetings=tuple(
            replace(m, persons=0, equipment=frozenset()) if m.key == request else m for m in problem.meetings
        ),
        participants=tuple(replace(p, in_a_row=None) for p in problem.participants),
        interpreters=tuple(replace(i, in_a_row=None) for i in problem.interpreters),
    )


def whole_bars(
    case: ProgrammeCase, request: str, slot: str, room: str, *, team: tuple[str, ...] | None
) -> tuple[Conflict, ...]:
    """What bars a meeting from a place, by the engine's check of it all; ``team``: who could interpret it, but for what
    a person may decide against."""

    def broken(interpreters: tuple[str, ...]) -> tuple[Conflict, ...]:
        place = {"meeting": request, "slot": slot, "room": room, "interpreters": interpreters}
        found = conflicts_of(problem=case.problem, programme=case.programme, **place)
        return without_repeats(named(violation, case, subject=request) for violation in found)

    alone = broken(())
    bars = tuple(c for c in alone if c.constraint != "languages_are_covered")
    nobody = pairs_of_nobody(case, request)
    if nobody or any(c.is_hard for c in bars):
        return (*bars, *nobody)
    if team is not None:
        return (*bars, *(c for c in broken(team) if c.constraint == "interpreter_rests"))
    begin = case.clock.spans[slot][0]
    told = {"day": begin.date(), "begin": f"{begin:%H:%M}"}
    busy = (c for c in alone if c.constraint == "languages_are_covered")
    return (
        *bars,
        *(
            conflict_of("interpreters_are_busy", {"meeting": request}, case.names, more={**c.sentence.facts, **told})
            for c in busy
        ),
    )


def in_order(bars: tuple[Conflict, ...]) -> tuple[list[Conflict], list[str]]:
    """As they are told; interpreters who give up a rest are told last, in any order."""
    rests = sorted(repr(c) for c in bars if c.constraint == "interpreter_rests")
    return [c for c in bars if c.constraint != "interpreter_rests"], rests


@pytest.mark.parametrize("seed", range(24))
def test_each_cell_says_what_the_whole_check_says_of_it(seed: int) -> None:
    chance = random.Random(seed)
    problem = chance_problem(chance)
    programme = chance_programme(chance, problem)
    case = case_of(problem, programme)
    for request in (m.key for m in problem.meetings):
        free, soft = (
            {(p.slot, p.room): p for p in free_places(problem=asked, programme=programme, meeting=request)}
            for asked in (problem, softened(problem, request))
        )
        hand = InHand(case, request)
        for slot in problem.slots:
            for there in problem.rooms:
                cell = slot.key, there.key
                assert hand.is_free(*cell) == (cell in free)
                assert hand.is_free(*cell, softly=True) == (cell in soft)
                team = hand.team(*cell, softly=True)
                assert in_order(hand.bars(*cell)) == in_order(whole_bars(case, request, *cell, team=team))
                assert hand.is_free(*cell) or hand.bars(*cell)


@pytest.mark.parametrize("seed", range(8))
def test_the_team_is_the_one_that_the_engine_would_take(seed: int) -> None:
    chance = random.Random(seed)
    problem = chance_problem(chance)
    programme = chance_programme(chance, problem)
    case = case_of(problem, programme)
    for request in (m.key for m in problem.meetings if m.languages):
        hand = InHand(case, request)
        for slot in problem.slots:
            # Of the first room of the step alone: of the others the engine tries first who was found there.
            there = problem.rooms[0]
            meetings = tuple(
                replace(m, slot=slot.key, room=there.key) if m.key == request else m for m in problem.meetings
            )
            found = free_places(problem=replace(problem, meetings=meetings), programme=programme, meeting=request)
            assert hand.team(slot.key, there.key) == (found[0].interpreters if found else None)
