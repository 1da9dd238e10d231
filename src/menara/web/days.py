"""Days and instants in words. Months in Arabic are those of the Maghreb; an instant always names its zone."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext

from menara.models.zones import zone_name, zone_of
from menara.web.labels import ZONES
from menara.web.languages import isolated, reading

_DISTANCE = re.compile(r"UTC([+-])(\d\d):(\d\d)")
MAGHREBI = (
    "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
)  # fmt: skip


def day_in_words(on: date, *, with_weekday: bool = False) -> str:
    """``25 November 2025``; with the weekday ``Tue 25 November``, without the year."""
    month = MAGHREBI[on.month - 1] if reading() == "ar" else formats.date_format(on, "F")
    if reading() == "fr":
        month = month.lower()
    number = "1er" if on.day == 1 and reading() == "fr" else str(on.day)
    if with_weekday:
        weekday = formats.date_format(on, "l" if reading() == "ar" else "D")
        return f"{weekday} {number} {month}"
    return f"{number} {month} {on.year}"


def instant_in_words(moment: datetime, *, zone: str = "") -> str:
    """Day, hour and zone, in ``zone`` where one is named, else in the zone the instant is in."""
    local = moment.astimezone(zone_of(zone)) if zone else moment
    return gettext("%(day)s at %(hour)s, %(zone)s") % {
        "day": day_in_words(local.date()),
        "hour": isolated(local.strftime("%H:%M")),
        "zone": zone_in_words(zone or zone_name(local)),
    }


def zone_in_words(zone: str) -> str:
    """``Rabat time``; a zone known by its distance from UTC is ``UTC−5``, any other is called by its code."""
    found = _DISTANCE.fullmatch(zone)
    if found:
        sign, hours, minutes = found.groups()
        return isolated(f"UTC{'−' if sign == '-' else '+'}{int(hours)}{'' if minutes == '00' else f':{minutes}'}")
    return str(ZONES.get(zone, isolated(zone)))


def zone_now(zone: str) -> str:
    """A zone with its distance from UTC at this moment: ``Rabat time, UTC+1``."""
    if zone == "UTC":
        return zone_in_words(zone)
    offset = timezone.now().astimezone(zone_of(zone)).strftime("%z")
    distance = zone_in_words(f"UTC{offset[:3]}:{offset[3:5]}")
    return gettext("%(zone)s, %(distance)s") % {"zone": zone_in_words(zone), "distance": distance}


def distance_in_words(day: date, today: date) -> str:
    """``today``, ``in 3 days``, ``5 days ago``."""
    days = (day - today).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": isolated(days)}
    return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": isolated(-days)}


def years_between(earlier: date, later: date) -> int:
    """Whole years."""
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))
