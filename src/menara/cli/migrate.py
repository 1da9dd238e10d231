"""``menara migrate``"""

from __future__ import annotations

import os
import subprocess
import sys

import click

from menara.ground import storage
from menara.ground.data_folder import chosen


@click.command()
def migrate() -> int:
    """Bring the tables of the database up to date. ``menara serve`` does so by itself."""
    with storage.opened(chosen(os.environ), os.environ) as entered:
        environment = {**os.environ, "DATABASE_URL": entered.owner}
        environment.pop("MENARA_STATIC", None)
        done = subprocess.run([sys.executable, "-m", "menara.ground.upkeep"], env=environment, check=False)
    click.echo()
    return done.returncode
