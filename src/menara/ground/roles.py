"""Who may do what in the database: an owner that migrates, an application that serves, a backup that only reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString

import psycopg
from psycopg import sql

from menara.ground.surroundings import SurroundingsRefuse

OWNER = "menara_owner"
APPLICATION = "menara_app"
BACKUP = "menara_backup"


@dataclass(frozen=True, kw_only=True)
class Passwords:
    """What the roles prove themselves with where the socket does not vouch for them; None where it does."""

    owner: str | None = None
    application: str | None = None


def make(connection: psycopg.Connection[object], *, passwords: Passwords) -> None:
    """Make the three roles where they are missing. ``connection`` is an administrator's, in autocommit."""
    _make_role(connection, OWNER, "NOSUPERUSER NOCREATEDB NOCREATEROLE", passwords.owner)
    _make_role(connection, APPLICATION, "NOSUPERUSER NOCREATEDB NOCREATEROLE", passwords.application)
    # Only a superuser may give BYPASSRLS; a database without one keeps backups to its own tools.
    if connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (True,):
        _make_role(connection, BACKUP, "NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS", None)
        connection.execute(
            sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(sql.Identifier(BACKUP))
        )


def _make_role(connection: psycopg.Connection[object], name: str, powers: LiteralString, password: str | None) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    if not exists:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN {}").format(sql.Identifier(name), sql.SQL(powers)))
    if password is not None:
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(password)))


def make_database(connection: psycopg.Connection[object], name: str) -> None:
    """Make the database where it is missing: Unicode letters, sorted by code point, the same on every machine."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    connection.execute(
        sql.SQL(
            "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' LOCALE 'C' "
            "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' TEMPLATE template0"
        ).format(sql.Identifier(name), sql.Identifier(OWNER))
    )


def grant(connection: psycopg.Connection[object]) -> None:
    """Let the roles into the connected database: the owner makes tables, the application fills them."""
    database = sql.Identifier(connection.info.dbname)
    owner, application = sql.Identifier(OWNER), sql.Identifier(APPLICATION)
    is_superuser = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    statements = [
        sql.SQL("GRANT {} TO CURRENT_USER").format(owner) if is_superuser != (True,) else None,
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
        sql.SQL("GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {} TO {}").format(database, owner),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, application),
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(owner),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(application),
        _default("SELECT, INSERT, UPDATE, DELETE ON TABLES", APPLICATION),
        _default("USAGE, SELECT ON SEQUENCES", APPLICATION),
    ]
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [BACKUP]).fetchone():
        backup = sql.Identifier(BACKUP)
        statements += [
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, backup),
            sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(backup),
            _default("SELECT ON TABLES", BACKUP),
            _default("SELECT ON SEQUENCES", BACKUP),
        ]
    for statement in statements:
        if statement is not None:
            connection.execute(statement)


def _default(what: LiteralString, role: str) -> sql.Composed:
    return sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT {} TO {}").format(
        sql.Identifier(OWNER),
        sql.SQL(what),
        sql.Identifier(role),
    )


def refuse_powerful_application(connection: psycopg.Connection[object]) -> None:
    """Refuse to serve as a role that row-level security does not bind: superuser, BYPASSRLS, or owner of a table."""
    row = connection.execute(
        """
        SELECT session_user::text,
               rolsuper, rolbypassrls,
               EXISTS (SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                       WHERE relkind IN ('r', 'p', 'v', 'm') AND nspname NOT IN ('pg_catalog', 'information_schema')
                         AND pg_has_role(session_user, relowner, 'MEMBER'))
            OR EXISTS (SELECT FROM pg_database
                       WHERE datname = current_database() AND pg_has_role(session_user, datdba, 'MEMBER'))
        FROM pg_roles WHERE rolname = session_user
        """
    ).fetchone()
    assert isinstance(row, tuple)  # noqa: S101 (narrows the type; the session's own role always exists)
    name, *powers = row
    kinds = ("superuser", "allowed past row-level security", "owner of the tables")
    found = [kind for kind, held in zip(kinds, powers, strict=True) if held]
    if found:
        raise SurroundingsRefuse(
            "application_role_too_powerful",
            "The role %(role)s is %(powers)s, and nothing would keep organisations apart. "
            "Give DATABASE_URL a role without these powers.",
            {"role": name, "powers": " and ".join(found)},
        )
