"""Planning again after a decision: an officer withdraws, a post is frozen, a pair is pinned.

    python -m bench.replan [--quick]

The first plan is sought to a gap of 0.1 %, the middle one of three runs; then decisions are made on the plan's own
pairs, five of each kind drawn by a seed, and a plan is sought again from the first one. Seconds are the middle of the
five, of planning alone, as the first plan's are: screening is the same for both. Every plan goes through
``bench.checker``, and its changes are counted against the first.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import numpy as np

from bench.checker import check
from bench.record import Row, keep, shared
from menara.engines.outcome import Limits
from menara.engines.staffing.problem import Column, Result, Staffing
from menara.engines.staffing.screen import screen
from menara.staffing_files import read_npz

SHARE = 0.1  # of the first solve
GAP, LIMIT, SEED = 0.001, 60.0, 1
DRAWS = 5  # decisions of a kind


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true", help="M alone")
    given = asked.parse_args()
    engines = "menara.engines.staffing"
    if not find_spec(f"{engines}.replan"):
        print("Skipped: there is no planning again yet.")
        return
    solve, replan = import_module(f"{engines}.solve").solve, import_module(f"{engines}.replan").replan
    if folder := shared("staffing"):
        for name in ("M",) if given.quick else ("M", "L"):
            _measure(folder / f"{name}.npz", solve, replan)


def _measure(file: Path, solve: Callable[..., Result], replan: Callable[..., Result]) -> None:
    limits = Limits(seconds=LIMIT, gap=GAP, seed=SEED)
    staffing = read_npz(file, constraints="std")
    first = sorted((solve(staffing, limits=limits) for _ in range(3)), key=lambda r: r.seconds_solve)[1]
    replan(staffing, first, limits=limits)  # compiled before the clock starts
    draw = np.random.default_rng(SEED)
    rounds = [decisions(staffing, first, draw) for _ in range(DRAWS)]
    for name in rounds[0]:
        runs = [_again(changed[name], first, limits, replan) for changed in rounds]
        seconds = median(took for took, _, _ in runs)
        case = f"{file.stem} std, {name}"
        keep(
            Row(
                bench="replan",
                case=case,
                ours=seconds,
                unit="s",
                peer="the first solve",
                peer_value=first.seconds_solve,
                ratio=first.seconds_solve / seconds,
                target=f"<= {SHARE:.0%} of it",
                ok=seconds <= SHARE * first.seconds_solve and all(near for _, _, near in runs),
            )
        )
        keep(Row(bench="replan", case=f"{case}: officers who change", ours=median(m for _, m, _ in runs), unit=""))


def _again(changed: Staffing, first: Result, limits: Limits, replan: Callable[..., Result]) -> tuple[float, int, bool]:
    """Seconds, how many officers change, and whether the gap was proven."""
    found = replan(changed, first, limits=limits)
    checked = check(changed, found.plan)
    assert not checked.broken, checked
    assert checked.value == found.value <= found.bound, (checked, found)
    moved = int((np.asarray(found.plan) != np.asarray(first.plan)).sum())
    return found.seconds_solve, moved, found.gap <= GAP


def decisions(staffing: Staffing, first: Result, draw: np.random.Generator) -> dict[str, Staffing]:
    """Three decisions that the first plan does not hold to."""
    plan = np.asarray(first.plan)
    placed = np.flatnonzero(plan >= 0)
    officer = int(draw.choice(placed))
    post = int(plan[draw.choice(placed)])
    return {
        "an officer withdraws": replace(staffing, withdrawn=(officer,)),
        "a post is frozen": replace(staffing, frozen=(post,)),
        "a pair is pinned": replace(staffing, pins=(_another(staffing, plan, draw),)),
    }


def _another(staffing: Staffing, plan: Column, draw: np.random.Generator) -> tuple[int, int]:
    """An eligible pair of a post with the officer placed elsewhere or nowhere."""
    market = screen(staffing)
    post = np.repeat(np.arange(market.posts), np.diff(market.starts))
    others = np.flatnonzero((plan[market.officer] != post) & (market.capacity[post] > 0))
    place = int(draw.choice(others))
    return int(post[place]), int(market.officer[place])


if __name__ == "__main__":
    main()
