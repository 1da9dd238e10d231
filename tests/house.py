"""Starts Menara the way people do, in a folder and on a port of its own, and stops it."""

from __future__ import annotations

import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-m", "menara.cli.main", "serve")


@dataclass(frozen=True, kw_only=True)
class House:
    """A running Menara: where it answers, where its data lie, what it printed, and its process."""

    address: str
    folder: Path
    printed: Sequence[str]
    process: subprocess.Popen[str]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, *, port: int, **more: str) -> dict[str, str]:
    """The environment to start Menara in, without what the test run itself was given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "MENARA_"))}
    kept.pop("HOST", None)
    return {**kept, "MENARA_DATA": str(folder), "PORT": str(port), **more}


@contextmanager
def open_house(folder: Path, *, more: Mapping[str, str] | None = None, patience: float = 120.0) -> Iterator[House]:
    """Start Menara, wait until it prints its address, and stop it at the end."""
    port = free_port()
    process = subprocess.Popen(
        COMMAND,
        env=environment(folder, port=port, **(more or {})),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        printed = _until_address(process, patience)
        yield House(address=f"http://127.0.0.1:{port}", folder=folder, printed=printed, process=process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _until_address(process: subprocess.Popen[str], patience: float) -> Sequence[str]:
    """The lines up to the one with the address; later ones are read and dropped, so that the pipe never fills."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line.rstrip("\n"))
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    printed: list[str] = []
    while (line := lines.get(timeout=patience)) is not None:
        printed.append(line)
        if re.search(r"http://\S+", line):
            return printed
    raise AssertionError("Menara ended before it answered:\n" + "\n".join(printed))
