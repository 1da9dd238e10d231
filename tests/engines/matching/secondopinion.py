"""A second opinion on small problems, in plain Python and without any of the matching engine's own arithmetic.

It reads the records as the documents say they are meant, tries every slate, and bounds by prices as the formula in
``docs/matching.md`` is written. Slow, and short enough to be believed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import ceil, floor, prod
from typing import NamedTuple

from menara.engines.eligibility.days import shift_months
from menara.engines.eligibility.explain import explain
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.opening import Opening
from menara.engines.eligibility.post import Post
from menara.engines.matching.problem import Nominee, Prices, Problem
from menara.engines.outcome import Answer
from menara.terms import Modality

GOALS = ("critical_filled", "filled", "expected_success", "quality")
SCALE = 10**9

Worth = tuple[int, int, int, int]


class Pair(NamedTuple):
    """An officer who may be nominated for an opening."""

    officer: str
    opening: str
    odds: int
    quality: int
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Seat:
    """What one opening takes: ``limit`` nominees over ``positions``, ``backing`` for each at most."""

    call: str
    positions: int
    limit: int
    backing: int
    critical: bool


@dataclass(frozen=True)
class World:
    """A problem as everyday words have it."""

    pairs: dict[tuple[str, str], Pair]
    seats: dict[str, Seat]
    women: frozenset[str]
    unit_of: dict[str, str]
    caps: dict[str, int]  # only units that have one
    shares: dict[str, Fraction]  # only calls that ask one
    pins: frozenset[tuple[str, str]]
    unit: int

    @property
    def officers(self) -> list[str]:
        return list(self.unit_of)


def world_of(problem: Problem) -> World:
    seats = {o.ref: _seat(o, problem) for o in problem.openings}
    waived = {w.call for w in problem.waivers}
    strengths: dict[str, int] = {}
    for o in problem.officers:
        if o.unit_strength is not None:
            strengths[_unit(o)] = max(strengths.get(_unit(o), 0), o.unit_strength)
    share = problem.home_unit_share
    pairs = {(p.officer, p.opening): p for p in _pairs(problem)}
    return World(
        pairs=pairs,
        seats=seats,
        women=frozenset(o.number for o in problem.officers if o.woman),
        unit_of={o.number: _unit(o) for o in problem.officers},
        caps={} if share is None else {unit: floor(share * strength) for unit, strength in strengths.items()},
        shares={
            o.call or o.ref: o.female_target
            for o in problem.openings
            if o.female_target is not None and (o.call or o.ref) not in waived
        },
        pins=frozenset((p.officer, p.opening) for p in problem.pins),
        unit=100 ** max([2, *(seats[ref].backing for _officer, ref in pairs)]),
    )


def _unit(officer: Officer) -> str:
    return f"{officer.service}/{officer.home_unit}"


def _seat(opening: Opening, problem: Problem) -> Seat:
    positions = opening.positions or 1
    limit = opening.max_nominations
    if limit is None:
        held = (
            n.value
            for n in problem.norms.norms
            if n.name == "max_nominations"
            and n.modality is opening.modality is Modality.PROFESSIONAL
            and n.holds(problem.on)
        )
        limit = positions * int(next(held, 1))
    limit = min(limit, 4 * positions)
    return Seat(opening.call or opening.ref, positions, limit, ceil(Fraction(limit, positions)), opening.critical)


def _pairs(problem: Problem) -> Iterator[Pair]:
    pins = {(p.officer, p.opening) for p in problem.pins}
    barred = {(e.officer, e.opening) for e in problem.exclusions}
    told = {(e.officer, e.opening): e.per_cent for e in problem.estimates}
    for opening in problem.openings:
        for officer in problem.officers:
            key = (officer.number, opening.ref)
            findings = explain(officer=officer, opening=opening, norms=problem.norms, on=problem.on)
            unknown = tuple(f.rule for f in findings if f.answer is Answer.UNKNOWN)
            if any(f.answer is Answer.NOT_MET for f in findings) or (unknown and key not in pins):
                continue
            if key in barred or (officer.number, "") in barred:
                continue
            odds, quality = model_of(officer, opening, problem)
            yield Pair(*key, told.get(key, odds), quality, unknown)


def model_of(officer: Officer, opening: Opening, problem: Problem) -> tuple[int, int]:
    """Odds and quality as the head of ``odds.py`` says them, in fractions."""
    post = Post.of(opening=opening, norms=problem.norms, on=problem.on)
    levels = {x.code: int(x.level or 0) for x in officer.languages or ()}
    skills = {x.code: x.level for x in officer.skills or ()}
    scores = {x.code: x.ams_score if x.ams_score is not None else -1 for x in officer.languages or ()}
    wanted = [levels.get(w.code, 0) >= w.level for w in post.wanted_levels]
    wanted += [skills.get(w.code, 0) >= w.level for w in post.wanted_skills]
    share = Fraction(sum(wanted), len(wanted)) if wanted else Fraction(1)
    over = [scores.get(t.code, -1) - t.score for t in post.tests or post.any_test]
    margin = (min(over) if post.tests else max(over)) if over else 0
    model = problem.odds
    adds = model.wide_margin_adds if margin >= model.wide_margin else model.margin_adds if margin >= model.margin else 0
    adds += model.mission_adds if officer.missions_served else 0
    prior = model.priors.get(opening.modality.value, 1) if opening.modality else 1
    odds = floor(prior * (50 + 50 * share) / 100 * (100 + adds) / 100 + Fraction(1, 2))
    asked = [skills.get(s.code, 0) for s in (*post.skills, *post.wanted_skills)]
    young = False
    if post.preferred_age is not None and post.start is not None and officer.born_on is not None:
        young = officer.born_on > shift_months(post.start, -12 * post.preferred_age)
    quality = floor(400 * share) + (floor(Fraction(50 * sum(asked), len(asked))) if asked else 0)
    quality += 5 * min(max(margin, 0), 40) + (100 if young else 0) + (100 if officer.missions_served else 0)
    return min(max(odds, 1), 99), quality


# --- every slate ------------------------------------------------------------------------------------------------------


def worth_of_all(problem: Problem) -> set[Worth]:
    """What every slate that breaks no constraint is worth, nominees of an opening spread over its positions at their
    best; empty where there is no such slate."""
    world = world_of(problem)
    pinned: dict[str, list[str]] = {}
    for officer, opening in world.pins:
        if (officer, opening) not in world.pairs:
            return set()
        pinned.setdefault(officer, []).append(opening)
    if any(len(openings) > 1 for openings in pinned.values()):
        return set()
    choices = [
        pinned.get(o) or [None, *(ref for ref in world.seats if (o, ref) in world.pairs)] for o in world.officers
    ]
    worth: set[Worth] = set()
    _try_all(world, choices, [], Counter(), Counter(), worth)
    return worth


def best_of_all(problem: Problem) -> Worth | None:
    return max(worth_of_all(problem), default=None)


def _try_all(
    world: World,
    choices: Sequence[Sequence[str | None]],
    taken: list[tuple[str, str]],
    openings: Counter[str],
    units: Counter[str],
    worth: set[Worth],
) -> None:
    place = len(world.unit_of) - len(choices)
    if not choices:
        if all(_has_women(world, call, taken) for call in world.shares):
            worth.add(worth_of(world, taken))
        return
    officer = world.officers[place]
    unit = world.unit_of[officer]
    for ref in choices[0]:
        if ref is None:
            _try_all(world, choices[1:], taken, openings, units, worth)
        elif openings[ref] < world.seats[ref].limit and units[unit] < world.caps.get(unit, units[unit] + 1):
            openings[ref] += 1
            units[unit] += 1
            _try_all(world, choices[1:], [*taken, (officer, ref)], openings, units, worth)
            openings[ref] -= 1
            units[unit] -= 1


def _has_women(world: World, call: str, taken: Sequence[tuple[str, str]]) -> bool:
    nominees = [officer for officer, ref in taken if world.seats[ref].call == call]
    return sum(o in world.women for o in nominees) >= ceil(world.shares[call] * len(nominees))


def worth_of(world: World, taken: Sequence[tuple[str, str]]) -> Worth:
    """The four goals of a slate whose nominees stand for the positions they serve best."""
    critical = filled = success = 0
    for ref, seat in world.seats.items():
        odds = tuple(sorted(world.pairs[o, r].odds for o, r in taken if r == ref))
        count = min(len(odds), seat.positions)
        filled += count
        critical += count if seat.critical else 0
        success += best_spread(odds, seat.positions, seat.backing, world.unit)
    return critical, filled, success, sum(world.pairs[key].quality for key in taken)


def allows(world: World, slate: Sequence[Nominee]) -> bool:
    """Whether a slate breaks nothing, in the words of the constraints."""
    if not all((n.officer, n.opening) in world.pairs for n in slate):
        return False
    officers = [n.officer for n in slate]
    openings = Counter(n.opening for n in slate)
    places = Counter((n.opening, n.position) for n in slate)
    units = Counter(world.unit_of[o] for o in officers)
    return (
        len(set(officers)) == len(officers)
        and all(n.unknown == world.pairs[n.officer, n.opening].unknown for n in slate)
        and all(n.pinned == ((n.officer, n.opening) in world.pins) for n in slate)
        and world.pins <= {(n.officer, n.opening) for n in slate}
        and all(count <= world.seats[ref].limit for ref, count in openings.items())
        and all(count <= world.seats[ref].backing for (ref, _), count in places.items())
        and all(0 <= n.position < world.seats[n.opening].positions for n in slate)
        and all(count <= world.caps.get(unit, count) for unit, count in units.items())
        and all(_has_women(world, call, [(n.officer, n.opening) for n in slate]) for call in world.shares)
    )


def worth_as_dealt(world: World, slate: Sequence[Nominee]) -> Worth:
    """The four goals of a slate as it stands."""
    places: dict[tuple[str, int], list[int]] = {}
    for n in slate:
        places.setdefault((n.opening, n.position), []).append(world.pairs[n.officer, n.opening].odds)
    success = sum(chance(odds) for odds in places.values()) * world.unit
    return (
        sum(world.seats[ref].critical for ref, _ in places),
        len(places),
        int(success),
        sum(world.pairs[n.officer, n.opening].quality for n in slate),
    )


def chance(odds: Sequence[int]) -> Fraction:
    """The chance that at least one of these is selected."""
    return 1 - prod((1 - Fraction(p, 100) for p in odds), start=Fraction(1))


@cache
def best_spread(odds: tuple[int, ...], positions: int, backing: int, unit: int) -> int:
    """The most these nominees are worth over so many positions: every way of dealing them out is tried."""
    if not odds:
        return 0
    if not positions:
        return -(10**30)
    best = -(10**30)
    first, rest = odds[0], odds[1:]
    for more in range(backing):
        for others in set(combinations(range(len(rest)), more)):
            left = tuple(p for k, p in enumerate(rest) if k not in others)
            worth = chance([first, *(rest[k] for k in others)]) * unit
            assert worth.denominator == 1
            best = max(best, int(worth) + best_spread(left, positions - 1, backing, unit))
    return best


# --- the bound --------------------------------------------------------------------------------------------------------


def bound_of(problem: Problem, *, goal: int, prices: Prices, kept: Sequence[int]) -> int:
    return bound_in(world_of(problem), goal=goal, prices=prices, kept=kept)


def bound_in(world: World, *, goal: int, prices: Prices, kept: Sequence[int]) -> int:
    """The bound of ``docs/matching.md``, word by word: what is paid, and what each opening would choose alone."""
    level_price = [prices.levels.get(name, 0) for name in GOALS[:goal]]
    paid = sum(prices.officers.values()) - sum(p * v for p, v in zip(level_price, kept, strict=True))
    paid += sum(price * world.caps[unit] for unit, price in prices.units.items() if price)
    paid += sum(price * world.seats[ref].limit for ref, price in prices.limits.items())
    paid += sum(price * _most_men(world, call) for call, price in prices.men.items())
    paid -= sum(prices.pins.values())
    return (paid + sum(_best_alone(world, ref, goal, prices, level_price) for ref in world.seats)) // SCALE


def _most_men(world: World, call: str) -> int:
    limit = sum(s.limit for s in world.seats.values() if s.call == call)
    return floor((1 - world.shares.get(call, Fraction(0))) * limit)


def _best_alone(world: World, ref: str, goal: int, prices: Prices, level_price: list[int]) -> int:
    """The most one opening is worth at these prices."""
    seat = world.seats[ref]
    own = [p for p in world.pairs.values() if p.opening == ref]
    net = {p.officer: _net(world, p, goal, prices, level_price) for p in own}
    if seat.backing == 1:
        alone = {p.officer: net[p.officer] + _team(world, seat, [p], goal, level_price) for p in own}
        pinned = [alone[o] for o in alone if (o, ref) in world.pins]
        others = sorted((v for o, v in alone.items() if (o, ref) not in world.pins and v > 0), reverse=True)
        return sum(pinned) + sum(others[: max(seat.limit - len(pinned), 0)])
    best = 0
    for size in range(1, seat.backing + 1):
        for team in combinations(own, size):
            worth = _team(world, seat, team, goal, level_price) + sum(net[p.officer] for p in team)
            best = max(best, worth)
    return seat.positions * best


def _team(world: World, seat: Seat, team: Sequence[Pair], goal: int, level_price: list[int]) -> int:
    success = chance([p.odds for p in team]) * world.unit
    goals = (int(seat.critical), 1, int(success), 0)
    return goals[goal] * SCALE + sum(g * p for g, p in zip(goals, level_price, strict=False))


def _net(world: World, pair: Pair, goal: int, prices: Prices, level_price: list[int]) -> int:
    """What a nominee brings beyond the team: quality, less what he or she costs."""
    call, woman = world.seats[pair.opening].call, pair.officer in world.women
    net = pair.quality * SCALE if goal == 3 else 0
    net -= prices.officers.get(pair.officer, 0) + prices.units.get(world.unit_of[pair.officer], 0)
    net -= prices.limits.get(pair.opening, 0)
    share = world.shares.get(call, Fraction(0))
    if share > 0:
        net += ((share.denominator if woman else 0) - share.numerator) * prices.batches.get(call, 0)
        net -= 0 if woman else prices.men.get(call, 0)
    return net + prices.pins.get((pair.officer, pair.opening), 0)
