"""Rules about licences, tests and papers, each at the day it must hold."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from menara.engines.eligibility.days import UNKNOWN, day_number, latest_day, shift_months, shift_months_column
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import Roster
from menara.engines.eligibility.rules.rule import Bits, Rule, three_valued, unknown
from menara.engines.outcome import Change
from menara.terms import MedicalClass
from menara.wording import gettext_noop as _


def may_drive(roster: Roster, post: Post, on: date) -> Bits:
    """On the planned first day the officer has held a driving licence for the years asked, and has driven recently for
    the months asked (one year each for individual officers)."""
    if post.start is None:
        return unknown(roster)
    licensed_by = day_number(shift_months(post.start, -12 * (post.licence_years or 0)))
    long_held, licence_known = roster.licensed <= licensed_by, roster.licensed != UNKNOWN
    if not post.driving_months:
        return three_valued(long_held, licence_known)
    drives, driving_known = roster.driving_months >= post.driving_months, roster.driving_months >= 0
    met = licence_known & long_held & drives
    return Bits(met, met | (licence_known & ~long_held) | (driving_known & ~drives))


def passed_firearms_test(roster: Roster, post: Post, on: date) -> Bits:
    """For an armed mission only: the officer passed the firearms part of the assessment and the pass still counts on
    the planned first day. A missing shooting test never bars an officer from an unarmed mission."""
    passed, failed = roster.firearms == 1, roster.firearms == 0
    if post.firearms_valid_months is None:
        met = passed
    elif post.start is None:
        met = np.zeros(roster.size, dtype=bool)
    else:
        until = shift_months_column(roster.firearms_on, post.firearms_valid_months)
        met = until > day_number(post.start)
        failed |= (until != UNKNOWN) & ~met
    return Bits(met, met | failed if post.armed else met.copy())


def passport_is_valid(roster: Roster, post: Post, on: date) -> Bits:
    """The passport is valid for the months asked, counted from the planned first day (18 in a call of 2025)."""
    if post.start is None or post.passport_months is None:
        return unknown(roster)
    needed = day_number(shift_months(post.start, post.passport_months))
    return three_valued(roster.passport_until >= needed, roster.passport_until != UNKNOWN)


def is_medically_cleared(roster: Roster, post: Post, on: date) -> Bits:
    """On the planned first day the officer holds the medical clearance of the class asked: MS.2 for armed service,
    MS.3 for unarmed; MS.2 covers both. No diagnosis is kept."""
    wanted = MedicalClass.MS2 if post.medical is None else post.medical
    if post.start is None:
        return unknown(roster)
    start = day_number(post.start)
    fits = roster.medical >= int(wanted)
    holds = roster.medical_until > start
    failed = (roster.medical == int(MedicalClass.UNFIT)) | ((roster.medical_until != UNKNOWN) & ~holds)
    if post.medical is not None:
        failed |= (roster.medical >= 0) & ~fits
    met = fits & holds
    return Bits(met, met | failed)


def is_vaccinated(roster: Roster, post: Post, on: date) -> Bits:
    """The officer holds the vaccination certificate that goes with the nomination."""
    return three_valued(roster.vaccinated == 1, roster.vaccinated >= 0)


def is_certified_by_state(roster: Roster, post: Post, on: date) -> Bits:
    """The state has certified that there is no conviction, investigation or prosecution, criminal, disciplinary or for
    violations of human rights. It is the first of two certificates; a missing one is a paper to write."""
    return Bits(roster.certified != UNKNOWN, roster.certified != UNKNOWN)


def has_attested(roster: Roster, post: Post, on: date) -> Bits:
    """The officer's own attestation of the same is signed. It is the second of two; neither replaces the other."""
    return Bits(roster.attested != UNKNOWN, roster.attested != UNKNOWN)


def _licensed(officer: Officer, post: Post, on: date) -> Change | None:
    """A licence known to be too young, for a day already past, is in nobody's power: only a later start would do."""
    if post.start is None:
        return None
    latest = shift_months(post.start, -12 * (post.licence_years or 0))
    sets: dict[str, object] = {}
    if officer.licensed_on is None or officer.licensed_on > latest:
        sets["licensed_on"] = latest
    if (officer.driving_months or 0) < (post.driving_months or 0):
        sets["driving_months"] = post.driving_months
    within_reach = officer.licensed_on is None or officer.licensed_on <= latest or latest >= on
    says = {"licensed_by": latest, "driving_months": post.driving_months or 0}
    return Change(sets=sets, says=says, within_reach=within_reach)


def _shooting_passed(officer: Officer, post: Post, on: date) -> Change | None:
    if post.start is None:
        return None
    valid = post.firearms_valid_months
    day = post.start if valid is None else latest_day(post.start, valid) + timedelta(days=1)
    return Change(
        sets={"firearms_passed_on": day, "firearms_tested": True}, says={"not_before": day, "not_after": post.start}
    )


def _passport_renewed(officer: Officer, post: Post, on: date) -> Change | None:
    if post.start is None or post.passport_months is None:
        return None
    until = shift_months(post.start, post.passport_months)
    return Change(sets={"passport_until": until}, says={"valid_until": until})


def _examined(officer: Officer, post: Post, on: date) -> Change | None:
    if post.start is None:
        return None
    wanted = MedicalClass.MS2 if post.medical is None else post.medical
    day = post.start + timedelta(days=1)
    sets = {
        "medical": wanted if officer.medical is None else max(wanted, officer.medical),
        "medical_until": max(day, officer.medical_until or day),
    }
    return Change(sets=sets, says={"class": wanted, "valid_after": post.start})


def _vaccinated(officer: Officer, post: Post, on: date) -> Change | None:
    return Change(sets={"vaccinated": True}, says={})


def _certified(officer: Officer, post: Post, on: date) -> Change | None:
    return Change(sets={"state_certificate_on": on}, says={"signed_on": on})


def _attested(officer: Officer, post: Post, on: date) -> Change | None:
    return Change(sets={"self_attestation_on": on}, says={"signed_on": on})


RULES = (
    Rule(
        test=may_drive,
        sentence=_("The officer has not held a licence, or has not driven, as long as the post asks."),
        reads=("start", "licence_years", "driving_months"),
        looks_at=("licensed_on", "driving_months"),
        source="S46",
        mark="C",
        norm="licence_years",
        mend=_licensed,
        asked=lambda post: post.driving,
    ),
    Rule(
        test=passed_firearms_test,
        sentence=_("The post is armed and the officer has no firearms pass valid on the first day."),
        reads=("armed", "start", "firearms_valid_months"),
        looks_at=("firearms_passed_on", "firearms_tested"),
        source="S47",
        mark="S",
        mend=_shooting_passed,
        asked=lambda post: post.weapons_asked and post.armed is not False,
    ),
    Rule(
        test=passport_is_valid,
        sentence=_("The passport will not be valid long enough."),
        reads=("start", "passport_months"),
        looks_at=("passport_until",),
        source="S36",
        mark="S",
        norm="passport_months",
        mend=_passport_renewed,
        asked=lambda post: post.passport_months is not None,
    ),
    Rule(
        test=is_medically_cleared,
        sentence=_("The officer has no medical clearance of the class asked that is valid on the first day."),
        reads=("start", "medical"),
        looks_at=("medical", "medical_until"),
        source="S36",
        mark="S",
        mend=_examined,
        asked=lambda post: post.weapons_asked,
    ),
    Rule(
        test=is_vaccinated,
        sentence=_("The vaccination certificate is missing."),
        reads=(),
        looks_at=("vaccinated",),
        source="S36",
        mark="S",
        mend=_vaccinated,
        asked=lambda post: post.vaccination,
    ),
    Rule(
        test=is_certified_by_state,
        sentence=_("The state's certificate is missing."),
        reads=(),
        looks_at=("state_certificate_on",),
        source="S37",
        mark="C",
        mend=_certified,
    ),
    Rule(
        test=has_attested,
        sentence=_("The officer's own attestation is missing."),
        reads=(),
        looks_at=("self_attestation_on",),
        source="S38",
        mark="C",
        mend=_attested,
    ),
)
