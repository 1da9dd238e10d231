"""What publishing a draft would bring: what does not hold, what changes, and who is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from menara.models import Delegation, FocalPoint
from menara.queries.summits.clashes import Conflict
from menara.queries.summits.deciding import conflicts_in
from menara.queries.summits.programme import Difference, differences
from menara.queries.summits.scheduling import problem_of


def own_delegations(*, summit_id: int) -> frozenset[int]:
    """The host's delegation where the office itself speaks for it: it gets no notice of what it publishes."""
    spoken_for = FocalPoint.objects.filter(delegation__summit_id=summit_id, ended_at__isnull=True)
    hosts = Delegation.objects.filter(summit_id=summit_id, is_host=True)
    return frozenset(hosts.values_list("pk", flat=True)) - frozenset(spoken_for.values_list("delegation_id", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """``conflicts`` refuse the draft; ``warnings`` were decided against or may be. ``delegations`` get a notice."""

    conflicts: tuple[Conflict, ...]
    warnings: tuple[Conflict, ...]
    differences: tuple[Difference, ...]
    delegations: tuple[int, ...]


def before_publishing(*, programme_id: int, now: datetime) -> Review:
    """What publishing would bring. Raises ``NoSuchRecord``."""
    case = problem_of(programme_id=programme_id, now=now)
    found = conflicts_in(case)
    own = own_delegations(summit_id=case.summit_id)
    changes = differences(programme_id=programme_id)
    return Review(
        conflicts=tuple(conflict for conflict in found if conflict.is_hard),
        warnings=tuple(conflict for conflict in found if not conflict.is_hard),
        differences=changes,
        delegations=tuple(sorted({side.delegation_id for c in changes for side in (c.asking, c.asked)} - own)),
    )
