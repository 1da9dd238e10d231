"""A solve that is stopped keeps a slate that may stand, and claims no more than is known."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

import pytest

from engines.matching.secondopinion import allows, best_of_all, world_of, worth_as_dealt, worth_of_all
from engines.matching.smallworld import crowded_problem, odds, officer, opening, pins, problem, random_problem
from menara.engines.matching.check import check
from menara.engines.matching.goals import GOALS
from menara.engines.matching.problem import Problem, Result
from menara.engines.matching.solve import solve
from menara.engines.matching.verify import verify
from menara.engines.outcome import Limits, Progress, Status


def values_of(result: Result) -> tuple[int, ...]:
    return tuple(level.value for level in result.levels)


class StopAfter:
    """A listener that says stop at its n-th word."""

    def __init__(self, words: int) -> None:
        self.left = words

    def __call__(self, word: Progress) -> bool:
        self.left -= 1
        return self.left > 0


def hold_to_what_is_known(asked: Problem, result: Result) -> None:
    """A slate that may stand, values that are its own, and bounds that no slate at least as good above exceeds."""
    world = world_of(asked)
    assert check(problem=asked, slate=result.nominees) == ()
    assert allows(world, result.nominees)
    assert values_of(result) == worth_as_dealt(world, result.nominees)
    every = worth_of_all(asked)
    for goal, level in enumerate(result.levels):
        kept = values_of(result)[:goal]
        rivals = [w[goal] for w in every if all(has >= keep for has, keep in zip(w, kept, strict=False))]
        assert level.bound >= max(rivals), GOALS[goal]
    assert [c for c in verify(problem=asked, result=result) if c.ok is False] == []


@pytest.mark.parametrize("words", range(1, 9))
def test_a_listener_that_says_stop(words: int) -> None:
    stopped = 0
    for asked in [*map(random_problem, range(25)), *map(crowded_problem, range(15))]:
        if best_of_all(asked) is None:
            continue
        result = solve(asked, listener=StopAfter(words))
        hold_to_what_is_known(asked, result)
        stopped += result.status is Status.STOPPED
        if result.status is not Status.STOPPED:
            assert values_of(result) == tuple(level.bound for level in result.levels)
    assert stopped > (10 if words < 4 else 0)


def test_no_time_at_all() -> None:
    for asked in [*map(random_problem, range(40)), *map(crowded_problem, range(20))]:
        if best_of_all(asked) is None:
            assert solve(asked, limits=Limits(seconds=0)).status is Status.INFEASIBLE
            continue
        result = solve(asked, limits=Limits(seconds=0))
        hold_to_what_is_known(asked, result)
        assert result.status in (Status.STOPPED, Status.OPTIMAL)


def test_a_stopped_slate_keeps_pins_that_leave_no_easy_slate() -> None:
    """Taking turns fills P with men and then finds that the pinned man stands where a woman must; a plan stopped there
    used to come out without its pins."""
    officers = [officer("PINNED"), officer("M"), officer("W", woman=True)]
    openings = [
        opening("P", call="X", female_target=Fraction(1, 2)),
        opening("Q", call="X"),
        opening("R", critical=True),
    ]
    asked = problem(officers, openings, pins=pins("PINNED>P"), estimates=odds({"R": {"W": 99}, "Q": {"M": 99}}))
    result = solve(asked, limits=Limits(seconds=0))
    assert result.status is Status.STOPPED
    assert [(n.officer, n.opening) for n in result.nominees] == [("PINNED", "P"), ("W", "Q")]
    hold_to_what_is_known(asked, result)


def heard(asked: Problem) -> tuple[list[Progress], Result]:
    words: list[Progress] = []

    def listen(word: Progress) -> bool:
        words.append(word)
        return True

    return words, solve(asked, listener=listen)


def test_progress_is_told() -> None:
    words, _result = heard(problem([officer("A")], [opening("P", limit=2)]))
    told = [(w.step, w.level) for w in words]
    assert (
        [word for word, _same in groupby(told)]
        == [  # a search asks as often as it likes whether to go on
            ("screening", ""),
            *(("pricing", goal) for goal in GOALS[:3]),
            ("searching", "expected_success"),
            *(("searching", goal) for goal in GOALS),  # a slate is held: a word on every level
            ("pricing", "quality"),
            ("searching", "quality"),
            *(("searching", goal) for goal in GOALS),
        ]
    )
    assert (words[0].done, words[0].total) == (0, 1)
    assert [w.done for w in words[1:]] == sorted(w.done for w in words[1:])
    assert {w.total for w in words[1:]} == {len(GOALS)}
    assert {w.level: w.unit for w in words[1:]} == dict.fromkeys(GOALS, 1) | {"expected_success": 10_000}


@pytest.mark.parametrize("make", [random_problem, crowded_problem])
def test_what_is_told_under_way_is_true(make) -> None:
    """The last value told of each level is the result's; no value is more than any slate has, no bound of the first
    level less; to listen changes nothing."""
    gaps_seen = 0
    for asked in map(make, range(40)):
        if best_of_all(asked) is None:
            continue
        words, result = heard(asked)
        assert values_of(result) == values_of(solve(asked))
        assert result.nominees == solve(asked).nominees
        told = {word.level: word for word in words if word.level}
        if told:
            assert [told[level.goal].value for level in result.levels] == list(values_of(result))
        every = worth_of_all(asked)
        best = list(map(max, zip(*every, strict=True)))
        for word in words:
            if word.value is not None:
                assert word.value <= best[GOALS.index(word.level)]
            if word.bound is not None and GOALS.index(word.level) == 0:
                assert word.bound >= best[0]
            gaps_seen += word.bound is not None and word.value is not None and word.value < word.bound
    assert gaps_seen > 5


def test_a_search_under_way_asks_whether_to_go_on_and_passes_on_what_is_raised() -> None:
    """The branch and bound of one step can last; it used to hear nothing until it ended."""
    asked = problem([officer("A"), officer("B")], [opening("P", limit=2)])
    words: list[str] = []

    class HungUp(Exception):  # noqa: N818
        pass

    def hang_up(word: Progress) -> bool:
        words.append(word.step)
        if words.count("searching") == 2:  # the first is said before the search
            raise HungUp
        return True

    with pytest.raises(HungUp):
        solve(asked, listener=hang_up)
    hold_to_what_is_known(asked, solve(asked, listener=lambda word: word.step != "searching"))
