"""Screening against a plain double loop, condition by condition, and against the checks of the files."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from conftest import SHARED
from engines.staffing.doubleloop import any_staffing, barred_by, pairs_of, worth_of
from engines.staffing.tiny import officer, post, sides, staffing
from menara.engines.staffing import screen as screening
from menara.engines.staffing.conditions import CONDITIONS, decided_against, explain
from menara.engines.staffing.market import ARABIC, FLAGS, FRENCH, WOMAN, Market
from menara.engines.staffing.problem import Staffing, Worth, empty
from menara.engines.staffing.screen import screen, warm_up
from menara.engines.staffing.unfillable import unfillable
from menara.errors import BadInput
from menara.staffing_files import read_npz

FILES = SHARED / "data" / "bench" / "staffing"


def listed(market: Market) -> list[tuple[int, int, int]]:
    posts = np.repeat(np.arange(market.posts), np.diff(market.starts)).tolist()
    return list(zip(posts, market.officer.tolist(), market.worth.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(150))
def test_the_pairs_and_their_worth_are_those_of_a_double_loop(seed: int) -> None:
    problem = any_staffing(seed)
    assert listed(screen(problem)) == pairs_of(problem)


def test_enough_pairs_were_compared() -> None:
    assert sum(len(pairs_of(any_staffing(seed))) for seed in range(150)) > 3_000


@pytest.mark.parametrize("seed", range(40))
def test_decisions_are_honoured_in_any_slice(seed: int) -> None:
    draw = random.Random(seed)
    problem = any_staffing(seed, officers=130, posts=6)
    open_pairs = pairs_of(problem)
    pins = [(open_pairs[0][0], open_pairs[0][1])] if open_pairs and problem.posts.capacity[open_pairs[0][0]] else []
    free = [i for i in range(130) if (pins[0][1] if pins else None) != i]
    problem = replace(
        problem,
        withdrawn=tuple(draw.sample(free, 9)),
        frozen=tuple(j for j in draw.sample(range(6), 2) if not pins or j != pins[0][0]),
        pins=tuple(pins),
    )
    assert listed(screen(problem)) == pairs_of(problem)
    cut = draw.randint(1, 129)
    parts = [problem.part(slice(0, cut)), problem.part(slice(cut, None))]
    joined = sorted((j, i + part.first, w) for part in parts for j, i, w in listed(screen(part)))
    assert joined == pairs_of(problem)


def test_the_answer_does_not_depend_on_blocks_or_sharing(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = any_staffing(3, officers=1_000, posts=40)
    whole = listed(screen(problem))
    assert len(whole) > 100
    for block, few, span in ((64, 1, 1 << 16), (128, 10**9, 2), (100, 4, 1)):
        monkeypatch.setattr(screening, "BLOCK", block)
        monkeypatch.setattr(screening, "FEW", few)
        monkeypatch.setattr(screening, "SPAN", span)
        assert listed(screen(problem)) == whole


ALONE: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    # condition: what the post asks, an officer who just meets it, one who just does not
    "holds_required_skills": ({"required": 0b101}, {"skills": 0b1101}, {"skills": 0b1001}),
    "holds_rank": ({"rank_min": 2, "rank_max": 2}, {"rank": 2}, {"rank": 3}),
    "speaks_main_language": ({"main": 1, "main_level": 3}, {"french": 3}, {"french": 2}),
    "has_served_years": ({"years_min": 5}, {"years": 5}, {"years": 4}),
    "is_free_by_start": ({"start": 6}, {"available": 6}, {"available": 7}),
    "speaks_second_language": ({"second": 2, "second_level": 2}, {"arabic": 2}, {"arabic": 1}),
    "is_within_age": ({"age_max": 55}, {"age": 55}, {"age": 56}),
    "served_elsewhere_last": ({"mission": 1}, {"last": 0}, {"last": 1}),
    "is_cleared": ({"clearance": 1}, {"clearance": 1}, {"clearance": 0}),
    "country_is_accepted": ({}, {"country": 0}, {"country": 1}),
}


def test_every_condition_has_its_smallest_case() -> None:
    assert set(ALONE) == {condition.name for condition in CONDITIONS}


@pytest.mark.parametrize("name", ALONE)
def test_each_condition_alone_bars_at_its_boundary(name: str) -> None:
    asked, just, short = ALONE[name]
    excluded = np.array([[0, int(name == "country_is_accepted")]] * 2, dtype=np.int32)
    two = staffing([officer(**just), officer(**short)], [post(**asked), post(1)], excluded=excluded)
    market = screen(two)
    assert market.officer[: market.starts[1]].tolist() == [0]
    assert explain(two, officer=0, post=0) == ()
    (unmet,) = explain(two, officer=1, post=0)
    assert unmet.name == name


def test_a_rank_below_the_window_bars_as_one_above() -> None:
    market = screen(staffing([officer(rank=1), officer(rank=2)], [post(rank_min=2, rank_max=2)]))
    assert market.officer.tolist() == [1]


def test_every_condition_is_explained_in_words_of_its_own() -> None:
    said = [condition.test.__doc__ for condition in CONDITIONS]
    assert all(said)
    assert len(set(said)) == len(CONDITIONS)


@pytest.mark.parametrize("seed", range(30))
def test_one_pair_is_explained_as_all_are_screened(seed: int) -> None:
    problem = replace(any_staffing(seed, officers=20, posts=5), first=7_000)
    for i in range(20):
        for j in range(5):
            names = {unmet.name for unmet in explain(problem, officer=7_000 + i, post=j)}
            assert names == barred_by(problem, i, j)


def test_an_explanation_says_what_is_asked_and_found() -> None:
    one = staffing([officer(years=4, french=1)], [post(years_min=5, main=1, main_level=3)])
    assert [(u.name, u.asked, u.found) for u in explain(one, officer=0, post=0)] == [
        ("speaks_main_language", {"main": 1, "main_level": 3}, {"languages": [4, 1, 0, 0]}),
        ("has_served_years", {"years_min": 5}, {"years": 4}),
    ]
    for who, where in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        with pytest.raises(IndexError):
            explain(one, officer=who, post=where)


def test_decisions_that_stand_against_a_pair_are_named() -> None:
    two = staffing([officer(), officer()], [post(), post()])
    two = replace(two, withdrawn=(1,), frozen=(1,), pins=((0, 0),))
    assert decided_against(two, officer=0, post=0) == ()
    assert decided_against(two, officer=0, post=1) == ("frozen", "pinned_elsewhere")
    assert decided_against(two, officer=1, post=0) == ("withdrawn",)


# --- worth ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wide", [np.int8, np.int16, np.int32, np.int64, np.uint8])
def test_small_types_do_not_overflow(wide: type[np.generic]) -> None:
    """Four levels above the one asked are worth 160, which no int8 holds; so are 100 years less 3."""
    one = staffing([officer(100, years=100, age=120)], [post(years_min=3, age_max=120)])
    people = {n: getattr(one.officers, n).astype(wide) for n in ("languages", "years", "age", "score", "rank")}
    posts = {n: getattr(one.posts, n).astype(wide) for n in ("main", "main_level", "years_min", "age_max")}
    one = replace(
        one,
        officers=replace(one.officers, **people),
        posts=replace(one.posts, **posts),
        worth=Worth(language=400, year=1_000, years_counted=99, most=1_000_000, chance=False),
    )
    assert screen(one).worth.tolist() == [100 + 400 * 4 + 1_000 * 97 + 1_000]


@pytest.mark.parametrize("sign", [1, -1])
def test_the_largest_weights_do_not_overflow(sign: int) -> None:
    large = sign * 1_000_000
    weights = Worth(language=large, year=large, years_counted=100, skill=large, least=-1_000_000, most=1_000_000)
    problem = replace(any_staffing(12, officers=130, posts=9), worth=replace(weights, filled=large, critical=large))
    found = pairs_of(problem)
    assert len({worth for *_, worth in found}) > 1
    assert listed(screen(problem)) == found


def test_skills_use_all_of_their_bits() -> None:
    high = 1 << 31
    one = staffing([officer(5, skills=0), officer(5, skills=0)], [post()], worth=Worth(chance=False))
    people = replace(one.officers, skills=np.array([high, high - 1]))
    posts = replace(one.posts, required=np.array([high]), desired=np.array([2**32 - 1]))
    market = screen(replace(one, officers=people, posts=posts))
    assert (market.officer.tolist(), market.worth.tolist()) == ([0], [5 + 160 + 70 + 1_000])


def test_quality_is_kept_within_its_limits() -> None:
    few = Worth(least=10, most=20, filled=100, critical=7, language=0, chance=False)
    problem = staffing([officer(3), officer(15), officer(99)], [post(), post(critical=1)], worth=few)
    assert screen(problem).worth.tolist() == [110, 115, 120, 117, 122, 127]


@pytest.mark.parametrize("first", [0, 1, 2**20 + 3, 2**33 + 1])
def test_chance_counts_from_the_whole_roster(first: int) -> None:
    problem = replace(any_staffing(11, officers=100, posts=9), first=first, worth=Worth(language=0, year=0, skill=0))
    assert listed(screen(problem)) == pairs_of(problem)


# --- the market -------------------------------------------------------------------------------------------------------


def test_a_group_is_a_country_and_three_flags() -> None:
    people = [officer(country=1, woman=1), officer(french=3), officer(country=1, french=2, arabic=4)]
    problem = staffing(people, [post()])
    assert screen(problem).group.tolist() == [FLAGS + WOMAN, FRENCH, FLAGS + ARABIC]
    strict = sides(problem, speaker_level=2)
    assert screen(strict).group.tolist() == [FLAGS + WOMAN, FRENCH, FLAGS + FRENCH + ARABIC]


def test_columns_have_the_types_the_kernels_are_compiled_for() -> None:
    market = screen(any_staffing(1))
    long = {n: str(getattr(market, n).dtype) for n in ("starts", "capacity", "pinned")}
    short = {n: str(getattr(market, n).dtype) for n in ("officer", "worth", "mission", "group")}
    assert set(long.values()) == {"int64"}
    assert set(short.values()) == {"int32"}


@pytest.mark.parametrize("block", [64, 1 << 15])
def test_pinned_pairs_are_found_by_their_place(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first and the last officer of a block and of the roster among them."""
    monkeypatch.setattr(screening, "BLOCK", block)
    pins = ((1, 63), (0, 0), (1, 69), (0, 64))
    market = screen(replace(staffing([officer()] * 70, [post(capacity=2), post(capacity=2)]), pins=pins))
    assert [listed(market)[k][:2] for k in market.pinned] == [(0, 0), (0, 64), (1, 63), (1, 69)]
    assert len(market.officer) == 2 * 66 + 4


def test_a_pin_that_is_not_eligible_is_refused_with_its_conditions() -> None:
    problem = staffing([officer(rank=3, years=1)], [post(rank_max=2, years_min=2)])
    with pytest.raises(BadInput) as refused:
        screen(replace(problem, pins=((0, 0),)))
    (fault,) = refused.value.faults
    assert (fault.code, fault.row) == ("not_eligible", 2)
    assert fault.found == "officer 0 at post 0: holds_rank, has_served_years"


@pytest.mark.parametrize(("officers", "posts"), [(0, 0), (0, 3), (3, 0), (1, 1)])
def test_nobody_or_nothing_is_an_empty_market(officers: int, posts: int) -> None:
    market = screen(empty(officers=officers, posts=posts))
    assert (market.officers, market.posts, len(market.starts)) == (officers, posts, posts + 1)
    assert len(market.officer) == market.starts[-1] == 0


def test_posts_nobody_can_fill_say_what_leaves_nobody() -> None:
    people = [officer(rank=1, years=9), officer(rank=5, years=1)]
    asked = [post(), post(rank_max=2, years_min=5), post(rank_min=3, years_min=5), post(rank_min=7, rank_max=6), post()]
    problem = replace(staffing(people, asked), frozen=(4,))
    found = unfillable(staffing=problem, market=screen(problem))
    assert [(u.post, u.condition, u.asked, u.left) for u in found] == [
        (2, "has_served_years", {"years_min": 5}, 1),
        (3, "holds_rank", {"rank_min": 7, "rank_max": 6}, 2),
        (4, "frozen", {}, 2),
    ]


def test_posts_left_without_officers_by_decisions_say_so() -> None:
    problem = replace(staffing([officer(), officer()], [post(), post(capacity=2)]), withdrawn=(1,), pins=((1, 0),))
    (alone,) = unfillable(staffing=problem, market=screen(problem))
    assert (alone.post, alone.condition, alone.left) == (0, "pinned_elsewhere", 2)
    gone = replace(problem, withdrawn=(0, 1), pins=())
    assert [u.condition for u in unfillable(staffing=gone, market=screen(gone))] == ["withdrawn", "withdrawn"]


def test_warming_up_says_what_it_does() -> None:
    told: list[tuple[str, float]] = []
    took = warm_up(lambda *said: told.append(said))
    assert told == [("screening", took)]


# --- the files --------------------------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.parametrize(("name", "pairs", "total"), [("R", 63_285, 26_557_003), ("M", 216_487, 90_765_334)])
def test_the_given_files_have_the_pairs_they_say(name: str, pairs: int, total: int) -> None:
    problem = read_npz(FILES / f"{name}.npz")
    market = screen(problem)
    assert len(market.officer) == pairs
    assert quality_of(problem, market) == total


@pytest.mark.shared
def test_a_large_file_has_the_pairs_it_says() -> None:
    problem = read_npz(FILES / "L.npz")
    market = screen(problem)
    assert len(market.officer) == 6_484_121
    draw = random.Random(5)
    for j in draw.sample(range(market.posts), 40):
        i = draw.randrange(100_000)
        row = market.officer[market.starts[j] : market.starts[j + 1]]
        place = int(np.searchsorted(row, i))
        there = place < len(row) and row[place] == i
        assert there == (not barred_by(problem, i, j))
        k = draw.randrange(len(row)) if len(row) else None
        if k is not None:
            assert market.worth[market.starts[j] + k] == worth_of(problem, int(row[k]), j)


def quality_of(problem: Staffing, market: Market) -> int:
    bonus = problem.worth.filled + problem.worth.critical * problem.posts.critical.astype(np.int64)
    return int(market.worth.sum(dtype=np.int64) - (np.diff(market.starts) * bonus).sum())
