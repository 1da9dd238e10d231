"""A row of a benchmark is kept with machine and commit, in place of an older one, and said in words."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from bench import record
from bench.record import Row, keep, line, table

COLUMNS = ["bench", "case", "ours", "unit", "peer", "peer_value", "ratio", "target", "ok", "machine", "commit"]


def row(**told: object) -> Row:
    return Row(**({"bench": "world", "case": "M std", "ours": 0.25, "unit": "s"} | told))


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(record, "RESULTS", tmp_path / "results.json")
    return tmp_path / "results.json"


def test_the_newest_stands_in_place_of_an_older_one(results: Path) -> None:
    keep(row())
    keep(row(peer="CP-SAT", peer_value=100.0, ratio=400.0))
    keep(row(ours=0.5))
    kept = json.loads(results.read_text())
    assert [(r["peer"], r["ours"]) for r in kept] == [("", 0.5), ("CP-SAT", 0.25)]
    assert list(kept[0]) == COLUMNS
    assert all("cores" in r["machine"] for r in kept)
    assert [p.name for p in results.parent.iterdir()] == ["results.json"]


def test_a_run_can_ask_for_its_own_rows(results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(record.ALSO, str(tmp_path / "rows"))
    kept = [keep(row()), keep(row(case="R std"))]
    assert [json.loads(text) for text in (tmp_path / "rows").read_text().splitlines()] == [asdict(r) for r in kept]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "world  M std  0.25 s"),
        ({"target": "<= 0.3 s", "ok": True}, "world  M std  0.25 s  <= 0.3 s  reached"),
        (
            {"peer": "CP-SAT", "peer_value": 286.0, "ratio": 1144.0},
            "world  M std  0.25 s  CP-SAT  286 s  1,144 x",
        ),
        (
            {"peer": "CP-SAT", "ratio": 240.0, "target": ">= 500 x"},
            "world  M std  0.25 s  CP-SAT  not reached  at least 240 x  >= 500 x  open",
        ),
    ],
)
def test_a_row_in_words(told: dict[str, object], said: str) -> None:
    assert line(row(**told)) == said


def test_a_table_stands_in_columns() -> None:
    lines = table([row(), row(case="L std, proven", ours=12.0)]).splitlines()
    assert [text.index("0.25 s") for text in lines[1:2]] == [lines[2].index("12 s") - 2]
    assert lines[0].split() == ["bench", "case", "ours", "peer", "peer's", "ratio", "target"]


def test_a_missing_folder_of_instances_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(record, "SHARED", tmp_path)
    (tmp_path / "staffing").mkdir()
    assert record.shared("staffing") == tmp_path / "staffing"
    assert record.shared("lap_orlib") is None
    assert capsys.readouterr().out == f"Skipped: there is no folder {tmp_path / 'lap_orlib'}.\n"
