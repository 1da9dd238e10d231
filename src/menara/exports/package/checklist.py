"""The checklist of enclosures: what each modality asks, by whose word, what is on file, and what is still to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from menara.engines.eligibility.days import shift_months
from menara.engines.eligibility.post import Authority
from menara.exports.package.contents import Nominee, Package
from menara.exports.package.letters import BLANK, Part, person, post_line, rank
from menara.exports.package.papers import OPEN_STATES, Enclosure, Paper, State, asked_of, papers
from menara.exports.package.words import Words, reference
from menara.terms import Modality

_CALL = reference("[call]")

Standing = Mapping[str, tuple[Paper, ...]]
"""Papers by officer number."""

STAMPS = {
    State.ON_FILE: "full",
    State.MISSING: "cross",
    State.NOT_VALID: "cross",
    State.NOT_KNOWN: "half",
    State.TO_SIGN: "pen",
    State.TO_COMPLETE: "pen",
}
"""The sign each state is drawn as; the legend on the page names them."""


def standing(package: Package) -> Standing:
    """Every nominee's papers, judged on the day of preparation."""
    return {n.officer.number: papers(nominee=n, norms=package.norms, on=package.prepared_on) for n in package.nominees}


def checklist(package: Package, words: Words, stand: Standing) -> Part:
    return {
        "kind": "checklist",
        "title": words.said("part.checklist"),
        "heading": words.said("part.checklist"),
        "intro": words.line("checklist.intro", date=words.day(package.prepared_on)),
        "asked": [_asked(modality, package, words, stand) for modality in package.modalities],
        "asked_title": words.said("checklist.asked"),
        "batch_title": words.said("checklist.batch"),
        "batch": _batch(package, words),
        "officers_title": words.said("checklist.officers"),
        "officers": [_matrix(modality, package, words, stand) for modality in package.modalities],
        "signs": [{"sign": sign, "says": _says(sign, words)} for sign in dict.fromkeys(STAMPS.values())],
        "to_do_title": words.said("checklist.to_do"),
        "to_do": _to_do(package, words, stand),
        "nothing": words.said("checklist.nothing"),
        "legend": words.said("checklist.legend"),
    }


def _says(sign: str, words: Words) -> str:
    return " / ".join(words.label("state", state) for state, stamp in STAMPS.items() if stamp == sign)


def _asked(modality: Modality, package: Package, words: Words, stand: Standing) -> Part:
    """One row an enclosure: number, name, who asks, how many nominees have it on file, a box to tick."""
    nominees = [n for n in package.in_order() if n.opening.modality is modality]
    held: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for nominee in nominees:
        for paper in stand[nominee.officer.number]:
            asked[paper.enclosure.name] += 1
            held[paper.enclosure.name] += paper.state is State.ON_FILE
    columns = ("enclosure", "source")
    return {
        "title": words.label("modality", modality),
        "head": [
            words.said("page.order"),
            *(words.said(f"columns.{c}") for c in columns),
            words.said("checklist.on_file"),
        ],
        "widths": [0.45, 4, 1.6, 2],
        "rows": [
            [
                [reference(number)],
                [words.said(f"enclosure.{enclosure.name}")],
                [sources(enclosure.asked[modality])],
                [_on_file(enclosure, held, asked, words)],
            ]
            for number, enclosure in enumerate(_present(modality, asked), start=1)
        ],
    }


def _present(modality: Modality, asked: Counter[str]) -> tuple[Enclosure, ...]:
    return tuple(e for e in asked_of(modality) if asked[e.name])


def _on_file(enclosure: Enclosure, held: Counter[str], asked: Counter[str], words: Words) -> str:
    if not enclosure.rules:
        return words.label("state", enclosure.standing)
    number, total = reference(held[enclosure.name]), reference(asked[enclosure.name])
    return words.text("checklist.held", number=number, total=total)


def sources(asked: tuple[Authority, ...]) -> str:
    return reference(" ".join(f"{a.source} [{a.mark}]" for a in asked))


def _matrix(modality: Modality, package: Package, words: Words, stand: Standing) -> Part:
    """One row a nominee, one column an enclosure, numbered as in the list above; a sign in each cell."""
    nominees = [n for n in package.in_order() if n.opening.modality is modality]
    asked = Counter(p.enclosure.name for n in nominees for p in stand[n.officer.number])
    names = [e.name for e in _present(modality, asked)]
    shown = [name for name in names if name != "note_verbale"]
    return {
        "head": [words.said(f"columns.{c}") for c in ("number", "rank", "post")],
        "columns": [reference(names.index(name) + 1) for name in shown],
        "rows": [
            {
                "cells": [
                    [reference(n.officer.number)],
                    [rank(n, package, words) or BLANK],
                    [reference(n.opening.ref)],
                ],
                "signs": [_sign(name, stand[n.officer.number]) for name in shown],
            }
            for n in nominees
        ],
    }


def _sign(name: str, held: tuple[Paper, ...]) -> str:
    paper = next((p for p in held if p.enclosure.name == name), None)
    return "" if paper is None else STAMPS[paper.state]


def _to_do(package: Package, words: Words, stand: Standing) -> Part:
    """Officer by officer, every paper somebody has still to obtain, complete or sign, and what is known of it.

    Papers due from every nominee alike, official forms and signatures, are left to the matrix unless something about
    this officer stands in the way."""
    groups = []
    for nominee in package.in_order():
        rows = [
            [
                [words.said(f"enclosure.{paper.label}")],
                [words.label("state", paper.state)],
                [detail(paper, nominee, package, words) or BLANK],
            ]
            for paper in stand[nominee.officer.number]
            if paper.state in OPEN_STATES and not _due_from_all(paper, nominee)
        ]
        if rows:
            who = [reference(nominee.officer.number), person(nominee, words), post_line(nominee.opening, words)]
            groups.append({"title": [" · ".join(part for part in who if part)], "rows": rows})
    return {
        "head": [words.said(f"columns.{c}") for c in ("enclosure", "state", "detail")],
        "widths": [2.6, 1.6, 2.8],
        "groups": groups,
    }


def _due_from_all(paper: Paper, nominee: Nominee) -> bool:
    return paper.state in (State.TO_SIGN, State.TO_COMPLETE) and not _conduct_is_blank(paper, nominee)


def _conduct_is_blank(paper: Paper, nominee: Nominee) -> bool:
    officer = nominee.officer
    return paper.enclosure.name == "state_certificate" and (officer.conduct is None or officer.repatriated is None)


def detail(paper: Paper, nominee: Nominee, package: Package, words: Words) -> str:
    """What the record says of a paper, in the letter's language; blank where there is nothing to say."""
    officer, opening = nominee.officer, nominee.opening
    if _conduct_is_blank(paper, nominee):
        return words.said("detail.conduct_blank")
    match paper.enclosure.name:
        case "state_certificate":
            dated = officer.state_certificate_on
            return words.text("detail.dated", date=words.day(dated)) if dated else ""
        case "self_attestation":
            dated = officer.self_attestation_on
            return words.text("detail.dated", date=words.day(dated)) if dated else ""
        case "passport":
            found = _passport(nominee, package, words)
        case "medical":
            found = _medical(nominee, words)
        case "ams":
            found = _tests(nominee, package, words)
        case "firearms":
            passed = officer.firearms_passed_on
            found = [words.text("detail.dated", date=words.day(passed))] if passed else []
        case "vaccination":
            return "" if officer.vaccinated else words.said("detail.not_recorded") if officer.vaccinated is None else ""
        case _:
            return ""
    found = found or [words.said("detail.not_recorded")]
    if opening.start is None:
        found.append(words.said("detail.start_blank"))
    if opening.armed is None and paper.enclosure.name in ("medical", "firearms"):
        found.append(words.said("detail.armed_blank"))
    return words.listed(found)


def _passport(nominee: Nominee, package: Package, words: Words) -> list[str]:
    opening, until = nominee.opening, nominee.officer.passport_until
    months = opening.modality and package.norms.value(
        "passport_months", modality=opening.modality, on=package.prepared_on
    )
    asked = shift_months(opening.start, int(months)) if opening.start and months else None
    if until and asked:
        return [words.text("detail.until_asked", until=words.day(until), asked=words.day(asked))]
    if until:
        return [words.text("detail.until", until=words.day(until))]
    return [words.said("detail.not_recorded")] + ([words.text("detail.asked", asked=words.day(asked))] if asked else [])


def _medical(nominee: Nominee, words: Words) -> list[str]:
    officer = nominee.officer
    if officer.medical is None:
        return []
    cleared = words.label("medical", officer.medical)
    if officer.medical_until is None:
        return [words.text("detail.until_blank", **{"class": cleared})]
    return [words.text("detail.class_until", **{"class": cleared}, until=words.day(officer.medical_until))]


def _tests(nominee: Nominee, package: Package, words: Words) -> list[str]:
    return [
        words.text(
            "detail.test",
            language=words.named(package.glossary.languages.get(lang.code, {}), lang.code),
            score=words.percent(lang.ams_score),
            date=words.day(lang.ams_on) if lang.ams_on else BLANK,
        )
        for lang in nominee.officer.languages or ()
        if lang.ams_score is not None
    ]


def _batch(package: Package, words: Words) -> list[dict[str, Any]]:
    """What is asked of the nomination as a whole: the share of women, the number for each professional post."""
    rows: list[dict[str, Any]] = [
        {
            "label": f"{words.said('checklist.women')} · {words.label('modality', modality)}",
            "value": [_women(modality, package, words)],
        }
        for modality in package.modalities
    ]
    for opening in package.openings:
        most = _most(opening.max_nominations, opening.modality, package)
        if opening.modality is Modality.PROFESSIONAL and most is not None:
            counted = reference(len(package.of(opening)))
            value = words.line("checklist.most_known", ref=reference(opening.ref), count=counted, most=reference(most))
            rows.append({"label": words.said("checklist.most"), "value": value})
    return rows


def _women(modality: Modality, package: Package, words: Words) -> str:
    nominees = [n for n in package.nominees if n.opening.modality is modality]
    targets = [n.opening.female_target for n in nominees if n.opening.female_target is not None]
    norm = package.norms.find("women_share", modality=modality, on=package.prepared_on)
    women = reference(sum(n.officer.woman is True for n in nominees))
    facts = {"women": women, "count": reference(len(nominees))}
    if targets:
        said = [words.text("checklist.women_asked", **facts, asked=f"{words.percent(max(targets))} {_CALL}")]
    elif norm is not None:
        asked = f"{words.percent(Fraction(norm.value))} {sources((Authority(norm.source, norm.mark.value),))}"
        said = [words.text("checklist.women_asked", **facts, asked=asked)]
    else:
        said = [words.text("checklist.women_known", **facts)]
    blank = sum(n.officer.woman is None for n in nominees)
    return " · ".join([*said, *([words.counted("checklist.women_unknown", blank)] if blank else [])])


def _most(said: int | None, modality: Modality | None, package: Package) -> int | None:
    if said is not None or modality is None:
        return said
    norm = package.norms.value("max_nominations", modality=modality, on=package.prepared_on)
    return None if norm is None else int(norm)
