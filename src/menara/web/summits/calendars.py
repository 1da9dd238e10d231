"""Secret addresses under which calendar programs read published meetings, and what they get there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from menara.actions.summits.calendars import MadeFeed, end_feed, hashed, make_feed
from menara.actions.summits.sides import NotYourDelegation, delegation_of, represents, speaks_for
from menara.exports.calendars import ICS, write_calendar
from menara.exports.tongue import Tongue
from menara.models import Guest, acting_for
from menara.models.zones import zone_of
from menara.permissions import may_represent, may_speak, may_take_part
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.calendars import (
    CalendarEntry,
    CalendarOwner,
    Delegate,
    FeedLine,
    calendar_entries,
    calendar_owner,
    delegates,
    feed_by_hash,
    feeds_of,
    parties_of,
    published_now,
)
from menara.sentences import Code
from menara.web.codes import language_name
from menara.web.doors import behind_door
from menara.web.labels import DELEGATES, label
from menara.web.languages import Spoken, reading, spoken
from menara.web.lists import as_number
from menara.web.pace import Pace
from menara.web.tenancy import membership

PACE = Pace(most=120)  # a minute, of one address; programs ask every quarter of an hour
LARGEST = 2**63 - 1
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@behind_door(may=may_take_part)
def delegation_calendars(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Whose meetings calendar programs may read, and since when."""
    own_or_member(request, delegation_id)
    return render(request, "summits/calendars.html", _page(request, delegation_id))


@behind_door("POST", may=may_speak)
def make(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Open an address and show it, this once."""
    person_id = as_number(request.POST.get("person", ""))
    language = request.POST.get("language", "")
    made = make_feed(
        delegation_id=delegation_id,
        person_id=person_id,
        language=language if language in LANGUAGES else reading(),
        actor=membership(request),
        now=timezone.now(),
    )
    page = _page(request, delegation_id)
    page["made"] = _address(request, delegation_id, made) | {
        "whose": next(row["whose"] for row in page["rows"] if row["person_id"] == person_id)
    }
    return render(request, "summits/calendars.html", page)


@behind_door("POST", may=may_speak)
def end(request: HttpRequest, delegation_id: int, feed_id: int) -> HttpResponse:
    """Close an address."""
    end_feed(feed_id=feed_id, actor=membership(request), now=timezone.now())
    messages.success(request, _("The address is closed. Programs that ask it find nothing from now on."))
    return redirect("delegation_calendars", delegation_id=delegation_id)


@behind_door(may=may_take_part)
def request_calendar(request: HttpRequest, request_id: int) -> HttpResponse:
    """One published meeting as a file for any calendar program, from the side of the one who asks for it."""
    member = membership(request)
    parties = parties_of(request_id=request_id)
    own = next((party for party in parties if represents(member, party)), parties[0])
    entries = calendar_entries(delegation_id=own, request_id=request_id)
    if not entries:
        raise NoSuchRecord(kind="published meeting", record_id=request_id)
    owner = calendar_owner(delegation_id=own)
    body = _written(entries, owner, member.organisation_id, name=_called(owner, {}), language=reading())
    response = HttpResponse(body, content_type=ICS)
    response["Content-Disposition"] = f'attachment; filename="meeting-{request_id}.ics"'
    return response


@require_safe
def feed(request: HttpRequest, organisation_id: int, delegation_id: int, secret: str) -> HttpResponse:
    """The calendar behind a secret address, for a program that signs in nowhere.

    It is made as a guest of that delegation, so that the schema hides all else. A wrong address, one that was closed
    and one of no delegation are answered alike.
    """
    asker = request.META.get("REMOTE_ADDR", "")
    if not PACE.allows(f"{asker}/{delegation_id}", at=timezone.now().timestamp()):
        return _plainly(gettext("Too many questions. Ask again in a minute."), 429, {"Retry-After": "60"})
    if max(organisation_id, delegation_id) > LARGEST:
        return _nothing_there()
    with acting_for(organisation_id, guest=Guest(delegation_id, -1)):
        found = feed_by_hash(delegation_id=delegation_id, secret_hash=hashed(secret))
        if found is None:
            return _nothing_there()
        with acting_for(organisation_id, guest=Guest(delegation_id, found.summit_id)):
            owner = calendar_owner(delegation_id=delegation_id)
            entries = calendar_entries(delegation_id=delegation_id, person_id=found.person_id)
            people = {one.person_id: one.names for one in delegates(delegation_id=delegation_id)}
            with override(found.language):
                name = _called(owner, people.get(found.person_id or 0, {}))
                body = _written(entries, owner, organisation_id, name=name, language=found.language)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=ICS)
    response["Cache-Control"] = "private, max-age=300"
    response["Content-Disposition"] = 'inline; filename="meetings.ics"'
    response["Content-Language"] = found.language
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response


def own_or_member(request: HttpRequest, delegation_id: int) -> None:
    """Raise ``NotYourDelegation`` where a focal point asks for what is another delegation's."""
    member = membership(request)
    if may_represent(member) and not represents(member, delegation_id):
        raise NotYourDelegation(delegation=delegation_of(delegation_id).institution.name)


# --- parts ------------------------------------------------------------------------------------------------------------


def _nothing_there() -> HttpResponse:
    return _plainly(gettext("There is no calendar at this address."), 404, {})


def _plainly(sentence: str, status: int, headers: Mapping[str, str]) -> HttpResponse:
    return HttpResponse(sentence, status=status, headers=dict(headers), content_type="text/plain; charset=utf-8")


def _written(
    entries: tuple[CalendarEntry, ...], owner: CalendarOwner, organisation_id: int, *, name: str, language: str
) -> bytes:
    return write_calendar(
        entries=entries,
        owner=owner,
        organisation_id=organisation_id,
        name=name,
        language=language,
        speak=lambda words: str(spoken(words)),
        tongue=Tongue(translate=gettext, speak=_named),
    )


def _named(value: Any) -> str:
    """A language of the meeting by its name."""
    return str(language_name(value.code)) if isinstance(value, Code) else str(value)


def _called(owner: CalendarOwner, person: Mapping[str, str]) -> str:
    parts = (person_name(person), spoken(owner.institution), spoken(owner.summit))
    return " · ".join(part for part in parts if part)


def person_name(names: Mapping[str, str]) -> Spoken:
    """A person's name in the script of the page, else in the other; never transliterated, blank where none is told."""
    first, other = ("Arab", "Latn") if reading() == "ar" else ("Latn", "Arab")
    script = first if names.get(first) else other
    return Spoken(names.get(script, ""), {"Arab": "ar", "Latn": "en"}[script])


def _page(request: HttpRequest, delegation_id: int) -> dict[str, Any]:
    owner = calendar_owner(delegation_id=delegation_id)
    people = delegates(delegation_id=delegation_id)
    held = {line.person_id: line for line in feeds_of(delegation_id=delegation_id)}
    may = speaks_for(membership(request), delegation_id)
    published = published_now(summit_id=owner.summit_id)
    return {
        "owner": {"name": spoken(owner.institution), "summit": spoken(owner.summit)},
        "rows": [
            _row(owner, _("The whole delegation"), "", None, held.get(None), may),
            *(_row(owner, *who(one), one.person_id, held.get(one.person_id), may) for one in people),
        ],
        "languages": [{"code": code, "name": name, "is_ours": code == reading()} for code, name in settings.LANGUAGES],
        "may_change": may,
        "is_published": published is not None,
        "make_url": reverse("calendar_feed_make", args=[delegation_id]),
        "busy_url": reverse("busy_times", args=[delegation_id]) if may else "",
        "sheet_url": f"{reverse('programme_pdf', args=[published])}?by=delegation&delegation={delegation_id}"
        if published
        else "",
        "from_calendars": [{"who": who(one)[0], "count": one.from_calendar} for one in people if one.from_calendar],
    }


def who(person: Delegate) -> tuple[str, str]:
    """The name, and the role beside it; the role alone where no name is told."""
    role = label(DELEGATES, person.role) or ""
    name = person_name(person.names)
    return (name, role) if name else (role, "")


def _row(
    owner: CalendarOwner, whose: str, role: str, person_id: int | None, held: FeedLine | None, may: bool
) -> dict[str, Any]:
    zone = zone_of(owner.time_zone)
    return {
        "whose": whose,
        "role": role,
        "person_id": person_id,
        "made_at": held.made_at.astimezone(zone) if held else None,
        "language": dict(settings.LANGUAGES).get(held.language, held.language) if held else "",
        "end_url": reverse("calendar_feed_end", args=[owner.delegation_id, held.id]) if held and may else "",
    }


def _address(request: HttpRequest, delegation_id: int, made: MadeFeed) -> dict[str, str]:
    path = reverse("calendar_feed", args=[membership(request).organisation_id, delegation_id, made.secret])
    address = request.build_absolute_uri(path)
    return {"address": address, "subscribe": "webcal:" + address.partition(":")[2]}
