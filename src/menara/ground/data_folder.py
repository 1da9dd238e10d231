"""The one folder Menara writes to: its lock, its secret, its logs and, where embedded, its database."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from menara.ground.surroundings import SurroundingsRefuse

PROJECT = Path(__file__).resolve().parents[3]
SPACE_NEEDED = 512 * 1024**2  # bytes: a new cluster takes 60 MiB, its write-ahead log may grow while files are imported


@dataclass(frozen=True, kw_only=True)
class DataFolder:
    """Where everything that must survive a restart lies. Making this value touches nothing on disk."""

    path: Path

    @property
    def cluster(self) -> Path:
        """The embedded database's own folder."""
        return self.path / "postgresql"

    @property
    def logs(self) -> Path:
        """What the database, the web server and the worker had to say."""
        return self.path / "logs"

    @property
    def static(self) -> Path:
        """Style sheets, scripts and fonts as they are served; made anew whenever their sources change."""
        return self.path / "static"


def chosen(environment: Mapping[str, str]) -> DataFolder:
    """The folder that ``MENARA_DATA`` names, or ``data`` in the project."""
    named = environment.get("MENARA_DATA", "").strip()
    return DataFolder(path=Path(named).expanduser().absolute() if named else PROJECT / "data")


def prepare(folder: DataFolder) -> None:
    """Make the folder where it is missing and refuse one that cannot be written or is nearly full."""
    try:
        _make(folder.path)
        folder.logs.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise SurroundingsRefuse(
            "data_folder_not_writable",
            "The data folder %(folder)s cannot be written (%(reason)s). Set MENARA_DATA to a folder of your own.",
            {"folder": folder.path, "reason": error.strerror},
        ) from error
    free = shutil.disk_usage(folder.path).free
    if free < SPACE_NEEDED:
        raise SurroundingsRefuse(
            "disk_full",
            "Only %(free)s MiB are free where %(folder)s lies, and Menara needs %(needed)s MiB. "
            "Free some space or set MENARA_DATA to another disk. Nothing was changed.",
            {"free": free // 1024**2, "folder": folder.path, "needed": SPACE_NEEDED // 1024**2},
        )


def _make(path: Path) -> None:
    """Make the missing folders of a path. One that exists keeps its permissions, whatever they are."""
    if path.exists():
        return
    _make(path.parent)
    path.mkdir()
    # Others may pass through but not list: run by root, the database belongs to another account.
    path.chmod(0o711 if os.geteuid() == 0 else 0o700)


@contextmanager
def locked(folder: DataFolder) -> Iterator[None]:
    """Hold the folder for this process alone; the lock falls with the process, however it ends."""
    path = folder.path / "lock"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SurroundingsRefuse(
            "data_folder_not_writable",
            "The data folder %(folder)s cannot be written (%(reason)s). Set MENARA_DATA to a folder of your own.",
            {"folder": folder.path, "reason": error.strerror},
        ) from error
    with os.fdopen(descriptor, "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SurroundingsRefuse(
                "data_folder_in_use",
                "Menara already runs on the data folder %(folder)s (process %(process)s). "
                "Stop it first, or set MENARA_DATA to another folder.",
                {"folder": folder.path, "process": file.read().strip() or "unknown"},
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def is_locked(folder: DataFolder) -> bool:
    """Whether some process holds the folder now."""
    try:
        with (folder.path / "lock").open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def kept_secret(folder: DataFolder, name: str) -> str:
    """A random secret of 64 bytes, made once and kept in the folder for this account's eyes only."""
    path = folder.path / name
    if not path.exists():
        # Written aside and renamed, so that a full disk never leaves half a secret.
        aside = path.with_suffix(".new")
        aside.unlink(missing_ok=True)
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    return path.read_text().strip()
