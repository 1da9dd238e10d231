"""Enter and correct a delegation: the office all of it, a focal point what concerns its own people and times."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara import facts
from menara.actions.summits.delegations import DelegationFacts, correct_delegation, enter_delegation
from menara.permissions import may_edit, may_take_part
from menara.queries.summits.delegations import (
    DelegationRecord,
    delegation_record,
    institutions,
)
from menara.queries.summits.setting import SummitRecord, summit_record
from menara.web.codes import language_name
from menara.web.doors import behind_door
from menara.web.languages import spoken
from menara.web.origins import badge
from menara.web.summits.delegation import require_own
from menara.web.summits.desk import version_in
from menara.web.summits.given import (
    MomentField,
    both_or_none,
    form_page,
    language_choices,
    saved,
    span_in,
    words_fields,
    words_in,
)
from menara.web.tenancy import membership

PREFERRED = gettext_lazy("Preferred language")
GROUPS = (
    (gettext_lazy("The body"), ("institution", "name_en", "name_fr", "name_ar", "country", "is_host")),
    (gettext_lazy("Languages"), ("first_language", "languages")),
    (gettext_lazy("Protocol"), ("precedence", "most_in_row", "present_from", "present_until")),
    (gettext_lazy("Note"), ("note",)),
)


class DelegationForm(forms.Form):
    """A delegation as the office keeps it. A focal point's form has fewer fields."""

    def __init__(self, *args: Any, summit: SummitRecord, is_new: bool, by_office: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        codes = sorted(facts.languages(), key=lambda code: str(language_name(code)))
        if is_new:
            known = [(one.id, spoken(one.name)) for one in institutions()]
            self.fields["institution"] = forms.TypedChoiceField(
                label=_("Body on record"),
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", _("a new one, named below")), *known],
            )
            self.fields |= words_fields("name", _("Name of a new body"))
            self.fields["country"] = forms.CharField(
                label=_("Country of a new body"),
                required=False,
                max_length=3,
                help_text=_("ISO code of three letters, as in MAR."),
            )
        if by_office:
            self.fields["is_host"] = forms.BooleanField(label=_("It hosts the summit"), required=False)
            self.fields["precedence"] = forms.IntegerField(
                label=_("Place in the order of precedence"), required=False, min_value=0
            )
        self.fields |= {
            "first_language": forms.ChoiceField(
                label=PREFERRED, required=False, choices=language_choices(codes, blank=_("not stated"))
            ),
            "languages": forms.MultipleChoiceField(
                label=_("Other languages it works in"),
                required=False,
                choices=language_choices(codes),
                widget=forms.CheckboxSelectMultiple,
            ),
            "most_in_row": forms.IntegerField(
                label=_("Meetings its head takes without a break"), required=False, min_value=1
            ),
            "present_from": MomentField(zone=summit.time_zone, label=_("Present from")),
            "present_until": MomentField(zone=summit.time_zone, label=_("Present until")),
        }
        if by_office:
            self.fields["note"] = forms.CharField(
                label=_("Note of the office"), required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
            )

    def clean(self) -> dict[str, Any]:
        both_or_none(self, "present")
        return self.cleaned_data

    def facts(self, held: DelegationRecord | None = None) -> DelegationFacts:
        """What was typed; of what the form does not ask, what stands on record."""
        given = self.cleaned_data
        spoken_first = [given["first_language"]] if given["first_language"] else []
        return DelegationFacts(
            institution_id=held.institution_id if held else given.get("institution"),
            name=words_in(given, "name"),
            country=given.get("country", "").upper(),
            is_host=given["is_host"] if "is_host" in given else bool(held and held.is_host),
            languages=tuple(dict.fromkeys([*spoken_first, *given["languages"]])),
            precedence=given.get("precedence", held.precedence if held else None),
            present=span_in(given, "present"),
            most_in_row=given["most_in_row"],
            note=given.get("note", held.note if held else ""),
        )


@behind_door("GET", "POST", may=may_edit)
def enter(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Put a delegation on record."""
    held = summit_record(summit_id=summit_id)
    form = DelegationForm(request.POST or None, summit=held, is_new=True, by_office=True)
    status, made = saved(
        request,
        form,
        lambda: enter_delegation(summit_id=summit_id, delegation=form.facts(), actor=membership(request)),
    )
    if status is None:
        messages.success(request, _("The delegation is on record. Name its head next."))
        return redirect("delegation", delegation_id=made)
    return form_page(
        request,
        form,
        status=status,
        title=_("Enter a delegation"),
        kicker=spoken(held.name),
        save=_("Put the delegation on record"),
        back=reverse("delegations", args=[summit_id]),
        groups=GROUPS,
    )


@behind_door("GET", "POST", may=may_take_part)
def correct(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Correct a delegation; a focal point the own one, as far as it is for it to say."""
    member = membership(request)
    held = delegation_record(delegation_id=delegation_id)
    require_own(request, delegation_id)
    summit = summit_record(summit_id=held.summit_id)
    present = held.present or (None, None)
    initial = {
        "is_host": held.is_host,
        "precedence": held.precedence,
        "first_language": next(iter(held.languages), ""),
        "languages": list(held.languages[1:]),
        "most_in_row": held.most_in_row,
        "present_from": present[0],
        "present_until": present[1],
        "note": held.note,
    }
    form = DelegationForm(
        request.POST or None, summit=summit, is_new=False, by_office=may_edit(member), initial=initial
    )
    version = version_in(request, held.version)
    status, _none = saved(
        request,
        form,
        lambda: correct_delegation(
            delegation_id=delegation_id, version=version, delegation=form.facts(held), actor=member
        ),
    )
    if status is None:
        messages.success(request, _("The correction is saved."))
        return redirect("delegation", delegation_id=delegation_id)
    return form_page(
        request,
        form,
        status=status,
        title=_("Correct the delegation"),
        kicker=spoken(held.institution),
        save=_("Save the correction"),
        back=reverse("delegation", args=[delegation_id]),
        groups=GROUPS,
        version=version,
        provenance=badge(held.origin),
    )
