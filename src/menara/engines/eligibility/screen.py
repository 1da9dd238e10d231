"""All posts against all officers: every distinct question is answered once, packed to bits and shared.

Cost is one pass over a column for each distinct (rule, what is asked), then an AND of packed columns a post.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.eligibility.norms import Norms
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.opening import Opening
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import Roster
from menara.engines.eligibility.rules import RULES, Rule
from menara.engines.outcome import Answer

Packed = NDArray[np.uint8]
Indexes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Screening:
    """The answers of all rules for all pairs.

    ``answers`` maps (rule name, what is asked) to packed *met* and *known* columns; ``asked[p]`` lists the keys post
    ``p`` uses, in the order of the rules. ``eligible[p]`` and ``barred[p]`` are packed columns; who is in neither has
    an unknown answer and no failed one.
    """

    posts: tuple[Post, ...]
    size: int
    rules: tuple[Rule, ...]
    answers: dict[tuple[str, tuple[Any, ...]], tuple[Packed, Packed]]
    asked: tuple[tuple[tuple[str, tuple[Any, ...]], ...], ...]
    eligible: tuple[Packed, ...]
    barred: tuple[Packed, ...]

    def eligible_officers(self, post: int) -> Indexes:
        """Indexes of officers for whom every rule is met."""
        return _indexes(self.eligible[post], self.size)

    def uncertain_officers(self, post: int) -> Indexes:
        """Indexes of officers barred by nothing, with at least one unknown answer: papers are missing."""
        return _indexes(~(self.eligible[post] | self.barred[post]), self.size)

    def answer(self, post: int, officer: int) -> dict[str, Answer]:
        """Every rule asked of this pair and its answer."""
        found = {}
        for key in self.asked[post]:
            met, known = (_bit(column, officer) for column in self.answers[key])
            found[key[0]] = Answer.MET if met else Answer.NOT_MET if known else Answer.UNKNOWN
        return found

    def count_by_rule(self, post: int) -> dict[str, tuple[int, int]]:
        """For each rule asked by the post: how many officers it bars, and for how many it is not known."""
        counts = {}
        for key in self.asked[post]:
            met, known = self.answers[key]
            unknown = self.size - _count(known)
            counts[key[0]] = (_count(known) - _count(met), unknown)
        return counts

    def failing(self, post: int, rule: str) -> Indexes:
        """Indexes of the officers a rule bars from a post."""
        key = next(k for k in self.asked[post] if k[0] == rule)
        met, known = self.answers[key]
        return _indexes(known & ~met, self.size)

    def unknown_to(self, post: int, rule: str) -> Indexes:
        """Indexes of the officers for whom a rule of a post has no answer."""
        key = next(k for k in self.asked[post] if k[0] == rule)
        return _indexes(~self.answers[key][1], self.size)


def screen(
    *, officers: Sequence[Officer], openings: Sequence[Opening], norms: Norms, on: date, rules: tuple[Rule, ...] = RULES
) -> Screening:
    """Ask every rule of every pair. ``on`` is the day of planning; posts carry the days that decide."""
    roster = Roster.of(officers=officers, norms=norms)
    posts = tuple(Post.of(opening=o, norms=norms, on=on) for o in openings)
    return screen_columns(roster=roster, posts=posts, on=on, rules=rules)


def screen_columns(*, roster: Roster, posts: tuple[Post, ...], on: date, rules: tuple[Rule, ...] = RULES) -> Screening:
    """The same for columns and resolved posts; a function of one slice of a roster."""
    held = tuple(rule for rule in rules if rule.holds(on))
    answers: dict[tuple[str, tuple[Any, ...]], tuple[Packed, Packed]] = {}
    asked, eligible, barred = [], [], []
    everyone = np.packbits(np.ones(roster.size, dtype=bool))
    for post in posts:
        keys = []
        all_met, any_failed = everyone.copy(), np.zeros_like(everyone)
        for rule in held:
            if not rule.asked(post):
                continue
            key = (rule.name, rule.key(post))
            if key not in answers:
                bits = rule.test(roster, post, on)
                answers[key] = (np.packbits(bits.met), np.packbits(bits.known))
            met, known = answers[key]
            keys.append(key)
            all_met &= met
            any_failed |= known & ~met
        asked.append(tuple(keys))
        eligible.append(all_met)
        barred.append(any_failed)
    return Screening(posts, roster.size, held, answers, tuple(asked), tuple(eligible), tuple(barred))


def _indexes(packed: Packed, size: int) -> Indexes:
    return np.flatnonzero(np.unpackbits(packed, count=size)).astype(np.int64)


def _bit(packed: Packed, index: int) -> bool:
    return bool(packed[index >> 3] >> (7 - (index & 7)) & 1)


def _count(packed: Packed) -> int:
    return int(np.bitwise_count(packed).sum()) if hasattr(np, "bitwise_count") else int(np.unpackbits(packed).sum())
