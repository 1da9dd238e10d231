"""What a worker answers is what the same rows answer here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from engines.staffing.test_slices import alone, ask_of
from engines.staffing.tiny import officer, post, small_random, staffing
from menara.cluster import parts
from menara.cluster.parts import looked_at, looking, merging, part_of, row_of, together
from menara.cluster.roster import write_roster
from menara.engines.staffing.problem import Staffing
from menara.engines.staffing.slices import in_slices, look
from menara.errors import Fault

arrow = pytest.importorskip("pyarrow", reason="Parquet comes with menara[spark]")
parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet comes with menara[spark]")


def batches_of(problem: Staffing, folder: Path) -> list[object]:
    path = folder / "r.parquet"
    write_roster(path, in_slices(problem, size=4)())
    return list(parquet.ParquetFile(path).iter_batches(batch_size=3))


@pytest.mark.parametrize("seed", range(20))
def test_a_worker_answers_as_a_slice_does(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = small_random(seed, officers=30, posts=5)
    ask, batches = ask_of(problem, seed), batches_of(problem, tmp_path)
    whole = alone(look(problem, ask=ask), ask)
    assert looked_at(iter(batches), asked=problem, ask=ask).same(whole)
    monkeypatch.setattr(parts, "SLICE", 5)
    assert looked_at(reversed(batches), asked=problem, ask=ask).same(whole)
    sent = SimpleNamespace(value=(replace(problem, officers=problem.officers.part(slice(0))), ask))
    rows = [row for one in batches for row in looking(sent)(iter([one]))]
    assert together(merging(sent)(iter(rows)), ask=ask).same(whole)


def test_a_part_survives_its_row() -> None:
    problem = small_random(3, officers=30, posts=5)
    ask = ask_of(problem, 3)
    fault = Fault(file="f", row=2, column="c", code="x", sentence="%(found)s", found="ش")
    part = replace(look(problem, ask=ask), taken=-(10**30), faults=(fault,), fault_count=7)
    assert part_of(row_of(part)).same(part)
    nobody = look(problem.part(slice(0)), ask=ask)
    assert part_of(row_of(nobody)).same(nobody)


def test_faults_come_back_from_workers(tmp_path: Path) -> None:
    problem = staffing([officer(rank=r) for r in (1, 500, 2, 3, 4, 900)], [post()])
    ask = ask_of(problem, 1)
    part = looked_at(iter(batches_of(problem, tmp_path)), asked=problem, ask=ask)
    assert [(f.column, f.row, f.found) for f in part.faults] == [
        ("officers.rank", 3, "500"), ("officers.rank", 7, "900")
    ]  # fmt: skip
    table = arrow.Table.from_batches(batches_of(problem, tmp_path))
    place = table.schema.get_field_index("age")
    holed = table.set_column(place, "age", arrow.nulls(6, arrow.int16()))
    part = looked_at(iter(holed.to_batches()), asked=problem, ask=ask)
    assert {(f.column, f.code, f.found) for f in part.faults} == {("age", "empty_cells", "6")}
