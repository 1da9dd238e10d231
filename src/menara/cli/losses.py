"""What a plan would lose with one officer more, in plain words and as JSON: for ``menara alternatives`` and ``why``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from menara.cli.faults import refuse
from menara.errors import Refusal

if TYPE_CHECKING:
    from menara.engines.matching.alternatives import SolvedPlan
    from menara.engines.matching.problem import Conflict
    from menara.engines.matching.standings import Alternative, Cost, Move

MOST_MOVES = 6


def read_solved(path: Path, *, as_json: bool) -> SolvedPlan:
    """The plan of a file with its slate. Leaves with a sentence where there is none."""
    from menara import snapshots
    from menara.cli.verify import read_plan
    from menara.engines.matching.alternatives import SolvedPlan

    try:
        plan = snapshots.from_json(read_plan(path), file=str(path))
        return SolvedPlan.of(problem=plan.problem, result=plan.result)
    except Refusal as refusal:
        refuse(refusal, as_json=as_json)


def stranger(kind: str, name: str, known: list[str]) -> Refusal:
    """What to say of a name that the plan does not know."""
    from menara.intake.cells import nearest

    return Refusal(
        "stranger",
        "There is no %(kind)s “%(name)s” in the plan. Near it: %(near)s.",
        {"kind": kind, "name": name, "near": nearest(name, known)},
    )


def as_json(line: Alternative, *, unit: int) -> dict[str, Any]:
    """Whole numbers by goal; ``cost`` where it is exact, ``at_least`` as far as prices prove anything."""
    return {
        "officer": line.officer,
        "opening": line.opening,
        "odds": line.odds,
        "quality": line.quality,
        "in_the_plan_for": line.stands_for,
        "settled": line.is_settled,
        "tie": line.is_tie,
        "cost": by_goal(line.cost),
        "at_least": by_goal(line.least),
        "unit": unit,
        "moves": [{"officer": m.officer, "before": m.before, "after": m.after} for m in line.moves],
        "conflicts": [conflict_as_json(conflict) for conflict in line.conflicts],
    }


def conflict_as_json(conflict: Conflict) -> dict[str, str]:
    return {"constraint": conflict.constraint, **{k: str(v) for k, v in conflict.about.items()}}


def by_goal(cost: Cost | None) -> dict[str, int] | None:
    from menara.engines.matching.goals import GOALS

    return None if cost is None else dict(zip(GOALS, cost, strict=False))


def in_words(line: Alternative, *, unit: int) -> str:
    """What the whole plan loses, exactly or at least."""
    if line.conflicts:
        wish = {"officer": line.officer, "opening": line.opening}
        others = [conflict for conflict in line.conflicts if dict(conflict.about) != wish]
        return "cannot be: " + "; ".join(conflict_in_words(conflict) for conflict in others)
    if line.is_tie:
        return "exactly nothing: just as good, only the fixed order chose"
    if line.cost is not None:
        return "exactly: " + changes_in_words(line.cost, unit=unit)
    return at_least_in_words(line.least, unit=unit)


def at_least_in_words(least: Cost | None, *, unit: int) -> str:
    if least is None:
        return "cannot be: pins leave no room"
    if not any(least):
        return "at least: no loss is proven"
    if least[-1] < 0:
        return f"perhaps a gain: the plan is not proven, {changes_in_words(least, unit=unit)} at most"
    return "at least: " + changes_in_words(least, unit=unit)


def changes_in_words(cost: Cost, *, unit: int) -> str:
    """What changes at each goal, in the order of the goals; losses are minus."""
    from menara.engines.matching.goals import GOALS
    from menara.exports.slate import GOAL_NAMES, in_units

    parts = []
    for goal, loss in zip(GOALS, cost, strict=False):
        if loss:
            amount = abs(in_units(goal, loss, unit))
            shown = f"{amount:,.4f}" if isinstance(amount, float) else f"{amount:,}"
            parts.append(f"{GOAL_NAMES[goal]} {'−' if loss > 0 else '+'}{shown}")
    return ", ".join(parts)


def conflict_in_words(conflict: Conflict) -> str:
    from menara.exports.shown import plain

    about = ", ".join(f"{plain(name)} {value}" for name, value in conflict.about.items())
    return f"{plain(conflict.constraint)} ({about})" if about else plain(conflict.constraint)


def moves_in_words(moves: tuple[Move, ...]) -> str:
    """Who else would stand elsewhere."""
    if not moves:
        return "nobody else moves"
    told = [_move(move) for move in moves[:MOST_MOVES]]
    return "; ".join(told) + (f"; and {len(moves) - MOST_MOVES} more" if len(moves) > MOST_MOVES else "")


def _move(move: Move) -> str:
    if not move.after:
        return f"{move.officer} leaves {move.before}"
    if not move.before:
        return f"{move.officer} joins for {move.after}"
    return f"{move.officer} from {move.before} to {move.after}"
