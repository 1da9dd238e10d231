"""A small synthetic world on files, and a way to run a command as people do."""

from __future__ import annotations

import csv
import json
import shutil
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

    def plan(self, *more: object, out: str = "slate.json", quiet: bool = True) -> Outcome:
        words = ["--calls", self.calls, "--officers", self.officers, "--out", self.folder / out, "--on", ON, *more]
        return run("plan", *words, *(["--quiet"] if quiet else []))

    def lines(self, sheet: str) -> list[dict[str, Any]]:
        """The rows of one sheet of ``slate.json``."""
        rows: list[dict[str, Any]] = json.loads((self.folder / "slate.json").read_text())[sheet]
        return rows

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


def world_in(folder: Path) -> World:
    return World(folder=folder, calls=folder / "calls.csv", officers=folder / "officers.csv")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A world that nobody has planned yet."""
    (tmp_path / "calls.csv").write_bytes(openings_file(OPENINGS, kind="csv"))
    (tmp_path / "officers.csv").write_bytes(officers_file(OFFICERS, kind="csv"))
    return world_in(tmp_path)


@pytest.fixture(scope="session")
def planned_once(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("planned")
    (folder / "calls.csv").write_bytes(openings_file(OPENINGS, kind="csv"))
    (folder / "officers.csv").write_bytes(officers_file(OFFICERS, kind="csv"))
    made = world_in(folder)
    assert made.plan().code == 0
    return made


@pytest.fixture
def planned(planned_once: World, tmp_path: Path) -> World:
    """A planned world of one's own, to spoil."""
    shutil.copytree(planned_once.folder, tmp_path, dirs_exist_ok=True)
    return world_in(tmp_path)
