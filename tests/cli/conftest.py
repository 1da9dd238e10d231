"""A small synthetic world on files, and a way to run a command as people do."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from menara.cli.main import menara
from menara.exports.records import officers_file, openings_file
from menara.facts.calls import openings_synthetic
from menara.facts.synthesis.rosters import roster
from menara.intake.guide import DECISIONS

ON = date(2026, 11, 23)
REFS = (
    "SEEN-02-LEGAL-S",
    "SEEN-03-MINURSO-S",
    "SEEN-08-CAPACITY-S",
    "SEEN-08-OPERATIONS-S",
    "SYN-IPO-01",
    "SYN-IPO-02",
    "SYN-P-09",
)
OPENINGS = tuple(opening for opening in openings_synthetic() if opening.ref in REFS)
OFFICERS = roster(size=400, on=ON)
DECISION_COLUMNS = tuple(DECISIONS)


@dataclass(frozen=True)
class Outcome:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> Any:
        return json.loads(self.out)


def run(*words: object) -> Outcome:
    done = CliRunner().invoke(menara, [str(word) for word in words], standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    code = done.exit_code or done.return_value or 0
    return Outcome(code=code, out=done.stdout, err=done.stderr)


@dataclass(frozen=True)
class World:
    """Files of one call and one roster in a folder."""

    folder: Path
    calls: Path
    officers: Path

    def plan(self, *more: object, out: str = "slate.xlsx", quiet: bool = True) -> Outcome:
        words = ["--calls", self.calls, "--officers", self.officers, "--out", self.folder / out, "--on", ON, *more]
        return run("plan", *words, *(["--quiet"] if quiet else []))

    @property
    def plan_file(self) -> Path:
        return self.folder / "plan.json"

    def decide(self, *rows: dict[str, object]) -> Path:
        path = self.folder / "decisions.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(
                file, ["kind", "officer", "opening", "call", "per_cent", "by", "reason"], restval=""
            )
            writer.writeheader()
            writer.writerows(rows)
        return path


@pytest.fixture
def world(tmp_path: Path) -> World:
    calls, officers = tmp_path / "calls.csv", tmp_path / "officers.csv"
    calls.write_bytes(openings_file(OPENINGS, kind="csv"))
    officers.write_bytes(officers_file(OFFICERS, kind="csv"))
    return World(folder=tmp_path, calls=calls, officers=officers)
