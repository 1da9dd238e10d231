"""The odds that a nominee is selected, and how well an officer suits a post beyond what is required.

A small model that a page can explain, in whole numbers throughout:

    odds     = prior x (50 + 50 x share of wanted requirements met) % x (100 + what tests and missions add) %
               rounded half up, kept between 1 and 99 per cent
    quality  = 400 x share wanted + 200 x level of the skills asked / 4 + 200 x margin over the pass mark / 40
               + 100 below the preferred age on the first day + 100 for an earlier mission        (0 to 1,000)

The priors are published yields (``facts/odds.toml``); they belong to other nations and other years, so a person's own
estimate always replaces the model. The weights are settings of this installation, not rules of anyone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from menara.engines.eligibility.days import UNKNOWN, day_number, shift_months
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import Roster

Whole = NDArray[np.int64]
Indexes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsModel:
    """``priors`` maps a modality to per cent. The additions are per cent of the prior: for a test result at least
    ``wide_margin`` points over the pass mark, for at least ``margin`` points, and for an earlier mission."""

    priors: Mapping[str, int] = field(default_factory=lambda: {"IPO": 55, "SPT": 55, "CIVPOL_EXPERT": 55, "P": 8})
    margin: int = 10
    wide_margin: int = 20
    margin_adds: int = 10
    wide_margin_adds: int = 20
    mission_adds: int = 10


def odds(*, roster: Roster, post: Post, rows: Indexes, model: OddsModel) -> Whole:
    """Odds in whole per cent for the officers at ``rows``."""
    met, wanted = _wanted(roster, post, rows)
    margin = _test_margin(roster, post, rows)
    adds = np.where(
        margin >= model.wide_margin, model.wide_margin_adds, np.where(margin >= model.margin, model.margin_adds, 0)
    )
    adds = adds + np.where(roster.missions_served[rows] > 0, model.mission_adds, 0)
    prior = model.priors.get(post.modality.value, 1) if post.modality else 1
    share = 50 * (wanted + met) if wanted else np.full(len(rows), 100, dtype=np.int64)
    scale = max(wanted, 1)
    numerator = prior * share * (100 + adds)
    denominator = 10_000 * scale
    return np.asarray(np.clip((2 * numerator + denominator) // (2 * denominator), 1, 99), dtype=np.int64)


def quality(*, roster: Roster, post: Post, rows: Indexes) -> Whole:
    """How well the officers at ``rows`` suit the post beyond what it requires, 0 to 1,000."""
    met, wanted = _wanted(roster, post, rows)
    share = 400 * met // wanted if wanted else np.full(len(rows), 400, dtype=np.int64)
    margin = np.clip(_test_margin(roster, post, rows), 0, 40)
    total = share + _skill_part(roster, post, rows) + 5 * margin
    total = total + np.where(_below_preferred_age(roster, post, rows), 100, 0)
    return np.asarray(total + np.where(roster.missions_served[rows] > 0, 100, 0), dtype=np.int64)


def _wanted(roster: Roster, post: Post, rows: Indexes) -> tuple[Whole, int]:
    """How many of the wanted languages and skills each officer has, and how many are wanted."""
    met = np.zeros(len(rows), dtype=np.int64)
    for asked in post.wanted_levels:
        met += roster.language(asked.code).level[rows] >= asked.level
    for asked in post.wanted_skills:
        met += roster.skill(asked.code).level[rows] >= asked.level
    return met, len(post.wanted_levels) + len(post.wanted_skills)


def _test_margin(roster: Roster, post: Post, rows: Indexes) -> Whole:
    """Points over the pass mark in the weakest language tested, or the best where any will do; 0 where none is."""
    margins = [roster.language(t.code).ams_score[rows].astype(np.int64) - t.score for t in post.tests or post.any_test]
    if not margins:
        return np.zeros(len(rows), dtype=np.int64)
    weakest_or_best = np.minimum.reduce(margins) if post.tests else np.maximum.reduce(margins)
    return np.asarray(weakest_or_best, dtype=np.int64)


def _skill_part(roster: Roster, post: Post, rows: Indexes) -> Whole:
    asked = post.skills + post.wanted_skills
    if not asked:
        return np.zeros(len(rows), dtype=np.int64)
    levels = sum(np.clip(roster.skill(a.code).level[rows].astype(np.int64), 0, 4) for a in asked)
    return np.asarray(50 * levels // len(asked), dtype=np.int64)


def _below_preferred_age(roster: Roster, post: Post, rows: Indexes) -> NDArray[np.bool_]:
    if post.preferred_age is None or post.start is None:
        return np.zeros(len(rows), dtype=bool)
    born = roster.born[rows]
    return np.asarray((born != UNKNOWN) & (born > day_number(shift_months(post.start, -12 * post.preferred_age))))
