"""Name the focal point of a delegation, who may sign in and then reaches that delegation alone; and end it again."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from menara.actions.accounts import open_account
from menara.actions.summits.calendars import close_addresses
from menara.actions.summits.sides import delegation_of
from menara.errors import Refusal
from menara.models import Account, FocalPoint, Membership, Role
from menara.permissions import may_administer, require
from menara.queries.officers import NoSuchRecord
from menara.wording import gettext_noop


class IsMember(Refusal):
    """A colleague of the office sees everything and cannot be a guest as well."""

    def __init__(self, *, email: str, role: str) -> None:
        super().__init__(
            "is_member",
            gettext_noop("%(email)s is a member of your office (%(role)s) and cannot be a focal point as well."),
            {"email": email, "role": role},
        )


class NamedLikeMember(Refusal):
    """A second account of a colleague is the colleague."""

    def __init__(self, *, name: str, role: str) -> None:
        super().__init__(
            "named_like_member",
            gettext_noop(
                "%(name)s is a member of your office (%(role)s), and nobody is of both sides. If this is somebody else "
                "of that name, write the body behind it."
            ),
            {"name": name, "role": role},
        )


def name_focal_point(
    *, delegation_id: int, email: str, name: str, password: str, actor: Membership, now: datetime, language: str = "en"
) -> int:
    """Let a person arrange the meetings of a delegation and return the row's id. One who is a focal point here already
    keeps account and password; the account of a new one is opened. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``IsMember``, ``NamedLikeMember``, ``AddressTaken``, ``WeakPassword``."""
    require(actor, may_administer)
    delegation = delegation_of(delegation_id)
    own = {"organisation_id": actor.organisation_id}
    with transaction.atomic():
        member = _known(email, actor)
        if member is None:
            _refuse_colleague(name, actor)
            account_id = open_account(email=email, name=name, password=password, language=language)
            member = Membership.objects.create(**own, account_id=account_id, role=Role.FOCAL_POINT.value)
        elif member.ended_at is not None:
            member.ended_at = None
            member.save(update_fields=["ended_at"])
        row, is_new = FocalPoint.objects.get_or_create(
            **own, membership=member, delegation=delegation, defaults={"named_at": now}
        )
        if not is_new and row.ended_at is not None:
            row.named_at, row.ended_at = now, None
            row.save(update_fields=["named_at", "ended_at"])
    return row.pk


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Whose focal point is gone, and how many secret addresses of its calendar were closed with that."""

    delegation_id: int
    closed: int


def end_focal_point(*, focal_point_id: int, actor: Membership, now: datetime) -> Left:
    """Let a focal point go; the next request finds nothing of the delegation, and the secret addresses of its calendar
    that he or she knows are closed. One who acts for no delegation any more is no member either. Raises
    ``NotAllowed``, ``NoSuchRecord``."""
    require(actor, may_administer)
    with transaction.atomic():
        rows = FocalPoint.objects.select_for_update().filter(pk=focal_point_id, ended_at__isnull=True)
        row = rows.first()
        if row is None:
            raise NoSuchRecord(kind="focal_point", record_id=focal_point_id)
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        closed = close_addresses(delegation_ids=[row.delegation_id], now=now)
        if not FocalPoint.objects.filter(membership_id=row.membership_id, ended_at__isnull=True).exists():
            Membership.objects.filter(pk=row.membership_id).update(ended_at=now)
    return Left(delegation_id=row.delegation_id, closed=closed)


def _known(email: str, actor: Membership) -> Membership | None:
    """The membership of this address as a focal point, ended or not. Raises ``IsMember``."""
    rows = Membership.objects.filter(organisation_id=actor.organisation_id, account__email=Account.normalise(email))
    member = rows.first()
    if member is not None and member.role != Role.FOCAL_POINT:
        raise IsMember(email=Account.normalise(email), role=member.role)
    return member


def _refuse_colleague(name: str, actor: Membership) -> None:
    """Raise ``NamedLikeMember`` where a colleague of the office is called so: an account is a person's, and a person
    has no second one to speak for the other side with."""
    colleagues = Membership.objects.filter(organisation_id=actor.organisation_id, ended_at__isnull=True)
    colleagues = colleagues.exclude(role=Role.FOCAL_POINT.value).select_related("account")
    called = _plain(name)
    for colleague in colleagues:
        if called and _plain(colleague.account.name) == called:
            raise NamedLikeMember(name=colleague.account.name, role=colleague.role)


def _plain(name: str) -> str:
    """A name without case, doubled blanks and characters that only look otherwise."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
