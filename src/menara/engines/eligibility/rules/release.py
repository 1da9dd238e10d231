"""Rules about what the home service allows and when the officer is free. Periods are half-open."""

from __future__ import annotations

from datetime import date

import numpy as np

from menara.engines.eligibility.days import UNKNOWN, day_number
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import Roster
from menara.engines.eligibility.rules.rule import Bits, Rule, three_valued, unknown
from menara.engines.outcome import Change
from menara.wording import gettext_noop as _


def is_released(roster: Roster, post: Post, on: date) -> Bits:
    """The home service agrees to release the officer. Nobody applies to the United Nations alone: every nomination
    comes from the state through its Permanent Mission."""
    return three_valued(roster.released == 1, roster.released >= 0)


def is_available(roster: Roster, post: Post, on: date) -> Bits:
    """The officer is available from the planned first day to the end of the tour. No limit on record means none."""
    if post.start is None or post.end is None:
        return unknown(roster)
    from_start = (roster.available_from == UNKNOWN) | (roster.available_from <= day_number(post.start))
    to_end = roster.available_until >= day_number(post.end)
    return Bits(from_start & to_end, np.ones(roster.size, dtype=bool))


def is_not_promised_elsewhere(roster: Roster, post: Post, on: date) -> Bits:
    """No other assignment of the officer overlaps the tour. A tour may begin on the day another ends."""
    if post.start is None or post.end is None:
        return unknown(roster)
    overlaps = (roster.promised_from < day_number(post.end)) & (roster.promised_until > day_number(post.start))
    promised = np.zeros(roster.size, dtype=bool)
    promised[roster.promised_owner[overlaps]] = True
    return three_valued(~promised, roster.promises_known)


def is_not_withheld_from_mission(roster: Roster, post: Post, on: date) -> Bits:
    """The home office does not withhold the officer from this mission."""
    known = np.ones(roster.size, dtype=bool)
    withheld = roster.withheld.get(post.mission)
    return Bits(known.copy() if withheld is None else ~withheld, known)


def _consented(officer: Officer, post: Post, on: date) -> Change | None:
    return Change(sets={"release_consent": True}, says={})


def _made_available(officer: Officer, post: Post, on: date) -> Change | None:
    if post.start is None or post.end is None:
        return None
    sets: dict[str, date] = {}
    if officer.available_from is not None and officer.available_from > post.start:
        sets["available_from"] = post.start
    if officer.available_until is not None and officer.available_until < post.end:
        sets["available_until"] = post.end
    return Change(sets=sets, says={"from": post.start, "until": post.end})


def _relieved(officer: Officer, post: Post, on: date) -> Change | None:
    if post.start is None or post.end is None:
        return None
    start, end = post.start, post.end
    kept = tuple(a for a in officer.assignments or () if not (a.starts_on < end and a.ends_on > start))
    ended = tuple(a.name for a in officer.assignments or () if a not in kept)
    return Change(sets={"assignments": kept}, says={"assignments": ended})


def _no_longer_withheld(officer: Officer, post: Post, on: date) -> Change | None:
    kept = tuple(m for m in officer.excluded_missions if m != post.mission)
    return Change(sets={"excluded_missions": kept}, says={"mission": post.mission})


RULES = (
    Rule(
        test=is_released,
        sentence=_("The home service does not release the officer."),
        reads=(),
        looks_at=("release_consent",),
        source="S13",
        mark="C",
        mend=_consented,
    ),
    Rule(
        test=is_available,
        sentence=_("The officer is not available for the whole tour."),
        reads=("start", "end"),
        looks_at=("available_from", "available_until"),
        source="home service",
        mark="",
        mend=_made_available,
    ),
    Rule(
        test=is_not_promised_elsewhere,
        sentence=_("Another assignment of the officer overlaps the tour."),
        reads=("start", "end"),
        looks_at=("assignments",),
        source="home service",
        mark="",
        mend=_relieved,
    ),
    Rule(
        test=is_not_withheld_from_mission,
        sentence=_("The home office withholds the officer from this mission."),
        reads=("mission",),
        looks_at=("excluded_missions",),
        source="home service",
        mark="",
        mend=_no_longer_withheld,
    ),
)
