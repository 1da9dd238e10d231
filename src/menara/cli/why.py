"""``menara why``"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from menara.cli.faults import columns, refuse
from menara.cli.inputs import FILE
from menara.cli.losses import as_json as line_as_json
from menara.cli.losses import (
    at_least_in_words,
    conflict_as_json,
    conflict_in_words,
    in_words,
    moves_in_words,
    read_solved,
    stranger,
)
from menara.cli.progress import Teller, stoppable
from menara.errors import Refusal

if TYPE_CHECKING:
    from menara.engines.matching.standings import Standing, WhyNot

STOPPED = 130
MOST_OPENINGS = 4  # named of those with the same reason
EPILOG = """\b
Examples:
  menara why plan.json MA-004211
  menara why plan.json MA-004211 --json

Exit codes: 0 done, 2 not a plan file, or no such officer in it, 130 stopped with what prices say.
"""


@click.command(epilog=EPILOG)
@click.argument("plan", type=FILE)
@click.argument("officer")
@click.option(
    "--seconds", type=click.FloatRange(min=0), default=20, show_default=True,
    help="Stop solving again after these; 0 asks the prices only.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The same as JSON on standard output.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def why(plan: Path, officer: str, seconds: float, as_json: bool, quiet: bool) -> int:
    """Say why a plan does not propose an officer: barred by which rules, kept out by whom, or beaten by how much."""
    from menara.engines.matching.why_not import why_not
    from menara.engines.outcome import Limits

    teller = Teller(quiet=quiet)
    solved = read_solved(plan, as_json=as_json)
    numbers = list(solved.instance.roster.number)
    if officer not in numbers:
        refuse(stranger("officer", officer, numbers), as_json=as_json)
    try:
        found = stoppable(
            lambda: why_not(plan=solved, officer=officer, limits=Limits(seconds=seconds), listener=teller), teller
        )
    except Refusal as refusal:
        refuse(refusal, as_json=as_json)
    told = told_of(found)
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else as_text(found))
    return STOPPED if teller.is_stopped else 0


def told_of(found: WhyNot) -> dict[str, Any]:
    """Everything the command says, as plain values."""
    return {
        "officer": found.officer,
        "verdict": verdict_of(found),
        "proposed_for": found.proposed_for,
        "cheapest": None if found.best is None else line_as_json(found.best, unit=found.unit),
        "caps": [conflict_as_json(cap) for cap in found.caps],
        "exclusions": [{"opening": e.opening, "by": e.by, "reason": e.reason} for e in found.exclusions],
        "openings": [_standing(one) for one in found.standings],
    }


def verdict_of(found: WhyNot) -> str:
    """proposed, beaten, tied, no_room, or what keeps the officer from every opening: excluded, unknown, barred."""
    if found.proposed_for:
        return "proposed"
    if found.best is not None:
        if found.best.conflicts or (found.best.least is None and found.best.cost is None):
            return "no_room"
        return "tied" if found.best.is_tie else "beaten"
    kinds = {one.kind for one in found.standings}
    return next((kind for kind in ("excluded", "unknown") if kind in kinds), "barred")


def _standing(one: Standing) -> dict[str, Any]:
    from menara.cli.losses import by_goal

    return {
        "opening": one.opening,
        "kind": one.kind,
        "rules": list(one.rules),
        "excluded_by": "" if one.exclusion is None else one.exclusion.by,
        "reason": "" if one.exclusion is None else one.exclusion.reason,
        "odds": one.odds,
        "quality": one.quality,
        "at_least": None if one.loss is None else by_goal(one.loss.least),
    }


# --- as text ----------------------------------------------------------------------------------------------------------


def as_text(found: WhyNot) -> str:
    """The verdict and who would give way, then the openings the officer is eligible for, then what keeps him or her
    from the others."""
    lines = [*_verdict(found), *(f"No room for one more: {conflict_in_words(cap)}." for cap in found.caps)]
    able = [one for one in found.standings if one.odds]
    if able and not found.proposed_for:
        rows = [
            ("opening", "odds", "quality", "the whole plan"),
            *(_able(found, one) for one in _cheapest_first(found, able)),
        ]
        lines += ["", "Eligible for", *(f"  {row}" for row in columns(rows))]
    kept = _kept_out(found)
    if kept:
        lines += ["", "Kept out by people", *(f"  {row}" for row in columns(kept))]
    for kind, heading in (("unknown", "Not known"), ("barred", "Not met")):
        rules = _rules(found, kind)
        if rules:
            told = columns([("openings", "alone at", "why"), *rules])
            lines += ["", heading, *(f"  {row}" for row in told)]
    return "\n".join(lines)


def _verdict(found: WhyNot) -> list[str]:
    verdict = verdict_of(found)
    if verdict == "proposed":
        return [f"{found.officer} is proposed, for {found.proposed_for}."]
    heading = [f"Why {found.officer} is not proposed", ""]
    if found.best is None:
        said = {
            "excluded": "Kept out by a person, or not eligible, at every opening.",
            "unknown": "Papers are missing: nobody with an unknown answer is on a slate, unless pinned by a person.",
            "barred": "Every opening has a rule that bars the officer.",
        }
        return [*heading, said[verdict]]
    told = in_words(found.best, unit=found.unit)
    if verdict == "no_room":
        return [*heading, f"Eligible, but no slate has room; {told}."]
    if verdict == "tied":
        word = f"Equally good: proposed for {found.best.opening} the plan would lose nothing. The fixed order chose."
    else:
        word = f"Beaten. It would cost least for {found.best.opening}; the whole plan then, {told}."
    moves = [f"Then {moves_in_words(found.best.moves)}."] if found.best.cost is not None else []
    return [*heading, word, *moves]


def _cheapest_first(found: WhyNot, standings: list[Standing]) -> list[Standing]:
    best = "" if found.best is None else found.best.opening
    return sorted(standings, key=lambda s: (s.loss is None, s.opening != best, s.loss or ((), ())))


def _able(found: WhyNot, one: Standing) -> tuple[str, str, str, str]:
    if found.best is not None and found.best.opening == one.opening and found.best.is_settled:
        told = in_words(found.best, unit=found.unit)
    else:
        told = at_least_in_words(one.loss and one.loss.least, unit=found.unit)
    return one.opening, f"{one.odds} %", str(one.quality), told


def _kept_out(found: WhyNot) -> list[tuple[str, str]]:
    return [(e.opening or "every opening", f"by {e.by}: {e.reason}") for e in found.exclusions]


def _rules(found: WhyNot, kind: str) -> list[tuple[str, str, str]]:
    """Each rule with the number of openings it speaks at, and where nothing else stands in the way."""
    from menara.sentences import rule_sentence, unknown_sentence

    at: dict[str, list[str]] = defaultdict(list)
    alone: dict[str, list[str]] = defaultdict(list)
    for one in found.standings:
        for rule in one.rules if one.kind == kind else ():
            at[rule].append(one.opening)
            if len(one.rules) == 1:
                alone[rule].append(one.opening)
    say = rule_sentence if kind == "barred" else unknown_sentence
    order = sorted(at, key=lambda rule: -len(at[rule]))
    return [(f"{len(at[rule]):,}", _some(alone[rule]), say(rule)) for rule in order]


def _some(openings: list[str]) -> str:
    named = ", ".join(openings[:MOST_OPENINGS]) or "–"
    return named + (f" and {len(openings) - MOST_OPENINGS} more" if len(openings) > MOST_OPENINGS else "")
