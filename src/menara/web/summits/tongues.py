"""Languages that meetings are recorded in: their names, their directions, and the columns they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from menara import facts
from menara.web.languages import Spoken, reading, spoken

OFFERED = ("ar", "fr", "en", "es", "pt", "ru", "zh")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he"})


class Marked(Spoken):
    """Words in another language than the reader's, in a template with the name of that language behind them."""

    __slots__ = ()

    @property
    def tongue(self) -> Spoken:
        """The name of its language; blank where that is the reader's."""
        return Spoken("") if not self or self.language in ("", reading()) else language_name(self.language)

    def __html__(self) -> SafeString:
        plain = super().__html__()
        return format_html('{} <span class="tongue">({})</span>', plain, self.tongue) if self.tongue else plain


def marked(words: Mapping[str, str]) -> Marked:
    """What somebody wrote, in the reader's language; where it was not written in that one, in another and saying so."""
    found = spoken(words)
    return Marked(str(found), found.language)


def language_name(code: str) -> Spoken:
    """A language in the reader's words; its code where it has none."""
    known = facts.languages().get(code)
    return spoken(known.names, fallback=code) if known else Spoken(code)


def choices() -> list[tuple[str, str]]:
    """The languages that minutes can be kept in."""
    return [(code, str(language_name(code))) for code in OFFERED]


def column(code: str) -> dict[str, Any]:
    """What a template needs to set words of a language: its code, name and direction."""
    return {"code": code, "name": language_name(code), "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}
