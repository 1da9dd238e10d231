"""``menara explain``"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from menara.cli.faults import refuse
from menara.cli.inputs import FILE, Day, read_inputs, today
from menara.errors import Refusal

if TYPE_CHECKING:
    from menara.engines.eligibility.norms import Norms
    from menara.engines.eligibility.officer import Officer
    from menara.engines.eligibility.opening import Opening
    from menara.engines.outcome import Finding

ANSWERS = {"MET": "met", "NOT_MET": "NOT MET", "UNKNOWN": "not known"}
EPILOG = """\b
Examples:
  menara explain --officer MA-004211 --post 2024-MONUSCO-78800-DPO --plan plan.json
  menara explain --officer MA-004211 --post POST-1 --calls calls.csv --officers officers.csv --on 2026-12-01
"""


@click.command(epilog=EPILOG)
@click.option("--officer", "number", required=True, help="The officer's service number.")
@click.option("--post", "ref", required=True, help="The reference of the opening.")
@click.option("--plan", type=FILE, help="A plan.json, whose officers, openings and day are used.")
@click.option("--calls", type=FILE, help="Openings: CSV, XLSX or JSON.")
@click.option("--officers", type=FILE, help="The roster: CSV, XLSX or JSON.")
@click.option("--on", type=Day(), help="The day of planning; today, or the plan's own.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON on standard output.")
def explain(
    number: str, ref: str, plan: Path | None, calls: Path | None, officers: Path | None, on: date | None, as_json: bool
) -> int:
    """Say rule by rule why an officer may or may not be nominated for a post, and the smallest change that would
    make the officer eligible."""
    if (plan is None) == (calls is None and officers is None) or (plan is None and None in (calls, officers)):
        raise click.UsageError("give --plan, or both --calls and --officers")
    try:
        officer, opening, norms, day = _asked(number, ref, plan, calls, officers, on)
    except Refusal as refusal:
        refuse(refusal, as_json=as_json)
    told = explained(officer=officer, opening=opening, norms=norms, on=day)
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else as_text(told))
    return 0


def _asked(
    number: str, ref: str, plan: Path | None, calls: Path | None, officers: Path | None, on: date | None
) -> tuple[Officer, Opening, Norms, date]:
    if plan is not None:
        from menara import snapshots
        from menara.cli.verify import read_plan

        problem = snapshots.from_json(read_plan(plan), file=str(plan)).problem
        roster, openings, norms, day = problem.officers, problem.openings, problem.norms, on or problem.on
    else:
        from menara import facts

        assert calls is not None and officers is not None  # noqa: S101, PT018 (asked of the options before)
        inputs = read_inputs(calls=calls, officers=officers)
        roster, openings, norms, day = inputs.officers, inputs.openings, facts.norms(), on or today()
    officer = next((o for o in roster if o.number == number), None)
    opening = next((o for o in openings if o.ref == ref), None)
    if officer is None:
        raise _stranger("officer", number, [o.number for o in roster])
    if opening is None:
        raise _stranger("post", ref, [o.ref for o in openings])
    return officer, opening, norms, day


def _stranger(kind: str, name: str, known: list[str]) -> Refusal:
    from menara.intake.cells import nearest

    return Refusal(
        "stranger",
        "There is no %(kind)s “%(name)s” in the files given. Near it: %(near)s.",
        {"kind": kind, "name": name, "near": nearest(name, known)},
    )


def explained(*, officer: Officer, opening: Opening, norms: Norms, on: date) -> dict[str, Any]:
    """Every rule with its answer, the verdict, and the changes that would make the officer eligible."""
    from menara.engines.eligibility.explain import explain as ask
    from menara.engines.eligibility.explain import smallest_change, verdict
    from menara.exports.slate import title_of
    from menara.facts.evidence import sources

    findings = ask(officer=officer, opening=opening, norms=norms, on=on)
    mended, steps = smallest_change(officer=officer, opening=opening, norms=norms, on=on)
    keys = {key.strip() for finding in findings if finding.applies for key in finding.source.split(",")}
    return {
        "officer": officer.number,
        "post": opening.ref,
        "title": title_of(opening),
        "on": str(on),
        "verdict": verdict(findings).name.lower(),
        "rules": [_rule(finding) for finding in findings],
        "within_reach": mended is not None,
        "changes": [_change(step) for step in steps],
        "facts_changed": [] if mended is None else _changed(officer, mended),
        "sources": {key: source.what for key, source in sources().items() if key in keys},
    }


def _rule(finding: Finding) -> dict[str, Any]:
    from menara.exports.shown import shown
    from menara.exports.tongue import ENGLISH
    from menara.sentences import answer_sentence, asked_sentence, change_sentence, found_sentence

    return {
        "rule": finding.rule,
        "answer": finding.answer.name.lower(),
        "applies": finding.applies,
        "says": {
            "answer": ENGLISH.say(answer_sentence(finding)),
            "asked": ENGLISH.say(asked_sentence(finding)),
            "found": ENGLISH.say(found_sentence(finding)),
            "change": ENGLISH.say(change_sentence(finding)),
        },
        "asked": {name: shown(value, name=name) for name, value in finding.asked.items()},
        "found": {name: shown(value, name=name) for name, value in finding.found.items()},
        "source": finding.source,
        "mark": finding.mark,
        "change": None if finding.change is None else _says(finding),
    }


def _change(finding: Finding) -> dict[str, Any]:
    from menara.exports.tongue import ENGLISH
    from menara.sentences import change_sentence

    return {
        "rule": finding.rule,
        "sentence": ENGLISH.say(change_sentence(finding)),
        "change": None if finding.change is None else _says(finding),
        "within_reach": finding.change is not None and finding.change.within_reach,
    }


def _says(finding: Finding) -> dict[str, str]:
    from menara.exports.shown import shown

    assert finding.change is not None  # noqa: S101 (asked before)
    return {name: shown(value, name=name) for name, value in (finding.change.says or finding.change.sets).items()}


def _changed(before: Officer, after: Officer) -> list[dict[str, str]]:
    from menara.exports.shown import shown

    return [
        {
            "fact": f.name,
            "from": shown(getattr(before, f.name), name=f.name),
            "to": shown(getattr(after, f.name), name=f.name),
        }
        for f in fields(before)
        if getattr(before, f.name) != getattr(after, f.name)
    ]


# --- as text ----------------------------------------------------------------------------------------------------------


def as_text(told: dict[str, Any]) -> str:
    """Rules that speak against the officer first, then the others, then the verdict."""
    asked = [rule for rule in told["rules"] if rule["applies"]]
    against = [rule for rule in asked if rule["answer"] != "met"]
    lines = [f"{told['officer']} for {told['post']}{' – ' + told['title'] if told['title'] else ''}, on {told['on']}"]
    for heading, rules in (("Not met or not known", against), ("Met", [r for r in asked if r not in against])):
        if rules:
            lines += ["", heading, *(line for rule in rules for line in _rule_lines(rule))]
    others = [rule["rule"].replace("_", " ") for rule in told["rules"] if not rule["applies"]]
    if others:
        lines += ["", "Not asked by this post: " + ", ".join(others)]
    lines += ["", "Sources", *(f"  {key}  {what}" for key, what in told["sources"].items())]
    return "\n".join([*lines, "", *_verdict_lines(told, against)])


def _rule_lines(rule: dict[str, Any]) -> list[str]:
    answer = ANSWERS[rule["answer"].upper()]
    whose = f"{rule['source']}{' ' + rule['mark'] if rule['mark'] else ''}"
    if rule["mark"] == "U":
        whose += ", a setting of this installation"
    says = rule["says"]
    lines = [f"  {answer:<9}  {rule['rule'].replace('_', ' ')}  [{whose}]"]
    if rule["answer"] != "met":
        lines.append(f"             {says['answer']}")
    return [*lines, f"             asked: {says['asked']}", f"             found: {says['found']}"]


def _verdict_lines(told: dict[str, Any], against: list[dict[str, Any]]) -> list[str]:
    if told["verdict"] == "met":
        return ["Verdict: eligible. Every rule is met."]
    failed = sum(rule["answer"] == "not_met" for rule in against)
    missing = len(against) - failed
    if told["verdict"] == "not_met":
        lines = [f"Verdict: not eligible. Rules not met: {failed}; not known: {missing}."]
    else:
        lines = [f"Verdict: not known. Answers missing: {missing}. Never on a slate unless a person pins the officer."]
    if told["within_reach"]:
        lines.append("Smallest change that makes the officer eligible:")
    else:
        lines.append("No change of the officer's facts makes the officer eligible:")
    return [*lines, *(f"  - {change['sentence']}" for change in told["changes"])]
