"""Runs ``bench.staffing`` as anyone would, in a process of its own, and checks the plan it wrote."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.checker import Checked, check
from bench.peers.journal import gap_of
from menara.engines.staffing.problem import Staffing

PROJECT = Path(__file__).resolve().parents[1]
LONG = 10.0  # seconds above which a run is not done again


@dataclass(frozen=True, slots=True, kw_only=True)
class OurRun:
    """Seconds, MB and whole numbers as ``bench.staffing`` printed them; ``checked`` is what the checker found."""

    value: int
    bound: int
    seconds_screen: float
    seconds_solve: float
    peak_mb: float
    quality_gap: float | None
    checked: Checked

    @property
    def gap(self) -> float | None:
        return gap_of(self.value, self.bound)


def our_run(file: Path, staffing: Staffing, *, constraints: str, gap: float, limit: float, times: int = 1) -> OurRun:
    """The middle one of ``times`` runs by seconds of solving; of fewer where one takes long. Raises ``RuntimeError``
    where a claim of it is false."""
    runs: list[OurRun] = []
    while len(runs) < times and all(run.seconds_screen + run.seconds_solve < LONG for run in runs):
        runs.append(_once(file, staffing, constraints, gap, limit))
    return sorted(runs, key=lambda run: run.seconds_solve)[len(runs) // 2]


def _once(file: Path, staffing: Staffing, constraints: str, gap: float, limit: float) -> OurRun:
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "bench.staffing", str(file), "--constraints", constraints, "--json"]
        words += ["--gap", repr(gap), "--limit", repr(limit), "--out", folder]
        done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}: {done.stderr[-2000:]}")
        told: dict[str, Any] = json.loads(done.stdout)
        found = check(staffing, read_plan(Path(told["plan"]), officers=len(staffing.officers)))
    if found.broken or found.value != told["value"] or told["bound"] < told["value"]:
        raise RuntimeError(f"a false claim: {told}, but {found}")
    names = ("value", "bound", "seconds_screen", "seconds_solve", "peak_mb", "quality_gap")
    return OurRun(**{name: told[name] for name in names}, checked=found)


def read_plan(path: Path, *, officers: int) -> NDArray[Any]:
    """The post of each officer from a CSV ``post,officer``. Raises ``ValueError`` where an officer stands twice."""
    rows = path.read_text(encoding="ascii").splitlines()[1:]
    pairs = np.array([row.split(",") for row in rows], dtype=np.int64).reshape(-1, 2)
    if len(np.unique(pairs[:, 1])) != len(pairs):
        raise ValueError(f"{path} gives an officer two posts")
    plan = np.full(officers, -1, dtype=np.int64)
    plan[pairs[:, 1]] = pairs[:, 0]
    return plan
