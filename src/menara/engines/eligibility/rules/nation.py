"""Rules a nation adds for its own officers. They stand beside the others, so they can only tighten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from menara.engines.eligibility.days import UNKNOWN, day_number, latest_day, shift_months, shift_months_column
from menara.engines.eligibility.norms import Overlay
from menara.engines.eligibility.officer import Language, Officer
from menara.engines.eligibility.post import LevelAsked, Post
from menara.engines.eligibility.roster import Flags, Roster
from menara.engines.eligibility.rules.career import joined_earlier
from menara.engines.eligibility.rules.rule import Bits, Mend, Rule, Test, no_change, three_valued, unknown
from menara.engines.outcome import Change
from menara.terms import LanguageLevel
from menara.wording import gettext_noop as _


def satisfies_national_service(roster: Roster, post: Post, on: date) -> Bits:
    """The officer has the years of service the officer's own nation asks (eight in Switzerland), training not
    counted."""
    if post.start is None:
        return _where_asked(roster, lambda o: o.min_service_years is not None, lambda o, rows: unknown(roster))
    start = day_number(post.start)

    def served(overlay: Overlay, rows: Flags) -> Bits:
        enough = shift_months_column(roster.serving_since, 12 * (overlay.min_service_years or 0))
        known = (roster.serving_since != UNKNOWN) & (roster.serving_until != UNKNOWN)
        return three_valued(enough <= np.minimum(roster.serving_until, start), known)

    return _where_asked(roster, lambda o: o.min_service_years is not None, served)


def satisfies_national_tour_cap(roster: Roster, post: Post, on: date) -> Bits:
    """The tour is no longer than the officer's own nation allows (one year in India)."""

    def capped(overlay: Overlay, rows: Flags) -> Bits:
        if post.tour_months is None:
            return unknown(roster)
        fits = post.tour_months <= (overlay.max_tour_months or 0)
        return Bits(np.full(roster.size, fits), np.ones(roster.size, dtype=bool))

    return _where_asked(roster, lambda o: o.max_tour_months is not None, capped)


def satisfies_national_gap(roster: Roster, post: Post, on: date) -> Bits:
    """The months the officer's own nation asks between two missions have passed on the planned first day."""
    if post.start is None:
        return _where_asked(roster, lambda o: o.min_gap_months is not None, lambda o, rows: unknown(roster))
    start = day_number(post.start)

    def rested(overlay: Overlay, rows: Flags) -> Bits:
        never = roster.missions_served == 0
        again = shift_months_column(roster.last_mission_ended, overlay.min_gap_months or 0)
        known = never | (roster.last_mission_ended != UNKNOWN)
        return three_valued(never | (again <= start), known)

    return _where_asked(roster, lambda o: o.min_gap_months is not None, rested)


def satisfies_national_language(roster: Roster, post: Post, on: date) -> Bits:
    """The officer holds the languages at the level the officer's own nation asks (very good English in Switzerland)."""

    def fluent(overlay: Overlay, rows: Flags) -> Bits:
        met, failed = np.ones(roster.size, dtype=bool), np.zeros(roster.size, dtype=bool)
        for code, least in (overlay.min_language_level or {}).items():
            level = roster.language(code).level
            met &= level >= least
            failed |= (level >= 0) & (level < least)
        return Bits(met, met | failed)

    return _where_asked(roster, lambda o: bool(o.min_language_level), fluent)


def satisfies_national_licence(roster: Roster, post: Post, on: date) -> Bits:
    """The officer holds a driving licence where the officer's own nation asks one for every post."""

    def licensed(overlay: Overlay, rows: Flags) -> Bits:
        by = day_number(post.start or on)
        return three_valued(roster.licensed <= by, roster.licensed != UNKNOWN)

    return _where_asked(roster, lambda o: o.licence_asked, licensed)


def satisfies_national_availability(roster: Roster, post: Post, on: date) -> Bits:
    """The officer is available for the months the officer's own nation asks (twelve in Switzerland)."""
    if post.start is None:
        return _where_asked(roster, lambda o: o.min_available_months is not None, lambda o, rows: unknown(roster))
    start = post.start

    def free(overlay: Overlay, rows: Flags) -> Bits:
        until = day_number(shift_months(start, overlay.min_available_months or 0))
        return Bits(roster.available_until >= until, np.ones(roster.size, dtype=bool))

    return _where_asked(roster, lambda o: o.min_available_months is not None, free)


def _where_asked(roster: Roster, asks: Callable[[Overlay], bool], answer: Callable[[Overlay, Flags], Bits]) -> Bits:
    """``answer`` for the officers of nations that ask, *met* for all others."""
    met, known = np.ones(roster.size, dtype=bool), np.ones(roster.size, dtype=bool)
    for i, overlay in enumerate(roster.overlays):
        rows = roster.overlay == i
        if asks(overlay) and rows.any():
            bits = answer(overlay, rows)
            met[rows], known[rows] = bits.met[rows], bits.known[rows]
    return Bits(met, known)


def _overlay(officer: Officer, post: Post) -> Overlay:
    return next(o for o in post.overlays if o.nationality == officer.nationality)


def _served_nationally(officer: Officer, post: Post, on: date) -> Change | None:
    return joined_earlier(officer, post, _overlay(officer, post).min_service_years)


def _rested(officer: Officer, post: Post, on: date) -> Change | None:
    """The latest end of the last mission that leaves the gap; only a later start can bring it."""
    if post.start is None:
        return None
    gap = _overlay(officer, post).min_gap_months or 0
    ended = latest_day(post.start, gap)
    within_reach = officer.last_mission_ended_on is None
    return Change(sets={"last_mission_ended_on": ended}, says={"ended_by": ended}, within_reach=within_reach)


def _fluent(officer: Officer, post: Post, on: date) -> Change | None:
    languages = {item.code: item for item in officer.languages or ()}
    lacking = []
    for code, least in (_overlay(officer, post).min_language_level or {}).items():
        held = languages.get(code, Language(code=code))
        if (held.level or 0) < least:
            languages[code] = replace(held, level=LanguageLevel(least))
            lacking.append(LevelAsked(code, LanguageLevel(least)))
    return Change(sets={"languages": tuple(languages.values())}, says={"languages": tuple(lacking)})


def _licensed(officer: Officer, post: Post, on: date) -> Change | None:
    by = post.start or on
    return Change(sets={"licensed_on": by}, says={"licensed_by": by})


def _free(officer: Officer, post: Post, on: date) -> Change | None:
    if post.start is None:
        return None
    until = shift_months(post.start, _overlay(officer, post).min_available_months or 0)
    return Change(sets={"available_until": until}, says={"until": until})


def _rule(
    test: Test, national: str, sentence: str, reads: tuple[str, ...], looks_at: tuple[str, ...], mend: Mend
) -> Rule:
    """A national rule: its source and mark are the overlay's own, shown with the finding."""
    return Rule(
        test=test,
        national=national,
        sentence=sentence,
        reads=reads,
        looks_at=("nationality", *looks_at),
        source="national overlay",
        mark="",
        mend=mend,
    )


RULES = (
    _rule(
        satisfies_national_service,
        "min_service_years",
        _("The officer has not served the years the officer's own nation asks."),
        ("start",),
        ("joined_on", "training_months", "status", "retired_on"),
        _served_nationally,
    ),
    _rule(
        satisfies_national_tour_cap,
        "max_tour_months",
        _("The tour is longer than the officer's own nation allows."),
        ("tour_months",),
        (),
        no_change,
    ),
    _rule(
        satisfies_national_gap,
        "min_gap_months",
        _("The officer's own nation asks for more time between two missions."),
        ("start",),
        ("missions_served", "last_mission_ended_on"),
        _rested,
    ),
    _rule(
        satisfies_national_language,
        "min_language_level",
        _("The officer does not hold a language the officer's own nation asks."),
        (),
        ("languages",),
        _fluent,
    ),
    _rule(
        satisfies_national_licence,
        "licence_asked",
        _("The officer's own nation asks for a driving licence."),
        ("start",),
        ("licensed_on",),
        _licensed,
    ),
    _rule(
        satisfies_national_availability,
        "min_available_months",
        _("The officer is not available for the months the officer's own nation asks."),
        ("start",),
        ("available_until",),
        _free,
    ),
)
