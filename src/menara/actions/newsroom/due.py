"""Releases at the end of an embargo: ordered by a person, made by the clock.

An order is the name of who gave it (``released_by``) on a text that is approved and not yet released. It falls with the
approval, with the embargo it waits for, and when the moment comes and the release is refused: then a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from menara.actions.newsroom.communiques import NO_ORDER, make_sure_it_may_be_read, open_row
from menara.errors import Refusal
from menara.models import Communique, CommuniqueStatus, Membership, RecordChanged, acting_for
from menara.permissions import NotAllowed, may_release, require
from menara.wording import gettext_noop


class NoEmbargoAhead(Refusal):
    """There is nothing to wait for."""

    def __init__(self) -> None:
        super().__init__("no_embargo_ahead", gettext_noop("No embargo lies ahead. Release the text now instead."))


class NotOrdered(Refusal):
    """Nobody ordered a release."""

    def __init__(self) -> None:
        super().__init__("release_not_ordered", gettext_noop("No release of this text is ordered."))


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReleases:
    """Ids of communiques: those released now, and those whose ordered release was refused and is ordered no more."""

    released: tuple[int, ...]
    held_back: tuple[int, ...]


def order_release(*, communique_id: int, version: int, actor: Membership, now: datetime) -> None:
    """Have an approved text released at the end of its embargo, which lies ahead. It is checked now and then.

    Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``, ``NotAtThisStage``, ``NoEmbargoAhead``, ``NoNewsroom``,
    ``TextChanged``, ``BadInput``.
    """
    require(actor, may_release)
    row = open_row(communique_id, version, CommuniqueStatus.APPROVED)
    if row.embargo_until is None or row.embargo_until <= now:
        raise NoEmbargoAhead
    make_sure_it_may_be_read(row)
    row.correct(version=version, released_by_id=actor.account_id)


def call_off_release(*, communique_id: int, version: int, actor: Membership) -> None:
    """Take back the order; the text stays approved. Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``,
    ``NotAtThisStage``, ``NotOrdered``."""
    require(actor, may_release)
    row = open_row(communique_id, version, CommuniqueStatus.APPROVED)
    if row.released_by_id is None:
        raise NotOrdered
    row.correct(version=version, **NO_ORDER)


def release_due(*, now: datetime) -> DueReleases:
    """Release every text of this organisation that was ordered for a moment up to ``now``, in the name of who ordered.

    Done twice it does nothing the second time. What may no longer be released is not: the record changed since, whoever
    ordered it may no longer release, the newsroom has no address. Then the order falls and the text stays approved.
    """
    rows = Communique.objects.filter(
        status=CommuniqueStatus.APPROVED, released_by__isnull=False, embargo_until__lte=now
    ).order_by("embargo_until", "pk")
    released, held_back = [], []
    for row in rows:
        try:
            _release(row, now)
        except RecordChanged:
            continue  # someone else has it in hand; the next time finds it, if it is still due
        except Refusal:
            held_back.append(row.pk)
        else:
            released.append(row.pk)
    return DueReleases(released=tuple(released), held_back=tuple(held_back))


def _release(row: Communique, now: datetime) -> None:
    """Release one text; where that is refused, let the order fall and raise what refused it."""
    version, account_id = row.version, row.released_by_id
    with acting_for(row.organisation_id, account_id=account_id):
        try:
            _require_still(row)
            make_sure_it_may_be_read(row)
        except Refusal as refusal:
            row.correct(version=version, **NO_ORDER)
            refused: Refusal | None = refusal
        else:
            row.correct(version=version, status=CommuniqueStatus.RELEASED.value, released_at=now)
            refused = None
    if refused:
        raise refused


def _require_still(row: Communique) -> None:
    """Raise ``NotAllowed`` unless whoever ordered the release may still release."""
    account_id = row.released_by_id or 0
    member = Membership.objects.filter(organisation_id=row.organisation_id, account_id=account_id).first()
    if member is None or not may_release(member):
        raise NotAllowed(needed=may_release.__name__, role=member.role if member else "")
