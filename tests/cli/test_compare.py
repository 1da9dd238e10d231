"""``menara compare``: two plan files side by side, on a screen and as JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from menara.snapshots import from_json

from .conftest import World, run


@pytest.fixture
def two(planned: World) -> tuple[Path, Path]:
    """A plan, and one in which a nominee is excluded."""
    before = planned.folder / "before.json"
    shutil.copy(planned.plan_file, before)
    best = max(from_json(before.read_text()).result.nominees, key=lambda n: n.odds)
    out = {"kind": "exclusion", "officer": best.officer, "by": "planner", "reason": "needed at home"}
    assert planned.plan("--decisions", planned.decide(out)).code == 0
    return before, planned.plan_file


def test_what_an_exclusion_cost(two: tuple[Path, Path]) -> None:
    told = run("compare", *two, "--json").told
    plans = [from_json(path.read_text()) for path in two]
    (excluded,) = plans[1].problem.exclusions
    assert [(d["kind"], d["officer"], d["opening"], d["before"]) for d in told["decisions"]] == [
        ("exclusion", excluded.officer, "", None)
    ]
    assert told["decisions"][0]["after"] == {"by": "planner", "reason": "needed at home"}
    assert (told["records"], told["asks_the_same"]) == ([], False)
    moved = {move["officer"]: move["kind"] for move in told["moves"]}
    assert moved[excluded.officer] == "dropped"
    levels = [[level.value for level in plan.result.levels] for plan in plans]
    unit = plans[0].result.unit
    assert [level["difference"] for level in told["levels"]] == [
        b - a if place != 2 else pytest.approx((b - a) / unit) for place, (a, b) in enumerate(zip(*levels, strict=True))
    ]
    charged = next(one for one in told["paid"] if one["constraint"] == "exclusion")
    assert (charged["officer"], charged["before"]) == (excluded.officer, None)
    lost = {level["level"]: -level["difference"] for level in told["levels"]}
    first = next(goal for goal in lost if lost[goal])
    assert charged["after"]["worth_at_most"][first] >= lost[first] - 1e-6


def test_on_a_screen(two: tuple[Path, Path]) -> None:
    done = run("compare", *two)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[:2] == [f"before: {two[0]}", f"after:  {two[1]}"]
    assert [line for line in lines if line.startswith("decisions: 1")]
    assert "planner: needed at home" in done.out
    assert done.out.count(" exact") == 4


def test_a_plan_beside_itself(planned: World) -> None:
    done = run("compare", planned.plan_file, planned.plan_file)
    assert "Both plans ask the same" in done.out
    told = run("compare", planned.plan_file, planned.plan_file, "--json").told
    assert (told["moves"], told["openings"], told["paid"], told["decides"]) == ([], [], [], None)
    assert told["kept"] == len(from_json(planned.plan_file.read_text()).result.nominees)


def _stranger(body: dict[str, Any]) -> None:
    body["result"]["nominees"][0]["officer"] = "NOBODY"


def _other_problem(body: dict[str, Any]) -> None:
    body["problem"]["on"] = "2020-01-01"


def _priced_stranger(body: dict[str, Any]) -> None:
    body["result"]["levels"][2]["prices"].setdefault("officers", {})["NOBODY"] = 5


def _priced_pin(body: dict[str, Any]) -> None:
    body["result"]["levels"][2]["prices"]["pins"] = [["NOBODY", "NOWHERE", 5]]


@pytest.mark.parametrize("tamper", [_stranger, _other_problem, _priced_stranger, _priced_pin])
@pytest.mark.parametrize("command", ["compare", "fairness"])
def test_a_file_that_does_not_hold_together_is_refused(planned: World, command: str, tamper: Any) -> None:
    body = json.loads(planned.plan_file.read_text())
    tamper(body)
    spoilt = planned.folder / "spoilt.json"
    spoilt.write_text(json.dumps(body))
    files = [planned.plan_file, spoilt] if command == "compare" else [spoilt]
    done = run(command, *files)
    assert (done.code, done.out) == (2, "")
    assert "menara verify says more" in done.err


def test_a_file_that_is_no_plan(planned: World) -> None:
    done = run("compare", planned.plan_file, planned.calls)
    assert (done.code, done.out) == (2, "")
