"""Steps: what one officer would have to do to become eligible. A near miss fails the rules of one kind of step only.

Near misses are found by columns, from the packed answers of the screening. What the step is, and what the officer's
record would say after it, comes from the rules' own smallest changes: a step never knows more than the rules do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from menara.engines.eligibility.days import shift_months
from menara.engines.eligibility.officer import Language, Officer
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.eligibility.screen import Packed, Screening
from menara.engines.outcome import Change

Question = tuple[tuple[str, tuple[Any, ...]], ...]  # the rules of one kind a post asks, and what it asks of each


class StepKind(StrEnum):
    """What can be done about an officer before a tour begins. Promotions and diplomas take years, age and conduct are
    in nobody's power: they are no steps."""

    LANGUAGE_TEST = "language_test"
    LANGUAGE_COURSE = "language_course"
    SKILL_COURSE = "skill_course"
    DRIVING = "driving"
    FIREARMS_TEST = "firearms_test"
    PASSPORT = "passport"
    MEDICAL = "medical"
    VACCINATION = "vaccination"
    STATE_CERTIFICATE = "state_certificate"
    ATTESTATION = "attestation"
    RELEASE = "release"
    OFFER = "offer"
    AVAILABILITY = "availability"
    RELIEF = "relief"
    NO_LONGER_WITHHELD = "no_longer_withheld"


# One step mends every rule of its kind: a pass today is both a pass and a valid one.
MENDS: Mapping[StepKind, tuple[str, ...]] = {
    StepKind.LANGUAGE_TEST: ("passed_language_test", "language_test_is_valid_at_start"),
    StepKind.LANGUAGE_COURSE: ("speaks_required_languages", "satisfies_national_language"),
    StepKind.SKILL_COURSE: ("has_required_skills",),
    StepKind.DRIVING: ("may_drive", "satisfies_national_licence"),
    StepKind.FIREARMS_TEST: ("passed_firearms_test",),
    StepKind.PASSPORT: ("passport_is_valid",),
    StepKind.MEDICAL: ("is_medically_cleared",),
    StepKind.VACCINATION: ("is_vaccinated",),
    StepKind.STATE_CERTIFICATE: ("is_certified_by_state",),
    StepKind.ATTESTATION: ("has_attested",),
    StepKind.RELEASE: ("is_released",),
    StepKind.OFFER: ("serves_in_modality",),
    StepKind.AVAILABILITY: ("is_available", "satisfies_national_availability"),
    StepKind.RELIEF: ("is_not_promised_elsewhere",),
    StepKind.NO_LONGER_WITHHELD: ("is_not_withheld_from_mission",),
}
_KIND_OF = {rule: kind for kind, rules in MENDS.items() for rule in rules}
_SAID = {  # where a change says what it is about
    StepKind.LANGUAGE_TEST: "tests",
    StepKind.LANGUAGE_COURSE: "languages",
    StepKind.SKILL_COURSE: "skills",
    StepKind.OFFER: "modality",
    StepKind.NO_LONGER_WITHHELD: "mission",
}


class Step(NamedTuple):
    """``about`` is a language, a skill, a modality or a mission, blank for other kinds; ``amount`` the score in per
    cent, the level of a language or skill, or the medical class that is asked, 0 for other kinds."""

    kind: StepKind
    about: str = ""
    amount: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainee:
    """An officer at ``index`` of the roster, and the record as it would be after the step. ``openings`` are the
    indexes of the posts that the step alone is missing for; ``first_day`` is the earliest of their tours."""

    index: int
    after: Officer
    openings: tuple[int, ...]
    first_day: date


class _Miss(NamedTuple):
    """What one question asks of one officer who is in the way of nothing else; ``openings`` ask it alike."""

    officer: int
    first_day: date
    kind: StepKind
    question: Question
    openings: tuple[int, ...]


def near_misses(
    *, screening: Screening, officers: Sequence[Officer], on: date, kinds: Collection[StepKind] = tuple(StepKind)
) -> dict[Step, tuple[Trainee, ...]]:
    """Every step that alone would make officers eligible for posts, with those officers in the order of the roster.

    A step is taken on the day of planning, ``on``, at the earliest: a licence that would have to be a year old on a
    first day too near is no step. Where two posts are so far apart that no one test counts for both, the earlier post
    goes first. Steps come in the order of their kinds.
    """
    asked: dict[tuple[StepKind, Question], list[tuple[int, Packed]]] = {}
    for p in range(len(screening.posts)):
        for kind, question, column in _near(screening, p, kinds):
            asked.setdefault((kind, question), []).append((p, column))
    misses = [miss for (kind, question), near in asked.items() for miss in _misses(screening, kind, question, near)]
    found: dict[tuple[Step, int], Trainee] = {}
    for miss in sorted(misses, key=lambda m: (m.officer, m.first_day)):
        _take(found, miss, screening, officers[miss.officer], on)
    steps: dict[Step, list[Trainee]] = {}
    for (step, _), trainee in found.items():
        steps.setdefault(step, []).append(trainee)
    kinds_in_order = list(StepKind)
    return {s: tuple(steps[s]) for s in sorted(steps, key=lambda s: (kinds_in_order.index(s.kind), s.about, s.amount))}


def _near(screening: Screening, post: int, kinds: Collection[StepKind]) -> Iterator[tuple[StepKind, Question, Packed]]:
    """For each kind the officers whom nothing but its rules keeps from a post: all other rules met, and one of these
    not. Each *all but one kind* is an AND of what stands before and after it."""
    groups: dict[StepKind | None, list[tuple[str, tuple[Any, ...]]]] = {None: []}
    for key in screening.asked[post]:
        groups.setdefault(_KIND_OF.get(key[0]), []).append(key)
    everyone = np.packbits(np.ones(screening.size, dtype=bool))
    met = [reduce(np.bitwise_and, (screening.answers[k][0] for k in keys), everyone) for keys in groups.values()]
    before = [everyone]
    for column in met[:-1]:
        before.append(before[-1] & column)
    after = everyone
    for place, (kind, keys) in reversed(list(enumerate(groups.items()))):
        near = before[place] & after & ~met[place]
        if kind in kinds and near.any():
            yield kind, tuple(keys), near
        after = after & met[place]


def _misses(
    screening: Screening, kind: StepKind, question: Question, near: Sequence[tuple[int, Packed]]
) -> Iterator[_Miss]:
    """Officer by officer, for all posts that ask one question."""
    columns = np.vstack([np.unpackbits(column, count=screening.size) for _, column in near])
    posts = [p for p, _ in near]
    starts = [_start(screening.posts[p]) for p in posts]
    for i in np.flatnonzero(columns.any(axis=0)).tolist():
        own = np.flatnonzero(columns[:, i]).tolist()
        yield _Miss(i, min(starts[k] for k in own), kind, question, tuple(posts[k] for k in own))


def _start(post: Post) -> date:
    return post.start or date.max


def _take(
    found: dict[tuple[Step, int], Trainee], miss: _Miss, screening: Screening, officer: Officer, on: date
) -> None:
    """Add what one question of posts asks of one officer to the step it belongs to, or nothing where no step can."""
    post = screening.posts[miss.openings[0]]
    unmet = [BY_NAME[key[0]] for key in miss.question if not _is_met(screening.answers[key][0], miss.officer)]
    asked: dict[str, int] = {}
    first: Change | None = None
    for rule in unmet:
        change = rule.mend(officer, post, on)
        first = first or change
        if change is None or not _is_possible(miss.kind, change, officer, post, on):
            return
        for about, amount in _asks(miss.kind, change):
            asked[about] = max(amount, asked.get(about, 0))
    if len(asked) != 1:  # two languages are two steps
        return
    step = Step(miss.kind, *next(iter(asked.items())))
    known = found.get((step, miss.officer))
    after = officer if known is None else known.after
    for rule in unmet:
        change = first if after is officer else rule.mend(after, post, on)
        if change is not None:
            after = _later(miss.kind, after, replace(after, **change.sets), step, on)
    earliest = known.first_day if known is not None else miss.first_day
    if _day_of(step, after) > earliest:
        return
    openings = (*(known.openings if known is not None else ()), *miss.openings)
    found[step, miss.officer] = Trainee(index=miss.officer, after=after, openings=openings, first_day=earliest)


def _asks(kind: StepKind, change: Change) -> Iterator[tuple[str, int]]:
    said = change.says.get(_SAID.get(kind, ""), "")
    if isinstance(said, tuple):
        yield from ((code, int(amount)) for code, amount in said)
    else:
        yield str(said), int(change.says.get("class", 0))


def _is_possible(kind: StepKind, change: Change, officer: Officer, post: Post, on: date) -> bool:
    """Whether the change is within reach, and can still be brought about on the day of planning."""
    if not change.within_reach:
        return False
    if kind in (StepKind.LANGUAGE_TEST, StepKind.FIREARMS_TEST):
        return bool(change.says.get("not_after", date.max) >= on)
    if kind is StepKind.DRIVING:
        lacking = (change.sets.get("driving_months") or 0) - (officer.driving_months or 0)
        practised = lacking <= 0 or shift_months(on, lacking) <= _start(post)
        return practised and change.sets.get("licensed_on", date.max) >= on
    return True


def _later(kind: StepKind, before: Officer, after: Officer, step: Step, on: date) -> Officer:
    """The record after a step that serves several posts: nothing it gave already is taken back, and no test is taken
    before the day of planning."""
    match kind:
        case StepKind.PASSPORT:
            return replace(after, passport_until=max(after.passport_until or on, before.passport_until or on))
        case StepKind.AVAILABILITY if before.available_until and after.available_until:
            return replace(after, available_until=max(after.available_until, before.available_until))
        case StepKind.FIREARMS_TEST:
            return replace(after, firearms_passed_on=max(after.firearms_passed_on or on, on))
        case StepKind.LANGUAGE_TEST:
            return replace(after, languages=tuple(_dated(held, step, on) for held in after.languages or ()))
    return after


def _dated(held: Language, step: Step, on: date) -> Language:
    return replace(held, ams_on=max(held.ams_on or on, on)) if held.code == step.about else held


def _day_of(step: Step, after: Officer) -> date:
    """The day a test is taken; the first of all days for what has none."""
    if step.kind is StepKind.FIREARMS_TEST:
        return after.firearms_passed_on or date.min
    if step.kind is StepKind.LANGUAGE_TEST:
        held = next((item for item in after.languages or () if item.code == step.about), None)
        return date.min if held is None or held.ams_on is None else held.ams_on
    return date.min


def _is_met(column: NDArray[np.uint8], officer: int) -> bool:
    return bool(column[officer >> 3] >> (7 - (officer & 7)) & 1)
