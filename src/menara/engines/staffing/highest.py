"""Of each post the pairs of highest net value: the inner loops of slices. Pinned pairs stand before all others."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.staffing.compiled import kernel

Column = NDArray[Any]
PINNED = (1 << 63) - 1  # a pinned pair stands before all others


@kernel
def highest(  # noqa: PLR0913, PLR0917 (the columns of a market)
    starts: Column,
    officer: Column,
    worth: Column,
    mission: Column,
    group: Column,
    pinned: Column,
    side: Column,
    price: Column,
    least: Column,
    room: Column,
    scale: int,
) -> tuple[Column, Column, Column]:
    """Places and net values of the best pairs, post after post, best first; and how many each post has. A heap a post.

    Post ``j`` names at most ``room[j + 1] - room[j]`` pairs, none below ``least[j]``; pinned ones come first. Officers
    come in order, so of equal pairs the one of the lower officer stays.
    """
    posts = len(starts) - 1
    place = np.empty(room[posts], dtype=np.int64)
    net = np.empty(room[posts], dtype=np.int64)
    used = np.zeros(posts, dtype=np.int64)
    low = 0
    for j in range(posts):
        row, most, size = side[mission[j]], room[j + 1] - room[j], 0
        bar = least[j]  # what a pair must reach; once the heap is full, what it must pass
        for at in range(starts[j], starts[j + 1]):
            value = worth[at] * scale + row[group[officer[at]]] - price[j]
            if pinned[at]:
                value = np.int64(PINNED)
            if value < bar or most == 0:
                continue
            if size < most:
                _rise(place, net, low, size, at, value)
                size += 1
            else:
                _sink(place, net, low, size, at, value)
            if size == most:
                bar = net[low] + 1 if net[low] < PINNED else np.int64(PINNED)
        for last in range(size - 1, 0, -1):  # the worst goes to the end, again and again
            worst_place, worst = place[low], net[low]
            _sink(place, net, low, last, place[low + last], net[low + last])
            place[low + last], net[low + last] = worst_place, worst
        used[j] = size
        low += size
    return place[:low], net[:low], used


@kernel
def best_of_two(
    starts: Column,
    net: Column,
    officer: Column,
    other_starts: Column,
    other_net: Column,
    other_officer: Column,
    keep: Column,
) -> tuple[Column, Column]:
    """Two lists of pairs, each best first within a post, as one: where posts start, and the place of each pair in the
    first list followed by the second. Of each post the ``keep`` best stay, and every pinned one."""
    place = np.empty(len(net) + len(other_net), dtype=np.int64)
    begins = np.zeros(len(starts), dtype=np.int64)
    free = 0
    for j in range(len(starts) - 1):
        a, b = starts[j], other_starts[j]
        while a < starts[j + 1] or b < other_starts[j + 1]:
            if b == other_starts[j + 1]:
                is_first = True
            elif a == starts[j + 1]:
                is_first = False
            else:
                is_first = net[a] > other_net[b] or (net[a] == other_net[b] and officer[a] < other_officer[b])
            if free - begins[j] >= keep[j] and (net[a] if is_first else other_net[b]) < PINNED:
                break
            if is_first:
                place[free] = a
                a += 1
            else:
                place[free] = len(net) + b
                b += 1
            free += 1
        begins[j + 1] = free
    return begins, place[:free]


@kernel
def _rise(place: Column, net: Column, low: int, size: int, at: int, value: int) -> None:
    """Put a pair at the end of a heap of ``size`` and let it rise."""
    k = size
    while k > 0:
        up = (k - 1) >> 1
        if value > net[low + up] or (value == net[low + up] and at < place[low + up]):
            break
        net[low + k], place[low + k] = net[low + up], place[low + up]
        k = up
    net[low + k], place[low + k] = value, at


@kernel
def _sink(place: Column, net: Column, low: int, size: int, at: int, value: int) -> None:
    """Put a pair in place of the top of a heap of ``size`` and let it sink."""
    k = 0
    while True:
        down = 2 * k + 1
        if down >= size:
            break
        other = down + 1
        if other < size and (
            net[low + other] < net[low + down]
            or (net[low + other] == net[low + down] and place[low + other] > place[low + down])
        ):
            down = other
        if net[low + down] > value or (net[low + down] == value and place[low + down] < at):
            break
        net[low + k], place[low + k] = net[low + down], place[low + down]
        k = down
    net[low + k], place[low + k] = value, at
