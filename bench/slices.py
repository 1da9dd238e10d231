"""Rosters too long to hold: 1, 3 and 10 million officers in slices, from Parquet to a plan with a proven gap.

The world is synthetic and seeded, 10,000 vacancies in 40 missions with the standard side constraints. Each size is
written and solved in a process of its own, so that its peak of memory is its own. The plan is checked again from the
columns, slice by slice; the bound is the last pass itself, one look at every pair at the plan's prices.

    python -m bench.slices [--officers 1000000 3000000 10000000] [--gap 0.001] [--limit 900] [--no-spark]

One pass of the smallest size goes through Spark on this machine as well, and is compared bit for bit.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from bench.record import Row, keep
from menara.cluster.roster import SLICE, read_slices, write_roster
from menara.engines.outcome import Limits
from menara.engines.staffing.check import Chosen, check, quality, value_of
from menara.engines.staffing.problem import OFFICER_COLUMNS, Officers, Prices, Staffing
from menara.engines.staffing.sliced import SlicedResult, solve_in_slices
from menara.engines.staffing.slices import Ask, locally, slice_of
from menara.facts.world import roster, world

SIZES = (1_000_000, 3_000_000, 10_000_000)
VACANCIES, MISSIONS, SEED = 10_000, 40, 11
FLAT = 1.25  # most that memory may grow from the smallest to the largest roster


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--officers", type=int, nargs="+", default=SIZES)
    asked.add_argument("--gap", type=float, default=0.001)
    asked.add_argument("--limit", type=float, default=900.0)
    asked.add_argument("--no-spark", action="store_true")
    asked.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    asked.add_argument("--solve", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.write:
        write_roster(given.write, _slices(given.officers[0]))
    elif given.solve:
        print(json.dumps(_solved(given.solve, Limits(seconds=given.limit, gap=given.gap))))
    else:
        _measure(given)


def problem() -> Staffing:
    """The posts and their side constraints; nobody is in it."""
    made = world(seed=SEED, vacancies=VACANCIES, missions=MISSIONS, officers=0)
    return replace(made.bare, sides=made.std)


def _slices(count: int) -> Any:
    asked = problem()
    for first in range(0, count, SLICE):
        size = min(SLICE, count - first)
        yield slice_of(asked, officers=roster(seed=SEED, first=first, size=size, missions=MISSIONS), first=first)


def _measure(given: argparse.Namespace) -> None:
    peaks: dict[int, float] = {}
    for count in given.officers:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "roster.parquet"
            began = perf_counter()
            _child("--write", str(path), "--officers", str(count))
            made = perf_counter() - began
            size = path.stat().st_size / 2**20
            print(f"{count:,} officers made and written in {made:.1f} s, {size:.0f} MB of Parquet", flush=True)
            told = json.loads(_child("--solve", str(path), "--gap", repr(given.gap), "--limit", repr(given.limit)))
            _keep(count, given.gap, told)
            peaks[count] = told["peak_mb"]
            if count == given.officers[0] and not given.no_spark:
                _beside_spark(count, path)
    if len(peaks) > 1:
        least, most = min(peaks), max(peaks)
        keep(
            Row(
                bench="slices",
                case=f"peak memory, {most:,} officers",
                ours=peaks[most],
                unit="MB",
                peer=f"the same with {least:,}",
                peer_value=peaks[least],
                ratio=peaks[least] / peaks[most],
                target=f"<= {FLAT} x",
                ok=peaks[most] <= FLAT * peaks[least],
            )
        )


def _child(*words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "bench.slices", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def _solved(path: Path, limits: Limits) -> dict[str, Any]:
    asked = problem()
    _warm(asked)
    began = perf_counter()
    found = solve_in_slices(asked=asked, look=locally(read_slices(path, asked=asked)), limits=limits)
    seconds = perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    value = _recomputed(path, asked, found)
    if value != found.value:
        raise RuntimeError(f"the plan claims {found.value} and is worth {value}")
    return {
        "status": found.status, "value": found.value, "bound": found.bound, "gap": found.gap, "pairs": found.pairs,
        "quality": found.quality, "rounds": found.rounds, "candidates": found.candidates, "filled": len(found.post),
        "seconds": seconds, "a_pass": found.seconds_look / (found.rounds + 1), "solve": found.seconds_solve,
        "peak_mb": peak,
    }  # fmt: skip


def _warm(asked: Staffing) -> None:
    """Machine code is fetched or made before the clock starts."""
    few = slice_of(asked, officers=roster(seed=SEED, first=0, size=30_000, missions=MISSIONS), first=0)
    solve_in_slices(asked=few, look=locally(lambda: iter([few])), limits=Limits(seconds=30, gap=0.01))


def _recomputed(path: Path, asked: Staffing, found: SlicedResult) -> int:
    """The value of the plan from the columns, slice by slice. Raises ``RuntimeError`` naming what it breaks."""
    total, chosen = 0, []
    for part in read_slices(path, asked=asked)():
        low, high = np.searchsorted(found.officer, (part.first, part.first + len(part.officers)))
        here, post = found.officer[low:high] - part.first, found.post[low:high]
        total += int(quality(part, here, post).sum())
        chosen.append(part.officers.part(here))
    columns = {name: np.concatenate([getattr(one, name) for one in chosen]) for name in OFFICER_COLUMNS}
    few = replace(asked, officers=Officers(**columns))
    plan = Chosen(officer=np.arange(len(found.post)), post=found.post)
    if broken := check(staffing=few, chosen=plan):
        raise RuntimeError(f"the plan breaks {sorted({v.constraint for v in broken})}")
    rest = value_of(staffing=few, chosen=plan)  # who an officer is counts in quality alone
    return total + rest.bonus - rest.penalties


def _keep(count: int, gap: float, told: dict[str, Any]) -> None:
    size = f"{count:,} officers x {VACANCIES:,} vacancies"
    left = told["bound"] - told["value"]
    print(
        f"  {told['status']}: {told['filled']:,} filled of {told['pairs']:,} eligible pairs, value {told['value']:,}, "
        f"bound {told['bound']:,}, gap {told['gap']:.5%} ({left / told['quality']:.5%} of quality), "
        f"{told['rounds']} rounds, {told['candidates']:,} candidates; {told['seconds'] - told['solve']:.1f} s looking, "
        f"{told['solve']:.1f} s solving, peak {told['peak_mb']:.0f} MB"
    )
    keep(Row(bench="slices", case=f"a pass over all pairs, {size}", ours=told["a_pass"], unit="s"))
    case = f"Parquet to a plan proven within {gap:.2%}, {size}"
    target = f"<= {gap:.2%}"
    keep(Row(bench="slices", case=case, ours=told["seconds"], unit="s", target=target, ok=told["gap"] <= gap))
    keep(Row(bench="slices", case=f"peak memory, {size}", ours=told["peak_mb"], unit="MB"))


def _beside_spark(count: int, path: Path) -> None:
    from menara.cluster.spark import cluster, on_spark

    asked = problem()
    capacity = asked.posts.capacity.astype(np.int64)
    prices = Prices.zero(posts=len(capacity), missions=asked.missions, countries=asked.countries)
    ask = Ask(prices=prices, keep=24 * capacity, least=np.zeros(len(capacity), dtype=np.int64))
    near = locally(read_slices(path, asked=asked))
    with cluster(master="local[2]") as session:
        far = on_spark(session, str(path), asked=asked)
        took = []
        for look in (far, near):
            look(ask, lambda _done, _total: True)
            began = perf_counter()
            part = look(ask, lambda _done, _total: True)
            took.append((perf_counter() - began, part))
    (spark, there), (here, alone) = took
    if there is None or alone is None or not there.same(alone):
        raise RuntimeError("Spark answers otherwise than this machine alone")
    case = f"a first pass, {count:,} officers, here; the same bits"
    keep(
        Row(
            bench="slices", case=case, ours=here, unit="s", peer="Spark, two cores here", peer_value=spark,
            ratio=spark / here,
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
