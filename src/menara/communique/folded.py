"""A text folded for comparing, with the way back from each folded character to its place.

Folding undoes what does not change the claim: case, accents, vowel marks, tatweel, hidden characters, kinds of
apostrophe, hyphen, blank and digit, forms of alef, yeh and teh marbuta, compatibility forms.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_ALIKE = {
    **dict.fromkeys("أإآٱٲٳ", "ا"),
    **dict.fromkeys("ىیېۍ", "ي"),
    "ئ": "ي",
    "ؤ": "و",
    "ة": "ه",
    "ہ": "ه",
    "ۀ": "ه",
    "ک": "ك",
    "ڪ": "ك",
    **dict.fromkeys("’‘ʼʹ`´ʻ′＇ˈ", "'"),
    **dict.fromkeys("‐‑‒–—−﹣－", "-"),
    **dict.fromkeys("“”„«»", '"'),
    "œ": "oe",
    "æ": "ae",
    "ß": "ss",
    "ı": "i",
}
_TATWEEL = "\u0640"
_HAMZA = "ء"


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` folded; ``places[i]`` is where its i-th character stood in the original."""

    text: str
    places: tuple[int, ...]

    def original(self, start: int, end: int, source: str) -> str:
        """The words of the original that were folded to this stretch."""
        if start >= end:
            return ""
        return source[self.places[start] : self.places[end - 1] + 1]


def fold(text: str) -> Folded:
    """Fold a text."""
    made: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        for folded in _folded(character):
            if folded == " " and made and made[-1] == " ":
                continue
            made.append(folded)
            places.append(index)
    return Folded("".join(made), tuple(places))


def folded(text: str) -> str:
    """Only the folded text, without blanks at its ends."""
    return fold(text).text.strip()


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return re.findall(r"[^\W_]+", folded(text))


def _folded(character: str) -> str:
    made = []
    # ئ and ؤ come apart when decomposed, so they are looked up before.
    for letter in _ALIKE.get(character) or unicodedata.normalize("NFKD", character).casefold():
        part = _ALIKE.get(letter, letter)
        if unicodedata.combining(part[0]) or part == _TATWEEL or unicodedata.category(part[0]) in ("Cf", "Cc", "Mn"):
            # A line end is a blank; any other control is nothing.
            made.append(" " if character in "\n\r\t" else "")
        elif part.isspace():
            made.append(" ")
        elif part[0].isdigit() and not part.isascii():
            made.append(str(unicodedata.digit(part[0], 0)))
        else:
            made.append(part)
    return "".join(made)
