"""The processes Menara starts: they stop with it, in order, however it ends."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, kw_only=True)
class Child:
    """A running process with the name people know it by and the file it writes to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


def dies_with_parent(request: signal.Signals) -> Callable[[], None] | None:
    """What a new process does first on Linux: ask the kernel for ``request`` when its parent is gone.

    Without it a parent that is killed outright leaves its children behind. Elsewhere the next start clears them away.
    """
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        library.prctl(_PR_SET_PDEATHSIG, int(request), 0, 0, 0)

    return ask


def start(
    name: str,
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    log: Path,
    descriptors: Sequence[int] = (),
) -> Child:
    """Start a child away from the keyboard, so that Ctrl-C reaches Menara alone and it stops the rest in order."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(command),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            pass_fds=descriptors,
            preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509 (no thread runs here)
        )
    return Child(name=name, process=process, log=log)


def first_dead(children: Sequence[Child]) -> Child | None:
    """The first child that has ended, or None while all of them run."""
    return next((child for child in children if child.process.poll() is not None), None)


def stop(children: Sequence[Child], *, within: float = 15.0) -> None:
    """Ask all to stop, wait ``within`` seconds for them together, then end what is left."""
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    limit = time.monotonic() + within
    for child in children:
        try:
            child.process.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            # The whole group: a web server's own workers must not outlive it.
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()


def last_words(child: Child, *, lines: int = 5) -> str:
    """The last lines a child wrote."""
    return "\n".join(child.log.read_text(errors="replace").splitlines()[-lines:])
