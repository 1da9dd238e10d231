"""Enter, correct and take away a room or an interpreter of a summit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.summits.setting import (
    InterpreterFacts,
    RoomFacts,
    correct_interpreter,
    correct_room,
    enter_interpreter,
    enter_room,
    remove_interpreter,
    remove_room,
)
from menara.facts.rooms import equipment_code
from menara.permissions import may_edit
from menara.queries.summits.setting import SummitRecord, interpreter, room, setting, summit_record
from menara.web.codes import equipment_name
from menara.web.doors import behind_door
from menara.web.languages import isolated, spoken
from menara.web.origins import badge
from menara.web.summits.desk import version_in
from menara.web.summits.given import (
    SCRIPTS,
    ItemsField,
    SpansField,
    form_page,
    saved,
    words_fields,
    words_for,
    words_in,
)
from menara.web.tenancy import membership

ROOM_GROUPS = (
    (gettext_lazy("Name"), ("name_en", "name_fr", "name_ar", "code", "area")),
    (gettext_lazy("What it offers"), ("capacity", "clearance", "turnover_minutes", "equipment")),
    (gettext_lazy("When it is open"), ("hours",)),
)
INTERPRETER_GROUPS = (
    (gettext_lazy("Person"), ("code", "names_Latn", "names_Arab", "clearance")),
    (gettext_lazy("Languages"), ("pairs",)),
    (gettext_lazy("Work"), ("most_minutes_in_row", "rest_minutes", "shifts")),
)


class RoomForm(forms.Form):
    """A room, and when it is open."""

    def __init__(self, *args: Any, summit: SummitRecord, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= words_fields("name", _("Name"), required=True)
        self.fields |= {
            "code": forms.CharField(label=_("Code"), max_length=40, widget=forms.TextInput(attrs={"dir": "ltr"})),
            "area": forms.CharField(
                label=_("Building or area"),
                required=False,
                max_length=40,
                help_text=_("Walking counts between areas."),
                widget=forms.TextInput(attrs={"dir": "auto"}),
            ),
            "capacity": forms.IntegerField(label=_("Seats"), initial=10),
            "clearance": forms.IntegerField(label=_("Cleared up to level"), initial=0),
            "turnover_minutes": forms.IntegerField(label=_("Minutes kept free behind each meeting"), initial=0),
            "equipment": ItemsField(label=_("Equipment"), help_text=_("One item a line, as in: screen.")),
            "hours": SpansField(zone=summit.time_zone, label=_("Hours")),
        }

    def facts(self) -> RoomFacts:
        given = self.cleaned_data
        plain = ("code", "area", "capacity", "clearance", "turnover_minutes", "hours")
        return RoomFacts(
            name=words_in(given, "name"),
            equipment=tuple(equipment_code(item) for item in given["equipment"]),
            **{name: given[name] for name in plain},
        )


class InterpreterForm(forms.Form):
    """An interpreter: languages by direction, shifts, rest. The code stands for the name where none is to be shown."""

    def __init__(self, *args: Any, summit: SummitRecord, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = forms.CharField(
            label=_("Code"), max_length=40, widget=forms.TextInput(attrs={"dir": "ltr"})
        )
        for script, name in SCRIPTS.items():
            direction = forms.TextInput(attrs={"dir": "rtl" if script == "Arab" else "ltr"})
            self.fields[f"names_{script}"] = forms.CharField(
                label=name, required=False, max_length=200, widget=direction
            )
        self.fields |= {
            "clearance": forms.IntegerField(label=_("Cleared up to level"), initial=0),
            "pairs": ItemsField(
                label=_("From which language into which"),
                help_text=_("One direction a line, as in ar-fr; the way back is a line of its own."),
            ),
            "most_minutes_in_row": forms.IntegerField(label=_("Minutes at most in a row"), initial=120),
            "rest_minutes": forms.IntegerField(label=_("Minutes of rest then"), initial=30),
            "shifts": SpansField(zone=summit.time_zone, label=_("Shifts")),
        }

    def clean_pairs(self) -> tuple[tuple[str, str], ...]:
        items = self.cleaned_data["pairs"]
        wrong = [item for item in items if item.count("-") != 1 or not all(item.split("-"))]
        if wrong:
            said = _("No pair of languages: %(lines)s")
            raise forms.ValidationError(said % {"lines": isolated(" · ".join(wrong)[:200])})
        return tuple((item.split("-")[0].strip().lower(), item.split("-")[1].strip().lower()) for item in items)

    def facts(self) -> InterpreterFacts:
        given = self.cleaned_data
        plain = ("code", "pairs", "shifts", "clearance", "most_minutes_in_row", "rest_minutes")
        names = {script: given[f"names_{script}"] for script in SCRIPTS if given[f"names_{script}"]}
        return InterpreterFacts(names=names, **{name: given[name] for name in plain})


@behind_door("GET", "POST", may=may_edit)
def room_enter(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Put a room on record; at first it is open whenever the slots are."""
    summit = summit_record(summit_id=summit_id)
    form = RoomForm(request.POST or None, summit=summit, initial={"hours": _hours_of_slots(summit_id)})
    status, _made = saved(
        request, form, lambda: enter_room(summit_id=summit_id, room=form.facts(), actor=membership(request))
    )
    if status is None:
        messages.success(request, _("The room is on record."))
        return redirect(f"{reverse('setting', args=[summit_id])}#rooms")
    return form_page(
        request,
        form,
        status=status,
        title=_("Enter a room"),
        kicker=spoken(summit.name),
        save=_("Put the room on record"),
        back=reverse("setting", args=[summit_id]),
        groups=ROOM_GROUPS,
    )


@behind_door("GET", "POST", may=may_edit)
def room_correct(request: HttpRequest, room_id: int) -> HttpResponse:
    """Correct a room."""
    summit_id, held = room(room_id=room_id)
    initial = {
        **words_for("name", held.name),
        "code": held.code,
        "area": held.area,
        "capacity": held.capacity,
        "clearance": held.clearance,
        "turnover_minutes": held.turnover_minutes,
        "equipment": [str(equipment_name(item)) for item in held.equipment],
        "hours": held.hours,
    }
    form = RoomForm(request.POST or None, summit=summit_record(summit_id=summit_id), initial=initial)
    version = version_in(request, held.version)
    status, _none = saved(
        request,
        form,
        lambda: correct_room(room_id=room_id, version=version, room=form.facts(), actor=membership(request)),
    )
    if status is None:
        messages.success(request, _("The correction is saved."))
        return redirect(f"{reverse('setting', args=[summit_id])}#rooms")
    return form_page(
        request,
        form,
        status=status,
        title=_("Correct the room"),
        kicker=spoken(held.name),
        standfirst=_("Meetings placed in it stay where they are; the board says which of them no longer fit."),
        save=_("Save the correction"),
        back=reverse("setting", args=[summit_id]),
        groups=ROOM_GROUPS,
        version=version,
        provenance=badge(held.origin),
    )


@behind_door("POST", may=may_edit)
def room_remove(request: HttpRequest, room_id: int) -> HttpResponse:
    """Take a room off the record."""
    summit_id, held = room(room_id=room_id)
    remove_room(room_id=room_id, actor=membership(request))
    messages.success(request, _("“%(name)s” is taken away.") % {"name": spoken(held.name)})
    return redirect(f"{reverse('setting', args=[summit_id])}#rooms")


@behind_door("GET", "POST", may=may_edit)
def interpreter_enter(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Put an interpreter on record; at first on duty whenever there are slots."""
    summit = summit_record(summit_id=summit_id)
    form = InterpreterForm(request.POST or None, summit=summit, initial={"shifts": _hours_of_slots(summit_id)})
    status, _made = saved(
        request,
        form,
        lambda: enter_interpreter(summit_id=summit_id, interpreter=form.facts(), actor=membership(request)),
    )
    if status is None:
        messages.success(request, _("The interpreter is on record."))
        return redirect(f"{reverse('setting', args=[summit_id])}#interpreters")
    return form_page(
        request,
        form,
        status=status,
        title=_("Enter an interpreter"),
        kicker=spoken(summit.name),
        save=_("Put the interpreter on record"),
        back=reverse("setting", args=[summit_id]),
        groups=INTERPRETER_GROUPS,
    )


@behind_door("GET", "POST", may=may_edit)
def interpreter_correct(request: HttpRequest, interpreter_id: int) -> HttpResponse:
    """Correct an interpreter."""
    summit_id, held = interpreter(interpreter_id=interpreter_id)
    initial: dict[str, Any] = {f"names_{script}": held.names.get(script, "") for script in SCRIPTS}
    initial |= {
        "code": held.code,
        "clearance": held.clearance,
        "pairs": [f"{source}-{target}" for source, target in held.pairs],
        "most_minutes_in_row": held.most_minutes_in_row,
        "rest_minutes": held.rest_minutes,
        "shifts": held.shifts,
    }
    form = InterpreterForm(request.POST or None, summit=summit_record(summit_id=summit_id), initial=initial)
    version = version_in(request, held.version)
    status, _none = saved(
        request,
        form,
        lambda: correct_interpreter(
            interpreter_id=interpreter_id, version=version, interpreter=form.facts(), actor=membership(request)
        ),
    )
    if status is None:
        messages.success(request, _("The correction is saved."))
        return redirect(f"{reverse('setting', args=[summit_id])}#interpreters")
    return form_page(
        request,
        form,
        status=status,
        title=_("Correct the interpreter"),
        kicker=held.code,
        save=_("Save the correction"),
        back=reverse("setting", args=[summit_id]),
        groups=INTERPRETER_GROUPS,
        version=version,
        provenance=badge(held.origin),
    )


@behind_door("POST", may=may_edit)
def interpreter_remove(request: HttpRequest, interpreter_id: int) -> HttpResponse:
    """Take an interpreter off the record."""
    summit_id, held = interpreter(interpreter_id=interpreter_id)
    remove_interpreter(interpreter_id=interpreter_id, actor=membership(request))
    messages.success(request, _("“%(name)s” is taken away.") % {"name": held.code})
    return redirect(f"{reverse('setting', args=[summit_id])}#interpreters")


def _hours_of_slots(summit_id: int) -> list[Any]:
    """The spans in which slots follow one another, as hours to begin with."""
    runs: list[list[Any]] = []
    for spans in setting(summit_id=summit_id).slots.values():
        for begin, end in spans:
            if runs and runs[-1][1] == begin:
                runs[-1][1] = end
            else:
                runs.append([begin, end])
    return [(begin, end) for begin, end in runs]
