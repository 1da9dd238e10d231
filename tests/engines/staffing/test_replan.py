"""Planning again: as few move as can, of such plans the best is taken, and who moved is told."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from engines.staffing.secondopinion import World
from engines.staffing.tiny import PLAIN, officer, post, sides, small_random, staffing
from engines.staffing.varied import StopAfter, varied
from menara.engines.outcome import Limits, Status
from menara.engines.staffing.check import Chosen, check
from menara.engines.staffing.problem import Result, Staffing
from menara.engines.staffing.proof import price_bound
from menara.engines.staffing.replan import Move, moves, replan
from menara.engines.staffing.screen import screen
from menara.engines.staffing.solve import solve

ANY_GAP, OPTIMUM = Limits(seconds=30, gap=1e12), Limits(seconds=30)


def undecided(seed: int) -> Staffing:
    return replace(varied(seed), pins=(), withdrawn=(), frozen=())


def decided(problem: Staffing, before: list[int], seed: int) -> Staffing:
    """A decision or two that the plan before does not hold to, where it holds anybody."""
    draw, world = random.Random(seed), World(problem)
    kind, held = draw.choice(("withdrawn", "frozen", "pins", "all")), [i for i, j in enumerate(before) if j >= 0]
    if kind in ("withdrawn", "all") and held:
        problem = replace(problem, withdrawn=(draw.choice(held),))
    if kind in ("frozen", "all") and held:
        problem = replace(problem, frozen=(before[draw.choice(held)],))
    if kind in ("pins", "all"):
        others = [
            (j, i)
            for i, j in world.open_pairs()
            if before[i] != j and i not in problem.withdrawn and j not in problem.frozen and world.posts[j]["capacity"]
        ]
        problem = replace(problem, pins=(draw.choice(others),) if others else ())
    return problem


def given_up(before: list[int], after: list[int]) -> int:
    """Officers who had a post and have it no more."""
    return sum(was >= 0 and was != now for was, now in zip(before, after, strict=True))


@pytest.mark.parametrize("seed", range(200))
def test_the_fewest_move_and_of_such_plans_the_best_is_taken(seed: int) -> None:
    problem = undecided(seed)
    first = solve(problem, limits=OPTIMUM)
    before = first.plan.tolist()
    again = decided(problem, before, seed)
    world = World(again)
    plans = [plan for plan in world.plans() if not world.broken(plan)]
    found = replan(again, first, limits=ANY_GAP)
    if not plans:
        assert found.status is Status.INFEASIBLE
        assert found.conflicts
        return
    after = found.plan.tolist()
    fewest = min(given_up(before, plan) for plan in plans)
    assert check(staffing=again, chosen=Chosen.of(found.plan)) == ()
    assert given_up(before, after) == fewest
    assert found.value == max(world.value(plan) for plan in plans if given_up(before, plan) == fewest)
    assert max(map(world.value, plans)) <= found.bound <= found.price_bound
    assert price_bound(market=screen(again), prices=found.prices) == found.price_bound


@pytest.mark.parametrize("seed", range(0, 200, 2))
def test_where_the_optimum_is_asked_for_it_is_found(seed: int) -> None:
    problem = undecided(seed)
    first = solve(problem, limits=OPTIMUM)
    again = decided(problem, first.plan.tolist(), seed)
    best, found = World(again).best(), replan(again, first, limits=OPTIMUM)
    if best is not None:
        assert (found.status, found.value, found.bound) == (Status.OPTIMAL, best[0], best[0])


def test_who_moves() -> None:
    before, after = np.array([0, 1, -1, 2, -1]), np.array([0, 2, 1, -1, -1])
    assert moves(before, after) == (
        Move(officer=1, was=1, now=2),
        Move(officer=2, was=-1, now=1),
        Move(officer=3, was=2, now=-1),
    )
    assert moves(before, before) == ()


def first_of(problem: Staffing) -> Result:
    return solve(problem, limits=OPTIMUM)


def test_a_vacancy_is_filled_by_whoever_is_free() -> None:
    """The second post would gain from taking the first one's officer: nobody moves for that."""
    problem = staffing([officer(9), officer(8), officer(3)], [post(), post()])
    first = first_of(problem)
    found = replan(replace(problem, withdrawn=(0,)), first, limits=ANY_GAP)
    was = int(first.plan[0])
    assert moves(first.plan, found.plan) == (Move(officer=0, was=was, now=-1), Move(officer=2, was=-1, now=was))


def test_a_pin_moves_whom_it_must() -> None:
    problem = staffing([officer(9), officer(8), officer(3)], [post(), post()])
    first = first_of(problem)
    found = replan(replace(problem, pins=((0, 2),)), first, limits=ANY_GAP)
    holder = first.plan.tolist().index(0)
    assert moves(first.plan, found.plan) == (Move(officer=holder, was=0, now=-1), Move(officer=2, was=-1, now=0))


def test_no_decision_moves_nobody() -> None:
    problem = small_random(29, officers=200, posts=40)
    first = first_of(problem)
    assert moves(first.plan, replan(problem, first, limits=OPTIMUM).plan) == ()


def test_a_woman_who_leaves_takes_as_few_men_as_the_share_asks() -> None:
    people = [officer(9, woman=1), officer(8, woman=1), officer(7), officer(6)]
    problem = sides(staffing(people, [post(capacity=4)]), women_share=(1, 2))
    first = first_of(problem)
    assert (first.plan >= 0).all()
    found = replan(replace(problem, withdrawn=(0,)), first, limits=ANY_GAP)
    assert found.plan.tolist() == [-1, 0, 0, -1]


@pytest.mark.parametrize("words", [1, 2, 3])
def test_a_listener_stops_it(words: int) -> None:
    problem = small_random(29, officers=200, posts=40)
    first = first_of(problem)
    again = replace(problem, withdrawn=(int(np.flatnonzero(first.plan >= 0)[0]),))
    found = replan(again, first, limits=OPTIMUM, listener=StopAfter(words))
    assert check(staffing=again, chosen=Chosen.of(found.plan)) == ()
    assert found.value <= found.bound <= found.price_bound
    assert found.status in (Status.STOPPED, Status.OPTIMAL)


def test_no_time_leaves_what_may_stand() -> None:
    problem = small_random(29, officers=200, posts=40)
    first = first_of(problem)
    again = replace(problem, withdrawn=(int(np.flatnonzero(first.plan >= 0)[0]),))
    found = replan(again, first, limits=Limits(seconds=0))
    assert check(staffing=again, chosen=Chosen.of(found.plan)) == ()
    assert found.status is not Status.STOPPED


def test_staying_is_worth_more_than_anything_a_move_gains() -> None:
    """One woman of two leaves, so one man of two must go. The better plan sends one away and moves the other one to
    the post left; the plan taken leaves the other one where he is."""
    people = [
        officer(9, skills=3, clearance=1),  # worth 9 at the first post, 12 at the second
        officer(8, clearance=1),  # the second post alone
        officer(7, skills=4, woman=1),
        officer(7, skills=4, woman=1),
    ]
    posts = [post(required=2), post(clearance=1, desired=1), post(required=4, capacity=2)]
    problem = sides(staffing(people, posts, worth=replace(PLAIN, skill=3)), women_share=(1, 2))
    first = first_of(problem)
    assert first.plan.tolist() == [0, 1, 2, 2]
    again = replace(problem, withdrawn=(2,))
    assert World(again).best() == (19, [1, -1, -1, 2])
    assert replan(again, first, limits=ANY_GAP).plan.tolist() == [0, -1, -1, 2]
