"""The answer of slices as one row of a table, and the two functions that run on a cluster's workers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from importlib import import_module
from typing import Any

import numpy as np

from menara.cluster.roster import SLICE, slices_of
from menara.engines.staffing.problem import Staffing
from menara.engines.staffing.slices import Ask, Gathered, Named, Part, look, nothing
from menara.errors import BadInput, Fault

# ``runs`` is flat; ``taken`` is text, since a whole number of any length is
PART_ROW = (
    "runs array<bigint>, pairs bigint, taken string, starts array<bigint>, officer array<bigint>, worth array<int>, "
    "`group` array<int>, net array<bigint>, faults string, fault_count bigint"
)
LONG, SHORT = ("runs", "starts", "officer", "net"), ("worth", "group")
WIDTHS: dict[str, Any] = dict.fromkeys(LONG, np.int64) | dict.fromkeys(SHORT, np.int32)
Batches = Iterator[Any]  # of Arrow


def looking(sent: Any) -> Callable[[Batches], Batches]:
    """A worker's look at its rows of the roster: one row with its part. ``sent`` holds what is asked, by broadcast."""

    def looked(batches: Batches) -> Batches:
        asked, ask = sent.value
        yield row_of(looked_at(batches, asked=asked, ask=ask))

    return looked


def merging(sent: Any) -> Callable[[Batches], Batches]:
    """Puts the parts of several workers together: one row for all."""

    def merged(batches: Batches) -> Batches:
        _, ask = sent.value
        yield row_of(together(batches, ask=ask))

    return merged


def looked_at(batches: Batches, *, asked: Staffing, ask: Ask) -> Part:
    """The part of all rows, some ``SLICE`` at a time."""
    gathered = Gathered(ask)
    for rows in _slices(batches):
        try:
            for staffing in slices_of(rows, asked=asked):
                gathered.add(look(staffing, ask=gathered.ask))
        except BadInput as wrong:
            gathered.add(replace(nothing(posts=len(ask.keep)), faults=wrong.faults, fault_count=wrong.total))
    return gathered.part


def together(batches: Batches, *, ask: Ask) -> Part:
    """All parts in all batches, as one."""
    gathered = Gathered(ask)
    for batch in batches:
        for at in range(batch.num_rows):
            gathered.add(part_of(batch.slice(at, 1)))
    return gathered.part


def row_of(part: Part) -> Any:
    """The part as an Arrow batch of one row."""
    arrow = import_module("pyarrow")
    named = part.named
    numbers = {"runs": part.runs.ravel(), "starts": named.starts, "officer": named.officer, "net": named.net}
    numbers |= {"worth": named.worth, "group": named.group}
    lists = {
        name: arrow.ListArray.from_arrays(np.array([0, values.size], dtype=np.int32), arrow.array(values))
        for name, values in numbers.items()
    }
    faults = json.dumps([asdict(fault) for fault in part.faults])
    columns = lists | {
        "pairs": arrow.array([part.pairs], arrow.int64()),
        "taken": arrow.array([str(part.taken)]),
        "faults": arrow.array([faults]),
        "fault_count": arrow.array([part.fault_count], arrow.int64()),
    }
    order = [name.strip("` ").split("`")[0].split(" ")[0] for name in PART_ROW.split(", ")]
    return arrow.RecordBatch.from_arrays([columns[name] for name in order], names=order)


def part_of(row: Any) -> Part:
    """The part of a batch of one row."""
    flat = {
        name: row.column(name).flatten().to_numpy(zero_copy_only=False).astype(width) for name, width in WIDTHS.items()
    }
    faults = json.loads(row.column("faults")[0].as_py())
    return Part(
        runs=flat.pop("runs").reshape(-1, 2),
        pairs=row.column("pairs")[0].as_py(),
        taken=int(row.column("taken")[0].as_py()),
        named=Named(**flat),
        faults=tuple(Fault(**fault) for fault in faults),
        fault_count=row.column("fault_count")[0].as_py(),
    )


def _slices(batches: Batches) -> Iterator[Any]:
    """Batches put together to tables of about ``SLICE`` rows: screening a few at a time costs as much as many."""
    arrow = import_module("pyarrow")
    held: list[Any] = []
    for batch in batches:
        held.append(batch)
        if sum(b.num_rows for b in held) >= SLICE:
            yield arrow.Table.from_batches(held)
            held = []
    if held:
        yield arrow.Table.from_batches(held)
