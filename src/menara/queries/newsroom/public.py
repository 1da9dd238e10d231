"""What the public reads: released texts, what became of them, and replies that someone let stand.

Call these as a guest of the newsroom; the database shows such a one nothing else. Of a removed reply neither the words
nor the name are fetched, and of a withdrawn text no word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from menara.models import PUBLIC, Communique, CommuniqueStatus, Organisation, Reply, ReplyStatus, acting_for
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord

_SHOWN = (CommuniqueStatus.RELEASED, CommuniqueStatus.WITHDRAWN)
PAGE = 20  # texts on a page of the archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    organisation_id: int
    slug: str
    name: Words
    time_zone: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """A text as released. Withdrawn ones keep title and day, and say why; ``bodies`` is then empty."""

    id: int
    slug: str
    titles: Words
    bodies: Words
    dated_on: date
    released_at: datetime
    text_hash: str
    is_withdrawn: bool
    withdrawn_at: datetime | None
    withdrawn_reason: Words
    takes_replies: bool
    is_synthetic: bool

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it can be read in, or could before it was withdrawn."""
        return tuple(code for code in ("ar", "fr", "en") if self.titles.get(code))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage:
    """A stretch of the texts, the latest first. ``older`` and ``newer`` are the numbers of the pages beside it: None
    where there is none, 0 for the front."""

    items: tuple[NewsItem, ...]
    number: int
    older: int | None
    newer: int | None
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A reply as the public sees it. ``is_removed``: only the day and the class of the reason are left."""

    id: int
    name: str
    language: str
    text: str
    is_official: bool
    is_pinned: bool
    received_at: datetime
    is_removed: bool
    decided_at: datetime | None
    reason: str
    answers: tuple[Shown, ...] = ()


def newsroom(*, slug: str) -> Newsroom:
    """The newsroom at this public address. Raises ``NoSuchRecord``."""
    with acting_for(None, guest=PUBLIC, newsroom=slug):
        row = Organisation.objects.filter(newsroom=slug).first() if slug else None
    if row is None:
        raise NoSuchRecord(kind="newsroom", record_id=0)
    return Newsroom(
        organisation_id=row.pk,
        slug=row.newsroom,
        name=row.name,
        time_zone=row.time_zone,
        is_demonstration=row.is_demonstration,
    )


def news(*, language: str = "", page: int = 0, size: int = PAGE) -> NewsPage:
    """Released and withdrawn texts, the latest first; with ``language``, those that can be read in it.

    Pages are counted from the oldest text and hold ``size`` each, so that a page keeps its texts for good whatever is
    released later. Page 0 is the front: what is on no other page, from ``size`` to twice as many less one, or fewer
    where fewer were released. Raises ``NoSuchRecord``.
    """
    rows = Communique.objects.filter(status__in=_SHOWN).exclude(titles={})
    if language:
        is_told = Q(status=CommuniqueStatus.WITHDRAWN) | Q(bodies__has_key=language)
        rows = rows.filter(is_told, titles__has_key=language)
    total = rows.count()
    last = max(0, total // size - 1)
    if not 0 <= page <= last:
        raise NoSuchRecord(kind="page of the newsroom", record_id=page)
    first, end = ((page - 1) * size, page * size) if page else (last * size, total)
    items = tuple(_item(row) for row in rows.order_by("released_at", "pk")[first:end])
    older = page - 1 if page > 1 else last if page == 0 and last else None
    newer = None if page == 0 else (page + 1) % (last + 1)
    return NewsPage(items=items[::-1], number=page, older=older, newer=newer, total=total)


def news_item(*, slug: str) -> NewsItem:
    """The text at this address. Raises ``NoSuchRecord``, for one that is not released too."""
    row = Communique.objects.filter(slug=slug, status__in=_SHOWN).first()
    if row is None:
        raise NoSuchRecord(kind="communique", record_id=0)
    return _item(row)


def shown_replies(*, communique_id: int) -> tuple[Shown, ...]:
    """Replies in public: the pinned answer first, then in the order they came, each with the answers to it."""
    columns = ("pk", "name", "language", "text", "is_official", "is_pinned", "received_at", "decided_at", "answers_id")
    rows = Reply.objects.filter(communique_id=communique_id)
    standing = list(rows.filter(status=ReplyStatus.PUBLISHED).values(*columns))
    gone = list(
        rows.filter(status=ReplyStatus.REMOVED).values("pk", "received_at", "decided_at", "reason", "answers_id")
    )
    below: dict[int | None, list[Shown]] = defaultdict(list)
    # Answers come after what they answer, so the latest are made first.
    for row in sorted([*standing, *gone], key=lambda one: (one["received_at"], one["pk"]), reverse=True):
        parent = row["answers_id"] if not row.get("is_pinned") else None
        below[parent].insert(0, _shown(row, tuple(below.pop(row["pk"], ()))))
    told = [one for group in below.values() for one in group]
    return tuple(sorted(told, key=lambda one: (not one.is_pinned, one.received_at, one.id)))


def _item(row: Communique) -> NewsItem:
    if row.released_at is None:
        raise ValueError(f"communique {row.pk} is shown without an instant of release")
    withdrawn = row.status == CommuniqueStatus.WITHDRAWN
    return NewsItem(
        id=row.pk,
        slug=row.slug,
        titles={code: title for code, title in row.titles.items() if title and (withdrawn or row.bodies.get(code))},
        bodies={} if withdrawn else row.bodies,
        dated_on=row.dated_on,
        released_at=row.released_at,
        text_hash=row.text_hash,
        is_withdrawn=withdrawn,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
        takes_replies=row.takes_replies and not withdrawn,
        is_synthetic=row.is_synthetic,
    )


def _shown(row: Mapping[str, Any], answers: tuple[Shown, ...]) -> Shown:
    return Shown(
        id=row["pk"],
        name=row.get("name", ""),
        language=row.get("language", ""),
        text=row.get("text", ""),
        is_official=row.get("is_official", False),
        is_pinned=row.get("is_pinned", False),
        received_at=row["received_at"],
        is_removed="text" not in row,
        decided_at=row["decided_at"],
        reason=row.get("reason", ""),
        answers=answers,
    )
