"""One line of a call as it was posted: blanks kept as None, never filled in by guessing.

Field names follow the fixture schema (domain, section 5). What the rules read is made of it, together with the
norms of its modality, in ``post.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from menara.terms import Education, LanguageLevel, LanguageTest, Modality, Need, Provenance, VacancyState


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageAsked:
    """``test`` says how it is measured: AMS -> ``score`` in per cent (blank: the norm); CEFR or word -> ``level``."""

    code: str
    test: LanguageTest
    need: Need = Need.MUST
    level: LanguageLevel | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillAsked:
    code: str
    level: int = 1
    need: Need = Need.MUST


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalityExclusion:
    """A nationality that may not serve in this post, why, and who says so."""

    nationality: str
    reason: str
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A post, or several alike, as a call offers it.

    ``rank_min`` maps ``service/corps`` to the lowest grade accepted. ``female_target`` is the share of women among
    the nominees of the whole call, as a fraction. ``critical`` is the planner's word, not the caller's.
    """

    ref: str
    call: str = ""  # openings of one call form one batch; blank: the opening is its own batch
    title: dict[str, str] = field(default_factory=dict)  # {"ar": …, "fr": …, "en": …}
    org: str = ""
    mission: str = ""
    duty_station: str = ""
    modality: Modality | None = None
    level: str = ""
    positions: int | None = None
    vacancy_state: VacancyState | None = None
    rank_min: dict[str, str] = field(default_factory=dict)
    education: Education | None = None
    years_total: int | None = None
    years_specific: int | None = None
    specific_skill: str = ""  # skill whose years are meant by ``years_specific``; blank: the first skill asked
    stream: str = ""
    skills: tuple[SkillAsked, ...] = ()
    languages: tuple[LanguageAsked, ...] = ()
    armed: bool | None = None
    driving: bool | None = None
    start: date | None = None
    tour_months: int | None = None
    extendable: bool | None = None
    deadline: datetime | None = None  # with its zone
    max_nominations: int | None = None
    female_target: Fraction | None = None
    nationality_exclusions: tuple[NationalityExclusion, ...] = ()
    critical: bool = False
    as_posted: str = ""
    source_url: str = ""
    seen_on: date | None = None
    provenance: Provenance = Provenance.ENTERED
