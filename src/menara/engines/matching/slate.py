"""From chosen pairs to a slate: who stands for which position, in which order, and who is next in reserve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.goals import GOALS, success
from menara.engines.matching.instance import Instance
from menara.engines.matching.problem import Nominee, Problem, Reserve
from menara.engines.outcome import Answer

Whole = NDArray[np.int64]

Spread = dict[int, list[list[int]]]  # opening -> the odds that stand together for each of its positions

RESERVES = 3


def nominees_of(
    problem: Problem, instance: Instance, pairs: Whole, spread: Spread | None = None
) -> tuple[Nominee, ...]:
    """The slate, by opening in the order given, then position, then odds; ``spread`` as the search found it."""
    slate = []
    for j, opening in enumerate(problem.openings):
        chosen = pairs[instance.pair_opening[pairs] == j]
        for position, members in enumerate(_positions(instance, j, chosen, (spread or {}).get(j))):
            for pair in sorted(members, key=lambda p: _rank(instance, p)):
                officer = int(instance.pair_officer[pair])
                pinned = bool(instance.pair_pinned[pair])
                slate.append(
                    Nominee(
                        officer=instance.roster.number[officer],
                        opening=opening.ref,
                        position=position,
                        odds=int(instance.pair_odds[pair]),
                        quality=int(instance.pair_quality[pair]),
                        pinned=pinned,
                        unknown=_unknown(instance, j, officer) if pinned else (),
                    )
                )
    return tuple(slate)


def _unknown(instance: Instance, opening: int, officer: int) -> tuple[str, ...]:
    answers = instance.screening.answer(opening, officer)
    return tuple(rule for rule, answer in answers.items() if answer is Answer.UNKNOWN)


def _rank(instance: Instance, pair: int) -> tuple[int, int]:
    return -int(instance.pair_odds[pair]), -int(instance.pair_quality[pair])


def _positions(instance: Instance, opening: int, pairs: Whole, spread: list[list[int]] | None) -> list[list[int]]:
    """Spread nominees over positions so that the expected success is greatest. Two for a position are paired at once;
    how more are best dealt out is what the search has found."""
    ranked = sorted((int(p) for p in pairs), key=lambda p: _rank(instance, p))
    count, backing = int(instance.position_count[opening]), int(instance.backing[opening])
    if len(ranked) <= count or backing == 1:
        return [[p] for p in ranked]
    if count == 1:
        return [ranked]
    if backing > 2 and spread is not None:
        return _dealt(instance, ranked, spread)
    return _paired(instance, ranked, count, backing)


def _paired(instance: Instance, ranked: list[int], count: int, backing: int) -> list[list[int]]:
    """Every position gets a nominee first; the others join where they add most. For two nominees a position the best
    joins the worst, which is optimal by exchange; more are placed one by one, then exchanged while that helps."""
    positions = [[p] for p in ranked[:count]]
    for pair in ranked[count:]:
        open_positions = [m for m in positions if len(m) < backing]
        weakest = min(open_positions, key=lambda members: success(_odds(instance, members), instance.unit_of_success))
        weakest.append(pair)
    while _exchange(instance, positions):
        pass
    return positions


def _dealt(instance: Instance, ranked: list[int], spread: list[list[int]]) -> list[list[int]]:
    """Nominees by the odds that stand together; among equals the better ranked first."""
    left: dict[int, list[int]] = defaultdict(list)
    for pair in ranked:
        left[int(instance.pair_odds[pair])].append(pair)
    return [[left[chance].pop(0) for chance in team] for team in sorted(spread, reverse=True)]


def _exchange(instance: Instance, positions: list[list[int]]) -> bool:
    """Swap two nominees of two positions where that adds expected success."""
    unit = instance.unit_of_success
    for a, b in combinations(positions, 2):
        now = success(_odds(instance, a), unit) + success(_odds(instance, b), unit)
        for i in range(len(a)):
            for k in range(len(b)):
                a[i], b[k] = b[k], a[i]
                if success(_odds(instance, a), unit) + success(_odds(instance, b), unit) > now:
                    return True
                a[i], b[k] = b[k], a[i]
    return False


def _odds(instance: Instance, pairs: Sequence[int]) -> list[int]:
    return [int(instance.pair_odds[p]) for p in pairs]


def values_of(instance: Instance, slate: Sequence[Nominee]) -> list[int]:
    """The value of each goal, in their order."""
    critical = {p.ref for p, c in zip(instance.screening.posts, instance.critical, strict=True) if c}
    positions: dict[tuple[str, int], list[int]] = defaultdict(list)
    for nominee in slate:
        positions[nominee.opening, nominee.position].append(nominee.odds)
    return [
        sum(ref in critical for ref, _ in positions),
        len(positions),
        sum(success(chances, instance.unit_of_success) for chances in positions.values()),
        sum(nominee.quality for nominee in slate),
    ]


def values_held(instance: Instance, pairs: Whole, spread: Spread) -> list[int]:
    """The value of each goal of chosen pairs, as ``nominees_of`` deals them out: what a search under way holds."""
    found = [0] * len(GOALS)
    for j in np.unique(instance.pair_opening[pairs]).tolist():
        chosen = pairs[instance.pair_opening[pairs] == j]
        for members in _positions(instance, j, chosen, spread.get(j)):
            found[0] += int(instance.critical[j])
            found[1] += 1
            found[2] += success(_odds(instance, members), instance.unit_of_success)
    found[3] = int(instance.pair_quality[pairs].sum())
    return found


def reserves_of(instance: Instance, pairs: Whole) -> tuple[Reserve, ...]:
    """For each opening the next best of those on no slate, by odds, then quality. One officer may be in reserve for
    several openings."""
    on_slate = np.zeros(instance.roster.size, dtype=bool)
    on_slate[instance.pair_officer[pairs]] = True
    reserves = []
    for j, post in enumerate(instance.screening.posts):
        own = instance.pairs_of(j)
        free = own.start + np.flatnonzero(~on_slate[instance.pair_officer[own]])
        order = np.lexsort((instance.pair_officer[free], -instance.pair_quality[free], -instance.pair_odds[free]))
        for rank, pair in enumerate(free[order][:RESERVES], start=1):
            reserves.append(
                Reserve(
                    officer=instance.roster.number[int(instance.pair_officer[pair])],
                    opening=post.ref,
                    rank=rank,
                    odds=int(instance.pair_odds[pair]),
                    quality=int(instance.pair_quality[pair]),
                )
            )
    return tuple(reserves)
