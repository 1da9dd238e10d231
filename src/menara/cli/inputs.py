"""The files several commands are given, read together so that all their faults are told at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.opening import Opening
from menara.engines.matching.problem import batch_of
from menara.errors import BadInput
from menara.intake.decisions import Decisions, read_decisions
from menara.intake.faults import Remark, together
from menara.intake.officers import read_officers
from menara.intake.openings import read_openings


class Day(click.ParamType):
    """A day written ``YYYY-MM-DD``."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value) if len(value) == 10 else self.fail(f"{value} is not a day", param, ctx)
        except ValueError:
            self.fail(f"{value} is not a day; write it as YYYY-MM-DD", param, ctx)


FILE = click.Path(dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the files hold."""

    openings: tuple[Opening, ...]
    officers: tuple[Officer, ...]
    decisions: Decisions
    remarks: tuple[Remark, ...]


def read_inputs(*, calls: Path, officers: Path, decisions: Path | None = None) -> Inputs:
    """Read every file given. Raises ``BadInput`` with the faults of all of them."""
    refusals: list[BadInput] = []
    remarks: list[Remark] = []

    def read(reader: Any, path: Path) -> tuple[Any, ...] | None:
        try:
            reading = reader(path, name=str(path))
        except BadInput as refusal:
            refusals.append(refusal)
            return None
        remarks.extend(reading.remarks)
        return tuple(reading.records)

    openings = read(read_openings, calls)
    roster = read(read_officers, officers)
    decided = Decisions()
    if decisions is not None:
        try:
            decided = read_decisions(
                decisions,
                name=str(decisions),
                officers=None if roster is None else {o.number for o in roster},
                openings=None if openings is None else {o.ref for o in openings},
                calls=None if openings is None else {batch_of(o) for o in openings},
            )
        except BadInput as refusal:
            refusals.append(refusal)
    if refusals:
        raise together(refusals)
    return Inputs(openings=openings or (), officers=roster or (), decisions=decided, remarks=tuple(remarks))


def today() -> date:
    """The day of planning where none is given: only a face may ask the clock."""
    return date.today()  # noqa: DTZ011 (the planner's own day, where the planner sits)
