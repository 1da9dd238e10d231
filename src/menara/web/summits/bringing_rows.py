"""What the lists of a summit are called, and what a file would change in them, as rows of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.summits.bringing.comparison import Comparison, Line, Standing, same
from menara.errors import Fault
from menara.exports.summit_lists import cell_of
from menara.intake.summits.headings import said
from menara.queries.summits.lists import TONGUES, words_of
from menara.web import labels
from menara.web.labels import Label
from menara.web.languages import Spoken, reading, spoken
from menara.web.refusals import told_fault

SHOWN = 200  # rows of one kind on the page; the figures count them all


@dataclass(frozen=True, slots=True, kw_only=True)
class ListName:
    """``shown``: the columns that say most of a new record; ``page``: where the list stands, at ``anchor``."""

    name: Label
    title: Label
    note: Label
    page: str
    shown: tuple[str, ...]
    anchor: str = ""

    def at(self, summit_id: int) -> tuple[str, None, list[int]]:
        """What ``reverse`` takes."""
        return self.page, None, [summit_id]


LISTS: Mapping[str, ListName] = {
    "delegations": ListName(
        name=gettext_lazy("Delegations"),
        title=gettext_lazy("Bring in delegations"),
        note=gettext_lazy("each with its head, title, precedence and languages"),
        page="delegations",
        shown=("country", "head_latn", "head_arab", "precedence", "languages"),
    ),
    "rooms": ListName(
        name=gettext_lazy("Rooms"),
        title=gettext_lazy("Bring in rooms"),
        note=gettext_lazy("with building, seats, equipment, clearance and hours"),
        page="setting",
        anchor="#rooms",
        shown=("area", "capacity", "equipment", "hours"),
    ),
    "interpreters": ListName(
        name=gettext_lazy("Interpreters"),
        title=gettext_lazy("Bring in interpreters"),
        note=gettext_lazy("with pairs of languages, shifts and rests"),
        page="setting",
        anchor="#interpreters",
        shown=("pairs", "shifts"),
    ),
    "requests": ListName(
        name=gettext_lazy("Requests to meet"),
        title=gettext_lazy("Bring in requests to meet"),
        note=gettext_lazy("who asks whom, about what, how long and how urgent"),
        page="requests",
        shown=("priority", "minutes", "equipment", "status"),
    ),
}
STATES = {
    Standing.NEW: ("good", gettext_lazy("new")),
    Standing.CHANGED: ("going", gettext_lazy("changes")),
}


def preview(what: str, comparison: Comparison, *, days: Sequence[date], remarks: Sequence[Fault]) -> dict[str, Any]:
    """The context of ``list_preview.html`` that the comparison gives."""
    new, changed = comparison.of(Standing.NEW), comparison.of(Standing.CHANGED)
    return {
        "figures": [
            {"label": _("new"), "value": len(new), "url": "#rows" if new else ""},
            {"label": _("changed"), "value": len(changed), "url": "#rows" if changed else ""},
            {"label": _("as on record"), "value": len(comparison.of(Standing.SAME)), "url": ""},
            {"label": _("on record, not in the file: they stay"), "value": comparison.elsewhere, "url": ""},
        ],
        "rows": [_row(what, line, days) for line in (*changed[:SHOWN], *new[:SHOWN])],
        "more": max(0, len(new) - SHOWN) + max(0, len(changed) - SHOWN),
        "has_changes": bool(new or changed),
        "remarks": [{"row": one.row, "column": one.column, "sentence": told_fault(one)} for one in remarks[:SHOWN]],
        "more_remarks": max(0, len(remarks) - SHOWN),
    }


def _row(what: str, line: Line, days: Sequence[date]) -> dict[str, Any]:
    tone, word = STATES[line.standing]
    return {
        "row": line.row,
        "name": _name(what, line),
        "note": _note(what, line),
        "state": {"tone": tone, "label": word},
        "changes": [
            {
                "label": said(what, change.column, reading()),
                "before": _said(change.column, change.before, days),
                "after": _said(change.column, change.after, days),
            }
            for change in line.changes
        ],
        "facts": [
            {"label": said(what, name, reading()), "value": _said(name, line.cells[name], days)}
            for name in (LISTS[what].shown if line.standing is Standing.NEW else ())
            if not same(line.cells[name], None)
        ],
    }


def _name(what: str, line: Line) -> Any:
    if what == "requests":
        return None
    stem, keys = ("name", ("latn", "arab")) if what == "interpreters" else ("name", TONGUES)
    names = words_of(stem, line.cells, keys)
    return {"name": _any(names), "code": line.cells["code"]}


def _note(what: str, line: Line) -> Any:
    if what != "requests":
        return None
    return {
        "asking": line.cells["asking"],
        "asked": line.cells["asked"],
        "subject": spoken(words_of("subject", line.cells)),
    }


def _any(names: Mapping[str, str]) -> Spoken:
    if "Arab" in names or "Latn" in names:
        script = "Arab" if reading() == "ar" and "Arab" in names else next(iter(names))
        return Spoken(names[script], "ar" if script == "Arab" else "en")
    return spoken(names)


def _said(column: str, value: Any, days: Sequence[date]) -> str:
    if isinstance(value, bool):
        return str(labels.YES_NO[value])
    if column == "status":
        return str(labels.REQUESTS.get(value, value))
    found = cell_of(column, value, days=days)
    return "" if found is None else str(found).replace(";", " · ")
