"""The plan of a roster seen only in slices: the same whatever the slices, with a bound over all pairs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engines.staffing.plain_solver import solve
from engines.staffing.tiny import officer, post, sides, small_random, staffing
from menara.engines.outcome import Limits, Listener, Progress, Status
from menara.engines.staffing import sliced
from menara.engines.staffing.check import Chosen, check, value_of
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import Staffing
from menara.engines.staffing.proof import price_bound
from menara.engines.staffing.screen import screen
from menara.engines.staffing.sliced import SlicedResult, solve_in_slices
from menara.engines.staffing.slices import in_slices, locally
from menara.errors import BadInput, Refusal


def solved(problem: Staffing, *, size: int = 4, at_once: int = 1, gap: float = 0.0) -> SlicedResult:
    look = locally(in_slices(problem, size=size), at_once=at_once)
    return solve_in_slices(asked=problem, look=look, solve=solve, limits=Limits(gap=gap))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few candidates that what is missing has to be found in later rounds."""
    monkeypatch.setattr(sliced, "KEEP", 1)
    monkeypatch.setattr(sliced, "GROW", 1)
    monkeypatch.setattr(sliced, "SPARE", 0)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("seed", range(80))
def test_plan_and_bound_hold_for_the_whole_roster(seed: int) -> None:
    problem = small_random(seed, officers=25, posts=6)
    market, found = screen(problem), solved(problem)
    whole = solve(market, limits=Limits())
    if (whole.owner[market.officer[market.pinned]] < 0).any():
        assert found.status is Status.INFEASIBLE
        return
    result = found.whole()
    assert found.value <= whole.value <= found.bound
    assert found.bound == price_bound(market=market, prices=found.prices)
    chosen = Chosen(officer=found.officer, post=found.post)
    assert check(staffing=problem, chosen=chosen) == ()
    value = value_of(staffing=problem, chosen=chosen)
    assert (value.value, value.quality, value.penalties) == (found.value, found.quality, found.penalties)
    assert result.plan[found.officer].tolist() == found.post.tolist()
    assert (result.value, result.pairs, len(result.plan)) == (found.value, len(market.officer), len(problem.officers))
    assert found.bound - found.value <= max(price_bound(market=market, prices=whole.prices) - found.value, 0) + 1


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("seed", range(20))
def test_every_cut_gives_the_same_plan(seed: int) -> None:
    problem = small_random(seed, officers=40, posts=6)
    first, *others = [solved(problem, size=size, at_once=n) for size, n in ((1, 1), (7, 3), (1000, 1))]
    for other in others:
        assert told(other) == told(first)


def told(found: SlicedResult) -> dict[str, object]:
    """All but the clock."""
    names = ("status", "value", "bound", "quality", "penalties", "pairs", "officers", "rounds", "candidates")
    prices = {n: getattr(found.prices, n).tolist() for n in found.prices.__slots__}
    return {n: getattr(found, n) for n in names} | prices | {
        "post": found.post.tolist(), "officer": found.officer.tolist()
    }  # fmt: skip


@pytest.mark.usefixtures("few")
def test_who_was_no_candidate_is_found_by_prices() -> None:
    """Both posts like officer 0 best. Only when one of them goes without is officer 3 of another slice looked at."""
    problem = staffing([officer(9), officer(1), officer(1), officer(8)], [post(), post()])
    found = solved(problem, size=2)
    assert (found.value, found.bound, found.status, found.rounds) == (17, 17, Status.OPTIMAL, 2)
    assert sorted(found.officer.tolist()) == [0, 3]


@pytest.mark.usefixtures("few")
def test_the_pinned_may_need_others_beside_them() -> None:
    """A pinned man needs a woman, and the only one stands last."""
    people = [*(officer(9) for _ in range(9)), officer(1, woman=1)]
    problem = sides(staffing(people, [post(capacity=2)]), women_share=(1, 2))
    found = solved(replace(problem, pins=((0, 0),)))
    assert (found.value, found.officer.tolist()) == (10, [0, 9])
    alone = solved(replace(problem, pins=((0, 0), (0, 1))))
    assert (alone.status, alone.value, alone.bound, alone.officer.tolist()) == (Status.INFEASIBLE, 0, 0, [])


def test_a_gap_is_enough_where_it_is_asked() -> None:
    problem = staffing([officer(9), officer(1), officer(1), officer(8)], [post(), post()])
    assert solved(problem, gap=1.0).rounds == 1


def test_progress_says_the_bound_over_all_pairs_and_can_stop() -> None:
    problem = staffing([officer(9), officer(1), officer(1), officer(8)], [post(), post()])
    heard: list[Progress] = []

    def listener(progress: Progress) -> bool:
        heard.append(progress)
        return len(heard) < 3

    look = locally(in_slices(problem, size=2))
    found = solve_in_slices(asked=problem, look=look, solve=solve, limits=Limits(), listener=listener)
    assert [(p.step, p.done, p.total, p.bound) for p in heard] == [
        ("screening", 2, 0, None), ("screening", 4, 0, None), ("screening", 2, 4, 19)
    ]  # fmt: skip
    assert (found.status, found.value, found.bound) == (Status.STOPPED, 17, 19)


def test_whoever_stops_the_first_search_still_gets_its_proof() -> None:
    problem = staffing([officer(9), officer(1), officer(1), officer(8)], [post(), post()])
    heard: list[str] = []

    def listener(progress: Progress) -> bool:
        heard.append(progress.step)
        return "pricing" not in heard

    def stopped(market: Market, *, listener: Listener | None, **told: Any) -> Any:
        assert listener is not None
        assert listener(Progress(step="pricing")) is False
        return solve(market, listener=listener, **told)

    look = locally(in_slices(problem, size=2))
    found = solve_in_slices(asked=problem, look=look, solve=stopped, limits=Limits(), listener=listener)
    assert heard == ["screening"] * 2 + ["pricing"] + ["screening"] * 2
    assert (found.value, found.bound) == (17, 17)


def test_nothing_is_kept_before_the_first_look() -> None:
    problem = staffing([officer(9)], [post()])
    with pytest.raises(Refusal) as refused:
        solve_in_slices(
            asked=problem,
            look=locally(in_slices(problem, size=2)),
            solve=solve,
            limits=Limits(),
            listener=lambda _: False,
        )
    assert refused.value.code == "stopped"


def test_holes_in_the_roster_are_named() -> None:
    problem = staffing([officer(9)] * 6, [post()])
    some = [problem.part(slice(0, 2)), problem.part(slice(3, 6))]
    with pytest.raises(Refusal) as refused:
        solve_in_slices(asked=problem, look=locally(lambda: iter(some)), solve=solve, limits=Limits())
    assert (refused.value.code, refused.value.facts) == ("incomplete_roster", {"runs": "0..1, 3..5"})


FAULTY = {
    "of the posts": lambda p: replace(p, frozen=(7,)),
    "of decisions": lambda p: replace(p, withdrawn=(99,)),
    "of pins together": lambda p: replace(p, pins=((0, 0), (0, 3))),
}


@pytest.mark.parametrize("kind", FAULTY)
def test_faults_are_refused(kind: str) -> None:
    problem = FAULTY[kind](staffing([officer(9)] * 4, [post()]))
    with pytest.raises(BadInput):
        solved(problem, size=2)


def test_nobody_at_all() -> None:
    found = solved(staffing([], [post()]))
    assert (found.status, found.value, found.bound, found.gap, found.whole().plan.tolist()) == (
        Status.OPTIMAL, 0, 0, 0.0, []
    )  # fmt: skip


def test_officers_far_beyond_32_bits_stay_themselves() -> None:
    """A slice may stand anywhere: places are counted in 64 bits."""
    problem = replace(staffing([officer(9)], [post()]), first=2**40)
    named = locally(in_slices(problem, size=2))
    ask = sliced.Ask(
        prices=sliced.Prices.zero(posts=1, missions=1, countries=2), keep=np.array([1]), least=np.array([0])
    )
    part = named(ask, lambda done, total: True)
    assert part is not None
    assert part.named.officer.tolist() == [2**40]
