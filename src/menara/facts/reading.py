"""The committed files themselves: TOML tables and CSV rows, read once, with one way to spell a mark and a source.

A fault in a committed file is a bug of this project, so it raises ``ValueError`` and names the file; it is no
``Refusal``, which is for what people bring.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from menara.terms import Mark

Words = Mapping[str, str]
"""One thing's name by language: ``{"en": …, "fr": …, "ar": …}``."""


def text(name: str) -> str:
    """The file ``name`` of this folder as text. Raises ``FileNotFoundError`` where there is none."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def table(name: str) -> dict[str, Any]:
    """A TOML file whole. Do not change what it returns: every caller shares it."""
    return tomllib.loads(text(name))


def rows(name: str) -> list[dict[str, str]]:
    """A CSV file, one dictionary a row, in the order of the file; a blank cell is an empty text.

    Raises ``ValueError`` where a row has more or fewer cells than the header: a stray comma must not shift a fact.
    """
    read = csv.DictReader(text(name).splitlines(), strict=True)
    found = []
    for row in read:
        if None in row or None in row.values():
            raise ValueError(f"{name}, line {read.line_num}: not as many cells as the header has")
        found.append(row)
    return found


def words(row: Mapping[str, str], stem: str) -> dict[str, str]:
    """The cells ``<stem>_en``, ``<stem>_fr`` and ``<stem>_ar`` as one value, blanks left out."""
    return {code: row[f"{stem}_{code}"] for code in ("ar", "fr", "en") if row[f"{stem}_{code}"]}


def listed(cell: str) -> tuple[str, ...]:
    """A cell's items, separated by ``;``."""
    return tuple(item.strip() for item in cell.split(";") if item.strip())


def said(entry: Mapping[str, Any], *, file: str) -> tuple[Mark, tuple[str, ...]]:
    """An entry's mark and source keys. Raises ``ValueError`` for a confirmed or secondary fact without a source."""
    mark = Mark(entry["mark"])
    sources = tuple(entry["sources"])
    if mark in (Mark.CONFIRMED, Mark.SECONDARY) and not sources:
        raise ValueError(f"{file}: marked {mark} without a source: {dict(entry)}")
    return mark, sources


def joined(sources: tuple[str, ...]) -> str:
    """Source keys as the engines' records hold them: ``"S36, S52"``."""
    return ", ".join(sources)
