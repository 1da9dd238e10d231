"""Passes over a Parquet roster on a Spark cluster: ``mapInArrow`` runs on every slice what runs here on one.

A task answers with one row: its part of the bound and the best pairs of each post. Where tasks are many their answers
are put together on the cluster first. Prices go out by broadcast. A task that is lost is run again, and answers the
same.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from math import isqrt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from menara.cluster.parts import PART_ROW, looking, merging, together
from menara.cluster.roster import COLUMNS, SLICE, schema_faults, write_roster
from menara.cluster.sparks_needs import failed, need_java, need_spark
from menara.engines.outcome import Limits, Listener
from menara.engines.staffing.problem import Staffing
from menara.engines.staffing.seek import Solve, by_prices
from menara.engines.staffing.sliced import SlicedResult, solve_in_slices
from menara.engines.staffing.slices import Ask, Look, Part, Told, in_slices
from menara.errors import BadInput

MANY = 32  # tasks; the answers of more are put together on the cluster
TASK_BYTES = 4 << 20  # of Parquet a task: a few hundred thousand officers
PAUSE = 0.2  # seconds between two looks at how far a pass is
SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(SLICE),
    "spark.sql.files.maxPartitionBytes": str(TASK_BYTES),
    "spark.ui.showConsoleProgress": "false",
}
HERE = {  # a cluster of this machine alone listens to this machine alone
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
}
WHOLE = {"tinyint": "int8", "smallint": "int16", "int": "int32", "bigint": "int64"}  # Spark's word: Arrow's


def solve_on_spark(
    *,
    asked: Staffing,
    limits: Limits,
    roster: str | None = None,
    listener: Listener | None = None,
    master: str | None = None,
    settings: Mapping[str, str] | None = None,
    solve: Solve = by_prices,
) -> SlicedResult:
    """The plan for a Parquet roster, a path or address that every worker can read; of ``asked`` all but the officers
    counts.

    Where there is no such file yet, or none is named, the officers of ``asked`` are written first: there, or where this
    machine keeps what passes. Without ``master`` Spark's own configuration says where it runs. Raises ``Refusal``
    where Spark or Java is missing or the cluster fails, and as ``sliced.solve_in_slices`` does.
    """
    with cluster(master=master, settings=settings) as session, TemporaryDirectory(prefix="menara-") as folder:
        roster = roster or str(Path(folder) / "roster.parquet")
        if "://" not in roster and not Path(roster).exists():
            write_roster(Path(roster), in_slices(asked, size=SLICE)())
        look = on_spark(session, roster, asked=asked)
        return solve_in_slices(asked=asked, look=look, solve=solve, limits=limits, listener=listener)


@contextmanager
def cluster(*, master: str | None = None, settings: Mapping[str, str] | None = None) -> Iterator[Any]:
    """A session of Spark for as long as it is needed; one that was there before is used, and stays."""
    sql = need_spark()
    need_java()
    there = sql.SparkSession.getActiveSession()
    is_here = (master or "local").startswith("local")
    if is_here:  # the workers are this Python too, not whichever comes first in the path
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    chosen = SETTINGS | (HERE if is_here else {}) | dict(settings or {})
    builder = sql.SparkSession.builder.appName("menara")
    if master is not None:
        builder = builder.master(master)
    for name, value in chosen.items():
        builder = builder.config(name, value)
    if "spark.driver.host" in chosen:
        os.environ.setdefault("SPARK_LOCAL_IP", chosen["spark.driver.host"])  # asked before any setting is read
    with failed():
        session = builder.getOrCreate()
    if there is None:
        session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        if there is None:
            session.stop()


def on_spark(session: Any, roster: str, *, asked: Staffing) -> Look:
    """Passes over the Parquet roster at ``roster``, a path or an address that every worker can read."""
    with failed():
        rows = session.read.parquet(roster)
    kinds = {field.name: WHOLE.get(field.dataType.simpleString(), "other") for field in rows.schema}
    if wrong := schema_faults(kinds, name=Path(roster).name):
        raise BadInput(wrong)
    rows = rows.select(*COLUMNS)
    tasks = rows.rdd.getNumPartitions()
    bare = replace(asked, officers=asked.officers.part(slice(0)))

    def passed(ask: Ask, told: Told) -> Part | None:
        sent = session.sparkContext.broadcast((bare, ask))
        try:
            parts = rows.mapInArrow(looking(sent), PART_ROW)
            if tasks > MANY:
                parts = parts.repartition(isqrt(tasks)).mapInArrow(merging(sent), PART_ROW)
            table = _Collected(session, parts).table(told)
        finally:
            sent.unpersist()
        return None if table is None else together(iter(table.to_batches()), ask=ask)

    return passed


class _Collected:
    """Rows on their way back from the cluster; says how far they are, and can be stopped."""

    def __init__(self, session: Any, rows: Any) -> None:
        self.context, self.rows, self.group = session.sparkContext, rows, f"menara-{uuid4()}"
        self.found: list[Any] = []
        self.error: BaseException | None = None

    def table(self, told: Told) -> Any:
        """All rows as an Arrow table; None where it was stopped."""
        thread = threading.Thread(target=self._collect, daemon=True)
        thread.start()
        going = True
        while thread.is_alive():
            thread.join(PAUSE)
            if going and not told(*self._tasks()):
                going = False
                self.context.cancelJobGroup(self.group)
        if not going:
            return None
        if self.error is not None:
            with failed():
                raise self.error
        return self.found[0]

    def _collect(self) -> None:
        try:
            self.context.setJobGroup(self.group, "looking at a roster", interruptOnCancel=True)
            self.found.append(self.rows.toArrow())
        except BaseException as error:  # noqa: BLE001 (raised again in the thread that waits)
            self.error = error

    def _tasks(self) -> tuple[int, int]:
        """Tasks done, and how many there are so far."""
        tracker = self.context.statusTracker()
        jobs = [tracker.getJobInfo(job) for job in tracker.getJobIdsForGroup(self.group)]
        stages = {stage for job in jobs if job for stage in job.stageIds}
        known = [info for info in map(tracker.getStageInfo, sorted(stages)) if info]
        return sum(s.numCompletedTasks for s in known), sum(s.numTasks for s in known)
