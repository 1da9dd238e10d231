"""The command as anyone runs it, on files of the family: every claim holds for the checker; nobody at all is fine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.ours import our_run, read_plan
from engines.staffing.tiny import officer, post, sides, staffing
from menara.engines.staffing.problem import Staffing
from menara.facts.world import world
from menara.staffing_files import read_npz, write_npz

SMALL = world(seed=3, vacancies=40, missions=3, officers=300)
NOBODY = staffing([], [post()])
NO_POSTS = staffing([officer(1)], [])
NO_VACANCY = staffing([officer(1)], [post(capacity=0)])


@pytest.mark.parametrize("constraints", ["none", "std", "tight"])
def test_a_file_of_the_family(tmp_path: Path, constraints: str) -> None:
    write_npz(tmp_path / "small.npz", SMALL.bare, sides={"std": SMALL.std, "tight": SMALL.tight})
    read = read_npz(tmp_path / "small.npz", constraints=constraints)
    found = our_run(tmp_path / "small.npz", read, constraints=constraints, gap=0.0, limit=20.0)
    assert found.value == found.bound
    assert found.checked.filled >= 20


@pytest.mark.parametrize("problem", [NOBODY, NO_POSTS, NO_VACANCY])
def test_nobody_to_place(tmp_path: Path, problem: Staffing) -> None:
    told = sides(problem, french_min=[2] * problem.missions).sides
    assert told is not None
    write_npz(tmp_path / "none.npz", problem, sides={"std": told})
    for constraints, value in (("none", 0), ("std", -8_000 * problem.missions)):
        read = read_npz(tmp_path / "none.npz", constraints=constraints)
        found = our_run(tmp_path / "none.npz", read, constraints=constraints, gap=0.001, limit=5.0)
        assert (found.value, found.checked.filled) == (value, 0)


def test_an_officer_with_two_posts_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("post,officer\n0,1\n2,1\n")
    with pytest.raises(ValueError, match="two posts"):
        read_plan(tmp_path / "plan.csv", officers=3)
    (tmp_path / "plan.csv").write_text("post,officer\n")
    assert np.array_equal(read_plan(tmp_path / "plan.csv", officers=2), [-1, -1])
