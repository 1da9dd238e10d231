"""A plan as tables for people: the slate, reserves, refusals with reasons, missing papers, and the proof.

The same sheets go into one workbook or into CSV files beside each other, in the language of a ``Tongue``; numbers and
references stay as they are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from menara.engines.eligibility.opening import Opening
from menara.engines.matching.problem import Problem, Result, positions_of
from menara.exports.refusals import LINES, Refusals
from menara.exports.shown import plain
from menara.exports.tables import Sheet, to_csv, to_xlsx
from menara.exports.tongue import ENGLISH, Tongue
from menara.facts.evidence import sources
from menara.sentences import Sentence, fact_label, label, rule_sentence, unknown_sentence
from menara.wording import gettext_noop as _

GOAL_NAMES = {
    "critical_filled": _("critical positions filled"),
    "filled": _("positions filled"),
    "expected_success": _("expected selections"),
    "quality": _("quality of the nominees"),
}
PROVEN_BY = {
    "prices": _("the recorded prices"),
    "search": _("the solver's search (its claim, not re-checked)"),
}
BOUND_BY = {
    "prices": _("the bound: the recorded prices; a gap is left"),
    "search": _("the bound: the solver's search, its claim; a gap is left"),
}
TITLES_BEST_FIRST = ("en", "fr", "ar")


def slate_files(
    *, out: Path, problem: Problem, result: Result, refusals: Refusals, plan_hash: str, tongue: Tongue = ENGLISH
) -> dict[Path, bytes]:
    """The files for ``out``, by its ending: one XLSX, one JSON, or several CSV files named after it."""
    sheets = slate_sheets(problem=problem, result=result, refusals=refusals, plan_hash=plan_hash, tongue=tongue)
    if out.suffix.lower() == ".json":
        return {out: _as_json(sheets)}
    sheets = [
        replace(sheet, name=tongue.say(sheet.name), header=[tongue.say(word) for word in sheet.header])
        for sheet in sheets
    ]
    if out.suffix.lower() == ".xlsx":
        return {out: to_xlsx(sheets, properties={"title": tongue.say(TITLE)})}
    first, *rest = sheets
    files = {out: to_csv(header=first.header, rows=first.rows)}
    for sheet in rest:
        name = sheet.name.casefold().replace(" ", "-")
        files[out.with_name(f"{out.stem}.{name}{out.suffix}")] = to_csv(header=sheet.header, rows=sheet.rows)
    return files


def slate_sheets(
    *, problem: Problem, result: Result, refusals: Refusals, plan_hash: str, tongue: Tongue = ENGLISH
) -> list[Sheet]:
    """Slate, reserves, openings, refusals, counts by rule, missing papers, proof, sources and a page to read first."""
    return [
        _slate(problem, result, tongue),
        _reserves(problem, result, tongue),
        _openings(problem, result, refusals, tongue),
        _refusals(refusals, tongue),
        _by_rule(refusals, tongue),
        _missing(refusals, tongue),
        _proof(result, plan_hash, tongue),
        _sources(refusals, tongue),
        _read_me(problem, result, refusals, tongue),
    ]


def title_of(opening: Opening) -> str:
    """The title in the first language it has."""
    return next((opening.title[code] for code in TITLES_BEST_FIRST if opening.title.get(code)), "")


def filled_in(opening: str, result: Result) -> int:
    """Positions of an opening that have a nominee."""
    return len({n.position for n in result.nominees if n.opening == opening})


# --- sheets -----------------------------------------------------------------------------------------------------------


def _slate(problem: Problem, result: Result, tongue: Tongue) -> Sheet:
    officers = {o.number: o for o in problem.officers}
    openings = {o.ref: o for o in problem.openings}
    header = (
        "opening", "title", "mission", "duty station", "modality", "level", "start", "position", "stands", "officer",
        "service", "corps", "grade", "home unit", "sex", "odds %", "quality", "pinned", "answers not known",
    )  # fmt: skip

    def rows() -> Iterator[list[Any]]:
        for (ref, position), nominees in groupby(result.nominees, key=lambda n: (n.opening, n.position)):
            opening = openings[ref]
            for place, nominee in enumerate(nominees, start=1):
                officer = officers[nominee.officer]
                yield [
                    ref, title_of(opening), opening.mission, opening.duty_station, opening.modality, opening.level,
                    opening.start, position + 1, place, officer.number, officer.service, officer.corps, officer.grade,
                    officer.home_unit, None if officer.woman is None else "f" if officer.woman else "m",
                    nominee.odds, nominee.quality, nominee.pinned or None,
                    "; ".join(tongue.say(unknown_sentence(rule)) for rule in nominee.unknown),
                ]  # fmt: skip

    return Sheet(name="Slate", header=header, rows=rows(), widths={0: 26, 1: 36, 3: 18, 9: 16, 12: 24, 13: 30, 18: 40})


def _reserves(problem: Problem, result: Result, tongue: Tongue) -> Sheet:
    titles = {o.ref: title_of(o) for o in problem.openings}
    rows = ([r.opening, titles[r.opening], r.rank, r.officer, r.odds, r.quality] for r in result.reserves)
    header = ("opening", "title", "next in order", "officer", "odds %", "quality")
    return Sheet(name="Reserves", header=header, rows=rows, widths={0: 26, 1: 36, 3: 16})


def _openings(problem: Problem, result: Result, refusals: Refusals, tongue: Tongue) -> Sheet:
    hardest = {
        ref: max(counts, key=lambda c: c.barred) for ref, counts in groupby(refusals.by_rule, key=lambda c: c.opening)
    }
    silent: dict[str, list[str]] = {}
    for count in refusals.by_rule:
        if count.opening_is_silent:
            silent.setdefault(count.opening, []).append(plain(count.rule))
    nominees = Counter(n.opening for n in result.nominees)
    rows = (
        [
            opening.ref,
            title_of(opening),
            opening.call,
            opening.critical,
            positions_of(opening),
            filled_in(opening.ref, result),
            nominees[opening.ref],
            tongue.say(rule_sentence(hardest[opening.ref].rule)) if opening.ref in hardest else None,
            hardest[opening.ref].barred if opening.ref in hardest else None,
            ", ".join(silent.get(opening.ref, ())),
        ]
        for opening in problem.openings
    )
    header = (
        "opening", "title", "call", "critical", "positions", "filled", "nominees", "rule that bars most",
        "officers it bars", "the call does not say enough for",
    )  # fmt: skip
    return Sheet(name="Openings", header=header, rows=rows, widths={0: 26, 1: 36, 7: 50, 9: 50})


def _refusals(refusals: Refusals, tongue: Tongue) -> Sheet:
    notes: tuple[str, ...] = ()
    if refusals.total > len(refusals.barred):
        notes = (tongue.say(CUT) % {"shown": f"{len(refusals.barred):,}", "total": f"{refusals.total:,}"},)
    said: dict[int, str] = {}  # sentences are shared by many lines

    def say(sentence: Sentence) -> str:
        if id(sentence) not in said:
            said[id(sentence)] = tongue.say(sentence)
        return said[id(sentence)]

    rows = (
        [
            b.officer,
            b.opening,
            plain(b.rule),
            tongue.say(rule_sentence(b.rule)),
            say(b.asked),
            say(b.found),
            b.source,
            b.mark,
        ]
        for b in refusals.barred
    )
    header = ("officer", "opening", "rule", "reason", "asked", "found", "source", "mark")
    return Sheet(
        name="Refusals", header=header, rows=rows, notes=notes, widths={0: 16, 1: 26, 2: 30, 3: 50, 4: 40, 5: 40}
    )


def _by_rule(refusals: Refusals, tongue: Tongue) -> Sheet:
    rows = (
        [c.opening, plain(c.rule), tongue.say(rule_sentence(c.rule)), c.barred, c.unknown, c.opening_is_silent or None]
        for c in refusals.by_rule
    )
    header = ("opening", "rule", "reason", "officers barred", "not known", "the call does not say")
    return Sheet(name="Refusals by rule", header=header, rows=rows, widths={0: 26, 1: 30, 2: 60})


def _missing(refusals: Refusals, tongue: Tongue) -> Sheet:
    rows = (
        [
            m.officer,
            ", ".join(tongue.say(fact_label(fact)) for fact in m.facts),
            tongue.say(unknown_sentence(m.rule)),
            len(m.openings),
            ", ".join(m.openings[:20]),
        ]
        for m in refusals.missing
    )
    header = ("officer", "not known", "why it is asked", "openings that wait", "first of them")
    return Sheet(name="Missing papers", header=header, rows=rows, widths={0: 16, 1: 36, 2: 36, 4: 60})


def _proof(result: Result, plan_hash: str, tongue: Tongue) -> Sheet:
    def rows() -> Iterator[list[Any]]:
        for level in result.levels:
            yield [
                tongue.say(GOAL_NAMES[level.goal]), in_units(level.goal, level.value, result.unit),
                in_units(level.goal, level.bound, result.unit), level.gap,
                tongue.say(PROVEN_BY.get(level.proven_by) or BOUND_BY[level.bound_by]),
                in_units(level.goal, level.price_bound, result.unit), round(level.seconds, 3),
            ]  # fmt: skip
        for conflict in result.conflicts:
            about = "; ".join(f"{plain(k)} {v}" for k, v in conflict.about.items())
            yield [tongue.say(CANNOT_HOLD), plain(conflict.constraint), None, None, about, None, None]

    notes = (
        f"{tongue.say(STATUS)}: {tongue.say(label(result.status))}",
        f"SHA-256: {plan_hash}",
        tongue.say(HOW_TO_VERIFY),
    )
    header = ("level", "value", "bound", "gap", "proven by", "bound of the prices alone", "seconds")
    return Sheet(name="Proof", header=header, rows=rows(), notes=notes, widths={0: 32, 1: 16, 2: 16, 4: 44, 5: 18})


def _sources(refusals: Refusals, tongue: Tongue) -> Sheet:
    keys = {key.strip() for barred in refusals.barred for key in barred.source.split(",")}
    rows = [[key, source.what, ", ".join(source.addresses)] for key, source in sources().items() if key in keys]
    return Sheet(name="Sources", header=("source", "what", "addresses"), rows=rows, widths={1: 60, 2: 80})


def _read_me(problem: Problem, result: Result, refusals: Refusals, tongue: Tongue) -> Sheet:
    facts = {
        "officers": len(problem.officers),
        "openings": len(problem.openings),
        "positions": sum(map(positions_of, problem.openings)),
        "on": problem.on,
        "nominees": len(result.nominees),
        "lines": LINES,
    }
    lines = [[tongue.say(line) % facts] for line in READ_ME]
    synthetic = sum(o.provenance.value == "synthetic" for o in problem.officers)
    if synthetic:
        lines.append([tongue.say(SYNTHETIC) % {"count": synthetic}])
    decided = [
        *(f"pin: {p.officer} / {p.opening} — {p.by}: {p.reason}" for p in problem.pins),
        *(f"exclusion: {e.officer} / {e.opening or '*'} — {e.by}: {e.reason}" for e in problem.exclusions),
        *(f"waiver: {w.call} — {w.by}: {w.reason}" for w in problem.waivers),
        *(f"estimate: {e.officer} / {e.opening} {e.per_cent} % — {e.by}: {e.reason}" for e in problem.estimates),
    ]
    if decided:
        lines += [[tongue.say(DECIDED)], *([line] for line in decided)]
    return Sheet(name="Read me", header=(TITLE,), rows=lines, widths={0: 110})


# --- values -----------------------------------------------------------------------------------------------------------


def in_units(goal: str, value: int, unit: int) -> float | int:
    """A level's whole number as people read it: expected selections in officers."""
    return round(value / unit, 4) if goal == "expected_success" else value


def _as_json(sheets: Iterable[Sheet]) -> bytes:
    body = {
        plain(sheet.name).casefold().replace(" ", "_"): [
            dict(zip((h.replace(" ", "_") for h in sheet.header), map(_plain_value, row), strict=True))
            for row in sheet.rows
        ]
        for sheet in sheets
        if sheet.name != "Read me"
    }
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def _plain_value(cell: Any) -> Any:
    return cell if cell is None or type(cell) in (bool, int, float, str) else str(cell)


TITLE = _("Proposal of nominations")
STATUS = _("status")
CANNOT_HOLD = _("cannot hold together")
CUT = _(
    "%(shown)s of %(total)s lines, those closest to eligible first. The counts by rule are whole; menara explain tells "
    "of any officer and opening."
)
HOW_TO_VERIFY = _("Check it without a solver: menara verify plan.json")
SYNTHETIC = _("%(count)s officers of this roster are synthetic: made up, and marked so.")
DECIDED = _("What people decided:")
READ_ME = (
    _(
        "Planned on %(on)s: %(officers)s officers, %(openings)s openings with %(positions)s positions, "
        "%(nominees)s nominees."
    ),
    _("This is a proposal. A person decides; passing an assessment is not selection, and selection is not deployment."),
    _("Slate: who is nominated for what. Where two stand for one position, the second is worth what the first leaves."),
    _(
        "Odds are whole per cent from a small model with published yields as priors; a person's own estimate replaces "
        "them."
    ),
    _("Reserves: the next best for each opening among those on no slate."),
    _("Openings: what is filled, and which rule bars most officers where it is not."),
    _("Refusals: each rule that keeps an officer from an opening, what was asked, what was found, whose rule it is."),
    _(
        "Missing papers: officers whom no rule bars and who lack a fact. They are never on a slate unless a person "
        "pins them."
    ),
    _(
        "Mark C: confirmed by the issuing body. S: secondary. I: inferred. U: a setting of this installation, no rule "
        "of the United Nations."
    ),
    _("Proof: for each level the value reached, a bound no slate can pass, and who proves it."),
)
NAMES = (
    _("Slate"), _("Reserves"), _("Openings"), _("Refusals"), _("Refusals by rule"), _("Missing papers"), _("Proof"),
    _("Sources"), _("Read me"),
)  # fmt: skip
HEADERS = (
    _("opening"), _("title"), _("mission"), _("duty station"), _("modality"), _("level"), _("start"), _("position"),
    _("stands"), _("officer"), _("service"), _("corps"), _("grade"), _("home unit"), _("sex"), _("odds %"),
    _("quality"), _("pinned"), _("answers not known"), _("next in order"), _("call"), _("critical"), _("positions"),
    _("filled"), _("nominees"), _("rule that bars most"), _("officers it bars"), _("the call does not say enough for"),
    _("rule"), _("reason"), _("asked"), _("found"), _("source"), _("mark"), _("officers barred"), _("not known"),
    _("the call does not say"), _("why it is asked"), _("openings that wait"), _("first of them"), _("value"),
    _("bound"), _("gap"), _("proven by"), _("bound of the prices alone"), _("seconds"), _("what"), _("addresses"),
)  # fmt: skip
