"""Try a change of a programme without making it: the very action runs, and is taken back whole.

So what a person is told before is what the action would say, by the same code, and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from menara.actions.summits.booking import BookedMeanwhile
from menara.actions.summits.programme import Placed, ProgrammeClashes
from menara.models import PlacementInterpreter
from menara.queries.summits.clashes import Conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What a change would bring. Not possible: ``conflicts`` forbid it; else they are what to know of it. ``teams``:
    the codes of who would interpret each meeting then."""

    is_possible: bool
    conflicts: tuple[Conflict, ...] = ()
    teams: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def rehearse(act: Callable[..., Placed], *, programme_id: int, request_ids: Collection[int], **given: Any) -> Rehearsed:
    """What ``act`` would bring to a version, called with what is given. Raises what it raises, but for clashes."""
    try:
        with transaction.atomic():
            placed = act(programme_id=programme_id, **given)
            teams = _teams(programme_id, request_ids)
            transaction.set_rollback(True)
    except (ProgrammeClashes, BookedMeanwhile) as refusal:
        return Rehearsed(is_possible=False, conflicts=refusal.conflicts)
    return Rehearsed(is_possible=True, conflicts=placed.warnings, teams=teams)


def _teams(programme_id: int, request_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    rows = PlacementInterpreter.objects.filter(programme_id=programme_id, placement__request_id__in=request_ids)
    found: dict[int, list[str]] = defaultdict(list)
    for request_id, code in rows.order_by("pk").values_list("placement__request_id", "interpreter__code"):
        found[request_id].append(code)
    return {request_id: tuple(codes) for request_id, codes in found.items()}
