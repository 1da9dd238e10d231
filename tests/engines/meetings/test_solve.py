"""The door: what it finds is the best there is, obeys every constraint, can be stopped, and is the same every time."""

from __future__ import annotations

import pytest

from engines.meetings.binding import BINDING
from engines.meetings.everyprogramme import best, rank
from engines.meetings.tiny import at, chance_summit, interpreter, meeting, room, some, summit
from menara.engines.meetings.agenda import Records
from menara.engines.meetings.bounds import bounds
from menara.engines.meetings.check import check, values
from menara.engines.meetings.exact import settle
from menara.engines.meetings.grid import Grid, Requirement, asks
from menara.engines.meetings.problem import GOALS, Problem, Programme, Result
from menara.engines.meetings.requirements import requirements
from menara.engines.meetings.solve import solve
from menara.engines.outcome import Limits, Progress, Status
from menara.errors import BadInput

LIMITS = Limits(seconds=20)


def solved(problem: Problem) -> Result:
    return solve(problem=problem, limits=LIMITS)


def programme_without(problem: Problem, name: str) -> Programme:
    """What a solver finds that is deaf to a constraint."""
    waived: set[Requirement] = {one for one in requirements(problem, problem.meetings) if one.constraint == name}
    waived |= {asks("mandatory_is_held", meeting=m.key) for m in problem.meetings if name == "mandatory_is_held"}
    grid = Grid(problem, frozenset(waived))
    far = {goal: 10**6 if more else -1 for goal, more in GOALS.items()}
    settled = settle(
        grid, placed=None, counted=far, seconds=20, seed=1, going=lambda: True, say=lambda goal, value, bound: None
    )
    return grid.programme(settled.placed)


@pytest.mark.parametrize("name", BINDING)
def test_the_solver_obeys_and_a_deaf_one_would_not(name: str) -> None:
    problem = BINDING[name]
    found = solved(problem)
    assert check(problem=problem, programme=found.programme) == ()
    deaf = programme_without(problem, name)
    assert {v.constraint for v in check(problem=problem, programme=deaf)} == {name}


@pytest.mark.parametrize("seed", range(300))
def test_it_finds_what_trying_every_programme_finds(seed: int) -> None:
    problem = chance_summit(seed)
    found, truth = solved(problem), best(problem)
    if truth is None:
        assert found.status is Status.INFEASIBLE
        assert found.conflicts != ()
        return
    assert found.status is Status.OPTIMAL
    assert check(problem=problem, programme=found.programme) == ()
    assert rank(problem, found.programme, Records(problem)) == truth
    assert {level.goal: level.value for level in found.levels} == values(problem=problem, programme=found.programme)
    assert all(level.value == level.bound for level in found.levels)


@pytest.mark.parametrize("seed", range(300))
def test_counting_never_promises_too_little(seed: int) -> None:
    problem = chance_summit(seed)
    truth = best(problem)
    if truth is not None:
        counted = bounds(problem)
        signed = tuple(counted[g] if more else -counted[g] for g, more in GOALS.items())
        assert all(value <= bound for value, bound in zip(truth, signed, strict=True))


@pytest.mark.parametrize("seed", range(0, 30, 3))
def test_the_same_problem_has_the_same_answer(seed: int) -> None:
    problem = chance_summit(seed)
    assert solved(problem).programme == solved(problem).programme


def test_every_meeting_that_is_not_held_has_its_smallest_reasons() -> None:
    problem = summit(
        [
            meeting("m", "AB", priority=2, slot="s0"),
            meeting("n", "AC", slot="s0"),
            meeting("o", "DE", equipment=some("booth")),
            meeting("p", "FG", languages=frozenset({("A", "E")})),
        ],
        rooms=(room("R"), room("Q")),
        interpreters=(interpreter("I", "AF"),),
    )
    found = solved(problem)
    assert {level.goal: level.value for level in found.levels}["held"] == 2
    told = {n.meeting: (n.scope, [(r.constraint, dict(r.about)) for r in n.reasons]) for n in found.not_held}
    assert told == {
        "n": (
            "beside",
            [("starts_when_allowed", {"meeting": "n"}), ("one_meeting_at_a_time", {"participant": "A"})],
        ),
        "o": ("alone", [("room_is_equipped", {"meeting": "o"})]),
        "p": ("alone", [("languages_are_covered", {"meeting": "p", "from": "A", "into": "E"})]),
    }


def test_a_meeting_gives_way_to_taken_rooms_all_together() -> None:
    problem = summit(
        [meeting("m", "AB", priority=2), meeting("n", "CD", priority=2), meeting("o", "EF")],
        count=1,
        rooms=(room("R"), room("Q")),
    )
    (only,) = solved(problem).not_held
    assert (only.meeting, only.scope) == ("o", "beside")
    assert [(r.constraint, dict(r.about)) for r in only.reasons] == [("one_meeting_in_a_room", {"meeting": "o"})]


def test_a_stopped_search_keeps_what_it_has() -> None:
    problem = chance_summit(5)
    words: list[Progress] = []

    def stop(word: Progress) -> bool:
        words.append(word)
        return False

    found = solve(problem=problem, limits=LIMITS, listener=stop)
    assert found.status in (Status.STOPPED, Status.OPTIMAL)
    assert check(problem=problem, programme=found.programme) == ()
    assert words


def test_it_begins_from_the_programme_it_is_given() -> None:
    problem = summit([meeting("m", "AB"), meeting("n", "CD")], count=4, goals=("held",))
    found = solve(problem=problem, limits=LIMITS, start=at("m s2", "n s3"))
    assert found.programme == at("m s2", "n s3")


def test_only_the_goals_asked_for_are_told() -> None:
    problem = summit([meeting("m", "AB")], goals=("held", "breaks"))
    assert [level.goal for level in solved(problem).levels] == ["held", "breaks"]


def test_a_problem_with_faults_is_refused() -> None:
    with pytest.raises(BadInput):
        solved(summit([meeting("m", "AB", slot="x")]))
