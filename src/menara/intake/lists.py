"""Cells that hold several items: items separated by ``;``, fields of an item by ``:``.

A backslash before ``;``, ``:``, ``=`` or itself takes it as it is. ``none`` says that there are none and this is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from menara.intake.cells import CellFault, Reader
from menara.wording import gettext_noop as _

T = TypeVar("T")

NONE = "none"
REMEMBERED = 20_000
Parts = Sequence[str]


def items(read_item: Callable[[str], T], *, key: Callable[[T], Any] | None = None) -> Callable[[str], tuple[T, ...]]:
    """A reader of a list cell. With ``key``, the same key twice is a fault: two levels of one language contradict."""

    known: dict[str, T] = {}  # a roster repeats its items even where its cells differ

    def item(written: str) -> T:
        found = known.get(written)
        if found is None:
            try:
                found = read_item(written)
            except CellFault as fault:
                fault.found = fault.found or written
                raise
            if len(known) < REMEMBERED:
                known[written] = found
        return found

    def read(cell: str) -> tuple[T, ...]:
        if cell.casefold() == NONE:
            return ()
        found: list[T] = []
        faults: list[CellFault] = []
        for written in filter(None, map(str.strip, split(cell, ";"))):
            try:
                found.append(item(written))
            except CellFault as fault:
                faults.append(fault)
                continue
            if key and [key(item) for item in found].count(key(found[-1])) > 1:
                faults.append(CellFault("twice", TWICE, found=written))
        if faults:
            faults[0].more = tuple(faults[1:])
            raise faults[0]
        return tuple(found)

    return read


def fields(written: str, *, least: int, form: str) -> list[str]:
    """The fields of an item, padded with blanks to those that ``form`` names."""
    found = [unescaped(field).strip() for field in split(written, ":")]
    most = form.count(":") + 1
    if not least <= len(found) <= most or not found[0]:
        raise CellFault("item", ITEM, allowed=form, found=written)
    return found + [""] * (most - len(found))


def field(reader: Reader, written: str, blank: Any = None) -> Any:
    """One field's value; the fault speaks of the field alone."""
    if not written:
        return blank
    try:
        return reader(written)
    except CellFault as fault:
        fault.found = fault.found or written
        raise


def split(written: str, mark: str) -> list[str]:
    """Split at ``mark`` where no backslash stands before it. Backslashes stay, for the next split."""
    if "\\" not in written:
        return written.split(mark)
    pieces = [""]
    taken_as_is = False
    for character in written:
        if character == mark and not taken_as_is:
            pieces.append("")
            continue
        pieces[-1] += character
        taken_as_is = character == "\\" and not taken_as_is
    return pieces


def unescaped(written: str) -> str:
    return re.sub(r"\\(.)", r"\1", written) if "\\" in written else written


ITEM = _("“%(found)s” is not written as %(allowed)s.")
TWICE = _("“%(found)s” speaks of something this cell has named before.")
