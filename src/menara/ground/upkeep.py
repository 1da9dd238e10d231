"""What a start does to the database and the static files before anybody is served. Runs as the owner.

Run as a program of its own (``python -m menara.ground.upkeep``) so that the owner's address never reaches the
processes that serve. Prints one line of JSON: how many migrations it applied.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from menara.ground.roles import APPLICATION


def migrate() -> int:
    """Apply what is missing and return how many migrations that were."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            # The application reads which migrations ran, and cannot pretend that others did.
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APPLICATION}")
    return len(plan)


def collect_static(root: Path) -> bool:
    """Collect the static files when their sources changed since the last time; True if it did."""
    mark, sources = root / ".sources", _sources()
    if mark.exists() and mark.read_text() == sources:
        return False
    call_command("collectstatic", interactive=False, clear=root.exists(), verbosity=0)
    mark.write_text(sources)
    return True


def _sources() -> str:
    digest = hashlib.sha256()
    for folder in map(Path, settings.STATICFILES_DIRS):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                seen = path.stat()
                digest.update(f"{path}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menara.ground.settings")
    django.setup()
    applied = migrate()
    if settings.STATIC_ROOT:
        collect_static(Path(settings.STATIC_ROOT))
    json.dump({"applied": applied}, sys.stdout)
