"""Rules about languages. The tested mission language is English or French; no other language stands in for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from menara.engines.eligibility.days import FOREVER, UNKNOWN, Days, day_number, latest_day, shift_months_column
from menara.engines.eligibility.officer import Language, Officer
from menara.engines.eligibility.post import LevelAsked, Post, TestAsked
from menara.engines.eligibility.roster import Flags, LanguageColumns, Roster
from menara.engines.eligibility.rules.rule import Bits, Rule, unknown
from menara.engines.outcome import Change
from menara.terms import LanguageLevel
from menara.wording import gettext_noop as _


def passed_language_test(roster: Roster, post: Post, on: date) -> Bits:
    """The officer passed the language part of the AMS, at the pass mark or better, in every mission language the post
    names, or in English or French where it names none. Speaking another language does not replace it."""
    results = [_passed(roster.language(test.code), test.score) for test in post.tests or post.any_test]
    return _all(results, roster) if post.tests else _any(results, roster)


def language_test_is_valid_at_start(roster: Roster, post: Post, on: date) -> Bits:
    """The AMS pass still counts on the planned first day, language by language: 24 months after the test, unless the
    assessor wrote another end, and without limit where nobody set one. It is the first day in the mission that
    decides, not the day of nomination."""
    if post.start is None:
        return unknown(roster)
    start = day_number(post.start)
    results = []
    for test in post.tests or post.any_test:
        language = roster.language(test.code)
        passed = _passed(language, test.score)
        until = _valid_until(language, post.ams_valid_months)
        results.append(Bits(passed.met & (until > start), passed.known & (~passed.met | (until != UNKNOWN))))
    return _all(results, roster) if post.tests else _any(results, roster)


def speaks_required_languages(roster: Roster, post: Post, on: date) -> Bits:
    """The officer holds each language the post requires in words or CEFR levels, at the level asked. This is separate
    from any AMS result."""
    results = []
    for asked in post.levels:
        level = roster.language(asked.code).level
        results.append(Bits(level >= asked.level, level >= 0))
    return _all(results, roster)


def _passed(language: LanguageColumns, score: int) -> Bits:
    """No result on record is known: not passed. A date without a score, or the reverse, is not known."""
    held = language.ams_score >= 0
    half = (language.ams_on != UNKNOWN) & ~held
    return Bits(held & (language.ams_score >= score), language.known & ~half)


def _valid_until(language: LanguageColumns, months: int | None) -> Days:
    counted = FOREVER if months is None else shift_months_column(language.ams_on, months)
    return np.where(language.ams_until != UNKNOWN, language.ams_until, counted).astype(np.int32)


def _all(results: list[Bits], roster: Roster) -> Bits:
    met: Flags = np.ones(roster.size, dtype=bool)
    failed: Flags = np.zeros(roster.size, dtype=bool)
    for result in results:
        met &= result.met
        failed |= result.known & ~result.met
    return Bits(met, met | failed)


def _any(results: list[Bits], roster: Roster) -> Bits:
    met: Flags = np.zeros(roster.size, dtype=bool)
    known: Flags = np.ones(roster.size, dtype=bool)
    for result in results:
        met |= result.met
        known &= result.known
    return Bits(met, met | known)


def _tested(officer: Officer, post: Post, on: date) -> Change | None:
    """A pass in each language that lacks one, dated on the first day that still counts at the start; where the call
    does not say the start, today."""
    lacking = [t for t in post.tests if not _holds(officer, t, post)]
    if not post.tests:
        spoken = {item.code for item in officer.languages or ()}
        lacking = sorted(post.any_test, key=lambda t: (t.code not in spoken, t.code))[:1]
    languages = {item.code: item for item in officer.languages or ()}
    day = on if post.start is None else _first_day_that_counts(post.start, post.ams_valid_months)
    for test in lacking:
        held = languages.get(test.code, Language(code=test.code))
        score = max(test.score, held.ams_score or test.score)
        languages[test.code] = replace(held, ams_on=day, ams_score=score, ams_until=None)
    period = {} if post.start is None else {"not_before": day, "not_after": post.start}
    return Change(sets={"languages": tuple(languages.values())}, says={"tests": tuple(lacking), **period})


def _tested_in_time(officer: Officer, post: Post, on: date) -> Change | None:
    return None if post.start is None else _tested(officer, post, on)


def _first_day_that_counts(start: date, valid_months: int | None) -> date:
    """The earliest day of a test whose pass is still valid on the first day of the tour."""
    return start if valid_months is None else latest_day(start, valid_months) + timedelta(days=1)


def _holds(officer: Officer, test: TestAsked, post: Post) -> bool:
    held = next((item for item in officer.languages or () if item.code == test.code), None)
    if held is None or held.ams_score is None or held.ams_score < test.score:
        return False
    if post.start is None:
        return True
    if held.ams_until is not None:
        return held.ams_until > post.start
    if post.ams_valid_months is None:
        return True
    return held.ams_on is not None and held.ams_on >= _first_day_that_counts(post.start, post.ams_valid_months)


def _learnt(officer: Officer, post: Post, on: date) -> Change | None:
    languages = {item.code: item for item in officer.languages or ()}
    lacking = []
    for asked in post.levels:
        held = languages.get(asked.code, Language(code=asked.code))
        if (held.level or 0) < asked.level:
            languages[asked.code] = replace(held, level=LanguageLevel(asked.level))
            lacking.append(LevelAsked(asked.code, LanguageLevel(asked.level)))
    return Change(sets={"languages": tuple(languages.values())}, says={"languages": tuple(lacking)})


RULES = (
    Rule(
        test=passed_language_test,
        sentence=_("The officer has not passed the language test in the mission language."),
        reads=("tests", "any_test"),
        looks_at=("languages",),
        source="S46",
        mark="C",
        norm="pass_mark",
        mend=_tested,
        asked=lambda post: bool(post.tests or post.any_test),
    ),
    Rule(
        test=language_test_is_valid_at_start,
        sentence=_("The officer's language test will not be valid on the first day."),
        reads=("tests", "any_test", "start", "ams_valid_months"),
        looks_at=("languages",),
        source="S35",
        mark="C",
        norm="ams_valid_months",
        mend=_tested_in_time,
        asked=lambda post: bool(post.tests or post.any_test),
    ),
    Rule(
        test=speaks_required_languages,
        sentence=_("The officer does not hold a language the post requires."),
        reads=("levels",),
        looks_at=("languages",),
        source="call",
        mark="",
        mend=_learnt,
        asked=lambda post: bool(post.levels),
    ),
)
