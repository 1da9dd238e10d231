"""A Spark cluster of this machine: two executors in processes of their own, as on many machines.

spark_cluster   its session and its folder; skipped only where Java or pyspark is absent
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from menara.cluster.spark import cluster

SOURCE = Path(__file__).resolve().parents[2] / "src"
MASTER = "local-cluster[2,1,1024]"  # two executors, a core and 1,024 MB each


class SparkCluster(NamedTuple):
    session: Any
    folder: Path

    @property
    def events(self) -> Path:
        """Where the cluster writes down what became of every task."""
        return self.folder / "events"


@pytest.fixture(scope="session")
def spark_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkCluster]:
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Java is absent")
    found = importlib.util.find_spec("pyspark")
    if found is None or found.origin is None:
        pytest.skip("pyspark is absent; it comes with menara[spark]")
    folder = tmp_path_factory.mktemp("spark")
    (folder / "events").mkdir()
    home = _home(Path(found.origin).parent, folder / "home")
    settings = {
        "spark.executor.memory": "1g",
        "spark.executorEnv.PYTHONPATH": str(SOURCE),
        "spark.executorEnv.SPARK_LOCAL_IP": "127.0.0.1",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.files.maxPartitionBytes": "16k",  # many tasks from a small roster
        "spark.sql.files.openCostInBytes": "0",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": (folder / "events").as_uri(),
        "spark.eventLog.compress": "false",
        "spark.eventLog.rolling.enabled": "false",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_HOME", str(home))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        with cluster(master=MASTER, settings=settings) as session:
            yield SparkCluster(session, folder)


def _home(package: Path, home: Path) -> Path:
    """Spark's home with everything of the package in it, so that workers keep their files here and not there."""
    home.mkdir()
    for entry in package.iterdir():
        (home / entry.name).symlink_to(entry)
    return home
