"""A made-up summit of ``bench.summits`` as records of the summit desk, so that its pages and actions can be measured.

Records are marked synthetic where they have such a mark. What the tables cannot say is left out: preferred rooms, and a
participant's rest, for which the desk has no field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from menara.engines.meetings.problem import Interpreter as EngineInterpreter
from menara.engines.meetings.problem import Meeting, Participant, Placing, Problem, Slot
from menara.models import (
    Absence,
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
    Summit,
    Walk,
)
from menara.models import Slot as SlotRow

ZONE = ZoneInfo("Africa/Casablanca")
FIRST_DAY = date(2026, 9, 14)
ASKED_AT = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)  # before it begins
PRIORITY = {1: 3, 2: 2}  # of the engine's worth; more is the highest


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Row ids by the keys of the problem; people are the heads, by the key of the participant."""

    summit: int
    slots: Mapping[str, int]
    rooms: Mapping[str, int]
    people: Mapping[str, int]
    interpreters: Mapping[str, int]
    requests: Mapping[str, int]

    def placings(self, programme: Iterable[Placing]) -> tuple[Placing, ...]:
        """A programme of the problem in the ids of these rows."""
        return tuple(
            Placing(
                meeting=str(self.requests[p.meeting]),
                slot=str(self.slots[p.slot]),
                room=str(self.rooms[p.room]),
                interpreters=tuple(sorted(str(self.interpreters[key]) for key in p.interpreters)),
            )
            for p in programme
        )


def load(problem: Problem, *, organisation_id: int, languages: Mapping[str, tuple[str, ...]]) -> Loaded:
    """Write a problem down as a summit whose requests are all accepted. ``languages``: what each delegation speaks. The
    caller acts for the organisation."""
    return _Writer(problem, organisation_id, languages).write()


class _Writer:
    def __init__(self, problem: Problem, organisation_id: int, languages: Mapping[str, tuple[str, ...]]) -> None:
        self.problem, self.languages = problem, languages
        self.own = {"organisation_id": organisation_id}
        self.days = sorted({s.day for s in problem.slots})
        self.step = problem.slots[0].end - problem.slots[0].begin

    def write(self) -> Loaded:
        ends_on = FIRST_DAY + timedelta(days=self.days[-1] - self.days[0] + 1)
        self.summit = Summit.objects.create(
            **self.own,
            name={"en": "Made-up summit"},
            period=DateRange(FIRST_DAY, ends_on),
            time_zone="Africa/Casablanca",
            provenance="synthetic",
        )
        here = {**self.own, "summit": self.summit}
        slots = SlotRow.objects.bulk_create([SlotRow(**here, during=self._span(s)) for s in self.problem.slots])
        Walk.objects.bulk_create(
            Walk(**here, one=min(pair), other=max(pair), minutes=took) for pair, took in self.problem.walking.items()
        )
        people, delegations = self._delegations(here)
        rooms = self._rooms(here)
        team = self._interpreters(here)
        requests = MeetingRequest.objects.bulk_create(
            [self._request(here, m, delegations) for m in self.problem.meetings], batch_size=500
        )
        return Loaded(
            summit=self.summit.pk,
            slots=dict(zip((s.key for s in self.problem.slots), (row.pk for row in slots), strict=True)),
            rooms=dict(zip((r.key for r in self.problem.rooms), (row.pk for row in rooms), strict=True)),
            people={key: row.pk for key, row in people.items()},
            interpreters=dict(zip((i.key for i in self.problem.interpreters), (row.pk for row in team), strict=True)),
            requests=dict(zip((m.key for m in self.problem.meetings), (row.pk for row in requests), strict=True)),
        )

    # --- delegations --------------------------------------------------------------------------------------------------

    def _delegations(self, here: Mapping[str, Any]) -> tuple[dict[str, Person], dict[str, Delegation]]:
        own, people = self.own, self.problem.participants
        bodies = Institution.objects.bulk_create(
            [Institution(**own, name={"en": f"Police of {p.key}"}, code=f"{self.summit.pk}-{p.key}") for p in people]
        )
        delegations = Delegation.objects.bulk_create(
            [
                Delegation(
                    **here,
                    institution=body,
                    languages=[code.lower() for code in self.languages[p.key]],
                    most_in_row=p.in_a_row,
                    precedence=k + 1,
                    is_host=k == 0,
                )
                for k, (p, body) in enumerate(zip(people, bodies, strict=True))
            ]
        )
        heads = Person.objects.bulk_create(
            [
                Person(**own, institution=body, names={"Latn": f"Head of {p.key}"})
                for p, body in zip(people, bodies, strict=True)
            ]
        )
        DelegationMember.objects.bulk_create(
            [
                DelegationMember(**own, delegation=delegation, person=head, role="head")
                for delegation, head in zip(delegations, heads, strict=True)
            ]
        )
        Absence.objects.bulk_create(
            [
                Absence(**own, person=head, during=span)
                for p, head in zip(people, heads, strict=True)
                for span in self._absences(p)
            ]
        )
        keys = [p.key for p in people]
        return dict(zip(keys, heads, strict=True)), dict(zip(keys, delegations, strict=True))

    def _absences(self, who: Participant) -> Iterator[DateTimeTZRange]:
        if who.available is not None:
            yield from self._spans([s for s in self.problem.slots if s.key not in who.available])

    # --- rooms, interpreters, requests --------------------------------------------------------------------------------

    def _rooms(self, here: Mapping[str, Any]) -> list[Room]:
        rooms = Room.objects.bulk_create(
            [
                Room(
                    **here,
                    name={"en": r.key},
                    code=r.key,
                    area=r.area,
                    capacity=r.seats,
                    equipment=sorted(r.equipment),
                    clearance=r.clearance,
                    turnover_minutes=r.turnover,
                )
                for r in self.problem.rooms
            ]
        )
        spans = list(self._days())
        RoomHours.objects.bulk_create([RoomHours(**self.own, room=row, during=span) for row in rooms for span in spans])
        return rooms

    def _interpreters(self, here: Mapping[str, Any]) -> list[Interpreter]:
        own, team = self.own, self.problem.interpreters
        rows = Interpreter.objects.bulk_create(
            [
                Interpreter(
                    **here,
                    code=i.key,
                    clearance=i.clearance,
                    most_minutes_in_row=(i.in_a_row or 100) * self.step,
                    rest_minutes=i.rest,
                )
                for i in team
            ]
        )
        both = list(zip(team, rows, strict=True))
        InterpreterPair.objects.bulk_create(
            [
                InterpreterPair(**own, interpreter=row, source=a.lower(), target=b.lower())
                for i, row in both
                for a, b in sorted(i.pairs)
            ]
        )
        InterpreterShift.objects.bulk_create(
            [InterpreterShift(**own, interpreter=row, during=span) for i, row in both for span in self._shifts(i)]
        )
        return rows

    def _shifts(self, who: EngineInterpreter) -> Iterator[DateTimeTZRange]:
        if who.shifts is None:
            return self._days()
        return self._spans([s for s in self.problem.slots if who.shifts is not None and s.key in who.shifts])

    def _request(self, here: Mapping[str, Any], m: Meeting, delegations: Mapping[str, Delegation]) -> MeetingRequest:
        asking, asked = (delegations[key] for key in m.participants)
        liked = [s for s in self.problem.slots if s.key in m.preferred_slots]
        return MeetingRequest(
            **here,
            asking=asking,
            asked=asked,
            receiving=asked,
            subject={"en": f"Subject of {m.key}"},
            status="accepted",
            asked_at=ASKED_AT,
            priority=PRIORITY.get(m.priority, 1),
            minutes=m.length * self.step,
            is_tentative=m.tentative,
            persons=m.persons,
            equipment=sorted(m.equipment),
            clearance=m.clearance,
            preferred=DateTimeTZRange(self._at(liked[0], liked[0].begin), self._at(liked[-1], liked[-1].end + 5))
            if liked
            else None,
            provenance="synthetic",
        )

    # --- time ---------------------------------------------------------------------------------------------------------

    def _at(self, slot: Slot, minutes: int) -> datetime:
        day = FIRST_DAY + timedelta(days=slot.day - self.days[0])
        return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(minutes=minutes)

    def _span(self, slot: Slot) -> DateTimeTZRange:
        return DateTimeTZRange(self._at(slot, slot.begin), self._at(slot, slot.end))

    def _spans(self, slots: list[Slot]) -> Iterator[DateTimeTZRange]:
        """These slots as spans: those that follow one another make one."""
        place = {s.key: k for k, s in enumerate(self.problem.slots)}
        cuts = [0]
        cuts += [
            k + 1
            for k, (one, other) in enumerate(pairwise(slots))
            if one.day != other.day or place[other.key] != place[one.key] + 1
        ]
        for begin, end in pairwise([*cuts, len(slots)]):
            if begin < end:
                yield DateTimeTZRange(
                    self._at(slots[begin], slots[begin].begin), self._at(slots[end - 1], slots[end - 1].end)
                )

    def _days(self) -> Iterator[DateTimeTZRange]:
        for day in self.days:
            some = next(s for s in self.problem.slots if s.day == day)
            yield DateTimeTZRange(self._at(some, 8 * 60), self._at(some, 20 * 60))
