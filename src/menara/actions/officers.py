"""Enter, correct and import officers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from menara.engines.eligibility.officer import Officer as EngineOfficer
from menara.errors import Refusal
from menara.models import (
    DocumentKind,
    Membership,
    Officer,
    OfficerAssignment,
    OfficerDocument,
    OfficerLanguage,
    OfficerMedical,
    OfficerSkill,
    OfficerVetting,
    Organisation,
)
from menara.models.records import RecordChanged
from menara.permissions import may_edit, require
from menara.queries.officers import NoSuchRecord, as_engine_officers, in_stored_order
from menara.terms import Provenance
from menara.wording import gettext_noop

BATCH = 1000
_SAME = tuple(
    column.name
    for column in Officer._meta.concrete_fields
    if column.name in EngineOfficer.__dataclass_fields__
    and column.name not in ("provenance", "status", "education", "excluded_missions", "modalities")
)


class NumberTaken(Refusal):
    """Another officer of the roster has this service number."""

    def __init__(self, *, number: str) -> None:
        super().__init__(
            "number_taken",
            gettext_noop("An officer with the service number %(number)s is on the roster already."),
            {"number": number},
        )


class PromisedTwice(Refusal):
    """Assignments of an officer overlap, are empty or run backwards."""

    def __init__(self, *, numbers: Sequence[str]) -> None:
        super().__init__(
            "promised_twice",
            gettext_noop("Assignments overlap or end before they begin: %(numbers)s."),
            {"numbers": ", ".join(numbers)},
        )


class SourceMissing(Refusal):
    """A record said to be real names no source."""

    def __init__(self, *, records: Sequence[str]) -> None:
        super().__init__(
            "source_missing",
            gettext_noop("A record said to be real must name its source: %(records)s."),
            {"records": ", ".join(records)},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many records an import entered, corrected and found as they were."""

    entered: int
    corrected: int
    unchanged: int


def enter_officer(*, officer: EngineOfficer, actor: Membership, source_key: str = "", source_url: str = "") -> int:
    """Put one officer on the roster and return the row's id. Raises ``NotAllowed``, ``NumberTaken``,
    ``PromisedTwice``, ``SourceMissing``."""
    require(actor, may_edit)
    _check([officer], has_source=bool(source_key or source_url))
    with transaction.atomic():
        take_turn(actor)
        if Officer.objects.filter(number=officer.number).exists():
            raise NumberTaken(number=officer.number)
        _save([officer], actor.organisation_id, {}, source_key=source_key, source_url=source_url)
    return Officer.objects.only("pk").get(number=officer.number).pk


def correct_officer(*, officer_id: int, version: int, officer: EngineOfficer, actor: Membership) -> None:
    """Replace all that is known of an officer, if the record still has this version. Raises ``NotAllowed``,
    ``NoSuchRecord``, ``RecordChanged``, ``NumberTaken``, ``PromisedTwice``, ``SourceMissing``."""
    require(actor, may_edit)
    with transaction.atomic():
        row = Officer.objects.select_for_update().filter(pk=officer_id).first()
        if row is None:
            raise NoSuchRecord(kind="officer", record_id=officer_id)
        if row.version != version:
            raise RecordChanged(row, version=version)
        if officer.number != row.number and Officer.objects.filter(number=officer.number).exists():
            raise NumberTaken(number=officer.number)
        _check([officer], has_source=bool(row.source_key or row.source_url))
        row.correct(version=version, **_columns(officer))
        _replace_parts({officer_id: officer}, actor.organisation_id)


def import_officers(
    *, officers: Sequence[EngineOfficer], actor: Membership, source_key: str = "", source_url: str = ""
) -> Imported:
    """Bring the roster in line with a list: enter those who are new, correct those who differ, leave the rest alone.

    All or nothing, and the same list twice changes nothing. Nobody is struck off for not being on the list. Raises
    ``NotAllowed``, ``PromisedTwice``, ``SourceMissing``, and ``NumberTaken`` for a number that stands twice.
    """
    require(actor, may_edit)
    seen: set[str] = set()
    for officer in officers:
        if officer.number in seen:
            raise NumberTaken(number=officer.number)
        seen.add(officer.number)
    _check(officers, has_source=bool(source_key or source_url))
    with transaction.atomic():
        take_turn(actor)
        # Locked in one order, so that a correction and an import wait for one another rather than for ever.
        versions = dict(
            Officer.objects.select_for_update()
            .filter(number__in=seen)
            .order_by("number")
            .values_list("number", "version")
        )
        held = {o.number: o for o in as_engine_officers(list(versions))} if versions else {}
        changed = [o for o in officers if o.number in held and in_stored_order(o) != held[o.number]]
        new = [o for o in officers if o.number not in held]
        _save([*new, *changed], actor.organisation_id, versions, source_key=source_key, source_url=source_url)
    return Imported(entered=len(new), corrected=len(changed), unchanged=len(officers) - len(new) - len(changed))


def take_turn(actor: Membership) -> None:
    """Wait until nobody else of the organisation enters or imports: what is not there yet cannot be locked itself.

    Who only writes rows that belong to the organisation is not kept waiting: each would hold what the other needs.
    """
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=actor.organisation_id)


# --- checks -----------------------------------------------------------------------------------------------------------


def _check(officers: Sequence[EngineOfficer], *, has_source: bool) -> None:
    twice = [o.number for o in officers if _is_promised_twice(o)]
    if twice:
        raise PromisedTwice(numbers=twice)
    sourceless = [] if has_source else [o.number for o in officers if o.provenance is Provenance.REAL]
    if sourceless:
        raise SourceMissing(records=sourceless)


def _is_promised_twice(officer: EngineOfficer) -> bool:
    held = sorted(officer.assignments or (), key=lambda assignment: assignment.starts_on)
    backwards = any(assignment.ends_on <= assignment.starts_on for assignment in held)
    return backwards or any(earlier.ends_on > later.starts_on for earlier, later in pairwise(held))


# --- saving -----------------------------------------------------------------------------------------------------------


def _save(
    officers: Sequence[EngineOfficer],
    organisation_id: int,
    versions: Mapping[str, int],
    *,
    source_key: str,
    source_url: str,
) -> None:
    if not officers:
        return
    rows = [
        Officer(
            organisation_id=organisation_id,
            version=versions.get(officer.number, 0) + 1,
            source_key=source_key,
            source_url=source_url,
            **_columns(officer),
        )
        for officer in officers
    ]
    columns = [f.name for f in Officer._meta.concrete_fields if f.name not in ("id", "organisation", "number", "mark")]
    Officer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["organisation", "number"],
        update_fields=columns,
        batch_size=BATCH,
    )
    by_number = {officer.number: officer for officer in officers}
    ids = Officer.objects.filter(number__in=by_number).values_list("number", "pk")
    _replace_parts({own: by_number[number] for number, own in ids}, organisation_id, fresh=not versions)


def _columns(officer: EngineOfficer) -> dict[str, Any]:
    return {
        **{name: getattr(officer, name) for name in _SAME},
        "education": officer.education,
        "status": officer.status or "",
        "excluded_missions": list(officer.excluded_missions),
        "modalities": list(officer.modalities),
        "provenance": officer.provenance,
        "languages_known": officer.languages is not None,
        "skills_known": officer.skills is not None,
        "assignments_known": officer.assignments is not None,
    }


@dataclass(frozen=True, slots=True)
class _Part:
    """What of an officer lies in a table of its own: its columns, and the rows an officer has there."""

    model: Any
    columns: tuple[str, ...]
    rows: Callable[[EngineOfficer], list[tuple[Any, ...]]]
    where: Mapping[str, str] = field(default_factory=dict)


def _paper(kind: DocumentKind, column: str, day: Callable[[EngineOfficer], date | None]) -> _Part:
    # Only the day the rules read is compared: a paper that has not changed keeps its reference.
    return _Part(OfficerDocument, (column,), lambda o: [(day(o),)] if day(o) else [], {"kind": kind.value})


_PARTS = (
    _Part(
        OfficerLanguage,
        ("code", "level", "ams_on", "ams_score", "ams_until"),
        lambda o: [(h.code, h.level, h.ams_on, h.ams_score, h.ams_until) for h in o.languages or ()],
    ),
    _Part(
        OfficerSkill,
        ("code", "level", "years", "last_used"),
        lambda o: [(h.code, h.level, h.years, h.last_used) for h in o.skills or ()],
    ),
    _Part(
        OfficerAssignment,
        ("name", "period"),
        lambda o: [(h.name, DateRange(h.starts_on, h.ends_on)) for h in o.assignments or ()],
    ),
    _paper(DocumentKind.PASSPORT, "valid_until", lambda o: o.passport_until),
    _paper(DocumentKind.DRIVING_LICENCE, "issued_on", lambda o: o.licensed_on),
    _paper(DocumentKind.STATE_CERTIFICATE, "issued_on", lambda o: o.state_certificate_on),
    _paper(DocumentKind.SELF_ATTESTATION, "issued_on", lambda o: o.self_attestation_on),
    _Part(
        OfficerMedical,
        ("medical", "medical_until", "vaccinated"),
        lambda o: _known((o.medical, o.medical_until, o.vaccinated)),
    ),
    _Part(
        OfficerVetting,
        ("conduct", "repatriated"),
        lambda o: [(o.conduct or "", o.repatriated)] if o.conduct or o.repatriated is not None else [],
    ),
)


def _known(values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return [values] if any(value is not None for value in values) else []


def _replace_parts(officers: Mapping[int, EngineOfficer], organisation_id: int, *, fresh: bool = False) -> None:
    """Write what lies in tables of its own. Rows that stay as they are stay untouched, so that the history says no
    more than what changed. ``fresh`` officers have none yet."""
    for part in _PARTS:
        wanted = {(own, *row): None for own, officer in officers.items() for row in part.rows(officer)}
        if not fresh:
            gone = []
            held = part.model.objects.filter(officer_id__in=list(officers), **part.where)
            for own, *row in held.values_list("pk", "officer_id", *part.columns):
                if tuple(row) in wanted:
                    del wanted[tuple(row)]
                else:
                    gone.append(own)
            part.model.objects.filter(pk__in=gone).delete()
        rows = [
            part.model(
                organisation_id=organisation_id,
                officer_id=own,
                **dict(zip(part.columns, row, strict=True)),
                **part.where,
            )
            for own, *row in wanted
        ]
        part.model.objects.bulk_create(rows, batch_size=BATCH)
