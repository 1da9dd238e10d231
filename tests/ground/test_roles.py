"""Who may do what in the database."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from menara.ground import embedded, roles, storage
from menara.ground.data_folder import DataFolder
from menara.ground.surroundings import SurroundingsRefuse

DATABASE = "test_roles"


@pytest.fixture(scope="module")
def prepared(server: embedded.Server) -> Iterator[embedded.Server]:
    storage.make_ready(server, DATABASE)
    with entered(server, roles.OWNER) as owner:
        owner.execute("CREATE TABLE post (id int PRIMARY KEY)")
    yield server
    with psycopg.connect(server.address(role="postgres", database="postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def entered(server: embedded.Server, role: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(server.address(role=role, database=DATABASE), autocommit=True)


def test_making_all_of_it_twice_changes_nothing(prepared: embedded.Server) -> None:
    storage.make_ready(prepared, DATABASE)


def test_no_role_is_more_than_its_work_needs(prepared: embedded.Server) -> None:
    with entered(prepared, "postgres") as admin:
        rows = admin.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles"
            " WHERE rolname = ANY(%s) ORDER BY rolname",
            [[roles.OWNER, roles.APPLICATION, roles.BACKUP]],
        ).fetchall()
    assert rows == [
        ("menara_app", False, False, False, False),
        ("menara_backup", False, False, False, True),
        ("menara_owner", False, False, False, False),
    ]


def test_the_application_fills_tables_and_makes_none(prepared: embedded.Server) -> None:
    with entered(prepared, roles.APPLICATION) as application:
        application.execute("INSERT INTO post VALUES (1)")
        application.execute("UPDATE post SET id = 2")
        application.execute("DELETE FROM post")
        for forbidden in (
            "CREATE TABLE mine (id int)",
            "TRUNCATE post",
            "ALTER TABLE post ADD x int",
            "DROP TABLE post",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(forbidden)  # type: ignore[call-overload]


def test_the_backup_reads_and_writes_nothing(prepared: embedded.Server) -> None:
    with entered(prepared, roles.BACKUP) as backup:
        assert backup.execute("SELECT count(*) FROM post").fetchone() == (0,)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            backup.execute("INSERT INTO post VALUES (1)")
        backup.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            backup.execute("INSERT INTO post VALUES (1)")


@pytest.mark.parametrize(
    ("powers", "told"),
    [
        ("SUPERUSER", "superuser"),
        ("BYPASSRLS", "allowed past row-level security"),
        ("IN ROLE menara_owner", "owner of the tables"),
    ],
)
def test_menara_refuses_to_serve_as_a_powerful_role(prepared: embedded.Server, powers: str, told: str) -> None:
    with entered(prepared, "postgres") as admin:
        admin.execute(f"CREATE ROLE powerful LOGIN {powers}")  # type: ignore[call-overload]
        admin.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO powerful")
        try:
            with entered(prepared, "powerful") as connection, pytest.raises(SurroundingsRefuse) as refused:
                roles.refuse_powerful_application(connection)
        finally:
            admin.execute("DROP OWNED BY powerful; DROP ROLE powerful")
    assert refused.value.code == "application_role_too_powerful"
    # A superuser is a member of every role besides, so only the first power named is his own.
    assert refused.value.facts["powers"].split(" and ")[0] == told


def test_the_application_itself_is_not_refused(prepared: embedded.Server) -> None:
    with entered(prepared, roles.APPLICATION) as connection:
        roles.refuse_powerful_application(connection)


def test_an_administrator_s_address_makes_the_roles_of_an_external_database(
    prepared: embedded.Server, short_folder
) -> None:
    folder = DataFolder(path=short_folder / "external")
    found = storage.external(folder, prepared.address(role="postgres", database=DATABASE), owner="")
    with psycopg.connect(found.application) as application:
        assert application.execute("SELECT current_user::text").fetchone() == (roles.APPLICATION,)
    with psycopg.connect(found.owner) as owner:
        assert owner.execute("SELECT current_user::text").fetchone() == (roles.OWNER,)


def test_an_application_s_address_alone_is_not_enough_to_begin(prepared: embedded.Server, short_folder) -> None:
    folder = DataFolder(path=short_folder / "external")
    with pytest.raises(SurroundingsRefuse) as refused:
        storage.external(folder, prepared.address(role=roles.APPLICATION, database=DATABASE), owner="")
    assert refused.value.code == "database_owner_unknown"


def test_the_owner_s_address_does_not_serve(prepared: embedded.Server, short_folder) -> None:
    folder = DataFolder(path=short_folder / "external")
    owner = prepared.address(role=roles.OWNER, database=DATABASE)
    with pytest.raises(SurroundingsRefuse) as refused:
        storage.external(folder, owner, owner=owner)
    assert refused.value.code == "application_role_too_powerful"


def test_a_database_out_of_reach_is_a_sentence(tmp_path) -> None:
    with pytest.raises(SurroundingsRefuse) as refused:
        storage.external(DataFolder(path=tmp_path), f"postgresql://nobody@/none?host={tmp_path}", owner="")
    assert refused.value.code == "database_unreachable"
