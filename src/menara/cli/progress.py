"""Says on standard error how long work is going, and lets Ctrl-C end it with what it has."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Generic, TypeVar

from menara.engines.course import Course, Point
from menara.engines.outcome import Progress

T = TypeVar("T")

STEPS = {
    "screening": "asking every rule",
    "pricing": "solving",
    "searching": "searching",
    "weighing": "weighing steps by prices",
    "confirming": "solving again with the records changed",
}
LEVELS = {
    "critical_filled": "critical positions filled",
    "filled": "positions filled",
    "expected_success": "expected selections",
    "quality": "quality",
}


BETWEEN_LINES = 1.0  # seconds, where only numbers change and every line stays


class Teller:
    """A listener for the engines. On a terminal one line that changes; elsewhere a line for each new step, and one a
    second while value and bound of a level close in on each other."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.course = Course()
        self.step = ""
        self.said_at = float("-inf")
        self.is_stopped = False
        self.is_terminal = sys.stderr.isatty()
        self.started = time.monotonic()
        self.last = ""

    def __call__(self, progress: Progress) -> bool:
        words = STEPS.get(progress.step, progress.step)
        if progress.level:
            words += f" for {LEVELS.get(progress.level, progress.level)}"
        if progress.level in LEVELS:
            words += f" ({list(LEVELS).index(progress.level) + 1} of {len(LEVELS)})"
        now = time.monotonic()
        point = self.course.note(progress, seconds=now - self.started)
        is_new = words != self.step or (point is not None and point.gap == 0)
        if is_new or (point is not None and (self.is_terminal or now - self.said_at >= BETWEEN_LINES)):
            self.step, self.said_at = words, now
            self.say(words + (f": {_closing(point)}" if point is not None else ""))
        return not self.is_stopped

    @property
    def kept(self) -> str:
        """What a second Ctrl-C leaves behind."""
        return "nothing was written"

    def say(self, words: str) -> None:
        if self.quiet or (words == self.last and not self.is_terminal):
            return
        self.last = words
        line = f"{time.monotonic() - self.started:6.1f} s  {words}"
        if self.is_terminal:
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.is_terminal and self.last and not self.quiet:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _closing(point: Point) -> str:
    """What is held and proven of a level, and how far the two lie apart."""

    def shown(number: int) -> str:
        return f"{number:,}" if point.unit == 1 else f"{number / point.unit:,.2f}"

    parts = [] if point.value is None else [f"value {shown(point.value)}"]
    parts += [] if point.bound is None else [f"bound {shown(point.bound)}"]
    parts += [] if point.gap is None else ["no gap" if point.gap == 0 else f"gap {point.gap:.2%}"]
    return ", ".join(parts)


def stoppable(work: Callable[[], T], teller: Teller) -> T:
    """Do ``work`` in a thread of its own, so that Ctrl-C is heard at once. The first one asks it to end with the best
    it has; the second one leaves with nothing."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        if teller.is_stopped:
            print(f"\nStopped; {teller.kept}.", file=sys.stderr)
            os._exit(130)  # the solver's own threads would keep an ordinary exit waiting
        teller.is_stopped = True
        print("\nStopping; the best so far will be kept. Ctrl-C again leaves at once.", file=sys.stderr, flush=True)

    in_main = threading.current_thread() is threading.main_thread()
    before: Any = signal.signal(signal.SIGINT, stop) if in_main else None
    done = _Done[T]()
    thread = threading.Thread(target=done.do, args=(work,), daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(0.2)
    finally:
        if in_main:
            signal.signal(signal.SIGINT, before)
        teller.end()
    return done.answer()


class _Done(Generic[T]):
    """What a thread came to: an answer or an error."""

    def __init__(self) -> None:
        self.found: list[T] = []
        self.error: BaseException | None = None

    def do(self, work: Callable[[], T]) -> None:
        try:
            self.found.append(work())
        except BaseException as error:  # noqa: BLE001 (raised again where it belongs)
            self.error = error

    def answer(self) -> T:
        if self.error is not None:
            raise self.error
        return self.found[0]
