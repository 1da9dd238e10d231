"""A calendar file of another tool: read, shown, and taken only when a person has seen what it would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from menara.actions.summits.calendars import no_longer, take_busy_times
from menara.actions.summits.sides import delegation_of, require_keeper
from menara.errors import BadInput
from menara.intake.calendars import BusyTime, CalendarRead, read_calendar
from menara.intake.calendars.lines import MAX_BYTES
from menara.models.zones import zone_of
from menara.permissions import may_speak
from menara.queries.summits.calendars import (
    CalendarOwner,
    Delegate,
    calendar_owner,
    delegates,
    kept_from_calendar,
)
from menara.web.days import day_in_words, zone_in_words
from menara.web.doors import behind_door
from menara.web.languages import isolated, spoken
from menara.web.refusals import told_fault
from menara.web.summits.calendars import who
from menara.web.tenancy import membership

SALT = "busy-times"
HOUR = 3600
NAME = "calendar"


class BusyForm(forms.Form):
    """Whose calendar, and the file."""

    person = forms.TypedChoiceField(label=gettext_lazy("Whose calendar"), coerce=int)
    file = forms.FileField(
        label=gettext_lazy("Calendar file"),
        help_text=gettext_lazy("An iCalendar file (.ics), as every calendar program exports it."),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        allow_empty_file=True,
    )
    is_home = forms.BooleanField(
        label=gettext_lazy("Take times without a time zone in the zone of the summit"), required=False
    )
    with_titles = forms.BooleanField(
        label=gettext_lazy("Keep what the times are called"),
        help_text=gettext_lazy("Otherwise the office sees that the person is busy, and nothing more."),
        required=False,
    )

    def __init__(self, *args: Any, people: Sequence[Delegate], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (one.person_id, " · ".join(part for part in who(one) if part)) for one in people
        ]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Export the days of the summit only."),
                params={"limit": MAX_BYTES >> 20},
            )
        return file


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What was read and shown, on its way back from the browser."""

    person_id: int
    with_titles: bool
    busy: tuple[BusyTime, ...]
    uids: tuple[str, ...]


@behind_door("GET", "POST", may=may_speak)
def busy_times(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Bring a calendar file; see what it would change; take it."""
    require_keeper(membership(request), delegation_of(delegation_id))
    owner = calendar_owner(delegation_id=delegation_id)
    people = delegates(delegation_id=delegation_id)
    if "seen" in request.POST:
        return _take(request, owner)
    form = BusyForm(request.POST or None, request.FILES or None, people=people)
    page: dict[str, Any] = {
        "owner": {"name": spoken(owner.institution), "summit": spoken(owner.summit)},
        "form": form,
        "zone": zone_in_words(owner.time_zone),
        "has_people": bool(people),
        "back_url": reverse("delegation_calendars", args=[delegation_id]),
    }
    if request.method != "POST":
        return render(request, "summits/busy_times.html", page)
    if not form.is_valid():
        return render(request, "summits/busy_times.html", page, status=422)
    try:
        read = _read(form, owner)
    except BadInput as refusal:
        return render(request, "summits/busy_times.html", page | _faults(refusal), status=422)
    person = next(one for one in people if one.person_id == form.cleaned_data["person"])
    return render(request, "summits/busy_preview.html", page | _preview(request, form, read, person, owner))


def _read(form: BusyForm, owner: CalendarOwner) -> CalendarRead:
    zone = zone_of(owner.time_zone)
    return read_calendar(
        form.cleaned_data["file"].read(),
        name=NAME,
        zone=zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC"),
        begins_at=owner.first_day,
        ends_at=owner.day_after,
        floating_is_home=form.cleaned_data["is_home"],
    )


def _take(request: HttpRequest, owner: CalendarOwner) -> HttpResponse:
    seen = _opened(request, owner)
    if seen is None:
        messages.error(request, _("What you saw is too old to be taken. Bring the file again."))
        return redirect("busy_times", delegation_id=owner.delegation_id)
    done = take_busy_times(
        delegation_id=owner.delegation_id,
        person_id=seen.person_id,
        busy=seen.busy,
        uids=seen.uids,
        with_titles=seen.with_titles,
        actor=membership(request),
    )
    said = _("Entered: %(entered)s. Changed: %(changed)s. Unchanged: %(unchanged)s. Removed: %(removed)s.")
    counts = {name: isolated(getattr(done, name)) for name in ("entered", "changed", "unchanged", "removed")}
    messages.success(request, said % counts)
    return redirect("delegation_calendars", delegation_id=owner.delegation_id)


# --- what a person has seen, sealed -----------------------------------------------------------------------------------


def _sealed(request: HttpRequest, owner: CalendarOwner, seen: _Seen) -> str:
    told = {
        "of": _bound_to(request, owner),
        "person": seen.person_id,
        "titles": seen.with_titles,
        "busy": [
            [b.key, b.uid, b.begins_at.isoformat(), b.ends_at.isoformat(), b.title if seen.with_titles else ""]
            for b in seen.busy
        ],
        "uids": list(seen.uids),
    }
    return signing.dumps(told, salt=SALT, compress=True)


def _opened(request: HttpRequest, owner: CalendarOwner) -> _Seen | None:
    try:
        told = signing.loads(request.POST["seen"], salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        return None
    if told["of"] != _bound_to(request, owner):
        return None
    return _Seen(
        person_id=told["person"],
        with_titles=told["titles"],
        busy=tuple(
            BusyTime(
                key=key, uid=uid, begins_at=datetime.fromisoformat(a), ends_at=datetime.fromisoformat(b), title=title
            )
            for key, uid, a, b, title in told["busy"]
        ),
        uids=tuple(told["uids"]),
    )


def _bound_to(request: HttpRequest, owner: CalendarOwner) -> list[int]:
    member = membership(request)
    return [member.organisation_id, member.account_id, owner.delegation_id]


# --- pages ------------------------------------------------------------------------------------------------------------


def _preview(
    request: HttpRequest, form: BusyForm, read: CalendarRead, person: Delegate, owner: CalendarOwner
) -> dict[str, Any]:
    held = kept_from_calendar(person_id=person.person_id)
    over = no_longer(held, keys={time.key for time in read.busy}, uids=read.uids)
    seen = _Seen(
        person_id=person.person_id,
        with_titles=form.cleaned_data["with_titles"],
        busy=read.busy,
        # Only those of which something is held: a calendar of years would not go through a form.
        uids=tuple(sorted({uid for key in over for uid in (key, key.rpartition("#")[0]) if uid in read.uids})),
    )
    zone = zone_of(owner.time_zone)
    shown = [(*_change(time, held), time.begins_at, time.ends_at, time.title) for time in read.busy]
    shown += [({"tone": "bad", "label": _("over")}, True, *held[key], "") for key in over]
    changes = any(is_change for _state, is_change, *_rest in shown)
    return {
        "person": " · ".join(part for part in who(person) if part),
        "times": [
            {"state": state, "title": title, **_when(begins.astimezone(zone), ends.astimezone(zone))}
            for state, _is_change, begins, ends, title in sorted(shown, key=lambda one: (one[2], one[3]))
        ],
        "changes": changes,
        "keeps_titles": seen.with_titles,
        "passed_over": _passed_over(read),
        "seen": _sealed(request, owner, seen) if changes else "",
    }


def _change(time: BusyTime, held: dict[str, tuple[datetime, datetime]]) -> tuple[dict[str, str], bool]:
    before = held.get(time.key)
    if before is None:
        return {"tone": "good", "label": _("new")}, True
    if before != (time.begins_at, time.ends_at):
        return {"tone": "going", "label": _("other time")}, True
    return {"tone": "quiet", "label": _("as before")}, False


def _when(begins: datetime, ends: datetime) -> dict[str, Any]:
    """Day and hours, and the last day where that is another. Whole days, which end at a midnight, have no hours."""
    is_whole = begins.time() == ends.time() == time()
    last = ends.date() - timedelta(days=1) if is_whole else ends.date()
    return {
        "day": day_in_words(begins.date(), with_weekday=True),
        "last_day": day_in_words(last, with_weekday=True) if last != begins.date() else "",
        "is_whole": is_whole,
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
    }


def _passed_over(read: CalendarRead) -> list[str]:
    counted = [
        (
            read.outside,
            ngettext("%(count)s event outside the summit", "%(count)s events outside the summit", read.outside),
        ),
        (read.free, ngettext("%(count)s event marked as free", "%(count)s events marked as free", read.free)),
        (read.cancelled, ngettext("%(count)s cancelled event", "%(count)s cancelled events", read.cancelled)),
        (read.own, ngettext("%(count)s meeting of this programme", "%(count)s meetings of this programme", read.own)),
    ]
    return [said % {"count": isolated(count)} for count, said in counted if count]


def _faults(refusal: BadInput) -> dict[str, Any]:
    return {
        "file_faults": [told_fault(fault) for fault in refusal.faults if not fault.row],
        "event_faults": [
            {"row": fault.row, "event": fault.column, "sentence": told_fault(fault)}
            for fault in refusal.faults
            if fault.row
        ],
        "fault_total": refusal.total,
    }
