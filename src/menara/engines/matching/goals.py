"""What is wanted, in order. Each level is a whole number, and no level is given up for a later one.

critical_filled     critical positions with at least one nominee
filled              positions with at least one nominee
expected_success    sum over positions of 1 - (1 - p1)(1 - p2)..., in units of ``Instance.unit_of_success``
quality             sum of the nominees' quality
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

GOALS = ("critical_filled", "filled", "expected_success", "quality")


def success(chances: Sequence[int], unit: int) -> int:
    """What one position is worth with nominees of these odds, in per cent: the second is worth only what the first
    leaves. ``unit`` is 100 to at least the number of nominees, so that the value is whole."""
    if not chances:
        return 0
    missed: int = prod(100 - p for p in chances)
    share: int = unit // 100 ** len(chances)
    return unit - missed * share
