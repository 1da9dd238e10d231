"""However a roster is cut, whoever answers first: the same bound and the same best pairs, bit for bit."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from engines.staffing.secondopinion import World
from engines.staffing.test_proof import prices_for
from engines.staffing.tiny import officer, post, small_random, staffing
from menara.engines.staffing.highest import PINNED
from menara.engines.staffing.problem import SCALE, Prices, Staffing
from menara.engines.staffing.proof import slice_part
from menara.engines.staffing.screen import screen
from menara.engines.staffing.slices import (
    LARGEST,
    Ask,
    Gathered,
    Part,
    in_slices,
    locally,
    look,
    merge,
    nothing,
    slice_of,
)


def ask_of(problem: Staffing, seed: int, *, keep: int = 3, least: int = -LARGEST) -> Ask:
    posts = len(problem.posts)
    kept = np.random.default_rng(seed).integers(0, keep + 1, posts)
    return Ask(prices=prices_for(problem, seed), keep=kept, least=np.full(posts, least, dtype=np.int64))


def by_hand(problem: Staffing, ask: Ask) -> list[list[tuple[int, int, int, int]]]:
    """(net, officer, worth, group) of the best pairs of each post, a pair at a time."""
    world, prices, sides = World(problem), ask.prices, problem.sides
    found: list[list[tuple[int, int, int, int]]] = [[] for _ in range(len(problem.posts))]
    for i, j in world.open_pairs():
        o, m = world.officers[i], world.posts[j]["mission"]
        worth = world.quality(i, j) + world.bonus(j)
        french, arabic = o["languages"][1] >= 3, o["languages"][2] >= 3
        net = SCALE * worth - int(prices.post[j])
        if sides is not None:
            part, whole = sides.women_share
            net -= int(prices.pledge[o["country"]] + prices.country_cap[m, o["country"]])
            net += int(prices.women[m]) * (whole * o["woman"] - part) - int(prices.men[m]) * (1 - o["woman"])
            net += int(prices.french[m]) * french + int(prices.arabic[m]) * arabic
        net = PINNED if (j, i) in problem.pins else net
        if net >= ask.least[j]:
            found[j].append((net, i, worth, o["country"] * 8 + o["woman"] + 2 * french + 4 * arabic))
    kept = [sorted(pairs, key=lambda p: (-p[0], p[1])) for pairs in found]
    return [
        [p for rank, p in enumerate(pairs) if rank < keep or p[0] == PINNED]
        for pairs, keep in zip(kept, ask.keep, strict=True)
    ]


def alone(part: Part, ask: Ask) -> Part:
    """The part put together with nobody's."""
    return merge(nothing(posts=len(ask.keep)), part, keep=ask.keep)


def rows_of(part: Part) -> list[list[tuple[int, int, int, int]]]:
    named = part.named
    columns = zip(named.net.tolist(), named.officer.tolist(), named.worth.tolist(), named.group.tolist(), strict=True)
    rows = list(columns)
    return [rows[a:b] for a, b in zip(named.starts[:-1], named.starts[1:], strict=True)]


@pytest.mark.parametrize("seed", range(100))
def test_the_best_pairs_are_those_found_one_by_one(seed: int) -> None:
    problem = small_random(seed, officers=25, posts=6)
    ask = ask_of(problem, seed, least=random.Random(seed).choice([-LARGEST, 0, 1, 4 * SCALE]))
    part = alone(look(problem, ask=ask), ask)
    assert rows_of(part) == by_hand(problem, ask)
    assert part.taken == slice_part(market=screen(problem), prices=ask.prices)
    assert (part.officers, part.pairs) == (len(problem.officers), len(World(problem).open_pairs()))


@pytest.mark.parametrize("seed", range(30))
def test_every_cut_and_every_order_answer_alike(seed: int) -> None:
    problem, draw = small_random(seed, officers=30, posts=6), random.Random(seed)
    ask = ask_of(problem, seed)
    whole = alone(look(problem, ask=ask), ask)
    for size in (1, 7, 1000):
        for at_once in (1, 3):
            passed = locally(in_slices(problem, size=size), at_once=at_once)(ask, lambda done, total: True)
            assert passed is not None
            assert passed.same(whole)
        parts = [look(one, ask=ask) for one in in_slices(problem, size=size)()]
        draw.shuffle(parts)
        while len(parts) > 1:  # any two, again and again
            parts.insert(draw.randrange(len(parts) - 1), merge(parts.pop(), parts.pop(), keep=ask.keep))
        assert parts[0].same(whole)
        gathered = Gathered(ask)
        slices = list(in_slices(problem, size=size)())
        for one in draw.sample(slices, len(slices)):
            gathered.add(look(one, ask=gathered.ask))
        assert gathered.part.same(whole)


def test_equal_pairs_go_by_officer() -> None:
    problem = staffing([officer(5)] * 9, [post()])
    ask = Ask(prices=zero(problem), keep=np.array([3]), least=np.array([0]))
    passed = locally(in_slices(problem, size=2), at_once=4)(ask, lambda done, total: True)
    assert passed is not None
    assert passed.named.officer.tolist() == [0, 1, 2]


def test_a_full_post_asks_for_less() -> None:
    problem = staffing([officer(s) for s in (3, 9, 5, 7)], [post(), post()])
    ask = Ask(prices=zero(problem), keep=np.array([2, 9]), least=np.array([0, 0]))
    assert ask.above(look(problem, ask=ask)).least.tolist() == [7 * SCALE, 0]


def test_a_pinned_pair_is_named_whatever_it_is_worth() -> None:
    problem = replace(staffing([officer(s) for s in (3, 9, 5)], [post(capacity=2)]), pins=((0, 0),))
    ask = Ask(prices=zero(problem), keep=np.array([1]), least=np.array([6 * SCALE]))
    assert look(problem, ask=ask).named.officer.tolist() == [0]
    assert alone(look(problem, ask=ask), ask).named.officer.tolist() == [0]


def test_a_slice_of_a_longer_roster_keeps_its_own_decisions() -> None:
    roster = staffing([officer(s) for s in (3, 9, 5)], [post()])
    asked = replace(roster, withdrawn=(1, 4000), pins=((0, 7),))
    here = slice_of(asked, officers=roster.officers.part(slice(1, 3)), first=3999)
    assert (here.first, here.withdrawn, here.pins) == (3999, (4000,), ())
    ask = Ask(prices=zero(roster), keep=np.array([9]), least=np.array([0]))
    assert look(here, ask=ask).named.officer.tolist() == [3999]


def test_nobody_looked_at_twice() -> None:
    problem = staffing([officer(3)] * 4, [post()])
    ask = Ask(prices=zero(problem), keep=np.array([1]), least=np.array([0]))
    parts = [look(problem.part(slice(0, 3)), ask=ask), look(problem.part(slice(2, 4)), ask=ask)]
    with pytest.raises(ValueError, match="two slices hold the same officer"):
        merge(parts[0], parts[1], keep=ask.keep)


def test_faults_of_all_slices_are_named_at_once() -> None:
    problem = staffing([officer(rank=r) for r in (1, 500, 2, 3, 4, -7)], [post()])
    ask = Ask(prices=zero(problem), keep=np.array([1]), least=np.array([0]))
    passed = locally(in_slices(problem, size=2))(ask, lambda done, total: True)
    assert passed is not None
    assert [(f.column, f.row, f.found) for f in passed.faults] == [
        ("officers.rank", 3, "500"),
        ("officers.rank", 7, "-7"),
    ]
    assert passed.fault_count == 2


def test_a_pass_can_be_stopped() -> None:
    problem = staffing([officer(3)] * 6, [post()])
    ask = Ask(prices=zero(problem), keep=np.array([1]), least=np.array([0]))
    heard: list[int] = []

    def two_slices(done: int, total: int) -> bool:
        heard.append(done)
        return len(heard) < 2

    assert locally(in_slices(problem, size=2))(ask, two_slices) is None
    assert heard == [2, 4]


def test_no_officers_at_all() -> None:
    problem = staffing([], [post()])
    ask = Ask(prices=zero(problem), keep=np.array([1]), least=np.array([0]))
    assert look(problem, ask=ask).same(nothing(posts=1))
    assert locally(in_slices(problem, size=2))(ask, lambda done, total: True).same(nothing(posts=1))


def zero(problem: Staffing) -> Prices:
    return Prices.zero(posts=len(problem.posts), missions=problem.missions, countries=problem.countries)
