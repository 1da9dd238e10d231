"""One real plan with everything in it that a plan can have: 30 officers, 6 openings, pins, an exclusion, a waiver,
estimates, unknown answers, several nominees a position, a level that only search could close."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from functools import cache
from typing import Any

from engines.matching.smallworld import BARS_SEN, officer, opening, pins, problem
from menara import snapshots
from menara.engines.matching.problem import Estimate, Exclusion, Problem, Waiver
from menara.engines.matching.solve import solve

Body = dict[str, Any]


def whole_problem() -> Problem:
    draw = random.Random(11)
    officers = [
        officer(
            f"S-{i:02}",
            woman=draw.random() < 0.3,
            unit=f"U{i % 3}",
            nationality="SEN" if i % 2 else "MAR",
            strength=8 if i % 3 else None,
            missions_served=draw.choice([0, 0, 1]),
            release_consent=None if i in (4, 9) else True,
            vaccinated=i not in (13, 14),
        )
        for i in range(30)
    ]
    openings = [
        opening("P0", positions=2, call="X", female_target=Fraction(1, 3), critical=True),
        opening("P1", positions=2, limit=4, call="X", female_target=Fraction(1, 3)),
        opening("P2", limit=2, call="Y"),
        opening("P3", positions=3, limit=4, call="Y"),
        opening("P4", call="Y", critical=True),
        opening("P5", limit=3, nationality_exclusions=BARS_SEN),
    ]
    estimates = tuple(
        Estimate(officer=o.number, opening=p.ref, per_cent=draw.randrange(5, 100, 10), by="t", reason="r")
        for o in officers
        for p in openings
        if draw.random() < 0.3
    )
    return problem(
        officers,
        openings,
        estimates=estimates,
        pins=pins("S-04>P1", "S-05>P4"),
        exclusions=(Exclusion(officer="S-07", opening="", by="t", reason="r"),),
        waivers=(Waiver(call="Y", by="t", reason="r"),),
        home_unit_share=Fraction(1, 2),
    )


@cache
def whole_plan() -> snapshots.Plan:
    """Solved, written to a file and read back."""
    asked = whole_problem()
    return snapshots.from_json(snapshots.to_json(problem=asked, result=solve(asked)))


@cache
def _text() -> str:
    return snapshots.to_json(problem=whole_plan().problem, result=whole_plan().result)


def whole_body() -> Body:
    """The file as JSON, new at each call so that it may be spoilt."""
    body: Body = json.loads(_text())
    return body
