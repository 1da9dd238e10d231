"""What one opening asks, resolved: the call's own words first, then the norms of its modality.

Rules read a ``Post`` and hold no numbers. ``authority`` remembers whose word each value is, so that a page can show
the call, a norm with its source, or a setting of this installation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from menara.engines.eligibility.days import shift_months
from menara.engines.eligibility.norms import Norms, Overlay
from menara.engines.eligibility.opening import Opening
from menara.terms import Education, LanguageTest, MedicalClass, Modality, Need, VacancyState


class Authority(NamedTuple):
    """Whose word a value is: source key and mark; the call's own word has the source ``call``."""

    source: str
    mark: str


THE_CALL = Authority("call", "")


class TestAsked(NamedTuple):
    """An AMS language and the least score, in per cent."""

    code: str
    score: int


class LevelAsked(NamedTuple):
    code: str
    level: int


class RankAsked(NamedTuple):
    """Lowest order accepted in one ladder (``service/corps``); None where the grade is not in the ladder."""

    ladder: str
    grade: str
    order: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post as the rules read it. ``None`` where nobody said: a rule that needs it answers *unknown*, or is not
    asked where the modality does not know it. ``end`` is the first day after the tour."""

    ref: str
    modality: Modality | None
    vacancy_state: VacancyState | None
    mission: str
    excluded: tuple[str, ...]
    start: date | None
    end: date | None
    tour_months: int | None
    min_age: int | None
    max_age: int | None
    preferred_age: int | None
    active_service_only: bool
    retired_within_years: int | None
    min_service_years: int | None
    years_total: int | None
    years_specific: int | None
    specific_skill: str
    ranks: tuple[RankAsked, ...]
    education: Education | None
    degree_substitute_years: int | None
    academy_substitute_years: int | None
    tests: tuple[TestAsked, ...]
    any_test: tuple[TestAsked, ...]
    ams_valid_months: int | None
    levels: tuple[LevelAsked, ...]
    skills: tuple[LevelAsked, ...]
    wanted_levels: tuple[LevelAsked, ...]
    wanted_skills: tuple[LevelAsked, ...]
    driving: bool
    licence_years: int | None
    driving_months: int | None
    armed: bool | None
    weapons_asked: bool  # whether the modality knows a firearms test and a medical class at all
    firearms_valid_months: int | None
    passport_months: int | None
    medical: MedicalClass | None
    vaccination: bool
    overlays: tuple[Overlay, ...] = field(default=(), compare=False)
    authority: Mapping[str, Authority] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, *, opening: Opening, norms: Norms, on: date) -> Post:
        """Resolve ``opening`` with the norms in force on the day of planning, ``on``."""
        asked = _Asked(opening=opening, norms=norms, on=on)
        assessed = opening.modality is not None and opening.modality.is_assessed_for_mission_service
        tour = asked.number("tour_months", opening.tour_months)
        months = asked.number("ams_valid_months") if assessed else None
        tests = tuple(
            TestAsked(want.code, asked.number("pass_mark", want.score) or 0)
            for want in opening.languages
            if want.need is Need.MUST and want.test is LanguageTest.AMS
        )
        return cls(
            ref=opening.ref,
            modality=opening.modality,
            vacancy_state=opening.vacancy_state,
            mission=opening.mission,
            excluded=tuple(sorted(e.nationality for e in opening.nationality_exclusions)),
            start=opening.start,
            end=None if opening.start is None or tour is None else shift_months(opening.start, tour),
            tour_months=tour,
            min_age=asked.number("min_age"),
            max_age=asked.number("max_age"),
            preferred_age=asked.number("preferred_age"),
            active_service_only=bool(asked.number("active_service_only")),
            retired_within_years=asked.number("retired_within_years"),
            min_service_years=asked.number("min_service_years"),
            years_total=asked.number("years_total", opening.years_total),
            years_specific=opening.years_specific,
            specific_skill=opening.specific_skill or next((s.code for s in opening.skills), ""),
            ranks=tuple(
                RankAsked(ladder, grade, norms.ranks.get(f"{ladder}/{grade}"))
                for ladder, grade in sorted(opening.rank_min.items())
            ),
            education=opening.education,
            degree_substitute_years=asked.number("degree_substitute_years"),
            academy_substitute_years=asked.number("academy_diploma_substitute_years"),
            tests=tests,
            any_test=tuple(TestAsked(c, asked.number("pass_mark") or 0) for c in norms.ams_languages)
            if assessed and not tests
            else (),
            ams_valid_months=months,
            levels=_levels(opening, Need.MUST),
            skills=tuple(LevelAsked(s.code, s.level) for s in opening.skills if s.need is Need.MUST),
            wanted_levels=_levels(opening, Need.WANT),
            wanted_skills=tuple(LevelAsked(s.code, s.level) for s in opening.skills if s.need is Need.WANT),
            driving=assessed if opening.driving is None else opening.driving,
            licence_years=asked.number("licence_years"),
            driving_months=asked.number("driving_months"),
            armed=opening.armed,
            weapons_asked=assessed,
            firearms_valid_months=asked.number("firearms_valid_months"),
            passport_months=asked.number("passport_months"),
            medical=None
            if not assessed or opening.armed is None
            else (MedicalClass.MS2 if opening.armed else MedicalClass.MS3),
            vaccination=assessed,
            overlays=norms.overlays,
            authority=dict(asked.authority),
        )


class _Asked:
    """Looks a value up in the call, then in the norms, and remembers whose word it was."""

    def __init__(self, *, opening: Opening, norms: Norms, on: date) -> None:
        self.opening, self.norms, self.on = opening, norms, on
        self.authority: dict[str, Authority] = {}

    def number(self, name: str, said: int | None = None) -> int | None:
        if said is not None:
            self.authority[name] = THE_CALL
            return said
        if self.opening.modality is None:
            return None
        norm = self.norms.find(name, modality=self.opening.modality, level=self.opening.level, on=self.on)
        if norm is None:
            return None
        self.authority[name] = Authority(norm.source, norm.mark.value)
        return int(norm.value)


def _levels(opening: Opening, need: Need) -> tuple[LevelAsked, ...]:
    """Languages measured in words or CEFR levels; a wanted AMS language counts as wanted at any level."""
    return tuple(
        LevelAsked(want.code, int(want.level or 1))
        for want in opening.languages
        if want.need is need and (want.test is not LanguageTest.AMS or need is Need.WANT)
    )
