"""Planning again after a change, with least disturbance: what need not move stays, and every move says why.

In this order: nothing pinned moves; published meetings are held; as much as possible is held; what changes is as little
and as unimportant as can be; of such programmes the best by the usual goals is taken. First only those move whose place
is lost; where that drops a meeting, or costs more than they alone would have to, those in their way may move too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from menara.engines.meetings.agenda import Records
from menara.engines.meetings.board import Board
from menara.engines.meetings.bounds import bounds
from menara.engines.meetings.check import check
from menara.engines.meetings.constraints import tell
from menara.engines.meetings.cp_sat import Answer, run
from menara.engines.meetings.disturbance import Before, Change, changes
from menara.engines.meetings.faults import refuse_faults
from menara.engines.meetings.first import first_programme
from menara.engines.meetings.grid import Grid, Placed
from menara.engines.meetings.model import Model, Sum, total, weighted
from menara.engines.meetings.problem import Problem, Programme, Result
from menara.engines.meetings.solve import begin, infeasible, levels_of, told
from menara.engines.meetings.work import Work
from menara.engines.outcome import Limits, Listener, Status

WIDEN = (0, 10, 20)  # how many of those in the way may move, too
EVERYBODY = 60  # so many meetings may all move, in the end
EACH = 0.7  # seconds for one question; more could move in longer ones, and people wait for the answer
WAIT = 1.2  # seconds after which no more may move in a large programme, where there is one already
SOON = 1.9  # seconds after which a question of a large programme gets no more than HASTE
HASTE = 0.15
EXPLAIN = 0.5  # seconds for why meetings are not held

__all__ = ["Change", "Replanned", "replan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """``disturbance`` is the sum of the weights of the changes; ``least`` what it is at least, whoever moves."""

    result: Result
    changes: tuple[Change, ...] = ()
    disturbance: int = 0
    least: int = 0


def replan(
    *,
    problem: Problem,
    before: Programme,
    published: frozenset[str] = frozenset(),
    limits: Limits,
    listener: Listener | None = None,
) -> Replanned:
    """A programme of ``problem``, which is as it is after the change, that disturbs ``before`` least. ``published``
    meetings are named by key. Raises ``BadInput`` with every fault of the problem."""
    refuse_faults(problem)
    work = Work(limits, listener)
    grid = Grid(problem)
    search = _Search(grid, Before(grid, before, published), work)
    placed = search.run()
    if placed is None:
        if search.impossible:
            return Replanned(result=infeasible(problem, work))
        return Replanned(
            result=Result(status=Status.STOPPED if work.stopped else Status.FEASIBLE, seconds=work.seconds)
        )
    result = told(grid, placed, levels_of(grid, placed, bounds(problem)), work, None, explain=EXPLAIN)
    listed = changes(search.was, problem, result.programme)
    return Replanned(
        result=result, changes=listed, disturbance=sum(c.weight for c in listed), least=sum(search.least.values())
    )


class _Search:
    def __init__(self, grid: Grid, was: Before, work: Work) -> None:
        self.grid, self.was, self.work = grid, was, work
        self.least = {m: was.least(m) for m in was.place}
        self.impossible = False
        self.records = Records(grid.problem)
        self.small = len(grid.starts) <= EVERYBODY

    def run(self) -> dict[int, Placed] | None:
        """Step by step more may move, until nothing better can be."""
        kept = begin(self.grid, self.was.still_there())
        lost = [m for m in range(len(self.grid.starts)) if m not in kept.placed]
        best: dict[int, Placed] | None = None
        for more in (*WIDEN, EVERYBODY) if self.small else WIDEN:
            if best is not None and not (self.work.going() and (self.small or self.work.seconds < WAIT)):
                break
            free = {*lost, *self._in_the_way(kept, lost, more)}
            if more == EVERYBODY:
                free = {m for m, meeting in enumerate(self.grid.problem.meetings) if not meeting.pinned or m in lost}
            found = self._place(kept, free, best)
            gained = found is not None and (best is None or self._rank(found) > self._rank(best))
            best = found if gained else best
            if best is not None and (self._nothing_better(best) or (more and not gained and not self.small)):
                break
        if best is None and not self.impossible:
            best = self._by_pushing(kept)
        return best

    def _rank(self, placed: Mapping[int, Placed]) -> tuple[int, int, int, int]:
        """The larger the better: published ones held, firm ones, tentative ones, little disturbance."""
        meetings = self.grid.problem.meetings
        published = firm = tentative = 0
        for m in placed:
            priority = meetings[m].priority
            published += priority * (meetings[m].key in self.was.published)
            tentative += priority * meetings[m].tentative
            firm += priority * (not meetings[m].tentative)
        return published, firm, tentative, -self.cost(placed)

    def _nothing_better(self, placed: Mapping[int, Placed]) -> bool:
        able = [m for m, starts in enumerate(self.grid.starts) if starts and self.grid.rooms[m]]
        return all(m in placed for m in able) and self.cost(placed) == sum(self.least.values())

    def cost(self, placed: Mapping[int, Placed]) -> int:
        found = 0
        for m, old in self.was.place.items():
            now = placed.get(m)
            if now is None:
                found += self.was.cost_of_dropping(m)
            else:
                found += self.was.cost(m, now.start, now.room)
                found += self.was.cost_of_team(m) * (set(now.team) != set(old.team))
        return found

    def _in_the_way(self, board: Board, lost: list[int], most: int) -> list[int]:
        """Those who take the places of the lost ones most often, the unimportant first; never a pinned one."""
        times: Counter[int] = Counter()
        for m in lost if most else ():
            for t in self.grid.starts[m]:
                people = board.in_the_way_of_people(m, t)
                if len(people) > 3:
                    continue
                near = 1 + 3 * (m in self.was.place and self.was.place[m].start == t)
                times.update(dict.fromkeys(people, 2 * near))
                for r in self.grid.rooms[m]:
                    if self.grid.open_at(m, t, r) and not people:
                        times.update(dict.fromkeys(board.in_the_way_of_room(m, t, r), near))
                for pair in self.grid.pairs[m] if not people else ():
                    span = self.grid.spans[m][t]
                    for i in self.grid.covers(m, pair)[0]:
                        times.update({o: near for o in board.served[i] if board.span_of(o) & span})
        movable = [m for m in times if not self.grid.problem.meetings[m].pinned]
        movable.sort(key=lambda m: (-times[m] / self.was.importance[m], m))
        return movable[:most]

    # --- one question ------------------------------------------------------------------------------------------------

    def _place(self, board: Board, free: Collection[int], best: dict[int, Placed] | None) -> dict[int, Placed] | None:
        """The best placing of ``free`` while all others stay; None where there is none."""
        fixed = {m: place for m, place in board.placed.items() if m not in free}
        model = tell(Model(self.grid, sorted(free), fixed))
        placed = best or board.placed
        found: dict[int, Placed] | None = None
        for k, aim in enumerate((self._held(model), self._disturbance(model), self._quality(model))):
            if k and found is None:
                return None
            if k == 2 and best is not None and found is not None and self._rank(found) <= self._rank(best):
                break  # nothing was gained: the best before stays
            model.hint({m: place for m, place in placed.items() if m in free})
            answer = self._ask(model, aim, stays=None if k else free)
            if answer is None:
                break
            found = {**fixed, **model.placed(answer.value)}
            placed = found
            model.cp.add(aim <= round(answer.objective))
        return found

    def _ask(self, model: Model, aim: Sum, stays: Collection[int] | None) -> Answer | None:
        model.cp.minimize(aim)
        work = self.work
        each = EACH if self.small else min(EACH, max(HASTE, SOON - work.seconds))
        answer = run(model.cp, seconds=max(0.05, min(work.left, each)), seed=work.limits.seed, going=work.listening)
        if answer.feasible:
            return answer
        if stays is not None and answer.proven:
            pinned = {m for m, meeting in enumerate(self.grid.problem.meetings) if meeting.pinned}
            self.impossible = len({*stays, *pinned}) == len(self.grid.starts) or not model.fixed
        return None

    def _held(self, model: Model) -> Sum:
        """Less what is held: published ones first, then firm ones, then the others, by priority."""
        meetings = self.grid.problem.meetings
        size = 1 + sum(meetings[m].priority for m in model.free)
        worth = []
        for m in model.free:
            kind = size * size if meetings[m].key in self.was.published else 1 if meetings[m].tentative else size
            worth.append(-kind * meetings[m].priority)
        return weighted([model.held(m) for m in model.free], worth)

    def _disturbance(self, model: Model) -> Sum:
        was, cp = self.was, model.cp
        terms: list[Sum] = []
        for m in model.free:
            if m not in was.place:
                continue
            old = was.place[m]
            drop = was.cost_of_dropping(m)
            terms += [v * (was.cost(m, t, r) - drop) for (t, r), v in model.spot[m].items()]
            terms.append(drop)
            if old.team or model.work[m]:
                other = cp.new_bool_var("")
                cp.add(sum(1 for i in old.team if i not in model.work[m]) * model.held(m) <= len(old.team) * other)
                for i, works in model.work[m].items():
                    cp.add(other >= (model.held(m) - works if i in old.team else works))
                terms.append(other * was.cost_of_team(m))
        return total(terms)

    def _quality(self, model: Model) -> Sum:
        goals = model.goals()
        return (
            -1_000_000 * goals["preferences"]
            + 1_000 * goals["breaks"]
            + 100 * goals["unfairness"]
            + goals["room_moves"]
        )

    def _by_pushing(self, board: Board) -> dict[int, Placed] | None:
        """A programme that holds what must be held, whoever moves, where nothing else was found."""
        pinned = frozenset(m for m in board.placed if self.grid.problem.meetings[m].pinned)
        found = first_programme(self.grid, seed=self.work.limits.seed, going=self.work.going, board=board, still=pinned)
        wrong = check(problem=self.grid.problem, programme=self.grid.programme(found.placed), records=self.records)
        return None if wrong else dict(found.placed)
