"""Peers are told the same problem as we are: on small ones each finds the optimum that trying all plans finds."""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench.assignment import market_of
from bench.checker import check
from bench.peers import alone
from bench.peers.alone import PEERS, run
from bench.peers.assignment import lapmod, min_cost_flow, scipy_matching
from bench.peers.composition import composition
from bench.peers.cp_sat import cp_sat
from bench.peers.highs import highs
from bench.peers.journal import Journal
from bench.peers.pdlp import pdlp
from bench.peers.scip import scip
from engines.staffing.doubleloop import any_staffing
from engines.staffing.secondopinion import World
from engines.staffing.tiny import officer, post, sides, small_random, staffing
from menara.engines.matching.highs import new_highs
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import Staffing
from menara.engines.staffing.screen import screen

Peer = Callable[[Market, float, float, Journal], np.ndarray | None]
GENERAL: tuple[Peer, ...] = (highs, scip, cp_sat)
PLAIN: tuple[Peer, ...] = (min_cost_flow, lapmod, scipy_matching)
# French speakers wanted beside a cap on the better country: the optimum pays one penalty
BINDING = sides(
    staffing(
        [officer(9), officer(8), officer(7, country=1, woman=1), officer(2, country=1, french=3)],
        [post(capacity=2), post(1)],
    ),
    country_cap=[1, 1],
    pledge=[1, 2],
    french_min=[1, 1],
)
# and random ones: the first few that have a plan at all and something to choose
SMALL = [p for p in map(small_random, range(60)) if len(World(p).open_pairs()) >= 5 and World(p).best()][:8]


@pytest.fixture(autouse=True)
def _threads_of_others() -> Iterator[None]:
    """HiGHS has one pool of threads a process: peers take two, everybody else one."""
    yield
    new_highs().resetGlobalScheduler(True)


def optimum(problem: Staffing) -> int:
    best = World(problem).best()
    assert best is not None
    return best[0]


def asked(peer: Peer, problem: Staffing) -> tuple[int, Journal]:
    """The checked value of a peer's plan, and what it said."""
    journal = Journal()
    plan = peer(screen(problem), 30.0, 0.0, journal)
    assert plan is not None
    found = check(problem, plan)
    assert found.broken == {}
    return found.value, journal


@pytest.mark.parametrize("peer", GENERAL)
@pytest.mark.parametrize("problem", [BINDING, *SMALL])
def test_solvers_of_any_problem_find_the_optimum(peer: Peer, problem: Staffing) -> None:
    value, journal = asked(peer, problem)
    said = journal.words[-1]
    assert (value, said.value, said.bound) == (optimum(problem),) * 3


def test_the_relaxation_is_a_bound() -> None:
    journal = Journal()
    assert pdlp(screen(BINDING), 30.0, 0.001, journal) is None
    bound = journal.words[-1].bound
    assert bound is not None
    assert bound >= optimum(BINDING)


@pytest.mark.parametrize("problem", [BINDING, *SMALL])
def test_prices_and_then_a_few_columns_prove_what_they_say(problem: Staffing) -> None:
    journal = Journal()
    plan = composition(screen(problem), 30.0, 0.0, journal)
    bound = journal.words[-1].bound
    assert bound is not None
    assert bound >= optimum(problem)
    if plan is not None:
        found = check(problem, plan)
        assert (found.broken, found.value <= optimum(problem)) == ({}, True)


@pytest.mark.parametrize("seed", range(8))
def test_solvers_of_the_assignment_problem_agree_and_may_leave_vacancies_open(seed: int) -> None:
    problem = any_staffing(seed)
    values = {asked(peer, problem)[0] for peer in (*PLAIN, highs)}
    assert len(values) == 1


@pytest.mark.parametrize("peer", PLAIN)
def test_an_assignment_solver_refuses_what_it_cannot_hear(peer: Peer) -> None:
    pinned = replace(staffing([officer(1)], [post()]), pins=((0, 0),))
    for problem in (BINDING, pinned):
        with pytest.raises(ValueError, match="neither side constraints nor pins"):
            peer(screen(problem), 1.0, 0.0, Journal())


def test_a_library_instance_is_a_market(tmp_path: Path) -> None:
    (tmp_path / "three.txt").write_text(" 3\n 1 5 9\n 2 1 9\n 9 2\n 7\n", encoding="ascii")
    market, filled = market_of(tmp_path / "three.txt")
    plan = highs(market, 10.0, 0.0, Journal())
    assert plan is not None
    worth = sum(int(market.worth[3 * post + officer]) for officer, post in enumerate(plan))
    assert 3 * filled - worth == 1 + 1 + 7
    (tmp_path / "short.txt").write_text("3\n1 2 3", encoding="ascii")
    with pytest.raises(ValueError, match="3 costs, not 9"):
        market_of(tmp_path / "short.txt")


def test_a_peer_runs_in_a_process_of_its_own() -> None:
    found = run("HiGHS", screen(BINDING), seconds=20, gap=0.0)
    assert found.plan is not None
    assert (found.value, found.bound, found.ended, check(BINDING, found.plan).value) == (
        optimum(BINDING),
        optimum(BINDING),
        "by itself",
        optimum(BINDING),
    )
    assert found.seconds_to_each_gap[0.0001] <= found.seconds < 20
    assert 20 < found.peak_mb < 2_000


TROUBLE = """
import os, time
def speak_and_hang(market, seconds, gap, journal):
    journal.begin(); journal.say(value=5, bound=7); time.sleep(600)
def speak_and_die(market, seconds, gap, journal):
    journal.begin(); journal.say(value=5, bound=7); os.kill(os.getpid(), 9)
def fail(market, seconds, gap, journal):
    raise RuntimeError("no licence for this")
"""


@pytest.mark.parametrize(
    ("name", "value", "ended"),
    [
        ("speak_and_hang", 5, "over its time"),
        ("speak_and_die", 5, "failed: without a word"),
        ("fail", None, "failed: RuntimeError: no licence for this"),
    ],
)
def test_a_peer_that_hangs_or_dies_loses_nothing_of_what_it_said(
    name: str, value: int | None, ended: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trouble.py").write_text(TROUBLE, encoding="utf-8")
    worker = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from bench.peers import alone; "
    worker += f"alone.PEERS['trouble'] = ('trouble', {name!r}); alone.main()"
    real = alone.subprocess.Popen

    def started(words: list[str], **told: object) -> object:
        return real([sys.executable, "-c", worker, *words[3:]], **told)

    monkeypatch.setattr(alone, "subprocess", types.SimpleNamespace(**vars(alone.subprocess) | {"Popen": started}))
    monkeypatch.setattr(alone, "GRACE", 2.0)
    found = run("trouble", screen(BINDING), seconds=1, gap=0.0)
    assert (found.value, found.plan, found.ended) == (value, None, ended)


def test_every_peer_named_can_be_found() -> None:
    text = json.dumps(PEERS)
    assert all(f'"{peer.__name__}"' in text for peer in (*GENERAL, *PLAIN, pdlp, composition))
