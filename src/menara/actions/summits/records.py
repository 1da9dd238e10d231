"""The record of a meeting: who met whom and in which roles, what was to be said, and what was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from django.db import transaction
from django.db.models import Max, QuerySet

from menara.actions.summits.clauses import NotASide
from menara.engines.minutes.text import tidy
from menara.errors import Refusal
from menara.models import (
    AgendaItem,
    DelegationRole,
    Institution,
    Meeting,
    MeetingRequest,
    Membership,
    Participant,
    Person,
    PersonTitle,
    RecordChanged,
    Side,
    Statement,
    Summit,
    TalkingPoint,
    Verb,
)
from menara.models.zones import zone_of
from menara.permissions import may_edit, may_speak, require
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.minutes import own_side
from menara.wording import gettext_noop

LineT = TypeVar("LineT", AgendaItem, TalkingPoint)
_RECEIVES = (Side.HOST, DelegationRole.HEAD)


class MeetingRecordedAlready(Refusal):
    """A request leads to one meeting."""

    def __init__(self) -> None:
        super().__init__(
            "meeting_recorded_already", gettext_noop("This request has a meeting on record already. Correct that one.")
        )


class MeetingUnlikely(Refusal):
    """Day, hours and people of the record do not fit one another."""

    def __init__(self, sentence: str, facts: Mapping[str, object]) -> None:
        super().__init__("meeting_unlikely", sentence, facts)


class SpeakerAbsent(Refusal):
    """Only who took part can have spoken."""

    def __init__(self) -> None:
        super().__init__("speaker_absent", gettext_noop("The speaker is not among the participants of this meeting."))


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFacts:
    """A body by its row, or by its name where it is not on record yet."""

    id: int | None = None
    name: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantFacts:
    """Someone who took part: a person on record, or one with ``names`` by script (Latn, Arab) as that person's own
    office writes them, a ``title`` and the ``body`` he or she is of."""

    side: Side
    role: DelegationRole = DelegationRole.MEMBER
    person_id: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    title: Mapping[str, str] = field(default_factory=dict)
    body: BodyFacts = BodyFacts()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """A meeting as it is recorded. ``people`` stand in the order of precedence; hours are local in ``time_zone``."""

    summit_id: int
    held_on: date
    subject: Mapping[str, str]
    time_zone: str
    request_id: int | None = None
    begins_at: time | None = None
    ends_at: time | None = None
    venue: Mapping[str, str] = field(default_factory=dict)
    requested_by: BodyFacts = BodyFacts()
    hosted_by: BodyFacts = BodyFacts()
    received_by_id: int | None = None
    languages: tuple[str, ...] = ()
    gifts: str = ""
    photo_released: bool | None = None
    people: tuple[ParticipantFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """What was said, by whom, in whose name and with which verb. ``matter`` are the words that follow the verb,
    ``reasons`` what was named as the reason, as a noun: a communique is made of them."""

    speaker_id: int
    verb: Verb
    text: Mapping[str, str]
    on_behalf_of: Mapping[str, str] = field(default_factory=dict)
    matter: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


def record_meeting(*, meeting: MeetingFacts, actor: Membership) -> int:
    """Put a meeting on record and return the row's id. Raises ``NotAllowed``, ``NoSuchRecord``, ``MeetingUnlikely``,
    ``MeetingRecordedAlready``."""
    require(actor, may_edit)
    with transaction.atomic():
        _check(meeting)
        if meeting.request_id and Meeting.objects.filter(request_id=meeting.request_id).exists():
            raise MeetingRecordedAlready
        row = Meeting.objects.create(
            organisation_id=actor.organisation_id, request_id=meeting.request_id, **_columns(meeting, actor)
        )
        _seat(row, meeting, actor)
        return row.pk


def correct_meeting(*, meeting_id: int, version: int, meeting: MeetingFacts, actor: Membership) -> None:
    """Write the record anew; the request it came from stays. Raises as ``record_meeting``, and ``RecordChanged``."""
    require(actor, may_edit)
    with transaction.atomic():
        row = Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting_id).first()
        if row is None:
            raise NoSuchRecord(kind="meeting", record_id=meeting_id)
        if row.version != version:
            raise RecordChanged(row, version=version)
        _check(meeting)
        row.correct(version=version, **_columns(meeting, actor))
        _seat(row, meeting, actor)


def set_agenda(*, meeting_id: int, lines: Sequence[str], language: str, actor: Membership) -> None:
    """Write the agenda anew, one line a topic; a topic that stays keeps its words in other languages. Raises
    ``NotAllowed``, ``NoSuchRecord``, ``NotASide``."""
    with transaction.atomic():
        meeting, _side = _meeting_of_side(meeting_id, actor)
        rows = AgendaItem.objects.filter(meeting=meeting)
        _write_lines(rows, AgendaItem(organisation_id=meeting.organisation_id, meeting=meeting), lines, language)


def set_talking_points(*, meeting_id: int, lines: Sequence[str], language: str, actor: Membership) -> None:
    """Write what one's own side means to say; the other side never sees it. Raises as ``set_agenda``."""
    with transaction.atomic():
        meeting, side = _meeting_of_side(meeting_id, actor)
        rows = TalkingPoint.objects.filter(meeting=meeting, side=side)
        blank = TalkingPoint(organisation_id=meeting.organisation_id, meeting=meeting, side=side.value)
        _write_lines(rows, blank, lines, language)


def record_statement(*, meeting_id: int, statement: StatementFacts, actor: Membership) -> int:
    """Record a point raised, attributed, and return the row's id. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``SpeakerAbsent``."""
    require(actor, may_edit)
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None:
        raise NoSuchRecord(kind="meeting", record_id=meeting_id)
    if not Participant.objects.filter(meeting=meeting, person_id=statement.speaker_id).exists():
        raise SpeakerAbsent
    last = Statement.objects.filter(meeting=meeting).aggregate(last=Max("order"))["last"]
    row = Statement.objects.create(
        organisation_id=meeting.organisation_id,
        meeting=meeting,
        speaker_id=statement.speaker_id,
        on_behalf_of=_worded(statement.on_behalf_of),
        verb=statement.verb.value,
        text=_worded(statement.text),
        matter=_worded(statement.matter),
        reasons=_worded(statement.reasons),
        order=0 if last is None else last + 1,
    )
    return row.pk


def drop_statement(*, statement_id: int, version: int, actor: Membership) -> None:
    """Take a point off the record; the history keeps it. Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``."""
    require(actor, may_edit)
    row = Statement.objects.filter(pk=statement_id).first()
    if row is None:
        raise NoSuchRecord(kind="statement", record_id=statement_id)
    if row.version != version:
        raise RecordChanged(row, version=version)
    row.delete()


# --- parts ------------------------------------------------------------------------------------------------------------


def _check(meeting: MeetingFacts) -> None:
    summit = Summit.objects.filter(pk=meeting.summit_id).first()
    if summit is None:
        raise NoSuchRecord(kind="summit", record_id=meeting.summit_id)
    request = MeetingRequest.objects.filter(pk=meeting.request_id or 0, summit=summit)
    if meeting.request_id is not None and not request.exists():
        raise NoSuchRecord(kind="meetingrequest", record_id=meeting.request_id)
    wanted = [one.person_id for one in meeting.people if one.person_id is not None]
    wanted += [meeting.received_by_id] if meeting.received_by_id else []
    known = set(Person.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for person_id in wanted:
        if person_id not in known:
            raise NoSuchRecord(kind="person", record_id=person_id)
    _check_sense(meeting, summit)


def _check_sense(meeting: MeetingFacts, summit: Summit) -> None:
    if meeting.held_on not in summit.period:
        raise MeetingUnlikely(
            gettext_noop("The day %(day)s is not one of the summit's."), {"day": meeting.held_on.isoformat()}
        )
    if meeting.begins_at and meeting.ends_at and meeting.ends_at <= meeting.begins_at:
        raise MeetingUnlikely(gettext_noop("The meeting ends before it begins."), {})
    try:
        zone_of(meeting.time_zone)
    except (ValueError, KeyError) as error:
        zone = {"zone": meeting.time_zone}
        raise MeetingUnlikely(gettext_noop("“%(zone)s” is no time zone."), zone) from error
    seats = [one.person_id for one in meeting.people if one.person_id is not None]
    if len(seats) != len(set(seats)):
        raise MeetingUnlikely(gettext_noop("One person stands twice among the participants."), {})
    if not _worded(meeting.subject):
        raise MeetingUnlikely(gettext_noop("Say what the meeting was about, or who met whom."), {})


def _columns(meeting: MeetingFacts, actor: Membership) -> dict[str, object]:
    return {
        "summit_id": meeting.summit_id,
        "held_on": meeting.held_on,
        "subject": _worded(meeting.subject),
        "time_zone": meeting.time_zone,
        "begins_at": meeting.begins_at,
        "ends_at": meeting.ends_at,
        "venue": _worded(meeting.venue),
        "requested_by_id": _body(meeting.requested_by, actor),
        "hosted_by_id": _body(meeting.hosted_by, actor),
        "received_by_id": meeting.received_by_id,
        "languages": list(meeting.languages),
        "gifts": meeting.gifts.strip(),
        "photo_released": meeting.photo_released,
    }


def _body(told: BodyFacts, actor: Membership) -> int | None:
    """The row of a body; one that is named and not on record yet is put there."""
    if told.id is not None:
        if not Institution.objects.filter(pk=told.id).exists():
            raise NoSuchRecord(kind="institution", record_id=told.id)
        return told.id
    name = _worded(told.name)
    if not name:
        return None
    known = next((row.pk for row in Institution.objects.all() if set(name.items()) <= set(row.name.items())), None)
    return known or Institution.objects.create(organisation_id=actor.organisation_id, name=name).pk


def _seat(meeting: Meeting, told: MeetingFacts, actor: Membership) -> None:
    rows = {row.person_id: row for row in Participant.objects.filter(meeting=meeting)}
    kept = []
    for place, one in enumerate(told.people, start=1):
        person_id = one.person_id or _newcomer(one, actor)
        row = rows.get(person_id) or Participant(
            organisation_id=meeting.organisation_id, meeting=meeting, person_id=person_id
        )
        row.side, row.role, row.precedence = one.side.value, one.role.value, place
        row.save()
        kept.append(person_id)
    Participant.objects.filter(meeting=meeting).exclude(person_id__in=kept).delete()
    heads = [p for p, one in zip(kept, told.people, strict=True) if (one.side, one.role) == _RECEIVES]
    if meeting.received_by_id is None and heads:
        meeting.correct(version=meeting.version, received_by_id=heads[0])


def _newcomer(one: ParticipantFacts, actor: Membership) -> int:
    names = _worded(one.names)
    if not names:
        raise MeetingUnlikely(gettext_noop("Name every participant, in at least one script."), {})
    person = Person.objects.create(
        organisation_id=actor.organisation_id, names=names, institution_id=_body(one.body, actor)
    )
    title = _worded(one.title)
    if title:
        # Held on that day; since when and until when is not known.
        PersonTitle.objects.create(organisation_id=actor.organisation_id, person=person, text=title)
    return person.pk


def _meeting_of_side(meeting_id: int, actor: Membership) -> tuple[Meeting, Side]:
    require(actor, may_speak)
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None:
        raise NoSuchRecord(kind="meeting", record_id=meeting_id)
    side = own_side(meeting_id=meeting_id)
    if side is None:
        raise NotASide
    return meeting, side


def _write_lines(rows: QuerySet[LineT], blank: LineT, lines: Sequence[str], language: str) -> None:
    """Lines that stay keep their rows, and so their words in other languages."""
    left = {row.text.get(language, ""): row for row in rows}
    kept = []
    for place, line in enumerate(filter(None, (tidy(one) for one in lines))):
        row = left.pop(line, None) or copy(blank)
        row.order, row.text = place, row.text or {language: line}
        row.save()
        kept.append(row.pk)
    rows.exclude(pk__in=kept).delete()


def _worded(words: Mapping[str, str]) -> dict[str, str]:
    return {code: told for code, text in words.items() if (told := tidy(text))}
