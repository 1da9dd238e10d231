"""The linear model of a staffing instance, grown column by column: pairs, teams and the rows that bind them.

It starts from a few good pairs an opening. After each solve every pair and every team is priced with the duals, and
those that would help are added; when none is left, the restricted optimum is the optimum over all pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.constraints import CONSTRAINTS, IMPLIED, Rows, Tell
from menara.engines.matching.goals import GOALS
from menara.engines.matching.highs import INFINITY, SilentHighs, new_highs
from menara.engines.matching.instance import Instance
from menara.engines.matching.problem import Prices
from menara.engines.matching.proof import SCALE
from menara.engines.matching.slate import Spread
from menara.engines.matching.teams import all_teams

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]

TOLERANCE = 1e-7
# A new goal leaves the last basis feasible, so the primal simplex goes on from it; the third level moves so far from
# the second that a dual start was measured twice as fast.
DUAL, PRIMAL = 1, 4
PER_OPENING = 12  # columns added for an opening after one pricing


@dataclass(slots=True)
class Layout:
    """Where each row stands: constraint blocks, then team counts and links, then one row a level above the last."""

    told: list[Rows]
    offset: list[int]
    count_row: dict[int, int] = field(default_factory=dict)
    link_row: dict[int, int] = field(default_factory=dict)
    level_row: int = 0
    rows: int = 0


class Model:
    """A HiGHS model of ``instance`` that always minimises the negative of one goal."""

    def __init__(self, instance: Instance, *, seed: int, tell: tuple[Tell, ...] = CONSTRAINTS + IMPLIED) -> None:
        self.instance = instance
        self.teams = all_teams(instance)
        self.layout = self._lay_out([t(instance) for t in tell])
        self.pair_goals = self._pair_goals()
        self.pair_rows, self.pair_weights = self._pair_rows()
        self.team_rows, self.team_weights, self.team_goals = self._team_rows()
        self.pair_in = np.zeros(len(instance.pair_officer), dtype=bool)
        self.ruled_out: dict[int, tuple[Flags, Flags]] = {}  # by level: pairs and teams no slate that keeps it can hold
        self.columns: list[int] = []  # pair of each column, or -1 - team
        self.team_in = np.zeros(self.team_goals.shape[1], dtype=bool)
        self.highs = self._empty(seed)

    def _lay_out(self, told: list[Rows]) -> Layout:
        offsets, total = [], 0
        for rows in told:
            offsets.append(total)
            total += len(rows.upper)
        layout = Layout(told, offsets)
        for j, teams in self.teams.items():
            layout.count_row[j] = total
            layout.link_row[j] = total + 1
            total += 1 + len(teams.classes)
        layout.level_row = total
        layout.rows = total + len(GOALS) - 1
        return layout

    def _pair_goals(self) -> Real:
        """Goals by pair. Pairs of openings with teams count quality only; the team counts the rest."""
        instance = self.instance
        alone = (instance.backing == 1)[instance.pair_opening].astype(float)
        return np.vstack(
            [
                alone * instance.critical[instance.pair_opening],
                alone,
                alone * instance.pair_odds * (instance.unit_of_success // 100),
                instance.pair_quality.astype(float),
            ]
        )

    def _pair_rows(self) -> tuple[Whole, Real]:
        """For each pair its row in each block (-1: none) and its weight there; the last block is the link."""
        instance, layout = self.instance, self.layout
        rows = [np.where(t.row >= 0, t.row + o, -1) for t, o in zip(layout.told, layout.offset, strict=True)]
        weights = [t.weight for t in layout.told]
        link = np.full(len(instance.pair_officer), -1, dtype=np.int64)
        for j, teams in self.teams.items():
            link[instance.pairs_of(j)] = layout.link_row[j] + teams.of_pair
        return np.vstack([*rows, link]), np.vstack([*weights, np.ones(len(link))])

    def _team_rows(self) -> tuple[Whole, Real, Real]:
        """For each team its count row and link rows (-1: none) with their weights, and its goals."""
        rows, weights, goals = [], [], []
        most = max((t.members.shape[1] for t in self.teams.values()), default=1)
        for j, teams in self.teams.items():
            size = len(teams.worth)
            row, weight = np.full((size, most + 1), -1, dtype=np.int64), np.ones((size, most + 1))
            row[:, 0] = self.layout.count_row[j]
            for place in range(teams.members.shape[1]):
                member = teams.members[:, place]
                again = (teams.members[:, :place] == member[:, None]).any(axis=1)
                counted = (member < len(teams.classes)) & ~again
                row[counted, place + 1] = self.layout.link_row[j] + member[counted]
                weight[:, place + 1] = -(teams.members == member[:, None]).sum(axis=1)
            rows.append(row)
            weights.append(weight)
            critical = np.full(size, float(self.instance.critical[j]))
            goals.append(np.vstack([critical, np.ones(size), teams.worth.astype(float), np.zeros(size)]))
        if not rows:
            return np.zeros((0, most + 1), dtype=np.int64), np.zeros((0, most + 1)), np.zeros((len(GOALS), 0))
        return np.vstack(rows), np.vstack(weights), np.hstack(goals)

    def _empty(self, seed: int) -> SilentHighs:
        highs = new_highs(seed=seed)
        highs.setOptionValue("presolve", "off")  # it would throw the last basis away
        lower = np.full(self.layout.rows, -INFINITY)
        upper = np.full(self.layout.rows, INFINITY)
        for rows, offset in zip(self.layout.told, self.layout.offset, strict=True):
            lower[offset : offset + len(rows.upper)] = rows.lower
            upper[offset : offset + len(rows.upper)] = rows.upper
        for j, teams in self.teams.items():
            lower[self.layout.count_row[j]], upper[self.layout.count_row[j]] = 0, self.instance.position_count[j]
            links = slice(self.layout.link_row[j], self.layout.link_row[j] + len(teams.classes))
            lower[links] = upper[links] = 0
        none = np.zeros(0, dtype=np.int32)
        highs.addRows(self.layout.rows, lower, upper, 0, none, none, np.zeros(0))
        return highs

    def add_pairs(self, pairs: Whole, goal: int) -> None:
        """Add pairs as columns; pinned ones are fixed at one."""
        pairs = pairs[~self.pair_in[pairs]]
        if not len(pairs):
            return
        self.pair_in[pairs] = True
        self.columns.extend(int(p) for p in pairs)
        self._add(
            np.vstack([self.pair_rows[:, pairs], self._level_rows(len(pairs))]).T,
            np.vstack([self.pair_weights[:, pairs], self.pair_goals[:-1, pairs]]).T,
            -self.pair_goals[goal, pairs],
            self.instance.pair_pinned[pairs].astype(float),
            np.ones(len(pairs)),
        )

    def add_teams(self, teams: Whole, goal: int) -> None:
        teams = teams[~self.team_in[teams]]
        if not len(teams):
            return
        self.team_in[teams] = True
        self.columns.extend(-1 - int(t) for t in teams)
        self._add(
            np.hstack([self.team_rows[teams], self._level_rows(len(teams)).T]),
            np.hstack([self.team_weights[teams], self.team_goals[:-1, teams].T]),
            -self.team_goals[goal, teams],
            np.zeros(len(teams)),
            np.full(len(teams), INFINITY),
        )

    def _level_rows(self, size: int) -> Whole:
        levels = np.arange(len(GOALS) - 1, dtype=np.int64)[:, None] + self.layout.level_row
        return np.broadcast_to(levels, (len(GOALS) - 1, size))

    def _add(self, rows: Whole, weights: Real, cost: Real, lower: Real, upper: Real) -> None:
        used = (rows >= 0) & (weights != 0)
        starts = np.concatenate([[0], np.cumsum(used.sum(axis=1))[:-1]]).astype(np.int32)
        index = rows[used].astype(np.int32)
        self.highs.addCols(len(cost), cost, lower, upper, len(index), starts, index, weights[used])

    def aim(self, goal: int) -> None:
        """Make ``goal`` the one to maximise."""
        columns = np.array(self.columns)
        team = np.append(self.team_goals[goal], 0.0)[np.clip(-1 - columns, 0, self.team_goals.shape[1])]
        cost = -np.where(columns >= 0, self.pair_goals[goal, np.maximum(columns, 0)], team)
        self.highs.setOptionValue("simplex_strategy", DUAL if GOALS[goal] == "expected_success" else PRIMAL)
        self.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)

    def keep(self, goal: int, value: int) -> None:
        """From now on a goal may not fall below ``value``. Called at the duals of the goal's own relaxation: they tell
        which columns no slate can hold that keeps it."""
        relaxed = self.value()
        short = value - relaxed - 1e-6 * max(1.0, abs(relaxed))
        pair, team = self.price(goal)
        self.ruled_out[goal] = (pair < short, team < short)
        self.highs.changeRowBounds(self.layout.level_row + goal, value, INFINITY)

    def release(self, goal: int) -> None:
        """Take back what ``keep`` said of a goal."""
        self.ruled_out.pop(goal, None)
        self.highs.changeRowBounds(self.layout.level_row + goal, -INFINITY, INFINITY)

    def repin(self, instance: Instance) -> None:
        """Go on with other pins over the same pairs and goals. No level is kept any more."""
        for goal in range(len(GOALS) - 1):
            self.release(goal)
        changed = np.flatnonzero(instance.pair_pinned != self.instance.pair_pinned)
        self.instance = instance
        self.add_pairs(changed, 0)
        for pair in changed.tolist():
            self.highs.changeColBounds(self.columns.index(pair), float(instance.pair_pinned[pair]), 1.0)

    def insist(self, officer: int, *, on: bool) -> None:
        """Ask, or no longer ask, that an officer be nominated for some opening."""
        place = next(k for k, rows in enumerate(self.layout.told) if rows.name == "one_post_each")
        row = self.layout.offset[place] + officer
        self.highs.changeRowBounds(row, 1.0 if on else -INFINITY, 1.0)

    def may_stand(self) -> Flags:
        """For each column, whether a slate that keeps the levels above may hold it."""
        may = np.ones(len(self.columns), dtype=bool)
        for pair, team in self.ruled_out.values():
            may &= self.column_values(pair, team) == 0
        return may

    def price(self, goal: int) -> tuple[Real, Real]:
        """What one more of each pair, and of each team, would add to ``goal`` at the present duals."""
        dual = np.append(-np.asarray(self.highs.getSolution().row_dual), 0.0)  # row -1 reads the 0 at the end
        level = dual[self.layout.level_row : self.layout.level_row + len(GOALS) - 1]
        pair = self.pair_goals[goal] - level @ self.pair_goals[:-1]
        for rows, weights in zip(self.pair_rows, self.pair_weights, strict=True):
            pair -= dual[rows] * weights
        team = self.team_goals[goal] - level @ self.team_goals[:-1]
        team -= (dual[self.team_rows] * self.team_weights).sum(axis=1)
        return pair, team

    def column_values(self, pair: Real | Flags, team: Real | Flags) -> Real:
        """Reduced values of the columns that are in, in their order."""
        columns = np.array(self.columns)
        values: Real = np.where(
            columns >= 0, pair[np.maximum(columns, 0)], np.append(team, 0.0)[np.clip(-1 - columns, 0, len(team))]
        )
        return values

    def solve(self) -> str:
        """Solve the restricted relaxation from the last basis; the model status by name."""
        self.highs.run()
        return str(self.highs.modelStatusToString(self.highs.getModelStatus()))

    def value(self) -> float:
        return -float(self.highs.getInfo().objective_function_value)

    def grow(self, goal: int) -> bool:
        """Add the most helpful pairs of each opening and the most helpful teams; False where none helps."""
        pair, team = self.price(goal)
        helpful = np.flatnonzero((pair > TOLERANCE * self._size(goal)) & ~self.pair_in)
        teams = np.flatnonzero((team > TOLERANCE * self._size(goal)) & ~self.team_in)
        best = _best_of_each(helpful, self.instance.pair_opening[helpful], pair[helpful], PER_OPENING)
        self.add_pairs(best, goal)
        self.add_teams(teams[np.argsort(-team[teams], kind="stable")][: 20 * max(len(self.teams), 1)], goal)
        return bool(len(helpful) or len(teams))

    @property
    def is_whole(self) -> bool:
        """Whether every pair and every team is in."""
        return bool(self.pair_in.all() and self.team_in.all())

    def add_everything(self, goal: int) -> None:
        self.add_pairs(np.flatnonzero(~self.pair_in), goal)
        self.add_teams(np.flatnonzero(~self.team_in), goal)

    def first_teams(self) -> Whole:
        """Of each opening, every nominee alone and the best few teams."""
        first, chosen = 0, []
        for teams in self.teams.values():
            alone = (teams.members < len(teams.classes)).sum(axis=1) == 1
            best = np.zeros(len(teams.worth), dtype=bool)
            best[np.argsort(-teams.worth, kind="stable")[:PER_OPENING]] = True
            chosen.append(first + np.flatnonzero(alone | best))
            first += len(teams.worth)
        return np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.int64)

    def spread(self, chosen: Whole) -> Spread:
        """Teams as odds a position, by opening; ``chosen`` may name a team more than once."""
        place = [(j, t) for j, teams in self.teams.items() for t in range(len(teams.worth))]
        found: Spread = {}
        for opening, team in (place[c] for c in chosen.tolist()):
            teams = self.teams[opening]
            members = teams.members[team]
            found.setdefault(opening, []).append(teams.classes[members[members < len(teams.classes)]].tolist())
        return found

    def prices(self, goal: int) -> Prices:
        """The duals of the last solve as named prices."""
        instance, posts = self.instance, self.instance.screening.posts
        dual = -np.asarray(self.highs.getSolution().row_dual)
        block = {
            rows.name: dual[offset : offset + len(rows.upper)]
            for rows, offset in zip(self.layout.told, self.layout.offset, strict=True)
        }
        teamed = np.zeros(len(posts), dtype=bool)
        teamed[list(self.teams)] = True
        level = dual[self.layout.level_row : self.layout.level_row + goal]
        none = np.zeros(0)
        return Prices(
            officers=_whole_prices(instance.roster.number, block.get("one_post_each", none)),
            units=_whole_prices(instance.units, block.get("home_unit_cap", none)),
            batches=_whole_prices(instance.batches, -block.get("share_of_women", none)),
            men=_whole_prices(instance.batches, block.get("men_at_most", none)),
            limits=_whole_prices([p.ref for p in posts], np.where(teamed, block.get("nominee_limit", 0.0), 0.0)),
            levels=_whole_prices(GOALS[:goal], -level),
            pins=self._pin_prices(goal),
        )

    def _pin_prices(self, goal: int) -> dict[tuple[str, str], int]:
        """What being fixed costs or saves, for pinned pairs of openings with teams."""
        instance = self.instance
        pins = np.flatnonzero(instance.pair_pinned)
        if not len(pins):
            return {}
        worth, _ = self.price(goal)
        return {
            (
                instance.roster.number[int(instance.pair_officer[p])],
                instance.screening.posts[int(instance.pair_opening[p])].ref,
            ): -round(float(worth[p]) * SCALE)
            for p in pins
            if int(instance.pair_opening[p]) in self.teams
        }

    def _size(self, goal: int) -> float:
        """The scale of a goal, against which a reduced value counts as nothing."""
        return float(self.instance.unit_of_success) / 100 if GOALS[goal] == "expected_success" else 1.0


def _whole_prices(names: Sequence[str], values: Real) -> dict[str, int]:
    """Named prices in whole units, those that are nothing left out."""
    whole = np.rint(np.maximum(values, 0.0) * SCALE)  # may be beyond 64 bits
    return {names[i]: int(whole[i]) for i in np.flatnonzero(whole).tolist()}


def _best_of_each(items: Whole, group: Whole, worth: Real, most: int) -> Whole:
    """The ``most`` worthiest items of each group."""
    order = np.lexsort((-worth, group))
    group = group[order]
    first = np.searchsorted(group, group, side="left")
    return items[order][np.arange(len(group)) - first < most]
