"""A few pairs of a market as the columns of a linear model, with every constraint that can bind among them.

Rows that no choice of these columns could break are left out; what is left out has the price zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from menara.engines.staffing.market import ARABIC, FLAGS, FRENCH, WOMAN, Market, stand_in
from menara.engines.staffing.problem import Column
from menara.engines.staffing.proof import most_men

NO_LIMIT = np.inf
KINDS = ("officer", "post", "pledge", "country_cap", "women", "men", "french", "arabic")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Columns:
    """Pairs with their post, officer, worth and mission; ``pinned`` ones must be chosen. ``place`` in the market."""

    place: Column
    post: Column
    officer: Column
    worth: Column
    mission: Column
    group: Column
    pinned: Column

    def __len__(self) -> int:
        return len(self.place)

    @classmethod
    def of(cls, market: Market, place: Column) -> Columns:
        """Columns of the pairs at ``place``, ascending."""
        post = np.searchsorted(market.starts, place, side="right") - 1
        officer = market.officer[place].astype(np.int64)
        return cls(
            place=place,
            post=post,
            officer=officer,
            worth=market.worth[place].astype(np.float64),
            mission=market.mission[post].astype(np.int64),
            group=market.group[officer].astype(np.int64),
            pinned=stand_in(place, market.pinned),
        )

    def at(self, rows: Column) -> Columns:
        return Columns(**{name: getattr(self, name)[rows] for name in Columns.__dataclass_fields__})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Room:
    """What each constraint still allows: ``lower`` and ``upper`` of every row of every kind, in the order of
    ``KINDS``; ``begins[k]`` is the first row of kind ``k``."""

    begins: dict[str, int]
    lower: Column
    upper: Column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entries:
    """Where columns stand in rows, and with what weight; the last columns are the missing speakers."""

    row: Column
    column: Column
    weight: Column
    short: int  # how many columns of missing speakers


def room_of(market: Market) -> Room:
    """Everything a plan may use, before anyone is placed."""
    n, missions = market.officers, market.missions
    parts: list[tuple[str, Column, Column]] = [
        ("officer", np.full(n, -NO_LIMIT), np.ones(n)),
        ("post", np.full(market.posts, -NO_LIMIT), market.capacity.astype(np.float64)),
    ]
    if market.sides is not None:
        sides, none, free = market.sides, np.full(missions, -NO_LIMIT), np.full(missions, NO_LIMIT)
        caps = np.repeat(np.asarray(sides.country_cap, dtype=np.float64), market.countries)
        parts += [
            ("pledge", np.full(market.countries, -NO_LIMIT), np.asarray(sides.pledge, dtype=np.float64)),
            ("country_cap", np.full(len(caps), -NO_LIMIT), caps),
            ("women", np.zeros(missions), free),
            ("men", none, most_men(market).astype(np.float64)),
            ("french", np.asarray(sides.french_min, dtype=np.float64), free),
            ("arabic", np.asarray(sides.arabic_min, dtype=np.float64), free),
        ]
    begins, at = {}, 0
    for name, lower, _ in parts:
        begins[name] = at
        at += len(lower)
    return Room(
        begins=begins,
        lower=np.concatenate([lower for _, lower, _ in parts]),
        upper=np.concatenate([upper for _, _, upper in parts]),
    )


def entries_of(market: Market, columns: Columns, room: Room) -> Entries:
    """Every weight of every column, and of the missing speakers after them."""
    many = np.arange(len(columns))
    rows = [columns.officer, room.begins["post"] + columns.post]
    places, weights = [many, many], [np.ones(len(many)), np.ones(len(many))]

    def add(kind: str, row: Column, place: Column, weight: Column | float) -> None:
        rows.append(room.begins[kind] + row)
        places.append(place)
        weights.append(np.broadcast_to(np.asarray(weight, dtype=np.float64), place.shape))

    short = 0
    if market.sides is not None:
        numerator, denominator = market.sides.women_share
        country, mission, missions = columns.group // FLAGS, columns.mission, market.missions
        add("pledge", country, many, 1.0)
        add("country_cap", mission * market.countries + country, many, 1.0)
        woman = columns.group & WOMAN > 0
        add("women", mission, many, np.where(woman, denominator, 0) - numerator)
        add("men", mission[~woman], many[~woman], 1.0)
        for kind, flag in (("french", FRENCH), ("arabic", ARABIC)):
            speaks = columns.group & flag > 0
            add(kind, mission[speaks], many[speaks], 1.0)
            add(kind, np.arange(missions), len(columns) + short + np.arange(missions), 1.0)
            short += missions
    return Entries(row=np.concatenate(rows), column=np.concatenate(places), weight=np.concatenate(weights), short=short)


def left_after(room: Room, entries: Entries, fixed: Column) -> Room:
    """What is left once the columns of the mask ``fixed`` are chosen."""
    counted = fixed[entries.column]
    used = np.bincount(entries.row[counted], weights=entries.weight[counted], minlength=len(room.lower))
    return Room(begins=room.begins, lower=room.lower - used, upper=room.upper - used)
