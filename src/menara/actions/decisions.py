"""Pin, exclude, waive, estimate, and take it back: what people decide stands over what the engine proposes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from menara.actions.officers import take_turn
from menara.errors import Refusal
from menara.models import Call, Decision, DecisionKind, Membership, Officer, Post
from menara.permissions import may_plan, require
from menara.queries.officers import NoSuchRecord
from menara.wording import gettext_noop


class ReasonMissing(Refusal):
    """A decision without a reason is not kept."""

    def __init__(self) -> None:
        super().__init__("reason_missing", gettext_noop("Say why: the reason is kept with your name."))


class AlreadyDecided(Refusal):
    """The same, or the opposite, was decided before and stands."""

    def __init__(self, *, kind: str, by: str) -> None:
        super().__init__(
            "already_decided",
            gettext_noop("%(by)s already decided on this (%(kind)s). Withdraw that first."),
            {"kind": kind, "by": by},
        )


class NotPerCent(Refusal):
    """Odds are whole per cent from 0 to 100."""

    def __init__(self, *, found: int) -> None:
        super().__init__(
            "not_per_cent", gettext_noop("Odds are whole per cent from 0 to 100, not %(found)s."), {"found": found}
        )


@transaction.atomic
def pin_officer(*, officer_id: int, post_id: int, reason: str, actor: Membership, now: datetime) -> int:
    """Want this officer nominated for this post. Raises ``NotAllowed``, ``ReasonMissing``, ``NoSuchRecord``,
    ``AlreadyDecided``."""
    require(actor, may_plan)
    take_turn(actor)
    _refuse_standing(officer_id, post_id, DecisionKind.PIN, DecisionKind.EXCLUDE)
    return _decide(DecisionKind.PIN, actor, now, reason, officer_id=officer_id, post_id=post_id)


@transaction.atomic
def exclude_officer(*, officer_id: int, post_id: int | None, reason: str, actor: Membership, now: datetime) -> int:
    """Keep this officer from this post, or with ``None`` from every plan. Raises as ``pin_officer``."""
    require(actor, may_plan)
    take_turn(actor)
    _refuse_standing(officer_id, post_id, DecisionKind.PIN, DecisionKind.EXCLUDE)
    return _decide(DecisionKind.EXCLUDE, actor, now, reason, officer_id=officer_id, post_id=post_id)


@transaction.atomic
def waive_share(*, call_id: int, reason: str, actor: Membership, now: datetime) -> int:
    """Lift the share of women asked of a call, in one's own name. Raises as ``pin_officer``."""
    require(actor, may_plan)
    take_turn(actor)
    standing = Decision.objects.filter(call_id=call_id, kind=DecisionKind.WAIVE.value, withdrawn_at__isnull=True)
    for held in standing.select_related("made_by"):
        raise AlreadyDecided(kind=held.kind, by=held.made_by.name)
    return _decide(DecisionKind.WAIVE, actor, now, reason, call_id=call_id)


@transaction.atomic
def estimate_odds(
    *, officer_id: int, post_id: int, per_cent: int, reason: str, actor: Membership, now: datetime
) -> int:
    """Put one's own odds of selection in place of the model's; a newer estimate takes the place of an older one.
    Raises ``NotPerCent`` and as ``pin_officer``."""
    require(actor, may_plan)
    if not 0 <= per_cent <= 100:
        raise NotPerCent(found=per_cent)
    take_turn(actor)
    older = Decision.objects.filter(
        officer_id=officer_id, post_id=post_id, kind=DecisionKind.ESTIMATE.value, withdrawn_at__isnull=True
    )
    with transaction.atomic():
        older.update(withdrawn_at=now, withdrawn_by_id=actor.account_id)
        return _decide(
            DecisionKind.ESTIMATE, actor, now, reason, officer_id=officer_id, post_id=post_id, per_cent=per_cent
        )


def withdraw_decision(*, decision_id: int, actor: Membership, now: datetime) -> None:
    """Take a decision back; it stays on record. Raises ``NotAllowed``, and ``NoSuchRecord`` where none stands."""
    require(actor, may_plan)
    take_turn(actor)
    standing = Decision.objects.filter(pk=decision_id, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_at=now, withdrawn_by_id=actor.account_id):
        raise NoSuchRecord(kind="decision", record_id=decision_id)


def _decide(kind: DecisionKind, actor: Membership, now: datetime, reason: str, **about: Any) -> int:
    if not reason.strip():
        raise ReasonMissing
    for name, model in (("officer_id", Officer), ("post_id", Post), ("call_id", Call)):
        if about.get(name) is not None and not model.objects.filter(pk=about[name]).exists():
            raise NoSuchRecord(kind=name.removesuffix("_id"), record_id=about[name])
    decision = Decision.objects.create(
        organisation_id=actor.organisation_id,
        kind=kind.value,
        reason=reason.strip(),
        made_by_id=actor.account_id,
        made_at=now,
        **about,
    )
    return decision.pk


def _refuse_standing(officer_id: int, post_id: int | None, *kinds: DecisionKind) -> None:
    standing = Decision.objects.filter(
        officer_id=officer_id, kind__in=[kind.value for kind in kinds], withdrawn_at__isnull=True
    )
    about = standing.filter(post__isnull=True) if post_id is None else standing.filter(post_id=post_id)
    for held in about.select_related("made_by"):
        raise AlreadyDecided(kind=held.kind, by=held.made_by.name)
