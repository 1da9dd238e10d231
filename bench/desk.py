"""The summit desk at summit size: what a person waits for when a meeting is placed, moved, planned again, published.

    python -m bench.desk [--quick] [--json] [--kind summit] [--seed 1] [--runs 3] [--profile NAME]

A problem of ``bench.summits`` is written into a database of its own, with its first programme published and a draft on
it. Each figure is the middle of several runs, in seconds of the processor, of this process and the database's together:
whoever else uses the machine counts little. Queries are counted on a second, small summit too: their number must not
grow with the summit.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

import psutil

from bench.record import Row, keep
from bench.summits import KINDS

if TYPE_CHECKING:
    from bench.desk_tasks import Task
    from menara.models import Membership

SMALL = "small"  # the kind beside which queries are counted


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true", help="one run of each")
    asked.add_argument("--json", action="store_true", help="print one object a figure; keep nothing")
    asked.add_argument("--kind", choices=sorted(KINDS), default="summit")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--only", default="", help="tasks whose name has this in it")
    asked.add_argument("--profile", default="", help="print where the time of one task goes")
    given = asked.parse_args()
    with _database() as count_rows:
        from bench.desk_tasks import desk_of, office, tasks
        from menara.models import acting_for

        member = office()
        with acting_for(member.organisation_id, account_id=member.account_id):
            large, small = (desk_of(KINDS[kind], given.seed, member) for kind in (given.kind, SMALL))
        count_rows()
        with acting_for(member.organisation_id, account_id=member.account_id):
            many, few = tasks(large, member), {task.name: task for task in tasks(small, member)}
        for task in many:
            if given.only not in task.name:
                continue
            if given.profile and given.profile in task.name:
                _profile(task, member)
            runs = [_seconds(task, member) for _ in range(1 if given.quick else given.runs)]
            row = Row(
                bench="desk",
                case=f"{given.kind}, {task.name}",
                ours=median(runs),
                unit="s",
                target=f"<= {task.target:g} s of the processor",
                ok=median(runs) <= task.target,
            )
            counted = Row(
                bench="desk", case=f"{given.kind}, {task.name}: queries", ours=_queries(task, member), unit=""
            )
            if task.name in few and task.counts:
                same = counted.ours == _queries(few[task.name], member)
                counted = replace(counted, target="as many as for a small summit", ok=same)
            for one in (row, counted):
                print(json.dumps(asdict(one)), flush=True) if given.json else keep(one)


@contextmanager
def _database() -> Iterator[Callable[[], None]]:
    """A database of its own, thrown away at the end, entered as the role that serves people. What is yielded lets the
    database count what was loaded, as it does by itself within a minute."""
    import django

    from menara.ground import storage
    from menara.ground.data_folder import DataFolder
    from menara.ground.serve import inner_environment
    from menara.ground.upkeep import bring_up_to_date, count_rows

    with tempfile.TemporaryDirectory(prefix="menara-desk-") as name:
        Path(name).chmod(0o711)
        folder = DataFolder(path=Path(name))
        outside = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_URL", "MENARA_"))}
        with storage.opened(folder, outside) as database:
            inside = inner_environment(folder, outside, database)
            bring_up_to_date(inside, owner=database.owner, log=folder.logs / "upkeep.log")
            os.environ.update(inside)
            django.setup()
            from django.db import connection

            try:
                yield lambda: count_rows(database.owner)
            finally:
                connection.close()


@contextmanager
def _undone(member: Membership) -> Iterator[None]:
    """Whatever happens inside is taken back."""
    from django.db import transaction

    from menara.models import acting_for

    with acting_for(member.organisation_id, account_id=member.account_id), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _seconds(task: Task, member: Membership) -> float:
    """Seconds of the processor, of this process and of the database's that serves it."""
    from django.db import connection

    with _undone(member):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (number,) = cursor.fetchone()
        server = psutil.Process(number)
        began, there = process_time(), sum(server.cpu_times()[:2])
        task.work()
        return process_time() - began + sum(server.cpu_times()[:2]) - there


def _queries(task: Task, member: Membership) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with _undone(member), CaptureQueriesContext(connection) as captured:
        task.work()
    return len(captured)


def _profile(task: Task, member: Membership) -> None:
    profile = cProfile.Profile()
    with _undone(member):
        profile.runcall(task.work)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    sys.exit(main())
