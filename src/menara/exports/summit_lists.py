"""The lists of a summit as the files that ``menara.intake.summits`` reads: the same columns, in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from menara.exports.tables import Sheet, guarded, to_csv, to_xlsx
from menara.queries.summits.lists import COLUMNS, Lists

Span = tuple[datetime, datetime]
HOURS = ("hours", "shifts")


def list_file(lists: Lists, *, what: str, header: Sequence[str], kind: str) -> bytes:
    """A list as it is on record, as a file of ``kind`` csv or xlsx. ``header`` is what its columns are called."""
    rows = [[cell_of(name, held.cells[name], days=lists.summit.days) for name in COLUMNS[what]] for held in lists.held]
    if kind == "xlsx":
        # Guarded as in a CSV file, so that both read back the same.
        cells = [[guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        return to_xlsx([Sheet(name=what, header=header, rows=cells)])
    return to_csv(header=header, rows=rows)


def cell_of(column: str, value: Any, *, days: Sequence[date]) -> Any:
    """What a file writes in a cell of this column; ``days`` are the summit's."""
    match value:
        case datetime():
            return _moment(value)
        case tuple() if column in HOURS:
            return _hours(value, days)
        case tuple() if column == "pairs":
            return ";".join(f"{source}-{target}" for source, target in sorted(value))
        case tuple():
            return ";".join(map(_escaped, value))
    return value


def _hours(spans: Sequence[Span], days: Sequence[date]) -> str:
    """The hours of a day once where they are those of every day. ``none``: closed; a blank cell would say otherwise."""
    by_day: dict[date, list[str]] = {day: [] for day in days}
    short = True
    for begin, end in sorted(spans):
        is_short = begin.date() == end.date() and begin.date() in by_day and not (begin.second or end.second)
        short = short and is_short
        by_day.setdefault(begin.date(), []).append(f"{begin:%H:%M}-{end:%H:%M}")
    if not spans:
        return "none"
    first = by_day[days[0]] if days else []
    if short and all(hours == first for hours in by_day.values()):
        return ";".join(first)
    return ";".join(_span(begin, end) for begin, end in sorted(spans))


def _span(begin: datetime, end: datetime) -> str:
    if begin.date() == end.date() and not (begin.second or end.second):
        return f"{begin:%Y-%m-%d %H:%M}-{end:%H:%M}"
    return f"{_moment(begin)}/{_moment(end)}"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.second else f"{moment:%Y-%m-%d %H:%M}"


def _escaped(item: str) -> str:
    written = item.replace("\\", "\\\\").replace(";", "\\;")
    return f"\\{written}" if written.casefold() == "none" else written
