"""A summit with three delegations and published versions of its programme, for tests of calendars and paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from menara.models import Placement
    from office import Office

ASKED_AT = datetime(2025, 9, 1, 8, 0, tzinfo=UTC)
FIRST = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)  # ten o'clock in Rabat


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Delegations, their heads, rooms and requests by short names; ``norway`` and ``ghana`` ask the ``host``."""

    office: Office
    summit: int
    delegations: dict[str, int]
    heads: dict[str, int]
    rooms: dict[str, int]
    requests: dict[str, int]

    def publish(self, *, at: datetime, **places: tuple[str, datetime, int] | tuple[str, datetime, int, str]) -> int:
        """A version with these places: room, begin, sequence and, where it is not planned, the state."""
        from menara.models import Placement, PlacementPerson, Programme

        Programme.objects.filter(summit=self.summit, status="published").update(status="superseded")
        number = Programme.objects.filter(summit=self.summit).count() + 1
        programme = Programme.objects.create(
            organisation_id=self.office.id,
            summit_id=self.summit,
            status="published",
            number=number,
            made_at=at,
            made_by=self.office.planner.account,
            published_at=at,
            published_by=self.office.planner.account,
        )
        for name, (room, begins, sequence, *state) in places.items():
            during = span(begins)
            told = {"during": during, "state": state[0] if state else "planned", "programme": programme}
            placed: Placement = Placement.objects.create(
                organisation_id=self.office.id,
                request_id=self.requests[name],
                room_id=self.rooms[room],
                occupies=during,
                sequence=sequence,
                **told,
            )
            for side in ("host", name):
                PlacementPerson.objects.create(
                    organisation_id=self.office.id, placement=placed, person_id=self.heads[side], **told
                )
        return programme.pk


def span(begins: datetime, minutes: int = 30) -> Any:
    from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

    return DateTimeTZRange(begins, begins + timedelta(minutes=minutes))


def lay(office: Office) -> Desk:
    """Lay the desk, as one who may write everything of the office."""
    from django.db.backends.postgresql.psycopg_any import DateRange

    from menara.models import Delegation, DelegationMember, Institution, MeetingRequest, Person, Room, Summit

    summit = Summit.objects.create(
        organisation_id=office.id,
        name={"en": "General Assembly", "ar": "الجمعية العامة"},
        venue={"en": "Palais des Congrès"},
        period=DateRange(date(2025, 11, 24), date(2025, 11, 28)),
        time_zone="Africa/Casablanca",
    )
    delegations, heads = {}, {}
    for name, languages in (("host", ["ar", "fr"]), ("norway", ["en"]), ("ghana", ["en"])):
        institution = Institution.objects.create(organisation_id=office.id, name={"en": f"Police of {name}"})
        delegation = Delegation.objects.create(
            organisation_id=office.id,
            summit=summit,
            institution=institution,
            is_host=name == "host",
            languages=languages,
        )
        person = Person.objects.create(organisation_id=office.id, names={}, institution=institution)
        DelegationMember.objects.create(organisation_id=office.id, delegation=delegation, person=person, role="head")
        delegations[name], heads[name] = delegation.pk, person.pk
    requests = {
        name: MeetingRequest.objects.create(
            organisation_id=office.id,
            summit=summit,
            asking_id=delegations[name],
            asked_id=delegations["host"],
            receiving_id=delegations["host"],
            subject={"en": f"Matters of {name}"},
            status="accepted",
            asked_at=ASKED_AT,
            clearance=1 if name == "ghana" else 0,
        ).pk
        for name in ("norway", "ghana")
    }
    rooms = {
        code: Room.objects.create(
            organisation_id=office.id,
            summit=summit,
            code=code,
            name={"en": f"Atlas {code}"},
            capacity=10,
            area="Ménara",
        ).pk
        for code in ("A1", "B1")
    }
    return Desk(office=office, summit=summit.pk, delegations=delegations, heads=heads, rooms=rooms, requests=requests)


def name_focal_point(desk: Desk, delegation: str) -> None:
    """Let the office's focal point act for this delegation."""
    from menara.models import FocalPoint

    FocalPoint.objects.create(
        organisation_id=desk.office.id,
        membership=desk.office.focal_point,
        delegation_id=desk.delegations[delegation],
        named_at=ASKED_AT,
    )
