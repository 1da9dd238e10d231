"""Licences, tests and papers, each at the day it must hold."""

from __future__ import annotations

from datetime import date

import pytest

from engines.eligibility.example import MET, NOT_ASKED, NOT_MET, ON, START, UNKNOWN, Case, Table, check, named, rows
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.outcome import Change
from menara.terms import MedicalClass, Modality

PROFESSIONAL = {"modality": Modality.PROFESSIONAL}
DAY_AFTER_START = date(2027, 9, 2)
FIRST_DAY_THAT_COUNTS = date(2025, 9, 2)


def drives(licensed_on: date | None, months: int | None) -> dict[str, object]:
    return {"licensed_on": licensed_on, "driving_months": months}


def shot(passed_on: date | None, tested: bool | None) -> dict[str, object]:
    return {"firearms_passed_on": passed_on, "firearms_tested": tested}


def examined(medical: MedicalClass | None, until: date | None) -> dict[str, object]:
    return {"medical": medical, "medical_until": until}


def shoot(day: date = FIRST_DAY_THAT_COUNTS) -> Change:
    return Change(
        sets={"firearms_passed_on": day, "firearms_tested": True}, says={"not_before": day, "not_after": START}
    )


def clear(medical: MedicalClass, until: date, asked: MedicalClass) -> Change:
    return Change(sets=examined(medical, until), says={"class": asked, "valid_after": START})


LICENSED = date(2026, 9, 1)

DRIVING = (
    Case(what="a year to the day on both counts", answer=MET, officer=drives(LICENSED, 12)),
    Case(
        what="licence a day too young, which only a later start mends",
        answer=NOT_MET,
        officer=drives(date(2026, 9, 2), 12),
        change=Change(
            sets={"licensed_on": LICENSED},
            says={"licensed_by": LICENSED, "driving_months": 12},
            within_reach=False,
        ),
    ),
    Case(
        what="licence to come, and still in time",
        answer=NOT_MET,
        officer=drives(date(2027, 3, 1), 12),
        on=date(2026, 9, 1),
        change=Change(sets={"licensed_on": LICENSED}, says={"licensed_by": LICENSED, "driving_months": 12}),
    ),
    Case(
        what="a month short of driving",
        answer=NOT_MET,
        officer=drives(LICENSED, 11),
        change=Change(sets={"driving_months": 12}, says={"licensed_by": LICENSED, "driving_months": 12}),
    ),
    Case(
        what="licence not on record",
        answer=UNKNOWN,
        officer=drives(None, 12),
        change=Change(sets={"licensed_on": LICENSED}, says={"licensed_by": LICENSED, "driving_months": 12}),
    ),
    Case(
        what="driving not on record",
        answer=UNKNOWN,
        officer=drives(LICENSED, None),
        change=Change(sets={"driving_months": 12}, says={"licensed_by": LICENSED, "driving_months": 12}),
    ),
    Case(
        what="a month asked, driving not on record",
        answer=UNKNOWN,
        officer=drives(LICENSED, None),
        norms={"driving_months": 1},
        change=Change(sets={"driving_months": 1}, says={"licensed_by": LICENSED, "driving_months": 1}),
    ),
    Case(what="neither on record", answer=UNKNOWN, officer=drives(None, None)),
    Case(
        what="licence too young settles it, driving not on record",
        answer=NOT_MET,
        officer=drives(date(2026, 9, 2), None),
    ),
    Case(what="too little driving settles it, licence not on record", answer=NOT_MET, officer=drives(None, 11)),
    Case(
        what="licence issued on 29 February, first day 28 February",
        answer=NOT_MET,
        officer=drives(date(2028, 2, 29), 12),
        opening={"start": date(2029, 2, 28)},
    ),
    Case(
        what="licence issued on 29 February, first day 1 March",
        answer=MET,
        officer=drives(date(2028, 2, 29), 12),
        opening={"start": date(2029, 3, 1)},
    ),
    Case(
        what="a professional post that asks for driving: a licence on the first day",
        answer=MET,
        officer=drives(START, None),
        opening=PROFESSIONAL,
    ),
    Case(
        what="a professional post that asks for driving: a licence the day after",
        answer=NOT_MET,
        officer=drives(DAY_AFTER_START, None),
        opening=PROFESSIONAL,
        change=Change(sets={"licensed_on": START}, says={"licensed_by": START, "driving_months": 0}),
    ),
    Case(
        what="a professional post that asks for driving: not on record",
        answer=UNKNOWN,
        officer=drives(None, 12),
        opening=PROFESSIONAL,
    ),
    Case(what="first day not said", answer=UNKNOWN, opening={"start": None}, change=None),
    Case(
        what="the modality asks where the call is silent",
        answer=NOT_MET,
        officer=drives(LICENSED, 0),
        opening={"driving": None},
    ),
    Case(what="a professional post that is silent", answer=NOT_ASKED, opening={**PROFESSIONAL, "driving": None}),
    Case(what="the call asks for none", answer=NOT_ASKED, opening={"driving": False}),
)

NO_LIMIT = {"firearms_valid_months": None}
UNSAID: dict[str, object] = {"armed": None}

FIREARMS = (
    Case(what="passed on the first day that counts", answer=MET, officer=shot(FIRST_DAY_THAT_COUNTS, True)),
    Case(
        what="passed a day earlier",
        answer=NOT_MET,
        officer=shot(date(2025, 9, 1), True),
        change=shoot(),
    ),
    Case(what="failed or not tested", answer=NOT_MET, officer=shot(None, False), change=shoot()),
    Case(what="not on record", answer=UNKNOWN, officer=shot(None, None), change=shoot()),
    Case(what="passed on a day not on record", answer=UNKNOWN, officer=shot(None, True), change=shoot()),
    Case(what="a day is a pass", answer=MET, officer=shot(date(2026, 12, 1), None)),
    Case(what="no limit, day not on record", answer=MET, officer=shot(None, True), norms=NO_LIMIT),
    Case(what="no limit, long ago", answer=MET, officer=shot(date(2001, 1, 1), True), norms=NO_LIMIT),
    Case(what="no limit, failed", answer=NOT_MET, officer=shot(None, False), norms=NO_LIMIT, change=shoot(START)),
    Case(what="no limit, not on record", answer=UNKNOWN, officer=shot(None, None), norms=NO_LIMIT),
    Case(what="first day not said, passed: it may be over", answer=UNKNOWN, opening={"start": None}, change=None),
    Case(what="first day not said, failed", answer=NOT_MET, officer=shot(None, False), opening={"start": None}),
    Case(what="first day not said, no limit", answer=MET, opening={"start": None}, norms=NO_LIMIT),
    Case(what="not said whether armed: a pass settles it", answer=MET, opening=UNSAID),
    Case(
        what="not said whether armed: a failure may not matter",
        answer=UNKNOWN,
        officer=shot(None, False),
        opening=UNSAID,
    ),
    Case(
        what="not said whether armed: an old pass may not matter",
        answer=UNKNOWN,
        officer=shot(date(2025, 9, 1), True),
        opening=UNSAID,
    ),
    Case(what="an unarmed mission", answer=NOT_ASKED, officer=shot(None, False), opening={"armed": False}),
    Case(what="a professional post", answer=NOT_ASKED, officer=shot(None, False), opening=PROFESSIONAL),
)

NEEDED = date(2029, 3, 1)

PASSPORT = (
    Case(what="18 months to the day", answer=MET, officer={"passport_until": NEEDED}),
    Case(
        what="a day short",
        answer=NOT_MET,
        officer={"passport_until": date(2029, 2, 28)},
        change=Change(sets={"passport_until": NEEDED}, says={"valid_until": NEEDED}),
    ),
    Case(
        what="18 months end on 28 February where there is no 31st",
        answer=MET,
        officer={"passport_until": date(2029, 2, 28)},
        opening={"start": date(2027, 8, 31)},
    ),
    Case(
        what="not on record",
        answer=UNKNOWN,
        officer={"passport_until": None},
        change=Change(sets={"passport_until": NEEDED}, says={"valid_until": NEEDED}),
    ),
    Case(what="first day not said", answer=UNKNOWN, opening={"start": None}, change=None),
    Case(what="nothing asked", answer=NOT_ASKED, opening=PROFESSIONAL),
)

MS2, MS3, UNFIT = MedicalClass.MS2, MedicalClass.MS3, MedicalClass.UNFIT
UNARMED: dict[str, object] = {"armed": False}

MEDICAL = (
    Case(what="armed and MS.2", answer=MET, officer=examined(MS2, DAY_AFTER_START)),
    Case(
        what="over on the first day itself",
        answer=NOT_MET,
        officer=examined(MS2, START),
        change=clear(MS2, DAY_AFTER_START, MS2),
    ),
    Case(
        what="armed and MS.3",
        answer=NOT_MET,
        officer=examined(MS3, date(2028, 1, 1)),
        change=clear(MS2, date(2028, 1, 1), MS2),
    ),
    Case(what="unarmed and MS.3", answer=MET, officer=examined(MS3, DAY_AFTER_START), opening=UNARMED),
    Case(
        what="unarmed and MS.2, over on the first day",
        answer=NOT_MET,
        officer=examined(MS2, START),
        opening=UNARMED,
        change=clear(MS2, DAY_AFTER_START, MS3),
    ),
    Case(what="unarmed and MS.2", answer=MET, officer=examined(MS2, DAY_AFTER_START), opening=UNARMED),
    Case(what="unfit", answer=NOT_MET, officer=examined(UNFIT, date(2028, 1, 1))),
    Case(
        what="unfit for unarmed service",
        answer=NOT_MET,
        officer=examined(UNFIT, None),
        opening=UNARMED,
        change=clear(MS3, DAY_AFTER_START, MS3),
    ),
    Case(
        what="class not on record",
        answer=UNKNOWN,
        officer=examined(None, date(2028, 1, 1)),
        change=clear(MS2, date(2028, 1, 1), MS2),
    ),
    Case(what="class not on record, but over", answer=NOT_MET, officer=examined(None, START)),
    Case(
        what="end not on record", answer=UNKNOWN, officer=examined(MS2, None), change=clear(MS2, DAY_AFTER_START, MS2)
    ),
    Case(what="end not on record, but the class does not do", answer=NOT_MET, officer=examined(MS3, None)),
    Case(what="neither on record", answer=UNKNOWN, officer=examined(None, None)),
    Case(
        what="not said whether armed: MS.2 does for both",
        answer=MET,
        officer=examined(MS2, DAY_AFTER_START),
        opening=UNSAID,
    ),
    Case(
        what="not said whether armed: MS.3 may do",
        answer=UNKNOWN,
        officer=examined(MS3, DAY_AFTER_START),
        opening=UNSAID,
        change=clear(MS2, DAY_AFTER_START, MS2),
    ),
    Case(
        what="not said whether armed: unfit does for neither",
        answer=NOT_MET,
        officer=examined(UNFIT, None),
        opening=UNSAID,
    ),
    Case(
        what="not said whether armed: over does for neither",
        answer=NOT_MET,
        officer=examined(MS3, START),
        opening=UNSAID,
    ),
    Case(what="first day not said", answer=UNKNOWN, opening={"start": None}, change=None),
    Case(what="a professional post", answer=NOT_ASKED, opening=PROFESSIONAL),
)

SIGNED = Change(sets={"state_certificate_on": ON}, says={"signed_on": ON})
ATTESTED = Change(sets={"self_attestation_on": ON}, says={"signed_on": ON})

CASES: Table = {
    "may_drive": DRIVING,
    "passed_firearms_test": FIREARMS,
    "passport_is_valid": PASSPORT,
    "is_medically_cleared": MEDICAL,
    "is_vaccinated": (
        Case(what="vaccinated", answer=MET),
        Case(
            what="not vaccinated",
            answer=NOT_MET,
            officer={"vaccinated": False},
            change=Change(sets={"vaccinated": True}),
        ),
        Case(what="not on record", answer=UNKNOWN, officer={"vaccinated": None}),
        Case(what="a professional post", answer=NOT_ASKED, opening=PROFESSIONAL),
    ),
    "is_certified_by_state": (
        Case(what="certified", answer=MET),
        Case(
            what="not certified, though attested",
            answer=UNKNOWN,
            officer={"state_certificate_on": None},
            change=SIGNED,
        ),
    ),
    "has_attested": (
        Case(what="attested", answer=MET),
        Case(
            what="not attested, though certified",
            answer=UNKNOWN,
            officer={"self_attestation_on": None},
            change=ATTESTED,
        ),
    ),
}


@pytest.mark.parametrize(("rule", "case"), rows(CASES), ids=named)
def test_papers(rule: str, case: Case) -> None:
    check(BY_NAME[rule], case)
