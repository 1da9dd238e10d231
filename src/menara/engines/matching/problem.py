"""What is to be staffed, what people decided, and what came out. All frozen; validated once, at construction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from menara.engines.eligibility.norms import Norms
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.opening import Opening
from menara.engines.matching.odds import OddsModel
from menara.engines.matching.ranges import out_of_range
from menara.engines.outcome import Status
from menara.errors import Refusal
from menara.terms import Modality
from menara.wording import gettext_noop as _

# Nominees for one position. What a fifth adds is finer than a solver of floating point can tell apart, and calls
# recommend two.
MOST_A_POSITION = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A person wants this officer nominated for this opening. Unknown answers are then allowed, and shown."""

    officer: str
    opening: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A person does not want this officer nominated for this opening, or for any where ``opening`` is blank."""

    officer: str
    opening: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A named person lifts the share of women asked of one call, for a reason that is kept."""

    call: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A person's own odds of selection, in whole per cent, in place of the model's."""

    officer: str
    opening: str
    per_cent: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A roster, openings, norms and people's decisions on the day of planning, ``on``.

    ``home_unit_share`` caps the nominees taken from one home unit at floor(share x strength); units of unknown
    strength have no cap. Raises ``Refusal`` naming every record at fault.
    """

    officers: tuple[Officer, ...]
    openings: tuple[Opening, ...]
    norms: Norms
    on: date
    odds: OddsModel = field(default_factory=OddsModel)
    home_unit_share: Fraction | None = None
    pins: tuple[Pin, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    estimates: tuple[Estimate, ...] = ()

    def __post_init__(self) -> None:
        faults = [
            *_twice("officer", (o.number for o in self.officers)),
            *_twice("opening", (o.ref for o in self.openings)),
            *_twice("estimate", (f"{e.officer} for {e.opening}" for e in self.estimates)),
            *self._strangers(),
            *(f"estimate {e.per_cent} for {e.officer}: 0 to 100" for e in self.estimates if not 0 <= e.per_cent <= 100),
            *(
                f"positions {o.positions} of {o.ref}"
                for o in self.openings
                if o.positions is not None and o.positions < 1
            ),
            *(
                f"max_nominations {o.max_nominations} of {o.ref}"
                for o in self.openings
                if o.max_nominations is not None and o.max_nominations < 1
            ),
            *self._shares(),
            *out_of_range(officers=self.officers, openings=self.openings, norms=self.norms, odds=self.odds, on=self.on),
        ]
        if faults:
            raise Refusal("bad_problem", _("The problem cannot be planned: %(faults)s."), {"faults": "; ".join(faults)})

    def _strangers(self) -> list[str]:
        officers, openings = {o.number for o in self.officers}, {o.ref for o in self.openings}
        calls = {batch_of(o) for o in self.openings}
        pairs: list[Pin | Estimate | Exclusion]
        pairs = [*self.pins, *self.estimates, *(e for e in self.exclusions if e.opening)]
        return [
            *(f"unknown officer {d.officer}" for d in (*pairs, *self.exclusions) if d.officer not in officers),
            *(f"unknown opening {d.opening}" for d in pairs if d.opening not in openings),
            *(f"unknown call {w.call}" for w in self.waivers if w.call not in calls),
        ]

    def _shares(self) -> list[str]:
        faults = []
        if self.home_unit_share is not None and not 0 <= self.home_unit_share <= 1:
            faults.append(f"home-unit share {self.home_unit_share}: 0 to 1")
        asked: dict[str, set[Fraction]] = {}
        for opening in self.openings:
            if opening.female_target is not None:
                asked.setdefault(batch_of(opening), set()).add(opening.female_target)
        for call, shares in asked.items():
            if len(shares) > 1:
                faults.append(f"call {call} asks two shares of women: {', '.join(str(s) for s in sorted(shares))}")
            faults.extend(f"share of women {s} of call {call}: 0 to 1" for s in shares if not 0 <= s <= 1)
        return faults


def batch_of(opening: Opening) -> str:
    """The batch an opening belongs to: its call, or itself where no call is named."""
    return opening.call or opening.ref


def unit_of(officer: Officer) -> str:
    """The home unit with its service: two services may have a unit of the same name."""
    return f"{officer.service}/{officer.home_unit}"


def positions_of(opening: Opening) -> int:
    """How many serve; one where the call does not say."""
    return opening.positions or 1


def nominee_limit_of(opening: Opening, norms: Norms, on: date) -> int:
    """How many may be nominated: the call's word; else the recommended two a professional post; else one a position.

    Never more than ``MOST_A_POSITION`` for each position, whatever a call allows.
    """
    if opening.max_nominations is not None:
        return min(opening.max_nominations, MOST_A_POSITION * positions_of(opening))
    each = None
    if opening.modality is Modality.PROFESSIONAL:
        each = norms.value("max_nominations", modality=opening.modality, level=opening.level, on=on)
    return positions_of(opening) * (1 if each is None else min(int(each), MOST_A_POSITION))


def backing_of(opening: Opening, norms: Norms, on: date) -> int:
    """How many nominees may stand for one position: the limit shared evenly, rounded up."""
    return -(-nominee_limit_of(opening, norms, on) // positions_of(opening))


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """One line of a slate. ``position`` counts from 0 within the opening; nominees of one position stand for it in
    turn. ``unknown`` names the rules without an answer; only a pinned officer may have any."""

    officer: str
    opening: str
    position: int
    odds: int
    quality: int
    pinned: bool = False
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """The next best of those not on the slate; ``rank`` counts from 1 within the opening."""

    officer: str
    opening: str
    rank: int
    odds: int
    quality: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices that prove a bound: whole numbers in units of ``1/SCALE`` of the level's unit.

    ``officers``, ``units`` and ``batches`` price the constraints of the same names and are never negative; ``men``
    prices the most men a call can have under its share of women; ``limits`` prices the nominee limit of openings with
    several nominees a position; ``levels`` prices keeping each level above; ``pins`` (officer, opening) may have
    either sign.
    """

    officers: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    batches: Mapping[str, int] = field(default_factory=dict)
    men: Mapping[str, int] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    pins: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of the objective: its value, the best bound, and who proves it.

    ``price_bound`` is what the recorded prices prove alone. ``proven_by`` is ``prices`` where that equals the value,
    ``search`` where the solver closed the rest, blank where a gap is left.
    """

    goal: str
    value: int
    bound: int
    price_bound: int
    proven_by: str
    seconds: float
    prices: Prices

    @property
    def bound_by(self) -> str:
        """What proves the bound: ``prices``, which anyone can recompute, or the solver's ``search``."""
        return "prices" if self.bound == self.price_bound else "search"

    @property
    def gap(self) -> float:
        """Relative distance of value and bound."""
        return 0.0 if self.bound == self.value else (self.bound - self.value) / max(abs(self.bound), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One requirement of a smallest set that cannot hold together: the constraint's name and the record it is about."""

    constraint: str
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A slate with its proof. ``unit`` is what one expected success counts in the third level."""

    status: Status
    levels: tuple[Level, ...] = ()
    nominees: tuple[Nominee, ...] = ()
    reserves: tuple[Reserve, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unit: int = 10_000
    seconds_screen: float = 0.0
    seconds_solve: float = 0.0
    pairs: int = 0  # eligible pairs considered


def _twice(kind: str, names: Any) -> list[str]:
    return [f"{kind} {name} named {count} times" for name, count in Counter(names).items() if count > 1]
