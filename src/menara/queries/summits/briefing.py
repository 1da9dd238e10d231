"""What a principal should know before a meeting, from what is on record of the partnership."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from menara.models import Call, Institution, Meeting, Nomination, Participant, Partnership, Side, Statement
from menara.models.zones import zone_of
from menara.queries.listing import Words
from menara.queries.summits.commitments import CommitmentLine, CommitmentState, commitment_lines
from menara.queries.summits.meetings import MeetingRecord, OutcomeLine, meeting_record, outcomes
from menara.queries.summits.minutes import own_side
from menara.queries.summits.records import Preparation, preparation
from menara.terms import Stage

AT_MOST = 6  # meetings of the past that a briefing goes back to

_WAITING = (Stage.NOMINATED, Stage.REGISTERED, Stage.DESK_REVIEW, Stage.INTERVIEW, Stage.RESERVE)
_FIELD = (Stage.INDUCTED, Stage.DEPLOYED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMeeting:
    """A meeting with the same body, what was said there and what came of it."""

    id: int
    held_on: date
    subject: Words
    statements: tuple[tuple[Words, str, Words], ...]  # names of the speaker, verb, text
    outcomes: tuple[OutcomeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominated:
    """How many nominations came of what was agreed with the other side, and where they stand."""

    calls: int
    waiting: int
    deployed: int
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """A briefing sheet. ``body`` is the other side's, ``own`` and ``theirs`` what each undertook and has not done."""

    meeting: MeetingRecord
    preparation: Preparation
    zone_now: str
    side: Side | None
    body_id: int | None
    body: Words
    country: str
    partner_since: date | None
    past: tuple[PastMeeting, ...]
    own: tuple[CommitmentLine, ...]
    theirs: tuple[CommitmentLine, ...]
    kept: int
    nominated: Nominated


def briefing(*, meeting_id: int, on: date) -> Briefing:
    """What is on record for a meeting, as far as the reader may see it. Raises ``NoSuchRecord``."""
    record = meeting_record(meeting_id=meeting_id)
    row = Meeting.objects.select_related("request__asking", "request__asked").get(pk=meeting_id)
    side = own_side(meeting_id=meeting_id) or Side.HOST
    body_id = _other_body(row, side)
    past_ids = _meetings_with(body_id, before=row) if body_id else []
    lines = commitment_lines(on=on, meeting_ids=[*past_ids, meeting_id])
    sides = {own: own_side(meeting_id=own) or Side.HOST for own in {line.meeting_id for line in lines} if own}
    unkept = [line for line in lines if line.state in _UNKEPT]
    is_own = {line.id: line.owner_side is sides.get(line.meeting_id or 0, Side.HOST) for line in lines}
    body = Institution.objects.filter(pk=body_id or 0).first()
    partnership = Partnership.objects.filter(partner_id=body_id or 0).first()
    return Briefing(
        meeting=record,
        preparation=preparation(meeting_id=meeting_id),
        zone_now=str(zone_of(row.time_zone)),
        side=own_side(meeting_id=meeting_id),
        body_id=body_id,
        body=body.name if body else {},
        country=body.country if body else "",
        partner_since=partnership.since_on if partnership else None,
        past=tuple(_past(own) for own in past_ids[:AT_MOST]),
        own=tuple(line for line in unkept if is_own[line.id]),
        theirs=tuple(line for line in unkept if not is_own[line.id]),
        kept=sum(line.state is CommitmentState.VERIFIED for line in lines),
        nominated=_nominated([*past_ids, meeting_id]),
    )


_UNKEPT = (CommitmentState.OPEN, CommitmentState.OVERDUE, CommitmentState.RETURNED, CommitmentState.DONE)


def _other_body(meeting: Meeting, side: Side) -> int | None:
    if meeting.request is not None:
        host = meeting.request.receiving_id
        asking, asked = meeting.request.asking, meeting.request.asked
        guest = asked if host == asking.pk else asking
        receiving = asking if host == asking.pk else asked
        return (guest if side is Side.HOST else receiving).institution_id
    other = Participant.objects.filter(meeting=meeting).exclude(side=side.value)
    found = other.filter(person__institution__isnull=False).order_by("precedence", "pk")
    told = found.values_list("person__institution_id", flat=True).first()
    return told if told is not None else meeting.requested_by_id


def _meetings_with(body_id: int, *, before: Meeting) -> list[int]:
    """Earlier meetings in which the body sat at the table, the latest first."""
    rows = Meeting.objects.filter(
        Q(requested_by_id=body_id)
        | Q(hosted_by_id=body_id)
        | Q(request__asking__institution_id=body_id)
        | Q(request__asked__institution_id=body_id)
        | Q(participants__person__institution_id=body_id)
    )
    earlier = Q(held_on__lt=before.held_on)
    if before.begins_at is not None:
        earlier |= Q(held_on=before.held_on, begins_at__lt=before.begins_at)
    rows = rows.filter(earlier).exclude(pk=before.pk)
    return list(rows.order_by("-held_on", "-pk").values_list("pk", flat=True).distinct())


def _past(meeting_id: int) -> PastMeeting:
    row = Meeting.objects.get(pk=meeting_id)
    said = Statement.objects.filter(meeting=row).select_related("speaker").order_by("order", "pk")
    return PastMeeting(
        id=meeting_id,
        held_on=row.held_on,
        subject=row.subject,
        statements=tuple((one.speaker.names, one.verb, one.text) for one in said),
        outcomes=outcomes(meeting_id=meeting_id),
    )


def _nominated(meetings: list[int]) -> Nominated:
    calls = Call.objects.filter(
        Q(outcome__meeting_id__in=meetings) | Q(commitment__outcome__meeting_id__in=meetings)
    ).distinct()
    stages = Counter(Nomination.objects.filter(post__call__in=calls).values_list("stage", flat=True))
    waiting = sum(stages[stage] for stage in _WAITING)
    deployed = sum(stages[stage] for stage in _FIELD)
    return Nominated(
        calls=calls.count(), waiting=waiting, deployed=deployed, others=sum(stages.values()) - waiting - deployed
    )
