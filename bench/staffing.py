"""Solve one staffing file of any size from the command line, and print one JSON object.

    python -m bench.staffing FILE.npz [--constraints none|std|tight] [--gap 0.001] [--limit 60] [--json]
                             [--out FOLDER] [--seed 1]

The plan goes to FOLDER (the working folder otherwise) as FILE-CONSTRAINTS.csv: header ``post,officer``, indexes from 0,
one row an officer. It is written whole or not at all. Progress goes to stderr; Ctrl-C keeps the best plan and its
proof.

    status        optimal, feasible (with a proven gap), stopped (by a person) or infeasible
    value, bound  what the plan is worth; what no plan can exceed
    gap           (bound - value) / value; null where the value is not above 0 and the bound is not reached
    quality_gap   the same difference over the quality part alone: the sum of min(1000, max(1, q)) of the chosen pairs,
                  without the bonuses for filling and without what missing speakers lose
    seconds_*     read: the file; start: compiling, or fetching what was compiled before; screen; solve
    peak_mb       the most memory the process held, Python and libraries included
    plan          the path of the CSV

Exit codes: 0 done, 1 infeasible, 2 bad input, 130 stopped.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.peers.alone import peak_mb
from menara.engines.outcome import Limits, Progress, Status
from menara.engines.staffing.problem import Result
from menara.errors import BadInput, Refusal
from menara.staffing_files import read_npz

DONE, INFEASIBLE, BAD_INPUT, STOPPED = 0, 1, 2, 130
FEW = 5  # faults told in the sentence; the rest are counted


def main() -> int:
    given = _asked()
    try:
        given.out.mkdir(parents=True, exist_ok=True)
        if not os.access(given.out, os.W_OK):
            raise PermissionError("nothing may be written there")
    except OSError as error:
        return _refuse(f"The plan cannot be written to {given.out}: {error.strerror or error}.")
    voice = _Voice()
    try:
        with _stdout_kept():
            told = solve_file(given, voice)
    except BadInput as bad:
        return _refuse(_sentence(given.file, bad))
    except Refusal as refusal:
        return _refuse(f"{given.file}: {refusal}")
    if given.json:
        print(json.dumps(told))
    else:
        _table(told)
    return STOPPED if voice.stop else INFEASIBLE if told["status"] == Status.INFEASIBLE else DONE


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(
        prog="python -m bench.staffing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    words.add_argument("file", type=Path)
    words.add_argument("--constraints", choices=("none", "std", "tight"), default="std")
    words.add_argument("--gap", type=_number(least=0.0), default=0.001, help="stop at this proven gap; 0: the optimum")
    words.add_argument("--limit", type=_number(least=0.001), default=60.0, help="seconds for screening and solving")
    words.add_argument("--json", action="store_true")
    words.add_argument("--out", type=Path, default=Path())
    words.add_argument("--seed", type=int, default=1)
    return words.parse_args()


def _number(*, least: float) -> Any:
    def number(text: str) -> float:
        value = float(text)
        if not least <= value < math.inf:
            raise argparse.ArgumentTypeError(f"{text} is not a number from {least:g} on")
        return value

    return number


def solve_file(given: argparse.Namespace, voice: _Voice) -> dict[str, Any]:
    """Read, solve and write the plan; what is told of it."""
    began = perf_counter()
    staffing = read_npz(given.file, constraints=given.constraints)
    read = perf_counter()
    solve, warm_up = _engine()
    warm_up(lambda what, seconds: voice.line(f"ready: {what} ({seconds:.1f} s)"))
    ready = perf_counter()
    with _stoppable(voice):
        result = solve(staffing, limits=Limits(seconds=given.limit, gap=given.gap, seed=given.seed), listener=voice)
    feasible = result.status is not Status.INFEASIBLE
    plan = write_plan(result.plan, given.out / f"{given.file.stem}-{given.constraints}.csv") if feasible else None
    return told_of(result, plan) | {
        "constraints": given.constraints,
        "officers": len(staffing.officers),
        "vacancies": int(staffing.posts.capacity.sum()),
        "seconds_read": round(read - began, 4),
        "seconds_start": round(ready - read, 4),
    }


def _engine() -> tuple[Any, Any]:
    """The solver and what compiles it, late: both take a moment to load."""
    from menara.engines.staffing.solve import solve, warm_up

    return solve, warm_up


def told_of(result: Result, plan: Path | None) -> dict[str, Any]:
    """What is told of a result, in plain numbers: JSON knows no infinity, so that a gap that is one is null."""
    known = result.status is not Status.INFEASIBLE
    return {
        "status": str(result.status),
        "value": int(result.value) if known else None,
        "bound": int(result.bound) if known else None,
        "gap": _finite(result.gap) if known else None,
        "quality_gap": _finite(result.quality_gap) if known else None,
        "seconds_screen": round(result.seconds_screen, 4),
        "seconds_solve": round(result.seconds_solve, 4),
        "peak_mb": round(peak_mb(), 1),
        "plan": str(plan) if plan else None,
        "quality": int(result.quality),
        "penalties": int(result.penalties),
        "filled": int((np.asarray(result.plan) >= 0).sum()),
        "pairs": int(result.pairs),
        "price_bound": int(result.price_bound) if known else None,
        "proven_by": result.proven_by,
        "seed": result.seed,
    }


def _finite(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def write_plan(plan: NDArray[Any], path: Path) -> Path:
    """One row an officer with a post, by post, then officer; complete or absent. Returns the absolute path."""
    officer = np.flatnonzero(np.asarray(plan) >= 0)
    post = np.asarray(plan)[officer]
    order = np.lexsort((officer, post))
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with half.open("w", encoding="ascii", newline="") as file:
            file.write("post,officer\n")
            file.writelines(f"{post[k]},{officer[k]}\n" for k in order)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return path.resolve()


@dataclass(slots=True)
class _Voice:
    """Tells progress on stderr, a few lines a second at most, and asks the work to end once ``stop`` is set."""

    began: float = field(default_factory=perf_counter)
    last: tuple[str, float] = ("", -1.0)
    stop: bool = False

    def __call__(self, word: Progress) -> bool:
        now = perf_counter()
        if word.step != self.last[0] or now - self.last[1] > 0.5:
            self.last = (word.step, now)
            said = f"{word.step}{f' {word.level}' if word.level else ''}"
            if word.value is not None and word.bound is not None:
                gap = f", gap {(word.bound - word.value) / word.value:.4%}" if word.value > 0 else ""
                said += f": value {word.value:,}, bound {word.bound:,}{gap}"
            self.line(said)
        return not self.stop

    def line(self, said: str) -> None:
        print(f"{perf_counter() - self.began:8.2f} s  {said}", file=sys.stderr, flush=True)


@contextmanager
def _stoppable(voice: _Voice) -> Iterator[None]:
    """The first Ctrl-C asks the work to end with what it has; a second one ends it."""

    def stop(number: int, frame: object) -> None:
        if voice.stop:
            raise KeyboardInterrupt
        voice.stop = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _stdout_kept() -> Iterator[None]:
    """What libraries print goes to stderr: stdout is for the answer alone."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def _sentence(file: Path, bad: BadInput) -> str:
    faults = bad.faults[:FEW]
    told = "; ".join(f"{f.column}{f' row {f.row}' if f.row else ''}: {f}" if f.column else str(f) for f in faults)
    more = f" ({bad.total - len(faults)} more)" if bad.total > len(faults) else ""
    return f"{file} cannot be solved: {told}{more}"


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return BAD_INPUT


def _table(told: dict[str, Any]) -> None:
    for name in ("status", "value", "bound", "gap", "quality_gap", "proven_by", "filled", "vacancies", "pairs"):
        value = told[name]
        said = f"{value:,}" if isinstance(value, int) else f"{value:.6%}" if isinstance(value, float) else value or "-"
        print(f"{name:<12} {said}")
    print(f"{'seconds':<12} {told['seconds_screen']:.2f} screening, {told['seconds_solve']:.2f} solving")
    print(f"{'memory':<12} {told['peak_mb']:.0f} MB")
    print(f"{'plan':<12} {told['plan'] or '-'}")


if __name__ == "__main__":
    sys.exit(main())
