"""What takes a person's time in a calendar: events, series with their exceptions, and spans told as busy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from menara.intake.calendars.lines import Block, Property
from menara.intake.calendars.moments import Moment, MomentFault, Zones, length_of, moment_of, moments_of
from menara.intake.calendars.recurring import Budget, RuleFault, times
from menara.intake.faults import Faults
from menara.wording import gettext_noop as _

LONGEST_UID = 240  # a longer one is kept by its hash
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class BusyTime:
    """A time a person cannot meet. ``key`` stays the same when the file is read again: the event's own UID and, in a
    series, which of its times it is."""

    begins_at: datetime
    ends_at: datetime
    key: str
    uid: str
    title: str


@dataclass(slots=True)
class Found:
    """What the events of one calendar come to."""

    busy: dict[str, BusyTime] = field(default_factory=dict)
    uids: set[str] = field(default_factory=set)
    free: int = 0
    cancelled: int = 0
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it is written: the first time it takes, and what identifies it."""

    block: Block
    uid: str
    title: str
    start: Moment
    length: timedelta
    exception_to: Moment | None
    sequence: int

    @property
    def name(self) -> str:
        return self.title or self.uid

    def span(self, local: datetime) -> Span:
        begins = self.start.reckon(local)
        if self.start.is_day:  # whole days end at a midnight, however long the days are
            return begins, self.start.reckon(local + self.length)
        return begins, begins + self.length


def collect(calendar: Block, *, zones: Zones, within: Span, budget: Budget, cancels: bool, faults: Faults) -> Found:
    """Every busy time of a calendar within a span. Adds a fault, by the event's name, for whatever cannot be used."""
    found = Found()
    read = [_read(block, zones, faults) for block in calendar.blocks if block.name == "VEVENT"]
    events = _newest([event for event in read if event], faults)
    for event in events:
        found.uids.add(event.uid)
        # A time of a series that has an event of its own is told there.
        apart = {e.exception_to.instant for e in events if e.uid == event.uid and e.exception_to}
        if cancels or event.block.text("STATUS").upper() == "CANCELLED":
            found.cancelled += 1
        elif is_free(event.block):
            found.free += 1
        else:
            taken = _take(event, zones, within, budget, set() if event.exception_to else apart, found, faults)
            found.outside += not taken
    for block in calendar.blocks:
        if block.name == "VFREEBUSY":
            _take_spans(block, zones, within, found, faults)
    return found


def is_free(block: Block) -> bool:
    """Whether the event leaves its person free: marked so, or turned down."""
    return block.text("TRANSP").upper() == "TRANSPARENT" or block.text("X-MICROSOFT-CDO-BUSYSTATUS").upper() in (
        "FREE",
        "WORKINGELSEWHERE",
    )


def _read(block: Block, zones: Zones, faults: Faults) -> Event | None:
    title, uid = block.text("SUMMARY"), block.text("UID")
    column = title or uid
    before = faults.total
    if not uid:
        faults.add(row=block.row, column=column, code="no_uid", sentence=NO_UID)
    for twice in ("DTSTART", "DTEND", "DURATION", "RRULE", "UID", "RECURRENCE-ID"):
        if len(block.each(twice)) > 1:
            faults.add(row=block.row, column=column, code="twice", sentence=TWICE, found=twice)
    for obsolete in block.each("EXRULE"):
        faults.add(row=obsolete.row, column=column, code="rule", sentence=EXRULE, found=obsolete.value)
    start = _moment(block, "DTSTART", column, zones, faults)
    exception_to = _moment(block, "RECURRENCE-ID", column, zones, faults)
    if block.first("DTSTART") is None:
        faults.add(row=block.row, column=column, code="no_start", sentence=NO_START)
    apart = block.first("RECURRENCE-ID")
    if apart and "RANGE" in apart.parameters:
        faults.add(row=apart.row, column=column, code="range", sentence=RANGE, found=apart.parameters["RANGE"])
    length = _length(block, start, column, zones, faults) if start else None
    if faults.total > before or start is None or length is None:
        return None
    sequence = block.text("SEQUENCE")
    return Event(
        block=block,
        uid=uid if len(uid) <= LONGEST_UID else "sha256:" + hashlib.sha256(uid.encode()).hexdigest(),
        title=title,
        start=start,
        length=length,
        exception_to=exception_to,
        sequence=int(sequence) if sequence.isascii() and sequence.isdigit() else 0,
    )


def _moment(block: Block, name: str, column: str, zones: Zones, faults: Faults) -> Moment | None:
    given = block.first(name)
    if given is None:
        return None
    try:
        return moment_of(given, zones)
    except MomentFault as fault:
        _tell(fault, given.row, column, faults)
        return None


def _length(block: Block, start: Moment, column: str, zones: Zones, faults: Faults) -> timedelta | None:
    """How long the event takes: to its end, for its length, or a whole day where only a day is said."""
    end, length = block.first("DTEND"), block.first("DURATION")
    if end and length:
        faults.add(row=length.row, column=column, code="two_ends", sentence=TWO_ENDS)
        return None
    given = end or length
    if given is None:
        return timedelta(days=1) if start.is_day else timedelta()
    try:
        took = length_of(given) if length else _until_end(start, moment_of(given, zones), given)
    except MomentFault as fault:
        _tell(fault, given.row, column, faults)
        return None
    if took < timedelta():
        begins = f"{start.local:%Y%m%d}" if start.is_day else f"{start.local:%Y%m%dT%H%M%S}"
        faults.add(row=given.row, column=column, code="end_before_begin", sentence=ENDS_EARLY, found=given.written,
                   allowed=begins)  # fmt: skip
        return None
    return took


def _until_end(start: Moment, last: Moment, end: Property) -> timedelta:
    if last.is_day != start.is_day:
        raise MomentFault("day_and_time", DAY_AND_TIME, found=end.written)
    return last.local - start.local if start.is_day else last.instant - start.instant


def _newest(events: Iterable[Event], faults: Faults) -> list[Event]:
    """Of what is told twice, the later telling; two that differ and are equally late are a fault."""
    kept: dict[tuple[str, datetime | None], Event] = {}
    for event in events:
        key = (event.uid, event.exception_to.instant if event.exception_to else None)
        other = kept.get(key)
        if other and other.sequence == event.sequence:
            if (other.start.instant, other.length) != (event.start.instant, event.length):
                faults.add(
                    row=event.block.row, column=event.name, code="told_twice", sentence=TOLD_TWICE, found=event.uid
                )
        elif other is None or other.sequence < event.sequence:
            kept[key] = event
    return list(kept.values())


def _take(
    event: Event, zones: Zones, within: Span, budget: Budget, apart: set[datetime], found: Found, faults: Faults
) -> bool:
    """Keep the event's times within the span; whether there was one."""
    try:
        starts = list(_starts(event, zones, within, budget))
    except (MomentFault, RuleFault) as fault:
        _tell(fault, event.block.row, event.name, faults)
        return True
    returns = event.exception_to is not None or any(event.block.each(name) for name in ("RRULE", "RDATE"))
    taken = False
    for local in starts:
        begins, ends = event.span(local)
        if begins in apart or ends <= begins or begins >= within[1] or ends <= within[0]:
            continue
        at = event.exception_to.instant if event.exception_to else begins
        key = f"{event.uid}#{at:%Y%m%dT%H%M%SZ}" if returns else event.uid
        found.busy[key] = BusyTime(begins_at=begins, ends_at=ends, key=key, uid=event.uid, title=event.title)
        taken = True
    return taken


def _starts(event: Event, zones: Zones, within: Span, budget: Budget) -> Iterator[datetime]:
    """The local times at which the event begins, up to the end of the span."""
    first = event.start.local
    rule = event.block.first("RRULE")
    if rule is None and not event.block.each("RDATE"):
        yield first
        return
    # A day more on either side: local times are compared without their zone.
    before = within[1].replace(tzinfo=None) + timedelta(days=2)
    after = within[0].replace(tzinfo=None) - event.length - timedelta(days=2)
    starts = {first}
    if rule:
        until_of = _until(event, zones)
        starts |= set(times(rule.value, first=first, until_of=until_of, after=after, before=before, budget=budget))
    zone = event.start
    for also in event.block.each("RDATE"):
        starts |= {_local_in(moment, zone) for moment in moments_of(also, zones)}
    left_out = {m.instant for gone in event.block.each("EXDATE") for m in moments_of(gone, zones)}
    days_out = {m.local for gone in event.block.each("EXDATE") for m in moments_of(gone, zones) if m.is_day}
    for local in sorted(starts):
        midnight = local.replace(hour=0, minute=0, second=0)
        if zone.reckon(local) not in left_out and (midnight not in days_out):
            yield local


def _local_in(moment: Moment, zone: Moment) -> datetime:
    """Another time of the series as a local time of its zone."""
    if moment.is_day or moment.reckon is zone.reckon:
        return moment.local
    return moment.local + (moment.instant - zone.reckon(moment.local))


def _until(event: Event, zones: Zones) -> Callable[[str], datetime]:
    """How to read UNTIL, which is told in UTC, as the last local time in the event's own zone."""

    def read(written: str) -> datetime:
        given = Property(name="UNTIL", parameters={}, value=written, row=event.block.row)
        if not written.endswith("Z") and len(written) > len("20251125"):
            return datetime.strptime(written, "%Y%m%dT%H%M%S")  # noqa: DTZ007 (the event's own zone)
        last = moment_of(given, zones)
        if last.is_day:
            return last.local + timedelta(days=1, seconds=-1)
        return _local_in(last, event.start)

    return read


def _take_spans(block: Block, zones: Zones, within: Span, found: Found, faults: Faults) -> None:
    """The spans of a free-and-busy answer, which have no names."""
    for given in block.each("FREEBUSY"):
        if given.parameters.get("FBTYPE", "BUSY").upper() == "FREE":
            continue
        for period in given.value.split(","):
            first, _slash, last = period.partition("/")
            try:
                begins = moment_of(given, zones, written=first).instant
                if last.startswith(("P", "+")):
                    ends = begins + length_of(Property(given.name, {}, last, given.row))
                else:
                    ends = moment_of(given, zones, written=last).instant
            except MomentFault as fault:
                _tell(fault, given.row, "FREEBUSY", faults)
                continue
            if ends < begins:
                faults.add(row=given.row, column="FREEBUSY", code="end_before_begin", sentence=ENDS_EARLY,
                           found=last, allowed=first)  # fmt: skip
            elif ends > within[0] and begins < within[1] and ends > begins:
                key = f"freebusy#{begins:%Y%m%dT%H%M%SZ}"
                found.busy[key] = BusyTime(begins_at=begins, ends_at=ends, key=key, uid="freebusy", title="")


def _tell(fault: MomentFault | RuleFault, row: int, column: str, faults: Faults) -> None:
    faults.add(row=row, column=column, code=fault.code, sentence=fault.sentence, found=fault.found,
               allowed=fault.allowed)  # fmt: skip


NO_UID = _("This event has no UID, so it could not be told apart when the file is read again.")
NO_START = _("This event does not say when it begins (DTSTART).")
TWICE = _("This event says “%(found)s” more than once.")
TWO_ENDS = _("This event says both when it ends (DTEND) and how long it takes (DURATION).")
ENDS_EARLY = _("It ends (“%(found)s”) before it begins (“%(allowed)s”).")
DAY_AND_TIME = _("It begins on a whole day and ends at a time, or the other way round: “%(found)s”.")
TOLD_TWICE = _("The file tells the event “%(found)s” twice, at different times, and not which is the later word.")
EXRULE = _("It leaves out times by a rule (EXRULE “%(found)s”), which calendars no longer use.")
RANGE = _("It changes all later times of a series at once (RANGE=%(found)s). Export the calendar again, times singly.")
