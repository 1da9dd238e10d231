"""Stored keys to sort and to search by, in Arabic, French and English.

The embedded database sorts by code point only. A stored key makes the order right on every PostgreSQL alike, and the
same folding lets a person find a name however its hamza, accent or case is typed.
"""

from __future__ import annotations

import re
import unicodedata

LANGUAGES = ("ar", "fr", "en")

# Letters that a reader takes for one another, and the sign that only stretches a word.
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        **dict.fromkeys("ىیۍېئ", "ي"),
        "ؤ": "و",
        "ة": "ه",
        "ہ": "ه",
        "ک": "ك",
        "گ": "ك",
        "ـ": "",
    }
)
_LATIN = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "’": "'", "‘": "'"})
_DIGITS = {ord(digit): str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)}
_ORDER = {letter: rank for rank, letter in enumerate("ءابتثجحخدذرزسشصضطظعغفقكلمنهوي")}
_NUMBER = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")


def search_key(text: str) -> str:
    """The text folded: no case, accents or vowel signs, one form of each letter, western digits, single spaces."""
    folded = unicodedata.normalize("NFKD", text.translate(_ARABIC)).casefold()
    kept = "".join(sign for sign in folded if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")
    return _SPACE.sub(" ", kept.translate(_LATIN).translate(_ARABIC).translate(_DIGITS)).strip()


def sort_key(text: str, language: str) -> str:
    """A key whose code points stand in the order of ``language`` (ISO 639, or ISO 15924 for a script).

    Numbers sort by value. In Arabic the article is left aside and Arabic letters come before Latin ones; in French and
    English Latin letters come first.
    """
    folded = _NUMBER.sub(lambda found: found[0].lstrip("0").zfill(8), search_key(text))
    if language not in ("ar", "Arab"):
        return re.sub(r"[^\w\s]", " ", folded).strip()
    words = [word.removeprefix("ال") if len(word) > 4 else word for word in folded.split()]
    # U+0100 onward lies below the Arabic block and above the digits; Latin letters are put behind it.
    return " ".join("".join(_in_arabic_order(letter) for letter in word) for word in words)


def _in_arabic_order(letter: str) -> str:
    if letter in _ORDER:
        return chr(0x100 + _ORDER[letter])
    return letter if not letter.isalpha() else chr(0x200) + letter
