"""``menara fairness``"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from menara.cli.faults import columns, refuse
from menara.cli.inputs import FILE
from menara.errors import Refusal

if TYPE_CHECKING:
    from menara.engines.matching.fairness import Fairness

FEW = 20  # below so many no per cent are told
KINDS = {"sex": "women and men", "service": "services", "nationality": "nationalities", "home_unit": "home units"}
SEXES = {"f": "women", "m": "men", "": "not stated"}
SIDES = {"": "within the range", "fewer": "below the range", "more": "above the range"}
EPILOG = """\b
Examples:
  menara fairness plan.json
  menara fairness plan.json --json

Exit codes: 0 done, 2 not a plan file, or one that does not hold together.
"""


@click.command(epilog=EPILOG)
@click.argument("plan", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON on standard output.")
def fairness(plan: Path, as_json: bool) -> int:
    """Count how women, services, nationalities and home units came out of a plan.

    Beside each count stands what an even draw would give, if every opening had drawn its nominees from those eligible
    for it, and the range in which 19 of 20 such draws fall. A count within its range says nothing either way.
    """
    from menara.cli.soundness import sound_plan
    from menara.engines.matching.fairness import fairness as came_out

    try:
        made = sound_plan(plan)
        found = came_out(problem=made.problem, result=made.result)
    except Refusal as refusal:
        refuse(refusal, as_json=as_json)
    told = told_of(found)
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else as_text(told))
    return 0


def told_of(found: Fairness) -> dict[str, Any]:
    """Every group and every call, as plain values."""
    return {
        "nominees": found.nominees,
        **{
            kind: [
                {
                    "group": SEXES.get(one.name, one.name) if kind == "sex" else one.name or SEXES[""],
                    "offered": one.offered,
                    "eligible": one.eligible,
                    "proposed": one.proposed,
                    "expected": round(float(one.expected), 4),
                    "range": [one.low, one.high],
                    "against_range": SIDES[one.side],
                }
                for one in groups
            ]
            for kind, groups in found.groups.items()
        },
        "women_by_call": [
            {
                "call": one.call,
                "nominees": one.nominees,
                "women": one.women,
                "asked": one.asked,
                "waived": one.waived,
            }
            for one in found.calls
        ],
    }


def as_text(told: dict[str, Any]) -> str:
    """The same for reading on a screen."""
    parts = []
    for kind, title in KINDS.items():
        eligible = sum(one["eligible"] for one in told[kind])
        rows = [(title, "offered", "eligible", "proposed", "expected", "range", "")]
        rows += [
            (
                one["group"],
                f"{one['offered']:,}",
                f"{one['eligible']:,}{_share(one['eligible'], eligible)}",
                f"{one['proposed']:,}{_share(one['proposed'], told['nominees'])}",
                f"{one['expected']:,.1f}",
                f"{one['range'][0]}–{one['range'][1]}",
                one["against_range"],
            )
            for one in told[kind]
        ]
        parts.append("\n".join(columns(rows)))
    calls = [("call", "nominees", "women", "asked")]
    for one in told["women_by_call"]:
        asked = "—" if one["asked"] is None else f"{one['asked']}{' (waived)' if one['waived'] else ''}"
        calls.append((one["call"], str(one["nominees"]), str(one["women"]), asked))
    parts.append("\n".join(columns(calls)))
    parts.append(
        "Expected and range: if every opening drew its nominees evenly from those eligible for it; 19 of 20 draws fall "
        "in the range.\nOf twenty groups about one lies outside by chance alone."
    )
    return "\n\n".join(parts)


def _share(part: int, whole: int) -> str:
    return f" ({100 * part / whole:.0f} %)" if whole >= FEW else ""
