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

from menara.engines.staffing.compiled import side_by_side
from menara.engines.staffing.conditions import CONDITIONS, Condition
from menara.engines.staffing.faults import faults, pin_faults
from menara.engines.staffing.market import ARABIC, FLAGS, FRENCH, WOMAN, Market
from menara.engines.staffing.pairs import Block, Held, Pairs, Wanted, count_pairs, fill_pairs
from menara.engines.staffing.problem import ARABIC as IN_ARABIC
from menara.engines.staffing.problem import FRENCH as IN_FRENCH
from menara.engines.staffing.problem import Column, Officers, Staffing, empty
from menara.errors import BadInput

BLOCK = 1 << 15  # officers whose words and columns are worked on together
SPEAKER_LEVEL = 3  # where no side constraints say it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is asked of officers: distinct questions, and which of them each post asks, as one list with starts."""

    questions: tuple[tuple[Condition, tuple[int, ...]], ...]
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
        raise BadInput(wrong)
    asked = _asked(staffing)
    spans = [slice(b, min(b + BLOCK, len(staffing.officers))) for b in range(0, len(staffing.officers), BLOCK)]
    blocks = side_by_side(lambda span: _block(staffing, asked, span), spans)
    counts = side_by_side(count_pairs, blocks)
    starts, places = _places(counts, len(staffing.posts))
    pairs = Pairs(officer=np.empty(starts[-1], dtype=np.int32), worth=np.empty(starts[-1], dtype=np.int32))
    wanted = _wanted(staffing)

    def fill(k: int) -> None:
        begin = spans[k].start
        held = _held(staffing.officers.part(spans[k]))
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


def _asked(staffing: Staffing) -> _Asked:
    """The distinct questions; a frozen post asks none, and so takes nobody."""
    posts = staffing.posts
    questions: list[tuple[Condition, tuple[int, ...]]] = []
    rows = np.empty((len(posts), len(CONDITIONS) + 1), dtype=np.int32)
    rows[:, 0] = 0  # row 0 of the words: who takes part at all
    for c, condition in enumerate(CONDITIONS):
        code = np.zeros(len(posts), dtype=np.int64)
        for name in condition.reads:
            values, places = np.unique(getattr(posts, name), return_inverse=True)
            code = code * len(values) + places
        _, leads, places = np.unique(code, return_index=True, return_inverse=True)
        rows[:, c + 1] = places + len(questions) + 1
        columns = [getattr(posts, name)[leads].tolist() for name in condition.reads]
        questions += [(condition, key) for key in zip(*columns, strict=True)]
    held = np.ones(len(posts), dtype=bool)
    held[list(staffing.frozen)] = False
    sizes = np.where(held, rows.shape[1], 0)
    starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    return _Asked(questions=tuple(questions), starts=starts, rows=rows[held].ravel())


def _block(staffing: Staffing, asked: _Asked, span: slice) -> Block:
    """The answers of a block of officers, a row a question; row 0 leaves out withdrawn and pinned officers."""
    size = span.stop - span.start
    officers = staffing.officers.part(span)
    packed = np.zeros((len(asked.questions) + 1, -(-size // 64) * 8), dtype=np.uint8)
    part = np.ones(size, dtype=bool)
    away = np.array([*staffing.withdrawn, *(who for _, who in staffing.pins)], dtype=np.int64) - staffing.first
    part[away[(away >= span.start) & (away < span.stop)] - span.start] = False
    used = -(-size // 8)
    packed[0, :used] = np.packbits(part, bitorder="little")
    for row, (condition, key) in enumerate(asked.questions, start=1):
        packed[row, :used] = np.packbits(condition.met(officers, staffing.excluded, key), bitorder="little")
    begin = staffing.first + span.start
    pins = sorted((j, i - begin) for j, i in staffing.pins if 0 <= i - begin < size)
    by_post = np.bincount(np.array([j for j, _ in pins], dtype=np.int64), minlength=len(staffing.posts))
    return Block(
        words=packed.view(np.uint64),
        starts=asked.starts,
        asked=asked.rows,
        pin_starts=np.concatenate(([0], np.cumsum(by_post))).astype(np.int64),
        pins=np.array([i for _, i in pins], dtype=np.int64),
    )


def _places(counts: list[Column], posts: int) -> tuple[Column, list[Column]]:
    """Where the pairs of each post start, and where each block writes its own."""
    starts = np.zeros(posts + 1, dtype=np.int64)
    np.cumsum(sum(counts, start=np.zeros(posts, dtype=np.int64)), out=starts[1:])
    places, at = [], starts[:-1].copy()
    for count in counts:
        places.append(at.copy())
        at += count
    return starts, places


def _held(officers: Officers) -> Held:
    return Held(
        languages=np.ascontiguousarray(officers.languages.T, dtype=np.int64),
        years=officers.years.astype(np.int64),
        skills=officers.skills.astype(np.uint64),
        score=officers.score.astype(np.int64),
    )


def _wanted(staffing: Staffing) -> Wanted:
    posts, worth = staffing.posts, staffing.worth
    chance = 255 if worth.chance else 0
    weights = (worth.language, worth.year, worth.years_counted, worth.skill, worth.least, worth.most, chance)
    return Wanted(
        main=posts.main.astype(np.int64),
        main_level=posts.main_level.astype(np.int64),
        years_min=posts.years_min.astype(np.int64),
        desired=posts.desired.astype(np.uint64),
        bonus=worth.filled + worth.critical * posts.critical.astype(np.int64),
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
