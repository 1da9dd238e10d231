"""Summits too large to settle: what comes out may stand, is the same each time, and gets no worse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.summits import KINDS, summit
from menara.engines.meetings.anneal import Annealing, rank_of
from menara.engines.meetings.board import Board
from menara.engines.meetings.bounds import bounds
from menara.engines.meetings.check import check, values
from menara.engines.meetings.first import first_programme
from menara.engines.meetings.grid import Grid
from menara.engines.meetings.problem import GOALS
from menara.engines.meetings.solve import EXACT_UP_TO, choices, solve
from menara.engines.outcome import Limits, Progress, Status

MIDDLE = replace(KINDS["middle"], walk=10)


def first(seed: int) -> Board:
    return first_programme(Grid(summit(MIDDLE, seed=seed)), seed=1, going=lambda: True)


@pytest.mark.parametrize("seed", range(3))
def test_annealing_keeps_what_may_stand_and_what_is_held(seed: int) -> None:
    board = first(seed)
    problem = board.grid.problem
    before = board.values()
    annealing = Annealing(board, seed=1)
    annealing.run(3, going=lambda: True)
    programme = board.grid.programme(annealing.best)
    assert check(problem=problem, programme=programme) == ()
    assert values(problem=problem, programme=programme) == dict(zip(GOALS, annealing.best_values, strict=True))
    assert rank_of(annealing.best_values) >= rank_of(before)


def test_the_same_seed_gives_the_same_programme() -> None:
    assert first(1).placed == first(1).placed


def test_a_large_summit_is_planned_within_its_time() -> None:
    problem = summit(MIDDLE, seed=1)
    assert choices(Grid(problem)) > EXACT_UP_TO
    found = solve(problem=problem, limits=Limits(seconds=2))
    assert check(problem=problem, programme=found.programme) == ()
    counted = bounds(problem)
    assert [(level.goal, level.bound, level.bound_by) for level in found.levels] == [
        (goal, counted[goal], "counting") for goal in GOALS
    ]
    assert {n.meeting for n in found.not_held} == {m.key for m in problem.meetings} - {
        p.meeting for p in found.programme
    }


def test_a_large_one_stops_when_told() -> None:
    words: list[Progress] = []

    def after_the_first(word: Progress) -> bool:
        words.append(word)
        return word.level != "breaks"

    found = solve(problem=summit(MIDDLE, seed=1), limits=Limits(seconds=60), listener=after_the_first)
    assert found.status is Status.STOPPED
    assert found.programme != ()
