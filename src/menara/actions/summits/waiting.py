"""What becomes of published places on the day, and who waits for a room that comes free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from menara.actions.summits.booking import BookedMeanwhile, book, bookings
from menara.actions.summits.placing import NotAccepted, fitted, known
from menara.actions.summits.programme import copy_of, count_change
from menara.actions.summits.publishing import hold_summit, notice, place_as_json, put_in_force
from menara.engines.meetings.move import free_places
from menara.engines.meetings.problem import Placing
from menara.errors import Refusal
from menara.models import (
    LIVE,
    MeetingRequest,
    Membership,
    Notice,
    NoticeKind,
    Placement,
    PlaceState,
    Programme,
    ProgrammeStatus,
    RequestStatus,
    WaitingPlace,
)
from menara.permissions import may_edit, may_publish, may_speak, require
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.clock import MINUTE, touches
from menara.queries.summits.programme import Place, draft_of, published_of
from menara.queries.summits.publishing import own_delegations
from menara.queries.summits.scheduling import ProgrammeCase, problem_of
from menara.wording import gettext_noop

GIVEN = {
    "en": "A free room was given to a meeting that waited for one.",
    "fr": "Une salle libérée a été attribuée à une rencontre en attente.",
    "ar": "أُسندت قاعة شاغرة إلى لقاء كان في الانتظار.",
}


class NotInForce(Refusal):
    """Only places of the version in force are held, missed or called off."""

    def __init__(self) -> None:
        super().__init__("not_in_force", gettext_noop("This place is not in the version in force."))


class HasNotBegun(Refusal):
    def __init__(self) -> None:
        super().__init__("has_not_begun", gettext_noop("The meeting has not begun yet."))


class AlreadyWaiting(Refusal):
    def __init__(self) -> None:
        super().__init__("already_waiting", gettext_noop("This meeting is on the waiting list already."))


class AlreadyPlaced(Refusal):
    def __init__(self) -> None:
        super().__init__("already_placed", gettext_noop("This meeting has a place in the version in force."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A room that came free, and the first who waits and whom it fits; None where nobody is."""

    waiting_id: int | None = None
    place: Place | None = None


def report_held(*, placement_id: int, actor: Membership, now: datetime) -> None:
    """The meeting took place. Raises ``NotAllowed``, ``NoSuchRecord``, ``NotInForce``, ``HasNotBegun``,
    ``BookedMeanwhile``."""
    require(actor, may_edit)
    _set_state(placement_id, PlaceState.HELD, now)


def report_no_show(*, placement_id: int, actor: Membership, now: datetime) -> Released:
    """A side did not come: the room is free from now on, and offered to the first who waits and whom it fits. Raises
    as ``report_held``."""
    require(actor, may_edit)
    return _release(placement_id, PlaceState.NO_SHOW, now)


def cancel_place(*, placement_id: int, actor: Membership, now: datetime) -> Released:
    """The meeting is called off; both sides are told, the room is offered. Raises as ``report_held``."""
    require(actor, may_edit)
    return _release(placement_id, PlaceState.CANCELLED, now)


def restore_place(*, placement_id: int, actor: Membership, now: datetime) -> None:
    """Take back that a meeting was held, missed or called off. Raises as ``report_held``; ``BookedMeanwhile`` where its
    room, people or interpreters are taken by now."""
    require(actor, may_edit)
    _set_state(placement_id, PlaceState.PLANNED, now)


def join_waiting(
    *,
    request_id: int,
    actor: Membership,
    now: datetime,
    room_id: int | None = None,
    begins_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> int:
    """Let a meeting wait for a room, in a certain time or any, and return the row's id. A focal point reaches the own
    delegation's requests alone. Raises ``NotAllowed``, ``NoSuchRecord``, ``NotAccepted``, ``AlreadyPlaced``,
    ``AlreadyWaiting``."""
    require(actor, may_speak)
    row = MeetingRequest.objects.filter(pk=request_id).first()
    if row is None:
        raise NoSuchRecord(kind="meetingrequest", record_id=request_id)
    if row.status != RequestStatus.ACCEPTED:
        raise NotAccepted(status=row.status)
    in_force = Placement.objects.filter(request=row, programme__status=ProgrammeStatus.PUBLISHED.value, state__in=LIVE)
    if in_force.exists():
        raise AlreadyPlaced
    wanted = DateTimeTZRange(begins_at, ends_at) if begins_at and ends_at and begins_at < ends_at else None
    try:
        with transaction.atomic():
            waiting = WaitingPlace.objects.create(
                organisation_id=actor.organisation_id,
                request=row,
                room_id=room_id,
                wanted=wanted,
                asked_at=now,
                asked_by_id=actor.account_id,
            )
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) != "waitingplace_once":
            raise
        raise AlreadyWaiting from error
    return waiting.pk


def leave_waiting(*, waiting_id: int, actor: Membership, now: datetime) -> None:
    """No longer wait. Raises ``NotAllowed``, ``NoSuchRecord``."""
    require(actor, may_speak)
    if not WaitingPlace.objects.filter(pk=waiting_id, ended_at__isnull=True).update(ended_at=now):
        raise NoSuchRecord(kind="waitingplace", record_id=waiting_id)


def give_place(*, waiting_id: int, room_id: int, slot_id: int, actor: Membership, now: datetime) -> int:
    """Give a free place to a meeting that waits: a new version is published that says nothing else, because what is
    published is not changed. The open draft gets the place too, where it fits. The number of the version is returned.

    Raises ``NotAllowed``, ``NoSuchRecord``, ``NotInForce``, ``NotAccepted``, ``ProgrammeClashes``, ``ProgrammeWarns``,
    ``BookedMeanwhile``.
    """
    require(actor, may_publish)
    with transaction.atomic():
        rows = WaitingPlace.objects.select_related("request").filter(pk=waiting_id, ended_at__isnull=True)
        summit_id = rows.values_list("request__summit_id", flat=True).first()
        if summit_id is None:
            raise NoSuchRecord(kind="waitingplace", record_id=waiting_id)
        hold_summit(summit_id)
        # Read once nobody else gives: a second hand must not move what the first has placed.
        waiting = rows.first()
        if waiting is None:
            raise NoSuchRecord(kind="waitingplace", record_id=waiting_id)
        in_force, draft_id = published_of(summit_id=summit_id), draft_of(summit_id=summit_id)
        if in_force is None:
            raise NotInForce
        new = copy_of(in_force, summit_id=summit_id, actor=actor, now=now)
        placing = _put(new, waiting.request_id, slot=str(slot_id), room=str(room_id), now=now)
        case = problem_of(programme_id=new.pk, now=now)
        number = put_in_force(new, case, release_note=GIVEN, actor=actor, now=now)
        waiting.ended_at = now
        waiting.served_by = Placement.objects.get(programme=new, request_id=waiting.request_id)
        waiting.save(update_fields=["ended_at", "served_by"])
        if draft_id is not None:
            _put_too(draft_id, placing, now)
        return number


def _put(programme: Programme, request_id: int, *, slot: str, room: str, now: datetime) -> Placing:
    case = problem_of(programme_id=programme.pk, now=now)
    if slot not in case.clock.spans or all(r.key != room for r in case.problem.rooms):
        raise NoSuchRecord(kind="slot", record_id=int(slot))
    placing, _warnings = fitted(case, known(case, request_id), slot=slot, room=room, team=None, anyway=False)
    book(programme=programme, case=case, booked=bookings(case, [placing]))
    return placing


def _put_too(draft_id: int, placing: Placing, now: datetime) -> None:
    """The same place in the open draft. Where the draft has other plans for the room or the people, they stand."""
    draft = Programme.objects.select_for_update(no_key=True).get(pk=draft_id)
    try:
        with transaction.atomic():
            _put(draft, int(placing.meeting), slot=placing.slot, room=placing.room, now=now)
    except Refusal:
        return
    count_change(draft)


# --- states -----------------------------------------------------------------------------------------------------------


def _release(placement_id: int, state: PlaceState, now: datetime) -> Released:
    with transaction.atomic():
        row = _set_state(placement_id, state, now)
        if state is PlaceState.CANCELLED:
            told = {"before": _place(row), "after": None}
            _tell(row.programme, row.request, NoticeKind.TAKEN_OUT, told, now)
        return _offer(row, now)


def _set_state(placement_id: int, state: PlaceState, now: datetime) -> Placement:
    with transaction.atomic():
        found = Placement.objects.filter(pk=placement_id).values_list("programme_id", "programme__summit_id").first()
        if found is None:
            raise NoSuchRecord(kind="placement", record_id=placement_id)
        # A version made from this one meanwhile would not know of it.
        hold_summit(found[1])
        programme = Programme.objects.select_for_update(no_key=True).get(pk=found[0])
        if programme.status != ProgrammeStatus.PUBLISHED:
            raise NotInForce
        row = Placement.objects.select_related("request", "room", "programme").get(pk=placement_id)
        if state in (PlaceState.HELD, PlaceState.NO_SHOW) and now < row.during.lower:
            raise HasNotBegun
        if row.state == state:
            return row
        row.state, row.sequence = state.value, row.sequence + 1
        try:
            with transaction.atomic():
                row.save(update_fields=["state", "sequence"])
        except IntegrityError as error:
            raise BookedMeanwhile(conflicts=()) from error
        _follow(row)
        return row


def _follow(row: Placement) -> None:
    """The open draft says the same of the meeting; of one that it moved, only that it was called off."""
    draft_id = draft_of(summit_id=row.programme.summit_id)
    if draft_id is None:
        return
    # Held first, as by whoever places in it.
    draft = Programme.objects.select_for_update(no_key=True).get(pk=draft_id)
    copies = Placement.objects.filter(programme=draft, request_id=row.request_id)
    if row.state != PlaceState.CANCELLED:
        copies = copies.filter(during=row.during, room_id=row.room_id)
    try:
        with transaction.atomic():
            if copies.update(state=row.state):
                count_change(draft)
    except IntegrityError:
        return  # the draft has given its room away; that shows among the differences


def _offer(row: Placement, now: datetime) -> Released:
    """Tell the first who waits, and whom the free room fits."""
    case = problem_of(programme_id=row.programme_id, now=now)
    begin, end = max(now, row.during.lower), row.occupies.upper
    rows = WaitingPlace.objects.filter(request__summit_id=row.programme.summit_id, ended_at__isnull=True)
    for waiting in rows.select_related("request").order_by("asked_at", "pk"):
        place = _fitting(case, waiting, row, begin, end)
        if place is not None:
            told = {"before": None, "after": place_as_json(place)}
            _tell(row.programme, waiting.request, NoticeKind.ROOM_FREE, told, now)
            return Released(waiting_id=waiting.pk, place=place)
    return Released()


def _fitting(
    case: ProgrammeCase, waiting: WaitingPlace, row: Placement, begin: datetime, end: datetime
) -> Place | None:
    request = str(waiting.request_id)
    if waiting.room_id not in (None, row.room_id) or all(m.key != request for m in case.problem.meetings):
        return None
    for found in free_places(problem=case.problem, programme=case.programme, meeting=request):
        starts = case.clock.spans[found.slot][0]
        ends = starts + waiting.request.minutes * MINUTE
        if found.room != str(row.room_id) or not begin <= starts < end:
            continue
        if waiting.wanted is None or touches(waiting.wanted, starts, ends):
            return Place(room_id=row.room_id, room=row.room.name, begins_at=starts, ends_at=ends, state="planned")
    return None


def _tell(
    programme: Programme, request: MeetingRequest, kind: NoticeKind, facts: Mapping[str, object], now: datetime
) -> None:
    Notice.objects.bulk_create(
        notice(programme, kind, request_id=request.pk, delegation_id=own, now=now, facts=facts)
        for own in sorted({request.asking_id, request.asked_id} - own_delegations(summit_id=request.summit_id))
    )


def _place(row: Placement) -> dict[str, object] | None:
    begin, end = row.during.lower, row.during.upper
    return place_as_json(Place(room_id=row.room_id, room=row.room.name, begins_at=begin, ends_at=end, state=row.state))
