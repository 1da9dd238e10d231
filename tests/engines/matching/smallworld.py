"""Small staffing problems: made by hand so that a person can solve them, or by chance so that every slate can be
tried."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

from menara.engines.eligibility.norms import Norms
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.opening import NationalityExclusion, Opening
from menara.engines.matching.problem import Estimate, Exclusion, Pin, Problem, Waiver
from menara.terms import Conduct, MedicalClass, Modality

ON = date(2026, 12, 1)
START = date(2027, 6, 1)
BARS_SEN = (NationalityExclusion(nationality="SEN", reason="r", authority="a"),)


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


def odds(table) -> tuple[Estimate, ...]:
    """Odds by hand: ``table[ref][number]``, in per cent."""
    return tuple(
        Estimate(officer=n, opening=ref, per_cent=p, by="planner", reason="by hand")
        for ref, row in table.items()
        for n, p in row.items()
    )


def only(officers, openings, allowed) -> tuple[Exclusion, ...]:
    """Exclusions that leave ``allowed[ref]`` as the only officers of an opening."""
    return tuple(
        Exclusion(officer=o.number, opening=p.ref, by="planner", reason="by hand")
        for p in openings
        for o in officers
        if o.number not in allowed[p.ref]
    )


def pins(*pairs: str) -> tuple[Pin, ...]:
    """``pins("A>P", "B>Q")``"""
    return tuple(
        Pin(officer=o, opening=p, by="planner", reason="wanted") for o, p in (pair.split(">") for pair in pairs)
    )


def random_problem(seed: int, *, most_pins: int = 2) -> Problem:
    """A few officers and openings with every side constraint in play; sometimes infeasible by its pins."""
    draw = random.Random(seed)
    officers = [_random_officer(draw, i) for i in range(draw.randint(2, 5))]
    share = {c: draw.choice([None, Fraction(1, 4), Fraction(1, 2)]) for c in "XY"}
    openings = []
    for j in range(draw.randint(1, 3)):
        call = draw.choice("XY")
        openings.append(
            opening(
                f"P{j}",
                positions=draw.choice([1, 1, 2]),
                limit=draw.choice([1, 2, 2, 3]),
                call=call,
                critical=draw.random() < 0.4,
                female_target=share[call],
                nationality_exclusions=BARS_SEN if draw.random() < 0.3 else (),
            )
        )
    calls = sorted({p.call for p in openings})
    return problem(
        officers,
        openings,
        estimates=_random_estimates(draw, officers, openings, lambda: draw.choice([0, 5, 30, 60, 61, 100])),
        pins=_random_pins(draw, officers, openings, draw.choice([0, 0, *range(1, most_pins + 1)])),
        exclusions=tuple(
            Exclusion(officer=o.number, opening=draw.choice(["", openings[0].ref]), by="t", reason="r")
            for o in officers
            if draw.random() < 0.05
        ),
        waivers=(Waiver(call=draw.choice(calls), by="t", reason="r"),) if draw.random() < 0.2 else (),
        home_unit_share=draw.choice([None, Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1, 2)]),
    )


def crowded_problem(seed: int) -> Problem:
    """Few openings with up to four nominees a position, where how they are dealt out decides."""
    draw = random.Random(seed)
    officers = [_random_officer(draw, i) for i in range(draw.randint(4, 7))]
    share = draw.choice([None, None, Fraction(1, 3)])
    openings = []
    for j in range(draw.choice([1, 1, 2])):
        positions = draw.choice([1, 2, 3])
        limit = draw.randint(positions, min(4 * positions, 7))
        critical = draw.random() < 0.3
        openings.append(
            opening(f"P{j}", positions=positions, limit=limit, call="X", critical=critical, female_target=share)
        )
    chances = [0, 100, 50, *(draw.randint(1, 99) for _ in range(8))]
    return problem(
        officers,
        openings,
        estimates=_random_estimates(draw, officers, openings, lambda: draw.choice(chances)),
        pins=_random_pins(draw, officers, openings, draw.choice([0, 0, 1, 2])),
        home_unit_share=draw.choice([None, Fraction(1, 2)]),
    )


def _random_officer(draw: random.Random, index: int) -> Officer:
    return officer(
        f"O{index}",
        woman=draw.random() < 0.4,
        unit=draw.choice("AB"),
        strength=draw.choice([None, 4, 8]),
        nationality=draw.choice(["MAR", "SEN"]),
        missions_served=draw.choice([0, 1]),
        release_consent=None if draw.random() < 0.1 else True,
    )


def _random_estimates(draw, officers, openings, chance) -> tuple[Estimate, ...]:
    """Odds by hand for most pairs; the model's for the rest."""
    return tuple(
        Estimate(officer=o.number, opening=p.ref, per_cent=chance(), by="t", reason="r")
        for o in officers
        for p in openings
        if draw.random() < 0.9
    )


def _random_pins(draw, officers, openings, count) -> tuple[Pin, ...]:
    pairs = {(draw.choice(officers).number, draw.choice(openings).ref): None for _ in range(count)}
    return tuple(Pin(officer=o, opening=p, by="t", reason="r") for o, p in pairs)
