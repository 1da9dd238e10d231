"""One run of CP-SAT that hears a stop: the solver works in a thread of its own, the listener is asked from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import Any

from ortools.sat.python import cp_model

LOOK = 0.05  # seconds between two looks at whether to go on
WORKERS = 2

Going = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``value`` of a variable, where there is a solution. ``bound`` of the objective, where there is one."""

    feasible: bool
    proven: bool  # optimal, or infeasible
    value: Callable[[Any], bool]
    objective: float
    bound: float


def run(
    cp: cp_model.CpModel, *, seconds: float, seed: int, going: Going | None = None, workers: int = 1, level: int = 2
) -> Answer:
    """Solve within ``seconds``, as long as ``going`` says so. Two workers find proofs that one does not; they take
    turns in an order of their own, not of the clock, so that the answer is the same every time. ``level``: how far the
    relaxation goes, as CP-SAT counts it."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = min(workers, WORKERS)
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    solver.parameters.linearization_level = level
    if workers > 1:
        solver.parameters.interleave_search = True
    statuses: list[Any] = []
    failures: list[BaseException] = []

    def work() -> None:
        try:
            statuses.append(solver.solve(cp))
        except BaseException as failure:  # noqa: BLE001 - told again to whoever asked
            failures.append(failure)

    if going is None:
        work()
    else:
        thread = Thread(target=work, name="cp-sat", daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(LOOK)
            if thread.is_alive() and not going():
                solver.stop_search()
        thread.join()
    if failures:
        raise failures[0]
    status = statuses[0]
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(f"CP-SAT refuses the model: {cp.validate()}")
    feasible = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Answer(
        feasible=feasible,
        proven=status in (cp_model.OPTIMAL, cp_model.INFEASIBLE),
        value=solver.boolean_value,
        objective=solver.objective_value if feasible else 0.0,
        bound=solver.best_objective_bound,
    )
