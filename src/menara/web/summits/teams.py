"""Who interprets a meeting, chosen by hand: everyone who could, what each choice would break, and what the team as a
whole would bring, before it is kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.summits import placing
from menara.actions.summits.rehearsing import rehearse
from menara.engines.meetings.problem import Pair
from menara.errors import Refusal
from menara.models import PlaceState
from menara.permissions import may_edit
from menara.queries.summits.board import Grid, grid
from menara.queries.summits.places import Helper, Helpers, helpers_of
from menara.queries.summits.programme import ProgrammeLine, Version, programme_lines, version
from menara.web.codes import language_name
from menara.web.doors import behind_door
from menara.web.findings import speak
from menara.web.languages import isolated, spoken
from menara.web.lists import as_number
from menara.web.refusals import status_of, told
from menara.web.summits import words
from menara.web.summits.people import name_of
from menara.web.summits.places import answer, conflicts_told, slot_of
from menara.web.summits.undoing import Move, remember
from menara.web.tenancy import membership


@behind_door("GET", "POST", may=may_edit)
def team(request: HttpRequest, programme_id: int, request_id: int) -> HttpResponse:
    """Choose who interprets and read what it would bring; sent, they do."""
    shown = version(programme_id=programme_id)
    line = next((one for one in programme_lines(programme_id=programme_id) if one.request_id == request_id), None)
    if shown.number is not None or line is None or line.state != PlaceState.PLANNED:
        raise Http404
    found = helpers_of(programme_id=programme_id, request_id=request_id, now=timezone.now())
    if found is None:
        raise Http404
    frame = grid(summit_id=shown.summit_id)
    known = [one.id for one in found.helpers]
    sent = request.POST if request.method == "POST" else request.GET
    chosen = [key for value in sent.getlist("interpreter") if (key := as_number(value)) in known and key is not None]
    faults: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            return _kept(request, shown, frame, line, chosen)
        except Refusal as refusal:
            faults, status = [told(refusal), *conflicts_told(refusal)], status_of(refusal)
    preview = None
    if "interpreter" in request.GET or "show" in request.GET:
        preview = _preview(request, line, chosen, found)
    elif request.method != "POST":  # what was sent and refused stays chosen
        chosen = [one.id for one in found.helpers if one.is_here]
    page = _page(version(programme_id=programme_id), frame, line, found, chosen)
    page |= {"preview": preview, "faults": [{"sentence": one, "url": ""} for one in faults]}
    return render(request, "summits/programme/team.html", page, status=status)


def _kept(
    request: HttpRequest, shown: Version, frame: Grid, line: ProgrammeLine, chosen: Sequence[int]
) -> HttpResponse:
    with transaction.atomic():
        placed = placing.set_interpreters(
            programme_id=shown.id,
            request_id=line.request_id,
            interpreter_ids=tuple(chosen),
            changed=as_number(request.POST.get("changed", "")),
            actor=membership(request),
            now=timezone.now(),
        )
    after = next(one for one in programme_lines(programme_id=shown.id) if one.request_id == line.request_id)
    codes = " ".join(person.code for person in after.interpreters) or _("none")
    sentence = _("%(meeting)s: interpreters %(codes)s") % {
        "meeting": words.between(line.asking, line.asked),
        "codes": isolated(codes),
    }
    move = Move(
        programme_id=shown.id,
        request_id=line.request_id,
        slot_id=slot_of(frame, line),
        room_id=line.room_id,
        interpreter_ids=tuple(person.id for person in line.interpreters),
        changed=placed.changed,
        told=sentence,
    )
    remember(request, move)
    day = words.local_day(line.begins_at, frame.summit.time_zone)
    return answer(request, shown, day=day.isoformat(), request_id=line.request_id, told=sentence)


def _preview(request: HttpRequest, line: ProgrammeLine, chosen: Sequence[int], found: Helpers) -> dict[str, Any]:
    rehearsed = rehearse(
        placing.set_interpreters,
        programme_id=line.programme_id,
        request_ids=(line.request_id,),
        request_id=line.request_id,
        interpreter_ids=tuple(chosen),
        changed=None,
        actor=membership(request),
        now=timezone.now(),
    )
    return {
        "is_possible": rehearsed.is_possible,
        "conflicts": [speak(one.sentence) for one in rehearsed.conflicts],
        "codes": [one.code for one in found.helpers if one.id in chosen],
    }


def _page(shown: Version, frame: Grid, line: ProgrammeLine, found: Helpers, chosen: Collection[int]) -> dict[str, Any]:
    rows = [_row(one, found, is_chosen=one.id in chosen) for one in found.helpers]
    return {
        "title": words.between(line.asking, line.asked),
        "at": words.where_line(line, frame.summit.time_zone),
        "summit": spoken(frame.summit.name),
        "board_url": f"{reverse('board', args=[shown.summit_id])}?version={shown.id}",
        "place_url": reverse("place", args=[shown.id, line.request_id]),
        "changed": shown.changed,
        "asked": [_pair(pair) for pair in found.asked],
        "languages": " · ".join(
            language_name(code)
            for code in dict.fromkeys(side.language for side in (line.asking, line.asked) if side.language)
        ),
        "free": [row for row in rows if row["is_chosen"] or (row["is_free"] and row["helps"])],
        "others": [row for row in rows if not (row["is_chosen"] or (row["is_free"] and row["helps"]))],
        "chosen": list(chosen),
    }


def _row(one: Helper, found: Helpers, *, is_chosen: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "code": one.code,
        "name": name_of(one.names),
        "pairs": _both_ways(one.pairs),
        "is_chosen": is_chosen,
        "is_free": not one.conflicts,
        "is_here": one.is_here,
        "helps": bool(one.covers) or _helps_in_relay(one, found.asked),
        "covers_all": bool(found.asked) and set(one.covers) == set(found.asked),
        "conflicts": [speak(conflict.sentence) for conflict in one.conflicts],
    }


def _both_ways(pairs: Sequence[Pair]) -> list[str]:
    """``AR ↔ ES`` for both ways, ``AR → ES`` for one."""
    known = set(pairs)
    return [
        f"{source.upper()} {'↔' if (into, source) in known else '→'} {into.upper()}"
        for source, into in pairs
        if (into, source) not in known or source < into
    ]


def _helps_in_relay(one: Helper, asked: Collection[Pair]) -> bool:
    """Whether half of a relay is in his or her languages: from one side's language, or into the other's."""
    return any(s == source or t == into for s, t in one.pairs for source, into in asked)


def _pair(pair: Pair) -> str:
    return _("from %(source)s into %(target)s") % {
        "source": isolated(language_name(pair[0])),
        "target": isolated(language_name(pair[1])),
    }
