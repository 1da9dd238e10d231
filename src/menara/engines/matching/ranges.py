"""Which numbers and days a plan can be computed with: columns hold 16 bits, and calendars end.

The limits are far beyond anything a roster or a call holds. They are asked once, when a problem is made, so that no
wrong digit in a file can stop the arithmetic later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from operator import attrgetter
from types import UnionType
from typing import Any, get_args, get_type_hints

from menara.engines.eligibility.norms import Norm, Norms, Overlay, Value
from menara.engines.eligibility.officer import Assignment, Language, Officer, Skill
from menara.engines.eligibility.opening import LanguageAsked, Opening, SkillAsked
from menara.engines.matching.odds import OddsModel

MOST = 9_999  # months, years, points, levels, officers served, positions
MOST_MONTHS = 1_200  # of what is asked: a century
MOST_STRENGTH = 10_000_000  # officers of a home unit
MOST_PARTS = 10_000  # denominator of a share
FIRST_YEAR, LAST_YEAR = 1900, 2200
FOREVER = 9999  # how registers write that something does not end

HIGHEST = {"unit_strength": MOST_STRENGTH, "positions": MOST, "max_nominations": MOST}


def out_of_range(
    *, officers: Sequence[Officer], openings: Sequence[Opening], norms: Norms, odds: OddsModel, on: date
) -> list[str]:
    """Every number, share and day that is too small or too large to plan with, as words."""
    return [
        *_in_records(officers, lambda o: o.number, MOST),
        *(f for o in officers for part in (o.languages, o.skills, o.assignments) for f in _in_parts(part, o.number)),
        *_in_records(openings, lambda o: o.ref, MOST_MONTHS),
        *(f for o in openings for part in (o.languages, o.skills) for f in _in_parts(part, o.ref)),
        *(f"share of women {o.female_target} of {o.ref}" for o in openings if _is_too_fine(o.female_target)),
        *_in_records(norms.norms, lambda n: f"norm {n.name}", MOST_MONTHS),
        *(f"norm {n.name} of {n.value}" for n in norms.norms if _is_too_fine(n.value)),
        *_in_records(norms.overlays, lambda o: f"overlay {o.nationality}", MOST_MONTHS),
        *(f for o in norms.overlays for f in _in_table(o.min_language_level or {}, f"overlay {o.nationality}")),
        *_in_table(norms.ranks, "ranks"),
        *_in_records([odds], lambda _: "odds", MOST),
        *_in_table(odds.priors, "priors"),
        *([] if FIRST_YEAR <= on.year <= LAST_YEAR else [f"the day of planning {on}"]),
    ]


def _in_records(records: Sequence[Any], name: Callable[[Any], str], most: int) -> Iterator[str]:
    if not records:
        return
    wholes, days = FIELDS[type(records[0])]
    for field, read in wholes:
        highest = HIGHEST.get(field, most)
        for record in records:
            value = read(record)
            if value is not None and not 0 <= value <= highest:
                yield f"{field} {_short(value)} of {name(record)}: 0 to {highest}"
    for field, read in days:
        latest = FOREVER if field.endswith(("until", "ends_on")) else LAST_YEAR
        for record in records:
            value = read(record)
            if value is not None and not FIRST_YEAR <= value.year <= latest:
                yield f"{field} {value} of {name(record)}: years {FIRST_YEAR} to {latest}"


def _in_parts(parts: Sequence[Any] | None, name: str) -> Iterable[str]:
    return _in_records(parts, lambda _: name, MOST) if parts else ()


def _in_table(table: Mapping[str, int], name: str) -> Iterator[str]:
    for key, value in table.items():
        if not 0 <= value <= MOST:
            yield f"{key} {_short(value)} of {name}: 0 to {MOST}"


def _is_too_fine(value: Value | None) -> bool:
    """Whether a share is cut finer than shares are."""
    return isinstance(value, Fraction) and max(abs(value.numerator), value.denominator) > MOST_PARTS


def _short(value: int) -> str:
    return str(value) if abs(value) < 10**12 else "with more than 12 digits"


def _read(kind: type, *, wanted: type) -> list[tuple[str, Callable[[Any], Any]]]:
    hints = get_type_hints(kind).items()
    kinds = {name: get_args(hint) if isinstance(hint, UnionType) else (hint,) for name, hint in hints}
    return [(name, attrgetter(name)) for name, held in kinds.items() if wanted in held]


# Fields of each record that hold whole numbers, and those that hold days.
FIELDS = {
    kind: (_read(kind, wanted=int), _read(kind, wanted=date))
    for kind in (Officer, Language, Skill, Assignment, Opening, LanguageAsked, SkillAsked, Norm, Overlay, OddsModel)
}
