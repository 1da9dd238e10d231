"""Addresses of databases."""

from __future__ import annotations

import pytest

from menara.ground.addresses import django_database, parts, with_role
from menara.ground.surroundings import SurroundingsRefuse

ADDRESS = "postgresql://clerk:s%40fe@db.example:5433/police?sslmode=require"


def test_django_is_told_every_part() -> None:
    told = django_database(ADDRESS)
    assert [told[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "police",
        "clerk",
        "s@fe",
        "db.example",
        "5433",
    ]
    assert told["OPTIONS"] == {"application_name": "menara", "sslmode": "require"}


def test_without_an_address_the_application_s_own_role_is_named() -> None:
    assert django_database("")["USER"] == "menara_app"


def test_another_role_enters_the_same_database() -> None:
    assert parts(with_role(ADDRESS, role="menara_app", password="x y'z")) == {
        **parts(ADDRESS),
        "user": "menara_app",
        "password": "x y'z",
    }


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(SurroundingsRefuse) as refused:
        parts("mysql://root@/x y")
    assert refused.value.code == "database_address_unreadable"
