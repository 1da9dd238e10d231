"""Who may: the whole table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from menara import permissions
from menara.models import Membership, Role
from menara.permissions import NotAllowed, require

MAY = {
    "may_read": {"viewer", "editor", "planner", "approver", "administrator"},
    "may_see_sensitive": {"editor", "planner", "administrator"},
    "may_edit": {"editor", "planner", "administrator"},
    "may_plan": {"planner", "administrator"},
    "may_accept": {"approver", "administrator"},
    "may_record_answer": {"planner", "approver", "administrator"},
    "may_administer": {"administrator"},
    "may_represent": {"focal_point"},
    "may_take_part": {"viewer", "editor", "planner", "approver", "administrator", "focal_point"},
    "may_speak": {"editor", "planner", "administrator", "focal_point"},
    "may_sign": {"approver", "administrator", "focal_point"},
    "may_publish": {"planner", "approver", "administrator"},
    "may_release": {"approver", "administrator"},
    "may_moderate": {"editor", "approver", "administrator"},
}


@pytest.mark.parametrize("name", MAY)
def test_who_may(name: str) -> None:
    may = getattr(permissions, name)
    assert {role.value for role in Role if may(Membership(role=role.value))} == MAY[name]
    left = datetime(2026, 1, 1, tzinfo=UTC)
    assert not any(may(Membership(role=role.value, ended_at=left)) for role in Role)


def test_the_table_is_whole() -> None:
    assert {name for name in vars(permissions) if name.startswith("may_")} == set(MAY)


def test_a_refusal_says_what_was_needed() -> None:
    with pytest.raises(NotAllowed) as refusal:
        require(Membership(role="viewer"), permissions.may_plan)
    assert refusal.value.facts == {"needed": "may_plan", "role": "viewer"}
