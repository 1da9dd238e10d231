"""Readers' replies as the office sees them: to be read, shown and removed. No address of anyone is ever read here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from menara.models import Reply, ReplyStatus
from menara.queries.listing import Page, Words, within

PER_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyLine:
    id: int
    communique_id: int
    communique: Words
    name: str
    language: str
    text: str
    status: str
    is_official: bool
    is_pinned: bool
    answers: str  # whom it answers, where it answers a reply
    received_at: datetime
    decided_at: datetime | None
    decided_by: str
    reason: str


def replies(*, status: ReplyStatus, communique_id: int | None = None, page: int = 1) -> Page[ReplyLine]:
    """Replies in one state: those that wait in the order they came, the others the latest first."""
    rows = Reply.objects.filter(status=status)
    if communique_id is not None:
        rows = rows.filter(communique_id=communique_id)
    total = rows.count()
    number = within(page, total=total, per_page=PER_PAGE)
    order = ("received_at", "pk") if status is ReplyStatus.WAITING else ("-decided_at", "-pk")
    shown = rows.select_related("communique", "answers", "decided_by").order_by(*order)
    start = (number - 1) * PER_PAGE
    return Page(
        lines=tuple(_line(row) for row in shown[start : start + PER_PAGE]),
        total=total,
        number=number,
        per_page=PER_PAGE,
    )


def reply_counts(*, communique_id: int | None = None) -> Mapping[str, int]:
    """How many replies stand in each state, the office's own answers among them."""
    rows = Reply.objects.all()
    if communique_id is not None:
        rows = rows.filter(communique_id=communique_id)
    counted = Counter(rows.values_list("status", flat=True))
    return {status.value: counted[status.value] for status in ReplyStatus}


def _line(row: Reply) -> ReplyLine:
    return ReplyLine(
        id=row.pk,
        communique_id=row.communique_id,
        communique=row.communique.titles,
        name=row.name,
        language=row.language,
        text=row.text,
        status=row.status,
        is_official=row.is_official,
        is_pinned=row.is_pinned,
        answers=row.answers.name if row.answers else "",
        received_at=row.received_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by.name if row.decided_by else "",
        reason=row.reason,
    )
