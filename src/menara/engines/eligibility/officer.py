"""One officer as files, tables and snapshots hold him or her: raw facts, blanks kept as None.

``None`` always means *not known*; a known absence has its own value (``False``, an empty tuple).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from menara.terms import Conduct, Education, LanguageLevel, MedicalClass, Modality, Provenance, ServiceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language an officer holds: a level as the home office rates it, and the AMS result, which is separate.

    ``code`` is ISO 639 (``ar``, ``fr``, ``en``). ``ams_score`` is in per cent. ``ams_until`` is the first day the
    result no longer counts, where the assessor wrote one; otherwise it follows from ``ams_on`` and the norm.
    """

    code: str
    level: LanguageLevel | None = None
    ams_on: date | None = None
    ams_score: int | None = None
    ams_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A skill of the taxonomy (``facts/skills.csv``): level 1 to 4, years of practice, year last used."""

    code: str
    level: int
    years: int | None = None
    last_used: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A period the officer is already promised to: half-open, first day in, first day out."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A police officer on a roster.

    ``number`` is the service number, unique in the roster. ``rank`` is (service, corps, grade) joined by ``/``:
    a rank has no meaning outside its own ladder (``facts/ranks.csv``). Periods in months are whole months.
    """

    number: str
    service: str
    nationality: str  # ISO 3166 alpha-3
    home_unit: str
    unit_strength: int | None = None  # officers in the home unit; blank: no cap on that unit
    woman: bool | None = None
    born_on: date | None = None
    corps: str = ""
    grade: str = ""
    education: Education | None = None
    academy_diploma: bool | None = None
    joined_on: date | None = None  # first day in the police, training included
    training_months: int | None = None  # months of academy training, which do not count as service
    status: ServiceStatus | None = ServiceStatus.ACTIVE
    retired_on: date | None = None
    licensed_on: date | None = None  # day the driving licence was issued
    driving_months: int | None = None  # months of driving in the recent past
    firearms_passed_on: date | None = None
    firearms_tested: bool | None = None  # False: not tested or failed; None: not known
    passport_until: date | None = None
    conduct: Conduct | None = None
    repatriated: bool | None = None  # sent home or barred on disciplinary grounds before
    state_certificate_on: date | None = None
    self_attestation_on: date | None = None
    medical: MedicalClass | None = None
    medical_until: date | None = None
    vaccinated: bool | None = None
    languages: tuple[Language, ...] | None = ()
    skills: tuple[Skill, ...] | None = ()
    assignments: tuple[Assignment, ...] | None = ()
    available_from: date | None = None  # blank: no limit
    available_until: date | None = None  # first day no longer available; blank: no limit
    release_consent: bool | None = None
    excluded_missions: tuple[str, ...] = ()  # by the home office
    modalities: tuple[Modality, ...] = ()  # willing to serve as; empty: any that takes individuals
    missions_served: int = 0
    last_mission_ended_on: date | None = None
    provenance: Provenance = Provenance.ENTERED
