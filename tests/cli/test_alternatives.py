"""``menara alternatives`` and ``menara why``: who comes next, and why somebody is not proposed."""

from __future__ import annotations

import json

import pytest

from menara.engines.matching.goals import GOALS

from .conftest import World, run


def opening_of(world: World, *, others: int) -> str:
    """An opening for which at least so many others are eligible."""
    for ref in dict.fromkeys(line["opening"] for line in world.lines("slate")):
        told = run("alternatives", world.plan_file, ref, "--seconds", 0, "--json", "--quiet").told
        if told["eligible"] >= others:
            return str(ref)
    raise AssertionError("no opening has others who are eligible")


def test_those_who_come_next_are_told_with_what_they_cost(planned: World) -> None:
    ref = opening_of(planned, others=3)
    told = run("alternatives", planned.plan_file, ref, "--most", 3, "--json", "--quiet").told
    on_slate = [line["officer"] for line in planned.lines("slate") if line["opening"] == ref]
    assert (told["opening"], told["settled"], len(told["alternatives"])) == (ref, True, 3)
    assert [one["officer"] for one in told["nominees"]] == on_slate
    costs = [[one["cost"][goal] for goal in GOALS] for one in told["alternatives"]]
    assert costs == sorted(costs)
    assert costs[0] >= [0, 0, 0, 0]
    for one in told["alternatives"]:
        least = [one["at_least"][goal] for goal in one["at_least"]]
        assert least <= [one["cost"][goal] for goal in GOALS][: len(least)]
        assert one["tie"] == (not any(one["cost"].values()))
    text = run("alternatives", planned.plan_file, ref, "--most", 3, "--quiet").out
    assert text.count("exactly") == 3
    assert "Who else would move" in text


def test_without_time_only_prices_speak(planned: World) -> None:
    ref = opening_of(planned, others=1)
    done = run("alternatives", planned.plan_file, ref, "--seconds", 0)
    assert done.code == 0
    assert "exactly" not in done.out.replace("for exact costs", "")
    assert "at least: " in done.out
    told = run("alternatives", planned.plan_file, ref, "--seconds", 0, "--json", "--quiet").told
    assert told["settled"] is False
    assert {one["cost"] for one in told["alternatives"]} == {None}


def test_an_opening_with_nobody_else_says_so(planned: World) -> None:
    (taken,) = planned.lines("slate")[:1]
    rows = [
        {"kind": "exclusion", "officer": number, "opening": taken["opening"], "by": "planner", "reason": "at home"}
        for number in {a["officer"] for a in all_others(planned, taken["opening"])}
    ]
    planned.plan("--decisions", planned.decide(*rows))
    done = run("alternatives", planned.plan_file, taken["opening"])
    assert done.out.splitlines()[-1] == "Nobody else on the roster is eligible for this opening."


def all_others(world: World, ref: str) -> list[dict[str, str]]:
    told = run("alternatives", world.plan_file, ref, "--seconds", 0, "--most", 1000, "--json", "--quiet").told
    return list(told["alternatives"])


def test_a_nominee_is_told_to_be_one(planned: World) -> None:
    line = planned.lines("slate")[0]
    done = run("why", planned.plan_file, line["officer"], "--quiet")
    assert done.out.splitlines()[0] == f"{line['officer']} is proposed, for {line['opening']}."


def test_the_beaten_one_learns_by_how_much_and_who_would_give_way(planned: World) -> None:
    reserve = planned.lines("reserves")[0]
    told = run("why", planned.plan_file, reserve["officer"], "--json", "--quiet").told
    assert told["verdict"] in ("beaten", "tied")
    cheapest = told["cheapest"]
    assert (cheapest["settled"], cheapest["officer"]) == (True, reserve["officer"])
    eligible = {one["opening"] for one in told["openings"] if one["kind"] == "eligible"}
    assert cheapest["opening"] in eligible
    assert reserve["opening"] in eligible
    text = run("why", planned.plan_file, reserve["officer"], "--quiet").out
    assert f"Why {reserve['officer']} is not proposed" in text
    assert "\nThen " in text


def test_who_is_barred_everywhere_learns_by_which_rules(planned: World) -> None:
    slate = {line["officer"] for line in planned.lines("slate")}
    told = next(
        told
        for number in dict.fromkeys(line["officer"] for line in planned.lines("refusals"))
        if number not in slate
        and (told := run("why", planned.plan_file, number, "--json", "--quiet").told)["verdict"] == "barred"
    )
    assert told["cheapest"] is None
    text = run("why", planned.plan_file, told["officer"], "--quiet").out
    assert "Every opening has a rule that bars the officer." in text
    refused = [line for line in planned.lines("refusals") if line["officer"] == told["officer"]]
    assert [line["reason"] for line in refused if line["reason"] not in text] == []


def test_who_is_kept_out_learns_by_whom(planned: World) -> None:
    taken = planned.lines("slate")[0]
    row = {"kind": "exclusion", "officer": taken["officer"], "opening": "", "by": "chief", "reason": "needed at home"}
    planned.plan("--decisions", planned.decide(row))
    done = run("why", planned.plan_file, taken["officer"], "--quiet")
    assert "Kept out by a person, or not eligible, at every opening." in done.out
    assert "every opening  by chief: needed at home" in done.out


@pytest.mark.parametrize(("command", "kind"), [("alternatives", "opening"), ("why", "officer")])
def test_a_stranger_is_refused_with_what_is_near(planned: World, command: str, kind: str) -> None:
    known = str(planned.lines("slate")[0][kind])
    near = f"{known}X"
    done = run(command, planned.plan_file, near, "--quiet")
    assert (done.code, done.out) == (2, "")
    assert f"There is no {kind} “{near}” in the plan. Near it: " in done.err
    assert known in done.err
    told = run(command, planned.plan_file, near, "--quiet", "--json")
    assert (told.code, told.told["refused"]) == (2, "stranger")


@pytest.mark.parametrize("command", ["alternatives", "why"])
def test_no_plan_file_and_no_slate_are_refused(planned: World, command: str) -> None:
    text = planned.plan_file.read_text()
    planned.plan_file.write_text("{}")
    assert run(command, planned.plan_file, "A").code == 2
    body = json.loads(text)
    body["result"] = {**body["result"], "status": "infeasible", "levels": [], "nominees": [], "reserves": []}
    planned.plan_file.write_text(json.dumps(body))
    done = run(command, planned.plan_file, "A")
    assert (done.code, "The plan has no slate" in done.err) == (2, True)
