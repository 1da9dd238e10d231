"""A document's words: the complete texts of one language, days written as that language's ministries write them, and
lines of text in which whatever comes from outside is isolated.

A *line* is a list of strings and fill-ins. Strings are set as they are: no layer after this one reads markup in them.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from babel import Locale, localedata
from babel.dates import get_month_names

Fill = dict[str, float]
"""A blank line to write on: ``{"fill": width in em}``."""
Line = list[str | Fill]

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
NO_BREAK = "\u00a0"
_KEPT_FORMATS = {"\u200c", "\u200d", "\u200e", "\u200f", "\u00ad"}
_TEXTS = Path(__file__).parent / "texts"


def clean(text: str) -> str:
    """Text from outside as it may be printed: composed, on one line, without controls that could turn its
    surroundings round (RLO and its kin) or that no file may hold."""
    composed = unicodedata.normalize("NFC", text)
    kept = (" " if c in "\n\r\t\u2028\u2029" else c for c in composed if _is_printable(c))
    return "".join(kept).strip()


def _is_printable(character: str) -> bool:
    if character in _KEPT_FORMATS or character in "\n\r\t\u2028\u2029":
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn")


def isolated(text: str) -> str:
    """Text from outside, cleaned, in an isolate that takes its direction from its first letter."""
    return f"{FSI}{clean(text)}{PDI}"


def reference(text: str | int) -> str:
    """A number, code or reference: always left to right."""
    return f"{LRI}{clean(str(text))}{PDI}"


def fill(width: float) -> Fill:
    return {"fill": width}


class Words:
    """The texts of one language, from a folder of ``<language>.toml``. ``said`` looks a text up by its dotted key; a
    missing key is a bug and raises."""

    def __init__(self, *, language: str, territory: str, texts: Path = _TEXTS) -> None:
        self.language = language
        self.is_rtl = language == "ar"
        self._texts = _texts(language, texts)
        self._months = _months(language, territory)
        self._plural = Locale.parse(language).plural_form

    def said(self, key: str) -> str:
        found = self._find(key)
        if not isinstance(found, str):
            raise KeyError(key)
        return found

    def several(self, key: str) -> tuple[str, ...]:
        return tuple(self._find(key))

    def counted(self, key: str, number: int) -> str:
        """The form of ``key`` that goes with ``number``, filled with it."""
        forms = self._find(key)
        form: str = forms.get(self._plural(number), forms["other"])
        return form.replace("{number}", reference(number))

    def line(self, key: str, **facts: str | Fill) -> Line:
        """The text of ``key`` as a line, its places filled. Facts are placed as given: isolate them first."""
        made: Line = []
        for literal, name, _spec, _conversion in Formatter().parse(self.said(key)):
            made += [literal] if literal else []
            made += [facts[name]] if name else []
        return made

    def text(self, key: str, **facts: str) -> str:
        """``line`` where nothing is left to fill in."""
        return "".join(str(part) for part in self.line(key, **facts))

    def day(self, day: date) -> str:
        """A day in words, in one isolate and never broken: 1er mars 2026, فاتح مارس 2026, 1 March 2026."""
        first = {"fr": "1er", "ar": "فاتح"}.get(self.language) if day.day == 1 else None
        parts = (first or str(day.day), self._months[day.month], str(day.year))
        return (RLI if self.is_rtl else LRI) + NO_BREAK.join(parts) + PDI

    def blank(self, value: str | date | None, width: float) -> str | Fill:
        """A value isolated, or a line to write it on."""
        if value is None or value == "":
            return fill(width)
        return self.day(value) if isinstance(value, date) else reference(value)

    def label(self, kind: str, value: Enum) -> str:
        """The word for a value of an enumeration: a text member by its value, a number member by its name."""
        return self.said(f"{kind}.{value.value if isinstance(value.value, str) else value.name}")

    def answer(self, value: bool) -> str:
        return self.said("page.yes" if value else "page.no")

    def percent(self, share: int | Fraction) -> str:
        number = share if isinstance(share, int) else round(share * 100)
        said = self.said("page.percent").replace("{number}", str(number))
        return f"{RLI if self.is_rtl else LRI}{said}{PDI}"

    def listed(self, parts: Sequence[str]) -> str:
        return self.said("page.separator").join(parts)

    def named(self, names: Mapping[str, str], code: str = "") -> str:
        """A thing's name in this language, else in another it has, else its code; isolated."""
        found = next((names[c] for c in (self.language, "fr", "en", "ar") if names.get(c)), code)
        return isolated(found) if found else ""

    def _find(self, key: str) -> Any:
        found: Any = self._texts
        for step in key.split("."):
            found = found[step]
        return found


@cache
def _texts(language: str, folder: Path) -> Mapping[str, Any]:
    return tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def _months(language: str, territory: str) -> Mapping[int, str]:
    """Month names as the territory writes them; the language's own where the territory does not write it."""
    both = f"{language}_{territory}"
    return dict(get_month_names("wide", context="format", locale=both if localedata.exists(both) else language))
