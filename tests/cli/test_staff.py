"""``menara staff``: a plan with its proof in a folder, whatever ends the run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest

from engines.staffing import plain_door, plain_solver
from engines.staffing.tiny import officer, post, sides, staffing
from menara.cli import keeping, staff
from menara.cli.keeping import Keeper
from menara.engines.outcome import Limits, Listener, Status
from menara.engines.staffing.problem import Staffing, Worth
from menara.engines.staffing.sliced import SlicedResult, solve_in_slices
from menara.engines.staffing.slices import in_slices, locally
from menara.errors import Refusal
from menara.facts.world import world
from menara.staffing_files import write_npz

from .conftest import Outcome, run

SRC = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested here is what stands before the door, not who answers behind it."""
    monkeypatch.setattr("menara.engines.staffing.solve.solve", plain_door.solve, raising=False)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three officers, two posts: the best plan fills both with officers 0 and 1."""
    people = [officer(290), officer(200, country=1, woman=1), officer(50)]
    problem = staffing(people, [post(critical=1), post()], worth=Worth())
    std = sides(problem, women_share=(1, 2), speaker_penalty=4_000).sides
    tight = sides(problem, women_share=(1, 1), speaker_penalty=4_000).sides
    assert std is not None
    assert tight is not None
    write_npz(tmp_path / "three.npz", problem, sides={"std": std, "tight": tight})
    monkeypatch.chdir(tmp_path)
    return tmp_path / "three.npz"


def rows(folder: Path) -> set[tuple[str, ...]]:
    return {tuple(line.split(",")) for line in (folder / "plan.csv").read_text().splitlines()[1:]}


def staffed(file: Path, *more: object) -> Outcome:
    return run("staff", file, "--gap", "0", *more)


def test_a_plan_is_written_and_verified(file: Path) -> None:
    done = staffed(file)
    assert done.code == 0
    folder = Path("three-std")
    assert {row[1] for row in rows(folder)} == {"0", "1"}
    assert "vacancies filled           2 of 2" in done.out
    assert "gap                        none" in done.out
    verified = run("verify", folder)
    assert verified.code == 0
    assert "FALSE" not in verified.out


def test_the_summary_as_json_says_what_the_files_say(file: Path, tmp_path: Path) -> None:
    told = staffed(file, "--json", "--quiet", "--out", tmp_path / "deep" / "er", "--seed", "5").told
    claims = json.loads((tmp_path / "deep" / "er" / "claims.json").read_text())
    assert told["status"] == "optimal"
    assert told["problem_sha256"] == claims["problem"]["sha256"]
    assert told["files"] == [str(tmp_path / "deep" / "er" / name) for name in ("plan.csv", "claims.json")]
    same = set(told) & set(claims["result"]) - {"conflicts"}
    assert {n: told[n] for n in same} == {n: claims["result"][n] for n in same}
    assert claims["result"]["seed"] == 5
    assert (told["officers"], told["posts"], told["vacancies"], told["filled"]) == (3, 2, 2, 2)


DECISIONS = {
    ("--withdraw", "0"): {"1", "2"},
    ("--freeze", "0", "--freeze", "1"): set(),
    ("--pin", "1:2"): {"1", "2"},
}


@pytest.mark.parametrize("words", DECISIONS)
def test_decisions_are_honoured_and_told(file: Path, words: tuple[str, ...]) -> None:
    assert staffed(file, *words).code == 0
    assert {row[1] for row in rows(Path("three-std"))} == DECISIONS[words]
    assert run("verify", "three-std").code == 0


def test_a_contradiction_is_told_by_name_and_verified(file: Path) -> None:
    done = staffed(file, "--constraints", "tight", "--pin", "0:0")
    assert done.code == 1
    assert done.out.splitlines() == [
        "These cannot hold together; give up any one of them:",
        "  officer 0 is pinned to post 0",
        "  in mission 0 the share of women is to be 1/1",
    ]
    assert rows(Path("three-tight")) == set()
    assert run("verify", "three-tight").code == 0


def test_every_contradiction_has_its_sentence() -> None:
    from menara.engines.staffing.infeasible import ABOUT

    assert set(staff.CONFLICTS) == set(ABOUT)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--pin", "1-2"), "1-2 is no pin"),
        (("--pin", "1:x"), "1:x is no pin"),
        (("--gap", "-1"), "-1"),
        (("--constraints", "loose"), "loose"),
        (("--engine", "cloud"), "cloud"),
    ],
)
def test_odd_words_are_refused(file: Path, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(click.UsageError, match=said):
        staffed(file, *words)
    assert not Path("three-std").exists()


def test_all_faults_of_decisions_are_told_at_once(file: Path) -> None:
    done = staffed(file, "--withdraw", "9", "--freeze", "7", "--pin", "0:1", "--pin", "1:1")
    assert done.code == 2
    for said in ("officer 9", "post 7", "officer 1"):
        assert said in done.err


def test_a_file_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "no.npz").write_bytes(b"PK nothing")
    done = run("staff", "no.npz", "--json")
    assert done.code == 2
    assert done.told["faults"][0]["code"] == "unreadable"
    assert not Path("no-std").exists()


def test_a_folder_that_cannot_be_made_is_said_before_solving(file: Path) -> None:
    Path("taken").write_text("")
    with pytest.raises(click.UsageError, match="taken"):
        staffed(file, "--out", "taken/deeper")


def test_who_stops_it_gets_the_best_so_far(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tell = staff.StaffingTeller.__call__

    def stop(self: Any, progress: Any) -> bool:
        self.is_stopped = progress.step == "improving"
        return tell(self, progress)

    monkeypatch.setattr(staff.StaffingTeller, "__call__", stop)
    done = staffed(file, "--constraints", "none", "--pin", "1:2", "--json")
    assert done.code == 130
    assert done.told["status"] == "stopped"
    assert run("verify", "three-none").code == 0
    assert ("1", "2") in rows(Path("three-none"))


def test_value_bound_and_gap_are_told_as_they_close(file: Path) -> None:
    lines = staffed(file, "--constraints", "none", "--pin", "1:2").err.splitlines()
    assert any("seeking better plans nearby: value 1," in line and "bound" in line and "gap" in line for line in lines)


def test_who_kills_it_finds_the_last_improvement(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The door is left in the middle, as a killed process leaves it: what was kept before verifies."""

    def killed(*_args: Any, keep: Any, **_more: Any) -> Any:
        def once(result: Any) -> None:
            keep(result)
            raise KeyboardInterrupt

        return plain_door.solve(*_args, keep=once, **_more)

    monkeypatch.setattr("menara.engines.staffing.solve.solve", killed, raising=False)
    with pytest.raises(click.Abort):
        staffed(file, "--constraints", "none", "--pin", "1:2")
    told = run("verify", "three-none", "--json").told
    assert told["ok"]
    assert next(c["claimed"] for c in told["claims"] if c["name"] == "status") == "stopped"


@pytest.fixture
def sliced(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The passes of a cluster made here; the masters asked for are told."""
    masters: list[str | None] = []

    def here(
        *, asked: Staffing, limits: Limits, listener: Listener, master: str | None, roster: str | None
    ) -> SlicedResult:
        masters.append(master)
        asked = asked.part(slice(0, 1)) if roster == "short" else asked
        look = locally(in_slices(asked, size=2))
        return solve_in_slices(asked=asked, look=look, limits=limits, listener=listener, solve=plain_solver.solve)

    monkeypatch.setattr("menara.cluster.spark.solve_on_spark", here)
    return masters


def test_on_spark_the_same_is_written_and_verified(file: Path, sliced: list[str | None]) -> None:
    done = staffed(file, "--engine", "spark", "--master", "local[2]")
    assert done.code == 0
    assert sliced == ["local[2]"]
    assert {row[1] for row in rows(Path("three-std"))} == {"0", "1"}
    assert run("verify", "three-std").code == 0


def test_a_roster_of_other_officers_is_refused(file: Path, sliced: list[str | None]) -> None:
    done = staffed(file, "--engine", "spark", "--roster", "short")
    assert done.code == 2
    assert "The roster has 1 officers and the file 3: they are not the same." in done.err


def test_on_spark_a_contradiction_is_told_too(file: Path, sliced: list[str | None]) -> None:
    done = staffed(file, "--engine", "spark", "--constraints", "tight", "--pin", "0:0")
    assert done.code == 1
    assert "  officer 0 is pinned to post 0" in done.out.splitlines()
    assert sliced == [None]
    assert run("verify", "three-tight").code == 0


class TestKeeper:
    @pytest.fixture
    def keeper(self, tmp_path: Path) -> Keeper:
        return Keeper(lambda result: {tmp_path / "best": str(result.value).encode()}, pause=0)

    @staticmethod
    def better(value: int) -> Any:
        problem = staffing([officer(value)], [post()])
        done = plain_door.solve(problem, limits=staff.Limits())
        return replace(done, value=value, plan=np.array([0]), status=Status.FEASIBLE)

    def test_it_writes_each_improvement_when_it_is_time(self, keeper: Keeper, tmp_path: Path) -> None:
        keeper.offer(self.better(1))
        assert (tmp_path / "best").read_text() == "1"
        keeper.pause = 3600
        keeper.offer(self.better(2))
        keeper.catch_up()
        assert (tmp_path / "best").read_text() == "1"
        keeper.pause = 0
        keeper.catch_up()
        assert (tmp_path / "best").read_text() == "2"
        (tmp_path / "best").unlink()
        keeper.catch_up()
        assert not (tmp_path / "best").exists()

    def test_a_full_disk_does_not_end_the_search(
        self, keeper: Keeper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_files: object) -> None:
            raise Refusal("disk_full", "full")

        with monkeypatch.context() as patched:
            patched.setattr(keeping, "put_files", full)
            keeper.offer(self.better(3))
        assert not keeper.has_written
        keeper.catch_up()
        assert (tmp_path / "best").read_text() == "3"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a problem that takes longer than its first plan."""
    folder = tmp_path_factory.mktemp("large")
    drawn = world(seed=3, officers=8_000, vacancies=1_500, missions=12)
    write_npz(folder / "large.npz", drawn.staffing(tightness=None), sides={"std": drawn.std, "tight": drawn.tight})
    return folder


class TestProcess:
    """The command as people run it, with the solver behind it."""

    @staticmethod
    def started(folder: Path, out: str) -> subprocess.Popen[str]:
        words = ["staff", "large.npz", "--constraints", "tight", "--gap", "0", "--limit", "300", "--out", out, "--json"]
        return subprocess.Popen(
            [sys.executable, "-m", "menara.cli.main", *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(SRC)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def wait_for_plan(child: subprocess.Popen[str]) -> None:
        assert child.stderr is not None
        for line in child.stderr:
            if "value" in line and "bound" in line:
                return
        raise AssertionError("it ended without a plan")

    def test_ctrl_c_keeps_the_best_with_its_proof(self, large: Path) -> None:
        with self.started(large, "stopped") as child:
            self.wait_for_plan(child)
            child.send_signal(signal.SIGINT)
            out, err = child.communicate(timeout=120)
        assert child.returncode == 130, err
        told = json.loads(out)
        assert told["filled"] > 1_000
        assert told["value"] <= told["bound"]
        assert run("verify", large / "stopped").code == 0

    def test_a_killed_run_leaves_its_last_improvement(self, large: Path) -> None:
        with self.started(large, "killed") as child:
            self.wait_for_plan(child)
            child.kill()
            child.communicate(timeout=60)
        told = run("verify", large / "killed", "--json").told
        assert told["ok"]
        assert next(claim["claimed"] for claim in told["claims"] if claim["name"] == "filled") > 1_000
        assert {path.name for path in (large / "killed").iterdir()} >= {"plan.csv", "claims.json"}
