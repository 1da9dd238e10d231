"""``menara explain``: one officer and one post, rule by rule."""

from __future__ import annotations

import click
import pytest

from menara.engines.eligibility.rules import RULES

from .conftest import ON, World, run


def explain(world: World, number: str, ref: str, *more: object):
    return run("explain", "--officer", number, "--post", ref, "--plan", world.plan_file, *more)


def test_a_nominee_meets_every_rule(planned: World) -> None:
    nominee = planned.lines("slate")[0]
    done = explain(planned, nominee["officer"], nominee["opening"])
    assert done.code == 0
    assert done.out.splitlines()[-1] == "Verdict: eligible. Every rule is met."
    assert "NOT MET" not in done.out


def test_every_rule_is_told_with_its_facts_and_source(planned: World) -> None:
    refused = planned.lines("refusals")[0]
    told = explain(planned, refused["officer"], refused["opening"], "--json").told
    assert [rule["rule"] for rule in told["rules"]] == [rule.name for rule in RULES]
    assert told["verdict"] == "not_met"
    rule = next(r for r in told["rules"] if r["rule"] == refused["rule"].replace(" ", "_"))
    assert rule["answer"] == "not_met"
    assert rule["says"]["answer"] == refused["reason"]
    assert (rule["says"]["asked"], rule["says"]["found"]) == (refused["asked"], refused["found"])
    assert (rule["source"], rule["mark"]) == (refused["source"], refused["mark"])


def test_the_smallest_change_is_told(planned: World) -> None:
    refused = next(r for r in planned.lines("refusals") if r["rule"] == "speaks required languages")
    done = explain(planned, refused["officer"], refused["opening"])
    assert "Verdict: not eligible." in done.out
    assert "Smallest change that makes the officer eligible:" in done.out
    told = explain(planned, refused["officer"], refused["opening"], "--json").told
    assert told["within_reach"]
    assert [change["fact"] for change in told["facts_changed"]] == ["languages"]


def test_what_nobody_can_change_is_said_so(planned: World) -> None:
    refused = next(r for r in planned.lines("refusals") if r["rule"] == "nationality is accepted")
    done = explain(planned, refused["officer"], refused["opening"])
    assert "No change of the officer's facts makes the officer eligible" in done.out


def test_missing_papers_are_not_known_and_never_a_refusal(planned: World) -> None:
    paper = planned.lines("missing_papers")[0]
    done = explain(planned, paper["officer"], paper["first_of_them"].split(", ")[0])
    assert "Verdict: not known." in done.out
    assert "Never on a slate unless a person pins the officer." in done.out


def test_from_the_files_it_says_the_same_as_from_the_plan(planned: World) -> None:
    refused = planned.lines("refusals")[0]
    words = ["--calls", planned.calls, "--officers", planned.officers, "--on", ON, "--json"]
    from_files = run("explain", "--officer", refused["officer"], "--post", refused["opening"], *words)
    assert from_files.told == explain(planned, refused["officer"], refused["opening"], "--json").told


def test_a_stranger_is_refused_with_near_names(planned: World) -> None:
    done = explain(planned, "SYN-00001", planned.lines("slate")[0]["opening"])
    assert done.code == 2
    assert "There is no officer “SYN-00001”" in done.err
    assert "Near it: SYN-000" in done.err
    assert explain(planned, planned.lines("slate")[0]["officer"], "POST").code == 2


@pytest.mark.parametrize("words", [[], ["--calls", "c.csv"], ["--plan", "p.json", "--calls", "c.csv"]])
def test_it_needs_a_plan_or_both_files(words) -> None:
    with pytest.raises(click.UsageError):
        run("explain", "--officer", "a", "--post", "b", *words)
