"""Whether the files of a staffing still tell the truth: a second opinion in plain Python.

What they say of the problem is taken as said, if it is the problem that was hashed; what they say of the plan is added
up one pair at a time. Free is how long it took, in which order names and rows stand, prices that prove the same bound.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields, replace
from typing import Any

import numpy as np

from engines.staffing.secondopinion import World
from engines.staffing.test_proof import bound_by_hand
from engines.staffing.wholestaffing import Body, whole_staffing
from menara.engines.staffing.problem import SCALE, Prices, Staffing, Worth
from menara.staffing_claims import plan_hash, staffing_hash

RESULT = {
    "status": str, "value": int, "bound": int, "gap": float, "quality": int, "quality_gap": float, "penalties": int,
    "filled": int, "price_bound": int, "proven_by": str, "pairs": int, "conflicts": list, "seed": int,
    "seconds_screen": float, "seconds_solve": float,
}  # fmt: skip
PROBLEM = {"file", "constraints", "worth", "withdrawn", "frozen", "pins", "sha256"}
NAMES = {"format", "version", "problem", "plan_sha256", "result", "prices"}
ROW = re.compile(r"(0|[1-9][0-9]{0,8}),(0|[1-9][0-9]{0,8})\r?")
Rows = list[tuple[int, int]]


def tells_the_truth(claims: str, plan: str) -> bool:
    try:
        body = json.loads(claims, object_pairs_hook=_once, parse_constant=_refused)
        claims.encode()
    except (ValueError, RecursionError):
        return False
    rows = _rows(plan)
    if rows is None or not _has_shape(body):
        return False
    problem = _problem(body["problem"])
    return problem is not None and _is_true(body, problem, rows)


def _once(pairs: list[tuple[str, Any]]) -> Body:
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


def _refused(name: str) -> Any:
    raise ValueError(name)


def _rows(text: str) -> Rows | None:
    """(post, officer) of every row; None where it is no such file."""
    lines = text.split("\n")
    if lines[-1] != "" or lines[0].removesuffix("\r") != "post,officer":
        return None
    found = [ROW.fullmatch(line) for line in lines[1:-1]]
    return [(int(m[1]), int(m[2])) for m in found if m] if all(found) else None


def _has_shape(body: Any) -> bool:
    if not (isinstance(body, dict) and set(body) == NAMES and type(body["version"]) is int):
        return False
    if (body["format"], body["version"]) != ("menara-staffing", 1) or type(body["plan_sha256"]) is not str:
        return False
    result = body["result"]
    return isinstance(result, dict) and set(result) == set(RESULT) and all(_is(result[n], k) for n, k in RESULT.items())


def _is(value: Any, kind: type) -> bool:
    if kind is float:
        return value is None or (type(value) in (int, float) and abs(value) <= 1e300)
    return type(value) is kind


def _problem(told: Any) -> Staffing | None:
    """The problem as the claims tell it; None where it is not the one that was hashed, or could not be read."""
    if not (isinstance(told, dict) and set(told) == PROBLEM):
        return None
    if not (_is_file(told) and _is_worth(told["worth"]) and told["constraints"] == "std" and _are_decisions(told)):
        return None
    problem = replace(
        whole_staffing(),
        worth=replace(Worth(), **told["worth"]),
        withdrawn=tuple(told["withdrawn"]),
        frozen=tuple(told["frozen"]),
        pins=tuple((pin["post"], pin["officer"]) for pin in told["pins"]),
    )
    return problem if _may_stand(problem) and staffing_hash(problem) == told["sha256"] else None


def _is_file(told: Body) -> bool:
    name = told["file"]
    return _is(name, str) and "/" not in name and name not in {"", ".", ".."} and _is(told["sha256"], str)


def _is_worth(told: Any) -> bool:
    if not (isinstance(told, dict) and set(told) <= {f.name for f in fields(Worth)}):
        return False
    return all(type(value) is (bool if name == "chance" else int) for name, value in told.items())


def _are_decisions(told: Body) -> bool:
    pins = told["pins"]
    if not (isinstance(pins, list) and all(isinstance(p, dict) and set(p) == {"post", "officer"} for p in pins)):
        return False
    return all(map(_whole_list, (told["withdrawn"], told["frozen"], [v for p in pins for v in p.values()])))


def _whole_list(value: Any) -> bool:
    return isinstance(value, list) and all(type(v) is int for v in value)


def _may_stand(problem: Staffing) -> bool:
    """No decision about what is not there, none against another, no absurd weight."""
    officers, posts = range(len(problem.officers)), range(len(problem.posts))
    pinned = [i for _, i in problem.pins]
    return (
        all(i in officers for i in (*problem.withdrawn, *pinned))
        and all(j in posts for j in (*problem.frozen, *(j for j, _ in problem.pins)))
        and len(set(pinned)) == len(pinned)
        and not set(pinned) & set(problem.withdrawn)
        and not {j for j, _ in problem.pins} & set(problem.frozen)
        and all(sum(k == j for k, _ in problem.pins) <= problem.posts.capacity[j] for j in posts)
        and all(abs(v) <= 1_000_000 for v in asdict(problem.worth).values())
        and 0 <= problem.worth.years_counted <= 100
    )


def _is_true(body: Body, problem: Staffing, rows: Rows) -> bool:
    result, world = body["result"], World(problem)
    if len({i for _, i in rows}) < len(rows) or not all(i < len(world.officers) for _, i in rows):
        return False
    if not all(j < len(world.posts) for j, _ in rows):
        return False
    plan = [-1] * len(world.officers)
    for j, i in rows:
        plan[i] = j
    if world.broken(plan) or plan_hash(np.array(plan)) != body["plan_sha256"]:
        return False
    prices = _prices(body["prices"], problem)
    if prices is None:
        return False
    proven, value, bound = bound_by_hand(problem, prices), world.value(plan), result["bound"]
    quality = world.quality_of(plan)
    true = {
        "value": value,
        "quality": quality,
        "penalties": world.penalties(plan),
        "filled": len(rows),
        "pairs": len(world.open_pairs()),
        "price_bound": proven,
        "proven_by": "" if bound != value else "prices" if proven == value else "search",
        "gap": _share(bound - value, value),
        "quality_gap": _share(bound - value, quality),
    }
    statuses = ("optimal",) if value == bound else ("feasible", "stopped")
    told = result["status"] in statuses and not result["conflicts"] and value <= bound <= proven
    spent = result["seconds_screen"] is not None and result["seconds_solve"] is not None
    return told and spent and all(result[name] == found for name, found in true.items())


def _share(part: int, whole: int) -> float | None:
    if part == 0:
        return 0.0
    return part / whole if whole > 0 else None


def _prices(told: Any, problem: Staffing) -> Prices | None:
    shapes = {f.name: () for f in fields(Prices)}
    if not (isinstance(told, dict) and set(told) == {"scale", *shapes} and type(told["scale"]) is int):
        return None
    if told["scale"] != SCALE:
        return None
    missions, countries = problem.missions, problem.countries
    lengths = dict.fromkeys(shapes, missions) | {"post": len(problem.posts), "pledge": countries}
    for name, length in lengths.items():
        table = told[name]
        if not (isinstance(table, list) and len(table) == length):
            return None
        rows = table if name == "country_cap" else [table]
        if not all(isinstance(row, list) and (name != "country_cap" or len(row) == countries) for row in rows):
            return None
        most = problem.sides.speaker_penalty * SCALE if problem.sides and name in ("french", "arabic") else 2**63 - 1
        if not all(type(p) is int and 0 <= p <= most for row in rows for p in row):
            return None
    return Prices(**{name: np.array(told[name], dtype=np.int64) for name in shapes})
