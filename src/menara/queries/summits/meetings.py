"""Summits, meetings and what came of them: who met whom, who said what in which words, on which rung it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet

from menara.models import Call, Commitment, Meeting, Nomination, Outcome, Plan, Statement, Summit
from menara.queries.listing import Origin, Words, origin_of
from menara.queries.officers import NoSuchRecord
from menara.terms import OutcomeKind, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleHeld:
    text: Words
    acting: bool | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPresent:
    """``names`` is by script, as the person's own office writes it."""

    id: int
    names: Words
    institution: Words
    side: str
    role: str
    titles: tuple[TitleHeld, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    id: int
    version: int
    speaker_id: int
    speaker: Words
    on_behalf_of: Words
    verb: str
    text: Words
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeLine:
    id: int
    version: int
    kind: str
    text: Words
    counterpart: Words
    quantity: int | None
    unit: Words
    note_verbale: str
    title: Words
    signed_on: date | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    to_kind: str
    document: str
    by: str
    made_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRecord:
    line: OutcomeLine
    meeting_id: int | None
    climbs: tuple[Climb, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRecord:
    id: int
    version: int
    summit_id: int
    summit: Words
    held_on: date
    begins_at: Any
    ends_at: Any
    part_of_day: str
    time_zone: str
    venue: Words
    subject: Words
    requested_by: Words
    hosted_by: Words
    received_by: Words
    languages: tuple[str, ...]
    gifts: str
    photo_released: bool | None
    people: tuple[PersonPresent, ...]
    statements: tuple[Said, ...]
    outcomes: tuple[OutcomeLine, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class SummitLine:
    id: int
    name: Words
    first_day: date
    last_day: date
    time_zone: str
    meetings: int
    outcomes: Mapping[str, int]
    origin: Origin


def summits() -> tuple[SummitLine, ...]:
    """All summits, the latest first, with how many outcomes of each kind."""
    kinds: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for own, kind in Outcome.objects.values_list("summit_id", "kind"):
        kinds[own][kind] += 1
    meetings: dict[int, int] = defaultdict(int)
    for own in Meeting.objects.values_list("summit_id", flat=True):
        meetings[own] += 1
    return tuple(
        SummitLine(
            id=row.pk,
            name=row.name,
            first_day=row.period.lower,
            last_day=date.fromordinal(row.period.upper.toordinal() - 1),
            time_zone=row.time_zone,
            meetings=meetings[row.pk],
            outcomes=dict(kinds[row.pk]),
            origin=origin_of(row),
        )
        for row in Summit.objects.order_by("-period", "pk")
    )


def meeting_record(*, meeting_id: int) -> MeetingRecord:
    """One meeting: who met whom, who said what, what came of it. Raises ``NoSuchRecord``."""
    rows = Meeting.objects.select_related("summit", "requested_by", "hosted_by", "received_by")
    row = rows.filter(pk=meeting_id).first()
    if row is None:
        raise NoSuchRecord(kind="meeting", record_id=meeting_id)
    return MeetingRecord(
        id=row.pk,
        version=row.version,
        summit_id=row.summit_id,
        summit=row.summit.name,
        held_on=row.held_on,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        part_of_day=row.part_of_day,
        time_zone=row.time_zone,
        venue=row.venue,
        subject=row.subject,
        requested_by=row.requested_by.name if row.requested_by else {},
        hosted_by=row.hosted_by.name if row.hosted_by else {},
        received_by=row.received_by.names if row.received_by else {},
        languages=tuple(row.languages),
        gifts=row.gifts,
        photo_released=row.photo_released,
        people=_people(row),
        statements=tuple(
            Said(
                id=said.pk,
                version=said.version,
                speaker_id=said.speaker_id,
                speaker=said.speaker.names,
                on_behalf_of=said.on_behalf_of,
                verb=said.verb,
                text=said.text,
                origin=origin_of(said),
            )
            for said in Statement.objects.filter(meeting=row).select_related("speaker").order_by("order", "pk")
        ),
        outcomes=outcomes(meeting_id=meeting_id),
        origin=origin_of(row),
    )


def outcomes(*, meeting_id: int | None = None, summit_id: int | None = None) -> tuple[OutcomeLine, ...]:
    """Outcomes of a meeting, of a summit or all, the lowest rung first as they were entered."""
    rows = Outcome.objects.select_related("counterpart").order_by("pk")
    for column, value in (("meeting_id", meeting_id), ("summit_id", summit_id)):
        if value is not None:
            rows = rows.filter(**{column: value})
    return tuple(
        OutcomeLine(
            id=row.pk,
            version=row.version,
            kind=row.kind,
            text=row.text,
            counterpart=row.counterpart.name if row.counterpart else {},
            quantity=row.quantity,
            unit=row.unit,
            note_verbale=row.note_verbale,
            title=row.title,
            signed_on=row.signed_on,
            origin=origin_of(row),
        )
        for row in rows
    )


def _people(meeting: Meeting) -> tuple[PersonPresent, ...]:
    rows = meeting.participants.select_related("person__institution").prefetch_related("person__titles")
    return tuple(
        PersonPresent(
            id=row.person.pk,
            names=row.person.names,
            institution=row.person.institution.name if row.person.institution else {},
            side=row.side,
            role=row.role,
            # Only what the person held on the day; a title without dates is shown as it was reported.
            titles=tuple(
                TitleHeld(text=title.text, acting=title.acting, origin=origin_of(title))
                for title in sorted(row.person.titles.all(), key=lambda held: held.pk)
                if title.validity is None or meeting.held_on in title.validity
            ),
            origin=origin_of(row.person),
        )
        for row in rows.order_by("side", "precedence", "pk")
    )


# --- all meetings, and how far things have come -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """A meeting in a list. ``furthest`` is the highest rung of its outcomes, blank where it has none."""

    id: int
    subject: Words
    summit_id: int
    summit: Words
    held_on: date
    venue: Words
    requested_by: Words
    outcomes: int
    furthest: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How many records stand at one stage of the whole thread; ``only_id`` where there is exactly one."""

    stage: str
    total: int
    only_id: int | None = None


def meetings() -> tuple[MeetingLine, ...]:
    """All meetings, the latest first."""
    rungs: dict[int, list[OutcomeKind]] = defaultdict(list)
    for own, kind in Outcome.objects.filter(meeting__isnull=False).values_list("meeting_id", "kind"):
        rungs[own].append(OutcomeKind(kind))
    rows = Meeting.objects.select_related("summit", "requested_by").order_by("-held_on", "pk")
    return tuple(
        MeetingLine(
            id=row.pk,
            subject=row.subject,
            summit_id=row.summit_id,
            summit=row.summit.name,
            held_on=row.held_on,
            venue=row.venue,
            requested_by=row.requested_by.name if row.requested_by else {},
            outcomes=len(rungs[row.pk]),
            furthest=max(rungs[row.pk], key=lambda kind: kind.rung, default=""),
            origin=origin_of(row),
        )
        for row in rows
    )


def outcome_record(*, outcome_id: int) -> OutcomeRecord:
    """One outcome with its climbs. Raises ``NoSuchRecord``."""
    row = Outcome.objects.filter(pk=outcome_id).first()
    if row is None:
        raise NoSuchRecord(kind="outcome", record_id=outcome_id)
    (line,) = [line for line in outcomes(summit_id=row.summit_id) if line.id == outcome_id]
    return OutcomeRecord(
        line=line,
        meeting_id=row.meeting_id,
        climbs=tuple(
            Climb(to_kind=step.to_kind, document=step.document, by=step.made_by.name, made_on=step.made_at.date())
            for step in row.steps.select_related("made_by").order_by("made_at", "pk")
        ),
    )


def reached() -> tuple[Reached, ...]:
    """How many records stand at each stage, from the meeting to the field and back."""
    counted = [
        _reached("meeting", Meeting.objects.all()),
        _reached("outcome", Outcome.objects.all()),
        _reached("commitment", Commitment.objects.all()),
        _reached("call", Call.objects.all()),
        _reached("plan", Plan.objects.all()),
        _reached("nomination", Nomination.objects.all()),
        _reached("selection", Nomination.objects.filter(stage__in=_SELECTED)),
        _reached("deployment", Nomination.objects.filter(stage__in=_DEPLOYED)),
        _reached("result", Nomination.objects.filter(stage__in=_RETURNED)),
    ]
    return tuple(counted)


def _reached(stage: str, rows: QuerySet[Any]) -> Reached:
    found = rows.aggregate(total=Count("pk"), first=Min("pk"))
    return Reached(stage=stage, total=found["total"], only_id=found["first"] if found["total"] == 1 else None)


_RETURNED = (Stage.END_OF_TOUR, Stage.REPATRIATED, Stage.DEBRIEFED, Stage.HOME)
_DEPLOYED = (Stage.INDUCTED, Stage.DEPLOYED, *_RETURNED)
_SELECTED = (Stage.SELECTED, Stage.VETTING, Stage.MEDICAL, Stage.TRAVEL, *_DEPLOYED)
