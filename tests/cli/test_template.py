"""``menara template``: empty files that can be filled in and read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from menara import facts
from menara.cli.template import DEMONSTRATION_DAY
from menara.facts import synthesis
from menara.intake import decisions, officers, openings
from menara.intake.decisions import read_decisions
from menara.intake.guide import help_for
from menara.intake.officers import read_officers
from menara.intake.openings import read_openings

from .conftest import run

COLUMNS = {"calls": openings.COLUMNS, "officers": officers.COLUMNS, "decisions": decisions.COLUMNS}


def filled(path: Path, kind: str) -> Path:
    """The template with the guide's own examples as its one row."""
    return _fill(path, [help_.example for help_ in help_for(kind)])


def _fill(path: Path, examples: list[str]) -> Path:
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        book.worksheets[0].append(examples)
        book.save(path)
    else:
        import csv

        with path.open("a", newline="", encoding="utf-8") as file:
            csv.writer(file).writerow(examples)
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_templates_filled_with_their_examples_are_sound(tmp_path: Path, kind: str) -> None:
    words = ["--xlsx"] if kind == "xlsx" else []
    assert run("template", "--folder", tmp_path, *words).code == 0
    calls = read_openings(filled(tmp_path / f"calls.{kind}", "openings"))
    roster = read_officers(filled(tmp_path / f"officers.{kind}", "officers"))
    assert (len(calls.records), len(roster.records)) == (1, 1)
    assert (calls.remarks, roster.remarks) == ((), ())
    decided = read_decisions(filled(tmp_path / f"decisions.{kind}", "decisions"))
    assert len(decided.pins) == 1


def test_the_guide_speaks_of_every_column(tmp_path: Path) -> None:
    run("template", "--folder", tmp_path)
    guide = (tmp_path / "GUIDE.txt").read_text()
    for name, columns in COLUMNS.items():
        part = guide.split(f"{name}.csv\n")[1].split("\n\n")[0]
        for column in columns:
            assert f"{'*' if column.decides else ' '} {column.name}: " in part


def test_the_guide_has_no_line_for_a_column_that_is_not() -> None:
    from menara.intake import guide

    for said, columns in (
        (guide.OPENINGS, openings.COLUMNS),
        (guide.OFFICERS, officers.COLUMNS),
        (guide.DECISIONS, decisions.COLUMNS),
    ):
        assert list(said) == [column.name for column in columns]


def test_files_that_are_there_are_kept(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("mine")
    done = run("template", "--folder", tmp_path)
    assert done.code == 2
    assert "calls.csv" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["calls.csv"]
    assert (tmp_path / "calls.csv").read_text() == "mine"
    assert run("template", "--folder", tmp_path, "--over").code == 0
    assert (tmp_path / "calls.csv").read_text() != "mine"


def test_what_was_written_as_json(tmp_path: Path) -> None:
    told = run("template", "--folder", tmp_path, "--json").told
    assert sorted(Path(p).name for p in told["written"]) == ["GUIDE.txt", "calls.csv", "decisions.csv", "officers.csv"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_lists_of_a_summit_filled_with_their_examples_are_sound(tmp_path: Path, kind: str) -> None:
    from menara.intake.summits.guide import GUIDE, help_for_list
    from menara.intake.summits.lists import read_list

    words = ["--xlsx"] if kind == "xlsx" else []
    told = run("template", "--folder", tmp_path, "--summit", "--json", *words).told
    names = sorted(Path(path).name for path in told["written"])
    assert names == sorted(["GUIDE.txt", *(f"{what}.{kind}" for what in GUIDE)])
    days = (date(2027, 10, 12), date(2027, 10, 13))
    for what in GUIDE:
        path = tmp_path / f"{what}.{kind}"
        _fill(path, [one.example for one in help_for_list(what)])
        found = read_list(what, path, name=path.name, zone="Africa/Casablanca", days=days)
        assert (found.refusal, found.remarks, len(found.given)) == (None, (), 1)
    guide = (tmp_path / "GUIDE.txt").read_text()
    assert all(f"{name}.csv\n" in guide for name in GUIDE)
    assert "* asked: " in guide


def test_the_demonstration_fills_no_list_of_a_summit(tmp_path: Path) -> None:
    done = run("template", "--folder", tmp_path, "--summit", "--demonstration")
    assert (done.code, list(tmp_path.iterdir())) == (2, [])


@pytest.mark.parametrize("command", ["plan", "explain", "verify", "template"])
def test_every_help_has_examples_and_json(command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert f"menara {command}" in done.out.split("Examples:")[1]
    assert "--json" in done.out


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_demonstration_world_comes_as_files_that_read_back_the_same(tmp_path: Path, kind: str) -> None:
    words = ["--xlsx"] if kind == "xlsx" else []
    assert run("template", "--folder", tmp_path, "--demonstration", *words).code == 0
    assert read_openings(tmp_path / f"calls.{kind}").records == facts.openings_synthetic()
    assert read_officers(tmp_path / f"officers.{kind}").records == synthesis.roster(on=DEMONSTRATION_DAY)
