"""What the last search for a programme found and proved, and how the one under way is getting on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from menara.engines.course import Point
from menara.models import Programme
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.clashes import conflict_of
from menara.queries.summits.scheduling import ProgrammeCase
from menara.sentences import Sentence

UNDER_WAY = ("queued", "running")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelLine:
    goal: str
    value: int
    bound: int
    gap: float
    proven: bool
    bound_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the last search proved. ``stands``: nobody has changed the version since."""

    status: str
    levels: tuple[LevelLine, ...]
    conflicts: tuple[Sentence, ...]
    seconds: float
    solved_at: datetime
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Solving:
    """The search under way, or how the last one ended: none, queued, running, done, stopped or failed."""

    state: str = "none"
    step: str = ""
    level: str = ""
    value: int | None = None
    bound: int | None = None
    seconds: float | None = None
    course: tuple[Point, ...] = ()
    failure: str = ""
    stop_asked: bool = False


def proof_of(*, programme_id: int, case: ProgrammeCase) -> Proof | None:
    """What the last search proved of a version; None where nobody has searched. ``case`` gives the names. Raises
    ``NoSuchRecord``."""
    row = _row(programme_id)
    proof: dict[str, Any] = row.proof
    if not proof:
        return None
    return Proof(
        status=proof["status"],
        levels=tuple(LevelLine(**level) for level in proof["levels"]),
        conflicts=tuple(
            conflict_of(one["constraint"], one["about"], case.names).sentence for one in proof["conflicts"]
        ),
        seconds=proof["seconds"],
        solved_at=datetime.fromisoformat(proof["solved_at"]),
        stands=proof["of_change"] == row.changed,
    )


def progress_of(*, programme_id: int) -> Solving:
    """The search under way, or how the last one ended. Raises ``NoSuchRecord``."""
    row = _row(programme_id)
    told: dict[str, Any] = row.progress
    return Solving(
        state=told.get("state", "none"),
        step=told.get("step", ""),
        level=told.get("level", ""),
        value=told.get("value"),
        bound=told.get("bound"),
        seconds=told.get("seconds"),
        course=tuple(Point(**point) for point in told.get("course", ())),
        failure=told.get("failure", ""),
        stop_asked=row.stop_asked,
    )


def _row(programme_id: int) -> Programme:
    row = Programme.objects.filter(pk=programme_id).first()
    if row is None:
        raise NoSuchRecord(kind="programme", record_id=programme_id)
    return row
