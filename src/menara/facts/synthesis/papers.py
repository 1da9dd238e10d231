"""What a synthetic officer's file holds, and what is missing from it. ``None`` is a paper no one has seen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from menara.engines.eligibility.officer import Assignment
from menara.facts.synthesis.chances import Chance, months_later, share
from menara.facts.synthesis.persons import Assessed, Career
from menara.terms import Conduct, MedicalClass, Modality, ServiceStatus

PAPERS = (
    ("born_on",),
    ("joined_on",),
    ("education",),
    ("licensed_on",),
    ("driving_months",),
    ("firearms_passed_on", "firearms_tested"),
    ("passport_until",),
    ("conduct",),
    ("repatriated",),
    ("state_certificate_on",),
    ("self_attestation_on",),
    ("medical",),
    ("medical_until",),
    ("vaccinated",),
    ("languages",),
    ("skills",),
    ("assignments",),
    ("release_consent",),
)
"""Facts that may be missing from a file; those of one line go missing together."""

CONDUCTS = (
    (Conduct.MINOR_TRAFFIC, 0.020),
    (Conduct.DRINK_DRIVING, 0.004),
    (Conduct.DANGEROUS_DRIVING, 0.003),
    (Conduct.PROSECUTED, 0.002),
    (Conduct.CONVICTED, 0.001),
)
MEDICALS = ((MedicalClass.MS2, 0.72), (MedicalClass.MS3, 0.23), (MedicalClass.UNFIT, 0.05))
ASSIGNED = ("Staff course", "National operation", "Secondment abroad", "Academy teaching", "Parental leave")
WITHHELD = ("MINUSCA", "MONUSCO", "UNMISS", "UNISFA")
OFFERED = (
    ((Modality.IPO, Modality.PROFESSIONAL, Modality.SPT), 0.62),
    ((Modality.IPO,), 0.16),
    ((Modality.IPO, Modality.PROFESSIONAL), 0.14),
    ((Modality.PROFESSIONAL,), 0.08),
)


def papers(chance: Chance, life: Career, sat: Assessed | None, on: date) -> dict[str, Any]:
    """Every paper of one officer, before any goes missing."""
    return {
        **_driving(chance, life, on),
        **_shooting(chance, sat),
        **_health(chance, on),
        **_conduct(chance, on),
        "passport_until": _passport(chance, on),
    }


def missing(chance: Chance) -> dict[str, None]:
    """The facts that are not known of one officer; most files are complete."""
    if not chance.happens(share("file_incomplete")):
        return {}
    one_paper = share("paper_missing_in_incomplete_file")
    return {fact: None for paper in PAPERS if chance.happens(one_paper) for fact in paper}


def release(chance: Chance, life: Career, on: date) -> dict[str, Any]:
    """What the home service says: consent, other promises, limits, missions served."""
    served = chance.weighted(((0, 0.84), (1, 0.12), (2, 0.04)))
    civilian = life.status is ServiceStatus.CIVILIAN
    consent, assignments = chance.happens(share("released")), _assignments(chance, on)
    first = chance.day(on, months_later(on, 18)) if chance.happens(0.04) else None
    last = chance.day(months_later(on, 6), months_later(on, 30)) if chance.happens(0.04) else None
    return {
        "release_consent": consent,
        "assignments": assignments,
        "available_from": first,
        "available_until": None if first and last and last <= first else last,
        "excluded_missions": (chance.one_of(WITHHELD),) if chance.happens(0.03) else (),
        "modalities": (Modality.CIVILIAN_EXPERT,) if civilian else chance.weighted(OFFERED),
        "missions_served": served,
        "last_mission_ended_on": chance.day(months_later(on, -96), on) if served else None,
    }


def _driving(chance: Chance, life: Career, on: date) -> dict[str, Any]:
    """A licence since some day, and months driven lately; who does not drive has driven none."""
    kind = chance.draw()
    if kind < 0.05:
        return {"licensed_on": None, "driving_months": 0}
    if kind < 0.08:
        return {"licensed_on": chance.day(months_later(on, -11), on), "driving_months": chance.between(0, 11)}
    licensed_on = chance.day(life.born_on + timedelta(days=19 * 366), months_later(on, -12))
    return {"licensed_on": licensed_on, "driving_months": chance.between(0, 11) if kind < 0.12 else 12}


def _shooting(chance: Chance, sat: Assessed | None) -> dict[str, Any]:
    """Only those assessed for armed missions were tested; for the rest it is known that they were not."""
    if sat and sat.passed and chance.happens(0.75):
        return {"firearms_passed_on": sat.on + timedelta(days=1), "firearms_tested": True}
    return {"firearms_passed_on": None, "firearms_tested": False}


def _health(chance: Chance, on: date) -> dict[str, Any]:
    lapsed = chance.happens(0.06)
    until = chance.day(months_later(on, -12), on) if lapsed else chance.day(months_later(on, 3), months_later(on, 30))
    return {
        "medical": chance.weighted(MEDICALS),
        "medical_until": until,
        "vaccinated": chance.happens(0.93),
    }


def _conduct(chance: Chance, on: date) -> dict[str, Any]:
    conduct = chance.weighted(
        (*CONDUCTS, (Conduct.UNDER_INVESTIGATION, share("under_investigation")), (Conduct.CLEAR, 1.0))
    )
    return {
        "conduct": conduct,
        "repatriated": chance.happens(0.004),
        "state_certificate_on": chance.day(months_later(on, -12), on),
        "self_attestation_on": chance.day(months_later(on, -12), on),
    }


def _passport(chance: Chance, on: date) -> date:
    if chance.happens(share("passport_expired")):
        return chance.day(months_later(on, -24), on)
    return chance.day(months_later(on, 14), months_later(on, 60))


def _assignments(chance: Chance, on: date) -> tuple[Assignment, ...]:
    """None for most; for some one, for a few two in a row: a period may not overlap another."""
    if not chance.happens(share("assigned")):
        return ()
    found: list[Assignment] = []
    for _ in range(2 if chance.happens(0.08) else 1):
        starts_on = months_later(on, chance.between(-4, 18))
        starts_on = max([starts_on, *(earlier.ends_on for earlier in found)])
        ends_on = months_later(starts_on, chance.between(2, 12))
        found.append(Assignment(name=chance.one_of(ASSIGNED), starts_on=starts_on, ends_on=ends_on))
    return tuple(found)
