"""The summit desk of the demonstration world: all of it invented, and every record says so.

It is written in bulk, past the actions: some six hundred rows must not make a start slow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from menara.actions.accounts import found_membership
from menara.facts import summit_desk
from menara.facts.reading import Words
from menara.facts.summit_desk import Desk, RequestTold, Span
from menara.models import (
    Absence,
    Account,
    Delegation,
    DelegationMember,
    DelegationRole,
    FocalPoint,
    Institution,
    Interpreter,
    InterpreterPair,
    InterpreterShift,
    Meeting,
    MeetingRequest,
    Membership,
    Person,
    PersonTitle,
    RequestStatus,
    Role,
    Room,
    RoomHours,
    Slot,
    Summit,
    Walk,
)
from menara.terms import Provenance

INVENTED = {"provenance": Provenance.SYNTHETIC.value, "source_key": "synthesis"}
SERVICE: Words = {
    "en": "Police service: %(country)s",
    "fr": "Service de police : %(country)s",
    "ar": "جهاز الشرطة: %(country)s",
}
HEAD: Words = {"en": "Head of delegation", "fr": "Chef de délégation", "ar": "رئيس الوفد"}
ADVISER: Words = {"en": "Adviser", "fr": "Conseiller", "ar": "مستشار"}
FOCAL_POINTS: Mapping[str, str] = {"focal.norway": "NOR", "focal.unpol": "UN Police"}
REAL_SUMMIT, REAL_MEETING = "INTERPOL-GA-93", ("UN Police", "DGSN-DGST")


@dataclass(frozen=True, kw_only=True)
class Bodies:
    """The institutions by their code or country, their heads and one adviser each."""

    institutions: Mapping[str, Institution]
    heads: Mapping[str, Person]
    advisers: Mapping[str, Person]


def lay(*, actor: Membership, now: datetime, password_hash: str) -> None:
    """Lay the desk of each summit, and let two focal points sign in. The real record must be there already."""
    own = {"organisation_id": actor.organisation_id}
    desks = summit_desk.summit_desks()
    bodies = _bodies(desks, own)
    delegations: list[dict[str, Delegation]] = []
    for desk in desks:
        summit = _summit(desk, own)
        _setting(desk, summit, own)
        delegations.append(_delegations(desk, summit, bodies, own))
        _requests(desk, summit, delegations[-1], actor, own)
    _link_the_real_meeting(delegations[0])
    for name, body in FOCAL_POINTS.items():
        _focal_point(name, [held[body] for held in delegations], password_hash, now, own)


def _bodies(desks: tuple[Desk, ...], own: Mapping[str, int]) -> Bodies:
    """The bodies of all desks: those on the real record, and a police service for every other country."""
    wanted = dict.fromkeys(told.body for desk in desks for told in desk.delegations)
    known = {row.code or row.country: row for row in Institution.objects.order_by("pk")}
    new = [
        Institution(
            **own,
            **INVENTED,
            country=body,
            name={code: form % {"country": summit_desk.countries()[body][code]} for code, form in SERVICE.items()},
        )
        for body in wanted
        if body not in known
    ]
    Institution.objects.bulk_create(new)
    known |= {row.country: row for row in new}
    real = {row.institution_id: row for row in Person.objects.order_by("pk")}
    heads = {b: real.get(known[b].pk) or Person(**own, **INVENTED, institution=known[b]) for b in wanted}
    advisers = {b: Person(**own, **INVENTED, institution=known[b]) for b in wanted}
    unnamed = [row for row in heads.values() if row.pk is None]
    Person.objects.bulk_create([*unnamed, *advisers.values()])
    titles = [(row, HEAD) for row in unnamed] + [(row, ADVISER) for row in advisers.values()]
    PersonTitle.objects.bulk_create(PersonTitle(**own, **INVENTED, person=row, text=dict(text)) for row, text in titles)
    return Bodies(institutions={b: known[b] for b in wanted}, heads=heads, advisers=advisers)


def _summit(desk: Desk, own: Mapping[str, int]) -> Summit:
    if desk.code == REAL_SUMMIT:
        return Summit.objects.get()
    return Summit.objects.create(
        **own,
        **INVENTED,
        name=dict(desk.names),
        period=DateRange(desk.first_day, desk.first_day + timedelta(days=desk.days)),
        venue=dict(desk.city),
        time_zone=desk.zone,
        country=desk.country,
    )


def _setting(desk: Desk, summit: Summit, own: Mapping[str, int]) -> None:
    Slot.objects.bulk_create(Slot(**own, summit=summit, during=_range(span)) for span in desk.slots)
    Walk.objects.bulk_create(Walk(**own, summit=summit, one=a, other=b, minutes=m) for a, b, m in desk.walks)
    rooms = [
        Room(
            **own,
            **INVENTED,
            summit=summit,
            code=told.code,
            name=dict(told.names),
            area=told.area,
            capacity=told.capacity,
            equipment=list(told.equipment),
            clearance=told.clearance,
            turnover_minutes=told.turnover,
        )
        for told in desk.rooms
    ]
    Room.objects.bulk_create(rooms)
    RoomHours.objects.bulk_create(
        # Behind the last meeting the room is turned over while it is still open.
        RoomHours(**own, room=room, during=_range((begin, end + timedelta(minutes=room.turnover_minutes))))
        for room in rooms
        for begin, end in desk.hours
    )
    interpreters = {
        told: Interpreter(**own, **INVENTED, summit=summit, code=told.code, clearance=told.clearance)
        for told in desk.interpreters
    }
    Interpreter.objects.bulk_create(interpreters.values())
    InterpreterPair.objects.bulk_create(
        InterpreterPair(**own, interpreter=row, source=source, target=target)
        for told, row in interpreters.items()
        for source, target in told.pairs
    )
    InterpreterShift.objects.bulk_create(
        InterpreterShift(**own, interpreter=row, during=_range(span))
        for told, row in interpreters.items()
        for span in told.shifts
    )


def _delegations(desk: Desk, summit: Summit, bodies: Bodies, own: Mapping[str, int]) -> dict[str, Delegation]:
    rows = {
        told.body: Delegation(
            **own,
            **INVENTED,
            summit=summit,
            institution=bodies.institutions[told.body],
            is_host=told.is_host,
            languages=list(told.languages),
            precedence=told.precedence,
            most_in_row=told.most_in_row,
            present=_range(told.present) if told.present else None,
        )
        for told in desk.delegations
    }
    Delegation.objects.bulk_create(rows.values())
    people = ((DelegationRole.HEAD, bodies.heads), (DelegationRole.MEMBER, bodies.advisers))
    DelegationMember.objects.bulk_create(
        DelegationMember(**own, **INVENTED, delegation=row, person=of[body], role=role.value, precedence=place)
        for body, row in rows.items()
        for place, (role, of) in enumerate(people, start=1)
    )
    Absence.objects.bulk_create(
        Absence(**own, person=bodies.heads[told.body], during=_range(told.during), reason=told.reason)
        for told in desk.absences
    )
    return rows


def _requests(
    desk: Desk, summit: Summit, delegations: Mapping[str, Delegation], actor: Membership, own: Mapping[str, int]
) -> None:
    rows: list[MeetingRequest] = []
    follows: list[tuple[MeetingRequest, MeetingRequest]] = []
    first: dict[tuple[str, str], MeetingRequest] = {}
    for told in desk.requests:
        row = MeetingRequest(**own, **INVENTED, summit=summit, **_request(told, delegations, actor))
        rows.append(row)
        if told.after_first:
            follows.append((row, first[told.by, told.to]))
        first.setdefault((told.by, told.to), row)
    MeetingRequest.objects.bulk_create(rows)
    for row, before in follows:
        row.after = before
    MeetingRequest.objects.bulk_update([row for row, _before in follows], ["after"])


def _request(told: RequestTold, delegations: Mapping[str, Delegation], actor: Membership) -> dict[str, Any]:
    """An open request of a summit that is over would only be called expired: it has no day of expiry."""
    was_answered = told.status not in (RequestStatus.ASKED, RequestStatus.EXPIRED, RequestStatus.WITHDRAWN)
    return {
        "asking": delegations[told.by],
        "asked": delegations[told.to],
        "receiving": delegations[told.to],
        "subject": dict(told.about),
        "priority": told.priority,
        "minutes": told.minutes,
        "proposed_minutes": told.proposed,
        "status": told.status,
        "is_tentative": told.is_tentative,
        "asked_at": told.asked_at,
        "expires_at": told.asked_at + timedelta(days=21) if told.status == RequestStatus.EXPIRED else None,
        "answered_at": told.asked_at + timedelta(days=4) if was_answered else None,
        "answered_by_id": actor.account_id if was_answered else None,
        "persons": told.persons,
        "equipment": list(told.equipment),
    }


def _link_the_real_meeting(delegations: Mapping[str, Delegation]) -> None:
    """The meeting of the real record was held at the guest's request; its details are invented and say so."""
    guest, host = (delegations[body] for body in REAL_MEETING)
    asked = MeetingRequest.objects.filter(asking=guest, asked=host).order_by("pk").first()
    Meeting.objects.filter(request__isnull=True, requested_by=guest.institution).update(request=asked)


def _focal_point(
    name: str, delegations: list[Delegation], password_hash: str, now: datetime, own: Mapping[str, int]
) -> None:
    called = name.replace(".", " ").title()
    account = Account(email=f"{name}@example.org", name=f"{called} (demonstration)", password=password_hash)
    account.save()
    membership_id = found_membership(
        organisation_id=own["organisation_id"], account_id=account.pk, role=Role.FOCAL_POINT
    )
    FocalPoint.objects.bulk_create(
        FocalPoint(**own, membership_id=membership_id, delegation=delegation, named_at=now)
        for delegation in delegations
    )


def _range(span: Span) -> DateTimeTZRange:
    return DateTimeTZRange(*span, "[)")
