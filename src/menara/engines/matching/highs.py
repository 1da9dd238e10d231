"""HiGHS as Menara uses it: silent from the first moment, on one thread: the same problem has the same answer. It asks
while it runs whether it is to go on."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, isfinite
from typing import Any

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


def run_while(
    highs: SilentHighs, going: Callable[[float], bool], *, better: Callable[[Any], object] | None = None
) -> None:
    """Run until it ends or ``going`` says no. It is asked every few steps of a linear program and many times a second
    in branch and bound, and told the best value found so far, infinite where there is none or the program is linear.
    ``better`` is told the columns' values of every better answer of branch and bound.

    What either raises, an interrupt from the keyboard too, is raised here, not inside the solver.
    """
    raised: list[BaseException] = []

    def heed(event: Any, found: float = inf) -> None:
        try:
            stop = bool(raised) or not going(found if isfinite(found) else inf)
        except BaseException as wrong:  # noqa: BLE001 - it goes on below, out of the solver's hands
            raised.append(wrong)
            stop = True
        if stop:
            event.interrupt()

    def heed_search(event: Any) -> None:
        heed(event, float(event.data_out.mip_primal_bound))

    def tell(event: Any) -> None:
        try:
            if better is not None and not raised:
                better(event.data_out.mip_solution)
        except BaseException as wrong:  # noqa: BLE001 - the next question interrupts
            raised.append(wrong)

    asked = [(highs.cbSimplexInterrupt, heed), (highs.cbIpmInterrupt, heed), (highs.cbMipInterrupt, heed_search)]
    if better is not None:
        asked.append((highs.cbMipImprovingSolution, tell))
    for moment, answer in asked:
        moment.subscribe(answer)
    try:
        highs.run()
    finally:
        for moment, answer in asked:
            moment.unsubscribe(answer)
    if raised:
        raise raised[0]
