"""Meetings that wait for a room, in order of asking, and what delegations were told of changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from menara.models import Notice, NoticeKind, WaitingPlace
from menara.queries.listing import Words
from menara.queries.summits.programme import Side, sides_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    id: int
    request_id: int
    asking: Side
    asked: Side
    room: Words
    room_id: int | None
    wanted_from: datetime | None
    wanted_until: datetime | None
    asked_at: datetime
    minutes: int
    offered_at: datetime | None  # when its delegations were last told of a free room


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """``before`` and ``after`` hold ``room`` (words), ``begins_at``, ``ends_at`` (ISO instants) and ``state``."""

    id: int
    request_id: int
    kind: NoticeKind
    other: Side
    subject: Words
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    made_at: datetime
    read_at: datetime | None


def waiting_list(*, summit_id: int) -> tuple[Waiting, ...]:
    """Who waits, in the order in which they are served."""
    rows = (
        WaitingPlace.objects.filter(request__summit_id=summit_id, ended_at__isnull=True)
        .prefetch_related("room", "request__asking__institution", "request__asked__institution")
        .annotate(offered_at=Max("request__notices__made_at", filter=Q(request__notices__kind=NoticeKind.ROOM_FREE)))
        .order_by("asked_at", "pk")
    )
    return tuple(
        Waiting(
            id=row.pk,
            request_id=row.request_id,
            **sides_of(row.request),
            room=row.room.name if row.room else {},
            room_id=row.room_id,
            wanted_from=row.wanted.lower if row.wanted else None,
            wanted_until=row.wanted.upper if row.wanted else None,
            asked_at=row.asked_at,
            minutes=row.request.minutes,
            offered_at=row.offered_at,
        )
        for row in rows
    )


def notices(*, delegation_id: int, unread_only: bool = False) -> tuple[NoticeLine, ...]:
    """What a delegation was told, the newest first."""
    rows = Notice.objects.filter(delegation_id=delegation_id).prefetch_related(
        "request__asking__institution", "request__asked__institution"
    )
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    found = []
    for row in rows.order_by("-made_at", "-pk"):
        sides = sides_of(row.request)
        other = next(side for side in sides.values() if side.delegation_id != delegation_id)
        found.append(
            NoticeLine(
                id=row.pk,
                request_id=row.request_id,
                kind=NoticeKind(row.kind),
                other=other,
                subject=row.request.subject,
                before=row.facts.get("before"),
                after=row.facts.get("after"),
                made_at=row.made_at,
                read_at=row.read_at,
            )
        )
    return tuple(found)
