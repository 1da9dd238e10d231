"""Instants keep the zone they were given in: a deadline of Friday in New York is not one of Friday in Rabat."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_OFFSET = re.compile(r"UTC([+-])(\d\d):(\d\d)")


def zone_name(moment: datetime) -> str:
    """The zone of an instant: its IANA name, or its distance from UTC as ``UTC+01:00``."""
    if isinstance(moment.tzinfo, ZoneInfo):
        return str(moment.tzinfo.key)
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"{moment} has no zone.")
    return "UTC" if not offset else str(timezone(offset))


def zone_of(name: str) -> tzinfo:
    """The other way of ``zone_name``."""
    if found := _OFFSET.fullmatch(name):
        size = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(-size if found[1] == "-" else size)
    return UTC if name == "UTC" else ZoneInfo(name)


def in_zone(moment: datetime | None, name: str) -> datetime | None:
    """A stored instant as it was given."""
    return None if moment is None else moment.astimezone(zone_of(name))
