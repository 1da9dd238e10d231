"""Compiled functions where nothing can be kept, and the two instructions they stand on."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import numba.core.caching
import numpy as np
import pytest

from menara.engines.staffing import compiled
from menara.engines.staffing.compiled import bits_set, kernel, lowest_bit, side_by_side


def test_nothing_is_kept_where_no_folder_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object) -> None:
        raise OSError("read-only")

    monkeypatch.setattr(numba.core.caching._CacheLocator, "ensure_cache_path", refuse)

    @kernel
    def doubled(number: int) -> int:
        return 2 * number

    assert doubled(21) == 42


def test_what_is_compiled_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.core.config, "CACHE_DIR", str(tmp_path))

    @kernel
    def tripled(number: int) -> int:
        return 3 * number

    assert tripled(14) == 42
    assert list(tmp_path.rglob("*tripled*.nbi"))


@kernel
def places(word: int) -> tuple[int, int]:
    return lowest_bit(word), bits_set(word)


@pytest.mark.parametrize("seed", range(50))
def test_bits_are_found_and_counted(seed: int) -> None:
    draw = random.Random(seed)
    word = sum(1 << k for k in draw.sample(range(64), draw.randint(1, 64)))
    lowest = (word & -word).bit_length() - 1
    assert places(np.uint64(word)) == (lowest, word.bit_count())  # type: ignore[arg-type]


def test_no_bit_has_no_place() -> None:
    assert places(np.uint64(0)) == (64, 0)  # type: ignore[arg-type]


@pytest.mark.parametrize("cores", [1, 2])
def test_parts_are_answered_in_their_order(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "threads", lambda: cores)
    assert side_by_side(lambda n: n * n, range(7)) == [0, 1, 4, 9, 16, 25, 36]
    assert side_by_side(lambda n: n, []) == []


def test_parts_run_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "threads", lambda: 2)
    both = threading.Barrier(2, timeout=30)
    assert sorted(side_by_side(lambda _: both.wait(), range(2))) == [0, 1]


def test_an_error_in_a_part_is_told() -> None:
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda n: 1 // n, range(3))
