"""Who may: one small predicate each, of a member's role. Actions ask; faces ask the same to show or hide a button.

viewer          reads, but neither medical nor conduct records
editor          enters and corrects records, and reads all of an officer's
planner         as an editor, and makes plans and decides in them
approver        accepts plans and records answers; does not edit
administrator   all of it, and who is a member: a small office has one person
focal_point     a guest, of another body's delegation: its members, requests, minutes and commitments, and nothing else
"""

from __future__ import annotations

from collections.abc import Callable

from menara.errors import Refusal
from menara.models.accounts import Membership, Role
from menara.wording import gettext_noop

Predicate = Callable[[Membership], bool]


class NotAllowed(Refusal):
    """The member's role does not include this."""

    def __init__(self, *, needed: str, role: str) -> None:
        super().__init__(
            "not_allowed",
            gettext_noop("Your role (%(role)s) does not include this. Ask an administrator of your organisation."),
            {"needed": needed, "role": role},
        )


def may_read(member: Membership) -> bool:
    """Read what is not medical and not about conduct."""
    return member.ended_at is None and member.role != Role.FOCAL_POINT


def may_represent(member: Membership) -> bool:
    """Act for another body's delegation, as its focal point."""
    return _is_any(member, Role.FOCAL_POINT)


def may_take_part(member: Membership) -> bool:
    """Be one of the two sides: a member of the organisation, or a focal point for the own delegation."""
    return member.ended_at is None


def may_speak(member: Membership) -> bool:
    """Propose, agree and undertake in minutes, for one's side."""
    return may_edit(member) or may_represent(member)


def may_sign(member: Membership) -> bool:
    """Sign minutes and verify commitments in the name of one's side."""
    return _is_any(member, Role.APPROVER, Role.ADMINISTRATOR, Role.FOCAL_POINT)


def may_publish(member: Membership) -> bool:
    """Publish a version of a programme."""
    return _is_any(member, Role.PLANNER, Role.APPROVER, Role.ADMINISTRATOR)


def may_release(member: Membership) -> bool:
    """Approve and release a communique that someone else wrote."""
    return _is_any(member, Role.APPROVER, Role.ADMINISTRATOR)


def may_moderate(member: Membership) -> bool:
    """Decide what becomes of a reader's reply, and answer it for the office."""
    return _is_any(member, Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR)


def may_see_sensitive(member: Membership) -> bool:
    """Read medical classes and conduct records of officers."""
    return _is_any(member, Role.EDITOR, Role.PLANNER, Role.ADMINISTRATOR)


def may_edit(member: Membership) -> bool:
    """Enter, import and correct officers, calls, posts, meetings and what came of them."""
    return _is_any(member, Role.EDITOR, Role.PLANNER, Role.ADMINISTRATOR)


def may_plan(member: Membership) -> bool:
    """Start and stop plans; pin, exclude, waive and estimate."""
    return _is_any(member, Role.PLANNER, Role.ADMINISTRATOR)


def may_accept(member: Membership) -> bool:
    """Accept a plan in the name of the organisation, which makes nominations of its proposals."""
    return _is_any(member, Role.APPROVER, Role.ADMINISTRATOR)


def may_record_answer(member: Membership) -> bool:
    """Record what became of a nomination."""
    return _is_any(member, Role.PLANNER, Role.APPROVER, Role.ADMINISTRATOR)


def may_administer(member: Membership) -> bool:
    """Say who is a member in which role, and change the organisation's own settings."""
    return _is_any(member, Role.ADMINISTRATOR)


def require(member: Membership, may: Predicate) -> None:
    """Raise ``NotAllowed`` unless the member may."""
    if not may(member):
        raise NotAllowed(needed=may.__name__, role=member.role)


def _is_any(member: Membership, *roles: Role) -> bool:
    return member.ended_at is None and member.role in {role.value for role in roles}
