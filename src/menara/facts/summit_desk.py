"""The invented desk of the demonstration's summits: delegations, rooms, interpreters, slots and requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from menara.facts.reading import Words, table

FILE = "summit_desk.toml"
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationTold:
    """``body`` is an institution's code, or the country (ISO 3166 alpha-3) of a police service."""

    body: str
    languages: tuple[str, ...]
    precedence: int
    is_host: bool
    most_in_row: int | None
    present: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTold:
    """Who asks whom for a meeting about which subject, and how it stands. ``after_first``: it follows the first
    meeting of the same two."""

    by: str
    to: str
    about: Words
    priority: int
    minutes: int
    status: str
    proposed: int | None
    is_tentative: bool
    persons: int
    equipment: tuple[str, ...]
    after_first: bool
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTold:
    code: str
    names: Words
    area: str
    capacity: int
    equipment: tuple[str, ...]
    clearance: int
    turnover: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterTold:
    """``pairs`` are directed: (source, target)."""

    code: str
    pairs: tuple[tuple[str, str], ...]
    clearance: int
    shifts: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceTold:
    body: str
    during: Span
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One summit's desk. ``names`` is blank where the summit itself is on the real record."""

    code: str
    names: Words
    city: Words
    country: str
    zone: str
    first_day: date
    days: int
    hours: tuple[Span, ...]
    slots: tuple[Span, ...]
    delegations: tuple[DelegationTold, ...]
    requests: tuple[RequestTold, ...]
    rooms: tuple[RoomTold, ...]
    walks: tuple[tuple[str, str, int], ...]
    interpreters: tuple[InterpreterTold, ...]
    absences: tuple[AbsenceTold, ...]


@cache
def summit_desks() -> tuple[Desk, ...]:
    """The desk of the summit of 2025 and that of a rehearsal in 2027."""
    file = table(FILE)
    return tuple(_desk(entry, file["subject"]) for entry in file["summit"])


@cache
def countries() -> Mapping[str, Words]:
    """Names of the countries whose police service is a body of its own here."""
    return {code: names for code, names in table(FILE)["country"].items() if len(code) == 3}


def _desk(entry: Mapping[str, Any], subjects: Mapping[str, Words]) -> Desk:
    zone = ZoneInfo(entry["zone"])
    hours = _hours(entry, zone)
    return Desk(
        code=entry["code"],
        names=entry.get("names", {}),
        city=entry.get("city", {}),
        country=entry.get("country", ""),
        zone=entry["zone"],
        first_day=entry["first_day"],
        days=entry["days"],
        hours=hours,
        slots=tuple(_slots(hours, timedelta(minutes=entry["step"]))),
        delegations=tuple(_delegation(told, hours, zone) for told in entry["delegations"]),
        requests=tuple(
            _request(told, subjects, datetime.combine(entry["asked_from"], time(9), zone) + timedelta(hours=7 * number))
            for number, told in enumerate(entry["requests"])
        ),
        rooms=tuple(_room(told) for told in entry["rooms"]),
        walks=tuple((told["one"], told["other"], told["minutes"]) for told in entry["walks"]),
        interpreters=tuple(_interpreter(told, hours) for told in entry["interpreters"]),
        absences=tuple(
            AbsenceTold(
                body=told["body"],
                during=(_moment(told["from"], zone), _moment(told["until"], zone)),
                reason=told["reason"],
            )
            for told in entry["absences"]
        ),
    )


def _hours(entry: Mapping[str, Any], zone: ZoneInfo) -> tuple[Span, ...]:
    days = [entry["first_day"] + timedelta(days=n) for n in range(entry["days"])]
    return tuple(
        (datetime.combine(day, time.fromisoformat(begin), zone), datetime.combine(day, time.fromisoformat(end), zone))
        for day in days
        for begin, end in entry["hours"]
    )


def _slots(hours: tuple[Span, ...], step: timedelta) -> list[Span]:
    return [
        (begin + number * step, begin + (number + 1) * step)
        for begin, end in hours
        for number in range((end - begin) // step)
    ]


def _delegation(told: Mapping[str, Any], hours: tuple[Span, ...], zone: ZoneInfo) -> DelegationTold:
    begin, end = told.get("from"), told.get("until")
    present = (
        _moment(begin, zone) if begin else hours[0][0],
        _moment(end, zone) if end else hours[-1][1],
    )
    return DelegationTold(
        body=told["body"],
        languages=tuple(told["languages"]),
        precedence=told["precedence"],
        is_host=told.get("is_host", False),
        most_in_row=told.get("most_in_row"),
        present=present if begin or end else None,
    )


def _request(told: Mapping[str, Any], subjects: Mapping[str, Words], asked_at: datetime) -> RequestTold:
    return RequestTold(
        by=told["by"],
        to=told["to"],
        about=subjects[told["about"]],
        priority=told["priority"],
        minutes=told["minutes"],
        status=told["status"],
        proposed=told.get("proposed"),
        is_tentative=told.get("tentative", False),
        persons=told.get("persons", 4),
        equipment=tuple(told.get("equipment", ())),
        after_first=told.get("after_first", False),
        asked_at=asked_at,
    )


def _room(told: Mapping[str, Any]) -> RoomTold:
    return RoomTold(
        code=told["code"],
        names=told["names"],
        area=told["area"],
        capacity=told["capacity"],
        equipment=tuple(told["equipment"]) if "equipment" in told else (),
        clearance=told.get("clearance", 0),
        turnover=told.get("turnover", 0),
    )


def _interpreter(told: Mapping[str, Any], hours: tuple[Span, ...]) -> InterpreterTold:
    on_duty = [span for span in hours if span[0].hour < 12] if told.get("mornings") else hours
    return InterpreterTold(
        code=told["code"],
        pairs=tuple((pair[:2], pair[3:]) for pair in told["pairs"]),
        clearance=told.get("clearance", 0),
        shifts=tuple(on_duty),
    )


def _moment(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)
