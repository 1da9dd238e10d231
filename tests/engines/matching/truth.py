"""Whether a spoilt plan file still tells the truth: a second opinion, from the plan as it was.

The problem may not differ at all; what is said of the slate is recomputed in plain Python; what remains free is how
long it took, in which order names and nominees stand, and prices that prove the same bound.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from engines.matching.secondopinion import GOALS, World, allows, bound_in, world_of, worth_as_dealt
from engines.matching.wholeplan import Body, whole_body, whole_plan
from menara.engines.matching.problem import Nominee, Prices

LEVEL = {"goal", "value", "bound", "price_bound", "proven_by", "seconds", "prices"}
NOMINEE = {"officer": str, "opening": str, "position": int, "odds": int, "quality": int}
PRICED = ("officers", "units", "batches", "men", "limits", "levels")


@cache
def world() -> World:
    return world_of(whole_plan().problem)


@cache
def as_it_was() -> Body:
    return whole_body()


def tells_the_truth(text: str) -> bool:
    """Whether a spoilt file can be read, and everything it says of the plan is still so."""
    try:
        body = json.loads(text, object_pairs_hook=_once)
        text.encode()
    except ValueError:
        return False
    true = as_it_was()
    if not (isinstance(body, dict) and set(body) == set(true)):
        return False
    result = body.pop("result")
    return _same(body, {name: value for name, value in true.items() if name != "result"}) and _is_true(result)


def _once(pairs: list[tuple[str, Any]]) -> Body:
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


def _same(found: Any, true: Any) -> bool:
    """Equal in value and kind; the order of names is free."""
    if type(found) is not type(true):
        return False
    if isinstance(true, dict):
        return set(found) == set(true) and all(_same(found[name], true[name]) for name in true)
    if isinstance(true, list):
        return len(found) == len(true) and all(map(_same, found, true))
    return bool(found == true)


def _is_true(result: Any) -> bool:
    true = as_it_was()["result"]
    free = {"seconds_screen", "seconds_solve", "nominees", "levels"}
    if not isinstance(result, dict) or set(result) - {"conflicts"} - set(true) or result.get("conflicts", []) != []:
        return False
    fixed = set(true) - free
    return (
        fixed <= set(result)
        and all(_same(result[name], true[name]) for name in fixed)
        and all(_is_number(result.get(name, 0)) for name in ("seconds_screen", "seconds_solve"))
        and _slate_is_true(result.get("nominees", []))
        and isinstance(result.get("levels"), list)
        and len(result["levels"]) == len(GOALS)
        and all(_level_is_true(goal, level) for goal, level in enumerate(result["levels"]))
    )


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= 1e300


def _slate_is_true(lines: Any) -> bool:
    """A slate that may stand, of the same worth, that leaves the same reserves."""
    if not isinstance(lines, list) or not all(map(_is_line, lines)):
        return False
    slate = [Nominee(**{**line, "unknown": tuple(line.get("unknown", ()))}) for line in lines]
    if not allows(world(), slate):
        return False
    pairs = world().pairs
    return (
        all((n.odds, n.quality) == pairs[n.officer, n.opening][2:4] for n in slate)
        and worth_as_dealt(world(), slate) == tuple(level["value"] for level in as_it_was()["result"]["levels"])
        and _reserves({n.officer for n in slate}) == as_it_was()["result"]["reserves"]
    )


def _is_line(line: Any) -> bool:
    return (
        isinstance(line, dict)
        and set(NOMINEE) <= set(line) <= {*NOMINEE, "pinned", "unknown"}
        and all(type(line[name]) is kind for name, kind in NOMINEE.items())
        and type(line.get("pinned", False)) is bool
        and type(line.get("unknown", [])) is list
        and all(type(rule) is str for rule in line.get("unknown", []))
    )


def _reserves(taken: set[str]) -> list[Body]:
    """The three next best of each opening among those on no slate."""
    found = []
    places = {number: place for place, number in enumerate(world().officers)}
    for ref in world().seats:
        free = [p for p in world().pairs.values() if p.opening == ref and p.officer not in taken]
        free.sort(key=lambda p: (-p.odds, -p.quality, places[p.officer]))
        for rank, p in enumerate(free[:3], start=1):
            found.append({"officer": p.officer, "opening": ref, "rank": rank, "odds": p.odds, "quality": p.quality})
    return found


def _level_is_true(goal: int, level: Any) -> bool:
    true = as_it_was()["result"]["levels"][goal]
    if not (isinstance(level, dict) and set(level) == LEVEL and _is_number(level["seconds"])):
        return False
    if not all(_same(level[name], true[name]) for name in LEVEL - {"seconds", "prices"}):
        return False
    return _same(level["prices"], true["prices"]) or _prices_prove(goal, level["prices"], true["price_bound"])


def _prices_prove(goal: int, said: Any, bound: int) -> bool:
    if not isinstance(said, dict) or set(said) - {*PRICED, "pins"}:
        return False
    tables = {name: said.get(name, {}) for name in PRICED}
    if not all(isinstance(t, dict) and all(type(p) is int and p >= 0 for p in t.values()) for t in tables.values()):
        return False
    calls = {seat.call for seat in world().seats.values()}
    known = {"officers": world().unit_of, "units": world().caps, "batches": calls, "men": calls}
    known |= {"limits": world().seats, "levels": GOALS}
    if not all(set(table) <= set(known[name]) or _unpriced(name, table) for name, table in tables.items()):
        return False
    pins = said.get("pins", [])
    if not isinstance(pins, list) or not all(map(_is_pin_price, pins)) or len({tuple(p[:2]) for p in pins}) < len(pins):
        return False
    prices = Prices(**tables, pins={(o, ref): price for o, ref, price in pins})
    kept = [level["value"] for level in as_it_was()["result"]["levels"][:goal]]
    return bound_in(world(), goal=goal, prices=prices, kept=kept) == bound


def _unpriced(name: str, table: dict[str, int]) -> bool:
    """A unit without a cap may stand in the table with no price."""
    units = set(world().unit_of.values())
    return name == "units" and set(table) <= units and not any(table[u] for u in set(table) - set(world().caps))


def _is_pin_price(entry: Any) -> bool:
    return (
        isinstance(entry, list)
        and [type(part) for part in entry] == [str, str, int]
        and (entry[0], entry[1]) in world().pins
    )
