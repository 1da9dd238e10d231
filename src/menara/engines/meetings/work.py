"""Work that can be stopped: a limit of time, and a listener that is told what is held and asked whether to go on."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from menara.engines.outcome import Limits, Listener, Progress

LOOK = 0.1  # seconds between two questions to the listener


class Work:
    """``stopped`` is whether a person said stop; the limit of time is none of that."""

    def __init__(self, limits: Limits, listener: Listener | None) -> None:
        self.limits, self.listener = limits, listener
        self.began = perf_counter()
        self.ends = self.began + limits.seconds
        self.stopped = False
        self._asked = self.began
        self._step = Progress(step="first")

    @property
    def seconds(self) -> float:
        return perf_counter() - self.began

    @property
    def left(self) -> float:
        return max(0.0, self.ends - perf_counter())

    def going(self) -> bool:
        now = perf_counter()
        if now - self._asked >= LOOK:
            self._asked = now
            self._ask(self._step)
        return not self.stopped and now < self.ends

    def soon(self, seconds: float) -> Callable[[], bool]:
        """Going, for so many seconds from now at most, and a third of the time left."""
        ends = perf_counter() + min(seconds, self.left / 3)
        return lambda: self.going() and perf_counter() < ends

    def listening(self) -> bool:
        """The same without the limit of time, for what has one of its own."""
        self.going()
        return not self.stopped

    def say(self, level: str, value: int | None, bound: int | None, *, step: str = "searching") -> None:
        self._step = Progress(step=step, level=level, value=value, bound=bound)
        self._ask(self._step)

    def _ask(self, word: Progress) -> None:
        if self.listener is not None and not self.stopped and self.listener(word) is False:
            self.stopped = True
