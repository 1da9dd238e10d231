"""Calendar files as other tools write them, and every way in which one can be unusable."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from time import monotonic
from zoneinfo import ZoneInfo

import pytest

from menara.errors import BadInput
from menara.intake.calendars import CalendarRead, read_calendar

RABAT = ZoneInfo("Africa/Casablanca")
ENDLESS = 60.0  # seconds; on any machine whoever takes longer does not end of itself
BEGINS, ENDS = datetime(2025, 11, 24, tzinfo=RABAT), datetime(2025, 11, 28, tzinfo=RABAT)


def calendar(*events: str, head: str = "", tail: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", *head.split("\n"), *events, "END:VCALENDAR", tail]
    return "\r\n".join(line for part in lines for line in part.split("\n") if line).encode()


def event(*lines: str, uid: str = "one@example.org", title: str = "Dinner") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT"])


def read(content: bytes, **options: bool) -> CalendarRead:
    return read_calendar(content, name="diary.ics", zone=RABAT, begins_at=BEGINS, ends_at=ENDS, **options)


def spans(found: CalendarRead) -> list[str]:
    """Begin and end in UTC, shortly: ``25 09:00-10:00``."""
    return [f"{b.begins_at.astimezone(UTC):%d %H:%M}-{b.ends_at.astimezone(UTC):%d %H:%M}" for b in found.busy]


def faults(content: bytes, **options: bool) -> list[tuple[int, str, str, str]]:
    with pytest.raises(BadInput) as refusal:
        read(content, **options)
    return [(fault.row, fault.column, fault.code, fault.found) for fault in refusal.value.faults]


OUTLOOK = """BEGIN:VCALENDAR
PRODID:-//Example Corporation//Mail 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:PUBLISH
X-WR-RELCALID:{0000002E-0000-0000-0000-000000000000}
BEGIN:VTIMEZONE
TZID:Morocco Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYDAY=4SU;BYMONTH=2
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
CLASS:PUBLIC
DTEND;TZID="Morocco Standard Time":20251125T103000
DTSTAMP:20251101T080000Z
DTSTART;TZID="Morocco Standard Time":20251125T093000
SUMMARY;LANGUAGE=en-us:Plenary\\, day 2
TRANSP:OPAQUE
UID:040000008200E00074C5B7101A82E00800000000
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID="Customized Time Zone":20251126T090000
DTEND;TZID="Customized Time Zone":20251126T100000
SUMMARY:Call with headquarters
UID:040000008200E00074C5B7101A82E00800000001
END:VEVENT
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
END:VCALENDAR
"""

WEB_CALENDAR = """BEGIN:VCALENDAR
PRODID:-//Example Inc//Web Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
X-WR-CALNAME:duty
X-WR-TIMEZONE:Europe/Oslo
BEGIN:VEVENT
DTSTART;VALUE=DATE:20251127
DTEND;VALUE=DATE:20251128
DTSTAMP:20251101T080000Z
UID:abc123@example.com
SUMMARY:Travel
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
DTSTART:20251124T150000Z
DTEND:20251124T160000Z
UID:abc124@example.com
SUMMARY:Keep free
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/Oslo:20250106T080000
DTEND;TZID=Europe/Oslo:20250106T083000
RRULE:FREQ=WEEKLY;BYDAY=MO,TH
EXDATE;TZID=Europe/Oslo:20251124T080000
UID:abc125@example.com
SUMMARY:Morning meeting
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/Oslo:20251127T180000
DTEND;TZID=Europe/Oslo:20251127T190000
RECURRENCE-ID;TZID=Europe/Oslo:20251127T080000
UID:abc125@example.com
SUMMARY:Morning meeting (moved)
END:VEVENT
END:VCALENDAR
"""

PHONE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example Phone//15.1//FR
METHOD:PUBLISH
BEGIN:VEVENT
UID:5B1C2C0E-6E4E-4F0B-8C8D-000000000001
DTSTART;TZID=/example.org/20250401/Africa/Casablanca:20251125T200000
DURATION:PT2H30M
SUMMARY:عشاء رسمي بدعوة من السيد
  الوالي
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""

WRITTEN_BY = {
    # a Windows zone name; a zone of the file's own, told after its use; alarms inside events
    "a mail program": (
        OUTLOOK,
        ["25 08:30-25 09:30", "26 14:00-26 15:00"],
        ["Plenary, day 2", "Call with headquarters"],
    ),
    # a whole day is the summit's; free time is none; a series with one time left out and one moved
    "a web calendar": (WEB_CALENDAR, ["26 23:00-27 23:00", "27 17:00-27 18:00"], ["Travel", "Morning meeting (moved)"]),
    # a vendor's path before the zone; a length instead of an end; a folded Arabic line
    "a phone": (PHONE, ["25 19:00-25 21:30"], ["عشاء رسمي بدعوة من السيد الوالي"]),
}


@pytest.mark.parametrize("tool", WRITTEN_BY)
def test_calendars_of_other_tools(tool: str) -> None:
    text, expected, titles = WRITTEN_BY[tool]
    found = read(text.replace("\n", "\r\n").encode())
    assert (spans(found), [busy.title for busy in found.busy]) == (expected, titles)


AT_TEN = "DTSTART:20251125T100000Z"
TIMES = {
    "a time in UTC": ((AT_TEN, "DTEND:20251125T110000Z"), ["25 10:00-25 11:00"]),
    "in Rabat": (("DTSTART;TZID=Africa/Casablanca:20251125T100000", "DURATION:PT1H"), ["25 09:00-25 10:00"]),
    "two zones": (("DTSTART;TZID=Europe/Oslo:20251125T100000", "DTEND;TZID=Asia/Tokyo:20251125T190000"),
                  ["25 09:00-25 10:00"]),
    "a zone in small letters": (("DTSTART;TZID=africa/casablanca:20251125T100000", "DURATION:PT1H"),
                                ["25 09:00-25 10:00"]),
    "Windows' name": (("DTSTART;TZID=Romance Standard Time:20251125T100000", "DURATION:PT1H"), ["25 09:00-25 10:00"]),
    "one whole day": (("DTSTART;VALUE=DATE:20251125",), ["24 23:00-25 23:00"]),
    "no end is no time": ((AT_TEN,), []),
    "reaches into the summit": (("DTSTART:20251101T000000Z", "DTEND:20251124T100000Z"), ["01 00:00-24 10:00"]),
    "ends as the summit begins": (("DTSTART:20251101T000000Z", "DTEND:20251123T230000Z"), []),
    "daily without an end": (("DTSTART:20200101T120000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"),
                             ["24 12:00-24 13:00", "25 12:00-25 13:00", "26 12:00-26 13:00", "27 12:00-27 13:00"]),
    "twice a day since 1901": (("DTSTART:19010101T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYHOUR=8,20"),
                                     [f"{day} {hour}" for day in (24, 25, 26, 27)
                                      for hour in (f"08:00-{day} 09:00", f"20:00-{day} 21:00")]),
    "every third week": (("DTSTART:20240102T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH"),
                         ["25 10:00-25 11:00", "27 10:00-27 11:00"]),
    "every second week": (("DTSTART:20240102T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"), []),
    "until, in UTC": (("DTSTART;TZID=Africa/Casablanca:20251120T100000", "DURATION:PT1H",
                       "RRULE:FREQ=DAILY;UNTIL=20251125T090000Z"), ["24 09:00-24 10:00", "25 09:00-25 10:00"]),
    "until a day": (("DTSTART;VALUE=DATE:20251120", "RRULE:FREQ=DAILY;UNTIL=20251124"), ["23 23:00-24 23:00"]),
    "so many times": ((AT_TEN, "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2"),
                      ["25 10:00-25 11:00", "26 10:00-26 11:00"]),
    "the last Tuesday of the month": (("DTSTART:20240130T100000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=-1TU"),
                                      ["25 10:00-25 11:00"]),
    "weekly across the change of the clock": (("DTSTART;TZID=Europe/Oslo:20251021T100000", "DURATION:PT1H",
                                               "RRULE:FREQ=WEEKLY"), ["25 09:00-25 10:00"]),
    "further days": ((AT_TEN, "DURATION:PT1H", "RDATE:20251126T100000Z,20251126T150000Z"),
                     ["25 10:00-25 11:00", "26 10:00-26 11:00", "26 15:00-26 16:00"]),
    "a day left out": (("DTSTART:20251124T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3",
                        "EXDATE;VALUE=DATE:20251125"), ["24 10:00-24 11:00", "26 10:00-26 11:00"]),
    "never comes": ((AT_TEN, "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), ["25 10:00-25 11:00"]),
}  # fmt: skip


@pytest.mark.parametrize("case", TIMES)
def test_when_an_event_takes_its_persons_time(case: str) -> None:
    lines, expected = TIMES[case]
    assert spans(read(calendar(event(*lines)))) == expected


LONG = ("DTSTART:20251125T100000Z", "DTEND:20251125T110000Z")
NOT_BUSY = {
    "free": (event(*LONG, "TRANSP:TRANSPARENT"), "", {"free": 1}),
    "marked free": (event(*LONG, "X-MICROSOFT-CDO-BUSYSTATUS:FREE"), "", {"free": 1}),
    "cancelled": (event(*LONG, "STATUS:CANCELLED"), "", {"cancelled": 1}),
    "a cancellation": (event(*LONG), "METHOD:CANCEL", {"cancelled": 1}),
    "another week": (event("DTSTART:20251225T100000Z", "DTEND:20251225T110000Z"), "", {"outside": 1}),
    "our own entry": (event(*LONG, uid="5f0c@menara"), "", {"own": 1}),
}


@pytest.mark.parametrize("case", NOT_BUSY)
def test_what_takes_no_time_is_counted(case: str) -> None:
    text, head, counts = NOT_BUSY[case]
    found = read(calendar(text, head=head))
    told = {name: getattr(found, name) for name in ("free", "cancelled", "outside", "own")}
    assert (found.busy, told) == ((), {"free": 0, "cancelled": 0, "outside": 0, "own": 0} | counts)


def test_an_invitation_counts_as_busy() -> None:
    assert spans(read(calendar(event(*LONG), head="METHOD:REQUEST"))) == ["25 10:00-25 11:00"]


def test_busy_spans_without_names() -> None:
    block = "\n".join(
        ["BEGIN:VFREEBUSY", "FREEBUSY;FBTYPE=BUSY:20251125T100000Z/PT1H,20251126T100000Z/20251126T113000Z",
         "FREEBUSY;FBTYPE=FREE:20251127T100000Z/PT1H", "END:VFREEBUSY"]
    )  # fmt: skip
    assert spans(read(calendar(block))) == ["25 10:00-25 11:00", "26 10:00-26 11:30"]


FAULTY = {
    "a time without a zone": (("DTSTART:20251125T100000", "DURATION:PT1H"),
                              (7, "Dinner", "floating", "DTSTART:20251125T100000")),
    "an unknown zone": (("DTSTART;TZID=Moon/Crater:20251125T100000", "DURATION:PT1H"),
                        (7, "Dinner", "unknown_zone", "Moon/Crater")),
    "an end before its begin": ((AT_TEN, "DTEND:20251125T090000Z"),
                                (8, "Dinner", "end_before_begin", "DTEND:20251125T090000Z")),
    "a negative length": ((AT_TEN, "DURATION:-PT1H"), (8, "Dinner", "end_before_begin", "DURATION:-PT1H")),
    "a day that is none": (("DTSTART:20251340T100000Z", "DURATION:PT1H"),
                           (7, "Dinner", "moment", "DTSTART:20251340T100000Z")),
    "a length that is none": ((AT_TEN, "DURATION:1 hour"), (8, "Dinner", "length", "DURATION:1 hour")),
    "a day that ends at a time": (("DTSTART;VALUE=DATE:20251125", "DTEND:20251126T100000Z"),
                                  (8, "Dinner", "day_and_time", "DTEND:20251126T100000Z")),
    "two ends": ((AT_TEN, "DTEND:20251125T110000Z", "DURATION:PT1H"), (9, "Dinner", "two_ends", "")),
    "two begins": ((AT_TEN, "DTSTART:20251126T100000Z"), (4, "Dinner", "twice", "DTSTART")),
    "no begin": (("DURATION:PT1H",), (4, "Dinner", "no_start", "")),
    "every minute": ((AT_TEN, "DURATION:PT1H", "RRULE:FREQ=MINUTELY"),
                     (4, "Dinner", "rule_frequency", "FREQ=MINUTELY")),
    "a rule that is none": ((AT_TEN, "DURATION:PT1H", "RRULE:FREQ=DAILY;SOMETIMES=YES"),
                            (4, "Dinner", "rule", "FREQ=DAILY;SOMETIMES=YES")),
    "counted since ever": (("DTSTART:19010101T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=90000"),
                           (4, "Dinner", "rule_too_long", "FREQ=DAILY;COUNT=90000")),
    "all later times at once": ((AT_TEN, "DURATION:PT1H", "RECURRENCE-ID;RANGE=THISANDFUTURE:20251125T100000Z"),
                                (9, "Dinner", "range", "THISANDFUTURE")),
    "a line that is none": ((AT_TEN, "DURATION:PT1H", "and so on"), (9, "", "malformed", "and so on")),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTY)
def test_a_fault_names_the_line_the_event_and_what_was_found(case: str) -> None:
    lines, expected = FAULTY[case]
    assert faults(calendar(event(*lines))) == [expected]


WHOLE_FILE = {
    "no calendar": (b"Dear colleague", (0, "", "not_a_calendar", "Dear colleague")),
    "nothing": (b"", (0, "", "not_a_calendar", "")),
    "Windows' Arabic": (calendar(event(*LONG)).replace(b"Dinner", "عشاء".encode("cp1256")), (0, "", "encoding", "")),
    "too large": (b"BEGIN:VCALENDAR\r\n" + b" " * (5 << 20), (0, "", "too_large", "5.0 MB")),
    "too many lines": (b"BEGIN:VCALENDAR\r\n" + b"X-A:1\n" * 130_000, (0, "", "too_large", "")),
    "cut off": (calendar(event(*LONG))[:-13], (1, "", "unbalanced", "BEGIN:VCALENDAR")),
    "an answer": (calendar(event(*LONG), head="METHOD:REPLY"), (1, "METHOD", "method", "REPLY")),
}


@pytest.mark.parametrize("case", WHOLE_FILE)
def test_a_file_that_is_of_no_use_says_why(case: str) -> None:
    content, expected = WHOLE_FILE[case]
    assert faults(content) == [expected]


def test_all_faults_are_told_at_once() -> None:
    content = calendar(
        event("DTSTART:20251125T100000", "DURATION:PT1H", uid="floats", title="Lunch"),
        event("DTSTART;TZID=Moon:20251125T100000", "DURATION:PT1H", uid="moon", title=""),
        event(*LONG, uid="good"),
    )
    assert [(column, code) for _row, column, code, _found in faults(content)] == [
        ("Lunch", "floating"),
        ("moon", "unknown_zone"),
    ]


def test_times_without_a_zone_are_taken_in_the_summits_where_a_person_says_so() -> None:
    content = calendar(event("DTSTART:20251125T100000", "DURATION:PT1H"))
    assert spans(read(content, floating_is_home=True)) == ["25 09:00-25 10:00"]


def test_the_later_word_about_an_event_counts() -> None:
    earlier = event(*LONG, "SEQUENCE:1")
    later = event("DTSTART:20251125T140000Z", "DURATION:PT1H", "SEQUENCE:2")
    assert spans(read(calendar(later, earlier))) == ["25 14:00-25 15:00"]
    undecided = event("DTSTART:20251125T140000Z", "DURATION:PT1H", "SEQUENCE:1")
    assert [code for _r, _c, code, _f in faults(calendar(earlier, undecided))] == ["told_twice"]


def test_keys_stay_the_same_when_a_file_is_read_again() -> None:
    single = calendar(event(*LONG))
    series = calendar(event("DTSTART:20251124T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2"))
    assert [busy.key for busy in read(single).busy] == ["one@example.org"]
    assert [busy.key for busy in read(series).busy] == [
        "one@example.org#20251124T100000Z",
        "one@example.org#20251125T100000Z",
    ]
    assert all(len(busy.key) <= 300 for busy in read(calendar(event(*LONG, uid="x" * 900))).busy)


def test_what_would_turn_or_hide_a_title_is_left_out() -> None:
    (busy,) = read(calendar(event(*LONG, title="Din\u202ener\u2066 \x07with\\n\\n<b>us</b>"))).busy
    assert busy.title == "Dinner with <b>us</b>"


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=YEARLY;BYYEARDAY=366;INTERVAL=2"],
)
def test_rules_that_never_come_again_are_given_up_soon(rule: str) -> None:
    many = [event("DTSTART:20251125T100000Z", "DURATION:PT1H", f"RRULE:{rule}", uid=str(n)) for n in range(40)]
    begun = monotonic()
    try:
        found = read(calendar(*many))
    except BadInput as refusal:
        assert {fault.code for fault in refusal.faults} == {"rule_too_long"}  # noqa: PT017 (either is right)
    else:
        assert len(found.busy) == 40
    assert monotonic() - begun < ENDLESS


PLACES = ",".join(["300"] * 300)


@pytest.mark.parametrize(
    "many",
    [
        [event("DTSTART:20251125T100000Z", f"RRULE:FREQ=DAILY;BYSETPOS={PLACES}")],
        [event("DTSTART:20251125T100000Z", uid=f"{n}@menara") for n in range(9000)]
        + [event("DTSTART:20251125T100000Z", uid=str(n), title="x") for n in range(999)],
        ["BEGIN:VEVENT"] * 50_000,
        ["FREEBUSY:" + ",".join(["20251101T100000Z/PT1H"] * 800)] * 40,
    ],
    ids=["places", "own entries", "never ended", "spans"],
)
def test_a_file_made_to_keep_the_server_busy_is_soon_done_with(many: list[str]) -> None:
    begun = monotonic()
    with suppress(BadInput):
        read(calendar(*many))
    assert monotonic() - begun < ENDLESS
