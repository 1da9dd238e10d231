"""The record of one meeting as a communique needs it, and what is made from it.

Texts are by language ({"ar": …, "fr": …, "en": …}), names of persons by script ({"Arab": …, "Latn": …}). A blank is a
fact that nobody knows: the sentence that needs it is left out and told as a gap.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from menara.terms import OutcomeKind

Words = Mapping[str, str]
LANGUAGES = ("ar", "fr", "en")  # the source languages first


class Said(StrEnum):
    """How something was said; the same words as the record's."""

    CONVEYED_WISH = "conveyed_wish"
    STRESSED_IMPORTANCE = "stressed_importance"
    EXPRESSED = "expressed"
    PROPOSED = "proposed"
    AGREED = "agreed"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who led a side. ``titles`` are those held on the day, each in the languages it is known in; ``is_acting`` says of
    each whether it is held as acting, None where that is not known. ``country`` is the one the institution is of.
    ``is_recorded``: that someone led the side is on record; else only the body is."""

    names: Words = field(default_factory=dict)
    titles: tuple[Words, ...] = ()
    is_acting: tuple[bool | None, ...] = ()
    institution: Words = field(default_factory=dict)
    country: Words = field(default_factory=dict)
    is_recorded: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a side said. ``matter`` is what follows the verb, ``reasons`` what was named as the reason; ``is_head``
    tells of a speaker without a name that it was the head."""

    side: str  # host, guest
    speaker: Words  # names by script
    verb: Said
    matter: Words = field(default_factory=dict)
    reasons: Words = field(default_factory=dict)
    on_behalf_of: Words = field(default_factory=dict)
    text: Words = field(default_factory=dict)
    is_head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Followup:
    text: Words
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of the meeting, on its rung. ``document`` is what lets an agreed action be called agreed; a pledge has
    its quantity and note verbale, an instrument its title and its day, or a source that reports it."""

    kind: OutcomeKind
    text: Words = field(default_factory=dict)
    document: str = ""
    quantity: int | None = None
    unit: Words = field(default_factory=dict)
    note_verbale: str = ""
    title: Words = field(default_factory=dict)
    signed_on: date | None = None
    source: str = ""
    followups: tuple[Followup, ...] = ()

    @property
    def is_borne_out(self) -> bool:
        """Whether what its rung asks for is there; else it is not told on that rung."""
        match self.kind:
            case OutcomeKind.AGREED_ACTION:
                return bool(self.document)
            case OutcomeKind.PLEDGE:
                return bool(self.quantity and self.note_verbale)
            case OutcomeKind.INSTRUMENT:
                return bool(any(self.title.values()) and (self.signed_on or self.source))
            case _:
                return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything a communique may say. ``known`` are further proper names that may stand in a text: countries, the
    organisation itself."""

    held_on: date
    part_of_day: str = ""
    venue: Words = field(default_factory=dict)
    city: Words = field(default_factory=dict)
    event: Words = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None  # inclusive
    host: Principal = field(default_factory=Principal)
    guest: Principal = field(default_factory=Principal)
    requested_by: Words = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    results: tuple[Result, ...] = ()
    known: tuple[Words, ...] = ()

    def borne_out(self, *kinds: OutcomeKind) -> tuple[Result, ...]:
        """The results on these rungs that have what the rung asks for."""
        return tuple(result for result in self.results if result.kind in kinds and result.is_borne_out)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Gap:
    """A sentence that was left out, or stands on less than it should. ``code`` names why, ``about`` of what,
    ``language`` where; blank is all."""

    code: str
    about: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A title and paragraphs in one language."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was composed, by language, and what was left out. ``called``: what gaps are about, in each language."""

    texts: Mapping[str, Text]
    gaps: tuple[Gap, ...]
    called: Mapping[str, Words] = field(default_factory=dict)


def paragraphs(body: str) -> tuple[str, ...]:
    """A body's paragraphs, which blank lines keep apart."""
    parts = body.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return tuple(part.strip() for part in parts if part.strip())


def text_hash(*, titles: Words, bodies: Words, dated_on: date) -> str:
    """SHA-256, hexadecimal, of a text in all its languages: of canonical JSON, composed characters, line ends ``\\n``,
    no blanks at the ends."""
    told = {
        "dated_on": dated_on.isoformat(),
        "texts": {
            language: [_canonical(titles.get(language, "")), _canonical(bodies.get(language, ""))]
            for language in sorted({*titles, *bodies})
            if titles.get(language) or bodies.get(language)
        },
    }
    made = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(made.encode()).hexdigest()


def _canonical(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
