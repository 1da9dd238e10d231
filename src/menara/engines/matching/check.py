"""Every hard constraint a second time, in plain Python, from the problem alone. Shares no code with the solver.

Runs on solver results, on what people changed by hand, and again when a plan is accepted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np

from menara.engines.eligibility.explain import explain
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import Roster
from menara.engines.matching.goals import GOALS, success
from menara.engines.matching.odds import odds, quality
from menara.engines.matching.problem import (
    Nominee,
    Problem,
    backing_of,
    batch_of,
    nominee_limit_of,
    positions_of,
    unit_of,
)
from menara.engines.outcome import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A constraint that does not hold: its name and the records it is about, with what was found and allowed."""

    constraint: str
    about: Mapping[str, Any] = field(default_factory=dict)


Check = Callable[[Problem, Sequence[Nominee]], Iterator[Violation]]


def known_records(problem: Problem, slate: Sequence[Nominee]) -> Iterator[Violation]:
    """Every nominee is on the roster, and nominated for an opening of the plan, in a position it has."""
    officers, openings = {o.number for o in problem.officers}, {o.ref: o for o in problem.openings}
    for n in slate:
        if n.officer not in officers or n.opening not in openings:
            yield Violation(constraint="known_records", about={"officer": n.officer, "opening": n.opening})
        elif not 0 <= n.position < positions_of(openings[n.opening]):
            yield Violation(constraint="known_records", about={"opening": n.opening, "position": n.position})


def one_post_each(problem: Problem, slate: Sequence[Nominee]) -> Iterator[Violation]:
    """An officer is nominated for one opening at most."""
    for officer, count in Counter(n.officer for n in slate).items():
        if count > 1:
            yield Violation(constraint="one_post_each", about={"officer": officer, "found": count, "allowed": 1})


def nominee_limit(problem: Problem, slate: Sequence[Nominee]) -> Iterator[Violation]:
    """An opening has at most the nominees its call allows, spread over its positions."""
    openings = {o.ref: o for o in problem.openings}
    for ref, count in Counter(n.opening for n in slate).items():
        allowed = nominee_limit_of(openings[ref], problem.norms, problem.on)
        if count > allowed:
            yield Violation(constraint="nominee_limit", about={"opening": ref, "found": count, "allowed": allowed})
    for (ref, position), count in Counter((n.opening, n.position) for n in slate).items():
        allowed = backing_of(openings[ref], problem.norms, problem.on)
        if count > allowed:
            about = {"opening": ref, "position": position, "found": count, "allowed": allowed}
            yield Violation(constraint="nominee_limit", about=about)


def share_of_women(problem: Problem, slate: Sequence[Nominee]) -> Iterator[Violation]:
    """A call that asks a share of women gets at least ceil(share x nominees), unless a named person waived it."""
    women = {o.number for o in problem.officers if o.woman is True}
    waived = {w.call for w in problem.waivers}
    shares = {batch_of(o): o.female_target for o in problem.openings if o.female_target is not None}
    call_of = {o.ref: batch_of(o) for o in problem.openings}
    nominees: dict[str, list[str]] = defaultdict(list)
    for n in slate:
        nominees[call_of[n.opening]].append(n.officer)
    for call, officers in nominees.items():
        if call in shares and call not in waived:
            needed = ceil(Fraction(shares[call]) * len(officers))
            found = sum(o in women for o in officers)
            if found < needed:
                yield Violation(
                    constraint="share_of_women",
                    about={"call": call, "nominees": len(officers), "found": found, "asked": needed},
                )


def home_unit_cap(problem: Problem, slate: Sequence[Nominee]) -> Iterator[Violation]:
    """No home unit gives more than floor(share x strength); a unit of unknown strength has no cap."""
    if problem.home_unit_share is None:
        return
    strength: dict[str, int] = {}
    unit: dict[str, str] = {}
    for officer in problem.officers:
        unit[officer.number] = unit_of(officer)
        if officer.unit_strength is not None:
            strength[unit_of(officer)] = max(strength.get(unit_of(officer), 0), officer.unit_strength)
    for name, count in Counter(unit[n.officer] for n in slate).items():
        if name in strength and count > floor(problem.home_unit_share * strength[name]):
            allowed = floor(problem.home_unit_share * strength[name])
            yield Violation(constraint="home_unit_cap", about={"unit": name, "found": count, "allowed": allowed})


def pinned(problem: Problem, slate: Sequence[Nominee]) -> Iterator[Violation]:
    """Every pin holds, and only what a person pinned is marked so."""
    on_slate = {(n.officer, n.opening) for n in slate}
    asked = {(p.officer, p.opening) for p in problem.pins}
    for officer, opening in sorted(asked - on_slate):
        yield Violation(constraint="pinned", about={"officer": officer, "opening": opening})
    for n in slate:
        if n.pinned != ((n.officer, n.opening) in asked):
            yield Violation(constraint="pinned", about={"officer": n.officer, "opening": n.opening, "marked": n.pinned})


def not_excluded(problem: Problem, slate: Sequence[Nominee]) -> Iterator[Violation]:
    """No excluded officer is nominated where a person excluded him or her."""
    out = {(e.officer, e.opening) for e in problem.exclusions}
    for n in slate:
        if (n.officer, n.opening) in out or (n.officer, "") in out:
            yield Violation(constraint="not_excluded", about={"officer": n.officer, "opening": n.opening})


def is_eligible(problem: Problem, slate: Sequence[Nominee]) -> Iterator[Violation]:
    """Every rule is met for every nominee; an unknown answer stands only for a pinned officer, and is marked."""
    officers, openings = {o.number: o for o in problem.officers}, {o.ref: o for o in problem.openings}
    for n in slate:
        findings = explain(officer=officers[n.officer], opening=openings[n.opening], norms=problem.norms, on=problem.on)
        for finding in findings:
            if finding.answer is Answer.NOT_MET or (finding.answer is Answer.UNKNOWN and not n.pinned):
                yield Violation(
                    constraint="is_eligible",
                    about={"officer": n.officer, "opening": n.opening, "rule": finding.rule, "answer": finding.answer},
                )
        unknown = tuple(f.rule for f in findings if f.answer is Answer.UNKNOWN and n.pinned)
        if sorted(unknown) != sorted(n.unknown):
            about = {"officer": n.officer, "opening": n.opening, "found": n.unknown, "asked": unknown}
            yield Violation(constraint="is_eligible", about=about)


CHECKS: tuple[Check, ...] = (
    one_post_each,
    nominee_limit,
    share_of_women,
    home_unit_cap,
    pinned,
    not_excluded,
    is_eligible,
)


def check(*, problem: Problem, slate: Sequence[Nominee]) -> tuple[Violation, ...]:
    """Everything wrong with a slate; empty where it may stand."""
    strangers = tuple(known_records(problem, slate))
    if strangers:  # the other checks look these records up
        return strangers
    return tuple(violation for one in CHECKS for violation in one(problem, slate))


def values(*, problem: Problem, slate: Sequence[Nominee], unit: int) -> dict[str, int]:
    """The value of each goal, recomputed from the slate. Odds and quality are recomputed too, not read."""
    numbers = pair_numbers(problem=problem, slate=slate)
    critical = {o.ref for o in problem.openings if o.critical}
    positions: dict[tuple[str, int], list[int]] = defaultdict(list)
    for n in slate:
        positions[n.opening, n.position].append(numbers[n.officer, n.opening][0])
    return dict(
        zip(
            GOALS,
            (
                sum(ref in critical for ref, _ in positions),
                len(positions),
                sum(success(chances, unit) for chances in positions.values()),
                sum(numbers[n.officer, n.opening][1] for n in slate),
            ),
            strict=True,
        )
    )


def pair_numbers(*, problem: Problem, slate: Sequence[Nominee]) -> dict[tuple[str, str], tuple[int, int]]:
    """Odds in per cent and quality of each pair on the slate, a person's estimate first."""
    told = {(e.officer, e.opening): e.per_cent for e in problem.estimates}
    officers, openings = {o.number: o for o in problem.officers}, {o.ref: o for o in problem.openings}
    found = {}
    for n in slate:
        roster = Roster.of(officers=[officers[n.officer]], norms=problem.norms)
        post = Post.of(opening=openings[n.opening], norms=problem.norms, on=problem.on)
        row = np.zeros(1, dtype=np.int64)
        modelled = int(odds(roster=roster, post=post, rows=row, model=problem.odds)[0])
        suits = int(quality(roster=roster, post=post, rows=row)[0])
        found[n.officer, n.opening] = (told.get((n.officer, n.opening), modelled), suits)
    return found
