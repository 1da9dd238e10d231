"""Keeps what a benchmark measured: one row a case in ``results.json``, the newest in place of an older one."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``ours`` and ``peer_value`` are in ``unit``; ``ratio`` is peer over ours, so that more is better. ``target`` is
    words; ``ok`` whether it was reached, None where there is none."""

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
    rows = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    same = ("bench", "case", "peer")
    rows = [r for r in rows if any(r[name] != getattr(full, name) for name in same)] + [asdict(full)]
    rows.sort(key=lambda r: tuple(r[name] for name in same))
    RESULTS.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    print(line(full), flush=True)
    return full


def line(row: Row) -> str:
    """One row for people."""
    said = f"{row.bench:<10} {row.case:<58} {row.ours:>10.3f} {row.unit:<5}"
    if row.peer:
        value = "none" if row.peer_value is None else f"{row.peer_value:.3f}"
        ratio = "" if row.ratio is None else f"{row.ratio:,.1f} x"
        said += f"  {row.peer}: {value} {row.unit} {ratio}"
    if row.target:
        said += f"  target {row.target}: {'reached' if row.ok else 'not reached'}"
    return said


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
    return Path(path).read_text().splitlines() if Path(path).exists() else []
