"""How often one may ask: so many times a minute, counted in this process."""

from __future__ import annotations

import threading
from collections import Counter


class Pace:
    """At most ``most`` questions of one asker in each span of ``seconds``. Gentle: with several processes, each
    counts for itself, and a new span begins with a clean slate."""

    def __init__(self, *, most: int, seconds: int = 60) -> None:
        self.most, self.seconds = most, seconds
        self._lock = threading.Lock()
        self._span = 0
        self._asked: Counter[str] = Counter()

    def allows(self, asker: str, *, at: float) -> bool:
        """Whether the asker may ask once more at this second, which is counted."""
        with self._lock:
            span = int(at // self.seconds)
            if span != self._span:
                self._span, self._asked = span, Counter()
            self._asked[asker] += 1
            return self._asked[asker] <= self.most
