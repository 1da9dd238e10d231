"""A calendar file of another tool: when its person is busy during a summit.

read_calendar(content, …)   busy times within the summit's days, or every fault of the file at once

lines     bytes to blocks and properties        moments   days, times and zones
recurring series within bounds                  events    events to busy times
"""

from menara.intake.calendars.events import BusyTime
from menara.intake.calendars.reading import CalendarRead, read_calendar

__all__ = ["BusyTime", "CalendarRead", "read_calendar"]
