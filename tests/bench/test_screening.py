"""The peers of screening do the same work: same pairs, same worth, in every form of their query."""

from __future__ import annotations

import numpy as np
import pytest

from bench.screening import answer, one_post_a_vacancy, peers, tables
from menara.engines.staffing.problem import Staffing
from menara.facts.world import world

CASES = {"as usual": (1.0, 18), "some posts require no skill": (3.0, 5), "all bits of missions": (1.0, 64)}


@pytest.mark.parametrize("case", CASES)
def test_each_peer_finds_the_same_pairs_and_worth(case: str) -> None:
    density, missions = CASES[case]
    problem = one_post_a_vacancy(made(density, missions))
    ours = answer(problem)
    assert ours[0] > 100
    found = {(name, form): run() for name, form, run in peers(*tables(problem))}
    assert len(found) == 4
    assert set(found.values()) == {ours}


def made(density: float, missions: int) -> Staffing:
    return world(seed=8, officers=700, vacancies=150, missions=missions, countries=40, density=density).bare


def test_every_vacancy_becomes_a_post() -> None:
    problem = made(1.0, 5)
    alone = one_post_a_vacancy(problem)
    assert len(alone.posts) == problem.posts.capacity.sum() == 150
    assert set(alone.posts.capacity.tolist()) == {1}
    assert np.array_equal(np.bincount(alone.posts.mission), np.bincount(problem.posts.mission, problem.posts.capacity))
