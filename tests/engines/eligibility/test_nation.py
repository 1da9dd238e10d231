"""What a nation asks of its own officers stands beside the other rules, so it can only tighten."""

from __future__ import annotations

from datetime import date

import pytest

from engines.eligibility.example import END, MET, NOT_MET, ON, START, UNKNOWN, Case, Table, check, named, rows
from menara.engines.eligibility.officer import Language
from menara.engines.eligibility.post import LevelAsked
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.outcome import Change
from menara.terms import LanguageLevel, ServiceStatus

ANOTHER_NATION = {"nationality": "XCC"}
NO_START: dict[str, object] = {"start": None}
EIGHT_YEARS = {"min_service_years": 8}
ONE_YEAR = {"max_tour_months": 12}
GAP = {"min_gap_months": 18}
ENGLISH = {"min_language_level": {"en": 5, "es": 2}}
LICENCE = {"licence_asked": True}
TWELVE_MONTHS = {"min_available_months": 12}
ASKS_ELSE = {"max_tour_months": 99}


def joined(on: date | None, months: int | None, **more: object) -> dict[str, object]:
    return {"joined_on": on, "training_months": months, **more}


def speaks(en: LanguageLevel | None, es: LanguageLevel | None = LanguageLevel.A2) -> dict[str, object]:
    return {"languages": (Language(code="en", level=en), Language(code="es", level=es))}


def rested(ended: date | None, missions: int = 1) -> dict[str, object]:
    return {"last_mission_ended_on": ended, "missions_served": missions}


SERVICE = (
    Case(what="eight years to the day", answer=MET, officer=joined(date(2018, 9, 1), 12), overlay=EIGHT_YEARS),
    Case(
        what="a day short",
        answer=NOT_MET,
        officer=joined(date(2018, 9, 2), 12),
        overlay=EIGHT_YEARS,
        change=Change(
            sets={"joined_on": date(2018, 9, 1)}, says={"joined_by": date(2018, 9, 1), "years": 8}, within_reach=False
        ),
    ),
    Case(
        what="retired before eight years",
        answer=NOT_MET,
        officer=joined(date(2016, 1, 1), 12, status=ServiceStatus.RETIRED, retired_on=date(2024, 12, 31)),
        overlay=EIGHT_YEARS,
    ),
    Case(
        what="retired, the day not on record",
        answer=UNKNOWN,
        officer={"status": ServiceStatus.RETIRED},
        overlay=EIGHT_YEARS,
    ),
    Case(what="not on record", answer=UNKNOWN, officer=joined(None, 12), overlay=EIGHT_YEARS),
    Case(what="first day not said", answer=UNKNOWN, opening=NO_START, overlay=EIGHT_YEARS, change=None),
    Case(what="first day not said, not asked", answer=MET, opening=NO_START, overlay=ASKS_ELSE),
    Case(what="the nation asks for other things", answer=MET, officer=joined(None, None), overlay=ASKS_ELSE),
    Case(
        what="an officer of another nation",
        answer=MET,
        officer={**ANOTHER_NATION, **joined(None, None)},
        overlay=EIGHT_YEARS,
    ),
    Case(what="no nation asks", answer=MET, officer=joined(None, None)),
)

TOUR_CAP = (
    Case(what="exactly as long", answer=MET, overlay=ONE_YEAR),
    Case(what="a month longer", answer=NOT_MET, opening={"tour_months": 13}, overlay=ONE_YEAR, change=None),
    Case(what="shorter", answer=MET, opening={"tour_months": 11}, overlay=ONE_YEAR),
    Case(
        what="by the norm, where the call is silent",
        answer=NOT_MET,
        opening={"tour_months": None},
        overlay={"max_tour_months": 11},
    ),
    Case(
        what="length not said",
        answer=UNKNOWN,
        opening={"tour_months": None},
        norms={"tour_months": None},
        overlay=ONE_YEAR,
    ),
    Case(what="the nation asks for other things", answer=MET, opening={"tour_months": 13}, overlay=LICENCE),
    Case(
        what="an officer of another nation",
        answer=MET,
        officer=ANOTHER_NATION,
        opening={"tour_months": 13},
        overlay=ONE_YEAR,
    ),
)

REST = (
    Case(what="the gap to the day", answer=MET, officer=rested(date(2026, 3, 1)), overlay=GAP),
    Case(
        what="a day short",
        answer=NOT_MET,
        officer=rested(date(2026, 3, 2)),
        overlay=GAP,
        change=Change(
            sets={"last_mission_ended_on": date(2026, 3, 1)}, says={"ended_by": date(2026, 3, 1)}, within_reach=False
        ),
    ),
    Case(
        what="the last day that would do is the 31st",
        answer=NOT_MET,
        officer=rested(date(2027, 9, 1)),
        opening={"start": date(2029, 2, 28)},
        overlay=GAP,
        change=Change(
            sets={"last_mission_ended_on": date(2027, 8, 31)}, says={"ended_by": date(2027, 8, 31)}, within_reach=False
        ),
    ),
    Case(what="no mission yet", answer=MET, officer=rested(None, 0), overlay=GAP),
    Case(what="no mission counted", answer=MET, officer=rested(date(2027, 8, 1), 0), overlay=GAP),
    Case(
        what="end of the last mission not on record",
        answer=UNKNOWN,
        officer=rested(None),
        overlay=GAP,
        change=Change(sets={"last_mission_ended_on": date(2026, 3, 1)}, says={"ended_by": date(2026, 3, 1)}),
    ),
    Case(what="first day not said", answer=UNKNOWN, opening=NO_START, overlay=GAP, change=None),
    Case(what="first day not said, not asked", answer=MET, opening=NO_START, overlay=ASKS_ELSE),
    Case(what="the nation asks for other things", answer=MET, officer=rested(START), overlay=ASKS_ELSE),
    Case(what="an officer of another nation", answer=MET, officer={**ANOTHER_NATION, **rested(START)}, overlay=GAP),
)

LANGUAGE = (
    Case(what="exactly the levels", answer=MET, officer=speaks(LanguageLevel.C1), overlay=ENGLISH),
    Case(
        what="one a level below",
        answer=NOT_MET,
        officer=speaks(LanguageLevel.B2),
        overlay=ENGLISH,
        change=Change(sets=speaks(LanguageLevel.C1), says={"languages": (LevelAsked("en", LanguageLevel.C1),)}),
    ),
    Case(what="the other below", answer=NOT_MET, officer=speaks(LanguageLevel.C1, LanguageLevel.A1), overlay=ENGLISH),
    Case(
        what="one not spoken",
        answer=NOT_MET,
        officer={"languages": (Language(code="en", level=LanguageLevel.NATIVE),)},
        overlay=ENGLISH,
        change=Change(
            sets={
                "languages": (
                    Language(code="en", level=LanguageLevel.NATIVE),
                    Language(code="es", level=LanguageLevel.A2),
                )
            },
            says={"languages": (LevelAsked("es", LanguageLevel.A2),)},
        ),
    ),
    Case(
        what="any level asked, not spoken",
        answer=NOT_MET,
        officer={"languages": ()},
        overlay={"min_language_level": {"en": 1}},
        change=Change(
            sets={"languages": (Language(code="en", level=LanguageLevel.A1),)},
            says={"languages": (LevelAsked("en", LanguageLevel.A1),)},
        ),
    ),
    Case(what="a level not on record", answer=UNKNOWN, officer=speaks(None), overlay=ENGLISH),
    Case(
        what="a level not on record, the other too low",
        answer=NOT_MET,
        officer=speaks(None, LanguageLevel.A1),
        overlay=ENGLISH,
    ),
    Case(
        what="languages not on record",
        answer=UNKNOWN,
        officer={"languages": None},
        overlay=ENGLISH,
        change=Change(
            sets=speaks(LanguageLevel.C1),
            says={"languages": (LevelAsked("en", LanguageLevel.C1), LevelAsked("es", LanguageLevel.A2))},
        ),
    ),
    Case(what="the nation asks for other things", answer=MET, officer={"languages": None}, overlay=ASKS_ELSE),
    Case(
        what="an officer of another nation", answer=MET, officer={**ANOTHER_NATION, "languages": None}, overlay=ENGLISH
    ),
)

DRIVER = (
    Case(what="licensed on the first day", answer=MET, officer={"licensed_on": START}, overlay=LICENCE),
    Case(
        what="licensed the day after",
        answer=NOT_MET,
        officer={"licensed_on": date(2027, 9, 2)},
        overlay=LICENCE,
        change=Change(sets={"licensed_on": START}, says={"licensed_by": START}),
    ),
    Case(
        what="not on record, first day not said",
        answer=UNKNOWN,
        officer={"licensed_on": None},
        opening=NO_START,
        overlay=LICENCE,
        change=Change(sets={"licensed_on": ON}, says={"licensed_by": ON}),
    ),
    Case(
        what="licensed today, first day not said",
        answer=MET,
        officer={"licensed_on": ON},
        opening=NO_START,
        overlay=LICENCE,
    ),
    Case(
        what="licensed tomorrow, first day not said",
        answer=NOT_MET,
        officer={"licensed_on": date(2027, 1, 16)},
        opening=NO_START,
        overlay=LICENCE,
    ),
    Case(what="the nation asks for other things", answer=MET, officer={"licensed_on": None}, overlay=ASKS_ELSE),
    Case(
        what="an officer of another nation",
        answer=MET,
        officer={**ANOTHER_NATION, "licensed_on": None},
        overlay=LICENCE,
    ),
)

AVAILABLE = (
    Case(what="no limit on record", answer=MET, overlay=TWELVE_MONTHS),
    Case(what="exactly the months", answer=MET, officer={"available_until": END}, overlay=TWELVE_MONTHS),
    Case(
        what="a day short, though the tour is shorter",
        answer=NOT_MET,
        officer={"available_until": date(2028, 8, 31)},
        opening={"tour_months": 6},
        overlay=TWELVE_MONTHS,
        change=Change(sets={"available_until": END}, says={"until": END}),
    ),
    Case(what="first day not said", answer=UNKNOWN, opening=NO_START, overlay=TWELVE_MONTHS, change=None),
    Case(what="first day not said, not asked", answer=MET, opening=NO_START, overlay=ASKS_ELSE),
    Case(what="the nation asks for other things", answer=MET, officer={"available_until": START}, overlay=ASKS_ELSE),
    Case(
        what="an officer of another nation",
        answer=MET,
        officer={**ANOTHER_NATION, "available_until": START},
        overlay=TWELVE_MONTHS,
    ),
)

CASES: Table = {
    "satisfies_national_service": SERVICE,
    "satisfies_national_tour_cap": TOUR_CAP,
    "satisfies_national_gap": REST,
    "satisfies_national_language": LANGUAGE,
    "satisfies_national_licence": DRIVER,
    "satisfies_national_availability": AVAILABLE,
}


@pytest.mark.parametrize(("rule", "case"), rows(CASES), ids=named)
def test_nation(rule: str, case: Case) -> None:
    check(BY_NAME[rule], case)
