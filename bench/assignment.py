"""Staffing without side constraints, which is the plain assignment problem, beside the solvers made for it.

    python -m bench.assignment [--quick]

Three peers, each proven optimal and allowed to leave vacancies open: OR-Tools' min-cost flow, ``lap.lapmod`` with posts
repeated, SciPy's sparse matching. They get the pairs already screened; what their input costs to build is not counted.
Then the three largest assignment instances of the OR-Library, published by J. E. Beasley, through the same solver.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from time import perf_counter

import numpy as np

from bench.checker import check
from bench.ours import our_run
from bench.peers.alone import run
from bench.record import Row, keep, shared
from menara.engines.outcome import Limits
from menara.engines.staffing.market import Market
from menara.engines.staffing.screen import screen
from menara.staffing_files import read_npz

PEERS = ("min-cost flow", "lap.lapmod", "scipy matching")
TARGET = 1.5  # times the fastest of the two that the target names
NAMED = ("min-cost flow", "lap.lapmod")
OPTIMA = {"assign500": 991, "assign600": 1176, "assign700": 1362}  # as published with the instances
LIMIT = 120.0


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true", help="one run of ours instead of three")
    given = asked.parse_args()
    if folder := shared("staffing"):
        for name in ("M", "L"):
            _beside(folder / f"{name}.npz", times=1 if given.quick else 3)
    if folder := shared("lap_orlib"):
        _warm_up()
        for name, optimum in OPTIMA.items():
            _library(folder / f"{name}.txt", optimum)


def _beside(file: Path, *, times: int) -> None:
    staffing = read_npz(file, constraints="none")
    ours = our_run(file, staffing, constraints="none", gap=0.0, limit=LIMIT, times=times)
    market = screen(staffing)
    optima, seconds = {ours.value}, {}
    case = f"{file.stem} without side constraints, proven optimum"
    proven = ours.value == ours.bound
    for peer in PEERS:
        found = run(peer, market, seconds=LIMIT, gap=0.0)
        if found.plan is None or found.value is None:
            print(f"  {peer}: no answer, ended {found.ended}")
            continue
        checked = check(staffing, found.plan)
        assert not checked.broken, (peer, checked)
        assert checked.value == found.value, (peer, checked)
        optima.add(found.value)
        seconds[peer] = found.seconds
        keep(
            Row(
                bench="assignment",
                case=case,
                ours=ours.seconds_solve,
                unit="s",
                peer=peer,
                peer_value=found.seconds,
                ratio=found.seconds / ours.seconds_solve,
            )
        )
    print(f"  optimum {ours.value:,}; all agree: {len(optima) == 1}")
    fastest = min((seconds[peer] for peer in NAMED if peer in seconds), default=float("inf"))
    ok = proven and len(optima) == 1 and ours.seconds_solve <= TARGET * fastest
    target = f"<= {TARGET:g} x the faster of {' and '.join(NAMED)}, the same optimum"
    keep(Row(bench="assignment", case=case, ours=ours.seconds_solve, unit="s", target=target, ok=ok))


def market_of(file: Path) -> tuple[Market, int]:
    """An instance of the OR-Library as a market, and what a filled row is worth before its cost is taken off.

    A row is a post of one vacancy, a column an officer. Every officer fits every post and there are as many, so that a
    filled row worth one more than the highest cost leaves none open; the least cost is rows x that worth - value.
    """
    numbers = np.loadtxt(file.read_text(encoding="ascii").split(), dtype=np.int64)
    size, cost = int(numbers[0]), numbers[1:]
    if len(cost) != size * size:
        raise ValueError(f"{file} holds {len(cost)} costs, not {size * size}")
    filled = int(cost.max()) + 1
    nobody = np.zeros(0, dtype=np.int64)
    market = Market(
        starts=np.arange(0, size * size + 1, size, dtype=np.int64),
        officer=np.tile(np.arange(size, dtype=np.int32), size),
        worth=(filled - cost).astype(np.int32),
        capacity=np.ones(size, dtype=np.int64),
        mission=np.zeros(size, dtype=np.int32),
        group=np.zeros(size, dtype=np.int32),
        missions=1,
        countries=1,
        sides=None,
        pinned=nobody,
    )
    return market, filled


def _warm_up() -> None:
    """Compiled, or fetched, before the clock starts."""
    from menara.engines.staffing.solve import warm_up

    warm_up(lambda what, seconds: print(f"  ready: {what} ({seconds:.1f} s)"))


def _library(file: Path, optimum: int) -> None:
    from menara.engines.staffing.solve import solve_market

    market, filled = market_of(file)
    began = perf_counter()
    result = solve_market(market, limits=Limits(seconds=LIMIT, gap=0.0))
    seconds = perf_counter() - began
    cost, least = market.posts * filled - result.value, market.posts * filled - result.bound
    ok = cost == least == optimum == _cost(market, filled, result.owner)
    target = f"the published optimum {optimum}, proven"
    keep(Row(bench="assignment", case=f"OR-Library {file.stem}: cost", ours=cost, unit="", target=target, ok=ok))
    found = run("scipy matching", market, seconds=LIMIT, gap=0.0)
    assert found.value is not None
    keep(
        Row(
            bench="assignment",
            case=f"OR-Library {file.stem}: time",
            ours=seconds,
            unit="s",
            peer="scipy matching",
            peer_value=found.seconds,
            ratio=found.seconds / seconds,
        )
    )


def _cost(market: Market, filled: int, plan: np.ndarray) -> int:
    """The cost of a plan, added up again from the instance; a row left open or taken twice costs more than any."""
    officer = np.flatnonzero(np.asarray(plan) >= 0)
    post = np.asarray(plan, dtype=np.int64)[officer]
    if len(np.unique(post)) != market.posts:
        return filled * market.posts
    return int((filled - market.worth.astype(np.int64)[post * market.officers + officer]).sum())


if __name__ == "__main__":
    main()
