"""The address of a database, as people write it and as Django wants it."""

from __future__ import annotations

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from menara.ground.surroundings import SurroundingsRefuse

DATABASE = "menara"


def parts(address: str) -> dict[str, Any]:
    """The parts of a connection address, by PostgreSQL's own names."""
    try:
        return {name: value for name, value in conninfo_to_dict(address).items() if value is not None}
    except ProgrammingError as error:
        raise SurroundingsRefuse(
            "database_address_unreadable",
            "DATABASE_URL cannot be read: %(reason)s It looks like postgresql://role:password@host:5432/menara",
            {"reason": str(error).strip()},
        ) from error


def with_role(address: str, *, role: str, password: str) -> str:
    """The same database, entered by another role."""
    return make_conninfo(**{**parts(address), "user": role, "password": password})


def django_database(address: str) -> dict[str, Any]:
    """One entry of ``DATABASES``. An empty address names the local database, which only a running Menara has."""
    known = parts(address) if address else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": known.pop("dbname", DATABASE),
        "USER": known.pop("user", "menara_app"),
        "PASSWORD": known.pop("password", ""),
        "HOST": known.pop("host", ""),
        "PORT": known.pop("port", ""),
        "OPTIONS": {"application_name": "menara", **known},
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
