"""Who is eligible for what, as the records stand: counts for lists, the best for a post, one pair rule by rule.

Screening the whole roster takes a good part of a second, so the last answers are kept in memory. The key is the head of
the organisation's history, a hash over every change ever made: no change of a record goes unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from menara import facts
from menara.engines.eligibility.explain import explain, smallest_change, verdict
from menara.engines.eligibility.norms import Norms
from menara.engines.eligibility.post import Post as PostColumns
from menara.engines.eligibility.roster import Roster
from menara.engines.eligibility.screen import Screening, screen_columns
from menara.engines.matching.odds import odds, quality
from menara.engines.outcome import Answer, Finding
from menara.models import HistoryHead, Organisation
from menara.models.tenancy import organisation_acted_for
from menara.queries.officers import NoSuchRecord, OfficerRecord, as_engine_officers, officer_ids, officer_record
from menara.queries.plans import norms_of
from menara.queries.posts import PostRecord, as_openings, post_ids, post_record

KEPT = 4  # screenings kept in memory by each process


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many officers of the roster a post's rules let through, bar, or cannot judge for want of a paper."""

    eligible: int
    unknown: int
    barred: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An eligible officer with the model's odds in whole per cent and quality from 0 to 1,000."""

    officer_id: int
    number: str
    odds: int
    quality: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One officer against one post. ``findings`` hold every rule; ``steps`` are the findings whose smallest changes
    together would make the officer eligible, None where something is within nobody's power."""

    officer: OfficerRecord
    post: PostRecord
    on: date
    verdict: Answer
    findings: tuple[Finding, ...]
    steps: tuple[Finding, ...] | None
    odds: int
    quality: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Screened:
    screening: Screening
    roster: Roster
    officers: Mapping[int, int]  # row id to place in the roster
    posts: Mapping[int, int]  # row id to place in the screening


def standings(*, on: date) -> Mapping[int, Standing]:
    """Every post on record, by row id, against the whole roster on the day ``on``."""
    found = _screened(on)
    size = found.screening.size
    counted = {}
    for post_id, place in found.posts.items():
        eligible = len(found.screening.eligible_officers(place))
        unknown = len(found.screening.uncertain_officers(place))
        counted[post_id] = Standing(eligible=eligible, unknown=unknown, barred=size - eligible - unknown)
    return counted


def answers_to_post(*, post_id: int, on: date) -> Mapping[int, Answer]:
    """Every officer's answer to all rules of a post together, by the officer's row id. Raises ``NoSuchRecord``."""
    found = _screened(on)
    if post_id not in found.posts:
        raise NoSuchRecord(kind="post", record_id=post_id)
    place = found.posts[post_id]
    answers = np.full(found.screening.size, Answer.NOT_MET, dtype=np.int8)
    answers[found.screening.eligible_officers(place)] = Answer.MET
    answers[found.screening.uncertain_officers(place)] = Answer.UNKNOWN
    return {own: Answer(int(answers[index])) for own, index in found.officers.items()}


def officers_answering(*, post_id: int, answer: Answer, on: date) -> frozenset[int]:
    """Row ids of the officers who give this answer to a post. Raises ``NoSuchRecord``."""
    return frozenset(own for own, given in answers_to_post(post_id=post_id, on=on).items() if given is answer)


def answers_of_officer(*, officer_id: int, on: date) -> Mapping[int, Answer]:
    """One officer's answer to every post on record, by the post's row id. Raises ``NoSuchRecord``."""
    found = _screened(on)
    if officer_id not in found.officers:
        raise NoSuchRecord(kind="officer", record_id=officer_id)
    index = found.officers[officer_id]
    return {
        post_id: min(found.screening.answer(place, index).values(), default=Answer.MET)
        for post_id, place in found.posts.items()
    }


def rules_barring(*, post_id: int, on: date) -> Mapping[str, tuple[int, int]]:
    """For each rule a post asks: how many officers it bars, and for how many it has no answer. Raises
    ``NoSuchRecord``."""
    found = _screened(on)
    if post_id not in found.posts:
        raise NoSuchRecord(kind="post", record_id=post_id)
    return found.screening.count_by_rule(found.posts[post_id])


def best_for(*, post_id: int, on: date, at_most: int) -> tuple[Candidate, ...]:
    """The eligible officers of a post with the best odds, then quality. Raises ``NoSuchRecord``."""
    found = _screened(on)
    if post_id not in found.posts:
        raise NoSuchRecord(kind="post", record_id=post_id)
    place = found.posts[post_id]
    rows = found.screening.eligible_officers(place)
    post = found.screening.posts[place]
    chance = odds(roster=found.roster, post=post, rows=rows, model=facts.odds_model())
    suits = quality(roster=found.roster, post=post, rows=rows)
    ids = {index: own for own, index in found.officers.items()}
    order = np.lexsort((rows, -suits, -chance))[:at_most]
    return tuple(
        Candidate(
            officer_id=ids[int(rows[i])],
            number=found.roster.number[int(rows[i])],
            odds=int(chance[i]),
            quality=int(suits[i]),
        )
        for i in order
    )


def explanation(*, officer_id: int, post_id: int, on: date) -> Explanation:
    """One officer against one post, rule by rule, with the smallest change that would help. Raises ``NoSuchRecord``.

    It reads medical and conduct records too, or its verdict would not be true; whoever shows it keeps them from those
    who may not see them (``SENSITIVE``).
    """
    held = officer_record(officer_id=officer_id, sensitive=True)
    post = post_record(post_id=post_id)
    norms = _norms()
    asked: dict[str, Any] = {"officer": held.officer, "opening": post.opening, "norms": norms, "on": on}
    findings = explain(**asked)
    mended, steps = smallest_change(**asked)
    roster = Roster.of(officers=[held.officer], norms=norms)
    columns = PostColumns.of(opening=post.opening, norms=norms, on=on)
    rows = np.zeros(1, dtype=np.int64)
    return Explanation(
        officer=held,
        post=post,
        on=on,
        verdict=verdict(findings),
        findings=findings,
        steps=None if mended is None else steps,
        odds=int(odds(roster=roster, post=columns, rows=rows, model=facts.odds_model())[0]),
        quality=int(quality(roster=roster, post=columns, rows=rows)[0]),
    )


SENSITIVE = frozenset({"medical", "medical_until", "vaccinated", "conduct", "repatriated"})
"""Fields of an officer that only some roles may see (``permissions.may_see_sensitive``)."""


# --- kept in memory ---------------------------------------------------------------------------------------------------


def _norms() -> Norms:
    return norms_of(Organisation.objects.get(pk=organisation_acted_for() or 0))


def _screened(on: date) -> _Screened:
    organisation_id = organisation_acted_for() or 0
    head = HistoryHead.objects.values_list("hash", flat=True).first()
    return _screen(organisation_id, bytes(head or b""), on)


@lru_cache(maxsize=KEPT)
def _screen(organisation_id: int, head: bytes, on: date) -> _Screened:
    norms = _norms()
    officers, openings = as_engine_officers(), as_openings()
    roster = Roster.of(officers=officers, norms=norms)
    posts = tuple(PostColumns.of(opening=opening, norms=norms, on=on) for opening in openings)
    own, ids = officer_ids(), post_ids()
    return _Screened(
        screening=screen_columns(roster=roster, posts=posts, on=on),
        roster=roster,
        officers={own[officer.number]: place for place, officer in enumerate(officers)},
        posts={ids[opening.ref]: place for place, opening in enumerate(openings)},
    )
