"""Small staffing problems a person can solve, and brute force over every slate."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

from menara.engines.eligibility.norms import Norms
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.opening import NationalityExclusion, Opening
from menara.engines.matching.check import check, values
from menara.engines.matching.goals import GOALS
from menara.engines.matching.problem import Estimate, Nominee, Pin, Problem, backing_of, nominee_limit_of, positions_of
from menara.engines.matching.problem import batch_of as batch_of
from menara.terms import Conduct, MedicalClass, Modality

ON = date(2026, 12, 1)
START = date(2027, 6, 1)


def officer(number: str, *, woman: bool = False, unit: str = "U", strength: int | None = None, **facts) -> Officer:
    """An officer whom no rule bars."""
    return replace(
        Officer(
            number=number,
            service="S",
            nationality="MAR",
            home_unit=unit,
            unit_strength=strength,
            woman=woman,
            conduct=Conduct.CLEAR,
            repatriated=False,
            state_certificate_on=ON,
            self_attestation_on=ON,
            medical=MedicalClass.MS2,
            medical_until=date(2030, 1, 1),
            vaccinated=True,
            licensed_on=date(2010, 1, 1),
            driving_months=100,
            release_consent=True,
        ),
        **facts,
    )


def opening(ref: str, *, positions: int = 1, limit: int | None = None, **asked) -> Opening:
    """An opening that asks nothing of anyone."""
    return replace(
        Opening(
            ref=ref,
            modality=Modality.IPO,
            armed=False,
            driving=False,
            start=START,
            tour_months=12,
            positions=positions,
            max_nominations=limit,
        ),
        **asked,
    )


def problem(officers, openings, **decisions) -> Problem:
    return Problem(officers=tuple(officers), openings=tuple(openings), norms=Norms(), on=ON, **decisions)


def odds(officers, openings, table) -> tuple[Estimate, ...]:
    """Odds by hand: ``table[ref][number]``."""
    return tuple(
        Estimate(officer=n, opening=ref, per_cent=p, by="planner", reason="by hand")
        for ref, row in table.items()
        for n, p in row.items()
    )


def random_problem(seed: int) -> Problem:
    """A few officers and openings with every side constraint in play; sometimes infeasible by its pins."""
    draw = random.Random(seed)
    nations = ["MAR", "SEN"]
    officers = [
        officer(
            f"O{i}",
            woman=draw.random() < 0.4,
            unit=draw.choice("AB"),
            strength=draw.choice([None, 4, 8]),
            nationality=draw.choice(nations),
            missions_served=draw.choice([0, 1]),
            release_consent=None if draw.random() < 0.1 else True,
        )
        for i in range(draw.randint(2, 5))
    ]
    calls = ["X", "Y"]
    share = {c: draw.choice([None, Fraction(1, 4), Fraction(1, 2)]) for c in calls}
    openings = []
    for j in range(draw.randint(1, 3)):
        call, positions = draw.choice(calls), draw.choice([1, 1, 2])
        openings.append(
            opening(
                f"P{j}",
                positions=positions,
                limit=draw.choice([1, 2, 2, 3]),
                call=call,
                critical=draw.random() < 0.4,
                female_target=share[call],
                nationality_exclusions=(NationalityExclusion(nationality="SEN", reason="r", authority="a"),)
                if draw.random() < 0.3
                else (),
            )
        )
    estimates = tuple(
        Estimate(officer=o.number, opening=p.ref, per_cent=draw.choice([0, 5, 30, 60, 61, 100]), by="t", reason="r")
        for o in officers
        for p in openings
    )
    pins = tuple(
        Pin(officer=draw.choice(officers).number, opening=draw.choice(openings).ref, by="t", reason="r")
        for _ in range(draw.choice([0, 0, 1, 2]))
    )
    return problem(
        officers,
        openings,
        estimates=estimates,
        pins=tuple({(p.officer, p.opening): p for p in pins}.values()),
        home_unit_share=draw.choice([None, Fraction(1, 4), Fraction(1, 2)]),
    )


def brute_force(asked: Problem) -> tuple[int, ...] | None:
    """The best values in the order of the goals, over every slate; None where no slate passes the check."""
    best = None
    unit = 100 ** max(2, *(backing_of(o, asked.norms, asked.on) for o in asked.openings))
    pins = {(p.officer, p.opening) for p in asked.pins}
    places = [None] + [(o.ref, k) for o in asked.openings for k in range(positions_of(o))]
    allowed = {o.ref: nominee_limit_of(o, asked.norms, asked.on) for o in asked.openings}
    for choice in product(places, repeat=len(asked.officers)):
        count = defaultdict(int)
        for place in choice:
            if place:
                count[place[0]] += 1
        if any(n > allowed[ref] for ref, n in count.items()):
            continue
        slate = tuple(
            Nominee(
                officer=o.number,
                opening=place[0],
                position=place[1],
                odds=0,
                quality=0,
                pinned=(o.number, place[0]) in pins,
                unknown=("is_released",) if o.release_consent is None and (o.number, place[0]) in pins else (),
            )
            for o, place in zip(asked.officers, choice, strict=True)
            if place
        )
        if check(problem=asked, slate=slate):
            continue
        found = values(problem=asked, slate=slate, unit=unit)
        worth = tuple(found[g] for g in GOALS)
        best = worth if best is None else max(best, worth)
    return best
