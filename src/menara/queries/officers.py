"""Officers as the engines read them, and one officer with all that is known of him or her."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from menara.engines.eligibility.officer import Assignment, Language, Skill
from menara.engines.eligibility.officer import Officer as EngineOfficer
from menara.errors import Refusal
from menara.models import (
    Officer,
    OfficerAssignment,
    OfficerDocument,
    OfficerLanguage,
    OfficerMedical,
    OfficerSkill,
    OfficerVetting,
)
from menara.models.officers import DocumentKind
from menara.queries.listing import Origin, origin_of
from menara.terms import Conduct, Education, LanguageLevel, MedicalClass, Modality, Provenance, ServiceStatus
from menara.wording import gettext_noop

_PLAIN = (
    "number",
    "service",
    "nationality",
    "home_unit",
    "unit_strength",
    "woman",
    "born_on",
    "corps",
    "grade",
    "academy_diploma",
    "joined_on",
    "training_months",
    "retired_on",
    "driving_months",
    "firearms_passed_on",
    "firearms_tested",
    "available_from",
    "available_until",
    "release_consent",
    "missions_served",
    "last_mission_ended_on",
)
_CODED = (
    "id",
    "education",
    "status",
    "excluded_missions",
    "modalities",
    "provenance",
    "languages_known",
    "skills_known",
    "assignments_known",
)


class NoSuchRecord(Refusal):
    """There is no such record, or it belongs to another organisation: the two are told alike."""

    def __init__(self, *, kind: str, record_id: int | str) -> None:
        super().__init__("no_such_record", gettext_noop("There is no such record."), {"kind": kind, "id": record_id})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerRecord:
    """One officer: the facts, the row's own identity, and where the facts come from."""

    id: int
    version: int
    officer: EngineOfficer
    origin: Origin
    documents: tuple[DocumentHeld, ...]
    nominations: tuple[NominationOfOfficer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHeld:
    kind: str
    issued_on: date | None
    valid_until: date | None
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationOfOfficer:
    id: int
    post_id: int
    post_ref: str
    stage: str
    made_at: datetime


def as_engine_officers(numbers: Collection[str] | None = None, *, sensitive: bool = True) -> tuple[EngineOfficer, ...]:
    """The officers of these numbers, or the whole roster, in the order of their numbers, in a fixed number of queries.

    Without ``sensitive`` what a doctor or an investigator said stays unknown.
    """
    rows = Officer.objects.all() if numbers is None else Officer.objects.filter(number__in=list(numbers))
    found = list(rows.order_by("number").values_list(*_PLAIN, *_CODED))
    ids = None if numbers is None else [row[len(_PLAIN)] for row in found]
    languages, skills, assignments = _languages(ids), _skills(ids), _assignments(ids)
    documents = _documents(ids)
    medical, vetting = (_medical(ids), _vetting(ids)) if sensitive else ({}, {})
    officers = []
    for row in found:
        plain = dict(zip(_PLAIN, row, strict=False))
        own, education, status, excluded, modalities, provenance, *known = row[len(_PLAIN) :]
        officers.append(
            EngineOfficer(
                **plain,
                education=None if education is None else Education(education),
                status=ServiceStatus(status) if status else None,
                excluded_missions=tuple(excluded),
                modalities=tuple(Modality(name) for name in modalities),
                provenance=Provenance(provenance),
                languages=tuple(languages.get(own, ())) if known[0] else None,
                skills=tuple(skills.get(own, ())) if known[1] else None,
                assignments=tuple(assignments.get(own, ())) if known[2] else None,
                **documents.get(own, {}),
                **medical.get(own, {}),
                **vetting.get(own, {}),
            )
        )
    return tuple(officers)


def officer_record(*, officer_id: int, sensitive: bool) -> OfficerRecord:
    """One officer with papers and nominations. Raises ``NoSuchRecord``."""
    row = Officer.objects.filter(pk=officer_id).first()
    if row is None:
        raise NoSuchRecord(kind="officer", record_id=officer_id)
    (officer,) = as_engine_officers([row.number], sensitive=sensitive)
    documents = OfficerDocument.objects.filter(officer=row).order_by("kind")
    nominations = row.nominations.select_related("post").order_by("-made_at", "id")
    return OfficerRecord(
        id=row.pk,
        version=row.version,
        officer=officer,
        origin=origin_of(row),
        documents=tuple(
            DocumentHeld(kind=d.kind, issued_on=d.issued_on, valid_until=d.valid_until, reference=d.reference)
            for d in documents
        ),
        nominations=tuple(
            NominationOfOfficer(id=n.pk, post_id=n.post_id, post_ref=n.post.ref, stage=n.stage, made_at=n.made_at)
            for n in nominations
        ),
    )


def officer_ids(numbers: Collection[str] | None = None) -> dict[str, int]:
    """Service number to row id."""
    rows = Officer.objects.all() if numbers is None else Officer.objects.filter(number__in=list(numbers))
    return dict(rows.values_list("number", "pk"))


# --- the parts of an officer that lie in tables of their own ----------------------------------------------------------


def _of(model: Any, ids: list[int] | None) -> Any:
    rows = model.objects.all()
    return rows if ids is None else rows.filter(officer_id__in=ids)


def _languages(ids: list[int] | None) -> dict[int, list[Language]]:
    held: dict[int, list[Language]] = defaultdict(list)
    rows = _of(OfficerLanguage, ids).order_by("officer_id", "code")
    for own, code, level, on, score, until in rows.values_list(
        "officer_id", "code", "level", "ams_on", "ams_score", "ams_until"
    ):
        known = None if level is None else LanguageLevel(level)
        held[own].append(Language(code=code, level=known, ams_on=on, ams_score=score, ams_until=until))
    return held


def _skills(ids: list[int] | None) -> dict[int, list[Skill]]:
    held: dict[int, list[Skill]] = defaultdict(list)
    rows = _of(OfficerSkill, ids).order_by("officer_id", "code")
    for own, code, level, years, last_used in rows.values_list("officer_id", "code", "level", "years", "last_used"):
        held[own].append(Skill(code=code, level=level, years=years, last_used=last_used))
    return held


def _assignments(ids: list[int] | None) -> dict[int, list[Assignment]]:
    held: dict[int, list[Assignment]] = defaultdict(list)
    rows = _of(OfficerAssignment, ids).order_by("officer_id", "period")
    for own, name, period in rows.values_list("officer_id", "name", "period"):
        held[own].append(Assignment(name=name, starts_on=period.lower, ends_on=period.upper))
    return held


def _documents(ids: list[int] | None) -> dict[int, dict[str, Any]]:
    held: dict[int, dict[str, Any]] = defaultdict(dict)
    for own, kind, issued_on, valid_until in _of(OfficerDocument, ids).values_list(
        "officer_id", "kind", "issued_on", "valid_until"
    ):
        match DocumentKind(kind):
            case DocumentKind.PASSPORT:
                held[own]["passport_until"] = valid_until
            case DocumentKind.DRIVING_LICENCE:
                held[own]["licensed_on"] = issued_on
            case DocumentKind.STATE_CERTIFICATE:
                held[own]["state_certificate_on"] = issued_on
            case DocumentKind.SELF_ATTESTATION:
                held[own]["self_attestation_on"] = issued_on
    return held


def _medical(ids: list[int] | None) -> dict[int, dict[str, Any]]:
    rows = _of(OfficerMedical, ids).values_list("officer_id", "medical", "medical_until", "vaccinated")
    return {
        own: {
            "medical": None if medical is None else MedicalClass(medical),
            "medical_until": until,
            "vaccinated": vaccinated,
        }
        for own, medical, until, vaccinated in rows
    }


def _vetting(ids: list[int] | None) -> dict[int, dict[str, Any]]:
    rows = _of(OfficerVetting, ids).values_list("officer_id", "conduct", "repatriated")
    return {
        own: {"conduct": Conduct(conduct) if conduct else None, "repatriated": repatriated}
        for own, conduct, repatriated in rows
    }


def in_stored_order(officer: EngineOfficer) -> EngineOfficer:
    """The officer with lists in the order in which the tables give them back, so that two can be compared."""
    return replace(
        officer,
        languages=None if officer.languages is None else tuple(sorted(officer.languages, key=lambda held: held.code)),
        skills=None if officer.skills is None else tuple(sorted(officer.skills, key=lambda held: held.code)),
        assignments=None
        if officer.assignments is None
        else tuple(sorted(officer.assignments, key=lambda held: (held.starts_on, held.ends_on))),
    )
