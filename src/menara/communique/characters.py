"""What hides in a text or turns it round: controls, direction marks, heaps of marks, and markup that would be run."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_JOINERS = "\u200c\u200d"  # shape Arabic letters and are part of some words
_MOST_MARKS = 3  # on one letter: Arabic needs two
_MARKUP = re.compile(
    r"<\s*/?\s*(?:script|iframe|object|embed|style|svg|img|link|meta|form|base|html|body)\b[^>\n]{0,40}|"
    r"\b(?:javascript|vbscript|data)\s*:\s*\S{0,20}(?<=[/;(\w])|\bon(?:error|load|click|mouseover|focus)\s*=",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Hidden:
    """One thing that may not stand in plain text. ``line`` and ``column`` count from 1; ``kind``: control, direction,
    invisible, marks, markup; ``name`` is what Unicode calls the character, or the markup itself."""

    line: int
    column: int
    kind: str
    name: str


def hidden_in(text: str) -> tuple[Hidden, ...]:
    """Everything in a text that is not plain: in order of place. Line ends and tabs are plain."""
    found = []
    line, column, marks = 1, 0, 0
    for index, character in enumerate(text):
        if character == "\n":
            line, column, marks = line + 1, 0, 0
            continue
        column += 1
        marks = marks + 1 if unicodedata.combining(character) else 0
        kind = _kind(character, before=text[index - 1 : index], after=text[index + 1 : index + 2])
        if kind:
            found.append(Hidden(line=line, column=column, kind=kind, name=character_name(character)))
        elif marks == _MOST_MARKS + 1:
            found.append(Hidden(line=line, column=column, kind="marks", name=character_name(character)))
    for match in _MARKUP.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
        found.append(Hidden(line=line, column=column, kind="markup", name=match.group().strip()))
    return tuple(sorted(found))


def character_name(character: str) -> str:
    """``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _kind(character: str, *, before: str, after: str) -> str:
    if character in "\t\r":
        return ""
    if character in _JOINERS:
        return "" if _is_arabic(before) and _is_arabic(after) else "invisible"
    category = unicodedata.category(character)
    if category == "Cf":
        return "direction" if unicodedata.bidirectional(character) in _TURNING or character in _MARKS else "invisible"
    if category in ("Zl", "Zp"):
        return "control"
    return "control" if category in ("Cc", "Cs", "Co", "Cn") else ""


_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_MARKS = "\u200e\u200f\u061c"


def _is_arabic(character: str) -> bool:
    return bool(character) and unicodedata.bidirectional(character) in ("AL", "NSM")
