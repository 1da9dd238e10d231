"""Days and times as calendar files write them, and the zones they are written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from menara.intake.calendars.lines import Block, Property, shown
from menara.intake.calendars.recurring import Budget, RuleFault, times
from menara.wording import gettext_noop as _

Reckoning = Callable[[datetime], datetime]
"""From a local time without a zone to the instant it is."""

_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})(Z?)")
_LENGTH = re.compile(
    r"([+-]?)P(?:([0-9]{1,4})W|(?:([0-9]{1,5})D)?(?:T(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,7})S)?)?)"
)
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
EARLIEST, LATEST = 1900, 2200


class MomentFault(Exception):  # noqa: N818 (a fault is what it is called everywhere)
    """A day or a time cannot be used."""

    def __init__(self, code: str, sentence: str, *, found: str, allowed: str = "") -> None:
        super().__init__(code)
        self.code, self.sentence, self.found, self.allowed = code, sentence, found, allowed


@dataclass(frozen=True, slots=True)
class Moment:
    """``local`` without a zone, and how to make an instant of it. A whole day begins at its midnight."""

    local: datetime
    reckon: Reckoning
    is_day: bool

    @property
    def instant(self) -> datetime:
        return self.reckon(self.local)


class Zones:
    """The zones of one calendar: by IANA name, by Windows' names, else by the rules the file itself brings.

    ``home`` is the zone of whole days; times without a zone are taken in it only where ``floating_is_home``.
    """

    def __init__(self, calendar: Block, *, home: ZoneInfo, floating_is_home: bool, budget: Budget) -> None:
        self.home, self.floating_is_home, self._budget = home, floating_is_home, budget
        self._own = {block.text("TZID"): block for block in calendar.blocks if block.name == "VTIMEZONE"}
        self._found: dict[str, Reckoning | None] = {}

    def called(self, name: str) -> Reckoning | None:
        """How times of this zone are reckoned; None where nobody knows it."""
        if name not in self._found:
            known = known_zone(name)
            self._found[name] = reckoned_in(known) if known else self._by_own_rules(name)
        return self._found[name]

    def _by_own_rules(self, name: str) -> Reckoning | None:
        block = self._own.get(shown(name))
        steps = _steps(block, self._budget) if block else []
        if not steps:
            return None

        def reckon(local: datetime) -> datetime:
            distance = next((offset for at, offset in reversed(steps) if at <= local), steps[0][1])
            return (local - distance).replace(tzinfo=UTC)

        return reckon


def reckoned_in(zone: ZoneInfo) -> Reckoning:
    return lambda local: local.replace(tzinfo=zone).astimezone(UTC)


def known_zone(name: str) -> ZoneInfo | None:
    """A zone by its IANA name, also behind a vendor's path (``/example.org/Africa/Casablanca``), or by Windows' one."""
    bare = name.strip().strip('"')
    names = _names()
    if found := names.get(bare.casefold()):
        return ZoneInfo(found)
    pieces = bare.strip("/").split("/")
    for length in (3, 2, 1):
        if len(pieces) > length and (found := names.get("/".join(pieces[-length:]).casefold())):
            return ZoneInfo(found)
    return None


@cache
def _names() -> Mapping[str, str]:
    """IANA names and Windows' names, in small letters, to IANA names."""
    known = {name.casefold(): name for name in available_timezones() if name not in ("localtime", "Factory")}
    windows = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items() if zone.casefold() in known}
    return windows | known


def moments_of(given: Property, zones: Zones) -> list[Moment]:
    """The days or times of a property, which may be a list; of a period, its beginning. Raises ``MomentFault``."""
    return [moment_of(given, zones, written=part.partition("/")[0]) for part in given.value.split(",")]


def moment_of(given: Property, zones: Zones, *, written: str | None = None) -> Moment:
    """The day or time of a property. Raises ``MomentFault``."""
    value = (given.value if written is None else written).strip()
    if found := _DAY.fullmatch(value):
        day = _checked(given, lambda: date(*map(int, found.groups())))
        return Moment(datetime(day.year, day.month, day.day), reckoned_in(zones.home), is_day=True)  # noqa: DTZ001
    timed = _TIME.fullmatch(value)
    if timed is None:
        raise MomentFault("moment", NO_MOMENT, found=given.written, allowed="20251125T093000Z")
    numbers = [int(number) for number in timed.groups()[:6]]
    numbers[5] = min(numbers[5], 59)  # a leap second
    local = _checked(given, lambda: datetime(*numbers))  # type: ignore[arg-type]  # noqa: DTZ001
    if timed[7]:
        return Moment(local, lambda moment: moment.replace(tzinfo=UTC), is_day=False)
    return Moment(local, _zone_of(given, zones), is_day=False)


def _zone_of(given: Property, zones: Zones) -> Reckoning:
    name = given.parameters.get("TZID", "")
    if not name:
        if zones.floating_is_home:
            return reckoned_in(zones.home)
        raise MomentFault("floating", FLOATING, found=given.written, allowed=f"TZID={zones.home.key}")
    reckon = zones.called(name)
    if reckon is None:
        raise MomentFault("unknown_zone", UNKNOWN_ZONE, found=shown(name), allowed=zones.home.key)
    return reckon


def _checked(given: Property, make: Callable[[], date]) -> datetime:
    try:
        made = make()
    except ValueError as error:
        raise MomentFault("moment", NO_MOMENT, found=given.written, allowed="20251125T093000Z") from error
    if not EARLIEST <= made.year <= LATEST:
        raise MomentFault("moment", FAR_AWAY, found=given.written, allowed=f"{EARLIEST}-{LATEST}")
    return made  # type: ignore[return-value]


def length_of(given: Property) -> timedelta:
    """A duration such as ``PT1H30M``. Raises ``MomentFault``."""
    found = _LENGTH.fullmatch(given.value.strip().upper())
    if found is None or not any(found.groups()[1:]):
        raise MomentFault("length", NO_LENGTH, found=given.written, allowed="PT30M")
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def _steps(zone: Block, budget: Budget) -> list[tuple[datetime, timedelta]]:
    """When a file's own zone changes its distance from UTC, in local time; [] where its rules cannot be read."""
    steps: list[tuple[datetime, timedelta]] = []
    try:
        for rule in zone.blocks:
            distance = _distance(rule.text("TZOFFSETTO"))
            first = datetime.strptime(rule.text("DTSTART"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
            steps.append((first, distance))
            for returns in rule.each("RRULE"):
                start = first.replace(year=max(first.year, EARLIEST))  # Windows' rules begin in 1601
                until = datetime(2100, 1, 1)  # noqa: DTZ001
                came = times(
                    returns.value, first=start, until_of=_plain_until, after=start, before=until, budget=budget
                )
                steps += [(moment, distance) for moment in came]
            for also in rule.each("RDATE"):
                parts = also.value.split(",")
                steps += [(datetime.strptime(part[:15], "%Y%m%dT%H%M%S"), distance) for part in parts]  # noqa: DTZ007
    except (ValueError, RuleFault):
        return []
    return sorted(steps)


def _plain_until(value: str) -> datetime:
    # A zone's last change is told in UTC; that it is taken as local time moves no change, only which is the last.
    return datetime.strptime(value[:8], "%Y%m%d") + timedelta(days=1)  # noqa: DTZ007


def _distance(written: str) -> timedelta:
    found = _OFFSET.fullmatch(written)
    if found is None:
        raise ValueError(written)
    sign, hours, minutes, seconds = found[1], int(found[2]), int(found[3]), int(found[4] or 0)
    size = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -size if sign == "-" else size


NO_MOMENT = _("“%(found)s” is no day and no time. A time is written as %(allowed)s.")
FAR_AWAY = _("“%(found)s” lies outside the years %(allowed)s.")
FLOATING = _(
    "“%(found)s” has no time zone, so it is another moment in each place. Export the calendar with its time zone, or "
    "have such times taken in the zone of the summit, %(allowed)s."
)
UNKNOWN_ZONE = _(
    "The time zone “%(found)s” is not known and the file does not say its rules. Use one such as %(allowed)s."
)
NO_LENGTH = _("“%(found)s” is no length of time. It is written as %(allowed)s.")
