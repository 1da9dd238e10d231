"""The last move of a person, so that it can be taken back: where the meeting was before, kept in the session."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from menara.queries.summits.programme import Version

KEY = "last_move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What was done: ``slot_id`` and ``room_id`` are where the meeting was, None where it had no place. With
    ``other_id`` two meetings changed places. ``changed`` is the count of the version's changes right after: a later
    change by anyone ends the undo."""

    programme_id: int
    request_id: int
    slot_id: int | None
    room_id: int | None
    interpreter_ids: tuple[int, ...]
    changed: int
    told: str
    other_id: int | None = None
    other_interpreter_ids: tuple[int, ...] = ()


def remember(request: HttpRequest, move: Move) -> None:
    request.session[KEY] = asdict(move)


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def remembered(request: HttpRequest, *, programme_id: int, changed: int) -> Move | None:
    """The last move, while nothing was changed since."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if not kept:
        return None
    teams = {name: tuple(kept.get(name, ())) for name in ("interpreter_ids", "other_interpreter_ids")}
    move = Move(**{**kept, **teams})
    return move if (move.programme_id, move.changed) == (programme_id, changed) else None


def last_move(request: HttpRequest, shown: Version) -> dict[str, Any] | None:
    """What the board says of the last move, and where to take it back."""
    move = remembered(request, programme_id=shown.id, changed=shown.changed)
    return {"told": move.told, "url": reverse("place_undo", args=[shown.id])} if move else None
