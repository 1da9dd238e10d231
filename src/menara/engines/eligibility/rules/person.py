"""Rules about age and nationality. Age counts at the planned start and at the end of the tour, never today."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from menara.engines.eligibility.days import UNKNOWN, day_number, shift_months
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import Roster
from menara.engines.eligibility.rules.rule import Bits, Rule, no_change, three_valued, unknown
from menara.engines.outcome import Change
from menara.wording import gettext_noop as _


def nationality_is_accepted(roster: Roster, post: Post, on: date) -> Bits:
    """The post does not exclude the officer's nationality. Each exclusion names its reason and its authority."""
    return Bits(~np.isin(roster.nationality, list(post.excluded)), np.ones(roster.size, dtype=bool))


def has_reached_minimum_age(roster: Roster, post: Post, on: date) -> Bits:
    """On the planned first day the officer is at least as old as the modality asks (25 for individual officers)."""
    if post.start is None or post.min_age is None:
        return unknown(roster)
    latest_birth = day_number(shift_months(post.start, -12 * post.min_age))
    return three_valued(roster.born <= latest_birth, roster.born != UNKNOWN)


def is_below_maximum_age_at_start(roster: Roster, post: Post, on: date) -> Bits:
    """On the planned first day the officer is younger than the age the modality stops at (less than 62 for individual
    officers)."""
    return _younger(roster, post.start, post.max_age)


def is_below_maximum_age_at_end(roster: Roster, post: Post, on: date) -> Bits:
    """On the last day of the tour the officer is still younger than the age the modality stops at."""
    return _younger(roster, _last_day(post), post.max_age)


def _last_day(post: Post) -> date | None:
    return None if post.end is None else post.end - timedelta(days=1)


def _younger(roster: Roster, day: date | None, age: int | None) -> Bits:
    if day is None or age is None:
        return unknown(roster)
    return three_valued(roster.born > day_number(shift_months(day, -12 * age)), roster.born != UNKNOWN)


def _old_enough(officer: Officer, post: Post, on: date) -> Change | None:
    if post.start is None or post.min_age is None:
        return None
    born = shift_months(post.start, -12 * post.min_age)
    return Change(sets={"born_on": born}, says={"born_by": born}, within_reach=officer.born_on is None)


def _young_enough(officer: Officer, day: date | None, age: int | None) -> Change | None:
    if day is None or age is None:
        return None
    born = shift_months(day, -12 * age) + timedelta(days=1)
    return Change(sets={"born_on": born}, says={"born_from": born}, within_reach=officer.born_on is None)


def _young_enough_at_start(officer: Officer, post: Post, on: date) -> Change | None:
    return _young_enough(officer, post.start, post.max_age)


def _young_enough_at_end(officer: Officer, post: Post, on: date) -> Change | None:
    return _young_enough(officer, _last_day(post), post.max_age)


RULES = (
    Rule(
        test=nationality_is_accepted,
        sentence=_("The post excludes the officer's nationality."),
        reads=("excluded",),
        looks_at=("nationality",),
        source="S26",
        mark="C",
        mend=no_change,
        asked=lambda post: bool(post.excluded),
    ),
    Rule(
        test=has_reached_minimum_age,
        sentence=_("The officer will be younger than the minimum age on the first day."),
        reads=("start", "min_age"),
        looks_at=("born_on",),
        source="S46",
        mark="C",
        norm="min_age",
        mend=_old_enough,
        asked=lambda post: post.min_age is not None,
    ),
    Rule(
        test=is_below_maximum_age_at_start,
        sentence=_("The officer will have reached the maximum age on the first day."),
        reads=("start", "max_age"),
        looks_at=("born_on",),
        source="S46",
        mark="C",
        norm="max_age",
        mend=_young_enough_at_start,
        asked=lambda post: post.max_age is not None,
    ),
    Rule(
        test=is_below_maximum_age_at_end,
        sentence=_("The officer will reach the maximum age before the tour ends."),
        reads=("end", "max_age"),
        looks_at=("born_on",),
        source="S46",
        mark="C",
        norm="max_age",
        mend=_young_enough_at_end,
        asked=lambda post: post.max_age is not None,
    ),
)
