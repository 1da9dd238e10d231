"""The text of minutes as bytes that both sides can keep, and the hash that both sign.

The file is plain UTF-8 with line feeds. Lines that begin with two spaces are words, all others say what the words are,
so that no words can pass for something else. Anyone who holds the file can check the hash with a common tool such as
``sha256sum``; ``docs/minutes.md`` describes the file line by line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

FIRST_LINE = "menara minutes 1"
FIRST_LINE_OF_ADDENDUM = "menara addendum 1"
# Marks that turn the direction of what follows: with them a text could read otherwise than it is signed.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseText:
    """The words of one clause by language. ``number`` counts from 1 in the order of the text."""

    number: int
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesText:
    """What is signed. ``languages`` begins with the authoritative one; ``organisation`` and ``meeting`` are row ids,
    so that the text of one meeting never passes for that of another."""

    organisation: int
    meeting: int
    languages: tuple[str, ...]
    clauses: tuple[ClauseText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddendumText:
    """What both sides added. ``follows`` is the hash of the text or of the addendum before it."""

    follows: str
    number: int
    languages: tuple[str, ...]
    words: Mapping[str, str]


def tidy(words: str) -> str:
    """Words as they are kept: composed letters (NFC), line feeds, no space at the end of a line or of the text."""
    composed = unicodedata.normalize("NFC", words).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in composed.split("\n")).strip()


def unreadable(words: str) -> tuple[str, ...]:
    """The code points of ``words`` that a reader would not see as they are: control characters and turning marks."""
    found = {c for c in words if c in TURNING or (unicodedata.category(c) == "Cc" and c not in "\n\t")}
    return tuple(sorted(f"U+{ord(c):04X}" for c in found))


def canonical(text: MinutesText) -> bytes:
    """The file that is hashed. The same words give the same bytes."""
    lines = [FIRST_LINE, f"organisation {text.organisation}", f"meeting {text.meeting}"]
    lines.append(f"authoritative {text.languages[0]}")
    for clause in text.clauses:
        lines.append(f"clause {clause.number}")
        lines += _worded(clause.words, text.languages)
    return ("\n".join(lines) + "\n").encode()


def canonical_addendum(text: AddendumText) -> bytes:
    """The file of one addendum, which names the hash that it follows."""
    lines = [FIRST_LINE_OF_ADDENDUM, f"number {text.number}", f"follows {text.follows}"]
    lines.append(f"authoritative {text.languages[0]}")
    lines += _worded(text.words, text.languages)
    return ("\n".join(lines) + "\n").encode()


def hash_of(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return sha256(content).hexdigest()


def hash_of_words(words: str) -> str:
    """By which a translation remembers the words that it was made from."""
    return hash_of(tidy(words).encode())


def _worded(words: Mapping[str, str], languages: Sequence[str]) -> list[str]:
    found = []
    for language in languages:
        told = tidy(words.get(language, ""))
        if told:
            found.append(f"language {language}")
            found += [f"  {line}" for line in told.split("\n")]
    return found
