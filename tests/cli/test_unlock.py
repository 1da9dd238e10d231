"""``menara unlock``: which steps would fill more posts of a plan."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from menara import snapshots
from menara.cli.unlock import KINDS
from menara.engines.eligibility.steps import StepKind
from menara.engines.matching.solve import solve
from menara.exports.tongue import ENGLISH
from menara.sentences import kind_sentence

from .conftest import World, run

GOALS = ("critical_filled", "filled", "expected_success", "quality")


def test_the_kinds_are_those_of_the_engine_and_have_a_name_each() -> None:
    assert tuple(StepKind) == KINDS
    assert len({ENGLISH.say(kind_sentence(kind)) for kind in StepKind}) == len(KINDS)


def test_the_best_programmes_come_first_with_those_who_are_needed(planned: World) -> None:
    done = run("unlock", planned.plan_file, "--json", "--quiet")
    told = done.told
    assert (done.code, told["complete"]) == (0, True)
    gains = [[one["gain"][goal] for goal in GOALS] for one in told["programmes"]]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > [0, 0, 0, 0]
    best = told["programmes"][0]
    assert (best["exact"], best["fewest"]) == (True, True)
    assert {o["kind"] for o in best["officers"]} == {best["step"]["kind"]}
    assert all(a <= m for one in told["programmes"] for a, m in zip(after(one), at_most(one), strict=True))


def after(one: dict[str, dict[str, int]]) -> list[int]:
    return [one["after"][goal] for goal in GOALS]


def at_most(one: dict[str, dict[str, int]]) -> list[int]:
    return [one["at_most"][goal] for goal in GOALS]


def test_a_paper_obtained_is_worth_what_was_said(planned: World) -> None:
    """The medical clearance of the officers named, entered by hand into the plan's records, and solved again."""
    told = run("unlock", planned.plan_file, "--kind", "medical", "--json", "--quiet").told
    (one,) = told["programmes"]
    assert one["step"]["amount"] == 2
    plan = snapshots.from_json(planned.plan_file.read_text())
    named = {o["officer"] for o in one["officers"]}
    cleared = tuple(
        replace(o, medical=2, medical_until=plan.problem.on.replace(year=2030)) if o.number in named else o
        for o in plan.problem.officers
    )
    again = solve(replace(plan.problem, officers=cleared))
    assert [level.value for level in again.levels] == after(one)


def test_a_budget_is_kept_and_its_steps_are_named(planned: World) -> None:
    prices = ["--cost", "language_test=100", "--cost", "skill_course=500", "--cost", "skill_course:investigations=900"]
    told = run("unlock", planned.plan_file, *prices, "--budget", 1300, "--json", "--quiet").told
    (one,) = told["programmes"]
    assert one["step"] is None
    assert one["cost"] == sum(o["cost"] for o in one["officers"]) <= 1300
    assert {(o["kind"], o["about"] == "investigations", o["cost"]) for o in one["officers"]} <= {
        ("language_test", False, 100),
        ("skill_course", False, 500),
        ("skill_course", True, 900),
    }
    text = run("unlock", planned.plan_file, *prices, "--budget", 1300, "--quiet").out
    assert f"{one['cost']:,}" in text
    assert "Proven: nothing that fits the budget is better" in text


def test_in_words(planned: World) -> None:
    before = planned.plan_file.read_bytes()
    done = run("unlock", planned.plan_file, "--most", 2)
    assert done.out.splitlines()[0] == "What would fill more posts, in the plan of 2026-11-23"
    assert "exactly: critical positions filled +" in done.out
    assert done.out.splitlines()[-1] == "This is a what-if: no record was changed."
    assert "solving again with the records changed" in done.err
    assert planned.plan_file.read_bytes() == before


def test_without_confirming_only_prices_speak(planned: World) -> None:
    done = run("unlock", planned.plan_file, "--most", 0, "--quiet")
    assert "exactly" not in done.out
    assert "at most: " in done.out


def test_without_time_it_says_so(planned: World) -> None:
    done = run("unlock", planned.plan_file, "--seconds", 0, "--quiet")
    assert done.code == 0
    assert done.out.splitlines()[-1] == "Nothing was found before time was over."


def test_a_budget_of_nothing_buys_nothing(planned: World) -> None:
    done = run("unlock", planned.plan_file, "--cost", "passport=5", "--budget", 4, "--quiet")
    assert done.out.splitlines()[-1] == "No set of steps within the budget gains."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--cost", "flying=5"], "there is no step “flying”"),
        (["--cost", "driving=five"], "write a whole number"),
        (["--cost", "driving=-5"], "write a whole number"),
        (["--budget", "5"], "--budget needs at least one --cost"),
        (["--kind", "flying"], "is not one of"),
    ],
)
def test_what_is_no_cost_or_kind_is_refused(planned: World, words: list[str], says: str) -> None:
    import click

    with pytest.raises(click.ClickException) as refused:
        run("unlock", planned.plan_file, *words)
    assert says in refused.value.format_message()


def test_a_plan_without_a_slate_is_refused(world: World) -> None:
    rows = [
        {"kind": "pin", "officer": number, "opening": "SYN-P-09", "by": "t", "reason": "r"}
        for number in ("SYN-000001", "SYN-000002", "SYN-000003")
    ]
    assert world.plan("--decisions", world.decide(*rows)).code == 1
    done = run("unlock", world.plan_file, "--json", "--quiet")
    assert done.code == 2
    assert json.loads(done.out)["refused"] == "no_slate"
