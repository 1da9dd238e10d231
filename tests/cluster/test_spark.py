"""A cluster answers bit for bit what this machine answers alone, also where it loses an executor in the middle."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from cluster.conftest import SparkCluster
from engines.staffing.plain_solver import solve
from engines.staffing.test_sliced import told
from engines.staffing.test_slices import ask_of
from engines.staffing.tiny import officer, post, sides, staffing
from menara.cluster import spark, sparks_needs
from menara.cluster.roster import write_roster
from menara.cluster.spark import on_spark, solve_on_spark
from menara.cluster.sparks_needs import need_java, need_spark
from menara.engines.outcome import Limits, Progress
from menara.engines.staffing.problem import Officers, Staffing, Worth
from menara.engines.staffing.sliced import solve_in_slices
from menara.engines.staffing.slices import in_slices, locally
from menara.errors import BadInput, Refusal

pytestmark = pytest.mark.spark
EXECUTOR = "CoarseGrainedExecutorBackend"
SIZE = 1_500  # officers a row group


def world(*, officers: int, posts: int = 20, seed: int = 5) -> Staffing:
    """Officers and posts drawn by chance; with side constraints and a withdrawal."""
    draw = np.random.default_rng(seed)
    asked = [
        post(
            k % 4, int(draw.integers(1, 3)), main=int(draw.integers(0, 3)), main_level=2, required=int(1 << k % 5),
            years_min=int(draw.integers(0, 8)), critical=k % 2,
        )
        for k in range(posts)
    ]  # fmt: skip
    few = staffing([officer()], asked, countries=9, worth=Worth(filled=10, critical=20))
    top = {"country": 9, "woman": 2, "rank": 4, "years": 12, "skills": 32, "available": 13, "age": 60, "score": 300}
    columns = {n: draw.integers(0, top.get(n, 1), officers).astype(np.int32) for n in Officers.__dataclass_fields__}
    columns["languages"] = draw.integers(0, 5, (officers, 4)).astype(np.int32)
    columns["last"] = np.full(officers, -1, dtype=np.int32)
    problem = replace(few, officers=Officers(**columns), withdrawn=(7,))
    return sides(problem, pledge=[9] * 9, country_cap=[4] * 4, women_share=(1, 4), french_min=[2] * 4)


@pytest.fixture(scope="module")
def problem() -> Staffing:
    return world(officers=30_000)


@pytest.fixture(autouse=True)
def merged_on_the_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few tasks are many already."""
    monkeypatch.setattr(spark, "MANY", 8)


@pytest.fixture(scope="module")
def roster(problem: Staffing, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("roster") / "roster.parquet"
    write_roster(path, in_slices(problem, size=SIZE)())
    return str(path)


def test_a_pass_answers_bit_for_bit_alike(spark_cluster: SparkCluster, problem: Staffing, roster: str) -> None:
    look = on_spark(spark_cluster.session, roster, asked=problem)
    assert spark_cluster.session.read.parquet(roster).rdd.getNumPartitions() > 2 * spark.MANY
    for seed, keep in ((1, 3), (2, 400)):
        ask = ask_of(problem, seed, keep=keep)
        far = look(ask, lambda done, total: True)
        near = locally(in_slices(problem, size=12_000))(ask, lambda done, total: True)
        assert far is not None
        assert near is not None
        assert far.same(near)


def test_an_executor_killed_in_the_middle_changes_nothing(
    spark_cluster: SparkCluster, problem: Staffing, roster: str
) -> None:
    near = solve_in_slices(
        asked=problem, look=locally(in_slices(problem, size=12_000)), solve=solve, limits=Limits(gap=0.001)
    )
    killed: list[int] = []

    def kill_one(progress: Progress) -> bool:
        if not killed and 3 <= progress.done < progress.total - 10:
            killed.append(executors(spark_cluster)[0])
            os.kill(killed[0], signal.SIGKILL)
        return True

    look = on_spark(spark_cluster.session, roster, asked=problem)
    far = solve_in_slices(asked=problem, look=look, solve=solve, limits=Limits(gap=0.001), listener=kill_one)
    assert told(far) == told(near)
    assert len(killed) == 1
    assert not psutil.pid_exists(killed[0]) or psutil.Process(killed[0]).status() == psutil.STATUS_ZOMBIE
    assert tasks_lost(spark_cluster) > 0


def executors(cluster: SparkCluster) -> list[int]:
    """The processes of this application's executors, and of no other."""
    name = cluster.session.sparkContext.applicationId
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if name in words and any(word.endswith(EXECUTOR) for word in words):
            found.append(process.pid)
    return sorted(found)


def tasks_lost(cluster: SparkCluster, *, patience: float = 20.0) -> int:
    """Tasks that ended because their executor was lost, by the cluster's own record, which it writes now and then."""
    until = time.monotonic() + patience
    while True:
        lines = [line for file in cluster.events.iterdir() for line in file.read_text().splitlines()]
        ends = [json.loads(line) for line in lines if '"SparkListenerTaskEnd"' in line and line.endswith("}")]
        lost = sum(end["Task End Reason"]["Reason"] == "ExecutorLostFailure" for end in ends)
        if lost or time.monotonic() > until:
            return lost
        time.sleep(0.5)


def test_the_officers_of_a_problem_are_written_where_no_roster_is_given(spark_cluster: SparkCluster) -> None:
    problem = world(officers=500)
    near = solve_in_slices(asked=problem, look=locally(in_slices(problem, size=90)), solve=solve, limits=Limits())
    assert told(solve_on_spark(asked=problem, solve=solve, limits=Limits())) == told(near)
    assert spark_cluster.session.sparkContext.parallelize([1]).count() == 1  # a session that was there before stays


def test_a_pass_can_be_stopped(spark_cluster: SparkCluster, problem: Staffing, roster: str) -> None:
    look = on_spark(spark_cluster.session, roster, asked=problem)
    assert look(ask_of(problem, 1), lambda done, total: False) is None


def test_faults_of_officers_come_back_from_the_cluster(spark_cluster: SparkCluster, tmp_path: Path) -> None:
    problem = world(officers=500)
    problem.officers.rank[[3, 400]] = 111, 222
    write_roster(tmp_path / "r.parquet", in_slices(problem, size=100)())
    look = on_spark(spark_cluster.session, str(tmp_path / "r.parquet"), asked=problem)
    with pytest.raises(BadInput) as refused:
        solve_in_slices(asked=problem, look=look, solve=solve, limits=Limits())
    assert [(f.column, f.row, f.found) for f in refused.value.faults] == [
        ("officers.rank", 5, "111"), ("officers.rank", 402, "222")
    ]  # fmt: skip


def test_columns_that_are_missing_are_named_before_a_task_runs(spark_cluster: SparkCluster, tmp_path: Path) -> None:
    spark_cluster.session.range(3).withColumnRenamed("id", "officer").write.parquet(str(tmp_path / "r.parquet"))
    with pytest.raises(BadInput) as refused:
        on_spark(spark_cluster.session, str(tmp_path / "r.parquet"), asked=world(officers=1))
    assert {f.code for f in refused.value.faults} == {"missing"}


def test_a_roster_that_is_not_there_is_a_sentence(spark_cluster: SparkCluster, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        on_spark(spark_cluster.session, str(tmp_path / "none.parquet"), asked=world(officers=1))
    assert refused.value.code == "spark_failed"
    assert "none.parquet" in str(refused.value)


# --- what Spark needs: no cluster is started for these ---------------------------------------------------------------


def test_no_java_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal, match="Spark needs Java 17 or later, and none was found") as refused:
        need_java()
    assert refused.value.code == "java_missing"
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(Refusal, match="none was found"):
        need_java()


@pytest.mark.parametrize(("said", "found"), [('openjdk version "11.0.2"', "11"), ('java version "1.8.0_201"', "8")])
def test_an_old_java_is_a_sentence(said: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path, said)))
    with pytest.raises(Refusal, match=f"the one found is {found}"):
        need_java()


def test_a_java_of_today_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path, 'openjdk version "21" 2023-09-19')))
    need_java()


def java(folder: Path, said: str) -> Path:
    (folder / "bin").mkdir()
    program = folder / "bin" / "java"
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize("package", ["pyarrow", "pandas", "pyspark"])
def test_a_missing_package_is_a_sentence(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        if name == package:
            raise ImportError(name)
        return object()

    monkeypatch.setattr(sparks_needs, "import_module", missing)
    with pytest.raises(Refusal, match=f"{package} is not installed here") as refused:
        need_spark()
    assert refused.value.code == "spark_missing"
