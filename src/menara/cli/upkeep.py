"""``menara upkeep``"""

from __future__ import annotations

import logging
import os
import time
from typing import TYPE_CHECKING

import click

from menara.ground import storage
from menara.ground.data_folder import chosen
from menara.ground.surroundings import SurroundingsRefuse

if TYPE_CHECKING:
    from menara.actions.duties import Pass

log = logging.getLogger("menara.upkeep")


@click.command()
@click.option("--every", type=click.IntRange(5, 3600), help="Stay, and do it again each so many seconds.")
@click.option("--entered", is_flag=True, hidden=True, help="DATABASE_URL is the application's already.")
def upkeep(every: int | None, entered: bool) -> int:
    """Do what is due by the clock: releases at the end of an embargo, requests that expire, reminders of commitments.

    ``menara serve`` does so every minute by itself. Where only the pages are served elsewhere, let cron call it:

    \b
    * * * * *  menara upkeep
    """
    if entered:
        return _keep_up(every)
    with storage.opened(chosen(os.environ), os.environ) as database:
        os.environ.pop("MENARA_OWNER_URL", None)
        os.environ |= {"DATABASE_URL": database.application, "DJANGO_SETTINGS_MODULE": "menara.ground.settings"}
        return _keep_up(every)


def _keep_up(every: int | None) -> int:
    import django

    django.setup()
    if every is None:
        _refuse_other_tables()
        done = _once()
        click.echo(str(done))
        return 1 if done.failures else 0
    log.info("Upkeep every %s seconds", every)
    while True:
        _once_in_a_row()
        # At the full minute, so that what is due at nine is done at nine.
        time.sleep(every - time.time() % every)


def _once() -> Pass:
    from django.utils import timezone

    from menara.actions.duties import do_duties

    return do_duties(now=timezone.now())


def _once_in_a_row() -> None:
    """One pass of many: it says what it did, and outlives a database that is away for a while."""
    from django.db import Error, connection

    try:
        done = _once()
        if done.done or done.failures:
            log.info("%s", done)
    except Error as error:
        log.error("The database does not answer: %s", " ".join(str(error).split()))
    finally:
        connection.close()


def _refuse_other_tables() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise SurroundingsRefuse(
            "tables_out_of_date", "The tables are missing or older than this Menara. Run menara migrate, then again."
        )
