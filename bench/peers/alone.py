"""Runs one peer in a process of its own, so that its peak of memory is its own and a hang or a crash loses nothing.

python -m bench.peers.alone NAME FOLDER SECONDS GAP      (started by ``run``, never by hand)
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.peers.journal import Journal, Word, gap_of, read, seconds_to_each_gap
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import Sides

Column = NDArray[Any]
PROJECT = Path(__file__).resolve().parents[2]
PEERS = {
    "CP-SAT": ("bench.peers.cp_sat", "cp_sat"),
    "HiGHS": ("bench.peers.highs", "highs"),
    "SCIP": ("bench.peers.scip", "scip"),
    "PDLP, relaxation": ("bench.peers.pdlp", "pdlp"),
    "prices, then HiGHS": ("bench.peers.composition", "composition"),
    "min-cost flow": ("bench.peers.assignment", "min_cost_flow"),
    "lap.lapmod": ("bench.peers.assignment", "lapmod"),
    "scipy matching": ("bench.peers.assignment", "scipy_matching"),
}
GRACE = 60.0  # seconds to build a model and to end, beyond the limit
MEMORY_SHARE = 0.85  # of what is free when it starts; the machine has other work
MARKET_ARRAYS = ("starts", "officer", "worth", "capacity", "mission", "group", "pinned")
SIDE_ARRAYS = ("pledge", "country_cap", "women_share", "french_min", "arabic_min")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerRun:
    """``seconds`` counts the solver alone, its model built; of a solver that ended itself, to its end, else to its
    last word. ``plan`` is the post of each officer or None. ``ended`` says how: by itself, or what ended it."""

    peer: str
    value: int | None
    bound: int | None
    seconds: float
    plan: Column | None
    peak_mb: float
    seconds_to_each_gap: dict[float, float]
    ended: str

    @property
    def gap(self) -> float | None:
        return gap_of(self.value, self.bound)


def run(peer: str, market: Market, *, seconds: float, gap: float) -> PeerRun:
    """One run of a named peer. Memory is watched; a peer that takes more than there is, is ended and said so."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(market, folder / "market.npz")
        words = [sys.executable, "-m", "bench.peers.alone", peer, name, repr(seconds), repr(gap)]
        with (folder / "said.txt").open("w") as said:
            process = subprocess.Popen(words, cwd=PROJECT, stdout=said, stderr=subprocess.STDOUT)
            ended, peak = _watch(process, deadline=time.monotonic() + seconds + GRACE + len(market.worth) / 100_000)
        journal = read(folder / "journal.jsonl")
        last = journal[-1] if journal else Word(seconds=0.0, value=None, bound=None)
        done = folder / "done.npz"
        answer = np.load(done) if done.exists() else {}
        if not ended:
            ended = "by itself" if done.exists() else f"failed: {_last_line(folder / 'said.txt')}"
        return PeerRun(
            peer=peer,
            value=last.value,
            bound=last.bound,
            seconds=float(answer["seconds"]) if done.exists() else last.seconds,
            plan=answer.get("plan"),
            peak_mb=max(peak, float(answer["peak_mb"])) if done.exists() else peak,
            seconds_to_each_gap=seconds_to_each_gap(journal),
            ended=ended,
        )


def _watch(process: subprocess.Popen[bytes], *, deadline: float) -> tuple[str, float]:
    """Waits for the end; returns why it was ended, empty if by itself, and the peak of memory seen, in MB."""
    most, peak = MEMORY_SHARE * _free_mb(), 0.0
    while True:
        try:
            process.wait(timeout=0.2)
            return "", peak
        except subprocess.TimeoutExpired:
            peak = max(peak, peak_mb(process.pid))
        reason = "out of memory" if peak > most else "over its time" if time.monotonic() > deadline else ""
        if reason:
            process.kill()
            process.wait()
            return reason, peak


def peak_mb(pid: int | str = "self") -> float:
    """The most memory a process has held, in MB; 0 where the system does not say."""
    return _field(Path(f"/proc/{pid}/status"), "VmHWM")


def _free_mb() -> float:
    return _field(Path("/proc/meminfo"), "MemAvailable") or float("inf")


def _field(file: Path, name: str) -> float:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) / 1024 for line in lines if line.startswith(name + ":")), 0.0)


def _last_line(file: Path) -> str:
    lines = [line for line in file.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return lines[-1][:200] if lines else "without a word"


def _write(market: Market, file: Path) -> None:
    arrays = {name: getattr(market, name) for name in MARKET_ARRAYS}
    arrays["size"] = np.array([market.missions, market.countries])
    if market.sides is not None:
        arrays |= {f"sides_{name}": np.asarray(getattr(market.sides, name)) for name in SIDE_ARRAYS}
        arrays["sides_speakers"] = np.array([market.sides.speaker_level, market.sides.speaker_penalty])
    np.savez(file, **arrays)


def _read(file: Path) -> Market:
    with np.load(file) as given:
        sides = None
        if "sides_pledge" in given:
            told: dict[str, Any] = {name: given[f"sides_{name}"] for name in SIDE_ARRAYS}
            told["women_share"] = tuple(int(n) for n in told["women_share"])
            level, penalty = (int(n) for n in given["sides_speakers"])
            sides = Sides(**told, speaker_level=level, speaker_penalty=penalty)
        missions, countries = (int(n) for n in given["size"])
        arrays = {name: given[name] for name in MARKET_ARRAYS}
        return Market(**arrays, missions=missions, countries=countries, sides=sides)


def main() -> None:
    peer, folder, seconds, gap = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
    module, name = PEERS[peer]
    solve = getattr(importlib.import_module(module), name)
    market = _read(folder / "market.npz")
    journal = Journal(file=folder / "journal.jsonl")
    plan = solve(market, seconds, gap, journal)
    took = time.perf_counter() - journal.started
    answer = {"seconds": np.array(took), "peak_mb": np.array(peak_mb())}
    if plan is not None:
        answer["plan"] = plan
    np.savez(folder / "half.npz", **answer)
    (folder / "half.npz").rename(folder / "done.npz")


if __name__ == "__main__":
    main()
