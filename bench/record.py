"""Keeps what a benchmark measured: one row a case in ``results.json``, the newest in place of an older one."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "bench"  # instances that stand outside the project
ALSO = "MENARA_BENCH_ROWS"  # names a file that gets every row of this run too, a line each


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``ours`` and ``peer_value`` are in ``unit``; ``ratio`` is peer over ours, so that more is better. ``target`` is
    words; ``ok`` whether it was reached, None where there is none or it cannot be said.

    A peer that did not get there within its limit has a ``ratio`` but no ``peer_value``: the ratio is at least that.
    """

    bench: str
    case: str
    ours: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    ratio: float | None = None
    target: str = ""
    ok: bool | None = None
    machine: str = ""
    commit: str = ""


def keep(row: Row) -> Row:
    """Write the row with this machine and commit, in place of an older one of the same bench, case and peer."""
    full = Row(**{**asdict(row), "machine": machine(), "commit": commit()})
    rows = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    same = ("bench", "case", "peer")
    rows = [r for r in rows if any(r[name] != getattr(full, name) for name in same)] + [asdict(full)]
    rows.sort(key=lambda r: tuple(r[name] for name in same))
    half = RESULTS.with_name(f".{RESULTS.name}.{os.getpid()}")
    half.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    half.replace(RESULTS)
    if os.environ.get(ALSO):
        with Path(os.environ[ALSO]).open("a", encoding="utf-8") as out:
            out.write(json.dumps(asdict(full), ensure_ascii=False) + "\n")
    print(line(full), flush=True)
    return full


def shared(name: str) -> Path | None:
    """A folder of instances outside the project; says so and returns None where it is absent."""
    folder = SHARED / name
    if folder.is_dir():
        return folder
    print(f"Skipped: there is no folder {folder}.", flush=True)
    return None


def line(row: Row) -> str:
    """One row for people."""
    return "  ".join(cell for cell in _cells(row) if cell)


def table(rows: Sequence[Row]) -> str:
    """The rows under each other, in columns."""
    head = ("bench", "case", "ours", "peer", "peer's", "ratio", "target", "")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(cells[c]) for cells in lines) for c in range(len(head))]
    right = {2, 4, 5}
    return "\n".join(
        "  ".join(
            cell.rjust(widths[c]) if c in right else cell.ljust(widths[c]) for c, cell in enumerate(cells)
        ).rstrip()
        for cells in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    peers = ratio = ""
    if row.peer:
        peers = "not reached" if row.peer_value is None else _said(row.peer_value, row.unit)
        least = "at least " if row.peer_value is None else ""
        ratio = "" if row.ratio is None else f"{least}{_figure(row.ratio)} x"
    verdict = {True: "reached", False: "not reached", None: "open" if row.target else ""}[row.ok]
    return (row.bench, row.case, _said(row.ours, row.unit), row.peer, peers, ratio, row.target, verdict)


def _said(value: float, unit: str) -> str:
    return f"{_figure(value)} {unit}".strip()


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.4g}"


def machine() -> str:
    model = next(
        (text.split(":", 1)[1].strip() for text in _lines("/proc/cpuinfo") if text.startswith("model name")),
        platform.processor(),
    )
    return f"{len(os.sched_getaffinity(0))} cores, {model}, Python {platform.python_version()}"


def commit() -> str:
    try:
        found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return found.stdout.strip()


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []
