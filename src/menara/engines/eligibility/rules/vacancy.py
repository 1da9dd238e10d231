"""Rules about the post itself: whether any person can be nominated for it."""

from __future__ import annotations

from datetime import date

import numpy as np

from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import MODALITIES, Roster
from menara.engines.eligibility.rules.rule import Bits, Rule, everyone, no_change, unknown
from menara.engines.outcome import Change
from menara.terms import VacancyState
from menara.wording import gettext_noop as _


def takes_individuals(roster: Roster, post: Post, on: date) -> Bits:
    """A person is nominated for individual posts only. A formed police unit is pledged whole, by one nation, and
    becomes available after an assessment and advisory visit; its places are never pooled with individual ones."""
    if post.modality is None:
        return unknown(roster)
    return everyone(roster, met=post.modality.takes_individuals)


def vacancy_is_open(roster: Roster, post: Post, on: date) -> Bits:
    """The vacancy is not frozen. One marked pending, whose holder may still extend, may be answered."""
    return everyone(roster, met=post.vacancy_state is not VacancyState.FROZEN)


def serves_in_modality(roster: Roster, post: Post, on: date) -> Bits:
    """The officer is offered by the home service for this way of serving: individual police officer, professional
    post or specialized team differ in pay, papers and pipeline."""
    if post.modality is None:
        return unknown(roster)
    bit = 1 << MODALITIES.index(post.modality)
    return Bits((roster.willing & bit) > 0, np.ones(roster.size, dtype=bool))


def _offer_for_modality(officer: Officer, post: Post, on: date) -> Change | None:
    if post.modality is None:
        return None
    return Change(sets={"modalities": (*officer.modalities, post.modality)}, says={"modality": post.modality})


RULES = (
    Rule(
        test=takes_individuals,
        sentence=_("The post is for a formed unit; persons are not nominated for it."),
        reads=("modality",),
        looks_at=(),
        source="S26",
        mark="C",
        mend=no_change,
    ),
    Rule(
        test=vacancy_is_open,
        sentence=_("The vacancy is frozen."),
        reads=("vacancy_state",),
        looks_at=(),
        source="S129",
        mark="C",
        mend=no_change,
    ),
    Rule(
        test=serves_in_modality,
        sentence=_("The officer is not offered for this way of serving."),
        reads=("modality",),
        looks_at=("modalities",),
        source="S13",
        mark="C",
        mend=_offer_for_modality,
    ),
)
