"""``make bench`` and ``make bench-all``: every benchmark in turn, then the table of what this run measured.

python -m bench.run [--all]      the quick set takes ten minutes at most on two cores; everything about an hour

PEER_LIMIT in the environment: seconds of each peer of ``bench.world`` on each instance, 120 where it is not set.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from bench.record import ALSO, Row, table

QUICK = (
    ["bench.national", "--limit", "10"],
    ["bench.screening", "--no-plain"],
    ["bench.assignment", "--quick"],
    ["bench.replan", "--quick"],
    ["bench.b2b", "--quick", "--peer-limit", "10"],
    ["bench.msp"],
    ["bench.summit", "--quick"],
    ["bench.desk", "--quick"],
    ["bench.world", "--quick", "--peer-limit", "45"],
)
EVERYTHING = (
    ["bench.national", "--limit", "120"],
    ["bench.screening"],
    ["bench.assignment"],
    ["bench.replan"],
    ["bench.b2b", "--peer-limit", "60"],
    ["bench.msp"],
    ["bench.summit"],
    ["bench.desk"],
    ["bench.world", "--peer-limit", os.environ.get("PEER_LIMIT", "120")],
    ["bench.growth"],
    ["bench.slices"],
)


def main() -> int:
    """0 where every script ended well; a target that was not reached is a figure, no failure."""
    failed = []
    began = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.jsonl"
        rows.touch()
        for words in EVERYTHING if "--all" in sys.argv[1:] else QUICK:
            print(f"\n{' '.join(words)}  ({perf_counter() - began:.0f} s so far)", flush=True)
            environment = {**os.environ, ALSO: str(rows)}
            if subprocess.run([sys.executable, "-m", *words], env=environment, check=False).returncode:
                failed.append(words[0])
        measured = [Row(**json.loads(text)) for text in rows.read_text(encoding="utf-8").splitlines()]
    print(f"\n{table(measured)}\n\n{len(measured)} rows in {perf_counter() - began:.0f} s")
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
