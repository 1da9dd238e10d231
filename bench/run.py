"""``make bench``: the quick set, then the table of everything measured so far."""

from __future__ import annotations

import json
import subprocess
import sys

from bench.record import RESULTS, Row, line

QUICK = (["bench.national", "--limit", "60"],)


def main() -> int:
    ended = [subprocess.run([sys.executable, "-m", *words], check=False).returncode for words in QUICK]
    print()
    for row in json.loads(RESULTS.read_text()):
        print(line(Row(**row)))
    return max(ended)


if __name__ == "__main__":
    sys.exit(main())
