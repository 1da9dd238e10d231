"""The clock of a summit: its steps in the summit's own time, and which of them lie in a span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from menara.engines.meetings.problem import Slot as EngineSlot
from menara.models import Slot, Summit
from menara.models.zones import zone_of

LONGEST_PAUSE = 15  # minutes: where more lies between two steps of the clock, everyone has a break
MINUTE = timedelta(minutes=1)


class Span(Protocol):
    """A half-open span of time, as the database's ranges are; an open end is None."""

    @property
    def lower(self) -> datetime | None: ...
    @property
    def upper(self) -> datetime | None: ...


@dataclass(frozen=True, kw_only=True)
class Clock:
    """``spans``: begin and end of every step, in order, in the summit's zone. ``step``: minutes of the usual one;
    ``joined``: minutes between two that still count as in a row."""

    zone: tzinfo
    spans: Mapping[str, tuple[datetime, datetime]]
    step: int
    joined: int

    def slots(self) -> tuple[EngineSlot, ...]:
        """As the engine knows them: minutes that have passed since the midnight before, be that day of 23 hours."""
        return tuple(
            EngineSlot(
                key=key,
                day=begin.date().toordinal(),
                begin=minutes(_midnight(begin), begin),
                end=minutes(_midnight(begin), end),
            )
            for key, (begin, end) in self.spans.items()
        )

    @property
    def ends_at(self) -> datetime | None:
        """When the last step ends; None where there is none."""
        return max((end for _begin, end in self.spans.values()), default=None)

    def length(self, wanted: int) -> int:
        """How many steps a meeting of so many minutes takes."""
        return -(-wanted // self.step)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def key_at(self, moment: datetime) -> str | None:
        """The step that begins at that moment."""
        return next((key for key, (begin, _end) in self.spans.items() if begin == moment), None)

    def within(self, spans: Iterable[Span]) -> frozenset[str]:
        """The steps that lie wholly within one of these spans."""
        these = tuple(spans)
        return frozenset(key for key, *own in self._instants if any(covers(span, *own) for span in these))

    def touching(self, spans: Iterable[Span]) -> frozenset[str]:
        """The steps that share a moment with one of these spans."""
        these = tuple(spans)
        return frozenset(key for key, *own in self._instants if any(touches(span, *own) for span in these))

    def starts(self, wanted: int, *, window: Span | None, since: datetime | None) -> frozenset[str]:
        """The steps in which a meeting of so many minutes can begin: in its window, and not before ``since``."""
        if window is not None:
            found = self.starts(wanted, window=None, since=since)
            return frozenset(
                key
                for key, begin, _end in self._instants
                if key in found and covers(window, begin, begin + wanted * MINUTE)
            )
        if (wanted, since) not in self._starts:
            steps, length = self._instants, self.length(wanted)
            self._starts[wanted, since] = frozenset(
                key
                for place, (key, begin, _end) in enumerate(steps)
                if (steps[min(place + length, len(steps)) - 1][2] - begin) // MINUTE >= wanted
                and (since is None or begin >= since)
            )
        return self._starts[wanted, since]

    @cached_property
    def _instants(self) -> tuple[tuple[str, datetime, datetime], ...]:
        """The steps in UTC, as the database tells spans: moments of one zone are compared without asking the zone."""
        return tuple((key, begin.astimezone(UTC), end.astimezone(UTC)) for key, (begin, end) in self.spans.items())

    @cached_property
    def _starts(self) -> dict[tuple[int, datetime | None], frozenset[str]]:
        """What was asked of ``starts`` without a window: hundreds of meetings ask the same."""
        return {}


def clock_of(summit: Summit) -> Clock:
    """The clock of a summit."""
    zone = zone_of(summit.time_zone)
    rows = Slot.objects.filter(summit=summit).order_by("during").values_list("pk", "during")
    spans = {str(pk): (during.lower.astimezone(zone), during.upper.astimezone(zone)) for pk, during in rows}
    pauses = [minutes(one[1], other[0]) for one, other in pairwise(spans.values()) if one[0].date() == other[0].date()]
    return Clock(
        zone=zone,
        spans=spans,
        step=_usual([minutes(*span) for span in spans.values()], otherwise=30),
        joined=_usual([pause for pause in pauses if pause <= LONGEST_PAUSE], otherwise=0),
    )


def minutes(begin: datetime, end: datetime) -> int:
    """Whole minutes that pass between two moments, whatever the clocks on the wall do meanwhile."""
    return (end.astimezone(UTC) - begin.astimezone(UTC)) // MINUTE


def covers(span: Span, begin: datetime, end: datetime) -> bool:
    """Whether from begin to end lies within the span."""
    return (span.lower is None or span.lower <= begin) and (span.upper is None or end <= span.upper)


def touches(span: Span, begin: datetime, end: datetime) -> bool:
    """Whether the span shares a moment with the time from begin to end."""
    return (span.lower is None or span.lower < end) and (span.upper is None or begin < span.upper)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def _usual(found: list[int], *, otherwise: int) -> int:
    """What occurs most often; of several the smallest."""
    counted = Counter(found)
    return min(counted, key=lambda size: (-counted[size], size), default=otherwise)
