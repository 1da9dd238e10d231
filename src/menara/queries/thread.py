"""The golden thread: from any record back to the meeting it came from, and forward to what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from menara.models import Call, Commitment, Meeting, Nomination, Outcome, Plan, Summit
from menara.queries.listing import Origin, Words, origin_of
from menara.queries.officers import NoSuchRecord
from menara.queries.posts import with_first_title

LEVELS = ("summit", "meeting", "outcome", "commitment", "call", "plan", "nomination")
SHOWN = 50  # links of one level; the rest are counted

_MODELS: Mapping[str, Any] = {
    "summit": Summit,
    "meeting": Meeting,
    "outcome": Outcome,
    "commitment": Commitment,
    "call": Call,
    "plan": Plan,
    "nomination": Nomination,
}

# (level, the level it came from, the way there). A call may follow a wish directly; a commitment never does.
_CAME_FROM = (
    ("nomination", "plan", "plan"),
    ("nomination", "call", "post__call"),
    ("plan", "call", "posts__post__call"),
    ("call", "commitment", "commitment"),
    ("call", "outcome", "outcome"),
    ("commitment", "outcome", "outcome"),
    ("outcome", "meeting", "meeting"),
    ("outcome", "summit", "summit"),
    ("meeting", "summit", "summit"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One record on the thread. ``state`` is the word that matters there: rung, stage or status."""

    level: str
    id: int
    text: Words
    ref: str = ""
    state: str = ""
    day: date | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The thread through one record. ``totals`` counts all records of a level, ``links`` holds the first of them."""

    level: str
    record_id: int
    links: Mapping[str, tuple[Link, ...]]
    totals: Mapping[str, int]


def golden_thread(*, level: str, record_id: int) -> Thread:
    """The thread through a record of one of ``LEVELS``, in a fixed number of queries. Raises ``NoSuchRecord``."""
    if level not in _MODELS or not _MODELS[level].objects.filter(pk=record_id).exists():
        raise NoSuchRecord(kind=level, record_id=record_id)
    found: dict[str, set[int]] = defaultdict(set)
    found[level].add(record_id)
    here = LEVELS.index(level)
    for child, parent, way in _CAME_FROM:
        if (level, child, parent) == ("nomination", "plan", "call"):
            continue  # the plan filled other calls too; this nomination came of its own
        if found[child] and LEVELS.index(parent) < here:
            parents = _MODELS[child].objects.filter(pk__in=found[child]).values_list(way, flat=True)
            found[parent].update(own for own in parents if own is not None)
    for child, parent, way in reversed(_CAME_FROM):
        # Only from the record downward: what else came of its parents is not its own thread.
        if (child, parent) == ("nomination", "plan") and level != "plan":
            continue  # what else a plan nominated is not of this thread
        if found[parent] and LEVELS.index(parent) >= here:
            found[child].update(
                _MODELS[child].objects.filter(**{f"{way}__in": found[parent]}).values_list("pk", flat=True)
            )
    return Thread(
        level=level,
        record_id=record_id,
        links={name: _links(name, found[name]) for name in LEVELS if found[name]},
        totals={name: len(found[name]) for name in LEVELS},
    )


def _links(level: str, ids: set[int]) -> tuple[Link, ...]:
    rows = _MODELS[level].objects.filter(pk__in=ids).order_by("pk")
    rows = with_first_title(rows) if level == "call" else rows
    related = {"nomination": ("officer", "post"), "plan": (), "call": ()}.get(level, ())
    rows = rows.select_related(*related) if related else rows
    return tuple(_link(level, row) for row in rows[:SHOWN])


def _link(level: str, row: Any) -> Link:
    origin = None if level in ("plan", "nomination") else origin_of(row)
    return Link(level=level, id=row.pk, origin=origin, **_SHOWN[level](row))


_SHOWN: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "summit": lambda row: {"text": row.name, "day": row.period.lower},
    "meeting": lambda row: {"text": row.subject, "day": row.held_on},
    "outcome": lambda row: {"text": row.text, "state": row.kind, "day": row.signed_on},
    "commitment": lambda row: {"text": row.text, "state": "done" if row.done_on else "open", "day": row.due_on},
    "call": lambda row: {
        "text": row.title if any(row.title.values()) else row.first_title or {},
        "ref": row.ref,
        "day": row.deadline_at.date() if row.deadline_at else None,
    },
    "plan": lambda row: {"text": {"en": row.name}, "state": row.status, "day": row.on_day},
    "nomination": lambda row: {
        "text": row.post.title,
        "ref": f"{row.officer.number} → {row.post.ref}",
        "state": row.stage,
        "day": row.made_at.date(),
    },
}
