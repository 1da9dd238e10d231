"""The days of a summit: when and where it is, and the slots its meetings are placed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from menara.actions.summits.faults import (
    Span,
    blank,
    fault,
    in_words,
    out_of_range,
    refuse,
    spans_overlap,
    words_missing,
)
from menara.errors import Fault, Refusal
from menara.models import Membership, Placement, ProgrammeStatus, Slot, Summit
from menara.models.summits.programme import LIVE
from menara.permissions import may_edit, require
from menara.queries.officers import NoSuchRecord
from menara.wording import gettext_noop


class OffTheSlots(Refusal):
    """New slots keep the places that meetings have."""

    def __init__(self, *, meetings: Sequence[str]) -> None:
        super().__init__(
            "off_the_slots",
            gettext_noop("Meetings of the programme would stand outside the new slots: %(meetings)s."),
            {"meetings": " · ".join(meetings)},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SummitFacts:
    """``last_day`` is the last day of the programme, inclusive; ``time_zone`` an IANA name."""

    name: Mapping[str, str]
    first_day: date
    last_day: date
    venue: Mapping[str, str]
    time_zone: str
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Slots of ``minutes``, ``pause`` minutes apart, on each day within each of ``hours``, local time."""

    days: tuple[date, ...]
    hours: tuple[tuple[time, time], ...]
    minutes: int
    pause: int = 0


def enter_summit(*, summit: SummitFacts, actor: Membership) -> int:
    """Put a summit on record and return the row's id. Raises ``NotAllowed``, ``BadInput``."""
    require(actor, may_edit)
    refuse(_summit_faults(summit))
    return Summit.objects.create(organisation_id=actor.organisation_id, **_summit_columns(summit)).pk


def correct_summit(*, summit_id: int, version: int, summit: SummitFacts, actor: Membership) -> None:
    """Correct a summit. Raises ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``, ``BadInput``."""
    require(actor, may_edit)
    row = summit_of(summit_id)
    refuse(_summit_faults(summit))
    row.correct(version=version, **_summit_columns(summit))


def lay_slots(*, summit_id: int, grid: Grid, actor: Membership) -> int:
    """Replace the summit's slots by a grid; how many there are now. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``BadInput``, ``OffTheSlots``."""
    require(actor, may_edit)
    summit = summit_of(summit_id)
    refuse(_grid_faults(grid, summit))
    slots = slots_of(grid, ZoneInfo(summit.time_zone))
    with transaction.atomic():
        _keep_places(summit, slots)
        Slot.objects.filter(summit=summit).delete()
        Slot.objects.bulk_create(
            Slot(organisation_id=summit.organisation_id, summit=summit, during=DateTimeTZRange(*span)) for span in slots
        )
    return len(slots)


def slots_of(grid: Grid, zone: ZoneInfo) -> tuple[Span, ...]:
    """The slots of a grid, in order: as many whole ones as each span of hours holds."""
    step, length = timedelta(minutes=grid.minutes + grid.pause), timedelta(minutes=grid.minutes)
    found = []
    for day in sorted(grid.days):
        for opening, closing in sorted(grid.hours):
            begin, end = datetime.combine(day, opening, zone), datetime.combine(day, closing, zone)
            found += [
                (begin + n * step, begin + n * step + length)
                for n in range((end - begin) // step + 1)
                if begin + n * step + length <= end
            ]
    return tuple(found)


def summit_of(summit_id: int) -> Summit:
    """One summit. Raises ``NoSuchRecord``."""
    row = Summit.objects.filter(pk=summit_id).first()
    if row is None:
        raise NoSuchRecord(kind="summit", record_id=summit_id)
    return row


def _summit_faults(given: SummitFacts) -> list[Fault]:
    found = words_missing("name", given.name)
    if given.last_day < given.first_day:
        said = gettext_noop("The last day (%(found)s) lies before the first.")
        found.append(fault("last_day", "ends_before", said, found=given.last_day))
    elif (given.last_day - given.first_day).days > 60:
        said = gettext_noop("A summit of more than %(allowed)s days is not planned here.")
        found.append(fault("last_day", "too_long", said, allowed=60))
    if given.time_zone not in available_timezones():
        said = gettext_noop("“%(found)s” is no time zone of the IANA list.")
        found.append(fault("time_zone", "zone_unknown", said, found=given.time_zone))
    return found


def _grid_faults(given: Grid, summit: Summit) -> list[Fault]:
    found = out_of_range("minutes", given.minutes, least=5, most=480)
    found += out_of_range("pause", given.pause, least=0, most=120)
    if not given.days:
        found.append(blank("days"))
    said = gettext_noop("%(found)s is no day of the summit; it lasts from %(allowed)s.")
    first, after = summit.period.lower, summit.period.upper
    lasts = f"{first} – {after - timedelta(days=1)}"
    found += [fault("days", "no_day", said, found=d, allowed=lasts) for d in given.days if not first <= d < after]
    if not given.hours:
        found.append(blank("hours"))
    any_day = date(2000, 1, 1)
    spans = [(datetime.combine(any_day, a), datetime.combine(any_day, b)) for a, b in given.hours]
    found += spans_overlap("hours", spans)
    if not found and not slots_of(given, ZoneInfo(summit.time_zone)):
        said = gettext_noop("No slot of %(found)s minutes fits into these hours.")
        found.append(fault("minutes", "too_long", said, found=given.minutes))
    return found


def _summit_columns(given: SummitFacts) -> dict[str, Any]:
    return {
        "name": {code: text.strip() for code, text in given.name.items() if text.strip()},
        "period": DateRange(given.first_day, given.last_day + timedelta(days=1)),
        "venue": {code: text.strip() for code, text in given.venue.items() if text.strip()},
        "time_zone": given.time_zone,
        "country": given.country,
    }


def _keep_places(summit: Summit, slots: Sequence[Span]) -> None:
    """Every meeting of a programme in force or in the making still begins and ends with a slot."""
    begins, ends = {begin for begin, _end in slots}, {end for _begin, end in slots}
    placed = Placement.objects.filter(programme__summit=summit, state__in=LIVE).exclude(
        programme__status=ProgrammeStatus.SUPERSEDED.value
    )
    zone = ZoneInfo(summit.time_zone)
    off = {
        in_words((row.during.lower.astimezone(zone), row.during.upper))
        for row in placed
        if row.during.lower not in begins or row.during.upper not in ends
    }
    if off:
        raise OffTheSlots(meetings=sorted(off))
