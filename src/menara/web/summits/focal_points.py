"""Who speaks for a delegation: the list of focal points, naming one and letting one go. An administrator's work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from menara.actions.summits.focal_points import end_focal_point, name_focal_point
from menara.permissions import may_administer
from menara.queries.summits.delegations import delegation_record, delegations, focal_points
from menara.queries.summits.setting import summit_record
from menara.web.doors import behind_door
from menara.web.languages import spoken
from menara.web.refusals import came_from
from menara.web.summits.given import form_page, saved
from menara.web.tenancy import membership


class FocalPointForm(forms.Form):
    """An address to sign in with. The password is told to the person by other means and counts for a new account."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "email": forms.EmailField(
                label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"dir": "ltr"})
            ),
            "name": forms.CharField(
                label=_("How the person is called here"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
            ),
            "language": forms.ChoiceField(label=_("Reads in"), choices=settings.LANGUAGES),
            "password": forms.CharField(
                label=_("First password"),
                strip=False,
                required=False,
                help_text=_("One who is a focal point here already keeps the own password."),
                widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
            ),
        }


@behind_door()
def focal_point_list(request: HttpRequest, summit_id: int) -> HttpResponse:
    """Every delegation of a summit with who speaks for it."""
    held = summit_record(summit_id=summit_id)
    may = may_administer(membership(request))
    named: dict[int, list[dict[str, Any]]] = {}
    for one in focal_points(summit_id=summit_id):
        named.setdefault(one.delegation_id, []).append(
            {
                "name": one.name,
                "email": one.email,
                "named_at": one.named_at,
                "ended_at": one.ended_at,
                "end_url": reverse("focal_point_end", args=[one.id]) if may and one.ended_at is None else None,
            }
        )
    page: dict[str, Any] = {
        "summit": {"name": spoken(held.name), "url": reverse("summit", args=[summit_id]), "zone": held.time_zone},
        "lines": [
            {
                "name": spoken(line.institution),
                "url": reverse("delegation", args=[line.id]),
                "is_host": line.is_host,
                "focal_points": named.get(line.id, []),
                "name_url": reverse("focal_point_name", args=[line.id]) if may and not line.is_host else None,
            }
            for line in delegations(summit_id=summit_id)
        ],
        "empty": {
            "title": _("No delegation"),
            "reason": _("Enter the delegations first; then name who speaks for each."),
            "url": reverse("delegations", args=[summit_id]),
            "action": _("Delegations"),
        },
    }
    return render(request, "summits/desk/focal_points.html", page)


@behind_door("GET", "POST", may=may_administer)
def name(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Let somebody of the delegation sign in and arrange its meetings."""
    held = delegation_record(delegation_id=delegation_id)
    form = FocalPointForm(request.POST or None)
    status, _made = saved(
        request,
        form,
        lambda: name_focal_point(
            delegation_id=delegation_id, actor=membership(request), now=timezone.now(), **form.cleaned_data
        ),
    )
    if status is None:
        messages.success(request, _("The focal point may sign in, and reaches this delegation alone."))
        return redirect("delegation", delegation_id=delegation_id)
    return form_page(
        request,
        form,
        status=status,
        title=_("Name a focal point"),
        kicker=spoken(held.institution),
        standfirst=_(
            "A focal point keeps the delegation's people and absences, asks for meetings and answers requests. "
            "Nothing else of your office can be seen."
        ),
        save=_("Name the focal point"),
        back=reverse("delegation", args=[delegation_id]),
    )


@behind_door("POST", may=may_administer)
def end(request: HttpRequest, focal_point_id: int) -> HttpResponse:
    """Let a focal point go, at once. Where calendar programs lose their address with that, lead to where new ones are
    made for those who stay."""
    left = end_focal_point(focal_point_id=focal_point_id, actor=membership(request), now=timezone.now())
    messages.success(request, _("The focal point has no access any more."))
    if not left.closed:
        return redirect(came_from(request) or "summits")
    messages.warning(
        request,
        ngettext(
            "%(count)s secret calendar address of the delegation is closed, because the focal point knew it. Make a "
            "new one for those who stay.",
            "%(count)s secret calendar addresses of the delegation are closed, because the focal point knew them. Make "
            "new ones for those who stay.",
            left.closed,
        )
        % {"count": left.closed},
    )
    return redirect("delegation_calendars", delegation_id=left.delegation_id)
