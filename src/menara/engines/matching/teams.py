"""Teams of odds: which combinations of nominees may stand for one position, and what each is worth.

Where an opening takes several nominees a position, the worth of two is not the sum of each. The model then chooses,
for each position, a *team*: a multiset of classes of equal odds. Its worth is exact, and there are few classes, since
odds are whole per cent. Where an opening takes one nominee a position no teams are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import comb

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.goals import success
from menara.engines.matching.instance import Instance
from menara.errors import Refusal
from menara.wording import gettext_noop as _

Whole = NDArray[np.int64]

MOST_TEAMS = 60_000  # for one opening; beyond it the exact model would not fit in memory at national size


@dataclass(frozen=True, slots=True)
class Teams:
    """Teams of one opening. ``classes`` are its distinct odds, highest first; ``members[t]`` lists a team's classes,
    padded with ``len(classes)``; ``worth[t]`` is its expected success; ``of_pair`` the class of each of its pairs."""

    opening: int
    classes: Whole
    members: Whole
    worth: Whole
    of_pair: Whole


def all_teams(instance: Instance) -> dict[int, Teams]:
    """Teams of every opening with candidates that takes several nominees a position."""
    several = (instance.backing > 1) & (np.diff(instance.starts) > 0)
    return {j: teams_of(instance, j) for j in np.flatnonzero(several).tolist()}


def teams_of(instance: Instance, opening: int) -> Teams:
    """All teams of an opening that its officers can form. Raises ``Refusal`` where there are too many."""
    chances = instance.pair_odds[instance.pairs_of(opening)]
    classes, of_pair, sizes = np.unique(-chances, return_inverse=True, return_counts=True)
    backing = int(instance.backing[opening])
    if comb(len(classes) + backing, backing) > MOST_TEAMS:
        raise Refusal(
            "too_many_nominees",
            _("Opening %(opening)s asks for up to %(backing)s nominees a position, too many to weigh exactly."),
            {"opening": instance.screening.posts[opening].ref, "backing": backing},
        )
    members, worth = _all_teams(-classes, sizes, backing, instance.unit_of_success)
    return Teams(opening, -classes, members, worth, of_pair.astype(np.int64))


def _all_teams(classes: Whole, sizes: Whole, backing: int, unit: int) -> tuple[Whole, Whole]:
    rows, worth = [], []
    for size in range(1, backing + 1):
        for team in combinations_with_replacement(range(len(classes)), size):
            if all(team.count(c) <= sizes[c] for c in set(team)):
                rows.append(team + (len(classes),) * (backing - size))
                worth.append(success([int(classes[c]) for c in team], unit))
    return np.array(rows, dtype=np.int64).reshape(-1, backing), np.array(worth, dtype=np.int64)
