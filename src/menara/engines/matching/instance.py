"""A problem in numbers: eligible pairs with their odds and quality, limits, batches and caps. Nothing solver-like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import Roster
from menara.engines.eligibility.screen import Screening, screen_columns
from menara.engines.matching.odds import odds, quality
from menara.engines.matching.problem import (
    Conflict,
    Pin,
    Problem,
    backing_of,
    batch_of,
    nominee_limit_of,
    positions_of,
    unit_of,
)
from menara.terms import Modality, VacancyState

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Instance:
    """Arrays over officers, openings and eligible pairs. Pairs are sorted by opening, then officer.

    ``position_count``, ``limit`` and ``backing`` are an opening's positions, nominee limit and nominees a position.
    ``batch`` and ``unit`` are indexes; ``unit_cap`` is -1 where there is none. ``share`` is a batch's (numerator,
    denominator), (0, 1) where none is asked or it was waived.
    """

    screening: Screening
    roster: Roster
    pair_opening: Whole
    pair_officer: Whole
    pair_odds: Whole
    pair_quality: Whole
    pair_pinned: Flags
    starts: Whole  # pairs of opening j stand at starts[j]:starts[j + 1]
    position_count: Whole
    limit: Whole
    backing: Whole
    critical: Flags
    batch: Whole
    batches: tuple[str, ...]
    share: tuple[tuple[int, int], ...]
    woman: Flags
    unit: Whole
    units: tuple[str, ...]
    unit_cap: Whole
    impossible_pins: tuple[tuple[int, str], ...]  # index of the pin, rule or constraint that bars it

    @property
    def unit_of_success(self) -> int:
        """What one certain selection counts: 100 to the power of the most nominees a position
        of any opening with candidates, at least squared."""
        asked = self.backing[np.diff(self.starts) > 0]
        return int(100 ** max(2, int(asked.max(initial=1))))

    def pairs_of(self, opening: int) -> slice:
        return slice(int(self.starts[opening]), int(self.starts[opening + 1]))


def instance_of(problem: Problem) -> Instance:
    """Screen the roster and put everything the constraints and goals need into arrays. Raises ``Refusal`` where an
    opening with candidates asks for more nominees a position than can be weighed exactly."""
    roster = Roster.of(officers=problem.officers, norms=problem.norms)
    posts = tuple(Post.of(opening=o, norms=problem.norms, on=problem.on) for o in problem.openings)
    screening = screen_columns(roster=roster, posts=posts, on=problem.on)
    officers = {o.number: i for i, o in enumerate(problem.officers)}
    openings = {o.ref: j for j, o in enumerate(problem.openings)}
    pinned, impossible = _pinned(problem, screening, officers, openings)
    barred = {(officers[e.officer], openings[e.opening] if e.opening else -1) for e in problem.exclusions}
    rows = [_candidates(j, screening, pinned, barred) for j in range(len(posts))]
    told = _estimates(problem, officers, openings)
    counts = np.array([len(r) for r in rows], dtype=np.int64)
    numbers = [_numbers(roster, posts[j], rows[j], problem, told.get(j, {})) for j in range(len(posts))]
    batches = tuple(dict.fromkeys(batch_of(o) for o in problem.openings))
    units = tuple(dict.fromkeys(unit_of(o) for o in problem.officers))
    unit_places = {u: i for i, u in enumerate(units)}
    return Instance(
        screening=screening,
        roster=roster,
        pair_opening=np.repeat(np.arange(len(posts), dtype=np.int64), counts),
        pair_officer=_joined(rows),
        pair_odds=_joined([n[0] for n in numbers]),
        pair_quality=_joined([n[1] for n in numbers]),
        pair_pinned=np.concatenate(
            [np.array([(int(i), j) in pinned for i in r], dtype=bool) for j, r in enumerate(rows)]
            or [np.zeros(0, bool)]
        )
        if pinned
        else np.zeros(int(counts.sum()), dtype=bool),
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        position_count=np.array([positions_of(o) for o in problem.openings], dtype=np.int64),
        limit=np.array([nominee_limit_of(o, problem.norms, problem.on) for o in problem.openings], dtype=np.int64),
        backing=np.array([backing_of(o, problem.norms, problem.on) for o in problem.openings], dtype=np.int64),
        critical=np.array([o.critical for o in problem.openings], dtype=bool),
        batch=np.array([batches.index(batch_of(o)) for o in problem.openings], dtype=np.int64),
        batches=batches,
        share=_shares(problem, batches),
        woman=roster.woman == 1,
        unit=np.array([unit_places[unit_of(o)] for o in problem.officers], dtype=np.int64),
        units=units,
        unit_cap=_unit_caps(problem, unit_places),
        impossible_pins=impossible,
    )


def _joined(parts: list[Whole]) -> Whole:
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, dtype=np.int64)


def _pinned(
    problem: Problem, screening: Screening, officers: dict[str, int], openings: dict[str, int]
) -> tuple[set[tuple[int, int]], tuple[tuple[int, str], ...]]:
    """Pins that can hold, and those that a rule or an exclusion bars, with its name."""
    excluded = {(e.officer, e.opening) for e in problem.exclusions}
    possible: set[tuple[int, int]] = set()
    impossible: list[tuple[int, str]] = []
    for index, pin in enumerate(problem.pins):
        i, j = officers[pin.officer], openings[pin.opening]
        failed = [name for name, answer in screening.answer(j, i).items() if answer == 0]
        if failed:
            impossible.extend((index, name) for name in failed[:1])
        elif (pin.officer, pin.opening) in excluded or (pin.officer, "") in excluded:
            impossible.append((index, "not_excluded"))
        else:
            possible.add((i, j))
    return possible, tuple(impossible)


def barred_pins(problem: Problem, instance: Instance) -> tuple[tuple[Conflict, Conflict], ...]:
    """Each pin that a rule or an exclusion bars, with what bars it: the two alone cannot hold together."""
    found = []
    for index, name in instance.impossible_pins:
        pin = pin_conflict(problem.pins[index])
        by_person = name == "not_excluded"
        found.append((pin, Conflict(constraint=name, about=pin.about) if by_person else _by_rule(pin, name)))
    return tuple(found)


def pin_conflict(pin: Pin) -> Conflict:
    return Conflict(constraint="pinned", about={"officer": pin.officer, "opening": pin.opening})


def _by_rule(pin: Conflict, rule: str) -> Conflict:
    return Conflict(constraint="is_eligible", about={**pin.about, "rule": rule})


def _candidates(j: int, screening: Screening, pinned: set[tuple[int, int]], barred: set[tuple[int, int]]) -> Whole:
    post = screening.posts[j]
    if post.modality is Modality.FPU or post.vacancy_state is VacancyState.FROZEN:
        return np.zeros(0, dtype=np.int64)
    rows = screening.eligible_officers(j)
    out = [i for i, opening in barred if opening in (-1, j)]
    if out:
        rows = np.setdiff1d(rows, out)
    added = [i for i, opening in pinned if opening == j]
    return np.union1d(rows, added).astype(np.int64) if added else rows


def _numbers(roster: Roster, post: Post, rows: Whole, problem: Problem, told: dict[int, int]) -> tuple[Whole, Whole]:
    chances = odds(roster=roster, post=post, rows=rows, model=problem.odds)
    for officer, per_cent in told.items():
        chances[rows == officer] = per_cent
    return chances, quality(roster=roster, post=post, rows=rows)


def _estimates(problem: Problem, officers: dict[str, int], openings: dict[str, int]) -> dict[int, dict[int, int]]:
    told: dict[int, dict[int, int]] = {}
    for estimate in problem.estimates:
        told.setdefault(openings[estimate.opening], {})[officers[estimate.officer]] = estimate.per_cent
    return told


def _shares(problem: Problem, batches: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    waived = {w.call for w in problem.waivers}
    asked = {batch_of(o): o.female_target for o in problem.openings if o.female_target is not None}
    return tuple(
        (0, 1) if b in waived or b not in asked else (asked[b].numerator, asked[b].denominator) for b in batches
    )


def _unit_caps(problem: Problem, places: dict[str, int]) -> Whole:
    """floor(share x strength); the strength of a unit is the largest its officers state."""
    caps = np.full(len(places), -1, dtype=np.int64)
    if problem.home_unit_share is None:
        return caps
    strengths: dict[str, int] = {}
    for officer in problem.officers:
        if officer.unit_strength is not None:
            unit = unit_of(officer)
            strengths[unit] = max(strengths.get(unit, 0), officer.unit_strength)
    for unit, strength in strengths.items():
        caps[places[unit]] = int(problem.home_unit_share * strength)
    return caps
