"""A list held against the records: which rows are new, which change what, which stay."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db import models

from menara.errors import Fault, Refusal
from menara.models.fields import SearchKeyField, SortKeyField
from menara.models.records import Recorded
from menara.queries.summits.lists import COLUMNS, Cells, Held, plain
from menara.wording import gettext_noop


class ListMovedOn(Refusal):
    """What a person saw and said yes to is not what the list would change now."""

    def __init__(self) -> None:
        super().__init__(
            "list_moved_on",
            gettext_noop("Someone changed these records meanwhile. Look again at what the file would change."),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One row of a file: its cells by column, of the columns that the file has."""

    row: int
    cells: Cells


class Standing(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row and what it would do. ``cells`` are those the record has afterwards; ``plan`` says, for the one who writes,
    what else is to be done."""

    row: int
    standing: Standing
    cells: Cells
    changes: tuple[Change, ...] = ()
    held: Held | None = None
    plan: Any = None

    @property
    def record(self) -> Held:
        """The record that a row which is not new speaks of."""
        if self.held is None:
            raise LookupError(f"row {self.row} is new")
        return self.held


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """``remarks`` do not stop the list; ``elsewhere`` counts the records it does not speak of."""

    lines: tuple[Line, ...]
    remarks: tuple[Fault, ...] = ()
    elsewhere: int = 0

    def of(self, standing: Standing) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.standing is standing)

    @property
    def mark(self) -> str:
        """Tells this comparison from any other: of another list, or of the same after the records changed."""
        told = [
            (line.row, line.standing.value, line.held and (line.held.id, line.held.version), repr(line.changes))
            for line in self.lines
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()


class Gathered:
    """Faults and remarks of a list, each at its row and column."""

    def __init__(self, what: str) -> None:
        self.columns = COLUMNS[what]
        self.faults: list[Fault] = []
        self.remarks: list[Fault] = []

    def add(self, given: Given, faults: Sequence[Fault], places: Mapping[str, str] | None = None) -> None:
        """Faults of a rule, which names fields. ``places`` are columns for fields called otherwise; of a text in
        several languages it is the first that the row has."""
        for one in faults:
            column = (places or {}).get(one.column, one.column)
            self.faults.append(replace(one, row=given.row, column=self._place(column, given)))

    def fault(
        self, given: Given, column: str, code: str, sentence: str, *, found: object = "", allowed: object = ""
    ) -> None:
        self.faults.append(_said(given, column, code, sentence, found, allowed))

    def remark(
        self, given: Given, column: str, code: str, sentence: str, *, found: object = "", allowed: object = ""
    ) -> None:
        self.remarks.append(_said(given, column, code, sentence, found, allowed))

    def _place(self, column: str, given: Given) -> str:
        if column in self.columns:
            return column
        parts = [name for name in self.columns if name.startswith(f"{column}_")]
        return next((name for name in parts if name in given.cells), parts[0] if parts else column)


def _said(given: Given, column: str, code: str, sentence: str, found: object, allowed: object) -> Fault:
    return Fault(
        file="", row=given.row, column=column, code=code, sentence=sentence, found=str(found), allowed=str(allowed)
    )


def line_of(given: Given, held: Held | None, *, usual: Cells, fixed: Sequence[str] = (), plan: Any = None) -> Line:
    """A row beside its record: what the file does not speak of stays, in a new record it is as ``usual``. Columns that
    are ``fixed`` find the record and never change it."""
    if held is None:
        return Line(row=given.row, standing=Standing.NEW, cells={**usual, **given.cells}, plan=plan)
    told = {name: value for name, value in given.cells.items() if name not in fixed}
    cells = {**held.cells, **told}
    changes = tuple(
        Change(column=name, before=held.cells[name], after=cells[name])
        for name in held.cells
        if not same(held.cells[name], cells[name])
    )
    standing = Standing.CHANGED if changes else Standing.SAME
    return Line(row=given.row, standing=standing, cells=cells, changes=changes, held=held, plan=plan)


def same(one: Any, other: Any) -> bool:
    """Whether two cells say the same. No order is meant among spans and pairs, and a blank is a blank."""
    if isinstance(one, tuple) and isinstance(other, tuple) and any(isinstance(item, tuple) for item in (*one, *other)):
        return sorted(one) == sorted(other)
    return bool(one == other) or (one in (None, "", ()) and other in (None, "", ()))


def by_code(held: Sequence[Held]) -> Mapping[str, Held]:
    """Records by their code, and by its folded form where that is one record's alone."""
    folds = Counter(one.cells["code"].casefold() for one in held)
    found = {f"~{one.cells['code'].casefold()}": one for one in held if folds[one.cells["code"].casefold()] == 1}
    return found | {one.cells["code"]: one for one in held}


def found_by_code(code: str, held: Mapping[str, Held]) -> Held | None:
    return held.get(plain(code)) or held.get(f"~{plain(code).casefold()}")


def rewrite(rows: Sequence[Recorded], *names: str) -> None:
    """Write these columns of corrected records at once, each a version further."""
    if not rows:
        return
    derived = [one for one in rows[0]._meta.concrete_fields if isinstance(one, SearchKeyField | SortKeyField)]
    for row in rows:
        row.version += 1
        for one in derived:
            one.pre_save(row, False)
    model: type[models.Model] = type(rows[0])
    model._default_manager.bulk_update(rows, [*names, "version", *(one.name for one in derived)])
