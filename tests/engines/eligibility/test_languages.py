"""The tested mission language is English or French, and a pass must still count on the first day."""

from __future__ import annotations

from datetime import date

import pytest

from engines.eligibility.example import (
    MET,
    NOT_ASKED,
    NOT_MET,
    ON,
    START,
    UNKNOWN,
    Case,
    Table,
    ams,
    check,
    named,
    rows,
)
from menara.engines.eligibility.officer import Language
from menara.engines.eligibility.opening import LanguageAsked
from menara.engines.eligibility.post import LevelAsked
from menara.engines.eligibility.post import TestAsked as AmsAsked
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.outcome import Change
from menara.terms import LanguageLevel, LanguageTest, Modality, Need

TESTED = date(2026, 12, 1)
FIRST_DAY_THAT_COUNTS = date(2025, 9, 2)
FRENCH = LanguageAsked(code="fr", test=LanguageTest.AMS)
BOTH = {"languages": (FRENCH, LanguageAsked(code="en", test=LanguageTest.AMS, score=70))}
EITHER: dict[str, object] = {"languages": ()}
PROFESSIONAL = {"modality": Modality.PROFESSIONAL}
ARABIC = Language(code="ar", level=LanguageLevel.NATIVE)


def french(score: int | None = 60, on: date | None = TESTED, until: date | None = None) -> Language:
    return ams("fr", ams_score=score, ams_on=on, ams_until=until)


def english(score: int | None = 70, on: date | None = TESTED, until: date | None = None) -> Language:
    return ams("en", ams_score=score, ams_on=on, ams_until=until)


def holds(*languages: Language) -> dict[str, object]:
    return {"languages": languages}


def pass_in(*tests: AmsAsked, then: tuple[Language, ...]) -> Change:
    says = {"tests": tests, "not_before": FIRST_DAY_THAT_COUNTS, "not_after": START}
    return Change(sets={"languages": then}, says=says)


def level(
    asked: LanguageLevel | None, test: LanguageTest = LanguageTest.CEFR, need: Need = Need.MUST
) -> dict[str, object]:
    return {"languages": (LanguageAsked(code="es", test=test, level=asked, need=need),)}


PASSED = (
    Case(what="the pass mark to the point", answer=MET, officer=holds(french(60))),
    Case(
        what="a point below",
        answer=NOT_MET,
        officer=holds(french(59)),
        change=pass_in(AmsAsked("fr", 60), then=(french(60, FIRST_DAY_THAT_COUNTS),)),
    ),
    Case(
        what="a better mark asked by the call",
        answer=NOT_MET,
        officer=holds(french(69)),
        opening={"languages": (LanguageAsked(code="fr", test=LanguageTest.AMS, score=70),)},
    ),
    Case(what="an old pass is a pass still", answer=MET, officer=holds(french(60, date(2020, 1, 1)))),
    Case(
        what="never tested, though at home in the language",
        answer=NOT_MET,
        officer=holds(Language(code="fr", level=LanguageLevel.NATIVE)),
        change=pass_in(
            AmsAsked("fr", 60),
            then=(Language(code="fr", level=LanguageLevel.NATIVE, ams_on=FIRST_DAY_THAT_COUNTS, ams_score=60),),
        ),
    ),
    Case(what="another language does not replace it", answer=NOT_MET, officer=holds(ARABIC, english(95))),
    Case(
        what="a day without a score",
        answer=UNKNOWN,
        officer=holds(french(None)),
        change=pass_in(AmsAsked("fr", 60), then=(french(60, FIRST_DAY_THAT_COUNTS),)),
    ),
    Case(what="no point at all is a result", answer=NOT_MET, officer=holds(french(0))),
    Case(what="a score without a day is a pass", answer=MET, officer=holds(french(60, None))),
    Case(
        what="languages not on record",
        answer=UNKNOWN,
        officer={"languages": None},
        change=pass_in(AmsAsked("fr", 60), then=(french(60, FIRST_DAY_THAT_COUNTS),)),
    ),
    Case(what="both asked, both passed", answer=MET, officer=holds(french(60), english(70)), opening=BOTH),
    Case(
        what="both asked, one passed",
        answer=NOT_MET,
        officer=holds(french(60), english(69)),
        opening=BOTH,
        change=pass_in(AmsAsked("en", 70), then=(french(60), english(70, FIRST_DAY_THAT_COUNTS))),
    ),
    Case(what="both asked, the other passed", answer=NOT_MET, officer=holds(english(70)), opening=BOTH),
    Case(what="both asked, one not known", answer=UNKNOWN, officer=holds(french(60), english(None)), opening=BOTH),
    Case(
        what="both asked, the other not known", answer=UNKNOWN, officer=holds(french(None), english(70)), opening=BOTH
    ),
    Case(
        what="both asked, one passed on the first day that counts",
        answer=NOT_MET,
        officer=holds(french(60, FIRST_DAY_THAT_COUNTS), english(69)),
        opening=BOTH,
        change=pass_in(
            AmsAsked("en", 70), then=(french(60, FIRST_DAY_THAT_COUNTS), english(70, FIRST_DAY_THAT_COUNTS))
        ),
    ),
    Case(
        what="both asked, one not known and one failed",
        answer=NOT_MET,
        officer=holds(french(59), english(None)),
        opening=BOTH,
    ),
    Case(what="either will do: French", answer=MET, officer=holds(french(60)), opening=EITHER),
    Case(what="either will do: English", answer=MET, officer=holds(english(60)), opening=EITHER),
    Case(
        what="either will do: neither, so the one that is spoken",
        answer=NOT_MET,
        officer=holds(ARABIC, Language(code="fr", level=LanguageLevel.B2)),
        opening=EITHER,
        change=pass_in(
            AmsAsked("fr", 60),
            then=(
                ARABIC,
                Language(code="fr", level=LanguageLevel.B2, ams_on=FIRST_DAY_THAT_COUNTS, ams_score=60),
            ),
        ),
    ),
    Case(
        what="either will do: neither spoken",
        answer=NOT_MET,
        officer=holds(ARABIC),
        opening=EITHER,
        change=pass_in(AmsAsked("en", 60), then=(ARABIC, english(60, FIRST_DAY_THAT_COUNTS))),
    ),
    Case(
        what="either will do: one failed, one not known",
        answer=UNKNOWN,
        officer=holds(french(59), english(None)),
        opening=EITHER,
    ),
    Case(
        what="either will do: one passed, one not known",
        answer=MET,
        officer=holds(french(60), english(None)),
        opening=EITHER,
    ),
    Case(
        what="either will do: nothing on record",
        answer=UNKNOWN,
        officer={"languages": None},
        opening=EITHER,
        change=pass_in(AmsAsked("en", 60), then=(english(60, FIRST_DAY_THAT_COUNTS),)),
    ),
    Case(
        what="first day not said",
        answer=NOT_MET,
        officer=holds(french(59), english(70)),
        opening={**BOTH, "start": None},
        change=Change(sets={"languages": (french(60, ON), english(70))}, says={"tests": (AmsAsked("fr", 60),)}),
    ),
    Case(
        what="first day not said, nothing on record",
        answer=UNKNOWN,
        officer={"languages": None},
        opening={"start": None},
        change=Change(sets={"languages": (french(60, ON),)}, says={"tests": (AmsAsked("fr", 60),)}),
    ),
    Case(
        what="wanted only: either will do",
        answer=NOT_MET,
        officer=holds(ARABIC),
        opening={"languages": (LanguageAsked(code="ar", test=LanguageTest.AMS, need=Need.WANT),)},
    ),
    Case(what="a professional post that names none", answer=NOT_ASKED, opening={**PROFESSIONAL, **EITHER}),
    Case(
        what="a professional post that names one",
        answer=NOT_MET,
        officer=holds(english(70)),
        opening={**PROFESSIONAL, "languages": (LanguageAsked(code="fr", test=LanguageTest.AMS, score=60),)},
    ),
)

VALID = (
    Case(what="tested 24 months and a day before", answer=NOT_MET, officer=holds(french(60, date(2025, 8, 31)))),
    Case(
        what="tested 24 months before: over on the first day itself",
        answer=NOT_MET,
        officer=holds(french(80, date(2025, 9, 1))),
        change=pass_in(AmsAsked("fr", 60), then=(french(80, FIRST_DAY_THAT_COUNTS),)),
    ),
    Case(what="tested a day later", answer=MET, officer=holds(french(60, FIRST_DAY_THAT_COUNTS))),
    Case(
        what="valid when nominated, over on the first day",
        answer=NOT_MET,
        officer=holds(french(60, date(2025, 3, 1))),
    ),
    Case(
        what="tested on 29 February, first day 28 February: over",
        answer=NOT_MET,
        officer=holds(french(60, date(2028, 2, 29))),
        opening={"start": date(2030, 2, 28)},
        change=Change(
            sets={"languages": (french(60, date(2028, 3, 1)),)},
            says={
                "tests": (AmsAsked("fr", 60),),
                "not_before": date(2028, 3, 1),
                "not_after": date(2030, 2, 28),
            },
        ),
    ),
    Case(
        what="the assessor wrote a later end",
        answer=MET,
        officer=holds(french(60, date(2025, 1, 1), date(2027, 9, 2))),
    ),
    Case(
        what="the assessor wrote an end on the first day",
        answer=NOT_MET,
        officer=holds(french(60, TESTED, START)),
        change=pass_in(AmsAsked("fr", 60), then=(french(60, FIRST_DAY_THAT_COUNTS),)),
    ),
    Case(what="an end without a day of test", answer=MET, officer=holds(french(60, None, date(2027, 9, 2)))),
    Case(
        what="a score without a day",
        answer=UNKNOWN,
        officer=holds(french(60, None)),
        change=pass_in(AmsAsked("fr", 60), then=(french(60, FIRST_DAY_THAT_COUNTS),)),
    ),
    Case(what="a score too low without a day", answer=NOT_MET, officer=holds(french(59, None))),
    Case(what="a day without a score", answer=UNKNOWN, officer=holds(french(None))),
    Case(what="never passed", answer=NOT_MET, officer=holds(ARABIC)),
    Case(what="languages not on record", answer=UNKNOWN, officer={"languages": None}),
    Case(
        what="both asked, one over",
        answer=NOT_MET,
        officer=holds(french(60), english(70, date(2025, 9, 1))),
        opening=BOTH,
        change=pass_in(AmsAsked("en", 70), then=(french(60), english(70, FIRST_DAY_THAT_COUNTS))),
    ),
    Case(
        what="both asked, an end written for one keeps it",
        answer=NOT_MET,
        officer=holds(french(60, date(2025, 1, 1), date(2027, 9, 2)), english(70, date(2025, 9, 1))),
        opening=BOTH,
        change=pass_in(
            AmsAsked("en", 70),
            then=(french(60, date(2025, 1, 1), date(2027, 9, 2)), english(70, FIRST_DAY_THAT_COUNTS)),
        ),
    ),
    Case(
        what="either will do: one over, one valid",
        answer=MET,
        officer=holds(french(60, date(2020, 1, 1)), english(60)),
        opening=EITHER,
    ),
    Case(
        what="either will do: both over",
        answer=NOT_MET,
        officer=holds(french(60, date(2020, 1, 1)), english(60, date(2020, 1, 1))),
        opening=EITHER,
    ),
    Case(
        what="no limit set by anyone, day not on record",
        answer=MET,
        officer=holds(french(60, None)),
        opening={**PROFESSIONAL, "languages": (LanguageAsked(code="fr", test=LanguageTest.AMS, score=60),)},
    ),
    Case(
        what="no limit set by anyone, nothing on record",
        answer=UNKNOWN,
        officer={"languages": None},
        opening={**PROFESSIONAL, "languages": (LanguageAsked(code="fr", test=LanguageTest.AMS, score=60),)},
    ),
    Case(
        what="no limit set by anyone, never passed",
        answer=NOT_MET,
        officer=holds(english(60, None)),
        opening={
            **PROFESSIONAL,
            "languages": (
                LanguageAsked(code="fr", test=LanguageTest.AMS, score=60),
                LanguageAsked(code="en", test=LanguageTest.AMS, score=60),
            ),
        },
        change=Change(
            sets={"languages": (english(60, None), french(60, START))},
            says={"tests": (AmsAsked("fr", 60),), "not_before": START, "not_after": START},
        ),
    ),
    Case(
        what="no limit but the one the assessor wrote",
        answer=NOT_MET,
        officer=holds(french(60, date(2020, 1, 1), START)),
        opening={**PROFESSIONAL, "languages": (LanguageAsked(code="fr", test=LanguageTest.AMS, score=60),)},
    ),
    Case(what="first day not said", answer=UNKNOWN, opening={"start": None}, change=None),
    Case(what="a professional post that names none", answer=NOT_ASKED, opening={**PROFESSIONAL, **EITHER}),
)

SPEAKS = (
    Case(
        what="exactly the level",
        answer=MET,
        officer=holds(Language(code="es", level=LanguageLevel.B2)),
        opening=level(LanguageLevel.B2),
    ),
    Case(
        what="a level below",
        answer=NOT_MET,
        officer=holds(Language(code="es", level=LanguageLevel.B1), ARABIC),
        opening=level(LanguageLevel.B2),
        change=Change(
            sets={"languages": (Language(code="es", level=LanguageLevel.B2), ARABIC)},
            says={"languages": (LevelAsked("es", LanguageLevel.B2),)},
        ),
    ),
    Case(
        what="asked in words", answer=NOT_MET, officer=holds(ARABIC), opening=level(LanguageLevel.B2, LanguageTest.WORD)
    ),
    Case(
        what="asked at no level: any will do",
        answer=MET,
        officer=holds(Language(code="es", level=LanguageLevel.A1)),
        opening=level(None),
    ),
    Case(
        what="asked at no level, not spoken",
        answer=NOT_MET,
        officer=holds(ARABIC),
        opening=level(None),
        change=Change(
            sets={"languages": (ARABIC, Language(code="es", level=LanguageLevel.A1))},
            says={"languages": (LevelAsked("es", LanguageLevel.A1),)},
        ),
    ),
    Case(
        what="an AMS pass is no level",
        answer=UNKNOWN,
        officer=holds(ams("es", ams_score=90, ams_on=TESTED)),
        opening=level(LanguageLevel.B2),
    ),
    Case(
        what="level not on record",
        answer=UNKNOWN,
        officer=holds(Language(code="es")),
        opening=level(LanguageLevel.B2),
        change=Change(
            sets={"languages": (Language(code="es", level=LanguageLevel.B2),)},
            says={"languages": (LevelAsked("es", LanguageLevel.B2),)},
        ),
    ),
    Case(
        what="languages not on record",
        answer=UNKNOWN,
        officer={"languages": None},
        change=Change(
            sets={"languages": (Language(code="en", level=LanguageLevel.B2),)},
            says={"languages": (LevelAsked("en", LanguageLevel.B2),)},
        ),
    ),
    Case(
        what="one of two lacking",
        answer=NOT_MET,
        opening={
            "languages": (
                LanguageAsked(code="en", test=LanguageTest.CEFR, level=LanguageLevel.B2),
                LanguageAsked(code="es", test=LanguageTest.CEFR, level=LanguageLevel.A2),
            )
        },
        officer=holds(Language(code="en", level=LanguageLevel.B2)),
        change=Change(
            sets={
                "languages": (Language(code="en", level=LanguageLevel.B2), Language(code="es", level=LanguageLevel.A2))
            },
            says={"languages": (LevelAsked("es", LanguageLevel.A2),)},
        ),
    ),
    Case(what="only wanted", answer=NOT_ASKED, opening=level(LanguageLevel.B2, need=Need.WANT)),
    Case(what="only tested", answer=NOT_ASKED, opening=BOTH),
)

CASES: Table = {
    "passed_language_test": PASSED,
    "language_test_is_valid_at_start": VALID,
    "speaks_required_languages": SPEAKS,
}


@pytest.mark.parametrize(("rule", "case"), rows(CASES), ids=named)
def test_languages(rule: str, case: Case) -> None:
    check(BY_NAME[rule], case)
