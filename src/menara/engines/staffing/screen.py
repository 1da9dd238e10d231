"""All posts against all officers at the scale of the world, with what each eligible pair is worth.

Every distinct (condition, what is asked) is answered once over the officers' columns and packed 64 officers a word; a
post's officers are the AND of ten such rows. Officers go in blocks whose words and columns stay in a core's cache
while all posts pass over them. Two passes: the first counts, the second writes each pair to its final place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from menara.engines.staffing.compiled import side_by_side, threads
from menara.engines.staffing.conditions import TOGETHER, Condition
from menara.engines.staffing.faults import OFFICER_RANGES, faults, pin_faults, total
from menara.engines.staffing.market import ARABIC, FLAGS, FRENCH, WOMAN, Market
from menara.engines.staffing.pairs import Block, Held, Pairs, Wanted, count_pairs, fill_pairs
from menara.engines.staffing.problem import ARABIC as IN_ARABIC
from menara.engines.staffing.problem import FRENCH as IN_FRENCH
from menara.engines.staffing.problem import OFFICER_COLUMNS, Column, Officers, Staffing, empty
from menara.errors import BadInput

BLOCK = 1 << 15  # officers whose words and columns are worked on together
FEW = 4  # posts a combination of questions must serve, on average, to be worth keeping
SPAN = 1 << 16  # combinations told apart by a table; more are sorted
SPEAKER_LEVEL = 3  # where no side constraints say it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What posts ask, each distinct question once.

    A union is an AND of questions; each table of ``unions`` has a column a union, with their places in ``questions``.
    Post ``j`` asks the unions ``rows[starts[j]:starts[j + 1]]``, counted through all tables.
    """

    questions: tuple[tuple[Condition, tuple[int, ...]], ...]
    unions: tuple[Column, ...]
    starts: Column
    rows: Column


def screen(staffing: Staffing) -> Market:
    """The eligible pairs and their worth. Indexes of officers count within this slice; ``staffing.first`` counts only
    in what the indexes mix to.

    Withdrawn officers, frozen posts and the other pairs of pinned officers are left out. Raises ``BadInput`` with
    every fault of the problem, a pinned pair that is not eligible included.
    """
    wrong = faults(staffing) or pin_faults(staffing)
    if wrong:
        raise BadInput(wrong, total=max(len(wrong), total(staffing)))
    asked = _asked(staffing)
    spans = _spans(len(staffing.officers))
    blocks = side_by_side(lambda span: _block(staffing, asked, span), spans)
    counts = side_by_side(count_pairs, blocks)
    starts, places = _places(counts, len(staffing.posts))
    pairs = Pairs(officer=np.empty(starts[-1], dtype=np.int32), worth=np.empty(starts[-1], dtype=np.int32))
    wanted = _wanted(staffing)

    def fill(k: int) -> None:
        begin = spans[k].start
        held = _held(staffing, spans[k])
        fill_pairs(blocks[k], counts[k], places[k], held, wanted, begin, staffing.first + begin, pairs)

    side_by_side(fill, range(len(spans)))
    return _market(staffing, starts, pairs)


def warm_up(say: Callable[[str, float], Any]) -> float:
    """Compile what screening needs, or fetch it from disk, and tell ``say`` the name and the seconds it took."""
    began = perf_counter()
    screen(empty(officers=1, posts=1))
    took = perf_counter() - began
    say("screening", took)
    return took


def _spans(officers: int) -> list[slice]:
    """Blocks of equal size, as many for each thread. The answer does not depend on them."""
    parts = -(-officers // (BLOCK * threads())) * threads()
    size = -(-officers // max(1, parts) // 64) * 64 or 64
    return [slice(b, min(b + size, officers)) for b in range(0, officers, size)]


def _asked(staffing: Staffing) -> _Asked:
    """The distinct questions; a frozen post asks none, and so takes nobody."""
    questions: list[tuple[Condition, tuple[int, ...]]] = []
    unions: list[Column] = []
    rows: list[Column] = []
    for together in TOGETHER:
        columns = []
        for condition in together:
            asked, places = _distinct(np.stack([getattr(staffing.posts, name) for name in condition.reads]))
            columns.append(places + len(questions))
            questions += [(condition, tuple(key)) for key in asked.T.tolist()]
        table = np.stack(columns)
        few = _distinct(table)[0].shape[1] * FEW <= len(staffing.posts)
        for part in (table,) if few else np.split(table, len(table)):
            union, places = _distinct(part)
            rows.append(places + sum(known.shape[1] for known in unions))
            unions.append(union)
    held = np.ones(len(staffing.posts), dtype=bool)
    held[list(staffing.frozen)] = False
    return _Asked(
        questions=tuple(questions),
        unions=tuple(unions),
        starts=_starts(held * len(rows)),
        rows=np.stack(rows, axis=1)[held].ravel(),
    )


def _distinct(columns: Column) -> tuple[Column, Column]:
    """The distinct entries of a few columns side by side, and for each entry which one it is."""
    code = np.zeros(columns.shape[1], dtype=np.int64)
    for column in columns:
        lowest, highest = int(column.min(initial=0)), int(column.max(initial=0))
        if highest - lowest >= SPAN:
            values, places = np.unique(column, return_inverse=True)
            code = code * len(values) + places
        else:
            code = code * (highest - lowest + 1) + (column.astype(np.int64) - lowest)
        if int(code.max(initial=0)) >= SPAN:
            code = np.unique(code, return_inverse=True)[1]
    lead = np.full(int(code.max(initial=-1)) + 1, -1)
    lead[code] = np.arange(len(code))
    there = lead >= 0
    return columns[:, lead[there]], (np.cumsum(there) - 1)[code]


def _starts(sizes: Column) -> Column:
    """Where each part of a list begins, and where the last ends."""
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    return starts


def _block(staffing: Staffing, asked: _Asked, span: slice) -> Block:
    """The answers of a block of officers, a row a union. Withdrawn and pinned officers are in none."""
    size = span.stop - span.start
    officers = _narrow(staffing.officers.part(span))
    packed = np.zeros((len(asked.questions), -(-size // 64) * 8), dtype=np.uint8)
    for row, (condition, key) in zip(packed, asked.questions, strict=True):
        row[: -(-size // 8)] = np.packbits(condition.met(officers, staffing.excluded, key), bitorder="little")
    answers = packed.view(np.uint64)
    words = np.concatenate([_all_of(answers, table) for table in asked.unions])
    begin = staffing.first + span.start
    away = np.array([*staffing.withdrawn, *(who for _, who in staffing.pins)], dtype=np.int64) - begin
    for i in away[(away >= 0) & (away < size)].tolist():
        words[:, i >> 6] &= np.uint64(~(1 << (i & 63)) & (1 << 64) - 1)
    pins = sorted((j, i - begin) for j, i in staffing.pins if 0 <= i - begin < size)
    return Block(
        words=words,
        starts=asked.starts,
        asked=asked.rows,
        pin_starts=_starts(np.bincount(np.array([j for j, _ in pins], dtype=np.int64), minlength=len(staffing.posts))),
        pins=np.array([i for _, i in pins], dtype=np.int64),
    )


def _all_of(answers: Column, table: Column) -> Column:
    """Each union of a table: who meets all its questions."""
    words: Column = answers[table[0]]
    for more in table[1:]:
        words &= answers[more]
    return words


def _narrow(officers: Officers) -> Officers:
    """The same in the types that are read fastest; the ranges without faults are what makes it right."""
    narrow: dict[str, Any] = dict.fromkeys(OFFICER_RANGES, np.int16)
    narrow |= {"country": np.intp, "skills": np.uint32, "last": np.int32, "score": np.int32}
    return Officers(
        **{name: np.asfortranarray(getattr(officers, name), dtype=narrow[name]) for name in OFFICER_COLUMNS}
    )


def _places(counts: list[Column], posts: int) -> tuple[Column, list[Column]]:
    """Where the pairs of each post start, and where each block writes its own."""
    starts = _starts(sum(counts, start=np.zeros(posts, dtype=np.int64)))
    places, at = [], starts[:-1].copy()
    for count in counts:
        places.append(at.copy())
        at += count
    return starts, places


def _held(staffing: Staffing, span: slice) -> Held:
    officers = staffing.officers.part(span)
    spoken = officers.languages.T.astype(np.int64, order="C")
    return Held(
        spoken=spoken * staffing.worth.language + officers.score,
        years=officers.years.astype(np.int64),
        skills=officers.skills.astype(np.uint64),
    )


def _wanted(staffing: Staffing) -> Wanted:
    posts, worth = staffing.posts, staffing.worth
    chance = 255 if worth.chance else 0
    alike = _distinct(np.stack([posts.main, posts.years_min]))[1]
    weights = (worth.year, worth.years_counted, worth.skill, worth.least, worth.most, chance)
    return Wanted(
        main=posts.main.astype(np.int64),
        less=worth.language * posts.main_level.astype(np.int64),
        years_min=posts.years_min.astype(np.int64),
        desired=posts.desired.astype(np.uint64),
        bonus=worth.filled + worth.critical * posts.critical.astype(np.int64),
        order=np.argsort(alike, kind="stable"),
        alike=alike,
        weights=np.array(weights, dtype=np.int64),
    )


def _market(staffing: Staffing, starts: Column, pairs: Pairs) -> Market:
    level = SPEAKER_LEVEL if staffing.sides is None else staffing.sides.speaker_level
    pinned = []
    for j, i in sorted(staffing.pins):
        row = pairs.officer[starts[j] : starts[j + 1]]
        pinned.append(starts[j] + np.searchsorted(row, i - staffing.first))
    capacity = staffing.posts.capacity.astype(np.int64)
    capacity[list(staffing.frozen)] = 0
    return Market(
        starts=starts,
        officer=pairs.officer,
        worth=pairs.worth,
        capacity=capacity,
        mission=staffing.posts.mission.astype(np.int32),
        group=_groups(staffing, level),
        missions=staffing.missions,
        countries=staffing.countries,
        sides=staffing.sides,
        pinned=np.array(pinned, dtype=np.int64),
    )


def _groups(staffing: Staffing, level: int) -> Column:
    officers = staffing.officers
    group = officers.country.astype(np.int32) * FLAGS
    group += WOMAN * (officers.woman != 0)
    group += FRENCH * (officers.languages[:, IN_FRENCH] >= level)
    group += ARABIC * (officers.languages[:, IN_ARABIC] >= level)
    return group
