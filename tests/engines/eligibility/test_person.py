"""Age and nationality. A person born on 29 February is a year older on 1 March where there is no 29 February."""

from __future__ import annotations

from datetime import date

import pytest

from engines.eligibility.example import MET, NOT_ASKED, NOT_MET, UNKNOWN, Case, Table, check, named, rows
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.outcome import Change
from menara.terms import Modality

LEAP_DAY = date(2028, 2, 29)

CASES: Table = {
    "nationality_is_accepted": (
        Case(what="another nationality is excluded", answer=MET),
        Case(what="excluded", answer=NOT_MET, officer={"nationality": "XBB"}, change=None),
        Case(what="none excluded", answer=NOT_ASKED, opening={"nationality_exclusions": ()}),
    ),
    "has_reached_minimum_age": (
        Case(what="25 on the first day", answer=MET, officer={"born_on": date(2002, 9, 1)}),
        Case(
            what="25 the day after",
            answer=NOT_MET,
            officer={"born_on": date(2002, 9, 2)},
            change=Change(sets={"born_on": date(2002, 9, 1)}, says={"born_by": date(2002, 9, 1)}, within_reach=False),
        ),
        Case(
            what="25 by the start though not on the day of planning",
            answer=MET,
            officer={"born_on": date(2002, 6, 1)},
        ),
        Case(
            what="born on 29 February, first day 28 February",
            answer=NOT_MET,
            officer={"born_on": date(2004, 2, 29)},
            opening={"start": date(2029, 2, 28)},
        ),
        Case(
            what="born on 29 February, first day 1 March",
            answer=MET,
            officer={"born_on": date(2004, 2, 29)},
            opening={"start": date(2029, 3, 1)},
        ),
        Case(
            what="first day 29 February, born on 28 February",
            answer=MET,
            officer={"born_on": date(2003, 2, 28)},
            opening={"start": LEAP_DAY},
        ),
        Case(
            what="first day 29 February, born on 1 March",
            answer=NOT_MET,
            officer={"born_on": date(2003, 3, 1)},
            opening={"start": LEAP_DAY},
        ),
        Case(
            what="day of birth not on record",
            answer=UNKNOWN,
            officer={"born_on": None},
            change=Change(sets={"born_on": date(2002, 9, 1)}, says={"born_by": date(2002, 9, 1)}),
        ),
        Case(what="first day not said", answer=UNKNOWN, opening={"start": None}, change=None),
        Case(what="no minimum for professional posts", answer=NOT_ASKED, opening={"modality": Modality.PROFESSIONAL}),
    ),
    "is_below_maximum_age_at_start": (
        Case(what="62 the day after the first", answer=MET, officer={"born_on": date(1965, 9, 2)}),
        Case(
            what="62 on the first day",
            answer=NOT_MET,
            officer={"born_on": date(1965, 9, 1)},
            change=Change(sets={"born_on": date(1965, 9, 2)}, says={"born_from": date(1965, 9, 2)}, within_reach=False),
        ),
        Case(
            what="born on 29 February, first day 28 February",
            answer=MET,
            officer={"born_on": date(1968, 2, 29)},
            opening={"start": date(2030, 2, 28)},
        ),
        Case(
            what="born on 29 February, first day 1 March",
            answer=NOT_MET,
            officer={"born_on": date(1968, 2, 29)},
            opening={"start": date(2030, 3, 1)},
        ),
        Case(
            what="day of birth not on record",
            answer=UNKNOWN,
            officer={"born_on": None},
            change=Change(sets={"born_on": date(1965, 9, 2)}, says={"born_from": date(1965, 9, 2)}),
        ),
        Case(what="first day not said", answer=UNKNOWN, opening={"start": None}, change=None),
        Case(what="no maximum for professional posts", answer=NOT_ASKED, opening={"modality": Modality.PROFESSIONAL}),
    ),
    "is_below_maximum_age_at_end": (
        Case(what="62 on the day after the last", answer=MET, officer={"born_on": date(1966, 9, 1)}),
        Case(
            what="62 on the last day",
            answer=NOT_MET,
            officer={"born_on": date(1966, 8, 31)},
            change=Change(sets={"born_on": date(1966, 9, 1)}, says={"born_from": date(1966, 9, 1)}, within_reach=False),
        ),
        Case(
            what="62 on the last day of a longer tour",
            answer=NOT_MET,
            officer={"born_on": date(1967, 2, 28)},
            opening={"tour_months": 18},
        ),
        Case(
            what="62 on the day after a longer tour",
            answer=MET,
            officer={"born_on": date(1967, 3, 1)},
            opening={"tour_months": 18},
        ),
        Case(what="day of birth not on record", answer=UNKNOWN, officer={"born_on": None}),
        Case(what="first day not said", answer=UNKNOWN, opening={"start": None}, change=None),
        Case(
            what="length not said and no norm",
            answer=UNKNOWN,
            opening={"tour_months": None},
            norms={"tour_months": None},
            change=None,
        ),
        Case(what="no maximum for professional posts", answer=NOT_ASKED, opening={"modality": Modality.PROFESSIONAL}),
    ),
}


@pytest.mark.parametrize(("rule", "case"), rows(CASES), ids=named)
def test_person(rule: str, case: Case) -> None:
    check(BY_NAME[rule], case)
