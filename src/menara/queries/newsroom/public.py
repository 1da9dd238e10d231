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

from menara.models import PUBLIC, Communique, CommuniqueStatus, Organisation, Reply, ReplyStatus, acting_for
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord

_SHOWN = (CommuniqueStatus.RELEASED, CommuniqueStatus.WITHDRAWN)


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


def news(*, language: str = "", most: int | None = None) -> tuple[NewsItem, ...]:
    """Released and withdrawn texts, the latest first; with ``language``, those that can be read in it."""
    rows = Communique.objects.filter(status__in=_SHOWN).order_by("-released_at", "-pk")
    items = [_item(row) for row in rows]
    told = [item for item in items if not language or language in item.languages]
    return tuple(told[:most])


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
        titles={code: title for code, title in row.titles.items() if title and row.bodies.get(code)},
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
