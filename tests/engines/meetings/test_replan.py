"""Planning again: the least disturbance, by trying every programme; what changes, and why."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from engines.meetings.everyprogramme import programmes
from engines.meetings.tiny import at, chance_summit, interpreter, meeting, room, some, summit
from menara.engines.meetings.agenda import Records, values
from menara.engines.meetings.check import check
from menara.engines.meetings.disturbance import Before, changes
from menara.engines.meetings.grid import Grid
from menara.engines.meetings.problem import Participant, Problem, Programme
from menara.engines.meetings.replan import Replanned, replan
from menara.engines.meetings.solve import solve
from menara.engines.outcome import Limits, Status

LIMITS = Limits(seconds=20)
AE = frozenset({("A", "E")})
ROOMS = (room("R"), room("Q"))
MORE = (Participant(key="F"), Participant(key="G"))
DAY = summit([meeting("m", "AB"), meeting("n", "AC"), meeting("o", "DE", priority=2)], rooms=ROOMS, participants=MORE)
NOW = at("m s0 R", "n s1 R", "o s0 Q")


def told(found: Replanned) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...], list[str]]]:
    return [(c.meeting, c.what, c.was, c.now, [v.constraint for v in c.why]) for c in found.changes]


def test_nothing_changes_where_nothing_must() -> None:
    found = replan(problem=DAY, before=NOW, limits=LIMITS)
    assert (found.result.programme, found.changes, found.disturbance) == (NOW, (), 0)


def test_a_closed_room_changes_the_room_and_no_time() -> None:
    closed = replace(DAY, rooms=(room("R"), room("Q", opening=some("s1", "s2")), room("P")))
    found = replan(problem=closed, before=NOW, limits=LIMITS)
    assert told(found) == [("o", "room", ("Q",), ("P",), ["room_is_open"])]


def test_an_interpreter_who_falls_out_is_replaced() -> None:
    problem = summit(
        [meeting("m", "AB", languages=AE), meeting("n", "CD", languages=AE)],
        interpreters=(interpreter("I", "AE", shifts=frozenset()), interpreter("J", "AE")),
    )
    found = replan(problem=problem, before=at("m s0 - I", "n s1 - J"), limits=LIMITS)
    assert told(found) == [("m", "interpreters", ("I",), ("J",), ["interpreter_is_on_shift"])]
    assert found.disturbance == found.least == 1


def test_a_principal_who_comes_later_moves_only_the_own_meetings() -> None:
    later = replace(DAY, participants=(Participant(key="A", available=some("s1", "s2")), *DAY.participants[1:]))
    found = replan(problem=later, before=NOW, limits=LIMITS)
    assert told(found) == [("m", "time", ("s0",), ("s2",), ["participant_is_available"])]


def test_a_late_request_takes_what_is_free() -> None:
    asked = replace(DAY, meetings=(*DAY.meetings, meeting("p", "BC")))
    found = replan(problem=asked, before=NOW, limits=LIMITS)
    assert [(c.meeting, c.what, c.weight) for c in found.changes] == [("p", "added", 0)]


def test_the_published_one_stays_and_the_other_moves() -> None:
    late = replace(DAY, meetings=(*DAY.meetings, meeting("p", "FG", slot="s0", mandatory=True)))
    found = replan(problem=late, before=NOW, limits=LIMITS)
    assert [(c.meeting, c.what) for c in found.changes] == [("m", "time"), ("p", "added")]
    found = replan(problem=late, before=NOW, published=some("m"), limits=LIMITS)
    assert [(c.meeting, c.what) for c in found.changes] == [("o", "time"), ("p", "added")]


def test_a_pinned_one_does_not_move_for_any_other() -> None:
    pinned = replace(DAY, meetings=tuple(replace(m, slot="s0", pinned=True) for m in DAY.meetings if m.key != "n"))
    late = replace(pinned, meetings=(*pinned.meetings, meeting("p", "FG", slot="s0", priority=99)))
    found = replan(problem=late, before=NOW[::2], limits=LIMITS)
    assert found.changes == ()
    assert [n.meeting for n in found.result.not_held] == ["p"]


def test_what_cannot_stand_is_told_by_record() -> None:
    both = tuple(replace(m, slot="s0", pinned=True) for m in DAY.meetings[:2])
    found = replan(problem=replace(DAY, meetings=both), before=NOW[:2], limits=LIMITS)
    assert found.result.status is Status.INFEASIBLE
    assert [r.constraint for r in found.result.conflicts].count("mandatory_is_held") == 2


def test_a_dropped_meeting_is_a_change_with_its_reason() -> None:
    nobody = replace(
        DAY, participants=tuple(replace(p, available=frozenset()) if p.key == "E" else p for p in DAY.participants)
    )
    found = replan(problem=nobody, before=NOW, limits=LIMITS)
    assert told(found) == [("o", "dropped", ("s0", "Q"), (), ["participant_is_available"])]
    assert [(n.meeting, n.scope) for n in found.result.not_held] == [("o", "alone")]


@pytest.mark.parametrize("seed", range(150))
def test_it_disturbs_no_more_than_the_best_of_all_programmes(seed: int) -> None:
    problem = replace(chance_summit(seed), all_held=False)
    first = solve(problem=problem, limits=LIMITS)
    if not first.programme:
        return
    changed = change(problem, first.programme, random.Random(seed))
    found = replan(problem=changed, before=first.programme, limits=LIMITS)
    truth = least(changed, first.programme)
    if truth is None:
        assert found.result.status is Status.INFEASIBLE
        return
    assert check(problem=changed, programme=found.result.programme) == ()
    now = values(problem=changed, programme=found.result.programme)
    assert (now["held"], now["tentative"], -found.disturbance) == truth
    assert found.least <= found.disturbance


def change(problem: Problem, programme: Programme, chance: random.Random) -> Problem:
    """Somebody or something is not there when it was used."""
    gone = chance.choice(programme)
    slot = frozenset({gone.slot})
    every = frozenset(s.key for s in problem.slots)
    kind = chance.choice(("participant", "room", "interpreter"))
    if kind == "room" and gone.room:
        rooms = tuple(
            replace(r, opening=(every if r.opening is None else r.opening) - slot) if r.key == gone.room else r
            for r in problem.rooms
        )
        return replace(problem, rooms=rooms)
    if kind == "interpreter" and gone.interpreters:
        return replace(problem, interpreters=tuple(i for i in problem.interpreters if i.key != gone.interpreters[0]))
    out = next(m for m in problem.meetings if m.key == gone.meeting).participants[0]
    people = tuple(
        replace(p, available=(every if p.available is None else p.available) - slot) if p.key == out else p
        for p in problem.participants
    )
    return replace(problem, participants=people)


def least(problem: Problem, before: Programme) -> tuple[int, int, int] | None:
    """Held, tentative held and the disturbance, of the programme that is best in this order."""
    records, was = Records(problem), Before(Grid(problem), before, frozenset())
    best: tuple[int, int, int] | None = None
    for programme in programmes(problem, records):
        if check(problem=problem, programme=programme, records=records):
            continue
        now = values(problem=problem, programme=programme, records=records)
        cost = sum(c.weight for c in changes(was, problem, programme))
        best = max(best or (-1, -1, -1), (now["held"], now["tentative"], -cost))
    return best
