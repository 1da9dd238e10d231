"""The bound that prices prove, a second time: nothing shared with screening or with ``proof``, and no machine code.

Every condition is asked of every pair once more, in plain NumPy, and post by post each officer's best at these prices
is kept. The formula is told in ``proof``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.staffing.check import CONDITIONS, bonus, quality
from menara.engines.staffing.problem import ARABIC, FRENCH, SCALE, Column, Prices, Staffing

Whole = NDArray[Any]
FITS = 1 << 63  # below this, sums of 64-bit numbers are exact

# What each condition reads of a post: posts that ask the same have the same answers.
READS = {
    "holds_required_skills": ("required",),
    "holds_rank": ("rank_min", "rank_max"),
    "speaks_main_language": ("main", "main_level"),
    "has_served_years": ("years_min",),
    "is_free_by_start": ("start",),
    "speaks_second_language": ("second", "second_level"),
    "is_within_age": ("age_max",),
    "served_elsewhere_last": ("mission",),
    "is_cleared": ("clearance",),
    "country_is_accepted": ("mission",),
}


def second_bound(*, staffing: Staffing, prices: Prices) -> tuple[int, int]:
    """The pairs that are eligible and open, and the bound of the prices over all of them.

    Raises ``ValueError`` naming the prices that prove nothing.
    """
    faults = [fault for name in Prices.__dataclass_fields__ for fault in _faults(staffing, prices, name)]
    if faults:
        raise ValueError("; ".join(faults))
    kind: Any = object if _most_net(staffing, prices) * max(len(staffing.officers), 1) >= FITS else np.int64
    best = np.zeros(len(staffing.officers), dtype=kind)
    free = np.ones(len(staffing.officers), dtype=np.bool_)
    free[[i - staffing.first for i in (*staffing.withdrawn, *(i for _, i in staffing.pins))]] = False
    frozen, pairs = set(staffing.frozen), len(staffing.pins)
    eligible = _Eligible(staffing, free)
    for j in range(len(staffing.posts)):
        if j not in frozen and len(i := eligible.of(j)):
            best[i] = np.maximum(best[i], _nets(staffing, prices, i, j, kind))
            pairs += len(i)
    for j, who in staffing.pins:  # such an officer takes this pair, be it worth more than nothing or less
        pinned = np.array([who - staffing.first])
        best[pinned] = _nets(staffing, prices, pinned, j, kind)
    return pairs, (sum(map(int, best)) + _paid(staffing, prices)) // SCALE


class _Eligible:
    """Who meets every condition of a post. Answers are kept packed, for the next post that asks the same."""

    def __init__(self, staffing: Staffing, free: Column) -> None:
        self.staffing = staffing
        self.free = np.packbits(free)
        self.answers: dict[tuple[str, ...], Column] = {}

    def of(self, j: int) -> Column:
        """Free officers for post ``j``."""
        left = self.free
        for condition in CONDITIONS:
            name = condition.__name__
            asked = (name, *(str(getattr(self.staffing.posts, column)[j]) for column in READS[name]))
            if asked not in self.answers:
                self.answers[asked] = np.packbits(condition(self.staffing, slice(None), j))
            left = left & self.answers[asked]
        filled = np.flatnonzero(left)  # most bytes are empty
        place, bit = np.nonzero(np.unpackbits(left[filled]).reshape(-1, 8).view(np.bool_))
        return np.asarray(filled[place] * 8 + bit)


def _nets(staffing: Staffing, prices: Prices, i: Column, j: int, kind: Any) -> Whole:
    """What officers ``i`` add at post ``j`` once everything is paid for."""
    worth: Whole = (quality(staffing, i, j) + bonus(staffing, j)).astype(kind)
    net: Whole = worth * SCALE - int(prices.post[j])
    if (sides := staffing.sides) is None:
        return net
    officers, m = staffing.officers, int(staffing.posts.mission[j])
    country, woman = officers.country[i], officers.woman[i] != 0
    numerator, denominator = (int(part) for part in sides.women_share)
    as_woman, as_man = int(prices.women[m]) * (denominator - numerator), -int(prices.women[m]) * numerator
    net = net - prices.pledge.astype(kind)[country] - prices.country_cap[m].astype(kind)[country]
    net = net + np.where(woman, np.array(as_woman, dtype=kind), np.array(as_man - int(prices.men[m]), dtype=kind))
    for language, price in ((FRENCH, prices.french), (ARABIC, prices.arabic)):
        speaks = officers.languages[i, language] >= sides.speaker_level
        net = net + np.where(speaks, np.array(int(price[m]), dtype=kind), np.array(0, dtype=kind))
    return net


def _paid(staffing: Staffing, prices: Prices) -> int:
    """What the constraints are paid, whoever serves. A frozen post has no vacancy."""
    vacancies = staffing.posts.capacity.astype(object)
    vacancies[list(staffing.frozen)] = 0
    paid = sum((vacancies * prices.post.astype(object)).tolist())
    if (sides := staffing.sides) is None:
        return int(paid)
    numerator, denominator = (int(part) for part in sides.women_share)
    paid += sum((prices.pledge.astype(object) * sides.pledge).tolist())
    for m in range(staffing.missions):
        room = sum(vacancies[staffing.posts.mission == m].tolist())
        paid += sum(prices.country_cap[m].tolist()) * int(sides.country_cap[m])
        paid += int(prices.men[m]) * ((denominator - numerator) * room // denominator)
        paid -= int(prices.french[m]) * int(sides.french_min[m]) + int(prices.arabic[m]) * int(sides.arabic_min[m])
    return int(paid)


def _faults(staffing: Staffing, prices: Prices, name: str) -> Iterator[str]:
    price: Whole = getattr(prices, name)
    missions = (staffing.missions,)
    shape = {
        "post": (len(staffing.posts),),
        "pledge": (staffing.countries,),
        "country_cap": (staffing.missions, staffing.countries),
    }.get(name, missions)
    if price.dtype.kind != "i" or price.shape != shape:
        yield f"prices of {name}: {shape} whole numbers are asked"
    elif (price < 0).any():
        yield f"a price of {name} is negative"
    elif name != "post" and staffing.sides is None and price.any():
        yield f"{name} is priced and not asked"
    elif name in {"french", "arabic"} and staffing.sides and (price > staffing.sides.speaker_penalty * SCALE).any():
        yield f"a price of {name} is above the penalty"


def _most_net(staffing: Staffing, prices: Prices) -> int:
    """What no value of a pair at these prices can pass in size."""
    worth = staffing.worth
    most = max(abs(worth.least), abs(worth.most)) + abs(worth.filled) + abs(worth.critical)
    share = 1 if staffing.sides is None else sum(staffing.sides.women_share)
    highest = {name: int(getattr(prices, name).max(initial=0)) for name in Prices.__dataclass_fields__}
    return most * SCALE + sum(highest.values()) + share * highest["women"]
