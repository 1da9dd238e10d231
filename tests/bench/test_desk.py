"""What a person waits for at the desk asks the database as often at every size of a summit."""

from __future__ import annotations

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.desk_tasks import Task, desk_of, tasks
from bench.summits import KINDS, Size
from office import Office

TINY = Size(delegations=8, requests=14, days=1, rooms=5, interpreters=3)  # so few that some find no place


def queries(task: Task) -> int:
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        task.work()
        transaction.set_rollback(True)
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_summit(office: Office) -> None:
    member = office.administrator
    desks = [tasks(desk_of(size, 1, member), member) for size in (TINY, KINDS["small"])]
    # Of planning again one is enough: the search takes seconds and asks nothing.
    few, many = ({t.name: queries(t) for t in found if not t.name.startswith("again after")} for found in desks)
    common = few.keys() & many.keys()
    assert {name: few[name] for name in common} == {name: many[name] for name in common}
    assert len(common) >= 18
