"""What cells of a summit's lists say: lines of text, moments and hours at the summit, languages and their pairs."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from menara.facts.rooms import equipment_code
from menara.intake import codes
from menara.intake.cells import DIGITS, HIDDEN_IN_NAME, TOO_LONG, CellFault, Reader, day, instant, text
from menara.intake.lists import NONE, items, split, unescaped
from menara.wording import gettext_noop as _

Span = tuple[datetime, datetime]

HOURS = re.compile(r"(?:(\d{4}-\d{2}-\d{2}) +)?(\d{1,2}:\d{2}) *- *(\d{1,2}:\d{2})")
MOMENT = r"(\d{4}-\d{2}-\d{2} +\d{1,2}:\d{2}(?::\d{2})?)"
LONG_SPAN = re.compile(rf"{MOMENT} */ *{MOMENT}")
HOURS_FORMS = "09:00-12:30; 2027-10-12 09:00-12:30"
MOMENT_FORM = "2027-10-12 09:00"


def line(most: int) -> Reader:
    """A reader of one line of text, of so many characters at most."""

    def read(cell: str) -> str:
        found = text(cell)
        if any(sign in found for sign in "\n\r\t\u2028\u2029"):
            raise CellFault("characters", HIDDEN_IN_NAME)
        if len(found) > most:
            raise CellFault("too_long", TOO_LONG, allowed=str(most))
        return found

    return read


def equipment(cell: str) -> tuple[str, ...]:
    """Codes of equipment, whichever language it is named in; what nobody knows stays as it was typed. None twice."""
    found: tuple[str, ...] = _equipment(cell)
    return found


def _item(written: str) -> str:
    return equipment_code(_short(unescaped(written)))


_short = line(40)
_equipment = items(_item, key=str.casefold)


def languages(cell: str) -> tuple[str, ...]:
    """Codes of languages, the preferred one first; commas part them too."""
    found: tuple[str, ...] = _languages(cell.replace(",", ";").replace("،", ";").replace("؛", ";"))
    return found


def pairs(cell: str) -> tuple[tuple[str, str], ...]:
    """Pairs of languages, each a direction: ``ar-fr``. ``ar<>fr`` stands for both."""
    written = re.sub(r"\s*(<>|⇄|↔)\s*", "<>", cell.replace(",", ";").replace("،", ";").replace("؛", ";"))
    both = re.sub(r"([^;<>]+)<>([^;<>]+)", r"\1-\2;\2-\1", written)
    found: tuple[tuple[str, str], ...] = _pairs(both)
    return tuple(sorted(found))


def _pair(written: str) -> tuple[str, str]:
    source, dash, target = (part.strip() for part in written.replace("–", "-").partition("-"))
    if not (source and dash and target):
        raise CellFault("pair", NO_PAIR, allowed="ar-fr, ar<>fr", found=written)
    return _language(source), _language(target)


def _language(code: str) -> str:
    try:
        return codes.language(code)
    except CellFault as fault:
        fault.found = code
        raise


_languages: Reader = items(_language, key=lambda code: code)
_pairs: Reader = items(_pair, key=lambda pair: pair)


class Clock:
    """Reads moments and hours as clocks at the summit show them."""

    def __init__(self, *, zone: str, days: tuple[date, ...]) -> None:
        self.zone, self.days = ZoneInfo(zone), days

    def moment(self, cell: str) -> datetime:
        """``2027-10-12 09:00``, at the summit; with a zone behind it, as it is there."""
        digits = re.sub(r"([T ])(\d:)", r"\g<1>0\2", cell.translate(DIGITS))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", digits):
            raise CellFault("moment", NO_HOUR, allowed=MOMENT_FORM)
        bare = re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", digits)
        try:
            return instant(f"{digits} {self.zone.key}" if bare else digits).astimezone(self.zone)
        except CellFault as fault:
            if fault.code in ("instant", "zone") and "|" not in fault.allowed:
                raise CellFault("moment", NOT_A_MOMENT, allowed=MOMENT_FORM) from None
            fault.found = fault.found or cell
            raise

    def hours(self, cell: str) -> tuple[Span, ...] | None:
        """``09:00-12:30`` on every day of the summit, or ``2027-10-12 09:00-12:30``; several apart by semicolons."""
        if cell.casefold() == NONE:
            return ()
        found: list[Span] = []
        faults: list[CellFault] = []
        for written in filter(None, map(str.strip, split(cell.replace("؛", ";"), ";"))):
            try:
                found += self._spans(written)
            except CellFault as fault:
                fault.found = written
                faults.append(fault)
        if faults:
            faults[0].more = tuple(faults[1:])
            raise faults[0]
        return tuple(sorted(found))

    def _spans(self, written: str) -> list[Span]:
        plain = written.translate(DIGITS).replace("–", "-").replace("T", " ")
        if told := LONG_SPAN.fullmatch(plain):
            return [(self.moment(told[1]), self.moment(told[2]))]
        told = HOURS.fullmatch(plain)
        if told is None:
            raise CellFault("hours", NO_HOURS, allowed=HOURS_FORMS)
        days = [day(told[1])] if told[1] else self.days
        return [(self.moment(f"{on} {told[2]}"), self.moment(f"{on} {told[3]}")) for on in days]


NO_PAIR = _("“%(found)s” is no pair of languages. Write one direction as in %(allowed)s.")
NO_HOUR = _("“%(found)s” has no hour. Write day and hour as in %(allowed)s, midnight as 00:00.")
NOT_A_MOMENT = _("“%(found)s” is not a day with an hour. Write it as in %(allowed)s, by the clock of the summit.")
NO_HOURS = _("“%(found)s” is no span of hours. Write %(allowed)s.")
