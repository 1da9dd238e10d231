"""Ways to spoil a plan file: as a tree of JSON, or as text. Some leave every claim true."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from engines.matching.truth import PRICED
from engines.matching.wholeplan import Body, whole_body

Draw = random.Random
Spoil = Callable[[Body, Draw], None]


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Ways to every value in a tree of JSON."""
    if way:
        yield way
    for step, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(part, (*way, step))


def at(body: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        body = body[step]
    return body


def put(body: Any, way: tuple[Any, ...], value: Any) -> None:
    at(body, way[:-1])[way[-1]] = value


def other_number(value: float, draw: Draw) -> Any:
    return draw.choice([value + 1, value - 1, -value, 0, value * 2, value + 10**6, value // 2, 10**18, 2**63, 10**40])


def other(value: Any, draw: Draw) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return other_number(value, draw)
    if isinstance(value, str):
        digit = next((i for i, c in enumerate(value) if c.isdigit()), None)
        nudged = value if digit is None else value[:digit] + str((int(value[digit]) + 1) % 10) + value[digit + 1 :]
        return draw.choice([nudged, value + "x", "", value[::-1], value.upper(), value.swapcase()])
    return None


def one_of(body: Body, draw: Draw, *under: Any, kinds: tuple[type, ...] = (str, int, float, bool)) -> tuple[Any, ...]:
    found = [(*under, *way) for way in places(at(body, under)) if type(at(body, (*under, *way))) in kinds]
    return draw.choice(found)


def number_in_result(body: Body, draw: Draw) -> None:
    way = one_of(body, draw, "result", kinds=(int, float))
    put(body, way, other(at(body, way), draw))


def word_in_result(body: Body, draw: Draw) -> None:
    way = one_of(body, draw, "result", kinds=(str, bool))
    put(body, way, other(at(body, way), draw))


def fact_in_problem(body: Body, draw: Draw) -> None:
    way = one_of(body, draw, "problem")
    put(body, way, other(at(body, way), draw))


def fact_of_nominee(body: Body, draw: Draw) -> None:
    """The officer is on the slate, so the fact matters."""
    on_slate = {n["officer"] for n in body["result"]["nominees"]}
    one = draw.choice([o for o in body["problem"]["officers"] if o["number"] in on_slate])
    name = draw.choice(["woman", "vaccinated", "repatriated", "release_consent", "unit_strength", "medical_until"])
    one[name] = {"unit_strength": 2, "medical_until": "2020-01-01"}.get(name, not one.get(name))


def swapped_nominees(body: Body, draw: Draw) -> None:
    a, b = draw.sample(body["result"]["nominees"], 2)
    for name in draw.choice([("officer",), ("opening",), ("position",), ("odds",), ("officer", "odds", "quality")]):
        a[name], b[name] = b[name], a[name]


def other_nominee(body: Body, draw: Draw) -> None:
    """Someone in reserve instead, with the right odds and quality."""
    reserve = draw.choice(body["result"]["reserves"])
    line = draw.choice([n for n in body["result"]["nominees"] if n["opening"] == reserve["opening"]])
    line.update({name: reserve[name] for name in ("officer", "odds", "quality")})


def nominee_left_out(body: Body, draw: Draw) -> None:
    lines = body["result"]["nominees"]
    del lines[draw.randrange(len(lines))]


def nominee_added(body: Body, draw: Draw) -> None:
    reserve = draw.choice([*body["result"]["reserves"], *body["result"]["nominees"]])
    line = {name: reserve[name] for name in ("officer", "opening", "odds", "quality")}
    body["result"]["nominees"].append({**line, "position": draw.choice([0, 0, 1, 2])})


def line_of_a_level(body: Body, draw: Draw) -> None:
    """Some numbers of one level, moved together."""
    level = draw.choice(body["result"]["levels"])
    by = draw.choice([1, -1, 5, -5, 1_000])
    for name in draw.choice(
        [("value",), ("bound",), ("price_bound",), ("value", "bound"), ("bound", "price_bound"), MOVED]
    ):
        level[name] += by
    if draw.random() < 0.3:
        level["proven_by"] = draw.choice(["", "prices", "search", "trust"])


def status(body: Body, draw: Draw) -> None:
    body["result"]["status"] = draw.choice(["feasible", "stopped", "infeasible", "optimum", "OPTIMAL", ""])
    if draw.random() < 0.3:
        for name in ("nominees", "reserves", "levels"):
            body["result"].pop(name)
        body["result"]["status"] = "infeasible"
        pinned = [{"constraint": "pinned", "about": {"officer": p["officer"], "opening": p["opening"]}}
                  for p in body["problem"]["pins"]]  # fmt: skip
        body["result"]["conflicts"] = [*pinned, {"constraint": "one_post_each", "about": {"officer": "S-04"}}]


def one_price(body: Body, draw: Draw) -> None:
    way = _a_price(body, draw)
    value = at(body, way)
    put(body, way, draw.choice([value + 1, value - 1, value + 10**9, 0, -value, value * 2, value + 3, 10**30]))


def price_left_out(body: Body, draw: Draw) -> None:
    way = _a_price(body, draw)
    way = way[:-1] if way[-3] == "pins" else way
    del at(body, way[:-1])[way[-1]]


def _a_price(body: Body, draw: Draw) -> tuple[Any, ...]:
    level = draw.choice([i for i, one in enumerate(body["result"]["levels"]) if one["prices"]])
    return one_of(body, draw, "result", "levels", level, "prices", kinds=(int,))


def price_added(body: Body, draw: Draw) -> None:
    prices = draw.choice(body["result"]["levels"])["prices"]
    name = draw.choice([*PRICED, "pins", "wishes"])
    some = {"officers": "S-00", "units": "S/U1", "batches": "X", "men": "X", "limits": "P1", "levels": "filled"}
    if name == "pins":
        pair = draw.choice([["S-04", "P1"], ["S-05", "P4"], ["S-01", "P1"], ["Z", "P1"], ["S-04", "Z"]])
        prices.setdefault("pins", []).append([*pair, draw.choice([0, 1, -1, 10**9])])
        return
    known = draw.random() < 0.7
    prices.setdefault(name, {})[some.get(name, "?") if known else "Z"] = draw.choice([0, 0, 1, 2, 10**9, -1])


def no_prices(body: Body, draw: Draw) -> None:
    draw.choice(body["result"]["levels"])["prices"] = {}


def reserves(body: Body, draw: Draw) -> None:
    lines = body["result"]["reserves"]
    kind = draw.randrange(4)
    if kind == 0:
        draw.shuffle(lines)
    elif kind == 1:
        del lines[draw.randrange(len(lines))]
    elif kind == 2:
        lines.append(dict(draw.choice(lines)))
    else:
        draw.choice(lines)[draw.choice(["rank", "odds", "quality"])] += draw.choice([0, 1, -1])


def hash_changed(body: Body, draw: Draw) -> None:
    said = body["problem_sha256"]
    place = draw.randrange(len(said))
    letter = draw.choice("0123456789abcdef")
    body["problem_sha256"] = draw.choice([said[:place] + letter + said[place + 1 :], said.upper(), said[:-1], ""])


def name_left_out(body: Body, draw: Draw) -> None:
    way = draw.choice([w for w in places(body) if isinstance(w[-1], str)])
    del at(body, way[:-1])[way[-1]]


def name_left_out_of_result(body: Body, draw: Draw) -> None:
    way = draw.choice([("result", *w) for w in places(body["result"]) if isinstance(w[-1], str)])
    del at(body, way[:-1])[way[-1]]


def entry_left_out(body: Body, draw: Draw) -> None:
    way = draw.choice([w for w in places(body) if isinstance(w[-1], int)])
    del at(body, way[:-1])[way[-1]]


def name_added(body: Body, draw: Draw) -> None:
    way = draw.choice([(), *(w for w in places(body) if isinstance(at(body, w), dict))])
    at(body, way)[draw.choice(["note", "Status", "officer ", "", "value"])] = draw.choice([None, 1, "x", {}])


def other_kind(body: Body, draw: Draw) -> None:
    """A value of another kind, often one that compares equal or is as empty."""
    way = draw.choice(list(places(body)))
    value = at(body, way)
    kinds: list[Any] = [None, str(value), [value], {"": value}, [], {}, "", 0, True]
    if type(value) is int:
        kinds += [float(value) if abs(value) < 10**15 else "1", bool(value), value + 0.5]
    put(body, way, draw.choice(kinds))


def other_kind_in_result(body: Body, draw: Draw) -> None:
    inside = {"": body["result"]}
    other_kind(inside, draw)
    body["result"] = inside[""]


def seconds(body: Body, draw: Draw) -> None:
    """True, whatever they are."""
    value = draw.choice([0, 1, 2.5, 1e-9, 86_400, 1e9])
    if draw.random() < 0.5:
        body["result"][draw.choice(["seconds_screen", "seconds_solve"])] = value
    else:
        draw.choice(body["result"]["levels"])["seconds"] = value


def order_of_names(body: Body, draw: Draw) -> None:
    """True: the order of names, and of nominees, says nothing."""
    draw.shuffle(body["result"]["nominees"])
    for part in (body, body["result"], draw.choice(body["problem"]["officers"])):
        names = list(part.items())
        draw.shuffle(names)
        part.clear()
        part.update(names)


def default_written_out(body: Body, draw: Draw) -> None:
    line = draw.choice(body["result"]["nominees"])
    line.setdefault("pinned", draw.random() < 0.1)
    line.setdefault("unknown", [] if draw.random() < 0.9 else ["is_released"])


MOVED = ("value", "bound", "price_bound")
TREES: tuple[Spoil, ...] = (
    number_in_result,
    word_in_result,
    fact_in_problem,
    fact_of_nominee,
    swapped_nominees,
    other_nominee,
    nominee_left_out,
    nominee_added,
    line_of_a_level,
    status,
    one_price,
    price_left_out,
    price_added,
    no_prices,
    reserves,
    hash_changed,
    name_left_out,
    name_left_out_of_result,
    entry_left_out,
    name_added,
    other_kind,
    other_kind_in_result,
    seconds,
    order_of_names,
    default_written_out,
)


def letter_changed(text: str, draw: Draw) -> str:
    place = draw.randrange(len(text))
    return text[:place] + draw.choice(['"', "0", "9", "{", "]", ",", "\\", "e", "-", ".", " ", "é"]) + text[place + 1 :]


def letter_of_result_changed(text: str, draw: Draw) -> str:
    start = text.index('"result"')
    return (
        text[:start] + letter_changed(text[start : text.index('"problem":')], draw) + text[text.index('"problem":') :]
    )


def letter_left_out(text: str, draw: Draw) -> str:
    place = draw.randrange(len(text))
    return text[:place] + text[place + 1 :]


def piece_doubled(text: str, draw: Draw) -> str:
    start = draw.randrange(len(text))
    end = start + draw.randint(1, 200)
    return text[:end] + text[start:end] + text[end:]


TEXTS = (letter_changed, letter_of_result_changed, letter_left_out, piece_doubled)


def spoilt(seed: int) -> tuple[str, str]:
    """How it was spoilt, and the text."""
    draw = random.Random(seed)
    kinds: list[Any] = [*TREES, *TEXTS]
    spoil = kinds[seed % len(kinds)]
    body = whole_body()
    if spoil in TEXTS:
        return spoil.__name__, spoil(json.dumps(body, ensure_ascii=False), draw)
    spoil(body, draw)
    return spoil.__name__, json.dumps(body, ensure_ascii=False)
