"""Days in words. Months in Arabic are those of the Maghreb; a weekday is worked out from its date, never entered."""

from __future__ import annotations

from datetime import date

MONTHS = {
    "ar": ("يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
           "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
WEEKDAYS = {  # Monday first
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def day(on: date, language: str, *, with_year: bool = True) -> str:
    """``25 November 2025``, ``25 novembre 2025``, ``25 نونبر 2025``."""
    number = "1er" if on.day == 1 and language == "fr" else str(on.day)
    month = MONTHS[language][on.month - 1]
    return f"{number} {month} {on.year}" if with_year else f"{number} {month}"


def weekday(on: date, language: str) -> str:
    return WEEKDAYS[language][on.weekday()]


def full_day(on: date, language: str) -> str:
    """``Tuesday 25 November 2025``."""
    return f"{weekday(on, language)} {day(on, language)}"


def span(first: date, last: date, language: str) -> str:
    """``24 to 27 November 2025``, ``24 au 27 novembre 2025``, ``24 إلى 27 نونبر 2025``; the preposition before it is
    the sentence's own."""
    between = {"ar": "إلى", "fr": "au", "en": "to"}[language]
    if (first.year, first.month) == (last.year, last.month):
        start = "1er" if first.day == 1 and language == "fr" else str(first.day)
    else:
        start = day(first, language, with_year=first.year != last.year)
    return f"{start} {between} {day(last, language)}"
