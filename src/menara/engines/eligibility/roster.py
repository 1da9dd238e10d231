"""A roster as columns: one NumPy array a fact, one row an officer.

The same columns serve one officer and a million. Not known is -1 in small numbers and three-valued facts, ``UNKNOWN``
in days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from menara.engines.eligibility.days import FOREVER, UNKNOWN, Days, day_number, days_column, shift_months_column
from menara.engines.eligibility.norms import Norms, Overlay
from menara.engines.eligibility.officer import Language, Officer
from menara.terms import Conduct, Modality, ServiceStatus

Small = NDArray[np.int16]
Flags = NDArray[np.bool_]

CONDUCTS = tuple(Conduct)
STATUSES = tuple(ServiceStatus)
MODALITIES = tuple(Modality)


@dataclass(frozen=True, slots=True)
class LanguageColumns:
    """One language over the roster. ``level`` 0: known not to speak it. ``ams_on`` UNKNOWN with ``ams_score`` -1: no
    result on record, which is known; only one of the two: not known.."""

    level: Small
    ams_on: Days
    ams_score: Small
    ams_until: Days
    known: Flags


@dataclass(frozen=True, slots=True)
class SkillColumns:
    """One skill over the roster: level 0 and years 0 where known to be absent, -1 where not known."""

    level: Small
    years: Small


@dataclass(frozen=True, slots=True)
class Roster:
    """Columns of equal length ``size``; see ``Officer`` for what each fact means."""

    size: int
    number: tuple[str, ...]
    nationality: NDArray[np.str_]
    ladder: NDArray[np.str_]
    rank_order: Small
    unit: NDArray[np.str_]
    woman: Small
    born: Days
    education: Small
    academy: Small
    serving_since: Days  # joined, plus the months of training that do not count
    serving_until: Days  # retired, or FOREVER
    status: Small
    licensed: Days
    driving_months: Small
    firearms_on: Days
    firearms: Small  # -1 not known, 0 known not passed, 1 passed
    passport_until: Days
    conduct: Small
    repatriated: Small
    certified: Days
    attested: Days
    medical: Small
    medical_until: Days
    vaccinated: Small
    languages: Mapping[str, LanguageColumns]
    skills: Mapping[str, SkillColumns]
    no_language: LanguageColumns
    no_skill: SkillColumns
    promised_owner: NDArray[np.int64]  # one entry an assignment
    promised_from: Days
    promised_until: Days
    promises_known: Flags
    available_from: Days
    available_until: Days
    released: Small
    withheld: Mapping[str, Flags]  # mission -> officers the home office withholds from it
    willing: NDArray[np.int16]  # bits over MODALITIES; all bits where any will do
    last_mission_ended: Days
    missions_served: Small
    overlays: tuple[Overlay, ...]
    overlay: Small  # index into overlays, -1: none

    @classmethod
    def of(cls, *, officers: Sequence[Officer], norms: Norms) -> Roster:
        """Columns of ``officers``, in their order. ``norms`` gives the rank ladders and the national overlays."""
        training = _small([o.training_months for o in officers])
        joined = days_column([o.joined_on for o in officers])
        known_service = (joined != UNKNOWN) & (training >= 0)
        since = np.where(known_service, shift_months_column(joined, np.maximum(training, 0)), UNKNOWN).astype(np.int32)
        nations = {o.nationality: i for i, o in enumerate(norms.overlays)}
        return cls(
            size=len(officers),
            number=tuple(o.number for o in officers),
            nationality=np.array([o.nationality for o in officers], dtype=str),
            ladder=np.array([f"{o.service}/{o.corps}" if o.corps and o.grade else "" for o in officers], dtype=str),
            rank_order=_small([norms.ranks.get(f"{o.service}/{o.corps}/{o.grade}") for o in officers]),
            unit=np.array([o.home_unit for o in officers], dtype=str),
            woman=_small([o.woman for o in officers]),
            born=days_column([o.born_on for o in officers]),
            education=_small([o.education for o in officers]),
            academy=_small([o.academy_diploma for o in officers]),
            serving_since=since,
            serving_until=_serving_until(officers),
            status=_coded([o.status for o in officers], STATUSES),
            licensed=days_column([o.licensed_on for o in officers]),
            driving_months=_small([o.driving_months for o in officers]),
            firearms_on=days_column([o.firearms_passed_on for o in officers]),
            firearms=_small([1 if o.firearms_passed_on else o.firearms_tested for o in officers]),
            passport_until=days_column([o.passport_until for o in officers]),
            conduct=_coded([o.conduct for o in officers], CONDUCTS),
            repatriated=_small([o.repatriated for o in officers]),
            certified=days_column([o.state_certificate_on for o in officers]),
            attested=days_column([o.self_attestation_on for o in officers]),
            medical=_small([o.medical for o in officers]),
            medical_until=days_column([o.medical_until for o in officers]),
            vaccinated=_small([o.vaccinated for o in officers]),
            languages=_languages(officers),
            skills=_skills(officers),
            no_language=_language_columns(officers, {}),
            no_skill=_skill_columns(officers, {}),
            promised_owner=np.array([i for i, o in enumerate(officers) for _ in o.assignments or ()], dtype=np.int64),
            promised_from=days_column([a.starts_on for o in officers for a in o.assignments or ()]),
            promised_until=days_column([a.ends_on for o in officers for a in o.assignments or ()]),
            promises_known=np.array([o.assignments is not None for o in officers], dtype=bool),
            available_from=days_column([o.available_from for o in officers], blank=UNKNOWN),
            available_until=days_column([o.available_until for o in officers], blank=FOREVER),
            released=_small([o.release_consent for o in officers]),
            withheld=_withheld(officers),
            willing=_willing(officers),
            last_mission_ended=days_column([o.last_mission_ended_on for o in officers]),
            missions_served=_small([o.missions_served for o in officers]),
            overlays=norms.overlays,
            overlay=_small([nations.get(o.nationality) for o in officers]),
        )

    def language(self, code: str) -> LanguageColumns:
        return self.languages.get(code, self.no_language)

    def skill(self, code: str) -> SkillColumns:
        return self.skills.get(code, self.no_skill)


def _small(values: Sequence[int | bool | None]) -> Small:
    return np.array([-1 if v is None else int(v) for v in values], dtype=np.int16)


def _coded(values: Sequence[object], codes: Sequence[object]) -> Small:
    places = {code: i for i, code in enumerate(codes)}
    return np.array([-1 if v is None else places[v] for v in values], dtype=np.int16)


def _serving_until(officers: Sequence[Officer]) -> Days:
    """Active officers serve on; a retired one until the day of retirement, which may be not known."""
    return np.array(
        [
            FOREVER
            if o.status is not ServiceStatus.RETIRED
            else UNKNOWN
            if o.retired_on is None
            else day_number(o.retired_on)
            for o in officers
        ],
        dtype=np.int32,
    )


def _languages(officers: Sequence[Officer]) -> dict[str, LanguageColumns]:
    held: dict[str, dict[int, Language]] = {}
    for i, officer in enumerate(officers):
        for language in officer.languages or ():
            held.setdefault(language.code, {})[i] = language
    return {code: _language_columns(officers, rows) for code, rows in held.items()}


def _language_columns(officers: Sequence[Officer], rows: Mapping[int, Language]) -> LanguageColumns:
    size = len(officers)
    known = np.array([o.languages is not None for o in officers], dtype=bool)
    level = np.where(known, 0, -1).astype(np.int16)
    score = np.full(size, -1, dtype=np.int16)
    on = np.full(size, UNKNOWN, dtype=np.int32)
    until = np.full(size, UNKNOWN, dtype=np.int32)
    for i, language in rows.items():
        level[i] = -1 if language.level is None else language.level
        score[i] = -1 if language.ams_score is None else language.ams_score
        on[i] = UNKNOWN if language.ams_on is None else day_number(language.ams_on)
        until[i] = UNKNOWN if language.ams_until is None else day_number(language.ams_until)
    return LanguageColumns(level=level, ams_on=on, ams_score=score, ams_until=until, known=known)


def _skills(officers: Sequence[Officer]) -> dict[str, SkillColumns]:
    held: dict[str, dict[int, tuple[int, int]]] = {}
    for i, officer in enumerate(officers):
        for skill in officer.skills or ():
            held.setdefault(skill.code, {})[i] = (skill.level, -1 if skill.years is None else skill.years)
    return {code: _skill_columns(officers, rows) for code, rows in held.items()}


def _skill_columns(officers: Sequence[Officer], rows: Mapping[int, tuple[int, int]]) -> SkillColumns:
    absent = np.array([-1 if o.skills is None else 0 for o in officers], dtype=np.int16)
    level, years = absent.copy(), absent.copy()
    for i, (held_level, held_years) in rows.items():
        level[i], years[i] = held_level, held_years
    return SkillColumns(level=level, years=years)


def _withheld(officers: Sequence[Officer]) -> dict[str, Flags]:
    columns: dict[str, Flags] = {}
    for i, officer in enumerate(officers):
        for mission in officer.excluded_missions:
            columns.setdefault(mission, np.zeros(len(officers), dtype=bool))[i] = True
    return columns


def _willing(officers: Sequence[Officer]) -> NDArray[np.int16]:
    everything = (1 << len(MODALITIES)) - 1
    bits = {modality: 1 << i for i, modality in enumerate(MODALITIES)}
    return np.array([sum(bits[m] for m in o.modalities) or everything for o in officers], dtype=np.int16)
