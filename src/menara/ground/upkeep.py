"""What a start does to the database and the static files before anybody is served.

It runs as the owner, in a process of its own (``python -m menara.ground.upkeep``), so that the owner's address never
reaches the processes that serve. That process prints one line of JSON, a ``Found``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from menara.ground.roles import APPLICATION
from menara.ground.surroundings import SurroundingsRefuse


@dataclass(frozen=True, kw_only=True)
class Found:
    """How many migrations were applied, and whether nobody works in this database yet."""

    applied: int
    is_empty: bool


def bring_up_to_date(environment: Mapping[str, str], *, owner: str, log: Path) -> Found:
    """Migrate as ``owner`` and, where ``MENARA_STATIC`` names a folder, collect the static files into it."""
    done = subprocess.run(
        [sys.executable, "-m", "menara.ground.upkeep"],
        env={**environment, "DATABASE_URL": owner, "DJANGO_SETTINGS_MODULE": "menara.ground.settings"},
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(done.stderr)
    if done.returncode != 0:
        raise SurroundingsRefuse(
            "upkeep_failed",
            "The tables could not be brought up to date: %(reason)s. The whole story is in %(log)s.",
            {"reason": (done.stderr.strip().splitlines() or ["no reason given"])[-1].rstrip("."), "log": log},
        )
    return Found(**json.loads(done.stdout))


def migrate() -> int:
    """Apply what is missing and return how many migrations that were."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            # The application reads which migrations ran, and cannot pretend that others did.
            cursor.execute(
                sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}").format(
                    sql.Identifier("django_migrations"), sql.Identifier(APPLICATION)
                )
            )
    return len(plan)


def count_rows(owner: str) -> None:
    """Let the database count what a bulk load brought; until it has, it plans its reading as if tables were empty."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("ANALYZE")


def is_empty() -> bool:
    """Whether no organisation has been entered yet.

    Row-level security binds the owner too and would show nobody's rows; the owner lifts it for this one question, in a
    transaction that is rolled back.
    """
    from django.apps import apps
    from django.db import connection, transaction

    table = sql.Identifier(apps.get_model("menara", "Organisation")._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(table))
        cursor.execute(sql.SQL("SELECT NOT EXISTS (SELECT FROM {})").format(table))
        (answer,) = cursor.fetchone()
        transaction.set_rollback(True)
    return bool(answer)


def collect_static(root: Path) -> bool:
    """Collect the static files when their sources changed since the last time; True if it did."""
    from django.core.management import call_command

    mark, sources = root / ".sources", _sources()
    if mark.exists() and mark.read_text() == sources:
        return False
    call_command("collectstatic", interactive=False, clear=root.exists(), verbosity=0)
    mark.write_text(sources)
    return True


def _sources() -> str:
    from django.conf import settings

    digest = hashlib.sha256()
    for folder in map(Path, settings.STATICFILES_DIRS):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                seen = path.stat()
                digest.update(f"{path}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _main() -> None:
    import django

    django.setup()
    found = Found(applied=migrate(), is_empty=is_empty())
    if root := os.environ.get("MENARA_STATIC"):
        collect_static(Path(root))
    json.dump(dataclasses.asdict(found), sys.stdout)


if __name__ == "__main__":
    _main()
