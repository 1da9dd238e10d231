"""Rules about service, experience, rank, education and skills. Academy training never counts as service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from menara.engines.eligibility.days import UNKNOWN, Days, day_number, latest_day, shift_months, shift_months_column
from menara.engines.eligibility.officer import Officer, Skill
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import STATUSES, Roster
from menara.engines.eligibility.rules.rule import Bits, Rule, everyone, three_valued, unknown
from menara.engines.outcome import Change
from menara.terms import Education, ServiceStatus
from menara.wording import gettext_noop as _


def is_in_service(roster: Roster, post: Post, on: date) -> Bits:
    """The officer is in active service, or, for individual officers, retired no longer ago on the planned first day
    than the installation's setting allows. Professional posts ask for active service."""
    active = roster.status == STATUSES.index(ServiceStatus.ACTIVE)
    retired = roster.status == STATUSES.index(ServiceStatus.RETIRED)
    known = roster.status >= 0
    if post.active_service_only or post.retired_within_years is None:
        return three_valued(active, known)
    if post.start is None:
        return three_valued(active, known & ~retired)
    earliest = day_number(shift_months(post.start, -12 * post.retired_within_years))
    recent = retired & (roster.serving_until >= earliest)
    return three_valued(active | recent, known & (roster.serving_until != UNKNOWN))


def has_served_long_enough(roster: Roster, post: Post, on: date) -> Bits:
    """By the planned first day the officer has served the years the modality asks, academy training not counted."""
    return _served(roster, post, post.min_service_years)


def has_total_experience(roster: Roster, post: Post, on: date) -> Bits:
    """By the planned first day the officer has the years of experience the post or its level asks. Police service is
    what the roster knows; academy training is not counted."""
    return _served(roster, post, post.years_total)


def has_specific_experience(roster: Roster, post: Post, on: date) -> Bits:
    """The officer has practised the field of the post for the years it asks. Whoever is asked no years has them, in
    whatever field."""
    if post.years_specific == 0:
        return everyone(roster, met=True)
    if post.years_specific is None or not post.specific_skill:
        return unknown(roster)
    years = roster.skill(post.specific_skill).years
    return three_valued(years >= post.years_specific, years >= 0)


def holds_rank(roster: Roster, post: Post, on: date) -> Bits:
    """The officer holds the rank the post asks, or a higher one, in the officer's own ladder. There is no ladder of
    all nations: where no equivalent is named for the officer's ladder, the answer is not known."""
    met = np.zeros(roster.size, dtype=bool)
    known = np.zeros(roster.size, dtype=bool)
    for rank in post.ranks:
        if rank.order is not None:
            same = (roster.ladder == rank.ladder) & (roster.rank_order >= 0)
            known |= same
            met |= same & (roster.rank_order >= rank.order)
    return Bits(met, known)


def is_educated(roster: Roster, post: Post, on: date) -> Bits:
    """The officer holds the diploma the post asks. For professional posts a first degree with additional years of
    experience may stand for an advanced degree; whether an academy diploma may is a setting of this installation."""
    if post.education is None:
        return everyone(roster, met=True)
    met = roster.education >= int(post.education)
    failed = (roster.education >= 0) & ~met
    for holds, years in _substitutes(roster, post):
        served = _served(roster, post, years)
        met = met | (holds.met & served.met)
        failed = failed & ((holds.known & ~holds.met) | (served.known & ~served.met))
    return Bits(met, met | failed)


def has_required_skills(roster: Roster, post: Post, on: date) -> Bits:
    """The officer holds every skill the post requires, each at the level asked."""
    met = np.ones(roster.size, dtype=bool)
    failed = np.zeros(roster.size, dtype=bool)
    for asked in post.skills:
        level = roster.skill(asked.code).level
        met &= level >= asked.level
        failed |= (level >= 0) & (level < asked.level)
    return Bits(met, met | failed)


def _served(roster: Roster, post: Post, years: int | None) -> Bits:
    if post.start is None or years is None:
        return unknown(roster)
    enough = shift_months_column(roster.serving_since, 12 * years)
    until: Days = np.minimum(roster.serving_until, day_number(post.start))
    known = (roster.serving_since != UNKNOWN) & (roster.serving_until != UNKNOWN)
    return three_valued(enough <= until, known)


def _substitutes(roster: Roster, post: Post) -> list[tuple[Bits, int]]:
    """Who may bring years in place of an advanced degree, and how many years in all."""
    pairs = []
    if post.education is not None and post.education >= Education.MASTER and post.years_total is not None:
        if post.degree_substitute_years is not None:
            holds = Bits(roster.education >= int(Education.FIRST_DEGREE), roster.education >= 0)
            pairs.append((holds, post.years_total + post.degree_substitute_years))
        if post.academy_substitute_years is not None:
            holds = Bits(roster.academy == 1, roster.academy >= 0)
            pairs.append((holds, post.years_total + post.academy_substitute_years))
    return pairs


def _back_in_service(officer: Officer, post: Post, on: date) -> Change | None:
    """A retirement whose day is not known may be recent enough; one long ago cannot be undone."""
    undated = officer.status is ServiceStatus.RETIRED and officer.retired_on is None
    if undated and post.start and post.retired_within_years is not None and not post.active_service_only:
        earliest = shift_months(post.start, -12 * post.retired_within_years)
        return Change(sets={"retired_on": earliest}, says={"retired_from": earliest})
    sets = {"status": ServiceStatus.ACTIVE, "retired_on": None}
    return Change(sets=sets, says={"status": ServiceStatus.ACTIVE}, within_reach=officer.status is None)


def joined_earlier(officer: Officer, post: Post, years: int | None) -> Change | None:
    """The latest first day in the police that would do, and the facts not known that it rests on. Nobody can have
    joined earlier: for one known to have joined too late, only a later start would do."""
    if post.start is None or years is None:
        return None
    retired = officer.status is ServiceStatus.RETIRED
    until = min(post.start, officer.retired_on) if retired and officer.retired_on else post.start
    joined_by = latest_day(until, officer.training_months or 0, 12 * years)
    too_late = officer.joined_on is not None and officer.joined_on > joined_by
    sets: dict[str, object] = {}
    if officer.joined_on is None or too_late:
        sets["joined_on"] = joined_by
    if officer.training_months is None:
        sets["training_months"] = 0
    if retired and officer.retired_on is None:
        sets["retired_on"] = post.start
    return Change(sets=sets, says={"joined_by": joined_by, "years": years}, within_reach=not too_late)


def _joined_earlier_for_service(officer: Officer, post: Post, on: date) -> Change | None:
    return joined_earlier(officer, post, post.min_service_years)


def _joined_earlier_for_total(officer: Officer, post: Post, on: date) -> Change | None:
    return joined_earlier(officer, post, post.years_total)


def _more_practice(officer: Officer, post: Post, on: date) -> Change | None:
    if post.years_specific is None or not post.specific_skill:
        return None
    says = {"skill": post.specific_skill, "years": post.years_specific}
    held = next((s for s in officer.skills or () if s.code == post.specific_skill), None)
    mended = replace(held or Skill(code=post.specific_skill, level=1), years=post.years_specific)
    not_known = officer.skills is None or (held is not None and held.years is None)
    return Change(sets={"skills": _with_skill(officer.skills, mended)}, says=says, within_reach=not_known)


def _promoted(officer: Officer, post: Post, on: date) -> Change | None:
    for rank in post.ranks:
        service, corps = rank.ladder.split("/", 1)
        if rank.order is not None and service == officer.service and corps == (officer.corps or corps):
            return Change(sets={"corps": corps, "grade": rank.grade}, says={"ranks": (rank,)})
    return None


def _better_educated(officer: Officer, post: Post, on: date) -> Change | None:
    """The diploma asked, or a first degree where the officer has the years that let it stand for more."""
    education = post.education
    if education is not None and education >= Education.MASTER and _has_years_in_place_of_degree(officer, post, on):
        education = Education.FIRST_DEGREE
    return Change(sets={"education": education}, says={"education": education})


def _has_years_in_place_of_degree(officer: Officer, post: Post, on: date) -> bool:
    if post.years_total is None or post.degree_substitute_years is None:
        return False
    needed = joined_earlier(officer, post, post.years_total + post.degree_substitute_years)
    return needed is not None and not needed.sets


def _trained(officer: Officer, post: Post, on: date) -> Change | None:
    skills = officer.skills
    lacking = []
    for asked in post.skills:
        held = next((s for s in skills or () if s.code == asked.code), None)
        if held is None or held.level < asked.level:
            skills = _with_skill(skills, replace(held or Skill(code=asked.code, level=1), level=asked.level))
            lacking.append(asked)
    return Change(sets={"skills": skills}, says={"skills": tuple(lacking)})


def _with_skill(skills: tuple[Skill, ...] | None, mended: Skill) -> tuple[Skill, ...]:
    return (*(s for s in skills or () if s.code != mended.code), mended)


RULES = (
    Rule(
        test=is_in_service,
        sentence=_("The officer is not in service as the post asks."),
        reads=("active_service_only", "retired_within_years", "start"),
        looks_at=("status", "retired_on"),
        source="S17",
        mark="C",
        norm="retired_within_years",
        mend=_back_in_service,
        asked=lambda post: post.active_service_only or post.retired_within_years is not None,
    ),
    Rule(
        test=has_served_long_enough,
        sentence=_("The officer has not served long enough; academy training does not count."),
        reads=("start", "min_service_years"),
        looks_at=("joined_on", "training_months", "status", "retired_on"),
        source="S46",
        mark="C",
        norm="min_service_years",
        mend=_joined_earlier_for_service,
        asked=lambda post: post.min_service_years is not None,
    ),
    Rule(
        test=has_total_experience,
        sentence=_("The officer lacks years of experience the post asks."),
        reads=("start", "years_total"),
        looks_at=("joined_on", "training_months", "status", "retired_on"),
        source="S53",
        mark="S",
        norm="years_total",
        mend=_joined_earlier_for_total,
        asked=lambda post: post.years_total is not None,
    ),
    Rule(
        test=has_specific_experience,
        sentence=_("The officer lacks years of practice in the field of the post."),
        reads=("years_specific", "specific_skill"),
        looks_at=("skills",),
        source="call",
        mark="",
        mend=_more_practice,
        asked=lambda post: post.years_specific is not None,
    ),
    Rule(
        test=holds_rank,
        sentence=_("The officer does not hold the rank the post asks."),
        reads=("ranks",),
        looks_at=("service", "corps", "grade"),
        source="S107",
        mark="S",
        mend=_promoted,
        asked=lambda post: bool(post.ranks),
    ),
    Rule(
        test=is_educated,
        sentence=_("The officer does not hold the diploma the post asks."),
        reads=("education", "years_total", "start", "degree_substitute_years", "academy_substitute_years"),
        looks_at=("education", "academy_diploma", "joined_on", "training_months", "status", "retired_on"),
        source="S53",
        mark="S",
        mend=_better_educated,
        asked=lambda post: post.education is not None,
    ),
    Rule(
        test=has_required_skills,
        sentence=_("The officer lacks a skill the post requires."),
        reads=("skills",),
        looks_at=("skills",),
        source="call",
        mark="",
        mend=_trained,
        asked=lambda post: bool(post.skills),
    ),
)
