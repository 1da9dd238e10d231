"""The inner loops of screening: answers packed 64 officers a word, AND per post, the pairs left and their worth."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from menara.engines.staffing.compiled import bits_set, kernel, lowest_bit
from menara.engines.staffing.problem import Column


class Block(NamedTuple):
    """What decides who is left in a block of officers, which are counted within it.

    ``words[r]`` (uint64) answers question ``r``; post ``j`` asks ``asked[starts[j]:starts[j + 1]]``, and one that asks
    nothing takes nobody. ``pins[pin_starts[j]:pin_starts[j + 1]]`` are put in whatever the words say.
    """

    words: Column
    starts: Column
    asked: Column
    pin_starts: Column
    pins: Column


class Held(NamedTuple):
    """What officers of a block bring. ``spoken[l]`` is the score plus what the level in language ``l`` is worth."""

    spoken: Column  # int64, a row a language
    years: Column  # int64
    skills: Column  # uint64


class Wanted(NamedTuple):
    """What posts look for: int64 but ``desired``, uint64. ``less`` is what the level asked takes off, ``bonus`` what
    filling earns; ``order`` brings together the posts that count language and years alike, ``alike`` tells which.
    ``weights``: year, years counted, skill, least, most, and the bits of chance that count."""

    main: Column
    less: Column
    years_min: Column
    desired: Column
    bonus: Column
    order: Column
    alike: Column
    weights: Column


class Pairs(NamedTuple):
    """The pairs of all posts: int32 each."""

    officer: Column
    worth: Column


@kernel
def count_pairs(block: Block) -> Column:
    """How many officers of a block are left for each post, int64."""
    posts = len(block.starts) - 1
    left = np.empty(block.words.shape[1], dtype=np.uint64)
    counts = np.zeros(posts, dtype=np.int64)
    for j in range(posts):
        if block.starts[j] < block.starts[j + 1]:
            _leave(block, j, left)
            total = 0
            for w in range(len(left)):
                total += bits_set(left[w])
            counts[j] = total
    return counts


@kernel
def _leave(block: Block, j: int, left: Column) -> None:
    """``left`` becomes the officers of the block that post ``j`` may take."""
    begin, end = block.starts[j], block.starts[j + 1]
    first = block.words[block.asked[begin]]
    for w in range(len(left)):  # to assign the whole row at once takes three seconds longer to compile
        left[w] = first[w]
    for k in range(begin + 1, end):
        row = block.words[block.asked[k]]
        for w in range(len(left)):
            left[w] &= row[w]
    for k in range(block.pin_starts[j], block.pin_starts[j + 1]):
        left[block.pins[k] >> 6] |= np.uint64(1) << np.uint64(block.pins[k] & 63)


@kernel
def fill_pairs(
    block: Block, counts: Column, places: Column, held: Held, wanted: Wanted, begin: int, index: int, out: Pairs
) -> None:
    """Write the pairs of a block to ``out``, post ``j`` from ``places[j]`` on.

    The block's first officer is ``begin`` of the slice and ``index`` of the whole roster, which the mix counts from.
    """
    left = np.empty(block.words.shape[1], dtype=np.uint64)
    here = np.empty(64 * len(left) + 2, dtype=np.uint32)
    known = np.empty(len(held.years), dtype=np.uint64)
    last = np.int64(-1)
    for j in wanted.order:
        if counts[j] > 0:
            if wanted.alike[j] != last:
                last = wanted.alike[j]
                _know(held, wanted, j, known)
            _leave(block, j, left)
            _list_bits(left, here)
            mix = np.uint64(j) * np.uint64(0xC2B2AE3D27D4EB4F) + np.uint64(index) * np.uint64(0x9E3779B97F4A7C15)
            _write(here[: counts[j]], places[j], j, known, wanted, begin, mix, out)


@kernel
def _know(held: Held, wanted: Wanted, j: int, known: Column) -> None:
    """Of each officer in one word, so that a pair reads memory once: skills in the low half, in the high half what
    score, language and years are worth to posts like ``j``."""
    year, years_counted = wanted.weights[0], wanted.weights[1]
    spoken, asked = held.spoken[wanted.main[j]], wanted.years_min[j]
    for i in range(len(known)):
        points = spoken[i] + year * min(years_counted, held.years[i] - asked)
        known[i] = np.uint64(points) << np.uint64(32) | held.skills[i]


@kernel
def _list_bits(left: Column, here: Column) -> None:
    """The places of the bits set, ascending. Words with two bits or fewer, nearly all, take no branch; what is written
    beyond the last bit is overwritten or never read."""
    at = 0
    for w in range(len(left)):
        bits = left[w]
        place = at
        at += bits_set(bits)
        here[place] = 64 * w + lowest_bit(bits)
        bits &= bits - np.uint64(1)
        here[place + 1] = 64 * w + lowest_bit(bits)
        bits &= bits - np.uint64(1)
        place += 2
        while bits != np.uint64(0):
            here[place] = 64 * w + lowest_bit(bits)
            place += 1
            bits &= bits - np.uint64(1)


@kernel
def _write(here: Column, place: int, j: int, known: Column, wanted: Wanted, begin: int, mix: Any, out: Pairs) -> None:
    """The pairs of one post with their worth, in int64; indexes stay unsigned, which spares a test at each access."""
    skill, least, most, chance = wanted.weights[2], wanted.weights[3], wanted.weights[4], wanted.weights[5]
    less, desired, bonus = wanted.less[j], wanted.desired[j], wanted.bonus[j]
    for k in range(len(here)):
        i = here[k]
        x = mix + np.uint64(i) * np.uint64(0x9E3779B97F4A7C15)
        x ^= x >> np.uint64(29)
        x *= np.uint64(0xBF58476D1CE4E5B9)
        x ^= x >> np.uint64(32)
        q = (np.int64(known[i]) >> 32) - less + skill * bits_set(known[i] & desired) + (np.int64(x) & chance)
        out.officer[place + k] = np.int64(i) + begin
        out.worth[place + k] = min(most, max(least, q)) + bonus
