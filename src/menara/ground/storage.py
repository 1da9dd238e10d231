"""The database Menara works on, embedded or external, with its roles made: three addresses to enter it by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from menara.ground import embedded, roles
from menara.ground.addresses import DATABASE, parts, with_role
from menara.ground.data_folder import DataFolder, is_locked, kept_secret, locked, prepare
from menara.ground.surroundings import SurroundingsRefuse

OLDEST_SERVER = 160000  # PostgreSQL 16: the first whose CREATEROLE cannot give away powers it does not hold


@dataclass(frozen=True, kw_only=True)
class Storage:
    """Addresses by which the roles enter the database."""

    owner: str
    application: str
    description: str


@contextmanager
def opened(folder: DataFolder, environment: Mapping[str, str]) -> Iterator[Storage]:
    """The database for a command of its own: joins the running Menara of this folder, or starts and stops one."""
    address = environment.get("DATABASE_URL", "")
    if address:
        yield external(folder, address, owner=environment.get("MENARA_OWNER_URL", ""))
        return
    if is_locked(folder) and (server := embedded.attached(folder.cluster)):
        yield _on(server)
        return
    prepare(folder)
    with locked(folder), started(folder) as storage:
        yield storage


@contextmanager
def started(folder: DataFolder) -> Iterator[Storage]:
    """The embedded database, running until the end of the block. The caller holds the folder's lock."""
    with embedded.running(folder.cluster, log=folder.logs / "postgresql.log") as server:
        make_ready(server, DATABASE)
        storage = _on(server)
        with psycopg.connect(storage.application) as connection:
            roles.refuse_powerful_application(connection)
        yield storage


def make_ready(server: embedded.Server, database: str) -> None:
    """Make the roles and the database on an embedded server, where they are missing."""
    with psycopg.connect(server.address(role=embedded.SUPERUSER, database="postgres"), autocommit=True) as connection:
        roles.make(connection, passwords=roles.Passwords())
        roles.make_database(connection, database)
    with psycopg.connect(server.address(role=embedded.SUPERUSER, database=database)) as connection:
        roles.grant(connection)


def _on(server: embedded.Server) -> Storage:
    return Storage(
        owner=server.address(role=roles.OWNER, database=DATABASE),
        application=server.address(role=roles.APPLICATION, database=DATABASE),
        description="embedded PostgreSQL",
    )


def external(folder: DataFolder, address: str, *, owner: str) -> Storage:
    """An external database.

    With ``owner`` given, ``address`` is the application's role and both are used as they are. Without it, ``address``
    is an administrator's: it makes Menara's roles, whose passwords are kept in the data folder, and serves nothing.
    """
    known = parts(address)
    description = f"PostgreSQL at {known.get('host', 'the local socket')}"
    with _entered(address) as connection:
        if connection.info.server_version < OLDEST_SERVER:
            raise SurroundingsRefuse(
                "database_too_old",
                "The database server is PostgreSQL %(found)s; Menara needs 16 or later.",
                {"found": connection.info.server_version // 10000},
            )
        if connection.info.parameter_status("server_encoding") != "UTF8":
            raise SurroundingsRefuse("database_not_unicode", "The database of DATABASE_URL must be encoded in UTF8.")
        if owner:
            storage = Storage(owner=owner, application=address, description=description)
        else:
            _refuse_powerless_administrator(connection)
            prepare(folder)
            passwords = roles.Passwords(
                owner=kept_secret(folder, "owner_password"), application=kept_secret(folder, "application_password")
            )
            roles.make(connection, passwords=passwords)
            roles.grant(connection)
            storage = Storage(
                owner=with_role(address, role=roles.OWNER, password=passwords.owner or ""),
                application=with_role(address, role=roles.APPLICATION, password=passwords.application or ""),
                description=description,
            )
    with _entered(storage.application) as connection:
        roles.refuse_powerful_application(connection)
    return storage


def _entered(address: str) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(address, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise SurroundingsRefuse(
            "database_unreachable",
            "The database of DATABASE_URL does not let Menara in: %(reason)s",
            {"reason": str(error).strip().splitlines()[-1]},
        ) from error


def _refuse_powerless_administrator(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    row = connection.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user").fetchone()
    if row != (True,):
        raise SurroundingsRefuse(
            "database_owner_unknown",
            "The role in DATABASE_URL may not make roles. Either name a role that may, and Menara makes its own, "
            "or name the application's role in DATABASE_URL and the owner of the tables in MENARA_OWNER_URL.",
        )
