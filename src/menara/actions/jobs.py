"""Jobs: shells around actions, ids in, one call. And the reaper, without which a killed worker's job is lost."""

from __future__ import annotations

import logging

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from menara.actions import planning
from menara.actions.plans import CARRY_OUT, QUEUE
from menara.actions.summits import solving

SILENCE = 60  # seconds without a sign of life after which a worker is taken for dead
log = logging.getLogger(__name__)


@app.task(name=CARRY_OUT, queue=QUEUE)
def carry_out_plan(*, organisation_id: int, plan_id: int) -> None:
    """Solve one plan."""
    close_old_connections()
    try:
        planning.carry_out_plan(organisation_id=organisation_id, plan_id=plan_id, clock=timezone.now)
    finally:
        close_old_connections()


@app.task(name=solving.SOLVE, queue=QUEUE)
def solve_programme(*, organisation_id: int, programme_id: int) -> None:
    """Search for the best programme of one draft."""
    close_old_connections()
    try:
        solving.carry_out_solving(organisation_id=organisation_id, programme_id=programme_id, clock=timezone.now)
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(name="menara.take_up_stalled_jobs", queueing_lock="menara.take_up_stalled_jobs", pass_context=True)
async def take_up_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put jobs of dead workers back in the queue. Each begins anew; its attempt number keeps the dead one out."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
        log.warning("The worker of job %s (%s) has gone silent; it is queued again.", job.id, job.task_name)
        await manager.retry_job(job)
