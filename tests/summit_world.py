"""A small summit with accepted requests, for tests of its programme: one day, two rooms, two interpreters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from menara.models import (
    Delegation,
    DelegationMember,
    Institution,
    Interpreter,
    InterpreterPair,
    InterpreterShift,
    MeetingRequest,
    Person,
    Room,
    RoomHours,
    Slot,
    Summit,
)
from office import Office

ZONE = ZoneInfo("Africa/Casablanca")
DAY = date(2026, 9, 14)
BEFORE = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)  # two weeks before it begins


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    """A moment of the summit, in its own zone."""
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=ZONE) + timedelta(days=day)


def span(begin: datetime, end: datetime) -> DateTimeTZRange:
    return DateTimeTZRange(begin, end)


@dataclass(kw_only=True)
class World:
    """Ids by name: delegations ``host``, ``no`` …; heads under the same names; slots by hour (9.5 is 9:30)."""

    office: Office
    summit: Summit
    delegations: dict[str, Delegation] = field(default_factory=dict)
    heads: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    interpreters: dict[str, Interpreter] = field(default_factory=dict)
    slots: dict[float, Slot] = field(default_factory=dict)

    @property
    def own(self) -> dict[str, int]:
        return {"organisation_id": self.office.id}

    def add_delegation(self, code: str, *languages: str, head: bool = True, **known: Any) -> Delegation:
        own = self.own
        institution = Institution.objects.create(**own, name={"en": f"Police of {code}"}, code=code)
        languages = languages or ("en",)
        row = Delegation.objects.create(
            **own, summit=self.summit, institution=institution, languages=list(languages), **known
        )
        self.delegations[code] = row
        if head:
            self.heads[code] = Person.objects.create(**own, names={"Latn": f"Head of {code}"}, institution=institution)
            DelegationMember.objects.create(**own, delegation=row, person=self.heads[code], role="head")
        return row

    def add_room(self, code: str, *, hours: Iterable[tuple[datetime, datetime]] | None = None, **known: Any) -> Room:
        row = Room.objects.create(
            **self.own, **{"summit": self.summit, "code": code, "name": {"en": code}, "capacity": 8, **known}
        )
        for begin, end in hours if hours is not None else [(at(8), at(20))]:
            RoomHours.objects.create(**self.own, room=row, during=span(begin, end))
        self.rooms[code] = row
        return row

    def add_interpreter(self, code: str, *pairs: tuple[str, str], **known: Any) -> Interpreter:
        row = Interpreter.objects.create(**self.own, summit=self.summit, code=code, **known)
        for source, target in pairs:
            InterpreterPair.objects.create(**self.own, interpreter=row, source=source, target=target)
        InterpreterShift.objects.create(**self.own, interpreter=row, during=span(at(8), at(20)))
        self.interpreters[code] = row
        return row

    def ask(self, asking: str, asked: str = "host", **known: Any) -> int:
        """An accepted request; its id."""
        row = MeetingRequest.objects.create(
            **self.own,
            **{
                "summit": self.summit,
                "asking": self.delegations[asking],
                "asked": self.delegations[asked],
                "receiving": self.delegations[asked],
                "status": "accepted",
                "asked_at": BEFORE,
                **known,
            },
        )
        return row.pk

    def where(self, room: str, hour: float) -> dict[str, int]:
        """A place, as actions take it."""
        return {"room_id": self.rooms[room].pk, "slot_id": self.slots[hour].pk}


def build(office: Office, *, hours: Iterable[float] = (9, 9.5, 10, 10.5, 11, 11.5)) -> World:
    """The summit with its host (Arabic), Norway, Kenya and Ghana (English), Spain (Spanish) and two rooms."""
    summit = Summit.objects.create(
        organisation_id=office.id,
        name={"en": "Small summit"},
        period=DateRange(DAY, DAY + timedelta(days=1)),
        time_zone="Africa/Casablanca",
    )
    world = World(office=office, summit=summit)
    for hour in hours:
        begin = at(int(hour), int(hour % 1 * 60))
        world.slots[hour] = Slot.objects.create(
            **world.own, summit=summit, during=span(begin, begin + timedelta(minutes=30))
        )
    world.add_delegation("host", "ar", "en", is_host=True)
    for code in ("norway", "kenya", "ghana"):
        world.add_delegation(code, "en")
    world.add_delegation("spain", "es")
    world.add_room("Atlas 1")
    world.add_room("Atlas 2")
    world.add_interpreter("I-1", ("ar", "es"), ("es", "ar"))
    return world
