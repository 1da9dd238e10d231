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

from menara.engines.outcome import Progress

T = TypeVar("T")

STEPS = {"screening": "asking every rule", "pricing": "solving", "searching": "searching"}
LEVELS = {
    "critical_filled": "critical positions filled",
    "filled": "positions filled",
    "expected_success": "expected selections",
    "quality": "quality",
}


class Teller:
    """A listener for the engines. On a terminal one line that changes; elsewhere a line for each new step."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.is_stopped = False
        self.is_terminal = sys.stderr.isatty()
        self.started = time.monotonic()
        self.last = ""

    def __call__(self, progress: Progress) -> bool:
        words = STEPS.get(progress.step, progress.step)
        if progress.level:
            words += f" for {LEVELS.get(progress.level, progress.level)}"
        if progress.total and progress.step != "screening":
            words += f" ({min(progress.done + 1, progress.total)} of {progress.total})"
        self.say(words)
        return not self.is_stopped

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


def stoppable(work: Callable[[], T], teller: Teller) -> T:
    """Do ``work`` in a thread of its own, so that Ctrl-C is heard at once. The first one asks it to end with the best
    it has; the second one leaves with nothing."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        if teller.is_stopped:
            print("\nStopped; nothing was written.", file=sys.stderr)
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
