"""Posts that nobody can fill, each with the condition that leaves nobody. That is no fault: it is an answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from menara.engines.staffing.conditions import CONDITIONS, Condition
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import Column, Staffing


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfillable:
    """``condition`` is the first, in the order of ``CONDITIONS``, after which no officer is left, or the decision
    ``frozen``, ``withdrawn`` or ``pinned_elsewhere``; ``asked`` what the post asks there; ``left`` how many officers
    met all conditions before it."""

    post: int
    condition: str
    asked: dict[str, int]
    left: int


def unfillable(*, staffing: Staffing, market: Market) -> tuple[Unfillable, ...]:
    """Every post without a pair, in the order of posts. ``market`` is what ``screen`` makes of ``staffing``."""
    answers: dict[tuple[str, tuple[int, ...]], Column] = {}
    return tuple(_why(staffing, int(post), answers) for post in np.flatnonzero(np.diff(market.starts) == 0))


def _why(staffing: Staffing, post: int, answers: dict[tuple[str, tuple[int, ...]], Column]) -> Unfillable:
    if post in staffing.frozen:
        return Unfillable(post=post, condition="frozen", asked={}, left=len(staffing.officers))
    left = np.packbits(np.ones(len(staffing.officers), dtype=bool))
    for condition in CONDITIONS:
        asked = {name: int(getattr(staffing.posts, name)[post]) for name in condition.reads}
        met = _answer(staffing, condition, tuple(asked.values()), answers)
        if not (left & met).any():
            return Unfillable(post=post, condition=condition.name, asked=asked, left=_count(left))
        left &= met
    withdrawn = np.zeros(len(staffing.officers), dtype=bool)
    withdrawn[np.array(staffing.withdrawn, dtype=np.int64) - staffing.first] = True
    decision = "pinned_elsewhere" if (left & ~np.packbits(withdrawn)).any() else "withdrawn"
    return Unfillable(post=post, condition=decision, asked={}, left=_count(left))


def _answer(
    staffing: Staffing,
    condition: Condition,
    asked: tuple[int, ...],
    answers: dict[tuple[str, tuple[int, ...]], Column],
) -> Column:
    """The answers of all officers, packed; posts that ask the same share them."""
    key = condition.name, asked
    if key not in answers:
        answers[key] = np.packbits(condition.met(staffing.officers, staffing.excluded, asked))
    return answers[key]


def _count(packed: Column) -> int:
    return int(np.bitwise_count(packed).sum())
