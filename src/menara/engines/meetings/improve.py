"""A large programme made better until the time is up: annealing in rounds, each from the best so far."""

from __future__ import annotations

from collections.abc import Mapping

from menara.engines.meetings.anneal import Annealing
from menara.engines.meetings.board import Board
from menara.engines.meetings.first import first_programme
from menara.engines.meetings.grid import Placed
from menara.engines.meetings.problem import GOALS
from menara.engines.meetings.work import Work

SWEEPS = 40
WARM, LESS_WARM, LEAST_WARM = 20.0, 1.3, 5.0  # the first round, what divides it each time, the last ones


def improve(board: Board, *, counted: Mapping[str, int], work: Work) -> dict[int, Placed]:
    """The best programme found from ``board`` on, until every goal reaches what was counted or the work ends."""
    grid, seed, warm = board.grid, work.limits.seed, WARM
    best = Annealing(board, seed=seed)
    while work.going() and not _reached(best, counted):
        if len(best.best) < len(grid.starts):  # what annealing loosened may leave room for more
            board = first_programme(grid, seed=seed, going=work.going, board=Board(grid, best.best))
        else:
            board = Board(grid, best.best)
        seed += 1
        again = Annealing(board, seed=seed)
        again.best, again.best_values = best.best, best.best_values
        again.run(SWEEPS, going=work.going, warm=warm)
        warm = max(LEAST_WARM, warm / LESS_WARM)
        best = again
        for goal, value in zip(GOALS, best.best_values, strict=True):
            work.say(goal, value, counted[goal])
    return best.best


def _reached(best: Annealing, counted: Mapping[str, int]) -> bool:
    sought = best.grid.problem.goals
    return all(v == counted[goal] for goal, v in zip(GOALS, best.best_values, strict=True) if goal in sought)
