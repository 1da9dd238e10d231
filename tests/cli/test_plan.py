"""``menara plan``: from two files to a defended slate, and every way it can end."""

from __future__ import annotations

import csv
import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from menara import snapshots
from menara.cli.main import menara
from menara.exports.records import OPENING_COLUMNS, officers_file, openings_file
from menara.facts.synthesis.batches import openings
from menara.facts.synthesis.rosters import roster

from .conftest import OFFICERS, ON, OPENINGS, World, run

SHEETS = [
    "Slate",
    "Reserves",
    "Openings",
    "Refusals",
    "Refusals by rule",
    "Missing papers",
    "Proof",
    "Sources",
    "Read me",
]


def test_a_plan_is_written_with_its_proof_beside_it(world: World) -> None:
    done = world.plan(out="slate.xlsx")
    assert (done.code, done.err) == (0, "")
    assert "No better slate exists" in done.out
    assert f"Written: {world.folder / 'slate.xlsx'}, {world.plan_file}" in done.out
    assert openpyxl.load_workbook(world.folder / "slate.xlsx").sheetnames == SHEETS
    plan = snapshots.from_json(world.plan_file.read_text())
    lines = list(openpyxl.load_workbook(world.folder / "slate.xlsx")["Slate"].values)
    slate = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    assert [(row["officer"], row["opening"]) for row in slate] == [(n.officer, n.opening) for n in plan.result.nominees]
    assert plan.problem.on == ON


def test_the_summary_says_what_the_files_hold(world: World) -> None:
    told = world.plan("--json").told
    plan = snapshots.from_json(world.plan_file.read_text())
    assert told["status"] == plan.result.status.value == "optimal"
    assert told["nominees"] == len(plan.result.nominees) > 0
    assert [(level["level"], level["gap"]) for level in told["levels"]] == [(x.goal, x.gap) for x in plan.result.levels]
    assert told["problem_sha256"] == plan.problem_sha256
    assert told["officers"] == len(OFFICERS)
    assert sum(len(o["nominees"]) for o in told["by_opening"]) == told["nominees"]
    by_rule = world.lines("refusals_by_rule")
    assert sum(row["officers_barred"] for row in by_rule) == told["refusals"]["lines"]


def test_every_refusal_says_what_was_asked_and_found_and_whose_rule_it_is(planned: World) -> None:
    world = planned
    refusals = world.lines("refusals")
    assert refusals
    plan = snapshots.from_json(world.plan_file.read_text())
    nominated = {(n.officer, n.opening) for n in plan.result.nominees}
    assert not nominated & {(row["officer"], row["opening"]) for row in refusals}
    assert all(row["rule"] and row["reason"] and row["source"] for row in refusals)


def test_missing_papers_name_facts_of_officers_whom_nothing_bars(planned: World) -> None:
    world = planned
    papers = world.lines("missing_papers")
    barred = {(row["officer"], row["opening"]) for row in world.lines("refusals")}
    plan = snapshots.from_json(world.plan_file.read_text())
    nominated = {n.officer for n in plan.result.nominees if not n.unknown}
    assert papers
    for row in papers:
        first = row["first_of_them"].split(", ")
        assert len(first) == min(row["openings_that_wait"], 20)
        assert not barred & {(row["officer"], ref) for ref in first}
        assert row["not_known"]
    assert nominated


def test_no_cell_of_the_workbook_is_a_formula(world: World) -> None:
    text = world.calls.read_text(encoding="utf-8-sig")
    refs = list(csv.DictReader(text.splitlines()))
    refs[0]["title_en"] = "'=HYPERLINK(1)"
    with world.calls.open("w", newline="") as file:
        writer = csv.DictWriter(file, OPENING_COLUMNS)
        writer.writeheader()
        writer.writerows(refs)
    assert world.plan(out="slate.xlsx").code == 0
    cells = [
        cell
        for sheet in openpyxl.load_workbook(world.folder / "slate.xlsx")
        for line in sheet.iter_rows()
        for cell in line
    ]
    assert any(cell.value == "=HYPERLINK(1)" for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}


@pytest.mark.parametrize("kind", ["xlsx", "json"])
def test_the_same_files_of_another_kind_give_the_same_plan(planned: World, kind: str) -> None:
    world = planned
    first = world.plan_file.read_text()
    calls, officers = world.folder / f"c.{kind}", world.folder / f"o.{kind}"
    calls.write_bytes(openings_file(OPENINGS, kind=kind))
    officers.write_bytes(officers_file(OFFICERS, kind=kind))
    again = World(folder=world.folder, calls=calls, officers=officers)
    assert again.plan(out="again.csv").code == 0
    one, two = snapshots.from_json(first), snapshots.from_json(world.plan_file.read_text())
    assert one.problem_sha256 == two.problem_sha256
    assert one.result.nominees == two.result.nominees


def test_csv_and_json_out(world: World) -> None:
    assert world.plan(out="slate.csv").code == 0
    names = sorted(path.name for path in world.folder.glob("slate*"))
    assert names == sorted(
        ["slate.csv", *(f"slate.{s.casefold().replace(' ', '-')}.csv" for s in SHEETS if s != "Slate")]
    )
    assert world.plan(out="slate.json").code == 0
    body = json.loads((world.folder / "slate.json").read_text())
    lines = list(csv.DictReader((world.folder / "slate.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["officer"] for row in body["slate"]] == [line["officer"] for line in lines]


# --- decisions by people ----------------------------------------------------------------------------------------------


def test_people_pin_exclude_and_estimate(planned: World) -> None:
    world = planned
    first = snapshots.from_json(world.plan_file.read_text()).result
    taken, spare = first.nominees[0], first.reserves[0]
    decisions = world.decide(
        {"kind": "exclusion", "officer": taken.officer, "by": "desk", "reason": "on leave"},
        {"kind": "pin", "officer": spare.officer, "opening": spare.opening, "by": "desk", "reason": "asked for"},
        {
            "kind": "estimate",
            "officer": spare.officer,
            "opening": spare.opening,
            "per_cent": 77,
            "by": "desk",
            "reason": "interviewed",
        },
    )
    done = world.plan("--decisions", decisions, out="slate.xlsx")
    assert done.code == 0
    nominees = snapshots.from_json(world.plan_file.read_text()).result.nominees
    assert taken.officer not in {n.officer for n in nominees}
    assert [(n.odds, n.pinned) for n in nominees if n.officer == spare.officer] == [(77, True)]
    read_me = [row[0] for row in openpyxl.load_workbook(world.folder / "slate.xlsx")["Read me"].values]
    assert f"exclusion: {taken.officer} / * — desk: on leave" in read_me


def test_a_pin_that_a_rule_bars_is_infeasible_and_says_so(planned: World) -> None:
    world = planned
    barred = world.lines("refusals")[0]
    decisions = world.decide(
        {"kind": "pin", "officer": barred["officer"], "opening": barred["opening"], "by": "desk", "reason": "why not"}
    )
    done = world.plan("--decisions", decisions, "--json")
    assert done.code == 1
    assert done.told["status"] == "infeasible"
    assert done.told["conflicts"][0]["constraint"] == "pinned"
    assert done.told["conflicts"][1]["rule"] == barred["rule"].replace(" ", "_")
    text = world.plan("--decisions", decisions)
    assert text.code == 1
    assert "Nothing can hold all of these together" in text.out
    assert barred["officer"] in text.out
    assert snapshots.verify(world.plan_file.read_text()).ok


def test_a_cap_on_home_units_binds(world: World) -> None:
    free = world.plan("--json").told
    capped = world.plan("--json", "--home-unit-share", "0%").told
    assert free["nominees"] > capped["nominees"]
    officers = {o.number: o for o in OFFICERS}
    nominees = [n for o in capped["by_opening"] for n in o["nominees"]]
    assert {officers[number].unit_strength for number in nominees} <= {None}


def test_a_pin_with_answers_missing_is_marked_in_the_summary(planned: World) -> None:
    world = planned
    women = {o.number for o in OFFICERS if o.woman}  # a man alone could break the share of women
    waiting = next(row for row in world.lines("missing_papers") if row["officer"] in women)
    assert "Pinned by a person" not in world.plan().out
    pin = {"kind": "pin", "officer": waiting["officer"], "opening": waiting["first_of_them"].split(",")[0]}
    decisions = world.decide(pin | {"by": "desk", "reason": "papers on their way"})
    told = world.plan("--decisions", decisions, "--json").told["pinned_with_unknown_answers"]
    assert [(p["officer"], p["opening"]) for p in told] == [(pin["officer"], pin["opening"])]
    lines = world.plan("--decisions", decisions).out.splitlines()
    said = lines[lines.index("Pinned by a person though answers are missing:") + 1]
    rules = ", ".join(rule.replace("_", " ") for rule in told[0]["rules"])
    assert said == f"  {pin['officer']}  {pin['opening']}  not known: {rules}"


# --- bad input --------------------------------------------------------------------------------------------------------


def test_faults_of_all_files_are_told_at_once_and_nothing_is_written(world: World) -> None:
    world.calls.write_text(world.calls.read_text().replace("fr:AMS", "xx:AMS", 1))
    world.officers.write_bytes(world.officers.read_bytes().replace(b"conduct", b"conduit", 1))
    decisions = world.decide({"kind": "pim", "by": "desk", "reason": "typo"})
    done = world.plan("--decisions", decisions)
    assert done.code == 2
    assert done.out == ""
    for said in ("calls.csv", "officers.csv", "decisions.csv", "“xx”", "“conduct” is missing", "conduit", "“pim”"):
        assert said in done.err, said
    assert done.err.splitlines()[0].split() == ["file", "row", "column", "found", "allowed"]
    assert done.err.splitlines()[-1] == "3 faults found; nothing was saved."
    assert not world.plan_file.exists()
    assert not (world.folder / "slate.json").exists()


def test_faults_as_json(world: World) -> None:
    world.officers.write_bytes(world.officers.read_bytes().replace(b"conduct", b"conduit", 1))
    done = world.plan("--json")
    assert (done.code, done.told["total"]) == (2, 1)
    fault = done.told["faults"][0]
    assert (fault["row"], fault["column"], fault["found"]) == (1, "conduct", "conduit")


@pytest.mark.parametrize("out", ["slate.pdf", "slate", "plan.json", "PLAN.JSON"])
def test_an_out_that_cannot_be_is_refused(world: World, out: str) -> None:
    import click

    with pytest.raises(click.UsageError):
        world.plan(out=out)


def test_a_file_that_is_not_there(world: World) -> None:
    done = run("plan", "--calls", "none.csv", "--officers", world.officers, "--out", world.folder / "s.xlsx")
    assert done.code == 2
    assert "none.csv" in done.err


@pytest.mark.parametrize("folder", ["missing", "calls.csv"])
def test_an_out_that_cannot_be_written_is_said_before_anything_is_read(world: World, folder: str) -> None:
    out = world.folder / folder / "slate.xlsx"
    words = ["plan", "--calls", str(world.calls), "--officers", str(world.officers), "--out", str(out)]
    done = CliRunner().invoke(menara, words)
    assert done.exit_code == 2
    assert f"cannot be written: there is no folder {out.parent}" in done.stderr
    assert "reading" not in done.stderr
    assert not world.plan_file.exists()


def test_a_full_disk_is_a_sentence_and_leaves_what_was_there(planned: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world = planned
    before = {path.name: path.read_bytes() for path in world.folder.iterdir()}
    whole, written = os.fsync, []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) > 1:  # the first file still fits
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole(handle)

    monkeypatch.setattr(os, "fsync", full)
    done = world.plan("--home-unit-share", "0%")
    assert done.code == 2
    assert "The disk is full" in done.err
    assert {path.name: path.read_bytes() for path in world.folder.iterdir()} == before


# --- as a program -----------------------------------------------------------------------------------------------------

PROGRAM = [sys.executable, "-m", "menara.cli.main"]
SRC = str(Path(__file__).resolve().parents[2] / "src")


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": SRC}


def test_as_a_program_progress_goes_to_standard_error(world: World) -> None:
    words = ["plan", "--calls", str(world.calls), "--officers", str(world.officers)]
    words += ["--out", str(world.folder / "slate.xlsx"), "--on", "2026-11-23", "--json"]
    done = subprocess.run([*PROGRAM, *words], capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "optimal"
    steps = [line.split(" s  ", 1)[1] for line in done.stderr.splitlines()]
    assert steps[0] == "reading"
    closing = [step for step in steps if step.startswith("solving for positions filled (2 of 4): ")]
    assert re.fullmatch(r".*: value \d+, bound \d+, (no gap|gap \d+\.\d\d%)", closing[-1])
    assert steps[-1] == "checking and writing"
    assert "\r" not in done.stderr


def test_bad_words_end_with_code_2() -> None:
    done = subprocess.run([*PROGRAM, "plan"], capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 2
    assert "--calls" in done.stderr


def test_planning_knows_no_django(world: World) -> None:
    code = (
        "import sys; from menara.cli.main import menara;"
        f"menara.main(['plan', '--calls', {str(world.calls)!r}, '--officers', {str(world.officers)!r},"
        f" '--out', {str(world.folder / 's.xlsx')!r}, '--on', '2026-11-23'], standalone_mode=False);"
        f"menara.main(['verify', {str(world.plan_file)!r}], standalone_mode=False);"
        "print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize("step", ["solving for", "checking and writing"])
def test_ctrl_c_keeps_the_best_so_far(tmp_path: Path, step: str) -> None:
    on = date(2026, 11, 23)
    (tmp_path / "calls.csv").write_bytes(openings_file(openings(size=300, seed=5, on=on), kind="csv"))
    (tmp_path / "officers.csv").write_bytes(officers_file(roster(size=3_000, seed=5, on=on), kind="csv"))
    words = ["plan", "--calls", "calls.csv", "--officers", "officers.csv", "--out", "slate.csv", "--on", "2026-11-23"]
    with subprocess.Popen(
        [*PROGRAM, *words, "--json"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stderr is not None
        for line in child.stderr:
            if step in line:
                time.sleep(0.05)
                child.send_signal(signal.SIGINT)
                break
        out, _err = child.communicate(timeout=120)
    assert child.returncode == 130
    told = json.loads(out)
    assert told["status"] in ("stopped", "optimal")
    assert told["nominees"] > 0
    verification = snapshots.verify((tmp_path / "plan.json").read_text())
    assert verification.ok
    assert (tmp_path / "slate.csv").exists()
