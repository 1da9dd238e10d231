"""One door: a close search agrees with the exact one and with every slate there is; the world goes through it, too."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from engines.matching.secondopinion import allows, best_of_all, world_of, worth_as_dealt, worth_of_all
from engines.matching.smallworld import crowded_problem, opening, random_problem
from engines.matching.smallworld import problem as small
from menara import facts
from menara.engines.matching import climb
from menara.engines.matching.check import check
from menara.engines.matching.goals import GOALS
from menara.engines.matching.problem import Problem, Result
from menara.engines.matching.solve import solve
from menara.engines.matching.verify import verify
from menara.engines.outcome import Limits, Progress, Status
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import empty
from menara.facts import synthesis
from menara.terms import Need

ON = date(2026, 12, 1)


def nation(size: int, seed: int) -> Problem:
    """Synthetic, of the kind in which prices leave a gap: many officers fit, and positions take several nominees."""
    asked = synthesis.openings(size=size, seed=seed, on=ON)
    return Problem(
        officers=synthesis.roster(size=10 * size, seed=seed, on=ON),
        openings=tuple(
            replace(o, skills=tuple(s for s in o.skills if s.need is Need.WANT), rank_min={}) for o in asked
        ),
        norms=facts.norms(),
        odds=facts.odds_model(),
        on=ON,
    )


NATIONS = [nation(20, 1), nation(30, 2), nation(60, 3)]
SMALL = [*map(random_problem, range(100)), *map(crowded_problem, range(40))]


def values(result: Result) -> tuple[int, ...]:
    return tuple(level.value for level in result.levels)


def hold_to_its_claims(asked: Problem, result: Result) -> None:
    """The slate may stand, and no slate at least as good above is worth more than a bound."""
    world, every = world_of(asked), worth_of_all(asked)
    assert check(problem=asked, slate=result.nominees) == ()
    assert allows(world, result.nominees)
    assert values(result) == worth_as_dealt(world, result.nominees)
    for goal, level in enumerate(result.levels):
        kept = values(result)[:goal]
        rivals = [w[goal] for w in every if all(has >= keep for has, keep in zip(w, kept, strict=False))]
        assert level.value <= max(rivals) <= level.bound <= level.price_bound, GOALS[goal]
    assert [claim for claim in verify(problem=asked, result=result) if claim.ok is False] == []


@pytest.mark.parametrize("place", range(len(SMALL)))
def test_close_first_ends_at_the_optimum_where_the_optimum_is_asked(place: int) -> None:
    asked = SMALL[place]
    result = solve(asked, exact_up_to=-1)
    best = best_of_all(asked)
    assert (values(result) or None) == best
    assert result.status is (Status.INFEASIBLE if best is None else Status.OPTIMAL)
    assert values(result) == values(solve(asked))
    assert [claim for claim in verify(problem=asked, result=result) if claim.ok is False] == []


@pytest.mark.parametrize("gap", [0.3, 0.01])
def test_a_gap_that_is_enough_is_kept_to(gap: float) -> None:
    for asked in SMALL:
        result = solve(asked, limits=Limits(gap=gap))
        if best_of_all(asked) is None:
            assert result.status is Status.INFEASIBLE
            continue
        hold_to_its_claims(asked, result)
        assert all(level.gap <= gap for level in result.levels)
    left = [solve(asked, limits=Limits(gap=gap)) for asked in NATIONS]
    assert [result.status for result in left] == [Status.FEASIBLE] * len(NATIONS)
    assert all(level.gap <= gap for result in left for level in result.levels)


def test_what_a_close_search_proves_is_proven_by_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = [solve(asked) for asked in NATIONS]
    monkeypatch.setattr(climb.Run, "is_enough", lambda _run: True)
    for asked, best in zip(NATIONS, exact, strict=True):
        result = solve(asked, exact_up_to=-1)
        assert [claim for claim in verify(problem=asked, result=result) if claim.ok is not True] == []
        assert result.status is Status.FEASIBLE
        assert {level.bound_by for level in result.levels} == {"prices"}
        assert best.status is Status.OPTIMAL
        for level, closed in zip(result.levels[:3], best.levels[:3], strict=True):
            assert level.value <= closed.value <= level.bound
            assert level.bound - level.value <= 1 + climb.CLOSE * level.bound  # counts and odds: near the optimum
        assert result.levels[3].gap < 0.01


@pytest.mark.parametrize("words", range(1, 30, 4))
def test_a_stop_in_either_search_keeps_the_best(words: int) -> None:
    for asked in SMALL[::4]:
        if best_of_all(asked) is None:
            continue
        heard: list[Progress] = []

        def listen(word: Progress, heard: list[Progress] = heard) -> bool:
            heard.append(word)
            return len(heard) < words

        result = solve(asked, limits=Limits(), listener=listen, exact_up_to=-1)
        hold_to_its_claims(asked, result)
        assert result.status in (Status.STOPPED, Status.OPTIMAL)


def test_time_that_ends_after_the_close_search_leaves_its_slate_and_its_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exact search then has taken nothing away: not a value, not a bound."""
    settle = climb._settle

    def late(run: climb.Run, model: climb.Model, gap: float = 0.0) -> bool:
        if not gap:
            run.limits = replace(run.limits, seconds=-1.0)
        return settle(run, model, gap)

    for asked in NATIONS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(climb.Run, "is_enough", lambda _run: True)
            close = solve(asked, exact_up_to=-1)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(climb, "_settle", late)
            result = solve(asked, exact_up_to=-1)
        assert [(v.value, v.bound, v.prices) for v in result.levels] == [
            (v.value, v.bound, v.prices) for v in close.levels
        ]
        assert result.nominees == close.nominees
        assert result.status is Status.FEASIBLE  # nobody stopped it


def test_the_size_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    gaps: list[float] = []
    settle = climb._settle
    monkeypatch.setattr(climb, "_settle", lambda run, model, gap=0.0: (gaps.append(gap), settle(run, model, gap))[1])
    asked = next(p for p in SMALL if best_of_all(p) is not None)
    pairs = solve(asked).pairs
    for exact_up_to, first in ((pairs, 0.0), (pairs - 1, climb.CLOSE)):
        gaps.clear()
        assert solve(asked, exact_up_to=exact_up_to).status is Status.OPTIMAL
        assert gaps[0] == first


def test_nobody_and_nothing() -> None:
    for asked in (small([], []), small([], [opening("P")])):
        result = solve(asked, exact_up_to=-1)
        assert (result.status, values(result)) == (Status.OPTIMAL, (0, 0, 0, 0))


# --- the world --------------------------------------------------------------------------------------------------------


def test_the_world_goes_through_the_same_door() -> None:
    from menara.engines.staffing.screen import screen
    from menara.engines.staffing.verify import Chosen
    from menara.engines.staffing.verify import verify as verify_world

    asked = empty(officers=3, posts=2)
    asked.posts.capacity[:] = 1
    asked.officers.score[:] = [10, 30, 20]
    result = solve(asked, limits=Limits(seconds=20), keep=lambda better: None)
    assert result.status is Status.OPTIMAL
    assert (result.proven_by, result.value) == ("prices", result.bound)
    claims = verify_world(staffing=asked, result=result, chosen=Chosen.of(result.plan))
    assert [claim for claim in claims if claim.ok is False] == []

    market: Market = screen(asked)
    found = solve(market, limits=Limits(seconds=20))
    assert (found.value, found.bound) == (result.value, result.bound)
    assert np.array_equal(found.owner, result.plan)


def test_who_plans_a_nation_does_not_wait_for_machine_code() -> None:
    code = "import sys; import menara.engines.matching.solve; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
