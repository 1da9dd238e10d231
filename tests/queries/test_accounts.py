"""Members and the history of a record, each in a fixed number of queries."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from menara.actions.officers import correct_officer, enter_officer
from menara.models import Role
from menara.queries.accounts import broken_links, history_of, members
from office import Office, officer


def test_members_are_listed_by_name(office: Office) -> None:
    assert [(m.name, m.role) for m in members()] == [(f"{r.capitalize()} of office", r) for r in sorted(Role)]


@pytest.mark.parametrize("corrections", [1, 3])
def test_queries(office: Office, corrections: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    own = enter_officer(officer=officer("A-1"), actor=office.editor)
    for version in range(1, corrections + 1):
        correct_officer(
            officer_id=own, version=version, officer=officer("A-1", grade=f"g{version}"), actor=office.editor
        )
    with django_assert_num_queries(2):
        assert len(history_of(table="menara_officer", row_id=own)) == 1 + corrections
    with django_assert_num_queries(1):
        assert broken_links() == ()
