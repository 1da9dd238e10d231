"""Officers and posts as columns, missions with their side constraints, and people's decisions. Frozen.

Columns hold whole numbers; files give int32, sets of bits int64, so that sums and differences of a few never overflow.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.problem import Conflict
from menara.engines.outcome import Status

Column = NDArray[Any]
LANGUAGES = ("EN", "FR", "AR", "ES")
SCALE = 1_000_000  # prices are whole numbers of this part of a point
FRENCH, ARABIC = LANGUAGES.index("FR"), LANGUAGES.index("AR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Officers:
    """One entry an officer in every column; an officer's name is the index.

    ``country`` is an index; ``languages`` has a row of four levels, 0 to 4, in the order of ``LANGUAGES``; ``skills``
    is a set of bits; ``available`` the month from which free; ``last`` the mission served last, -1 none; ``score``
    what assessment gave.
    """

    country: Column
    languages: Column
    woman: Column
    rank: Column
    years: Column
    skills: Column
    available: Column
    age: Column
    last: Column
    clearance: Column
    score: Column

    def __len__(self) -> int:
        return len(self.country)

    def part(self, rows: slice | Column) -> Officers:
        """The officers of ``rows``, for work in slices."""
        return Officers(**{name: getattr(self, name)[rows] for name in OFFICER_COLUMNS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """One entry a post in every column: ``capacity`` vacancies of one kind in one ``mission``, and what it asks.

    ``second`` is -1 where no second language is asked; ``required`` and ``desired`` are sets of bits.
    """

    capacity: Column
    mission: Column
    main: Column
    main_level: Column
    second: Column
    second_level: Column
    rank_min: Column
    rank_max: Column
    years_min: Column
    required: Column
    desired: Column
    start: Column
    age_max: Column
    clearance: Column
    critical: Column

    def __len__(self) -> int:
        return len(self.capacity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What ties posts together.

    ``pledge[c]``: most officers from a country. ``country_cap[m]``: most of one country in a mission.
    ``women_share``: numerator and denominator; in every mission denominator x women >= numerator x filled.
    ``french_min[m]`` and ``arabic_min[m]``: officers of ``speaker_level`` or above wanted in that language; each one
    missing loses ``speaker_penalty``.
    """

    pledge: Column
    country_cap: Column
    women_share: tuple[int, int]
    french_min: Column
    arabic_min: Column
    speaker_level: int = 3
    speaker_penalty: int = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a pair is worth: quality, kept within ``least`` and ``most``, plus a bonus for filling.

    quality = score + language x (level - level asked) + year x min(years_counted, years - years asked)
            + skill x (desired skills held) + chance, where chance is the low eight bits of a fixed mix of both indexes
    (it stands for what no column holds; ``chance = False`` leaves it out).
    """

    language: int = 40
    year: int = 10
    years_counted: int = 10
    skill: int = 70
    least: int = 1
    most: int = 1_000
    filled: int = 1_000
    critical: int = 2_000
    chance: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """A world-scale problem. ``excluded[m, c]``: mission ``m`` takes nobody from country ``c``. ``sides`` None: each
    officer at most one post and each post at most its capacity, nothing else.

    Decisions: ``withdrawn`` officers take no post, ``frozen`` posts take nobody, ``pins`` are (post, officer) that
    must be in the plan. ``first`` is the index of the first officer where this is a slice of a longer roster.
    """

    officers: Officers
    posts: Posts
    excluded: Column
    sides: Sides | None = None
    worth: Worth = field(default_factory=Worth)
    withdrawn: tuple[int, ...] = ()
    frozen: tuple[int, ...] = ()
    pins: tuple[tuple[int, int], ...] = ()
    first: int = 0

    @property
    def missions(self) -> int:
        return len(self.excluded)

    @property
    def countries(self) -> int:
        return int(self.excluded.shape[1])

    def part(self, rows: slice) -> Staffing:
        """The same with the officers of ``rows`` (step 1) alone, and the decisions that concern them. Their indexes
        still count from the whole roster."""
        begin, end, _ = rows.indices(len(self.officers))
        here = range(self.first + begin, self.first + max(begin, end))
        return replace(
            self,
            officers=self.officers.part(rows),
            withdrawn=tuple(i for i in self.withdrawn if i in here),
            pins=tuple((j, i) for j, i in self.pins if i in here),
            first=here.start,
        )


OFFICER_COLUMNS = tuple(Officers.__dataclass_fields__)
POST_COLUMNS = tuple(Posts.__dataclass_fields__)


def empty(*, officers: int = 0, posts: int = 0, missions: int = 1, countries: int = 1) -> Staffing:
    """A problem of which every column is zero, to fill or to run an engine on for the first time."""
    people = {name: np.zeros(officers, dtype=np.int32) for name in OFFICER_COLUMNS}
    people["languages"] = np.zeros((officers, len(LANGUAGES)), dtype=np.int32)
    return Staffing(
        officers=Officers(**people),
        posts=Posts(**{name: np.zeros(posts, dtype=np.int32) for name in POST_COLUMNS}),
        excluded=np.zeros((missions, countries), dtype=np.int32),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices that prove a bound: whole numbers in units of ``1/SCALE``, none negative.

    ``post[j]`` for a vacancy of a post; ``pledge[c]``; ``country_cap[m, c]``; ``women[m]`` a unit of (denominator x
    women - numerator x filled); ``men[m]`` a man in a mission, whose men are at most floor((denominator - numerator) x
    capacity of the mission / denominator) since people are whole; ``french[m]`` and ``arabic[m]``, at most the penalty
    of a missing speaker. An officer's own price follows from these.
    """

    post: Column
    pledge: Column
    country_cap: Column
    women: Column
    men: Column
    french: Column
    arabic: Column

    @classmethod
    def zero(cls, *, posts: int, missions: int, countries: int) -> Prices:
        def none(*shape: int) -> Column:
            return np.zeros(shape, dtype=np.int64)

        return cls(
            post=none(posts),
            pledge=none(countries),
            country_cap=none(missions, countries),
            women=none(missions),
            men=none(missions),
            french=none(missions),
            arabic=none(missions),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Result:
    """A plan and what proves it. ``plan[i]`` is the post of officer ``i``, -1 none.

    ``value`` = ``quality`` + bonuses for filling - ``penalties``: ``quality`` sums the clamped quality of the chosen
    pairs, ``penalties`` what missing speakers lose. ``price_bound`` is what ``prices`` prove over all pairs and anyone
    can recompute; ``bound`` is at most that, and what search closed below it is the solver's word. ``proven_by`` is
    "prices" or "search" where ``bound == value``, else blank. ``pairs`` counts eligible pairs. An infeasible result
    has an empty plan, zeros, and in ``conflicts`` a smallest set that cannot hold together.
    """

    status: Status
    value: int
    bound: int
    price_bound: int
    proven_by: str
    plan: Column
    prices: Prices
    quality: int
    penalties: int
    pairs: int
    seconds_screen: float = 0.0
    seconds_solve: float = 0.0
    seed: int = 1
    conflicts: tuple[Conflict, ...] = ()

    @property
    def gap(self) -> float:
        """(bound - value) / value; infinite where a gap is left over a value of nothing."""
        return _share(self.bound - self.value, self.value)

    @property
    def quality_gap(self) -> float:
        """The same difference over the quality part alone: the bonuses for filling make every gap look small."""
        return _share(self.bound - self.value, self.quality)


def _share(part: int, whole: int) -> float:
    if part == 0:
        return 0.0
    return part / whole if whole > 0 else inf
