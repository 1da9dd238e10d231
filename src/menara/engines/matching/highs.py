"""HiGHS as Menara uses it: silent from the first moment, on one thread: the same problem has the same answer."""

from __future__ import annotations

import highspy

INFINITY = highspy.kHighsInf


class SilentHighs(highspy.Highs):
    """HiGHS 1.16 prints its banner while it is being made, before any option can be set; standard output belongs to
    the faces, so it is silenced before that."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the name it overrides
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def new_highs(*, seed: int = 1) -> SilentHighs:
    """An empty model."""
    highs = SilentHighs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", seed)
    return highs
