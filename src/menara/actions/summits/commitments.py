"""Commitments: undertaken on what was agreed, shown by evidence, reported as done, verified by the other side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from menara.actions.summits.clauses import NotASide
from menara.engines.minutes.text import tidy
from menara.errors import Refusal
from menara.models import (
    Commitment,
    CommitmentEvidence,
    Membership,
    Organisation,
    Outcome,
    Partnership,
    Person,
    RecordChanged,
    Reminder,
    Side,
)
from menara.models.tenancy import organisation_acted_for
from menara.models.zones import zone_of
from menara.permissions import Predicate, may_represent, may_sign, may_speak, require
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.minutes import own_side
from menara.terms import OutcomeKind, Provenance
from menara.wording import gettext_noop

REMINDED = (30, 7, 1, -1, -7, -30)
"""Days before a commitment is due on which it is called to mind; negative ones are after."""


class WishIsNoCommitment(Refusal):
    """What was only wished binds nobody."""

    def __init__(self) -> None:
        super().__init__(
            "wish_is_no_commitment",
            gettext_noop("An expressed interest is no commitment. Record first what was agreed, with its document."),
        )


class NotTheOwner(Refusal):
    """The side that undertook something reports on it, and a guest undertakes for its own side alone."""

    def __init__(self) -> None:
        super().__init__("not_the_owner", gettext_noop("This is for the side that undertook it."))


class OwnVerification(Refusal):
    """Nobody verifies what the own side undertook."""

    def __init__(self) -> None:
        super().__init__(
            "own_verification", gettext_noop("The other side verifies what was done; nobody verifies the own work.")
        )


class NothingToVerify(Refusal):
    """Only what is reported as done, and not verified yet, is verified or returned."""

    def __init__(self) -> None:
        super().__init__("nothing_to_verify", gettext_noop("This is not reported as done, or it is verified already."))


class DoneTooEarly(Refusal):
    """Nothing is done in the future."""

    def __init__(self, *, done_on: date) -> None:
        super().__init__(
            "done_too_early", gettext_noop("The day %(day)s has not come yet."), {"day": done_on.isoformat()}
        )


class NoteMissing(Refusal):
    """Returned work says why; evidence says what it is."""

    def __init__(self) -> None:
        super().__init__("note_missing", gettext_noop("Say why it is returned, so that the other side can act on it."))


class ReferenceMissing(Refusal):
    """Evidence names its document."""

    def __init__(self) -> None:
        super().__init__("reference_missing", gettext_noop("Name the document that shows it: its reference and date."))


def make_commitment(  # noqa: PLR0913 (what is known of a commitment)
    *,
    outcome_id: int,
    text: Mapping[str, str],
    due_on: date,
    actor: Membership,
    owner_id: int | None = None,
    partnership_id: int | None = None,
    owner_side: Side = Side.HOST,
    owner_person_id: int | None = None,
    measure: Mapping[str, str] | None = None,
) -> int:
    """Undertake something by a day, on the strength of what was agreed, and return the row's id. ``measure`` says by
    what one will see that it is done. A guest undertakes for its own side. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``WishIsNoCommitment``, ``NotTheOwner``."""
    require(actor, may_speak)
    row = Outcome.objects.filter(pk=outcome_id).first()
    if row is None:
        raise NoSuchRecord(kind="outcome", record_id=outcome_id)
    if row.kind == OutcomeKind.EXPRESSED_INTEREST:
        raise WishIsNoCommitment
    if may_represent(actor) and owner_side is not _side(row):
        raise NotTheOwner
    if owner_person_id is not None and not Person.objects.filter(pk=owner_person_id).exists():
        raise NoSuchRecord(kind="person", record_id=owner_person_id)
    if partnership_id is None and not may_represent(actor):
        found = Partnership.objects.filter(partner_id=row.counterpart_id or 0)
        partnership_id = found.values_list("pk", flat=True).first()
    commitment = Commitment.objects.create(
        organisation_id=actor.organisation_id,
        outcome=row,
        outcome_kind=row.kind,
        text=dict(text),
        due_on=due_on,
        owner_id=owner_id,
        partnership_id=partnership_id,
        owner_side=owner_side.value,
        owner_person_id=owner_person_id,
        measure=dict(measure or {}),
        provenance=row.provenance if row.provenance == Provenance.SYNTHETIC else Provenance.ENTERED,
    )
    return commitment.pk


def give_evidence(*, commitment_id: int, reference: str, actor: Membership, now: datetime, note: str = "") -> int:
    """Add what shows that a commitment is kept, and return the row's id. Either side may; nothing given is taken back.
    Raises ``NotAllowed``, ``NoSuchRecord``, ``NotASide``, ``ReferenceMissing``."""
    row, side = _held(commitment_id, actor, may_speak)
    if not tidy(reference):
        raise ReferenceMissing
    evidence = CommitmentEvidence.objects.create(
        organisation_id=row.organisation_id,
        commitment=row,
        side=side.value,
        reference=tidy(reference)[:300],
        note=tidy(note),
        given_at=now,
        given_by_id=actor.account_id,
    )
    return evidence.pk


def report_done(*, commitment_id: int, version: int, done_on: date, actor: Membership, on: date) -> None:
    """Report that what was undertaken is done; a member may report for a side that has nobody here. Raises
    ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``, ``NotTheOwner``, ``DoneTooEarly``, ``NothingToVerify``."""
    with transaction.atomic():
        row, side = _held(commitment_id, actor, may_speak)
        if may_represent(actor) and side != row.owner_side:
            raise NotTheOwner
        if row.verified_at is not None:
            raise NothingToVerify
        if done_on > on:
            raise DoneTooEarly(done_on=done_on)
        _correct(row, version, done_on=done_on, returned_note="")


def verify_commitment(*, commitment_id: int, version: int, actor: Membership, now: datetime) -> None:
    """Confirm, for the other side, that it is done. Raises ``NotAllowed``, ``NoSuchRecord``, ``NotASide``,
    ``RecordChanged``, ``OwnVerification``, ``NothingToVerify``."""
    with transaction.atomic():
        row, side = _to_verify(commitment_id, actor)
        _correct(
            row, version, verified_at=now, verified_side=side.value, verified_by_id=actor.account_id, returned_note=""
        )


def return_commitment(*, commitment_id: int, version: int, note: str, actor: Membership) -> None:
    """Give back, for the other side, what was reported as done, and say why. It is open again. Raises as
    ``verify_commitment``, and ``NoteMissing``."""
    with transaction.atomic():
        row, _side = _to_verify(commitment_id, actor)
        if not tidy(note):
            raise NoteMissing
        _correct(row, version, done_on=None, returned_note=tidy(note))


def make_reminders(*, organisation_id: int, on: date, now: datetime) -> int:
    """Make the reminders of open commitments that have come due by this day, each once, and return how many are new.
    Of several that came due unseen only the latest is made: five at once remind of nothing."""
    made = set(Reminder.objects.values_list("commitment_id", "days_before"))
    due = Commitment.objects.filter(done_on__isnull=True, due_on__lte=on + timedelta(days=max(REMINDED)))
    new = []
    for commitment_id, due_on in due.order_by("pk").values_list("pk", "due_on"):
        latest = min(days for days in REMINDED if (due_on - on).days <= days)
        if (commitment_id, latest) not in made:
            new.append(
                Reminder(organisation_id=organisation_id, commitment_id=commitment_id, days_before=latest, made_at=now)
            )
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def remind(*, now: datetime) -> int:
    """Make the reminders that have come due where the organisation acted for works, whose day it is by its own clock;
    how many are new. A duty of the clock: twice in one day makes nothing twice, and outside an organisation nothing."""
    organisation = Organisation.objects.filter(pk=organisation_acted_for() or 0).first()
    if organisation is None:
        return 0
    on = now.astimezone(zone_of(organisation.time_zone)).date()
    return make_reminders(organisation_id=organisation.pk, on=on, now=now)


def see_reminder(*, reminder_id: int, actor: Membership, now: datetime) -> None:
    """Note that a reminder was read. Raises ``NotAllowed``, ``NoSuchRecord``."""
    require(actor, may_speak)
    if not Reminder.objects.filter(pk=reminder_id).exists():
        raise NoSuchRecord(kind="reminder", record_id=reminder_id)
    Reminder.objects.filter(pk=reminder_id, seen_at__isnull=True).update(seen_at=now)


def _held(commitment_id: int, actor: Membership, may: Predicate) -> tuple[Commitment, Side]:
    require(actor, may)
    row = Commitment.objects.select_for_update(of=("self",)).select_related("outcome").filter(pk=commitment_id).first()
    if row is None:
        raise NoSuchRecord(kind="commitment", record_id=commitment_id)
    side = _side(row.outcome)
    if side is None:
        raise NotASide
    return row, side


def _to_verify(commitment_id: int, actor: Membership) -> tuple[Commitment, Side]:
    row, side = _held(commitment_id, actor, may_sign)
    if side == row.owner_side:
        raise OwnVerification
    if row.done_on is None or row.verified_at is not None:
        raise NothingToVerify
    return row, side


def _side(outcome: Outcome) -> Side | None:
    """Without a meeting only the organisation itself reads an outcome, as the host."""
    return Side.HOST if outcome.meeting_id is None else own_side(meeting_id=outcome.meeting_id)


def _correct(row: Commitment, version: int, **changes: object) -> None:
    """Write these columns alone: a guest may not touch the others, not even with their own values."""
    if row.version != version:
        raise RecordChanged(row, version=version)
    Commitment.objects.filter(pk=row.pk).update(version=version + 1, **changes)
