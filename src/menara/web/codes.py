"""What codes of the records are called, in the reader's language; a code nobody named is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from menara import facts
from menara.facts.reading import Words
from menara.facts.rooms import area_names
from menara.web.languages import Spoken, spoken


def language_name(code: str) -> Spoken:
    """``French`` for ``fr``."""
    known = facts.languages().get(code)
    return spoken(known.names if known else {}, fallback=code)


def skill_name(code: str) -> Spoken:
    """A skill of the taxonomy."""
    known = facts.skills().get(code)
    return spoken(known.names if known else {}, fallback=code)


def equipment_name(code: str) -> Spoken:
    """What a room may have, by its code; what somebody typed otherwise stands as it was typed."""
    known = facts.equipment().get(code)
    return spoken(known.names) if known else Spoken(code)


def area_name(text: str) -> Spoken:
    """The area a room lies in, as it is called in the reader's language where that is known."""
    return spoken(area_names(text)) or Spoken(text)


def rank_name(grade: str, *, ladder: str = "") -> Spoken:
    """A grade of a ladder (``service/corps``). Without a ladder only where all that have the grade call it alike."""
    return spoken(_grades().get((ladder, grade), {}), fallback=grade)


@cache
def _grades() -> Mapping[tuple[str, str], Words]:
    named: dict[tuple[str, str], Words] = {}
    alone: dict[str, list[Words]] = {}
    for step in facts.rank_steps():
        named[f"{step.service}/{step.corps}", step.grade] = step.names
        alone.setdefault(step.grade, []).append(step.names)
    named |= {("", grade): names[0] for grade, names in alone.items() if all(one == names[0] for one in names)}
    return named
