"""The one door: a problem in, a programme with its proof out.

A case of breaks alone goes to its own kernel. Any other is given a first programme, which moving meetings makes better;
small ones are then settled level by level, large ones are improved until the time is up.
"""

from __future__ import annotations

from collections.abc import Mapping

from menara.engines.meetings.agenda import values
from menara.engines.meetings.anneal import Annealing
from menara.engines.meetings.board import Board
from menara.engines.meetings.bounds import bounds
from menara.engines.meetings.conflicts import smallest_conflict
from menara.engines.meetings.exact import settle
from menara.engines.meetings.faults import refuse_faults
from menara.engines.meetings.first import first_programme
from menara.engines.meetings.grid import NO_ROOM, Grid, Placed
from menara.engines.meetings.improve import improve
from menara.engines.meetings.kernel import breaks_alone, of_breaks
from menara.engines.meetings.problem import Level, Placing, Problem, Programme, Result
from menara.engines.meetings.why_not import why_not
from menara.engines.meetings.work import Work
from menara.engines.outcome import Limits, Listener, Status

EXACT_UP_TO = 12_000  # choices of slot and room, interpreters counted too
EXPLAIN = 5.0  # seconds at most, after the search, for why meetings are not held or nothing can stand
FIRST = 4.0  # seconds at most for a first programme, or a third of the time
SWEEPS = 30  # of a small problem, before it is settled


def solve(
    *, problem: Problem, limits: Limits, listener: Listener | None = None, start: Programme | None = None
) -> Result:
    """The best programme within ``limits``: the goals of the problem in their order, each with value, bound and gap.

    It ends when every level is proven or within the gap asked for, at the limit of time, or where ``listener`` returns
    False; the best programme is kept. ``start`` is a programme to begin from, as far as it may stand. Where no
    programme can stand the result is infeasible and names a smallest set of requirements that cannot hold together. A
    result without programme that is not infeasible has found none in time. Raises ``BadInput`` with every fault.
    """
    refuse_faults(problem)
    work = Work(limits, listener)
    case = breaks_alone(problem)
    if case is not None:
        return of_breaks(problem, case, work)
    grid, counted = Grid(problem), bounds(problem)
    board = first_programme(grid, seed=limits.seed, going=work.soon(FIRST), board=begin(grid, start))
    first = work.seconds
    placed = dict(board.placed) if may_stand(board) else None
    if placed is not None:
        _say(work, board, counted)
    if placed is None or choices(grid) <= EXACT_UP_TO:
        return _exactly(grid, board, placed, counted, work, first)
    found = improve(board, counted=counted, work=work)
    return told(grid, found, levels_of(grid, found, counted), work, first)


def _exactly(
    grid: Grid, board: Board, placed: dict[int, Placed] | None, counted: Mapping[str, int], work: Work, first: float
) -> Result:
    if placed is not None:
        annealing = Annealing(board, seed=work.limits.seed)
        annealing.run(SWEEPS, going=work.going)
        placed = annealing.best
    settled = settle(
        grid,
        placed=placed,
        counted=counted,
        seconds=work.left,
        seed=work.limits.seed,
        going=work.going,
        say=work.say,
    )
    if settled.infeasible:
        return infeasible(grid.problem, work)
    if not settled.found:
        return Result(status=Status.STOPPED if work.stopped else Status.FEASIBLE, seconds=work.seconds)
    return told(grid, settled.placed, tuple(settled.levels), work, first if placed is not None else work.seconds)


def begin(grid: Grid, start: Programme | None) -> Board:
    """As much of a programme as may stand, in the order of its placings."""
    board = Board(grid)
    for placing in start or ():
        if placing.meeting in grid.meeting and placing.slot in grid.slot and placing.room in {*grid.room, ""}:
            _put_back(board, grid.meeting[placing.meeting], placing)
    return board


def _put_back(board: Board, m: int, placing: Placing) -> None:
    grid = board.grid
    team_now = tuple(grid.interpreter[i] for i in placing.interpreters if i in grid.interpreter)
    place = Placed(grid.slot[placing.slot], grid.room.get(placing.room, NO_ROOM), team_now)
    if m in board.placed or place.start not in grid.spans[m] or place.room not in grid.rooms[m]:
        return
    if board.people_fit(m, place.start) and board.room_fits(m, place.start, place.room):
        team = board.team_for(m, place.start, place.room, place.team)
        if team is not None:
            board.put(m, Placed(place.start, place.room, team))


def may_stand(board: Board) -> bool:
    """Whether all mandatory meetings are placed, and breaks are fair."""
    grid = board.grid
    if any(needed and m not in board.placed for m, needed in enumerate(grid.mandatory)):
        return False
    return grid.fairness is None or board.values()[4] <= grid.fairness


def choices(grid: Grid) -> int:
    """How many choices an exact search would have: places, and interpreters for them."""
    return sum(
        len(grid.starts[m]) * (len(grid.rooms[m]) + sum(len(grid.covers(m, pair)[0]) for pair in grid.pairs[m]))
        for m in range(len(grid.starts))
    )


def levels_of(grid: Grid, placed: dict[int, Placed], counted: Mapping[str, int]) -> tuple[Level, ...]:
    """The levels of a programme with the bounds that counting gives."""
    now = values(problem=grid.problem, programme=grid.programme(placed))
    return tuple(Level(goal=g, value=now[g], bound=counted[g], bound_by="counting") for g in grid.problem.goals)


def told(
    grid: Grid,
    placed: dict[int, Placed],
    levels: tuple[Level, ...],
    work: Work,
    first: float | None,
    *,
    explain: float = EXPLAIN,
) -> Result:
    """What was found, as it is told, with why the others are not held."""
    proven = all(level.proven for level in levels)
    seconds = work.seconds
    explaining = Work(Limits(seconds=explain, seed=work.limits.seed), None)
    return Result(
        status=Status.OPTIMAL if proven else Status.STOPPED if work.stopped else Status.FEASIBLE,
        levels=levels,
        programme=grid.programme(placed),
        not_held=why_not(grid, placed, going=explaining.going),
        seconds=seconds,
        seconds_first=first,
    )


def infeasible(problem: Problem, work: Work) -> Result:
    """That nothing can stand, with a smallest set of requirements that cannot hold together."""
    seconds = work.seconds
    conflicts = smallest_conflict(problem, seconds=EXPLAIN, seed=work.limits.seed, going=work.listening)
    return Result(status=Status.INFEASIBLE, conflicts=conflicts, seconds=seconds)


def _say(work: Work, board: Board, counted: Mapping[str, int]) -> None:
    for goal, value in zip(counted, board.values(), strict=True):
        work.say(goal, value, counted[goal], step="first")
