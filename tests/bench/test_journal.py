"""What a solver says is kept as it says it: only better values and bounds, and when each gap was proven."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.peers.journal import Journal, Word, gap_of, read, seconds_to_each_gap


def word(seconds: float, value: int | None, bound: int | None) -> Word:
    return Word(seconds=seconds, value=value, bound=bound)


def test_only_improvements_are_kept() -> None:
    journal = Journal()
    journal.say(bound=120.4)
    journal.say(value=80.0)
    journal.say(value=70.0, bound=130.0)
    journal.say(value=1e20, bound=float("inf"))
    journal.say(value=100.0, bound=110.999_999_9)
    assert [(w.value, w.bound) for w in journal.words] == [(None, 120), (80, 120), (100, 111)]


@pytest.mark.parametrize(
    ("value", "bound", "gap"),
    [(100, 110, 0.1), (100, 100, 0.0), (None, 5, None), (5, None, None), (-5, 3, None), (0, 0, 0.0), (-5, -5, 0.0)],
)
def test_the_gap(value: int | None, bound: int | None, gap: float | None) -> None:
    assert gap_of(value, bound) == gap


def test_when_each_gap_was_first_proven() -> None:
    words = [word(1, None, 110), word(2, 100, 110), word(3, 100, 101), word(9, 101, 101)]
    assert seconds_to_each_gap(words, gaps=(0.2, 0.1, 0.01, 0.001)) == {0.2: 2, 0.1: 2, 0.01: 3, 0.001: 9}
    assert seconds_to_each_gap(words[:2], gaps=(0.01,)) == {}


def test_a_journal_is_read_though_its_writer_died_in_a_line(tmp_path: Path) -> None:
    journal = Journal(file=tmp_path / "journal")
    journal.begin()
    journal.say(value=3, bound=9)
    with (tmp_path / "journal").open("a") as out:
        out.write('{"seconds": 4.0, "val')
    assert [(w.value, w.bound) for w in read(tmp_path / "journal")] == [(3, 9)]
    assert read(tmp_path / "none") == []
