"""The setting of a summit: one page with rooms, interpreters, slots and walks; and the forms of slots and walks."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.summits.days import Grid, lay_slots
from menara.actions.summits.setting import set_walks
from menara.permissions import may_edit
from menara.queries.summits.setting import (
    InterpreterLine,
    RoomLine,
    Setting,
    Span,
    SummitRecord,
    setting,
    summit_record,
)
from menara.web.codes import area_name, equipment_name, language_name
from menara.web.days import day_in_words, isolated
from menara.web.doors import behind_door
from menara.web.languages import reading, spoken
from menara.web.origins import badge
from menara.web.summits.given import form_page, saved
from menara.web.tenancy import membership


class SlotsForm(forms.Form):
    """A grid: which days, from when to when, in which steps."""

    def __init__(self, *args: Any, summit: SummitRecord, **options: Any) -> None:
        super().__init__(*args, **options)
        days = [(day.isoformat(), day_in_words(day)) for day in summit.days]
        self.fields |= {
            "days": forms.MultipleChoiceField(
                label=_("Days"), required=False, choices=days, widget=forms.CheckboxSelectMultiple
            ),
            "hours": forms.CharField(
                label=_("Hours of each day"),
                required=False,
                help_text=_("One span a line, as in 09:00-12:30. A pause is the gap between two lines."),
                widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
            ),
            "minutes": forms.IntegerField(label=_("Minutes of a slot"), initial=30),
            "pause": forms.IntegerField(label=_("Minutes between two slots"), initial=0),
        }

    def clean_hours(self) -> tuple[tuple[time, time], ...]:
        found, wrong = [], []
        for line in self.cleaned_data["hours"].splitlines():
            if not line.strip():
                continue
            begin, _dash, end = line.replace("–", "-").partition("-")
            try:
                found.append((time.fromisoformat(begin.strip()), time.fromisoformat(end.strip())))
            except ValueError:
                wrong.append(line.strip()[:40])
        if wrong:
            raise forms.ValidationError(_("No span of hours: %(lines)s") % {"lines": isolated(" · ".join(wrong))})
        return tuple(found)

    def grid(self) -> Grid:
        given = self.cleaned_data
        return Grid(
            days=tuple(date.fromisoformat(day) for day in given["days"]),
            hours=given["hours"],
            minutes=given["minutes"],
            pause=given["pause"],
        )


class WalksForm(forms.Form):
    """Minutes on foot between every two areas of the rooms; blank: next door."""

    def __init__(self, *args: Any, held: Setting, **options: Any) -> None:
        super().__init__(*args, **options)
        areas = sorted({room.area for room in held.rooms if room.area})
        known = {(one, other): minutes for one, other, minutes in held.walks}
        self.between = [(one, other) for n, one in enumerate(areas) for other in areas[n + 1 :]]
        for n, pair in enumerate(self.between):
            words = {"one": isolated(area_name(pair[0])), "other": isolated(area_name(pair[1]))}
            self.fields[f"walk_{n}"] = forms.IntegerField(
                label=_("%(one)s – %(other)s, minutes") % words,
                required=False,
                min_value=1,
                max_value=240,
                initial=known.get(pair),
            )

    def walks(self) -> list[tuple[str, str, int]]:
        given = [(pair, self.cleaned_data[f"walk_{n}"]) for n, pair in enumerate(self.between)]
        return [(one, other, minutes) for (one, other), minutes in given if minutes]


@behind_door()
def setting_page(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Rooms, interpreters, slots and walks of a summit."""
    summit = summit_record(summit_id=summit_id)
    held = setting(summit_id=summit_id)
    may = may_edit(membership(request))
    areas = {room.area for room in held.rooms if room.area}
    page: dict[str, Any] = {
        "summit": {"name": spoken(summit.name), "url": reverse("summit", args=[summit_id])},
        "rooms": [_room(room, may=may) for room in held.rooms],
        "interpreters": [_interpreter(one, may=may) for one in held.interpreters],
        "slots": [_day(day, spans) for day, spans in held.slots.items()],
        "walks": [
            {"one": area_name(one), "other": area_name(other), "minutes": minutes} for one, other, minutes in held.walks
        ],
        "urls": {
            "room": reverse("room_enter", args=[summit_id]),
            "interpreter": reverse("interpreter_enter", args=[summit_id]),
            "rooms_file": reverse("list_bring", args=[summit_id, "rooms"]),
            "interpreters_file": reverse("list_bring", args=[summit_id, "interpreters"]),
            "slots": reverse("slots_lay", args=[summit_id]),
            "walks": reverse("walks_set", args=[summit_id]) if len(areas) > 1 else None,
        }
        if may
        else {},
    }
    return render(request, "summits/desk/setting.html", page)


@behind_door("GET", "POST", may=may_edit)
def slots(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Lay a new grid of slots."""
    summit = summit_record(summit_id=summit_id)
    held = setting(summit_id=summit_id).slots
    form = SlotsForm(request.POST or None, summit=summit, initial=_grid_of(summit, held))
    status, laid = saved(
        request, form, lambda: lay_slots(summit_id=summit_id, grid=form.grid(), actor=membership(request))
    )
    if status is None:
        messages.success(request, _("The summit has %(number)s slots now.") % {"number": isolated(laid)})
        return redirect(f"{reverse('setting', args=[summit_id])}#slots")
    return form_page(
        request,
        form,
        status=status,
        title=_("Lay the slots"),
        kicker=spoken(summit.name),
        standfirst=_(
            "The new grid replaces the slots there are. Meetings that have a place keep it, or nothing changes."
        ),
        save=_("Lay the slots"),
        back=reverse("setting", args=[summit_id]),
        groups=[(gettext_lazy("Days"), ("days",)), (gettext_lazy("Hours"), ("hours", "minutes", "pause"))],
    )


@behind_door("GET", "POST", may=may_edit)
def walks(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Say how long one walks from one area to another."""
    summit = summit_record(summit_id=summit_id)
    form = WalksForm(request.POST or None, held=setting(summit_id=summit_id))
    status, _none = saved(
        request, form, lambda: set_walks(summit_id=summit_id, walks=form.walks(), actor=membership(request))
    )
    if status is None:
        messages.success(request, _("The walks are saved."))
        return redirect(f"{reverse('setting', args=[summit_id])}#walks")
    return form_page(
        request,
        form,
        status=status,
        title=_("Walks between areas"),
        kicker=spoken(summit.name),
        standfirst=_("Nobody is placed in two areas within the time the walk takes. Blank: next door."),
        save=_("Save the walks"),
        back=reverse("setting", args=[summit_id]),
    )


# --- rows -------------------------------------------------------------------------------------------------------------


def hours_by_day(spans: tuple[Span, ...]) -> list[dict[str, Any]]:
    """Hours in few lines: days with the same hours stand together."""
    days: dict[date, list[str]] = {}
    for begin, end in spans:
        days.setdefault(begin.date(), []).append(f"{begin:%H:%M}–{end:%H:%M}")
    same: dict[tuple[str, ...], list[date]] = {}
    for day, hours in days.items():
        same.setdefault(tuple(hours), []).append(day)
    return [
        {"first": found[0], "last": found[-1] if len(found) > 1 else None, "hours": list(hours)}
        for hours, found in same.items()
    ]


def pairs_in_words(pairs: tuple[tuple[str, str], ...]) -> list[str]:
    """``Arabic ⇄ French`` where both directions are covered, ``French → English`` where one is."""
    found = []
    onward = "←" if reading() == "ar" else "→"  # an arrow does not turn with the line by itself
    for source, target in pairs:
        both = (target, source) in pairs
        if both and source > target:
            continue
        arrow = "⇄" if both else onward
        found.append(f"{isolated(language_name(source))} {arrow} {isolated(language_name(target))}")
    return found


def _room(room: RoomLine, *, may: bool) -> dict[str, Any]:
    return {
        "name": spoken(room.name),
        "code": room.code,
        "area": area_name(room.area),
        "capacity": room.capacity,
        "equipment": [equipment_name(item) for item in room.equipment],
        "clearance": room.clearance,
        "turnover": room.turnover_minutes,
        "hours": hours_by_day(room.hours),
        "correct_url": reverse("room_correct", args=[room.id]) if may else None,
        "remove_url": reverse("room_remove", args=[room.id]) if may else None,
        "provenance": badge(room.origin),
    }


def _interpreter(one: InterpreterLine, *, may: bool) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": spoken(one.names),
        "pairs": pairs_in_words(one.pairs),
        "shifts": hours_by_day(one.shifts),
        "clearance": one.clearance,
        "most": one.most_minutes_in_row,
        "rest": one.rest_minutes,
        "correct_url": reverse("interpreter_correct", args=[one.id]) if may else None,
        "remove_url": reverse("interpreter_remove", args=[one.id]) if may else None,
        "provenance": badge(one.origin),
    }


def _day(day: date, spans: tuple[Span, ...]) -> dict[str, Any]:
    """A day's slots, those that follow one another without a gap together."""
    runs: list[list[Span]] = []
    for span in spans:
        if runs and runs[-1][-1][1] == span[0]:
            runs[-1].append(span)
        else:
            runs.append([span])
    return {
        "day": day,
        "total": len(spans),
        "runs": [{"hours": f"{run[0][0]:%H:%M}–{run[-1][1]:%H:%M}", "slots": len(run)} for run in runs],
    }


def _grid_of(summit: SummitRecord, held: Any) -> dict[str, Any]:
    """What the form shows at first: the grid there is, as far as it is one."""
    every_day = [day.isoformat() for day in summit.days]
    if not held:
        return {"days": every_day, "hours": "09:00-12:30\n14:00-17:30"}
    first = next(iter(held.values()))
    begin, end = first[0]
    return {
        "days": [day.isoformat() for day in held],
        "hours": "\n".join(run["hours"].replace("–", "-") for run in _day(begin.date(), first)["runs"]),
        "minutes": int((end - begin).total_seconds() // 60),
        "pause": 0,
    }
