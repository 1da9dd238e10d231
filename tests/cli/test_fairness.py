"""``menara fairness``: the counts of the engine, in words and as JSON."""

from __future__ import annotations

import re

from menara.engines.matching.fairness import KINDS, fairness
from menara.snapshots import from_json

from .conftest import World, run


def test_every_count_is_the_engines(planned: World) -> None:
    told = run("fairness", planned.plan_file, "--json").told
    plan = from_json(planned.plan_file.read_text())
    found = fairness(problem=plan.problem, result=plan.result)
    assert told["nominees"] == found.nominees == len(plan.result.nominees)
    for kind in KINDS:
        assert [(g["offered"], g["eligible"], g["proposed"], g["range"]) for g in told[kind]] == [
            (g.offered, g.eligible, g.proposed, [g.low, g.high]) for g in found.groups[kind]
        ]
    assert [(c["call"], c["nominees"], c["women"], c["asked"]) for c in told["women_by_call"]] == [
        (c.call, c.nominees, c.women, c.asked) for c in found.calls
    ]


def test_on_a_screen_few_are_counted_without_per_cent(planned: World) -> None:
    done = run("fairness", planned.plan_file)
    assert (done.code, done.err) == (0, "")
    nominees = len(from_json(planned.plan_file.read_text()).result.nominees)
    rows = [re.split(r"\s{2,}", line) for line in done.out.splitlines()]
    (women,) = [row for row in rows if row[0] == "women"]
    assert ("%" in women[3]) == (nominees >= 20)
    assert "19 of 20 draws" in done.out
