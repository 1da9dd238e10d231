"""The linear model of a few pairs says what the rules say: rows hold where a plan may stand, and only there."""

from __future__ import annotations

import numpy as np
import pytest

from engines.staffing.secondopinion import World
from engines.staffing.varied import varied
from menara.engines.staffing.columns import Columns, Entries, Room, entries_of, left_after, room_of
from menara.engines.staffing.market import joined, stand_in
from menara.engines.staffing.problem import Staffing
from menara.engines.staffing.screen import screen


def model(problem: Staffing) -> tuple[Columns, Room, Entries]:
    market = screen(problem)
    columns, room = Columns.of(market, np.arange(len(market.officer), dtype=np.int64)), room_of(market)
    return columns, room, entries_of(market, columns, room)


def mask(columns: Columns, entries: Entries, plan: list[int]) -> np.ndarray:
    """The columns of a plan; no speaker is told to be missing."""
    chosen = np.array([plan[i] == j for i, j in zip(columns.officer, columns.post, strict=True)], dtype=bool)
    return np.concatenate([chosen, np.zeros(entries.short, dtype=bool)])


def hard(room: Room) -> np.ndarray:
    rows = np.ones(len(room.lower), dtype=bool)
    if "french" in room.begins:
        rows[room.begins["french"] :] = False
    return rows


@pytest.mark.parametrize("seed", range(120))
def test_rows_hold_where_a_plan_may_stand_and_only_there(seed: int) -> None:
    problem = varied(seed)
    world, (columns, room, entries) = World(problem), model(problem)
    rows = hard(room)
    for plan in list(world.plans())[::7]:
        left = left_after(room, entries, mask(columns, entries, plan))
        holds = bool(((left.lower <= 0) & (left.upper >= 0))[rows].all())
        assert holds == (not world.broken(plan) - {"pinned"})
        if problem.sides is not None:
            missing = int(np.maximum(left.lower[~rows], 0).sum())
            assert missing * problem.sides.speaker_penalty == world.penalties(plan)


@pytest.mark.parametrize("seed", range(40))
def test_columns_are_the_pairs(seed: int) -> None:
    problem = varied(seed)
    world, (columns, _, _) = World(problem), model(problem)
    pairs = list(zip(columns.officer.tolist(), columns.post.tolist(), strict=True))
    assert sorted(pairs) == world.open_pairs()
    assert columns.worth.tolist() == [world.quality(i, j) + world.bonus(j) for i, j in pairs]
    assert columns.mission.tolist() == [world.posts[j]["mission"] for _, j in pairs]
    assert {(j, i) for (i, j), pinned in zip(pairs, columns.pinned, strict=True) if pinned} == set(problem.pins)
    rows = np.arange(0, len(columns), 2)
    assert columns.at(rows).place.tolist() == columns.place[rows].tolist()


@pytest.mark.parametrize("seed", range(50))
def test_lists_of_places(seed: int) -> None:
    draw = np.random.default_rng(seed)
    one, two = (np.unique(draw.integers(0, 30, draw.integers(0, 20))) for _ in range(2))
    assert joined(one, two).tolist() == sorted({*one.tolist(), *two.tolist()})
    assert stand_in(one, two).tolist() == [place in set(two.tolist()) for place in one.tolist()]
