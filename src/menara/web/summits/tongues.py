"""Languages that meetings are recorded in: their names, their directions, and the columns they stand in."""

from __future__ import annotations

from typing import Any

from menara import facts
from menara.web.languages import spoken

OFFERED = ("ar", "fr", "en", "es", "pt", "ru", "zh")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he"})


def language_name(code: str) -> str:
    """A language in the reader's words; its code where it has none."""
    known = facts.languages().get(code)
    return spoken(known.names, fallback=code) if known else code


def choices() -> list[tuple[str, str]]:
    """The languages that minutes can be kept in."""
    return [(code, str(language_name(code))) for code in OFFERED]


def column(code: str) -> dict[str, Any]:
    """What a template needs to set words of a language: its code, name and direction."""
    return {"code": code, "name": language_name(code), "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}
