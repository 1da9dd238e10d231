"""Days in a text: on record, with the weekday they were, and months as the Maghreb calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from menara.communique.days import MONTHS, WEEKDAYS, day, weekday
from menara.communique.folded import folded
from menara.communique.record import Record

# What other calendars call a month, and what it is called here. The short ones are words of their own too.
FOREIGN_MONTHS = {
    "كانون الثاني": 1, "جانفي": 1, "شباط": 2, "فيفري": 2, "اذار": 3, "نيسان": 4, "افريل": 4, "ابريل": 0, "ايار": 5,
    "مايو": 5,
    "حزيران": 6, "جوان": 6, "تموز": 7, "يوليو": 7, "جويليه": 7, "اب": 8, "اغسطس": 8, "اوت": 8, "ايلول": 9, "سبتمبر": 9,
    "تشرين الاول": 10, "تشرين الثاني": 11, "نوفمبر": 11, "كانون الاول": 12, "ديسمبر": 12, "تشرين": 11, "كانون": 12,
}  # fmt: skip
_SHORT = {"اب", "جوان", "اوت", "ايار", "تشرين", "كانون"}  # only beside a number
_MONTHS = {language: [folded(name) for name in names] for language, names in MONTHS.items()}
_WEEKDAYS = {language: [folded(name) for name in names] for language, names in WEEKDAYS.items()}
_WORD_TOO = {"en": {"may", "march"}, "fr": {"mars"}, "ar": {"مارس", "ماي"}}


@dataclass(frozen=True, slots=True)
class BadDay:
    """``code``: day_not_on_record, weekday_wrong, weekday_not_on_record, month_not_maghrebi."""

    code: str
    start: int
    end: int
    allowed: str


def days_of(record: Record) -> tuple[date, ...]:
    """Every day a text may name."""
    signed = [result.signed_on for result in record.results if result.is_borne_out]
    due = [step.due_on for result in record.results for step in result.followups if result.is_borne_out]
    known = [record.held_on, record.first_day, record.last_day, *signed, *due]
    return tuple(dict.fromkeys(on for on in known if on))


def spans(text: str, language: str) -> list[tuple[int, int]]:
    """The stretches of a folded text that are dates, so that their figures are no quantities."""
    found = [match.span() for match in _DATE[language].finditer(text)]
    found += [match.span() for match in _NUMERIC.finditer(text)]
    found += [match.span() for match in _FOREIGN.finditer(text)] if language == "ar" else []
    return found + [match.span() for match in _MONTH_YEAR[language].finditer(text)]


def bad_days(record: Record, text: str, language: str) -> Iterator[BadDay]:
    """Everything wrong with the days of a folded text."""
    allowed = days_of(record)
    in_dates: list[tuple[int, int]] = []
    for match in _DATE[language].finditer(text):
        in_dates.append(match.span())
        yield from _of_date(match, allowed, language)
    for match in _NUMERIC.finditer(text):
        yield from _of_numbers(match, allowed, language)
    for match in _MONTH_YEAR[language].finditer(text):
        if any(start <= match.start() and match.end() <= end for start, end in in_dates):
            continue
        pair = (_MONTHS[language].index(match["month"]) + 1, int(match["year"]))
        if pair not in {(on.month, on.year) for on in allowed}:
            yield BadDay("day_not_on_record", *match.span(), _named(allowed, language))
    for match in _ALONE[language].finditer(text):
        if any(start <= match.start() < end for start, end in in_dates):
            continue
        if _WEEKDAYS[language].index(match["weekday"]) not in {on.weekday() for on in allowed}:
            yield BadDay("weekday_not_on_record", *match.span("weekday"), _named(allowed, language, with_weekday=True))
    if language == "ar":
        yield from _foreign(text)


def _of_date(match: re.Match[str], allowed: tuple[date, ...], language: str) -> Iterator[BadDay]:
    month = _MONTHS[language].index(match["month"]) + 1
    numbers = [int(match[name]) for name in ("first", "day") if match[name]]
    year = int(match["year"]) if match["year"] else None
    for number in numbers:
        fitting = [on for on in allowed if (on.day, on.month) == (number, month) and year in (None, on.year)]
        if not fitting:
            yield BadDay("day_not_on_record", *match.span(), _named(allowed, language))
            return
    if match["weekday"] and len(numbers) == 1:
        (on,) = fitting[:1]
        if _WEEKDAYS[language][on.weekday()] != match["weekday"]:
            yield BadDay("weekday_wrong", *match.span(), f"{weekday(on, language)} {day(on, language)}")


def _of_numbers(match: re.Match[str], allowed: tuple[date, ...], language: str) -> Iterator[BadDay]:
    first, second, third = (int(match[name]) for name in ("a", "b", "c"))
    told = {(third, second, first), (first, second, third)}
    if not any((on.year, on.month, on.day) in told for on in allowed):
        yield BadDay("day_not_on_record", *match.span(), _named(allowed, language))


def _foreign(text: str) -> Iterator[BadDay]:
    for match in _FOREIGN.finditer(text):
        name = match["month"]
        if name in _SHORT and not (match["before"] or match["after"]):
            continue
        right = FOREIGN_MONTHS[name]
        if right:
            yield BadDay("month_not_maghrebi", *match.span("month"), MONTHS["ar"][right - 1])


def _named(allowed: tuple[date, ...], language: str, *, with_weekday: bool = False) -> str:
    told = (f"{weekday(on, language)} {day(on, language)}" if with_weekday else day(on, language) for on in allowed)
    return " · ".join(told)


def _either(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _date(language: str) -> re.Pattern[str]:
    months, weekdays = _either(_MONTHS[language]), _either(_WEEKDAYS[language])
    head = rf"(?:(?<!\w)(?:[وفبل]|وب)?(?P<weekday>{weekdays})\s*[,،]?\s*(?:the |le |يوم )?)?"
    between = r"(?:(?P<first>\d{1,2})(?:er|st|nd|rd|th)?\s*(?:to|and|au|et|الي|و|-)\s*)?"
    if language == "en":
        plain = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of )?(?P<month>{months})(?:,?\s+(?P<year>\d{{4}}))?(?!\w)"
        return re.compile(rf"{head}(?:{between}{plain})")
    return re.compile(rf"{head}{between}(?P<day>\d{{1,2}})(?:er)?\s+(?P<month>{months})(?:\s+(?P<year>\d{{4}}))?(?!\w)")


def _month_year(language: str) -> re.Pattern[str]:
    """``November 2025`` and, in English, ``November 25, 2025``, whose day is then asked for as a figure."""
    return re.compile(rf"(?<!\w)(?:[وفبل])?(?P<month>{_either(_MONTHS[language])})\s+(?P<year>\d{{4}})(?!\w)")


_DATE = {language: _date(language) for language in MONTHS}
_MONTH_YEAR = {language: _month_year(language) for language in MONTHS}
_ALONE = {
    language: re.compile(rf"(?<!\w)(?:[وفبل]|وب)?(?P<weekday>{_either(names)})(?!\w)")
    for language, names in _WEEKDAYS.items()
}
_NUMERIC = re.compile(r"(?<!\d)(?P<a>\d{1,4})\s*[/.-]\s*(?P<b>\d{1,2})\s*[/.-]\s*(?P<c>\d{2,4})(?!\d)")
_FOREIGN = re.compile(
    rf"(?<!\w)(?P<before>\d{{1,2}}\s+)?(?:[وفبل]|لل)?(?P<month>{_either(list(FOREIGN_MONTHS))})(?P<after>\s+\d{{4}})?(?!\w)"
)
