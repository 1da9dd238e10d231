"""``menara unlock``"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from menara.cli.faults import columns, refuse
from menara.cli.inputs import FILE
from menara.cli.losses import by_goal, changes_in_words
from menara.cli.progress import Teller, stoppable
from menara.errors import Refusal

if TYPE_CHECKING:
    from menara.engines.matching.problem import Problem, Result
    from menara.engines.matching.unlock import Taken, Unlock, Unlocking

STOPPED = 130
KINDS = (
    "language_test", "language_course", "skill_course", "driving", "firearms_test", "passport", "medical",
    "vaccination", "state_certificate", "attestation", "release", "offer", "availability", "relief",
    "no_longer_withheld",
)  # fmt: skip
PRICED_ONLY = 10  # of the programmes that were only priced, so many are shown
EPILOG = """\b
Examples:
  menara unlock plan.json
  menara unlock plan.json --kind language_test --kind language_course --most 3
  menara unlock plan.json --cost language_test=150 --cost language_course:fr=2400 --budget 10000
  menara unlock plan.json --json

\b
Costs are whole, in any currency, for one officer: by kind, or more particular as kind:what or kind:what:how-much.
With --budget, steps without a cost are left out. Nothing is written: the plan and its records stay as they are.
Exit codes: 0 done, 2 not a plan file or a plan without a slate, 130 stopped with what was found.
"""


class Cost(click.ParamType):
    """``language_test=150`` or ``language_course:fr=2400``"""

    name = "KIND=NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        if isinstance(value, tuple):
            return value
        name, _equals, cost = value.partition("=")
        if name.split(":")[0] not in KINDS:
            self.fail(f"there is no step “{name}”; the kinds are {', '.join(KINDS)}", param, ctx)
        if not cost.isascii() or not cost.isdigit():
            self.fail(f"{value}: write a whole number after the sign, for example {name}=150", param, ctx)
        return name, int(cost)


@click.command(epilog=EPILOG)
@click.argument("plan", type=FILE)
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only these kinds of steps; all else.")
@click.option("--cost", "costs", type=Cost(), multiple=True, help="What one step costs.")
@click.option("--budget", type=click.IntRange(0, 10**12), help="The best set of steps that costs no more.")
@click.option("--most", type=click.IntRange(0, 1000), default=5, show_default=True, help="How many to confirm.")
@click.option(
    "--seconds", type=click.FloatRange(min=0), default=60, show_default=True, help="Stop solving after these."
)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON on standard output.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def unlock(
    plan: Path,
    kinds: tuple[str, ...],
    costs: tuple[tuple[str, int], ...],
    budget: int | None,
    most: int,
    seconds: float,
    as_json: bool,
    quiet: bool,
) -> int:
    """Say which training, test or paper, for which officers, would fill more posts of a plan.

    First from the prices that prove the plan ("at most"), then by solving it again with the records changed
    ("exactly"), with the fewest officers who are needed.
    """
    if budget is not None and not costs:
        raise click.UsageError("--budget needs at least one --cost")
    teller = Teller(quiet=quiet)
    try:
        problem, result = _read(plan)
        found = stoppable(
            lambda: _ask(problem, result, kinds or KINDS, dict(costs), budget, most, seconds, teller), teller
        )
    except Refusal as refusal:
        refuse(refusal, as_json=as_json)
    told = told_of(problem, found)
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else as_text(told, found, budget=budget))
    return STOPPED if teller.is_stopped else 0


def _read(plan: Path) -> tuple[Problem, Result]:
    from menara import snapshots
    from menara.cli.verify import read_plan

    made = snapshots.from_json(read_plan(plan), file=str(plan))
    return made.problem, made.result


def _ask(
    problem: Problem,
    result: Result,
    kinds: tuple[str, ...],
    costs: Mapping[str, int],
    budget: int | None,
    most: int,
    seconds: float,
    teller: Teller,
) -> Unlocking:
    from menara.engines.eligibility.steps import StepKind
    from menara.engines.matching.unlock import unlock as ask
    from menara.engines.matching.unlock import within_budget
    from menara.engines.outcome import Limits

    given: dict[str, Any] = {"problem": problem, "result": result, "costs": costs, "listener": teller}
    given |= {"kinds": [StepKind(kind) for kind in kinds], "limits": Limits(seconds=seconds)}
    return ask(**given, most=most) if budget is None else within_budget(**given, budget=budget)


def told_of(problem: Problem, found: Unlocking) -> dict[str, Any]:
    """Everything the command says, as plain values."""
    return {
        "on": str(problem.on),
        "before": by_goal(found.before),
        "unit": found.unit,
        "complete": found.complete,
        "programmes": [_programme(one, found) for one in found.programmes],
    }


def _programme(one: Unlock, found: Unlocking) -> dict[str, Any]:
    return {
        "step": None if one.step is None else one.step._asdict(),
        "says": None if one.step is None else _says(one.step),
        "candidates": one.candidates,
        "confirmed": one.values is not None,
        "exact": one.exact,
        "fewest": one.fewest,
        "after": by_goal(one.values),
        "at_most": by_goal(one.at_most),
        "gain": by_goal(found.gain(one)),
        "cost": one.cost,
        "officers": [
            {"officer": t.officer, "opening": t.opening, "cost": t.cost, **t.step._asdict(), "says": _says(t.step)}
            for t in one.taken
        ],
    }


def _says(step: Any) -> str:
    from menara.exports.tongue import ENGLISH
    from menara.sentences import step_sentence

    return ENGLISH.say(step_sentence(step))


def as_text(told: dict[str, Any], found: Unlocking, *, budget: int | None) -> str:
    """The programmes, the best first, then who would take which step and for what."""
    lines = [f"What would fill more posts, in the plan of {told['on']}"]
    lines.append("As it stands: " + changes_in_words(tuple(-v for v in found.before), unit=found.unit).replace("+", ""))
    if not found.programmes:
        nothing = "No step alone gains anything." if budget is None else "No set of steps within the budget gains."
        return "\n".join([*lines, nothing if found.complete else "Nothing was found before time was over."])
    confirmed = [one for one in found.programmes if one.values is not None]
    priced = [one for one in found.programmes if one.values is None]
    if confirmed:
        lines += ["", *_table(confirmed, found), "", "Who would do it, and for which opening"]
        for place, one in enumerate(confirmed, start=1):
            lines += _who(place, one)
    if priced:
        lines += ["", "Only priced, not solved again: what no plan can exceed, with every officer who lacks only this"]
        lines += [f"  {row}" for row in columns(_priced(one, found) for one in priced[:PRICED_ONLY])]
        lines += [f"  … and {len(priced) - PRICED_ONLY} more."] if len(priced) > PRICED_ONLY else []
    lines.append("")
    if found.complete:
        lines.append(
            "Proven: the plan was solved again for each; nobody fewer reaches as much, and nothing left out is better."
            if budget is None
            else "Proven: nothing that fits the budget is better, and no less money reaches as much."
        )
    else:
        lines.append("Not all is proven; give more --seconds for the rest.")
    lines.append("This is a what-if: no record was changed.")
    return "\n".join(lines)


def _table(confirmed: list[Unlock], found: Unlocking) -> list[str]:
    has_costs = any(one.cost is not None for one in confirmed)
    rows = [("", "step", "needed", "the whole plan gains", *(("cost",) if has_costs else ()))]
    for place, one in enumerate(confirmed, start=1):
        sure = "exactly" if one.exact else "at least"
        gain = changes_in_words(tuple(-g for g in found.gain(one)), unit=found.unit)
        cost = ("–" if one.cost is None else f"{one.cost:,}",) if has_costs else ()
        needed = f"{len(one.taken)} of {one.candidates:,}"
        step = "several steps together" if one.step is None else _says(one.step)
        rows.append((str(place), step, needed, f"{sure}: {gain}", *cost))
    return [f"  {row}" for row in columns(rows)]


def _who(place: int, one: Unlock) -> list[str]:
    """One line where all take the same step, else one an officer."""
    if one.step is not None:
        few = "" if one.fewest else " (perhaps fewer would do)"
        return [f"  {place}  " + "; ".join(_serves(t) for t in one.taken) + few]
    rows = [(_serves(t), _says(t.step), "" if t.cost is None else f"{t.cost:,}") for t in one.taken]
    less = [] if one.fewest else ["  Perhaps less money would do."]
    return [*(f"  {row}" for row in columns(rows)), *less]


def _serves(taken: Taken) -> str:
    return f"{taken.officer} for {taken.opening}" if taken.opening else taken.officer


def _priced(one: Unlock, found: Unlocking) -> tuple[str, str, str]:
    """Only the first level that may gain: what may follow below it says little."""
    gain = found.gain(one)
    first = next((k for k, g in enumerate(gain) if g), 0)
    shown = tuple(-g if k == first else 0 for k, g in enumerate(gain))
    step = "" if one.step is None else _says(one.step)
    return step, f"officers: {one.candidates:,}", "at most: " + changes_in_words(shown, unit=found.unit)
