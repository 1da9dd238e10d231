"""Commitments with what shows that they are kept, and how far things come along the ladder."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from menara.models import (
    Commitment,
    CommitmentEvidence,
    Meeting,
    Outcome,
    Reminder,
    Side,
    Summit,
)
from menara.queries.listing import Origin, Words, origin_of
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.minutes import own_side, parties
from menara.terms import OutcomeKind


class CommitmentState(StrEnum):
    """Where a commitment stands. ``returned`` is open again: the other side did not take it as done."""

    OPEN = "open"
    OVERDUE = "overdue"
    RETURNED = "returned"
    DONE = "done"  # as its owner reports, not verified yet
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentLine:
    """A commitment in a list. ``parties`` names both sides' bodies; ``owner`` is who answers for it, where known."""

    id: int
    version: int
    text: Words
    measure: Words
    state: CommitmentState
    outcome_id: int
    outcome_kind: str
    meeting_id: int | None
    summit_id: int
    summit: Words
    partner: Words
    owner_side: Side
    parties: Mapping[Side, Words]
    owner: str
    owner_person: Words  # names by script
    due_on: date
    done_on: date | None
    verified_at: datetime | None
    verified_side: str
    returned_note: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    side: Side
    reference: str
    note: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRecord:
    """One commitment with its evidence. ``side`` is the one that reads it, None for neither; ``clause_text`` are the
    agreed words it rests on, where a clause of minutes is its source."""

    line: CommitmentLine
    side: Side | None
    evidence: tuple[Evidence, ...]
    clause_text: Words
    clause_number: int | None
    outcome_text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLine:
    """A commitment called to mind. ``days_before`` is negative where it was due already."""

    id: int
    commitment_id: int
    text: Words
    due_on: date
    days_before: int
    owner_side: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """How many got how far, of one summit or of all (``summit_id`` None). ``outcomes`` counts those on each rung or
    above it; ``commitments`` all, ``done`` reported or verified, ``verified`` by the other side."""

    summit_id: int | None
    summit: Words
    meetings: int
    outcomes: Mapping[OutcomeKind, int]
    with_commitment: int
    commitments: int
    done: int
    verified: int
    overdue: int


def state_of(row: Commitment, *, on: date) -> CommitmentState:
    """Where a commitment stands on a day."""
    if row.verified_at is not None:
        return CommitmentState.VERIFIED
    if row.done_on is not None:
        return CommitmentState.DONE
    if row.due_on < on:
        return CommitmentState.OVERDUE
    return CommitmentState.RETURNED if row.returned_note else CommitmentState.OPEN


def commitment_lines(
    *,
    on: date,
    states: Collection[CommitmentState] = (),
    side: Side | None = None,
    summit_id: int | None = None,
    meeting_ids: Collection[int] | None = None,
    outcome_ids: Collection[int] | None = None,
) -> tuple[CommitmentLine, ...]:
    """Commitments, the next due first, those of these states where any is named."""
    rows = Commitment.objects.select_related(
        "owner",
        "owner_person",
        "outcome__summit",
        "outcome__counterpart",
        "outcome__meeting__request__receiving__institution",
        "outcome__meeting__request__asking__institution",
        "outcome__meeting__request__asked__institution",
        "outcome__meeting__hosted_by",
        "outcome__meeting__requested_by",
    ).order_by("due_on", "pk")
    wanted = {
        "owner_side": side.value if side else None,
        "outcome__summit_id": summit_id,
        "outcome__meeting_id__in": meeting_ids,
        "outcome_id__in": outcome_ids,
    }
    rows = rows.filter(**{column: value for column, value in wanted.items() if value is not None})
    found = (_line(row, on) for row in rows)
    return tuple(line for line in found if not states or line.state in states)


def commitment_record(*, commitment_id: int, on: date) -> CommitmentRecord:
    """One commitment. Raises ``NoSuchRecord``."""
    row = Commitment.objects.select_related("outcome__clause__clause").filter(pk=commitment_id).first()
    if row is None:
        raise NoSuchRecord(kind="commitment", record_id=commitment_id)
    (line,) = [one for one in commitment_lines(on=on, outcome_ids=[row.outcome_id]) if one.id == commitment_id]
    meeting_id, clause = row.outcome.meeting_id, row.outcome.clause
    return CommitmentRecord(
        line=line,
        side=Side.HOST if meeting_id is None else own_side(meeting_id=meeting_id),
        evidence=tuple(
            Evidence(side=Side(one.side), reference=one.reference, note=one.note, given_at=one.given_at)
            for one in CommitmentEvidence.objects.filter(commitment=row).order_by("given_at", "pk")
        ),
        clause_text=clause.text if clause else {},
        clause_number=clause.clause.position if clause else None,
        outcome_text=row.outcome.text,
    )


def reminders(*, unseen: bool = True) -> tuple[ReminderLine, ...]:
    """Reminders of commitments that are open, the most pressing first."""
    rows = Reminder.objects.select_related("commitment").filter(commitment__done_on__isnull=True)
    if unseen:
        rows = rows.filter(seen_at__isnull=True)
    return tuple(
        ReminderLine(
            id=row.pk,
            commitment_id=row.commitment_id,
            text=row.commitment.text,
            due_on=row.commitment.due_on,
            days_before=row.days_before,
            owner_side=Side(row.commitment.owner_side),
        )
        for row in rows.order_by("commitment__due_on", "commitment_id", "days_before")
    )


def conversion(*, on: date) -> tuple[Conversion, ...]:
    """The way along the ladder, first of all summits together, then of each, the latest first."""
    kinds: dict[int, Counter[OutcomeKind]] = defaultdict(Counter)
    meetings: Counter[int] = Counter(Meeting.objects.values_list("summit_id", flat=True))
    for own, kind in Outcome.objects.values_list("summit_id", "kind"):
        reached = OutcomeKind(kind).rung
        kinds[own].update(one for one in OutcomeKind if one.rung <= reached)
    lines: dict[int, list[Commitment]] = defaultdict(list)
    for row in Commitment.objects.select_related("outcome").order_by("pk"):
        lines[row.outcome.summit_id].append(row)
    summits = list(Summit.objects.order_by("-period", "pk"))
    each = [_conversion(s.pk, s.name, meetings[s.pk], kinds[s.pk], lines[s.pk], on) for s in summits]
    together: Counter[OutcomeKind] = Counter()
    for own_kinds in kinds.values():
        together.update(own_kinds)
    everything = [row for own in lines.values() for row in own]
    return (_conversion(None, {}, sum(meetings.values()), together, everything, on), *each)


def _conversion(
    summit_id: int | None,
    summit: Words,
    meetings: int,
    kinds: Counter[OutcomeKind],
    rows: list[Commitment],
    on: date,
) -> Conversion:
    states = Counter(state_of(row, on=on) for row in rows)
    return Conversion(
        summit_id=summit_id,
        summit=summit,
        meetings=meetings,
        outcomes={kind: kinds[kind] for kind in OutcomeKind},
        with_commitment=len({row.outcome_id for row in rows}),
        commitments=len(rows),
        done=states[CommitmentState.DONE] + states[CommitmentState.VERIFIED],
        verified=states[CommitmentState.VERIFIED],
        overdue=states[CommitmentState.OVERDUE],
    )


def _line(row: Commitment, on: date) -> CommitmentLine:
    outcome = row.outcome
    return CommitmentLine(
        id=row.pk,
        version=row.version,
        text=row.text,
        measure=row.measure,
        state=state_of(row, on=on),
        outcome_id=outcome.pk,
        outcome_kind=outcome.kind,
        meeting_id=outcome.meeting_id,
        summit_id=outcome.summit_id,
        summit=outcome.summit.name,
        partner=outcome.counterpart.name if outcome.counterpart else {},
        owner_side=Side(row.owner_side),
        parties=_parties(outcome),
        owner=row.owner.name if row.owner else "",
        owner_person=row.owner_person.names if row.owner_person else {},
        due_on=row.due_on,
        done_on=row.done_on,
        verified_at=row.verified_at,
        verified_side=row.verified_side,
        returned_note=row.returned_note,
        origin=origin_of(row),
    )


def _parties(outcome: Outcome) -> dict[Side, Words]:
    found = parties(outcome.meeting) if outcome.meeting else {Side.HOST: {}, Side.GUEST: {}}
    if not found[Side.GUEST] and outcome.counterpart:
        found[Side.GUEST] = outcome.counterpart.name
    return found
