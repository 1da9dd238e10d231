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

from menara.actions.summits.placing import place
from menara.actions.summits.rehearsing import rehearse
from menara.errors import Refusal
from menara.models import LIVE, PlaceState, ProgrammeStatus
from menara.permissions import may_edit
from menara.queries.summits.board import Grid, delegations_named
from menara.queries.summits.delegations import offices
from menara.queries.summits.moving import Cell, free_cells, where_to
from menara.queries.summits.places import conflicts_of_return, place_in_force, wished_for
from menara.queries.summits.programme import ProgrammeLine, Unplaced, Version, programme_lines
from menara.web import labels
from menara.web.codes import language_name
from menara.web.days import day_in_words
from menara.web.findings import speak
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.lists import Asked
from menara.web.refusals import told
from menara.web.summits import words
from menara.web.summits.best_places import Around, best_of, others_of
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
        "swap_url": reverse("place_swap", args=[shown.id, request_id]),
        "team_url": reverse("place_team", args=[shown.id, request_id]),
        "in_the_way": _in_the_way(shown, line) if may else [],
    }
    if may_move:
        page |= _where(request, shown, frame, of, day)
        page["in_force"] = _in_force(request, shown, frame, of)
    return page


def _in_the_way(shown: Version, line: ProgrammeLine | None) -> list[str]:
    """What a meeting that was missed or called off would clash with if it were put back."""
    if shown.status != ProgrammeStatus.PUBLISHED or line is None or line.state in LIVE:
        return []
    found = conflicts_of_return(placement_id=line.placement_id, now=timezone.now())
    return [speak(conflict.sentence) for conflict in found]


def _where(
    request: HttpRequest, shown: Version, frame: Grid, of: ProgrammeLine | Unplaced, day: date
) -> dict[str, Any]:
    """Where the meeting could go: the best places, the free ones of every day, of the day shown what would clash."""
    asked, now, zone = Asked(request), timezone.now(), frame.summit.time_zone
    room = asked.number("room")
    wanted: dict[str, Any] = {"programme_id": shown.id, "request_id": of.request_id, "now": now}
    free = [cell for cell in free_cells(**wanted) if room in (None, cell.room_id)]
    of_day = [cell for cell in where_to(**wanted, day=day) if room in (None, cell.room_id)]
    around = Around(
        of=of,
        others=others_of(of, programme_lines(programme_id=shown.id)),
        wished=wished_for(request_id=of.request_id),
        host=next(iter(delegations_named(summit_id=shown.summit_id)), None),
    )
    best = best_of(free, around, frame)
    by_day: dict[date, list[Cell]] = defaultdict(list)
    for cell in free:
        by_day[words.local_day(cell.begins_at, zone)].append(cell)
    return {
        "best": best,
        "days": [
            {
                "label": day_in_words(one, with_weekday=True),
                "url": asked.with_(day=one.isoformat()) + "#places",
                "is_here": one == day,
                "is_open": one == asked.day("day") or not best,
                "free": len(by_day[one]),
                "hours": [] if one == day else _hours(frame, by_day[one]),
            }
            for one in frame.days
        ],
        "day": day.isoformat() if asked.day("day") else "",
        "rooms": {
            "value": room,
            "options": [{"id": one.id, "name": spoken(one.name, fallback=one.code)} for one in frame.rooms],
        },
        "rows": _rows(frame, day, of_day, of),
    }


def _in_force(request: HttpRequest, shown: Version, frame: Grid, of: ProgrammeLine | Unplaced) -> dict[str, Any] | None:
    """Where the version in force has the meeting, if elsewhere, and what putting it back there would bring."""
    there = place_in_force(summit_id=shown.summit_id, request_id=of.request_id)
    slot = next((step.id for step in frame.steps if there and step.begins_at == there.begins_at), None)
    if there is None or slot is None:
        return None
    if isinstance(of, ProgrammeLine) and (of.begins_at, of.room_id) == (there.begins_at, there.room_id):
        return None
    at = {"at": words.where(there, frame.summit.time_zone), "cell": f"{slot}:{there.room_id}"}
    try:
        found = rehearse(
            place,
            programme_id=shown.id,
            request_ids=(of.request_id,),
            request_id=of.request_id,
            room_id=there.room_id,
            slot_id=slot,
            changed=None,
            actor=membership(request),
            now=timezone.now(),
            anyway=True,
        )
    except Refusal as refusal:  # a search runs: the page is still there to be read
        return {**at, "is_possible": False, "conflicts": [told(refusal)]}
    return {
        **at,
        "is_possible": found.is_possible,
        "conflicts": [speak(conflict.sentence) for conflict in found.conflicts],
    }


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
        {"label": _("Priority"), "value": label(labels.PRIORITIES, of.priority)},
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
        return [{"value": "planned", "label": _("Put it back where it was"), "tone": ""}]
    return [
        {"value": "held", "label": _("It was held"), "tone": ""},
        {"value": "no_show", "label": _("Nobody came: free the room"), "tone": "stop"},
        {"value": "cancelled", "label": _("It is cancelled: free the room"), "tone": "stop"},
    ]


def _hours(frame: Grid, cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """Free places hour by hour."""
    names = {room.id: spoken(room.name, fallback=room.code) for room in frame.rooms}
    by_step: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for cell in cells:
        by_step[cell.slot_id].append({"cell": f"{cell.slot_id}:{cell.room_id}", "room": names[cell.room_id]})
    return [
        {"hours": words.hours(step.begins_at, step.ends_at, frame.summit.time_zone), "free": by_step[step.id]}
        for step in frame.steps
        if step.id in by_step
    ]


def _rows(frame: Grid, day: date, cells: Sequence[Cell], of: ProgrammeLine | Unplaced) -> list[dict[str, Any]]:
    """Of each step of the day the rooms that are free, and what would clash in the others; steps in a row without a
    free room are one line."""
    by_step: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_step[cell.slot_id].append(cell)
    names = {room.id: spoken(room.name, fallback=room.code) for room in frame.rooms}
    here = (of.begins_at, of.room_id) if isinstance(of, ProgrammeLine) else None
    rows: list[dict[str, Any]] = []
    for step in frame.of_day(day):
        own = by_step.get(step.id, [])
        possible = [cell for cell in own if not is_clash(cell)]
        clashing = [cell for cell in own if is_clash(cell)]
        offered = [
            {
                "cell": f"{cell.slot_id}:{cell.room_id}",
                "room": names[cell.room_id],
                "is_here": (cell.begins_at, cell.room_id) == here,
                "warnings": [speak(conflict.sentence) for conflict in cell.conflicts],
            }
            for cell in possible
        ]
        row: dict[str, Any] = {
            "begins_at": step.begins_at,
            "ends_at": step.ends_at,
            "free": [one for one in offered if not one["warnings"]],
            "warned": [one for one in offered if one["warnings"]],
            "clashing": len(clashing),
            "clashes": _grouped(clashing, names, of=len({cell.room_id for cell in own})),
        }
        if rows and not (possible or rows[-1]["free"] or rows[-1]["warned"]):
            rows[-1]["ends_at"] = row["ends_at"]
            rows[-1]["clashes"] += [one for one in row["clashes"] if one not in rows[-1]["clashes"]]
        else:
            rows.append(row)
    zone = frame.summit.time_zone
    return [{**row, "hours": words.hours(row["begins_at"], row["ends_at"], zone)} for row in rows]


def is_clash(cell: Cell) -> bool:
    """Whether the meeting cannot go there at all."""
    return any(conflict.is_hard for conflict in cell.conflicts) or not (cell.is_free or cell.conflicts)


def _grouped(cells: Sequence[Cell], names: dict[int, Any], *, of: int) -> list[dict[str, Any]]:
    """What bars which rooms; no rooms are named where it bars all ``of`` them."""
    rooms: dict[str, list[Any]] = defaultdict(list)
    for cell in cells:
        for conflict in cell.conflicts:
            if conflict.is_hard:
                rooms[speak(conflict.sentence)].append(names[cell.room_id])
    told = [
        {"sentence": sentence, "rooms": [] if len(set(found)) == of else found} for sentence, found in rooms.items()
    ]
    return sorted(told, key=lambda one: len(one["rooms"]))  # what bars every room first
