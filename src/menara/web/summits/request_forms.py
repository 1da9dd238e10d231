"""Ask for a meeting, and correct what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.summits.requests import RequestFacts, ask_meeting, correct_request
from menara.models import Membership, RequestStatus
from menara.permissions import may_edit, may_represent, may_take_part, require
from menara.queries.summits.delegations import (
    DelegationName,
    delegation_names,
    delegation_record,
    represented_by,
)
from menara.queries.summits.requests import RequestRecord, request_record, requests
from menara.queries.summits.setting import SummitRecord, equipment, summit_record
from menara.web import labels
from menara.web.codes import equipment_name
from menara.web.doors import behind_door
from menara.web.languages import spoken
from menara.web.lists import Asked
from menara.web.origins import badge
from menara.web.summits.delegation import called
from menara.web.summits.desk import version_in
from menara.web.summits.given import (
    MomentField,
    both_or_none,
    form_page,
    language_choices,
    saved,
    span_in,
    words_fields,
    words_for,
    words_in,
)
from menara.web.summits.request_words import title_of
from menara.web.tenancy import membership

GROUPS = (
    (gettext_lazy("Who"), ("asking", "asked", "receiving")),
    (gettext_lazy("About what"), ("subject_en", "subject_fr", "subject_ar", "minutes", "is_tentative", "priority")),
    (
        gettext_lazy("When"),
        ("window_from", "window_until", "preferred_from", "preferred_until", "expires_at", "after"),
    ),
    (
        gettext_lazy("In the room"),
        ("persons", "asking_language", "asked_language", "equipment", "clearance", "host", "people"),
    ),
)
SIDES = (("asked", gettext_lazy("the one that is asked")), ("asking", gettext_lazy("the one that asks")))


class RequestForm(forms.Form):
    """What is asked for. The two delegations are chosen once and stand for good; what the office decides on is asked of
    the office only."""

    def __init__(
        self,
        *args: Any,
        summit: SummitRecord,
        names: tuple[DelegationName, ...],
        own: int | None,
        held: RequestRecord | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.own, self.held = own, held
        if held is None:
            self._ask_for_the_two(names)
        self.fields |= words_fields("subject", _("Subject"), required=True)
        zone = summit.time_zone
        codes = sorted({code for name in names for code in name.languages})
        first = _("the delegation's first")
        self.fields |= {
            "minutes": forms.IntegerField(label=_("Length in minutes"), initial=30, min_value=5, max_value=480),
            "is_tentative": forms.BooleanField(label=_("Tentative: may still fall away"), required=False),
            "window_from": MomentField(zone=zone, label=_("Not before")),
            "window_until": MomentField(zone=zone, label=_("Not after")),
            "preferred_from": MomentField(zone=zone, label=_("Rather from")),
            "preferred_until": MomentField(zone=zone, label=_("Rather until")),
            "expires_at": MomentField(
                zone=zone, label=_("Expires at"), help_text=_("Without an answer by then it stands in nobody's way.")
            ),
            "persons": forms.IntegerField(label=_("Persons in the room"), initial=4, min_value=2),
            "asking_language": forms.ChoiceField(
                label=_("Language of who asks"), required=False, choices=language_choices(codes, blank=first)
            ),
            "asked_language": forms.ChoiceField(
                label=_("Language of who is asked"), required=False, choices=language_choices(codes, blank=first)
            ),
        }
        if items := equipment(summit_id=summit.id):
            self.fields["equipment"] = forms.MultipleChoiceField(
                label=_("Equipment"),
                required=False,
                choices=[(item, equipment_name(item)) for item in items],
                widget=forms.CheckboxSelectMultiple,
            )
        if own is None:
            self._ask_the_office(summit, names)
        if held is not None:
            self._ask_for_people(held)

    def _ask_for_the_two(self, names: tuple[DelegationName, ...]) -> None:
        # Chosen by hand: a delegation that stands there first would be asked by mistake.
        head: list[tuple[Any, Any]] = [("", _("Choose"))]
        options = [(one.id, spoken(one.institution)) for one in names]
        if self.own is None:
            self.fields["asking"] = forms.TypedChoiceField(label=_("Who asks"), coerce=int, choices=head + options)
        others = [option for option in options if option[0] != self.own]
        self.fields["asked"] = forms.TypedChoiceField(label=_("Who is asked"), coerce=int, choices=head + others)

    def _ask_the_office(self, summit: SummitRecord, names: tuple[DelegationName, ...]) -> None:
        own = self.held.line.id if self.held else 0
        others = [
            (line.id, title_of(line))
            for line in requests(summit_id=summit.id)
            if line.id != own and line.status in (RequestStatus.ACCEPTED, RequestStatus.ASKED, RequestStatus.COUNTERED)
        ]

        def chosen(label: str, options: Sequence[tuple[int, str]], blank: str) -> forms.Field:
            return forms.TypedChoiceField(
                label=label, required=False, coerce=int, empty_value=None, choices=[("", blank), *options]
            )

        bodies = [(one.id, spoken(one.institution)) for one in names]
        self.fields |= {
            "receiving": forms.ChoiceField(label=_("Who receives the other"), choices=SIDES, initial="asked"),
            "priority": forms.TypedChoiceField(
                label=_("Priority"), coerce=int, choices=labels.choices(labels.PRIORITIES), initial=2
            ),
            "clearance": forms.IntegerField(label=_("Clearance the room needs"), initial=0, min_value=0),
            "host": chosen(_("Who hosts"), bodies, _("the host of the summit")),
            "after": chosen(_("Only after"), others, _("no other meeting")),
        }

    def _ask_for_people(self, held: RequestRecord) -> None:
        people = []
        for side in (held.line.asking, held.line.asked):
            for one in delegation_record(delegation_id=side.id).members:
                people.append((one.person_id, f"{spoken(side.name)} · {called(one)}"))
        self.fields["people"] = forms.TypedMultipleChoiceField(
            label=_("People without whom it cannot be held"),
            help_text=_("The two heads are needed always."),
            required=False,
            coerce=int,
            choices=people,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        both_or_none(self, "window", "preferred")
        return self.cleaned_data

    def facts(self) -> RequestFacts:
        """What was typed; what the form does not ask stands as it is on record."""
        given, held = self.cleaned_data, self.held
        asking = held.line.asking.id if held else self.own if self.own is not None else given["asking"]
        asked = held.line.asked.id if held else given["asked"]
        receives = {"asked": asked, "asking": asking}.get(given.get("receiving", ""))
        return RequestFacts(
            asking_id=asking,
            asked_id=asked,
            subject=words_in(given, "subject"),
            priority=given.get("priority") or (held.line.priority if held else 2),
            minutes=given["minutes"],
            is_tentative=given["is_tentative"],
            host_id=given.get("host", held.host.id if held and held.host else None),
            receiving_id=receives or (held.line.receiving_id if held else None),
            expires_at=given["expires_at"],
            asking_language=given["asking_language"],
            asked_language=given["asked_language"],
            persons=given["persons"],
            equipment=tuple(given.get("equipment", ())),
            clearance=given["clearance"] if given.get("clearance") is not None else held.clearance if held else 0,
            window=span_in(given, "window"),
            preferred=span_in(given, "preferred"),
            after_id=given.get("after", held.after.id if held and held.after else None),
            people=tuple(given.get("people", ())),
        )


@behind_door("GET", "POST", may=may_take_part)
def ask(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Ask a named delegation to meet."""
    member = membership(request)
    own = _own(member)
    held = summit_record(summit_id=summit_id)
    asked = Asked(request)
    initial = {name: asked.number(name) for name in ("asking", "asked") if asked.number(name)}
    names = delegation_names(summit_id=summit_id)
    form = RequestForm(request.POST or None, summit=held, names=names, own=own, initial=initial)
    status, made = saved(request, form, lambda: ask_meeting(request=form.facts(), actor=member, now=timezone.now()))
    if status is None:
        messages.success(request, _("The request is sent; the other side answers it."))
        return redirect("request", request_id=made)
    return form_page(
        request,
        form,
        status=status,
        title=_("Ask for a meeting"),
        kicker=spoken(held.name),
        standfirst=_("Hours are those of the summit. Between two delegations one request is open at a time."),
        save=_("Ask"),
        back=reverse("requests", args=[summit_id]),
        groups=GROUPS,
    )


@behind_door("GET", "POST", may=may_take_part)
def correct(request: HttpRequest, request_id: int) -> HttpResponse:
    """Correct what was asked."""
    member = membership(request)
    own = _own(member)
    held = request_record(request_id=request_id)
    if own is not None and held.line.asking.id != own:
        raise Http404
    summit = summit_record(summit_id=held.summit_id)
    names = delegation_names(summit_id=held.summit_id)
    form = RequestForm(request.POST or None, summit=summit, names=names, own=own, held=held, initial=_initial(held))
    version = version_in(request, held.line.version)
    status, _none = saved(
        request,
        form,
        lambda: correct_request(
            request_id=request_id, version=version, request=form.facts(), actor=member, now=timezone.now()
        ),
    )
    if status is None:
        messages.success(request, _("The correction is saved."))
        return redirect("request", request_id=request_id)
    return form_page(
        request,
        form,
        status=status,
        title=_("Correct the request"),
        kicker=title_of(held.line),
        save=_("Save the correction"),
        back=reverse("request", args=[request_id]),
        groups=GROUPS,
        version=version,
        provenance=badge(held.line.origin),
    )


def _own(member: Membership) -> int | None:
    """The delegation a focal point asks for; None for the office, which may ask for any. Raises ``NotAllowed``."""
    if may_represent(member):
        return represented_by(membership=member) or 0
    require(member, may_edit)
    return None


def _initial(held: RequestRecord) -> dict[str, Any]:
    line = held.line
    window, preferred = held.window or (None, None), held.preferred or (None, None)
    return {
        **words_for("subject", line.subject),
        "minutes": line.minutes,
        "is_tentative": line.is_tentative,
        "priority": line.priority,
        "window_from": window[0],
        "window_until": window[1],
        "preferred_from": preferred[0],
        "preferred_until": preferred[1],
        "expires_at": line.expires_at,
        "persons": held.persons,
        "asking_language": held.asking_language,
        "asked_language": held.asked_language,
        "equipment": list(held.equipment),
        "clearance": held.clearance,
        "host": held.host.id if held.host else "",
        "after": held.after.id if held.after else "",
        "receiving": "asked" if line.receiving_id == line.asked.id else "asking",
        "people": [one.person_id for one in held.people],
    }
