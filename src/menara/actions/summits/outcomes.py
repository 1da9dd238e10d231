"""What came of a meeting: record it on its rung, let it climb with a document, and undertake what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from menara.actions.deployments import DocumentMissing
from menara.actions.officers import SourceMissing
from menara.errors import Refusal
from menara.models import Commitment, Meeting, Membership, Outcome, OutcomeStep, RecordChanged, Summit
from menara.permissions import may_edit, require
from menara.queries.officers import NoSuchRecord
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


class WishIsNoCommitment(Refusal):
    """What was only wished binds nobody."""

    def __init__(self) -> None:
        super().__init__(
            "wish_is_no_commitment",
            gettext_noop("An expressed interest is no commitment. Record first what was agreed, with its document."),
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


def make_commitment(
    *,
    outcome_id: int,
    text: Mapping[str, str],
    due_on: date,
    actor: Membership,
    owner_id: int | None = None,
    partnership_id: int | None = None,
) -> int:
    """Undertake something by a day, on the strength of what was agreed, and return the row's id. Raises
    ``NotAllowed``, ``NoSuchRecord``, ``WishIsNoCommitment``."""
    require(actor, may_edit)
    row = Outcome.objects.filter(pk=outcome_id).first()
    if row is None:
        raise NoSuchRecord(kind="outcome", record_id=outcome_id)
    if row.kind == OutcomeKind.EXPRESSED_INTEREST:
        raise WishIsNoCommitment
    commitment = Commitment.objects.create(
        organisation_id=actor.organisation_id,
        outcome=row,
        outcome_kind=row.kind,
        text=dict(text),
        due_on=due_on,
        owner_id=owner_id,
        partnership_id=partnership_id,
        provenance=row.provenance if row.provenance == Provenance.SYNTHETIC else Provenance.ENTERED,
    )
    return commitment.pk


def finish_commitment(*, commitment_id: int, version: int, done_on: date, actor: Membership) -> None:
    """Record that what was undertaken is done. Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``."""
    require(actor, may_edit)
    row = Commitment.objects.filter(pk=commitment_id).first()
    if row is None:
        raise NoSuchRecord(kind="commitment", record_id=commitment_id)
    row.correct(version=version, done_on=done_on)


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
