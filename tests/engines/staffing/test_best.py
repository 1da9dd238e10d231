"""What a climb holds: better plans only, the best proof, and when to end."""

from __future__ import annotations

import numpy as np
import pytest

from engines.staffing.tiny import officer, post, sides, staffing
from engines.staffing.varied import StopAfter, market_of
from menara.engines.outcome import Limits, Progress
from menara.engines.staffing import best
from menara.engines.staffing.best import Best, Enough, Found
from menara.engines.staffing.near import Ground
from menara.engines.staffing.problem import Prices
from menara.engines.staffing.rounds import free
from menara.engines.staffing.screen import screen

MARKET = market_of(np.array([[9, 4], [8, 0]]))  # pairs (post, officer): 0,0  0,1  1,0


def run(**told: object) -> tuple[Best, Ground]:
    limits = told.pop("limits", Limits(seconds=10))
    held = Best.of_nobody(MARKET, limits=limits, prices=free(MARKET), **told)
    return held, Ground.of(market=MARKET, place=np.arange(3), prices=free(MARKET))


def test_only_better_plans_are_kept_and_told() -> None:
    told: list[Found] = []
    held, ground = run(keep=told.append)
    offers = [[], [1], [0], [1], [1, 2], [0]]
    assert [held.offer(ground, np.array(c, dtype=np.int64)) for c in offers] == [False, True, True, False, True, False]
    assert [(f.value, f.owner.tolist()) for f in told] == [(4, [-1, 0]), (9, [0, -1]), (12, [1, 0])]
    assert held.chosen.tolist() == [1, 2]


def test_a_first_plan_is_kept_whatever_it_is_worth() -> None:
    held, ground = run()
    held.offer(ground, np.array([0]))
    held.take(ground, np.array([1]))
    assert (held.value, held.owner.tolist()) == (4, [-1, 0])


def test_nobody_loses_all_speakers() -> None:
    problem = sides(staffing([officer()], [post()]), french_min=[2], arabic_min=[1], speaker_penalty=7)
    market = screen(problem)
    held = Best.of_nobody(market, limits=Limits(), prices=free(market))
    assert (held.value, held.bound, held.owner.tolist()) == (-21, 1, [-1])


def test_the_best_proof_is_kept() -> None:
    held, _ = run()
    assert held.bound == 13
    zero = free(MARKET)
    better = Prices(**{n: getattr(zero, n) for n in Prices.__slots__} | {"post": np.array([4.0, 3.0])})
    worse = Prices(**{n: getattr(zero, n) for n in Prices.__slots__} | {"post": np.array([99.0, 0.0])})
    assert (held.know(better), held.bound) == (12, 12)
    assert (held.know(worse), held.bound) == (107, 12)
    assert held.prices.post.tolist() == [4_000_000, 3_000_000]


@pytest.mark.parametrize(("searched", "bound"), [(None, 13), (20, 13), (12, 12), (3, 12)])  # a plan of 12 is held
def test_what_is_searched_is_told_apart(searched: int | None, bound: int) -> None:
    held, ground = run()
    held.offer(ground, np.array([1, 2]))
    held.searched = searched
    assert (held.answer().bound, held.answer().price_bound) == (bound, 13)


def test_a_word_ends_the_work() -> None:
    held, ground = run(limits=Limits(seconds=10, gap=0.5))
    held.say("pricing")
    held.offer(ground, np.array([1, 2]))  # 13 <= 12 + 6
    with pytest.raises(Enough):
        held.say("planning")
    assert not held.stopped


def test_time_over_is_not_a_stop() -> None:
    held, _ = run(limits=Limits(seconds=0))
    with pytest.raises(Enough):
        held.say("pricing")
    assert (held.stopped, held.going()) == (False, False)


def test_a_listener_stops_it() -> None:
    listener = StopAfter(2)
    held, _ = run(listener=listener)
    held.say("pricing")
    with pytest.raises(Enough):
        held.say("planning")
    assert (held.stopped, held.going(), held.answer().stopped) == (True, False, True)
    assert listener.heard == [Progress(step=s, value=0, bound=13) for s in ("pricing", "planning")]


def test_a_solver_at_work_is_heard_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    listener, clock = StopAfter(3), [100.0]
    monkeypatch.setattr(best, "perf_counter", lambda: clock[0])
    held, _ = run(listener=listener)
    held.say("searching")
    answers = []
    for _ in range(6):
        answers.append(held.going())
        clock[0] += 0.6 * best.BREATH
    assert answers == [True, True, True, True, False, False]
    assert [word.step for word in listener.heard] == ["searching"] * 3


@pytest.mark.parametrize("answer", [None, 0, True])
def test_only_false_stops(answer: object) -> None:
    held, _ = run(listener=lambda word: answer)
    held.say("pricing")
    assert held.stopped is (answer is False)
