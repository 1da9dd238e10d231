"""A thousand spoilt files of a staffing: not one false claim is believed, and not one true claim refused."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from engines.staffing.spoiling import HARMLESS, KINDS, spoilt
from engines.staffing.truth import tells_the_truth
from engines.staffing.wholestaffing import whole, whole_result, whole_staffing, write_problem
from menara.engines.outcome import Status
from menara.errors import BadInput
from menara.staffing_claims import CLAIMS, PLAN, verify

HOW_MANY = 1_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    write_problem(folder)
    return folder


def believed(folder: Path, claims: str, plan: str) -> bool:
    """What Menara says of them. Whatever is refused is refused with a place or the name of a claim."""
    (folder / CLAIMS).write_bytes(claims.encode("utf-8", errors="surrogatepass"))
    (folder / PLAN).write_bytes(plan.encode())
    try:
        told = verify(folder, problem=folder / "whole.npz")
    except BadInput as refused:
        reasons = [fault.column or fault.allowed for fault in refused.faults]
    else:
        reasons = [claim.name for claim in told.claims if claim.ok is False]
        assert told.ok == (not reasons)
    assert all(reasons)
    return not reasons


@pytest.mark.parametrize("optimal", [True, False])
def test_the_staffing_to_be_spoilt_is_whole(optimal: bool, folder: Path) -> None:
    problem, result, files = whole_staffing(), whole_result(optimal=optimal), whole(optimal=optimal)
    assert all((problem.withdrawn, problem.frozen, problem.pins))
    assert (result.status is Status.OPTIMAL) == optimal
    assert result.proven_by == ("search" if optimal else "")
    assert sum(getattr(result.prices, name).any() for name in type(result.prices).__dataclass_fields__) >= 4
    assert believed(folder, files.claims, files.plan)
    assert tells_the_truth(files.claims, files.plan)


def test_a_thousand_spoilt_staffings(folder: Path) -> None:
    """Every false one is refused with a reason that has a name; every true one is believed; nothing else is raised."""
    truths: Counter[str] = Counter()
    lies: Counter[str] = Counter()
    for seed in range(HOW_MANY):
        kind, files = spoilt(seed)
        truth = tells_the_truth(*files)
        assert believed(folder, *files) == truth, f"seed {seed}: {kind}, {'true' if truth else 'false'}"
        (truths if truth else lies)[kind] += 1
    assert lies.total() > HOW_MANY * 0.6
    assert set(truths) >= HARMLESS | {"price_nudged", "bound_nearer", "price_bound_follows", "decision_changed", "text"}
    assert not HARMLESS & set(lies)
    assert set(lies) == set(KINDS) - HARMLESS


@pytest.mark.parametrize("seed", range(100))
def test_noise_is_refused(seed: int, folder: Path) -> None:
    draw, sound = random.Random(seed), whole(optimal=True)
    noise = draw.randbytes(draw.randint(1, 400)).decode("latin-1")
    claims, plan = draw.choice([(noise, sound.plan), (sound.claims, noise), (sound.claims[: len(noise)], sound.plan)])
    assert not believed(folder, claims, plan)
