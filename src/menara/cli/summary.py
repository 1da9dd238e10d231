"""A plan in a page of text: what was asked, what was reached and proven, who is kept out, and where the files are."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

from menara.cli.faults import columns
from menara.engines.matching.problem import Problem, Result, positions_of
from menara.exports.refusals import Refusals
from menara.exports.shown import plain
from menara.exports.slate import GOAL_NAMES, filled_in, in_units, title_of
from menara.sentences import rule_sentence

MOST_RULES, MOST_OPENINGS = 8, 40
SMALL_GAP = 0.001  # below, a gap is told to the four places of a per cent


def summary_of(
    *, problem: Problem, result: Result, refusals: Refusals, files: tuple[Path, ...], plan_hash: str
) -> dict[str, Any]:
    """Everything ``menara plan`` says, as plain values."""
    barred: Counter[str] = Counter()
    for count in refusals.by_rule:
        barred[count.rule] += count.barred
    hardest = {
        ref: {"rule": most.rule, "sentence": rule_sentence(most.rule), "officers": most.barred}
        for ref, counts in groupby(refusals.by_rule, key=lambda c: c.opening)
        if (most := max(counts, key=lambda c: c.barred)).barred
    }
    return {
        "status": result.status.value,
        "on": str(problem.on),
        "officers": len(problem.officers),
        "openings": len(problem.openings),
        "positions": sum(map(positions_of, problem.openings)),
        "eligible_pairs": result.pairs,
        "nominees": len(result.nominees),
        "reserves": len(result.reserves),
        "levels": [
            {
                "level": level.goal,
                "value": in_units(level.goal, level.value, result.unit),
                "bound": in_units(level.goal, level.bound, result.unit),
                "gap": level.gap,
                "proven_by": level.proven_by,
                "bound_by": level.bound_by,
            }
            for level in result.levels
        ],
        "by_opening": [
            {
                "ref": o.ref,
                "title": title_of(o),
                "positions": positions_of(o),
                "filled": filled_in(o.ref, result),
                "nominees": [n.officer for n in result.nominees if n.opening == o.ref],
                "bars_most": hardest.get(o.ref),
            }
            for o in problem.openings
        ],
        "pinned_with_unknown_answers": [
            {"officer": n.officer, "opening": n.opening, "rules": list(n.unknown)} for n in result.nominees if n.unknown
        ],
        "conflicts": [
            {"constraint": c.constraint, **{k: str(v) for k, v in c.about.items()}} for c in result.conflicts
        ],
        "refusals": {"lines": refusals.total, "by_rule": dict(barred.most_common())},
        "openings_that_do_not_say": sorted({c.opening for c in refusals.by_rule if c.opening_is_silent}),
        "missing_papers": {
            "officers": len({m.officer for m in refusals.missing}),
            "facts": len(refusals.missing),
        },
        "seconds": {"screen": round(result.seconds_screen, 3), "solve": round(result.seconds_solve, 3)},
        "problem_sha256": plan_hash,
        "files": [str(file) for file in files],
    }


def as_text(told: dict[str, Any]) -> str:
    """The same for reading on a screen."""
    asked = (
        f"Planned on {told['on']}: {_many(told['officers'], 'officer')}, {_many(told['openings'], 'opening')} with "
        f"{_many(told['positions'], 'position')}; {_many(told['eligible_pairs'], 'pair')} in which every rule is met."
    )
    lines = [asked, ""]
    if told["conflicts"]:
        lines += ["Nothing can hold all of these together:"]
        lines += [f"  - {_conflict(conflict)}" for conflict in told["conflicts"]]
    else:
        lines += [_status(told), "", *_levels(told), "", *_openings(told), *_pinned(told)]
    lines += ["", *_refusals(told)]
    papers = told["missing_papers"]
    if papers["officers"]:
        who, what = _many(papers["officers"], "officer"), _many(papers["facts"], "fact")
        lines += ["", f"Missing papers keep {who} waiting ({what} to find)."]
    if told["openings_that_do_not_say"]:
        silent = told["openings_that_do_not_say"]
        lines += ["", "These openings do not say enough for every rule: " + _some(silent) + "."]
    lines += ["", "Written: " + ", ".join(told["files"])]
    return "\n".join(lines)


def _status(told: dict[str, Any]) -> str:
    word = {
        "optimal": "No better slate exists",
        "feasible": "A slate with a gap left",
        "stopped": "Stopped; the best slate so far",
    }[told["status"]]
    seconds = told["seconds"]["screen"] + told["seconds"]["solve"]
    return f"{word}: {_many(told['nominees'], 'nominee')}, {told['reserves']:,} in reserve, in {seconds:.1f} s."


def _levels(told: dict[str, Any]) -> list[str]:
    rows = [("level", "value", "bound", "gap", "proven by")]
    for level in told["levels"]:
        gap = "0" if level["gap"] == 0 else f"{level['gap']:.4%}" if level["gap"] < SMALL_GAP else f"{level['gap']:.1%}"
        proven = {"prices": "prices", "search": "search (the solver's claim)"}[level["bound_by"]]
        if not level["proven_by"]:
            proven = f"the bound by {proven}; a gap is left"
        rows.append((GOAL_NAMES[level["level"]], _number(level["value"]), _number(level["bound"]), gap, proven))
    return [f"  {line}" for line in columns(rows)]


def _openings(told: dict[str, Any]) -> list[str]:
    rows = [("opening", "filled", "nominees")]
    openings = told["by_opening"]
    if len(openings) > MOST_OPENINGS:  # those with an empty position are what a planner looks for
        openings = sorted(openings, key=lambda o: bool(o["filled"] == o["positions"]))
    for opening in openings:
        who, most = _some(opening["nominees"], most=4), opening["bars_most"]
        if opening["filled"] < opening["positions"] and most:
            who += f"  ({most['officers']:,} barred: {most['sentence']})"
        rows.append((opening["ref"], f"{opening['filled']} of {opening['positions']}", who))
    more = len(rows) - 1 - MOST_OPENINGS
    return [f"  {line}" for line in columns(rows[: MOST_OPENINGS + 1])] + ([f"  … and {more} more"] if more > 0 else [])


def _refusals(told: dict[str, Any]) -> list[str]:
    by_rule = [(rule, count) for rule, count in told["refusals"]["by_rule"].items() if count]
    if not by_rule:
        return ["No rule bars anyone."]
    rows = [(f"{count:,}", rule_sentence(rule)) for rule, count in by_rule[:MOST_RULES]]
    lines = [
        f"Rules bar {_many(told['refusals']['lines'], 'time')}; most often:",
        *(f"  {line}" for line in columns(rows)),
    ]
    if len(by_rule) > MOST_RULES:
        lines.append(f"  … and {len(by_rule) - MOST_RULES} other rules")
    return lines


def _conflict(conflict: dict[str, str]) -> str:
    about = ", ".join(f"{plain(name)} {value}" for name, value in conflict.items() if name != "constraint")
    return f"{plain(conflict['constraint'])}: {about}" if about else plain(conflict["constraint"])


def _pinned(told: dict[str, Any]) -> list[str]:
    """Whom only a person's pin put on the slate: the rules that still have no answer."""
    found = told["pinned_with_unknown_answers"]
    if not found:
        return []
    rows = [(p["officer"], p["opening"], "not known: " + ", ".join(map(plain, p["rules"]))) for p in found]
    return ["", "Pinned by a person though answers are missing:", *(f"  {line}" for line in columns(rows))]


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def _some(names: list[str], *, most: int = 8) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "") if names else "—"
