"""Whole worlds of officers and posts made by a seed, for measuring staffing at any size. Nothing made here is real.

The shares below are settings (mark U): they give these worlds the shape of the usual benchmark files, so that no figure
rests on one file. None of them is a figure of the United Nations. Same arguments: same world, on every machine; an
officer depends on seed and index alone, so that a roster of any length can be made slice by slice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.staffing.problem import LANGUAGES, OFFICER_COLUMNS, Officers, Posts, Sides, Staffing

Column = NDArray[Any]
CHUNK = 1 << 13  # officers drawn from one stream of chance
CLUSTERS, SKILLS_EACH = 8, 3  # skills come in clusters; each officer has one
IN_CLUSTER, ELSEWHERE = 0.62, 0.11  # chance of holding a skill of one's own cluster, and of another
COUNTRY_LANGUAGES = (0.35, 0.24, 0.11, 0.10, 0.20)  # by the language all speak well: EN, FR, AR, ES, none of these
MISSION_LANGUAGES = (0.42, 0.36, 0.15, 0.07)
NATIVE = (0, 0, 0, 0.2, 0.8)  # shares of the levels 0 to 4
LEARNT = (
    (0.15, 0.15, 0.20, 0.30, 0.20),
    (0.75, 0.12, 0.06, 0.05, 0.02),
    (0.90, 0.05, 0.02, 0.02, 0.01),
    (0.90, 0.05, 0.03, 0.01, 0.01),
)
RANKS = (0.25, 0.25, 0.20, 0.14, 0.09, 0.05, 0.02)
POST_RANKS = (0.22, 0.285, 0.215, 0.15, 0.09, 0.04)
MOST_VACANCIES = 8  # of one post
EXCLUDED_COUNTRIES = 5  # a mission
MISSIONS_SERVED = 40  # that officers may come from, or more where there are more
PAIRED = 0.6  # share of posts that require a second skill of the same cluster
SPEAKERS = {"french": (80, 12), "arabic": (70, 5)}  # of 100 vacancies: where the mission works in it, elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A problem without side constraints, and what these are made from."""

    bare: Staffing
    mission_language: Column
    country_weight: Column

    @property
    def std(self) -> Sides:
        return self.sides(tightness=Fraction(0))

    @property
    def tight(self) -> Sides:
        return self.sides(tightness=Fraction(1))

    def staffing(self, *, tightness: Fraction | int | None) -> Staffing:
        """The problem; ``tightness`` None leaves the side constraints out, 0 is the standard set, 1 the tight one."""
        return replace(self.bare, sides=None if tightness is None else self.sides(tightness=Fraction(tightness)))

    def sides(self, *, tightness: Fraction) -> Sides:
        """Side constraints in proportion to the vacancies: one country at most 10 % of a mission (tight 4 %), pledges
        for 1.25 times the vacancies (tight 1.03), a quarter women (tight two fifths). Between and beyond by degrees.

        Raises ``ValueError`` where a share would leave 0..1.
        """
        cap = Fraction(10, 100) - tightness * Fraction(6, 100)
        pledged = Fraction(125, 100) - tightness * Fraction(22, 100)
        women = Fraction(1, 4) + tightness * Fraction(3, 20)
        if not (0 <= cap <= 1 and pledged >= 0 and 0 <= women <= 1):
            raise ValueError(f"no side constraints are {tightness} tight")
        posts = self.bare.posts
        vacancies = np.bincount(posts.mission, weights=posts.capacity, minlength=self.bare.missions).astype(np.int64)
        root = np.sqrt(self.country_weight)
        wanted = {
            name: _parts(vacancies, np.where(self.mission_language == LANGUAGES.index(code), *SPEAKERS[name]))
            for name, code in (("french", "FR"), ("arabic", "AR"))
        }
        return Sides(
            pledge=np.ceil(float(pledged) * vacancies.sum() * root / root.sum()).astype(np.int64),
            country_cap=np.maximum(1, vacancies * cap.numerator // cap.denominator),
            women_share=(women.numerator, women.denominator),
            french_min=wanted["french"],
            arabic_min=wanted["arabic"],
        )


def world(
    *,
    seed: int,
    vacancies: int,
    missions: int,
    officers: int | None = None,
    countries: int = 190,
    scarce: bool = False,
    density: float = 1.0,
) -> World:
    """A world of ``vacancies`` in ``missions`` and ``officers`` of ``countries``.

    Officers are ten a vacancy where their number is not given, three where they are ``scarce``. ``density`` scales
    the share of pairs that are eligible, about 1 in 90 at 1.0, by how many skills posts require. Raises ``ValueError``
    for negative sizes, no missions or countries, and a density that no requirements give, below about 0.6 or above 9.
    """
    officers = vacancies * (3 if scarce else 10) if officers is None else officers
    if min(officers, vacancies) < 0 or missions < 1 or countries < 1:
        raise ValueError("sizes are not negative, and there is a mission and a country")
    draw = np.random.default_rng([seed, 0])
    language = _some(draw, MISSION_LANGUAGES, missions)
    posts = _posts(draw, vacancies, language, _skill_shares(density))
    excluded = np.zeros((missions, countries), dtype=np.int32)
    for mission in excluded:
        mission[np.argsort(draw.random(countries))[:EXCLUDED_COUNTRIES]] = countries > EXCLUDED_COUNTRIES
    staffing = Staffing(
        officers=roster(seed=seed, first=0, size=officers, countries=countries, missions=missions),
        posts=posts,
        excluded=excluded,
    )
    return World(bare=staffing, mission_language=language, country_weight=_nations(seed, countries)[0])


def roster(*, seed: int, first: int, size: int, missions: int, countries: int = 190) -> Officers:
    """``size`` officers from index ``first`` of an endless roster: the same officers, however it is cut."""
    nations = _nations(seed, countries)
    served = max(MISSIONS_SERVED, missions)
    chunks = range(first // CHUNK, -(-(first + size) // CHUNK))
    parts = [_officers(np.random.default_rng([seed, 1, chunk]), nations, served) for chunk in chunks]
    begin = first - first // CHUNK * CHUNK
    columns = {name: [getattr(part, name) for part in parts] for name in OFFICER_COLUMNS}
    if not parts:
        return _officers(np.random.default_rng([seed, 1]), nations, served).part(slice(0, 0))
    return Officers(**{name: np.concatenate(column)[begin : begin + size] for name, column in columns.items()})


def _nations(seed: int, countries: int) -> tuple[Column, Column, Column]:
    """Each country's part of the officers, its language, and its share of women."""
    draw = np.random.default_rng([seed, 2])
    weight = 1 / (np.argsort(draw.random(countries)) + 7.4)
    women = draw.random((countries, 13))
    women.sort(axis=1)  # the third lowest of thirteen: most countries between 0.1 and 0.4
    return weight / weight.sum(), _some(draw, COUNTRY_LANGUAGES, countries), women[:, 2]


def _officers(draw: np.random.Generator, nations: tuple[Column, Column, Column], served: int) -> Officers:
    """One chunk of officers."""
    weight, spoken, women = nations
    country = _some(draw, weight, CHUNK)
    rank = _some(draw, RANKS, CHUNK)
    spread = draw.random((CHUNK, 12)).sum(axis=1) - 6  # near enough to normal, and the same on every machine
    years = np.maximum(2, np.rint(6.5 + 3 * rank + 3.5 * spread)).astype(np.int32)
    levels = [
        np.where(spoken[country] == code, _some(draw, NATIVE, CHUNK), _some(draw, LEARNT[code], CHUNK))
        for code in range(len(LANGUAGES))
    ]
    free = draw.random(CHUNK) < 0.4
    return Officers(
        country=country,
        languages=np.stack(levels, axis=1).astype(np.int32),
        woman=(draw.random(CHUNK) < women[country]).astype(np.int32),
        rank=rank,
        years=years,
        skills=_skills_held(draw),
        available=np.where(free, 0, _whole(draw, 1, 12, CHUNK)),
        age=years + _whole(draw, 21, 27, CHUNK),
        last=np.where(draw.random(CHUNK) < 0.12, _whole(draw, 0, served - 1, CHUNK), -1),
        clearance=(draw.random(CHUNK) < 0.8).astype(np.int32),
        score=_whole(draw, 0, 299, CHUNK),
    )


def _skills_held(draw: np.random.Generator) -> Column:
    own = _whole(draw, 0, CLUSTERS - 1, CHUNK)
    held = np.zeros(CHUNK, dtype=np.int64)
    for skill in range(CLUSTERS * SKILLS_EACH):
        chance = np.where(own == skill // SKILLS_EACH, IN_CLUSTER, ELSEWHERE)
        held |= (draw.random(CHUNK) < chance).astype(np.int64) << skill
    return held


def _skill_shares(density: float) -> tuple[float, float, float]:
    """Shares of posts that require no skill, one, two, so that the eligible pairs grow with ``density``."""
    others = CLUSTERS - 1
    one = (IN_CLUSTER + others * ELSEWHERE) / CLUSTERS
    two = (IN_CLUSTER**2 + others * ELSEWHERE**2) / CLUSTERS
    wanted = density * (PAIRED * two + (1 - PAIRED) * one)
    if not two <= wanted <= 1:
        raise ValueError(f"no requirements make pairs {density} times as many")
    if wanted <= one:
        alone = (wanted - two) / (one - two)
        return 0.0, alone, 1 - alone
    none = (wanted - one) / (1 - one)
    return none, 1 - none, 0.0


def _posts(draw: np.random.Generator, vacancies: int, language: Column, shares: tuple[float, float, float]) -> Posts:
    """Posts whose capacities sum to ``vacancies``, spread over missions of unequal size."""
    capacity = _capacities(draw, vacancies)
    count = len(capacity)
    size = 0.25 + 2 * draw.random(len(language))
    mission = _some(draw, size / size.sum(), count)
    main = np.where(draw.random(count) < 0.85, language[mission], LANGUAGES.index("EN"))
    other = draw.random(count) < np.where(main == 0, 0.04, 0.21)
    second = np.where(main == 0, 1 + _some(draw, (0.6, 0.3, 0.1), count), 0)
    rank_min = _some(draw, POST_RANKS, count)
    start = np.maximum(1, _whole(draw, 0, 12, count))
    return Posts(
        capacity=capacity,
        mission=mission,
        main=main,
        main_level=_whole(draw, 2, 3, count),
        second=np.where(other, second, -1),
        second_level=np.full(count, 2, dtype=np.int32),
        rank_min=rank_min,
        rank_max=rank_min + _whole(draw, 1, 2, count),
        years_min=2 + 5 * rank_min // 2 + _whole(draw, 0, 4, count),
        required=_skills_required(draw, count, shares),
        desired=_skills_desired(draw, count),
        start=start,
        age_max=50 + 5 * _some(draw, (0.2, 0.5, 0.3), count),
        clearance=(draw.random(count) < 0.3).astype(np.int32),
        critical=(draw.random(count) < 0.1).astype(np.int32),
    )


def _capacities(draw: np.random.Generator, vacancies: int) -> Column:
    """Half the posts have one vacancy, a quarter two, and so on, until all vacancies have a post."""
    halves = np.floor(-np.log2(1 - draw.random(vacancies))).astype(np.int64)
    capacity = np.minimum(MOST_VACANCIES, 1 + halves)
    count = int(np.searchsorted(np.cumsum(capacity), vacancies)) + 1 if vacancies else 0
    capacity = capacity[:count]
    if count:
        capacity[-1] -= capacity.sum() - vacancies
    return capacity.astype(np.int32)


def _skills_required(draw: np.random.Generator, count: int, shares: tuple[float, float, float]) -> Column:
    cluster = _whole(draw, 0, CLUSTERS - 1, count)
    one, step = _whole(draw, 0, SKILLS_EACH - 1, count), _whole(draw, 1, SKILLS_EACH - 1, count)
    first, second = 1 << one.astype(np.int64), 1 << ((one + step) % SKILLS_EACH).astype(np.int64)
    how_many = _some(draw, shares, count)
    held = np.where(how_many == 0, 0, np.where(how_many == 1, first, first | second))
    asked: Column = held << (SKILLS_EACH * cluster.astype(np.int64))
    return asked


def _skills_desired(draw: np.random.Generator, count: int) -> Column:
    """Three of all skills."""
    three = np.argsort(draw.random((count, CLUSTERS * SKILLS_EACH)), axis=1)[:, :3].astype(np.int64)
    asked: Column = (np.int64(1) << three).sum(axis=1)
    return asked


def _some(draw: np.random.Generator, shares: Any, count: int) -> Column:
    """``count`` indexes, each with its share of chance."""
    steps = np.cumsum(np.asarray(shares, dtype=np.float64))
    return np.searchsorted(steps[:-1] / steps[-1], draw.random(count), side="right").astype(np.int32)


def _whole(draw: np.random.Generator, least: int, most: int, count: int) -> Column:
    """``count`` whole numbers, all equally likely, both ends included."""
    found: Column = (least + np.floor((most - least + 1) * draw.random(count))).astype(np.int32)
    return found


def _parts(vacancies: Column, percent: Column) -> Column:
    """So many of a hundred, rounded up."""
    wanted: Column = -(-vacancies * percent // 100)
    return wanted
