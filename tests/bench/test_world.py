"""What is said of a peer: a ratio where both got there, a least where the peer did not, nothing of what is false."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench import record, run, world
from bench.checker import check
from bench.ours import OurRun
from bench.peers.alone import PeerRun
from bench.replan import decisions
from bench.world import COMPOSITION, Goal, Instance
from engines.staffing.tiny import officer, post, staffing
from menara.engines.outcome import Status
from menara.engines.staffing.problem import Prices, Result
from menara.staffing_files import write_npz

PROBLEM = staffing([officer(9), officer(4)], [post()])
GOAL = Goal(gap=0.001, seconds=0.3, limit=60, memory=100, ratios={"CP-SAT": 500, COMPOSITION: 5})
INSTANCE = Instance(file="M", constraints="none", goals=(GOAL,), peers=("CP-SAT",))


def ours(value: int = 9, bound: int = 9, seconds: float = 0.2) -> OurRun:
    return OurRun(
        value=value,
        bound=bound,
        seconds_screen=1.0,
        seconds_solve=seconds,
        peak_mb=50.0,
        quality_gap=0.0,
        checked=check(PROBLEM, np.array([0, -1])),
    )


def theirs(**told: Any) -> PeerRun:
    whole = {
        "peer": "CP-SAT", "value": 9, "bound": 9, "seconds": 150.0, "plan": np.array([0, -1]), "peak_mb": 200.0,
        "seconds_to_each_gap": {0.001: 120.0}, "ended": "by itself",
    }  # fmt: skip
    return PeerRun(**(whole | told))


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(record, "RESULTS", tmp_path / "results.json")
    return tmp_path / "results.json"


def rows(results: Path, peer: str) -> list[tuple[Any, ...]]:
    kept = json.loads(results.read_text())
    names = ("case", "ours", "peer_value", "ratio", "ok")
    return [tuple(r[n] for n in names) for r in kept if r["peer"] == peer and r["unit"] == "s"]


CASE = "M none, proven gap 0.1 %"


@pytest.mark.parametrize(
    ("found", "mine", "row"),
    [
        (theirs(), ours(), (CASE, 0.2, 120.0, 600.0, True)),
        (theirs(), ours(seconds=0.4), (CASE, 0.4, 120.0, 300.0, False)),
        (theirs(seconds_to_each_gap={}), ours(), (CASE, 0.2, None, 1500.0, True)),
        (theirs(seconds_to_each_gap={}), ours(seconds=1.0), (CASE, 1.0, None, 300.0, None)),
        (theirs(), ours(value=8), (CASE, 0.2, 120.0, None, None)),
        (
            theirs(peer="PDLP, relaxation", plan=None, value=None, seconds=2.0),
            ours(),
            (f"{CASE}; the peer: a bound alone", 0.2, 2.0, 10.0, None),
        ),
    ],
)
def test_the_row_of_a_peer(results: Path, found: PeerRun, mine: OurRun, row: tuple[Any, ...]) -> None:
    world._keep_peer(INSTANCE, GOAL, mine, found, 300.0)
    assert rows(results, f"{found.peer}, at most 300 s") == [row]


@pytest.mark.parametrize(
    ("mine", "ok"), [(ours(), True), (ours(seconds=0.4), False), (ours(value=8), False), (ours(bound=10), False)]
)
def test_our_own_row(results: Path, mine: OurRun, ok: bool) -> None:
    world._keep_ours(INSTANCE, GOAL, mine)
    assert rows(results, "") == [(CASE, mine.seconds_solve, None, None, ok)]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (theirs(), ""),
        (theirs(plan=None), ""),
        (theirs(bound=8), "its bound 8 is below a plan worth 9"),
        (theirs(plan=np.array([0, 0])), "its plan breaks {'capacity': 1}"),
        (theirs(plan=np.array([-1, 0])), "its plan is worth 4, not 9"),
    ],
)
def test_what_is_false_of_a_peer_is_said(found: PeerRun, said: str) -> None:
    assert world._false(found, PROBLEM, bound=9, best=9) == said


def test_a_false_peer_gets_no_row(results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_npz(tmp_path / "M.npz", PROBLEM, sides={})
    monkeypatch.setattr(world, "our_run", lambda *given, **told: ours())
    monkeypatch.setattr(world, "_false", lambda *given, **told: "a lie")
    monkeypatch.setattr(world, "run", lambda *given, **told: theirs())
    world._measure(tmp_path, INSTANCE, argparse.Namespace(quick=False, times=1, no_peers=False, peer_limit=300.0))
    assert rows(results, "") != []
    assert rows(results, "CP-SAT, at most 300 s") == []


def test_decisions_are_such_as_the_first_plan_does_not_hold_to() -> None:
    problem = staffing([officer(9), officer(4), officer(5)], [post(), post(), post()])
    plan = np.array([0, 1, -1])
    first = Result(
        status=Status.FEASIBLE, value=13, bound=14, price_bound=14, proven_by="", plan=plan, quality=13, penalties=0,
        prices=Prices.zero(posts=3, missions=1, countries=2), pairs=9,
    )  # fmt: skip
    found = decisions(problem, first, np.random.default_rng(1))
    broken = {name: list(check(changed, plan).broken) for name, changed in found.items()}
    assert broken == {
        "an officer withdraws": ["withdrawn"],
        "a post is frozen": ["frozen"],
        "a pair is pinned": ["pinned"],
    }


@pytest.mark.parametrize(("words", "code"), [(["json.tool", "--help"], 0), (["bench.nowhere"], 1)])
def test_a_run_tells_which_script_failed(
    words: list[str], code: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "QUICK", (words,))
    monkeypatch.setattr(run.sys, "argv", ["run"])
    assert run.main() == code
    assert ("Failed: bench.nowhere" in capfd.readouterr().out) == bool(code)


@pytest.mark.parametrize("words", [words[0] for words in (*run.QUICK, *run.EVERYTHING)])
def test_every_script_named_is_there(words: str) -> None:
    assert (Path(run.__file__).parent / f"{words.removeprefix('bench.')}.py").is_file()
