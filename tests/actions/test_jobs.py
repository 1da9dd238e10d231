"""Jobs are shells, and the queue of a killed worker is taken up again."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate.contrib.django import app

from menara.actions import jobs, planning
from menara.actions.plans import CARRY_OUT, start_plan
from menara.actions.posts import enter_post
from office import NOW, TODAY, Office, opening


def test_the_job_a_plan_queues_is_one_the_worker_knows(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(planning, "carry_out_plan", lambda **told: asked.append(told))
    # Between jobs a worker lets go of old connections; the test's own, in its transaction, would look like one.
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    post_id = enter_post(opening=opening("R-1"), actor=office.editor)
    own = start_plan(name="spring", post_ids=[post_id], on=TODAY, actor=office.planner, now=NOW)
    app.tasks[CARRY_OUT].func(organisation_id=office.id, plan_id=own)
    assert [(told["organisation_id"], told["plan_id"]) for told in asked] == [(office.id, own)]


def test_jobs_of_dead_workers_are_queued_again() -> None:
    class Manager:
        def __init__(self) -> None:
            self.again: list[int] = []

        async def get_stalled_jobs(self, *, seconds_since_heartbeat: float) -> list[Any]:
            assert seconds_since_heartbeat == jobs.SILENCE
            return [SimpleNamespace(id=4, task_name=CARRY_OUT), SimpleNamespace(id=9, task_name=CARRY_OUT)]

        async def retry_job(self, job: Any) -> None:
            self.again.append(job.id)

    manager = Manager()
    context = SimpleNamespace(app=SimpleNamespace(job_manager=manager))
    asyncio.run(jobs.take_up_stalled_jobs.func(context, timestamp=0))  # type: ignore[arg-type]
    assert manager.again == [4, 9]


def test_the_reaper_comes_every_minute() -> None:
    assert {(task.name, task_cron.cron) for (task, task_cron) in _periodic()} == {
        ("menara.take_up_stalled_jobs", "* * * * *")
    }


def _periodic() -> list[tuple[Any, Any]]:
    tasks = app.periodic_registry.periodic_tasks.values()
    return [(periodic.task, periodic) for periodic in tasks]
