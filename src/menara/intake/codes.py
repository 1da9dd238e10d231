"""Readers of the codes that fact files list: languages, skills, ranks, missions. The nearest code is the hint."""

from __future__ import annotations

import difflib
from functools import cache

from menara import facts
from menara.facts.officers import STREAMS
from menara.intake.cells import CellFault, Reader, code_of, identifier, nearest
from menara.wording import gettext_noop as _


def language(cell: str) -> str:
    found: str = _languages()(cell)
    return found


def skill(cell: str) -> str:
    found: str = _skills()(cell)
    return found


def stream(cell: str) -> str:
    found: str = _streams()(cell)
    return found


@cache
def _languages() -> Reader:
    return code_of(facts.languages(), LANGUAGE)


@cache
def _skills() -> Reader:
    return code_of(facts.skills(), SKILL)


@cache
def _streams() -> Reader:
    return code_of(STREAMS, STREAM)


def mission(cell: str) -> str:
    """A mission's code. One that is not in the fact file is taken as it stands, unless it looks like a misspelling:
    an exclusion that names no mission would exclude nothing."""
    known = {code.casefold(): code for code in facts.missions()}
    if found := known.get(cell.casefold()):
        return found
    if difflib.get_close_matches(cell.casefold(), known, n=1, cutoff=0.8):
        raise CellFault("mission", MISSION, allowed=nearest(cell, facts.missions()))
    return identifier(cell)


@cache
def ladders() -> dict[str, tuple[str, ...]]:
    """``service/corps`` to its grades, lowest first."""
    found: dict[str, list[str]] = {}
    for step in sorted(facts.rank_steps(), key=lambda s: s.order):
        found.setdefault(f"{step.service}/{step.corps}", []).append(step.grade)
    return {ladder: tuple(grades) for ladder, grades in found.items()}


@cache
def services() -> frozenset[str]:
    return frozenset(ladder.split("/")[0] for ladder in ladders())


def is_ladder_known(service: str) -> bool:
    """Whether the ranks of ``service`` are on file; if not, its grades cannot be checked."""
    return service in services()


def check_grade(*, service: str, corps: str, grade: str) -> CellFault | None:
    """The fault of a corps or a grade that the service's ladders on file do not have; None where all is well."""
    if not is_ladder_known(service):
        return None
    grades = ladders().get(f"{service}/{corps}")
    if grades is None:
        known = sorted(ladder.split("/", 1)[1] for ladder in ladders() if ladder.startswith(f"{service}/"))
        return CellFault("corps", CORPS, allowed=", ".join(known), found=corps)
    if grade not in grades:
        return CellFault("grade", GRADE, allowed=nearest(grade, grades), found=grade)
    return None


LANGUAGE = _("“%(found)s” is not a language code on file (ISO 639). Near it: %(allowed)s.")
SKILL = _("“%(found)s” is not a skill of the taxonomy. Near it: %(allowed)s.")
STREAM = _("“%(found)s” is not one of the four streams: %(allowed)s.")
MISSION = _("“%(found)s” is not a mission on file but looks like one: %(allowed)s.")
CORPS = _("The service has no corps “%(found)s”; its ladders of rank are %(allowed)s.")
GRADE = _("“%(found)s” is not a grade of this ladder of rank. Near it: %(allowed)s.")
