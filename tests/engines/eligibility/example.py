"""One eligible officer and one opening that asks everything; every table of cases says what differs from them.

The nation, the ladder and the numbers are made up, so that no test depends on the fact files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from menara.engines.eligibility.norms import Norm, Norms, Overlay
from menara.engines.eligibility.officer import Assignment, Language, Officer, Skill
from menara.engines.eligibility.opening import LanguageAsked, NationalityExclusion, Opening, SkillAsked
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import Roster
from menara.engines.outcome import Answer, Change
from menara.terms import (
    Conduct,
    Education,
    LanguageLevel,
    LanguageTest,
    Mark,
    MedicalClass,
    Modality,
    ServiceStatus,
    VacancyState,
)

MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN
NOT_ASKED = "not asked"

ON = date(2027, 1, 15)
START = date(2027, 9, 1)
END = date(2028, 9, 1)  # the first day after a tour of twelve months

OFFICER = Officer(
    number="X-1",
    service="X-POLICE",
    nationality="XAA",
    home_unit="capital",
    born_on=date(1985, 5, 5),
    corps="uniform",
    grade="inspector",
    education=Education.FIRST_DEGREE,
    academy_diploma=False,
    joined_on=date(2008, 1, 1),
    training_months=12,
    status=ServiceStatus.ACTIVE,
    licensed_on=date(2010, 1, 1),
    driving_months=24,
    firearms_passed_on=date(2026, 12, 1),
    firearms_tested=True,
    passport_until=date(2031, 1, 1),
    conduct=Conduct.CLEAR,
    repatriated=False,
    state_certificate_on=date(2027, 1, 5),
    self_attestation_on=date(2027, 1, 6),
    medical=MedicalClass.MS2,
    medical_until=date(2028, 6, 1),
    vaccinated=True,
    languages=(
        Language(code="fr", level=LanguageLevel.B2, ams_on=date(2026, 12, 1), ams_score=70),
        Language(code="en", level=LanguageLevel.B2),
    ),
    skills=(Skill(code="forensics", level=3, years=6), Skill(code="training", level=2, years=2)),
    assignments=(Assignment(name="exchange", starts_on=date(2026, 1, 1), ends_on=date(2026, 7, 1)),),
    release_consent=True,
    missions_served=1,
    last_mission_ended_on=date(2020, 1, 1),
)

OPENING = Opening(
    ref="O-1",
    mission="MISSION-A",
    modality=Modality.IPO,
    vacancy_state=VacancyState.CONFIRMED,
    rank_min={"X-POLICE/uniform": "inspector", "Y-POLICE/uniform": "captain"},
    education=Education.FIRST_DEGREE,
    years_total=7,
    years_specific=4,
    specific_skill="forensics",
    skills=(SkillAsked(code="forensics", level=2), SkillAsked(code="training", level=2)),
    languages=(
        LanguageAsked(code="fr", test=LanguageTest.AMS),
        LanguageAsked(code="en", test=LanguageTest.CEFR, level=LanguageLevel.B2),
    ),
    armed=True,
    driving=True,
    start=START,
    tour_months=12,
    nationality_exclusions=(NationalityExclusion(nationality="XBB", reason="party to the conflict", authority="call"),),
)


def _norms(modality: Modality, **values: int | bool | Fraction) -> tuple[Norm, ...]:
    return tuple(
        Norm(name=name, modality=modality, value=value, mark=Mark.CONFIRMED, source="S1")
        for name, value in values.items()
    )


NORMS = Norms(
    norms=(
        *_norms(
            Modality.IPO,
            min_age=25,
            max_age=62,
            min_service_years=5,
            retired_within_years=5,
            licence_years=1,
            driving_months=12,
            pass_mark=60,
            ams_valid_months=24,
            firearms_valid_months=24,
            passport_months=18,
            tour_months=12,
        ),
        *_norms(
            Modality.PROFESSIONAL,
            active_service_only=True,
            years_total=7,
            degree_substitute_years=2,
            academy_diploma_substitute_years=4,
            tour_months=12,
        ),
        *_norms(Modality.FPU, tour_months=12),
    ),
    ranks={
        "X-POLICE/uniform/constable": 1,
        "X-POLICE/uniform/sergeant": 2,
        "X-POLICE/uniform/inspector": 3,
        "X-POLICE/uniform/superintendent": 4,
        "X-POLICE/plain/detective": 1,
        "Y-POLICE/uniform/lieutenant": 1,
        "Y-POLICE/uniform/captain": 2,
    },
    ams_languages=("en", "fr"),
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """What differs from the example, and what one rule must then answer (``NOT_ASKED``: the post does not ask it).

    ``norms`` sets or, with None, removes values for the opening's modality; ``overlay`` is the officer's nation's own.
    ``change`` is compared whole where it is given; a change within reach is written by its ``sets`` alone elsewhere.
    """

    what: str
    answer: Answer | str
    officer: Mapping[str, Any] = field(default_factory=dict)
    opening: Mapping[str, Any] = field(default_factory=dict)
    norms: Mapping[str, int | None] = field(default_factory=dict)
    overlay: Mapping[str, Any] | None = None
    change: Change | str | None = "any"
    on: date = ON

    def its_officer(self) -> Officer:
        return replace(OFFICER, **self.officer)

    def its_opening(self) -> Opening:
        return replace(OPENING, **self.opening)

    def its_norms(self) -> Norms:
        modality = self.its_opening().modality
        kept = tuple(n for n in NORMS.norms if n.modality is not modality or n.name not in self.norms)
        added = {name: value for name, value in self.norms.items() if value is not None}
        overlays = () if self.overlay is None else (national(**self.overlay),)
        new = _norms(modality, **added) if modality and added else ()
        return replace(NORMS, norms=kept + new, overlays=overlays)

    def its_post(self) -> Post:
        return Post.of(opening=self.its_opening(), norms=self.its_norms(), on=self.on)

    def its_roster(self) -> Roster:
        return Roster.of(officers=[self.its_officer()], norms=self.its_norms())


Table = Mapping[str, tuple[Case, ...]]


def national(**asks: Any) -> Overlay:
    """What the officer's own nation asks, and nothing else."""
    return Overlay(nationality="XAA", mark=Mark.CONFIRMED, source="S91", **asks)


def ams(code: str, **result: Any) -> Language:
    """A language with an AMS result."""
    return Language(code=code, **result)


def rows(table: Table) -> list[tuple[str, Case]]:
    """A table as parameters of a test."""
    return [(rule, case) for rule, cases in table.items() for case in cases]


def named(value: object) -> str | None:
    """The name of a parameter, for reports of tests."""
    return value.what if isinstance(value, Case) else value if isinstance(value, str) else None


def found(rule: Any, case: Case) -> tuple[Answer | str, Change | None]:
    """What ``rule`` answers in ``case``, and the change it proposes where the answer is not met."""
    post = case.its_post()
    if not rule.asked(post):
        return NOT_ASKED, None
    bits = rule.test(case.its_roster(), post, case.on)
    answer = MET if bits.met[0] else NOT_MET if bits.known[0] else UNKNOWN
    return answer, None if answer is MET else rule.mend(case.its_officer(), post, case.on)


def check(rule: Any, case: Case) -> None:
    """The answer is the one the table expects, and so is the change where the table tells it."""
    answer, change = found(rule, case)
    assert answer == case.answer
    if case.change != "any":
        assert change == case.change
