"""Every hard constraint and every condition a second time, from the columns alone. Shares no code with any solver.

Runs on solver results, on what people changed by hand, and when a plan's files are verified. A plan here is its rows,
one (officer, post) each, so that an officer who stands twice can be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.check import Violation
from menara.engines.staffing.problem import ARABIC, FRENCH, Column, Staffing

Flags = NDArray[np.bool_]
Places = Column | slice


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """The rows of a plan: ``officer[k]``, counted within the problem, serves at ``post[k]``."""

    officer: Column
    post: Column

    @classmethod
    def of(cls, plan: Column) -> Chosen:
        """From the post of each officer, -1 none."""
        officer = np.flatnonzero(plan >= 0)
        return cls(officer=officer, post=np.asarray(plan)[officer].astype(np.int64))

    def __len__(self) -> int:
        return len(self.officer)


Condition = Callable[[Staffing, Places, Any], Flags]
Check = Callable[[Staffing, Chosen], Iterator[Violation]]


# Each condition answers for officers ``i`` (places or all) and posts ``j`` (as many places, or one).


def holds_required_skills(s: Staffing, i: Places, j: Any) -> Flags:
    required = s.posts.required[j]
    return np.asarray((s.officers.skills[i] & required) == required)


def holds_rank(s: Staffing, i: Places, j: Any) -> Flags:
    rank = s.officers.rank[i]
    return np.asarray((s.posts.rank_min[j] <= rank) & (rank <= s.posts.rank_max[j]))


def speaks_main_language(s: Staffing, i: Places, j: Any) -> Flags:
    return np.asarray(s.officers.languages[i, s.posts.main[j]] >= s.posts.main_level[j])


def has_served_years(s: Staffing, i: Places, j: Any) -> Flags:
    return np.asarray(s.officers.years[i] >= s.posts.years_min[j])


def is_free_by_start(s: Staffing, i: Places, j: Any) -> Flags:
    return np.asarray(s.officers.available[i] <= s.posts.start[j])


def speaks_second_language(s: Staffing, i: Places, j: Any) -> Flags:
    second = s.posts.second[j]  # -1 would read the last language: what it reads there is not used
    return np.asarray((second < 0) | (s.officers.languages[i, second] >= s.posts.second_level[j]))


def is_within_age(s: Staffing, i: Places, j: Any) -> Flags:
    return np.asarray(s.officers.age[i] <= s.posts.age_max[j])


def served_elsewhere_last(s: Staffing, i: Places, j: Any) -> Flags:
    return np.asarray(s.officers.last[i] != s.posts.mission[j])


def is_cleared(s: Staffing, i: Places, j: Any) -> Flags:
    return np.asarray(s.officers.clearance[i] >= s.posts.clearance[j])


def country_is_accepted(s: Staffing, i: Places, j: Any) -> Flags:
    return np.asarray(s.excluded[s.posts.mission[j], s.officers.country[i]] == 0)


CONDITIONS: tuple[Condition, ...] = (
    holds_required_skills,
    holds_rank,
    speaks_main_language,
    has_served_years,
    is_free_by_start,
    speaks_second_language,
    is_within_age,
    served_elsewhere_last,
    is_cleared,
    country_is_accepted,
)


def known_records(staffing: Staffing, chosen: Chosen) -> Iterator[Violation]:
    """Every row speaks of an officer and a post of the problem."""
    officers, posts = len(staffing.officers), len(staffing.posts)
    for i, j in zip(chosen.officer.tolist(), chosen.post.tolist(), strict=True):
        if not (0 <= i < officers and 0 <= j < posts):
            yield Violation(constraint="known_records", about={"officer": i, "post": j})


def one_post_each(staffing: Staffing, chosen: Chosen) -> Iterator[Violation]:
    """An officer serves at one post at most."""
    officer, count = np.unique(chosen.officer, return_counts=True)
    for i, found in zip(officer[count > 1].tolist(), count[count > 1].tolist(), strict=True):
        about = {"officer": i + staffing.first, "found": found, "allowed": 1}
        yield Violation(constraint="one_post_each", about=about)


def capacity(staffing: Staffing, chosen: Chosen) -> Iterator[Violation]:
    """A post takes at most as many officers as it has vacancies."""
    filled = np.bincount(chosen.post, minlength=len(staffing.posts))
    for j in np.flatnonzero(filled > staffing.posts.capacity).tolist():
        about = {"post": j, "found": int(filled[j]), "allowed": int(staffing.posts.capacity[j])}
        yield Violation(constraint="capacity", about=about)


def eligible(staffing: Staffing, chosen: Chosen) -> Iterator[Violation]:
    """Every condition is met by every officer at his or her post."""
    for condition in CONDITIONS:
        for k in np.flatnonzero(~condition(staffing, chosen.officer, chosen.post)).tolist():
            about = {"officer": int(chosen.officer[k]) + staffing.first, "post": int(chosen.post[k])}
            yield Violation(constraint="eligible", about=about | {"condition": condition.__name__})


def pledge(staffing: Staffing, chosen: Chosen) -> Iterator[Violation]:
    """A country sends at most as many officers as it pledged."""
    if (sides := staffing.sides) is None:
        return
    sent = np.bincount(staffing.officers.country[chosen.officer], minlength=staffing.countries)
    for c in np.flatnonzero(sent > sides.pledge).tolist():
        about = {"country": c, "found": int(sent[c]), "allowed": int(sides.pledge[c])}
        yield Violation(constraint="pledge", about=about)


def country_cap(staffing: Staffing, chosen: Chosen) -> Iterator[Violation]:
    """A mission has at most so many officers of one country."""
    if (sides := staffing.sides) is None:
        return
    there = np.zeros((staffing.missions, staffing.countries), dtype=np.int64)
    np.add.at(there, (staffing.posts.mission[chosen.post], staffing.officers.country[chosen.officer]), 1)
    for m, c in np.argwhere(there > sides.country_cap[:, None]).tolist():
        about = {"mission": m, "country": c, "found": int(there[m, c]), "allowed": int(sides.country_cap[m])}
        yield Violation(constraint="country_cap", about=about)


def share_of_women(staffing: Staffing, chosen: Chosen) -> Iterator[Violation]:
    """In every mission denominator x women >= numerator x filled."""
    if (sides := staffing.sides) is None:
        return
    numerator, denominator = (int(part) for part in sides.women_share)
    mission = staffing.posts.mission[chosen.post]
    women = np.bincount(mission[staffing.officers.woman[chosen.officer] != 0], minlength=staffing.missions)
    filled = np.bincount(mission, minlength=staffing.missions)
    for m, (found, of) in enumerate(zip(women.tolist(), filled.tolist(), strict=True)):
        if denominator * found < numerator * of:
            asked = -(-numerator * of // denominator)
            about = {"mission": m, "filled": of, "found": found, "asked": asked}
            yield Violation(constraint="share_of_women", about=about)


def not_withdrawn(staffing: Staffing, chosen: Chosen) -> Iterator[Violation]:
    """No officer who withdrew serves."""
    out = np.isin(chosen.officer + staffing.first, np.array(staffing.withdrawn, dtype=np.int64))
    for k in np.flatnonzero(out).tolist():
        about = {"officer": int(chosen.officer[k]) + staffing.first, "post": int(chosen.post[k])}
        yield Violation(constraint="not_withdrawn", about=about)


def not_frozen(staffing: Staffing, chosen: Chosen) -> Iterator[Violation]:
    """Nobody serves at a frozen post."""
    out = np.isin(chosen.post, np.array(staffing.frozen, dtype=np.int64))
    for k in np.flatnonzero(out).tolist():
        about = {"officer": int(chosen.officer[k]) + staffing.first, "post": int(chosen.post[k])}
        yield Violation(constraint="not_frozen", about=about)


def pinned(staffing: Staffing, chosen: Chosen) -> Iterator[Violation]:
    """Every pinned pair is in the plan."""
    there = set(zip(chosen.post.tolist(), (chosen.officer + staffing.first).tolist(), strict=True))
    for j, i in sorted(set(staffing.pins) - there):
        yield Violation(constraint="pinned", about={"post": j, "officer": i})


CHECKS: tuple[Check, ...] = (
    one_post_each,
    capacity,
    eligible,
    pledge,
    country_cap,
    share_of_women,
    not_withdrawn,
    not_frozen,
    pinned,
)


def check(*, staffing: Staffing, chosen: Chosen) -> tuple[Violation, ...]:
    """Everything wrong with a plan; empty where it may stand. Expects a problem without faults."""
    strangers = tuple(known_records(staffing, chosen))
    if strangers:  # the other checks look these records up
        return strangers
    return tuple(violation for one in CHECKS for violation in one(staffing, chosen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a plan is worth: quality + bonus - penalties."""

    quality: int
    bonus: int
    penalties: int

    @property
    def value(self) -> int:
        return self.quality + self.bonus - self.penalties


def value_of(*, staffing: Staffing, chosen: Chosen) -> Value:
    """The value of a plan whose records are known, added up from the columns."""
    return Value(
        quality=int(quality(staffing, chosen.officer, chosen.post).sum()),
        bonus=int(bonus(staffing, chosen.post).sum()),
        penalties=_penalties(staffing, chosen),
    )


def quality(staffing: Staffing, i: Column, j: Any) -> Column:
    """The quality of pairs, clamped, as int64; ``j`` as long as ``i``, or one post."""
    s, worth = staffing, staffing.worth
    level = s.officers.languages[i, s.posts.main[j]].astype(np.int64) - s.posts.main_level[j]
    years = s.officers.years[i].astype(np.int64) - s.posts.years_min[j]
    held = np.bitwise_count(s.officers.skills[i] & s.posts.desired[j]).astype(np.int64)
    found = s.officers.score[i].astype(np.int64) + worth.language * level + worth.skill * held
    found += worth.year * np.minimum(years, worth.years_counted)
    if worth.chance:
        found += _chance(i + staffing.first, np.asarray(j))
    return np.asarray(np.clip(found, worth.least, worth.most))


def bonus(staffing: Staffing, j: Any) -> Column:
    """What filling a vacancy of ``j`` adds."""
    return np.asarray(staffing.worth.filled + staffing.worth.critical * staffing.posts.critical[j].astype(np.int64))


def _chance(i: Column, j: Column) -> Column:
    """The low eight bits of the mix of both indexes; products wrap round at 64 bits, as they should."""
    with np.errstate(over="ignore"):
        x = i.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + j.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
        x = (x ^ (x >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray((x ^ (x >> np.uint64(32))) & np.uint64(255), dtype=np.int64)


def _penalties(staffing: Staffing, chosen: Chosen) -> int:
    if (sides := staffing.sides) is None:
        return 0
    mission = staffing.posts.mission[chosen.post]
    missing = 0
    for language, wanted in ((FRENCH, sides.french_min), (ARABIC, sides.arabic_min)):
        speaks = staffing.officers.languages[chosen.officer, language] >= sides.speaker_level
        speakers = np.bincount(mission[speaks], minlength=staffing.missions)
        missing += int(np.maximum(wanted - speakers, 0).sum())
    return sides.speaker_penalty * missing
