"""The candidates as a workbook: three sheets, every text a text. Nothing in it is a formula."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from menara.exports.package.checklist import Standing, detail, sources
from menara.exports.package.contents import Nominee, Package
from menara.exports.package.letters import person, rank, tested
from menara.exports.package.papers import OPEN_STATES
from menara.exports.package.words import FSI, LRI, PDI, RLI, Words, clean
from menara.exports.tables import Sheet, to_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | date | None

_BARE = str.maketrans("", "", LRI + RLI + FSI + PDI)

CANDIDATE_COLUMNS = {
    "order": 7, "call": 18, "ref": 24, "title": 34, "mission": 12, "station": 16, "modality": 26, "level": 8,
    "start": 13, "number": 16, "name": 34, "rank": 24, "sex": 7, "born": 13,
    "nationality": 11, "unit": 18, "joined": 13, "tested": 28, "passport": 13, "medical": 22, "medical_until": 13,
    "certificate": 13, "attestation": 13, "missing_count": 10, "missing": 60, "provenance": 18,
}  # fmt: skip
PAPER_COLUMNS = {"number": 16, "ref": 24, "enclosure": 52, "state": 32, "detail": 56, "source": 22, "enclosed": 10}


def workbook(*, package: Package, words: Words, stand: Standing) -> bytes:
    """The workbook's bytes, in the letter's language; the sheets run from right to left in Arabic."""
    candidate_rows = (_candidate(n, package, words, stand) for n in package.in_order())
    return to_xlsx(
        [
            _sheet("candidates", CANDIDATE_COLUMNS, candidate_rows, package, words),
            _sheet("checklist", PAPER_COLUMNS, _papers(package, words, stand), package, words),
            _about(package, words),
        ],
        properties={
            "title": bare(words.said("part.candidates")),
            "author": bare(words.named(package.sender.organisation)),
            "comments": words.said("page.synthetic") if package.is_synthetic else "",
        },
    )


def _sheet(name: str, columns: dict[str, int], rows: Iterable[list[Cell]], package: Package, words: Words) -> Sheet:
    """A sheet with its title above it, and above that, that it is a demonstration where it is one."""
    title = words.said(f"part.{name}")
    notes = [words.said("page.synthetic")] if package.is_synthetic else []
    return Sheet(
        name=title,
        header=[words.said(f"columns.{column}") for column in columns],
        rows=([bare(cell) if isinstance(cell, str) else cell for cell in row] for row in rows),
        widths=dict(enumerate(columns.values())),
        notes=[*notes, bare(" · ".join(part for part in (title, clean(package.call)) if part))],
        leads_right=words.is_rtl,
    )


def _about(package: Package, words: Words) -> Sheet:
    rows: list[list[Cell]] = [
        [words.said("cover.call"), clean(package.call)],
        [words.said("cover.prepared_by"), words.named(package.sender.organisation)],
        [words.said("cover.prepared"), package.prepared_on],
        [words.said("columns.provenance"), words.label("provenance", package.provenance)],
        [words.said("columns.source"), words.said("checklist.legend")],
        ["", words.said("cover.note")],
    ]
    return _sheet("about", {}, rows, package, words)


def bare(text: str) -> str:
    """Text without isolates: a cell is its own isolate, and a search should find it."""
    return clean(text.translate(_BARE))


def _candidate(nominee: Nominee, package: Package, words: Words, stand: Standing) -> list[Cell]:
    officer, opening = nominee.officer, nominee.opening
    due = [p for p in stand[officer.number] if p.state in OPEN_STATES]
    missing = words.said("page.semicolon").join(
        f"{words.said(f'enclosure.{p.label}')} ({words.label('state', p.state)})" for p in due
    )
    return [
        nominee.order,
        opening.call or package.call,
        opening.ref,
        words.named(opening.title),
        opening.mission,
        opening.duty_station,
        words.label("modality", opening.modality) if opening.modality else None,
        opening.level,
        opening.start,
        officer.number,
        person(nominee, words),
        rank(nominee, package, words),
        None if officer.woman is None else words.said("sex.woman" if officer.woman else "sex.man"),
        officer.born_on,
        officer.nationality,
        officer.home_unit,
        officer.joined_on,
        tested(nominee, package, words),
        officer.passport_until,
        words.label("medical", officer.medical) if officer.medical is not None else None,
        officer.medical_until,
        officer.state_certificate_on,
        officer.self_attestation_on,
        len(due),
        missing,
        words.label("provenance", officer.provenance),
    ]


def _papers(package: Package, words: Words, stand: Standing) -> Iterable[list[Cell]]:
    for nominee in package.in_order():
        for paper in stand[nominee.officer.number]:
            modality = nominee.opening.modality
            yield [
                nominee.officer.number,
                nominee.opening.ref,
                words.said(f"enclosure.{paper.label}"),
                words.label("state", paper.state),
                detail(paper, nominee, package, words),
                sources(paper.enclosure.asked[modality]) if modality else "",
                None,
            ]
