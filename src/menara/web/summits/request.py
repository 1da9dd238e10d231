"""One request to meet: what was asked, how it stands, and the answers that are one's own to give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.summits.requests import (
    accept_request,
    decline_request,
    expire_requests,
    propose_length,
    take_proposal,
    withdraw_request,
)
from menara.models import Membership, RequestStatus
from menara.permissions import may_edit, may_represent, may_take_part
from menara.queries.summits.delegations import offices, represented_by, voices
from menara.queries.summits.requests import Party, RequestRecord, request_record
from menara.web import labels
from menara.web.codes import equipment_name, language_name
from menara.web.days import day_in_words, instant_in_words, isolated
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.lists import as_number
from menara.web.origins import badge
from menara.web.summits.desk import address, version_in
from menara.web.summits.people import called_in
from menara.web.summits.request_words import (
    minutes_in_words,
    place_in_words,
    request_row,
    state_of,
    title_of,
)
from menara.web.summits.tongues import marked
from menara.web.tenancy import membership

OPEN = (RequestStatus.ASKED, RequestStatus.COUNTERED)


@behind_door(may=may_take_part)
def meeting_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """What was asked, by whom, how it stands, and the answers one may give."""
    expire_requests(now=timezone.now())
    held = request_record(request_id=request_id)
    member = membership(request)
    line = held.line
    page: dict[str, Any] = {
        "request": {
            "title": title_of(line),
            "summit": spoken(held.summit),
            "summit_url": reverse("desk") if may_represent(member) else reverse("summit", args=[held.summit_id]),
            "subject": marked(line.subject),
            "state": state_of(line),
            "is_tentative": line.is_tentative,
            "provenance": badge(line.origin),
            "correct_url": reverse("request_correct", args=[request_id]) if _may_correct(held, member) else None,
            "answer_url": reverse("request_answer", args=[request_id]),
            "version": line.version,
            "minutes": line.minutes,
            "proposed_minutes": line.proposed_minutes,
            "answer_note": held.answer_note,
        },
        "may": _answers(held, member),
        "steps": _steps(held),
        "facts": _facts(held),
        "people": _people(held),
        "before": request_row(held.after, zone=held.time_zone) if held.after else None,
        "links": _links(held, member),
    }
    return render(request, "summits/desk/request.html", page)


@behind_door("POST", may=may_take_part)
def answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """Give the answer that was sent; what cannot be is refused with its reason."""
    held = request_record(request_id=request_id)
    asked: dict[str, Any] = {
        "request_id": request_id,
        "version": version_in(request, held.line.version),
        "actor": membership(request),
        "now": timezone.now(),
    }
    note = request.POST.get("note", "")[:2000].replace("\x00", "")
    minutes = as_number(request.POST.get("minutes", "").strip()) or 0
    known: dict[str, tuple[Callable[[], None], str]] = {
        "accept": (lambda: accept_request(**asked, note=note), _("The request is accepted.")),
        "decline": (lambda: decline_request(**asked, note=note), _("The request is declined.")),
        "propose": (
            lambda: propose_length(**asked, minutes=minutes, note=note),
            _("Another length is proposed; the other side answers."),
        ),
        "take": (lambda: take_proposal(**asked), _("The length is agreed and the request accepted.")),
        "withdraw": (lambda: withdraw_request(**asked), _("The request is withdrawn.")),
    }
    wanted = known.get(request.POST.get("answer", ""))
    if wanted is not None:
        do, said = wanted
        do()
        messages.success(request, said)
    return redirect("request", request_id=request_id)


def _people(held: RequestRecord) -> list[str]:
    known = offices(summit_id=held.summit_id, person_ids=[one.person_id for one in held.people])
    return [called_in(one.names, known.get(one.person_id)) for one in held.people]


def _own(held: RequestRecord, member: Membership) -> frozenset[int]:
    """The delegations whose answers are the reader's to give."""
    if may_represent(member):
        return frozenset({represented_by(membership=member) or 0})
    return voices(summit_id=held.summit_id, represented=None) if may_edit(member) else frozenset()


def _answers(held: RequestRecord, member: Membership) -> dict[str, bool]:
    line, own = held.line, _own(held, member)
    status = RequestStatus(line.status)
    is_asked, is_asking = line.asked.id in own, line.asking.id in own
    found = {
        "accept": is_asked and status in OPEN,
        "decline": is_asked and status in (*OPEN, RequestStatus.ACCEPTED),
        "propose": is_asked and status in OPEN,
        "take": is_asking and status is RequestStatus.COUNTERED,
        "withdraw": is_asking and status in (*OPEN, RequestStatus.ACCEPTED),
    }
    return found | {"any": any(found.values())}


def _may_correct(held: RequestRecord, member: Membership) -> bool:
    status = RequestStatus(held.line.status)
    if may_edit(member):
        return status in (*OPEN, RequestStatus.ACCEPTED)
    return status in OPEN and held.line.asking.id in _own(held, member)


def _steps(held: RequestRecord) -> list[dict[str, Any]]:
    """What happened, in order, and what is still ahead."""
    line, zone = held.line, held.time_zone

    def step(words: str | None, *, is_reached: bool, note: str = "", when: str = "") -> dict[str, Any]:
        return {"label": words or "", "note": note, "when": when, "state": "reached" if is_reached else "ahead"}

    by = _("by %(delegation)s") % {"delegation": isolated(spoken(line.asking.name))}
    found = [
        step(
            label(labels.REQUESTS, RequestStatus.ASKED),
            is_reached=True,
            note=by,
            when=day_in_words(line.asked_at.date()),
        )
    ]
    stands = label(labels.REQUESTS, line.status)
    if line.answered_at is not None:
        when = day_in_words(line.answered_at.date())
        found.append(step(stands, is_reached=True, note=minutes_in_words(line), when=when))
    elif line.status not in OPEN:
        found.append(step(stands, is_reached=True))
    if line.status in OPEN:
        moment = instant_in_words(line.expires_at, zone=zone) if line.expires_at else ""
        until = _("until %(moment)s") % {"moment": moment} if moment else ""
        found.append(step(_("Answer awaited"), is_reached=False, note=until))
    if line.status in (*OPEN, RequestStatus.ACCEPTED):
        place = place_in_words(line.place)
        found.append(step(_("In the programme"), is_reached=bool(place), note=place))
        found.append(step(_("Held and recorded"), is_reached=held.meeting_id is not None))
    last = max(n for n, one in enumerate(found) if one["state"] == "reached")
    found[last]["state"] = "here"
    return found


def _facts(held: RequestRecord) -> list[dict[str, Any]]:
    line = held.line
    receiving = line.asked if line.receiving_id == line.asked.id else line.asking
    expires = instant_in_words(line.expires_at, zone=held.time_zone) if line.expires_at else _("never")
    return [
        {"label": _("Receives the other"), "value": spoken(receiving.name)},
        {"label": _("Hosts"), "value": spoken(held.host.name) if held.host else _("the host of the summit")},
        {"label": _("Length"), "value": minutes_in_words(line)},
        {"label": _("Priority"), "value": label(labels.PRIORITIES, line.priority)},
        {"label": _("Language of who asks"), "value": _language(held.asking_language, line.asking)},
        {"label": _("Language of who is asked"), "value": _language(held.asked_language, line.asked)},
        {"label": _("Persons in the room"), "value": held.persons},
        {
            "label": _("Equipment"),
            "value": " · ".join(isolated(equipment_name(item)) for item in held.equipment) or _("none"),
        },
        {"label": _("Clearance"), "value": held.clearance},
        {"label": _("It must lie"), "value": _span(held.window)},
        {"label": _("It should lie"), "value": _span(held.preferred)},
        {"label": _("Expires"), "value": expires},
    ]


def _language(code: str, side: Party) -> str | None:
    if code:
        return str(language_name(code))
    first = next(iter(side.languages), "")
    return _("%(language)s, its first") % {"language": isolated(language_name(first))} if first else None


def _span(span: Any) -> str:
    if span is None:
        return _("anywhere in the summit")
    begin, end = span
    hours = {"begin": isolated(f"{begin:%H:%M}"), "end": isolated(f"{end:%H:%M}")}
    first = isolated(day_in_words(begin.date(), with_weekday=True))
    if begin.date() == end.date():
        return _("%(day)s, %(begin)s to %(end)s") % {"day": first, **hours}
    last = isolated(day_in_words(end.date(), with_weekday=True))
    return _("%(first)s %(begin)s to %(last)s %(end)s") % {"first": first, "last": last, **hours}


def _links(held: RequestRecord, member: Membership) -> list[dict[str, str]]:
    """Where one goes on from here; pages that are not there or not one's own are left out."""
    is_accepted = held.line.status == RequestStatus.ACCEPTED
    found = []
    if held.meeting_id:
        found.append((_("The meeting on record"), reverse("meeting", args=[held.meeting_id])))
    elif is_accepted and may_edit(member):
        found.append((_("Record the meeting"), address("meeting_enter", query=f"?request={held.line.id}")))
    if held.line.place is not None:
        found.append((_("Calendar file"), address("request_calendar", held.line.id)))
    if is_accepted and not may_represent(member):
        found.append((_("The board"), address("board", held.summit_id)))
    return [{"label": word, "url": url} for word, url in found if url]
