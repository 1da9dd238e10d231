"""The smallest set: against all sets, on small families of what cannot hold together."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import pytest

from menara.engines.smallest import smallest


@pytest.mark.parametrize("seed", range(60))
def test_what_is_found_cannot_hold_and_nothing_of_it_is_spare(seed: int) -> None:
    draw = random.Random(seed)
    every = list(range(draw.randint(1, 8)))
    enemies = [set(draw.sample(every, draw.randint(1, len(every)))) for _ in range(draw.randint(1, 3))]

    def can_hold(kept: Sequence[int]) -> bool:
        return not any(group <= set(kept) for group in enemies)

    found = smallest(can_hold, asked=every)
    assert not can_hold(found)
    assert [less for less in combinations(found, len(found) - 1) if not can_hold(less)] == []
