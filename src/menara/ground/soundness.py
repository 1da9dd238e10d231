"""Whether what Menara stands on is sound: one finding for each thing, and what to do about it."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from menara.errors import Refusal
from menara.ground import embedded, fonts, port, storage
from menara.ground.data_folder import PROJECT, SPACE_NEEDED, DataFolder, chosen, is_locked
from menara.ground.translations import LANGUAGES, file_of

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at. ``remedy`` is empty where it is sound."""

    name: str
    is_sound: bool
    found: str
    remedy: str = ""


class UnsoundError(Exception):
    """What was found, and what to do."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found, remedy)
        self.found, self.remedy = found, remedy


def findings(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Look at everything in turn. Nothing is changed but a short-lived folder."""
    for name, look in LOOKS.items():
        try:
            yield Finding(name=name, is_sound=True, found=look(environment))
        except UnsoundError as unsound:
            yield Finding(name=name, is_sound=False, found=unsound.found, remedy=unsound.remedy)
        except Refusal as refusal:
            yield Finding(name=name, is_sound=False, found="refused", remedy=str(refusal))
        except OSError as error:
            yield Finding(name=name, is_sound=False, found=str(error), remedy="See the reason given.")


def _python(_environment: Mapping[str, str]) -> str:
    found = ".".join(map(str, sys.version_info[:3]))
    if tuple(sys.version_info) < OLDEST_PYTHON:
        raise UnsoundError(found, "Install Python 3.11 or later and name it: make setup PYTHON=python3.11")
    return found


def _packages(_environment: Mapping[str, str]) -> str:
    # A line with a condition is for another Python or system; pip has judged it, and is not asked again.
    lines = re.findall(r"^([a-z0-9._-]+)==(\S+)( ;)?", _lock().read_text(), re.MULTILINE)
    locked = {name: version for name, version, condition in lines if not condition}
    differing = []
    for name, version in locked.items():
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            installed = "missing"
        if installed != version:
            differing.append(f"{name} {installed}, locked {version}")
    if differing:
        raise UnsoundError("; ".join(differing), "Run make setup.")
    return f"{len(locked)} as locked"


def _lock() -> Path:
    path = PROJECT / "requirements.lock"
    if not path.exists():
        raise UnsoundError("requirements.lock is missing", "Start Menara from its own folder.")
    return path


def _fonts(_environment: Mapping[str, str]) -> str:
    return f"{len(fonts.FILES)} in {fonts.folder().relative_to(PROJECT)}"


def _page_assets(_environment: Mapping[str, str]) -> str:
    vendor = PROJECT / "src" / "menara" / "web" / "static" / "vendor"
    if not (vendor / "htmx.min.js").exists():
        raise UnsoundError("missing", "Run make setup; it needs Node, or installs it as a wheel.")
    return str(vendor.relative_to(PROJECT))


def _translations(_environment: Mapping[str, str]) -> str:
    stale = [language for language in LANGUAGES if not file_of(language, "mo").exists()]
    if stale:
        raise UnsoundError(f"not compiled: {', '.join(stale)}", "Run make setup.")
    return ", ".join(LANGUAGES)


def _disk(environment: Mapping[str, str]) -> str:
    place = chosen(environment).path
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < SPACE_NEEDED:
        raise UnsoundError(f"{free // 1024**2} MiB free", f"Free {SPACE_NEEDED // 1024**2} MiB or set MENARA_DATA.")
    return f"{free // 1024**3} GiB free where the data lie"


def _data_folder(environment: Mapping[str, str]) -> str:
    folder = chosen(environment)
    if not folder.path.exists():
        return f"{folder.path} will be made at the first start"
    if not os.access(folder.path, os.W_OK | os.X_OK):
        raise UnsoundError(f"{folder.path} cannot be written", "Set MENARA_DATA to a folder of your own.")
    return f"{folder.path}, {'in use by a running Menara' if is_locked(folder) else 'free'}"


def _port(environment: Mapping[str, str]) -> str:
    folder = chosen(environment)
    if is_locked(folder):
        return "held by the running Menara"
    listening: socket.socket = port.taken(environment)
    with listening:
        return f"{port.shown(listening)} is free"


def _database(environment: Mapping[str, str]) -> str:
    address = environment.get("DATABASE_URL", "")
    if address:
        owner = environment.get("MENARA_OWNER_URL", "")
        # Without an owner's address, trying it would make roles; a look changes nothing.
        return storage.external(chosen(environment), address, owner=owner).description if owner else "external"
    with tempfile.TemporaryDirectory(prefix="menara-") as name:
        folder = DataFolder(path=Path(name))
        folder.path.chmod(0o711)
        with embedded.running(folder.cluster, log=folder.path / "postgresql.log") as server:
            storage.make_ready(server, "menara")
        return "the embedded PostgreSQL starts and stops"


LOOKS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "Python": _python,
    "packages": _packages,
    "fonts of papers": _fonts,
    "scripts and fonts of pages": _page_assets,
    "translations": _translations,
    "data folder": _data_folder,
    "disk": _disk,
    "port": _port,
    "database": _database,
}
