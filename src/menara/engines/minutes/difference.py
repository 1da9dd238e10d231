"""What differs between two texts, word by word, in any script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with the marks on its letters, white space, or any other single character. Arabic vowel marks belong to their
# word; a full stop does not, so that a word that only gained one stays the same.
_PIECE = re.compile(r"[\w\u0610-\u061a\u064b-\u065f\u0670’']+|\s+|[^\w\s]")


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what became of it."""

    change: Change
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The stretches of both texts in order: what stayed, what was taken out, what was put in. The stretches that are
    the same or removed make ``before``, those the same or added make ``after``."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    return tuple(_joined(_stretches(old, new)))


def is_same(pieces: tuple[Piece, ...]) -> bool:
    """Whether nothing differs."""
    return all(piece.change is Change.SAME for piece in pieces)


def _stretches(old: list[str], new: list[str]) -> Iterator[Piece]:
    for what, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(Change.SAME, "".join(old[a:b]))
            continue
        if a < b:
            yield Piece(Change.REMOVED, "".join(old[a:b]))
        if c < d:
            yield Piece(Change.ADDED, "".join(new[c:d]))


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    """Changes that only a space parts are read as one: a reader compares phrases, not words."""
    found: list[Piece] = []
    removed, added = "", ""
    for piece in pieces:
        if piece.change is Change.REMOVED:
            removed += piece.text
        elif piece.change is Change.ADDED:
            added += piece.text
        elif (removed or added) and piece.text.isspace() and "\n" not in piece.text:
            removed, added = removed + piece.text, added + piece.text
        else:
            _settle(found, removed, added)
            removed = added = ""
            found.append(piece)
    _settle(found, removed, added)
    return found


def _settle(found: list[Piece], removed: str, added: str) -> None:
    """Put a change down; a space that both of its halves end with stayed."""
    tail = ""
    if removed and added:
        kept = len(removed) - len(removed.rstrip())
        if kept and removed[-kept:] == added[-kept:] and added[-kept:].isspace():
            removed, added, tail = removed[:-kept], added[:-kept], added[-kept:]
    if removed:
        found.append(Piece(Change.REMOVED, removed))
    if added:
        found.append(Piece(Change.ADDED, added))
    if tail:
        found.append(Piece(Change.SAME, tail))
