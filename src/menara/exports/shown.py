"""Facts of the records as people read them in a cell or on a line: ``fr:60``, ``2027-03-01``, ``not known``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from menara.engines.eligibility.officer import Assignment, Language, Skill
from menara.engines.eligibility.post import LevelAsked, RankAsked, TestAsked
from menara.terms import LanguageLevel
from menara.wording import gettext_noop as _

NOT_KNOWN = _("not known")
NONE = _("none")
LEVELS = ("levels", "wanted_levels", "min_language_level", "languages")  # fields whose numbers are language levels
BLANKS = {  # fields whose blank says something known
    "available_from": _("no limit"),
    "available_until": _("no limit"),
    "retired_on": _("none"),
    "last_mission_ended_on": _("none"),
}


def plain(name: str) -> str:
    """A stored name as words."""
    return name.replace("_", " ")


def shown(value: Any, *, name: str = "") -> str:  # noqa: PLR0911 (one line for each kind of fact)
    """One fact as text."""
    match value:
        case None:
            return BLANKS.get(name, NOT_KNOWN)
        case bool():
            return "yes" if value else "no"
        case Enum():
            word = value.value if isinstance(value.value, str) else value.name
            return word if len(word) <= 3 else plain(word.lower())
        case Fraction():
            return f"{float(value):.4g}" if value.denominator > 1 else str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return ", ".join(f"{key} {_level(item, name)}" for key, item in value.items())
        case TestAsked() | LevelAsked() | RankAsked() | Language() | Skill() | Assignment():
            return _record(value, name)
        case tuple() | list():
            return ", ".join(shown(item, name=name) for item in value) or NONE
    return str(value)


def _record(value: Any, name: str) -> str:
    match value:
        case TestAsked(code, least):
            return f"{code} AMS {least}%"
        case LevelAsked(code, asked):
            return f"{code} {_level(asked, name)}"
        case RankAsked(ladder, grade, _order):
            return f"{ladder} {grade}"
        case Language():
            level = "" if value.level is None else f" {shown(value.level)}"
            score = "" if value.ams_score is None else f" AMS {value.ams_score}%"
            on = "" if value.ams_on is None else f" {value.ams_on}"
            return f"{value.code}{level}{score}{on}"
        case Skill():
            years = "" if value.years is None else f" {value.years}y"
            return f"{value.code} {value.level}{years}"
    return f"{value.name} {value.starts_on} – {value.ends_on}"


def _level(value: Any, name: str) -> str:
    return LanguageLevel(value).name if name in LEVELS and isinstance(value, int) else str(value)
