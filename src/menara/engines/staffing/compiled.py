"""Functions compiled to machine code, once for each computer, kept on disk; and how many threads run them.

A kernel releases Python's lock, so that slices of its work run side by side in plain threads: that compiles several
times faster than loops which are parallel inside. Numba watches only the file a kernel stands in: a kernel that calls
one of another file is compiled anew only when its own file changes, so kernels that belong together stand together.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
R = TypeVar("R")


def kernel(function: F) -> F:
    """Compile at the first call and keep it on disk: beside the file, else in the user's cache, else not at all.

    ``NUMBA_CACHE_DIR`` names another folder. Arguments of equal types must be given at every call: contiguous arrays
    of the same integer type, and plain ``int``.
    """
    try:
        return cast("F", njit(cache=True, nogil=True)(function))
    except RuntimeError:  # neither folder can be written
        return cast("F", njit(nogil=True)(function))


@intrinsic
def _lowest_bit(typing: Any, word: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.cttz(given[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), build


@intrinsic
def _bits_set(typing: Any, word: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.ctpop(given[0])

    return types.int64(types.uint64), build


# the place of the lowest bit set in a uint64, 64 where none is; how many are set. Both int64, one instruction each
lowest_bit = cast("Callable[[Any], Any]", _lowest_bit)
bits_set = cast("Callable[[Any], Any]", _bits_set)


def threads() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def side_by_side(work: Callable[[T], R], parts: Iterable[T]) -> list[R]:
    """``work`` of every part, on all cores, answers in the order of the parts. One part runs where it is asked."""
    parts = list(parts)
    if len(parts) < 2 or threads() < 2:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(threads()) as pool:
        return list(pool.map(work, parts))
