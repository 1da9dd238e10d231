"""``menara alternatives``"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from menara.cli.faults import columns, refuse
from menara.cli.inputs import FILE
from menara.cli.losses import as_json as line_as_json
from menara.cli.losses import in_words, moves_in_words, read_solved, stranger
from menara.cli.progress import Teller, stoppable
from menara.errors import Refusal

if TYPE_CHECKING:
    from menara.engines.matching.alternatives import SolvedPlan
    from menara.engines.matching.standings import NextBest

STOPPED = 130
EPILOG = """\b
Examples:
  menara alternatives plan.json 2024-MONUSCO-78800-DPO
  menara alternatives plan.json POST-1 --most 5 --seconds 60 --json

Exit codes: 0 done, 2 not a plan file, or no such opening in it, 130 stopped with what was settled.
"""


@click.command(epilog=EPILOG)
@click.argument("plan", type=FILE)
@click.argument("opening")
@click.option("--most", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many to show.")
@click.option(
    "--seconds", type=click.FloatRange(min=0), default=20, show_default=True,
    help="Stop solving again after these; 0 asks the prices only.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The same as JSON on standard output.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def alternatives(plan: Path, opening: str, most: int, seconds: float, as_json: bool, quiet: bool) -> int:
    """Say who comes next for an opening of a plan, and what each would cost the whole plan.

    First from the prices that prove the plan ("at least"), then by solving it again with the officer there ("exactly"),
    with the others who would then move.
    """
    from menara.engines.matching.alternatives import alternatives as ask
    from menara.engines.outcome import Limits

    teller = Teller(quiet=quiet)
    solved = read_solved(plan, as_json=as_json)
    if opening not in solved.openings:
        refuse(stranger("opening", opening, list(solved.openings)), as_json=as_json)
    try:
        found = stoppable(
            lambda: ask(plan=solved, opening=opening, most=most, limits=Limits(seconds=seconds), listener=teller),
            teller,
        )
    except Refusal as refusal:
        refuse(refusal, as_json=as_json)
    told = told_of(solved, found)
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else as_text(told, found))
    return STOPPED if teller.is_stopped else 0


def told_of(plan: SolvedPlan, found: NextBest) -> dict[str, Any]:
    """Everything the command says, as plain values."""
    from menara.exports.slate import title_of

    opening = next(o for o in plan.problem.openings if o.ref == found.opening)
    return {
        "opening": found.opening,
        "title": title_of(opening),
        "on": str(plan.problem.on),
        "nominees": [
            {"officer": n.officer, "odds": n.odds, "quality": n.quality}
            for n in plan.result.nominees
            if n.opening == found.opening
        ],
        "eligible": found.eligible,
        "settled": found.is_settled,
        "alternatives": [line_as_json(line, unit=found.unit) for line in found.alternatives],
    }


def as_text(told: dict[str, Any], found: NextBest) -> str:
    """The nominees, then those who come next, then who would move."""
    title = f" – {told['title']}" if told["title"] else ""
    named = ", ".join(f"{n['officer']} ({n['odds']} %)" for n in told["nominees"]) or "nobody"
    lines = [f"Alternatives for {told['opening']}{title}, in the plan of {told['on']}", f"In the plan: {named}"]
    if not found.alternatives:
        return "\n".join([*lines, "Nobody else on the roster is eligible for this opening."])
    rows = [("officer", "odds", "quality", "in the plan for", "the whole plan")]
    rows += [
        (line.officer, f"{line.odds} %", str(line.quality), line.stands_for or "–", in_words(line, unit=found.unit))
        for line in found.alternatives
    ]
    lines += [_how_many(found), "", *(f"  {row}" for row in columns(rows))]
    settled = [line for line in found.alternatives if line.cost is not None]
    if settled:
        lines += ["", "Who else would move"]
        lines += [f"  {row}" for row in columns([(line.officer, moves_in_words(line.moves)) for line in settled])]
    if not found.is_settled:
        lines += ["", "Not all is settled: “at least” is proven by prices; give more --seconds for exact costs."]
    return "\n".join(lines)


def _how_many(found: NextBest) -> str:
    shown = len(found.alternatives)
    cheapest = f"the {shown} that cost the plan least" if shown < found.eligible else "all of them"
    return f"Eligible beside them: {found.eligible:,}; shown: {cheapest}."
