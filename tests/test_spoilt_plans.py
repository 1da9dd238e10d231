"""A thousand spoilt plan files: not one false claim is believed, and not one true claim refused."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest

from engines.matching.spoiling import TEXTS, TREES, spoilt
from engines.matching.truth import tells_the_truth
from engines.matching.wholeplan import whole_body, whole_plan
from menara import snapshots
from menara.engines.matching.problem import Prices
from menara.engines.outcome import Status
from menara.errors import BadInput

HOW_MANY = 1_000


def test_the_plan_to_be_spoilt_is_whole() -> None:
    result = whole_plan().result
    assert result.status is Status.OPTIMAL
    assert {level.proven_by for level in result.levels} == {"prices", "search"}
    assert {n.pinned for n in result.nominees} == {True, False}
    assert any(n.unknown for n in result.nominees)
    assert len(result.reserves) == 18
    assert any(level.prices.pins for level in result.levels)
    assert all(level.prices != Prices() for level in result.levels[1:])
    assert snapshots.verify(json.dumps(whole_body())).ok
    assert tells_the_truth(json.dumps(whole_body()))


def believed(text: str) -> bool:
    """What Menara says of it. Whatever is refused is refused with a place or the name of a claim."""
    try:
        told = snapshots.verify(text)
    except BadInput as refused:
        reasons = [fault.column or fault.found for fault in refused.faults]
    else:
        reasons = [claim.name for claim in told.claims if claim.ok is False]
        assert told.ok == (not reasons)
    assert all(reasons)
    return not reasons


def test_a_thousand_spoilt_plans() -> None:
    """Every false one is refused with a reason that has a name; every true one is believed; nothing else is raised."""
    truths: Counter[str] = Counter()
    lies: Counter[str] = Counter()
    for seed in range(HOW_MANY):
        kind, text = spoilt(seed)
        truth = tells_the_truth(text)
        assert believed(text) == truth, f"seed {seed}: {kind}, {'true' if truth else 'false'}"
        (truths if truth else lies)[kind] += 1
    assert lies.total() > HOW_MANY * 0.7
    assert truths["seconds"] == truths["order_of_names"] == HOW_MANY // len((*TREES, *TEXTS))
    assert {"one_price", "price_added", "default_written_out", "swapped_nominees"} <= set(truths)
    assert set(lies) >= {spoil.__name__ for spoil in (*TREES, *TEXTS)} - {"seconds", "order_of_names"}


@pytest.mark.parametrize("seed", range(200))
def test_noise_is_refused(seed: int) -> None:
    """Random bytes, and a plan cut off, overwritten or mixed with them."""
    draw = random.Random(seed)
    noise = draw.randbytes(draw.randint(0, 400)).decode("latin-1" if seed % 2 else "utf-8", errors="surrogateescape")
    text = json.dumps(whole_body())
    start, end = sorted(draw.sample(range(1, len(text)), 2))
    with pytest.raises(BadInput):
        snapshots.verify(draw.choice([noise, text[:start], text[start:], text[:start] + noise + "}" + text[end:]]))
