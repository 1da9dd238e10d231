"""``menara verify`` on what ``menara staff`` writes: a folder or its claims, the problem given or found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engines.staffing.wholestaffing import whole, write_problem

from .conftest import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A staffing with its problem in the folder above."""
    write_problem(tmp_path)
    folder = tmp_path / "whole-std"
    folder.mkdir()
    files = whole(optimal=True)
    (folder / "claims.json").write_text(files.claims)
    (folder / "plan.csv").write_text(files.plan)
    return folder


@pytest.mark.parametrize("named", ["", "claims.json"])
def test_a_staffing_as_written_is_true(folder: Path, named: str) -> None:
    done = run("verify", folder / named if named else folder)
    assert done.code == 0
    assert "FALSE" not in done.out
    assert "All 14 claims that can be re-checked are true." in done.out
    assert "1 more rest on search: solver's claim, not re-checked." in done.out


def test_the_problem_may_lie_elsewhere(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "far" / "moved.npz"
    elsewhere.parent.mkdir()
    (tmp_path / "whole.npz").rename(elsewhere)
    missing = run("verify", folder)
    assert missing.code == 2
    assert "whole.npz" in missing.err
    assert run("verify", folder, "--problem", elsewhere).code == 0


def test_another_problem_is_found_out(folder: Path, tmp_path: Path) -> None:
    body = json.loads((folder / "claims.json").read_text())
    body["problem"]["constraints"] = "tight"
    (folder / "claims.json").write_text(json.dumps(body))
    told = run("verify", folder, "--json").told
    assert told["ok"] is False
    false = {claim["name"] for claim in told["claims"] if claim["ok"] is False}
    assert "input_hash" in false


def test_an_infeasible_plan_is_told_with_the_constraint(folder: Path) -> None:
    rows = (folder / "plan.csv").read_text().replace("1,3\n", "0,3\n")
    (folder / "plan.csv").write_text(rows)
    done = run("verify", folder)
    assert done.code == 1
    assert "pinned" in done.out
    assert "do not rely on this plan" in done.out


def test_a_row_that_is_none_is_named(folder: Path) -> None:
    (folder / "plan.csv").write_text("post,officer\n1,2\nx,1\n")
    done = run("verify", folder)
    assert done.code == 2
    assert "plan.csv" in done.err
    assert "x,1 is not allowed; two whole numbers: post,officer." in done.err


def test_names_may_stand_in_any_order(folder: Path) -> None:
    body = json.loads((folder / "claims.json").read_text())
    (folder / "claims.json").write_text(json.dumps(dict(reversed(body.items()))))
    assert run("verify", folder / "claims.json").code == 0


def test_an_empty_folder_holds_no_staffing(tmp_path: Path) -> None:
    done = run("verify", tmp_path)
    assert done.code == 2
    assert "claims.json" in done.err
