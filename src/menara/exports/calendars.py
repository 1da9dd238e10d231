"""Published meetings as iCalendar (RFC 5545, 7986): what calendar programs subscribe to, and a file of one meeting."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from menara.exports.package.words import clean
from menara.exports.tongue import ENGLISH, Tongue
from menara.facts.rooms import area_names
from menara.models.zones import zone_of
from menara.queries.summits.calendars import CalendarEntry, CalendarOwner
from menara.sentences import Code
from menara.wording import gettext_noop as _

ICS = "text/calendar; charset=utf-8"
PRODUCT = "-//Menara//Summit programme//EN"
OWN = "@menara"  # by which our own entries are known when they come back in somebody's file
REFRESH = timedelta(minutes=15)
ENTRIES = uuid.UUID("8f3c1d52-6b0e-4d0a-9a57-2d6a4f1f7c11")  # the namespace of our entries' UIDs

Spoken = Callable[[Mapping[str, str]], str]
"""A name by language, in the language of the calendar."""


def write_calendar(
    *,
    entries: Sequence[CalendarEntry],
    owner: CalendarOwner,
    organisation_id: int,
    name: str,
    language: str,
    speak: Spoken,
    tongue: Tongue = ENGLISH,
) -> bytes:
    """The entries as one calendar called ``name``, in the zone of the summit. The same entries give the same bytes."""
    zone = zone_of(owner.time_zone)
    calendar = Calendar()

    def said(words: Mapping[str, str]) -> str:
        return clean(speak(words))

    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(key, value)
    calendar.add("name", clean(name), parameters={"LANGUAGE": language})
    calendar.add("x-wr-calname", clean(name))
    calendar.add("x-wr-timezone", owner.time_zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    if entries and isinstance(zone, ZoneInfo):
        begins = min(entry.begins_at for entry in entries)
        ends = max(entry.ends_at for entry in entries)
        calendar.add_component(zone_rules(zone.key, from_year=begins.year - 1, to_year=ends.year + 1))
    for entry in entries:
        calendar.add_component(_event(entry, owner, organisation_id, zone, language, said, tongue))
    made: bytes = calendar.to_ical()
    return made


def uid_of(*, organisation_id: int, request_id: int, asked_at: datetime) -> str:
    """What names a meeting in every calendar, for good: made of what never changes of its request. The moment of the
    asking keeps two installations apart, of which neither knows a name for itself."""
    told = f"{organisation_id}/{request_id}/{asked_at.astimezone(UTC).isoformat()}"
    return f"{uuid.uuid5(ENTRIES, told)}{OWN}"


def _event(
    entry: CalendarEntry,
    owner: CalendarOwner,
    organisation_id: int,
    zone: tzinfo,
    language: str,
    speak: Spoken,
    tongue: Tongue,
) -> Event:
    event = Event()
    spoken = {"LANGUAGE": language}
    event.add("uid", uid_of(organisation_id=organisation_id, request_id=entry.request_id, asked_at=entry.asked_at))
    event.add("dtstamp", entry.told_at.astimezone(UTC))
    event.add("last-modified", entry.told_at.astimezone(UTC))
    event.add("dtstart", entry.begins_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "TENTATIVE" if entry.is_tentative else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    event.add("class", "CONFIDENTIAL" if entry.is_confidential else "PRIVATE")
    event.add("summary", _summary(entry, owner, speak, tongue), parameters=spoken)
    event.add("location", _location(entry, owner, speak), parameters=spoken)
    event.add("description", "\n".join(_description(entry, speak, tongue)), parameters=spoken)
    event.add("categories", [tongue.translate(MEETING), speak(owner.summit)])
    return event


def _summary(entry: CalendarEntry, owner: CalendarOwner, speak: Spoken, tongue: Tongue) -> str:
    if entry.asking_id == owner.delegation_id:
        said = tongue.translate(WITH) % {"other": speak(entry.asked)}
    else:
        said = tongue.translate(WITH) % {"other": speak(entry.asking)}
    if entry.is_cancelled:
        return tongue.translate(CANCELLED) % {"meeting": said}
    return tongue.translate(TENTATIVE) % {"meeting": said} if entry.is_tentative else said


def _location(entry: CalendarEntry, owner: CalendarOwner, speak: Spoken) -> str:
    area = speak(area_names(entry.area)) or entry.area
    return ", ".join(part for part in (speak(entry.room) or entry.room_code, area, speak(owner.venue)) if part)


def _description(entry: CalendarEntry, speak: Spoken, tongue: Tongue) -> list[str]:
    """What both sides know of the meeting and what may leave the house: no notes, no talking points, no interpreter."""
    asked_receives = entry.receiving_id != entry.asking_id
    host, guest = (entry.asked, entry.asking) if asked_receives else (entry.asking, entry.asked)
    lines = [tongue.translate(RECEIVES) % {"host": speak(host), "guest": speak(guest)}]
    if subject := speak(entry.subject):
        lines.append(tongue.translate(SUBJECT) % {"subject": subject})
    if entry.languages:
        named = " · ".join(tongue.speak(Code("language", code)) for code in entry.languages)
        lines.append(tongue.translate(LANGUAGES) % {"languages": named})
    lines.append(tongue.translate(VERSION) % {"version": entry.version})
    return [*lines, *([tongue.translate(SYNTHETIC)] if entry.is_synthetic else [])]


# --- zones ------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def zone_rules(key: str, *, from_year: int, to_year: int) -> Timezone:
    """The changes of a zone's clock in these years, one by one.

    A yearly rule would be wrong where the clock follows the moon, as Morocco's does with Ramadan. The lower distance
    from UTC is called standard time whichever is the law's, because older programs take nothing else.
    """
    zone = ZoneInfo(key)
    begin, end = datetime(from_year, 1, 1, tzinfo=UTC), datetime(to_year + 1, 1, 1, tzinfo=UTC)
    steps = [(begin, begin.astimezone(zone).utcoffset() or timedelta()), *_changes(zone, begin, end)]
    lowest = min(distance for _at, distance in steps)
    rules = Timezone()
    rules.add("tzid", key)
    before = steps[0][1]
    for at, distance in steps:
        rule = TimezoneStandard() if distance == lowest else TimezoneDaylight()
        rule.add("dtstart", (at + before).replace(tzinfo=None))
        rule.add("tzoffsetfrom", before)
        rule.add("tzoffsetto", distance)
        rule.add("tzname", at.astimezone(zone).tzname() or key)
        rules.add_component(rule)
        before = distance
    return rules


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> list[tuple[datetime, timedelta]]:
    """When the distance from UTC changes, to the minute, and to what."""
    found = []
    day = begin
    while day < end:
        after = day + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            low, high = day, after
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) // 2
                middle = middle.replace(second=0, microsecond=0)
                same = middle.astimezone(zone).utcoffset() == day.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append((high, high.astimezone(zone).utcoffset() or timedelta()))
        day = after
    return found


MEETING = _("Bilateral meeting")
WITH = _("Meeting with %(other)s")
CANCELLED = _("Cancelled: %(meeting)s")
TENTATIVE = _("Tentative: %(meeting)s")
RECEIVES = _("%(host)s receives %(guest)s")
SUBJECT = _("Subject: %(subject)s")
LANGUAGES = _("Languages: %(languages)s")
VERSION = _("Version %(version)s of the programme")
SYNTHETIC = _("Synthetic data: this meeting was made up for a demonstration.")
