"""Officers and posts as columns, missions with their side constraints, and people's decisions. Frozen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
LANGUAGES = ("EN", "FR", "AR", "ES")
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
        """The same with the officers of ``rows`` alone; their indexes still count from the whole roster."""
        return replace(self, officers=self.officers.part(rows), first=self.first + (rows.start or 0))


OFFICER_COLUMNS = tuple(Officers.__dataclass_fields__)
POST_COLUMNS = tuple(Posts.__dataclass_fields__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices that prove a bound: whole numbers in units of ``1/proof.SCALE``, none negative.

    ``post[j]`` for a vacancy of a post; ``pledge[c]``; ``country_cap[m, c]``; ``women[m]`` a unit of (denominator x
    women - numerator x filled); ``french[m]`` and ``arabic[m]``, at most the penalty of a missing speaker. An
    officer's own price follows from these.
    """

    post: Column
    pledge: Column
    country_cap: Column
    women: Column
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
            french=none(missions),
            arabic=none(missions),
        )
