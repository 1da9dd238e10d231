"""``menara migrate``"""

from __future__ import annotations

import os

import click

from menara.ground import storage
from menara.ground.data_folder import chosen
from menara.ground.upkeep import bring_up_to_date


@click.command()
def migrate() -> int:
    """Bring the tables of the database up to date. ``menara serve`` does so by itself."""
    folder = chosen(os.environ)
    with storage.opened(folder, os.environ) as database:
        found = bring_up_to_date(os.environ, owner=database.owner, log=folder.logs / "upkeep.log")
    click.echo(f"{found.applied} migrations applied" if found.applied else "up to date")
    return 0
