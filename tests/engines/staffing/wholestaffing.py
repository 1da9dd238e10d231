"""A staffing with everything in it, its best plan and the prices that prove its bound, as files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from engines.staffing.secondopinion import World
from engines.staffing.tiny import officer, post, sides, staffing
from menara.engines.outcome import Status
from menara.engines.staffing.problem import SCALE, Column, Prices, Result, Staffing, Worth
from menara.engines.staffing.second_bound import second_bound
from menara.staffing_claims import CLAIMS, PLAN, result_files
from menara.staffing_files import write_npz

Body = dict[str, Any]


@cache
def whole_staffing() -> Staffing:
    people = [
        officer(60, woman=1, years=9),
        officer(250, country=1, woman=1, french=3, skills=3),
        officer(90, country=1, woman=1, arabic=4),
        officer(140, country=2, rank=3),
        officer(10, country=2, woman=1, skills=7, french=4),
        officer(200, country=0, available=2),
        officer(70, country=1, years=20, arabic=3, french=3),
        officer(130, country=0, last=1),
    ]
    wanted = [
        post(0, 2, required=1, desired=6, main=1, main_level=1),
        post(0, 2, rank_max=3),
        post(1, 1, critical=1, start=1),
        post(1, 2, years_min=1, second=2, second_level=3),
        post(1, 1),
    ]
    problem = staffing(people, wanted, countries=3, worth=Worth(filled=300, critical=100))
    problem = sides(
        problem, pledge=[2, 2, 1], country_cap=[2, 1], women_share=(2, 5), french_min=[1, 0], arabic_min=[0, 1],
        speaker_penalty=4_000,
    )  # fmt: skip
    return replace(problem, withdrawn=(5,), frozen=(4,), pins=((1, 3),))


def coordinates(prices: Prices) -> list[tuple[str, tuple[int, ...]]]:
    return [(n, tuple(at)) for n in Prices.__dataclass_fields__ for at in np.argwhere(getattr(prices, n) >= 0).tolist()]


def moved(prices: Prices, name: str, at: tuple[int, ...], change: Callable[[int], int]) -> Prices:
    table: Column = getattr(prices, name).copy()
    table[at] = change(int(table[at]))
    return replace(prices, **{name: table})


@cache
def good_prices() -> tuple[Prices, int]:
    """Prices that no single step improves, and their bound."""
    problem = whole_staffing()
    best = Prices.zero(posts=len(problem.posts), missions=problem.missions, countries=problem.countries)
    bound = second_bound(staffing=problem, prices=best)[1]
    for step in (1_000, 200, 80, 30, 10, 3, 1):
        better = True
        while better:
            better = False
            for name, at in coordinates(best):
                for by in (step * SCALE, -step * SCALE):
                    tried = moved(best, name, at, lambda price, by=by: max(0, price + by))  # type: ignore[misc]
                    if max(tried.french.max(), tried.arabic.max()) > 4_000 * SCALE:
                        continue
                    found = second_bound(staffing=problem, prices=tried)[1]
                    if found < bound:
                        best, bound, better = tried, found, True
    return best, bound


@dataclass(frozen=True, kw_only=True)
class Whole:
    claims: str
    plan: str


def whole_result(*, optimal: bool) -> Result:
    """The best plan with search's word for it, or one a little worse with a gap left."""
    problem, (prices, proven) = whole_staffing(), good_prices()
    world = World(problem)
    best = world.best()
    assert best is not None
    plan = best[1]
    if not optimal:
        plan = max((world.value(p), p) for p in world.plans() if not world.broken(p) and world.value(p) < best[0])[1]
    value = world.value(plan)
    return Result(
        status=Status.OPTIMAL if optimal else Status.FEASIBLE,
        value=value,
        bound=value if optimal else proven,
        price_bound=proven,
        proven_by="search" if optimal else "",
        plan=np.array(plan, dtype=np.int32),
        prices=prices,
        quality=world.quality_of(plan),
        penalties=world.penalties(plan),
        pairs=len(world.open_pairs()),
        seconds_screen=0.01,
        seconds_solve=0.5,
        seed=7,
    )


@cache
def whole(*, optimal: bool) -> Whole:
    files = result_files(
        result=whole_result(optimal=optimal),
        staffing=whole_staffing(),
        folder=Path(),
        source="whole.npz",
        constraints="std",
    )
    return Whole(claims=files[Path(CLAIMS)].decode(), plan=files[Path(PLAN)].decode())


def whole_body(*, optimal: bool) -> Body:
    body: Body = json.loads(whole(optimal=optimal).claims)
    return body


def write_problem(folder: Path) -> Path:
    """The problem's file, without the decisions, which the claims tell."""
    problem = replace(whole_staffing(), withdrawn=(), frozen=(), pins=())
    assert problem.sides is not None
    loose = replace(problem.sides, women_share=(0, 1))
    write_npz(folder / "whole.npz", problem, sides={"std": problem.sides, "tight": loose})
    return folder / "whole.npz"
