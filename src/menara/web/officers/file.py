"""A roster from a file, and the empty file to fill in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from menara.actions.officers import import_officers
from menara.intake.officers import read_officers
from menara.permissions import may_edit
from menara.web.doors import behind_door
from menara.web.imports import empty_file, import_page
from menara.web.tenancy import membership


@behind_door("GET", "POST", may=may_edit)
def take_in(request: HttpRequest) -> HttpResponse:
    """Bring the roster in line with a file."""
    return import_page(
        request,
        kind="officers",
        title=_("Import officers"),
        standfirst=_("New officers are entered, those that differ are corrected; nobody is struck off."),
        read=read_officers,
        bring_in=lambda officers: import_officers(officers=officers, actor=membership(request)),
        back_to="officers",
        templates=[
            {"label": kind.upper(), "url": reverse("officers_template", args=[kind])} for kind in ("csv", "xlsx")
        ],
    )


@behind_door()
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty file."""
    return empty_file(kind="officers", name="officers", form=kind)
