"""One file to the busy times of one person, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from menara.intake.calendars.events import BusyTime, Found, collect
from menara.intake.calendars.lines import Block, calendars_of
from menara.intake.calendars.moments import Zones
from menara.intake.calendars.recurring import Budget
from menara.intake.faults import Faults
from menara.wording import gettext_noop as _

MOST = 1_000  # busy times of one person during one summit
MOST_EVENTS = 20_000
OWN = "@menara"  # how the UIDs of our own entries end
TAKEN_METHODS = ("", "PUBLISH", "REQUEST", "CANCEL")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRead:
    """``busy`` are the times within the span asked for, in their order. ``uids`` are all events the file speaks of:
    what was kept of one of them before, and is not among ``busy``, is over. The counts say what was passed over: free
    time, cancelled events, events outside the span, and our own entries coming back."""

    busy: tuple[BusyTime, ...]
    uids: frozenset[str]
    free: int = 0
    cancelled: int = 0
    outside: int = 0
    own: int = 0


def read_calendar(
    content: bytes, *, name: str, zone: ZoneInfo, begins_at: datetime, ends_at: datetime, floating_is_home: bool = False
) -> CalendarRead:
    """Read an iCalendar file for the span from ``begins_at`` to before ``ends_at``.

    Whole days are days of ``zone``; times without a zone are a fault unless ``floating_is_home``. Raises ``BadInput``
    with every fault: the line, the event by its title or UID, what was found and what is allowed.
    """
    faults = Faults(name)
    budget = Budget()
    parts = []
    own = 0
    for calendar in calendars_of(content, faults):
        method = calendar.text("METHOD").upper()
        if method not in TAKEN_METHODS:
            faults.add(row=calendar.row, column="METHOD", code="method", sentence=METHOD, found=method,
                       allowed=", ".join(TAKEN_METHODS[1:]))  # fmt: skip
            continue
        others = [block for block in calendar.blocks if not block.text("UID").endswith(OWN)]
        own += len(calendar.blocks) - len(others)
        foreign = Block(calendar.name, calendar.row, calendar.properties, others)
        _count(foreign, faults)
        zones = Zones(foreign, home=zone, floating_is_home=floating_is_home, budget=budget)
        parts.append(
            collect(foreign, zones=zones, within=(begins_at, ends_at), budget=budget, cancels=method == "CANCEL",
                    faults=faults)
        )  # fmt: skip
    faults.raise_if_any()
    return _together(parts, own, faults)


def _count(calendar: Block, faults: Faults) -> None:
    events = sum(block.name == "VEVENT" for block in calendar.blocks)
    if events > MOST_EVENTS:
        faults.add(row=0, column="", code="too_large", sentence=TOO_MANY_EVENTS, found=f"{events:,}",
                   allowed=f"{MOST_EVENTS:,}")  # fmt: skip
        raise faults.refuse()


def _together(parts: list[Found], own: int, faults: Faults) -> CalendarRead:
    busy = {key: time for part in parts for key, time in part.busy.items()}
    if len(busy) > MOST:
        faults.add(row=0, column="", code="too_many", sentence=TOO_MANY, found=f"{len(busy):,}", allowed=f"{MOST:,}")
        raise faults.refuse()
    return CalendarRead(
        busy=tuple(sorted(busy.values())),
        uids=frozenset(uid for part in parts for uid in part.uids),
        free=sum(part.free for part in parts),
        cancelled=sum(part.cancelled for part in parts),
        outside=sum(part.outside for part in parts),
        own=own,
    )


METHOD = _("This file is an answer between calendars (METHOD “%(found)s”), not a calendar. Allowed are %(allowed)s.")
TOO_MANY_EVENTS = _(
    "The file holds %(found)s events; at most %(allowed)s are read. Export the days of the summit only."
)
TOO_MANY = _("During the summit the file holds %(found)s busy times; at most %(allowed)s are taken for one person.")
