"""Shows everything wrong with the files given, once, as a table or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

import click

from menara.errors import BadInput, Fault, Refusal

BAD_INPUT = 2


def refuse(refusal: Refusal, *, as_json: bool = False, code: int = BAD_INPUT) -> NoReturn:
    """Print what stands in the way and leave. JSON goes to standard output, sentences to standard error."""
    if as_json:
        told: dict[str, Any] = {"refused": refusal.code, "sentence": str(refusal), "facts": refusal.facts}
        if isinstance(refusal, BadInput):
            told |= {"total": refusal.total, "faults": [fault_as_json(fault) for fault in refusal.faults]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1, default=str))
    else:
        if isinstance(refusal, BadInput):
            click.echo(table_of(refusal.faults), err=True)
            if refusal.total > len(refusal.faults):
                click.echo(f"… and {refusal.total - len(refusal.faults):,} more.", err=True)
        click.echo(str(refusal), err=True)
    sys.exit(code)


def fault_as_json(fault: Fault) -> dict[str, object]:
    return {
        "file": fault.file,
        "row": fault.row,
        "column": fault.column,
        "code": fault.code,
        "found": fault.found,
        "allowed": fault.allowed,
        "sentence": str(fault),
    }


def table_of(faults: Sequence[Fault]) -> str:
    """Where, what was found and what is allowed, with the sentence under each line."""
    header = ("file", "row", "column", "found", "allowed")
    rows = [(f.file, str(f.row or ""), f.column, _short(f.found), _short(f.allowed)) for f in faults]
    lines = columns([header, *rows])
    said = [line for pair in zip(lines[1:], (f"    {fault}" for fault in faults), strict=True) for line in pair]
    return "\n".join([lines[0], *said])


def columns(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows as lines whose cells stand under each other."""
    rows = list(rows)
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _short(cell: str, limit: int = 36) -> str:
    return cell if len(cell) <= limit else cell[: limit - 1] + "…"
