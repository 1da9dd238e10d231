"""A roster to Parquet and back in slices: the same officers, and everything wrong with a file said at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines.staffing.tiny import officer, post, small_random, staffing
from menara.cluster import roster
from menara.cluster.roster import COLUMNS, read_slices, slices_of, write_roster
from menara.engines.staffing.problem import OFFICER_COLUMNS, Staffing
from menara.engines.staffing.slices import in_slices
from menara.errors import BadInput, Refusal

arrow = pytest.importorskip("pyarrow", reason="Parquet comes with menara[spark]")
parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet comes with menara[spark]")


def put(problem: Staffing, path: Path, *, size: int = 5) -> Path:
    assert write_roster(path, in_slices(problem, size=size)()) == len(problem.officers)
    return path


def columns_of(slices: list[Staffing]) -> dict[str, Any]:
    return {n: np.concatenate([getattr(s.officers, n) for s in slices]).tolist() for n in OFFICER_COLUMNS}


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("seed", range(5))
def test_the_same_officers_come_back(seed: int, size: int, tmp_path: Path) -> None:
    problem = small_random(seed, officers=40, posts=3)
    slices = list(read_slices(put(problem, tmp_path / "r.parquet"), asked=problem, size=size)())
    assert columns_of(slices) == columns_of([problem])
    assert [s.first for s in slices] == np.cumsum([0, *(len(s.officers) for s in slices)])[:-1].tolist()
    assert sorted(i for s in slices for i in s.withdrawn) == sorted(problem.withdrawn)
    assert sorted(pin for s in slices for pin in s.pins) == sorted(problem.pins)


def test_each_call_gives_the_roster_anew(tmp_path: Path) -> None:
    problem = staffing([officer(3)] * 4, [post()])
    slices = read_slices(put(problem, tmp_path / "r.parquet"), asked=problem)
    assert len(list(slices())) == len(list(slices())) == 1


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    problem = staffing([officer(s) for s in (3, 9, 5)], [post()])
    put(problem.part(slice(2, 3)), tmp_path / "b.parquet")
    put(problem.part(slice(0, 2)), tmp_path / "a.parquet")
    slices = list(read_slices(tmp_path, asked=problem)())
    assert [(s.first, s.officers.score.tolist()) for s in slices] == [(0, [3, 9]), (2, [5])]


def test_rows_in_any_order_are_cut_where_an_officer_is_missing(tmp_path: Path) -> None:
    problem = staffing([officer(s) for s in range(10, 16)], [post()])
    table = parquet.read_table(put(problem, tmp_path / "r.parquet")).take([4, 1, 0, 5])
    slices = list(slices_of(table, asked=problem))
    assert [(s.first, s.officers.score.tolist()) for s in slices] == [(0, [10, 11]), (4, [14, 15])]


def changed(path: Path, **columns: Any) -> None:
    """The file with other columns; None takes one out."""
    table = parquet.read_table(path)
    for name, values in columns.items():
        place = table.schema.get_field_index(name)
        table = table.remove_column(place)
        if values is not None:
            table = table.add_column(place, name, values)
    parquet.write_table(table, path)


def test_all_faults_of_columns_are_named_at_once(tmp_path: Path) -> None:
    path = put(staffing([officer(3)] * 2, [post()]), tmp_path / "r.parquet")
    changed(path, age=None, rank=arrow.array([1.5, 2.0]), country=arrow.array(["a", "b"]))
    with pytest.raises(BadInput) as refused:
        read_slices(path, asked=staffing([], [post()]))
    assert [(f.file, f.column, f.code, f.found) for f in refused.value.faults] == [
        ("r.parquet", "age", "missing", ""),
        ("r.parquet", "country", "not_whole", "string"),
        ("r.parquet", "rank", "not_whole", "double"),
    ]


def test_empty_cells_are_faults(tmp_path: Path) -> None:
    path = put(staffing([officer(3)] * 3, [post()]), tmp_path / "r.parquet")
    changed(path, age=arrow.array([1, None, None]), rank=arrow.array([None, 1, 1]))
    with pytest.raises(BadInput) as refused:
        list(read_slices(path, asked=staffing([], [post()]))())
    assert [(f.column, str(f)) for f in refused.value.faults] == [
        ("age", "2 cells of this column are empty."), ("rank", "1 cells of this column are empty.")
    ]  # fmt: skip


@pytest.mark.parametrize("content", [None, b"", b"PAR1 and then nothing"])
def test_what_is_no_parquet_is_refused(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        read_slices(path, asked=staffing([], [post()]))
    assert [f.code for f in refused.value.faults] == ["unreadable"]


def test_numbers_that_do_not_fit_are_not_cut_short(tmp_path: Path) -> None:
    problem = staffing([officer(3, age=100_000)], [post()])
    with pytest.raises(arrow.ArrowInvalid):
        write_roster(tmp_path / "r.parquet", [problem])


def test_columns_a_cluster_knows() -> None:
    """Spark has no unsigned numbers."""
    assert {kind for kind in COLUMNS.values() if kind.startswith("u")} == set()


def test_without_the_library_a_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(roster, "import_module", missing)
    with pytest.raises(Refusal, match="menara\\[spark\\]"):
        read_slices(tmp_path, asked=replace(staffing([], [post()])))
