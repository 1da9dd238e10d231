"""Feeds read back by the library that calendar programs are tested with: zones, instants, names, text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from menara.exports.calendars import uid_of, write_calendar, zone_rules
from menara.queries.summits.calendars import CalendarEntry, CalendarOwner

RABAT = ZoneInfo("Africa/Casablanca")
ASKED = datetime(2025, 9, 1, 8, 0, 0, 123456, tzinfo=UTC)
TOLD = datetime(2025, 11, 20, 17, 0, tzinfo=UTC)

OWNER = CalendarOwner(
    delegation_id=7,
    institution={"en": "Police service of Norway", "ar": "شرطة النرويج"},
    summit_id=1,
    summit={"en": "General Assembly, Marrakech", "ar": "الجمعية العامة بمراكش"},
    venue={"en": "Palais des Congrès"},
    time_zone="Africa/Casablanca",
    first_day=datetime(2025, 11, 24, tzinfo=RABAT),
    day_after=datetime(2025, 11, 28, tzinfo=RABAT),
)
ENTRY = CalendarEntry(
    request_id=11,
    asked_at=ASKED,
    begins_at=datetime(2025, 11, 25, 9, 0, tzinfo=UTC),
    ends_at=datetime(2025, 11, 25, 9, 30, tzinfo=UTC),
    room={"en": "Atlas 2", "ar": "قاعة الأطلس 2"},
    room_code="A2",
    area="Ménara",
    asking_id=7,
    asking=OWNER.institution,
    asked={"en": "DGSN; Morocco, Kingdom of", "ar": "المديرية العامة للأمن الوطني"},
    receiving_id=8,
    subject={"en": "Training, and what comes of it", "ar": "التكوين وما يترتب عليه من تبادل للخبرات بين الجانبين"},
    languages=("en", "ar"),
    is_cancelled=False,
    is_tentative=False,
    is_confidential=False,
    is_synthetic=False,
    sequence=3,
    version=4,
    told_at=TOLD,
)


def written(*entries: CalendarEntry, language: str = "en", owner: CalendarOwner = OWNER) -> bytes:
    return write_calendar(
        entries=entries,
        owner=owner,
        organisation_id=5,
        name="Meetings",
        language=language,
        speak=lambda words: words.get(language) or words.get("en", ""),
    )


def read_back(*entries: CalendarEntry, **options: str) -> list[dict[str, object]]:
    calendar = Calendar.from_ical(written(*entries, **options))
    return [{name: event.get(name) for name in event} for event in calendar.walk("VEVENT")]


def test_a_calendar_says_what_programs_need() -> None:
    calendar = Calendar.from_ical(written(ENTRY))
    named = {name: str(calendar[name]) for name in ("VERSION", "METHOD", "CALSCALE", "NAME", "X-WR-TIMEZONE")}
    assert named == {
        "VERSION": "2.0",
        "METHOD": "PUBLISH",
        "CALSCALE": "GREGORIAN",
        "NAME": "Meetings",
        "X-WR-TIMEZONE": "Africa/Casablanca",
    }
    assert calendar["REFRESH-INTERVAL"].to_ical() in (b"PT15M", "PT15M")
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Africa/Casablanca"]


def test_an_entry_comes_back_whole() -> None:
    (event,) = Calendar.from_ical(written(ENTRY)).walk("VEVENT")
    told = {name: str(event[name]) for name in ("STATUS", "SEQUENCE", "SUMMARY", "LOCATION", "CLASS", "TRANSP")}
    assert told == {
        "STATUS": "CONFIRMED",
        "SEQUENCE": "3",
        "SUMMARY": "Meeting with DGSN; Morocco, Kingdom of",
        "LOCATION": "Atlas 2, Ménara, Palais des Congrès",
        "CLASS": "PRIVATE",
        "TRANSP": "OPAQUE",
    }
    assert str(event["DESCRIPTION"]).split("\n") == [
        "DGSN; Morocco, Kingdom of receives Police service of Norway",
        "Subject: Training, and what comes of it",
        "Languages: English · Arabic",
        "Version 4 of the programme",
    ]
    assert (event.decoded("DTSTAMP"), event.decoded("LAST-MODIFIED")) == (TOLD, TOLD)


# Morocco's clock goes back for Ramadan, by the moon: other days in each year.
HOURS = {
    "before Ramadan 2025": (datetime(2025, 2, 22, 10, tzinfo=RABAT), 9),
    "in Ramadan 2025": (datetime(2025, 3, 10, 10, tzinfo=RABAT), 10),
    "after Ramadan 2025": (datetime(2025, 4, 7, 10, tzinfo=RABAT), 9),
    "November 2025": (datetime(2025, 11, 25, 10, tzinfo=RABAT), 9),
    "in Ramadan 2026": (datetime(2026, 3, 1, 10, tzinfo=RABAT), 10),
    "June 2026": (datetime(2026, 6, 1, 10, tzinfo=RABAT), 9),
    "in Ramadan 2027": (datetime(2027, 2, 20, 10, tzinfo=RABAT), 10),
    "October 2027": (datetime(2027, 10, 5, 10, tzinfo=RABAT), 9),
}


@pytest.mark.parametrize("case", HOURS)
def test_hours_in_rabat_come_back_as_the_same_instants(case: str) -> None:
    begins, hour_in_utc = HOURS[case]
    entry = replace(ENTRY, begins_at=begins.astimezone(UTC), ends_at=(begins + timedelta(minutes=30)).astimezone(UTC))
    (event,) = Calendar.from_ical(written(entry)).walk("VEVENT")
    start = event.decoded("DTSTART")
    assert event["DTSTART"].params["TZID"] == "Africa/Casablanca"
    assert (start.hour, start.astimezone(UTC).hour) == (10, hour_in_utc)
    assert start == begins


@pytest.mark.parametrize("case", HOURS)
def test_the_rules_of_the_zone_alone_give_the_same_instants(case: str) -> None:
    """What a program finds that knows the zone only from the file."""
    begins, _hour = HOURS[case]
    rules = zone_rules("Africa/Casablanca", from_year=begins.year - 1, to_year=begins.year + 1)
    own = rules.to_tz(lookup_tzid=False)
    assert begins.replace(tzinfo=own).utcoffset() == begins.utcoffset()


@pytest.mark.parametrize(
    ("zone", "observed"),
    [
        ("Africa/Casablanca", ["D +01:00", "S +00:00", "D +01:00", "S +00:00", "D +01:00"]),
        ("Europe/Oslo", ["S +01:00", "D +02:00", "S +01:00", "D +02:00", "S +01:00"]),
        ("Asia/Kathmandu", ["S +05:45"]),
        ("America/New_York", ["S -05:00", "D -04:00", "S -05:00", "D -04:00", "S -05:00"]),
    ],
)
def test_each_change_of_the_clock_is_told(zone: str, observed: list[str]) -> None:
    rules = zone_rules(zone, from_year=2025, to_year=2026)

    def shortly(offset: timedelta) -> str:
        sign = "-" if offset < timedelta() else "+"
        hours, rest = divmod(abs(offset), timedelta(hours=1))
        return f"{sign}{hours:02d}:{rest // timedelta(minutes=1):02d}"

    told = [(rule["DTSTART"].dt, f"{rule.name[0]} {shortly(rule['TZOFFSETTO'].td)}") for rule in rules.subcomponents]
    assert [what for _at, what in sorted(told)] == observed


STATES = {
    "cancelled": ({"is_cancelled": True}, "CANCELLED", "Cancelled: Meeting with ", "TRANSPARENT"),
    "tentative": ({"is_tentative": True}, "TENTATIVE", "Tentative: Meeting with ", "OPAQUE"),
    "both": ({"is_tentative": True, "is_cancelled": True}, "CANCELLED", "Cancelled: Meeting with ", "TRANSPARENT"),
}


@pytest.mark.parametrize("case", STATES)
def test_states(case: str) -> None:
    changes, status, begins_with, transparency = STATES[case]
    (event,) = read_back(replace(ENTRY, **changes))
    assert (str(event["STATUS"]), str(event["TRANSP"])) == (status, transparency)
    assert str(event["SUMMARY"]).startswith(begins_with)


def test_each_side_reads_of_the_other() -> None:
    host = replace(OWNER, delegation_id=8)
    (event,) = Calendar.from_ical(written(ENTRY, owner=host)).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Meeting with Police service of Norway"


def test_what_needs_a_clearance_is_marked_and_says_nothing_of_its_subject() -> None:
    secret = replace(ENTRY, is_confidential=True, subject={})
    (event,) = read_back(secret)
    assert str(event["CLASS"]) == "CONFIDENTIAL"
    assert "Subject" not in str(event["DESCRIPTION"])


def test_lines_are_folded_at_75_octets_and_arabic_stays_whole() -> None:
    content = written(ENTRY, language="ar")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert all(line.decode("utf-8") is not None for line in content.split(b"\r\n"))
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["LOCATION"]) == "قاعة الأطلس 2, Ménara, Palais des Congrès"
    assert "التكوين وما يترتب عليه من تبادل للخبرات بين الجانبين" in str(event["DESCRIPTION"])
    assert event["SUMMARY"].params["LANGUAGE"] == "ar"


def test_text_that_would_begin_a_line_of_its_own_stays_text() -> None:
    hostile = replace(ENTRY, subject={"en": "One\r\nATTENDEE:mailto:x@example.org\\n;,\u202eend"})
    (event,) = Calendar.from_ical(written(hostile)).walk("VEVENT")
    assert "ATTENDEE" not in event
    assert "Subject: One  ATTENDEE:mailto:x@example.org\\n;,end" in str(event["DESCRIPTION"])


def test_the_name_of_a_meeting_never_changes_and_is_nobody_elses() -> None:
    first = uid_of(organisation_id=5, request_id=11, asked_at=ASKED)
    assert first == uid_of(organisation_id=5, request_id=11, asked_at=ASKED.astimezone(RABAT))
    others = {
        uid_of(organisation_id=6, request_id=11, asked_at=ASKED),
        uid_of(organisation_id=5, request_id=12, asked_at=ASKED),
        uid_of(organisation_id=5, request_id=11, asked_at=ASKED + timedelta(microseconds=1)),
    }
    assert len(others | {first}) == 4
    assert first.endswith("@menara")


def test_the_same_entries_give_the_same_bytes() -> None:
    assert written(ENTRY) == written(ENTRY)
    assert written() == written()
