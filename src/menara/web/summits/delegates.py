"""The people of a delegation: enter, correct and take out one, and when one cannot meet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.summits.delegations import (
    DelegateFacts,
    TitleFacts,
    add_delegate,
    correct_delegate,
    record_absence,
    remove_absence,
    remove_delegate,
)
from menara.models import DelegationRole
from menara.permissions import may_take_part
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.delegations import Delegate, DelegationRecord, delegate, delegation_record
from menara.web import labels
from menara.web.doors import behind_door
from menara.web.languages import spoken
from menara.web.lists import as_number
from menara.web.origins import badge
from menara.web.summits.delegation import called, require_own
from menara.web.summits.desk import version_in
from menara.web.summits.given import (
    SCRIPTS,
    MomentField,
    form_page,
    saved,
    words_fields,
    words_for,
    words_in,
)
from menara.web.tenancy import membership

ACTING = (("", gettext_lazy("not known")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
ROLE = ("names_Latn", "names_Arab", "role", "precedence")


class DelegateForm(forms.Form):
    """A person: the name by script, the role, each title with its days, and room for one title more."""

    def __init__(self, *args: Any, titles: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.titles = titles + 1
        as_written = _("As the person's own office writes it; blank where it writes none.")
        for script, name in SCRIPTS.items():
            attributes = {"dir": "rtl" if script == "Arab" else "ltr", "lang": "ar" if script == "Arab" else "en"}
            self.fields[f"names_{script}"] = forms.CharField(
                label=name, required=False, max_length=200, help_text=as_written, widget=forms.TextInput(attributes)
            )
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=labels.choices(labels.DELEGATES))
        self.fields["precedence"] = forms.IntegerField(
            label=_("Place within the delegation"), required=False, min_value=1
        )
        day = forms.TextInput(attrs={"type": "date"})
        for n in range(self.titles):
            self.fields |= words_fields(f"title_{n}", _("Title"))
            self.fields[f"title_{n}_acting"] = forms.ChoiceField(label=_("Acting"), required=False, choices=ACTING)
            self.fields[f"title_{n}_since"] = forms.DateField(label=_("First day"), required=False, widget=day)
            self.fields[f"title_{n}_until"] = forms.DateField(
                label=_("First day no longer held"), required=False, widget=day
            )

    def facts(self) -> DelegateFacts:
        given = self.cleaned_data
        return DelegateFacts(
            names={script: given[f"names_{script}"] for script in SCRIPTS if given[f"names_{script}"]},
            role=DelegationRole(given["role"]),
            precedence=given["precedence"],
            titles=tuple(
                TitleFacts(
                    text=words_in(given, f"title_{n}"),
                    acting={"yes": True, "no": False}.get(given[f"title_{n}_acting"]),
                    since=given[f"title_{n}_since"],
                    until=given[f"title_{n}_until"],
                )
                for n in range(self.titles)
            ),
        )

    def layout(self) -> list[tuple[str, tuple[str, ...]]]:
        """The groups of the page: the person, then one for each title."""
        parts = ("en", "fr", "ar", "acting", "since", "until")
        titles = [
            (_("Another title") if n == self.titles - 1 and n else _("Title"), tuple(f"title_{n}_{p}" for p in parts))
            for n in range(self.titles)
        ]
        return [(_("Person"), ROLE), *titles]


class AbsenceForm(forms.Form):
    """Who cannot meet, from when until when, and why."""

    def __init__(self, *args: Any, held: DelegationRecord, **options: Any) -> None:
        super().__init__(*args, **options)
        people = [(one.person_id, called(one)) for one in held.members]
        self.fields |= {
            "person": forms.TypedChoiceField(label=_("Who"), coerce=int, choices=people),
            "from": MomentField(zone=held.time_zone, label=_("From"), required=True),
            "until": MomentField(zone=held.time_zone, label=_("Until"), required=True),
            "reason": forms.CharField(
                label=_("Reason"),
                required=False,
                max_length=200,
                help_text=_("The office of the summit reads it."),
                widget=forms.TextInput(attrs={"dir": "auto"}),
            ),
        }


@behind_door("GET", "POST", may=may_take_part)
def enter(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Put a person of a delegation on record."""
    require_own(request, delegation_id)
    held = delegation_record(delegation_id=delegation_id)
    has_head = any(one.role == DelegationRole.HEAD for one in held.members)
    role = DelegationRole.MEMBER if has_head else DelegationRole.HEAD
    form = DelegateForm(request.POST or None, titles=0, initial={"role": role.value})
    status, _made = saved(
        request,
        form,
        lambda: add_delegate(delegation_id=delegation_id, delegate=form.facts(), actor=membership(request)),
    )
    if status is None:
        messages.success(request, _("The person is on record."))
        return redirect("delegation", delegation_id=delegation_id)
    return form_page(
        request,
        form,
        status=status,
        title=_("Enter a person"),
        kicker=spoken(held.institution),
        standfirst=_("A name stands in each script as the person's own office writes it. Nothing is transliterated."),
        save=_("Put the person on record"),
        back=reverse("delegation", args=[delegation_id]),
        groups=form.layout(),
    )


@behind_door("GET", "POST", may=may_take_part)
def correct(request: HttpRequest, delegate_id: int) -> HttpResponse:
    """Correct a person of a delegation."""
    delegation_id, person = delegate(delegate_id=delegate_id)
    require_own(request, delegation_id)
    form = DelegateForm(request.POST or None, titles=len(person.titles), initial=_initial(person))
    version = version_in(request, person.version)
    status, _none = saved(
        request,
        form,
        lambda: correct_delegate(
            delegate_id=delegate_id, version=version, delegate=form.facts(), actor=membership(request)
        ),
    )
    if status is None:
        messages.success(request, _("The correction is saved."))
        return redirect("delegation", delegation_id=delegation_id)
    return form_page(
        request,
        form,
        status=status,
        title=_("Correct the person"),
        kicker=called(person),
        save=_("Save the correction"),
        back=reverse("delegation", args=[delegation_id]),
        groups=form.layout(),
        version=version,
        provenance=badge(person.origin),
    )


@behind_door("POST", may=may_take_part)
def remove(request: HttpRequest, delegate_id: int) -> HttpResponse:
    """Take a person out of a delegation."""
    delegation_id, person = delegate(delegate_id=delegate_id)
    require_own(request, delegation_id)
    remove_delegate(delegate_id=delegate_id, actor=membership(request))
    messages.success(request, _("%(person)s is no longer of the delegation.") % {"person": called(person)})
    return redirect("delegation", delegation_id=delegation_id)


@behind_door("GET", "POST", may=may_take_part)
def enter_absence(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Record when somebody cannot meet."""
    require_own(request, delegation_id)
    held = delegation_record(delegation_id=delegation_id)
    form = AbsenceForm(request.POST or None, held=held)
    status, _made = saved(
        request,
        form,
        lambda: record_absence(
            delegation_id=delegation_id,
            person_id=form.cleaned_data["person"],
            during=(form.cleaned_data["from"], form.cleaned_data["until"]),
            reason=form.cleaned_data["reason"],
            actor=membership(request),
        ),
    )
    if status is None:
        messages.success(request, _("The absence is on record. The programme keeps clear of it."))
        return redirect("delegation", delegation_id=delegation_id)
    return form_page(
        request,
        form,
        status=status,
        title=_("Enter an absence"),
        kicker=spoken(held.institution),
        standfirst=_("No meeting is placed while the person is away. Hours are those of the summit."),
        save=_("Record the absence"),
        back=reverse("delegation", args=[delegation_id]),
    )


@behind_door("POST", may=may_take_part)
def drop_absence(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Take an absence back."""
    delegation_id = as_number(request.POST.get("delegation", ""))
    if delegation_id is None:
        raise NoSuchRecord(kind="absence", record_id=absence_id)
    require_own(request, delegation_id)
    remove_absence(absence_id=absence_id, delegation_id=delegation_id, actor=membership(request))
    messages.success(request, _("The absence is taken back."))
    return redirect("delegation", delegation_id=delegation_id)


def _initial(person: Delegate) -> dict[str, Any]:
    found: dict[str, Any] = {f"names_{script}": person.names.get(script, "") for script in SCRIPTS}
    found |= {"role": person.role, "precedence": person.precedence}
    for n, title in enumerate(person.titles):
        found |= words_for(f"title_{n}", title.text)
        found[f"title_{n}_acting"] = (
            {True: "yes", False: "no"}.get(title.acting, "") if title.acting is not None else ""
        )
        found[f"title_{n}_since"] = title.since.isoformat() if title.since else ""
        found[f"title_{n}_until"] = title.until.isoformat() if title.until else ""
    return found
