"""``menara demo``"""

from __future__ import annotations

import os
import subprocess
import sys

import click

from menara.ground import storage
from menara.ground.data_folder import chosen
from menara.ground.serve import inner_environment
from menara.ground.upkeep import bring_up_to_date, count_rows


@click.command()
@click.option("--entered", is_flag=True, hidden=True, help="DATABASE_URL leads to an empty database already.")
def demo(entered: bool) -> int:
    """Build the demonstration world in an empty database. ``menara serve`` does so by itself.

    The world is the meeting of 25 November 2025 in Marrakech with its outcomes as reported, the missions and openings
    of the time with their sources, and, marked synthetic, a roster of officers without names.
    """
    if entered:
        return _build()
    folder = chosen(os.environ)
    os.umask(0o077)  # the sign-ins are for this account alone
    with storage.opened(folder, os.environ) as database:
        inherited = inner_environment(folder, os.environ, database)
        found = bring_up_to_date(inherited, owner=database.owner, log=folder.logs / "upkeep.log")
        if not found.is_empty:
            click.echo(
                "The database already holds organisations; the demonstration world needs an empty one.", err=True
            )
            return 1
        command = [sys.executable, "-m", "menara.cli.main", "demo", "--entered"]
        done = subprocess.run(command, env=inherited, stdout=subprocess.PIPE, text=True, check=False)
        count_rows(database.owner)
        (folder.path / "demonstration.txt").write_text(done.stdout)
        click.echo(done.stdout, nl=False)
        return done.returncode


def _build() -> int:
    import django
    from django.utils import timezone

    django.setup()
    from menara.intake import demonstration

    for line in demonstration.build(now=timezone.now()):
        click.echo(line)
    return 0
