"""Service, experience, rank, education and skills. Academy training never counts as service."""

from __future__ import annotations

from datetime import date

import pytest

from engines.eligibility.example import MET, NOT_ASKED, NOT_MET, START, UNKNOWN, Case, Table, check, named, rows
from menara.engines.eligibility.officer import Skill
from menara.engines.eligibility.opening import SkillAsked
from menara.engines.eligibility.post import LevelAsked, RankAsked
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.outcome import Change
from menara.terms import Education, Modality, Need, ServiceStatus

PROFESSIONAL = {"modality": Modality.PROFESSIONAL}
MASTER = {"modality": Modality.PROFESSIONAL, "education": Education.MASTER}
RETIRED = ServiceStatus.RETIRED
FORENSICS, TRAINING = Skill(code="forensics", level=2, years=4), Skill(code="training", level=2, years=2)

INSPECTOR = RankAsked("X-POLICE/uniform", "inspector", 3)
CAPTAIN = RankAsked("Y-POLICE/uniform", "captain", 2)


def joined(on: date | None, months: int | None, **more: object) -> dict[str, object]:
    return {"joined_on": on, "training_months": months, **more}


IN_SERVICE = (
    Case(what="active", answer=MET),
    Case(what="active, for a professional post", answer=MET, opening=PROFESSIONAL),
    Case(
        what="retired five years before the first day",
        answer=MET,
        officer={"status": RETIRED, "retired_on": date(2022, 9, 1)},
    ),
    Case(
        what="retired a day longer than five years",
        answer=NOT_MET,
        officer={"status": RETIRED, "retired_on": date(2022, 8, 31)},
        change=Change(
            sets={"status": ServiceStatus.ACTIVE, "retired_on": None},
            says={"status": ServiceStatus.ACTIVE},
            within_reach=False,
        ),
    ),
    Case(
        what="retired last year, for a professional post",
        answer=NOT_MET,
        officer={"status": RETIRED, "retired_on": date(2026, 9, 1)},
        opening=PROFESSIONAL,
    ),
    Case(
        what="retired last year, where both are asked",
        answer=NOT_MET,
        officer={"status": RETIRED, "retired_on": date(2026, 9, 1)},
        norms={"active_service_only": 1},
    ),
    Case(
        what="retired, the day not on record",
        answer=UNKNOWN,
        officer={"status": RETIRED, "retired_on": None},
        change=Change(sets={"retired_on": date(2022, 9, 1)}, says={"retired_from": date(2022, 9, 1)}),
    ),
    Case(
        what="retired, the day not on record, for a professional post",
        answer=NOT_MET,
        officer={"status": RETIRED, "retired_on": None},
        opening=PROFESSIONAL,
        change=Change(
            sets={"status": ServiceStatus.ACTIVE, "retired_on": None},
            says={"status": ServiceStatus.ACTIVE},
            within_reach=False,
        ),
    ),
    Case(
        what="retired, the day not on record, where both are asked",
        answer=NOT_MET,
        officer={"status": RETIRED, "retired_on": None},
        norms={"active_service_only": 1},
        change=Change(
            sets={"status": ServiceStatus.ACTIVE, "retired_on": None},
            says={"status": ServiceStatus.ACTIVE},
            within_reach=False,
        ),
    ),
    Case(what="a civilian", answer=NOT_MET, officer={"status": ServiceStatus.CIVILIAN}),
    Case(
        what="status not on record",
        answer=UNKNOWN,
        officer={"status": None},
        change=Change(sets={"status": ServiceStatus.ACTIVE, "retired_on": None}, says={"status": ServiceStatus.ACTIVE}),
    ),
    Case(
        what="status not on record, for a professional post",
        answer=UNKNOWN,
        officer={"status": None},
        opening=PROFESSIONAL,
    ),
    Case(what="active, first day not said", answer=MET, opening={"start": None}),
    Case(
        what="a civilian, first day not said",
        answer=NOT_MET,
        officer={"status": ServiceStatus.CIVILIAN},
        opening={"start": None},
    ),
    Case(
        what="status not on record, first day not said",
        answer=UNKNOWN,
        officer={"status": None},
        opening={"start": None},
    ),
    Case(
        what="retired, first day not said",
        answer=UNKNOWN,
        officer={"status": RETIRED, "retired_on": date(2026, 9, 1)},
        opening={"start": None},
    ),
    Case(
        what="retired, neither day known",
        answer=UNKNOWN,
        officer={"status": RETIRED, "retired_on": None},
        opening={"start": None},
        change=Change(
            sets={"status": ServiceStatus.ACTIVE, "retired_on": None},
            says={"status": ServiceStatus.ACTIVE},
            within_reach=False,
        ),
    ),
    Case(what="nothing asked", answer=NOT_ASKED, norms={"retired_within_years": None}),
)

SERVED = (
    Case(what="five years to the day, training apart", answer=MET, officer=joined(date(2021, 9, 1), 12)),
    Case(
        what="a day short of five years",
        answer=NOT_MET,
        officer=joined(date(2021, 9, 2), 12),
        change=Change(
            sets={"joined_on": date(2021, 9, 1)}, says={"joined_by": date(2021, 9, 1), "years": 5}, within_reach=False
        ),
    ),
    Case(what="five years with training counted in", answer=NOT_MET, officer=joined(date(2022, 9, 1), 12)),
    Case(what="no training", answer=MET, officer=joined(date(2022, 9, 1), 0)),
    Case(what="no training, a day short", answer=NOT_MET, officer=joined(date(2022, 9, 2), 0)),
    Case(
        what="five years are over on 28 February for one who joined on 29 February",
        answer=MET,
        officer=joined(date(2024, 2, 29), 0),
        opening={"start": date(2029, 2, 28)},
    ),
    Case(
        what="the last day that would do is 29 February, not a day earlier",
        answer=NOT_MET,
        officer=joined(date(2024, 3, 1), 0),
        opening={"start": date(2029, 2, 28)},
        change=Change(
            sets={"joined_on": date(2024, 2, 29)}, says={"joined_by": date(2024, 2, 29), "years": 5}, within_reach=False
        ),
    ),
    Case(
        what="retired after five years",
        answer=MET,
        officer=joined(date(2019, 1, 1), 12, status=RETIRED, retired_on=date(2025, 1, 1)),
    ),
    Case(
        what="retired a day before five years",
        answer=NOT_MET,
        officer=joined(date(2019, 1, 1), 12, status=RETIRED, retired_on=date(2024, 12, 31)),
        change=Change(
            sets={"joined_on": date(2018, 12, 31)},
            says={"joined_by": date(2018, 12, 31), "years": 5},
            within_reach=False,
        ),
    ),
    Case(
        what="retires after the first day, which ends the count",
        answer=NOT_MET,
        officer=joined(date(2021, 9, 2), 12, status=RETIRED, retired_on=date(2028, 1, 1)),
        change=Change(
            sets={"joined_on": date(2021, 9, 1)}, says={"joined_by": date(2021, 9, 1), "years": 5}, within_reach=False
        ),
    ),
    Case(
        what="active, with a day of retirement that does not matter",
        answer=NOT_MET,
        officer=joined(date(2021, 9, 2), 12, retired_on=date(2024, 1, 1)),
        change=Change(
            sets={"joined_on": date(2021, 9, 1)}, says={"joined_by": date(2021, 9, 1), "years": 5}, within_reach=False
        ),
    ),
    Case(
        what="retired, the day not on record, all else long enough",
        answer=UNKNOWN,
        officer=joined(date(2008, 1, 1), 12, status=RETIRED, retired_on=None),
        change=Change(sets={"retired_on": START}, says={"joined_by": date(2021, 9, 1), "years": 5}),
    ),
    Case(
        what="first day in the police not on record",
        answer=UNKNOWN,
        officer=joined(None, 12),
        change=Change(sets={"joined_on": date(2021, 9, 1)}, says={"joined_by": date(2021, 9, 1), "years": 5}),
    ),
    Case(
        what="training not on record, joined long ago",
        answer=UNKNOWN,
        officer=joined(date(2008, 1, 1), None),
        change=Change(sets={"training_months": 0}, says={"joined_by": date(2022, 9, 1), "years": 5}),
    ),
    Case(
        what="training not on record, joined on the last day that would do",
        answer=UNKNOWN,
        officer=joined(date(2022, 9, 1), None),
        change=Change(sets={"training_months": 0}, says={"joined_by": date(2022, 9, 1), "years": 5}),
    ),
    Case(
        what="training not on record, joined too late for any",
        answer=UNKNOWN,
        officer=joined(date(2023, 1, 1), None),
        change=Change(
            sets={"joined_on": date(2022, 9, 1), "training_months": 0},
            says={"joined_by": date(2022, 9, 1), "years": 5},
            within_reach=False,
        ),
    ),
    Case(what="first day not said", answer=UNKNOWN, opening={"start": None}, change=None),
    Case(what="nothing asked", answer=NOT_ASKED, norms={"min_service_years": None}),
)

EXPERIENCED = (
    Case(what="seven years to the day", answer=MET, officer=joined(date(2019, 9, 1), 12)),
    Case(
        what="a day short",
        answer=NOT_MET,
        officer=joined(date(2019, 9, 2), 12),
        change=Change(
            sets={"joined_on": date(2019, 9, 1)}, says={"joined_by": date(2019, 9, 1), "years": 7}, within_reach=False
        ),
    ),
    Case(
        what="the level asks where the call does not",
        answer=NOT_MET,
        officer=joined(date(2019, 9, 2), 12),
        opening={"modality": Modality.PROFESSIONAL, "years_total": None},
    ),
    Case(what="training not on record", answer=UNKNOWN, officer=joined(date(2008, 1, 1), None)),
    Case(what="seven years with training counted in", answer=NOT_MET, officer=joined(date(2020, 9, 1), 12)),
    Case(
        what="retired a day before seven years",
        answer=NOT_MET,
        officer=joined(date(2017, 1, 1), 12, status=RETIRED, retired_on=date(2024, 12, 31)),
    ),
    Case(
        what="retired after seven years",
        answer=MET,
        officer=joined(date(2017, 1, 1), 12, status=RETIRED, retired_on=date(2025, 1, 1)),
    ),
    Case(what="not on record", answer=UNKNOWN, officer=joined(None, 12)),
    Case(what="first day not said", answer=UNKNOWN, opening={"start": None}, change=None),
    Case(what="nothing asked", answer=NOT_ASKED, opening={"years_total": None}),
)

SPECIFIC = (
    Case(what="exactly the years", answer=MET, officer={"skills": (FORENSICS, TRAINING)}),
    Case(
        what="a year short, which only time brings",
        answer=NOT_MET,
        officer={"skills": (Skill(code="forensics", level=3, years=3), TRAINING)},
        change=Change(
            sets={"skills": (TRAINING, Skill(code="forensics", level=3, years=4))},
            says={"skill": "forensics", "years": 4},
            within_reach=False,
        ),
    ),
    Case(
        what="never practised",
        answer=NOT_MET,
        officer={"skills": (TRAINING,)},
        change=Change(
            sets={"skills": (TRAINING, Skill(code="forensics", level=1, years=4))},
            says={"skill": "forensics", "years": 4},
            within_reach=False,
        ),
    ),
    Case(
        what="years not on record",
        answer=UNKNOWN,
        officer={"skills": (Skill(code="forensics", level=3), TRAINING)},
        change=Change(
            sets={"skills": (TRAINING, Skill(code="forensics", level=3, years=4))},
            says={"skill": "forensics", "years": 4},
        ),
    ),
    Case(
        what="no skill on record",
        answer=UNKNOWN,
        officer={"skills": None},
        change=Change(
            sets={"skills": (Skill(code="forensics", level=1, years=4),)}, says={"skill": "forensics", "years": 4}
        ),
    ),
    Case(what="no years asked of a beginner", answer=MET, officer={"skills": ()}, opening={"years_specific": 0}),
    Case(
        what="no years asked, in a field the call does not say",
        answer=MET,
        opening={"years_specific": 0, "specific_skill": "", "skills": ()},
    ),
    Case(
        what="no years asked, no skill on record", answer=MET, officer={"skills": None}, opening={"years_specific": 0}
    ),
    Case(
        what="one year asked of a beginner",
        answer=NOT_MET,
        officer={"skills": ()},
        opening={"years_specific": 1},
        change=Change(
            sets={"skills": (Skill(code="forensics", level=1, years=1),)},
            says={"skill": "forensics", "years": 1},
            within_reach=False,
        ),
    ),
    Case(
        what="the first skill asked is meant where none is named",
        answer=NOT_MET,
        officer={"skills": (Skill(code="forensics", level=3, years=3), Skill(code="training", level=3, years=9))},
        opening={"specific_skill": ""},
    ),
    Case(what="field not said", answer=UNKNOWN, opening={"specific_skill": "", "skills": ()}, change=None),
    Case(what="nothing asked", answer=NOT_ASKED, opening={"years_specific": None}),
)

RANKED = (
    Case(what="exactly the rank", answer=MET),
    Case(what="a higher rank", answer=MET, officer={"grade": "superintendent"}),
    Case(
        what="a lower rank",
        answer=NOT_MET,
        officer={"grade": "sergeant"},
        change=Change(sets={"corps": "uniform", "grade": "inspector"}, says={"ranks": (INSPECTOR,)}),
    ),
    Case(
        what="the equivalent named for another service",
        answer=MET,
        officer={"service": "Y-POLICE", "grade": "captain"},
    ),
    Case(
        what="below the equivalent of another service",
        answer=NOT_MET,
        officer={"service": "Y-POLICE", "grade": "lieutenant"},
        change=Change(sets={"corps": "uniform", "grade": "captain"}, says={"ranks": (CAPTAIN,)}),
    ),
    Case(
        what="a ladder for which no equivalent is named",
        answer=UNKNOWN,
        officer={"corps": "plain", "grade": "detective"},
        change=None,
    ),
    Case(what="a service no equivalent is named for", answer=UNKNOWN, officer={"service": "Z-POLICE"}, change=None),
    Case(what="a grade not in the ladder", answer=UNKNOWN, officer={"grade": "admiral"}),
    Case(
        what="no rank on record",
        answer=UNKNOWN,
        officer={"corps": "", "grade": ""},
        change=Change(sets={"corps": "uniform", "grade": "inspector"}, says={"ranks": (INSPECTOR,)}),
    ),
    Case(
        what="the grade asked is not in the ladder",
        answer=UNKNOWN,
        opening={"rank_min": {"X-POLICE/uniform": "admiral"}},
        change=None,
    ),
    Case(what="no rank asked", answer=NOT_ASKED, opening={"rank_min": {}}),
)

EDUCATED = (
    Case(what="exactly the diploma", answer=MET),
    Case(what="a higher diploma", answer=MET, officer={"education": Education.DOCTORATE}),
    Case(
        what="a lower diploma",
        answer=NOT_MET,
        officer={"education": Education.POLICE_DIPLOMA},
        change=Change(sets={"education": Education.FIRST_DEGREE}, says={"education": Education.FIRST_DEGREE}),
    ),
    Case(what="not on record", answer=UNKNOWN, officer={"education": None}),
    Case(
        what="years stand for no first degree",
        answer=NOT_MET,
        officer={"education": Education.POLICE_DIPLOMA, "academy_diploma": True},
        opening=PROFESSIONAL,
    ),
    Case(
        what="a first degree and nine years stand for a master",
        answer=MET,
        officer=joined(date(2017, 9, 1), 12),
        opening=MASTER,
    ),
    Case(
        what="a first degree and a day less than nine years do not",
        answer=NOT_MET,
        officer=joined(date(2017, 9, 2), 12),
        opening=MASTER,
        change=Change(sets={"education": Education.MASTER}, says={"education": Education.MASTER}),
    ),
    Case(
        what="a first degree, training not on record",
        answer=UNKNOWN,
        officer=joined(date(2008, 1, 1), None),
        opening=MASTER,
    ),
    Case(
        what="a first degree and nine years with training counted in do not",
        answer=NOT_MET,
        officer=joined(date(2018, 9, 1), 12),
        opening=MASTER,
    ),
    Case(
        what="a first degree and nine years, then retired",
        answer=MET,
        officer=joined(date(2015, 1, 1), 12, status=RETIRED, retired_on=date(2025, 1, 1)),
        opening=MASTER,
    ),
    Case(
        what="a first degree, retired a day before nine years",
        answer=NOT_MET,
        officer=joined(date(2015, 1, 1), 12, status=RETIRED, retired_on=date(2024, 12, 31)),
        opening=MASTER,
    ),
    Case(
        what="a master and nine years stand for a doctorate as a first degree does",
        answer=MET,
        officer=joined(date(2017, 9, 1), 12, education=Education.MASTER),
        opening={**MASTER, "education": Education.DOCTORATE},
    ),
    Case(
        what="a first degree, years not on record",
        answer=UNKNOWN,
        officer=joined(None, 12),
        opening=MASTER,
    ),
    Case(
        what="a first degree where no substitute is known",
        answer=NOT_MET,
        opening=MASTER,
        norms={"degree_substitute_years": None, "academy_diploma_substitute_years": None},
        change=Change(sets={"education": Education.MASTER}, says={"education": Education.MASTER}),
    ),
    Case(
        what="a first degree where no total of years is asked",
        answer=NOT_MET,
        opening={**MASTER, "years_total": None},
        norms={"years_total": None},
        change=Change(sets={"education": Education.MASTER}, says={"education": Education.MASTER}),
    ),
    Case(
        what="a police diploma and long service: a first degree would do",
        answer=NOT_MET,
        officer={"education": Education.POLICE_DIPLOMA},
        opening=MASTER,
        change=Change(sets={"education": Education.FIRST_DEGREE}, says={"education": Education.FIRST_DEGREE}),
    ),
    Case(
        what="a police diploma asked of one with secondary school and long service",
        answer=NOT_MET,
        officer={"education": Education.SECONDARY},
        opening={**PROFESSIONAL, "education": Education.POLICE_DIPLOMA},
        change=Change(sets={"education": Education.POLICE_DIPLOMA}, says={"education": Education.POLICE_DIPLOMA}),
    ),
    Case(
        what="a police diploma, first day not said",
        answer=NOT_MET,
        officer={"education": Education.POLICE_DIPLOMA},
        opening={**MASTER, "start": None},
        change=Change(sets={"education": Education.MASTER}, says={"education": Education.MASTER}),
    ),
    Case(
        what="a police diploma and short service: a first degree would not",
        answer=NOT_MET,
        officer=joined(date(2017, 9, 2), 12, education=Education.POLICE_DIPLOMA),
        opening=MASTER,
        change=Change(sets={"education": Education.MASTER}, says={"education": Education.MASTER}),
    ),
    Case(
        what="an academy diploma and eleven years stand for a master",
        answer=MET,
        officer=joined(date(2015, 9, 1), 12, education=Education.POLICE_DIPLOMA, academy_diploma=True),
        opening=MASTER,
    ),
    Case(
        what="an academy diploma and a day less than eleven years do not",
        answer=NOT_MET,
        officer=joined(date(2015, 9, 2), 12, education=Education.POLICE_DIPLOMA, academy_diploma=True),
        opening=MASTER,
    ),
    Case(
        what="an academy diploma where it stands for nothing",
        answer=NOT_MET,
        officer={"education": Education.POLICE_DIPLOMA, "academy_diploma": True},
        opening=MASTER,
        norms={"academy_diploma_substitute_years": None},
    ),
    Case(
        what="whether there is an academy diploma is not on record, and it would do",
        answer=UNKNOWN,
        officer={"education": Education.POLICE_DIPLOMA, "academy_diploma": None},
        opening=MASTER,
    ),
    Case(
        what="whether there is an academy diploma is not on record, but the years are too few",
        answer=NOT_MET,
        officer=joined(date(2020, 1, 1), 12, education=Education.POLICE_DIPLOMA, academy_diploma=None),
        opening=MASTER,
    ),
    Case(
        what="education not on record, but an academy diploma and the years settle it",
        answer=MET,
        officer={"education": None, "academy_diploma": True},
        opening=MASTER,
    ),
    Case(
        what="education not on record and no academy diploma",
        answer=UNKNOWN,
        officer={"education": None, "academy_diploma": False},
        opening=MASTER,
    ),
    Case(
        what="education not on record and too few years for any substitute",
        answer=UNKNOWN,
        officer=joined(date(2020, 1, 1), 12, education=None),
        opening=MASTER,
        change=Change(sets={"education": Education.MASTER}, says={"education": Education.MASTER}),
    ),
    Case(what="a first degree, first day not said", answer=UNKNOWN, opening={**MASTER, "start": None}),
    Case(
        what="a master, first day not said",
        answer=MET,
        officer={"education": Education.MASTER},
        opening={**MASTER, "start": None},
    ),
    Case(what="nothing asked", answer=NOT_ASKED, opening={"education": None}),
)

SKILLED = (
    Case(what="both at the level asked", answer=MET, officer={"skills": (FORENSICS, TRAINING)}),
    Case(
        what="one below the level",
        answer=NOT_MET,
        officer={"skills": (Skill(code="forensics", level=1, years=9), TRAINING)},
        change=Change(
            sets={"skills": (TRAINING, Skill(code="forensics", level=2, years=9))},
            says={"skills": (LevelAsked("forensics", 2),)},
        ),
    ),
    Case(
        what="the other below the level",
        answer=NOT_MET,
        officer={"skills": (FORENSICS, Skill(code="training", level=1))},
    ),
    Case(
        what="one lacking",
        answer=NOT_MET,
        officer={"skills": (FORENSICS,)},
        change=Change(
            sets={"skills": (FORENSICS, Skill(code="training", level=2))},
            says={"skills": (LevelAsked("training", 2),)},
        ),
    ),
    Case(what="none held", answer=NOT_MET, officer={"skills": ()}),
    Case(
        what="not on record",
        answer=UNKNOWN,
        officer={"skills": None},
        change=Change(
            sets={"skills": (Skill(code="forensics", level=2), Skill(code="training", level=2))},
            says={"skills": (LevelAsked("forensics", 2), LevelAsked("training", 2))},
        ),
    ),
    Case(
        what="only wanted",
        answer=NOT_ASKED,
        opening={"skills": (SkillAsked(code="forensics", level=2, need=Need.WANT),)},
    ),
)

CASES: Table = {
    "is_in_service": IN_SERVICE,
    "has_served_long_enough": SERVED,
    "has_total_experience": EXPERIENCED,
    "has_specific_experience": SPECIFIC,
    "holds_rank": RANKED,
    "is_educated": EDUCATED,
    "has_required_skills": SKILLED,
}


@pytest.mark.parametrize(("rule", "case"), rows(CASES), ids=named)
def test_career(rule: str, case: Case) -> None:
    check(BY_NAME[rule], case)
