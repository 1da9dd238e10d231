"""What a printed programme is made of: one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Names = Mapping[str, str]
"""One thing's name by language."""

ORDERS = ("day", "room", "delegation")
LANGUAGES = ("ar", "fr", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMeeting:
    """One meeting in its place, in the local time of the summit. ``host`` receives ``guest``. ``area`` is as somebody
    typed it and stands where there are no ``area_names``. ``subject`` is blank where it is not for paper;
    ``interpreters`` are codes, ``languages`` codes as the records hold them."""

    begins_at: datetime
    ends_at: datetime
    room_code: str
    room: Names
    area: str
    host_id: int
    host: Names
    guest_id: int
    guest: Names
    subject: Names = field(default_factory=dict)
    area_names: Names = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()
    is_tentative: bool = False
    is_cancelled: bool = False

    @property
    def day(self) -> date:
        return self.begins_at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePaper:
    """A programme as printed. ``version`` and ``published_at`` are None for a draft; ``zone`` says in words in which
    time all hours are, ``printed_on`` on which day the paper was made. ``only_for`` is the delegation whose meetings
    alone are in it."""

    language: str
    organisation: Names
    summit: Names
    venue: Names
    zone: str
    meetings: tuple[PrintedMeeting, ...]
    printed_on: date
    version: int | None = None
    published_at: datetime | None = None
    only_for: int | None = None
    is_synthetic: bool = False
    territory: str = "MA"

    @property
    def is_draft(self) -> bool:
        return self.version is None

    def in_order(self) -> tuple[PrintedMeeting, ...]:
        """By time, then room."""
        return tuple(sorted(self.meetings, key=lambda m: (m.begins_at, m.room_code, m.host_id)))
