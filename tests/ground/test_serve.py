"""Menara starts, says what stands in its way, survives what happens to it, and leaves nothing running behind."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from house import COMMAND, House, environment, free_port, open_house
from menara.ground import embedded, roles


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="menara-test-") as name:
        Path(name).chmod(0o711)
        yield Path(name) / "data"


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[House]:
    with open_house(folder) as opened:
        yield opened


def start(folder: Path, *, port: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        COMMAND, env=environment(folder, port=port), capture_output=True, text=True, timeout=120, check=False
    )


def get(house: House, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", int(house.address.rsplit(":", 1)[1]), timeout=30)
    connection.request("GET", path)
    return connection.getresponse()


def family(house: House) -> list[psutil.Process]:
    return psutil.Process(house.process.pid).children(recursive=True)


def test_it_answers_and_says_where(running: House) -> None:
    answer = get(running, "/alive/")
    assert (answer.status, answer.read()) == (200, b"alive\n")
    assert running.printed[-1].split()[:2] == ["Menara", running.address + "/"]


def test_a_second_start_on_the_same_folder_is_refused(running: House) -> None:
    second = start(running.folder, port=free_port())
    assert second.returncode == 3
    assert f"Menara already runs on the data folder {running.folder} (process {running.process.pid})" in second.stderr
    assert get(running, "/alive/").status == 200


def test_a_taken_port_is_refused_before_a_database_is_made(running: House, tmp_path: Path) -> None:
    number = int(running.address.rsplit(":", 1)[1])
    second = start(tmp_path / "other", port=number)
    assert second.returncode == 3
    assert f"Port {number} is taken" in second.stderr
    assert not (tmp_path / "other" / "postgresql").exists()


def test_the_web_server_and_the_worker_act_as_the_application(running: House) -> None:
    served = [process for process in family(running) if "python" in process.name()]
    assert served
    for process in served:
        known = process.environ()
        assert known["DATABASE_URL"].startswith(f"postgresql://{roles.APPLICATION}@")
        assert "MENARA_OWNER_URL" not in known


def keep_up(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "menara.cli.main", "upkeep"]
    env = environment(folder, port=free_port())
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_the_clock_runs_beside_the_worker_and_upkeep_is_a_command_too(folder: Path, running: House) -> None:
    (clock,) = [process for process in family(running) if "upkeep" in process.cmdline()]
    limit = time.monotonic() + 60
    while "Upkeep every 60 seconds" not in (told := (folder / "logs" / "clock.log").read_text()):
        assert time.monotonic() < limit, told
        time.sleep(0.2)
    keep_up(folder)
    again = keep_up(folder)
    assert (again.returncode, again.stdout, again.stderr) == (
        0,
        "Upkeep of 2 organisations: nothing was due.\n",
        "",
    )
    assert clock.is_running()


def test_upkeep_of_a_database_without_tables_says_what_to_do(folder: Path) -> None:
    done = keep_up(folder.parent / "empty")
    assert (done.returncode, done.stdout) == (3, "")
    assert "Run menara migrate, then again." in done.stderr


def test_what_it_wrote_is_for_its_own_account(running: House) -> None:
    secret = ["secret_key", "lock", "demonstration.txt"]
    loose = [name for name in secret if (running.folder / name).stat().st_mode & 0o077]
    assert loose == []


def test_stopping_and_starting_keeps_everything(folder: Path, running: House) -> None:
    def organisations() -> object:
        server = embedded.attached(folder / "postgresql")
        assert server is not None
        with psycopg.connect(server.address(role=embedded.SUPERUSER, database="menara")) as connection:
            return connection.execute("SELECT id, name FROM menara_organisation ORDER BY id").fetchall()

    before, left = organisations(), family(running)
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(60) == 0
    assert [process for process in left if process.is_running()] == []

    with open_house(folder) as again:
        assert get(again, "/").status in (200, 302)
        assert organisations() == before
        assert before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells children of their parent's end")
def test_killed_outright_it_leaves_nothing_running_and_starts_again(folder: Path, running: House) -> None:
    with open_house(folder) as killed:
        left = family(killed)
        killed.process.kill()
        killed.process.wait()
        _, alive = psutil.wait_procs(left, timeout=60)  # a web server lets its last answers end, 30 s at most
        assert alive == []
    with open_house(folder) as again:
        assert get(again, "/alive/").status == 200


def test_when_a_part_dies_it_says_so_and_stops_the_rest(folder: Path, running: House) -> None:
    with open_house(folder) as opened:
        left = family(opened)
        (worker,) = [p for p in left if "procrastinate" in p.cmdline()]
        worker.kill()
        assert opened.process.wait(60) == 1
        assert [process for process in left if process.is_running()] == []


def test_a_stop_in_the_middle_of_a_start_is_a_stop(folder: Path, running: House) -> None:
    process = subprocess.Popen(COMMAND, env=environment(folder, port=free_port()), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    left = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert "Stopped. Everything is kept." in process.stdout.read()
    assert [child for child in left if child.is_running()] == []


@pytest.mark.skipif(os.geteuid() != 0, reason="root can make an ordinary user's folder")
def test_the_port_is_not_left_open_by_a_refused_start(tmp_path: Path) -> None:
    number = free_port()
    (tmp_path / "file").write_text("")
    assert start(tmp_path / "file" / "data", port=number).returncode == 3
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", number))
