"""What came of a meeting: record it on its rung, of a clause of the minutes or by hand, and let it climb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from menara.actions.deployments import DocumentMissing
from menara.actions.officers import SourceMissing
from menara.engines.minutes.rungs import only_wishes
from menara.engines.minutes.text import hash_of_words
from menara.errors import Refusal
from menara.models import ClauseVersion, Meeting, Membership, Outcome, OutcomeStep, RecordChanged, Summit
from menara.permissions import may_edit, require
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.ladder import outcome_of_words
from menara.queries.summits.minutes import ClauseRecord, MinutesRecord, minutes_record
from menara.terms import OutcomeKind, Provenance
from menara.wording import gettext_noop


class PledgeIncomplete(Refusal):
    """A pledge is a number, in a note verbale."""

    def __init__(self) -> None:
        super().__init__(
            "pledge_incomplete", gettext_noop("A pledge needs a quantity and the reference of the note verbale.")
        )


class InstrumentIncomplete(Refusal):
    """An instrument has a title and a day of signature."""

    def __init__(self) -> None:
        super().__init__(
            "instrument_incomplete", gettext_noop("An instrument needs its title and the day it was signed.")
        )


class NoSuchClimb(Refusal):
    """An outcome climbs upward, to a rung above its own."""

    def __init__(self, *, from_kind: str, to_kind: str) -> None:
        super().__init__(
            "no_such_climb",
            gettext_noop("An outcome climbs to a higher rung; from “%(from_kind)s” to “%(to_kind)s” is none."),
            {"from_kind": from_kind, "to_kind": to_kind},
        )


class ClauseNotAgreed(Refusal):
    """What only one side says is no outcome of both."""

    def __init__(self) -> None:
        super().__init__(
            "clause_not_agreed",
            gettext_noop("Both sides have not agreed to these words. An outcome rests on words of both."),
        )


class WordsOnlyWish(Refusal):
    """The clause wishes, stresses or expresses; it agrees to nothing."""

    def __init__(self, *, to_kind: str) -> None:
        super().__init__(
            "words_only_wish",
            gettext_noop("The words of this clause express a wish. They do not bear “%(to_kind)s”."),
            {"to_kind": to_kind},
        )


class ClauseOnRecord(Refusal):
    """What the clause brought stands already; a second record would tell it twice."""

    def __init__(self, *, outcome_id: int) -> None:
        super().__init__(
            "clause_on_record",
            gettext_noop("What this clause brought is on record already, as outcome %(outcome)s."),
            {"outcome": outcome_id},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFacts:
    """What is known of an outcome; what its rung does not ask for may stay blank."""

    kind: OutcomeKind
    text: Mapping[str, str]
    summit_id: int
    meeting_id: int | None = None
    counterpart_id: int | None = None
    quantity: int | None = None
    unit: Mapping[str, str] = field(default_factory=dict)
    note_verbale: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    signed_on: date | None = None
    provenance: Provenance = Provenance.ENTERED
    source_key: str = ""
    source_url: str = ""
    mark: str = ""


def record_outcome(*, outcome: OutcomeFacts, actor: Membership) -> int:
    """Put an outcome on record at its rung and return the row's id. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``PledgeIncomplete``, ``InstrumentIncomplete``, ``SourceMissing``."""
    require(actor, may_edit)
    if not Summit.objects.filter(pk=outcome.summit_id).exists():
        raise NoSuchRecord(kind="summit", record_id=outcome.summit_id)
    met = Meeting.objects.filter(pk=outcome.meeting_id or 0, summit_id=outcome.summit_id)
    if outcome.meeting_id is not None and not met.exists():
        raise NoSuchRecord(kind="meeting", record_id=outcome.meeting_id)
    is_real = outcome.provenance is Provenance.REAL
    if is_real and not (outcome.source_key or outcome.source_url):
        raise SourceMissing(records=[outcome.kind.value])
    _check_rung(
        outcome.kind, outcome.quantity, outcome.note_verbale, outcome.title, outcome.signed_on, is_reported=is_real
    )
    columns = {name: getattr(outcome, name) for name in OutcomeFacts.__dataclass_fields__}
    columns |= {name: dict(columns[name]) for name in ("text", "unit", "title")}
    return Outcome.objects.create(organisation_id=actor.organisation_id, **columns).pk


def climb_ladder(  # noqa: PLR0913 (what each rung asks for)
    *,
    outcome_id: int,
    version: int,
    to_kind: OutcomeKind,
    document: str,
    actor: Membership,
    now: datetime,
    quantity: int | None = None,
    note_verbale: str = "",
    title: Mapping[str, str] | None = None,
    signed_on: date | None = None,
) -> None:
    """Let an outcome climb to a higher rung, by the document that says so. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``RecordChanged``, ``NoSuchClimb``, ``DocumentMissing``, ``PledgeIncomplete``, ``InstrumentIncomplete``."""
    require(actor, may_edit)
    if not document.strip():
        raise DocumentMissing
    with transaction.atomic():
        row = Outcome.objects.select_for_update().filter(pk=outcome_id).first()
        if row is None:
            raise NoSuchRecord(kind="outcome", record_id=outcome_id)
        if row.version != version:
            raise RecordChanged(row, version=version)
        before = OutcomeKind(row.kind)
        if to_kind.rung <= before.rung:
            raise NoSuchClimb(from_kind=before.value, to_kind=to_kind.value)
        changes: dict[str, Any] = {
            "kind": to_kind.value,
            "quantity": row.quantity if quantity is None else quantity,
            "note_verbale": note_verbale or row.note_verbale,
            "title": dict(title or row.title),
            "signed_on": signed_on or row.signed_on,
        }
        _check_rung(
            to_kind, changes["quantity"], changes["note_verbale"], changes["title"], changes["signed_on"],
            is_reported=False,
        )  # fmt: skip
        # The step first: the database lets the kind change only where one stands.
        OutcomeStep.objects.create(
            organisation_id=row.organisation_id,
            outcome=row,
            from_kind=before.value,
            to_kind=to_kind.value,
            document=document.strip(),
            made_at=now,
            made_by_id=actor.account_id,
        )
        row.correct(version=version, **changes)


def record_clause_outcome(  # noqa: PLR0913 (what each rung asks for)
    *,
    version_id: int,
    kind: OutcomeKind,
    actor: Membership,
    now: datetime,
    counterpart_id: int | None = None,
    quantity: int | None = None,
    unit: Mapping[str, str] | None = None,
    note_verbale: str = "",
    title: Mapping[str, str] | None = None,
    signed_on: date | None = None,
) -> int:
    """Put on record what a clause of minutes brought, in its agreed words, and return the row's id. Above the lowest
    rung the document it stands on is the minutes themselves, by their hash and the clause's number. Raises
    ``NotAllowed``, ``NoSuchRecord``, ``ClauseOnRecord``, ``ClauseNotAgreed``, ``WordsOnlyWish``, and as
    ``climb_ladder``."""
    require(actor, may_edit)
    with transaction.atomic():
        version = ClauseVersion.objects.select_related("clause__minutes__meeting").filter(pk=version_id).first()
        if version is None:
            raise NoSuchRecord(kind="clauseversion", record_id=version_id)
        # The meeting's row makes two who record the same clause wait for one another.
        Meeting.objects.select_for_update(of=("self",)).get(pk=version.clause.minutes.meeting_id)
        told = outcome_of_words(version_id=version_id)
        if told is not None:
            raise ClauseOnRecord(outcome_id=told)
        minutes = version.clause.minutes
        record = minutes_record(meeting_id=minutes.meeting_id)
        clause = next(one for one in record.clauses if one.id == version.clause_id)
        if clause.agreed is None or clause.agreed.id != version_id or version.is_removal:
            raise ClauseNotAgreed
        if kind is not OutcomeKind.EXPRESSED_INTEREST and only_wishes(
            version.text, authoritative=minutes.authoritative
        ):
            raise WordsOnlyWish(to_kind=kind.value)
        row = Outcome.objects.create(
            organisation_id=actor.organisation_id,
            summit_id=minutes.meeting.summit_id,
            meeting_id=minutes.meeting_id,
            counterpart_id=counterpart_id or _counterpart_of(minutes.meeting),
            clause=version,
            kind=OutcomeKind.EXPRESSED_INTEREST.value,
            text=version.text,
            unit=dict(unit or {}),
            provenance=_provenance_of(minutes.meeting),
        )
        if kind is not OutcomeKind.EXPRESSED_INTEREST:
            climb_ladder(
                outcome_id=row.pk,
                version=row.version,
                to_kind=kind,
                document=_document_of(record, clause, version),
                actor=actor,
                now=now,
                quantity=quantity,
                note_verbale=note_verbale,
                title=title,
                signed_on=signed_on,
            )
        return row.pk


def _document_of(record: MinutesRecord, clause: ClauseRecord, version: ClauseVersion) -> str:
    """How a clause is named as the document of a rung: by the locked text, else by its own agreed words."""
    if record.locked_at is not None:
        return f"minutes {record.text_hash}, clause {clause.number}"
    return f"clause {clause.number}, version {version.number}, {hash_of_words(version.text[record.authoritative])}"


def _counterpart_of(meeting: Meeting) -> int | None:
    """The body that the organisation met: that of the delegation which is not its own."""
    if meeting.request is None:
        return meeting.requested_by_id if meeting.requested_by_id != meeting.hosted_by_id else None
    sides = (meeting.request.asking, meeting.request.asked)
    others = [side.institution_id for side in sides if not side.is_host]
    return others[0] if len(others) == 1 else None


def _provenance_of(meeting: Meeting) -> str:
    """What came of an invented meeting is invented."""
    return meeting.provenance if meeting.provenance == Provenance.SYNTHETIC else Provenance.ENTERED.value


def _check_rung(
    kind: OutcomeKind,
    quantity: int | None,
    note_verbale: str,
    title: Mapping[str, str],
    signed_on: date | None,
    *,
    is_reported: bool,
) -> None:
    if kind is OutcomeKind.PLEDGE and not (quantity and note_verbale.strip()):
        raise PledgeIncomplete
    # Of an instrument that a source only reports, the day may be unseen.
    if kind is OutcomeKind.INSTRUMENT and not (any(title.values()) and (signed_on or is_reported)):
        raise InstrumentIncomplete
