"""The page of one meeting in a version: where it stands, where it could go on a day, and what would clash elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.models import PlaceState, ProgrammeStatus
from menara.permissions import may_edit
from menara.queries.summits.board import Grid
from menara.queries.summits.delegations import offices
from menara.queries.summits.moving import Cell, where_to
from menara.queries.summits.programme import ProgrammeLine, Unplaced, Version
from menara.web.codes import language_name
from menara.web.days import day_in_words
from menara.web.findings import speak
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.lists import Asked
from menara.web.summits import words
from menara.web.summits.people import called_in
from menara.web.tenancy import membership


def page_of(
    request: HttpRequest,
    shown: Version,
    frame: Grid,
    of: ProgrammeLine | Unplaced,
) -> dict[str, Any]:
    """The context of ``summits/programme/place.html``."""
    line = of if isinstance(of, ProgrammeLine) else None
    request_id = of.request_id
    may = may_edit(membership(request))
    zone = frame.summit.time_zone
    asked = Asked(request)
    day = _day(asked, frame, line)
    may_move = may and shown.number is None and (line is None or line.state == PlaceState.PLANNED)
    page: dict[str, Any] = {
        "title": words.between(of.asking, of.asked),
        "version": {"name": words.version_name(shown), "state": words.version_state(shown)},
        "board_url": f"{reverse('board', args=[shown.summit_id])}?version={shown.id}&day={day.isoformat()}",
        "summit": spoken(frame.summit.name),
        "request_url": reverse("request", args=[request_id]),
        "at": words.where_line(line, zone) if line else "",
        "state": words.place_state(line.state) if line and line.state != PlaceState.PLANNED else None,
        "facts": _facts(shown.summit_id, of, line),
        "reasons": [speak(reason) for reason in of.reasons] if isinstance(of, Unplaced) else [],
        "is_pinned": bool(line and line.is_pinned),
        "has_place": line is not None,
        "may_move": may_move,
        "changed": shown.changed,
        "urls": {name: reverse(f"place_{name}", args=[shown.id, request_id]) for name in ("take_out", "pin", "report")},
        "reports": _reports(shown, line) if may else [],
        "waiting_url": reverse("waiting", args=[shown.summit_id]) + f"?request={request_id}",
    }
    if may_move:
        page |= {
            "days": [
                {
                    "label": day_in_words(one, with_weekday=True),
                    "url": asked.with_(day=one.isoformat()),
                    "is_here": one == day,
                }
                for one in frame.days
            ],
            "rows": _rows(frame, day, shown.id, of),
        }
    return page


def _day(asked: Asked, frame: Grid, line: ProgrammeLine | None) -> date:
    wanted = asked.day("day")
    if wanted in frame.days and wanted is not None:
        return wanted
    if line:
        return words.local_day(line.begins_at, frame.summit.time_zone)
    return frame.days[0] if frame.days else frame.summit.begins_on


def _facts(summit_id: int, of: ProgrammeLine | Unplaced, line: ProgrammeLine | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"label": _("At the request of"), "value": spoken(of.asking.name)},
        {"label": _("Priority"), "value": label(words.PRIORITIES, of.priority)},
        {"label": _("Length"), "value": _("%(minutes)s minutes") % {"minutes": of.minutes}},
        {"label": _("Subject"), "value": spoken(of.subject)},
    ]
    if line is None:
        return found
    codes = dict.fromkeys(side.language for side in (of.asking, of.asked) if side.language)
    languages = " · ".join(language_name(code) for code in codes)
    known = offices(summit_id=summit_id, person_ids=[person.id for person in line.people])
    people = " · ".join(called_in(person.names, known.get(person.id)) for person in line.people)
    helpers = " · ".join(
        f"{person.code} ({', '.join(f'{source}→{target}' for source, target in person.pairs)})"
        for person in line.interpreters
    )
    return [
        *found,
        {"label": _("Languages"), "value": languages},
        {"label": _("Interpreters"), "value": helpers or _("none needed")},
        {"label": _("Who must be there"), "value": people},
    ]


def _reports(shown: Version, line: ProgrammeLine | None) -> list[dict[str, str]]:
    """What may be reported of a place of the version in force."""
    if shown.status != ProgrammeStatus.PUBLISHED or line is None:
        return []
    if line.state != PlaceState.PLANNED:
        return [{"value": "planned", "label": _("Take that back"), "tone": ""}]
    return [
        {"value": "held", "label": _("It was held"), "tone": ""},
        {"value": "no_show", "label": _("Nobody came: free the room"), "tone": "stop"},
        {"value": "cancelled", "label": _("It is cancelled: free the room"), "tone": "stop"},
    ]


def _rows(frame: Grid, day: date, programme_id: int, of: ProgrammeLine | Unplaced) -> list[dict[str, Any]]:
    """Of each step of the day: the rooms that are free, and what would clash in the others, said once for all rooms of
    which it is true."""
    cells: dict[int, list[Cell]] = defaultdict(list)
    for cell in where_to(programme_id=programme_id, request_id=of.request_id, now=timezone.now(), day=day):
        cells[cell.slot_id].append(cell)
    names = {room.id: spoken(room.name, fallback=room.code) for room in frame.rooms}
    here = (of.begins_at, of.room_id) if isinstance(of, ProgrammeLine) else None
    rows = []
    for step in frame.of_day(day):
        own = cells.get(step.id, [])
        possible = [cell for cell in own if not is_clash(cell)]
        clashes = _grouped([cell for cell in own if is_clash(cell)], names)
        rows.append(
            {
                "hours": words.hours(step.begins_at, step.ends_at, frame.summit.time_zone),
                "free": [
                    {
                        "cell": f"{cell.slot_id}:{cell.room_id}",
                        "room": names[cell.room_id],
                        "is_here": (cell.begins_at, cell.room_id) == here,
                        "warnings": [speak(conflict.sentence) for conflict in cell.conflicts],
                    }
                    for cell in possible
                ],
                "clashes": clashes,
                "more": len(clashes) - 1,
            }
        )
    return rows


def is_clash(cell: Cell) -> bool:
    """Whether the meeting cannot go there at all."""
    return any(conflict.is_hard for conflict in cell.conflicts) or not (cell.is_free or cell.conflicts)


def _grouped(cells: Sequence[Cell], names: dict[int, Any]) -> list[dict[str, Any]]:
    rooms: dict[str, list[Any]] = defaultdict(list)
    for cell in cells:
        for conflict in cell.conflicts:
            if conflict.is_hard:
                rooms[speak(conflict.sentence)].append(names[cell.room_id])
    told = [
        {"sentence": sentence, "rooms": [] if len(set(found)) == len(names) else found}
        for sentence, found in rooms.items()
    ]
    return sorted(told, key=lambda one: len(one["rooms"]))  # what bars every room first
