"""Ways to spoil the files of a staffing. Some leave every claim true."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engines.matching.spoiling import at, one_of, other, put
from engines.staffing.wholestaffing import Body, whole, whole_staffing
from menara.engines.staffing.problem import SCALE, Worth
from menara.staffing_claims import plan_hash, staffing_hash

Draw = random.Random
Files = tuple[str, str]  # claims.json, plan.csv
Tree = Callable[[Body, Draw], None]
Table = Callable[[list[str], Draw], None]
PRICED = ("post", "pledge", "country_cap", "women", "men", "french", "arabic")


def number_in_result(body: Body, draw: Draw) -> None:
    way = one_of(body, draw, "result", kinds=(int, float))
    put(body, way, other(at(body, way), draw))


def text_in_result(body: Body, draw: Draw) -> None:
    way = one_of(body, draw, "result", kinds=(str,))
    put(body, way, other(at(body, way), draw))


def status(body: Body, draw: Draw) -> None:
    body["result"]["status"] = draw.choice(["optimal", "feasible", "stopped", "infeasible", "unknown", 1, None])


def proven_by(body: Body, draw: Draw) -> None:
    body["result"]["proven_by"] = draw.choice(["", "prices", "search", "faith"])


def bound_nearer(body: Body, draw: Draw) -> None:
    """A gap closed by word alone, told in every number that depends on it."""
    result = body["result"]
    result["bound"] -= draw.randint(1, 900)
    gap = result["bound"] - result["value"]
    result["gap"], result["quality_gap"] = gap / result["value"], gap / result["quality"]
    if not gap:
        result["status"], result["proven_by"] = "optimal", "search"


def value_higher(body: Body, draw: Draw) -> None:
    result, more = body["result"], draw.randint(1, 300)
    result["value"] += more
    result["quality"] += more
    gap = max(0, result["bound"] - result["value"])
    result["gap"], result["quality_gap"] = gap / result["value"], gap / result["quality"]


def one_price(body: Body, draw: Draw) -> None:
    way = one_of(body, draw, "prices", kinds=(int,))
    put(body, way, other(at(body, way), draw))


def price_nudged(body: Body, draw: Draw) -> None:
    """By little: often the bound, rounded down, stays as it was."""
    way = one_of(body, draw, "prices", draw.choice(PRICED), kinds=(int,))
    most = draw.choice([SCALE // 9, 3 * SCALE])
    put(body, way, max(0, at(body, way) + draw.randint(-most, most)))


def price_bound_follows(body: Body, draw: Draw) -> None:
    """Higher prices on vacancies nobody wants, with the bound they are worth told, or nearly."""
    places = [j for j, price in enumerate(body["prices"]["post"]) if price == 0]
    post, more = draw.choice(places), draw.randint(1, 5)
    body["prices"]["post"][post] = more * SCALE
    body["result"]["price_bound"] += draw.choice([0, more, 2 * more, -more])


def list_shorter(body: Body, draw: Draw) -> None:
    del body["prices"][draw.choice(PRICED)][-1]


def list_longer(body: Body, draw: Draw) -> None:
    body["prices"][draw.choice(PRICED)].append(draw.choice([0, 1, [], "0", None]))


def name_left_out(body: Body, draw: Draw) -> None:
    part = draw.choice([body, body["problem"], body["problem"]["worth"], body["result"], body["prices"]])
    del part[draw.choice(sorted(part))]


def name_added(body: Body, draw: Draw) -> None:
    part = draw.choice([body, body["problem"], body["problem"]["worth"], body["result"], body["prices"]])
    part[draw.choice(["note", "values", "Value", ""])] = 1


def kind_changed(body: Body, draw: Draw) -> None:
    way = one_of(body, draw)
    value = at(body, way)
    put(body, way, draw.choice([str(value), [value], None, {}, {"is": value}, float("1e999")]))


def hash_changed(body: Body, draw: Draw) -> None:
    part, name = draw.choice([(body["problem"], "sha256"), (body, "plan_sha256")])
    part[name] = other(part[name], draw)


def head_changed(body: Body, draw: Draw) -> None:
    name = draw.choice(["format", "version"])
    body[name] = other(body[name], draw)


def constraints_changed(body: Body, draw: Draw) -> None:
    body["problem"]["constraints"] = draw.choice(["none", "tight", "std", "all"])


def worth_changed(body: Body, draw: Draw) -> None:
    way = one_of(body, draw, "problem", "worth")
    put(body, way, other(at(body, way), draw))


def worth_by_default(body: Body, draw: Draw) -> None:
    """Left out where it is the default anyway."""
    del body["problem"]["worth"][draw.choice(["language", "year", "skill", "least", "most", "chance"])]


def decision_changed(body: Body, draw: Draw) -> None:
    """Another decision; half the time with the hash of the problem it makes."""
    told = body["problem"]
    name = draw.choice(["withdrawn", "frozen", "pins"])
    told[name] = draw.choice(
        [[], [{"post": 1, "officer": 3}], [{"post": 2, "officer": 0}, {"post": 1, "officer": 3}]]
        if name == "pins"
        else [[], [7], [5, 7], [4], [4, 4], [99], [-1]]
    )
    if draw.random() < 0.5:
        pins = tuple((pin["post"], pin["officer"]) for pin in told["pins"])
        told["sha256"] = staffing_hash(
            replace(
                whole_staffing(),
                worth=Worth(**told["worth"]),
                withdrawn=tuple(told["withdrawn"]),
                frozen=tuple(told["frozen"]),
                pins=pins,
            )
        )


def conflict_added(body: Body, draw: Draw) -> None:
    body["result"]["conflicts"].append({"constraint": "pledge", "about": {"country": 0, "allowed": 2}})


def seconds(body: Body, draw: Draw) -> None:
    body["result"][draw.choice(["seconds_screen", "seconds_solve"])] = draw.choice([0, 0.25, 12])


def seed_changed(body: Body, draw: Draw) -> None:
    body["result"]["seed"] = draw.randint(0, 99)


def file_renamed(body: Body, draw: Draw) -> None:
    body["problem"]["file"] = draw.choice(["other.npz", "whole.npz.bak", "../whole.npz", "", "/tmp/whole.npz"])  # noqa: S108


def order_of_names(body: Body, draw: Draw) -> None:
    for part in (body, body["problem"], body["result"], body["prices"]):
        items = list(part.items())
        draw.shuffle(items)
        part.clear()
        part.update(items)


def row_dropped(rows: list[str], draw: Draw) -> None:
    del rows[draw.randrange(1, len(rows))]


def row_twice(rows: list[str], draw: Draw) -> None:
    rows.append(draw.choice(rows[1:]))


def row_changed(rows: list[str], draw: Draw) -> None:
    row = draw.randrange(1, len(rows))
    cells = rows[row].split(",")
    side = draw.randrange(2)
    cells[side] = str(draw.choice([0, 1, 2, 3, 4, 5, 6, 7, 8, 99, 999_999_999, 10**12, -1, "", " 1", "1.0", "01", "x"]))
    rows[row] = ",".join(cells)


def row_added(rows: list[str], draw: Draw) -> None:
    rows.insert(draw.randint(1, len(rows)), f"{draw.randrange(5)},{draw.randrange(8)}")


def posts_swapped(rows: list[str], draw: Draw) -> None:
    one, two = draw.sample(range(1, len(rows)), 2)
    (a, b), (c, d) = rows[one].split(","), rows[two].split(",")
    rows[one], rows[two] = f"{c},{b}", f"{a},{d}"


def columns_swapped(rows: list[str], draw: Draw) -> None:
    rows[1:] = [",".join(reversed(row.split(","))) for row in rows[1:]]


def header_changed(rows: list[str], draw: Draw) -> None:
    rows[0] = draw.choice(["officer,post", "post;officer", "Post,Officer", "", "post,officer,note"])


def order_of_rows(rows: list[str], draw: Draw) -> None:
    order = rows[1:]
    draw.shuffle(order)
    rows[1:] = order


def ends_of_lines(rows: list[str], draw: Draw) -> None:
    rows[:] = [row + "\r" for row in rows]


TREES: tuple[Tree, ...] = (
    number_in_result, text_in_result, status, proven_by, bound_nearer, value_higher, one_price, price_nudged,
    price_bound_follows, list_shorter, list_longer, name_left_out, name_added, kind_changed, hash_changed,
    head_changed, constraints_changed, worth_changed, worth_by_default, decision_changed, conflict_added, seconds,
    seed_changed, file_renamed, order_of_names,
)  # fmt: skip
TABLES: tuple[Table, ...] = (
    row_dropped, row_twice, row_changed, row_added, posts_swapped, columns_swapped, header_changed, order_of_rows,
    ends_of_lines,
)  # fmt: skip
HARMLESS = {"seconds", "seed_changed", "order_of_names", "order_of_rows", "ends_of_lines", "worth_by_default"}


def honestly_rehashed(claims: str, rows: list[str], draw: Draw) -> str:
    """The plan's hash, and how many it places, told again after the plan was changed; the value is not."""
    try:
        pairs = [tuple(map(int, row.split(","))) for row in rows[1:]]
    except ValueError:
        return claims
    plan = [-1] * len(whole_staffing().officers)
    if not all(0 <= i < len(plan) and -(2**31) <= j < 2**31 for j, i in pairs):
        return claims
    for j, i in pairs:
        plan[i] = j
    body = json.loads(claims)
    body["plan_sha256"] = plan_hash(np.array(plan))
    body["result"]["filled"] = len(pairs)
    return json.dumps(body)


def spoilt_text(text: str, draw: Draw) -> str:
    """Cut off, overwritten, or with blanks that mean nothing."""
    place = draw.randrange(1, len(text))
    return draw.choice([
        text[:place],
        text[:place] + chr(draw.randint(33, 126)) + text[place + 1 :],
        text[:place] + text[place:].replace("1", "2", 1),
        text[:place] + text[place:].replace(": ", " :\n ", 1),
        text + draw.choice([" ", "\n", "}", "0"]),
    ])  # fmt: skip


KINDS = ("text", "plan_text", *(one.__name__ for one in (*TREES, *TABLES)))


def spoilt(seed: int) -> tuple[str, Files]:
    """The kind of damage, and the files."""
    draw = Draw(seed)
    sound = whole(optimal=draw.random() < 0.5)
    kind = KINDS[seed % len(KINDS)]
    if kind in ("text", "plan_text"):
        texts = (sound.claims, sound.plan)
        return kind, (
            (spoilt_text(texts[0], draw), texts[1]) if kind == "text" else (texts[0], spoilt_text(texts[1], draw))
        )
    for table in TABLES:
        if table.__name__ == kind:
            rows = sound.plan.splitlines()
            table(rows, draw)
            claims = honestly_rehashed(sound.claims, rows, draw) if draw.random() < 0.5 else sound.claims
            return kind, (claims, "\n".join((*rows, "")))
    body = json.loads(sound.claims)
    next(tree for tree in TREES if tree.__name__ == kind)(body, draw)
    return kind, (json.dumps(body), sound.plan)
