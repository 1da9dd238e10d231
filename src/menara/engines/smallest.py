"""A smallest set of requirements that cannot hold together, whatever the engine asks whether they can.

Junker's QuickXplain (AAAI 2004): halves are tried in turn, so that few questions are put. The set is minimal: without
any one of its members the others can hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

R = TypeVar("R")


def smallest(
    can_hold: Callable[[Sequence[R]], bool], *, kept: Sequence[R] = (), asked: Sequence[R], doubt: bool = False
) -> list[R]:
    """The least of ``asked`` that cannot hold with ``kept``; together they cannot. ``doubt``: ``kept`` alone might be
    impossible already, and then nothing is needed."""
    if doubt and not can_hold(kept):
        return []
    if len(asked) == 1:
        return list(asked)
    first, second = asked[: len(asked) // 2], asked[len(asked) // 2 :]
    of_second = smallest(can_hold, kept=[*kept, *first], asked=second, doubt=True)
    of_first = smallest(can_hold, kept=[*kept, *of_second], asked=first, doubt=bool(of_second))
    return of_first + of_second
