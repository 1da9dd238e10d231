"""The one door: a problem in, a programme with its proof out."""

from __future__ import annotations

from menara.engines.meetings.problem import Problem, Programme, Result
from menara.engines.outcome import Limits, Listener


def solve(
    *, problem: Problem, limits: Limits, listener: Listener | None = None, start: Programme | None = None
) -> Result:
    """The best programme within ``limits``: levels in the order of ``GOALS``, each with value, bound and gap.

    It ends at the gap asked for, at the limit of time, or where ``listener`` returns False; the best programme is kept.
    ``start`` is a programme to begin from. Where no programme can stand the result is infeasible and names a smallest
    set of requirements that cannot hold together. Raises ``BadInput`` with every fault of the problem.
    """
    raise NotImplementedError
