"""The guide to the command line says what the commands do."""

from __future__ import annotations

from pathlib import Path

import pytest

from menara.cli.compare import compare
from menara.cli.explain import explain
from menara.cli.fairness import fairness
from menara.cli.plan import plan
from menara.cli.template import template
from menara.cli.unlock import KINDS, unlock
from menara.cli.verify import verify
from menara.exports import refusals, slate
from menara.intake import decisions, faults, json_tables, officers, openings, tables, workbooks

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "guides" / "command-line.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command", [plan, explain, verify, template, compare, fairness, unlock], ids=lambda command: command.name
)
def test_every_option_is_described(command) -> None:
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    assert sorted(option for option in options if option not in GUIDE) == []


def test_every_kind_of_step_is_described() -> None:
    assert sorted(kind for kind in KINDS if f"`{kind}`" not in GUIDE) == []


def test_limits_are_those_of_the_code() -> None:
    assert f"| officers in a file | {officers.ROW_LIMIT:,} |" in GUIDE
    assert f"| openings in a file | {openings.ROW_LIMIT:,} |" in GUIDE
    assert f"| size of a CSV file | {tables.MAX_BYTES >> 20} MB |" in GUIDE
    assert f"| size of a JSON file | {json_tables.MAX_BYTES >> 20} MB |" in GUIDE
    assert f"| size of a workbook, unpacked | {workbooks.MAX_UNPACKED >> 20} MB |" in GUIDE
    assert f"the first {faults.SHOWN:,} are shown" in GUIDE
    assert f"{refusals.LINES:,} lines" in GUIDE


def test_sheets_and_kinds_of_decision_are_those_of_the_code() -> None:
    for name in slate.NAMES:
        if name != "Read me":
            assert f"\n| {name} | " in GUIDE
    for kind in decisions.KINDS:
        assert f"\n| `{kind}` | " in GUIDE
