"""The summit and the meeting of the demonstration world, as reported: what was said is never more than said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from menara.facts.reading import Words, said, table
from menara.terms import Mark, OutcomeKind

FILE = "marrakech_2025.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Whose word a fact is, and how well it is known."""

    mark: Mark
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A number of the summit as published."""

    code: str
    number: int
    stated: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something on the programme beside the meetings; ``part_of_day`` where no hour was published."""

    code: str
    names: Words
    day: date
    part_of_day: str
    place: Words
    stated: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Summit:
    """``last_day`` is the last day of the programme (inclusive, as announced); ``zone`` an IANA time zone."""

    code: str
    names: Words
    city: Words
    country: str
    zone: str
    first_day: date
    last_day: date
    tallies: tuple[Tally, ...]
    events: tuple[Event, ...]
    stated: Stated

    def tally(self, code: str) -> int:
        """A published number by its code. Raises ``KeyError`` where there is none."""
        return {t.code: t.number for t in self.tallies}[code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title in the languages it was seen in. Whether it is held as acting, and between which days, is not known."""

    words: Words
    stated: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A principal. A script whose name was not seen is blank: names are never transliterated."""

    code: str
    latin: str
    arabic: str
    names_note: str
    organisation: str
    country: str
    titles: tuple[Title, ...]
    stated: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    person: str
    side: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one side said, with the verb the communiqué uses; ``matter`` are the words after the verb."""

    code: str
    side: str
    person: str
    on_behalf_of: str
    verb: str
    text: Words
    matter: Words
    stated: Stated
    reasons: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A result on its rung of the ladder; ``point`` names what it rests on."""

    code: str
    kind: OutcomeKind
    point: str
    text: Words
    stated: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A bilateral meeting. Blank hours were not published. ``nothing_signed`` says so in words, with its mark."""

    code: str
    day: date
    weekday: str
    part_of_day: str
    begins_at: str
    ends_at: str
    zone: str
    place: Words
    hosted_by: str
    received_by: str
    requested_by: str
    languages: tuple[str, ...]
    interpreters: tuple[str, ...]
    participants: tuple[Participant, ...]
    points: tuple[Point, ...]
    outcomes: tuple[Outcome, ...]
    nothing_signed: Words
    nothing_signed_stated: Stated
    stated: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A signed instrument; ``signed_on`` None where the day was not seen."""

    code: str
    kind: str
    partner: Words
    country: str
    signed_on: date | None
    scope: tuple[str, ...]
    stated: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """The whole story. The number of instruments is the length of their list, never a stored number."""

    summit: Summit
    persons: tuple[Person, ...]
    meeting: Meeting
    instruments: tuple[Instrument, ...]


@cache
def marrakech_2025() -> Scenario:
    """The meeting of 25 November 2025 in Marrakech, the summit around it and the two instruments signed there."""
    file = table(FILE)
    return Scenario(
        summit=_summit(file["summit"]),
        persons=tuple(_person(entry) for entry in file["person"]),
        meeting=_meeting(file["meeting"]),
        instruments=tuple(_instrument(entry) for entry in file["instrument"]),
    )


def _stated(entry: Mapping[str, Any]) -> Stated:
    mark, sources = said(entry, file=FILE)
    return Stated(mark=mark, sources=sources, note=entry.get("note", ""))


def _rest(entry: Mapping[str, Any], *but: str) -> dict[str, Any]:
    """The fields a record takes as they stand; lists become tuples."""
    left_out = {"mark", "sources", "note", *but}
    return {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items() if k not in left_out}


def _summit(entry: Mapping[str, Any]) -> Summit:
    return Summit(
        tallies=tuple(Tally(stated=_stated(t), **_rest(t)) for t in entry["tally"]),
        events=tuple(Event(stated=_stated(e), **_rest(e)) for e in entry["event"]),
        stated=_stated(entry),
        **_rest(entry, "tally", "event"),
    )


def _person(entry: Mapping[str, Any]) -> Person:
    return Person(
        latin=entry["names"]["latin"],
        arabic=entry["names"]["arabic"],
        titles=tuple(Title(words=t["words"], stated=_stated(t)) for t in entry["title"]),
        stated=_stated(entry),
        **_rest(entry, "names", "title"),
    )


def _meeting(entry: Mapping[str, Any]) -> Meeting:
    return Meeting(
        participants=tuple(Participant(**p) for p in entry["participant"]),
        points=tuple(Point(stated=_stated(p), **_rest(p)) for p in entry["point"]),
        outcomes=tuple(_outcome(o) for o in entry["outcome"]),
        nothing_signed=entry["nothing_signed"]["text"],
        nothing_signed_stated=_stated(entry["nothing_signed"]),
        stated=_stated(entry),
        **_rest(entry, "participant", "point", "outcome", "nothing_signed"),
    )


def _outcome(entry: Mapping[str, Any]) -> Outcome:
    return Outcome(kind=OutcomeKind(entry["kind"]), stated=_stated(entry), **_rest(entry, "kind"))


def _instrument(entry: Mapping[str, Any]) -> Instrument:
    return Instrument(
        signed_on=entry.get("signed_on"),
        scope=tuple(entry.get("scope", ())),
        stated=_stated(entry),
        **_rest(entry, "signed_on", "scope"),
    )
