"""The bound found twice, by code that shares nothing, is the same to the last digit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engines.staffing.test_proof import BAD, prices_for
from engines.staffing.tiny import officer, post, sides, small_random, staffing
from menara.engines.staffing import second_bound as other
from menara.engines.staffing.problem import SCALE, Prices, Worth
from menara.engines.staffing.proof import price_bound
from menara.engines.staffing.screen import screen
from menara.engines.staffing.second_bound import second_bound
from menara.staffing_files import read_npz

INSTANCES = Path(__file__).resolve().parents[4] / "shared" / "data" / "bench" / "staffing"


@pytest.mark.parametrize("seed", range(300))
def test_both_agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = small_random(seed, officers=15, posts=6)
    problem = replace(problem, worth=replace(problem.worth, chance=seed % 2 == 0))
    market, prices = screen(problem), prices_for(problem, seed)
    once = len(market.officer), price_bound(market=market, prices=prices)
    assert second_bound(staffing=problem, prices=prices) == once
    monkeypatch.setattr(other, "FITS", 0)
    assert second_bound(staffing=problem, prices=prices) == once


@pytest.mark.parametrize("size", [2**40, 2**62, 2**63 - 1])
def test_both_agree_on_enormous_prices(size: int) -> None:
    problem = sides(staffing([officer(9, woman=1), officer(4)], [post(), post(1)], worth=Worth()), women_share=(1, 2))
    prices = Prices.zero(posts=2, missions=2, countries=2)
    prices = replace(prices, women=np.array([size, 0]), men=np.array([0, size]), post=np.array([size, 3]))
    assert second_bound(staffing=problem, prices=prices)[1] == price_bound(market=screen(problem), prices=prices)


@pytest.mark.parametrize("said", BAD)
def test_prices_that_prove_nothing_are_refused_by_name(said: str) -> None:
    problem = sides(staffing([officer()], [post()]))
    prices = replace(Prices.zero(posts=1, missions=1, countries=2), **BAD[said])
    (name,) = BAD[said]
    with pytest.raises(ValueError, match=name):
        second_bound(staffing=problem, prices=prices)


def test_a_price_on_what_is_not_asked_is_refused() -> None:
    prices = replace(Prices.zero(posts=1, missions=1, countries=2), women=np.array([1]))
    with pytest.raises(ValueError, match="women is priced and not asked"):
        second_bound(staffing=staffing([officer()], [post()]), prices=prices)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "constraints"), [("R", "std"), ("R", "none"), ("M", "tight")])
def test_both_agree_on_the_instances(name: str, constraints: str) -> None:
    problem = read_npz(INSTANCES / f"{name}.npz", constraints=constraints)  # type: ignore[arg-type]
    market, prices = screen(problem), prices_for(problem, 1, most=500 * SCALE)
    assert second_bound(staffing=problem, prices=prices) == (
        len(market.officer),
        price_bound(market=market, prices=prices),
    )
