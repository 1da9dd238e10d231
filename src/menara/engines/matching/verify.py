"""Is what a result claims true? Recomputed from the problem alone, in whole numbers, without a solver.

Every rule is asked again of every pair, every constraint is checked, every value is added up, and every bound is
rebuilt from the recorded prices. What search closed beyond the prices is the solver's word; it is said, not re-checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from menara.engines.matching.check import (
    check,
    home_unit_cap,
    nominee_limit,
    one_post_each,
    pair_numbers,
    share_of_women,
    values,
)
from menara.engines.matching.goals import GOALS
from menara.engines.matching.instance import Instance, barred_pins, instance_of, pin_conflict
from menara.engines.matching.problem import Conflict, Level, Nominee, Pin, Prices, Problem, Result
from menara.engines.matching.proof import price_bound
from menara.engines.matching.slate import reserves_of
from menara.engines.matching.teams import Teams, all_teams
from menara.engines.outcome import Status

# What a violation of each constraint is about.
SUBJECT = {"one_post_each": "officer", "nominee_limit": "opening", "share_of_women": "call", "home_unit_cap": "unit"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim of a result: what it is about, what was claimed, and what was recomputed.

    ``ok`` is None where the claim is the solver's own and was not re-checked.
    """

    name: str
    ok: bool | None
    about: str = ""
    claimed: Any = None
    recomputed: Any = None


def verify(*, problem: Problem, result: Result) -> tuple[Claim, ...]:
    """Every claim of ``result`` about ``problem``. The result may be believed where no claim's ``ok`` is false."""
    instance = instance_of(problem)
    claims = [
        _same("eligible_pairs", result.pairs, len(instance.pair_officer)),
        _same("unit", result.unit, instance.unit_of_success),
    ]
    if result.status is Status.INFEASIBLE:
        return (*claims, *_infeasible(problem, instance, result))
    violations = check(problem=problem, slate=result.nominees)
    claims += [Claim(name="feasible", ok=False, about=v.constraint, recomputed=dict(v.about)) for v in violations] or [
        Claim(name="feasible", ok=True)
    ]
    if any(v.constraint == "known_records" for v in violations):
        return tuple(claims)  # nothing else can be looked up
    claims += _numbers(problem, result)
    claims += _levels(problem, instance, result)
    claims.append(_same("reserves", len(result.reserves), len(_reserves(instance, result))))
    claims += [
        Claim(name="reserve", ok=False, about=f"{said.officer} for {said.opening}", claimed=said, recomputed=found)
        for said, found in zip(result.reserves, _reserves(instance, result), strict=False)
        if said != found
    ]
    return tuple(claims)


def _same(name: str, claimed: Any, recomputed: Any, *, about: str = "") -> Claim:
    return Claim(name=name, ok=bool(claimed == recomputed), about=about, claimed=claimed, recomputed=recomputed)


def _numbers(problem: Problem, result: Result) -> Iterator[Claim]:
    """Odds and quality of every nominee."""
    found = pair_numbers(problem=problem, slate=result.nominees)
    wrong = [n for n in result.nominees if (n.odds, n.quality) != found[n.officer, n.opening]]
    for n in wrong:
        recomputed = found[n.officer, n.opening]
        about = f"{n.officer} for {n.opening}"
        yield Claim(name="odds", ok=False, about=about, claimed=(n.odds, n.quality), recomputed=recomputed)
    if not wrong:
        yield Claim(name="odds", ok=True, claimed=len(result.nominees), recomputed=len(found))


def _levels(problem: Problem, instance: Instance, result: Result) -> Iterator[Claim]:
    yield _same("levels", tuple(level.goal for level in result.levels), GOALS)
    if tuple(level.goal for level in result.levels) != GOALS:
        return
    found = values(problem=problem, slate=result.nominees, unit=instance.unit_of_success)
    teams = all_teams(instance)
    for goal, level in enumerate(result.levels):
        yield _same("value", level.value, found[level.goal], about=level.goal)
        yield from _bound(instance, goal, level, [found[name] for name in GOALS[:goal]], teams)
    closed = all(level.value == level.bound for level in result.levels)
    about = "" if closed else "a gap is left"
    yield Claim(name="status", ok=closed == (result.status is Status.OPTIMAL), about=about, claimed=result.status.value)


def _bound(instance: Instance, goal: int, level: Level, kept: list[int], teams: Mapping[int, Teams]) -> Iterator[Claim]:
    """The bound the prices give, and, apart, what search is said to have closed."""
    try:
        _no_strangers(instance, level.prices)
        proven = price_bound(instance=instance, goal=goal, prices=level.prices, kept=kept, teams=teams)
    except ValueError as fault:
        yield Claim(name="prices", ok=False, about=f"{level.goal}: {fault}")
        return
    yield _same("price_bound", level.price_bound, proven, about=level.goal)
    yield Claim(
        name="bound",
        ok=level.value <= level.bound <= proven,
        about=level.goal,
        claimed=level.bound,
        recomputed=proven,
    )
    word = "" if level.bound != level.value else "prices" if proven == level.value else "search"
    yield _same("proven_by", level.proven_by, word, about=level.goal)
    if level.bound < proven:
        yield Claim(name="search", ok=None, about=level.goal, claimed=level.bound, recomputed=proven)


def _no_strangers(instance: Instance, prices: Prices) -> None:
    """Raises ``ValueError`` where a record is priced that is not in the problem."""
    known = {
        "officers": set(instance.roster.number),
        "units": set(instance.units),
        "batches": set(instance.batches),
        "men": set(instance.batches),
        "limits": {p.ref for p in instance.screening.posts},
        "levels": set(GOALS),
    }
    unknown = [
        f"{table} {name}" for table, names in known.items() for name in getattr(prices, table) if name not in names
    ]
    unknown += [f"pin {n} {r}" for n, r in prices.pins if n not in known["officers"] or r not in known["limits"]]
    if unknown:
        raise ValueError(f"prices on unknown records: {', '.join(unknown[:5])}")


def _reserves(instance: Instance, result: Result) -> tuple[Any, ...]:
    places = {(instance.roster.number[int(i)], int(j)): p for p, (i, j) in enumerate(_pairs(instance))}
    refs = {post.ref: j for j, post in enumerate(instance.screening.posts)}
    chosen = [places[n.officer, refs[n.opening]] for n in result.nominees if (n.officer, refs[n.opening]) in places]
    return reserves_of(instance, np.array(chosen, dtype=np.int64))


def _pairs(instance: Instance) -> Iterator[tuple[int, int]]:
    return zip(instance.pair_officer.tolist(), instance.pair_opening.tolist(), strict=True)


def _infeasible(problem: Problem, instance: Instance, result: Result) -> Iterator[Claim]:
    """That nothing fits is shown where a rule or an exclusion bars a pin, where pins are too many, and where two are
    for one officer. That no women can be found beside them is the solver's word."""
    empty = not (result.nominees or result.reserves or result.levels)
    yield Claim(name="infeasible", ok=empty, about="an infeasible result has no slate")
    said = [_key(c) for c in result.conflicts]
    if instance.impossible_pins:
        barred = [[_key(c) for c in pair] for pair in barred_pins(problem, instance)]
        yield Claim(name="conflict", ok=said in barred, claimed=said, recomputed=barred)
        return
    real = {_key(c) for c in _requirements(problem, instance)}
    pins = [p for p in problem.pins if _key(pin_conflict(p)) in said]
    rows = [c for c in result.conflicts if c.constraint != "pinned" and _key(c) in real]
    broken = _broken(problem, pins)
    shown = all((c.constraint, c.about[SUBJECT[c.constraint]]) in broken for c in rows)
    by_share = any(c.constraint == "share_of_women" for c in rows)
    sound = bool(rows and broken and len(pins) + len(rows) == len(said) and _broken(problem, problem.pins))
    ok = None if sound and by_share else sound and shown
    yield Claim(name="conflict", ok=ok, claimed=said, recomputed=sorted(broken))


def _key(conflict: Conflict) -> tuple[str, str]:
    """A conflict as words that can be compared, whatever a file says in it."""
    return conflict.constraint, repr(sorted(conflict.about.items()))


def _requirements(problem: Problem, instance: Instance) -> Iterator[Conflict]:
    """Everything that can be named in a conflict."""
    for pin in problem.pins:
        yield pin_conflict(pin)
        yield Conflict(constraint="one_post_each", about={"officer": pin.officer})
    for post, limit in zip(instance.screening.posts, instance.limit.tolist(), strict=True):
        yield Conflict(constraint="nominee_limit", about={"opening": post.ref, "allowed": limit})
    for call, (numerator, denominator) in zip(instance.batches, instance.share, strict=True):
        yield Conflict(constraint="share_of_women", about={"call": call, "share": f"{numerator}/{denominator}"})
    for unit, cap in zip(instance.units, instance.unit_cap.tolist(), strict=True):
        yield Conflict(constraint="home_unit_cap", about={"unit": unit, "allowed": cap})


def _broken(problem: Problem, pins: Sequence[Pin]) -> set[tuple[str, str]]:
    """Which constraints these pins break alone, each with the record it is about."""
    slate = [Nominee(officer=p.officer, opening=p.opening, position=0, odds=0, quality=0) for p in pins]
    found = [v for one in (one_post_each, nominee_limit, share_of_women, home_unit_cap) for v in one(problem, slate)]
    return {(v.constraint, v.about[SUBJECT[v.constraint]]) for v in found if "position" not in v.about}
