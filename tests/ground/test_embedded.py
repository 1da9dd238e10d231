"""The embedded database: one account may enter, nothing outside its folder changes, a crash loses nothing."""

from __future__ import annotations

import os
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from menara.ground import embedded
from menara.ground.surroundings import SurroundingsRefuse

CARELESS = {"fsync": "off"}


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="menara-test-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def running(place: Path):
    return embedded.running(place / "pg", log=place / "pg.log", settings=CARELESS)


def admin(server: embedded.Server) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(server.address(role="postgres", database="postgres"), autocommit=True)


def test_rows_outlive_a_restart(place: Path) -> None:
    with running(place) as server, admin(server) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    assert embedded.attached(place / "pg") is None
    with running(place) as server, admin(server) as connection:
        assert connection.execute("SELECT one FROM kept").fetchall() == [(1,)]


def test_it_sorts_and_folds_unicode_the_same_on_every_machine(server: embedded.Server) -> None:
    with admin(server) as connection:
        row = connection.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding), lower('É'), 'ب' < 'ت'"
            " FROM pg_database WHERE datname = 'template1'"
        ).fetchone()
    assert row == ("b", "C.UTF-8", "UTF8", "é", True)


def test_it_listens_on_no_network(server: embedded.Server) -> None:
    with admin(server) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SELECT type, auth_method FROM pg_hba_file_rules").fetchall() == [("local", "peer")]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can knock as somebody else")
def test_the_socket_admits_no_other_account(server: embedded.Server) -> None:
    socket = server.sockets / ".s.PGSQL.5432"
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700


def test_no_parent_folder_is_loosened(place: Path) -> None:
    parents = [place, *place.parents]
    before = [parent.stat().st_mode for parent in parents]
    with running(place):
        pass
    assert [parent.stat().st_mode for parent in parents] == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the database as another account")
def test_a_folder_its_account_cannot_enter_is_refused_and_left_alone(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(SurroundingsRefuse) as refused, running(closed):
        pass
    assert refused.value.code == "data_folder_unreachable"
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert list(closed.iterdir()) == []


def test_a_killed_server_starts_again_and_keeps_what_it_promised(place: Path) -> None:
    with running(place) as server, admin(server) as connection:
        connection.execute("CREATE TABLE promised AS SELECT 1 AS one")
        os.kill(int((place / "pg" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    with running(place) as server, admin(server) as connection:
        assert connection.execute("SELECT one FROM promised").fetchall() == [(1,)]


def test_a_stale_mark_that_names_an_innocent_process_does_not_stand_in_the_way(place: Path) -> None:
    with running(place):
        lines = (place / "pg" / "postmaster.pid").read_text().splitlines()
    # As after a crash in a container, where the same low numbers are given out again.
    mark = place / "pg" / "postmaster.pid"
    mark.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    owner = (place / "pg").stat()
    os.chown(mark, owner.st_uid, owner.st_gid)
    with running(place) as server, admin(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert psutil.pid_exists(os.getppid())


def test_making_a_cluster_that_was_cut_short_begins_anew(place: Path) -> None:
    half = place / "pg.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with running(place) as server, admin(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not half.exists()


def test_a_path_too_long_for_a_socket_gets_a_short_one(place: Path) -> None:
    deep = place / ("d" * 60) / ("e" * 40)
    deep.mkdir(parents=True)
    with running(deep) as server, admin(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert server.sockets != deep / "pg"
    assert not server.sockets.exists()


def test_a_server_that_cannot_start_says_why(place: Path) -> None:
    with running(place):
        pass
    with (place / "pg" / "postgresql.conf").open("a") as configuration:
        configuration.write("no_such_setting = on\n")
    with pytest.raises(SurroundingsRefuse) as refused, running(place):
        pass
    assert refused.value.code == "database_did_not_start"
    assert "no_such_setting" in (place / "pg.log").read_text()
