"""The programme and the cards on the doors, as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from menara import exports
from menara.actions.summits.sides import represents
from menara.exports.programme import ORDERS, PrintedMeeting, ProgrammePaper, door_cards_pdf, programme_pdf
from menara.facts.rooms import area_names
from menara.models import LIVE, Delegation
from menara.models.zones import zone_of
from menara.permissions import may_represent, may_take_part
from menara.queries.summits.board import summit_head
from menara.queries.summits.calendars import for_paper
from menara.queries.summits.programme import ProgrammeLine, Version, programme_lines, version
from menara.web.days import zone_in_words
from menara.web.doors import behind_door, today
from menara.web.languages import reading
from menara.web.lists import Asked, attachment
from menara.web.tenancy import membership

FONTS = Path(exports.__file__).parent / "fonts"
LANGUAGES = ("ar", "fr", "en")


@behind_door(may=may_take_part)
def programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """A version of the programme by day, room or delegation. A focal point's holds the own meetings alone."""
    asked = Asked(request)
    order = asked.text("by") if asked.text("by") in ORDERS else "day"
    only_for = asked.number("delegation")
    if may_represent(membership(request)):
        only_for = next((own for own in _delegations() if represents(membership(request), own)), -1)
    found = version(programme_id=programme_id)
    lines = programme_lines(programme_id=programme_id, delegation_id=only_for)
    paper = _paper(request, found, lines, only_for=only_for)
    made = programme_pdf(paper=paper, order="delegation" if only_for else order, fonts=FONTS)
    return attachment(made, name=f"programme-{found.number or 'draft'}-{paper.language}", kind="pdf")


@behind_door()
def door_cards(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The cards of all rooms and days, or of one."""
    asked = Asked(request)
    found = version(programme_id=programme_id)
    lines = programme_lines(programme_id=programme_id, room_id=asked.number("room"), day=asked.day("day"))
    paper = _paper(request, found, lines, only_for=None)
    made = door_cards_pdf(paper=paper, fonts=FONTS)
    return attachment(made, name=f"door-cards-{found.number or 'draft'}-{paper.language}", kind="pdf")


def _delegations() -> Sequence[int]:
    return tuple(Delegation.objects.values_list("pk", flat=True))


def _paper(
    request: HttpRequest, found: Version, lines: Sequence[ProgrammeLine], *, only_for: int | None
) -> ProgrammePaper:
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else reading()
    member = membership(request)
    summit = summit_head(summit_id=found.summit_id)
    known = for_paper(request_ids=[line.request_id for line in lines])
    with override(language):
        zone = zone_in_words(summit.time_zone)
    local = zone_of(summit.time_zone)
    return ProgrammePaper(
        language=language,
        organisation=member.organisation.name,
        summit=summit.name,
        venue={},
        zone=zone,
        version=found.number,
        published_at=found.published_at.astimezone(local) if found.published_at else None,
        printed_on=today(member),
        only_for=only_for,
        is_synthetic=any(one.is_synthetic for one in known.values()),
        meetings=tuple(
            _meeting(line, with_subject=known[line.request_id].with_subject, zone_name=summit.time_zone)
            for line in lines
        ),
    )


def _meeting(line: ProgrammeLine, *, with_subject: bool, zone_name: str) -> PrintedMeeting:
    zone = zone_of(zone_name)
    sides = (line.asking, line.asked)
    host, guest = sides if line.receiving_id == line.asking.delegation_id else sides[::-1]
    return PrintedMeeting(
        begins_at=line.begins_at.astimezone(zone),
        ends_at=line.ends_at.astimezone(zone),
        room_code=line.room_code,
        room=line.room,
        area=line.area,
        area_names=area_names(line.area),
        host_id=host.delegation_id,
        host=host.name,
        guest_id=guest.delegation_id,
        guest=guest.name,
        subject=line.subject if with_subject else {},
        languages=tuple(dict.fromkeys(side.language for side in sides if side.language)),
        interpreters=tuple(one.code for one in line.interpreters),
        is_tentative=line.is_tentative,
        is_cancelled=line.state not in LIVE,
    )
