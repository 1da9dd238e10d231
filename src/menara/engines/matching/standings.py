"""What is said of officers beside a solved plan: who comes next for an opening, and why somebody is not proposed.

Facts only, found by ``alternatives.py`` and ``why_not.py``; whoever shows them needs no solver.
"""

from __future__ import annotations

from dataclasses import dataclass

from menara.engines.matching.losses import Loss
from menara.engines.matching.problem import Conflict, Exclusion, Pin

Cost = tuple[int, ...]
"""What the plan loses at each goal, in their order and units; negative: gains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An officer whose opening differs from the plan's; blank: on no slate."""

    officer: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """An officer who could be nominated for an opening of a plan that does not nominate him or her there.

    ``stands_for`` is the officer's opening in the plan, blank where none. ``least`` is what the plan loses at least, up
    to the first goal with a loss (see ``losses.Loss``), None where pins leave no room; ``likely`` is what prices alone
    would say. ``cost`` is what it loses
    exactly, None where that was not settled or no slate can hold the officer there: then ``conflicts`` says why.
    ``moves`` lists who else would stand elsewhere, as few as possible at that cost.
    """

    officer: str
    opening: str
    odds: int
    quality: int
    stands_for: str = ""
    least: Cost | None = None
    likely: Cost = ()
    cost: Cost | None = None
    moves: tuple[Move, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether the plan was solved again with the officer there."""
        return self.cost is not None or bool(self.conflicts)

    @property
    def is_tie(self) -> bool:
        """Whether the plan would be just as good: only the fixed order has chosen."""
        return self.cost is not None and not any(self.cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBest:
    """Those who come next for an opening, the cheapest for the plan first. ``eligible`` counts all who could, and
    ``is_settled`` says that every cost is exact and nobody left out costs less than those listed."""

    opening: str
    eligible: int
    alternatives: tuple[Alternative, ...]
    is_settled: bool
    unit: int


PROPOSED, ELIGIBLE, NO_ROOM = "proposed", "eligible", "no_room"
EXCLUDED, UNKNOWN, BARRED = "excluded", "unknown", "barred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an officer stands for one opening of the plan.

    ``kind``: proposed, eligible, no_room (eligible, but pins hold the place or the officer), excluded (``exclusion``
    says by whom), unknown (``rules`` have no answer), barred (``rules`` are not met). ``odds`` and ``quality`` are 0
    where the officer may not be nominated. ``loss`` is what the plan loses at least with the officer there.
    """

    opening: str
    kind: str
    rules: tuple[str, ...] = ()
    exclusion: Exclusion | None = None
    odds: int = 0
    quality: int = 0
    loss: Loss | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """Why an officer is not on a slate. ``best`` is the cheapest way to propose the officer (None: there is none, or
    the officer is proposed); its ``cost`` is exact where it ``is_settled``, else its ``least`` holds for every opening.
    ``caps`` are home units and shares of women without room for one more such officer, with what was found and allowed.
    """

    officer: str
    proposed_for: str
    pins: tuple[Pin, ...]
    exclusions: tuple[Exclusion, ...]
    standings: tuple[Standing, ...]
    best: Alternative | None
    caps: tuple[Conflict, ...] = ()
    unit: int = 10_000
