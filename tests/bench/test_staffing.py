"""The command that solves one file: one JSON object, one CSV, a clear refusal, nothing half-written."""

from __future__ import annotations

import json
import math
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench import staffing as command
from bench.ours import read_plan
from engines.staffing.tiny import officer, post, sides, staffing
from menara.engines.outcome import Limits, Listener, Progress, Status
from menara.engines.staffing.problem import Prices, Result, Staffing
from menara.staffing_files import write_npz

NAMES = ["status", "value", "bound", "gap", "quality_gap", "seconds_screen", "seconds_solve", "peak_mb", "plan"]
PROBLEM = staffing([officer(9), officer(4), officer(5)], [post(), post(1, capacity=2)])


def result(problem: Staffing, **told: Any) -> Result:
    plan = np.full(len(problem.officers), -1, dtype=np.int32)
    plan[2], plan[0] = 1, 0
    whole = {
        "status": Status.FEASIBLE, "value": 200, "bound": 210, "price_bound": 210, "proven_by": "", "plan": plan,
        "quality": 50, "penalties": 0, "pairs": 6,
        "prices": Prices.zero(posts=2, missions=2, countries=2),
    }  # fmt: skip
    return Result(**(whole | told))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    told = sides(PROBLEM).sides
    assert told is not None
    write_npz(tmp_path / "three.npz", PROBLEM, sides={"std": told, "tight": told})
    return tmp_path / "three.npz"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, file: Path, tmp_path: Path) -> Callable[..., int]:
    """Runs the command on the file, with an engine that answers ``told``."""

    def run(*words: str, path: Path = file, engine: Callable[..., Result] | None = None, **told: Any) -> int:
        def solve(problem: Staffing, *, limits: Limits, listener: Listener) -> Result:
            return result(problem, **told)

        monkeypatch.setattr(command, "_engine", lambda: (engine or solve, lambda say: say("nothing", 0.0)))
        monkeypatch.setattr(sys, "argv", ["staffing", str(path), "--out", str(tmp_path / "out"), *words])
        return command.main()

    return run


def test_one_object_on_stdout_and_one_row_an_officer(
    asked: Callable[..., int], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def noisy(problem: Staffing, *, limits: Limits, listener: Listener) -> Result:
        assert (limits.seconds, limits.gap, limits.seed) == (7.0, 0.02, 3)
        assert (problem.sides is not None, listener(Progress(step="pricing", value=1, bound=2))) == (True, True)
        os.write(1, b"a library that talks\n")
        return result(problem)

    words = ("--json", "--constraints", "tight", "--gap", "0.02", "--limit", "7", "--seed", "3")
    assert asked(*words, engine=noisy) == 0
    out, err = capfd.readouterr()
    told = json.loads(out)
    assert [name for name in NAMES if name not in told] == []
    path = tmp_path / "out" / "three-tight.csv"
    assert (told["status"], told["value"], told["bound"]) == ("feasible", 200, 210)
    assert (told["gap"], told["quality_gap"], told["plan"]) == (0.05, 0.2, str(path))
    assert path.read_text() == "post,officer\n0,0\n1,2\n"
    assert read_plan(path, officers=3).tolist() == [0, -1, 1]
    assert "a library that talks" in err
    assert told["peak_mb"] > 10
    assert [p.name for p in path.parent.iterdir()] == ["three-tight.csv"]


def test_a_gap_that_is_no_number_is_null(asked: Callable[..., int], capfd: pytest.CaptureFixture[str]) -> None:
    assert asked("--json", value=-8, bound=4, quality=0) == 0
    told = json.loads(capfd.readouterr().out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert (told["gap"], told["quality_gap"]) == (None, None)


@pytest.mark.parametrize(
    ("status", "code", "plan"),
    [(Status.OPTIMAL, 0, True), (Status.FEASIBLE, 0, True), (Status.INFEASIBLE, 1, False)],
)
def test_how_it_ends(
    asked: Callable[..., int], capfd: pytest.CaptureFixture[str], status: Status, code: int, plan: bool
) -> None:
    assert asked("--json", status=status) == code
    told = json.loads(capfd.readouterr().out)
    assert (told["status"], told["plan"] is not None, told["value"] is not None) == (status.value, plan, plan)


def test_without_json_a_table_for_people(asked: Callable[..., int], capfd: pytest.CaptureFixture[str]) -> None:
    assert asked() == 0
    lines = dict(line.split(maxsplit=1) for line in capfd.readouterr().out.splitlines())
    assert (lines["value"], lines["bound"], lines["gap"], lines["pairs"]) == ("200", "210", "5.000000%", "6")


def test_ctrl_c_asks_for_what_there_is(asked: Callable[..., int], capfd: pytest.CaptureFixture[str]) -> None:
    def patient(problem: Staffing, *, limits: Limits, listener: Listener) -> Result:
        assert listener(Progress(step="searching"))
        os.kill(os.getpid(), signal.SIGINT)
        assert not listener(Progress(step="searching"))
        return result(problem, status=Status.STOPPED)

    before = signal.getsignal(signal.SIGINT)
    assert asked("--json", engine=patient) == 130
    told = json.loads(capfd.readouterr().out)
    assert (told["status"], told["value"]) == ("stopped", 200)
    assert signal.getsignal(signal.SIGINT) is before


def spoilt(file: Path, name: str, change: Callable[[np.ndarray], np.ndarray] | None) -> None:
    with np.load(file) as held:
        arrays = dict(held)
    if change is None:
        del arrays[name]
    else:
        arrays[name] = change(arrays[name])
    np.savez(file, **arrays)


def absurd(column: np.ndarray) -> np.ndarray:
    return np.where(np.arange(len(column)) == 1, -5, column.astype(np.int64))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: f.unlink(), "No such file or directory"),
        (lambda f: f.write_bytes(f.read_bytes()[:100]), "not a readable .npz file"),
        (lambda f: spoilt(f, "officer_rank", None), "officer_rank"),
        (lambda f: spoilt(f, "post_cap", lambda column: column[:1]), "post_"),
        (lambda f: spoilt(f, "officer_score", lambda column: column * math.nan), "officer_score"),
        (lambda f: spoilt(f, "post_cap", absurd), "post_cap row 3"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(
    asked: Callable[..., int],
    file: Path,
    capfd: pytest.CaptureFixture[str],
    spoil: Callable[[Path], None],
    said: str,
) -> None:
    spoil(file)
    assert asked("--json", "--constraints", "none") == 2
    out, err = capfd.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert said in err
    assert "three.npz cannot be solved: " in err


@pytest.mark.parametrize("words", [("--gap", "-1"), ("--gap", "nan"), ("--limit", "0"), ("--constraints", "some")])
def test_so_are_bad_words(asked: Callable[..., int], words: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as ended:
        asked(*words)
    assert ended.value.code == 2


def test_and_a_folder_that_is_none(
    asked: Callable[..., int], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("a file")
    assert asked("--json") == 2
    assert "The plan cannot be written to" in capfd.readouterr().err


def test_a_plan_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("post,officer\n0,0\n")
    monkeypatch.setattr(os, "fsync", lambda number: (_ for _ in ()).throw(OSError("no space left")))
    with pytest.raises(OSError, match="no space left"):
        command.write_plan(np.array([0, 0, 0]), path)
    assert (path.read_text(), list(tmp_path.iterdir())) == ("post,officer\n0,0\n", [path])
