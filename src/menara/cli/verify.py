"""``menara verify``"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from menara.cli.faults import columns, refuse
from menara.cli.inputs import FILE
from menara.errors import BadInput, Fault, Refusal

if TYPE_CHECKING:
    from menara.engines.matching.verify import Claim
    from menara.snapshots import Verification

MAX_BYTES = 1 << 30
NOT_RECHECKED = "solver's claim, not re-checked"
CLAIMS = {
    "input_hash": "the problem is the one that was hashed",
    "eligible_pairs": "pairs in which every rule is met",
    "unit": "unit of the expected selections",
    "feasible": "every constraint holds",
    "odds": "odds and quality of every nominee",
    "levels": "the levels, in order",
    "value": "value",
    "prices": "the recorded prices may be used",
    "price_bound": "bound of the recorded prices",
    "bound": "bound",
    "proven_by": "who proves it",
    "search": "what search closed beyond the prices",
    "status": "status",
    "reserves": "number in reserve",
    "reserve": "in reserve",
    "infeasible": "no slate is claimed",
    "conflict": "requirements that cannot hold together",
    "plan_hash": "the plan is the one that was hashed",
    "filled": "vacancies filled",
    "quality_part": "quality part of the value",
    "penalties": "lost for missing speakers",
    "gap": "gap left",
    "quality_gap": "gap left, on the quality part",
}
EPILOG = """\b
Examples:
  menara verify plan.json
  menara verify plan.json --json
  menara verify M-std
  menara verify M-std/claims.json --problem M.npz

Exit codes: 0 every claim that can be re-checked is true, 1 a claim is false, 2 not a plan file.
"""


@click.command(epilog=EPILOG)
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("--problem", type=FILE, help="The .npz file a staffing is about; looked for beside it where not given.")
@click.option("--json", "as_json", is_flag=True, help="Every claim as JSON on standard output.")
def verify(plan: Path, problem: Path | None, as_json: bool) -> int:
    """Check a plan and its proof again, without a solver.

    PLAN is a plan.json, or the folder (or claims.json) that menara staff wrote.

    Every rule is asked again of every pair, every constraint is checked, every value is added up, and every bound is
    rebuilt from the recorded prices. What the solver's search closed beyond the prices is said, not re-checked.
    """
    try:
        verification = _verification(plan, problem)
    except Refusal as refusal:
        refuse(refusal, as_json=as_json)
    if as_json:
        told = {"ok": verification.ok, "claims": [_as_json(claim) for claim in verification.claims]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1, default=str))
    else:
        click.echo("\n".join(_as_text(verification.claims)))
    return 0 if verification.ok else 1


def _verification(plan: Path, problem: Path | None) -> Verification:
    from menara import snapshots, staffing_claims

    if plan.is_dir():
        return staffing_claims.verify(plan, problem=problem)
    text = read_plan(plan)
    if staffing_claims.is_claims(text):
        return staffing_claims.verify(plan, problem=problem)
    return snapshots.verify(text, file=str(plan))


def read_plan(path: Path) -> str:
    """The text of a plan file. Raises ``BadInput`` where it cannot be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _bad(path, "The file is larger than any plan.")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise _bad(path, "The file is not UTF-8; a plan file is.") from None
    except OSError as error:
        raise _bad(path, "The file cannot be opened: %(found)s.", found=error.strerror or str(error)) from None


def _bad(path: Path, sentence: str, *, found: str = "") -> BadInput:
    return BadInput([Fault(file=str(path), row=0, column="", code="plan_file", sentence=sentence, found=found)])


def _as_text(claims: tuple[Claim, ...]) -> list[str]:
    rows = [("", "claim", "about", "claimed", "recomputed")]
    for claim in claims:
        answer = {True: "true", False: "FALSE", None: NOT_RECHECKED}[claim.ok]
        rows.append(
            (answer, CLAIMS.get(claim.name, claim.name), claim.about, _short(claim.claimed), _short(claim.recomputed))
        )
    false = sum(claim.ok is False for claim in claims)
    taken = sum(claim.ok is None for claim in claims)
    lines = [*columns(rows), ""]
    if false:
        lines.append(f"{false} of {len(claims)} claims are false: do not rely on this plan.")
    else:
        lines.append(f"All {len(claims) - taken} claims that can be re-checked are true.")
    if taken:
        lines.append(f"{taken} more rest on search: {NOT_RECHECKED}.")
    return lines


def _as_json(claim: Claim) -> dict[str, Any]:
    return {
        "name": claim.name,
        "ok": claim.ok,
        "about": claim.about,
        "claimed": claim.claimed,
        "recomputed": claim.recomputed,
        **({"note": NOT_RECHECKED} if claim.ok is None else {}),
    }


def _short(value: Any, limit: int = 40) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
