"""Which constraint paid: hard constraints and decisions that bind in one plan and not in the other.

A constraint *binds* where the recorded prices charge for it: at some level, one more unit of room would raise the bound
by up to its price, the levels above kept. Prices are whole numbers of ``1/SCALE`` of the level's unit, and what they
say is *at most*; what a constraint costs exactly is found by planning without it. Of an opening with one nominee a
position no price is recorded, and none is made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.matching.compare import DecisionChange, Side, decision_changes
from menara.engines.matching.goals import GOALS
from menara.engines.matching.instance import Instance, instance_of
from menara.engines.matching.problem import Exclusion, Level, Pin, positions_of
from menara.engines.matching.proof import SCALE, nets, taken_alone
from menara.engines.outcome import Answer

Flags = NDArray[np.bool_]

NOTHING = (0,) * len(GOALS)
Worths = tuple[int, ...]
"""One number for each goal, in ``1/SCALE`` of its unit; success in the common unit of both plans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How a constraint stands in one plan: how much is ``used`` of what is ``allowed``, and what one more unit is
    worth at most at each level. For a share of women, ``used`` counts women, ``allowed`` those asked of so many
    nominees, and one unit of room is one man in place of one woman."""

    used: int
    allowed: int
    worth: Worths | None  # None: the prices cannot tell

    @property
    def binds(self) -> bool:
        return any(self.worth or ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """One constraint, named with the record it is about, in both plans; None where it is not asked of a plan.
    A pin has one unit, its holder; an exclusion has none."""

    constraint: str
    about: Mapping[str, str]
    before: Room | None
    after: Room | None

    @property
    def difference(self) -> Worths:
        """After less before, at each level."""
        a, b = ((side and side.worth) or NOTHING for side in (self.before, self.after))
        return tuple(y - x for x, y in zip(a, b, strict=True))

    @property
    def binds_in_one(self) -> bool:
        return (self.before is not None and self.before.binds) != (self.after is not None and self.after.binds)


def paid(*, before: Side, after: Side) -> tuple[Paid, ...]:
    """Constraints and decisions that bind in one plan only, allow another number, or are charged another price: those
    that bind in one first, officers wanted twice after the rest, then by the first level at which their price differs.

    Raises ``Refusal`` where a problem cannot be planned.
    """
    unit = max(before.result.unit, after.result.unit)
    lifted = tuple(decision_changes(before=before.problem, after=after.problem))
    was, is_now = _rooms(before, unit, lifted), _rooms(after, unit, lifted)
    found = []
    for key in dict.fromkeys([*was, *is_now]):
        one = Paid(constraint=key[0], about=dict(key[1]), before=was.get(key), after=is_now.get(key))
        if _differs(one):
            found.append(one)
    return tuple(sorted(found, key=_order))


def _order(one: Paid) -> tuple[Any, ...]:
    return not one.binds_in_one, one.constraint == "one_post_each", *(-abs(d) for d in one.difference)


def _differs(one: Paid) -> bool:
    if one.constraint == "one_post_each":  # of every officer wanted twice; only who is wanted in one plan alone
        return one.binds_in_one
    allowed = [None if side is None else side.allowed for side in (one.before, one.after)]
    return allowed[0] != allowed[1] or any(one.difference)


_Key = tuple[str, tuple[tuple[str, str], ...]]


def _rooms(side: Side, unit: int, lifted: tuple[DecisionChange, ...]) -> dict[_Key, Room]:
    """Every constraint of one plan that is charged for or can be compared."""
    instance = instance_of(side.problem)
    ledger = _Ledger(side, instance, unit)
    rooms: dict[_Key, Room] = {}
    rooms.update(ledger.limits())
    rooms.update(ledger.shares())
    rooms.update(ledger.units())
    rooms.update(ledger.officers())
    rooms.update(_decisions(side, ledger, lifted))
    return {
        key: room if room.worth is None else replace(room, worth=ledger.capped(room.worth))
        for key, room in rooms.items()
    }


@dataclass(frozen=True, slots=True)
class _Ledger:
    """The recorded prices of one plan by constraint."""

    side: Side
    instance: Instance
    unit: int

    def levels(self) -> Iterator[tuple[int, Level, int]]:
        """Levels with their place and what brings their unit to the common one."""
        for level in self.side.result.levels:
            if level.goal in GOALS:
                scale = self.unit // self.side.result.unit if level.goal == "expected_success" else 1
                yield GOALS.index(level.goal), level, scale

    def worth(self, table: str, name: Any) -> Worths:
        found = [0] * len(GOALS)
        for goal, level, scale in self.levels():
            found[goal] = getattr(level.prices, table).get(name, 0) * scale
        return tuple(found)

    def capped(self, worth: Worths) -> Worths:
        """No more than is left to gain: prices may charge for a position more where every position is filled."""
        openings = self.side.problem.openings
        positions = {
            "critical_filled": sum(positions_of(o) for o in openings if o.critical),
            "filled": sum(map(positions_of, openings)),
        }
        most = list(worth)
        for goal, level, _scale in self.levels():
            if level.goal in positions:
                most[goal] = min(worth[goal], max(0, positions[level.goal] - level.value) * SCALE)
        return tuple(most)

    def limits(self) -> Iterator[tuple[_Key, Room]]:
        used = Counter(n.opening for n in self.side.result.nominees)
        for post, limit in zip(self.instance.screening.posts, self.instance.limit.tolist(), strict=True):
            worth = self.worth("limits", post.ref)
            yield ("nominee_limit", (("opening", post.ref),)), Room(used=used[post.ref], allowed=limit, worth=worth)

    def shares(self) -> Iterator[tuple[_Key, Room]]:
        instance = self.instance
        call = dict(
            zip((p.ref for p in instance.screening.posts), (instance.batches[b] for b in instance.batch), strict=True)
        )
        woman = dict(zip(instance.roster.number, instance.woman.tolist(), strict=True))
        nominees = Counter(call.get(n.opening) for n in self.side.result.nominees)
        women = Counter(call.get(n.opening) for n in self.side.result.nominees if woman.get(n.officer))
        for name, (numerator, denominator) in zip(instance.batches, instance.share, strict=True):
            if numerator:
                by_share, by_men = self.worth("batches", name), self.worth("men", name)
                yield (
                    ("share_of_women", (("call", name),)),
                    Room(
                        used=women[name],
                        allowed=ceil(numerator * nominees[name] / denominator),
                        worth=tuple(denominator * s + m for s, m in zip(by_share, by_men, strict=True)),
                    ),
                )

    def units(self) -> Iterator[tuple[_Key, Room]]:
        instance = self.instance
        unit_of = {n: instance.units[u] for n, u in zip(instance.roster.number, instance.unit.tolist(), strict=True)}
        used = Counter(unit_of.get(n.officer) for n in self.side.result.nominees)
        for name, cap in zip(instance.units, instance.unit_cap.tolist(), strict=True):
            if cap >= 0:
                room = Room(used=used[name], allowed=cap, worth=self.worth("units", name))
                yield ("home_unit_cap", (("unit", name),)), room

    def officers(self) -> Iterator[tuple[_Key, Room]]:
        named = {n.officer for n in self.side.result.nominees}
        for number in dict.fromkeys(n for _g, level, _s in self.levels() for n in level.prices.officers):
            room = Room(used=int(number in named), allowed=1, worth=self.worth("officers", number))
            yield ("one_post_each", (("officer", number),)), room


# --- decisions --------------------------------------------------------------------------------------------------------


def _decisions(side: Side, ledger: _Ledger, lifted: tuple[DecisionChange, ...]) -> Iterator[tuple[_Key, Room]]:
    """Pins and exclusions that stand in one plan only, with what lifting each is worth at most: what the openings would
    take more, each alone, at the recorded prices."""
    named = {(change.kind, *change.about.values()) for change in lifted}
    pins = [p for p in side.problem.pins if ("pin", p.officer, p.opening) in named]
    outs = [e for e in side.problem.exclusions if ("exclusion", e.officer, e.opening) in named]
    if not (pins or outs) or not side.result.levels:
        return
    rest = tuple(e for e in side.problem.exclusions if e not in outs)
    market = _Market(ledger, instance_of(replace(side.problem, exclusions=rest)) if outs else ledger.instance)
    for pin in pins:
        room = Room(used=1, allowed=1, worth=market.worth_of_release(pin))
        yield ("pin", (("officer", pin.officer), ("opening", pin.opening))), room
    for out in outs:
        room = Room(used=0, allowed=0, worth=market.worth_of_letting_in(out))
        yield ("exclusion", (("officer", out.officer), ("opening", out.opening))), room


class _Market:
    """Every opening choosing alone at the recorded prices, with pairs let in or set free. ``opened`` holds all pairs of
    the plan, and those that the exclusions in question keep out."""

    def __init__(self, ledger: _Ledger, opened: Instance) -> None:
        self.ledger, self.opened, self.closed = ledger, opened, ledger.instance
        self.prices = {goal: level.prices for goal, level, _scale in ledger.levels()}
        self.scale = {goal: scale for goal, _level, scale in ledger.levels()}
        self.nets = {goal: nets(instance=opened, goal=goal, prices=prices) for goal, prices in self.prices.items()}
        held = set(_pairs(self.closed))
        self.new = np.array([pair not in held for pair in _pairs(opened)], dtype=bool)
        self.place = {number: i for i, number in enumerate(opened.roster.number)}
        self.opening = {post.ref: j for j, post in enumerate(opened.screening.posts)}

    def worth_of_release(self, pin: Pin) -> Worths | None:
        """Without the pin the pair may still be chosen, where no answer is missing."""
        j, i = self.opening[pin.opening], self.place[pin.officer]
        at = self._pairs_of(i, j)
        if not len(at):
            return None  # a rule or an exclusion bars the pin itself
        known = all(answer is not Answer.UNKNOWN for answer in self.closed.screening.answer(j, i).values())
        gone = self.new.copy()
        gone[at] |= not known
        pinned = self.opened.pair_pinned.copy()
        pinned[at] = False
        free = replace(self.opened, pair_pinned=pinned)

        def gain(goal: int) -> int | None:
            price = self.prices[goal].pins.get((pin.officer, pin.opening), 0)
            net = self.nets[goal].copy()
            net[at] -= price
            with_it = self._best(self.opened, self.nets, goal, j, self.new)
            without = self._best(free, {goal: net}, goal, j, gone)
            return None if with_it is None or without is None else price + without - with_it

        return self._each(gain)

    def worth_of_letting_in(self, out: Exclusion) -> Worths | None:
        """One officer is taken once, so that of several openings the one that gains most tells the worth."""
        i = self.place[out.officer]
        places = [self.opening[out.opening]] if out.opening else range(len(self.opened.limit))
        let_in = {j: at for j in places if len(at := self._pairs_of(i, j)[self.new[self._pairs_of(i, j)]])}

        def gain(goal: int) -> int | None:
            gains = [0]
            for j, at in let_in.items():
                still_out = self.new.copy()
                still_out[at] = False
                shut = self._best(self.opened, self.nets, goal, j, self.new)
                opened = self._best(self.opened, self.nets, goal, j, still_out)
                if shut is None or opened is None:
                    return None
                gains.append(opened - shut)
            return max(gains)

        return self._each(gain)

    def _each(self, gain: Callable[[int], int | None]) -> Worths | None:
        found = [0] * len(GOALS)
        for goal in self.prices:
            worth = gain(goal)
            if worth is None:
                return None
            found[goal] = max(worth, 0) * self.scale[goal]
        return tuple(found)

    def _best(
        self, instance: Instance, net: Mapping[int, NDArray[Any]], goal: int, opening: int, gone: Flags
    ) -> int | None:
        """What an opening takes alone without the pairs that are gone; None where the unit of success would be another
        one, and numbers could not be compared."""
        view = replace(
            instance,
            pair_opening=instance.pair_opening[~gone],
            pair_officer=instance.pair_officer[~gone],
            pair_odds=instance.pair_odds[~gone],
            pair_quality=instance.pair_quality[~gone],
            pair_pinned=instance.pair_pinned[~gone],
            starts=np.concatenate([[0], np.cumsum(~gone)])[instance.starts],
        )
        if view.unit_of_success != self.closed.unit_of_success:
            return None
        return taken_alone(instance=view, goal=goal, prices=self.prices[goal], opening=opening, net=net[goal][~gone])

    def _pairs_of(self, officer: int, opening: int) -> NDArray[np.int64]:
        own = self.opened.pairs_of(opening)
        found: NDArray[np.int64] = own.start + np.flatnonzero(self.opened.pair_officer[own] == officer)
        return found


def _pairs(instance: Instance) -> Iterator[tuple[int, int]]:
    return zip(instance.pair_officer.tolist(), instance.pair_opening.tolist(), strict=True)
