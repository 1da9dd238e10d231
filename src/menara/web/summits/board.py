"""The programme board: one day of rooms by time, what has no place yet, who waits for a room, what differs from the
version in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.summits.programme import draft_programme
from menara.permissions import may_edit, may_plan, may_publish
from menara.queries.summits.board import Grid, delegations_named, grid, publishers
from menara.queries.summits.programme import (
    ProgrammeLine,
    Version,
    differences,
    draft_of,
    programme_lines,
    published_of,
    unplaced,
    version,
    versions,
)
from menara.queries.summits.waiting import waiting_list
from menara.web.days import day_in_words, instant_in_words
from menara.web.doors import behind_door
from menara.web.findings import speak
from menara.web.languages import isolated, reading, spoken
from menara.web.lists import Asked
from menara.web.summits import words
from menara.web.summits.board_rows import Marks, columns_of, in_order, place_of, priority_sign, rows_of, short_name
from menara.web.summits.undoing import last_move
from menara.web.tenancy import membership


@behind_door()
def board(request: HttpRequest, summit_id: int) -> HttpResponse:
    """One day of the draft, or of the version an address names."""
    frame, asked = grid(summit_id=summit_id), Asked(request)
    member = membership(request)
    shown = version_asked(summit_id, asked)
    page: dict[str, Any] = {
        "summit": {"name": spoken(frame.summit.name), "id": summit_id},
        "links": _links(summit_id),
        "draft_url": reverse("programme_draft", args=[summit_id]) if may_edit(member) else None,
    }
    if shown is None:
        return render(request, "summits/programme/no_programme.html", page | {"has_frame": bool(frame.steps)})
    now = timezone.now()
    lines = programme_lines(programme_id=shown.id)
    marks = marks_of(shown, frame, shown_to=asked.number("delegation"))
    days = frame.days or (frame.summit.begins_on,)
    day = _day(asked, days, lines, frame.summit.time_zone)
    of_day = [line for line in lines if words.local_day(line.begins_at, frame.summit.time_zone) == day]
    rows, beside = rows_of(frame, frame.of_day(day), of_day, marks)
    is_draft = shown.number is None
    may_move = is_draft and may_edit(member)
    page |= {
        "version": _head(shown, summit_id, frame.summit.time_zone),
        "versions": _switch(summit_id, shown, asked),
        "days": _days(days, day, lines, asked, frame.summit.time_zone),
        "day": day,
        "delegations": _delegation_choice(summit_id, asked),
        "kept": [{"name": name, "value": asked.text(name)} for name in ("day", "version") if asked.text(name)],
        "rooms": columns_of(frame.rooms),
        "rows": rows,
        "beside": [place_of(line, marks) for line in beside],
        "tray": _tray(shown, frame, marks, now) if is_draft else [],
        "taken_out": [_taken_out(one, marks) for one in marks.changes.values() if one.kind == "taken_out"],
        "papers": _papers(shown),
        "waiting": len(waiting_list(summit_id=summit_id)),
        "waiting_url": reverse("waiting", args=[summit_id]),
        "may_move": may_move,
        "changed": shown.changed,
        "acts": _acts(shown, may_plans=may_plan(member), may_publishes=may_publish(member)),
        "undo": last_move(request, shown) if may_move else None,
        "figures": _figures(shown, lines, marks, summit_id),
    }
    return render(request, "summits/programme/board.html", page)


@behind_door("POST", may=may_edit)
def make_draft(request: HttpRequest, summit_id: int) -> HttpResponse:
    """A draft to work in, on the version in force where there is one."""
    draft_programme(summit_id=summit_id, actor=membership(request), now=timezone.now())
    messages.success(request, _("The draft is open. Nobody outside your office sees it before it is published."))
    return redirect("board", summit_id=summit_id)


def version_asked(summit_id: int, asked: Asked) -> Version | None:
    """The version that an address names, else the draft, else the version in force; None where there is none."""
    named = asked.number("version")
    if named is not None:
        found = version(programme_id=named)
        if found.summit_id != summit_id:
            raise Http404
        return found
    own = draft_of(summit_id=summit_id) or published_of(summit_id=summit_id)
    return version(programme_id=own) if own else None


def marks_of(shown: Version, frame: Grid, *, shown_to: int | None = None) -> Marks:
    """What differs from the version in force, or, of a published version, from the one before it."""
    against = shown.based_on_id if shown.number is not None else None
    has_other = bool(against) if shown.number is not None else bool(published_of(summit_id=shown.summit_id))
    found = differences(programme_id=shown.id, against_id=against) if has_other else ()
    host = next(iter(delegations_named(summit_id=shown.summit_id)), None)
    return Marks(
        programme_id=shown.id,
        zone=frame.summit.time_zone,
        host_id=host.id if host else None,
        host_short=host.short if host else "",
        changes={change.request_id: change for change in found},
        shown=shown_to,
    )


def _day(asked: Asked, days: Sequence[date], lines: Sequence[ProgrammeLine], zone: str) -> date:
    """The day asked for, else the first that has meetings, else the first."""
    wanted = asked.day("day")
    if wanted is not None and wanted in days:
        return wanted
    with_meetings = {words.local_day(line.begins_at, zone) for line in lines}
    return next((day for day in days if day in with_meetings), days[0])


def _days(
    days: Sequence[date], here: date, lines: Sequence[ProgrammeLine], asked: Asked, zone: str
) -> list[dict[str, Any]]:
    counted = Counter(words.local_day(line.begins_at, zone) for line in lines)
    return [
        {
            "label": day_in_words(day, with_weekday=True),
            "day": day.isoformat(),
            "count": counted[day],
            "url": asked.with_(day=day.isoformat()),
            "is_here": day == here,
        }
        for day in days
    ]


def _head(shown: Version, summit_id: int, zone: str) -> dict[str, Any]:
    """What the version is: its number or the version it is to follow, by whom and when, its note."""
    by = publishers(summit_id=summit_id).get(shown.id, "")
    if shown.number is None:
        based = version(programme_id=shown.based_on_id) if shown.based_on_id else None
        line = _("On %(version)s") % {"version": words.version_name(based)} if based else _("The first of this summit")
    else:
        line = _("Published %(moment)s by %(by)s") % {
            "moment": instant_in_words(shown.published_at, zone=zone) if shown.published_at else "",
            "by": isolated(by),
        }
    return {
        "id": shown.id,
        "name": words.version_name(shown),
        "is_draft": shown.number is None,
        "line": line,
        "note": spoken(shown.release_note),
        "state": words.version_state(shown),
    }


def _switch(summit_id: int, shown: Version, asked: Asked) -> list[dict[str, Any]]:
    """The draft and the version in force, one click apart."""
    found = [one for one in versions(summit_id=summit_id) if one.status != "superseded" or one.id == shown.id]
    if len(found) < 2:
        return []
    return [
        {"label": words.version_name(one), "url": asked.with_(version=one.id), "is_here": one.id == shown.id}
        for one in found
    ]


def _delegation_choice(summit_id: int, asked: Asked) -> dict[str, Any]:
    here = asked.number("delegation")
    return {
        "value": here,
        "options": [{"id": one.id, "name": spoken(one.name)} for one in delegations_named(summit_id=summit_id)],
        "url_without": asked.with_(delegation=None) if here else None,
    }


def _tray(shown: Version, frame: Grid, marks: Marks, now: Any) -> list[dict[str, Any]]:
    """Accepted meetings without a place, the most important first, with why the search has held none of them."""
    found = []
    for one in unplaced(programme_id=shown.id, now=now):
        first, second = in_order(one.asking, one.asked, host_id=marks.host_id)
        found.append(
            {
                "request": one.request_id,
                "url": reverse("place", args=[shown.id, one.request_id]),
                "first": spoken(first.name),
                "second": short_name(second, marks),
                "title": words.between(one.asking, one.asked),
                "minutes": one.minutes,
                "rank": one.priority,
                "priority": priority_sign(one.priority),
                "is_tentative": one.is_tentative,
                "reasons": [speak(reason) for reason in one.reasons],
                "is_dim": marks.shown is not None
                and marks.shown not in (one.asking.delegation_id, one.asked.delegation_id),
            }
        )
    return sorted(found, key=lambda one: (one["is_dim"], one["rank"]))


def _taken_out(change: Any, marks: Marks) -> dict[str, Any]:
    return {
        "kind": words.kind_shape(change.kind),
        "subject": words.between(change.asking, change.asked),
        "url": reverse("place", args=[marks.programme_id, change.request_id]),
        "note": words.change_note(change.kind, change.before, change.after, marks.zone),
    }


def _acts(shown: Version, *, may_plans: bool, may_publishes: bool) -> dict[str, Any]:
    if shown.number is not None:
        return {"version_url": reverse("programme_version", args=[shown.id])}
    return {
        "solve_url": reverse("programme_solve", args=[shown.id]) if may_plans else None,
        "change_url": reverse("programme_change", args=[shown.id]) if may_plans else None,
        "publish_url": reverse("programme_publish", args=[shown.id]) if may_publishes else None,
    }


def _links(summit_id: int) -> dict[str, str]:
    return {
        "list": reverse("programme", args=[summit_id]),
        "versions": reverse("programme_versions", args=[summit_id]),
        "waiting": reverse("waiting", args=[summit_id]),
    }


def _papers(shown: Version) -> list[dict[str, str]]:
    """The same on paper, in the reader's language."""
    return [
        {"label": _("Printed programme (PDF)"), "url": f"{reverse('programme_pdf', args=[shown.id])}?{_language()}"},
        {"label": _("Door cards (PDF)"), "url": f"{reverse('door_cards_pdf', args=[shown.id])}?{_language()}"},
    ]


def _language() -> str:
    return f"language={reading()}"


def _figures(shown: Version, lines: Sequence[ProgrammeLine], marks: Marks, summit_id: int) -> list[dict[str, Any]]:
    """Counts that link to their rows."""
    at = reverse("programme", args=[summit_id]) + f"?version={shown.id}"
    pinned = sum(line.is_pinned for line in lines)
    found = [
        {"label": _("Meetings with a place"), "value": len(lines), "url": at},
        {"label": _("Pinned"), "value": pinned, "url": f"{at}&only=pinned" if pinned else ""},
    ]
    if marks.changes:
        found.append({"label": _("Changed"), "value": len(marks.changes), "url": f"{at}&only=changed"})
    return found
