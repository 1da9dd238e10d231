"""Starts Menara, watches over it, and stops it in order."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import FrameType

from menara.ground import children, port, storage
from menara.ground.children import Child
from menara.ground.data_folder import DataFolder, chosen, kept_secret, locked, prepare
from menara.ground.surroundings import SurroundingsRefuse
from menara.ground.upkeep import bring_up_to_date, count_rows

PACE = 60  # seconds from one look at the clock to the next
LOG_LIMIT = 5 * 1024**2  # bytes a log may reach before it is set aside at the next start
STARTUP = 90.0  # seconds for the web server to answer on a slow machine

Say = Callable[[str], None]


def serve(*, environment: Mapping[str, str], say: Say) -> int:
    """Run Menara until it is told to stop; the exit code: 0 told to stop, 1 a part of it died.

    Raises ``SurroundingsRefuse`` before anything is changed where a lock, a port, a disk or a role stands in the way.
    """
    folder = chosen(environment)
    try:
        with _stop_noted() as stop, ExitStack() as stack:
            prepare(folder)
            os.umask(0o077)  # what is written from here on is for this account alone
            stack.enter_context(locked(folder))
            listening = stack.enter_context(port.taken(environment))
            say(f"Data        {folder.path}")
            _set_long_logs_aside(folder)
            entered = _database(folder, environment, stack)
            say(f"Database    {entered.description}")
            stop.heed()
            inherited = inner_environment(folder, environment, entered)
            found = bring_up_to_date(inherited, owner=entered.owner, log=folder.logs / "upkeep.log")
            say(f"Tables      {f'{found.applied} migrations applied' if found.applied else 'up to date'}")
            stop.heed()
            _demonstration(inherited, folder, say, stop, is_empty=found.is_empty)
            if found.is_empty:
                count_rows(entered.owner)
            running = [
                _web_server(inherited, listening.fileno(), folder),
                _worker(inherited, folder),
                _clock(inherited, folder),
            ]
            stack.callback(children.stop, running)
            _await_answer(listening.getsockname()[1], running, stop)
            say(f"Menara      {port.shown(listening)}   (Ctrl-C stops it)")
            return _watch(running, say, stop)
    except StoppedError:
        say("Stopped. Everything is kept.")
        return 0


class StoppedError(Exception):
    """Menara was asked to stop, and does so from where this was raised."""


class Stop:
    """Whether a stop was asked for.

    The request is only noted when it comes, and heeded between two steps. An exception raised by the signal itself
    could land anywhere, in a destructor that swallows it or halfway through a step.
    """

    def __init__(self) -> None:
        self.is_asked = False

    def note(self, _number: int, _frame: FrameType | None) -> None:
        """What a signal does."""
        self.is_asked = True

    def heed(self) -> None:
        """Go no further if a stop was asked for."""
        if self.is_asked:
            raise StoppedError


@contextmanager
def _stop_noted() -> Iterator[Stop]:
    """Take requests to stop from the keyboard, from the system, and from a terminal that closes."""
    stop = Stop()
    before = {number: signal.signal(number, stop.note) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _set_long_logs_aside(folder: DataFolder) -> None:
    for log in folder.logs.glob("*.log"):
        if log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))


def _database(folder: DataFolder, environment: Mapping[str, str], stack: ExitStack) -> storage.Storage:
    address = environment.get("DATABASE_URL", "")
    if address:
        return storage.external(folder, address, owner=environment.get("MENARA_OWNER_URL", ""))
    return stack.enter_context(storage.started(folder))


def inner_environment(folder: DataFolder, environment: Mapping[str, str], entered: storage.Storage) -> dict[str, str]:
    """What the processes that serve may know: the application's address, never the owner's or an administrator's."""
    return {
        **{name: value for name, value in environment.items() if name != "MENARA_OWNER_URL"},
        "DATABASE_URL": entered.application,
        "DJANGO_SETTINGS_MODULE": "menara.ground.settings",
        "MENARA_DATA": str(folder.path),
        "MENARA_SECRET_KEY": environment.get("MENARA_SECRET_KEY") or kept_secret(folder, "secret_key"),
        "MENARA_STATIC": str(folder.static),
        "PYTHONUNBUFFERED": "1",
    }


def _demonstration(inherited: Mapping[str, str], folder: DataFolder, say: Say, stop: Stop, *, is_empty: bool) -> None:
    """Build the demonstration world in an empty database, and say who can sign in to it, now and at later starts."""
    told = folder.path / "demonstration.txt"
    if is_empty:
        say("Building the demonstration world ...")
        building = subprocess.Popen(
            [sys.executable, "-m", "menara.cli.main", "demo", "--entered"],
            env=dict(inherited),
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        lines = _printed(building, stop)
        if building.returncode != 0:
            raise SurroundingsRefuse("demonstration_failed", "The demonstration world could not be built, see above.")
        told.write_text(lines)
    if told.exists():
        for line in told.read_text().splitlines():
            say(line)


def _printed(building: subprocess.Popen[str], stop: Stop) -> str:
    """All that a process prints until it ends. It is ended when a stop is asked for; its transaction goes with it."""
    while True:
        try:
            return building.communicate(timeout=0.2)[0]
        except subprocess.TimeoutExpired:
            if stop.is_asked:
                building.terminate()
                building.communicate()
                stop.heed()


def _web_server(inherited: Mapping[str, str], descriptor: int, folder: DataFolder) -> Child:
    heartbeat = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []  # noqa: S108 (memory, not disk)
    command = [
        *(sys.executable, "-m", "gunicorn", "menara.ground.wsgi:application"),
        *("--bind", f"fd://{descriptor}", "--worker-class", "gthread", "--preload", "--no-control-socket"),
        *("--workers", inherited.get("WEB_CONCURRENCY", "2"), "--threads", "4"),
        *("--timeout", "60", "--graceful-timeout", "10", "--log-level", "warning"),
        *heartbeat,
    ]
    log = folder.logs / "web.log"
    return children.start("web server", command, environment=inherited, log=log, descriptors=[descriptor])


def _worker(inherited: Mapping[str, str], folder: DataFolder) -> Child:
    command = [
        *(sys.executable, "-m", "menara.cli.main", "manage", "procrastinate", "worker"),
        *("--concurrency", "1", "--shutdown-graceful-timeout", "5"),
    ]
    return children.start("worker", command, environment=inherited, log=folder.logs / "worker.log")


def _clock(inherited: Mapping[str, str], folder: DataFolder) -> Child:
    """What is due by the clock is not done by the worker: there it would wait behind hours of planning."""
    command = [sys.executable, "-m", "menara.cli.main", "upkeep", "--entered", "--every", str(PACE)]
    return children.start("clock", command, environment=inherited, log=folder.logs / "clock.log")


def _await_answer(number: int, running: list[Child], stop: Stop) -> None:
    """Wait until Menara says it is alive, so that the address printed is one that answers."""
    limit = time.monotonic() + STARTUP
    while time.monotonic() < limit and children.first_dead(running) is None:
        stop.heed()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", number, timeout=5)
            connection.request("GET", "/alive/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    dead = children.first_dead(running) or running[0]
    raise SurroundingsRefuse(
        "part_did_not_start",
        "The %(part)s did not start. Its last words:\n%(words)s\nThe whole story is in %(log)s.",
        {"part": dead.name, "words": children.last_words(dead), "log": dead.log},
    )


def _watch(running: list[Child], say: Say, stop: Stop) -> int:
    while (dead := children.first_dead(running)) is None:
        stop.heed()
        time.sleep(0.25)
    say(f"The {dead.name} ended by itself (exit code {dead.process.returncode}). Its last words:")
    say(children.last_words(dead))
    say(f"Stopping the rest. The whole story is in {dead.log}.")
    return 1
