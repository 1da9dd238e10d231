"""Keeps the best plan so far on disk while a long staffing runs, so that who kills it loses little."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from menara.engines.staffing.problem import Result
from menara.errors import Refusal
from menara.exports.files import put_files

PAUSE = 3.0  # seconds between two writings, at least


class Keeper:
    """Told of every better plan; writes at most every few seconds, what was left unwritten at the next word."""

    def __init__(self, files_of: Callable[[Result], Mapping[Path, bytes]], *, pause: float = PAUSE) -> None:
        self.files_of = files_of
        self.pause = pause
        self.waiting: Result | None = None
        self.written_at = float("-inf")
        self.has_written = False

    def offer(self, result: Result) -> None:
        """A plan better than the ones before, with its proof."""
        self.waiting = result
        self.catch_up()

    def catch_up(self) -> None:
        """Write what waits if it is time. A full disk may have room at the end: only then is it an error."""
        if self.waiting is None or time.monotonic() - self.written_at < self.pause:
            return
        try:
            put_files(self.files_of(self.waiting))
            self.has_written = True
        except Refusal:
            return
        finally:
            self.written_at = time.monotonic()
        self.waiting = None
