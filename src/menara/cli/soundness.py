"""Plan files that commands take at their word, looked at as far as it must be for their numbers to mean something."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from menara.cli.verify import read_plan
from menara.errors import Refusal

if TYPE_CHECKING:
    from menara import snapshots


def sound_plan(path: Path) -> snapshots.Plan:
    """A plan whose hash is right and whose slate and prices speak of its own records. Raises ``Refusal``. Values and
    bounds are taken as the file claims them; ``menara verify`` checks them."""
    from menara import snapshots
    from menara.engines.matching.check import known_records

    plan = snapshots.from_json(read_plan(path), file=str(path))
    wrong = []
    if snapshots.problem_hash(plan.problem) != plan.problem_sha256:
        wrong.append("the problem is not the one that was hashed")
    officers, openings = {o.number for o in plan.problem.officers}, {o.ref for o in plan.problem.openings}
    wrong += [f"the slate names {dict(v.about)}" for v in known_records(plan.problem, plan.result.nominees)]
    pins = {pin for level in plan.result.levels for pin in level.prices.pins}
    wanted = {(pin.officer, pin.opening) for pin in plan.problem.pins}
    wrong += [f"{officer} for {opening} is priced as a pin" for officer, opening in sorted(pins - wanted)]
    priced = {name for level in plan.result.levels for name in level.prices.officers}
    limits = {name for level in plan.result.levels for name in level.prices.limits}
    wrong += [f"{name} is priced" for name in sorted((priced - officers) | (limits - openings))]
    if wrong:
        raise Refusal(
            "unsound_plan",
            "%(file)s does not hold together: %(faults)s. menara verify says more.",
            {"file": str(path), "faults": "; ".join(wrong[:5])},
        )
    return plan
