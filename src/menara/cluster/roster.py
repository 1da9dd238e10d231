"""A roster as Parquet: one row an officer, written and read a slice at a time.

``officer`` is the index that names an officer; rows stand in its order, in one file or in the files of a folder. The
four levels of ``languages`` are four columns. Parquet comes with ``pip install "menara[spark]"``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menara.engines.staffing.problem import LANGUAGES, OFFICER_COLUMNS, Officers, Staffing
from menara.engines.staffing.slices import slice_of
from menara.errors import BadInput, Fault, Refusal
from menara.wording import gettext_noop as _

SLICE = 100_000  # officers in memory at a time
INDEX = "officer"
SPOKEN = {f"language_{code.lower()}": place for place, code in enumerate(LANGUAGES)}
PLAIN = tuple(name for name in OFFICER_COLUMNS if name != "languages")
# Spark knows no unsigned numbers, so a set of 32 bits takes 64
WIDTHS = {INDEX: "int64", "skills": "int64"} | dict.fromkeys(("country", "last", "score"), "int32")
COLUMNS = {name: WIDTHS.get(name, "int16") for name in (INDEX, *PLAIN, *SPOKEN)}

SENTENCES = {
    "unreadable": _("This is not a readable Parquet file: %(found)s."),
    "missing": _("A column is missing: %(column)s."),
    "not_whole": _("These are no whole numbers: %(found)s."),
    "empty_cells": _("%(found)s cells of this column are empty."),
}

Column = NDArray[Any]


def write_roster(path: Path, slices: Iterable[Staffing]) -> int:
    """Write the officers of all slices to one file, a row group a slice, and say how many they were."""
    arrow, parquet = _libraries()
    schema = arrow.schema([arrow.field(name, getattr(arrow, kind)(), nullable=False) for name, kind in COLUMNS.items()])
    count = 0
    with parquet.ParquetWriter(path, schema) as file:
        for staffing in slices:
            columns = [arrow.array(values).cast(schema.field(name).type) for name, values in _columns(staffing)]
            file.write_table(arrow.Table.from_arrays(columns, schema=schema), row_group_size=SLICE)
            count += len(staffing.officers)
    return count


def read_slices(path: Path, *, asked: Staffing, size: int = SLICE) -> Callable[[], Iterator[Staffing]]:
    """The slices of a file, or of the ``*.parquet`` files of a folder in the order of their names, anew at each call.

    Of ``asked`` everything but the officers counts. Raises ``BadInput`` with every fault of every file's columns.
    """
    _, parquet = _libraries()
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    if wrong := [fault for file in files for fault in _file_faults(parquet, file)]:
        raise BadInput(wrong)

    def slices() -> Iterator[Staffing]:
        for file in files:
            # read ahead, Arrow would hold the whole file
            with parquet.ParquetFile(file, pre_buffer=False) as opened:
                for batch in opened.iter_batches(batch_size=size, columns=list(COLUMNS)):
                    yield from slices_of(batch, asked=asked, name=file.name)

    return slices


def slices_of(batch: Any, *, asked: Staffing, name: str = "") -> Iterator[Staffing]:
    """The officers of an Arrow batch or table, cut where the next row is not the next officer.

    Rows may come in any order. Raises ``BadInput`` with the columns that have empty cells.
    """
    empty = [(column, batch.column(column).null_count) for column in COLUMNS]
    if wrong := [_fault(name, column, "empty_cells", str(count)) for column, count in empty if count]:
        raise BadInput(wrong)
    columns = {column: batch.column(column).to_numpy(zero_copy_only=False) for column in COLUMNS}
    index = columns.pop(INDEX).astype(np.int64)
    if (index[1:] < index[:-1]).any():
        order = np.argsort(index, kind="stable")
        index, columns = index[order], {column: values[order] for column, values in columns.items()}
    officers = _officers(columns)
    cuts = [0, *(np.flatnonzero(index[1:] != index[:-1] + 1) + 1).tolist(), len(index)]
    for begin, end in itertools.pairwise(cuts):
        if begin < end:
            yield slice_of(asked, officers=officers.part(slice(begin, end)), first=int(index[begin]))


def schema_faults(kinds: dict[str, str], *, name: str) -> list[Fault]:
    """What is wrong with a roster of columns of these Arrow types."""
    return [
        _fault(name, column, "missing") if column not in kinds else _fault(name, column, "not_whole", kinds[column])
        for column in COLUMNS
        if column not in kinds or kinds[column] not in _WHOLE
    ]


_WHOLE = {f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)}


def _columns(staffing: Staffing) -> Iterator[tuple[str, Column]]:
    officers = staffing.officers
    yield INDEX, np.arange(staffing.first, staffing.first + len(officers), dtype=np.int64)
    for name in PLAIN:
        yield name, getattr(officers, name)
    for name, place in SPOKEN.items():
        yield name, np.ascontiguousarray(officers.languages[:, place])


def _officers(columns: dict[str, Column]) -> Officers:
    """Columns as the engines read them: int32, sets of bits int64."""
    plain = {name: columns[name].astype(np.int64 if name == "skills" else np.int32) for name in PLAIN}
    levels = np.stack([columns[name].astype(np.int32) for name in SPOKEN], axis=1)
    return Officers(**plain, languages=levels)


def _file_faults(parquet: Any, file: Path) -> list[Fault]:
    try:
        schema = parquet.read_schema(file)
    except (OSError, ValueError) as unreadable:  # Arrow's own errors are of these two kinds
        return [_fault(file.name, "", "unreadable", str(unreadable).splitlines()[0])]
    return schema_faults({field.name: str(field.type) for field in schema}, name=file.name)


def _fault(file: str, column: str, code: str, found: str = "") -> Fault:
    return Fault(file=file, row=0, column=column, code=code, sentence=SENTENCES[code], found=found)


def _libraries() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as missing:
        raise Refusal(
            "parquet_missing",
            _('Parquet cannot be read here. Install what it needs with: pip install "menara[spark]"'),
        ) from missing
