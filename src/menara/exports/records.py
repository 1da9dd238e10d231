"""Openings and officers as the tables that ``menara.intake`` reads: the same columns, in the same order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.opening import Opening
from menara.exports.tables import Sheet, guarded, to_csv, to_xlsx
from menara.terms import LanguageTest

OPENING_COLUMNS = (
    "ref", "call", "title_ar", "title_fr", "title_en", "org", "mission", "duty_station", "modality", "level",
    "positions", "vacancy_state", "rank_min", "education", "years_total", "years_specific", "specific_skill", "stream",
    "skills", "languages", "armed", "driving", "start", "tour_months", "extendable", "deadline", "max_nominations",
    "female_target", "nationality_exclusions", "critical", "as_posted", "source_url", "seen_on", "provenance",
)  # fmt: skip
OFFICER_COLUMNS = (
    "number", "service", "nationality", "home_unit", "unit_strength", "sex", "born_on", "corps", "grade", "education",
    "academy_diploma", "joined_on", "training_months", "status", "retired_on", "licensed_on", "driving_months",
    "firearms_passed_on", "firearms_tested", "passport_until", "conduct", "repatriated", "state_certificate_on",
    "self_attestation_on", "medical", "medical_until", "vaccinated", "languages", "skills", "assignments",
    "available_from", "available_until", "release_consent", "excluded_missions", "modalities", "missions_served",
    "last_mission_ended_on", "provenance",
)  # fmt: skip


def opening_row(opening: Opening) -> list[Any]:
    """One opening's cells, in the order of ``OPENING_COLUMNS``."""
    special: dict[str, Callable[[], Any]] = {
        "rank_min": lambda: _joined(f"{_escaped(k)}={_escaped(v)}" for k, v in sorted(opening.rank_min.items())),
        "skills": lambda: _joined(_item(s.code, s.level, s.need) for s in opening.skills),
        "languages": lambda: _joined(
            _item(a.code, a.test, a.score if a.test is LanguageTest.AMS else a.level, a.need) for a in opening.languages
        ),
        "nationality_exclusions": lambda: _joined(
            _item(e.nationality, e.reason, e.authority) for e in opening.nationality_exclusions
        ),
    }
    return [
        opening.title.get(name.removeprefix("title_"), "")
        if name.startswith("title_")
        else special[name]()
        if name in special
        else _plain(getattr(opening, name))
        for name in OPENING_COLUMNS
    ]


def officer_row(officer: Officer) -> list[Any]:
    """One officer's cells, in the order of ``OFFICER_COLUMNS``. What is known to be none is written ``none``; blank
    says not known, save for assignments, where blank says none and ``unknown`` not known."""
    special: dict[str, Callable[[], Any]] = {
        "sex": lambda: None if officer.woman is None else "f" if officer.woman else "m",
        "languages": lambda: _known(
            officer.languages, lambda h: _item(h.code, h.level, h.ams_score, h.ams_on, h.ams_until)
        ),
        "skills": lambda: _known(officer.skills, lambda h: _item(h.code, h.level, h.years, h.last_used)),
        "assignments": lambda: (
            "unknown"
            if officer.assignments is None
            else _joined(_item(a.name, a.starts_on, a.ends_on) for a in officer.assignments)
        ),
        "excluded_missions": lambda: _joined(map(_escaped, officer.excluded_missions)),
        "modalities": lambda: _joined(officer.modalities),
    }
    return [special[name]() if name in special else _plain(getattr(officer, name)) for name in OFFICER_COLUMNS]


def openings_file(openings: Iterable[Opening], *, kind: str) -> bytes:
    """Openings as a file of ``kind`` csv, xlsx or json."""
    return _file("openings", OPENING_COLUMNS, map(opening_row, openings), kind)


def officers_file(officers: Iterable[Officer], *, kind: str) -> bytes:
    """Officers as a file of ``kind`` csv, xlsx or json."""
    return _file("officers", OFFICER_COLUMNS, map(officer_row, officers), kind)


def _file(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], kind: str) -> bytes:
    if kind == "xlsx":
        guarded_rows = ([guarded(c) if isinstance(c, str) else c for c in row] for row in rows)
        return to_xlsx([Sheet(name=name, header=header, rows=guarded_rows)])
    if kind == "json":
        objects = [{k: _for_json(c) for k, c in zip(header, row, strict=True)} for row in rows]
        return (json.dumps(objects, ensure_ascii=False, indent=1) + "\n").encode()
    return to_csv(header=header, rows=rows)


def _for_json(cell: Any) -> Any:
    if isinstance(cell, str):
        return guarded(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return _spelled(value)
        case Fraction():
            return _share(value)
        case datetime():
            return _instant(value)
    return value


def _spelled(member: Enum) -> str:
    if isinstance(member.value, str):
        return member.value
    return member.name.lower() if len(member.name) > 3 else member.name


def _share(share: Fraction) -> str:
    """As per cent where that is exact: spreadsheet programs take 1/4 for a day."""
    percent = share * 100
    for digits in range(7):
        if (percent * 10**digits).denominator == 1:
            return f"{float(percent):.{digits}f}%"
    return str(share)


def _instant(instant: datetime) -> str:
    if isinstance(instant.tzinfo, ZoneInfo) and instant.utcoffset() == instant.replace(fold=1).utcoffset():
        return f"{instant.replace(tzinfo=None).isoformat(sep=' ')} {instant.tzinfo.key}"
    return instant.isoformat()


def _item(*parts: Any) -> str:
    written = ["" if part is None else _escaped(_part(part)) for part in parts]
    while not written[-1]:
        written.pop()
    return ":".join(written)


def _part(part: Any) -> str:
    return _spelled(part) if isinstance(part, Enum) else str(part)


def _known(held: Sequence[Any] | None, write: Callable[[Any], str]) -> str | None:
    return None if held is None else _joined(map(write, held)) or "none"


def _joined(items: Iterable[str]) -> str:
    return ";".join(items)


def _escaped(written: str) -> str:
    for mark in "\\;:=":
        written = written.replace(mark, f"\\{mark}")
    return written
