"""Ask a named delegation to meet, and answer: accept, decline, propose another length, take it, withdraw, expire.

Each side speaks for itself: only the asked side answers, only the asking side withdraws. Between two delegations one
request is open at a time; the schema holds that too, for two who ask one another at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, Q

from menara.actions.summits.faults import Span, out_of_range, refuse
from menara.actions.summits.request_faults import request_faults
from menara.actions.summits.sides import delegation_of, require_keeper, require_voice
from menara.errors import Refusal
from menara.models import Delegation, MeetingRequest, Membership, RequestPerson, RequestStatus
from menara.permissions import may_edit
from menara.queries.officers import NoSuchRecord
from menara.terms import Provenance
from menara.wording import gettext_noop

OPEN = (RequestStatus.ASKED.value, RequestStatus.COUNTERED.value)
OFFICE_ONLY = ("priority", "clearance", "host_id", "receiving_id", "after_id")


class RequestOpenAlready(Refusal):
    """These two have an open request between them."""

    def __init__(self, *, request_id: int, asking: Mapping[str, str], asked: Mapping[str, str]) -> None:
        super().__init__(
            "request_open_already",
            gettext_noop("%(asking)s has asked %(asked)s already; that request is still open. Answer it first."),
            {"request_id": request_id, "asking": dict(asking), "asked": dict(asked)},
        )


class RequestNotOpen(Refusal):
    """What was answered, withdrawn or has expired is not answered again."""

    def __init__(self, *, status: str) -> None:
        super().__init__(
            "request_not_open",
            gettext_noop("The request stands at “%(standing)s”; this is not possible any more."),
            {"standing": status},
        )


class SameLength(Refusal):
    """A counter-proposal differs from what was asked."""

    def __init__(self, *, minutes: int) -> None:
        super().__init__(
            "same_length", gettext_noop("%(minutes)s minutes were asked for; accept the request."), {"minutes": minutes}
        )


class OfficeAnswers(Refusal):
    """What was accepted is planned with; only the office changes it."""

    def __init__(self) -> None:
        super().__init__(
            "office_answers",
            gettext_noop("The request is accepted and planned with. Ask the protocol office to change it."),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts:
    """What is asked for. Priority (1 highest), clearance and host are the office's to say; a focal point leaves them.

    ``receiving_id`` is whose head receives the other: the asked one where it is None. ``people`` are persons beside the
    two heads without whom the meeting cannot be held.
    """

    asking_id: int
    asked_id: int
    subject: Mapping[str, str]
    priority: int = 2
    minutes: int = 30
    is_tentative: bool = False
    host_id: int | None = None
    receiving_id: int | None = None
    expires_at: datetime | None = None
    asking_language: str = ""
    asked_language: str = ""
    persons: int = 4
    equipment: tuple[str, ...] = ()
    clearance: int = 0
    window: Span | None = None
    preferred: Span | None = None
    after_id: int | None = None
    people: tuple[int, ...] = field(default_factory=tuple)


def ask_meeting(*, request: RequestFacts, actor: Membership, now: datetime) -> int:
    """Ask for a meeting in the name of the asking delegation and return the row's id. Raises ``NotAllowed``,
    ``NotYourDelegation``, ``NoSuchRecord``, ``BadInput``, ``RequestOpenAlready``."""
    asking = delegation_of(request.asking_id)
    require_keeper(actor, asking)
    asked = delegation_of(request.asked_id)
    expire_requests(now=now)
    refuse(request_faults(request, asking, asked, by_office=may_edit(actor), now=now))
    _refuse_second(asking, asked)
    own = {"organisation_id": actor.organisation_id}
    try:
        with transaction.atomic():
            row = MeetingRequest.objects.create(
                **own,
                **request_columns(request),
                summit_id=asking.summit_id,
                asking=asking,
                asked=asked,
                status=RequestStatus.ASKED.value,
                asked_at=now,
                provenance=Provenance.ENTERED.value,
            )
            _need(row, request.people)
    except IntegrityError as error:
        if "request_open_once" not in str(error):
            raise
        # The other one asked at the same moment.
        _refuse_second(asking, asked)
        raise
    return row.pk


def correct_request(*, request_id: int, version: int, request: RequestFacts, actor: Membership, now: datetime) -> None:
    """Correct what was asked; the two delegations stay. The asking side while it is open, the office after it was
    accepted too. Of what the asking side corrects, what the office decided stays, and whom the other side needs.
    Raises ``NotAllowed``, ``NotYourDelegation``, ``NoSuchRecord``, ``RecordChanged``, ``RequestNotOpen``,
    ``OfficeAnswers``, ``BadInput``."""
    row = _request(request_id)
    require_keeper(actor, row.asking)
    by_office = may_edit(actor)
    if row.status == RequestStatus.ACCEPTED and not by_office:
        raise OfficeAnswers
    if row.status not in (*OPEN, RequestStatus.ACCEPTED):
        raise RequestNotOpen(status=row.status)
    refuse(request_faults(request, row.asking, row.asked, by_office=by_office, now=now, corrected=row))
    changes = request_columns(request)
    if not by_office:
        changes = {name: value for name, value in changes.items() if name not in OFFICE_ONLY}
    with transaction.atomic():
        row.correct(version=version, **changes)
        needed = row.people.exclude(person_id__in=request.people)
        if not by_office:
            needed = needed.filter(person__delegations__delegation=row.asking)
        needed.delete()
        _need(row, request.people)


def accept_request(*, request_id: int, version: int, actor: Membership, now: datetime, note: str = "") -> None:
    """The asked side agrees to meet, for the length asked. Raises ``NotAllowed``, ``NotYourDelegation``,
    ``AnswersForItself``, ``NoSuchRecord``, ``RecordChanged``, ``RequestNotOpen``."""
    row = _open_request(request_id, now)
    require_voice(actor, row.asked)
    _answer(row, version, actor, now, status=RequestStatus.ACCEPTED, answer_note=note.strip(), proposed_minutes=None)


def decline_request(*, request_id: int, version: int, actor: Membership, now: datetime, note: str = "") -> None:
    """The asked side says no, also after it had said yes. Raises as ``accept_request``."""
    row = _open_request(request_id, now, also=RequestStatus.ACCEPTED)
    require_voice(actor, row.asked)
    _answer(row, version, actor, now, status=RequestStatus.DECLINED, answer_note=note.strip())


def propose_length(
    *, request_id: int, version: int, minutes: int, actor: Membership, now: datetime, note: str = ""
) -> None:
    """The asked side would meet for another length. Raises as ``accept_request``, and ``SameLength``, ``BadInput``."""
    row = _open_request(request_id, now)
    require_voice(actor, row.asked)
    refuse(out_of_range("minutes", minutes, least=5, most=480))
    if minutes == row.minutes:
        raise SameLength(minutes=minutes)
    _answer(
        row, version, actor, now, status=RequestStatus.COUNTERED, answer_note=note.strip(), proposed_minutes=minutes
    )


def take_proposal(*, request_id: int, version: int, actor: Membership, now: datetime) -> None:
    """The asking side takes the length proposed, and the two will meet. Raises as ``accept_request``."""
    row = _open_request(request_id, now)
    require_voice(actor, row.asking)
    if row.status != RequestStatus.COUNTERED or row.proposed_minutes is None:
        raise RequestNotOpen(status=row.status)
    _answer(row, version, actor, now, status=RequestStatus.ACCEPTED, minutes=row.proposed_minutes)


def withdraw_request(*, request_id: int, version: int, actor: Membership, now: datetime) -> None:
    """The asking side asks no longer, also after it was accepted. Raises as ``accept_request``."""
    row = _open_request(request_id, now, also=RequestStatus.ACCEPTED)
    require_voice(actor, row.asking)
    row.correct(version=version, status=RequestStatus.WITHDRAWN.value)


def expire_requests(*, now: datetime) -> int:
    """Let every open request whose time is over expire, so that it stands in nobody's way; how many. Whoever reads a
    list of requests calls this first: within an organisation, as anyone, for the requests one may see."""
    over = MeetingRequest.objects.filter(status__in=OPEN, expires_at__lte=now)
    return over.update(status=RequestStatus.EXPIRED.value, version=F("version") + 1)


def _answer(
    row: MeetingRequest, version: int, actor: Membership, now: datetime, *, status: RequestStatus, **changes: Any
) -> None:
    row.correct(version=version, status=status.value, answered_at=now, answered_by_id=actor.account_id, **changes)


def _open_request(request_id: int, now: datetime, *, also: RequestStatus | None = None) -> MeetingRequest:
    expire_requests(now=now)
    row = _request(request_id)
    if row.status not in OPEN and row.status != also:
        raise RequestNotOpen(status=row.status)
    return row


def _request(request_id: int) -> MeetingRequest:
    rows = MeetingRequest.objects.select_related("asking__institution", "asked__institution", "asking__summit")
    row = rows.filter(pk=request_id).first()
    if row is None:
        raise NoSuchRecord(kind="request", record_id=request_id)
    return row


def _refuse_second(asking: Delegation, asked: Delegation) -> None:
    between = Q(asking=asking, asked=asked) | Q(asking=asked, asked=asking)
    rows = MeetingRequest.objects.select_related("asking__institution", "asked__institution")
    held = rows.filter(between, status__in=OPEN).first()
    if held is not None:
        raise RequestOpenAlready(
            request_id=held.pk, asking=held.asking.institution.name, asked=held.asked.institution.name
        )


def request_columns(given: RequestFacts) -> dict[str, Any]:
    """The row's columns but the two and the standing."""
    return {
        "subject": {code: text.strip() for code, text in given.subject.items() if text.strip()},
        "priority": given.priority,
        "minutes": given.minutes,
        "is_tentative": given.is_tentative,
        "host_id": given.host_id,
        "receiving_id": given.receiving_id or given.asked_id,
        "expires_at": given.expires_at,
        "asking_language": given.asking_language,
        "asked_language": given.asked_language,
        "persons": given.persons,
        "equipment": list(dict.fromkeys(given.equipment)),
        "clearance": given.clearance,
        "window": DateTimeTZRange(*given.window) if given.window else None,
        "preferred": DateTimeTZRange(*given.preferred) if given.preferred else None,
        "after_id": given.after_id,
    }


def _need(row: MeetingRequest, people: tuple[int, ...]) -> None:
    held = set(row.people.values_list("person_id", flat=True))
    for person_id in dict.fromkeys(people):
        if person_id not in held:
            RequestPerson.objects.create(organisation_id=row.organisation_id, request=row, person_id=person_id)
