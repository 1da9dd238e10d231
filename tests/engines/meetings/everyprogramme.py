"""The best programme of a small problem by trying all of them; what may stand is the check's word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from menara.engines.meetings.agenda import Case, Records, values
from menara.engines.meetings.check import LOCAL, check, known_records
from menara.engines.meetings.problem import GOALS, Meeting, Placing, Problem, Programme


def rank(problem: Problem, programme: Programme, records: Records) -> tuple[int, ...]:
    found = values(problem=problem, programme=programme, records=records)
    return tuple(found[g] if more else -found[g] for g, more in GOALS.items())


def best(problem: Problem) -> tuple[int, ...] | None:
    """The goals of the best programme, those where less is better negative; None where none may stand."""
    records = Records(problem)
    found: tuple[int, ...] | None = None
    for programme in programmes(problem, records):
        now = rank(problem, programme, records)
        if (found is None or now > found) and not check(problem=problem, programme=programme, records=records):
            found = now
    return found


def programmes(problem: Problem, records: Records) -> Iterator[Programme]:
    """Every programme of places that each could stand alone."""
    choices = [list(places(problem, m, records)) for m in problem.meetings]

    def rest(chosen: tuple[Placing, ...], k: int) -> Iterator[Programme]:
        if k == len(choices):
            yield chosen
            return
        yield from rest(chosen, k + 1)
        for place in choices[k]:
            yield from rest((*chosen, place), k + 1)

    return rest((), 0)


def places(problem: Problem, m: Meeting, records: Records) -> Iterator[Placing]:
    teams = [()] if not m.languages else [t for n in (1, 2) for t in combinations(records.interpreter, n)]
    for slot in records.slot:
        for room in records.room or [""]:
            for team in teams:
                place = Placing(meeting=m.key, slot=slot, room=room, interpreters=team)
                case = Case(records, (records.held(place),))
                if not any(True for one in LOCAL for _ in one(case)):
                    assert not list(known_records(records, [place]))
                    yield place
