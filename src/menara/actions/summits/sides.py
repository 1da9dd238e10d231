"""Whose word counts for a delegation: that of its focal point; the office's for the host and where none is named."""

from __future__ import annotations

from collections.abc import Mapping

from menara.errors import Refusal
from menara.models import Delegation, FocalPoint, Membership
from menara.permissions import NotAllowed, may_edit, may_represent
from menara.queries.officers import NoSuchRecord
from menara.wording import gettext_noop


class NotYourDelegation(Refusal):
    """A focal point acts for the own delegation and for no other."""

    def __init__(self, *, delegation: Mapping[str, str]) -> None:
        super().__init__(
            "not_your_delegation",
            gettext_noop("Only the focal point of %(delegation)s can do this."),
            {"delegation": dict(delegation)},
        )


class AnswersForItself(Refusal):
    """A delegation with a focal point answers for itself; the office does not answer for it."""

    def __init__(self, *, delegation: Mapping[str, str]) -> None:
        super().__init__(
            "answers_for_itself",
            gettext_noop("%(delegation)s has a focal point and answers for itself."),
            {"delegation": dict(delegation)},
        )


def delegation_of(delegation_id: int) -> Delegation:
    """One delegation with its institution. Raises ``NoSuchRecord``."""
    row = Delegation.objects.select_related("institution", "summit").filter(pk=delegation_id).first()
    if row is None:
        raise NoSuchRecord(kind="delegation", record_id=delegation_id)
    return row


def represents(actor: Membership, delegation_id: int) -> bool:
    """Whether the actor is this delegation's focal point now."""
    if not may_represent(actor):
        return False
    return FocalPoint.objects.filter(membership=actor, delegation_id=delegation_id, ended_at__isnull=True).exists()


def speaks_for(actor: Membership, delegation_id: int) -> bool:
    """Whether the actor keeps this delegation's records and may ask in its name."""
    return may_edit(actor) or represents(actor, delegation_id)


def answers_for(actor: Membership, delegation: Delegation) -> bool:
    """Whether the actor's word binds this delegation: its focal point's does; the office's for the host and for those
    that named none."""
    if represents(actor, delegation.pk):
        return True
    return may_edit(actor) and (delegation.is_host or not has_focal_point(delegation.pk))


def has_focal_point(delegation_id: int) -> bool:
    return FocalPoint.objects.filter(delegation_id=delegation_id, ended_at__isnull=True).exists()


def require_keeper(actor: Membership, delegation: Delegation) -> None:
    """Raise ``NotAllowed`` or ``NotYourDelegation`` unless the actor keeps this delegation's records."""
    if speaks_for(actor, delegation.pk):
        return
    if may_represent(actor):
        raise NotYourDelegation(delegation=delegation.institution.name)
    raise NotAllowed(needed=may_edit.__name__, role=actor.role)


def require_voice(actor: Membership, delegation: Delegation) -> None:
    """Raise ``NotAllowed``, ``NotYourDelegation`` or ``AnswersForItself`` unless the actor's word binds it."""
    require_keeper(actor, delegation)
    if not answers_for(actor, delegation):
        raise AnswersForItself(delegation=delegation.institution.name)
