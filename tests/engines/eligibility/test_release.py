"""What the home service allows, and when the officer is free. Periods are half-open."""

from __future__ import annotations

from datetime import date

import pytest

from engines.eligibility.example import END, MET, NOT_MET, START, UNKNOWN, Case, Table, check, named, rows
from menara.engines.eligibility.officer import Assignment
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.outcome import Change

DAY_BEFORE, DAY_AFTER = date(2027, 8, 31), date(2027, 9, 2)
LAST_DAY, DAY_AFTER_END = date(2028, 8, 31), date(2028, 9, 2)


def promised(starts_on: date, ends_on: date, name: str = "school") -> Assignment:
    return Assignment(name=name, starts_on=starts_on, ends_on=ends_on)


CASES: Table = {
    "is_released": (
        Case(what="released", answer=MET),
        Case(
            what="not released",
            answer=NOT_MET,
            officer={"release_consent": False},
            change=Change(sets={"release_consent": True}),
        ),
        Case(what="not on record", answer=UNKNOWN, officer={"release_consent": None}),
    ),
    "is_available": (
        Case(what="no limit on record", answer=MET),
        Case(what="from the first day", answer=MET, officer={"available_from": START}),
        Case(
            what="from the second day",
            answer=NOT_MET,
            officer={"available_from": DAY_AFTER},
            change=Change(sets={"available_from": START}, says={"from": START, "until": END}),
        ),
        Case(what="to the end of the tour", answer=MET, officer={"available_until": END}),
        Case(
            what="to the day before the last",
            answer=NOT_MET,
            officer={"available_until": LAST_DAY},
            change=Change(sets={"available_until": END}, says={"from": START, "until": END}),
        ),
        Case(
            what="neither from the start nor to the end",
            answer=NOT_MET,
            officer={"available_from": DAY_AFTER, "available_until": LAST_DAY},
            change=Change(sets={"available_from": START, "available_until": END}, says={"from": START, "until": END}),
        ),
        Case(
            what="exactly the tour",
            answer=MET,
            officer={"available_from": START, "available_until": END},
        ),
        Case(
            what="from the first day, though not to the end",
            answer=NOT_MET,
            officer={"available_from": START, "available_until": LAST_DAY},
            change=Change(sets={"available_until": END}, says={"from": START, "until": END}),
        ),
        Case(
            what="to the end, though not from the first day",
            answer=NOT_MET,
            officer={"available_from": DAY_AFTER, "available_until": END},
            change=Change(sets={"available_from": START}, says={"from": START, "until": END}),
        ),
        Case(what="first day not said", answer=UNKNOWN, opening={"start": None}, change=None),
        Case(
            what="length not said and no norm",
            answer=UNKNOWN,
            opening={"tour_months": None},
            norms={"tour_months": None},
            change=None,
        ),
    ),
    "is_not_promised_elsewhere": (
        Case(what="promised long before", answer=MET),
        Case(what="promised nowhere", answer=MET, officer={"assignments": ()}),
        Case(what="ends on the first day", answer=MET, officer={"assignments": (promised(date(2027, 1, 1), START),)}),
        Case(
            what="ends on the second day",
            answer=NOT_MET,
            officer={"assignments": (promised(date(2027, 1, 1), DAY_AFTER),)},
            change=Change(sets={"assignments": ()}, says={"assignments": ("school",)}),
        ),
        Case(
            what="begins on the day after the tour",
            answer=MET,
            officer={"assignments": (promised(END, date(2029, 1, 1)),)},
        ),
        Case(
            what="begins on the last day",
            answer=NOT_MET,
            officer={"assignments": (promised(LAST_DAY, date(2029, 1, 1)),)},
        ),
        Case(what="within the tour", answer=NOT_MET, officer={"assignments": (promised(DAY_AFTER, LAST_DAY),)}),
        Case(
            what="around the tour",
            answer=NOT_MET,
            officer={"assignments": (promised(DAY_BEFORE, DAY_AFTER_END),)},
        ),
        Case(
            what="one of three overlaps",
            answer=NOT_MET,
            officer={
                "assignments": (
                    promised(date(2027, 1, 1), START, "before"),
                    promised(DAY_AFTER, LAST_DAY, "during"),
                    promised(END, date(2029, 1, 1), "after"),
                )
            },
            change=Change(
                sets={
                    "assignments": (
                        promised(date(2027, 1, 1), START, "before"),
                        promised(END, date(2029, 1, 1), "after"),
                    )
                },
                says={"assignments": ("during",)},
            ),
        ),
        Case(
            what="not on record",
            answer=UNKNOWN,
            officer={"assignments": None},
            change=Change(sets={"assignments": ()}, says={"assignments": ()}),
        ),
        Case(what="first day not said", answer=UNKNOWN, opening={"start": None}, change=None),
        Case(
            what="length not said and no norm",
            answer=UNKNOWN,
            opening={"tour_months": None},
            norms={"tour_months": None},
            change=None,
        ),
    ),
    "is_not_withheld_from_mission": (
        Case(what="withheld from none", answer=MET),
        Case(
            what="no mission named", answer=MET, officer={"excluded_missions": ("MISSION-A",)}, opening={"mission": ""}
        ),
        Case(what="withheld from another mission", answer=MET, officer={"excluded_missions": ("MISSION-B",)}),
        Case(
            what="withheld from this mission",
            answer=NOT_MET,
            officer={"excluded_missions": ("MISSION-B", "MISSION-A")},
            change=Change(sets={"excluded_missions": ("MISSION-B",)}, says={"mission": "MISSION-A"}),
        ),
    ),
}


@pytest.mark.parametrize(("rule", "case"), rows(CASES), ids=named)
def test_release(rule: str, case: Case) -> None:
    check(BY_NAME[rule], case)
