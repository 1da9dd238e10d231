"""What stands in the way of a meeting, with the records' names in place of the engine's keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from menara.queries.listing import Words
from menara.sentences import Code, Sentence
from menara.sentences.programme import MEETING, barred_sentence

# What a person may decide against; all else is refused.
SOFT = frozenset({"participant_rests", "interpreter_rests", "room_seats_all", "room_is_equipped", "is_preferred"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the engine's keys are called. A participant is a sentence, because a head is named by the delegation.
    ``slots``: begin and end of each, in the summit's zone."""

    meetings: Mapping[str, Sentence] = field(default_factory=dict)
    participants: Mapping[str, Sentence] = field(default_factory=dict)
    rooms: Mapping[str, Words] = field(default_factory=dict)
    interpreters: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, tuple[datetime, datetime]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A constraint that does not hold. Hard: refused; else a person may decide against it. ``requests``: the meetings
    it is about."""

    constraint: str
    is_hard: bool
    sentence: Sentence
    requests: tuple[int, ...] = ()


def meeting_named(one: Words, other: Words) -> Sentence:
    """A meeting by its two sides, who asked first."""
    return Sentence(template=MEETING, facts={"one": one, "other": other})


def conflict_of(
    constraint: str, about: Mapping[str, Any], names: Names, *, more: Mapping[str, Any] | None = None
) -> Conflict:
    """One violation or reason of the engine, named."""
    facts = {**_named(about, names), **(more or {})}
    keys = [about[name] for name in ("meeting", "other") if name in about] + list(about.get("meetings", ()))
    return Conflict(
        constraint=constraint,
        is_hard=constraint not in SOFT,
        sentence=barred_sentence(constraint, facts),
        requests=tuple(int(key) for key in dict.fromkeys(keys) if str(key).isdigit()),
    )


def without_repeats(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Each once: of one clash in three steps of the clock the first step is told."""
    seen: dict[tuple[Any, ...], Conflict] = {}
    for found in conflicts:
        facts = {k: v for k, v in found.sentence.facts.items() if k not in ("day", "begin")}
        seen.setdefault((found.constraint, found.requests, repr(facts)), found)
    return tuple(seen.values())


def _named(about: Mapping[str, Any], names: Names) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, value in about.items():
        match name:
            case "meeting" | "other":
                facts[name] = names.meetings.get(value) or names.participants.get(value)
            case "participant":
                facts[name] = names.participants.get(value)
            case "room":
                facts[name] = names.rooms.get(value)
            case "interpreter":
                facts[name] = names.interpreters.get(value)
            case "fixed":
                facts[name] = names.rooms.get(value)
            case "from" | "into":
                facts[name] = Code("language", value)
            case "lacking":
                facts[name] = tuple(Code("equipment", code) for code in value)
            case "slot":
                facts |= _at(names, value)
            case "meetings":
                facts[name] = tuple(names.meetings[key] for key in value if key in names.meetings)
            case _:
                facts[name] = value
    return {name: value for name, value in facts.items() if value not in (None, ())}


def _at(names: Names, slot: str) -> dict[str, Any]:
    if slot not in names.slots:
        return {}
    begin, end = names.slots[slot]
    return {"day": begin.date(), "begin": f"{begin:%H:%M}", "end": f"{end:%H:%M}"}
