"""What can be wrong with a request to meet: each fault at its field, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from menara.actions.summits.faults import (
    Span,
    fault,
    hour,
    languages_unknown,
    out_of_range,
    outside,
    span_turned,
    words_missing,
)
from menara.errors import Fault
from menara.models import Delegation, DelegationMember, Meeting, MeetingRequest, Room, Summit
from menara.wording import gettext_noop

if TYPE_CHECKING:
    from menara.actions.summits.requests import RequestFacts

USUAL_PRIORITY = 2


class Surroundings:
    """What the requests of a summit are held against. Each part is read once, when it is first asked for."""

    def __init__(self, summit: Summit) -> None:
        self.summit = summit

    @cached_property
    def delegations(self) -> frozenset[int]:
        return frozenset(Delegation.objects.filter(summit=self.summit).values_list("pk", flat=True))

    @cached_property
    def rooms(self) -> tuple[Room, ...]:
        return tuple(Room.objects.filter(summit=self.summit))

    @cached_property
    def befores(self) -> Mapping[int, int | None]:
        """The request each one comes after, by request."""
        return dict(MeetingRequest.objects.filter(summit=self.summit).values_list("pk", "after_id"))

    @cached_property
    def on_record(self) -> frozenset[int]:
        """The requests whose meeting is on record."""
        rows = Meeting.objects.filter(summit=self.summit, request__isnull=False)
        return frozenset(rows.values_list("request_id", flat=True))


def request_faults(
    given: RequestFacts,
    asking: Delegation,
    asked: Delegation,
    *,
    by_office: bool,
    now: datetime,
    corrected: MeetingRequest | None = None,
    around: Surroundings | None = None,
) -> list[Fault]:
    """Every fault of a request, new or corrected. Who holds several against one summit gives what is ``around``."""
    around = around or Surroundings(asking.summit)
    frame = days_of(asking.summit)
    return [
        *_faults_of_the_two(given, asking, asked, around),
        *_sides_faults(given, corrected, around),
        *words_missing("subject", given.subject),
        *out_of_range("priority", given.priority, least=1, most=3),
        *out_of_range("minutes", given.minutes, least=5, most=480),
        *out_of_range("persons", given.persons, least=2, most=500),
        *out_of_range("clearance", given.clearance, least=0, most=9),
        *([] if by_office else _faults_of_office_fields(given, corrected)),
        *_language_faults("asking_language", given.asking_language, asking),
        *_language_faults("asked_language", given.asked_language, asked),
        *_room_faults(given, around.rooms),
        *_time_faults("window", given.window, given.minutes, frame),
        *_time_faults("preferred", given.preferred, given.minutes, frame),
        *_expiry_faults(given, frame, now, corrected),
        *_after_faults(given, corrected, around),
        *_people_faults(given, asking, asked),
    ]


def days_of(summit: Summit) -> Span:
    """The summit's days from midnight to midnight, in its zone."""
    zone = ZoneInfo(summit.time_zone)
    begin, end = (datetime.combine(day, time(), zone) for day in (summit.period.lower, summit.period.upper))
    return begin, end


def _faults_of_the_two(given: RequestFacts, asking: Delegation, asked: Delegation, around: Surroundings) -> list[Fault]:
    found = []
    if asking.pk == asked.pk:
        found.append(fault("asked", "asks_itself", gettext_noop("A delegation does not ask itself.")))
    if asked.summit_id != asking.summit_id:
        found.append(fault("asked", "other_summit", gettext_noop("The two are not at the same summit.")))
    if given.receiving_id not in (None, asking.pk, asked.pk):
        found.append(fault("receiving", "not_of_the_two", gettext_noop("One of the two receives the other.")))
    if given.host_id is not None and given.host_id not in around.delegations:
        found.append(fault("host", "other_summit", gettext_noop("The host is not at this summit.")))
    return found


def _sides_faults(given: RequestFacts, corrected: MeetingRequest | None, around: Surroundings) -> list[Fault]:
    """Who received whom says which side is whose, in the talking points and the minutes too."""
    receiving = given.receiving_id or given.asked_id
    if corrected is None or receiving == corrected.receiving_id or corrected.pk not in around.on_record:
        return []
    said = gettext_noop("The meeting is on record; who received whom stays.")
    return [fault("receiving", "meeting_on_record", said)]


def _faults_of_office_fields(given: RequestFacts, corrected: MeetingRequest | None) -> list[Fault]:
    """What the office says of a request, a focal point leaves as it is."""
    said = gettext_noop("The protocol office decides on this.")
    usual = {
        "priority": corrected.priority if corrected else USUAL_PRIORITY,
        "clearance": corrected.clearance if corrected else 0,
        "host_id": corrected.host_id if corrected else None,
    }
    changed = [name for name, value in usual.items() if getattr(given, name) != value]
    return [fault(name.removesuffix("_id"), "for_the_office", said) for name in changed]


def _language_faults(name: str, code: str, delegation: Delegation) -> list[Fault]:
    if not code:
        return []
    if delegation.languages and code not in delegation.languages:
        said = gettext_noop("The delegation does not work in “%(found)s”; it works in %(allowed)s.")
        return [fault(name, "language_not_spoken", said, found=code, allowed=" · ".join(delegation.languages))]
    return languages_unknown(name, [code])


def _room_faults(given: RequestFacts, rooms: tuple[Room, ...]) -> list[Fault]:
    """What no room of the summit can offer, once it has rooms."""
    if not rooms:
        return []
    found = []
    largest = max(room.capacity for room in rooms)
    if given.persons > largest:
        said = gettext_noop("No room seats %(found)s; the largest seats %(allowed)s.")
        found.append(fault("persons", "no_room_so_large", said, found=given.persons, allowed=largest))
    known = {item for room in rooms for item in room.equipment}
    said = gettext_noop("No room has “%(found)s”; there is %(allowed)s.")
    found += [
        fault("equipment", "no_room_has", said, found=item, allowed=" · ".join(sorted(known)) or "–")
        for item in given.equipment
        if item not in known
    ]
    highest = max(room.clearance for room in rooms)
    if given.clearance > highest:
        said = gettext_noop("No room is cleared for level %(found)s; the highest is %(allowed)s.")
        found.append(fault("clearance", "no_room_cleared", said, found=given.clearance, allowed=highest))
    return found


def _time_faults(name: str, span: Span | None, minutes: int, frame: Span) -> list[Fault]:
    if span is None:
        return []
    found = span_turned(f"{name}_until", span) or outside(f"{name}_from", span, frame)
    if not found and span[1] - span[0] < timedelta(minutes=minutes):
        said = gettext_noop("%(found)s minutes do not fit between the two.")
        found = [fault(f"{name}_until", "too_short", said, found=minutes)]
    return found


def _expiry_faults(given: RequestFacts, frame: Span, now: datetime, corrected: MeetingRequest | None) -> list[Fault]:
    moment = given.expires_at
    if moment is None or (corrected is not None and moment == corrected.expires_at):
        return []
    if moment <= now:
        said = gettext_noop("%(found)s is over already.")
        return [fault("expires_at", "is_over", said, found=hour(moment.astimezone(frame[0].tzinfo)))]
    if moment > frame[1]:
        said = gettext_noop("The summit is over by %(found)s.")
        return [fault("expires_at", "after_the_summit", said, found=hour(moment.astimezone(frame[0].tzinfo)))]
    return []


def _after_faults(given: RequestFacts, corrected: MeetingRequest | None, around: Surroundings) -> list[Fault]:
    if given.after_id is None:
        return []
    if given.after_id not in around.befores:
        return [fault("after", "no_such_request", gettext_noop("There is no such meeting at this summit."))]
    if corrected is not None and _leads_to(given.after_id, corrected.pk, around.befores):
        return [fault("after", "circle", gettext_noop("Then each of the two would come after the other."))]
    return []


def _leads_to(start: int, wanted: int, befores: Mapping[int, int | None]) -> bool:
    here: int | None = start
    for _step in range(len(befores) + 1):
        if here is None or here == wanted:
            break
        here = befores.get(here)
    return here == wanted


def _people_faults(given: RequestFacts, asking: Delegation, asked: Delegation) -> list[Fault]:
    if not given.people:
        return []
    members = DelegationMember.objects.filter(delegation__in=[asking, asked], person_id__in=given.people)
    known = set(members.values_list("person_id", flat=True))
    if set(given.people) <= known:
        return []
    return [fault("people", "not_of_the_two", gettext_noop("Only people of the two delegations can be needed."))]
